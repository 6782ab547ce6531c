"""Lines of JSON that are read by the reader of responses, which lets nothing pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evaluator.diagnostics.kinds import inputs as kinds
from evaluator.diagnostics.kinds.data import ROW_CHARACTER, ROW_NO_OBJECT
from evaluator.diagnostics.language import PHRASES, Language
from evaluator.diagnostics.model import Diagnostic, Kind
from evaluator.diagnostics.words import fact_text
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
from evaluator.model.columns import KEY
from evaluator.scoring.engine import Row
from evaluator.scoring.relation import Broken

DIGITS = 15
"""The digits up to which a number of JSON is exact however it is read."""
_OF_NO_LANGUAGE = PHRASES[Language.EN]
"""Facts about data are what the data say: no words of ours are in them."""
_OF_A_VALUE = frozenset({kinds.NUMBER_EXPONENT, kinds.NUMBER_TOO_LONG})
"""What is wrong with a number, though it is JSON: it matters in columns that are read."""
_LONGEST = 1000
_MARK = b"\xef\xbb\xbf"
"""It may stand at the beginning of a file; inside, it is left of files that were put together."""


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
        if row > 1 and line.startswith(_MARK):
            content = line.decode(errors="replace").strip()[:_LONGEST]
            facts = {"character": "U+FEFF"}
            return Broken(row=row, code=ROW_CHARACTER.code, content=content, facts=facts)
        source = read_text(line.strip(), "")
        read = None if source.value is None else read_json(source.value)
        found = source.diagnostics if read is None else read.diagnostics
        document = None if read is None else read.value
        if document is not None and not isinstance(document, Object):
            found = (Diagnostic(kind=ROW_NO_OBJECT), *found)
        members = document.members if isinstance(document, Object) else ()
        for wrong in (*self._told(found, members), *self._long(members)):
            return Broken(
                row=row,
                code=wrong.kind.code,
                content=(wrong.value or line.decode(errors="replace").strip())[:_LONGEST],
                id=_text_of(self.key, members),
                column=wrong.column,
                facts=wrong.facts,
            )
        return None

    def _told(self, found: Iterable[Diagnostic], members: Sequence[Member]) -> Iterator[_Wrong]:
        for diagnostic in found:
            column = (diagnostic.pointer or "").split("/", 2)[1:2]
            known = "".join(column) if self.columns.issuperset(column) else ""
            if not known and diagnostic.kind in _OF_A_VALUE:
                continue
            value = ""
            if known:
                in_doubt = diagnostic.kind is kinds.DUPLICATE_KEY
                value = _value_of(known, members) if in_doubt else diagnostic.at.text
            # Lines are told by their row, not by their place in themselves; and a number that is
            # read has fewer digits than one that is carried along.
            left = {"line", "limit"} if known in self.wanted else {"line"}
            told = ((k, v) for k, v in diagnostic.facts.items() if k not in left)
            facts = {k: fact_text(v, _OF_NO_LANGUAGE) for k, v in told}
            yield _Wrong(diagnostic.kind, known, value, facts)

    def _long(self, members: Iterable[Member]) -> Iterator[_Wrong]:
        for member in members:
            key = member.key.value
            long = [each for each in _texts(member.value) if _digits(each) > DIGITS]
            if key in self.columns and any(key in self.wanted or "." in each for each in long):
                yield _Wrong(kinds.NUMBER_TOO_LONG, key, long[0])


@dataclass(frozen=True, slots=True)
class _Wrong:
    """One thing wrong with a line: its kind, the column and value it is about, and its facts."""

    kind: Kind
    column: str
    value: str
    facts: Mapping[str, str | int] = field(default_factory=dict)


def _value_of(key: str, members: Iterable[Member]) -> str:
    """The first value that a line has for a key, as it stands there."""
    values = (member.value for member in members if member.key.value == key)
    return next((value.at.text for value in values), "")


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
