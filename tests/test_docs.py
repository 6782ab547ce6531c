"""The documents for people are run: what they show is what the engine does."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from evaluator import evaluate, rules_in
from evaluator.diagnostics.language import PHRASES, Language
from evaluator.diagnostics.model import Severity
from evaluator.pipeline import check, compile_edition, read, run_examples
from evaluator.source import Source

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = (ROOT / "dsl" / "reference.md").read_text(encoding="utf-8")
KEYWORDS = yaml.safe_load((ROOT / "dsl" / "keywords.yaml").read_text(encoding="utf-8"))

BLOCK = re.compile(
    r"(?:<!-- error: (?P<codes>[a-z, -]+) -->\n)?```takar\n(?P<text>.*?)```", re.DOTALL
)
SHAPES = re.compile(r"```takar-shape\n(.*?)```", re.DOTALL)
TABLE = re.compile(r"<!-- keywords -->\n(.*?)<!-- /keywords -->", re.DOTALL)
AUTHORS = re.compile(r'"[^"]*"|[A-Z]+(?: [A-Z]+)*')


def blocks() -> Iterator[object]:
    for match in BLOCK.finditer(REFERENCE):
        codes = (match["codes"] or "").replace(",", " ").split()
        line = REFERENCE.count("\n", 0, match.start("text"))
        yield pytest.param(match["text"], codes, id=f"line {line}")


@pytest.mark.parametrize(("text", "codes"), [*blocks()])
def test_an_example_of_the_reference_yields_what_stands_above_it(
    text: str, codes: list[str]
) -> None:
    assert list(found_in(text)) == codes


def test_the_response_of_the_reference_is_one_with_all_that_may_go_with_it(tmp_path: Path) -> None:
    rules, answers, others = _on_responses()
    # What its documents are for is said elsewhere on the page.
    plan = 'control plan "Security plan" code "1.3" weight 0'
    proved = f"{plan} {{ answer met needs decree; without evidence stays unverified }}"
    kind = "evidence decree { requires signer; valid on period end }"
    assert plan in rules
    text = rules.replace(plan, f"{proved}\n  {kind}", 1)
    (tmp_path / "security.takar").write_text(text, encoding="utf-8")
    book = rules_in(tmp_path)
    merged = {**answers, **others, "findings": {**answers["findings"], **others["findings"]}}
    for response in (answers, merged):
        found = evaluate(json.dumps(response), rules=book)
        assert not found.diagnostics
    assert found.document["stage"] == "final"
    assert set(others) <= set(found.decoded.response.__slots__)


def _on_responses() -> tuple[str, dict[str, Any], dict[str, Any]]:
    """The rules the responses of the reference are for, a response, and what may go with it."""
    rules = next(
        m["text"] for m in BLOCK.finditer(REFERENCE) if "answer of training = 12" in m["text"]
    )
    answers, others = re.findall(r"^```json\n(.*?)^```$", REFERENCE, re.DOTALL | re.MULTILINE)
    return rules, json.loads(answers), json.loads(others)


def found_in(text: str) -> Iterator[str]:
    """The codes of the errors and warnings in a rule file, those of its examples last."""
    program = read([Source("reference.takar", text)])
    found = list(check(program))
    for key in program.declared.examples:
        edition = compile_edition(program, key).value
        if edition is not None:
            found += [d for trial in run_examples(program, key, edition) for d in trial.found]
    return (d.code for d in found if d.kind.severity is not Severity.NOTE)


def phrases() -> dict[str, str]:
    """Every English phrase with its Indonesian one, in the forms of the tree words as well."""
    words: dict[str, str] = {}
    for english, indonesian in KEYWORDS["phrases"].values():
        # `to` of a rounding has an Indonesian word of its own; shapes use that of an interval.
        words.setdefault(english, indonesian)
    for one, many, other in KEYWORDS["tree"].values():
        words |= {one: other, many: other}
    return words


def in_indonesian(shape: str) -> str:
    words = phrases()
    longest_first = sorted(words, key=len, reverse=True)
    keyword = "|".join(rf"(?<!\w){re.escape(phrase)}(?!\w)" for phrase in longest_first)
    pattern = re.compile(rf"({AUTHORS.pattern})|({keyword})")
    return pattern.sub(lambda m: m[1] or words[m[2]], shape)


def shapes() -> list[tuple[str, str]]:
    lines = [line for block in SHAPES.findall(REFERENCE) for line in block.splitlines()]
    return list(zip(lines[::2], lines[1::2], strict=True))


@pytest.mark.parametrize(("english", "indonesian"), shapes())
def test_both_lines_of_a_shape_say_the_same(english: str, indonesian: str) -> None:
    assert in_indonesian(english) == indonesian


def keyword_table() -> str:
    rows = [("English", "Indonesian"), ("---", "---")]
    rows += [(f"`{one}`", f"`{other}`") for one, other in KEYWORDS["phrases"].values()]
    rows += [(f"`{one}`, `{many}`", f"`{other}`") for one, many, other in KEYWORDS["tree"].values()]
    return "".join(f"| {one} | {other} |\n" for one, other in rows)


def test_the_table_of_keywords_is_that_of_the_grammar() -> None:
    table = TABLE.search(REFERENCE)
    assert table is not None
    assert table[1] == keyword_table()


GLOSSARY = (ROOT / "dsl" / "glossary.md").read_text(encoding="utf-8")


def words(language: Language) -> list[str]:
    """What messages and pages call severities, stages and states, in one order."""
    path = ROOT / "reports" / "templates" / "words" / f"{language.value}.yaml"
    page = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [*PHRASES[language].severity.values(), *page["stage"].values(), *page["state"].values()]


@pytest.mark.parametrize(
    ("indonesian", "english"), [*zip(words(Language.ID), words(Language.EN), strict=True)]
)
def test_the_glossary_has_the_words_of_messages_and_pages(indonesian: str, english: str) -> None:
    assert f"| {indonesian} | {english} |" in GLOSSARY


# Tutorials: their files are saved, its replacements made and its commands run, in its order.

TUTORIALS = {
    "tutorial.md": "id",
    "tutorial.en.md": "en",
    "forecast.md": "id",
    "forecast.en.md": "en",
    "pilot.md": "id",
    "pilot.en.md": "en",
    "sql.md": "id",
    "sql.en.md": "en",
}
STEP = re.compile(
    r"(?:Simpan ini sebagai|Save this as) `(?P<path>[^`]+)`[^`]*```\w+\n(?P<text>.*?)```"
    r"|(?:Dalam|In) `(?P<file>[^`]+)`, (?:ganti|replace)(?: kembali)? `(?P<old>[^`]+)`"
    r" (?:dengan|by) `(?P<new>[^`]+)`"
    r"|```console\n(?P<console>.*?)```",
    re.DOTALL,
)
TAKAR = "from evaluator.cli.main import run; run()"
VERSION = re.compile(r"\b\d+\.\d+\.\d+\b")


@pytest.mark.parametrize(("name", "language"), TUTORIALS.items())
def test_the_tutorial_shows_what_happens(name: str, language: str, tmp_path: Path) -> None:
    for step in STEP.finditer((ROOT / "docs" / name).read_text(encoding="utf-8")):
        if step["path"]:
            (tmp_path / step["path"]).write_text(step["text"], encoding="utf-8")
        elif step["file"]:
            replace_once(tmp_path / step["file"], step["old"], step["new"])
        else:
            for line, shown in commands(step["console"]):
                happened = run(line, tmp_path, language)
                assert looks_like(shown).fullmatch(VERSION.sub("N", happened)), happened


def replace_once(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def commands(console: str) -> Iterator[tuple[str, str]]:
    """Each command of a block with the output shown below it."""
    for part in re.split(r"^\$ ", console, flags=re.MULTILINE)[1:]:
        line, _, shown = part.partition("\n")
        yield line, shown


def run(line: str, folder: Path, language: str) -> str:
    program, *arguments = line.split()
    if program == "mkdir":
        (folder / arguments[0]).mkdir()
        return ""
    assert program == "takar"
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "TAKAR_LANG": language}
    done = subprocess.run(  # noqa: S603 - the commands are those of our own page
        [sys.executable, "-c", TAKAR, *arguments],
        cwd=folder,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.stdout.decode("utf-8")


def looks_like(shown: str) -> re.Pattern[str]:
    """The output a page shows: a line `…` stands for any number of lines."""
    lines = VERSION.sub("N", shown).splitlines()
    return re.compile("".join(r"(?:.*\n)*?" if x == "…" else re.escape(x) + r"\n" for x in lines))
