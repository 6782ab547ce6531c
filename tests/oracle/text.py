"""A response as text: JSON that keeps the digits of every number, and YAML of the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal


def to_json(value: object) -> str:
    """JSON text; a `Decimal` is written with the digits it has."""
    match value:
        case Decimal():
            return str(value)
        case Mapping():
            members = (f"{to_json(str(key))}: {to_json(member)}" for key, member in value.items())
            return "{" + ", ".join(members) + "}"
        case list() | tuple():
            return "[" + ", ".join(to_json(element) for element in value) + "]"
        case _:
            return json.dumps(value, ensure_ascii=False, allow_nan=False)


def to_yaml(value: object, indent: str = "") -> str:
    """YAML text in block style; keys and texts are quoted as JSON quotes them."""
    if isinstance(value, Mapping) and value:
        lines = (
            f"{indent}{json.dumps(str(key), ensure_ascii=False)}: {_below(member, indent)}"
            for key, member in value.items()
        )
        return "\n".join(lines)
    return indent + _yaml_scalar(value)


def _below(value: object, indent: str) -> str:
    if isinstance(value, Mapping) and value:
        return "\n" + to_yaml(value, indent + "  ")
    return _yaml_scalar(value)


def _yaml_scalar(value: object) -> str:
    """Flow style: what a YAML reader has in common with a JSON reader, surrogate pairs apart."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_yaml_scalar(element) for element in value) + "]"
    if isinstance(value, Mapping):
        members = (
            f"{json.dumps(str(k), ensure_ascii=False)}: {_yaml_scalar(v)}" for k, v in value.items()
        )
        return "{" + ", ".join(members) + "}"
    return json.dumps(value, ensure_ascii=False)
