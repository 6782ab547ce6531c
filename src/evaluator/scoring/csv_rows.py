"""CSV read record by record: the header of every file, and all rows of one with something wrong.

What stands in a row must never decide what becomes of another. So where a quote is not closed, or a
record of several lines has not as many fields as there are columns, its first line alone is taken
for the row that is wrong, and reading goes on at the next line.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from evaluator.diagnostics.kinds import data as kinds
from evaluator.diagnostics.model import Kind

LONGEST = 1024 * 1024
"""The bytes of a record."""
INVISIBLE = {"\x00": "U+0000", "\ufeff": "U+FEFF"}
"""What no text has on purpose: what is left of another encoding, and of files put together."""
_BROKEN_BYTES = re.compile("[\udc80-\udcff]")
_OPENED = re.compile(' *"')


@dataclass(frozen=True, slots=True)
class Record:
    """What was taken for one record.

    Attributes:
        text: the text of it, with its line ends.
        fields: what its fields say; `None` where a quote is not closed at the end of its field.
        more: the lines of it after its first one.
    """

    text: str
    fields: list[str] | None
    more: list[str] = field(default_factory=list)

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it."""
        return self.fields is not None and not any(self.fields)

    @property
    def is_utf8(self) -> bool:
        """Whether every byte of it could be read."""
        return self.text.isascii() or _BROKEN_BYTES.search(self.text) is None

    @property
    def too_long(self) -> bool:
        """Whether it has more bytes than are read."""
        text = self.text
        # No character has more than four bytes.
        if 4 * len(text) <= LONGEST:
            return False
        return len(text.encode("utf-8", "surrogateescape")) > LONGEST

    @property
    def invisible(self) -> str | None:
        """A character in it that no text has on purpose."""
        found = (shown for char, shown in INVISIBLE.items() if char in self.text)
        return next(found, None)


class Lines:
    """The lines of a file, with their ends, of which some may be put back."""

    def __init__(self, path: Path) -> None:
        """Begin with the first one."""
        self._lines = _lines(path)
        self._back: deque[str] = deque()
        self.taken = 0

    def take(self) -> str | None:
        """The next line; one beyond the limit is cut there. `None` at the end."""
        line = self._back.popleft() if self._back else next(self._lines, None)
        self.taken += line is not None
        return line

    def put_back(self, lines: list[str]) -> None:
        """Let lines that were taken last be the next ones."""
        self._back.extendleft(reversed(lines))
        self.taken -= len(lines)


def _lines(path: Path) -> Iterator[str]:
    # A byte that is not UTF-8 becomes a lone surrogate; line ends stay as they are.
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        while line := file.readline(LONGEST + 1):
            rest = line
            while len(rest) > LONGEST and not rest.endswith(("\n", "\r")):
                rest = file.readline(LONGEST + 1)
            yield line


def read_record(lines: Lines, delimiter: str) -> Record | None:
    """The next record; `None` at the end. Lines of it that are in doubt are put back."""
    first = lines.take()
    if first is None:
        return None
    if '"' not in first:
        return Record(first, first.rstrip("\r\n").split(delimiter))
    quoted = _Quoted(first, lines, delimiter)
    if quoted.read():
        return Record(quoted.text, quoted.fields, quoted.more)
    lines.put_back(quoted.more)
    return Record(first, None)


class _Quoted:
    """A record with quotes while it is read, line by line."""

    def __init__(self, first: str, lines: Lines, delimiter: str) -> None:
        self.text, self.more, self.fields = first, list[str](), list[str]()
        self._lines, self._delimiter = lines, delimiter
        self._plain = re.compile(f"[^{re.escape(delimiter)}\r\n]*")

    def read(self) -> bool:
        """Take the fields; whether every quote was closed at the end of its field."""
        at = 0
        while True:
            opened = _OPENED.match(self.text, at)
            end = self._plain_field(at) if opened is None else self._quoted_field(opened.end())
            if end is None:
                return False
            follows = self.text[end : end + 1]
            if follows != self._delimiter:
                return follows in {"\r", "\n", ""}
            at = end + 1

    def _plain_field(self, at: int) -> int:
        found = self._plain.match(self.text, at)
        value = "" if found is None else found.group()
        self.fields.append(value)
        return at + len(value)

    def _quoted_field(self, at: int) -> int | None:
        """Where a field ends that begins there behind its quote; spaces may follow it."""
        end = self._closing(at)
        if end is None:
            return None
        self.fields.append(self.text[at:end].replace('""', '"'))
        end += 1
        while self.text[end : end + 1] == " ":
            end += 1
        return end

    def _closing(self, at: int) -> int | None:
        while True:
            end = self.text.find('"', at)
            if end < 0:
                at = len(self.text)
                if not self._another_line():
                    return None
            elif self.text[end + 1 : end + 2] == '"':
                at = end + 2
            else:
                return end

    def _another_line(self) -> bool:
        line = self._lines.take()
        if line is None:
            return False
        self.more.append(line)
        self.text += line
        return len(self.text) <= LONGEST


# Headers -----------------------------------------------------------------------------------------

DELIMITERS = (",", ";", "\t")
"""A semicolon is what a spreadsheet writes where the comma is the decimal sign."""
_NOTHING = '\r\n ,;\t"'
_STATED = re.compile(r"sep=([,;\t])\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Header:
    """The first record with something in it.

    Attributes:
        record: it, as it is split at the delimiter.
        delimiter: the sign between fields.
        before: how many lines stand before it.
    """

    record: Record
    delimiter: str
    before: int


def read_header(path: Path) -> Header | None:
    """The header of a file, `None` where it has none: split at the sign that gives most fields.

    One that is split at no sign, while at another its quotes are wrong, has wrong quotes.
    """
    found = [_header_at(path, delimiter) for delimiter in DELIMITERS]
    headers = [each for each in found if each is not None]
    best = max(headers, key=lambda each: len(each.record.fields or ()), default=None)
    if best is not None and len(best.record.fields or ()) == 1:
        wrong = (each for each in headers if each.record.fields is None)
        return next(wrong, best)
    return best


def _header_at(path: Path, delimiter: str) -> Header | None:
    lines = Lines(path)
    while True:
        before = lines.taken
        record = read_record(lines, delimiter)
        if record is None:
            return None
        stated = _STATED.fullmatch(record.text) if before == 0 else None
        if stated is not None:
            return _stated(lines, stated.group(1))
        if record.text.strip(_NOTHING):
            return Header(record, delimiter, before)


def _stated(lines: Lines, delimiter: str) -> Header | None:
    """The header below a line that states the sign between fields, as spreadsheets read it."""
    while True:
        before = lines.taken
        record = read_record(lines, delimiter)
        if record is None:
            return None
        if record.text.strip(_NOTHING):
            return Header(record, delimiter, before)


# Rows --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WrongRow:
    """A row that cannot be read: the kind of what is wrong, and its facts."""

    kind: Kind
    facts: Mapping[str, str | int]
    record: Record


def read_rows(path: Path, header: Header) -> Iterator[list[str] | WrongRow]:
    """The rows below the header, without those with nothing in them."""
    lines = Lines(path)
    for _ in range(header.before):
        lines.take()
    read_record(lines, header.delimiter)
    columns = len(header.record.fields or ())
    while (record := read_record(lines, header.delimiter)) is not None:
        if record.blank:
            continue
        fields = _as_many(record.fields, columns)
        if fields is None:
            # Its quote may have been closed by one of another row.
            lines.put_back(record.more)
        wrong = _wrong(record, fields, columns)
        yield fields or [] if wrong is None else wrong


def _as_many(fields: list[str] | None, columns: int) -> list[str] | None:
    """As many fields as there are columns: what is left of empty cells beside a table goes."""
    if fields is None or len(fields) < columns or any(fields[columns:]):
        return None
    return fields[:columns]


def _wrong(record: Record, fields: list[str] | None, columns: int) -> WrongRow | None:
    if record.too_long:
        return WrongRow(kinds.ROW_TOO_LONG, {}, record)
    if not record.is_utf8:
        return WrongRow(kinds.ROW_NOT_UTF8, {}, record)
    if record.fields is None:
        return WrongRow(kinds.ROW_QUOTES, {}, record)
    if fields is None:
        facts = {"fields": len(record.fields), "columns": columns}
        return WrongRow(kinds.ROW_FIELDS, facts, record)
    if record.invisible is not None:
        return WrongRow(kinds.ROW_CHARACTER, {"character": record.invisible}, record)
    return None
