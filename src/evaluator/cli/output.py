"""Everything `takar` writes: UTF-8 with LF ends, whatever console or platform it runs on."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from evaluator.cli.stop import misuse
from evaluator.diagnostics.kinds.commands import (
    NOT_A_FILE,
    OUTPUTS_ALIKE,
    OVERWRITES_INPUT,
    UNWRITABLE,
)
from evaluator.diagnostics.language import Language
from evaluator.diagnostics.model import Diagnostic

if TYPE_CHECKING:
    from evaluator.diagnostics.text import Paint

STANDARD = "-"
"""The path that stands for standard input or output."""


def write(content: str | bytes) -> None:
    """Write a result to standard output.

    A reader that has gone away has seen enough: that is no error.
    """
    try:
        _send(sys.stdout, content)
    except OSError as error:
        _discard(sys.stdout)
        if not _reader_gone(error):
            raise misuse(UNWRITABLE, {"path": STANDARD}) from error


def document_json(document: object) -> str:
    """A document as JSON, as every command writes it."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def say(content: str) -> None:
    """Write to standard error, as far as it can be written to."""
    try:
        _send(sys.stderr, content)
    except OSError:
        _discard(sys.stderr)


def report(diagnostics: Sequence[Diagnostic], language: Language) -> None:
    """Write diagnostics to standard error, for a person; several are summed up in a last line."""
    if not diagnostics:
        return
    from evaluator.diagnostics import text as texts  # noqa: PLC0415 - mostly there is nothing

    say(texts.human(diagnostics, language, _paint(sys.stderr)))
    if len(diagnostics) > 1:
        say("\n" + texts.summary(diagnostics, language) + "\n")


def deliver(content: str | bytes, output: Path | None, inputs: Iterable[Path] = ()) -> None:
    """Write a result to a file, or to standard output where none is named."""
    if output is None:
        write(content)
    else:
        save(output, content, inputs)


def save(path: Path, content: str | bytes, inputs: Iterable[Path] = ()) -> None:
    """Write a file beside its place and rename it, so that it is whole or not there.

    A file that was read as an input is not overwritten. What is no plain file, such as a pipe, is
    written to as it is.
    """
    refuse_target(path, inputs)
    target = path.resolve()
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(_encoded(content))
        else:
            _replace(target, _encoded(content))
    except OSError as error:
        raise misuse(UNWRITABLE, {"path": str(path)}) from error


def refuse_target(path: Path, inputs: Iterable[Path]) -> None:
    """See to it that a file can be written to, and is none of the inputs."""
    # Messages name the path as it was given.
    target = path.resolve()
    if target.is_dir():
        raise misuse(NOT_A_FILE, {"path": str(path)})
    if any(_same(target, other) for other in inputs):
        raise misuse(OVERWRITES_INPUT, {"path": str(path)})


def refuse_alike(targets: Sequence[Path]) -> None:
    """See to it that no two outputs are one file."""
    for number, target in enumerate(targets):
        if any(_same(target.resolve(), other) for other in targets[:number]):
            raise misuse(OUTPUTS_ALIKE, {"path": str(target)})


def _replace(path: Path, data: bytes) -> None:
    from secrets import token_hex  # noqa: PLC0415 - mostly no file is written
    from shutil import copymode  # noqa: PLC0415 - as above

    beside = path.with_name(f".{path.name[:100]}.{token_hex(4)}")
    try:
        with beside.open("xb") as file:
            file.write(data)
        if path.exists():
            copymode(path, beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _same(path: Path, other: Path) -> bool:
    if path.exists() and other.exists():
        return path.samefile(other)
    return path == other.resolve()


def _send(stream: TextIO | None, content: str | bytes) -> None:
    if stream is None:  # a process may be started with a closed stream
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    stream.buffer.write(_encoded(content))
    stream.buffer.flush()


def _encoded(content: str | bytes) -> bytes:
    # A file name may hold bytes that are no text; an escape is better than an end.
    return content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace")


def _reader_gone(error: OSError) -> bool:
    # Windows reports a closed pipe as an invalid argument.
    return isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == errno.EINVAL)


def _discard(stream: TextIO | None) -> None:
    """Point a stream that cannot be written to at nothing, or Python complains when it ends."""
    if stream is None:
        return
    nothing = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nothing, stream.fileno())
    except OSError:
        pass
    finally:
        os.close(nothing)


def _paint(stream: TextIO | None) -> Paint:
    from evaluator.diagnostics.text import Paint  # noqa: PLC0415 - as the text

    wanted = stream is not None and stream.isatty() and not os.environ.get("NO_COLOR")
    # Old Windows consoles print colour codes as text; those that do not, say so.
    able = os.environ.get("WT_SESSION") if os.name == "nt" else os.environ.get("TERM", "dumb")
    return Paint.ANSI if wanted and able not in {None, "dumb"} else Paint.NONE
