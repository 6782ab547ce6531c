"""The same answers on another platform: a cp1252 console, and rule files with CRLF ends."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "rules"
CASE = RULES / "im_nkk" / "cases" / "nusa-contoh-2021.json"
EDITIONS = ("im_nkk@2021", "im_nkk@2022", "merit@2019")

Ran = subprocess.CompletedProcess[bytes]


def takar(*words: str, here: Path, console: str = "utf-8") -> Ran:
    settings = {"PYTHONIOENCODING": console, "PYTHONUTF8": "0", "PYTHONPATH": str(ROOT / "src")}
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("TAKAR_LANG")}
    return subprocess.run(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", "evaluator.cli.main", *words],
        cwd=here,
        env=inherited | settings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def unix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_ends(b"\n", tmp_path_factory.mktemp("unix"))


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_ends(b"\r\n", tmp_path_factory.mktemp("windows"))


def with_ends(end: bytes, folder: Path) -> Path:
    """A folder with a copy of the bundled rules, every line of every rule file ended so."""
    shutil.copytree(RULES, folder / "rules")
    for path in rule_files(folder):
        lines = path.read_bytes().replace(b"\r\n", b"\n")
        path.write_bytes(lines.replace(b"\n", end))
    return folder


def rule_files(folder: Path) -> list[Path]:
    return sorted((folder / "rules").rglob("*.takar"))


@pytest.mark.parametrize(
    "words",
    [
        ("version",),
        ("version", "—é漢"),
        ("--help",),
        ("explain", "--help"),
        ("check", "rules"),
        ("check", "broken.takar"),
        ("check", "broken.takar", "--lang", "en"),
        ("eval", "response.json"),
        ("explain", "response.json"),
        ("explain", "response.json", "--to", "html"),
    ],
    ids=" ".join,
)
def test_a_cp1252_console_gets_the_same_bytes(unix: Path, words: tuple[str, ...]) -> None:
    shutil.copy(CASE, unix / "response.json")
    # Neither the wide character nor the arrow of a circle has a place in cp1252.
    broken = 'instrument x "漢" edition "1" { value a = b; value b = a; value a = “c” }\n'
    (unix / "broken.takar").write_text(broken, encoding="utf-8")
    plain = takar(*words, here=unix)
    narrow = takar(*words, here=unix, console="cp1252")
    assert plain.returncode in {0, 1, 2}
    assert (narrow.returncode, narrow.stdout, narrow.stderr) == (
        plain.returncode,
        plain.stdout,
        plain.stderr,
    )
    said = narrow.stdout + narrow.stderr
    said.decode("utf-8")
    assert b"\r" not in said
    assert b"Traceback" not in said
    assert b"internal]" not in said


def test_every_rule_file_has_crlf_ends_in_the_copy(windows: Path) -> None:
    files = rule_files(windows)
    assert len(files) == len(rule_files(ROOT)) >= 3
    for path in files:
        data = path.read_bytes()
        assert data.count(b"\r\n") == data.count(b"\n") > 10


def test_crlf_brings_no_diagnostic(unix: Path, windows: Path) -> None:
    told = [takar("check", "rules", "--format", "json", here=folder) for folder in (unix, windows)]
    assert [ran.returncode for ran in told] == [0, 0]
    assert [ran.stderr for ran in told] == [b"", b""]
    one, other = (json.loads(ran.stdout) for ran in told)
    assert len(one) > 0, "the bundled rules have remarks"
    assert list(map(without_offsets, one)) == list(map(without_offsets, other))


def without_offsets(found: object) -> object:
    """A diagnostic without what counts from the beginning of the file."""
    match found:
        case dict():
            counted = {"offset", "start", "end", "length"}
            return {k: without_offsets(v) for k, v in found.items() if k not in counted}
        case list():
            return [without_offsets(each) for each in found]
        case _:
            return found


@pytest.mark.parametrize("edition", EDITIONS)
def test_crlf_changes_no_fingerprint(unix: Path, windows: Path, edition: str) -> None:
    one, other = (
        json.loads(takar("show", edition, "--format", "json", here=folder).stdout)
        for folder in (unix, windows)
    )
    assert one["sha256"] == other["sha256"]


def test_crlf_changes_no_result(unix: Path, windows: Path) -> None:
    for words in (("eval",), ("explain",), ("explain", "--to", "html")):
        one, other = (takar(*words, str(CASE), here=folder) for folder in (unix, windows))
        assert one.returncode == 0
        assert one.stderr == b"", "the same rules as the bundled ones hide nothing"
        assert (other.returncode, other.stderr) == (0, b""), "nor do they with other line ends"
        assert one.stdout == other.stdout


@pytest.mark.parametrize("edition", EDITIONS)
def test_crlf_changes_no_example(unix: Path, windows: Path, edition: str) -> None:
    one, other = (takar("test", edition, here=folder) for folder in (unix, windows))
    assert (one.returncode, one.stdout) == (0, other.stdout)
    assert other.returncode == 0


def test_formatting_gives_lf(windows: Path, tmp_path: Path) -> None:
    shutil.copytree(windows / "rules", tmp_path / "rules")
    assert takar("fmt", "--check", here=tmp_path).returncode == 1
    assert takar("fmt", here=tmp_path).returncode == 0
    for path in rule_files(tmp_path):
        original = RULES / path.relative_to(tmp_path / "rules")
        assert path.read_bytes() == original.read_bytes().replace(b"\r\n", b"\n")
