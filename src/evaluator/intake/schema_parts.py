"""The parts of the JSON Schema of a response that are the same for every instrument."""

from __future__ import annotations

from evaluator.intake.answers import FINDING_KEYS
from evaluator.intake.documents import DOCUMENT_FINDING_KEYS, DOCUMENT_KEYS, PREVIOUS_KEYS
from evaluator.intake.header import PERIOD_KEYS, SUBJECT_KEYS
from evaluator.intake.limits import MAX_ATTRIBUTES, MAX_TEXT
from evaluator.intake.rulings import RECORD_FINDING_KEYS

Schema = dict[str, object]

NULL: Schema = {"type": "null"}
"""What is left out."""

_TEXT: Schema = {"type": "string", "maxLength": MAX_TEXT}
TEXT: Schema = {"$ref": "#/$defs/text"}
NAME: Schema = {"$ref": "#/$defs/name"}
"""A text that says something."""

NUMBER: Schema = {"type": "number"}
YES_NO: Schema = {"type": "boolean"}
DAY: Schema = {"$ref": "#/$defs/day"}
_DAY: Schema = {
    "type": "string",
    "format": "date",
    "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
    "maxLength": 10,
}

EVIDENCE: Schema = {"type": "array", "items": TEXT}
"""The ids of documents."""

_TYPES: dict[str, Schema] = {
    "dated": DAY,
    "valid_until": DAY,
    "on": DAY,
    "from": DAY,
    "to": DAY,
    "accepted": YES_NO,
}
"""The types of keys that are not text."""


def or_null(schema: Schema) -> Schema:
    """A value that may be left out."""
    return NULL if schema is NULL else {"anyOf": [schema, NULL]}


def closed(properties: dict[str, Schema], required: tuple[str, ...] = ()) -> Schema:
    """An object with these keys and no others."""
    schema: Schema = {"type": "object", "properties": properties}
    if required:
        schema["required"] = list(required)
    return {**schema, "additionalProperties": False}


def named(entry: Schema) -> Schema:
    """An object whose keys are the author's, each with such an entry."""
    return {"type": "object", "additionalProperties": or_null(entry)}


def ref(name: str) -> Schema:
    """A definition of the schema."""
    return {"$ref": f"#/$defs/{name}"}


def of_keys(keys: tuple[str, ...], required: dict[str, Schema], **others: Schema) -> Schema:
    """An object of known keys: the required ones as given, the rest text or date, or left out."""
    properties: dict[str, Schema] = {
        key: required[key] if key in required else or_null(others.get(key, _TYPES.get(key, TEXT)))
        for key in keys
    }
    return closed(properties, tuple(required))


def finding_of(value: Schema) -> Schema:
    """A finding or decision that says such a value."""
    return of_keys(FINDING_KEYS, {"value": value})


def points_of(value: Schema) -> Schema:
    """A finding or decision that gives points: its reason says something."""
    return of_keys(FINDING_KEYS, {"value": value, "reason": NAME})


def record_finding_of(record: Schema) -> Schema:
    """A finding or decision on one record of a list: what it should be, or whether it counts."""
    schema = of_keys(RECORD_FINDING_KEYS, {}, value=record)
    alone = (("value", "accepted"), ("accepted", "value"))
    either: list[Schema] = [
        {"required": [one], "properties": {one: {"not": NULL}, other: NULL}} for one, other in alone
    ]
    return {**schema, "anyOf": either}


def document_of(kind: Schema) -> Schema:
    """A document of such a kind."""
    plain: Schema = {"anyOf": [TEXT, NUMBER, YES_NO, NULL]}
    attributes: Schema = {
        "type": "object",
        "maxProperties": MAX_ATTRIBUTES,
        "additionalProperties": plain,
    }
    return of_keys(DOCUMENT_KEYS, {"kind": kind}, attributes=attributes)


SHARED: dict[str, Schema] = {
    "text": _TEXT,
    "name": {**_TEXT, "pattern": r"\S"},
    "day": _DAY,
    "subject": of_keys(SUBJECT_KEYS, {"id": NAME}, groups=named(TEXT)),
    "period": of_keys(PERIOD_KEYS, {"from": DAY, "to": DAY}),
    "document_finding": of_keys(DOCUMENT_FINDING_KEYS, {"accepted": YES_NO}),
    "previous": of_keys(PREVIOUS_KEYS, {}, period=ref("period"), values=named(NUMBER)),
}
"""The definitions that are the same in every schema of a response."""
