"""What a text is cut into: tokens, and comments on the side."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.source import Span


@dataclass(frozen=True, slots=True)
class Token:
    """One word, mark or literal.

    Attributes:
        terminal: what it is to the grammar.
        text: what it says, as meant: without quotes, a tree word as its canonical id.
        at: where it stands; empty for what the parser put in.
    """

    terminal: str
    text: str
    at: Span


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, from its `#` to the end of the line."""

    at: Span

    @property
    def text(self) -> str:
        """The comment with its `#`."""
        return self.at.text.rstrip()
