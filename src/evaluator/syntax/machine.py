"""The automaton at work: what it can take next, and what it makes of what it took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from evaluator.source import Source, Span
from evaluator.syntax.build import build
from evaluator.syntax.grammar import Tables
from evaluator.syntax.token import Token
from evaluator.syntax.tree import File

END = "$END"
"""The end of the text."""

States = Sequence[int]
"""The states on the stack, the last on top."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A symbol on the stack: its terminal, what was made of it, where it starts and ends.

    An inlined rule has several parts; a part that was left out is `None`.
    """

    terminal: str | None
    parts: tuple[object, ...]
    start: int | None
    end: int | None


Snapshot = tuple[tuple[int, ...], tuple[Piece, ...]]
"""The states and pieces on the stack at one time."""


def advance(tables: Tables, states: States, terminal: str) -> list[int] | None:
    """The states after a terminal, or `None` if it cannot stand here.

    The reductions it needs are gone through, since an LALR state alone promises too much.
    """
    stack = list(states)
    while not (terminal == END and stack[-1] == tables.end):
        move = tables.moves[stack[-1]].get(terminal)
        if move is None:
            return None
        if move >= 0:
            stack.append(move)
            return stack
        rule = tables.rules[~move]
        if rule.size:
            del stack[-rule.size :]
        stack.append(tables.moves[stack[-1]][rule.goto])
    return stack


@dataclass(slots=True)
class Machine:
    """The stack of one run."""

    tables: Tables
    source: Source
    states: list[int] = field(init=False)
    pieces: list[Piece] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        """Begin with nothing read."""
        self.states = [self.tables.start]

    def accepts(self, terminal: str) -> bool:
        """Whether a terminal can stand next."""
        return advance(self.tables, self.states, terminal) is not None

    def acceptable(self) -> list[str]:
        """Every terminal that can stand next."""
        row = self.tables.moves[self.states[-1]]
        return [t for t in row if t in self.tables.terminals and self.accepts(t)]

    def feed(self, token: Token) -> None:
        """Take a token that is acceptable."""
        state = self._reduce_for(token.terminal)
        self.states.append(state)
        at = token.at
        self.pieces.append(Piece(token.terminal, (token,), at.start, at.end))

    def finish(self) -> File:
        """The tree; the end must be acceptable."""
        while self.states[-1] != self.tables.end:
            self._reduce(~self.tables.moves[self.states[-1]][END])
        (root,) = self.pieces[-1].parts
        if not isinstance(root, File):
            raise TypeError(f"the root of the tree is a {type(root).__name__}")
        return root

    def snapshot(self) -> Snapshot:
        """What has been read, to go back to."""
        return tuple(self.states), tuple(self.pieces)

    def restore(self, snapshot: Snapshot) -> None:
        """Go back to what had been read."""
        states, pieces = snapshot
        self.states, self.pieces = list(states), list(pieces)

    def unwind(self, terminal: str) -> tuple[Piece, ...]:
        """Take pieces off the stack until a terminal is acceptable; gives what was taken off.

        A block that was closed goes as a whole: reading never goes on inside it.
        """
        dropped: list[Piece] = []
        closed = 0
        while closed or not self.accepts(terminal):
            self.states.pop()
            piece = self.pieces.pop()
            if piece.terminal == "_CLOSE":
                closed += 1
            elif piece.terminal == "_OPEN" and closed:
                closed -= 1
            dropped.append(piece)
        return tuple(reversed(dropped))

    def _reduce_for(self, terminal: str) -> int:
        while (move := self.tables.moves[self.states[-1]][terminal]) < 0:
            self._reduce(~move)
        return move

    def _reduce(self, index: int) -> None:
        rule = self.tables.rules[index]
        taken = self.pieces[len(self.pieces) - rule.size :]
        if rule.size:
            del self.pieces[-rule.size :]
            del self.states[-rule.size :]
        parts: list[object] = []
        for kept in rule.keep:
            parts.extend((None,) if kept < 0 else taken[kept].parts)
        start = next((p.start for p in taken if p.start is not None), None)
        end = next((p.end for p in reversed(taken) if p.end is not None), None)
        if not rule.inline:
            parts = [build(rule.name, Span(self.source, start or 0, end or 0), parts)]
        self.pieces.append(Piece(None, tuple(parts), start, end))
        self.states.append(self.tables.moves[self.states[-1]][rule.goto])
