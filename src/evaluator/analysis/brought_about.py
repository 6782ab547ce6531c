"""Which line of an amendment brought a finding about that lies in what it took over.

Nobody may change a published edition, so the line to point at is one of the amendment: one that
speaks of what the finding names, else one whose words, old or new, name it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from evaluator.analysis.identity import place, plain_identity, removed
from evaluator.diagnostics.kinds import names
from evaluator.diagnostics.model import Diagnostic
from evaluator.source import Span
from evaluator.syntax import tree

_WORD = re.compile(r"[^\W\d]\w*")
_ALTERNATIVES = frozenset({"known", "near", "expected"})
"""Facts that offer what could be meant; the finding is not about them."""

Words = frozenset[str]


def at_the_amendment(
    finding: Diagnostic, base: tree.Instrument | None, amendment: tree.Instrument
) -> Diagnostic:
    """A finding outside an amendment, told at the line of it that brought it about.

    `base` is what the amendment changes, written out in full.
    """
    own = next((span for span in finding.related if within(amendment, span)), None)
    line = None if own else _behind(finding, base, amendment)
    at = own or (amendment.edition.at if line is None else place(_said(line)))
    others = tuple(span for span in finding.related if span is not own)
    moved = replace(finding, at=at, related=(finding.at, *others))
    return _removed_yet_named(moved, line) if line is not None else moved


def _removed_yet_named(finding: Diagnostic, line: tree.Node) -> Diagnostic:
    """An id that is not known because it was taken out."""
    is_removed = isinstance(line, tree.Removal) and finding.kind is names.UNKNOWN_ID
    if not is_removed:
        return finding
    facts = {"id": finding.facts["id"]}
    return replace(finding, kind=names.REMOVED_YET_NAMED, at=line.at, facts=facts)


def within(amendment: tree.Instrument, at: Span) -> bool:
    """Whether a place is in the text of an amendment."""
    return at.source is amendment.at.source and amendment.at.start <= at.start < amendment.at.end


def _behind(
    finding: Diagnostic, base: tree.Instrument | None, amendment: tree.Instrument
) -> tree.Node | None:
    texts = (fact for key, fact in finding.facts.items() if key not in _ALTERNATIVES)
    about = frozenset(w for fact in texts if isinstance(fact, str) for w in _WORD.findall(fact))
    told = _words(finding.at.text.split("\n", 1)[0])
    tests: tuple[Callable[[tree.Node], bool], ...] = (
        lambda line: not about.isdisjoint(_names(line)),
        lambda line: not about.isdisjoint(_words_of_change(line, base)),
        lambda line: not told.isdisjoint(_names(line)),
        lambda line: not told.isdisjoint(_kind_of_part(line)),
    )
    lines = [*_lines(amendment.body)]
    return next((line for test in tests for line in lines if test(line)), None)


def _lines(body: tuple[tree.Statement, ...]) -> Iterator[tree.Node]:
    """The lines of an amendment, those in changed parts before the part itself."""
    for statement in body:
        said = _said(statement)
        if isinstance(said, tree.Item | tree.Every | tree.Group) and said.body:
            yield from _lines(said.body)
        yield statement


def _said(line: tree.Node) -> tree.Node:
    return line.statement if isinstance(line, tree.Change | tree.Add) else line


def _names(line: tree.Node) -> Words:
    """The ids and words a line addresses something by."""
    key = removed(line) if isinstance(line, tree.Removal) else plain_identity(_said(line))
    return frozenset((key or ())[1:])


def _words_of_change(line: tree.Node, base: tree.Instrument | None) -> Words:
    """The words of a statement that is changed, as it says now and as it said before."""
    if not isinstance(line, tree.Change) or base is None:
        return frozenset()
    key = plain_identity(line.statement)
    before = (s.at.text for s in base.body if plain_identity(s) == key)
    return _words(" ".join((line.statement.at.text, *before)))


def _kind_of_part(line: tree.Node) -> Words:
    """The word of a part that comes or goes."""
    match line:
        case tree.Remove(head=head):
            return frozenset({head}) | _words(line.at.text)
        case tree.Add(statement=tree.Item()) | tree.Item():
            return _words(line.at.text.split("\n", 1)[0])
        case _:
            return frozenset()


def _words(text: str) -> Words:
    return frozenset(_WORD.findall(text))
