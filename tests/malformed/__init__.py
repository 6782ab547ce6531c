"""Responses that must be refused: tables of mistakes, each with the places it is reported at."""
