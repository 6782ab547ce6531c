"""A diagnostic is data: a kind, a place and facts. Words are put to it by `diagnostics.text`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Generic, TypeVar

from evaluator.source import NOWHERE, Span
from evaluator.values.record import record


@dataclass(frozen=True, slots=True)
class Shape:
    """What could stand at a place in words of the engine, such as a number; no author wrote it.

    Attributes:
        name: which, by the key of its words in `diagnostics.language`.
        like: an example of it, where its words give one.
    """

    name: str
    like: str = ""


Fact = str | int | Fraction | date | Shape | tuple["Fact", ...]
"""What a message may quote. A tuple is a list of alternatives or witnesses."""


class Severity(StrEnum):
    """How much a diagnostic weighs: an error stops, a warning asks, a note tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of diagnostic: its stable code and its severity.

    The words of a kind stand in `dsl/diagnostics.yaml` under the same code.
    """

    code: str
    severity: Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePlace:
    """A place in a file of many rows.

    Attributes:
        row: the number of the row, from 1; that of its line is another one where columns have
            heads, or values lines of their own.
        cell: the cell in a sheet, such as `D7`; empty where the file is no workbook.
        column: the column, or the place within a row; empty where the row is meant as a whole.
    """

    row: int
    cell: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding.

    Attributes:
        kind: what was found.
        at: where, in a rule file or in the text of a response; `NOWHERE` when it has no text.
        table: where in a table of data, whose name `at` has.
        pointer: where in a response, as a JSON pointer (RFC 6901), else `None`.
        facts: what the message quotes, by the names its catalogue entry uses.
        related: other places that matter, such as the first declaration.
        assuming: the assumption and the reading of it under which alone this was found.
    """

    kind: Kind
    at: Span = NOWHERE
    table: TablePlace | None = None
    pointer: str | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)
    related: tuple[Span, ...] = ()
    assuming: tuple[str, str] | None = None

    @property
    def code(self) -> str:
        """The stable code of the kind."""
        return self.kind.code

    @property
    def is_error(self) -> bool:
        """Whether it stops the stage that found it."""
        return self.kind.severity is Severity.ERROR


T = TypeVar("T")


@record()
class Outcome(Generic[T]):
    """What a stage returns: a value or none, and what it found."""

    value: T | None
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether there is a value and no error."""
        return self.value is not None and not any(d.is_error for d in self.diagnostics)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics by place; the same finding at the same place is one, with all it rests on."""
    seen: dict[tuple[object, ...], Diagnostic] = {}
    for d in diagnostics:
        key = (d.at.source.name, d.at.start, d.table, d.code, d.pointer, repr(d.facts))
        first = seen.setdefault(key, d)
        if first is not d and first.related != d.related:
            related = dict.fromkeys((*first.related, *d.related))
            seen[key] = replace(first, related=tuple(related))
    return tuple(
        sorted(
            seen.values(),
            key=lambda d: (d.at.source.name, d.at.start, _row(d), d.pointer or "", d.code),
        )
    )


def _row(diagnostic: Diagnostic) -> int:
    return 0 if diagnostic.table is None else diagnostic.table.row
