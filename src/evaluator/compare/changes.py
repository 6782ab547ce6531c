"""Two consolidated editions side by side, statement by statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from evaluator.analysis.identity import identity
from evaluator.analysis.renames import with_ids
from evaluator.syntax import tree
from evaluator.syntax.dump import dump
from evaluator.syntax.keywords import Language
from evaluator.syntax.writer import write_statement

Statements = Mapping[tuple[str, ...], tree.Statement]

NOTHING = "–"
"""Stands for a statement that was not there, or is there no longer."""


def changes(
    before: tree.Instrument,
    after: tree.Instrument,
    language: Language,
    renames: Sequence[tree.Renaming] = (),
) -> list[str]:
    """What changed, a line each: how it was written → how it is written now.

    A rename is told as such; what only names a thing by its new id did not change.
    """
    renamed = with_ids(before, renames)
    lines = _changes(_statements(renamed.body), _statements(after.body), language)
    names = [text.text if text else NOTHING for text in (before.label, after.label)]
    return [
        *([" → ".join(names)] if names[0] != names[1] else []),
        *(write_statement(rename, language) for rename in renames),
        *lines,
    ]


def _changes(before: Statements, after: Statements, language: Language) -> Iterator[str]:
    for key in dict.fromkeys([*before, *after]):
        old, new = before.get(key), after.get(key)
        if old is None or new is None or dump(old) != dump(new):
            was = write_statement(old, language) if old is not None else NOTHING
            now = write_statement(new, language) if new is not None else NOTHING
            yield f"{was} → {now}"


def _statements(
    body: Iterable[tree.Statement], path: tuple[str, ...] = ()
) -> dict[tuple[str, ...], tree.Statement]:
    """Every statement by its identity and the items it stands in; items without their bodies."""
    found: dict[tuple[str, ...], tree.Statement] = {}
    alike = Counter[str]()
    for statement in body:
        own = identity(statement)
        if own is None:
            kind = type(statement).__name__
            alike[kind] += 1
            own = (kind, str(alike[kind]))
        key = (*path, *own)
        match statement:
            case tree.Item(body=below):
                found[key] = replace(statement, body=None)
                found |= _statements(below or (), key)
            case tree.Every(body=below):
                found |= _statements(below, key)
            case _:
                found[key] = statement
    return found
