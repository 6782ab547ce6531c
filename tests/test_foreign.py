"""Regulations written from the reference alone: they check clean, and what they promise holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator.diagnostics.model import Severity
from evaluator.pipeline import check, compile_edition, read, run_examples
from evaluator.source import Source

FOREIGN = Path(__file__).resolve().parent.parent / "docs" / "foreign"
FILES = sorted(FOREIGN.glob("*.takar"))


def text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def found_in(text: str) -> list[str]:
    program = read([Source("foreign.takar", text)])
    return [d.code for d in check(program) if d.kind.severity is not Severity.NOTE]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_checks_clean_its_claims_proved_and_its_examples_pass(file: Path) -> None:
    text = text_of(file)
    assert found_in(text) == []  # a claim that is not proved would be told
    program = read([Source("foreign.takar", text)])
    for key in program.declared.examples:
        edition = compile_edition(program, key).value
        assert edition is not None
        assert edition.claims
        assert [d.code for trial in run_examples(program, key, edition) for d in trial.found] == []


@pytest.mark.parametrize("claimed", ["-202 to 110", "-203 to 109"])
def test_a_narrower_range_than_the_published_one_is_refuted(claimed: str) -> None:
    # The published range of the score is -203 to 110, the plan aside.
    text = text_of(FOREIGN / "nist_sp_800_171.takar")
    narrowed = text.replace("claim score   from -203 to 110", f"claim score from {claimed}")
    assert narrowed != text
    assert found_in(narrowed) == ["claim-refuted"]
