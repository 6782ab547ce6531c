"""Readings of assumptions: an edition as it stands where every assumption is read in one way.

What stands `under assumption x read as y` is there only where `x` is read so. The choice is made on
the edition written out in full, before anything in it is given a meaning; nothing is left of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from evaluator.analysis.identity import quoted
from evaluator.analysis.lower.scope import unknown_id
from evaluator.analysis.placement import said_twice
from evaluator.diagnostics.kinds import names
from evaluator.diagnostics.model import Diagnostic, Outcome
from evaluator.syntax import tree
from evaluator.syntax.walk import walk

Readings = Mapping[str, str]
"""The readings chosen, by assumption; where none is, the one the rule file chooses."""

MAX_ALTERNATIVES = 24
"""The most readings that an edition may have beside those it chooses: each is checked."""

N = TypeVar("N", bound=tree.Node)
_Said = tuple[tree.Node, tree.ByAssumption]
"""A statement with the reading it stands under."""


def alternatives(edition: tree.Instrument) -> Iterator[tuple[str, str]]:
    """Each assumption with each reading of it that the rule file does not choose."""
    for assumption in _assumptions(edition).values():
        chosen = assumption.read_as.text if assumption.read_as else ""
        for name in _known(assumption):
            if name != chosen:
                yield assumption.name.text, name


def choose_readings(edition: tree.Instrument, chosen: Readings) -> Outcome[tree.Instrument]:
    """The edition with its assumptions read as chosen, and what is wrong with its readings.

    A choice of what the edition does not have changes nothing.
    """
    stated = _assumptions(edition)
    own = {name: a.read_as.text for name, a in stated.items() if a.read_as is not None}
    if not own and not any(True for _ in _said(edition)):
        return Outcome(edition)
    found = list(_wrong(edition, stated))
    taken = {name: chosen.get(name, reading) for name, reading in own.items()}
    read = _chosen(edition, taken)
    if not found:
        found.extend(said_twice(read))
    return Outcome(read, tuple(found))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What the statements that stand under other readings speak of.

    Attributes:
        names: the ids in them.
        of_words: whether any of them is over all items of a word.
    """

    names: frozenset[str]
    of_words: bool


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A statement that stands only where an assumption is read in another way.

    Attributes:
        within: the ids of what it stands in, the outermost first.
    """

    assumption: str
    reading: str
    within: tuple[str, ...]
    statement: tree.Node


def otherwise(edition: tree.Instrument, chosen: Readings) -> Iterator[Otherwise]:
    """The statements that do not stand where the edition is read as chosen."""
    own = {name: a.read_as.text for name, a in _assumptions(edition).items() if a.read_as}
    taken = {name: chosen.get(name, reading) for name, reading in own.items()}
    for part in edition.body:
        yield from _otherwise(part, taken, ())


def _otherwise(node: tree.Node, taken: Readings, within: tuple[str, ...]) -> Iterator[Otherwise]:
    if not _stands(node, taken):
        for source in _under(node):
            if isinstance(source, tree.ByAssumption) and source.read_as is not None:
                yield Otherwise(source.name.text, source.read_as.text, within, node)
        return
    name = getattr(node, "name", None)
    inside = (*within, name.text) if isinstance(name, tree.Name) else within
    for field in fields(node):
        value = getattr(node, field.name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, tree.Node):
                yield from _otherwise(part, taken, inside)


def left_out(edition: tree.Instrument, chosen: Readings) -> LeftOut:
    """What is spoken of in an edition and no longer is where it is read as chosen."""
    own = {name: a.read_as.text for name, a in _assumptions(edition).items() if a.read_as}
    taken = {name: chosen.get(name, reading) for name, reading in own.items()}
    gone = [x for node, _ in _said(edition) if not _stands(node, taken) for x in walk(node)]
    names = frozenset(x.text for x in gone if isinstance(x, tree.Name))
    return LeftOut(names, any(isinstance(x, tree.OverTree) for x in gone))


def _assumptions(edition: tree.Instrument) -> dict[str, tree.Assumption]:
    return {s.name.text: s for s in edition.body if isinstance(s, tree.Assumption)}


def _known(assumption: tree.Assumption) -> tuple[str, ...]:
    return tuple(r.name.text for r in assumption.readings if isinstance(r, tree.Reading))


# What stands under a reading ---------------------------------------------------------------------


def _under(node: tree.Node) -> tree.Under:
    return getattr(node, "under", ())


def _said(node: tree.Node) -> Iterator[_Said]:
    """Every statement that stands under a reading."""
    for part in walk(node):
        for source in _under(part):
            if isinstance(source, tree.ByAssumption) and source.read_as is not None:
                yield part, source


def _chosen(node: N, taken: Readings) -> N:
    """The node without what stands under another reading."""
    changed: dict[str, Any] = {}
    for field in fields(node):
        value = getattr(node, field.name)
        match value:
            case tuple():
                changed[field.name] = tuple(_parts(value, taken))
            case tree.Node():
                changed[field.name] = _chosen(value, taken)
            case _:
                pass
    return replace(node, **changed)


def _parts(parts: tuple[object, ...], taken: Readings) -> Iterator[object]:
    for part in parts:
        match part:
            case tree.ByAssumption(read_as=tree.Name()):
                yield replace(part, read_as=None)
            case tree.Node() if _stands(part, taken):
                yield _chosen(part, taken)
            case tree.Node():
                pass
            case _:
                yield part


def _stands(node: tree.Node, taken: Readings) -> bool:
    """Whether the readings a statement asks for are taken; one that makes no sense is reported."""
    return isinstance(node, tree.InForce) or all(
        taken.get(source.name.text, source.read_as.text) == source.read_as.text
        for source in _under(node)
        if isinstance(source, tree.ByAssumption) and source.read_as is not None
    )


# What is wrong with readings ---------------------------------------------------------------------


def _wrong(edition: tree.Instrument, stated: Mapping[str, tree.Assumption]) -> Iterator[Diagnostic]:
    said = list(_said(edition))
    others = list(alternatives(edition))
    if len(others) > MAX_ALTERNATIVES:
        at = stated[others[MAX_ALTERNATIVES][0]].name.at
        count = {"count": len(others), "most": MAX_ALTERNATIVES}
        yield Diagnostic(kind=names.READINGS_TOO_MANY, at=at, facts=count)
    for assumption in stated.values():
        if assumption.read_as is not None:
            yield from _of_assumption(assumption, assumption.read_as, said)
    for statement, source in said:
        yield from _of_statement(statement, source, stated)


def _of_assumption(
    assumption: tree.Assumption, read_as: tree.Name, said: list[_Said]
) -> Iterator[Diagnostic]:
    known = _known(assumption)
    facts = {"id": assumption.name.text}
    if len(known) < 2 and not any(isinstance(r, tree.Error) for r in assumption.readings):
        yield Diagnostic(kind=names.READINGS_TOO_FEW, at=assumption.name.at, facts=facts)
    elif read_as.text not in known:
        yield unknown_id(read_as, known)
    elif all(source.name.text != assumption.name.text for _, source in said):
        yield Diagnostic(kind=names.READINGS_UNUSED, at=assumption.name.at, facts=facts)


def _of_statement(
    statement: tree.Node, source: tree.ByAssumption, stated: Mapping[str, tree.Assumption]
) -> Iterator[Diagnostic]:
    """An assumption that is not stated is told with the others, once its statement is read."""
    assumption = stated.get(source.name.text)
    if source.read_as is None:
        raise AssertionError("the caller has seen a reading")
    if isinstance(statement, tree.InForce):
        facts = {"statement": quoted(statement)}
        yield Diagnostic(kind=names.READING_MISPLACED, at=source.at, facts=facts)
    elif assumption is None:
        yield unknown_id(source.name, stated)
    elif assumption.read_as is None:
        facts = {"id": assumption.name.text}
        yield Diagnostic(kind=names.READING_OF_NONE, at=source.read_as.at, facts=facts)
    elif source.read_as.text not in (known := _known(assumption)):
        yield unknown_id(source.read_as, known)
