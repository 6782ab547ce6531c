"""`takar test`: the examples of an instrument, each passed or failed."""

from __future__ import annotations

import json
from pathlib import Path

import click

from evaluator.cli import options
from evaluator.cli.bilingual import Both
from evaluator.cli.exits import Exit
from evaluator.cli.framework import Command
from evaluator.cli.output import document_json, report, say, write
from evaluator.cli.rulebooks import hidden, rulebook, rules_needed, target
from evaluator.diagnostics import machine
from evaluator.diagnostics import text as texts
from evaluator.diagnostics.language import Language
from evaluator.examples.run import Trial
from evaluator.pipeline import Program, run_examples
from evaluator.rulebook import Rulebook, RulesInvalid

_PASSED = Both("lulus", "passed")
_FAILED = Both("gagal", "failed")
_SUMMARY = Both("{0}: {1} contoh lulus, {2} gagal", "{0}: {1} examples passed, {2} failed")
_NONE = Both("{0}: tidak ada contoh", "{0}: no examples")


@click.command("test", cls=Command)
@options.argument(
    "instruments",
    words=Both(
        "id instrumen atau id@edisi; tanpa edisi: semua edisinya",
        "ids of instruments, or id@edition; without an edition, all of them",
    ),
    value_name=options.INSTRUMENT,
    nargs=-1,
    required=True,
)
@options.readings
@options.rules
@options.formats("human", "plain", "json")
@options.language
def command(
    *,
    instruments: tuple[str, ...],
    readings: tuple[tuple[str, str], ...],
    rules: Path | None,
    form: str,
    language: Language,
) -> Exit:
    """Run the examples."""
    book = rulebook(rules, readings)
    sound = True
    documents: list[object] = []
    told: set[str] = set()
    for instrument, edition in _editions(book, instruments):
        with rules_needed():
            loaded = book.load(instrument, edition)
            program = _readable(book, instrument, edition)
        if instrument not in told:
            told.update([instrument] if (found := hidden(book, loaded)) else [])
            report(found, language)
        trials = run_examples(program, (instrument, edition), loaded)
        sound = sound and all(trial.passed for trial in trials)
        if form == "json":
            documents.append(_document(f"{instrument}@{edition}", trials, language))
        else:
            _print(f"{instrument}@{edition}", trials, form, language)
    if form == "json":
        write(document_json(documents))
    return Exit.DONE if sound else Exit.NO


def _editions(book: Rulebook, texts: tuple[str, ...]) -> list[tuple[str, str]]:
    """The editions named; an id alone names every edition of the instrument."""
    found: list[tuple[str, str]] = []
    for text in texts:
        instrument, edition = target(book, text)
        every = [info.edition for info in book.editions(instrument)]
        chosen = [edition] if "@" in text else every
        found.extend((instrument, one) for one in chosen)
    return list(dict.fromkeys(found))


def _readable(book: Rulebook, instrument: str, edition: str) -> Program:
    """The rules with their examples; a mistake in a file with an example may hide what it says."""
    program = book.program(instrument)
    examples = program.declared.examples.get((instrument, edition), ())
    files = {example.at.source for example in examples}
    found = [d for d in program.diagnostics if d.at.source in files]
    if any(d.is_error for d in found):
        raise RulesInvalid(found)
    return program


def _print(name: str, trials: tuple[Trial, ...], form: str, language: Language) -> None:
    for trial in trials:
        word = (_PASSED if trial.passed else _FAILED).text(language)
        write(f"{word:<6}  {name}  {trial.title}\n")
        if form == "human":
            report(trial.found, language)
        else:
            write(texts.plain(trial.found, language))
    failed = sum(not trial.passed for trial in trials)
    words = _SUMMARY if trials else _NONE
    say(words.text(language).format(name, len(trials) - failed, failed) + "\n")


def _document(name: str, trials: tuple[Trial, ...], language: Language) -> object:
    return {
        "edition": name,
        "examples": [
            {
                "title": trial.title,
                "passed": trial.passed,
                "findings": json.loads(machine.as_json(trial.found, language)),
            }
            for trial in trials
        ],
    }
