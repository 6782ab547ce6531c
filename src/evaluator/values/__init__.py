"""Exact numbers, rounding by rule, and dates."""
