"""The installed wheel, with no checkout in reach."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import requires, version
from pathlib import Path

import evaluator
from evaluator import resources

PREFIX = Path(sys.prefix).resolve()


def takar(*args: str) -> subprocess.CompletedProcess[str]:
    script = "takar.exe" if sys.platform == "win32" else "takar"
    return subprocess.run(  # noqa: S603 - the script that was just installed
        [Path(sys.executable).parent / script, *args],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


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
    assert resources.templates().is_dir()


def test_a_mistake_is_told_in_words() -> None:
    done = takar("versoin")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("galat[usage-unknown-command]: ")


def test_what_it_needs_is_what_it_says() -> None:
    needed = {re.split("[<>=;, ]", line)[0] for line in requires("takar") or []}
    assert needed == {"lark", "jsonschema", "pyyaml", "jinja2", "click"}
