"""Cuts the text where the automaton stands: a word is what the grammar can take there.

Ids are not reserved. A word is a keyword only where the grammar takes the keyword, and an id where
the grammar takes an id; where it takes both, what follows decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from evaluator.diagnostics.kinds import syntax as kinds
from evaluator.diagnostics.model import Fact, Kind
from evaluator.syntax.grammar import Tables
from evaluator.syntax.keywords import Phrase, Vocabulary
from evaluator.syntax.literals import Reading, day_at, iso_day_at, number_at
from evaluator.syntax.machine import END, States, advance

MARKS: Mapping[str, str] = {
    "{": "_OPEN", "}": "_CLOSE", "(": "_LPAR", ")": "_RPAR", ",": "_COMMA", "=": "_EQUALS",
    ":": "_COLON", "|": "_BAR",
    "+": "_PLUS", "-": "MINUS", "*": "_STAR", "/": "_SLASH",
    ">=": "COMPARE", "<=": "COMPARE", ">": "COMPARE", "<": "COMPARE",
}  # fmt: skip
"""The punctuation of the language."""

_MEANT: Mapping[str, str] = {
    "==": "=", ":=": "=", ":": "=", "=>": ">=", "=<": "<=", "≥": ">=", "≤": "<=",
    "[": "(", "]": ")",
}  # fmt: skip
_OPENING = frozenset("[(")
_IN_TABLE: Mapping[str, str] = {"=": ":", ":=": ":", "=>": ":", ",": "|"}
"""What is meant where the sign itself cannot stand, but one of a table can."""
_AS_PHRASES: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("<>", "!=", "≠"), ("_IS_NOT", "is_not")),
    **dict.fromkeys(("&&", "&"), ("_AND", "and")),
    "||": ("_OR", "or"),
}
"""Signs for which the language has a word."""
_MARK = re.compile(r"&&?|\|\||==|:=|=>|=<|<>|!=|>=|<=|[{}(),=+\-*/<>≥≤≠\[\]:|]")
_JOINING = frozenset("),+*/=<>≥≤:|")
_GAP = re.compile(r"[ \t]+|\r\n|\r|\n|;|#[^\r\n]*")
BARE = re.compile(r'[^"#;{}\r\n]*')
"""What stands up to a text, a comment, a brace, or the end of the statement or line."""
WORDS = re.compile(r"(?<![\w-])[^\W\d]\w*")
"""Words that are whole, looked for in a stretch of text."""
_BLANK = re.compile(r"[ \t]*")
_WORD = re.compile(r"[^\W\d]\w*")
_TEXT = re.compile(r'"([^"\r\n]*)"?')
_HYPHENATED = re.compile(r"[^\W\d]\w*(?:-\w+)+(?!\w)")
_DIGITS = tuple("0123456789")
_DIGIT_NAME = re.compile(r"[0-9]+[^\W\d]\w*(?:-\w+)*(?![\w.,])")


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between two words: where it ends, whether it ends a line, comments."""

    end: int
    newline: bool = False
    semicolon: int | None = None
    comments: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Lexeme:
    """What stands at a place, read for the state the automaton is in.

    Attributes:
        terminal: what it is to the grammar; `None` if nothing that can stand there.
        meant: what it says.
        kind: what is wrong with how it is written, with its facts.
        doubtful: an id after which nothing can go on: it may be a misspelt word.
    """

    terminal: str | None
    meant: str
    start: int
    end: int
    kind: Kind | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Scanner:
    """The text of one file and the words of its language; `ignored` braces close nothing."""

    text: str
    tables: Tables
    words: Vocabulary
    foreign: Vocabulary
    ignored: frozenset[int] = frozenset()

    def gap(self, start: int) -> Gap:
        """Blanks, line ends, `;` and comments from `start` on."""
        at, newline, semicolon = start, False, None
        comments: list[tuple[int, int]] = []
        while True:
            if at in self.ignored:
                at += 1
                continue
            match = _GAP.match(self.text, at)
            if match is None:
                return Gap(at, newline, semicolon, tuple(comments))
            mark = match[0][0]
            newline = newline or mark in "\r\n"
            if mark == ";" and semicolon is None:
                semicolon = at
            if mark == "#":
                comments.append(match.span())
            at = match.end()

    def read(self, start: int, states: States, *, in_list: bool = False) -> Lexeme:
        """What stands at `start`, where no blank, comment or line end does."""
        char = self.text[start]
        if char == '"':
            return self._text(start, states)
        if char in _DIGITS or (char == "." and self.text[start + 1 : start + 2] in _DIGITS):
            return self._number(start, states, in_list=in_list)
        if char == "_" or char.isalpha():
            return self._word(start, states)
        return self._mark(start, states)

    def indent(self, place: int) -> int:
        """How deep the line of a place is indented."""
        start = max(self.text.rfind("\n", 0, place), self.text.rfind("\r", 0, place)) + 1
        blank = _BLANK.match(self.text, start)
        return len(blank[0].expandtabs(4)) if blank else 0

    def takes(self, states: States, terminal: str) -> bool:
        """Whether the grammar takes a terminal here."""
        return advance(self.tables, states, terminal) is not None

    def can_end(self, states: States) -> bool:
        """Whether a line can end here."""
        return any(self.takes(states, terminal) for terminal in ("_SEP", "_CLOSE", END))

    def possible(self, start: int, states: States) -> bool:
        """Whether what stands at `start` can be taken, by a look at this one word."""
        char = self.text[start]
        if char == "_" or char.isalpha():
            return self.takes(states, "NAME") or self.phrase(start, states) is not None
        lexeme = self.read(start, states)
        return lexeme.terminal is not None and lexeme.kind is not kinds.BRACKET_FOR_BRACE

    def goes_on(self, end: int, states: States) -> bool:
        """Whether a statement can go on, or end, after `end`."""
        blank = _BLANK.match(self.text, end)
        at = blank.end() if blank else end
        if at < len(self.text) and self.text[at] not in "\r\n#;}":
            return self.possible(at, states)
        if self.can_end(states):
            return True
        below = self.gap(at)
        return below.semicolon is None and self.joins(below.end, states)

    def joins(self, start: int, states: States) -> bool:
        """Whether a line that begins here goes on with the line before it."""
        if start >= len(self.text):
            return False
        char = self.text[start]
        if char in _JOINING:
            return True
        if char == "-":
            return self.takes(states, "MINUS") and not self._begins_a_line(start, states)
        if char in "{[(":
            return self.takes(states, "_OPEN")
        found = self.phrase(start, states)
        return found is not None and found[0].text in self.words.continues

    def _begins_a_line(self, minus: int, states: States) -> bool:
        """Whether a line of its own begins with `-`: a case or row with -5, or a statement.

        Before a statement it is a mark of a list, which means nothing here and is told so.
        """
        ended = advance(self.tables, states, "_SEP")
        if ended is None:
            return False
        if self.takes(ended, "MINUS"):
            return True
        heads = self.words.at(self.text, self._behind_blanks(minus + 1))
        head = next((end for phrase, end in heads if self.takes(ended, phrase.terminal)), None)
        if head is None:
            return False
        named = self._behind_blanks(head)
        char = self.text[named : named + 1]
        return char == '"' or (char.isalnum() and not any(self.words.at(self.text, named)))

    def _behind_blanks(self, start: int) -> int:
        blank = _BLANK.match(self.text, start)
        return blank.end() if blank else start

    def phrase(
        self, start: int, states: States, *, foreign: bool = False
    ) -> tuple[Phrase, int] | None:
        """The longest phrase here that the grammar can take."""
        words = self.foreign if foreign else self.words
        for phrase, end in words.at(self.text, start):
            if self.takes(states, phrase.terminal):
                return phrase, end
        return None

    # Words ---------------------------------------------------------------------------------------

    def _word(self, start: int, states: States) -> Lexeme:
        if self._takes_day_alone(states) and (day := day_at(self.text, start)):
            return _literal(day, start)
        found = self.phrase(start, states)
        after_name = advance(self.tables, states, "NAME")
        if after_name is not None:
            return self._name_or_phrase(start, states, after_name, found)
        if found:
            return _of_phrase(start, *found)
        return self._foreign(start, states) or self._unread(start, _WORD)

    def _name_or_phrase(
        self, start: int, states: States, after_name: States, found: tuple[Phrase, int] | None
    ) -> Lexeme:
        """Phrases of several words and reserved words go first: no id reads like them.

        So do the words of the tree behind an aggregate, where `mean of criteria` means the parts.
        """
        if found and (self._goes_first(found[0]) or self._declares_value(*found)):
            return _of_phrase(start, *found)
        name = self._name(start, after_name)
        foreign = self._foreign(start, states)
        if foreign and (name.meant in self.words.reserved or self._is_own(name.meant, foreign)):
            return foreign
        if self.goes_on(name.end, after_name) and not self._begins_phrase(start, states):
            return name
        if found:
            return _of_phrase(start, *found)
        if foreign:
            return foreign
        if phrase := self._out_of_place(start):
            return phrase
        return Lexeme("NAME", name.meant, start, name.end, name.kind, name.facts, doubtful=True)

    def _goes_first(self, phrase: Phrase) -> bool:
        is_reserved = phrase.text in self.words.reserved
        if is_reserved or " " in phrase.text or phrase.terminal == "TREES":
            return True
        return phrase.terminal in _OWN and not self._is_declared(phrase.text)

    def _declares_value(self, phrase: Phrase, end: int) -> bool:
        """Whether a value is declared here, among fields of which one may be called `value`."""
        return phrase.terminal == "_VALUE" and _DECLARED_VALUE.match(self.text, end) is not None

    def _is_own(self, word: str, foreign: Lexeme) -> bool:
        """Whether a word of the other language says what a part has of its own."""
        return foreign.terminal in _OWN and not self._is_declared(word)

    def _is_declared(self, word: str) -> bool:
        """Whether the file has a value, an input, a part or a field of this name."""
        trees = (phrase.text for phrase in self.words.by_terminal["TREE"])
        heads = (self.words.spelled(head, "") for head in ("_VALUE", "_INPUT"))
        before = (self.words.spelled(head, "") for head in ("_CHANGE", "_ADD"))
        return word in _declared(self.text, frozenset([*trees, *heads]), frozenset(before))

    def _out_of_place(self, start: int) -> Lexeme | None:
        """A phrase of several words where it cannot stand: no id was meant by its first word."""
        for phrase, end in self.words.at(self.text, start):
            if " " in phrase.text:
                return Lexeme(None, self.text[start:end], start, end)
        return None

    def _begins_phrase(self, start: int, states: States) -> bool:
        """Whether hyphenated words begin a phrase here that does not come to its end."""
        match = _HYPHENATED.match(self.text, start)
        phrases = self.words.by_word.get(match[0], ()) if match else ()
        return any(self.takes(states, phrase.terminal) for phrase in phrases)

    def _name(self, start: int, after: States) -> Lexeme:
        hyphenated = _HYPHENATED.match(self.text, start)
        if hyphenated and not self.takes(after, "MINUS"):
            return _bad_name(hyphenated[0], start)
        lexeme = self._unread(start, _WORD)
        if not lexeme.meant.isascii():
            return _bad_name(lexeme.meant, start)
        return Lexeme("NAME", lexeme.meant, start, lexeme.end)

    def _foreign(self, start: int, states: States) -> Lexeme | None:
        """A word of the other language, taken as the one that was meant."""
        found = self.phrase(start, states, foreign=True)
        if found is None:
            return None
        phrase, end = found
        right = self.words.spelled(phrase.terminal, phrase.value)
        facts = {"found": phrase.text, "meant": right}
        return Lexeme(phrase.terminal, phrase.value, start, end, kinds.FOREIGN_WORD, facts)

    # Everything else -----------------------------------------------------------------------------

    def _text(self, start: int, states: States) -> Lexeme:
        match = _TEXT.match(self.text, start)
        if match is None:
            raise AssertionError("a quote is there")
        terminal = "TEXT" if self.takes(states, "TEXT") else None
        return Lexeme(
            terminal, match[1].rstrip() if match[0][-1] != '"' else match[1], start, match.end()
        )

    def _number(self, start: int, states: States, *, in_list: bool) -> Lexeme:
        day = (day_at if self._takes_day_alone(states) else iso_day_at)(self.text, start)
        if day:
            return _literal(day, start, taken=self.takes(states, "DAY"))
        after = advance(self.tables, states, "NUMBER")
        word_may_follow = after is not None and self.takes(after, "NAME")
        number = number_at(self.text, start, in_list=in_list, word_may_follow=word_may_follow)
        if number is None:
            raise AssertionError("a digit is there")
        named = _DIGIT_NAME.match(self.text, start)
        is_name = after is None or number.kind is kinds.BAD_NUMBER
        if named and is_name and self.takes(states, "NAME"):
            return _bad_name(named[0], start)
        return _literal(number, start, taken=after is not None)

    def _mark(self, start: int, states: States) -> Lexeme:
        match = _MARK.match(self.text, start)
        if match is None:
            return Lexeme(None, self.text[start], start, start + 1)
        mark = match[0]
        terminal, concept = _AS_PHRASES.get(mark, ("", ""))
        if terminal and self.takes(states, terminal):
            facts = {"found": mark, "meant": self.words.spelled(terminal, concept)}
            return Lexeme(terminal, concept, start, match.end(), kinds.WRONG_SIGN, facts)
        if _MEANT.get(mark, mark) == "=" and self._asks_for_choice(match.end(), states):
            facts = {"found": mark, "meant": self.words.spelled("_IS", "is")}
            return Lexeme("_IS", "is", start, match.end(), kinds.WRONG_SIGN, facts)
        for meant in filter(None, (mark, _MEANT.get(mark), _IN_TABLE.get(mark))):
            known = MARKS.get(meant)
            if known is None or not self.takes(states, known):
                continue
            if meant == mark:
                return Lexeme(known, mark, start, match.end())
            facts = {"found": mark, "meant": meant}
            return Lexeme(known, meant, start, match.end(), kinds.WRONG_SIGN, facts)
        if mark in _OPENING and self._opens_lines(match.end(), states):
            return Lexeme("_OPEN", "{", start, match.end(), kinds.BRACKET_FOR_BRACE)
        return Lexeme(None, mark, start, match.end())

    def _opens_lines(self, end: int, states: States) -> bool:
        """Whether lines may stand behind a bracket: it ends its line, or a word of one follows."""
        inside = advance(self.tables, states, "_OPEN")
        if inside is None:
            return False
        gap = self.gap(end)
        return gap.newline or gap.end >= len(self.text) or self.possible(gap.end, inside)

    def _takes_day_alone(self, states: States) -> bool:
        """Whether a date belongs here and no formula does, where `1/2/2020` is arithmetic."""
        return self.takes(states, "DAY") and not self.takes(states, "_LPAR")

    def _asks_for_choice(self, end: int, states: States) -> bool:
        """Whether yes, no or a label follows, for which `=` is no sign."""
        after = advance(self.tables, states, "_IS")
        at = self.gap(end).end
        if after is None or at >= len(self.text):
            return False
        found = self.phrase(at, after)
        is_label = self.text[at] == '"' and self.takes(after, "TEXT")
        if found is None:
            return is_label
        equal = advance(self.tables, states, "_EQUALS")
        other = None if equal is None else self.phrase(at, equal)
        # `tidak berlaku` begins with the word for no.
        longer = other is not None and other[1] > found[1]
        return is_label or (found[0].terminal in {"YES", "NO"} and not longer)

    def _unread(self, start: int, pattern: re.Pattern[str]) -> Lexeme:
        match = pattern.match(self.text, start)
        end = match.end() if match else start + 1
        return Lexeme(None, self.text[start:end], start, end)


_DECLARED_VALUE = re.compile(r'[ \t]+\w+[ \t]*(?:"[^"\r\n]*"[ \t]*)?(?:[={]|(?:by|menurut)\b)')
"""What stands behind the word for a value: an id, perhaps a label, and how it is computed."""
_OWN = frozenset({"WEIGHT", "ANSWER"})
"""Words that in a formula mean what a part has of its own, unless the file declares such an id."""
_TYPES = "number|bilangan|one|salah|yes|ya|date|tanggal|text|teks|scale|skala"
_LINE = r"(?:^|[{;\r\n])[ \t]*"
_FIELD = rf"{_LINE}(weight|bobot)[ \t]+(?:\"[^\"\r\n]*\"[ \t]+)?(?:{_TYPES})\b"


@lru_cache(maxsize=8)
def _declared(text: str, heads: frozenset[str], before: frozenset[str]) -> frozenset[str]:
    """Those of the words that the file declares as an id of its own, where a line begins."""
    head = rf"(?:(?:{'|'.join(sorted(before))})[ \t]+)?(?:{'|'.join(sorted(heads))})"
    declared = re.compile(rf"{_LINE}{head}[ \t]+(weight|bobot|answer|jawaban)\b|{_FIELD}")
    return frozenset(match[1] or match[2] for match in declared.finditer(text))


def _of_phrase(start: int, phrase: Phrase, end: int) -> Lexeme:
    return Lexeme(phrase.terminal, phrase.value, start, end)


def _literal(reading: Reading, start: int, *, taken: bool = True) -> Lexeme:
    terminal = reading.terminal if taken else None
    return Lexeme(terminal, reading.meant, start, reading.end, reading.kind, reading.facts)


def _bad_name(written: str, start: int) -> Lexeme:
    """An id with characters ids do not have, taken as the nearest one that could be."""
    meant = re.sub(r"[^A-Za-z0-9_]", "_", written)
    meant = f"_{meant}" if meant[0].isdigit() else meant
    facts = {"found": written, "meant": meant}
    return Lexeme("NAME", meant, start, start + len(written), kinds.BAD_NAME, facts)
