"""The compact protocol of Apache Thrift, in which the footer of a Parquet file is written.

Only what a footer has: a structure is read as what stands in it, without its schema, and written
back in the same bytes, so that what nobody here knows of is carried along.
"""

from __future__ import annotations

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


_INTEGERS = (Type.I16, Type.I32, Type.I64)
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

    def struct(self, field: int) -> Struct:
        """The structure of a field."""
        return _of(self.fields[field][1], Struct)

    def structs(self, field: int) -> list[Struct]:
        """The structures of a field that is a list of them."""
        return [_of(each, Struct) for each in _of(self.fields[field][1], Listed).values]

    def put(self, field: int, value: Value) -> None:
        """Give a field that is there another value of its type."""
        self.fields[field] = (self.fields[field][0], value)

    def put_structs(self, field: int, values: list[Struct]) -> None:
        """Give a field that is there other structures."""
        self.put(field, Listed(Type.STRUCT, [*values]))


Value = Plain | Listed | Struct


def read_struct(raw: bytes) -> Struct:
    """The structure that bytes begin with."""
    return _Reader(raw).struct()


def written(struct: Struct) -> bytes:
    """The bytes of a structure."""
    out = bytearray()
    _write_struct(out, struct)
    return bytes(out)


def _of(value: Value, type_: type[T]) -> T:
    if not isinstance(value, type_):
        raise TypeError(f"{type_.__name__} was expected")
    return value


class _Reader:
    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._at = 0

    def struct(self) -> Struct:
        fields: dict[int, tuple[Type, Value]] = {}
        last = 0
        while head := self._byte():
            distance, type_ = head >> 4, Type(head & 15)
            last = last + distance if distance else _unfolded(self._varint())
            fields[last] = (type_, self._field(type_))
        return Struct(fields)

    def _field(self, type_: Type) -> Value:
        # The type of a field that is true or false says which.
        return 0 if type_ in (Type.TRUE, Type.FALSE) else self._value(type_)

    def _value(self, type_: Type) -> Value:
        match type_:
            case Type.I16 | Type.I32 | Type.I64:
                return _unfolded(self._varint())
            case Type.TRUE | Type.FALSE | Type.BYTE:
                return self._byte()
            case Type.DOUBLE:
                return self._take(8)
            case Type.BINARY:
                return self._take(self._varint())
            case Type.LIST | Type.SET:
                return self._list()
            case Type.STRUCT:
                return self.struct()

    def _list(self) -> Listed:
        head = self._byte()
        count, type_ = head >> 4, Type(head & 15)
        count = self._varint() if count == _LONG else count
        return Listed(type_, [self._value(type_) for _ in range(count)])

    def _byte(self) -> int:
        self._at += 1
        return self._raw[self._at - 1]

    def _take(self, count: int) -> bytes:
        self._at += count
        return self._raw[self._at - count : self._at]

    def _varint(self) -> int:
        number, shift = 0, 0
        while (byte := self._byte()) & 128:
            number |= (byte & 127) << shift
            shift += 7
        return number | byte << shift


def _write_struct(out: bytearray, struct: Struct) -> None:
    last = 0
    for field in sorted(struct.fields):
        type_, value = struct.fields[field]
        distance = field - last
        if 0 < distance <= _LONG:
            out.append(distance << 4 | type_)
        else:
            out.append(type_)
            _write_varint(out, _folded(field))
        last = field
        if type_ not in (Type.TRUE, Type.FALSE):
            _write(out, type_, value)
    out.append(0)


def _write(out: bytearray, type_: Type, value: Value) -> None:
    match value:
        case Struct():
            _write_struct(out, value)
        case Listed():
            _write_list(out, value)
        case bytes():
            if type_ is Type.BINARY:
                _write_varint(out, len(value))
            out += value
        case int():
            if type_ in _INTEGERS:
                _write_varint(out, _folded(value))
            else:
                out.append(value)


def _write_list(out: bytearray, listed: Listed) -> None:
    count = len(listed.values)
    out.append(min(count, _LONG) << 4 | listed.of)
    if count >= _LONG:
        _write_varint(out, count)
    for value in listed.values:
        _write(out, listed.of, value)


def _write_varint(out: bytearray, number: int) -> None:
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)


def _folded(number: int) -> int:
    """Whole numbers of both signs as those from 0: 0, -1, 1, -2, 2 and so on."""
    return number << 1 if number >= 0 else (-number << 1) - 1


def _unfolded(number: int) -> int:
    return number >> 1 if number & 1 == 0 else -((number + 1) >> 1)
