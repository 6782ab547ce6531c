"""A walk through a JSON text: the token at hand, the path to it, the mistakes so far."""

from __future__ import annotations

from evaluator.diagnostics.kinds import inputs as kinds
from evaluator.intake.json_tokens import TOKEN, Token
from evaluator.intake.quoting import code_point
from evaluator.intake.walk import Walk
from evaluator.source import Source, Span


class Cursor(Walk):
    """Stands on one token; `start` and `end` are where it lies in the text."""

    __slots__ = ("blanks", "end", "source", "start", "text", "token")

    def __init__(self, source: Source) -> None:
        """Stand before the first token."""
        super().__init__()
        self.source = source
        self.text = source.text
        self.start = self.end = 0
        self.token: str = Token.END
        self.blanks: set[str] = set()

    def advance(self) -> None:
        """Go to the next token; comments and odd blanks are reported and passed over."""
        while True:
            match = TOKEN.match(self.text, self.end)
            self.token = (match and match.lastgroup) or Token.END
            if match is not None:
                self.start, self.end = match.span(self.token)
            if self.token == Token.COMMENT:
                self.report(kinds.JSON_COMMENT, self.span())
            elif self.token == Token.BLANK:
                self._note_blank(code_point(self.text[self.start]))
            else:
                return

    def _note_blank(self, code: str) -> None:
        """Report an odd blank; a text that was pasted is full of the same one: it is told once."""
        if code not in self.blanks:
            self.blanks.add(code)
            self.report(kinds.ODD_CHARACTER, self.span(), code=code)

    def is_mark(self, mark: str) -> bool:
        """Whether the token at hand is this bracket, comma or colon."""
        return self.token == Token.MARK and self.text[self.start] == mark

    def word(self) -> str:
        """The text of the token at hand."""
        return self.text[self.start : self.end]

    def span(self) -> Span:
        """The place of the token at hand."""
        return Span(self.source, self.start, self.end)

    def span_from(self, start: int) -> Span:
        """The stretch from an offset to the end of the token at hand."""
        return Span(self.source, start, self.end)
