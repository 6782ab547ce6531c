"""What can be wrong with a file of many subjects, and with a row of it.

A row that is wrong in the way an answer is takes the kind of the answer, from `kinds.inputs`.
"""

from __future__ import annotations

from evaluator.diagnostics.model import Kind, Severity

# The file as a whole.
DATA_FORMAT = Kind("data-format", Severity.ERROR)
"""Facts: path, known."""
DATA_UNREADABLE = Kind("data-unreadable", Severity.ERROR)
"""Facts: path, format."""
DATA_NOT_UTF8 = Kind("data-not-utf8", Severity.ERROR)
"""Facts: path, column, row."""
COLUMN_ENCODING = Kind("column-encoding", Severity.ERROR)
"""Facts: path, column, encodings, one text."""
DATA_NO_LIST = Kind("data-no-list", Severity.ERROR)
"""Facts: path."""
DATA_NO_OBJECTS = Kind("data-no-objects", Severity.ERROR)
"""Facts: path."""
DATA_CHANGED = Kind("data-changed", Severity.ERROR)
"""Facts: path."""
DATA_PIPE = Kind("data-pipe", Severity.ERROR)
"""Facts: path."""
DATA_LIST_OPEN = Kind("data-list-open", Severity.ERROR)
"""Facts: path, line."""
DATA_LIST_BROKEN = Kind("data-list-broken", Severity.ERROR)
"""Facts: path, objects (how many stand before)."""
DATA_WITHOUT_COLUMNS = Kind("data-without-columns", Severity.ERROR)
"""Facts: path."""
DATA_EMPTY = Kind("data-empty", Severity.ERROR)
"""Facts: path."""
HEADER_QUOTES = Kind("header-quotes", Severity.ERROR)
"""Facts: path."""
ENGINE_MISSING = Kind("data-engine-missing", Severity.ERROR)
"""Facts: install."""
ENGINE_MEMORY = Kind("data-engine-memory", Severity.ERROR)
"""Facts: path."""
WORKBOOK_READER_MISSING = Kind("data-workbook-reader-missing", Severity.ERROR)
"""Facts: install."""

FORMULA_NOT_COMPUTED = Kind("formula-not-computed", Severity.ERROR)
"""Facts: path, cell, cells (how many)."""
CELLS_MERGED = Kind("cells-merged", Severity.ERROR)
"""Facts: path, cells."""
SHEETS_UNREAD = Kind("sheets-unread", Severity.NOTE)
"""Facts: path, sheet, others, one text."""
ROWS_HIDDEN = Kind("rows-hidden", Severity.NOTE)
"""Facts: path, rows."""

# Its columns.
COLUMNS_FILE = Kind("columns-file", Severity.ERROR)
"""Facts: path."""
COLUMNS_FILE_COLUMN = Kind("columns-file-column", Severity.ERROR)
"""Facts: column, near."""
COLUMNS_FILE_ID = Kind("columns-file-id", Severity.ERROR)
"""Facts: column, id, near."""
COLUMNS_FILE_TWICE = Kind("columns-file-twice", Severity.ERROR)
"""Facts: column, other, id."""
COLUMN_KEPT_TWICE = Kind("column-kept-twice", Severity.ERROR)
"""Facts: column."""
COLUMN_RESERVED = Kind("column-reserved", Severity.ERROR)
"""Facts: path, column."""
COLUMNS_NONE = Kind("columns-none", Severity.ERROR)
"""Facts: columns."""
COLUMN_MISSING = Kind("column-missing", Severity.ERROR)
"""Facts: column, near."""
COLUMN_DECLARES = Kind("column-declares", Severity.ERROR)
"""Facts: column, id."""
COLUMN_TWICE = Kind("column-twice", Severity.ERROR)
"""Facts: column."""
COLUMN_FLOAT = Kind("column-float", Severity.ERROR)
"""Facts: column, type, wanted, cast, decimals (those that the cast keeps)."""
COLUMN_WIDE = Kind("column-wide", Severity.ERROR)
"""Facts: column, type, limit (the most digits)."""
COLUMN_TYPE = Kind("column-type", Severity.ERROR)
"""Facts: column, type, wanted, cast."""
COLUMN_OF_RECORDS = Kind("column-of-records", Severity.ERROR)
"""Facts: column."""
COLUMNS_UNKNOWN = Kind("columns-unknown", Severity.NOTE)
"""Facts: columns, one text."""
FIELDS_UNKNOWN = Kind("fields-unknown", Severity.NOTE)
"""Facts: fields, one text."""

# Its rows.
ROW_ID_MISSING = Kind("row-id-missing", Severity.ERROR)
"""Facts: row, key (the column with the ids)."""
ROW_ID_REPEATED = Kind("row-id-repeated", Severity.ERROR)
"""Facts: row, key (the column with the ids)."""
ROW_NO_OBJECT = Kind("row-no-object", Severity.ERROR)
"""Facts: row."""
ROW_NOT_FOUND = Kind("row-not-found", Severity.ERROR)
"""Facts: id, path."""
ROW_FIELDS = Kind("row-fields", Severity.ERROR)
"""Facts: row, fields, columns (how many of each)."""
ROW_QUOTES = Kind("row-quotes", Severity.ERROR)
"""Facts: row."""
ROW_NOT_UTF8 = Kind("row-not-utf8", Severity.ERROR)
"""Facts: row."""
ROW_CHARACTER = Kind("row-character", Severity.ERROR)
"""Facts: row, character."""
ROW_TOO_LONG = Kind("row-too-long", Severity.ERROR)
"""Facts: row."""
NUMBER_BEYOND_COLUMN = Kind("number-beyond-column", Severity.ERROR)
"""Facts: key."""
CELL_ERROR = Kind("cell-error", Severity.ERROR)
"""Facts: cell."""
ROW_TOO_MANY_RECORDS = Kind("row-too-many-records", Severity.ERROR)
"""Facts: key, most."""

# Lists in tables of their own.
LIST_UNKNOWN = Kind("list-unknown", Severity.ERROR)
"""Facts: list, lists."""
LIST_TWICE = Kind("list-twice", Severity.ERROR)
"""Facts: list, path."""
RECORDS_NONE_MATCH = Kind("records-none-match", Severity.ERROR)
"""Facts: path, rows."""
RECORDS_OF_NOBODY = Kind("records-of-nobody", Severity.WARNING)
"""Facts: path, rows."""

# How it is done.
ROWS_ONE_BY_ONE = Kind("rows-one-by-one", Severity.NOTE)
"""Facts: name, code."""
EXPLAINED_BY_ROW = Kind("explain-column-by-row", Severity.ERROR)
"""No facts."""

# Groups.
GROUP_FILE_KIND = Kind("group-file-kind", Severity.ERROR)
"""Facts: path, kinds."""
GROUP_FILE_TWICE = Kind("group-file-twice", Severity.ERROR)
"""Facts: path, kind."""
GROUP_FILE_ROWS = Kind("group-file-rows", Severity.ERROR)
"""Facts: path, rows."""
ROWS_WITHOUT_GROUP = Kind("rows-without-group", Severity.WARNING)
"""Facts: kind, rows."""
