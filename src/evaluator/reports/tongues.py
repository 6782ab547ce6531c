"""Which words of a page are in another language than the page, for readers that speak them.

Words of the rules stand between two characters that no text has: what anybody wrote has been made
visible before, and these are not. HTML makes an element with a `lang` of them, other forms nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evaluator.diagnostics.language import Language

_BEGIN = {Language.ID: "\ue000", Language.EN: "\ue001"}
_END = "\ue002"
_LANGUAGES = {mark: language for language, mark in _BEGIN.items()}
_MARKS = re.compile(f"[{''.join(_LANGUAGES)}{_END}]")
_MARKED = re.compile(f"([{''.join(_LANGUAGES)}])([^{_END}]*){_END}")


def marked(text: str, language: Language) -> str:
    """A text that is to be told in a language of its own; figures alone are told in any."""
    return f"{_BEGIN[language]}{text}{_END}" if any(map(str.isalpha, text)) else text


def is_marked(text: str) -> bool:
    """Whether some of a text is."""
    return bool(_MARKS.search(text))


def unmarked(text: str) -> str:
    """The same without the marks."""
    return _MARKS.sub("", text)


def capital(text: str) -> str:
    """A text with a capital at its beginning, whatever language that is in."""
    at = 1 if text[:1] in _LANGUAGES else 0
    return text[:at] + text[at : at + 1].upper() + text[at + 1 :]


def pieces(text: str) -> Iterator[tuple[Language | None, str]]:
    """The text piece by piece, each with its language; `None` is that of the page."""
    at = 0
    for mark in _MARKED.finditer(text):
        yield None, text[at : mark.start()]
        yield _LANGUAGES[mark[1]], mark[2]
        at = mark.end()
    yield None, text[at:]
