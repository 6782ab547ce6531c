"""The examples of the catalogue of diagnostics, run: what a bad or good example yields."""

from __future__ import annotations

import ast
import io
import shlex
from contextlib import chdir, redirect_stderr, redirect_stdout
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from evaluator.api import InputInvalid, evaluate_text
from evaluator.backends.sql.columns import numbers_asked
from evaluator.backends.sql.compile import compile_groups, compile_sql
from evaluator.cli.main import perform, settled_language
from evaluator.cli.rule_paths import check_paths
from evaluator.cli.stop import Stopped
from evaluator.diagnostics.catalogue import Entry
from evaluator.diagnostics.model import Diagnostic, in_order
from evaluator.diagnostics.pages import Staged
from evaluator.intake.decode import Form
from evaluator.intake.response import Period
from evaluator.pipeline import check, compile_edition, read, run_examples
from evaluator.rulebook import Root, Rulebook, RuleFile, bundled
from evaluator.syntax.parse import read_source
from furniture import furnish


def diagnose(staged: Staged, entry: Entry, example: str) -> tuple[Diagnostic, ...]:
    """What an example of an entry yields: a console line, a response, or a rule file."""
    match staged.stage:
        case "commands" | "rulebook" | "labels" | "data":
            return _from_console(example)
        case "inputs":
            return _from_response(entry, example)
        case "sql":
            return _from_sql(example)
        case _:
            return _from_rules(example)


def _from_rules(example: str) -> tuple[Diagnostic, ...]:
    """What checking a rule file finds, its examples included."""
    source = read_source("contoh.takar", example.encode())
    if source.value is None:
        return source.diagnostics
    program = read([source.value])
    found = [*source.diagnostics, *check(program)]
    for key in program.declared.examples:
        compiled = compile_edition(program, key).value if key in program.declared.editions else None
        if compiled is not None:
            found += [d for trial in run_examples(program, key, compiled) for d in trial.found]
    return in_order(found)


def _from_sql(example: str) -> tuple[Diagnostic, ...]:
    """What stands against the editions of a rule file as SQL."""
    source = read_source("contoh.takar", example.encode())
    if source.value is None:
        return source.diagnostics
    program = read([source.value])
    found: list[Diagnostic] = []
    for key in program.declared.editions:
        compiled = compile_edition(program, key)
        if compiled.value is None:
            found += compiled.diagnostics
            continue
        decimals = dict.fromkeys(numbers_asked(compiled.value), 2)
        rows = compile_sql(compiled.value, YEAR, decimals).diagnostics
        found += rows or compile_groups(compiled.value, YEAR, decimals).diagnostics
    return in_order(found)


YEAR = Period(first=date(2030, 1, 1), last=date(2030, 12, 31))
"""The period the examples are compiled for."""


def _from_response(entry: Entry, example: str) -> tuple[Diagnostic, ...]:
    """What the bundled rules, or those of the entry, find in a response."""
    form = Form.YAML if entry.form == "yaml" else Form.JSON
    data = ast.literal_eval(example) if entry.form == "python" else example
    roots = bundled().roots
    if entry.rules is not None:
        own = RuleFile("contoh.takar", entry.rules.encode())
        roots = (Root(roots[0].folder, (own,)), *roots)
    try:
        return evaluate_text(data, rulebook=Rulebook(roots), form=form).diagnostics
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
        furnish(Path(folder))
        try:
            language = settled_language(words[1:], environ)
            if words[1] == "check" and all(Path(word).exists() for word in words[2:]):
                return check_paths([Path(word) for word in words[2:]])
            perform(words[1:], language)
        except Stopped as stopped:
            return stopped.diagnostics
    return ()


def _silence() -> redirect_stdout[io.TextIOWrapper]:
    return redirect_stdout(io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
