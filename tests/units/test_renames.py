"""Renames: every name in the tree has its space, and what follows an id follows it."""

from __future__ import annotations

from dataclasses import fields
from types import UnionType
from typing import Any, get_args, get_type_hints

from tests.units.rules_at_hand import program

from evaluator.analysis.editions import consolidated
from evaluator.analysis.quantity_spaces import SPACES
from evaluator.compare.changes import changes
from evaluator.diagnostics.language import Language as Words
from evaluator.labels import followed
from evaluator.model.instrument import Former, Instrument
from evaluator.pipeline import compile_edition
from evaluator.reports.regulation import document
from evaluator.syntax import tree
from evaluator.syntax.keywords import Language

TEXT = """
instrument x "X" edition "1" {
  in force from 2024-01-01 to 2024-12-31
  scale q { 0; 1 }
  every criterion { rated on q }
  criterion a "A"
  criterion b "B"
  value s = mean of criteria
  bands k of s { "Low" below 1; "High" from 1 }
}
instrument x edition "2" amends "1" {
  in force from 2025-01-01 to 2025-12-31
  rename criterion a as first
  rename bands k as category
  rename scale q as quality
  change criterion b { label "Bee" }
}
instrument x edition "3" amends "2" {
  in force from 2026-01-01
  rename criterion first as one
}
"""

_OTHERWISE = {tree.Remove, tree.Rename, tree.Instrument}
"""They say it by their heads, or stand outside an edition; so do the lines of examples."""


def test_every_name_in_the_tree_has_its_space() -> None:
    there = {
        (node, field)
        for node in vars(tree).values()
        if isinstance(node, type) and issubclass(node, tree.Node) and node not in _OTHERWISE
        for field in _names_of(node)
    }
    outside = set(_of_examples())
    assert {key for key in there if key[0] not in outside} == set(SPACES)


def _names_of(node: type[tree.Node]) -> list[str]:
    types = get_type_hints(node)
    return [f.name for f in fields(node) if tree.Name in _parts(types[f.name])]


def _parts(kind: Any) -> set[Any]:
    if isinstance(kind, UnionType) or get_args(kind):
        return {part for inner in get_args(kind) for part in _parts(inner)}
    return {kind}


def _of_examples() -> set[Any]:
    lines = get_args(tree.ExampleLine)
    return {*lines, tree.Example, tree.Contradicts, tree.GivenRecord}


def instrument(edition: str) -> Instrument:
    compiled = compile_edition(program(TEXT), ("x", edition)).value
    assert compiled is not None
    return compiled


def test_the_model_names_former_ids() -> None:
    assert instrument("1").formerly == ()
    assert instrument("3").formerly == (
        Former(sort="criterion", id="one", former="a", edition="2"),
        Former(sort="bands", id="category", former="k", edition="2"),
        Former(sort="scale", id="quality", former="q", edition="2"),
        Former(sort="criterion", id="one", former="first", edition="3"),
    )


def test_the_document_names_former_ids() -> None:
    assert "first → one" in document(instrument("3"), Words.EN, "text")


def test_a_translation_follows_the_id_unless_there_is_a_newer_one() -> None:
    stated = {"labels": {"a": "Alpha", "k": "Grade"}, "bands": {"k": {"Low": "Rendah"}}}
    found = followed(stated, instrument("3").formerly)
    assert found["labels"] == {"one": "Alpha", "category": "Grade", "a": "Alpha", "k": "Grade"}
    assert found["bands"] == {"k": {"Low": "Rendah"}, "category": {"Low": "Rendah"}}
    newer = {"labels": {"a": "Alpha", "first": "First"}}
    assert followed(newer, instrument("3").formerly)["labels"] == {
        "a": "Alpha",
        "first": "First",
        "one": "First",
    }


def test_a_comparison_tells_a_rename_once() -> None:
    declared = program(TEXT).declared
    before, after = (consolidated(declared, ("x", edition)).value for edition in "12")
    assert before is not None
    assert after is not None
    renames = [s for s in declared.editions["x", "2"].body if isinstance(s, tree.Rename)]
    assert changes(before, after, Language.EN, renames) == [
        "rename criterion a as first",
        "rename bands k as category",
        "rename scale q as quality",
        "in force from 2024-01-01 to 2024-12-31 → in force from 2025-01-01 to 2025-12-31",
        'criterion b "B" → criterion b "Bee"',
    ]


ANSWERS = """
instrument x "X" edition "1" {
  in force from 2024-01-01 to 2024-12-31
  scale severity { light; heavy }
  input faults list of { level scale severity; kind one of { old; new }; cost number from 0 }
  input size one of { small; large }
  every control { answer one of { met; open }; value by answer { met: 1; open: 0 } }
  control a
  control b
  control c { answer one of { met; open } }
  control d { answer one of { good; bad }; value by answer { good: 1; bad: 0 } }
  value s {
    sum of controls when size is large and highest of level in faults is heavy
    sum of cost in faults where (kind is new) otherwise
  }
}
instrument x edition "2" amends "1" {
  in force from 2025-01-01 to 2025-12-31
  rename choice met of every control as done
  rename choice large of size as big
  rename choice good of d as fine
  rename choice new of kind in faults as fresh
  rename choice heavy of scale severity as grave
  rename field cost in faults as damage
}
instrument x edition "3" amends "2" {
  in force from 2026-01-01
  rename control a as first
  rename input size as extent
  rename input faults as flaws
  rename field kind in flaws as sort
  rename scale severity as weight
}
"""


def test_the_model_names_former_choices_and_fields_by_what_they_belong_to() -> None:
    compiled = compile_edition(
        program(ANSWERS.replace("kind in flaws", "kind in faults")), ("x", "3")
    )
    assert compiled.value is not None
    inner = [f for f in compiled.value.formerly if f.of is not None]
    assert inner == [
        Former(sort="field", of="flaws", id="damage", former="cost", edition="2"),
        Former(sort="choice", of="first", id="done", former="met", edition="2"),
        Former(sort="choice", of="b", id="done", former="met", edition="2"),
        Former(sort="choice", of="c", id="done", former="met", edition="2"),
        Former(sort="choice", of="extent", id="big", former="large", edition="2"),
        Former(sort="choice", of="d", id="fine", former="good", edition="2"),
        Former(
            sort="choice_of_field",
            of="flaws",
            of_field="sort",
            id="fresh",
            former="new",
            edition="2",
        ),
        Former(sort="choice_of_scale", of="weight", id="grave", former="heavy", edition="2"),
        Former(sort="field", of="flaws", id="sort", former="kind", edition="3"),
    ]
    assert "large → big" in document(compiled.value, Words.EN, "text")
    assert "a choice of flaws/sort" in document(compiled.value, Words.EN, "text")


def test_a_name_on_a_scale_keeps_its_translation() -> None:
    former = Former(sort="choice_of_scale", of="weight", id="grave", former="heavy", edition="2")
    found = followed({"levels": {"weight": {"heavy": "Berat"}}}, [former])
    assert found["levels"] == {"weight": {"heavy": "Berat", "grave": "Berat"}}
