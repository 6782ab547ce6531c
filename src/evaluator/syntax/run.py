"""One reading of one text: feeds the automaton line by line and keeps what was read and found."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from evaluator.diagnostics.kinds import syntax as kinds
from evaluator.diagnostics.model import Diagnostic, Fact, Kind
from evaluator.source import Span
from evaluator.syntax import recovery
from evaluator.syntax.braces import MAX_DEPTH
from evaluator.syntax.brackets import closes_braces
from evaluator.syntax.machine import END, Machine, Snapshot
from evaluator.syntax.rewording import in_brackets, reworded
from evaluator.syntax.scanner import Gap, Lexeme, Scanner
from evaluator.syntax.spelling import meant_word
from evaluator.syntax.token import Comment, Token
from evaluator.syntax.tree import File
from evaluator.values.numbers import parse_decimal, text_of

MAX_OPERATORS = 200
"""The most operators in one formula."""
MAX_LINES = 20_000
"""The most statements in one file."""
MAX_MISTAKES = 500
"""The most mistakes one run reports."""

_MOST_IDLE = 200
"""How often the parser may put in what is missing without taking anything from the text."""
_OPEN_ENDED = frozenset(
    ["_EQUALS", "_PLUS", "MINUS", "_STAR", "_SLASH", "COMPARE", "_COMMA", "_LPAR", "_COLON", "_BAR"]
)
_OPERATORS = frozenset({"_PLUS", "MINUS", "_STAR", "_SLASH", "COMPARE", "_AND", "_OR", "_NOT"})
_UP_TO_BRACE = re.compile(r"[^{\r\n]*")
_BOUNDS = frozenset({"_SEP", "_OPEN", "_CLOSE"})


@dataclass(frozen=True, slots=True)
class Before:
    """Where a statement says where it comes from, and what had been read of it then."""

    machine: Snapshot
    words: int
    place: int


@dataclass(slots=True)
class Run:
    """The state of one reading.

    Attributes:
        torn: lines with a text or brace that is never closed; nothing more is said of them.
        begin: where the statement being read begins.
        closings: where closing braces are missing.
        openings: where opening braces are missing.
        head: what the statement being read began with, by terminal.
        opened: the heads of the statements in whose braces it stands, the innermost last.
        opened_at: where those braces open.
        brackets: brackets that stand for braces.
        answered: closing braces that closed nothing until an opening one was put in.
        unknown_parts: what is told of words for parts that there are not, by the word.
        before_under: the automaton as it was before the statement said where it comes from.
        muted: whether a mistake in the shape of this statement has been reported.
    """

    scanner: Scanner
    machine: Machine
    torn: frozenset[int]
    closings: list[int]
    openings: list[int]
    at: int = 0
    begin: int = 0
    depth: int = 0
    operators: int = 0
    lines: int = 0
    muted: bool = False
    stopped: bool = False
    head: list[str] = field(default_factory=list)
    before_under: Before | None = None
    opened: list[tuple[str, ...]] = field(default_factory=list)
    opened_at: list[int] = field(default_factory=list)
    brackets: set[int] = field(default_factory=set)
    answered: set[int] = field(default_factory=set)
    unknown_parts: dict[str, Diagnostic] = field(default_factory=dict)
    tokens: list[Token] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)

    def read(self) -> File:
        """Read the text to its end."""
        idle, place = 0, self.at
        while not self.stopped and self._step():
            idle = 0 if self.at > place else idle + 1
            if idle > _MOST_IDLE:  # a mistake in the recovery itself must not hang a server
                self.at += 1
            place = max(place, self.at)
        recovery.close(self)
        return self.machine.finish()

    def _step(self) -> bool:
        """Deal with the next word; false at the end of the text."""
        gap = self.scanner.gap(self.at)
        if self.closings and gap.end >= self.closings[0]:
            self.closings.pop(0)
            if self.opened:  # else a bracket has closed it already
                self._close(self.at)
            return True
        if self.openings and gap.end >= self.openings[0]:
            self._open(self.openings.pop(0))
            return True
        self.comments += [Comment(self.span(*place)) for place in gap.comments]
        if gap.end >= len(self.scanner.text):
            return False
        if gap.semicolon is not None and self._separates(gap):
            place = gap.semicolon
            facts = {"found": ";", "meant": ","}
            self.accept(Lexeme("_COMMA", ",", place, place + 1, kinds.WRONG_SIGN, facts))
        elif self._breaks(gap):
            self._separate(gap)
        else:
            self.at = gap.end
            self._take(gap.end)
        return True

    # Lines ---------------------------------------------------------------------------------------

    def _breaks(self, gap: Gap) -> bool:
        """Whether a line ends here: not where the next one plainly goes on with it."""
        if not (gap.newline or gap.semicolon is not None) or not self.tokens:
            return False
        last = self.tokens[-1].terminal
        if last in {"_SEP", "_OPEN"} or self.scanner.text[gap.end] == "}":
            return False
        if gap.semicolon is not None:
            return True
        states = self.machine.states
        if self.scanner.joins(gap.end, states) or self._unfinished_above(gap.end):
            return False
        if last in _OPEN_ENDED or self.depth:
            lexeme = self.scanner.read(gap.end, states)
            return lexeme.terminal is None or lexeme.doubtful
        return True

    def _unfinished_above(self, place: int) -> bool:
        """Whether a line stands deeper than the unfinished statement above it."""
        if self.machine.accepts("_SEP"):
            return False
        return self.scanner.indent(place) > self.scanner.indent(self.begin)

    def _separates(self, gap: Gap) -> bool:
        """Whether a `;` stands between what parentheses hold, as spreadsheets write it."""
        if gap.newline or not self.depth:
            return False
        rest = _UP_TO_BRACE.match(self.scanner.text, (gap.semicolon or 0) + 1)
        return rest is not None and ")" in rest[0] and self.machine.accepts("_COMMA")

    def _separate(self, gap: Gap) -> None:
        place = self.at if gap.semicolon is None else gap.semicolon
        if not self.machine.accepts("_SEP"):
            recovery.unfinished(self, self.at, "_SEP")
        self.lines += 1
        self.feed("_SEP", self.scanner.text[place], self.span(place, place + 1))
        self.at = gap.end
        if self.lines > MAX_LINES:
            self.stop(kinds.TOO_MANY_LINES, place, {"limit": MAX_LINES})

    def _close(self, place: int) -> None:
        """A brace that is missing closes here."""
        if not self.machine.accepts("_CLOSE"):
            recovery.unfinished(self, place, "_CLOSE")
        self.feed("_CLOSE", "}", self.span(place, place))

    def _open(self, place: int) -> None:
        """A brace that is missing opens here, unless nothing that could have one stands before."""
        if self.machine.accepts("_OPEN"):
            self.feed("_OPEN", "{", self.span(place, place))
        else:
            recovery.open_anyway(self, place)

    # Words ---------------------------------------------------------------------------------------

    def _take(self, start: int) -> None:
        if self._reword(start, first=True):
            return
        lexeme = self.scanner.read(start, self.machine.states, in_list=self.depth > 0)
        if lexeme.terminal is None or lexeme.doubtful:
            if self._reword(start, first=False):
                return
            lexeme = self._nearest(lexeme)
        if lexeme.terminal is None and closes_braces(self, start):
            self._close_by_bracket(start)
        elif lexeme.terminal is None:
            recovery.recover(self, lexeme)
        else:
            self.accept(lexeme)

    def _close_by_bracket(self, place: int) -> None:
        self.brackets.add(place)
        if self.opened:
            self._close(place)
        self.at = place + 1

    def _nearest(self, lexeme: Lexeme) -> Lexeme:
        """What stands here, as near to it as a misspelt word may be."""
        states, acceptable = self.machine.states, self.machine.acceptable()
        strict = lexeme.doubtful
        return meant_word(self.scanner, lexeme.start, states, acceptable, strict=strict) or lexeme

    def _reword(self, start: int, *, first: bool) -> bool:
        """Take what is written in another way than that of the language as what it means."""
        found = reworded(self.scanner, start, self.machine.states, first=first)
        if (
            found is None
            and not first
            and self.tokens[-1:]
            and self.tokens[-1].terminal == "_WHERE"
        ):
            found = in_brackets(self.scanner, start, self.machine.states)
        if found is None:
            return False
        at = self.span(start, found.end)
        self.report(found.kind, at, {"found": at.text, "meant": found.meant})
        self.feed_all(found.lexemes, at)
        return True

    def accept(self, lexeme: Lexeme) -> None:
        """Take a lexeme, and say what is wrong with how it is written."""
        at = self.span(lexeme.start, lexeme.end)
        if lexeme.kind is kinds.BRACKET_FOR_BRACE:
            self.brackets.add(lexeme.start)
        elif lexeme.kind is not None:
            self.report(lexeme.kind, at, lexeme.facts)
            self.muted = self.muted or lexeme.kind is kinds.UNKNOWN_WORD
        terminal = lexeme.terminal or "ERROR"
        meant = self._divisor(lexeme, at)
        self._count(terminal)
        self.at = lexeme.end
        if self.operators > MAX_OPERATORS or self.depth > MAX_DEPTH:
            recovery.give_up(self, lexeme)
            return
        self.feed(terminal, meant, at)

    def feed_all(self, lexemes: Sequence[Lexeme], at: Span) -> None:
        """Give the automaton what is meant by a stretch of the text."""
        for lexeme in lexemes:
            self._count(lexeme.terminal or "ERROR")
            self.feed(lexeme.terminal or "ERROR", lexeme.meant, at)
        self.at = at.end

    def _divisor(self, lexeme: Lexeme, at: Span) -> str:
        """The number as meant; nothing is divided by a zero that is plain to see."""
        meant = lexeme.meant
        is_divisor = bool(self.tokens) and self.tokens[-1].terminal == "_SLASH"
        if lexeme.terminal != "NUMBER" or not is_divisor:
            return meant
        if not meant.strip("0.%"):
            self.report(kinds.ZERO_DIVISOR, at, {"found": meant})
            return "1"
        divided = self.tokens[-2]
        if not meant.endswith("%") or divided.terminal != "NUMBER" or divided.text.endswith("%"):
            return meant
        # Nobody divides a number by a percentage so: the sign belongs to the quotient.
        divisor = parse_decimal(meant.removesuffix("%")) * 100
        facts = {
            "found": f"{divided.text}/{meant}",
            "meant": text_of(parse_decimal(divided.text) / divisor),
        }
        self.report(kinds.PERCENT_OF_QUOTIENT, self.span(divided.at.start, at.end), facts)
        return text_of(divisor)

    def _count(self, terminal: str) -> None:
        self.depth += (terminal == "_LPAR") - (terminal == "_RPAR")
        self.operators += terminal in _OPERATORS

    def feed(self, terminal: str, meant: str, at: Span) -> None:
        """Give the automaton a token it can take."""
        token = Token(terminal, meant, at)
        if terminal == "_UNDER" and self.before_under is None:
            self.before_under = Before(self.machine.snapshot(), len(self.head), at.start)
        self.machine.feed(token)
        self.tokens.append(token)
        if terminal == "_OPEN":
            self.opened.append(tuple(self.head))
            self.opened_at.append(at.start)
        elif terminal == "_CLOSE":
            self.opened.pop()
            self.opened_at.pop()
        if terminal in _BOUNDS:
            self.head, self.muted, self.before_under = [], False, None
            self.depth = self.operators = 0
        else:
            self.begin = self.begin if self.head else at.start
            self.head.append(terminal)

    # Findings ------------------------------------------------------------------------------------

    def span(self, start: int, end: int) -> Span:
        """A stretch of the text."""
        return Span(self.machine.source, start, end)

    def _merged(self, kind: Kind, at: Span, facts: Mapping[str, Fact]) -> bool:
        """Whether words of the other language go on with those just reported: one mistake."""
        last = self.found[-1] if self.found else None
        if kind is not kinds.FOREIGN_WORD or last is None or last.kind is not kind:
            return False
        between = self.scanner.text[last.at.end : at.start]
        if between.strip(" \t"):
            return False
        merged = {key: f"{last.facts[key]}{between}{facts[key]}" for key in ("found", "meant")}
        self.found[-1] = Diagnostic(kind=kind, at=last.at.to(at), facts=merged)
        return True

    def report(self, kind: Kind, at: Span, facts: Mapping[str, Fact]) -> None:
        """Keep a finding."""
        if self._merged(kind, at, facts):
            return
        self.found.append(Diagnostic(kind=kind, at=at, facts=facts))
        if len(self.found) >= MAX_MISTAKES and not self.stopped:
            self.stop(kinds.TOO_MANY_MISTAKES, at.end, {"limit": MAX_MISTAKES})

    def stop(self, kind: Kind, place: int, facts: Mapping[str, Fact]) -> None:
        """Read no further."""
        self.stopped = True
        self.found.append(Diagnostic(kind=kind, at=self.span(place, place), facts=facts))

    def end_of_statement(self) -> bool:
        """Whether the statement could end here."""
        return any(self.machine.accepts(terminal) for terminal in ("_SEP", "_CLOSE", END))
