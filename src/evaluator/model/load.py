"""The checked instrument from the plain data `dump` wrote.

What each node holds is read from the annotations of the model itself, so the two cannot drift
apart; what does not fit them to the letter is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from evaluator.model.dump import SCHEMA
from evaluator.model.formula import RARE
from evaluator.model.instrument import Instrument
from evaluator.source import NOWHERE, Source, Span
from evaluator.values.numbers import parse_decimal, text_of

Sources = Mapping[str, Source]
Reader = Callable[[Any, Sources], object]
T = TypeVar("T")


class NotAnInstrument(ValueError):  # noqa: N818 - says what the data is, to the one who catches it
    """The data is not what `dump_instrument` writes of an instrument in these sources."""


def load_instrument(data: object, sources: Sources) -> Instrument:
    """The instrument that was dumped, its places in `sources`, which are by name.

    Raises:
        NotAnInstrument: the data is anything else.
    """
    match data:
        case {"schema": schema, **body} if schema == SCHEMA:
            pass
        case _:
            raise NotAnInstrument("no instrument of this form")
    try:
        loaded = _reader(Instrument)(body, sources)
    except (AttributeError, LookupError, TypeError, ValueError, ArithmeticError) as error:
        raise NotAnInstrument(str(error)) from error
    except RecursionError as error:
        raise NotAnInstrument("nested too deep") from error
    if not isinstance(loaded, Instrument):
        raise NotAnInstrument("no instrument")
    return loaded


# Readers by type ---------------------------------------------------------------------------------


@cache
def _reader(wanted: Any) -> Reader:
    """What reads a value of this type."""
    if wanted in _READERS:
        return _READERS[wanted]
    arguments = get_args(wanted)
    if get_origin(wanted) in {UnionType, Union}:
        return _either(arguments)
    if get_origin(wanted) is tuple:
        return _every(arguments[0]) if arguments[-1] is Ellipsis else _row(arguments)
    if is_dataclass(wanted):
        return _node((wanted,))
    if issubclass(wanted, Enum):
        return lambda data, _: wanted(_text(data))
    raise AssertionError(f"a model holds no {wanted}")


def _either(types: tuple[Any, ...]) -> Reader:
    """One of several nodes, told by its kind; or one type, which may be left out."""
    present = tuple(each for each in types if each is not NoneType)
    read = _node(present) if len(present) > 1 else _reader(present[0])
    if len(present) == len(types):
        return read
    return lambda data, sources: None if data is None else read(data, sources)


def _every(part: Any) -> Reader:
    read = _reader(part)
    return lambda data, sources: tuple(read(each, sources) for each in _listed(data))


def _row(types: tuple[Any, ...]) -> Reader:
    readers = tuple(_reader(each) for each in types)

    def read(data: Any, sources: Sources) -> object:
        pairs = zip(readers, _listed(data), strict=True)
        return tuple(read_part(each, sources) for read_part, each in pairs)

    return read


def _node(types: tuple[Any, ...]) -> Reader:
    """A node of one of these types. Its parts are looked at late: types hold one another."""
    by_kind = {each.__name__: each for each in types}

    def read(data: Any, sources: Sources) -> object:
        node = by_kind[data["kind"]]
        readers = _parts(node)
        there = {name: part for name, part in readers.items() if name in data}
        if len(data) != len(there) + 1 or not readers.keys() - there.keys() <= _rare(node):
            raise NotAnInstrument(f"{node.__name__} has other parts")
        return node(**{name: part(data[name], sources) for name, part in there.items()})

    return read


@cache
def _rare(node: Any) -> frozenset[str]:
    """The parts that are left out where there are none."""
    return frozenset(field.name for field in fields(node) if field.metadata == RARE)


@cache
def _parts(node: Any) -> Mapping[str, Reader]:
    types = get_type_hints(node)
    return {field.name: _reader(types[field.name]) for field in fields(node)}


# Plain values ------------------------------------------------------------------------------------


def _listed(data: object) -> list[Any]:
    return _exactly(list, data)


def _text(data: object) -> str:
    return _exactly(str, data)


def _exactly(wanted: type[T], data: object) -> T:
    # Not `isinstance`: `True` is no level.
    if type(data) is not wanted:
        raise NotAnInstrument(f"{data!r} is no {wanted.__name__}")
    return data


def _fraction(data: object) -> Fraction:
    text = _text(data)
    over, _, under = text.partition("/")
    value = Fraction(int(over), int(under)) if under else parse_decimal(text)
    if text_of(value) != text:
        raise NotAnInstrument(f"{text} is not how a number is written")
    return value


def _place(data: Any, sources: Sources) -> Span:
    if data is None:
        return NOWHERE
    source, start, end = sources[data["file"]], data["start"], data["end"]
    if not 0 <= _exactly(int, start) <= _exactly(int, end) <= len(source.text):
        raise NotAnInstrument(f"{source.name} ends before {end}")
    return Span(source, start, end)


_READERS: Mapping[object, Reader] = {
    bool: lambda data, _: _exactly(bool, data),
    int: lambda data, _: _exactly(int, data),
    str: lambda data, _: _text(data),
    Fraction: lambda data, _: _fraction(data),
    date: lambda data, _: date.fromisoformat(_text(data)),
    Span: _place,
}
"""The types that are no nodes."""
