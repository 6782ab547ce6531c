"""One subject, end to end: judge the leaves, compute the values, pick the categories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from evaluator.backends.exact import conditions
from evaluator.backends.exact.bands import Category, categorise
from evaluator.backends.exact.contributions import coefficients
from evaluator.backends.exact.evaluate import Evaluation, Facts, compute, evaluate
from evaluator.backends.exact.judge import Judgement, judge_leaves
from evaluator.backends.exact.steps import Step, Use, in_order
from evaluator.intake.response import Response, Stage
from evaluator.model.instrument import Bands, Gate, Instrument
from evaluator.values.amounts import Absent, Known, Open


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Everything that was computed for one subject, with its reasons.

    Attributes:
        categories: by the id of the bands, with the step that picked it.
        gate: the rule by which there is no score, if one held.
        coefficients: by the `id()` of a step, what it adds to the value the first bands read.
    """

    instrument: Instrument
    leaves: Mapping[str, Judgement]
    evaluation: Evaluation
    categories: Mapping[str, tuple[Category, Step]]
    gate: tuple[Gate, Step] | None
    coefficients: Mapping[int, Fraction | None]

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step, each after those it uses."""
        run = self.evaluation
        roots = [*run.items.values(), *run.values.values(), *run.published.values()]
        roots += [step for _, step in self.categories.values()]
        roots += [self.gate[1]] if self.gate else []
        return tuple(in_order(roots))

    @property
    def open(self) -> bool:
        """Whether any value or category still waits for answers."""
        run = self.evaluation
        steps = [*run.items.values(), *run.values.values()]
        return any(isinstance(step.amount, Open) for step in steps)

    def published(self, name: str) -> Step:
        """The printed form of a named value: rounded where a rule says so, else itself."""
        return self.evaluation.published.get(name, self.evaluation.values[name])


def assess(instrument: Instrument, response: Response, stage: Stage) -> Assessment:
    """Apply an instrument to one response at one stage."""
    leaves = judge_leaves(instrument, response, stage)
    return conclude(instrument, Facts(leaves, _inputs(instrument, response, stage)), {})


def conclude(instrument: Instrument, facts: Facts, pins: Mapping[str, Fraction]) -> Assessment:
    """Values, categories and contributions from judged leaves, inputs and pinned values."""
    run = evaluate(instrument, facts, pins)
    deciding = instrument.bands[0].of if instrument.bands else None
    return Assessment(
        instrument=instrument,
        leaves=facts.leaves,
        evaluation=run,
        categories={bands.id: _categorise(run, bands) for bands in instrument.bands},
        gate=_gate(run),
        coefficients=coefficients(run.values[deciding]) if deciding else {},
    )


def _inputs(instrument: Instrument, response: Response, stage: Stage) -> Mapping[str, object]:
    """Each input as the latest stage left it; what is missing is not in it."""
    sources: list[Mapping[str, object]] = [
        {name: answer.value for name, answer in response.answers.items()}
    ]
    if stage is not Stage.SELF:
        sources.append({name: finding.value for name, finding in response.findings.items()})
    if stage is Stage.FINAL:
        sources.append({name: finding.value for name, finding in response.decisions.items()})
    found: dict[str, object] = {}
    for declared in instrument.inputs:
        for source in sources:
            value = source.get(declared.id)
            if value is not None:
                found[declared.id] = value
    return found


def _categorise(run: Evaluation, bands: Bands) -> tuple[Category, Step]:
    exact = run.values[bands.of]
    read = run.published.get(bands.of, exact) if bands.as_published else exact
    category = categorise(bands, read.amount)
    step = Step(
        op="band",
        amount=read.amount,
        inputs=(Use(step=read),),
        ground=category.row.ground if category.row else bands.ground,
        of=bands.id,
        label=category.row.label if category.row else None,
    )
    return category, step


def _gate(run: Evaluation) -> tuple[Gate, Step] | None:
    for gate in run.instrument.gates:
        decided = conditions.decide(
            gate.condition, run.facts.inputs, lambda formula: compute(run, formula)
        )
        if decided.holds:
            return gate, decided.step
    return None


def known(step: Step) -> Fraction | None:
    """The exact value of a step, if it has one."""
    return step.amount.value if isinstance(step.amount, Known) else None


def is_absent(step: Step) -> bool:
    """Whether the step's item does not apply."""
    return isinstance(step.amount, Absent)
