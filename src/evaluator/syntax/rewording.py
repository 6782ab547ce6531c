"""Whole ways of writing something that are not those of the language, by the table of keywords.

Where single words are meant otherwise, `spelling` knows; here several words and signs together
stand for others: `60-70` for `from 60 to 70`. A row counts only where the grammar takes all it
stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from evaluator.diagnostics.kinds import syntax as kinds
from evaluator.diagnostics.model import Kind
from evaluator.syntax.keywords import A_NUMBER, first_word
from evaluator.syntax.literals import day_at, number_at
from evaluator.syntax.machine import States, advance
from evaluator.syntax.over_records import is_enclosed
from evaluator.syntax.scanner import BARE, WORDS, Lexeme, Scanner

_HOLE = re.compile(r"[NDICTF][1-9]?")
_PIECE = re.compile(r"[NDICTF][1-9]?(?!\w)|\S+")
_BLANK = re.compile(r"[ \t]*")
_WORD = re.compile(r"[^\W\d][\w-]*")
_KINDS: Mapping[str, Kind] = {
    "written": kinds.WRITTEN_OTHERWISE,
    "rounding": kinds.ROUNDING_MODE_MISSING,
}
_BEHIND = frozenset({"_PUBLISHED", "_UNDER", "_WHEN", "_OTHERWISE", "_BECAUSE"})
"""What may stand behind a formula."""
_EQUALS_ONE = ("=", "I")
REWRITTEN = frozenset(_KINDS.values())
"""What is to be written anew as a whole, odd characters in it and all."""


@dataclass(frozen=True, slots=True)
class Reworded:
    """What stands at a place, in the words of the language.

    Attributes:
        lexemes: what it means, in order, all of them at the place of the whole.
    """

    end: int
    kind: Kind
    meant: str
    lexemes: tuple[Lexeme, ...]


def reworded(scanner: Scanner, start: int, states: States, *, first: bool) -> Reworded | None:
    """What is meant at `start`, by the first row of the table that fits.

    `first` asks for the rows that go before what stands there is read as it is.
    """
    for row in scanner.words.rewordings.get((_first(scanner.text, start), first), ()):
        pieces = row.written.split(" ")
        matched = _matched(scanner, start, pieces)
        if matched is None or _ends_in_id(scanner, states, pieces):
            continue
        end, holes = matched
        meant = " ".join(holes.get(piece, piece) for piece in _PIECE.findall(row.meant))
        lexemes = lexed(scanner, end, states, meant)
        if lexemes is not None and ("T" not in holes or _has_part(lexemes)):
            placed = tuple(replace(each, start=start, end=end) for each in lexemes)
            return Reworded(end, _KINDS[row.kind], _tidy(meant), placed)
    return None


def in_brackets(scanner: Scanner, start: int, states: States) -> Reworded | None:
    """A condition without the brackets in which it is to stand."""
    if not scanner.takes(states, "_LPAR"):
        return None
    found = _formula(scanner, start, ())
    if found is None:
        return None
    written, end = found
    lexemes = lexed(scanner, end, states, f"( {written} )")
    if lexemes is None:
        return None
    end = start + len(written)
    placed = tuple(replace(each, start=start, end=end) for each in lexemes)
    return Reworded(end, kinds.WRITTEN_OTHERWISE, f"({written})", placed)


def _first(text: str, start: int) -> str:
    if text[start].isdigit():
        return A_NUMBER
    return first_word(text, start)


def _ends_in_id(scanner: Scanner, states: States, pieces: Sequence[str]) -> bool:
    """Whether the last word may be an id that was meant: one the file declares, or any behind `=`.

    In a formula `=` compares with what follows; in an example it gives a number.
    """
    last = pieces[-1]
    after = advance(scanner.tables, states, "_EQUALS") if pieces[0] == "=" else None
    if len(pieces) == len(_EQUALS_ONE) and after is not None and scanner.takes(after, "NAME"):
        return True
    if not last.isalpha() or _HOLE.fullmatch(last) or last in scanner.words.by_word:
        return False
    return re.search(rf"(?:^|[{{;\r\n])[ \t]*(?:\w+[ \t]+)?{last}\b", scanner.text) is not None


# What is written ---------------------------------------------------------------------------------


def _matched(
    scanner: Scanner, start: int, pieces: Sequence[str]
) -> tuple[int, dict[str, str]] | None:
    """Where the pieces end that stand at a place, and what stands in their holes."""
    at, holes = start, dict[str, str]()
    for index, piece in enumerate(pieces):
        at = _past_blanks(scanner.text, at)
        if piece[0] == "F" and _HOLE.fullmatch(piece):
            found = _formula(scanner, at, pieces[index + 1 :][:1])
        elif _HOLE.fullmatch(piece):
            found = _literal(scanner, at, piece)
        else:
            found = _written(scanner.text, at, piece)
        if found is None:
            return None
        holes[piece], at = found
    return at, holes


def _past_blanks(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def _written(text: str, at: int, piece: str) -> tuple[str, int] | None:
    end = at + len(piece)
    if text[at:end].casefold() != piece:
        return None
    follows = text[end : end + 1]
    is_whole = not (piece[-1].isalnum() and (follows.isalnum() or follows == "_"))
    return (piece, end) if is_whole else None


def _literal(scanner: Scanner, at: int, piece: str) -> tuple[str, int] | None:
    """A number, a date, an id or a word of the tree, as it is written in a rule file."""
    text = scanner.text
    if piece[0] == "T":
        found = (p for p, _ in scanner.words.at(text, at) if p.terminal == "TREES")
        tree = next(found, None)
        return (tree.text, at + len(tree.text)) if tree else None
    if piece[0] == "I":
        word = _WORD.match(text, at)
        return (word[0], word.end()) if word else None
    if piece[0] == "C":
        return _counted(scanner, at)
    if piece[0] == "D":
        day = day_at(text, at)
        return (day.meant, day.end) if day else None
    if not text[at : at + 1].isdigit():
        return None
    number = number_at(text, at, in_list=False, word_may_follow=True)
    if number is None or number.kind not in {None, kinds.PERCENT_FORM}:
        return None
    return number.meant, number.end


def _counted(scanner: Scanner, at: int) -> tuple[str, int] | None:
    """The id of something that is counted, where it stands, in English perhaps in the plural."""
    word = _WORD.match(scanner.text, at)
    if word is None:
        return None
    counted = _what_is_counted(scanner)
    written = word[0]
    ids = (written, written[:-1], written[:-2], f"{written[:-3]}y") if written[-1] == "s" else ()
    found = next((each for each in ids or (written,) if each in counted), None)
    return None if found is None else (found, word.end())


def _what_is_counted(scanner: Scanner) -> frozenset[str]:
    """The ids of those who are assessed, of kinds of groups, and of lists."""
    words = (scanner.words.spelled(terminal, "") for terminal in _COUNTED)
    return _declared(scanner.text, *words)


_COUNTED = ("_ASSESSES", "_IN", "_INPUT", "_LIST_OF")


@lru_cache(maxsize=8)
def _declared(text: str, assesses: str, within: str, asks: str, listing: str) -> frozenset[str]:
    label = r'(?:"[^"\r\n]*")?[ \t]*'
    line = r"(?:^|[{;\r\n])[ \t]*"
    assessed = re.compile(
        rf"{line}{assesses}[ \t]+(\w+)[ \t]*{label}((?:{within}[ \t]+\w+[ \t]*{label})*)"
    )
    lists = re.compile(rf"{line}{asks}[ \t]+(\w+)[ \t]*{label}{listing}\b")
    found = {match[1] for match in (*assessed.finditer(text), *lists.finditer(text))}
    for match in assessed.finditer(text):
        found.update(re.findall(rf"\b{within}[ \t]+(\w+)", match[2]))
    return frozenset(found)


def _formula(scanner: Scanner, at: int, following: Sequence[str]) -> tuple[str, int] | None:
    """What stands up to the next piece, else up to where the formula or the statement ends."""
    text = scanner.text
    rest = BARE.match(text, at)
    end = rest.end() if rest else at
    if not following:
        end = next(_ends_of_formula(scanner, at, end), end)
    else:
        found = _before(text, at, following[0])
        end = -1 if found is None else found
    written = text[at : max(at, end)].strip()
    if is_enclosed(written):
        written = written[1:-1].strip()
    return (written, end) if written and not set(written) & set('"#{}\r\n') else None


def _ends_of_formula(scanner: Scanner, at: int, end: int) -> Iterator[int]:
    """Where words stand that a formula does not go on with."""
    for word in WORDS.finditer(scanner.text, at, end):
        if any(
            phrase.terminal in _BEHIND for phrase, _ in scanner.words.at(scanner.text, word.start())
        ):
            yield word.start()


def _before(text: str, at: int, piece: str) -> int | None:
    if not piece[0].isalnum():
        return _outside_brackets(text, at, piece)
    words = (word.start() for word in _WORD.finditer(text, at) if word[0].casefold() == piece)
    return next(words, None)


def _outside_brackets(text: str, at: int, sign: str) -> int | None:
    """Where a sign stands next on the line that is not inside brackets opened before it."""
    depth = 0
    while at < len(text) and text[at] not in "\r\n":
        if not depth and text.startswith(sign, at):
            return at
        depth += (text[at] == "(") - (text[at] == ")")
        at += 1
    return None


# What is meant -----------------------------------------------------------------------------------


def lexed(scanner: Scanner, end: int, states: States, meant: str) -> tuple[Lexeme, ...] | None:
    """The words of what is meant, if the grammar takes them all and goes on behind them."""
    inside = replace(scanner, text=meant, ignored=frozenset())
    found: list[Lexeme] = []
    stack, at = states, _past_blanks(meant, 0)
    while at < len(meant):
        lexeme = inside.read(at, stack) if meant[at] != ";" else _separator(at)
        after = lexeme.terminal and advance(scanner.tables, stack, lexeme.terminal)
        if not after or lexeme.kind is not None:
            return None
        found.append(lexeme)
        stack, at = after, _past_blanks(meant, lexeme.end)
    return tuple(found) if scanner.goes_on(end, stack) else None


def _has_part(lexemes: Sequence[Lexeme]) -> bool:
    """Whether a word of the tree was read as such, and not as an id."""
    return any(each.terminal in {"TREE", "TREES"} for each in lexemes)


def _separator(at: int) -> Lexeme:
    return Lexeme("_SEP", ";", at, at + 1)


def _tidy(meant: str) -> str:
    """As one writes it: no blank inside parentheses or before a comma."""
    return re.sub(r"\( | (?=[),;])", lambda blank: blank[0].strip(), meant)
