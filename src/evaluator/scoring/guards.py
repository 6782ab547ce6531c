"""Texts that a spreadsheet program would take for a formula: guarded where CSV is written.

A guarded text begins with `'`. So does a text that only looks guarded, so that what is taken off
where a file is read was always put there, and every text comes back as it was. A plain number is no
formula, whatever its sign.
"""

from __future__ import annotations

import re

from evaluator.scoring.engine import text

# The full-width forms are taken for the others in some languages.
_BEGINNING = "[=+\\-@\\t\\r\\n\uff1d\uff0b\uff0d\uff20]"
_DANGEROUS = f"^'*{_BEGINNING}"
_GUARDED = f"^'+{_BEGINNING}"
_NUMBER = r"[+-]?[0-9]+(\.[0-9]+)?"


def guarded(told: str) -> str:
    """A text that no spreadsheet program takes for a formula."""
    dangerous = re.match(_DANGEROUS, told) and not re.fullmatch(_NUMBER, told)
    return f"'{told}" if dangerous else told


def unguarded(told: str) -> str:
    """A text as it was before it was guarded."""
    return told[1:] if re.match(_GUARDED, told) else told


def guarded_sql(raw: str) -> str:
    """SQL for the same as `guarded`."""
    dangerous = f"regexp_matches({raw}, {text(_DANGEROUS)})"
    number = f"regexp_full_match({raw}, {text(_NUMBER)})"
    return f"CASE WHEN {dangerous} AND NOT {number} THEN '''' || {raw} ELSE {raw} END"


def unguarded_sql(raw: str) -> str:
    """SQL for the same as `unguarded`."""
    # The first comparison decides for nearly every text, and costs next to nothing.
    begins = f"starts_with({raw}, '''') AND regexp_matches({raw}, {text(_GUARDED)})"
    return f"CASE WHEN {begins} THEN {raw}[2:] ELSE {raw} END"
