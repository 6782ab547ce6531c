"""Old answers on a changed scale: what an amendment says they count as."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from evaluator.diagnostics.kinds import names
from evaluator.diagnostics.model import Diagnostic, Fact
from evaluator.syntax import tree
from evaluator.syntax.walk import walk
from evaluator.values.numbers import text_of

_Choices = tree.Scale | tree.ChoiceType


def key_of(key: tree.Name | tree.Number) -> str:
    """A level or a choice as text; a level is the same however its number is written."""
    return key.text if isinstance(key, tree.Name) else text_of(key.value)


def stray_carries(instrument: tree.Instrument) -> Iterator[Diagnostic]:
    """Old answers that are spoken of where nothing was changed."""
    changed = {
        id(line)
        for statement in instrument.body
        if isinstance(statement, tree.Change)
        for line in _carried(statement.statement)
    }
    for node in walk(instrument):
        if isinstance(node, tree.Carry) and id(node) not in changed:
            yield Diagnostic(kind=names.CARRY_MISPLACED, at=node.at)


def check_carries(old: tree.Node, new: tree.Node) -> Iterator[Diagnostic]:
    """Old answers that were not there, that become what is not there, or that are left over."""
    carried = _carried(new)
    if not carried:
        return
    before, after = _keys(old), _keys(new)
    for line in carried:
        yield from _unknown(line.old, before)
        if line.new is not None:
            yield from _unknown(line.new, after)
    said = {key_of(line.old) for line in carried}
    left = tuple(key for key in before if key not in said)
    if left:
        yield Diagnostic(kind=names.CARRY_INCOMPLETE, at=carried[0].at, facts={"left": left})


def without_carries(edition: tree.Instrument) -> tree.Instrument:
    """The edition without what it says of the answers of the edition before it."""
    return replace(edition, body=tuple(map(_silent, edition.body)))


def _silent(statement: tree.Statement) -> tree.Statement:
    match statement:
        case tree.Scale(carried=carried) if carried:
            return replace(statement, carried=())
        case tree.Input(type=tree.ChoiceType(carried=carried) as kind) if carried:
            return replace(statement, type=replace(kind, carried=()))
        case _:
            return statement


def _choices(statement: tree.Node) -> _Choices | None:
    match statement:
        case tree.Scale():
            return statement
        case tree.Input(type=tree.ChoiceType() as kind):
            return kind
        case _:
            return None


def _carried(statement: tree.Node) -> tuple[tree.Carry, ...]:
    choices = _choices(statement)
    return choices.carried if choices is not None else ()


def _keys(statement: tree.Node) -> tuple[str, ...]:
    choices = _choices(statement)
    stated = choices.choices if choices is not None else ()
    return tuple(key_of(choice.key) for choice in stated if isinstance(choice, tree.Choice))


def _unknown(key: tree.Name | tree.Number, known: tuple[str, ...]) -> Iterator[Diagnostic]:
    if key_of(key) not in known:
        facts: dict[str, Fact] = {"text": key_of(key), "known": known}
        yield Diagnostic(kind=names.CARRY_UNKNOWN, at=key.at, facts=facts)
