"""Takar: apply the scoring part of a regulation exactly, and explain every figure.

The names below are the public interface; everything else may change between versions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evaluator.version import __version__

if TYPE_CHECKING:
    from evaluator.api import InputInvalid, evaluate, forecast
    from evaluator.diagnostics.model import Diagnostic
    from evaluator.grouping import GroupResults, evaluate_groups
    from evaluator.intake.response import Stage
    from evaluator.result import Result
    from evaluator.rulebook import Rulebook, RulesInvalid, bundled, rules_in

__all__ = [
    "Diagnostic",
    "GroupResults",
    "InputInvalid",
    "Result",
    "Rulebook",
    "RulesInvalid",
    "Stage",
    "__version__",
    "bundled",
    "evaluate",
    "evaluate_groups",
    "forecast",
    "rules_in",
]

_HOMES = {
    "Diagnostic": "evaluator.diagnostics.model",
    "GroupResults": "evaluator.grouping",
    "InputInvalid": "evaluator.api",
    "Result": "evaluator.result",
    "Rulebook": "evaluator.rulebook",
    "RulesInvalid": "evaluator.rulebook",
    "Stage": "evaluator.intake.response",
    "bundled": "evaluator.rulebook",
    "evaluate": "evaluator.api",
    "evaluate_groups": "evaluator.grouping",
    "forecast": "evaluator.api",
    "rules_in": "evaluator.rulebook",
}
"""Where each name lives. They are imported when first asked for: `takar version` needs none."""


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 — late, as the names are

    return getattr(import_module(_HOMES[name]), name)
