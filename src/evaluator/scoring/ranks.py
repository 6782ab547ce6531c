"""The ranks of subjects, as a last step over the result: each rests on all the others."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from evaluator.backends.sql.columns import parts_of
from evaluator.backends.sql.status import COMPLETE, INCOMPLETE, NOT_SCORED
from evaluator.model.columns import EXACT, KEY, NOT_APPLICABLE, ROW, STATUS
from evaluator.model.formula import End, InputValue, SubjectValue
from evaluator.model.instrument import GroupRules, Instrument, RankBy, Ranking, Ties, leaves_out
from evaluator.scoring.engine import Engine, file, files, name, text
from evaluator.scoring.rows import Rows
from evaluator.scoring.work import Work
from evaluator.values.numbers import text_of
from evaluator.values.rounding import Rounding

_FILE = "\x01file"
_ID_OF_ROW = name("\x01id")
"""Columns beside those of the rules, which are called by ids."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """The result with ranks in it, and of each ranking how many subjects have an open one."""

    parts: tuple[Path, ...]
    open: tuple[tuple[str, int], ...] = ()


def with_ranks(
    engine: Engine, instrument: Instrument, parts: tuple[Path, ...], rows: Rows | None, work: Work
) -> Ranked:
    """The result with a column for each ranking, before what does not apply and the status."""
    rankings = tuple(instrument.subject_rankings())
    if not rankings:
        return Ranked(parts)
    whole = _Whole(engine, instrument, parts, rows, work)
    ranks = work.once("ranks.parquet", lambda path: whole.rank(rankings, path))
    opened = ", ".join(f"count(*) FILTER (WHERE {name(_open(r))})" for _, r in rankings)
    counts = engine.one(f"SELECT {opened} FROM read_parquet({file(ranks)})")

    def make(path: Path) -> None:
        columns = ", ".join(map(name, _in_order(whole.columns, rankings)))
        engine.copy(
            f"SELECT {columns} FROM {files(parts)} POSITIONAL JOIN read_parquet({file(ranks)})",
            path,
            "FORMAT parquet",
        )

    found = zip((ranking.id for _, ranking in rankings), counts, strict=True)
    told = tuple((id_, int(count)) for id_, count in found if count)
    return Ranked((work.once("ranked.parquet", make),), told)


def _in_order(
    columns: Sequence[str], rankings: Sequence[tuple[GroupRules, Ranking]]
) -> Iterator[str]:
    last = next(each for each in columns if each in {NOT_APPLICABLE, STATUS})
    for column in columns:
        if column == last:
            yield from (ranking.id for _, ranking in rankings)
        yield column


def _open(ranking: Ranking) -> str:
    return f"\x01open {ranking.id}"


@dataclass(frozen=True, slots=True)
class _Whole:
    """The result before it has ranks, and the data it is made of."""

    engine: Engine
    instrument: Instrument
    parts: tuple[Path, ...]
    rows: Rows | None
    work: Work

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the parts."""
        described = self.engine.run(f"DESCRIBE SELECT * FROM {files(self.parts)}")
        return tuple(str(column) for column, *_ in described)

    def rank(self, rankings: Sequence[tuple[GroupRules, Ranking]], path: Path) -> None:
        """Write a row of ranks for each row of the result, in its order."""
        keys = [
            _Key(place, rules, by)
            for place, (rules, by) in enumerate(
                (rules, by) for rules, ranking in rankings for by in ranking.by
            )
        ]
        kept = self.work.once("rank-keys.parquet", lambda at: self._keys(keys, at))
        joins = " ".join(self._joined(key, kept) for key in keys)
        places = ", ".join(f"{key.order}.place AS {key.order}" for key in keys)
        found = iter(keys)
        told: list[str] = []
        for rules, ranking in rankings:
            mine = [next(found) for _ in ranking.by]
            told += _told(rules, ranking, mine)
        self.engine.copy(
            f"WITH keys AS (SELECT kept.*, {places} FROM read_parquet({file(kept)}) AS kept"
            f" {joins})"
            f" SELECT {', '.join(told)} FROM keys ORDER BY {name(_FILE)}, {ROW}",
            path,
            "FORMAT parquet",
        )

    def _keys(self, keys: Sequence[_Key], path: Path) -> None:
        """For each row, in what groups it stands, its status, and what decides, as text."""
        listed = ", ".join(map(file, self.parts))
        numbered = f"filename={text(_FILE)}, file_row_number=true"
        rows = f"read_parquet([{listed}], {numbered}) AS result"
        groups = "".join(f", result.{name(group)}" for group, _ in self.instrument.grouped_in)
        values = ", ".join(f"{self._value(key)} AS {key.column}" for key in keys)
        asked = sorted({key.by.of.id for key in keys if key.is_input})
        values += "".join(f", {self._lacks(key)} AS {key.lacks}" for key in keys if key.is_input)
        inputs = ", ".join(name(each) for each in asked)
        join = ""
        if asked and self.rows is not None:
            given = f"SELECT {name(KEY)} AS {_ID_OF_ROW}, {inputs} FROM ({self.rows.select()})"
            join = f" LEFT JOIN ({given}) AS given ON {_ID_OF_ROW} = result.{name(KEY)}"
        self.engine.copy(
            f"SELECT {name(_FILE)}, {ROW}, result.{name(STATUS)}{groups}, {values}"
            f" FROM {rows}{join}",
            path,
            "FORMAT parquet",
        )

    def _value(self, key: _Key) -> str:
        """SQL for what decides; NULL where there is nothing to go by."""
        of, status = key.by.of, f"result.{name(STATUS)}"
        lines = [f"WHEN {status} = {text(COMPLETE)} THEN {self._cell(of)}"]
        policy = key.rules.incomplete
        if policy is not None and policy.counts_as is not None:
            number = text(self._counted(of, policy.counts_as))
            cell = self._cell(of) if isinstance(of, InputValue) else number
            lines.append(f"WHEN starts_with({status}, {text(INCOMPLETE)}) THEN {cell}")
        return f"CASE {' '.join(lines)} END"

    def _lacks(self, key: _Key) -> str:
        """SQL for whether nobody answered what decides, of one that has a score."""
        scored = f"NOT starts_with(result.{name(STATUS)}, {text(NOT_SCORED)})"
        return f"{scored} AND given.{name(key.by.of.id)} IS NULL"

    def _cell(self, of: SubjectValue) -> str:
        if isinstance(of, InputValue):
            return f"CAST(given.{name(of.id)} AS VARCHAR)"
        exact = self._rounding(of) is not None and not of.as_published
        return f"CAST(result.{name(of.id + EXACT if exact else of.id)} AS VARCHAR)"

    def _counted(self, of: SubjectValue, number: Fraction) -> str:
        """What an incomplete subject counts as, printed where ranks go by the printed value."""
        rounding = self._rounding(of)
        if rounding is None or isinstance(of, InputValue) or not of.as_published:
            return text_of(number)
        return rounding.text(rounding.apply(number))

    def _rounding(self, of: SubjectValue) -> Rounding | None:
        return next((p.published for p in parts_of(self.instrument) if p.id == of.id), None)

    def _joined(self, key: _Key, kept: Path) -> str:
        """The place of each value of a key among all, from the lowest on."""
        values = self.engine.run(
            f"SELECT DISTINCT {key.column} FROM read_parquet({file(kept)})"
            f" WHERE {key.column} IS NOT NULL"
        )
        texts = [str(value) for (value,) in values]
        order = {value: place for place, value in enumerate(sorted({*map(Fraction, texts)}))}
        path = self.work.file(f"order-{key.number}.ndjson")
        with path.open("w", encoding="utf-8", newline="\n") as lines:
            lines.writelines(json.dumps([each, order[Fraction(each)]]) + "\n" for each in texts)
        cells = (
            "SELECT json->>'$[0]' AS told, CAST(json->>'$[1]' AS BIGINT) AS place"
            f" FROM read_json_objects({file(path)}, format='newline_delimited')"
        )
        return f"LEFT JOIN ({cells}) AS {key.order} ON {key.order}.told = kept.{key.column}"


@dataclass(frozen=True, slots=True)
class _Key:
    """One value that ranks go by."""

    number: int
    rules: GroupRules
    by: RankBy

    @property
    def is_input(self) -> bool:
        """Whether it is an answer and not worked out, so that the status says nothing of it."""
        return isinstance(self.by.of, InputValue)

    @property
    def column(self) -> str:
        """The column with the value as text."""
        return name(f"\x01key {self.number}")

    @property
    def lacks(self) -> str:
        """The column that says whether that answer is missing."""
        return name(f"\x01lacks {self.number}")

    @property
    def order(self) -> str:
        """The column with its place among all values."""
        return name(f"\x01order {self.number}")


def _told(rules: GroupRules, ranking: Ranking, keys: Sequence[_Key]) -> Iterator[str]:
    """The rank, and whether it is open since somebody else's answers are missing.

    Whoever is not scored or has no value takes no rank from others; an incomplete subject leaves
    the ranks of its group open, unless the rules say what it does.
    """
    group = [] if rules.id is None else [name(rules.id)]
    ranked = " AND ".join([*(f"{key.order} IS NOT NULL" for key in keys), *_stands(group)])
    waits = " OR ".join(_waits(rules, keys)) or "false"
    of_group = f"PARTITION BY {', '.join(group)}" if group else ""
    is_open = f"bool_or({waits}) OVER ({of_group})"
    among = ", ".join([*group, ranked])
    by = ", ".join(f"{key.order} {_direction(key.by.first)}" for key in keys)
    rank = "rank" if ranking.ties is Ties.SKIPPED else "dense_rank"
    yield (
        f"CASE WHEN {ranked} AND NOT {is_open}"
        f" THEN {rank}() OVER (PARTITION BY {among} ORDER BY {by}) END AS {name(ranking.id)}"
    )
    yield f"({ranked}) AND {is_open} AS {name(_open(ranking))}"


def _waits(rules: GroupRules, keys: Sequence[_Key]) -> Iterator[str]:
    """What stands in for the values of an incomplete subject does not for its answers."""
    if leaves_out(rules.incomplete):
        return
    if rules.incomplete is None:
        yield f"starts_with({name(STATUS)}, {text(INCOMPLETE)})"
    yield from (key.lacks for key in keys if key.is_input)


def _stands(group: Sequence[str]) -> Iterator[str]:
    return (f"{each} IS NOT NULL" for each in group)


def _direction(first: End) -> str:
    return "DESC" if first is End.HIGHEST else "ASC"
