"""Values as the rule file writes them, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evaluator.model.formula import Cases, Formula, Ground, Lookup
from evaluator.reports.regulation.writing import NOTHING, Writing
from evaluator.source import Span


def computed(writing: Writing, formula: Formula, ground: Ground) -> Iterator[str]:
    """A value as the rule file writes it; lines of cases and rows of a table stand apart."""
    match formula:
        case Cases():
            grounds = [line.ground for line in formula.lines]
            grounds.append(formula.otherwise.ground)
        case Lookup():
            grounds = [row.ground for row in formula.rows]
            grounds += [formula.hole.ground] if formula.hole else []
        case _:
            grounds = []
    lines = [each.at for each in grounds]
    yield _headed(writing, ground.at, lines) if lines else writing.stated(ground.at)
    # A row whose cell mixes sorts of keys stands for several.
    yield from dict.fromkeys(writing.stated(each.at) for each in grounds)


def _headed(writing: Writing, at: Span, lines: Sequence[Span]) -> str:
    """A statement without the lines in its braces."""
    head = at.text[: min(line.start for line in lines) - at.start].rpartition("{")[0]
    rest = at.text[max(line.end for line in lines) - at.start :].partition("}")[2]
    return writing.say.own(f"{head}{{ … }}{rest}") or NOTHING
