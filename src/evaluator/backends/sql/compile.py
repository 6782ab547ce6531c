"""From a checked instrument to a plan: read, check, work out step by step, tell the result."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TypeVar

from evaluator.backends.sql import text
from evaluator.backends.sql.applies import answers_without_effect, over_rows
from evaluator.backends.sql.checks import row_check
from evaluator.backends.sql.columns import (
    choices_in_rows,
    conditions_above,
    counted_answer,
    input_columns,
    record_name,
)
from evaluator.backends.sql.draft import Draft
from evaluator.backends.sql.frame import Frame, frame_of
from evaluator.backends.sql.group_notes import notes_of
from evaluator.backends.sql.groups import Gathered, GroupStatistics, gather
from evaluator.backends.sql.members import MEMBER_ROWS, GroupedPlan, placed_in
from evaluator.backends.sql.nodes import Column, Node, columns_in
from evaluator.backends.sql.outputs import RULES, Output, names, outputs
from evaluator.backends.sql.plan import Plan, Rows, StoredQuery
from evaluator.backends.sql.quicker import quicker, together
from evaluator.backends.sql.refusal import Refused
from evaluator.backends.sql.status import told_by
from evaluator.backends.sql.steps import lay_out
from evaluator.backends.sql.stored import stored
from evaluator.backends.sql.support import unsupported
from evaluator.backends.sql.words import WORDS
from evaluator.diagnostics.language import Language
from evaluator.diagnostics.model import Outcome, in_order
from evaluator.intake.response import Period
from evaluator.model.instrument import GroupRules, Instrument
from evaluator.values.numbers import decimal_places


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a plan may have besides the result.

    Attributes:
        rules: a last column that tells, by id, the line of the rule file that decided.
        kept: columns of the input that are carried along, after the key and groups.
        language: of the few words in the comments that are not the rules' own.
        rows: what is known of the rows that the query reads.
    """

    rules: bool = False
    kept: tuple[str, ...] = ()
    language: Language = Language.EN
    rows: Rows = Rows.TYPED


def compile_sql(
    instrument: Instrument,
    period: Period,
    decimals: Mapping[str, int],
    wishes: Wishes | None = None,
) -> Outcome[Plan]:
    """An edition as one query for a period, or what about it has no exact form in SQL.

    Args:
        instrument: the checked edition.
        period: the days assessed; windows of time become dates in the text.
        decimals: how many decimals each number is read with: an input by its id, the field of a
            list as `list.field`.
        wishes: what else the result is to have.
    """
    wishes = wishes or Wishes()
    return _compiled(
        instrument,
        period,
        decimals,
        wishes,
        lambda draft: _plan(draft, _outputs(draft, wishes), wishes),
    )


def compile_with_groups(
    instrument: Instrument,
    period: Period,
    decimals: Mapping[str, int],
    wishes: Wishes | None = None,
) -> Outcome[GroupedPlan]:
    """An edition as one query for subjects and their groups; for whom see `compile_sql`."""
    wishes = wishes or Wishes()
    return _compiled(
        instrument, period, decimals, wishes, lambda draft: _with_groups(draft, wishes)
    )


def compile_groups(
    instrument: Instrument,
    period: Period,
    decimals: Mapping[str, int],
    wishes: Wishes | None = None,
) -> Outcome[tuple[GroupStatistics, ...]]:
    """The statistics of every kind of group, in the order of the rules; for whom see `compile_sql`.

    The rows that a check rejects take no part.
    """
    wishes = wishes or Wishes()
    told: list[GroupStatistics] = []
    for rules in instrument.groups:
        summed = _compiled(
            instrument, period, decimals, wishes, partial(_alone, rules=rules, wishes=wishes)
        )
        if summed.value is None:
            return Outcome(None, summed.diagnostics)
        told.append(summed.value)
    return Outcome(tuple(told))


T = TypeVar("T")


def _compiled(
    instrument: Instrument,
    period: Period,
    decimals: Mapping[str, int],
    wishes: Wishes,
    finished: Callable[[Draft], T],
) -> Outcome[T]:
    """What is made of the steps, or what about the edition has no exact form."""
    begun = _laid_out(instrument, period, decimals, wishes)
    if begun.value is None:
        return Outcome(None, begun.diagnostics)
    try:
        return Outcome(finished(begun.value))
    except Refused as refusal:
        return Outcome(None, (refusal.diagnostic,))


def _outputs(draft: Draft, wishes: Wishes) -> tuple[Output, ...]:
    return tuple(outputs(draft, kept=wishes.kept, rules=wishes.rules))


def _alone(draft: Draft, rules: GroupRules, wishes: Wishes) -> GroupStatistics:
    """The query of one kind of group over `input_rows`."""
    gathered = tuple(gather(draft, rules))
    return GroupStatistics(
        rules=rules,
        columns=tuple(one.column for one in gathered),
        text=text.group_query(
            draft,
            _framed(draft, wishes),
            _named(gathered),
            notes_of(rules, gathered, WORDS[wishes.language]),
            rules.id,
        ),
    )


def _with_groups(draft: Draft, wishes: Wishes) -> GroupedPlan:
    """The query of the result, and those of groups over what it keeps."""
    told = _outputs(draft, wishes)
    gathered = [(rules, tuple(gather(draft, rules))) for rules in draft.instrument.groups]
    wanted = columns_in(one.node for _, found in gathered for one in found)
    members = placed_in(wanted, told)
    own = {one.column.name for one in told}
    beside = {name: place for name, place in members.items() if place not in own}
    return GroupedPlan(
        plan=_plan(draft, told, wishes, [(p, Column(name)) for name, p in beside.items()]),
        beside=tuple(beside.values()),
        members=members,
        groups=tuple(
            GroupStatistics(
                rules=rules,
                columns=tuple(one.column for one in found),
                text=text.sums(MEMBER_ROWS, WORDS[wishes.language], _named(found), rules.id),
            )
            for rules, found in gathered
        ),
    )


def _named(gathered: Sequence[Gathered]) -> list[tuple[str, Node]]:
    return [(one.column.name, one.node) for one in gathered]


def _laid_out(
    instrument: Instrument, period: Period, decimals: Mapping[str, int], wishes: Wishes
) -> Outcome[Draft]:
    """Every item, value, gate and category of a row as steps."""
    found = list(unsupported(instrument, wishes.kept))
    if found:
        return Outcome(None, in_order(found))
    draft = Draft(
        instrument=instrument,
        period=period,
        decimals={**decimals, **_of_answers(instrument, decimals), **_of_points(instrument)},
        inputs={one.id: one for one in instrument.questions},
        items={item.id: item for item in instrument.walk()},
        above=conditions_above(instrument),
        line=WORDS[wishes.language].line,
    )
    draft.reserve(_reserved(instrument, wishes))
    found += lay_out(draft)
    return Outcome(None, in_order(found)) if found else Outcome(draft)


def _of_points(instrument: Instrument) -> Mapping[str, int]:
    """No decimals of the points that a verifier has yet to give."""
    return {one.id: 0 for one in instrument.questions if one.by_verifier is not None}


def _of_answers(instrument: Instrument, decimals: Mapping[str, int]) -> Mapping[str, int]:
    """The decimals of the answers of parts, by what those are called in formulas.

    What a part counts as that is declared not applicable may have more than the data.
    """
    found: dict[str, int] = {}
    for item, asked in instrument.answered:
        if item.id in decimals:
            counted = counted_answer(item)
            own = decimal_places(counted.denominator) if isinstance(counted, Fraction) else 0
            found[asked.question.id] = max(decimals[item.id], own or 0)
    return found


def _framed(draft: Draft, wishes: Wishes) -> Frame:
    return frame_of(draft, wishes.rows, wishes.language)


def _reserved(instrument: Instrument, wishes: Wishes) -> Iterator[str]:
    """Every name of the input and of the result."""
    yield from names(instrument, wishes.kept)
    yield from (one.id for one in instrument.questions)
    yield RULES
    yield record_name(instrument)


def _plan(
    draft: Draft,
    told: Sequence[Output],
    wishes: Wishes,
    beside: Sequence[tuple[str, Node]] = (),
) -> Plan:
    """The plan; `beside` are further columns of its query, behind those of the result."""
    instrument = draft.instrument
    frame = _framed(draft, wishes)
    wrong = frame.wrong
    void = tuple(over_rows(draft, one, wrong) for one in answers_without_effect(draft))
    outputs_ = [*((output.column.name, output.node) for output in told), *beside]
    return Plan(
        instrument=instrument.id,
        edition=instrument.edition,
        inputs=tuple(input_columns(instrument, draft.decimals)),
        checks=tuple(map(row_check, (*wrong, *void))),
        outputs=tuple(output.column for output in told),
        printed=partial(text.query, draft, frame, outputs_),
        stored=_stored(draft, frame, told, beside),
        rejects=text.rejects((*wrong, *void), wishes.language),
    )


def _stored(
    draft: Draft, frame: Frame, told: Sequence[Output], beside: Sequence[tuple[str, Node]]
) -> StoredQuery:
    """The query whose result is written to Parquet, as it is run."""
    made = draft.worked_out
    kept = {output.column.name: stored(output, made) for output in told}
    choices = choices_in_rows(draft.instrument)
    outputs = [(name, quicker(each.node, choices)) for name, each in kept.items()]
    outputs += beside
    last = [quicker(each, choices) for each in frame.last]
    steps = [(name, quicker(node, choices)) for name, node in made.items()]
    wanted = [*(node for _, node in outputs), *last]
    return StoredQuery(
        text=text.bare_query(draft.instrument, frame, together(steps, wanted), last, outputs),
        units={name: each.units for name, each in kept.items() if each.units is not None},
        null_where_incomplete=told_by({name: each.node for name, each in kept.items()}, made),
    )
