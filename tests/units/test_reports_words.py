"""Every code the engine can produce has words, in both languages."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from evaluator.backends import exact
from evaluator.backends.exact.arithmetic import OPERATIONS
from evaluator.backends.exact.conditions import COMPARISONS
from evaluator.backends.exact.documents import Status
from evaluator.backends.exact.judgement import State
from evaluator.diagnostics.language import Language
from evaluator.intake.response import Stage
from evaluator.model.formula import Aggregate, Side
from evaluator.model.instrument import Unproved
from evaluator.reports.words import Words, words
from evaluator.values.rounding import Mode

CODE = "\n".join(
    path.read_text(encoding="utf-8") for path in Path(inspect.getfile(exact)).parent.glob("*.py")
)
REMARKS = set(re.findall(r'Remark\(\s*"(\w+)"', CODE)) - {"gate", "assumption"}
NO_VALUES = set(re.findall(r'NoValue\(\s*"(\w+)"', CODE))
STEPS = {
    *re.findall(r'\b(?:op(?: = |=)|Step\(\s*)"(\w+)"', CODE),
    *re.findall(r'\("(finding|decision)"', CODE),
    *re.findall(r'yield "(\w+)", ', CODE),
    *(name for pair in re.findall(r'op = "(\w+)" if \w+ else "(\w+)"', CODE) for name in pair),
    *OPERATIONS.values(),
    *COMPARISONS.values(),
    *Aggregate,
}
KEYS = {
    *(f"state.{code}" for code in State),
    *(f"evidence.{code}" for code in Status),
    *(f"evidence_{code}" for code in Status),
    *(f"mode.{code}" for code in Mode),
    *(f"stage.{code}" for code in Stage),
    *(f"stage_about.{code}" for code in Stage),
    *(f"side.{code}" for code in Side),
    *(f"unproved.{code}" for code in Unproved),
    *(f"op.{code}" for code in STEPS),
    *(f"note.{code}" for code in REMARKS),
    *(f"note_title.{code}" for code in REMARKS),
    *(f"no_value.{code}" for code in NO_VALUES),
    *(f"edition_because.{code}" for code in ("named", "in_force_on")),
    *(f"status.{code}" for code in ("complete", "incomplete", "not_scored")),
}


def places(phrases: Words) -> dict[str, set[str]]:
    return {key: set(re.findall(r"\{(\w+)[:}]", text)) for key, text in phrases.phrases.items()}


def test_the_codes_are_found() -> None:
    assert {"hole_read", "printed_disagrees", "not_judged"} <= REMARKS
    assert {"division_by_zero", "nothing_to_aggregate"} <= NO_VALUES
    assert {"constant", "published", "band", "and", "or", "proved", "finding"} <= STEPS


@pytest.mark.parametrize("language", Language)
def test_every_code_has_words(language: Language) -> None:
    assert {str(key) for key in KEYS} <= set(words(language).phrases)


def test_both_languages_say_the_same_things() -> None:
    assert places(words(Language.ID)) == places(words(Language.EN))


@pytest.mark.parametrize("language", Language)
def test_the_reasons_for_zero_are_different_words(language: Language) -> None:
    say = words(language)
    reasons = {say(f"state.{code}") for code in State}
    zero = say("state_zero", state=say("state.counted"))
    assert len(reasons | {zero}) == len(State) + 1


def test_a_fact_is_not_read_as_a_phrase() -> None:
    say = words(Language.EN)
    assert say("joined.two", one="{other}", other="{one}") == "{other} and {one}"


def test_an_unknown_phrase_or_a_missing_fact_is_our_fault() -> None:
    say = words(Language.ID)
    with pytest.raises(KeyError):
        say("no.such.phrase")
    with pytest.raises(KeyError):
        say("joined.two", one="a")


@pytest.mark.parametrize(
    ("parts", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a dan b"), (list("abc"), "a, b, dan c")],
)
def test_several_things_in_a_sentence(parts: list[str], text: str) -> None:
    assert words(Language.ID).listed(parts) == text


@pytest.mark.parametrize(
    ("count", "english", "indonesian"),
    [
        ("0", "0 documents", "0 dokumen"),
        ("1", "1 document", "1 dokumen"),
        ("2", "2 documents", "2 dokumen"),
    ],
)
def test_one_and_many_have_their_own_words(count: str, english: str, indonesian: str) -> None:
    assert words(Language.EN)("people.documents", count=count) == english
    assert words(Language.ID)("people.documents", count=count) == indonesian


@pytest.mark.parametrize("language", Language)
def test_no_phrase_leaves_the_number_of_things_to_the_reader(language: Language) -> None:
    assert not [
        key for key, text in words(language).phrases.items() if re.search(r"\((e?s|es)\)", text)
    ]


def test_the_verb_goes_with_the_number() -> None:
    say = words(Language.EN)
    facts = {"assumption": "a", "reading": "b"}
    assert say("cohort.reading", count="1", **facts) == "a read as b: 1 changes category"
    assert say("cohort.reading", count="3", **facts) == "a read as b: 3 change category"
