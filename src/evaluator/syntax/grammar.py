"""The grammar as tables: the only door to Lark.

Lark turns `dsl/takar.lark` into an LALR automaton. What it decides is kept, with the keyword table,
as plain data in the user's cache directory, so that a warm start needs neither Lark nor YAML. The
tables are in a form of our own: no release of Lark changes what a cached file means.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evaluator import cache, resources
from evaluator.syntax.keywords import Language, Vocabulary, read_table, vocabularies
from evaluator.version import __version__

if TYPE_CHECKING:
    import lark

_FORM = "2"
"""The form of the cached file; raised when it changes."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a reduction does.

    Attributes:
        name: the rule of the grammar, without what a template was given.
        size: how many symbols it takes off the stack.
        keep: which of them the tree keeps, by index; -1 stands for an optional part left out.
        inline: whether the rule has no node of its own: what it keeps goes to the rule above.
        goto: the name under which the automaton goes on.
    """

    name: str
    size: int
    keep: tuple[int, ...]
    inline: bool
    goto: str


@dataclass(frozen=True, slots=True)
class Tables:
    """An LALR automaton.

    Attributes:
        moves: by state and symbol: the state to go to, or `~n` to reduce by rule `n`.
        terminals: all of them.
    """

    moves: Sequence[Mapping[str, int]]
    rules: Sequence[Rule]
    start: int
    end: int
    terminals: frozenset[str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The language: its automaton and its words."""

    tables: Tables
    words: Mapping[Language, Vocabulary]


@functools.cache
def load() -> Grammar:
    """The grammar of the language, from the cache where that is possible."""
    grammar = resources.read(resources.dsl(), "takar.lark")
    keywords = resources.read(resources.dsl(), "keywords.yaml")
    key = hashlib.sha256(f"{_FORM}\0{__version__}\0{grammar}\0{keywords}".encode()).hexdigest()
    cached = _usable(cache.read("grammar", key))
    if cached is not None:
        return cached
    data = {"tables": compile_tables(grammar), "keywords": read_table(keywords)}
    cache.write("grammar", key, data)
    return _grammar(data)


def _usable(data: Any) -> Grammar | None:
    """What the cache holds; anything that is wrong with it is a reason to build anew."""
    try:
        return _grammar(data)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        return None


def _grammar(data: Mapping[str, Any]) -> Grammar:
    raw = data["tables"]
    rules = tuple(
        Rule(n, size, tuple(keep), bool(inline), goto)
        for n, size, keep, inline, goto in raw["rules"]
    )
    tables = Tables(raw["moves"], rules, raw["start"], raw["end"], frozenset(raw["terminals"]))
    return Grammar(tables, vocabularies(data["keywords"], tables.terminals))


# Compiling ---------------------------------------------------------------------------------------


def terminals_of(grammar: str) -> list[str]:
    """The terminals a grammar uses: its capital names outside comments."""
    text = re.sub(r"//.*", "", grammar)
    return sorted(set(re.findall(r"(?<![\w$])_?[A-Z][A-Z_]*\b", text)))


def compile_tables(grammar: str) -> dict[str, Any]:
    """The tables of a grammar as plain data; Lark refuses one that is not LALR(1)."""
    import lark  # noqa: PLC0415 - a warm start does not need it
    from lark.lexer import Lexer  # noqa: PLC0415 - as above

    class NoLexer(Lexer):
        """The scanner is ours; Lark is given none."""

        def __init__(self, _conf: object) -> None:
            """Take what Lark hands to a lexer."""

        def lex(self, *_: object) -> Any:
            """Give nothing."""
            return iter(())

    terminals = terminals_of(grammar)
    text = f"{grammar}\n%declare {' '.join(terminals)}\n"
    parser = lark.Lark(text, parser="lalr", lexer=NoLexer, maybe_placeholders=True)
    return {**_plain(parser), "terminals": terminals}


def _plain(parser: lark.Lark) -> dict[str, Any]:
    conf = parser.parse_interactive("").parser_state.parse_conf
    number = _numbered(conf.states, conf.start_state)
    rules: dict[Any, int] = {}
    moves: list[dict[str, int]] = []
    for state in number:
        row: dict[str, int] = {}
        for symbol, (action, argument) in sorted(conf.states[state].items()):
            is_shift = str(action) == "Shift"
            row[symbol] = number[argument] if is_shift else ~rules.setdefault(argument, len(rules))
        moves.append(row)
    return {
        "moves": moves,
        "rules": [_plain_rule(rule) for rule in rules],
        "start": number[conf.start_state],
        "end": number[conf.end_state],
    }


def _numbered(states: Mapping[Any, Mapping[str, Any]], start: object) -> dict[Any, int]:
    """The states in one order on every machine: as they are reached, by the name of the symbol."""
    number = {start: 0}
    for state in (queue := [start]):
        for _, (action, target) in sorted(states[state].items()):
            if str(action) == "Shift" and target not in number:
                number[target] = len(number)
                queue.append(target)
    return number


def _plain_rule(rule: Any) -> list[object]:
    name = str(rule.origin.name)
    slots = rule.options.empty_indices or (False,) * len(rule.expansion)
    keep: list[int] = []
    symbols = iter(enumerate(rule.expansion))
    for is_empty in slots:
        if is_empty:
            keep.append(-1)
            continue
        index, symbol = next(symbols)
        if not (symbol.is_term and symbol.filter_out):
            keep.append(index)
    shown = rule.options.template_source or name
    return [str(shown), len(rule.expansion), keep, name.startswith("_"), name]
