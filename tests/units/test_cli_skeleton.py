"""The command line: what every command shares, tried on the smallest one."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from evaluator.cli import commands, files, framework, main, options, output
from evaluator.cli.bilingual import Both
from evaluator.cli.exits import Exit
from evaluator.cli.parameters import InputFile, InputFolder, InputPath
from evaluator.cli.stop import Stopped
from evaluator.diagnostics.language import Language
from evaluator.version import __version__

Capture = pytest.CaptureFixture[bytes]
TAKAR = [sys.executable, "-m", "evaluator.cli.main"]


class Ran:
    """What a command line gave: code, standard output, standard error."""

    def __init__(self, code: int, out: bytes, err: bytes) -> None:
        self.code = code
        self.out = out.decode("utf-8")
        self.err = err.decode("utf-8")


def takar(capfdbinary: Capture, *args: str, environ: dict[str, str] | None = None) -> Ran:
    code = main.main(args, environ or {})
    out, err = capfdbinary.readouterr()
    return Ran(code, out, err)


def in_a_process(*args: str, **environ: str) -> subprocess.CompletedProcess[bytes]:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("TAKAR_", "NO_COLOR"))}
    return subprocess.run(  # noqa: S603 - our own interpreter and module
        [*TAKAR, *args],
        env=inherited | environ,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=60,
    )


def test_version_says_engine_language_and_python(capfdbinary: Capture) -> None:
    ran = takar(capfdbinary, "version")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"takar {__version__} (bahasa aturan 1, Python 3.")
    assert takar(capfdbinary, "--version").out == ran.out
    english = takar(capfdbinary, "--version", "--lang", "en")
    assert english.out == takar(capfdbinary, "version", "--lang", "en").out != ran.out
    machine = takar(capfdbinary, "version", "--format", "json")
    assert json.loads(machine.out)["takar"] == __version__


@pytest.mark.parametrize(
    "args",
    [
        ("--lang", "en", "version"),
        ("version", "--lang", "en"),
        ("version", "--lang=en"),
        ("--lang", "id", "version", "--lang", "en"),
    ],
)
def test_the_language_may_stand_anywhere(capfdbinary: Capture, args: tuple[str, ...]) -> None:
    assert "rule language" in takar(capfdbinary, *args).out


def test_the_language_comes_from_the_environment_where_no_option_says(capfdbinary: Capture) -> None:
    english = {"TAKAR_LANG": "en"}
    assert "rule language" in takar(capfdbinary, "version", environ=english).out
    asked = takar(capfdbinary, "version", "--lang", "id", environ=english)
    assert "bahasa aturan" in asked.out
    assert "bahasa aturan" in takar(capfdbinary, "version", environ={"TAKAR_LANG": ""}).out


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("versoin",), "usage-unknown-command"),
        (("--nope",), "usage-unknown-option"),
        (("version", "--formt", "json"), "usage-unknown-option"),
        (("version", "-x"), "usage-unknown-option"),
        (("version", "a", "b"), "usage-extra-argument"),
        (("version", "--format", "yaml"), "usage-bad-choice"),
        (("version", "--lang", "fr"), "usage-bad-choice"),
        (("version", "--format"), "usage-option-without-value"),
        (("version", "--help=x"), "usage-option-takes-no-value"),
        (("version", "\x1b[31m"), "usage-extra-argument"),
    ],
)
@pytest.mark.parametrize("language", Language)
def test_a_wrong_command_line_is_one_diagnostic(
    capfdbinary: Capture, args: tuple[str, ...], code: str, language: Language
) -> None:
    ran = takar(capfdbinary, *args, environ={"TAKAR_LANG": language.value})
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    word = "galat" if language is Language.ID else "error"
    assert ran.err.startswith(f"{word}[{code}]: ")
    assert ran.err.count(f"{word}[") == 1
    assert "\x1b" not in ran.err


def test_an_unknown_language_in_the_environment_is_a_mistake(capfdbinary: Capture) -> None:
    ran = takar(capfdbinary, "version", environ={"TAKAR_LANG": "fr"})
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert "usage-bad-environment" in ran.err


def test_what_was_meant_is_suggested(capfdbinary: Capture) -> None:
    assert "`version`" in takar(capfdbinary, "vrsion").err
    assert "; seharusnya `--format`\n" in takar(capfdbinary, "version", "--fromat").err


def test_help_is_written_in_the_language_asked_for(capfdbinary: Capture) -> None:
    indonesian = takar(capfdbinary, "--help")
    assert indonesian.code == 0
    assert "Pemakaian: takar [PILIHAN] PERINTAH" in indonesian.out
    english = takar(capfdbinary, "version", "--help", "--lang", "en")
    assert "Usage: takar version [OPTIONS]" in english.out
    for word in ("Usage", "Options", "Show this", "Commands"):
        assert word not in indonesian.out


@pytest.mark.parametrize("language", ["id", "en"])
def test_help_is_given_however_it_is_asked_for(capfdbinary: Capture, language: str) -> None:
    whole = takar(capfdbinary, "--help", "--lang", language)
    of_one = takar(capfdbinary, "version", "--help", "--lang", language)
    for asked in (("-h",), ("help",)):
        ran = takar(capfdbinary, *asked, "--lang", language)
        assert (ran.code, ran.out) == (Exit.DONE, whole.out)
    for asked in (("version", "-h"), ("help", "version")):
        ran = takar(capfdbinary, *asked, "--lang", language)
        assert (ran.code, ran.out) == (Exit.DONE, of_one.out)


def test_help_on_a_command_that_is_not_there_suggests_one(capfdbinary: Capture) -> None:
    ran = takar(capfdbinary, "help", "vrsion")
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert "usage-unknown-command" in ran.err
    assert "`version`" in ran.err


def test_without_a_command_the_help_is_no_result(capfdbinary: Capture) -> None:
    ran = takar(capfdbinary)
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert "Pemakaian" in ran.err


def test_each_row_names_a_command_that_exists_and_says_what_it_does() -> None:
    names = [row.name for row in commands.COMMANDS]
    assert len(set(names)) == len(names)
    for row in commands.COMMANDS:
        assert isinstance(framework.takar_command(row), framework.Command)
        assert row.about.indonesian != row.about.english


def test_every_option_and_argument_speaks_both_languages() -> None:
    for row in commands.COMMANDS:
        for param in framework.takar_command(row).params:
            assert isinstance(param, framework.Option | framework.Argument), param.name
            assert param.words.indonesian != param.words.english


def test_a_fault_of_ours_is_one_diagnostic_without_a_traceback(
    capfdbinary: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret of a response")

    monkeypatch.setattr(main, "perform", fail)
    ran = takar(capfdbinary, "version")
    assert (ran.code, ran.out) == (Exit.INTERNAL, "")
    assert ran.err.startswith("galat[internal]: ")
    assert f"takar {__version__}; Python 3." in ran.err
    assert "ZeroDivisionError" in ran.err
    assert "Traceback" not in ran.err
    assert "secret" not in ran.err
    monkeypatch.setenv("TAKAR_DEBUG", "1")
    assert "Traceback" in takar(capfdbinary, "version").err


def test_even_without_words_a_fault_is_told(
    capfdbinary: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evaluator.diagnostics.words.catalogue", dict)
    ran = takar(capfdbinary, "versoin")
    assert ran.code == Exit.INTERNAL
    assert "error[internal]" in ran.err


def test_an_interrupt_is_quiet(capfdbinary: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(main, "perform", interrupt)
    ran = takar(capfdbinary, "version")
    assert (ran.code, ran.out, ran.err) == (Exit.INTERRUPTED, "", "")


def test_starting_imports_nothing_heavy() -> None:
    program = (
        "import sys, evaluator.cli.main\n"
        "print([m for m in ('lark', 'yaml', 'jsonschema', 'jinja2') if m in sys.modules])"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", program], capture_output=True, check=True, timeout=60
    )
    assert done.stdout.strip() == b"[]"


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-16"])
def test_whatever_the_console_output_is_utf8_with_lf(encoding: str) -> None:
    done = in_a_process("version", "—é漢", PYTHONIOENCODING=encoding)
    assert done.returncode == Exit.USAGE
    assert "—é漢" in done.stderr.decode("utf-8")
    assert b"\r" not in done.stderr


def test_no_colour_where_there_is_no_terminal() -> None:
    assert b"\x1b" not in in_a_process("versoin", TERM="xterm").stderr


def test_a_reader_that_has_gone_away_is_no_error() -> None:
    with subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [*TAKAR, "version"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            [*TAKAR, "version"], stdout=full, stderr=subprocess.PIPE, check=False, timeout=60
        )
    assert done.returncode == Exit.USAGE
    assert b"usage-unwritable" in done.stderr


def code_of(stopped: pytest.ExceptionInfo[Stopped]) -> str:
    (diagnostic,) = stopped.value.diagnostics
    return diagnostic.code


def test_a_file_is_written_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "hasil.json"
    output.save(path, "a\né\n")
    assert path.read_bytes() == "a\né\n".encode()
    output.save(path, b"b\n")
    assert path.read_bytes() == b"b\n"
    assert [p.name for p in tmp_path.iterdir()] == ["hasil.json"]


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "hasil.json"
    path.write_text("lama", encoding="utf-8")

    def fail(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(Stopped) as stopped:
        output.save(path, "baru")
    assert code_of(stopped) == "usage-unwritable"
    assert [p.name for p in tmp_path.iterdir()] == ["hasil.json"]
    assert path.read_text(encoding="utf-8") == "lama"


def test_an_input_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "jawaban.json"
    path.write_text("{}", encoding="utf-8")
    (tmp_path / "sama.json").hardlink_to(path)
    for name in ("jawaban.json", "sama.json", "./jawaban.json"):
        with pytest.raises(Stopped) as stopped:
            output.deliver("x", tmp_path / name, inputs=[path])
        assert code_of(stopped) == "usage-overwrites-input"
    assert path.read_text(encoding="utf-8") == "{}"


def test_output_to_a_folder_or_nowhere_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(Stopped) as stopped:
        output.save(tmp_path, "x")
    assert code_of(stopped) == "usage-not-a-file"
    with pytest.raises(Stopped) as stopped:
        output.save(tmp_path / "belum" / "ada", "x")
    assert code_of(stopped) == "usage-unwritable"


@pytest.mark.skipif(os.name == "nt", reason="needs a device file")
def test_what_is_no_plain_file_is_written_to_and_stays() -> None:
    output.save(Path(os.devnull), "x")
    assert not Path(os.devnull).is_file()


def test_reading_names_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\xff")
    assert files.read(tmp_path / "a") == b"\xff"
    for path, code in ((tmp_path / "b", "no-such-path"), (tmp_path, "not-a-file")):
        with pytest.raises(Stopped) as stopped:
            files.read(path)
        assert code_of(stopped) == f"usage-{code}"


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\x00\xff")))
    assert files.read(Path("-")) == b"\x00\xff"


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        (InputFile(), "tidak_ada", "no-such-path"),
        (InputFile(), ".", "not-a-file"),
        (InputPath(), "tidak_ada", "no-such-path"),
        (InputFolder(), "tidak_ada", "no-such-path"),
        (InputFolder(), "berkas", "not-a-folder"),
        (InputFile(), "n" * 5000, "unreadable"),
        (InputFile(), "nul\0", "unreadable"),
    ],
)
def test_paths_are_checked_when_the_line_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: click.ParamType, value: str, code: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "berkas").touch()
    with pytest.raises(Stopped) as stopped:
        kind.convert(value, None, None)
    assert code_of(stopped) == f"usage-{code}"


@click.command("coba", cls=framework.Command, more=Both("Lebih lanjut.", "More."))
@options.argument(
    "paths",
    words=Both("yang diperiksa", "what is checked"),
    value_name=options.PATH,
    nargs=-1,
    required=True,
    type=InputPath(),
)
@options.rules
@options.output
@options.formats("human", "plain")
@options.language
def coba(**values: object) -> Exit:
    output.write(" ".join(f"{name}={value}" for name, value in sorted(values.items())))
    return Exit.NO


@pytest.fixture
def with_coba(monkeypatch: pytest.MonkeyPatch) -> None:
    row = commands.Row("coba", "coba", Both("mencoba", "try"))
    monkeypatch.setattr(framework, "COMMANDS", (row,))
    monkeypatch.setattr(framework, "takar_command", lambda _: coba)


@pytest.mark.usefixtures("with_coba")
def test_shared_options_reach_a_command(capfdbinary: Capture, tmp_path: Path) -> None:
    ran = takar(capfdbinary, "coba", "-", "--rules", str(tmp_path), "-o", "-", "--lang", "en")
    assert ran.code == Exit.NO
    paths = repr((Path("-"),))
    assert ran.out == f"form=human language=en output=None paths={paths} rules={tmp_path}"


@pytest.mark.usefixtures("with_coba")
def test_arguments_are_told_in_both_languages(capfdbinary: Capture) -> None:
    ran = takar(capfdbinary, "coba")
    assert "`takar coba` dijalankan tanpa `BERKAS|FOLDER ...`" in ran.err
    told = takar(capfdbinary, "coba", "--help", "--lang", "en").out
    assert "Usage: takar coba [OPTIONS] FILE|FOLDER ..." in told
    assert "what is checked" in told
    assert "More." in told


def test_an_unknown_instrument_is_answered_with_those_of_the_rules_that_were_named(
    tmp_path: Path, capfdbinary: Capture
) -> None:
    for name in ("zebra", "quokka"):
        rules = f"""takar 1
instrument {name} edition "1" {{
  in force from 2024-01-01
  scale s {{ 0; 1 }}
  criterion c {{ rated on s }}
  value score = sum of criteria
}}
"""
        (tmp_path / f"{name}.takar").write_text(rules, encoding="utf-8")
    ran = takar(capfdbinary, "test", "xyz", "--rules", str(tmp_path), "--lang", "en")
    assert ran.code == Exit.USAGE
    assert "`zebra`, `quokka` or `" in ran.err or "`quokka`, `zebra` or `" in ran.err
