"""The cache saves time and nothing else: with it, without it and after harm all is the same."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from evaluator import cache, compiled, evaluate, resources
from evaluator.rulebook import Root, Rulebook, RulesInvalid, root_at

TESTS = Path(__file__).resolve().parents[1]
RESPONSES = sorted((TESTS / "archive").glob("*.response.json"))
EDITIONS = ("2021", "2022")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of each test's own."""
    monkeypatch.setenv("TAKAR_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def no_parser(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whoever would parse fails."""

    def refuse(_root: Root, instrument: str) -> None:
        raise AssertionError(f"{instrument} was parsed again")

    with monkeypatch.context() as patched:
        patched.setattr(Root, "program", refuse)
        yield


def fresh() -> Rulebook:
    """The bundled rules as a process of its own would begin with them."""
    return Rulebook((root_at(resources.rules()),))


def filled() -> Rulebook:
    book = fresh()
    for edition in EDITIONS:
        book.load("im_nkk", edition)
    book.editions("im_nkk")
    return book


def results(book: Rulebook) -> list[str]:
    return [evaluate(path.read_bytes(), rules=book).to_json() for path in RESPONSES]


# Files -------------------------------------------------------------------------------------------


def test_what_was_written_is_read() -> None:
    data = {"a": [1, None, True, "é\u2028\ud800"]}
    cache.write("things", "k" * 64, data)
    assert cache.read("things", "k" * 64) == data
    assert cache.read("things", "l" * 64) is None
    assert cache.read("others", "k" * 64) is None


@pytest.mark.parametrize("change", [b"", b"{", b"\0", b"[]", b"0" * 64 + b"\n[]", b"[" * 100_000])
def test_what_was_altered_is_not_read(folder: Path, change: bytes) -> None:
    cache.write("things", "k", [1])
    (file,) = folder.iterdir()
    file.write_bytes(change)
    assert cache.read("things", "k") is None


def test_one_changed_byte_is_noticed(folder: Path) -> None:
    cache.write("things", "k", [12])
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    for at in range(len(whole)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert cache.read("things", "k") is None


def test_the_oldest_of_a_family_make_room(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "KEPT", 3)
    cache.write("others", "k", 0)
    for age in range(5):
        cache.write("things", f"{age}", age)
        os.utime(folder / f"things-{age}.json", (age, age))
    cache.write("things", "new", 9)
    left = sorted(path.name for path in folder.iterdir())
    assert left == ["others-k.json", "things-3.json", "things-4.json", "things-new.json"]


def test_where_the_files_lie(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TAKAR_CACHE_DIR")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache.directory() == tmp_path / "xdg" / "takar"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(os.path, "expanduser", lambda _: str(tmp_path))
    assert cache.directory() == tmp_path / ".cache" / "takar"
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    assert cache.directory() is None
    cache.write("things", "k", 1)
    assert cache.read("things", "k") is None


def test_a_folder_that_cannot_be_written_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    monkeypatch.setenv("TAKAR_CACHE_DIR", str(blocked / "below"))
    assert filled().load("im_nkk", "2021").sha256 == filled().load("im_nkk", "2021").sha256


# Compiled editions -------------------------------------------------------------------------------


def test_results_are_the_same_with_and_without(request: pytest.FixtureRequest) -> None:
    cold = results(filled())
    request.getfixturevalue("no_parser")
    assert results(fresh()) == cold


def test_the_editions_are_the_same(request: pytest.FixtureRequest) -> None:
    cold = filled()
    request.getfixturevalue("no_parser")
    warm = fresh()
    assert warm.editions("im_nkk") == cold.editions("im_nkk")
    assert [warm.load("im_nkk", e) for e in EDITIONS] == [cold.load("im_nkk", e) for e in EDITIONS]


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff\xfe"])
def test_a_broken_cache_is_built_anew(folder: Path, content: bytes) -> None:
    before = filled()
    for file in folder.iterdir():
        file.write_bytes(content)
    assert filled().load("im_nkk", "2022") == before.load("im_nkk", "2022")
    (root,) = before.roots
    shelf = compiled.shelf_for({file.name: file.data for file in root.about("im_nkk")})
    assert shelf.instrument("im_nkk", "2022") == before.load("im_nkk", "2022")


@pytest.mark.parametrize("data", [7, [7], [["2021", "kemarin", None, False]], {"a": 1}])
def test_foreign_data_is_not_believed(data: object) -> None:
    (root,) = fresh().roots
    shelf = compiled.shelf_for({file.name: file.data for file in root.about("im_nkk")})
    cache.write("rules", shelf.key, data)
    assert [info.edition for info in fresh().editions("im_nkk")] == list(EDITIONS)


def test_a_changed_rule_is_compiled_again(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(str(resources.rules()), rules)
    before = Rulebook((root_at(rules),)).load("im_nkk", "2022")
    file = rules / "im_nkk" / "2021.takar"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"Sedang"', '"Cukup"'), encoding="utf-8")
    after = Rulebook((root_at(rules),)).load("im_nkk", "2022")
    assert [row.label for row in after.bands[0].rows] == ["Rendah", "Cukup", "Tinggi"]
    assert before.sha256 != after.sha256


def test_a_broken_edition_is_told_every_time(tmp_path: Path, folder: Path) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(str(resources.rules()), rules)
    file = rules / "im_nkk" / "2022.takar"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("bobot 40%", "bobot 41%"), encoding="utf-8")
    told: list[tuple[str, ...]] = []
    for _ in range(2):
        book = Rulebook((root_at(rules),))
        book.load("im_nkk", "2021")
        with pytest.raises(RulesInvalid) as invalid:
            book.load("im_nkk", "2022")
        told.append(tuple(d.code for d in invalid.value.diagnostics))
    assert told[0] == told[1] != ()
    assert len(list(folder.glob("rules-*.json"))) == 1


def test_a_warm_start_imports_no_parser(folder: Path) -> None:
    """Neither do other modules come in that an evaluation does not need."""
    program = (
        "import os, sys; from evaluator.cli.main import main;"
        f"code = main(['eval', {str(RESPONSES[0])!r}], os.environ);"
        "print(*sys.modules, file=sys.stderr); sys.exit(code)"
    )
    command = [sys.executable, "-c", program]
    runs = [subprocess.run(command, capture_output=True, check=True) for _ in range(2)]  # noqa: S603
    assert runs[0].stdout == runs[1].stdout
    assert json.loads(runs[1].stdout)["instrument"] == "im_nkk"
    loaded = set(runs[1].stderr.decode().split())
    stages = {"evaluator.pipeline", "evaluator.syntax", "evaluator.analysis"}
    heavy = {"lark", "yaml", "jinja2", "jsonschema", "difflib", "importlib.resources", "tempfile"}
    assert loaded & (stages | heavy) == set()
    assert any(folder.glob("rules-*.json"))
