"""Kinds of diagnostics about how the command line is used, and about faults of Takar itself."""

from __future__ import annotations

from evaluator.diagnostics.model import Kind, Severity

UNKNOWN_COMMAND = Kind("usage-unknown-command", Severity.ERROR)
"""Facts: command, closest."""
UNKNOWN_OPTION = Kind("usage-unknown-option", Severity.ERROR)
"""Facts: option, closest, command."""
MISSING_ARGUMENT = Kind("usage-missing-argument", Severity.ERROR)
"""Facts: argument, command."""
EXTRA_ARGUMENT = Kind("usage-extra-argument", Severity.ERROR)
"""Facts: argument, command."""
BAD_CHOICE = Kind("usage-bad-choice", Severity.ERROR)
BAD_READING = Kind("usage-bad-reading", Severity.ERROR)
"""Facts: parameter, value, choices."""
BAD_PERIOD = Kind("usage-bad-period", Severity.ERROR)
"""Facts: parameter, value."""
BAD_DAY = Kind("usage-bad-day", Severity.ERROR)
"""Facts: parameter, value."""
UNTIL_TOO_EARLY = Kind("usage-until-too-early", Severity.ERROR)
"""Facts: day, last."""
NO_RESPONSES = Kind("usage-no-responses", Severity.ERROR)
"""`path`."""
NO_PATH_OF_EDITIONS = Kind("usage-no-path-of-editions", Severity.ERROR)
"""`edition`, `first`: no chain of amendments leads from `first` to `edition`."""
BAD_TABLE = Kind("usage-bad-table", Severity.ERROR)
"""Facts: parameter, value."""
BAD_COUNT = Kind("usage-bad-count", Severity.ERROR)
"""Facts: parameter, value."""
UNTIL_NEEDED = Kind("usage-until-needed", Severity.ERROR)
"""Facts: instrument."""
BAD_DECIMALS = Kind("usage-bad-decimals", Severity.ERROR)
"""Facts: parameter, value."""
OPTION_WITHOUT_VALUE = Kind("usage-option-without-value", Severity.ERROR)
"""Facts: option, command."""
OPTION_TAKES_NO_VALUE = Kind("usage-option-takes-no-value", Severity.ERROR)
"""Facts: option."""
BAD_ENVIRONMENT = Kind("usage-bad-environment", Severity.ERROR)
"""Facts: variable, value, choices."""
NO_SUCH_PATH = Kind("usage-no-such-path", Severity.ERROR)
"""Facts: path."""
NOT_A_FILE = Kind("usage-not-a-file", Severity.ERROR)
"""Facts: path."""
NOT_A_FOLDER = Kind("usage-not-a-folder", Severity.ERROR)
"""Facts: path."""
UNREADABLE = Kind("usage-unreadable", Severity.ERROR)
"""Facts: path."""
UNWRITABLE = Kind("usage-unwritable", Severity.ERROR)
"""Facts: path."""
OUTPUT_BUSY = Kind("usage-output-busy", Severity.ERROR)
"""Facts: path."""
OVERWRITES_INPUT = Kind("usage-overwrites-input", Severity.ERROR)
"""Facts: path."""
OUTPUTS_ALIKE = Kind("usage-outputs-alike", Severity.ERROR)
"""Facts: path."""
BAD_ID = Kind("usage-bad-id", Severity.ERROR)
"""Facts: value."""
BAD_NAME = Kind("usage-bad-name", Severity.ERROR)
"""Facts: value."""
ALREADY_WRITTEN = Kind("usage-already-written", Severity.ERROR)
"""Facts: path."""
INTERNAL = Kind("internal", Severity.ERROR)
"""Facts: report."""
NOT_WITH_RESPONSES = Kind("usage-not-with-responses", Severity.ERROR)
"""Facts: option."""
NO_GROUPS = Kind("usage-no-groups", Severity.ERROR)
"""Facts: instrument."""
