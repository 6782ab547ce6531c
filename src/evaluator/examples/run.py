"""Run the examples of an edition: what was expected, what comes out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from evaluator.analysis.reach import reaches
from evaluator.backends.exact.assess import Assessment, conclude, known
from evaluator.backends.exact.facts import Facts
from evaluator.backends.exact.instances import with_instances
from evaluator.backends.exact.steps import Read, Step
from evaluator.diagnostics.kinds import examples as kinds
from evaluator.diagnostics.model import Diagnostic, Fact, Kind
from evaluator.examples.given import Given, given_in, unknown
from evaluator.examples.parts import ExamplePart, parts_of
from evaluator.model.instrument import Instrument
from evaluator.syntax import tree
from evaluator.values.numbers import text_of


@dataclass(frozen=True, slots=True)
class Trial:
    """One example that was run, and what was wrong with it."""

    title: str
    found: tuple[Diagnostic, ...]

    @property
    def passed(self) -> bool:
        """Whether everything came out as expected."""
        return not any(found.is_error for found in self.found)


def run_examples(instrument: Instrument, examples: Iterable[tree.Example]) -> tuple[Trial, ...]:
    """Every example of one edition, run."""
    return tuple(run_example(instrument, example) for example in examples)


def run_example(instrument: Instrument, example: tree.Example) -> Trial:
    """One example, run: what it says of a group apart from what it says of a subject."""
    found: list[Diagnostic] = []
    if not any(isinstance(line, tree.Expect) for line in example.lines):
        facts: dict[str, Fact] = {"title": example.title.text}
        at = example.title.at
        found.append(Diagnostic(kind=kinds.EXAMPLE_EXPECTS_NOTHING, at=at, facts=facts))
    for part in parts_of(instrument, example):
        found.extend(_run_part(part))
    return Trial(example.title.text, tuple(found))


def _run_part(part: ExamplePart) -> list[Diagnostic]:
    given = given_in(part)
    if not any(found.is_error for found in given.found):
        instrument = with_instances(part.instrument, given.repeated)
        facts = Facts({}, given.inputs, period=given.period, exempt=given.exempt)
        assessment = conclude(instrument, facts, given.pins)
        _refuse_excluded(given, part, assessment)
        if given.period is None and any(map(_asks_period, assessment.steps)):
            title = {"title": part.title.text}
            given.report(kinds.EXAMPLE_WITHOUT_PERIOD, part.title, **title)
            return given.found
        comparing = _Comparing(part, assessment, given)
        for line in part.lines:
            if isinstance(line, tree.Expect) and comparing.scored(line):
                comparing.expect(line)
    return given.found


def _asks_period(step: Step) -> bool:
    """Whether a step looks at the days of the period."""
    return step.op == "within" or any(
        isinstance(used, Read) and used.pointer.startswith("/period/") for used in step.inputs
    )


def _refuse_excluded(given: Given, part: ExamplePart, assessment: Assessment) -> None:
    """Report values given for items that the other givens say do not apply.

    A line for every item of a word speaks of those that apply.
    """
    excluded = assessment.evaluation.excluded
    for line in part.lines:
        if isinstance(line, _OF_ITEMS) and line.name.text in excluded:
            facts: dict[str, Fact] = {
                "id": line.name.text,
                "line": excluded[line.name.text].ground.at.line,
            }
            given.report(kinds.GIVEN_NOT_APPLICABLE, line, **facts)


_OF_ITEMS = (tree.Given, tree.GivenChoice, tree.GivenAnswer, tree.GivenDay)
"""Lines that state something of one item, or of an input."""


@dataclass(frozen=True, slots=True)
class _Comparing:
    """What an example says of one subject, or of one group, under way."""

    part: ExamplePart
    assessment: Assessment
    given: Given

    def scored(self, line: tree.Expect) -> bool:
        """Whether there is a score to compare; a figure that contradicts is compared with none."""
        gate = self.assessment.gate
        if isinstance(line.remark, tree.Contradicts):
            return True
        if gate is not None:
            facts: dict[str, Fact] = {"because": gate.because, "rule": gate.ground.at.line}
            self._report(kinds.EXAMPLE_NOT_SCORED, line, id=line.name.text, **facts)
        elif any(decided.step.is_open for _, decided in self.assessment.gates):
            self._report(kinds.EXAMPLE_OPEN, line, id=line.name.text, possible=())
        else:
            return True
        return False

    def expect(self, line: tree.Expect) -> None:
        """Compare one expectation with what comes out."""
        match line.expected, line.remark:
            case tree.Text(text=label), _:
                self._category(line, label)
            case tree.Number() as figure, tree.Contradicts() as remark:
                self._contradiction(line, figure.value, remark)
            case tree.Number() as figure, _:
                self._figure(line, figure.value)

    def _category(self, line: tree.Expect, label: str) -> None:
        name = line.name.text
        if name in self.assessment.labelled and not line.contribution:
            self._labelled(line, label)
            return
        bands = {b.id: b for b in self.part.instrument.bands}.get(name)
        if bands is None or line.contribution:
            self._unknown_or_wrong(line, [*self.assessment.categories, *self.assessment.labelled])
            return
        if line.remark is not None or label not in {row.label for row in bands.rows}:
            self._report(kinds.EXPECTED_OF_WRONG_SORT, line, id=name, expected=label)
            return
        category, _ = self.assessment.categories[name]
        if category.row is None:
            possible = tuple(row.label for row in category.possible)
            self._report(kinds.EXAMPLE_OPEN, line, id=name, possible=possible)
        elif category.row.label != label:
            self._report(
                kinds.EXAMPLE_FAILED, line, id=name, expected=label, actual=category.row.label
            )

    def _labelled(self, line: tree.Expect, label: str) -> None:
        name = line.name.text
        found = self.assessment.labelled[name]
        table = next(t for t in self.part.instrument.categories if t.id == name)
        if line.remark is not None or label not in table.labels:
            self._report(kinds.EXPECTED_OF_WRONG_SORT, line, id=name, expected=label)
        elif found.label is None:
            self._report(kinds.EXAMPLE_OPEN, line, id=name, possible=found.possible)
        elif found.label != label:
            self._report(kinds.EXAMPLE_FAILED, line, id=name, expected=label, actual=found.label)

    def _figure(self, line: tree.Expect, expected: Fraction) -> None:
        if not self._is_quantity(line):
            return
        actual = self._actual(line)
        if actual is None:
            self._report(kinds.EXAMPLE_OPEN, line, id=line.name.text, possible=())
        elif actual != expected:
            facts: dict[str, Fact] = {"expected": text_of(expected), "actual": text_of(actual)}
            self._report(kinds.EXAMPLE_FAILED, line, id=line.name.text, **facts)
        elif isinstance(line.remark, tree.Misprint) and line.remark.number.value == actual:
            self._report(kinds.EXAMPLE_NOT_A_MISPRINT, line, figure=text_of(actual))

    def _contradiction(self, line: tree.Expect, figure: Fraction, remark: tree.Contradicts) -> None:
        """A figure said to contradict an assumption must be out of reach."""
        known_ids = [a.id for a in self.part.instrument.assumptions]
        if remark.name.text not in known_ids:
            unknown(self.given, remark.name, known_ids)
            return
        if not self._is_quantity(line):
            return
        reached = reaches(
            self.part.instrument,
            line.name.text,
            figure,
            contribution=line.contribution,
            attainable=self.part.attainable,
        )
        facts: dict[str, Fact] = {"figure": text_of(figure), "assumption": remark.name.text}
        if reached is None:
            self._report(kinds.EXAMPLE_UNDECIDED, line, id=line.name.text, **facts)
        elif reached:
            self._report(kinds.EXAMPLE_WITHIN_REACH, line, id=line.name.text, **facts)

    def _actual(self, line: tree.Expect) -> Fraction | None:
        """A contribution, or a value as it is published."""
        run = self.assessment.evaluation
        name = line.name.text
        if line.contribution:
            return self.assessment.contribution(name)
        step = run.published.get(name) or run.values.get(name) or run.items[name]
        return known(step)

    def _is_quantity(self, line: tree.Expect) -> bool:
        items = list(self.assessment.evaluation.items)
        quantities = items if line.contribution else [*self.assessment.evaluation.values, *items]
        if line.name.text in quantities:
            return True
        self._unknown_or_wrong(line, quantities)
        return False

    def _unknown_or_wrong(self, line: tree.Expect, known_ids: list[str]) -> None:
        name = line.name.text
        there = {
            *self.assessment.categories,
            *self.assessment.labelled,
            *self.assessment.evaluation.values,
        }
        if name in there or name in self.assessment.evaluation.items:
            expected = line.expected.at.text
            self._report(kinds.EXPECTED_OF_WRONG_SORT, line, id=name, expected=expected)
        else:
            unknown(self.given, line.name, known_ids)

    def _report(self, kind: Kind, line: tree.Expect, **facts: Fact) -> None:
        self.given.report(kind, line, **facts)
