"""The pages of `tests/spec` say what the language means; every block on them is run.

A ```takar block is a complete rule file. A comment says which codes its line yields, errors and
warnings all, notes where they matter: `# error: [band-hole]`. Examples in it are run as well.

A ```response block is evaluated under the last ```takar block; `instrument`, `subject` and `period`
(the year 2024) are filled in. An ```expect block follows: a fact a line, `none` for null.

    score = 187/300 -> 0.62        a value or part: exact, and published where it follows `->`
    category = "Fair"              a category; `"Poor" or "Fair"` where both are possible
    status = incomplete            also stage, edition, because (why there is no score)
    least score = 12               also most
    state a = expired              also claimed, proved, verified, final, counted, weight,
                                   effective_weight and contribution
    document d-1 of a = refused    what a document is worth for a part
    missing = b, c                 all that is missing, in the order of the rules
    assumption equal               it is printed; `no assumption equal`: it is not
    note hole_read of category     it is told; `no note hole_read of category`: it is not
    error /answers/a [some-code]   the response is refused; then every error is listed
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from evaluator import InputInvalid, evaluate
from evaluator.diagnostics.model import Diagnostic, Severity
from evaluator.pipeline import check, compile_edition, read, run_examples
from evaluator.rulebook import Rulebook, root_at
from evaluator.source import Source

PAGES = sorted((Path(__file__).parent / "spec").glob("*.md"))
FENCE = re.compile(r"^```(\S*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
TOLD = re.compile(r"(error|warning|note):((?:,? *\[[a-z-]+\])+)")
CODE = re.compile(r"\[([a-z-]+)\]")
INSTRUMENT = re.compile(r"^(?:instrument|instrumen) +(\w+)", re.MULTILINE)

FACT = re.compile(r"(?:(?P<field>\w+) )?(?P<name>[\w/-]+)(?: of (?P<of>[\w/]+))? = (?P<value>.+)")
PRINTED = re.compile(r"(?P<no>no )?(?P<what>assumption|note) (?P<code>\w+)(?: of (?P<at>[\w/]+))?")
REFUSED = re.compile(r"error (?P<pointer>\S+) \[(?P<code>[a-z-]+)\]")


@dataclass(frozen=True)
class Block:
    """A fenced block, the line of the page its text begins on, and what is before it."""

    page: str
    line: int
    kind: str
    text: str
    before: Mapping[str, Block]

    def lines(self) -> Iterator[tuple[int, str]]:
        yield from enumerate(self.text.splitlines(), self.line)

    def fail_for(self, found: list[tuple[int, str]]) -> None:
        if found:
            pytest.fail("\n".join(f"{self.page}:{n}: {said}" for n, said in found), pytrace=False)


def blocks(*kinds: str) -> Iterator[object]:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        before: dict[str, Block] = {}
        for match in FENCE.finditer(text):
            line = text.count("\n", 0, match.start(2)) + 1
            block = Block(page.name, line, match[1], match[2], dict(before))
            before[block.kind] = block
            if block.kind in kinds:
                yield pytest.param(block, id=f"{page.name}:{line}")


def test_every_block_of_a_page_is_run() -> None:
    for page in PAGES:
        kinds = [fence[1] for fence in FENCE.finditer(page.read_text(encoding="utf-8"))]
        assert set(kinds) == {"takar", "response", "expect"}
        pairs = [*pairwise(kinds)].count(("response", "expect"))
        assert pairs == kinds.count("response") == kinds.count("expect")


@pytest.mark.parametrize("block", [*blocks("takar")])
def test_a_rule_file_yields_what_stands_at_its_lines(block: Block) -> None:
    found = Counter((d.at.line, d.kind.severity.value, d.code) for d in diagnostics_of(block))
    told = Counter(
        (line, match[1], code)
        for line, text in block.lines()
        for match in TOLD.finditer(text.partition("#")[2])
        for code in CODE.findall(match[2])
    )
    surplus = {at: n for at, n in (found - told).items() if at[1] != Severity.NOTE}
    block.fail_for(
        [(line, f"not told: {kind}: [{code}]") for line, kind, code in surplus]
        + [(line, f"not found: {kind}: [{code}]") for line, kind, code in told - found]
    )


def diagnostics_of(block: Block) -> Iterator[Diagnostic]:
    """Everything found in a rule file and its examples, by the lines of the page."""
    program = read([Source(block.page, "\n" * (block.line - 1) + block.text)])
    yield from (checked := check(program))
    said = {(d.code, d.at.start) for d in checked}
    for key in program.declared.examples:
        known = key in program.declared.editions
        if known and (edition := compile_edition(program, key).value):
            found = [d for trial in run_examples(program, key, edition) for d in trial.found]
            yield from (d for d in found if (d.code, d.at.start) not in said)


@pytest.mark.parametrize("block", [*blocks("expect")])
def test_a_response_leads_to_what_stands_below_it(block: Block, tmp_path: Path) -> None:
    rules = block.before["takar"].text
    (tmp_path / "rules.takar").write_text(rules, encoding="utf-8")
    try:
        response = filled_in(block.before["response"].text, rules)
        document = evaluate(response, rules=Rulebook((root_at(tmp_path),))).document
    except InputInvalid as refused:
        at = {f"error {d.pointer} [{d.code}]" for d in refused.diagnostics if d.is_error}
        told = {text for _, text in block.lines()}
        block.fail_for([(block.line, text) for text in sorted(at ^ told)])
        return
    outcomes = [(line, text, unlike(text, document)) for line, text in block.lines() if text]
    block.fail_for([(line, f"{text}: {is_}") for line, text, is_ in outcomes if is_ is not None])


def filled_in(response: str, rules: str) -> str:
    """A response as it is written, with what every one of them would repeat put before it."""
    instrument = INSTRUMENT.search(rules)
    assert instrument is not None
    year = {"from": "2024-01-01", "to": "2024-12-31"}
    usual = {"instrument": instrument[1], "subject": {"id": "1"}, "period": year}
    given = json.loads(response)
    lacking = [f"{json.dumps(k)}: {json.dumps(v)}, " for k, v in usual.items() if k not in given]
    return "{" + "".join(lacking) + response.lstrip().removeprefix("{")


def unlike(told: str, document: Mapping[str, Any]) -> str | None:
    """What the result says where it is not what was told."""
    if match := PRINTED.fullmatch(told):
        said = [(n["code"], n["at"]) for n in document["notes"]]
        said += [("assumption", n["at"]) for n in document["assumptions"]]
        one = (match["code"], match["at"] or document["instrument"])
        sought = one if match["what"] == "note" else ("assumption", match["code"])
        return str(said) if (sought in said) is bool(match["no"]) else None
    if REFUSED.fullmatch(told):
        return "the response is not refused"
    fact = FACT.fullmatch(told)
    assert fact is not None, f"cannot read: {told}"
    happened = actual(fact["field"], fact["name"], fact["of"], document) or "none"
    return None if happened == fact["value"] else f"it is {happened}"


def actual(field: str | None, name: str, of: str | None, document: Mapping[str, Any]) -> str | None:
    items = {item["id"]: item for item in walk(document["criteria"])}
    match field:
        case None:
            return named(name, document, items)
        case "least" | "most":
            value = document["values"].get(name) or items[name]["value"]
            return text_of(value[field])
        case "document" if of is not None:
            return next((str(e["status"]) for e in items[of]["evidence"] if e["id"] == name), None)
        case _:
            return text_of(items[name][field])


def named(name: str, document: Mapping[str, Any], items: Mapping[str, Any]) -> str | None:
    if name in ("status", "stage", "edition"):
        return str(document[name])
    if name == "because":
        return json.dumps(document["not_scored_because"]["text"], ensure_ascii=False)
    if name == "missing":
        return ", ".join(document["missing"])
    if name in document["bands"]:
        band = document["bands"][name]
        labels = [band["label"]] if band["label"] is not None else band.get("possible", [])
        return " or ".join(json.dumps(label, ensure_ascii=False) for label in labels)
    value = document["values"].get(name) or items[name]["value"]
    exact, published = text_of(value["exact"]), text_of(value.get("published"))
    return exact if published in (None, exact) else f"{exact or 'none'} -> {published}"


def text_of(value: object) -> str | None:
    return None if value is None else str(value)


def walk(items: list[Any]) -> Iterator[Any]:
    for item in items:
        yield item
        yield from walk(item["children"])
