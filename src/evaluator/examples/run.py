"""Run the examples of an edition: what was expected, what comes out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from evaluator.analysis.attainable import Attainable
from evaluator.backends.exact.assess import Assessment, conclude
from evaluator.backends.exact.facts import Facts
from evaluator.backends.exact.instances import with_instances
from evaluator.diagnostics.kinds import examples as kinds
from evaluator.diagnostics.model import Diagnostic, Fact
from evaluator.examples.comparing import Comparing, OfOne
from evaluator.examples.figures import asks_period, by_kind, lines_of_one, many_in
from evaluator.examples.given import Given, given_in
from evaluator.examples.parts import ExamplePart, parts_of
from evaluator.examples.ranks import rank_found
from evaluator.model.instrument import Instrument, answered_item, instance_of
from evaluator.syntax import tree


@dataclass(frozen=True, slots=True)
class Trial:
    """One example that was run, and what was wrong with it."""

    title: str
    found: tuple[Diagnostic, ...]

    @property
    def passed(self) -> bool:
        """Whether everything came out as expected."""
        return not any(found.is_error for found in self.found)


def run_example(instrument: Instrument, example: tree.Example) -> Trial:
    """One example, run: what it says of a group apart from what it says of a subject."""
    found: list[Diagnostic] = []
    if not any(isinstance(line, tree.Expectation) for line in example.lines):
        facts: dict[str, Fact] = {"title": example.title.text}
        at = example.title.at
        found.append(Diagnostic(kind=kinds.EXAMPLE_EXPECTS_NOTHING, at=at, facts=facts))
    attainable = Attainable(instrument)
    stated = many_in(instrument, attainable, example, found)
    if any(d.is_error for d in found):
        return Trial(example.title.text, tuple(found))
    of_one = replace(example, lines=tuple(lines_of_one(instrument, example)))
    for part in parts_of(instrument, attainable, of_one, by_kind(instrument, stated)):
        found.extend(_run_part(part))
    ranks = (line for line in example.lines if isinstance(line, tree.ExpectRank))
    compared = (rank_found(instrument, line, stated) for line in ranks)
    found.extend(d for d in compared if d is not None)
    return Trial(example.title.text, tuple(found))


def _run_part(part: ExamplePart) -> list[Diagnostic]:
    given = given_in(part)
    if not any(found.is_error for found in given.found):
        instrument = with_instances(part.instrument, given.repeated)
        facts = Facts({}, given.inputs, period=given.period, exempt=given.exempt)
        assessment = conclude(instrument, facts, given.pins, part.subjects)
        _refuse_excluded(given, part, assessment)
        if given.period is None and asks_period(assessment):
            title = {"title": part.title.text}
            given.report(kinds.EXAMPLE_WITHOUT_PERIOD, part.title, **title)
            return given.found
        comparing = Comparing(part, assessment, given)
        for line in part.lines:
            if isinstance(line, OfOne):
                comparing.expect(line)
    return given.found


def _refuse_excluded(given: Given, part: ExamplePart, assessment: Assessment) -> None:
    """Report values given for items that the other givens say do not apply.

    A line for every item of a word speaks of those that apply.
    """
    excluded = assessment.evaluation.excluded
    answered = {answered_item(name) or name for name in (*given.pins, *given.inputs)}
    instances = {
        instance_of(name): name for name in (answered - given.exempt.keys()) & excluded.keys()
    }
    for line in part.lines:
        if not isinstance(line, _OF_ITEMS):
            continue
        name = instances.get(line.name.text, line.name.text)
        if name in excluded:
            facts: dict[str, Fact] = {"id": name, "line": excluded[name].ground.at.line}
            given.report(kinds.GIVEN_NOT_APPLICABLE, line, **facts)


_OF_ITEMS = (tree.Given, tree.GivenChoice, tree.GivenAnswer, tree.GivenDay)
"""Lines that state something of one item, or of an input."""
