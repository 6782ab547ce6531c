"""Old answers on a changed scale: what an amendment says they count as."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import assert_never

from evaluator.analysis.level_rows import levels_of
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
        for line in (*_carried(statement.statement), *_inside(statement.statement))
    }
    for node in walk(instrument):
        if isinstance(node, tree.Carry) and id(node) not in changed:
            yield Diagnostic(kind=names.CARRY_MISPLACED, at=node.at)


def check_carries(old: tree.Node, new: tree.Node) -> Iterator[Diagnostic]:
    """Old answers that were not there, that become what is not there, or that are left over."""
    yield from _check(_carried(new), _keys(_choices(old)), _keys(_choices(new)))
    before = _fields(old)
    for name, kind in _fields(new).items():
        if name in before:
            yield from _check(kind.carried, _keys(before[name]), _keys(kind))
        else:
            yield from (Diagnostic(kind=names.CARRY_MISPLACED, at=x.at) for x in kind.carried)


def check_carries_of_parts(base: tree.Instrument, whole: tree.Instrument) -> Iterator[Diagnostic]:
    """The same of the answers of parts, which a line of a part or of its `every` asks for.

    `base` says nothing of old answers: whatever `whole` says is of the amendment.
    """
    before = _Answers.of(base)
    for place, line in _Answers.of(whole).own:
        if not isinstance(line.type, tree.ChoiceType) or not line.type.carried:
            continue
        old = before.to(place)
        if old is None:
            yield from (Diagnostic(kind=names.CARRY_MISPLACED, at=x.at) for x in line.type.carried)
        else:
            yield from _check(line.type.carried, _keys(old), _keys(line.type))


def _check(
    carried: tuple[tree.Carry, ...], before: tuple[str, ...], after: tuple[str, ...]
) -> Iterator[Diagnostic]:
    if not carried:
        return
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
        case tree.Input(type=tree.ListType(fields=fields) as kind):
            return replace(statement, type=replace(kind, fields=tuple(map(_silent_field, fields))))
        case tree.Answered(type=tree.ChoiceType(carried=carried) as kind) if carried:
            return replace(statement, type=replace(kind, carried=()))
        case tree.Item(body=body) if body:
            return replace(statement, body=tuple(map(_silent, body)))
        case tree.Every(body=body):
            return replace(statement, body=tuple(map(_silent, body)))
        case _:
            return statement


_OfRecord = tree.Field | tree.Valuation | tree.Error


def _silent_field(field: _OfRecord) -> _OfRecord:
    match field:
        case tree.Field(type=tree.ChoiceType(carried=carried) as kind) if carried:
            return replace(field, type=replace(kind, carried=()))
        case _:
            return field


# Answers of parts --------------------------------------------------------------------------------

_Place = tree.Item | tree.Every


@dataclass(frozen=True, slots=True)
class _Answers:
    """What parts are asked in an edition.

    Attributes:
        own: each line that asks, with the part or the `every` it stands in.
        parts: what each part is asked, by its own line or by that of `every`.
    """

    own: tuple[tuple[_Place, tree.Answered], ...]
    parts: Mapping[str, tree.Answered]

    @classmethod
    def of(cls, edition: tree.Instrument) -> _Answers:
        """Those of a consolidated edition."""
        every = {s.word: _asks(s.body) for s in edition.body if isinstance(s, tree.Every)}
        places = [node for node in walk(edition) if isinstance(node, _Place)]
        own = tuple((node, line) for node in places if (line := _asks(node.body or ())) is not None)
        parts = {
            node.name.text: line
            for node in places
            if isinstance(node, tree.Item) and not _says_its_value(node)
            if (line := every.get(node.word)) is not None
        }
        parts |= {node.name.text: line for node, line in own if isinstance(node, tree.Item)}
        return cls(own=own, parts=parts)

    def to(self, place: _Place) -> tree.ChoiceType | None:
        """The choices that the same part, or `every` of the same word, was asked for."""
        if isinstance(place, tree.Item):
            line = self.parts.get(place.name.text)
        else:
            same = (x for of, x in self.own if isinstance(of, tree.Every) and of.word == place.word)
            line = next(same, None)
        kind = line.type if line is not None else None
        return kind if isinstance(kind, tree.ChoiceType) else None


def _asks(body: tuple[tree.Statement, ...]) -> tree.Answered | None:
    return next((line for line in body if isinstance(line, tree.Answered)), None)


def _says_its_value(item: tree.Item) -> bool:
    return any(isinstance(x, tree.Rated | tree.Valuation) for x in item.body or ())


def _fields(statement: tree.Node) -> dict[str, tree.ChoiceType]:
    """The fields of a list that ask for choices."""
    match statement:
        case tree.Input(type=tree.ListType(fields=fields)):
            stated = (field for field in fields if isinstance(field, tree.Field))
            return {f.name.text: f.type for f in stated if isinstance(f.type, tree.ChoiceType)}
        case _:
            return {}


def _inside(statement: tree.Node) -> Iterator[tree.Carry]:
    """Old answers inside a changed part, `every` or list."""
    for kind in _fields(statement).values():
        yield from kind.carried
    if isinstance(statement, _Place):
        for node in walk(statement):
            if isinstance(node, tree.Answered) and isinstance(node.type, tree.ChoiceType):
                yield from node.type.carried


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


def _keys(choices: _Choices | None) -> tuple[str, ...]:
    match choices:
        case tree.Scale():
            return tuple(key_of(level.key) for level in levels_of(choices))
        case tree.ChoiceType(choices=stated):
            return tuple(key_of(x.key) for x in stated if isinstance(x, tree.Choice))
        case None:
            return ()
        case _:
            assert_never(choices)


def _unknown(key: tree.Name | tree.Number, known: tuple[str, ...]) -> Iterator[Diagnostic]:
    if key_of(key) not in known:
        facts: dict[str, Fact] = {"text": key_of(key), "known": known}
        yield Diagnostic(kind=names.CARRY_UNKNOWN, at=key.at, facts=facts)
