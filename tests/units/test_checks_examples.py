"""Every kind of this stage has its words, and its two examples do what they say."""

from __future__ import annotations

import pytest

from evaluator import pipeline
from evaluator.diagnostics.catalogue import catalogue
from evaluator.diagnostics.kinds import rules
from evaluator.diagnostics.language import Language
from evaluator.diagnostics.model import Diagnostic, Kind, Severity
from evaluator.diagnostics.words import message
from evaluator.source import Source

TOO_LONG = {rules.TABLE_UNCHECKED}
"""Kinds whose example would be too long for a page."""
KINDS = [k for k in vars(rules).values() if isinstance(k, Kind) and k not in TOO_LONG]


def telling(text: str | None, code: str) -> list[Diagnostic]:
    """What an example yields, other notes aside."""
    assert text is not None
    found = pipeline.check(pipeline.read([Source("contoh.takar", text)]))
    return [d for d in found if d.code == code or d.kind.severity is not Severity.NOTE]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_the_bad_example_yields_its_code_and_the_good_one_nothing(kind: Kind) -> None:
    entry = catalogue()[kind.code]
    (finding,) = telling(entry.bad, kind.code)
    assert finding.kind == kind
    assert telling(entry.good, kind.code) == []
    for language in Language:
        words = message(finding, language)
        assert "{" not in words.sentence + words.repair
        assert words.sentence[0].islower() or not words.sentence[0].isalpha()
        assert not words.sentence.endswith(".")
        # Notes tell; everything else says what was expected.
        assert (words.expected is None) == (kind.severity is Severity.NOTE)


def test_codes_are_distinct() -> None:
    assert len({kind.code for kind in KINDS}) == len(KINDS)
