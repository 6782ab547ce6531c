"""The columns that tables of results have besides those called by ids of the rules."""

from __future__ import annotations

KEY = "id"
STATUS = "status"
NOT_APPLICABLE = "not_applicable"
EXACT = "_exact"
"""What follows the id of a published value in the column with its exact one."""
ROW = "file_row_number"
"""What the rows of data are numbered by, from 0: neither data nor rules can have such a column."""
COUNTS = ("subjects", "incomplete", "left_out", "not_scored")
OF_GROUPS = ("kind", KEY, *COUNTS, STATUS)
"""Of every table of groups."""
