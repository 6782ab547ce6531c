"""The events of a YAML text: intake's only door to PyYAML.

Its events are read, never its objects, and in its pure Python form, so that every machine reads
alike.
"""

from __future__ import annotations

from typing import Protocol

import yaml

from evaluator.diagnostics.kinds import inputs as kinds
from evaluator.diagnostics.model import Kind
from evaluator.intake.limits import MAX_DEPTH
from evaluator.intake.quoting import code_point, quoted
from evaluator.intake.walk import BrokenOffError, Walk
from evaluator.source import Source, Span

_PROBLEMS: tuple[tuple[str, Kind], ...] = (
    ("found character '\\t'", kinds.YAML_TAB),
    ("found unexpected end of stream", kinds.TEXT_OPEN),
    ("found undefined tag handle", kinds.YAML_TAG),
    ("found unknown escape character", kinds.TEXT_ESCAPE),
)


class _Mark(Protocol):
    """A place in PyYAML's terms."""

    index: int


class _TooDeepError(Exception):
    """Brackets in brackets beyond the limit, noticed before they are looked through."""


class _Loader(yaml.SafeLoader):
    """PyYAML with a bound on brackets: it looks far ahead, in quadratic time."""

    def fetch_flow_collection_start(self, token: type[object]) -> None:
        if self.flow_level > MAX_DEPTH:
            raise _TooDeepError
        super().fetch_flow_collection_start(token)


class Events(Walk):
    """A walk through one text, event by event."""

    __slots__ = ("_loader", "source")

    def __init__(self, source: Source) -> None:
        """Stand before the first event."""
        super().__init__()
        self.source = source
        self._loader: _Loader | None = None

    def next(self) -> yaml.Event:
        """The next event; breaks off where the layout cannot be read."""
        try:
            if self._loader is None:
                self._loader = _Loader(self.source.text)
            event: yaml.Event = self._loader.get_event()  # type: ignore[no-untyped-call] # stubs
        except yaml.reader.ReaderError as error:
            raise self._unprintable(error.position) from None
        except yaml.MarkedYAMLError as error:
            raise self._unreadable(error) from None
        except _TooDeepError:
            raise self.break_off(kinds.INPUT_TOO_DEEP, self._here(), limit=MAX_DEPTH) from None
        except (ValueError, OverflowError):
            raise self.break_off(kinds.TEXT_ESCAPE, self._here(), text="\\U") from None
        return event

    def span(self, event: yaml.Event) -> Span:
        """Where an event stands."""
        return Span(self.source, _index(event.start_mark), _index(event.end_mark))

    def opening(self, event: yaml.Event) -> Span:
        """The first character of an event."""
        start = _index(event.start_mark)
        return Span(self.source, start, start + 1)

    def _here(self) -> Span:
        index = self._loader.get_mark().index if self._loader is not None else 0
        return Span(self.source, index, index + 1)

    def _unprintable(self, position: int) -> BrokenOffError:
        char = self.source.text[position]
        surrogate = "\ud800" <= char <= "\udfff"
        kind = kinds.LONE_SURROGATE if surrogate else kinds.CONTROL_CHARACTER
        code = code_point(char)
        return self.break_off(kind, Span(self.source, position, position + 1), code=code, text=code)

    def _unreadable(self, error: yaml.MarkedYAMLError) -> BrokenOffError:
        index = _index(error.problem_mark or error.context_mark)
        problem = error.problem or ""
        kind = next((kind for start, kind in _PROBLEMS if problem.startswith(start)), None)
        if kind is kinds.TEXT_OPEN:
            index = _index(error.context_mark)
        at = Span(self.source, index, index + 1)
        text = self.source.line_text(at.line).strip()
        return self.break_off(kind or kinds.YAML_STRUCTURE, at, text=quoted(text))


def _index(mark: _Mark | None) -> int:
    """The offset of a mark; PyYAML's own events all have one."""
    return 0 if mark is None else mark.index
