"""What `every` says of levels and of answers, held against the parts it is said of.

Only a part that is rated has levels, and only one that is answered has answers. A line on evidence
that fits none of the parts would be lost, and the evidence it asks for with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from evaluator.analysis.identity import place, quoted
from evaluator.analysis.lower.items import Everies, Lines, lines_of_parts
from evaluator.analysis.lower.scope import Scope
from evaluator.diagnostics.kinds import names
from evaluator.diagnostics.model import Diagnostic, Fact
from evaluator.syntax import tree

_OF_LEVELS = tree.Needs | tree.LevelText
_Line = _OF_LEVELS | tree.AnswerNeeds


@dataclass(slots=True)
class _Said:
    """A line of `every`, with the parts it fits and those of which nothing is said instead."""

    line: _Line
    fits: bool = False
    silent: list[str] = field(default_factory=list)


def lines_in_vain(scope: Scope, items: Iterable[tree.Item], every: Everies) -> None:
    """Report the lines that fit no part, and those that pass over some."""
    said: dict[tuple[str, int], _Said] = {}
    for item, lines in lines_of_parts(items, every):
        own = {id(line) for line in item.body or ()}
        for line in lines:
            if isinstance(line, _Line) and id(line) not in own:
                key = line.at.source.name, line.at.start
                _noted(said.setdefault(key, _Said(line)), item, lines)
    for one in said.values():
        facts: dict[str, Fact] = {"statement": quoted(one.line)}
        if not one.fits:
            levels = isinstance(one.line, _OF_LEVELS)
            kind = names.LEVELS_OF_NONE if levels else names.ANSWERS_OF_NONE
            scope.found.append(Diagnostic(kind=kind, at=place(one.line), facts=facts))
        elif one.silent:
            facts["items"] = tuple(one.silent)
            kind = names.LEVELS_PASS_OVER
            scope.found.append(Diagnostic(kind=kind, at=place(one.line), facts=facts))


def _noted(said: _Said, item: tree.Item, lines: Lines) -> None:
    rated = any(isinstance(line, tree.Rated) for line in lines)
    answered = next((line for line in lines if isinstance(line, tree.Answered)), None)
    if isinstance(said.line, tree.AnswerNeeds):
        said.fits = said.fits or answered is not None
        return
    said.fits = said.fits or rated
    proved = any(isinstance(line, tree.AnswerNeeds) for line in lines)
    # Of points that a verifier gives nobody shows a document.
    if answered is not None and not answered.by_verifier and not proved:
        said.silent.append(item.name.text)
