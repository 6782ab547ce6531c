"""Scoring many subjects: a file of data in, a file of results and one of rejected rows out."""
