"""Which lines of the rule file decided a row: a compact column besides the result."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from evaluator.backends.sql.bands import category
from evaluator.backends.sql.choices import layered
from evaluator.backends.sql.columns import parts_of
from evaluator.backends.sql.draft import Draft, declared
from evaluator.backends.sql.formulas import compute_for, ladder_of
from evaluator.backends.sql.nodes import Case, Node, Null, Number, Opposite, Record, When, all_of
from evaluator.backends.sql.tables import Rows, asked_of, picked
from evaluator.model.formula import (
    Applied,
    Arithmetic,
    Cases,
    Formula,
    Ground,
    Lookup,
    Negative,
    Over,
    Rounded,
)
from evaluator.model.instrument import Item


@dataclass(frozen=True, slots=True)
class Rules:
    """A STRUCT of line numbers, by the id of what each decided."""

    node: Node
    sql_type: str


def deciding_rules(draft: Draft) -> Rules | None:
    """The line that decided each item, value and category that lines decide; `None`: none does."""
    fields = tuple(_fields(draft))
    if not fields:
        return None
    types = ", ".join(f'"{name}" INTEGER' for name, _ in fields)
    return Rules(Record(fields), f"STRUCT({types})")


def _fields(draft: Draft) -> Iterator[tuple[str, Node]]:
    instrument = draft.instrument
    for part in parts_of(instrument):
        if part.formula is not None:
            tables = list(_tables(part.formula))
            there: tuple[Node, ...] = draft.conditions_of(part.id)
            out = declared(part) if isinstance(part, Item) else None
            there = (*there, Opposite(out)) if out is not None else there
            for number, cases in enumerate(tables, 1):
                name = part.id if len(tables) == 1 else f"{part.id}_{number}"
                line = _line(draft.own(part.id), cases, part.id)
                yield name, Case((When(all_of(there), line),), Null()) if there else line
    for bands in instrument.bands:
        lines = tuple(Number(row.ground.at.line) for row in bands.rows)
        yield bands.id, category(draft, bands, lines)
    for table in instrument.categories:
        yield table.id, _line(draft, table.cases, table.id)


def _tables(formula: Formula) -> Iterator[Cases | Lookup]:
    """The tables of a formula that are always looked at, in the order of the text."""
    match formula:
        case Cases() | Lookup():
            yield formula
        case Negative(operand=operand) | Rounded(operand=operand) | Applied(operand=operand):
            yield from _tables(operand)
        case Arithmetic(left=left, right=right):
            yield from _tables(left)
            yield from _tables(right)
        case Over(operands=operands):
            for operand_of in operands:
                yield from _tables(operand_of.formula)
        case _:
            pass


def _line(draft: Draft, formula: Formula, owner: str) -> Node:
    """The line that decided: where its result is decided by lines itself, the innermost."""
    match formula:
        case Cases(lines=lines, otherwise=otherwise):
            inner = [_decided(draft, line.result, line.ground, owner) for line in lines]
            last = _line(draft, otherwise, owner)
            return layered(
                draft, replace(ladder_of(draft, formula, owner), notes=()), (*inner, last)
            )
        case Lookup():
            asked = asked_of(draft, formula, compute_for(owner), owner)
            found = [_decided(draft, row.result, row.ground, owner) for row in formula.rows]
            rows = Rows(draft=draft, table=formula, asked=asked, owner=owner)
            return picked(rows, found, Null(), noted=False)
        case _:
            return Number(formula.ground.at.line)


def _decided(draft: Draft, result: Formula, ground: Ground, owner: str) -> Node:
    if isinstance(result, Cases | Lookup):
        return _line(draft, result, owner)
    return Number(ground.at.line)
