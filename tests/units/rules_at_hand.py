"""Small rule files, and responses to them, for the tests of meaning, amendments and commands."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evaluator.api import evaluate
from evaluator.backends.exact.document import Json
from evaluator.diagnostics.model import Diagnostic
from evaluator.examples.run import Trial
from evaluator.pipeline import Program, check, compile_edition, run_examples
from evaluator.rulebook import RuleFile, program_of


def program(text: str) -> Program:
    return program_of([RuleFile("x.takar", text.encode())])


def codes(text: str) -> list[tuple[str, int]]:
    return [(d.code, d.at.line) for d in found(text)]


def found(text: str) -> tuple[Diagnostic, ...]:
    return check(program(text))


def result(folder: Path, text: str, answers: Mapping[str, Json], **more: Json) -> dict[str, Any]:
    """The result document of one response under one rule file."""
    (folder / "x.takar").write_text(text, encoding="utf-8")
    response = {
        "instrument": "x",
        "subject": {"id": "1"},
        "period": {"from": "2024-01-01", "to": "2024-12-31"},
        "answers": answers,
        **more,
    }
    return dict(evaluate(json.dumps(response), rules=folder).document)


def trial(text: str) -> Trial:
    """The only example of edition 1, run."""
    there = program(text)
    instrument = compile_edition(there, ("x", "1")).value
    assert instrument is not None
    (only,) = run_examples(there, ("x", "1"), instrument)
    return only
