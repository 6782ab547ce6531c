"""Commands: exit codes, and files that must not pass unread."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from evaluator.diagnostics.catalogue import catalogue
from evaluator.diagnostics.language import Language

RULES = """takar 1

instrument x "X" edition "1" {
  in force from 2024-01-01 to 2024-12-31
  scale q { 0; 1; 2 }
  every criterion { rated on q }
  criterion c
  value s = mean of criteria
  bands k of s { "Low" below 2; "High" from 2 }
}
instrument x edition "2" amends "1" {
  in force from 2025-01-01
  change bands k { "High" from 2 to below 3; "Top" from 3 }
  change scale q { 0; 1; 2; 3 }
}
"""


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "rules" / "x" / "cases").mkdir(parents=True)
    (tmp_path / "rules" / "x" / "1.takar").write_text(RULES, encoding="utf-8")
    return tmp_path


def takar(here: Path, *words: str, given: str = "") -> tuple[int, str, str]:
    source = Path(__file__).parents[2] / "src"
    code = f"import sys; sys.path.insert(0, {str(source)!r}); "
    code += "from evaluator.cli.main import run; run()"
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", code, *words, *(() if "--lang" in words else ("--lang", "en"))],
        cwd=here,
        input=given.encode(),
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_a_file_that_was_named_is_read_whatever_its_name(here: Path) -> None:
    (here / "notes.txt").write_text("garbage\n", encoding="utf-8")
    code, _, said = takar(here, "check", "notes.txt")
    assert code == 1
    assert "garbage" in said


def test_formatting_standard_input_can_be_only_checked(here: Path) -> None:
    untidy = RULES.replace("  scale", "      scale")
    assert takar(here, "fmt", "--check", "-", given=untidy)[:2] == (1, "")
    code, formatted, _ = takar(here, "fmt", "-", given=untidy)
    assert code == 0
    assert takar(here, "fmt", "--check", "-", given=formatted)[0] == 0


def test_a_mistake_among_the_examples_is_not_passed_over(here: Path) -> None:
    example = 'example "e" for x edition "1" {\n  given c = 1\n  expect s = 1\n  expct s = 7\n}\n'
    (here / "rules" / "x" / "examples.takar").write_text(example, encoding="utf-8")
    code, _, said = takar(here, "test", "x@1")
    assert code == 3
    assert "expct" in said


@pytest.mark.parametrize("data", [b"\xff\xfe", b"[" * 100_000])
def test_a_broken_record_of_publication_is_said_to_be_broken(here: Path, data: bytes) -> None:
    (here / "rules" / "published.json").write_bytes(data)
    for words in (("check",), ("publish", "x@1")):
        code, _, said = takar(here, *words)
        assert code == 1
        assert "published-broken" in said


def test_labels_know_what_an_amendment_adds_and_leave_cases_alone(here: Path) -> None:
    labels = 'schema: takar/labels/1\ninstrument: x\nlanguage: en\nbands:\n  k:\n    Top: "T"\n'
    (here / "rules" / "x" / "en.yaml").write_text(labels, encoding="utf-8")
    (here / "rules" / "x" / "cases" / "a.yaml").write_text("instrument: x\n", encoding="utf-8")
    assert takar(here, "check")[0] == 0


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("code", ["weights-sum", "internal", "json-comma-missing"])
def test_the_page_of_a_message_is_printed_in_one_language(
    here: Path, code: str, language: Language
) -> None:
    """From what is installed, with no folder of the project at hand."""
    words = {each: catalogue()[code].words[each] for each in Language}
    other = Language.ID if language is Language.EN else Language.EN
    done, page, said = takar(here, "check", "--explain", code, "--lang", language.value)
    assert (done, said) == (0, "")
    assert page.startswith(f"# `{code}`: {words[language].title}\n")
    assert words[language].why in page
    assert words[other].why not in page


def test_every_message_names_the_command_that_prints_its_page(here: Path) -> None:
    (here / "bad.takar").write_text("garbage\n", encoding="utf-8")
    _, _, said = takar(here, "check", "bad.takar")
    assert "explanation: takar check --explain unknown-line\n" in said


def test_a_page_that_there_is_not_and_files_beside_a_page_are_refused(here: Path) -> None:
    done, _, said = takar(here, "check", "--explain", "weight-sum")
    assert done == 2
    assert "expected `weights-sum`" in said
    done, _, said = takar(here, "check", "rules", "--explain", "weights-sum")
    assert done == 2
    assert "usage-extra-argument" in said
