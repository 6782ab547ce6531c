"""The examples of the catalogue of diagnostics, run: what a bad or good example yields."""

from __future__ import annotations

import io
import shlex
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from evaluator.api import InputInvalid, evaluate_text
from evaluator.cli.main import perform, settled_language
from evaluator.cli.stop import Stopped
from evaluator.diagnostics.model import Diagnostic, in_order
from evaluator.examples.run import run_examples
from evaluator.intake.decode import Form
from evaluator.pipeline import check, compile_edition, read
from evaluator.rulebook import bundled
from evaluator.syntax.parse import read_source

_ROOT = Path(__file__).resolve().parent.parent
_RESPONSE = """{
  "instrument": "im_nkk",
  "subject": {"id": "1"},
  "period": {"from": "2021-01-01", "to": "2021-12-31"},
  "answers": {}
}
"""


def diagnose(stage: str, code: str, example: str) -> tuple[Diagnostic, ...]:
    """What an example of a stage yields: a console line, a response, or a rule file."""
    match stage:
        case "commands" | "rulebook" | "labels":
            return _from_console(example)
        case "inputs":
            return _from_response(example, Form.YAML if code.startswith("yaml-") else Form.JSON)
        case _:
            return _from_rules(example)


def _from_rules(example: str) -> tuple[Diagnostic, ...]:
    """What checking a rule file finds, its examples included."""
    source = read_source("contoh.takar", example.encode())
    if source.value is None:
        return source.diagnostics
    program = read([source.value])
    found = [*source.diagnostics, *check(program)]
    for key, examples in program.declared.examples.items():
        compiled = compile_edition(program, key).value if key in program.declared.editions else None
        if compiled is not None:
            found += [d for trial in run_examples(compiled, examples) for d in trial.found]
    return in_order(found)


def _from_response(example: str, form: Form) -> tuple[Diagnostic, ...]:
    """What the bundled rules find in a response."""
    try:
        return evaluate_text(example, rulebook=bundled(), form=form).result.diagnostics
    except InputInvalid as invalid:
        return invalid.diagnostics


def _from_console(line: str) -> tuple[Diagnostic, ...]:
    """Run one line, in a folder with the files the catalogue promises its examples."""
    words = shlex.split(line)
    environ: dict[str, str] = {}
    while "=" in words[0]:
        name, _, value = words.pop(0).partition("=")
        environ[name] = value
    with TemporaryDirectory() as folder, chdir(folder), _silence(), redirect_stderr(None):
        _furnish(Path(folder))
        try:
            perform(words[1:], settled_language(words[1:], environ))
        except Stopped as stopped:
            return stopped.diagnostics
    return ()


def _furnish(folder: Path) -> None:
    (folder / "rules").mkdir()
    (folder / "jawaban.json").write_text(_RESPONSE, encoding="utf-8")
    copyfile(_ROOT / "rules" / "im_nkk" / "2021.takar", folder / "aturan.takar")


def _silence() -> redirect_stdout[io.TextIOWrapper]:
    return redirect_stdout(io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
