"""Lines of JSON that are read by the reader of responses, which lets nothing pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from evaluator.backends.sql.columns import KEY
from evaluator.diagnostics.kinds import inputs as kinds
from evaluator.diagnostics.model import Diagnostic, Kind
from evaluator.intake.document import (
    Array,
    Member,
    Number,
    Object,
    String,
    Value,
)
from evaluator.intake.encoding import read_text
from evaluator.intake.json_text import read_json
from evaluator.scoring.engine import Row
from evaluator.scoring.relation import Broken

DIGITS = 15
"""The digits up to which a number of JSON is exact however it is read."""
_OF_A_VALUE = frozenset({kinds.NUMBER_EXPONENT, kinds.NUMBER_TOO_LONG})
"""What is wrong with a number, though it is JSON: it matters in columns that are read."""
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads lines.

    Attributes:
        columns: those whose values are taken.
        wanted: those of them the rules want; in others a whole number is kept digit by digit.
        key: the one with the id.
    """

    columns: frozenset[str]
    wanted: frozenset[str]
    key: str = KEY

    def broken(self, row: int, line: bytes) -> Broken | None:
        """What is wrong with a line, the first of it; `None` where nothing is."""
        source = read_text(line.strip(), "")
        read = None if source.value is None else read_json(source.value)
        found = source.diagnostics if read is None else read.diagnostics
        document = None if read is None else read.value
        if document is not None and not isinstance(document, Object):
            found = (Diagnostic(kind=kinds.OBJECT_EXPECTED, pointer=""), *found)
        members = document.members if isinstance(document, Object) else ()
        for kind, column in (*self._told(found), *self._long(members)):
            return Broken(
                row=row,
                code=kind.code,
                content=line.decode(errors="replace").strip()[:_LONGEST],
                id=_text_of(self.key, members),
                column=column,
            )
        return None

    def _told(self, found: Iterable[Diagnostic]) -> Iterator[tuple[Kind, str]]:
        for diagnostic in found:
            column = (diagnostic.pointer or "").split("/", 2)[1:2]
            known = "".join(column) if self.columns.issuperset(column) else ""
            if known or diagnostic.kind not in _OF_A_VALUE:
                yield diagnostic.kind, known

    def _long(self, members: Iterable[Member]) -> Iterator[tuple[Kind, str]]:
        for member in members:
            key = member.key.value
            long = (each for each in _texts(member.value) if _digits(each) > DIGITS)
            if key in self.columns and any(key in self.wanted or "." in each for each in long):
                yield kinds.NUMBER_TOO_LONG, key


def lines_at(path: Path, wanted: Iterable[Row]) -> Iterator[tuple[int, bytes]]:
    """The lines of a file at some places, counted from 0 and without the empty ones, in order.

    Each place comes with the line as DuckDB read it, empty where it could not: whether both count
    alike is seen to.
    """
    with path.open("rb") as opened:
        lines = enumerate(line for line in opened if line.strip())
        for place, text in wanted:
            line = next((line for at, line in lines if at == place), None)
            if line is None or (text and text.encode() not in line):
                raise AssertionError("lines are counted as DuckDB counts them")
            yield int(place), line


def _text_of(key: str, members: Iterable[Member]) -> str:
    values = (member.value for member in members if member.key.value == key)
    return next((value.value for value in values if isinstance(value, String)), "")


def _texts(value: Value) -> Iterator[str]:
    """The numbers in a value as they are written."""
    match value:
        case Number():
            yield value.at.text
        case Array(items=items):
            for item in items:
                yield from _texts(item)
        case Object(members=members):
            for member in members:
                yield from _texts(member.value)
        case _:
            pass


def _digits(number: str) -> int:
    whole, _, decimals = number.lstrip("-").partition(".")
    return len((whole + decimals.rstrip("0")).lstrip("0"))
