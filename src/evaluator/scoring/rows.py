"""The rows a plan reads: typed, those at fault left out; and what is at fault in the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from evaluator.backends.sql.plan import InputColumn, Kind, RowCheck
from evaluator.diagnostics.kinds import data as kinds
from evaluator.model.columns import ROW
from evaluator.scoring.engine import Engine, Row, files, name, text
from evaluator.scoring.guards import unguarded_sql
from evaluator.scoring.relation import Encoding, Relation
from evaluator.scoring.typed import Fault, Reading

_REPEATED = "repeated-rows.parquet"
"""In a file, so that every engine of a run can read it."""
_PLACE, _ID, _FOUND = map(name, ("\x01place", "\x01id", "\x01found"))
_AT_FAULT, _FAULT, _NTH = map(name, ("\x01at fault", "\x01fault", "\x01nth"))
"""Columns beside those of the data, which are called by ids."""
_FIRST = 10_000
"""So many rows are looked at before it is looked whether all are in order."""
_BEFORE, _IN_ORDER = map(name, ("\x01id before", "\x01in order"))
NOT_LATER = "an id is not greater than the one before it"
"""What the engine says of rows that were taken to be in the order of their ids, and are not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """How the rows of a relation are read.

    Attributes:
        found: the relation.
        readings: how each column the rules want is read.
        kept: further columns that are carried along.
        faults: what rejects a row, apart from the checks of the plan.
        looked_through: whether it is known of every id if it was taken before. Where it is not,
            `in_order` reads rows, and nothing else does.
    """

    found: Relation
    readings: tuple[Reading, ...]
    kept: tuple[str, ...]
    faults: tuple[Fault, ...]
    looked_through: bool = True

    @property
    def key(self) -> str:
        """SQL for the id of a row, as far as it can be read."""
        return self.readings[0].value

    def select(self, first: int | None = None, stop: int | None = None) -> str:
        """The rows that are not at fault, from number `first` up to before `stop`."""
        conditions = [*self._sound(first or 0, self.found.rows if stop is None else stop)]
        conditions += [] if first is None else [f"{ROW} >= {first}"]
        conditions += [] if stop is None else [f"{ROW} < {stop}"]
        return f"{self._columns()} FROM {self.found.sql} WHERE {' AND '.join(conditions)}"

    def part(self, numbers: range) -> str:
        """The rows of these numbers that are not at fault, for an engine with one thread."""
        read = self.select if self.looked_through else self.in_order
        return read(numbers.start, numbers.stop)

    def in_order(self, first: int, stop: int) -> str:
        """The same; the engine fails where an id is not greater than the one before it.

        Only for an engine with one thread: it reads the rows in their order. Every row is looked
        at, those at fault too: conditions are not moved across a window.
        """
        part = f"{self.found.sql} WHERE {ROW} >= {first} AND {ROW} < {stop}"
        before = f"lag({self.key}, 1, '') OVER () AS {_BEFORE}"
        later = f"CASE WHEN {self.key} > {_BEFORE} THEN true ELSE error({text(NOT_LATER)}) END"
        seen = f"lag({later}, 1, true) OVER () AS {_IN_ORDER}"
        return (
            f"{self._columns()} FROM"
            f" (SELECT *, {seen} FROM (SELECT *, {before} FROM {part}))"
            f" WHERE {' AND '.join((_IN_ORDER, *self._sound(first, stop)))}"
        )

    def _columns(self) -> str:
        columns = [f"{each.value} AS {name(each.column)}" for each in self.readings]
        return f"SELECT {', '.join((*columns, *map(self._kept, self.kept)))}"

    def _sound(self, first: int, stop: int) -> Iterator[str]:
        """That rows are not at fault, of those from number `first` up to before `stop`."""
        yield from (fault.sound for fault in self.faults if fault.sound is not None)
        wrong = [one.between(first, stop) for one in self.faults if one.sound is None]
        if wrong:
            yield f"NOT {any_of(wrong)}"

    def held(self, checks: Sequence[RowCheck], first: int, stop: int) -> str:
        """Every row from number `first` up to before `stop`, with all that is wrong with it.

        Its columns are the number, the id, the faults, and what is read.
        """
        columns = ", ".join(name(each.column) for each in self.readings)
        checked = self.checked(checks)
        return (
            f"WITH typed AS ({self._typed(first, stop)}) SELECT {_PLACE}, {_ID},"
            f" list_filter({_FOUND} || [{checked}], lambda fault: fault IS NOT NULL),"
            f" {columns} FROM typed ORDER BY {_PLACE}"
        )

    def carried(self, first: int, stop: int) -> str:
        """The columns that are carried along, with the number of their row."""
        columns = ", ".join((ROW, *map(self._kept, self.kept)))
        return f"SELECT {columns} FROM {self.found.sql} WHERE {ROW} >= {first} AND {ROW} < {stop}"

    def _typed(self, first: int, stop: int) -> str:
        """Rows as they are read, those at fault too: number, id, and what is at fault."""
        columns = ", ".join(self.columns())
        read = ", ".join(
            _struct(f.between(first, stop), text(f.column), f.code, f.shown) for f in self.faults
        )
        return (
            f"SELECT {ROW} AS {_PLACE}, {self.key} AS {_ID}, [{read}] AS {_FOUND}, {columns}"
            f" FROM {self.found.sql} WHERE {ROW} >= {first} AND {ROW} < {stop}"
        )

    def columns(self) -> Iterator[str]:
        """Every column as it is read, and behind it how it stands in the data."""
        for each in self.readings:
            yield f"{each.value} AS {name(each.column)}"
            if each.stands is not None:
                yield f"{each.stands} AS {_standing(each.column)}"

    def checked(self, checks: Sequence[RowCheck]) -> str:
        """SQL for what is wrong by each check, or NULL, over rows with these columns."""
        standing = {each.column for each in self.readings if each.stands is not None}
        return ", ".join(
            _struct(
                check.condition,
                text(_place(check)),
                text(check.code),
                _standing(check.column)
                if check.field is None and check.column in standing
                else _written(check.shown),
            )
            for check in checks
        )

    def _kept(self, column: str) -> str:
        """A column that is carried along: without quotes of JSON, and the signs of guards."""
        raw = name(column)
        if self.found.encoding is Encoding.TEXT:
            return f"{unguarded_sql(raw)} AS {raw}"
        if self.found.encoding is Encoding.TYPED:
            return raw
        inner = f"json_extract_string({raw}, '$')"
        return f"CASE WHEN starts_with({raw}, '\"') THEN {inner} ELSE {raw} END AS {raw}"


def rows_of(
    engine: Engine,
    found: Relation,
    wanted: Sequence[InputColumn],
    readings: Sequence[Reading],
    kept: Sequence[str],
) -> Rows:
    """How the rows of a relation are read; it is seen to that no id is taken twice."""
    return looked_through(engine, rows_as_read(found, wanted, readings, kept))


def rows_as_read(
    found: Relation,
    wanted: Sequence[InputColumn],
    readings: Sequence[Reading],
    kept: Sequence[str],
) -> Rows:
    """How the rows of a relation are read, before it is looked if an id is taken twice."""
    if wanted[0].kind is not Kind.KEY:
        raise AssertionError("the id of the subject is the first column")
    key = readings[0]
    own = [fault for each in readings for fault in each.faults]
    stated = _stated(key.value)
    missing = Fault(
        column=key.column,
        condition=blank(key),
        code=f"CASE WHEN {name(key.column)} IS NULL OR {name(key.column)} IN ('', '\"\"')"
        f" OR {stated} = '' THEN {text(kinds.ROW_ID_MISSING.code)} END",
        shown="''",
        # Nearly every id begins with a sign after the space: looking at that alone costs little.
        sound=f"({key.value} >= '!' OR {stated} <> '')",
    )
    return Rows(
        found=found,
        readings=tuple(readings),
        kept=tuple(kept),
        faults=(missing, *own),
        looked_through=False,
    )


def looked_through(engine: Engine, rows: Rows, *, disordered: bool = False) -> Rows:
    """The rows with those at fault whose id was taken before.

    It is quick to see that none was where the rows are in the order of their ids, unless it is
    known that they are not (`disordered`).
    """
    key = rows.readings[0]
    if not disordered and _in_order(engine, rows.found, key):
        return replace(rows, looked_through=True)
    repeated = _repeated(engine, rows.found, key)
    return replace(rows, faults=(*rows.faults, *repeated), looked_through=True)


def _stated(id_: str) -> str:
    return f"trim({id_}, ' \t\r\n')"


def _blank(id_: str) -> str:
    return f"coalesce({_stated(id_)}, '') = ''"


def blank(key: Reading) -> str:
    """SQL for whether a row has no id that can be read."""
    return _blank(key.value)


def _repeated(engine: Engine, found: Relation, key: Reading) -> Iterator[Fault]:
    """That an id was taken before. First it is only looked whether any was: that is quick."""
    ids, different = engine.one(
        f"SELECT count({key.value}), count(DISTINCT hash({key.value})) FILTER"
        f" (WHERE {key.value} IS NOT NULL) FROM {found.sql}"
    )
    if ids == different:
        return
    repeated = engine.spill / _REPEATED
    engine.copy(
        "WITH ids AS"
        f" (SELECT {ROW} AS place, {key.value} AS id FROM {found.sql}), several AS"
        " (SELECT id, min(place) AS first FROM ids GROUP BY id HAVING count(*) > 1"
        f" AND NOT {_blank('id')})"
        " SELECT place FROM ids JOIN several USING (id) WHERE place > first ORDER BY place",
        repeated,
        "FORMAT parquet",
    )
    places = files((repeated,))
    yield Fault(
        column=key.column,
        condition=f"{ROW} IN (SELECT place FROM {places})",
        code=text(kinds.ROW_ID_REPEATED.code),
        shown=key.value,
        places=places,
    )


def _in_order(engine: Engine, found: Relation, key: Reading) -> bool:
    """Whether each id is greater than the one before, so that none is there twice.

    Many files are ordered by id; that they are is seen in half the time of counting, and without
    keeping anything in memory. Most that are not show it in their first rows.
    """
    ids = f"SELECT {key.value} AS id FROM {found.sql}"
    if not found.rows:
        return True
    if not _all_later(engine, [f"{ids} LIMIT {_FIRST}"]):
        return False
    size = -(-found.rows // engine.threads)
    # Each piece begins with the last row of the one before, so that the two are compared.
    pieces = [range(max(first - 1, 0), first + size) for first in range(0, found.rows, size)]
    return _all_later(
        engine, [f"{ids} WHERE {ROW} >= {each.start} AND {ROW} < {each.stop}" for each in pieces]
    )


def _all_later(engine: Engine, pieces: Sequence[str]) -> bool:
    """Whether in each of several pieces every id is greater than the one before.

    A piece is looked through by one thread, and several of them at the same time.
    """
    later = " UNION ALL ".join(f"SELECT id > lag(id) OVER () AS later FROM ({p})" for p in pieces)
    (others,) = engine.one(f"SELECT count(*) FROM ({later}) WHERE later IS NOT TRUE")
    # The first row of a piece has none before it.
    return bool(others <= len(pieces))


def rejected(
    engine: Engine,
    rows: Rows,
    checks: Sequence[RowCheck],
    most: int | None = None,
    place: int | None = None,
) -> Iterator[Row]:
    """Row number from 0, id, column, code and value of each thing that is wrong with a row.

    Args:
        engine: where the rows are.
        rows: how they are read.
        checks: what the rules see to besides.
        most: how many are told; all where it is left out.
        place: of which row, by its number from 0; of all where it is left out.
    """
    columns = ", ".join(rows.columns())
    read = ", ".join(_struct(f.condition, text(f.column), f.code, f.shown) for f in rows.faults)
    at_fault = any_of(fault.condition for fault in rows.faults)
    wrong = any_of(check.condition for check in checks) if checks else "false"
    checked = rows.checked(checks)
    limit = "" if most is None else f" LIMIT {most}"
    here = "" if place is None else f" WHERE {ROW} = {place}"
    return engine.stream(
        f"WITH typed AS (SELECT {ROW} AS {_PLACE}, {rows.key} AS {_ID}, {at_fault} AS {_AT_FAULT},"
        f" [{read}] AS {_FOUND}, {columns} FROM {rows.found.sql}{here}),"
        f" wrong AS (SELECT {_PLACE}, {_ID}, unnest({_FOUND} || [{checked}]) AS {_FAULT},"
        f" unnest(range({len(rows.faults) + len(checks)})) AS {_NTH} FROM typed"
        f" WHERE {_AT_FAULT} OR {wrong})"
        f" SELECT {_PLACE}, {_ID}, {_FAULT}.of_column, {_FAULT}.code, {_FAULT}.shown FROM wrong"
        f" WHERE {_FAULT}.code IS NOT NULL ORDER BY {_PLACE}, {_NTH}{limit}"
    )


def _place(check: RowCheck) -> str:
    return check.column if check.field is None else f"{check.column}.{check.field}"


def _standing(column: str) -> str:
    return name(f"\x01as it stands {column}")


def _written(value: str) -> str:
    """A value as text; a number in a record without the zeros that its type has beside it."""
    written = f"CAST({value} AS VARCHAR)"
    short = f"regexp_replace({written}, '\\.0+$|(\\.[0-9]*[1-9])0+$', '\\1')"
    return f"CASE WHEN typeof({value}) LIKE 'DECIMAL%' THEN {short} ELSE {written} END"


def _struct(condition: str, column: str, code: str, shown: str) -> str:
    fields = f"{{'of_column': {column}, 'code': {code}, 'shown': {shown}}}"
    return f"CASE WHEN {condition} THEN {fields} END"


def any_of(conditions: Iterable[str]) -> str:
    """Whether one of several conditions holds; one that is NULL does not."""
    return f"coalesce({' OR '.join(f'({each})' for each in conditions)}, false)"
