"""What a message offers at the beginning of a line may stand there, and nothing else is offered."""

from __future__ import annotations

import pytest

from evaluator.diagnostics.model import Shape
from evaluator.pipeline import check, read
from evaluator.source import Source
from evaluator.syntax import heads
from evaluator.syntax.parse import parse

LINES = {
    "_IN_FORCE": "in force from 2024-01-01",
    "_SCALE": "scale q { 0; 1 }",
    "TREE": "indicator z",
    "_EVERY": "every indicator { rated on q }",
    "_VALUE": "value = 1",
    "_INPUT": "input n number",
    "_BANDS": 'bands b of v { "A" from 0 }',
    "_WEIGHTS_OF": "weights of indicator add up to 1",
    "_ASSUMPTION": 'assumption s "S" because "R"',
    "_EVIDENCE": "evidence d",
    "_CATEGORIES": 'verdict e { "A" otherwise }',
    "_NOT_SCORED_WHEN": 'not scored when n is 0 because "R"',
    "_CLAIM": "claim v from 0",
    "_ISSUER": 'issuer "M"',
    "_BASIS": 'basis "Law"',
    "_ASSESSES": "assesses agency",
    "DRAFT": "draft",
    "_FOR_EACH": "for each agency { value x = 1 }",
    "_FOR_ALL": "for all { value x = 1 }",
    "_RATED_ON": "rated on q",
    "_LEVEL": 'level 1 "One"',
    "_ANSWER": "answer yes or no",
    "_WITHOUT_EVIDENCE": "without evidence counts as 0",
    "_NOT_APPLICABLE": "not applicable is left out",
    "_APPLIES_WHEN": "applies when n is 0",
    "MAY_BE_NOT_APPLICABLE": "may be declared not applicable",
    "MAY_NOT_BE_NOT_APPLICABLE": "may not be declared not applicable",
    "_REPEATED_FOR": "repeated for s 2 times each counted",
    "_WEIGHT": "weight 1",
    "_LABEL": 'label "L"',
    "_MAXIMUM": "maximum 1",
    "_CODE": 'code "1"',
    "_RANK": "rank r of x highest first equal values share a rank and none is skipped",
    "INCOMPLETE_SUBJECT": "an incomplete subject is left out",
    "INCOMPLETE_GROUP": "an incomplete group is left out",
    "_CHANGE": "change value v = 2",
    "_ADD": "add value w = 2",
    "_REMOVE": "remove value v",
    "_RENAME": "rename value v as w",
}
"""A line for each word that can begin one inside an instrument."""
NAMED = {"_VALUE": "value w = 1"}
"""Where it has an id of its own."""
OWNERS = {
    "_INSTRUMENT": ("", ""),
    "TREE": ("criterion a {", "}"),
    "_EVERY": ("every criterion {", "}"),
    "_FOR_EACH": ("for each agency {", "}"),
    "_FOR_ALL": ("for all {", "}"),
}


def found_with(owner: str, line: str) -> list[str]:
    before, after = OWNERS[owner]
    text = f'instrument a edition "1" {{\n{before}\n{line}\n{after}\n}}\n'
    source = Source("a.takar", text)
    assert not parse(source).diagnostics
    return [d.code for d in check(read([source]))]


@pytest.mark.parametrize("owner", OWNERS)
def test_what_is_offered_may_stand_there_and_all_that_may_is_offered(owner: str) -> None:
    named = NAMED if owner in {"_INSTRUMENT", "_FOR_EACH", "_FOR_ALL"} else {}
    lines = {**LINES, **named}
    changing = {"_CHANGE", "_ADD", "_REMOVE", "_RENAME"}
    stand = {
        head
        for head in lines.keys() - changing
        if "statement-misplaced" not in found_with(owner, lines[head])
    }
    assert set(heads.heads(lines, [owner])) == stand


def test_changes_are_offered_in_an_amendment_and_in_what_it_changes() -> None:
    amending = heads.heads(LINES, ["_INSTRUMENT", "NAME", "_EDITION", "TEXT", "_AMENDS", "TEXT"])
    assert amending[:4] == ["_CHANGE", "_ADD", "_REMOVE", "_RENAME"]
    assert heads.heads(LINES, ["_CHANGE", "TREE", "NAME"])[-3:] == ["_CHANGE", "_ADD", "_REMOVE"]
    assert "_CHANGE" not in heads.heads(LINES, ["TREE", "NAME"])


def test_words_like_the_one_written_come_first() -> None:
    text = 'instrument a edition "1" {\n  criterion c {\n    labelled "X"\n  }\n}\n'
    (found,) = parse(Source("a.takar", text)).diagnostics
    expected = found.facts["expected"]
    assert isinstance(expected, tuple)
    assert expected[0] == "`label`"
    assert Shape("part", "criterion") in expected
    assert len(expected) == 6
