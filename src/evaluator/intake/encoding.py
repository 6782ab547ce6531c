"""From bytes to text: UTF-8, nothing guessed."""

from __future__ import annotations

from collections.abc import Mapping

from evaluator.diagnostics.kinds.inputs import (
    INPUT_EMPTY,
    INPUT_ENCODING,
    INPUT_NOT_UTF8,
    INPUT_TOO_LARGE,
)
from evaluator.diagnostics.model import Diagnostic, Kind, Outcome
from evaluator.intake.limits import MAX_BYTES
from evaluator.source import Source, Span

_BYTE_ORDER_MARK = "\ufeff"
_MIB = 1024 * 1024
_OTHER_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)


def read_text(data: bytes | str, name: str, largest: int = MAX_BYTES) -> Outcome[Source]:
    """The text of a response without its byte order mark; `largest` is in bytes."""
    if len(data) > largest:
        return _refused(_nowhere(INPUT_TOO_LARGE, name, {"limit": largest // _MIB}))
    if isinstance(data, str):
        return _source(data, name)
    encoding = _other_encoding(data)
    if encoding is not None:
        return _refused(_nowhere(INPUT_ENCODING, name, {"encoding": encoding}))
    try:
        return _source(data.decode("utf-8"), name)
    except UnicodeDecodeError as error:
        return _refused(_not_utf8(data, error.start, name))


def _source(text: str, name: str) -> Outcome[Source]:
    source = Source(name, text.removeprefix(_BYTE_ORDER_MARK))
    if source.text.isspace() or not source.text:
        return _refused(Diagnostic(kind=INPUT_EMPTY, at=Span(source, 0, 0), pointer=""))
    return Outcome(source)


def _refused(diagnostic: Diagnostic) -> Outcome[Source]:
    return Outcome(None, (diagnostic,))


def _nowhere(kind: Kind, name: str, facts: Mapping[str, str | int]) -> Diagnostic:
    """About the file as a whole: its text is not shown."""
    return Diagnostic(kind=kind, at=Span(Source(name, ""), 0, 0), pointer="", facts=facts)


def _other_encoding(data: bytes) -> str | None:
    """UTF-16 and UTF-32 by their mark, or by the zero bytes beside the first ASCII character."""
    for mark, encoding in _OTHER_MARKS:
        if data.startswith(mark):
            return encoding
    zeros = tuple(index for index, byte in enumerate(data[:4]) if byte == 0)
    if zeros in {(0, 1, 2), (1, 2, 3)}:
        return "UTF-32"
    return "UTF-16" if zeros in {(0, 2), (1, 3), (0,), (1,)} else None


def _not_utf8(data: bytes, offset: int, name: str) -> Diagnostic:
    """The first byte that is not UTF-8; the text around it is shown with marks in its place."""
    before = data[:offset].decode("utf-8").removeprefix(_BYTE_ORDER_MARK)
    source = Source(name, before + data[offset:].decode("utf-8", errors="replace"))
    at = Span(source, len(before), len(before) + 1)
    return Diagnostic(
        kind=INPUT_NOT_UTF8, at=at, pointer="", facts={"byte": f"0x{data[offset]:02X}"}
    )
