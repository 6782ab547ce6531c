"""Two rule files that differ are two documents: whatever a rule file says, `takar show` prints.

Every complete example of the reference is spoiled in one place after another: what may be left out
is left out, a text, an id or a number becomes another, and so does a word. Where the outcome still
has a meaning, its document is another one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from evaluator.analysis.editions import consolidated
from evaluator.analysis.lower.instrument import lower_instrument
from evaluator.analysis.readings import choose_readings
from evaluator.compare.background import background
from evaluator.diagnostics.language import Language
from evaluator.pipeline import compile_edition, read
from evaluator.reports.regulation import document
from evaluator.source import Source
from evaluator.syntax import tree
from evaluator.syntax.keywords import Language as Keywords
from evaluator.syntax.walk import walk
from evaluator.syntax.writer import write

REFERENCE = Path(__file__).resolve().parent.parent / "dsl" / "reference.md"
EXAMPLE = re.compile(r"(?<!-->\n)```takar\n(.*?)```", re.DOTALL)
TRIED = 2
"""How often each field of each sort of node is changed, so that the document had to follow."""

OF_AMENDMENTS = {tree.Change, tree.Add, *get_args(tree.Renaming), *get_args(tree.Removal)}
WRITTEN_OTHERWISE = {tree.Error, tree.Label}
"""What is no statement, or stands in the head of its part once the edition is written out."""
STATEMENTS = {
    *(set(get_args(tree.Statement)) - OF_AMENDMENTS - WRITTEN_OTHERWISE),
    *get_args(tree.EvidenceLine),
    tree.Band,
    tree.Hole,
    tree.LabelWhen,
    tree.LabelOtherwise,
    tree.Row,
    tree.When,
    tree.Otherwise,
    tree.Field,
    tree.Reading,
    tree.Printed,
    tree.BeforeVerification,
}
"""What has to be there for the test to mean anything."""

Field = tuple[type[tree.Node], str]
"""A field of a sort of node; of several parts it says as well of what sort each is."""


@dataclass(frozen=True)
class Spoiled:
    """An edition with one field of one node changed."""

    field: Field
    node: tree.Node
    edition: tree.Instrument

    def __str__(self) -> str:
        return f"{self.field[0].__name__}.{self.field[1]} of {self.node}"


UNDER = """
instrument service "Service" edition "2024" {
  draft
  basis "Act 1"
  in force from 2024-01-01 to 2024-12-31 under "Section 0"
  assesses employee "Employee" in agency "Agency"
  scale quality { 0 "None"; 1 "Some" } under "Section 1"
  scale severity { light "Light"; heavy "Heavy" } under "Section 1a"
  evidence decree "Decree" under "Section 2" {
    requires number, signer under "Section 3"
    dated within 5 years before period end under "Section 4"
    valid on period end under "Section 5"
  }
  evidence report "Report" { dated within period under "Section 5a" }
  input branches "Branches" number from 0 to 9 under "Section 6"
  input verdicts "Verdicts" list of {
    grade "Grade" scale severity under "Section 7"
    day "Day" date under "Section 8"
  } under "Section 9"
  input extra "Extra points" number from 0 to 5 given by verifier {
    before verification counts as 0 under "Section 10"
  } under "Section 11"
  weights of criterion add up to 100 under "Section 12"
  every criterion {
    rated on quality under "Section 13"
    level 0 "Nothing" under "Section 14"
    level 1 needs decree or report under "Section 15"
    without evidence stays unverified under "Section 16"
    may be declared not applicable under "Section 17"
    not applicable counts as 0 under "Section 18"
  }
  criterion speed "Speed" weight 40 maximum 1 code "A" under "Section 19" {
    applies when branches > 0 under "Section 20"
  }
  criterion site "Site" weight 20 {
    repeated for service "Service" 1 to 3 times counted as one under "Section 21"
    may not be declared not applicable under "Section 22"
  }
  criterion log "Log" weight 40 {
    answer one of { full "Full"; part "Part"; nothing } under "Section 23"
    answer full, part needs decree under "Section 24"
    without evidence counts as nothing under "Section 25"
    not applicable counts as part under "Section 25a"
    value by answer { full: 1 under "Section 26"; part, nothing: 0 } under "Section 27"
  }
  value score "Score" = weighted mean of criteria + extra published with 2 decimals half up
    under "Section 28"
  value deduction {
    5 when highest of grade in verdicts where (day within period) is heavy under "Section 29"
    0 otherwise under "Section 30"
  } published with 0 decimals half even under "Section 31"
  value total = score - deduction
  claim raising any answer never lowers score under "Section 32"
  claim score from 0 to 6 under "Section 33"
  claim adding a record to verdicts never lowers deduction under "Section 33a"
  not scored when branches > 8 because "too many" under "Section 34"
  bands category "Category" of total {
    "Low" below 1 printed as score below 1 under "Section 35"
    "Middle" from 1 to 2 printed as score from 1 to 2
    "High" from 3 printed as score above 2 only when speed is 1 under "Section 36"
    a value between two bands takes the lower under "Section 37"
  } under "Section 38"
  verdict ready "Ready" {
    "Yes" when score > 0 under "Section 39"
    "No" otherwise under "Section 40"
  } under "Section 41"
  for each agency {
    an incomplete subject is left out under "Section 42"
    input target "Target" number above 0 under "Section 43"
    value average = mean of score under "Section 44"
    rank place "Place" of score highest first then by deduction lowest first
      equal values share a rank and the next is skipped under "Section 45"
  }
  for all {
    an incomplete group counts as 0 under "Section 46"
    value best = highest of average
  }
}
"""


@cache
def editions() -> tuple[tree.Instrument, ...]:
    """The editions of the examples of the reference that amend none, with English keywords."""
    found = []
    for text in (*EXAMPLE.findall(REFERENCE.read_text(encoding="utf-8")), UNDER):
        program = read([Source("reference.takar", text)])
        for key, edition in program.declared.editions.items():
            if edition.amends is None and compile_edition(program, key).value is not None:
                found.append(edition)
    return tuple(found)


@cache
def words_seen() -> Mapping[Field, frozenset[str]]:
    """What the plain words of nodes are in the examples, by field."""
    seen = defaultdict[Field, set[str]](set)
    for edition in editions():
        for node in walk(edition):
            for each in fields(node):
                if isinstance(value := getattr(node, each.name), str):
                    seen[type(node), each.name].add(value)
    return {field: frozenset(words) for field, words in seen.items()}


def may_be_left_out(kind: type[tree.Node]) -> frozenset[str]:
    """The fields of a node that are `None` where nothing is written."""
    hints = get_type_hints(kind, vars(tree))
    unions = {name for name, hint in hints.items() if get_origin(hint) is UnionType}
    return frozenset(name for name in unions if type(None) in get_args(hints[name]))


def spoiled(edition: tree.Instrument) -> Iterator[Spoiled]:
    """An edition with one thing after the other changed."""
    for node in walk(edition):
        for each in fields(node):
            value = getattr(node, each.name)
            if isinstance(value, tuple):
                yield from of_parts(edition, node, each.name, value)
            else:
                yield from of_one(edition, node, each.name, value)


def of_parts(
    edition: tree.Instrument, node: tree.Node, name: str, parts: tuple[Any, ...]
) -> Iterator[Spoiled]:
    """Each of several parts left out, or another."""
    for i, part in enumerate(parts):
        fewer: dict[str, Any] = {name: parts[:i] + parts[i + 1 :]}
        shorter = replace(node, **fewer)
        yield Spoiled(
            (type(node), f"{name}, {type(part).__name__}"), part, swapped(edition, node, shorter)
        )
        yield from of_leaf(edition, (type(node), name), part)


def of_one(edition: tree.Instrument, node: tree.Node, name: str, value: Any) -> Iterator[Spoiled]:
    """A field of a node left out, or another."""
    field = (type(node), name)
    other: list[Any] = [None] if value is not None and name in may_be_left_out(type(node)) else []
    if isinstance(value, bool):
        other = [not value]
    elif isinstance(value, str) and type(node) not in LEAVES:
        other = sorted(words_seen()[field] - {value})
    for each in other:
        changed = replace(node, **{name: each})
        yield Spoiled(field, node, swapped(edition, node, changed))
    yield from of_leaf(edition, field, value)


LEAVES = (tree.Name, tree.Text, tree.Number, tree.Day)


def of_leaf(edition: tree.Instrument, field: Field, leaf: Any) -> Iterator[Spoiled]:
    """An id, a text, a number or a day that is another; an id is one wherever it stands."""
    other: tree.Node | None = None
    match leaf:
        case tree.Name(text=text):
            yield Spoiled(field, leaf, renamed(edition, text))
        case tree.Text(text=text):
            other = replace(leaf, text=f"{text} spoiled")
        case tree.Number(written=digits):
            more = re.sub(r"\d+", lambda found: str(int(found[0]) + 1), digits, count=1)
            other = replace(leaf, written=more)
        case tree.Day(written=day):
            other = replace(leaf, written=f"{day[:-2]}{int(day[-2:]) % 28 + 1:02}")
        case _:
            pass
    if other is not None:
        yield Spoiled(field, leaf, swapped(edition, leaf, other))


def swapped(within: Any, node: tree.Node, other: tree.Node) -> Any:
    """The tree with this very node replaced by another."""
    if within is node:
        return other
    return rebuilt(within, lambda part: swapped(part, node, other))


def renamed(within: Any, name: str) -> Any:
    """The tree with another id wherever one is."""
    if isinstance(within, tree.Name) and within.text == name:
        return replace(within, text=f"{name}_spoiled")
    return rebuilt(within, lambda part: renamed(part, name))


def rebuilt(within: Any, work: Any) -> Any:
    if not isinstance(within, tree.Node):
        return within
    changed: dict[str, Any] = {}
    for each in fields(within):
        value = getattr(within, each.name)
        if isinstance(value, tuple):
            parts = tuple(work(part) for part in value)
            if any(a is not b for a, b in zip(parts, value, strict=True)):
                changed[each.name] = parts
        elif isinstance(value, tree.Node) and (part := work(value)) is not value:
            changed[each.name] = part
    return replace(within, **changed) if changed else within


def written(edition: tree.Instrument) -> str:
    return write(tree.File(declarations=(edition,)), Keywords.EN)


@cache
def shown(text: str) -> str | None:
    """The document of a rule file, without places and fingerprint; `None` if it has no meaning.

    What is only unwise, or wrong with figures, does not keep a rule file from having a document.
    """
    program = read([Source("a.takar", text)])
    (key,) = program.declared.editions
    whole = consolidated(program.declared, key)
    if whole.value is None or whole.diagnostics or program.diagnostics:
        return None
    chosen = choose_readings(whole.value, {})
    lowered = None if chosen.value is None or chosen.diagnostics else lower_instrument(chosen.value)
    if lowered is None or lowered.value is None or lowered.diagnostics:
        return None
    behind = background(program.declared, key, {})
    page = document(lowered.value.read({}), Language.EN, "md", behind)
    return re.sub(r"line \d+", "line", page)


def test_nothing_that_a_rule_file_says_is_left_out() -> None:
    tried = defaultdict[Field, int](int)
    alike: list[str] = []
    for edition in editions():
        text = written(edition)
        for each in spoiled(edition):
            if tried[each.field] >= TRIED or written(each.edition) == text:
                continue
            page = shown(written(each.edition))
            tried[each.field] += page is not None
            if page is not None and page == shown(text):
                alike.append(str(each))
    assert alike == []
    named = {name for kind, field in tried for name in (kind.__name__, *field.split(", "))}
    assert {kind.__name__ for kind in STATEMENTS} <= named
