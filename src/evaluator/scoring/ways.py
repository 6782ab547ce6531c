"""How the rows of a file are scored: by one query where the rules have one, else one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evaluator.backends.sql.compile import Wishes, compile_sql, compile_with_groups
from evaluator.backends.sql.members import GroupedPlan
from evaluator.backends.sql.plan import InputColumn, OutputColumn, Part, Plan
from evaluator.backends.sql.support import columns_twice
from evaluator.diagnostics.kinds import data as kinds
from evaluator.diagnostics.kinds import sql as sql_kinds
from evaluator.diagnostics.model import Diagnostic, Fact
from evaluator.intake.response import Period
from evaluator.model.formula import InputValue
from evaluator.model.instrument import Instrument
from evaluator.scoring.group_columns import TermPlaces, assessed_places, summed_places
from evaluator.scoring.invalid import DataInvalid
from evaluator.scoring.one_by_one import ByRow, WholeResponses, checks_of, outputs_of
from evaluator.scoring.responses import Lines, Responses
from evaluator.scoring.rows import Rows

_NOT_EVEN_ROWS = frozenset(
    {sql_kinds.SQL_EVIDENCE, sql_kinds.SQL_REPEATED, sql_kinds.SQL_COLUMN_TWICE}
)
"""What no row of a table can carry, however it is scored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of the rules.

    Attributes:
        decimals: how many decimals the numbers of the data are read with.
        groups: whether groups are told too.
        by_row: whether rows are scored one by one even where a query could do it.
    """

    instrument: Instrument
    period: Period
    decimals: Mapping[str, int]
    wishes: Wishes
    groups: bool
    by_row: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """What became of the rules as a query.

    Attributes:
        plan: the query for subjects; `None` where it has no exact form.
        grouped: that for subjects and their groups, where these are asked for.
        refused: what has no exact form.
        by_row: whether rows are scored one by one.
    """

    plan: Plan | None
    grouped: GroupedPlan | None
    refused: tuple[Diagnostic, ...]
    by_row: bool


def compiled(asked: Asked) -> Compiled:
    """The query for what is asked, or that rows are scored one by one.

    Raises:
        DataInvalid: the rules ask for what no row of a table can carry.
    """
    found = _compiled(asked)
    refused = [each for each in found.refused if each.kind in _NOT_EVEN_ROWS]
    if refused:
        raise DataInvalid(*refused)
    if found.by_row and asked.wishes.rules:
        raise DataInvalid(Diagnostic(kind=kinds.EXPLAINED_BY_ROW), *found.refused)
    return found


def _compiled(asked: Asked) -> Compiled:
    rules = (asked.instrument, asked.period, asked.decimals, asked.wishes)
    whole = compile_with_groups(*rules) if asked.groups else None
    if whole is not None and whole.value is not None:
        plan = whole.value.plan
        return Compiled(plan=plan, grouped=whole.value, refused=(), by_row=asked.by_row)
    alone = compile_sql(*rules)
    refused = (alone if whole is None else whole).diagnostics
    by_row = asked.by_row or whole is not None or alone.value is None
    return Compiled(plan=alone.value, grouped=None, refused=refused, by_row=by_row)


def one_by_one(
    asked: Asked, found: Compiled, rows: Rows, columns: tuple[InputColumn, ...]
) -> ByRow:
    """The rows to be scored one by one; columns have the types a query gives, if any does."""
    instrument, decimals = asked.instrument, asked.decimals
    return ByRow(
        instrument=instrument,
        period=asked.period,
        rows=rows,
        inputs=columns,
        checks=checks_of(instrument, decimals),
        outputs=_outputs(asked, found.plan),
        grouped=asked.groups,
        term_places=_places(asked, found),
        because=_because(found),
    )


def _outputs(asked: Asked, plan: Plan | None) -> tuple[OutputColumn, ...]:
    if plan is None:
        return tuple(outputs_of(asked.instrument, asked.decimals, asked.wishes.kept))
    return tuple(column for column in plan.outputs if column.part is not Part.RULES)


def _places(asked: Asked, found: Compiled) -> TermPlaces:
    if found.grouped is not None:
        return summed_places(found.grouped.groups)
    return assessed_places(asked.instrument, asked.decimals)


def _because(found: Compiled) -> Diagnostic | None:
    """What is to be said of it; nothing where it was asked for."""
    if not found.refused:
        return None
    first = found.refused[0]
    facts: dict[str, Fact] = {"name": str(first.facts["name"]), "code": first.code}
    return Diagnostic(kind=kinds.ROWS_ONE_BY_ONE, at=first.at, facts=facts)


def whole_responses(
    instrument: Instrument, period: Period, asked: Responses, lines: Lines
) -> WholeResponses:
    """Whole responses, whose numbers may have any number of decimals.

    Raises:
        DataInvalid: subjects are ranked by an answer, which no result has, or the result would have
            two columns of one name.
    """
    for _, ranking in instrument.subject_rankings():
        if any(isinstance(by.of, InputValue) for by in ranking.by):
            facts: dict[str, Fact] = {"name": ranking.id}
            raise DataInvalid(
                Diagnostic(kind=sql_kinds.SQL_GROUP, at=ranking.ground.at, facts=facts)
            )
    outputs = tuple(outputs_of(instrument, None, ()))
    twice = tuple(columns_twice(instrument, (column.name for column in outputs), {}))
    if twice:
        raise DataInvalid(*twice)
    return WholeResponses(
        instrument=instrument,
        period=period,
        stage=asked.stage,
        lines=lines,
        outputs=outputs,
        grouped=asked.groups,
        term_places=assessed_places(instrument, None),
    )
