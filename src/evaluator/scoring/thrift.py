"""The compact protocol of Apache Thrift, in which the footer of a Parquet file is written.

Only what a footer has: a structure is read as what stands in it, without its schema, and written
back in the same bytes, so that what nobody here knows of is carried along.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeVar

T = TypeVar("T")
Plain = int | bytes


class Type(IntEnum):
    """What a value is, by its number in the protocol."""

    TRUE = 1
    FALSE = 2
    BYTE = 3
    I16 = 4
    I32 = 5
    I64 = 6
    DOUBLE = 7
    BINARY = 8
    LIST = 9
    SET = 10
    STRUCT = 12


# Plain numbers: those of an enumeration take several times as long to look up and to compare.
_TRUE, _FALSE, _BYTE = int(Type.TRUE), int(Type.FALSE), int(Type.BYTE)
_INTEGERS = (int(Type.I16), int(Type.I32), int(Type.I64))
_DOUBLE, _BINARY, _STRUCT = int(Type.DOUBLE), int(Type.BINARY), int(Type.STRUCT)
_LISTS = (int(Type.LIST), int(Type.SET))
_LONG = 15
"""A list of as many or more says how many in bytes of its own; a field as far from the last one."""


@dataclass(slots=True)
class Listed:
    """A list, or a set, of values of one type."""

    of: Type
    values: list[Value]


@dataclass(slots=True)
class Struct:
    """Fields by their number: the type and the value of each."""

    fields: dict[int, tuple[Type, Value]]

    def number(self, field: int) -> int | None:
        """The integer of a field; `None` where it is left out."""
        found = self.fields.get(field)
        return None if found is None else _of(found[1], int)

    def binary(self, field: int) -> bytes | None:
        """The bytes of a field; `None` where it is left out."""
        found = self.fields.get(field)
        return None if found is None else _of(found[1], bytes)

    def struct(self, field: int) -> Struct:
        """The structure of a field."""
        return _of(self.fields[field][1], Struct)

    def structs(self, field: int) -> list[Struct]:
        """The structures of a field that is a list of them."""
        return [_of(each, Struct) for each in _of(self.fields[field][1], Listed).values]

    def put(self, field: int, value: Value) -> None:
        """Give a field that is there another value of its type."""
        self.fields[field] = (self.fields[field][0], value)

    def put_structs(self, field: int, values: Sequence[Struct | bytes]) -> None:
        """Give a field that is there other structures, as they are or as they are written."""
        self.put(field, Listed(Type.STRUCT, [*values]))


Value = Plain | Listed | Struct


def read_struct(raw: bytes) -> Struct:
    """The structure that bytes begin with."""
    struct, _ = _read_struct(raw, 0)
    return struct


def written(struct: Struct) -> bytes:
    """The bytes of a structure."""
    out = bytearray()
    _write_struct(out, struct)
    return bytes(out)


def _of(value: Value, type_: type[T]) -> T:
    if not isinstance(value, type_):
        raise TypeError(f"{type_.__name__} was expected")
    return value


# Reading -----------------------------------------------------------------------------------------
# A footer has thousands of values, and a file is joined while nothing else goes on: what is read of
# each type is looked up by its number, and where the next value begins is handed on.


def _read_struct(raw: bytes, at: int) -> tuple[Struct, int]:
    fields: dict[int, tuple[Type, Value]] = {}
    last = 0
    while head := raw[at]:
        code = head & 15
        if head > 15:
            last += head >> 4
            at += 1
        else:
            last, at = _read_integer(raw, at + 1)
        value, at = _READ[code](raw, at)
        fields[last] = (_TYPES[code], value)
    return Struct(fields), at + 1


def _read_integer(raw: bytes, at: int) -> tuple[int, int]:
    number, at = _read_count(raw, at)
    return (number >> 1) ^ -(number & 1), at


def _read_count(raw: bytes, at: int) -> tuple[int, int]:
    number, shift = 0, 0
    while (byte := raw[at]) > 127:
        number |= (byte & 127) << shift
        shift += 7
        at += 1
    return number | byte << shift, at + 1


def _read_nothing(_: bytes, at: int) -> tuple[int, int]:
    # The type of a field that is true or false says which.
    return 0, at


def _read_byte(raw: bytes, at: int) -> tuple[int, int]:
    return raw[at], at + 1


def _read_double(raw: bytes, at: int) -> tuple[bytes, int]:
    return raw[at : at + 8], at + 8


def _read_binary(raw: bytes, at: int) -> tuple[bytes, int]:
    length, at = _read_count(raw, at)
    return raw[at : at + length], at + length


def _read_list(raw: bytes, at: int) -> tuple[Listed, int]:
    count, code = raw[at] >> 4, raw[at] & 15
    at += 1
    if count == _LONG:
        count, at = _read_count(raw, at)
    # In a list each value that is true or false has a byte of its own.
    read = _read_byte if code in (_TRUE, _FALSE) else _READ[code]
    values: list[Value] = []
    for _ in range(count):
        value, at = read(raw, at)
        values.append(value)
    return Listed(_TYPES[code], values), at


_READ: dict[int, Callable[[bytes, int], tuple[Value, int]]] = {
    _TRUE: _read_nothing,
    _FALSE: _read_nothing,
    _BYTE: _read_byte,
    **dict.fromkeys(_INTEGERS, _read_integer),
    _DOUBLE: _read_double,
    _BINARY: _read_binary,
    **dict.fromkeys(_LISTS, _read_list),
    _STRUCT: _read_struct,
}
_TYPES = {int(each): each for each in Type}


# Writing -----------------------------------------------------------------------------------------


def _write_struct(out: bytearray, struct: Struct) -> None:
    last = 0
    for field in sorted(struct.fields):
        type_, value = struct.fields[field]
        distance = field - last
        if 0 < distance <= _LONG:
            out.append(distance << 4 | type_)
        else:
            out.append(type_)
            _write_integer(out, field)
        last = field
        if type_ > _FALSE:
            _write(out, type_, value)
    out.append(0)


def _write(out: bytearray, type_: Type, value: Value) -> None:
    if isinstance(value, int):
        if _BYTE < type_ < _DOUBLE:
            _write_integer(out, value)
        else:
            out.append(value)
    elif isinstance(value, bytes):
        # A double, or a structure that is written already, is as long as it says itself.
        if type_ == _BINARY:
            _write_count(out, len(value))
        out += value
    elif isinstance(value, Struct):
        _write_struct(out, value)
    else:
        _write_list(out, value)


def _write_list(out: bytearray, listed: Listed) -> None:
    count = len(listed.values)
    out.append(min(count, _LONG) << 4 | listed.of)
    if count >= _LONG:
        _write_count(out, count)
    for value in listed.values:
        _write(out, listed.of, value)


def _write_integer(out: bytearray, number: int) -> None:
    """Whole numbers of both signs as those from 0: 0, -1, 1, -2, 2 and so on."""
    _write_count(out, number << 1 if number >= 0 else (-number << 1) - 1)


def _write_count(out: bytearray, number: int) -> None:
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
