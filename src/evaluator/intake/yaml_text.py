"""YAML text to a document: the part of YAML that says the same as JSON, and nothing implicit.

Keys are text as they are written: `on` is a key. This module brings PyYAML with it, so it is
imported when the first YAML text arrives.
"""

from __future__ import annotations

from fractions import Fraction

import yaml

from evaluator.diagnostics.kinds import inputs as kinds
from evaluator.diagnostics.model import Kind, Outcome
from evaluator.intake.document import (
    Array,
    Boolean,
    Member,
    Null,
    Number,
    Object,
    String,
    Unreadable,
    Value,
)
from evaluator.intake.limits import MAX_DEPTH
from evaluator.intake.quoting import quoted
from evaluator.intake.walk import BrokenOffError
from evaluator.intake.yaml_events import Events
from evaluator.intake.yaml_scalars import plain_value, text_value
from evaluator.source import Source
from evaluator.values.numbers import MAX_DIGITS


def read_yaml(source: Source) -> Outcome[Value]:
    """The document of a YAML text; none where its layout cannot be read."""
    events = Events(source)
    try:
        value = _document(events)
    except BrokenOffError:
        return Outcome(None, tuple(events.found))
    return Outcome(value, tuple(events.found))


def _document(events: Events) -> Value:
    events.next()
    start = events.next()
    if not isinstance(start, yaml.DocumentStartEvent):
        raise events.break_off(kinds.INPUT_EMPTY, events.span(start))
    if start.tags:
        events.report(kinds.YAML_TAG, events.span(start), text="%TAG")
    value = _value(events, events.next(), 0)
    events.next()
    after = events.next()
    if not isinstance(after, yaml.StreamEndEvent):
        events.report(kinds.YAML_DOCUMENTS, events.span(after))
    return value


def _value(events: Events, event: yaml.Event, depth: int) -> Value:
    """The value that begins with an event, read to its end."""
    if events.spent():
        raise events.too_many(events.opening(event))
    if isinstance(event, yaml.AliasEvent):
        return _refused(events, event, kinds.YAML_ANCHOR, f"*{event.anchor}")
    sound = _without_extras(events, event)
    value: Value
    if isinstance(event, yaml.ScalarEvent):
        value = _scalar(events, event) if sound else Unreadable(at=events.span(event))
    elif depth == MAX_DEPTH:
        raise events.break_off(kinds.INPUT_TOO_DEEP, events.span(event), limit=MAX_DEPTH)
    elif isinstance(event, yaml.SequenceStartEvent):
        value = _array(events, event, depth + 1)
    else:
        value = _object(events, event, depth + 1)
    return value


def _without_extras(events: Events, event: yaml.Event) -> bool:
    """Whether a value carries neither an anchor nor a tag; either is reported."""
    anchor = getattr(event, "anchor", None)
    tag = getattr(event, "tag", None)
    at = events.opening(event)
    if anchor is not None:
        events.report(kinds.YAML_ANCHOR, at, text=quoted(f"&{anchor}"))
    if tag is not None:
        events.report(kinds.YAML_TAG, at, text=quoted(_tag_as_written(tag)))
    return anchor is None and tag is None


def _tag_as_written(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!", 1)


def _refused(events: Events, event: yaml.Event, kind: Kind, text: str) -> Unreadable:
    events.report(kind, events.span(event), text=quoted(text), limit=MAX_DIGITS)
    return Unreadable(at=events.span(event))


def _scalar(events: Events, event: yaml.ScalarEvent) -> Value:
    at = events.span(event)
    value = text_value(event.value) if event.style else plain_value(event.value)
    match value:
        case Kind():
            text = "U+D800" if value is kinds.LONE_SURROGATE else event.value
            return _refused(events, event, value, text)
        case None:
            return Null(at=at)
        case bool():
            return Boolean(value=value, at=at)
        case Fraction():
            return Number(value=value, at=at)
        case _:
            return String(value=value, at=at)


def _array(events: Events, start: yaml.Event, depth: int) -> Value:
    items: list[Value] = []
    events.path.append(0)
    event = events.next()
    while not isinstance(event, yaml.SequenceEndEvent):
        items.append(_value(events, event, depth))
        events.path[-1] = len(items)
        event = events.next()
    events.path.pop()
    return Array(items=tuple(items), at=events.span(start).to(events.span(event)))


def _object(events: Events, start: yaml.Event, depth: int) -> Value:
    members: dict[str, Member] = {}
    event = events.next()
    while not isinstance(event, yaml.MappingEndEvent):
        name = _key(events, event, depth)
        events.path.append(name.value if isinstance(name, String) else "?")
        if isinstance(name, String):
            _note_duplicate(events, name, members)
            value = _value(events, events.next(), depth)
            members.setdefault(name.value, Member(key=name, value=value))
        else:
            _value(events, events.next(), depth)
        events.path.pop()
        event = events.next()
    return Object(members=tuple(members.values()), at=events.span(start).to(events.span(event)))


def _note_duplicate(events: Events, name: String, members: dict[str, Member]) -> None:
    if name.value in members:
        first = members[name.value].key.at
        events.report(
            kinds.DUPLICATE_KEY, name.at, (first,), key=quoted(name.value), line=first.line
        )


def _key(events: Events, event: yaml.Event, depth: int) -> String | Unreadable:
    """A key is the text as written; anything else in its place is reported and passed over."""
    if not isinstance(event, yaml.ScalarEvent):
        _value(events, event, depth)
        events.report(kinds.YAML_KEY, events.span(event))
        return Unreadable(at=events.span(event))
    if not _without_extras(events, event):
        return Unreadable(at=events.span(event))
    if not event.style and event.value in {"<<", ""}:
        kind = kinds.YAML_MERGE_KEY if event.value else kinds.YAML_KEY
        return _refused(events, event, kind, event.value)
    if isinstance(text_value(event.value), Kind):
        return _refused(events, event, kinds.LONE_SURROGATE, "U+D800")
    return String(value=event.value, at=events.span(event))
