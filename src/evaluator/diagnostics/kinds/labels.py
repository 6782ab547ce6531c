"""Kinds about label files."""

from __future__ import annotations

from typing import Final

from evaluator.diagnostics.model import Kind, Severity

LABELS_INVALID: Final = Kind("labels-invalid", Severity.ERROR)
LABEL_OF_NOTHING: Final = Kind("label-of-nothing", Severity.ERROR)
