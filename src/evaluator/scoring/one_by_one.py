"""Scoring row by row with the evaluator, where the rules cannot be said in a query.

The data are read, typed and checked as they are for a query, and the parts of a run are the same:
each is whole or not there. Beside the rows of a part stand what is wrong with its other rows, and
what the groups need of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from evaluator.backends.sql.checks import row_check
from evaluator.backends.sql.columns import parts_of, wrong_rows
from evaluator.backends.sql.outputs import labelled
from evaluator.backends.sql.plan import Form, InputColumn, OutputColumn, Part, RowCheck
from evaluator.diagnostics.model import Diagnostic
from evaluator.intake.response import Period, Stage
from evaluator.model.columns import EXACT, KEY, NOT_APPLICABLE, ROW, STATUS
from evaluator.model.instrument import Instrument, Item, instance_of
from evaluator.scoring.engine import ROW_GROUP, Engine, Row, file, name, text
from evaluator.scoring.gathering import Counted, Gathering, gathered_in
from evaluator.scoring.group_columns import TermPlaces
from evaluator.scoring.parts import Whole, part_name, shared_out
from evaluator.scoring.processes import Batch, processes_for, scored
from evaluator.scoring.responses import Lines, ResponseScorer
from evaluator.scoring.rows import Rows
from evaluator.scoring.shapes import Shapes
from evaluator.scoring.subjects import Fault, Given, Scorer, Wrong
from evaluator.scoring.telling import Rejected
from evaluator.scoring.typed import decimal_digits
from evaluator.scoring.work import Work, sync

_WRONG, _GROUPS = ".wrong.ndjson", ".groups.ndjson"
"""How files beside a part end."""
_BATCH = 250
_CELLS = name("\x01cells")
"""A column beside those that are carried along, which may be called anything."""

Hear = Callable[[Sequence[Wrong]], None]
"""Is told what is wrong with rows as soon as it is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ByRow:
    """Rules and the rows they are for.

    Attributes:
        inputs: the columns that are read.
        checks: what the rules see to before a row is assessed.
        outputs: the columns of the result.
        grouped: whether groups are summed up.
        term_places: the decimals of what is summed up for them.
        because: why it is done so, where that has to be told.
    """

    instrument: Instrument
    period: Period
    rows: Rows
    inputs: tuple[InputColumn, ...]
    checks: tuple[RowCheck, ...]
    outputs: tuple[OutputColumn, ...]
    grouped: bool
    term_places: TermPlaces
    because: Diagnostic | None

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self.rows.found.rows

    @property
    def scorer(self) -> Scorer:
        """What scores the rows."""
        return Scorer(
            instrument=self.instrument,
            period=self.period,
            inputs=self.inputs,
            outputs=tuple(each for each in self.outputs if each.part is not Part.KEPT),
            grouped=self.grouped,
        )

    def batches(self, engine: Engine, first: int, stop: int) -> Iterator[Batch]:
        """The rows from one number up to before another, some at a time."""
        given = _given(engine.stream(self.rows.held(self.checks, first, stop)))
        return iter(lambda: list(islice(given, _BATCH)), [])

    def carried(self, first: int, stop: int) -> str | None:
        """The columns that are carried along, if there are any."""
        return self.rows.carried(first, stop) if self.rows.kept else None


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeResponses:
    """Rules and the whole responses they are for, one a line; as `ByRow`."""

    instrument: Instrument
    period: Period
    stage: Stage | None
    lines: Lines
    outputs: tuple[OutputColumn, ...]
    grouped: bool
    term_places: TermPlaces

    @property
    def because(self) -> None:
        """Nothing has to be told of it."""

    @property
    def count(self) -> int:
        """How many responses there are."""
        return self.lines.count

    @property
    def scorer(self) -> ResponseScorer:
        """What scores the responses."""
        return ResponseScorer(
            instrument=self.instrument,
            period=self.period,
            stage=self.stage,
            outputs=self.outputs,
            grouped=self.grouped,
        )

    def batches(self, engine: Engine, first: int, stop: int) -> Iterator[Batch]:
        """The responses from one place up to before another, some at a time."""
        del engine  # no table is read
        return self.lines.batches(first, stop)

    def carried(self, first: int, stop: int) -> None:
        """No columns are carried along."""
        del first, stop


def checks_of(instrument: Instrument, decimals: Mapping[str, int]) -> tuple[RowCheck, ...]:
    """What the rules see to of a row, whatever else they say."""
    return tuple(map(row_check, wrong_rows(instrument, decimals)))


# The columns of the result -----------------------------------------------------------------------


def outputs_of(
    instrument: Instrument, decimals: Mapping[str, int] | None, kept: Sequence[str]
) -> Iterator[OutputColumn]:
    """The columns of the result, as a query would have them; their types follow from the rules.

    `decimals` are those of a table, `None` for whole responses.
    """
    yield _text(KEY, Part.KEY)
    for group, _ in instrument.grouped_in:
        yield _text(group, Part.GROUP)
    for each in kept:
        yield OutputColumn(name=each, part=Part.KEPT, of=each, form=Form.NOT_A_NUMBER, sql_type="")
    shapes = Shapes(instrument, decimals)
    for part in parts_of(instrument):
        if instance_of(part.id) is not None:
            continue  # how many there are, each response says
        kind = Part.ITEM if isinstance(part, Item) else Part.VALUE
        exact = shapes.exact(part.id).sql_type
        if part.published is None:
            yield _number(part.id, kind, part.id, Form.EXACT, exact)
        else:
            printed = shapes.published(part.id).sql_type
            yield _number(part.id, kind, part.id, Form.PUBLISHED, printed)
            yield _number(part.id + EXACT, kind, part.id, Form.EXACT, exact)
    for id_ in labelled(instrument):
        yield _text(id_, Part.BANDS)
    if instrument.may_be_absent:
        yield _text(NOT_APPLICABLE, Part.NOT_APPLICABLE)
    yield _text(STATUS, Part.STATUS)


def _text(called: str, part: Part) -> OutputColumn:
    return _number(called, part, called, Form.NOT_A_NUMBER, "VARCHAR")


def _number(called: str, part: Part, of: str, form: Form, sql_type: str) -> OutputColumn:
    return OutputColumn(name=called, part=part, of=of, form=form, sql_type=sql_type)


# The parts of a run ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who is told how many parts are whole, and of what is wrong with rows."""

    whole: Whole
    hear: Hear


def score_rows(
    engine: Engine, by_row: ByRow | WholeResponses, work: Work, part_rows: int, listeners: Listeners
) -> tuple[Path, ...]:
    """The results as Parquet files, in the order of the data.

    A part is a row group at the most, so that the result has the same ones as that of a query.
    """
    shares = shared_out(by_row.count, min(part_rows, ROW_GROUP))
    parts = []
    for number, rows in enumerate(shares):
        listeners.whole(number, len(shares))
        part = _Part(work, part_name(number), rows)

        def make(path: Path, part: _Part = part) -> None:
            _make(engine, by_row, part, path, listeners.hear)

        parts.append(work.once(f"{part.name}.parquet", make))
    listeners.whole(len(shares), len(shares))
    return tuple(parts)


@dataclass(frozen=True, slots=True)
class _Part:
    """The rows of a part, and what stands beside it."""

    work: Work
    name: str
    rows: range

    @property
    def lines(self) -> Path:
        """The rows before they have their types."""
        return self.work.file(f"{self.name}.ndjson")

    @property
    def wrong(self) -> Path:
        """What is wrong with other rows."""
        return self.work.file(self.name + _WRONG)

    @property
    def groups(self) -> Path:
        """What groups need."""
        return self.work.file(self.name + _GROUPS)


def _make(
    engine: Engine, by_row: ByRow | WholeResponses, part: _Part, path: Path, hear: Hear
) -> None:
    """One part; what stands beside it is written before it has its name."""
    gathering = Gathering(by_row.instrument)
    batches = by_row.batches(engine, part.rows.start, part.rows.stop)
    processes = processes_for(len(part.rows))
    with (
        part.lines.open("w", encoding="utf-8", newline="\n") as lines,
        part.wrong.open("w", encoding="utf-8", newline="\n") as wrong,
    ):
        for done in scored(by_row.scorer, batches, processes):
            hear(done.wrong)
            lines.write(done.lines)
            wrong.writelines(json.dumps(each, ensure_ascii=False) + "\n" for each in done.wrong)
            gathering.add(done.summed)
    gathering.write(part.groups)
    sync(part.wrong)
    sync(part.groups)
    engine.copy(_typed(by_row, part), path, "FORMAT parquet")
    part.lines.unlink()


def _given(rows: Iterator[Row]) -> Iterator[Given]:
    for place, id_, faults, *values in rows:
        found = tuple(map(_fault, faults))
        yield Given(place=place, id=id_ or "", faults=found, values=tuple(values))


def _fault(fault: Mapping[str, Any]) -> Fault:
    return fault["of_column"], fault["code"], fault["shown"]


def _typed(by_row: ByRow | WholeResponses, part: _Part) -> str:
    """The lines of a part as rows, every column in its type."""
    own = [each for each in by_row.outputs if each.part is not Part.KEPT]
    cells = {
        each.name: f"{_cell(f'{_CELLS}[{place}]', each)} AS {name(each.name)}"
        for place, each in enumerate(own, 2)
    }
    columns = ", ".join(cells.get(each.name, name(each.name)) for each in by_row.outputs)
    objects = f"read_json_objects({file(part.lines)}, format='newline_delimited')"
    rows = f"(SELECT from_json(json, '[\"VARCHAR\"]') AS {_CELLS} FROM {objects})"
    kept = by_row.carried(part.rows.start, part.rows.stop)
    if kept is None:
        return f"SELECT {columns} FROM {rows}"
    return (
        f"SELECT {columns} FROM {rows} JOIN ({kept}) AS kept"
        f" ON kept.{ROW} = CAST({_CELLS}[1] AS BIGINT) ORDER BY kept.{ROW}"
    )


def _cell(raw: str, column: OutputColumn) -> str:
    """A cell in the type of its column; a cast alone would round what has no room in it."""
    cast = f"CAST({raw} AS {column.sql_type})"
    if not column.sql_type.startswith("DECIMAL("):
        return cast
    places = int(column.sql_type.removesuffix(")").partition(",")[2])
    told = text(f"{column.name} has no room for all decimals of a figure")
    return f"CASE WHEN {decimal_digits(raw)} > {places} THEN error({told}) ELSE {cast} END"


# What stands beside the parts --------------------------------------------------------------------


def wrong_in(parts: Sequence[Path]) -> Iterator[Wrong]:
    """What is wrong with rows, in their order."""
    for part in parts:
        with part.with_name(part.stem + _WRONG).open(encoding="utf-8") as lines:
            for line in lines:
                place, id_, column, code, shown, facts = json.loads(line)
                known = {name: _fact(fact) for name, fact in facts.items()}
                yield place, id_, column, code, shown, known


def _fact(fact: Any) -> Any:
    return tuple(map(_fact, fact)) if isinstance(fact, list) else fact


def wrong_responses(wrong: Iterable[Wrong]) -> Iterator[Rejected]:
    """What is wrong with whole responses as rejected rows."""
    for place, id_, column, code, shown, facts in wrong:
        row = place + 1
        yield Rejected(row=row, id=id_, column=column, code=code, content=shown, facts=facts)


def statistics_in(instrument: Instrument, parts: Sequence[Path]) -> Counted:
    """What the groups need of all parts."""
    return gathered_in(instrument, (p.with_name(p.stem + _GROUPS) for p in parts))
