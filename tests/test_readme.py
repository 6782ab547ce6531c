"""The output the README shows is the output there is."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from evaluator.cli.main import main

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"


def shown(name: str) -> str:
    text = README.read_text(encoding="utf-8")
    found = re.search(rf"<!-- {name} -->\n```\n(.*?)```\n<!-- /{name} -->", text, re.DOTALL)
    assert found is not None
    return found[1]


def replaced(name: str, output: str) -> None:
    text = README.read_text(encoding="utf-8")
    block = f"<!-- {name} -->\n```\n{output}```\n<!-- /{name} -->"
    text = re.sub(rf"<!-- {name} -->.*?<!-- /{name} -->", lambda _: block, text, flags=re.DOTALL)
    README.write_text(text, encoding="utf-8", newline="\n")


def held(name: str, output: str) -> None:
    """Compare; with TAKAR_ACCEPT=1 the README is brought up to date instead."""
    if os.environ.get("TAKAR_ACCEPT") == "1":
        replaced(name, output)
    assert shown(name) == output


def test_the_beginning_of_the_demo(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["demo"], {}) == 0
    lines = capfd.readouterr().out.splitlines()
    summary = lines.index("4. Penilaian setiap butir")
    start = lines.index("3. Ringkasan")
    kept = [*lines[: lines.index("1. Identitas")], "…", "", *lines[start:summary]]
    held("demo", "\n".join(kept).rstrip("\n") + "\n")


def test_a_mistake(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rules = (ROOT / "rules" / "im_nkk" / "2021.takar").read_text(encoding="utf-8")
    wrong = rules.replace('Eksternalisasi" bobot 30%', 'Eksternalisasi" bobot 40%')
    Path("2021.takar").write_text(wrong, encoding="utf-8")
    assert main(["check", "2021.takar"], {}) == 1
    blocks = capfd.readouterr().err.split("\n\n")
    held("mistake", next(b for b in blocks if "weights-sum" in b).rstrip("\n") + "\n")
