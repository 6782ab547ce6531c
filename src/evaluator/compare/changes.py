"""Two consolidated editions side by side, statement by statement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from evaluator.analysis.identity import identity
from evaluator.syntax import tree
from evaluator.syntax.dump import dump
from evaluator.syntax.writer import write_statement

Statements = Mapping[tuple[str, ...], tree.Node]


def changes(before: tree.Instrument, after: tree.Instrument, language: str = "id") -> list[str]:
    """What changed, a line each: `… → …`, with `–` for what was not or is no longer there."""
    return list(_changes(_statements(before), _statements(after), language))


def _changes(before: Statements, after: Statements, language: str) -> Iterator[str]:
    for key in dict.fromkeys([*before, *after]):
        old, new = before.get(key), after.get(key)
        if old is None or new is None or dump(old) != dump(new):
            was = write_statement(old, language) if old is not None else "–"
            now = write_statement(new, language) if new is not None else "–"
            yield f"{was} → {now}"


def _statements(edition: tree.Instrument) -> Statements:
    """Every statement by its identity and the items it stands in; items without their bodies."""
    found: dict[tuple[str, ...], tree.Node] = {}
    head = replace(edition, body=())
    found["instrument",] = head
    _collect(found, edition.body, ())
    return found


def _collect(
    found: dict[tuple[str, ...], tree.Node],
    body: tuple[tree.Statement, ...],
    path: tuple[str, ...],
) -> None:
    alike = 0
    for statement in body:
        own = identity(statement)
        if own is None:
            alike += 1
            own = (type(statement).__name__, str(alike))
        key = (*path, *own)
        if isinstance(statement, tree.Item | tree.Every):
            found[key] = replace(statement, body=())
            _collect(found, statement.body or (), key)
        else:
            found[key] = statement
