"""Kinds about rule files as files, and about editions that were published."""

from __future__ import annotations

from typing import Final

from evaluator.diagnostics.model import Kind, Severity

RULE_FILE_LINKED: Final = Kind("rule-file-linked", Severity.ERROR)
RULE_FILE_UNREADABLE: Final = Kind("rule-file-unreadable", Severity.ERROR)
PUBLISHED_CHANGED: Final = Kind("published-changed", Severity.ERROR)
PUBLISHED_BROKEN: Final = Kind("published-broken", Severity.ERROR)
PUBLISHED_MISSING: Final = Kind("published-missing", Severity.ERROR)
NO_SUCH_INSTRUMENT: Final = Kind("no-such-instrument", Severity.ERROR)
NO_SUCH_EDITION: Final = Kind("no-such-edition", Severity.ERROR)
ASSUMPTION_NOT_READ: Final = Kind("assumption-not-read", Severity.ERROR)
NO_SUCH_READING: Final = Kind("no-such-reading", Severity.ERROR)
NOTHING_TO_CHECK: Final = Kind("nothing-to-check", Severity.ERROR)
BUNDLED_HIDDEN: Final = Kind("bundled-hidden", Severity.NOTE)
EDITION_OUTSIDE_PERIOD: Final = Kind("edition-outside-period", Severity.NOTE)
"""An edition was named that is not in force at the end of the period: `edition`, `day`."""
DRAFT_NOT_PUBLISHED: Final = Kind("draft-not-published", Severity.ERROR)
