"""One row of a file as the response it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from evaluator.backends.sql.columns import WIDTH, declared_part, input_columns
from evaluator.backends.sql.plan import InputColumn, Kind, RowCheck
from evaluator.diagnostics.kinds import data as kinds
from evaluator.intake.response import Period
from evaluator.model.columns import ROW
from evaluator.model.instrument import Instrument
from evaluator.scoring.children import ChildFile, with_children
from evaluator.scoring.decimals import decimals_of
from evaluator.scoring.engine import Engine, EngineFailed, text
from evaluator.scoring.formats import Format
from evaluator.scoring.invalid import DataInvalid, invalid
from evaluator.scoring.json_rows import DIGITS
from evaluator.scoring.one_by_one import checks_of
from evaluator.scoring.reading import asked_of, readings_of, wanted_columns
from evaluator.scoring.records import named_records
from evaluator.scoring.rejects import rejected_rows
from evaluator.scoring.relation import Encoding, Relation
from evaluator.scoring.rows import Rows, rejected, rows_of
from evaluator.scoring.sources import open_source
from evaluator.scoring.telling import Rejected, teller
from evaluator.scoring.versions import held
from evaluator.scoring.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """A row: of which file, with which tables, for which rules and period, of which subject."""

    instrument: Instrument
    period: Period
    data: Path
    read: Format
    id: str
    names: Mapping[str, str] = field(default_factory=dict)
    children: tuple[ChildFile, ...] = ()


def response_of(sought: Sought) -> dict[str, object]:
    """The response of a row, as a mapping of exact values.

    Raises:
        DataInvalid: the file cannot be read, has no such row, or rejects it.
        EngineMissing: there is no engine.
    """
    with TemporaryDirectory(prefix="takar-") as folder:
        work = Work(Path(folder))
        engine = Engine(work.folder)
        files = held(_files(sought))
        try:
            answers, groups = _read(engine, sought, work)
        except EngineFailed:
            files.see_to_whole(engine)
            raise
        finally:
            engine.close()
    instrument, period = sought.instrument, sought.period
    return {
        "instrument": instrument.id,
        "edition": instrument.edition,
        "subject": {"id": sought.id, "groups": groups},
        "period": {"from": str(period.first), "to": str(period.last)},
        "answers": answers,
    }


def _files(sought: Sought) -> Iterator[tuple[Path, Format]]:
    yield sought.data, sought.read
    yield from ((each.path, each.read) for each in sought.children)


def _read(engine: Engine, sought: Sought, work: Work) -> tuple[dict[str, object], dict[str, str]]:
    """The answers and the groups of the subject."""
    wanted = wanted_columns(sought.instrument)
    asked = asked_of(wanted, sought.names, rest=False)
    found = open_source(engine, sought.data, sought.read, work, asked)
    joined = with_children(engine, sought.instrument, found, sought.children, work)
    found = joined.found
    decimals = {**decimals_of(engine, wanted, found), **joined.decimals}
    read = {each: known.read for each, known in decimals.items()}
    columns = tuple(
        named_records(column, found) for column in input_columns(sought.instrument, read)
    )
    rows = rows_of(engine, found, columns, readings_of(columns, found, decimals), ())
    return _taken(columns, _values(engine, sought, rows, checks_of(sought.instrument, read)))


def _values(
    engine: Engine, sought: Sought, rows: Rows, checks: Sequence[RowCheck]
) -> tuple[Any, ...]:
    """The values of the first row that has the id, which must pass the checks of the rules."""
    places = engine.run(
        f"SELECT {ROW} FROM {rows.found.sql} WHERE {rows.key} = {text(sought.id)} ORDER BY 1"
        " LIMIT 1"
    )
    if not places:
        raise _absent(sought, rows.found)
    ((place,),) = places
    faults = tuple(rejected(engine, rows, checks, place=place))
    if faults:
        every = rejected_rows(rows.found, faults)
        wrong = [each for each in every if each.row == rows.found.number(place)]
        raise _refused(sought, rows.found, wrong)
    return engine.run(f"{rows.select(place, place + 1)} LIMIT 1")[0]


def _absent(sought: Sought, found: Relation) -> DataInvalid:
    """That no row has the id, or that the one that has it could not be read."""
    broken = [each for each in rejected_rows(found, ()) if each.id == sought.id]
    if broken:
        return _refused(sought, found, broken[:1])
    return invalid(kinds.ROW_NOT_FOUND, {"id": sought.id, "path": str(sought.data)})


def _refused(sought: Sought, found: Relation, wrong: Iterable[Rejected]) -> DataInvalid:
    digits = DIGITS if found.encoding is Encoding.JSON else WIDTH
    words = teller(sought.instrument, digits)
    return DataInvalid(*(words.placed(each, str(sought.data), each.content) for each in wrong))


def _taken(
    columns: Sequence[InputColumn], values: Sequence[Any]
) -> tuple[dict[str, object], dict[str, str]]:
    """Answers and groups; what is NULL is missing."""
    answers: dict[str, object] = {}
    groups: dict[str, str] = {}
    declared: dict[str, str] = {}
    for column, value in zip(columns, values, strict=True):
        if value is None or column.kind is Kind.KEY:
            continue
        part = declared_part(column.name)
        if column.kind is Kind.GROUP:
            groups[column.name] = value
        elif part is not None:
            declared[part] = value
        else:
            answers[column.name] = _answer(value)
    for part, reason in declared.items():
        stated = {"value": answers[part]} if part in answers else {}
        answers[part] = {**stated, "not_applicable": reason}
    return answers, groups


def _answer(value: Any) -> object:
    """A value of DuckDB as a response states it."""
    match value:
        case date():
            return value.isoformat()
        case list():
            return [
                {key: _answer(each) for key, each in record.items() if each is not None}
                for record in value
            ]
        case _:
            return value
