"""Characters that word processors and web pages leave in a text.

A pass before anything else. What looks like a character of the language is reported and replaced
one for one, so that offsets stay and reading goes on as meant. Inside quoted text and comments
everything printable is the author's own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from evaluator.diagnostics.kinds import syntax as kinds
from evaluator.diagnostics.model import Diagnostic, Fact, Kind
from evaluator.source import Source, Span

_DOUBLE = '"“”„‟«»″〝〞＂'
_SINGLE = "'‘’‚‛‹›′`´"
_ODD_SPACES = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|$)")
_TAIL = re.compile(r"[ \t]+[{}][{} \t]*$")

_GONE = "\ud800"
"""Stands where a hidden character stood. Half a surrogate: no UTF-8 has it, so no file does."""
_CHUNK = re.compile(r'[^\s"{}();=]+')

_BULLETS = frozenset("•▪●◦‣·")
"""What word processors put before the entries of a list."""

_LOOKALIKES: Mapping[str, str] = {
    **dict.fromkeys("‐‑‒–—―−﹣", "-"),
    **dict.fromkeys("×✕✖∗·∙⋅•", "*"),
    **dict.fromkeys("÷∕⁄", "/"),
    **dict.fromkeys("‚،、", ","),
    **dict.fromkeys(";；", ";"),
    "٪": "%",
    **dict(zip("АВЕЅІЈКМНОРСТУХаеорсухіјѕһԁԛԝүк", "ABESIJKMHOPCTYXaeopcyxijshdqwyk", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανρικυ", "ABEZHIKMNOPTYXoavpiku", strict=True)),
    **{chr(full): chr(full - 0xFEE0) for full in range(0xFF01, 0xFF5F) if full != 0xFF02},
}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text as meant, character for character as long as the one that was read.

    Attributes:
        torn: the lines, from 1, with a text that is never closed.
    """

    text: str
    torn: frozenset[int] = frozenset()
    diagnostics: tuple[Diagnostic, ...] = ()


def clean(source: Source) -> Cleaned:
    """Replace what is meant as something else; each kind is reported once a line."""
    lines: list[str] = []
    torn: set[int] = set()
    found: list[Diagnostic] = []
    start = 0
    for number, (text, end) in enumerate(_lines(source.text), 1):
        if _is_plain(text):
            lines.append(text + end)
        else:
            line = _Line(source, start, text)
            lines.append(line.clean() + end)
            found.extend(line.found.values())
            if line.torn:
                torn.add(number)
        start += len(text) + len(end)
    return Cleaned("".join(lines), frozenset(torn), tuple(found))


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for match in _LINE.finditer(text):
        if match[0]:
            yield match[1], match[2]


def _is_plain(line: str) -> bool:
    if not line.isascii() or "'" in line or "`" in line or line.count('"') % 2:
        return False
    return line.replace("\t", " ").isprintable() and "#" not in line


@dataclass(slots=True)
class _Line:
    """One line on its way to what it means."""

    source: Source
    start: int
    text: str
    out: list[str] = field(default_factory=list)
    found: dict[str, Diagnostic] = field(default_factory=dict)
    torn: bool = False

    def clean(self) -> str:
        self.out = list(self.text)
        at = 0
        while at < len(self.text):
            at = self._step(at)
        return _CHUNK.sub(_closed_up, "".join(self.out))

    def _step(self, at: int) -> int:
        """Deal with what stands here; gives where to go on."""
        char = self.text[at]
        if char == "#":
            return self._inside(at, len(self.text))
        if char in _DOUBLE:
            return self._quoted(at)
        if char in _SINGLE:
            return self._single(at)
        self._outside(at, char)
        return at + 1

    def _quoted(self, at: int) -> int:
        text = self.text
        close = text.find('"', at + 1) if text[at] == '"' else -1
        if close < 0:
            close = next((i for i in range(at + 1, len(text)) if text[i] in _DOUBLE), -1)
        if close < 0:
            return self._unclosed(at)
        if text[at] != '"' or text[close] != '"':
            self._report(kinds.SMART_QUOTES, at, close + 1, {"text": text[at + 1 : close]})
            self.out[at] = self.out[close] = '"'
        self._inside(at + 1, close)
        return close + 1

    def _unclosed(self, at: int) -> int:
        """The text ends at the line end, before the braces that stand there."""
        tail = _TAIL.search(self.text, at + 1)
        end = tail.start() if tail else len(self.text)
        self._report(kinds.UNCLOSED_QUOTE, at, end, {"text": self.text[at + 1 : end].strip()})
        self.torn = True
        self.out[at] = '"'
        if tail:
            self.out[end] = '"'
        self._inside(at + 1, end)
        return end + 1

    def _single(self, at: int) -> int:
        text = self.text
        close = next((i for i in range(at + 1, len(text)) if text[i] in _SINGLE), -1)
        inner = text[at + 1 : close]
        if close < 0 or not inner.strip() or any(c in _DOUBLE for c in inner):
            return at + 1
        self._report(kinds.SINGLE_QUOTES, at, close + 1, {"text": inner})
        self.out[at] = self.out[close] = '"'
        self._inside(at + 1, close)
        return close + 1

    def _outside(self, at: int, char: str) -> None:
        if char in _BULLETS and not self.text[:at].strip():
            self._report(kinds.LIST_MARK, at, at + 1, {"found": char})
            self.out[at] = " "
        elif meant := _lookalike(char):
            self._report(
                kinds.LOOKALIKE, at, at + 1, {"found": char, "code": _code(char), "meant": meant}
            )
            self.out[at] = meant
        elif char in _ODD_SPACES or (char != " " and unicodedata.category(char) == "Zs"):
            self._report(kinds.ODD_SPACE, at, at + 1, {"code": _code(char)})
            self.out[at] = " "
        elif _is_hidden(char):
            self._report(kinds.HIDDEN_CHARACTER, at, at + 1, {"code": _code(char)})
            self.out[at] = _GONE
        elif _is_control(char):
            self._report(kinds.CONTROL_CHARACTER, at, at + 1, {"code": _code(char)})
            self.out[at] = " "

    def _inside(self, start: int, end: int) -> int:
        """Look through quoted text or a comment, where only what cannot be seen matters."""
        for at in range(start, end):
            char = self.text[at]
            if char.isascii() and char.isprintable():
                continue
            if _is_hidden(char):
                self._report(kinds.HIDDEN_IN_TEXT, at, at + 1, {"code": _code(char)})
            elif _is_control(char):
                self._report(kinds.CONTROL_CHARACTER, at, at + 1, {"code": _code(char)})
        return end

    def _report(self, kind: Kind, start: int, end: int, facts: Mapping[str, Fact]) -> None:
        at = Span(self.source, self.start + start, self.start + end)
        self.found.setdefault(kind.code, Diagnostic(kind=kind, at=at, facts=facts))


def _closed_up(match: re.Match[str]) -> str:
    """A word without what was hidden in it; the room that leaves goes behind the word."""
    word = match[0].replace(_GONE, "")
    return word + " " * (len(match[0]) - len(word))


def _lookalike(char: str) -> str | None:
    """What a character stands for that only looks like one of the language."""
    if char.isascii():
        return None
    digit = unicodedata.decimal(char, None)
    return _LOOKALIKES.get(char) if digit is None else str(digit)


def _is_hidden(char: str) -> bool:
    return unicodedata.category(char) == "Cf"


def _is_control(char: str) -> bool:
    return char != "\t" and unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}


def _code(char: str) -> str:
    return f"U+{ord(char):04X}"
