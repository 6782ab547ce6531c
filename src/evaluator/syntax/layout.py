"""How a text is made up: statements with their braces, comments and blank lines, as written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from evaluator.syntax.parse import ParsedFile
from evaluator.syntax.token import Comment, Token


@dataclass(slots=True)
class Remark:
    """A comment on a line of its own."""

    text: str
    after_blank: bool


@dataclass(slots=True)
class Break:
    """A comment inside a statement, which ends the line there."""

    text: str
    own_line: bool


@dataclass(slots=True)
class Block:
    """What stands in braces, or the whole file.

    Attributes:
        on_one_line: whether it was written on one line.
        beside: a comment beside the opening brace.
        remarks: comments after the last statement.
    """

    statements: list[Statement] = field(default_factory=list)
    on_one_line: bool = False
    beside: str | None = None
    remarks: list[Remark] = field(default_factory=list)


Part = Token | Block | Break
_NEWLINE = re.compile(r"\r\n|\r|\n")


@dataclass(slots=True)
class Statement:
    """One statement.

    Attributes:
        above: comments on lines of their own before it.
        beside: a comment at the end of its line.
    """

    parts: list[Part] = field(default_factory=list)
    after_blank: bool = False
    above: list[Remark] = field(default_factory=list)
    beside: str | None = None


def arrange(file: ParsedFile) -> Block:
    """The statements of a file that was read without errors."""
    arranger = _Arranger(_events(file))
    for index in range(len(arranger.events)):
        arranger.take(index)
    return arranger.close()


_ENDS = frozenset({"_SEP", "_CLOSE"})


def _events(file: ParsedFile) -> list[Token | Comment]:
    return sorted([*file.tokens, *file.comments], key=lambda piece: piece.at.start)


@dataclass(slots=True)
class _Arranger:
    """Reads tokens and comments in order.

    Attributes:
        open: the blocks that are open, each with its unfinished statement.
        waiting: comments that belong above the next statement.
        last: the last token or comment that is not a line end.
    """

    events: list[Token | Comment]
    open: list[tuple[Block, Statement]] = field(default_factory=lambda: [(Block(), Statement())])
    waiting: list[Remark] = field(default_factory=list)
    last: Token | Comment | None = None

    def take(self, index: int) -> None:
        piece = self.events[index]
        if isinstance(piece, Comment):
            self._comment(piece, ends=self._statement_ends(index))
        elif piece.terminal == "_SEP":
            self._finish()
            return
        elif piece.terminal == "_OPEN":
            self.open.append((Block(on_one_line=self._on_one_line(index)), Statement()))
        elif piece.terminal == "_CLOSE":
            self._statement().parts.append(self._closed())
        else:
            self._word(piece)
        self.last = piece

    def close(self) -> Block:
        return self._closed(at_end=True)

    def _statement(self) -> Statement:
        """The statement a closing brace belongs to."""
        return self.open[-2][1]

    def _word(self, token: Token) -> None:
        _, statement = self.open[-1]
        if not statement.parts:
            statement.after_blank = self._newlines(token) > 1
            statement.above, self.waiting = self.waiting, []
        statement.parts.append(token)

    def _comment(self, comment: Comment, *, ends: bool) -> None:
        block, statement = self.open[-1]
        is_beside = self.last is not None and not self._newlines(comment)
        if is_beside and isinstance(self.last, Token) and self.last.terminal == "_OPEN":
            block.beside = comment.text
        elif statement.parts and not ends:
            statement.parts.append(Break(comment.text, own_line=not is_beside))
        elif is_beside and (statement.parts or block.statements):
            (statement if statement.parts else block.statements[-1]).beside = comment.text
        else:
            self.waiting.append(Remark(comment.text, after_blank=self._newlines(comment) > 1))

    def _finish(self) -> None:
        block, statement = self.open.pop()
        if statement.parts:
            block.statements.append(statement)
        self.open.append((block, Statement()))

    def _closed(self, *, at_end: bool = False) -> Block:
        self._finish()
        block, _ = self.open[0] if at_end else self.open.pop()
        block.remarks, self.waiting = self.waiting, []
        return block

    def _newlines(self, piece: Token | Comment) -> int:
        start = self.last.at.end if self.last else 0
        between = piece.at.source.text[start : piece.at.start]
        return len(_NEWLINE.findall(between))

    def _statement_ends(self, index: int) -> bool:
        """Whether no word of the statement follows a comment."""
        for at in range(index + 1, len(self.events)):
            piece = self.events[at]
            if isinstance(piece, Token):
                return piece.terminal in _ENDS
        return True

    def _on_one_line(self, index: int) -> bool:
        depth = 0
        for at in range(index, len(self.events)):
            piece = self.events[at]
            if isinstance(piece, Token) and piece.terminal in {"_OPEN", "_CLOSE"}:
                depth += 1 if piece.terminal == "_OPEN" else -1
                if depth == 0:
                    opening = self.events[index].at
                    inside = opening.source.text[opening.start : piece.at.end]
                    return not _NEWLINE.search(inside)
        return False
