"""Pages of drawn rules: every condition says what the rules ask, and there is always a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from evaluator.backends.exact.assess import assess
from evaluator.backends.exact.document import Provenance, result_document
from evaluator.backends.exact.remarks import Remark
from evaluator.diagnostics.language import Language
from evaluator.intake.response import Response, Stage
from evaluator.model import formula as f
from evaluator.model.instrument import Instrument
from evaluator.reports.explain import explain
from evaluator.reports.judged import CONDITIONS
from evaluator.reports.labels import Labels
from evaluator.reports.ready import case_of
from properties.instruments_drawn import answered_in_vain, instrument, response_of, rows, seeded

Drawn = tuple[Instrument, Response, dict[str, Any]]


def drawn(seed: str) -> Iterator[Drawn]:
    """Rules with three responses, each with its result."""
    random = seeded(seed)
    rules = instrument(random)
    for row in rows(random, rules, 3):
        if not answered_in_vain(rules, row):
            response = response_of(rules, row)
            found = assess(rules, response, Stage.SELF)
            because = Remark("named", "1", {"edition": "1"})
            where = Provenance(because=because, response_sha256="0", engine="takar")
            yield rules, response, result_document(found, response, Stage.SELF, where)


def below(steps: Mapping[str, Any], roots: list[str]) -> set[str]:
    seen: set[str] = set()
    while roots:
        name = roots.pop()
        if name not in seen:
            seen.add(name)
            roots += [used["step"] for used in steps[name]["inputs"] if "step" in used]
    return seen


def is_uncertain(step: Mapping[str, Any]) -> bool:
    """Of a table that is undecided it is not said which rows are left, nor of bands which gates."""
    return step["op"] == "band" or (step["op"] == "lookup" and "row" not in step)


@pytest.mark.parametrize("seed", range(40))
def test_every_condition_has_its_part_of_the_rules(seed: int) -> None:
    for rules, response, result in drawn(f"asked {seed}"):
        case = case_of(result, rules, response, Language.EN, Labels({}))
        unsure = below(case.steps, [x["id"] for x in result["trace"] if is_uncertain(x)])
        for step in result["trace"]:
            if step["op"] in CONDITIONS and step["id"] not in unsure:
                assert step["id"] in case.meant
            asked = case.meant.get(step["id"])
            if isinstance(asked, f.InputIs):
                stated = response.answers.get(case.question(asked.id).key)
                given = None if stated is None else stated.value
                told = {True: "yes", False: "no"}[given] if isinstance(given, bool) else given
                # A part that does not apply has no answer, or counts as another.
                settled = case.question(asked.id).of is None and given is not None
                assert not settled or step["value"] is (told == asked.choice)


@pytest.mark.parametrize("seed", range(12))
def test_there_is_a_page_whatever_the_rules_are(seed: int) -> None:
    for rules, response, result in drawn(f"page {seed}"):
        for language in Language:
            page = explain(result, rules, response, language=language, form="text", labels={})
            assert page.endswith("\n")
