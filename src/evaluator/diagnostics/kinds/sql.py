"""Kinds of diagnostics about rules that have no exact form in SQL."""

from __future__ import annotations

from evaluator.diagnostics.model import Kind, Severity

SQL_EVIDENCE = Kind("sql-evidence", Severity.ERROR)
"""Facts: item."""
SQL_REPEATED = Kind("sql-repeated", Severity.ERROR)
"""Facts: item."""
SQL_WITHOUT_VALUE = Kind("sql-without-value", Severity.ERROR)
"""Facts: name."""
SQL_TOO_WIDE = Kind("sql-too-wide", Severity.ERROR)
"""Facts: name."""
SQL_COLUMN_TWICE = Kind("sql-column-twice", Severity.ERROR)
"""Facts: name, other."""
SQL_GROUP = Kind("sql-group", Severity.ERROR)
"""Facts: name."""
SQL_FUNCTION = Kind("sql-function", Severity.ERROR)
"""Facts: name."""
SQL_RECORD_VALUE = Kind("sql-record-value", Severity.ERROR)
"""Facts: name, list."""
