"""Two consolidated editions side by side, statement by statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from evaluator.analysis.identity import Identity, identity
from evaluator.analysis.renames import with_ids
from evaluator.syntax import tree
from evaluator.syntax.dump import dump
from evaluator.syntax.keywords import Language
from evaluator.syntax.walk import walk
from evaluator.syntax.writer import write_statement


@dataclass(frozen=True, slots=True)
class Place:
    """A statement, and the ids of what it stands in, its own the last."""

    about: tuple[str, ...]
    statement: tree.Statement | tree.ChangeBands


Statements = Mapping[Identity, Place]

NOTHING = "–"
"""Stands for a statement that was not there, or is there no longer."""


class Sort(StrEnum):
    """What became of a statement."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENAMED = "renamed"


@dataclass(frozen=True, slots=True)
class Change:
    """A statement that is another, as it was written and as it is now; `about` are ids."""

    sort: Sort
    about: tuple[str, ...]
    before: str | None
    after: str | None


def changes(
    before: tree.Instrument,
    after: tree.Instrument,
    language: Language,
    renames: Sequence[tree.Renaming] = (),
) -> list[str]:
    """What changed, a line each: how it was written → how it is written now.

    A rename is told as such; what only names a thing by its new id did not change.
    """
    return [
        *map(_line, _labels(before, after)),
        *(write_statement(rename, language) for rename in renames),
        *map(_line, _statements_changed(before, after, language, renames)),
    ]


def _line(change: Change) -> str:
    return f"{change.before or NOTHING} → {change.after or NOTHING}"


def compare(
    before: tree.Instrument,
    after: tree.Instrument,
    language: Language,
    renames: Sequence[tree.Renaming] = (),
) -> Iterator[Change]:
    """What is another in an edition than in the one before: what has another id first."""
    for rename in renames:
        old, new = rename.name.text, rename.new.text
        yield Change(Sort.RENAMED, (*_owner(rename), new), old, new)
    yield from _labels(before, after)
    yield from _statements_changed(before, after, language, renames)


def _statements_changed(
    before: tree.Instrument,
    after: tree.Instrument,
    language: Language,
    renames: Sequence[tree.Renaming],
) -> Iterator[Change]:
    was, now = _statements(with_ids(before, renames).body), _statements(after.body)
    for key in dict.fromkeys([*was, *now]):
        yield from _changed(was.get(key), now.get(key), language)


def _owner(rename: tree.Renaming) -> tuple[str, ...]:
    """The ids of what a choice or a field belongs to."""
    match rename:
        case tree.Rename():
            return ()
        case tree.RenameField(records=records):
            return (records.text,)
        case tree.RenameChoice(of=of):
            return tuple(part.text for part in walk(of) if isinstance(part, tree.Name))
        case _:
            assert_never(rename)


def _labels(before: tree.Instrument, after: tree.Instrument) -> list[Change]:
    old, new = (text.text if text else None for text in (before.label, after.label))
    return [] if old == new else [Change(Sort.CHANGED, (after.name.text,), old, new)]


def _changed(old: Place | None, new: Place | None, language: Language) -> Iterator[Change]:
    if old is not None and new is not None and dump(old.statement) == dump(new.statement):
        return
    was, now = (_written(x.statement, language) if x else None for x in (old, new))
    sort = Sort.ADDED if old is None else Sort.REMOVED if new is None else Sort.CHANGED
    place = new or old
    yield Change(sort, place.about if place else (), was, now)


def _written(statement: tree.Statement | tree.ChangeBands, language: Language) -> str:
    """A statement on one line; of a table of categories, whose lines are told apart, the head."""
    text = write_statement(statement, language)
    return text.replace("{  }", "{ … }") if isinstance(statement, tree.Bands) else text


def _statements(
    body: Iterable[tree.Statement], path: Identity = (), about: tuple[str, ...] = ()
) -> dict[Identity, Place]:
    """Every statement by its identity and what it stands in; what has lines without its lines."""
    found: dict[Identity, Place] = {}
    alike = Counter[str]()
    for statement in body:
        own = identity(statement)
        if own is None:
            kind = type(statement).__name__
            alike[kind] += 1
            own = (kind, str(alike[kind]))
        key = (*path, *own)
        name = getattr(statement, "name", None)
        ids = (*about, name.text) if isinstance(name, tree.Name) else about
        match statement:
            case tree.Item(body=below):
                found[key] = Place(ids, replace(statement, body=None))
                found |= _statements(below or (), key, ids)
            case tree.Every(word=word, body=below):
                for each in below:
                    every = tree.Every(word=word, body=(each,))
                    found[(*key, *(identity(each) or ()))] = Place(ids, every)
            case tree.Group(body=below):
                found |= _statements(below, key, ids)
            case tree.Bands(name=bands, lines=lines):
                found[key] = Place(ids, replace(statement, lines=()))
                for line in lines:
                    one = tree.ChangeBands(name=bands, lines=(line,))
                    found[(*key, *(identity(line) or ()))] = Place(ids, one)
            case _:
                found[key] = Place(ids, statement)
    return found
