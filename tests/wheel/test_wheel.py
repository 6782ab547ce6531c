"""The installed wheel, with no checkout in reach."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import files, requires, version
from pathlib import Path

import pytest

import evaluator
from evaluator import resources

PREFIX = Path(sys.prefix).resolve()


def takar(*args: str, here: Path | None = None) -> subprocess.CompletedProcess[str]:
    script = "takar.exe" if sys.platform == "win32" else "takar"
    return subprocess.run(  # noqa: S603 - the script that was just installed
        [Path(sys.executable).parent / script, *args],
        cwd=here,
        env={k: v for k, v in os.environ.items() if not k.startswith(("TAKAR_LANG", "PYTHON"))},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


@pytest.fixture
def furnished(tmp_path: Path) -> Path:
    """A folder with a copy of the installed rules and of the sample response."""
    bundled = Path(str(resources.rules()))
    shutil.copytree(bundled, tmp_path / "rules")
    shutil.copy(bundled / "im_nkk" / "cases" / "nusa-contoh-2021.json", tmp_path / "sample.json")
    return tmp_path


def test_the_package_comes_from_the_environment() -> None:
    assert evaluator.__file__ is not None
    assert Path(evaluator.__file__).resolve().is_relative_to(PREFIX)


def test_the_command_says_its_version() -> None:
    done = takar("version", "--lang", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"takar {version('takar')} (rule language 1, ")


def test_language_rules_and_templates_are_inside() -> None:
    assert (resources.dsl() / "takar.lark").is_file()
    assert (resources.dsl() / "keywords.yaml").is_file()
    assert (resources.rules() / "im_nkk" / "2021.takar").is_file()
    assert (resources.rules() / "im_nkk" / "cases" / "nusa-contoh-2021.json").is_file()
    assert (resources.rules() / "published.json").is_file()
    assert (resources.dsl() / "diagnostics" / "band-hole.md").is_file()
    assert any(entry.name == "explain" for entry in resources.templates().iterdir())


def test_licence_and_types_come_with_it() -> None:
    names = {file.as_posix() for file in files("takar") or []}
    assert "evaluator/py.typed" in names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests", "docs", "../../tests"))]


def test_the_demo_explains_and_writes_its_page(tmp_path: Path) -> None:
    done = takar("demo", here=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1. Identitas" in done.stdout
    page = (tmp_path / "takar-demo.html").read_text(encoding="utf-8")
    assert page.lower().startswith("<!doctype html>")


def test_a_response_is_scored(furnished: Path) -> None:
    done = takar("eval", "sample.json", here=furnished)
    assert (done.returncode, done.stderr) == (0, "")
    result = json.loads(done.stdout)
    assert (result["schema"], result["status"]) == ("takar/result/1", "complete")
    response = (furnished / "sample.json").read_bytes()
    assert evaluator.evaluate(response).to_json() == done.stdout


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_page_loads_nothing(furnished: Path, language: str) -> None:
    words = ("explain", "sample.json", "--to", "html", "-o", "page.html", "--lang", language)
    done = takar(*words, here=furnished)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    page = (furnished / "page.html").read_text(encoding="utf-8")
    assert f'<html lang="{language}"' in page
    assert not re.findall(r"""(?:src|href)=["'](?!#)""", page)


def test_the_rules_are_sound(furnished: Path) -> None:
    done = takar("check", here=furnished)
    assert done.returncode == 0, done.stdout + done.stderr


def test_published_editions_are_held_to_their_record(furnished: Path) -> None:
    rules = furnished / "rules" / "im_nkk" / "2021.takar"
    text = rules.read_text(encoding="utf-8")
    changed = re.sub(r'(instrumen im_nkk ")', r"\1X", text, count=1)
    assert changed != text
    rules.write_text(changed, encoding="utf-8", newline="\n")
    done = takar("check", "--format", "json", here=furnished)
    assert done.returncode == 1
    assert "published-changed" in {found["code"] for found in json.loads(done.stdout)}


@pytest.mark.parametrize("edition", ["im_nkk@2021", "im_nkk@2022"])
def test_the_examples_hold(furnished: Path, edition: str) -> None:
    done = takar("test", edition, here=furnished)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_schema_of_a_response_is_one() -> None:
    done = takar("schema", "im_nkk")
    assert (done.returncode, done.stderr) == (0, "")
    schema = json.loads(done.stdout)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "answers" in schema["properties"]


def test_a_mistake_is_told_in_words() -> None:
    done = takar("versoin")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("galat[usage-unknown-command]: ")


def test_what_it_needs_is_what_it_says() -> None:
    lines = [line for line in requires("takar") or [] if "extra ==" not in line]
    assert {re.split("[<>=;, ]", line)[0] for line in lines} == {
        "lark",
        "jsonschema",
        "pyyaml",
        "jinja2",
        "click",
    }
