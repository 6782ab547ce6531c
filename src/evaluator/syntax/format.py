"""The one layout of a rule file, and its conversion between the two keyword languages.

What fits on a line is measured in both languages, so that a file converted there and back is the
same again. What was written is read again before it is given out: the tree and every comment must
be as they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evaluator.diagnostics.kinds import syntax as kinds
from evaluator.diagnostics.model import Diagnostic, Outcome
from evaluator.source import Source, Span
from evaluator.syntax import grammar
from evaluator.syntax.columns import aligned, run_key
from evaluator.syntax.keywords import Language, Vocabulary
from evaluator.syntax.layout import Block, Break, Part, Remark, Statement, arrange
from evaluator.syntax.parse import ParsedFile, parse
from evaluator.syntax.spacing import is_formula, row
from evaluator.syntax.token import Token

WIDTH = 110
"""The longest line, where a text does not make it longer."""

_REASONS = frozenset(
    {"_BECAUSE", "_UNDER", "_PUBLISHED", "_PRINTED", "_CONTRADICTS", "_AMENDS", "CORRECTS"}
)
_JUNCTIONS = frozenset({"_AND", "_OR", "_WHERE"})


def format_text(source: Source, language: Language | None = None) -> Outcome[str]:
    """A rule file in the one layout; `language` asks for other keywords. Errors are refused."""
    before = parse(source)
    if before.value is None or not before.ok:
        return Outcome(None, before.diagnostics)
    words = grammar.load().words
    printer = _Printer(words, words[language or before.value.language])
    text = "".join(f"{line}\n" for line in printer.block(arrange(before.value), 0))
    after = parse(Source(source.name, text))
    if after.value is None or not after.ok or not _same(before.value, after.value):
        refused = Diagnostic(kind=kinds.FORMAT_REFUSED, at=Span(source, 0, 0))
        return Outcome(None, (refused,))
    return Outcome(text, before.diagnostics)


def _same(before: ParsedFile, after: ParsedFile) -> bool:
    comments = [[comment.text for comment in file.comments] for file in (before, after)]
    return before.tree == after.tree and comments[0] == comments[1]


@dataclass(frozen=True, slots=True)
class _Printer:
    """Lays out blocks; `words` is the language to write, `both` what lines are measured in."""

    both: Mapping[Language, Vocabulary]
    words: Vocabulary

    def block(self, block: Block, indent: int) -> Iterator[str]:
        """The lines of a block, without its braces."""
        flat = [self._is_flat(statement, indent) for statement in block.statements]
        at = 0
        while at < len(block.statements):
            count = _run_length(block.statements, flat, at)
            run = block.statements[at : at + count]
            lines = self._run(run, indent, flat=flat[at])
            following = [*block.statements[at + 1 :], None]
            for index, (statement, body) in enumerate(zip(run, lines, strict=True)):
                yield from _above(statement, indent, first=at + index == 0)
                yield from _ended(body, statement, hard=self._needs_semicolon(following[index]))
            at += count
        for index, remark in enumerate(block.remarks):
            yield from _remark(remark, indent, first=index == 0 and not block.statements)

    def _run(self, run: Sequence[Statement], indent: int, *, flat: bool) -> Sequence[list[str]]:
        """The lines of each of the statements that stand in columns together."""
        if flat:
            space = WIDTH - indent
            rows = aligned(run, self.words, tuple(self.both.values()), space)
            return [[" " * indent + text] for text in rows]
        return [list(self._broken(statement, indent)) for statement in run]

    def _is_flat(self, statement: Statement, indent: int) -> bool:
        """Whether a statement goes on one line."""
        wide = _Wide(self.both, in_formula=is_formula(statement))
        return _is_simple(statement.parts) and wide.fits(statement.parts, indent)

    # Statements on several lines -----------------------------------------------------------------

    def _broken(self, statement: Statement, indent: int) -> Iterator[str]:
        """A statement on several lines: broken before its reasons, else in its braces."""
        wide = _Wide(self.both, in_formula=is_formula(statement))
        rows = wide.rows(statement.parts, indent)
        if _is_simple(statement.parts) and wide.blocks_fit(rows, indent):
            yield from self._written(rows, indent, in_formula=wide.in_formula)
        else:
            yield from self._opened(statement, indent, wide)

    def _opened(self, statement: Statement, indent: int, wide: _Wide) -> Iterator[str]:
        """A statement with its braces opened."""
        parts: list[Part] = []
        lead = ""
        last_of_all = statement.parts[-1]
        for part in statement.parts:
            # What follows on empty braces would not be read as going on if it began a line.
            if not isinstance(part, Block) or (_is_empty(part) and part is not last_of_all):
                parts.append(part)
                continue
            brace = "{}" if _is_empty(part) else "{" + (f"  {part.beside}" if part.beside else "")
            *above, last = self._headed(parts, indent, lead, wide)
            yield from above
            if parts and isinstance(parts[-1], Break):
                yield last
                yield " " * indent + brace
            else:
                yield f"{last} {brace}"
            parts, lead = [], "" if _is_empty(part) else "}"
            yield from self.block(part, indent + 2)
        if parts or lead:
            yield from self._headed(parts, indent, lead, wide)

    def _headed(self, parts: Sequence[Part], indent: int, lead: str, wide: _Wide) -> Iterator[str]:
        """Words before or after braces; `lead` is the closing brace before them."""
        if not parts:
            yield " " * indent + lead
            return
        rows = wide.rows(parts, indent + len(lead) + bool(lead))
        first, *rest = self._written(rows, indent, in_formula=wide.in_formula)
        yield first if not lead else " " * indent + f"{lead} {first.strip()}"
        yield from rest

    def _written(
        self, rows: Sequence[Sequence[Part]], indent: int, *, in_formula: bool
    ) -> Iterator[str]:
        for index, parts in enumerate(rows):
            lead = " " * (indent + 2 if index else indent)
            comment = next((part for part in parts if isinstance(part, Break)), None)
            text = row(parts, self.words, in_formula=in_formula)
            if comment and comment.own_line and text:
                yield lead + text
                yield " " * (indent + 2) + comment.text
            else:
                yield lead + "  ".join(filter(None, (text, comment.text if comment else None)))

    def _needs_semicolon(self, following: Statement | None) -> bool:
        """Whether the next line would be taken to go on with this one."""
        first = following.parts[0] if following else None
        if not isinstance(first, Token) or first.terminal != "NAME":
            return False
        return any(
            phrase.split(" ")[0] == first.text
            for words in self.both.values()
            for phrase in words.continues
        )


@dataclass(frozen=True, slots=True)
class _Wide:
    """How words spread over lines that are short enough in every language."""

    both: Mapping[Language, Vocabulary]
    in_formula: bool

    def fits(self, parts: Sequence[Part], indent: int) -> bool:
        return all(
            indent + len(row(parts, words, in_formula=self.in_formula)) <= WIDTH
            for words in self.both.values()
        )

    def blocks_fit(self, rows: Sequence[Sequence[Part]], indent: int) -> bool:
        """Whether each line with braces on it is short enough; a text may make others longer."""
        return all(
            self.fits(parts, indent + (2 if index else 0))
            for index, parts in enumerate(rows)
            if any(isinstance(part, Block) for part in parts)
        )

    def rows(self, parts: Sequence[Part], indent: int) -> list[list[Part]]:
        """Words spread over lines, broken where a line goes on by itself."""
        rows: list[list[Part]] = [[]]
        for segment in _segments(parts, _REASONS):
            self._place(segment, rows, indent)
            if not self.fits(rows[-1], indent + 2):
                whole = rows.pop()
                rows.append([])
                for smaller in _segments(whole, _REASONS | _JUNCTIONS):
                    self._place(smaller, rows, indent)
        return [parts for parts in rows if parts]

    def _place(self, segment: Sequence[Part], rows: list[list[Part]], indent: int) -> None:
        ends = bool(rows[-1]) and isinstance(rows[-1][-1], Break)
        space = indent if len(rows) == 1 else indent + 2
        if rows[-1] and (ends or not self.fits([*rows[-1], *segment], space)):
            rows.append([])
        rows[-1].extend(segment)


def _segments(parts: Sequence[Part], starts: frozenset[str]) -> Iterator[list[Part]]:
    segment: list[Part] = []
    depth = 0
    for part in parts:
        terminal = part.terminal if isinstance(part, Token) else ""
        depth += (terminal == "_LPAR") - (terminal == "_RPAR")
        if segment and ((terminal in starts and not depth) or isinstance(segment[-1], Break)):
            yield segment
            segment = []
        segment.append(part)
    if segment:
        yield segment


def _is_simple(parts: Sequence[Part]) -> bool:
    """Whether nothing in the statement asks for lines of its own."""
    return all(
        isinstance(part, Token) or (isinstance(part, Block) and _is_one_line(part))
        for part in parts
    )


def _is_one_line(block: Block) -> bool:
    plain = not block.beside and not block.remarks
    inside = all(
        _is_simple(statement.parts) and not statement.above and not statement.beside
        for statement in block.statements
    )
    return plain and inside and (block.on_one_line or not block.statements)


def _is_empty(block: Block) -> bool:
    return not block.statements and not block.remarks and not block.beside


def _run_length(statements: Sequence[Statement], flat: Sequence[bool], at: int) -> int:
    """How many statements from `at` on stand in columns together."""
    key = run_key(statements[at]) if flat[at] else None
    end = at + 1
    while (
        key is not None
        and end < len(statements)
        and flat[end]
        and not statements[end].above
        and not statements[end].after_blank
        and run_key(statements[end]) == key
    ):
        end += 1
    return end - at


def _above(statement: Statement, indent: int, *, first: bool) -> Iterator[str]:
    for index, remark in enumerate(statement.above):
        yield from _remark(remark, indent, first=first and index == 0)
    if statement.after_blank and not (first and not statement.above):
        yield ""


def _remark(remark: Remark, indent: int, *, first: bool) -> Iterator[str]:
    if remark.after_blank and not first:
        yield ""
    yield " " * indent + remark.text


def _ended(lines: Sequence[str], statement: Statement, *, hard: bool) -> Iterator[str]:
    *before, last = lines
    yield from before
    end = ";" if hard else ""
    yield f"{last}{end}" + (f"  {statement.beside}" if statement.beside else "")
