"""`takar publish`: check and test an edition, then record that it will never change."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.analysis.editions import consolidated
from evaluator.cli import options
from evaluator.cli.bilingual import Both
from evaluator.cli.exits import Exit
from evaluator.cli.framework import Command
from evaluator.cli.output import save, say
from evaluator.cli.rulebooks import HERE, rulebook, rules_needed, target
from evaluator.cli.stop import Stopped, misuse
from evaluator.diagnostics.kinds import rulebook as kinds
from evaluator.diagnostics.language import Language
from evaluator.diagnostics.model import Diagnostic, in_order
from evaluator.pipeline import check, run_examples
from evaluator.published import NAME, check_record, publish, read_record, write_record
from evaluator.rulebook import Root, Rulebook, bundled

_DONE = Both("diterbitkan: {}@{}, sidik {}", "published: {}@{}, fingerprint {}")
_ALREADY = Both(
    "sudah diterbitkan dan tidak berubah: {}@{}", "already published and unchanged: {}@{}"
)


@click.command("publish", cls=Command)
@options.instrument
@options.rules
@options.language
def command(*, instrument: str, rules: Path | None, language: Language) -> Exit:
    """Record the edition in the record of its folder of rules."""
    book = rulebook(rules)
    key = target(book, instrument)
    root = book.root_of(key[0])
    if root in bundled().roots:
        # What comes with the package is published already, and is not this user's to change.
        raise misuse(kinds.NOTHING_TO_CHECK, {"path": HERE.as_posix()})
    path = _record_path(root)
    _must_be_sound(book, key)
    record = read_record(path.read_bytes()) if path.is_file() else {}
    if record is None:
        facts = {"file": path.as_posix()}
        raise Stopped(Diagnostic(kind=kinds.PUBLISHED_BROKEN, facts=facts), exit_code=Exit.NO)
    program = book.program(key[0])
    whole = consolidated(program.declared, key).value
    if whole is None:
        raise AssertionError("a sound edition can be written out")
    changed = [d for d in check_record(record, program) if d.facts.get("edition") == key[1]]
    if changed:
        raise Stopped(*changed, exit_code=Exit.NO)
    if key in record:
        say(_ALREADY.text(language).format(*key) + "\n")
        return Exit.DONE
    record = publish(record, whole)
    save(path, write_record(record))
    say(_DONE.text(language).format(*key, record[key].sha256) + "\n")
    return Exit.DONE


def _record_path(root: Root) -> Path:
    if not isinstance(root.folder, Path):
        raise AssertionError("rules inside an archive cannot be published")
    return root.folder / NAME


def _must_be_sound(book: Rulebook, key: tuple[str, str]) -> None:
    """No draft, no error in the instrument's files, and no example that fails."""
    draft = {info.edition for info in book.editions(key[0]) if info.draft}
    if key[1] in draft:
        facts = {"instrument": key[0], "edition": key[1]}
        raise Stopped(Diagnostic(kind=kinds.DRAFT_NOT_PUBLISHED, facts=facts), exit_code=Exit.NO)
    program = book.program(key[0])
    with rules_needed():
        loaded = book.load(*key)
    trials = run_examples(program, key, loaded)
    found = in_order([*check(program), *(d for trial in trials for d in trial.found)])
    if any(d.is_error for d in found):
        raise Stopped(*(d for d in found if d.is_error), exit_code=Exit.NO)
