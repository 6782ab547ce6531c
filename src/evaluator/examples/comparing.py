"""What an example expects, compared with what comes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from evaluator.analysis.reach import reaches
from evaluator.backends.exact.assess import Assessment, is_absent, known
from evaluator.backends.exact.steps import Step, in_order
from evaluator.diagnostics.kinds import examples as kinds
from evaluator.diagnostics.kinds import names
from evaluator.diagnostics.model import Fact, Kind
from evaluator.examples.given import Given, unknown
from evaluator.examples.parts import ExamplePart
from evaluator.model.instrument import Gate
from evaluator.syntax import tree
from evaluator.values.amounts import Open
from evaluator.values.numbers import text_of

OfOne = tree.Expect | tree.ExpectNotScored | tree.ExpectIncomplete
"""What an example expects of one subject, or of one group."""


@dataclass(frozen=True, slots=True)
class _Came:
    """What a value, part or category came to, as text; open while answers are missing."""

    to: str | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class Comparing:
    """What an example says of one subject, or of one group, under way."""

    part: ExamplePart
    assessment: Assessment
    given: Given

    def expect(self, line: OfOne) -> None:
        """Compare one expectation with what comes out."""
        match line:
            case tree.ExpectNotScored():
                self._not_scored(line)
            case tree.ExpectIncomplete():
                self._incomplete(line)
            case tree.Expect():
                if self._scored(line):
                    self._outcome(line)
            case _:
                assert_never(line)

    def _scored(self, line: tree.Expect) -> bool:
        """Whether there is a score to compare; a figure that contradicts is compared with none."""
        if isinstance(line.remark, tree.Contradicts):
            return True
        if self._withheld(line, line.name):
            return False
        if self.assessment.may_not_be_scored:
            self._report(kinds.EXAMPLE_OPEN, line, id=line.name.text)
            return False
        return True

    def _withheld(self, line: tree.Expectation, name: tree.Name) -> bool:
        """Whether there is no score, which is reported of a line that expects something of one."""
        gate = self.assessment.gate
        if gate is not None:
            self._report(kinds.EXAMPLE_NOT_SCORED, line, id=name.text, **_told_of(gate))
        return gate is not None

    def _not_scored(self, line: tree.ExpectNotScored) -> None:
        """That there is no score, and by which rule: the first of those that hold, as in results.

        A reason that no rule gives is a mistake in the example, whatever comes out.
        """
        reasons = tuple(gate.because for gate in self.part.instrument.gates)
        if line.because is not None and line.because.text not in reasons:
            facts: dict[str, Fact] = {"because": line.because.text, "reasons": reasons}
            self._report(kinds.EXPECTED_REASON_UNKNOWN, line.because, **facts)
            return
        gate = self.assessment.gate
        waiting = [g for g, decided in self.assessment.gates if decided.step.is_open]
        if gate is None and waiting:
            self._report(kinds.EXAMPLE_MAY_BE_SCORED, line, **_told_of(waiting[0]))
        elif gate is None:
            told = tuple(self._told())
            outcome = ", ".join(told) if told else ()
            self._report(kinds.EXAMPLE_SCORED, line, outcome=outcome)
        elif line.because is not None and gate.because != line.because.text:
            expected = line.because.text
            self._report(kinds.EXAMPLE_OTHER_REASON, line, **_told_of(gate), expected=expected)

    def _told(self) -> Iterator[str]:
        """What the values and categories came to, as far as they did."""
        labels = [*self.assessment.categories, *self.assessment.labelled]
        for name in (*self.assessment.evaluation.values, *labels):
            came = self._came_to(name)
            if came is not None and came.to is not None:
                yield f"{name} = " + (f'"{came.to}"' if name in labels else came.to)

    def _incomplete(self, line: tree.ExpectIncomplete) -> None:
        """That what is given does not settle a value, a part or a category."""
        name = line.name.text
        if self._withheld(line, line.name):
            return
        came = self._came_to(name)
        if came is None:
            unknown(self.given, line.name, self._known_ids())
        elif not came.is_open and not self.assessment.may_not_be_scored:
            self._report_settled(line, name, came)

    def _report_settled(self, line: tree.ExpectIncomplete, name: str, came: _Came) -> None:
        if came.to is None:
            self._report(kinds.EXAMPLE_WITHOUT_VALUE, line, id=name)
        else:
            self._report(kinds.EXAMPLE_COMPLETE, line, id=name, actual=came.to)

    def _came_to(self, name: str) -> _Came | None:
        """What a value or part as it is published, or a category, came to; `None` if unknown."""
        run = self.assessment.evaluation
        step = run.published.get(name) or run.values.get(name) or run.items.get(name)
        if step is not None:
            figure = known(step)
            return _Came(None if figure is None else text_of(figure), is_open=step.is_open)
        if name in self.assessment.categories:
            category, picked = self.assessment.categories[name]
            label = category.row.label if category.row else None
            return _Came(label, is_open=picked.is_open or bool(category.waits))
        if name in self.assessment.labelled:
            found = self.assessment.labelled[name]
            return _Came(found.label, is_open=found.step.is_open)
        return None

    def _outcome(self, line: tree.Expect) -> None:
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
        if self._is_label(line, label, tuple(row.label for row in bands.rows)):
            self._named(line, label)

    def _is_label(self, line: tree.Expect, label: str, labels: tuple[str, ...]) -> bool:
        """Whether a table has the label that is expected; reported where it has not."""
        name = line.name.text
        if line.remark is not None:
            self._report(kinds.EXPECTED_OF_WRONG_SORT, line, id=name, expected=label)
        elif label not in labels:
            facts: dict[str, Fact] = {"bands": name, "label": label, "known": labels}
            self._report(names.UNKNOWN_LABEL, line.expected, **facts)
        return line.remark is None and label in labels

    def _labelled(self, line: tree.Expect, label: str) -> None:
        name = line.name.text
        table = next(t for t in self.part.instrument.categories if t.id == name)
        if self._is_label(line, label, tuple(table.labels)):
            self._named(line, label)

    def _named(self, line: tree.Expect, expected: str) -> bool:
        """Whether a value as it is published, or a category, is the expected one."""
        came = self._came_to(line.name.text)
        if came is None:
            raise AssertionError("the caller has seen that it is there")
        return self._compare(line, came, expected)

    def _compare(self, line: tree.Expect, came: _Came, expected: str) -> bool:
        """Whether what came out is what is expected; reported where it is not."""
        name = line.name.text
        if came.is_open:
            self._report(kinds.EXAMPLE_OPEN, line, id=name)
        elif came.to is None:
            self._report(kinds.EXAMPLE_WITHOUT_VALUE, line, id=name)
        elif came.to != expected:
            self._report(kinds.EXAMPLE_FAILED, line, id=name, expected=expected, actual=came.to)
        return came.to == expected

    def _figure(self, line: tree.Expect, expected: Fraction) -> None:
        if not self._is_quantity(line):
            return
        printed = line.remark.number.value if isinstance(line.remark, tree.Misprint) else None
        figure = self._contribution if line.contribution else self._named
        if figure(line, text_of(expected)) and printed == expected:
            self._report(kinds.EXAMPLE_NOT_A_MISPRINT, line, figure=text_of(expected))

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

    def _contribution(self, line: tree.Expect, expected: str) -> bool:
        """Whether a part brings in what is expected to the value of the first bands.

        Why it brings in nothing that could be told apart is said as it is: the part has no value,
        an answer is missing, or its way into the value is not additive.
        """
        name, bands = line.name.text, self.part.instrument.bands
        brought = self.assessment.contribution(name)
        if brought is not None:
            return self._compare(line, _Came(text_of(brought), is_open=False), expected)
        run = self.assessment.evaluation
        own, whole = run.items[name], run.values[bands[0].of]
        settled = known(own) is not None or is_absent(own)
        if not settled or _may_vanish(whole):
            return self._compare(line, _Came(None, is_open=own.is_open or settled), expected)
        self._report(kinds.CONTRIBUTION_NOT_ADDITIVE, line, id=name, of=bands[0].of)
        return False

    def _is_quantity(self, line: tree.Expect) -> bool:
        items = list(self.assessment.evaluation.items)
        quantities = items if line.contribution else [*self.assessment.evaluation.values, *items]
        if line.name.text not in quantities:
            self._unknown_or_wrong(line, quantities)
            return False
        if line.contribution and not self.part.instrument.bands:
            self._report(kinds.CONTRIBUTION_WITHOUT_BANDS, line, id=line.name.text)
            return False
        return True

    def _unknown_or_wrong(self, line: tree.Expect, known_ids: list[str]) -> None:
        name = line.name.text
        if name in self._known_ids():
            expected = line.expected.at.text
            self._report(kinds.EXPECTED_OF_WRONG_SORT, line, id=name, expected=expected)
        else:
            unknown(self.given, line.name, known_ids)

    def _known_ids(self) -> list[str]:
        """Everything that an example can expect something of."""
        run = self.assessment.evaluation
        labels = [*self.assessment.categories, *self.assessment.labelled]
        return [*labels, *run.values, *run.items]

    def _report(self, kind: Kind, line: tree.Node, **facts: Fact) -> None:
        self.given.report(kind, line, **facts)


def _may_vanish(whole: Step) -> bool:
    """Whether an answer that is missing may still say that a part takes no part in a value."""
    amounts = (step.amount for step in in_order([whole]))
    return any(isinstance(amount, Open) and amount.may_vanish for amount in amounts)


def _told_of(gate: Gate) -> dict[str, Fact]:
    """The reason of a rule by which there is no score, and where it stands."""
    return {"because": gate.because, "rule": gate.ground.at.line}
