"""Ids that belong to an answer: the choices of a question, and the fields of a list.

`light` may be a choice of one input and of another one; which is meant follows from what is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import assert_never

from evaluator.analysis.respelling import Key
from evaluator.syntax import tree
from evaluator.syntax.walk import walk

Space = str
"""A set of ids, by a text that no other set has."""


def fields_of(records: str) -> Space:
    """The fields of a list."""
    return f"field:{records}"


def choices_of(of: tree.ChoicesOf) -> Space:
    """The choices that a rename speaks of."""
    match of:
        case tree.ChoicesOfInput(name=name):
            return _of_quantity(name.text)
        case tree.ChoicesOfField(field=field, records=records):
            return _of_field(field.text, records.text)
        case tree.ChoicesOfEvery(word=word):
            return _of_every(word)
        case tree.ChoicesOfScale(name=name):
            return _of_scale(name.text)
        case _:
            assert_never(of)


def _of_quantity(name: str) -> Space:
    return f"choice:{name}"


def _of_field(field: str, records: str) -> Space:
    return f"choice:{field} in {records}"


def _of_every(word: str) -> Space:
    return f"choice:every {word}"


def _of_scale(name: str) -> Space:
    return f"choice:scale {name}"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known where an id stands.

    Attributes:
        records: the list whose fields stand before everything else here.
        answer: the choices of the answer of the part or `every` around.
        here: the choices that a choice or a key of a cell is one of here.
        fields: the fields that a field declared here is one of.
        columns: the choices of each subject of the table around.
    """

    records: str | None = None
    answer: Space | None = None
    here: Space | None = None
    fields: Space | None = None
    columns: tuple[Space | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """What is asked in one or several editions, the later before the earlier.

    Attributes:
        types: what an input, or a part with a line of its own, is asked for.
        fields: what the fields of each list are asked for.
        worked_out: what is worked out of the records of each list.
        every: what the parts of a word are asked for.
        words: the word of each part.
        scales: the scales, of names or not.
    """

    types: Mapping[str, tree.InputType]
    fields: Mapping[str, Mapping[str, tree.PlainType]]
    worked_out: Mapping[str, Mapping[str, tree.Name]]
    every: Mapping[str, tree.PlainType]
    words: Mapping[str, str]
    scales: Mapping[str, tree.Scale]

    @classmethod
    def of(cls, *editions: tree.Instrument) -> Answers:
        """Those of these editions."""
        types: dict[str, tree.InputType] = {}
        listed: dict[str, dict[str, tree.PlainType]] = {}
        worked_out: dict[str, dict[str, tree.Name]] = {}
        every: dict[str, tree.PlainType] = {}
        words: dict[str, str] = {}
        scales: dict[str, tree.Scale] = {}
        for node in (node for edition in editions for node in walk(edition)):
            match node:
                case tree.Input(name=name, type=kind):
                    types[name.text] = kind
                    if isinstance(kind, tree.ListType):
                        listed.setdefault(name.text, {}).update(_fields(kind))
                        worked_out.setdefault(name.text, {}).update(_worked_out(kind))
                case tree.Item(name=name, word=word, body=body):
                    words[name.text] = word
                    types.update((name.text, kind) for kind in _asked(body or ()))
                case tree.Scale(name=name):
                    scales[name.text] = node
                case tree.Every(word=word, body=body):
                    every.update((word, _either(every.get(word), k)) for k in _asked(body))
                case _:
                    pass
        return cls(
            types=types,
            fields=listed,
            worked_out=worked_out,
            every=every,
            words=words,
            scales=scales,
        )

    def declared(self) -> dict[Key, tree.Name]:
        """Every choice and every field."""
        found: dict[Key, tree.Name] = {}
        for name, kind in self.types.items():
            found |= _choices(_of_quantity(name), kind)
            if isinstance(kind, tree.ListType):
                stated = (f for f in kind.fields if isinstance(f, tree.Field))
                found |= {(fields_of(name), f.name.text): f.name for f in stated}
                found |= {(fields_of(name), x.text): x for x in _worked_out(kind).values()}
        for records, fields in self.fields.items():
            for field, of_field in fields.items():
                found |= _choices(_of_field(field, records), of_field)
        for word, by_word in self.every.items():
            found |= _choices(_of_every(word), by_word)
        for name, scale in self.scales.items():
            found |= _choices(_of_scale(name), scale)
        return found

    def parts_with(self, choice: str, word: str) -> list[str]:
        """The parts of a word that can be answered by a choice, by a line of theirs or `every`."""
        return [
            part
            for part, own in self.words.items()
            if own == word and choice in _keys(self.types.get(part, self.every.get(word)))
        ]

    def space_of(self, name: str) -> Space | None:
        """The choices of an input or of the answer of a part."""
        if name in self.types:
            return _space(self.types[name], _of_quantity(name))
        word = self.words.get(name)
        return self.space_of_every(word) if word is not None else None

    def space_of_every(self, word: str) -> Space | None:
        """The choices by which the parts of a word are answered."""
        kind = self.every.get(word)
        return None if kind is None else _space(kind, _of_every(word))

    def space_of_field(self, field: str, records: str) -> Space | None:
        """The choices of a field of a list."""
        kind = self.fields.get(records, {}).get(field)
        return None if kind is None else _space(kind, _of_field(field, records))

    def space_asked_by(self, subject: tree.Formula, known: Known) -> Space | None:
        """The choices that `is` and the rows of a table ask for."""
        match subject:
            case tree.Reference(name=name):
                if self.is_field(name.text, known):
                    return self.space_of_field(name.text, known.records or "")
                asked = self.types.get(name.text)
                return None if asked is None else self.space_of(name.text)
            case tree.AnswerOf(name=name):
                return self.space_of(name.text)
            case tree.OwnAnswer():
                return known.answer
            case tree.OverRecords(field=field, records=records):
                return self.space_of_field(field.text, records.text)
            case _:
                return None

    def is_field(self, name: str, known: Known) -> bool:
        """Whether a name is of the records that are asked about here: stated, or worked out."""
        own = known.records or ""
        return name in self.fields.get(own, {}) or name in self.worked_out.get(own, {})

    # As a spelling -------------------------------------------------------------------------------

    @property
    def outside(self) -> Known:
        """Nothing is known."""
        return Known()

    def inside(self, node: tree.Node, where: str, index: int, known: Known) -> Known:
        """What is known in one part of a field of a node."""
        match node:
            case tree.Count(name=records) | tree.OverRecords(records=records) if where == "where":
                return replace(known, records=records.text)
            case tree.Repeated(records=tree.Name() as records) if where == "where":
                return replace(known, records=records.text)
            case tree.Input(name=name):
                fields = fields_of(name.text)
                return replace(
                    known, here=self.space_of(name.text), fields=fields, records=name.text
                )
            case tree.Field(name=name):
                return replace(known, here=self.space_of_field(name.text, known.records or ""))
            case tree.Scale(name=name):
                return replace(known, here=_of_scale(name.text))
            case tree.Item(name=name):
                return replace(known, answer=self.space_of(name.text))
            case tree.Every(word=word):
                return replace(known, answer=self.space_of_every(word))
            case tree.Answered() | tree.AnswerNeeds():
                return replace(known, here=known.answer)
            case tree.Table(subjects=subjects) if where == "lines":
                columns = tuple(self.space_asked_by(each, known) for each in subjects)
                return replace(known, columns=columns)
            case tree.Row() if where == "cells":
                within = index < len(known.columns)
                return replace(known, here=known.columns[index] if within else None)
            case _:
                return known

    def key(self, node: tree.Node, where: str, name: tree.Name, known: Known) -> Key | None:
        """The choices or fields that an id is one of, and the id."""
        space = self._space(node, where, name, known)
        return None if space is None else (space, name.text)

    def _space(self, node: tree.Node, where: str, name: tree.Name, known: Known) -> Space | None:
        match node, where:
            case (tree.Choice(), "key") | (tree.Cell(), "keys") | (tree.Carry(), _):
                return known.here
            case tree.ChoicesOfField(records=records), "field":
                return fields_of(records.text)
            case tree.Is(subject=subject) | tree.Among(subject=subject), _:
                return self.space_asked_by(subject, known)
            case tree.NotApplicable() | tree.WithoutEvidence(), _:
                return known.answer
            case ((tree.Field() | tree.Value() | tree.Cases() | tree.Table()), "name"):
                return known.fields
            case tree.OverRecords(records=records), "field" | "weight":
                return fields_of(records.text)
            case tree.Reference(), _ if self.is_field(name.text, known):
                return fields_of(known.records or "")
            case _:
                return None


def _space(kind: tree.InputType, own: Space) -> Space | None:
    """The choices of a type; those on a scale belong to the scale."""
    match kind:
        case tree.ChoiceType():
            return own
        case tree.ScaleType(scale=scale):
            return _of_scale(scale.text)
        case _:
            return None


def _either(one: tree.PlainType | None, other: tree.PlainType) -> tree.PlainType:
    """What parts of one word are asked for, inside different parts of the tree."""
    if isinstance(one, tree.ChoiceType) and isinstance(other, tree.ChoiceType):
        return replace(other, choices=(*one.choices, *other.choices))
    return other


def _choices(space: Space, kind: tree.InputType | tree.Scale) -> dict[Key, tree.Name]:
    return {(space, key): name for key, name in _keys(kind).items()}


def _keys(kind: tree.InputType | tree.Scale | None) -> dict[str, tree.Name]:
    stated = kind.choices if isinstance(kind, tree.ChoiceType | tree.Scale) else ()
    keys = (c.key for c in stated if isinstance(c, tree.Choice))
    return {key.text: key for key in keys if isinstance(key, tree.Name)}


def _fields(kind: tree.ListType) -> dict[str, tree.PlainType]:
    return {f.name.text: f.type for f in kind.fields if isinstance(f, tree.Field)}


def _worked_out(kind: tree.ListType) -> dict[str, tree.Name]:
    lines = (x for x in kind.fields if isinstance(x, tree.Valuation))
    return {x.name.text: x.name for x in lines if x.name is not None}


def _asked(body: tuple[tree.Statement, ...]) -> list[tree.PlainType]:
    return [line.type for line in body if isinstance(line, tree.Answered)]
