"""What a subject said, after findings and decisions: what formulas and conditions read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace

from evaluator.backends.exact.documents import Judged
from evaluator.backends.exact.judge import AnswerJudgement, judge_answers
from evaluator.backends.exact.judgement import Judgement, State
from evaluator.backends.exact.steps import Read
from evaluator.intake.pointer import below
from evaluator.intake.response import Answer, Finding, Period, Record, Response, Stage, Stated
from evaluator.intake.rulings import place_of, ruled
from evaluator.model.formula import Ground
from evaluator.model.instrument import Input, Instrument, ListType, answer_id, answered_item
from evaluator.values.amounts import Absent, NoValue, Open
from evaluator.values.record import record

UNSTATED = "?"
"""Where a record of a list stands that nobody stated; no place in a response begins so."""


@record()
class Facts:
    """The judged leaves, and the inputs by id without the missing ones.

    Attributes:
        said: the places of the response that say what an input is, or would, by its id.
        labels: the category in each table of categories, by its id, open while it waits; only what
            is said of a subject in its group asks for them.
        period: the days assessed; windows of time are open without it.
        record: the record at hand, inside `where`.
        answered: what became of the answers of parts that are not rated, by the part's id.
        exempt: the parts that are declared not applicable, with the rules that let them be.
        applies: whether the conditions hold under which a part stands, `None` while one is open.
        awaited: the places of answers that are missing and may still come, wherever the rules say
            what it means that they are missing.
    """

    leaves: Mapping[str, Judgement]
    inputs: Mapping[str, object]
    said: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    labels: Mapping[str, str | Open | NoValue] = field(default_factory=dict)
    period: Period | None = None
    record: Record | None = None
    answered: Mapping[str, AnswerJudgement] = field(default_factory=dict)
    exempt: Mapping[str, tuple[Ground, ...]] = field(default_factory=dict)
    applies: Callable[[str], bool | None] = field(default=lambda _: True, compare=False)
    awaited: frozenset[str] = frozenset()

    def answer(self, name: str) -> object:
        """What a question came to: `None` while it is open, `Absent` where it does not apply."""
        part = answered_item(name)
        applies = True if part is None else self.applies(part)
        if applies is False:
            return Absent()
        return self.inputs.get(name) if applies else None

    def reads(self, name: str) -> tuple[Read, ...]:
        """Where an input is read: all that was said of it, else the place of its answer."""
        return tuple(map(Read, self.said.get(name, (below("/answers", name),))))

    def records(self, name: str) -> tuple[Record, ...] | None:
        """The records of a list; `None` where nobody stated it."""
        given = self.inputs.get(name)
        return given if isinstance(given, tuple) else None

    def of(self, record: Record) -> Facts:
        """The same facts with a record at hand."""
        return replace(self, record=record)

    def may_come(self, places: Iterable[str]) -> bool:
        """Whether something that is missing at one of these places may still be filled in.

        Of a list that nobody stated, every field of every record may.
        """
        return any(place in self.awaited or place.startswith(UNSTATED) for place in places)

    def field(self, name: str) -> Stated | None:
        """What the record at hand states."""
        return self._at_hand.fields.get(name)

    @property
    def record_place(self) -> str:
        """Where the record at hand is stated."""
        return self._at_hand.at

    def place(self, name: str) -> str:
        """Where it states that, or would."""
        return below(self._at_hand.at, name)

    @property
    def _at_hand(self) -> Record:
        if self.record is None:
            raise AssertionError("fields are read of a record alone")
        return self.record


def facts_of(
    instrument: Instrument,
    leaves: Mapping[str, Judgement],
    response: Response,
    stage: Stage,
    documents: Mapping[str, Judged] | None = None,
) -> Facts:
    """The facts of one response: each input as the latest stage left it.

    `documents` is what they are worth, where that is known already.
    """
    if not instrument.inputs and not instrument.answered:
        return Facts(leaves, {}, period=response.period)
    found = {i.id: dict(_stated(i, response, stage)) for i in instrument.inputs}
    answered = judge_answers(instrument, response, stage, documents)
    inputs = {name: list(said.values())[-1] for name, said in found.items() if said}
    said = {i.id: tuple(found[i.id]) or (below(i.section, i.id),) for i in instrument.inputs}
    for name, judged in answered.items():
        question = answer_id(name)
        said[question] = judged.places or (judged.at,)
        if judged.state is State.NOT_APPLICABLE:
            inputs[question] = Absent() if judged.counted is None else judged.counted
        elif judged.counted is not None and judged.places:
            inputs[question] = judged.counted
    exempt = (judged for judged in answered.values() if judged.state is State.NOT_APPLICABLE)
    return Facts(
        leaves,
        inputs,
        said,
        period=response.period,
        answered=answered,
        exempt={judged.item.id: judged.grounds for judged in exempt},
    )


def _stated(declared: Input, response: Response, stage: Stage) -> list[tuple[str, object]]:
    """The same, with what is said of single records of a list; the last is what counts."""
    said = _said(declared, response, stage)
    records = ruled(response, declared.id, stage) if isinstance(declared.type, ListType) else None
    if records is None:
        return said
    counts = tuple(one.record for one in records if one.record is not None)
    singly = [one for one in records if one.ruling is not None]
    return [*said, *((place_of(declared.id, one), counts) for one in singly)]


def _said(declared: Input, response: Response, stage: Stage) -> list[tuple[str, object]]:
    """What is said of an input, from the claim to the decision, each with its place."""
    name = declared.id
    sources: list[tuple[str, Answer | Finding | None]] = [("/answers", response.answers.get(name))]
    if stage is not Stage.SELF:
        sources.append(("/findings", response.findings.get(name)))
    if stage is Stage.FINAL:
        sources.append(("/decisions", response.decisions.get(name)))
    return [
        (below(section, name), said.value)
        for section, said in sources
        if said is not None and said.value is not None
    ]
