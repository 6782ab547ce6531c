"""One subject, end to end: judge the leaves, compute the values, pick the categories."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from evaluator.backends.exact import conditions
from evaluator.backends.exact.bands import Category, categorise
from evaluator.backends.exact.categories import Labelled, labelled
from evaluator.backends.exact.conditions import Decided
from evaluator.backends.exact.contributions import coefficients
from evaluator.backends.exact.documents import Judged
from evaluator.backends.exact.evaluate import Evaluation, compute, evaluate
from evaluator.backends.exact.facts import Facts, facts_of
from evaluator.backends.exact.instances import stated_in
from evaluator.backends.exact.judge import AnswerJudgement, judge_leaves
from evaluator.backends.exact.judgement import Judgement, State
from evaluator.backends.exact.steps import Step, Use, awaited, in_order
from evaluator.intake.response import Response, Stage
from evaluator.model.formula import OverSubjects
from evaluator.model.instrument import Bands, Basis, Gate, Instrument
from evaluator.values.amounts import Absent, Known


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """Everything that was computed for one subject, with its reasons.

    Attributes:
        categories: by the id of the bands, with the step that picked it.
        labelled: by the id of categories without a value, what was decided.
        gates: every rule by which there may be no score, with what it came to.
        response: what was assessed, with an answer for each instance of a repeated part.
        waited: what waits for answers, where more would once some of them are given.
    """

    instrument: Instrument
    leaves: Mapping[str, Judgement]
    answered: Mapping[str, AnswerJudgement]
    evaluation: Evaluation
    categories: Mapping[str, tuple[Category, Step]]
    labelled: Mapping[str, Labelled]
    gates: tuple[tuple[Gate, Decided], ...]
    response: Response | None = None
    waited: tuple[Step, ...] | None = None

    @cached_property
    def coefficients(self) -> Mapping[int, Fraction | None]:
        """By the `id()` of a step, what it adds to the exact value of the first bands."""
        bands = self.instrument.bands
        return coefficients(self.evaluation.values[bands[0].of]) if bands else {}

    def brought(self, step: Step) -> Fraction | None:
        """What a step brings in to the value of the first bands, where that is additive."""
        factor, value = self.coefficients.get(id(step)), known(step)
        if is_absent(step):
            value = Fraction(0)
        return None if factor is None or value is None else factor * value

    def contribution(self, name: str) -> Fraction | None:
        """What an item brings in; of a repeated one whose instances each count, these together."""
        item = next(item for item in self.instrument.walk() if item.id == name)
        items = self.evaluation.items
        if item.repeated is not None and item.repeated.each and item.children:
            return summed([self.brought(items[child.id]) for child in item.children])
        return self.brought(items[name])

    @property
    def cited(self) -> Iterator[Judged]:
        """Every document that was shown for a part, as often as it was."""
        for leaf in self.leaves.values():
            yield from leaf.documents
        for answered in self.answered.values():
            yield from answered.documents

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step, each after those it uses."""
        run = self.evaluation
        roots = [*run.items.values(), *run.values.values(), *run.published.values()]
        roots += [step for _, step in self.categories.values()]
        roots += [found.step for found in self.labelled.values()]
        roots += [decided.step for _, decided in self.gates]
        return tuple(in_order(roots))

    def stands(self, step: Step) -> bool:
        """Whether a step that has a name is what came of it, and not what came before of it."""
        run = self.evaluation
        return all(found.get(step.of or "", step) is step for found in (run.items, run.values))

    @property
    def gate(self) -> Gate | None:
        """The rule by which there is no score, if one held."""
        return next((gate for gate, decided in self.gates if decided.holds), None)

    @property
    def may_not_be_scored(self) -> bool:
        """Whether it is still open if there is a score at all."""
        return self.gate is None and any(decided.step.is_open for _, decided in self.gates)

    @cached_property
    def waiting(self) -> tuple[Step, ...]:
        """The items, values, categories and gates that still wait for answers."""
        if self.waited is not None:
            return self.waited
        run = self.evaluation
        steps = [*run.items.values(), *run.values.values()]
        steps += [step for category, _ in self.categories.values() for step in category.waits]
        steps += [found.step for found in self.labelled.values()]
        gates = [decided.step for _, decided in self.gates if self.gate is None]
        return tuple(step for step in (*steps, *gates) if step.is_open)

    @cached_property
    def unstated(self) -> frozenset[str]:
        """The instances that stand for those nobody stated."""
        return frozenset(
            child.id
            for item in self.instrument.walk()
            if item.repeated is not None and not item.repeated.stated
            for child in item.children
        )

    def published(self, name: str) -> Step:
        """The printed form of a named value: rounded where a rule says so, else itself."""
        return self.evaluation.published.get(name, self.evaluation.values[name])


def assess(
    instrument: Instrument,
    response: Response,
    stage: Stage,
    documents: Mapping[str, Judged] | None = None,
) -> Assessment:
    """Apply an instrument to one response at one stage; repeated parts are those of the response.

    The answers of their instances stand in `response` of what comes out, under their own ids.

    `documents` is what they are worth, where that is known already.
    """
    instrument, response = stated_in(instrument, response)
    leaves = judge_leaves(instrument, response, stage, documents)
    facts = facts_of(instrument, leaves, response, stage, documents)
    return conclude(instrument, facts, {}, None, response)


def conclude(
    instrument: Instrument,
    facts: Facts,
    pins: Mapping[str, Fraction],
    subjects: Mapping[OverSubjects, Step] | None = None,
    response: Response | None = None,
) -> Assessment:
    """Values, categories and contributions from judged leaves, inputs and pinned values.

    `subjects` is what the aggregates over the subjects came to, for the rules of a group;
    `response` is what was assessed, if it was one.
    """
    found = _concluded(evaluate(instrument, facts, pins, subjects), response)
    return _widened(found) if found.waiting and instrument.takes_missing else found


def _concluded(run: Evaluation, response: Response | None) -> Assessment:
    """What follows from every item and value."""
    categories, verdicts = categories_of(run)
    answered = run.facts.answered.items()
    return Assessment(
        instrument=run.instrument,
        leaves=_settled(run, run.facts.leaves),
        answered={name: _voided(run, judged) for name, judged in answered},
        evaluation=run,
        categories=categories,
        labelled=verdicts,
        gates=tuple(_gates(run)),
        response=response,
    )


# Answers that are taken as missing and may still come --------------------------------------------


def _widened(found: Assessment) -> Assessment:
    """The same, with what is open bounded by the answers that may still come.

    A table may say what it means that an answer is missing that something else waits for. What is
    settled stays, and so does what is waited for.
    """
    run, wider, places = found.evaluation, found, frozenset[str]()
    standing = run.items | run.values
    while more := _still_to_come(wider) - places:
        places |= more
        facts = replace(run.facts, awaited=places)
        again = evaluate(run.instrument, facts, run.pins, run.subjects, standing)
        wider = _concluded(again, found.response)
    other = wider.evaluation
    return replace(
        found,
        evaluation=replace(
            run,
            items={name: _open(x, other.items[name]) for name, x in run.items.items()},
            values={name: _open(x, other.values[name]) for name, x in run.values.items()},
            published={name: _open(x, other.published[name]) for name, x in run.published.items()},
        ),
        categories={
            name: wider.categories[name] if step.is_open or category.waits else (category, step)
            for name, (category, step) in found.categories.items()
        },
        labelled={
            name: wider.labelled[name] if x.step.is_open else x
            for name, x in found.labelled.items()
        },
        gates=tuple(
            other if gate[1].step.is_open else gate
            for gate, other in zip(found.gates, wider.gates, strict=True)
        ),
        waited=found.waiting,
    )


def _still_to_come(found: Assessment) -> frozenset[str]:
    """The places of answers that are waited for, or will be once a list has records."""
    places, facts = awaited(found.waiting), found.evaluation.facts
    later: set[str] = set()
    for name, others in found.instrument.asked_of_records.items():
        is_awaited = any(read.pointer in places for read in facts.reads(name))
        if is_awaited and facts.records(name) is None:
            later.update(read.pointer for other in others for read in facts.reads(other))
    return places | later


def _open(found: Step, wider: Step) -> Step:
    return wider if found.is_open else found


# Values and categories ---------------------------------------------------------------------------


def _settled(run: Evaluation, leaves: Mapping[str, Judgement]) -> Mapping[str, Judgement]:
    """What became of the leaves; one that does not apply keeps what was said, to no effect."""
    if not run.excluded:
        return leaves
    return {
        name: judged
        if name not in run.excluded
        else replace(
            judged,
            state=State.NOT_APPLICABLE,
            counted=None,
            basis=Basis((run.items[name].ground,)),
        )
        for name, judged in leaves.items()
    }


def _voided(run: Evaluation, judged: AnswerJudgement) -> AnswerJudgement:
    """The same of an answer."""
    if judged.item.id not in run.excluded:
        return judged
    grounds = (run.items[judged.item.id].ground,)
    return replace(judged, state=State.NOT_APPLICABLE, counted=None, grounds=grounds)


def _read(run: Evaluation, bands: Bands) -> Step:
    """The value a table of categories reads: exact, or as published."""
    exact = run.values[bands.of]
    return run.published.get(bands.of, exact) if bands.as_published else exact


def categories_of(
    run: Evaluation,
) -> tuple[Mapping[str, tuple[Category, Step]], Mapping[str, Labelled]]:
    """The categories of computed values, and those without a value behind them."""
    rules = run.instrument
    return (
        {bands.id: _categorise(run, bands) for bands in rules.bands},
        {t.id: labelled(t, compute(run, t.cases)) for t in rules.categories},
    )


def _categorise(run: Evaluation, bands: Bands) -> tuple[Category, Step]:
    read = _read(run, bands)
    category = categorise(
        bands,
        read.amount,
        lambda held: conditions.decide(held, run.facts, run.compute),
    )
    step = Step(
        op="band",
        amount=read.amount,
        inputs=(Use(step=read), *(Use(step=decided.step) for decided in category.decided)),
        ground=category.row.ground if category.row else bands.ground,
        of=bands.id,
        label=category.row.label if category.row else None,
    )
    return category, step


def _gates(run: Evaluation) -> Iterator[tuple[Gate, Decided]]:
    for gate in run.instrument.gates:
        yield gate, conditions.decide(gate.condition, run.facts, run.compute)


def known(step: Step) -> Fraction | None:
    """The exact value of a step, if it has one."""
    return step.amount.value if isinstance(step.amount, Known) else None


def summed(several: Sequence[Fraction | None]) -> Fraction | None:
    """The sum, where all of them are known."""
    there = [each for each in several if each is not None]
    return sum(there, Fraction(0)) if len(there) == len(several) else None


def is_absent(step: Step) -> bool:
    """Whether the step's item does not apply."""
    return isinstance(step.amount, Absent)
