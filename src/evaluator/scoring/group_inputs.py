"""What is asked of the groups themselves, such as a target: read from files, one row a group."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from evaluator.backends.sql.checks import row_check
from evaluator.backends.sql.columns import WIDTH, input_columns, numbers_asked, wrong_rows
from evaluator.backends.sql.plan import InputColumn, Kind, RowCheck
from evaluator.diagnostics.kinds import data as kinds
from evaluator.model.columns import KEY
from evaluator.model.instrument import GroupRules, Instrument
from evaluator.scoring.decimals import decimals_of
from evaluator.scoring.engine import Engine, name, text
from evaluator.scoring.formats import Format
from evaluator.scoring.invalid import DataInvalid, invalid
from evaluator.scoring.json_rows import DIGITS
from evaluator.scoring.matching import wrong_columns
from evaluator.scoring.reading import readings_of
from evaluator.scoring.rejects import rejected_rows
from evaluator.scoring.relation import Asked, Encoding, Relation
from evaluator.scoring.rows import rejected, rows_of
from evaluator.scoring.sources import open_source
from evaluator.scoring.telling import teller
from evaluator.scoring.work import Work

Given = Mapping[str, object]
"""The inputs of one group by their ids, without those that are missing."""
ByGroup = Mapping[str | None, Given]
"""By the id of the group; `None` for all subjects together."""


@dataclass(frozen=True, slots=True)
class GroupFile:
    """A file of inputs of groups, and its format."""

    path: Path
    read: Format


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupInputs:
    """What was said of the groups.

    Attributes:
        by_kind: by the kind of group, `None` for all subjects together.
        decimals: how many decimals the numbers were read with, by the id of the input.
    """

    by_kind: Mapping[str | None, ByGroup]
    decimals: Mapping[str, int]


def read_group_inputs(
    engine: Engine, instrument: Instrument, files: Sequence[GroupFile], work: Work
) -> GroupInputs:
    """Every file; it is for the kind of group whose name is one of its columns, else for all.

    Raises:
        DataInvalid: a file cannot be read, is for no kind of group, or something in it is wrong.
    """
    by_kind: dict[str | None, ByGroup] = {}
    decimals: dict[str, int] = {}
    for number, each in enumerate(files):
        below = Work(work.file(f"groups-{number}"))
        below.folder.mkdir(exist_ok=True)
        found = open_source(engine, each.path, each.read, below, Asked(columns=_all(instrument)))
        rules = _rules_of(instrument, each, found)
        if rules.id in by_kind:
            raise invalid(kinds.GROUP_FILE_TWICE, {"path": str(each.path), "kind": rules.id or ""})
        said = _read(engine, _File(each.path, instrument, rules, found))
        by_kind[rules.id], read = said
        decimals |= read
    return GroupInputs(by_kind=by_kind, decimals=decimals)


def _all(instrument: Instrument) -> frozenset[str]:
    """Every column a file of inputs may have."""
    ids = [rules.id for rules in instrument.groups if rules.id is not None]
    return frozenset((*ids, *(one.id for rules in instrument.groups for one in rules.inputs)))


def _rules_of(instrument: Instrument, given: GroupFile, found: Relation) -> GroupRules:
    """The kind of group a file is for."""
    named = [rules for rules in instrument.groups if rules.id in found.columns]
    for_all = [rules for rules in instrument.groups if rules.id is None]
    chosen = named or for_all
    if len(chosen) != 1:
        ids = tuple(rules.id for rules in instrument.groups if rules.id is not None)
        raise invalid(kinds.GROUP_FILE_KIND, {"path": str(given.path), "kinds": ids})
    return chosen[0]


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    instrument: Instrument
    rules: GroupRules
    found: Relation

    @property
    def group(self) -> Instrument:
        """The rules of the group as an instrument whose subject it is."""
        return self.instrument.for_group(self.rules)

    @property
    def key(self) -> str:
        """The column with the id of the group."""
        return self.rules.id or KEY

    def columns(self, decimals: Mapping[str, int]) -> tuple[InputColumn, ...]:
        """The columns the rules of the group ask for."""
        asked = (
            each for each in input_columns(self.group, decimals) if each.kind is not Kind.GROUP
        )
        return tuple(
            replace(each, name=self.key) if each.kind is Kind.KEY else each for each in asked
        )

    def checks(self, decimals: Mapping[str, int]) -> Iterator[RowCheck]:
        """What the rules of the group see to."""
        yield from map(row_check, wrong_rows(self.group, decimals))


def _read(engine: Engine, file: _File) -> tuple[ByGroup, Mapping[str, int]]:
    found = file.found if file.rules.id is not None else _with_key(file)
    wanted = file.columns(dict.fromkeys(numbers_asked(file.group), 0))
    wrong = tuple(wrong_columns(engine, wanted, found))
    if wrong:
        raise DataInvalid(*wrong)
    decimals = decimals_of(engine, wanted, found)
    read = {each: known.read for each, known in decimals.items()}
    columns = file.columns(read)
    rows = rows_of(engine, found, columns, readings_of(columns, found, decimals), ())
    faults = rejected(engine, rows, tuple(file.checks(read)))
    told = teller(file.group, DIGITS if found.encoding is Encoding.JSON else WIDTH)
    rejects = [told.placed(r, str(file.path), r.content) for r in rejected_rows(found, faults)]
    if rejects:
        raise DataInvalid(*rejects)
    said = {}
    for key, *values in engine.run(rows.select()):
        pairs = zip((column.name for column in columns[1:]), values, strict=True)
        given = {name: _exact(value) for name, value in pairs if value is not None}
        said[None if file.rules.id is None else str(key)] = given
    return said, read


def _with_key(file: _File) -> Relation:
    """The row for all subjects together, who are one group.

    Raises:
        DataInvalid: there are several rows.
    """
    found = file.found
    if found.read > 1:
        raise invalid(kinds.GROUP_FILE_ROWS, {"path": str(file.path), "rows": found.read})
    others = {each: type_ for each, type_ in found.columns.items() if each.casefold() != KEY}
    left = ", ".join(name(each) for each in found.columns if each not in others)
    rest = f"* EXCLUDE ({left})" if left else "*"
    stated = text(json.dumps("all") if found.encoding is Encoding.JSON else "all")
    sql = f"(SELECT {stated} AS {KEY}, {rest} FROM {found.sql})"
    return replace(found, sql=sql, columns={KEY: "VARCHAR", **others}, encoding=found.encoding)


def _exact(value: object) -> object:
    return Fraction(value) if isinstance(value, Decimal) else value
