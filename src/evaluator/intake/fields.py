"""The members of an object, each asked for by its key and its type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from evaluator.diagnostics.kinds import inputs as kinds
from evaluator.diagnostics.model import Diagnostic, Fact, Kind
from evaluator.intake.document import Boolean, Null, Number, Object, String, Unreadable, Value
from evaluator.intake.limits import MAX_TEXT
from evaluator.intake.nearest import nearest
from evaluator.intake.pointer import below
from evaluator.intake.quoting import quoted, shown
from evaluator.source import NOWHERE, Span
from evaluator.values.record import record

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""A date as a response writes it."""


@record()
class Place:
    """An object or list in a response, and where the mistakes in it are written down."""

    pointer: str
    found: list[Diagnostic]

    def below(self, key: str | int) -> Place:
        """The place of a member."""
        return Place(below(self.pointer, key), self.found)

    def report(self, kind: Kind, at: Span, /, **facts: Fact) -> None:
        """Write down a mistake that is about this place."""
        self.found.append(Diagnostic(kind=kind, at=at, pointer=self.pointer, facts=facts))

    def refuse(self, kind: Kind, key: str | int, node: Value, /, **facts: Fact) -> None:
        """Write down that a member is not what was expected, once for what could not be read."""
        if not isinstance(node, Unreadable):
            facts = {"key": quoted(str(key)), "found": shown(node), **facts}
            self.below(key).report(kind, node.at, **facts)


@record()
class Fields:
    """The members of an object that are there: what is `null` counts as left out."""

    values: Mapping[str, Value]
    place: Place

    def text(self, key: str) -> str | None:
        """A text of bounded length, which may be empty."""
        node = self.values.get(key)
        return None if node is None else text_of_node(node, self.place, key)

    def name(self, key: str) -> str | None:
        """A text that says something."""
        value = self.text(key)
        if value is not None and not value.strip():
            self.place.refuse(kinds.TEXT_EMPTY, key, self.values[key])
            return None
        return value

    def day(self, key: str) -> date | None:
        """A date that exists."""
        node = self.values.get(key)
        return None if node is None else day_of_node(node, self.place, key)

    def yes_no(self, key: str) -> bool | None:
        """Yes or no."""
        node = self.values.get(key)
        if node is None or isinstance(node, Boolean):
            return None if node is None else node.value
        self.place.refuse(kinds.YES_NO_EXPECTED, key, node)
        return None

    def entries(self, key: str) -> Iterator[tuple[String, Value]]:
        """The keys and values of a member that is an object with keys of the author's choice.

        Values that are `null` are among them: their keys are judged even so.
        """
        node = self.values.get(key)
        if isinstance(node, Object):
            for member in node.members:
                yield member.key, member.value
        elif node is not None:
            self.place.refuse(kinds.OBJECT_EXPECTED, key, node)

    def fields(
        self, key: str, known: tuple[str, ...], required: tuple[str, ...] = ()
    ) -> Fields | None:
        """A member that is an object with keys of ours."""
        node = self.values.get(key)
        return None if node is None else fields_of(node, self.place, key, known, required)


def fields_of(
    node: Value,
    place: Place,
    key: str | int,
    known: tuple[str, ...],
    required: tuple[str, ...] = (),
) -> Fields | None:
    """The members of an object below a place; unknown and missing keys are reported."""
    if not isinstance(node, Object):
        place.refuse(kinds.OBJECT_EXPECTED, key, node)
        return None
    return fields_at(node, place.below(key), known, required)


def fields_at(
    node: Object, place: Place, known: tuple[str, ...], required: tuple[str, ...], free: str = ""
) -> Fields:
    """The members of an object that stands at a place; keys that begin with `free` are not read."""
    values = {}
    for member in node.members:
        name = member.key.value
        if name not in known:
            if free and name.startswith(free):
                continue
            near = nearest(name, known, offered=None)
            place.below(name).report(kinds.UNKNOWN_KEY, member.key.at, key=quoted(name), near=near)
        elif not isinstance(member.value, Null):
            values[name] = member.value
    for name in required:
        if name not in values:
            place.report(kinds.MISSING_KEY, _opening(node.at), key=name)
    return Fields(values, place)


def _opening(at: Span) -> Span:
    """The first character of an object: where something is missing in it."""
    return at if at is NOWHERE else Span(at.source, at.start, at.start + 1)


def text_of_node(node: Value, place: Place, key: str | int) -> str | None:
    """The text of a member."""
    if not isinstance(node, String):
        place.refuse(kinds.TEXT_EXPECTED, key, node)
        return None
    if len(node.value) > MAX_TEXT:
        place.refuse(kinds.TEXT_TOO_LONG, key, node, limit=MAX_TEXT)
        return None
    return node.value


def number_of_node(node: Value, place: Place, key: str) -> Fraction | None:
    """The number of a member."""
    if isinstance(node, Number):
        return node.value
    place.refuse(kinds.NUMBER_EXPECTED, key, node)
    return None


def day_of_node(node: Value, place: Place, key: str) -> date | None:
    """The date of a member."""
    if not isinstance(node, String):
        place.refuse(kinds.DATE_EXPECTED, key, node)
        return None
    if DAY.fullmatch(node.value) is None:
        place.refuse(kinds.DATE_FORM, key, node, text=quoted(node.value))
        return None
    try:
        return date.fromisoformat(node.value)
    except ValueError:
        place.refuse(kinds.DATE_UNREAL, key, node, text=node.value)
        return None
