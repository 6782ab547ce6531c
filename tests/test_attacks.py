"""What somebody could write to reach what is not theirs, to deceive a reader, or to stop the work.

Templates, pages, JSON and YAML have tests of their own; here are paths, characters and sheer size.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from evaluator.cli.main import main
from evaluator.diagnostics.visible import visible
from evaluator.source import Source
from evaluator.syntax.parse import parse

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "rules" / "im_nkk" / "cases" / "nusa-contoh-2021.json"
UNSEEN = "# what nobody may see"
PLACES = ("instrument", "edition", "answer", "evidence", "reference", "file", "kind")

SPELLINGS = (
    "../secret",
    "../../secret",
    "../../../../../../../../secret",
    "./../secret",
    "im_nkk/../../secret",
    "im_nkk/../2021",
    "..",
    ".",
    "/",
    "//",
    "/secret",
    "//host/share/secret",
    "/etc/passwd",
    "/proc/self/environ",
    "/dev/stdin",
    "~/secret",
    "~root/secret",
    "$HOME/secret",
    "${HOME}/secret",
    "%HOMEPATH%\\secret",
    "..\\secret",
    "..\\..\\secret",
    "im_nkk\\..\\..\\secret",
    "C:\\secret",
    "C:secret",
    "c:/secret",
    "\\\\host\\share\\secret",
    "\\\\?\\C:\\secret",
    "file:///etc/passwd",
    "file://../secret",
    "%2e%2e%2fsecret",
    "%2e%2e/secret",
    "..%2fsecret",
    "..%5csecret",
    "%252e%252e%252fsecret",
    "..%c0%afsecret",
    "....//secret",
    "..././secret",
    "..;/secret",
    "../secret\u0000.takar",
    "../secret%00.takar",
    "．．／secret",
    "..∕secret",
    "..⁄secret",
    "\u2024\u2024/secret",
    "../secret.takar",
    "../secret ",
    " ../secret",
    "CON",
    "im_nkk::$DATA",
    "-",
    "--output=../secret",
)

opened: list[str] | None = None


def watch(event: str, facts: tuple[Any, ...]) -> None:
    """An audit hook: keep which files are opened while somebody asks for it."""
    if opened is not None and event in {"open", "os.listdir", "os.scandir"} and facts:
        opened.append(os.fsdecode(facts[0]) if isinstance(facts[0], str | bytes) else "")


sys.addaudithook(watch)


@pytest.fixture
def furnished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with rules of its own, and secrets beside it, above it and in the home folder."""
    here = tmp_path / "work"
    shutil.copytree(ROOT / "rules", here / "rules")
    home = tmp_path / "home"
    home.mkdir()
    for folder in (tmp_path, here, home, here / "rules" / "im_nkk"):
        for name in ("secret", "secret.takar", "secret.json", "secret.yaml"):
            if folder != here / "rules" / "im_nkk" or name == "secret":
                (folder / name).write_text(UNSEEN + "\n", encoding="utf-8")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(here)
    return here


def traversing(place: str, spelling: str) -> dict[str, Any]:
    """The sample with a spelling in the place where a name or a path stands."""
    response: dict[str, Any] = json.loads(SAMPLE.read_text(encoding="utf-8"))
    evidence = next(iter(response["evidence"]))
    match place:
        case "instrument" | "edition":
            response[place] = spelling
        case "answer":
            response["answers"][spelling] = 1
        case "evidence":
            response["evidence"][spelling] = response["evidence"][evidence]
        case "reference":
            response["answers"]["komitmen_pimpinan"]["evidence"] = [spelling]
        case _:
            response["evidence"][evidence][place] = spelling
    return response


def test_there_are_forty_spellings() -> None:
    assert len(set(SPELLINGS)) >= 40


@pytest.mark.parametrize("place", PLACES)
def test_no_name_in_a_response_opens_a_file(
    furnished: Path, capfd: pytest.CaptureFixture[str], place: str
) -> None:
    for spelling in SPELLINGS:
        response = furnished / "response.json"
        response.write_text(json.dumps(traversing(place, spelling)), encoding="utf-8")
        for words in (["eval", "response.json"], ["explain", "response.json", "--to", "html"]):
            code, paths = watched([*words, "--rules", "rules", "--lang", "en"])
            out, err = capfd.readouterr()
            assert code in accepted(place), (spelling, err)
            assert UNSEEN not in out + err
            assert within(paths, furnished), spelling
            assert "Traceback" not in err


def accepted(place: str) -> frozenset[int]:
    """What may come of it: a document may be called anything, and its file is only printed."""
    return frozenset({0, 4} if place in {"file", "evidence"} else {4})


@pytest.mark.parametrize("command", ["show", "schema", "test"])
def test_no_name_of_an_instrument_opens_a_file(
    furnished: Path, capfd: pytest.CaptureFixture[str], command: str
) -> None:
    for spelling in SPELLINGS:
        for name in (spelling, f"im_nkk@{spelling}"):
            code, paths = watched([command, "--rules", "rules", "--", name])
            out, err = capfd.readouterr()
            assert (code, out) == (2, ""), name
            assert UNSEEN not in err
            assert within(paths, furnished), name


def test_rule_files_cannot_name_a_file(furnished: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Every id that might lead somewhere is refused as it is read."""
    rules = furnished / "own"
    rules.mkdir()
    for spelling in SPELLINGS:
        text = f'instrument {spelling} "X" edition "1" {{\n}}\n'
        rules.joinpath("x.takar").write_text(text, encoding="utf-8")
        code, paths = watched(["check", "own/x.takar", "--lang", "en"])
        assert code == 1, spelling
        assert within(paths, furnished), spelling
        capfd.readouterr()


def test_an_edition_is_a_text_and_no_path(
    furnished: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    rules = furnished / "own"
    rules.mkdir()
    for spelling in SPELLINGS:
        text = f'instrument im_nkk edition "z" amends "{spelling}" {{\n}}\n'
        rules.joinpath("x.takar").write_text(text, encoding="utf-8")
        code, paths = watched(["check", "own", "--lang", "en"])
        said = capfd.readouterr()
        assert code == 1, spelling
        assert UNSEEN not in said.out + said.err
        assert within(paths, furnished), spelling


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links on this platform")
def test_a_link_out_of_the_rules_is_not_followed(
    furnished: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    secret = furnished.parent / "secret.takar"
    linked = furnished / "rules" / "linked.takar"
    try:
        linked.symlink_to(secret)
        (furnished / "rules" / "im_nkk" / "folder").symlink_to(furnished.parent)
        (furnished / "rules" / "im_nkk" / "id.yaml").symlink_to(furnished.parent / "secret.yaml")
    except OSError:
        pytest.skip("no leave to make links")
    code, paths = watched(["check", "rules", "--lang", "en"])
    said = capfd.readouterr()
    assert code == 1
    assert "rule-file-linked" in said.out + said.err
    assert UNSEEN not in said.out + said.err
    assert not {"secret.takar", "secret.yaml"} & {Path(path).name for path in paths}
    shutil.copy(SAMPLE, furnished / "response.json")
    linked.unlink()
    code, paths = watched(["explain", "response.json", "--rules", "rules"])
    said = capfd.readouterr()
    assert UNSEEN not in said.out + said.err


def watched(words: list[str]) -> tuple[int, list[str]]:
    """The exit code of a command, and every path that was opened meanwhile."""
    global opened  # noqa: PLW0603 - an audit hook cannot be taken away, only left idle
    opened = []
    try:
        code = main(words, {})
    finally:
        seen, opened = opened, None
    return code, seen


def within(paths: list[str], here: Path) -> bool:
    """Whether nothing was opened in the folder above, nor what is secret, nor a device."""
    above = here.parent.resolve()
    for path in (Path(p).resolve() for p in paths if p):
        outside = path.is_relative_to(above) and not path.is_relative_to(here.resolve())
        if outside or path.name.startswith("secret") or path.is_relative_to("/etc"):
            return False
    return True


FRAME = """instrument x "Teks" edition "1" {
  in force from 2024-01-01
  scale q { 0; 1 }
  # note
  every criterion { rated on q }
  criterion abc "Label"
  value s = mean of criteria
}
"""
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ZERO_WIDTH = "\u00ad\u180e\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff\ufff9\ufffb"
TAGS = "\U000e0001\U000e0041\U000e007f"
BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u2800\u3164\uffa0\ufe00\ufe0f\U000e0100"
SPACES = "\u00a0\u1680\u2000\u2003\u2007\u2009\u202f\u205f\u3000"
CONTROLS = "\x00\x07\x08\x0b\x0c\x1b\x7f\x85\x9b\u2028\u2029"
CONFUSABLE = "аеосɑіΑοօａ𝐚ıﬁ\u0301\u0660\u06f1１－−＝∕"
UNASSIGNED = "\ue000\U000f0000\ufdd0\U0010ffff"
EVERY_CLASS = BIDI + ZERO_WIDTH + TAGS + BLANK + SPACES + CONTROLS + CONFUSABLE + UNASSIGNED


def named(chars: str) -> Any:
    return pytest.mark.parametrize("char", chars, ids=lambda c: f"U+{ord(c):04X}")


def told(text: str) -> set[str]:
    return {d.code for d in parse(Source("x.takar", text)).diagnostics if d.is_error}


def test_the_frame_is_clean() -> None:
    assert parse(Source("x.takar", FRAME)).diagnostics == ()


@named(EVERY_CLASS)
def test_outside_quotes_nothing_passes_for_what_it_is_not(char: str) -> None:
    for word in ("mean", "abc", "scale", "2024", "0; 1", "= mean"):
        middle = len(word) // 2
        spoilt = FRAME.replace(word, word[:middle] + char + word[middle:], 1)
        assert told(spoilt), word
        assert told(FRAME.replace(f" {word}", f" {char}{word}", 1)), word
    assert told(FRAME + char)


@named("асеорху")
def test_an_id_in_another_script_is_no_second_id(char: str) -> None:
    latin = dict(zip("асеорху", "aceopxy", strict=True))[char]
    text = FRAME.replace('abc "Label"', f"{latin}1\n  criterion {char}1")
    assert "lookalike-character" in told(text)


@named(BIDI + ZERO_WIDTH + TAGS)
def test_inside_quotes_and_comments_they_are_told(char: str) -> None:
    for word in ("Teks", "note", "Label"):
        text = FRAME.replace(word, word[:2] + char + word[2:])
        found = parse(Source("x.takar", text)).diagnostics
        assert [d.code for d in found] == ["hidden-in-text"]


@named(CONTROLS)
def test_controls_are_refused_inside_quotes_too(char: str) -> None:
    assert "control-character" in told(FRAME.replace("Teks", f"Te{char}ks"))


@pytest.mark.parametrize("form", ["human", "plain", "sarif", "github"])
def test_a_terminal_gets_none_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], form: str
) -> None:
    """Not so in the form `json`: a machine gets the facts as they were written."""
    monkeypatch.chdir(tmp_path)
    for chars in (BIDI, ZERO_WIDTH, TAGS, BLANK, CONTROLS, UNASSIGNED):
        text = FRAME.replace("Teks", chars).replace("abc", chars).replace("note", chars)
        (tmp_path / "x.takar").write_text(text, encoding="utf-8", newline="")
        assert main(["check", "x.takar", "--format", form, "--lang", "en"], {}) == 1
        said = "".join(capfd.readouterr())
        assert not {c for c in said if c != "\n" and is_hidden(c)}


def is_hidden(char: str) -> bool:
    return visible(char) != char or unicodedata.category(char) in {"Cf", "Cc", "Zl", "Zp"}


HEAD = 'instrument x "X" edition "1" {\n  in force from 2024-01-01\n'
BANDS = '  bands k of s { "Low" below 2; "High" from 2 }\n'


def items(count: int, levels: int = 3) -> str:
    scale = "; ".join(map(str, range(levels)))
    rows = "".join(f"  criterion c{n}\n" for n in range(count))
    return f"  scale q {{ {scale} }}\n  every criterion {{ rated on q }}\n{rows}"


def many_items() -> str:
    return f"{HEAD}{items(6_000)}  value s = mean of criteria\n{BANDS}}}\n"


def weights_without_a_grid() -> str:
    rows = "".join(f"  criterion c{n} weight {3**n % 10**9 + 7}\n" for n in range(500))
    scale = "  scale q { 0; 1; 2; 3; 4; 5; 6; 7 }\n  every criterion { rated on q }\n"
    bands = '  bands k of s { "Low" from 0 to 1; "Mid" from 2 to 3; "High" from 4.123456 to 7 }\n'
    return f"{HEAD}{scale}{rows}  value s = weighted mean of criteria\n{bands}}}\n"


def one_product() -> str:
    factors = " * ".join(f"(c{n} + 0.{7**44 % 10**37 + n})" for n in range(12))
    power = " * ".join(["p"] * 8)
    return f"{HEAD}{items(12)}  value p = {factors}\n  value s = {power}\n{BANDS}}}\n"


def many_bands() -> str:
    rows = "".join(f'    "B{n}" from {n}/10000 to {n}/10000\n' for n in range(5_000))
    return f"{HEAD}{items(100)}  value s = mean of criteria\n  bands k of s {{\n{rows}  }}\n}}\n"


def deep_tree() -> str:
    """Thirty branches in one another, thousands of leaves in the innermost."""
    own = "  every criterion { rated on q }\n  every domain { value = mean of domains }\n"
    opening = "".join(f"  domain d{n} {{\n" for n in range(28))
    last = "  domain last { value = mean of criteria\n"
    leaves = "".join(f"    criterion c{n}\n" for n in range(6_000))
    closing = "}\n" * 29
    scale = "  scale q { 0; 1; 2 }\n"
    return f"{HEAD}{scale}{own}{opening}{last}{leaves}{closing}  value s = d0\n{BANDS}}}\n"


def many_mistakes() -> str:
    return HEAD + "  value = = (((\n" * 19_000


def a_long_line() -> str:
    return HEAD + '  criterion "' + "x" * 1_000_000 + "\n}\n"


ACCEPTED = (many_items, weights_without_a_grid, one_product, many_bands, deep_tree)
REFUSED = (many_mistakes, a_long_line)


@pytest.mark.parametrize("greedy", ACCEPTED + REFUSED, ids=lambda f: f.__name__)
def test_a_greedy_rule_file_is_checked_in_time(tmp_path: Path, greedy: Callable[[], str]) -> None:
    text = greedy()
    assert bool(told(text)) is (greedy in REFUSED), "a file that is not read in full tests nothing"
    (tmp_path / "x.takar").write_text(text, encoding="utf-8")
    seconds, ran = timed(tmp_path, "check", "x.takar", "--format", "plain")
    assert ran.returncode in {0, 1}
    assert b"Traceback" not in ran.stderr
    assert seconds < 15  # below 5 on a quiet machine


@pytest.mark.parametrize("bracket", ["(", "{", "[", '"', ")", "}", "- ", "not ", "1 + "])
def test_a_hundred_thousand_brackets_are_a_diagnostic(tmp_path: Path, bracket: str) -> None:
    text = f"{HEAD}  value s = {bracket * 100_000}\n}}\n"
    (tmp_path / "x.takar").write_text(text, encoding="utf-8")
    seconds, ran = timed(tmp_path, "check", "x.takar", "--lang", "en")
    assert ran.returncode == 1
    assert b"error[" in ran.stdout + ran.stderr
    assert b"Traceback" not in ran.stderr
    assert len(ran.stdout + ran.stderr) < 20_000, "the line is not printed in full"
    assert seconds < 10


def timed(here: Path, *words: str) -> tuple[float, subprocess.CompletedProcess[bytes]]:
    """A command, and the seconds of the processor it took: other work does not count."""
    start = processor_of_commands()
    ran = subprocess.run(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", "evaluator.cli.main", *words],
        cwd=here,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=120,
    )
    return processor_of_commands() - start, ran


def processor_of_commands() -> float:
    """The seconds of the processor that commands begun here and ended since took."""
    found = os.times()
    return found.children_user + found.children_system
