"""The rule files a command line names, with what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evaluator.cli.files import read as read_bytes
from evaluator.cli.output import STANDARD
from evaluator.cli.rulebooks import HERE
from evaluator.cli.stop import misuse
from evaluator.diagnostics.kinds import rulebook as kinds
from evaluator.diagnostics.model import Diagnostic, in_order
from evaluator.labels import check_labels
from evaluator.pipeline import Program, check
from evaluator.published import NAME, check_record, read_record
from evaluator.rulebook import SUFFIX, RuleFile, program_of, root_at
from evaluator.source import Source, Span


@dataclass(frozen=True, slots=True)
class Context:
    """Rule files that are read together, and those of them that were asked about.

    A file is read with those beside it, since it may amend one of them; only what is wrong with
    the files asked about is told.
    """

    folder: Path
    asked: frozenset[str] | None

    def check(self) -> Iterator[Diagnostic]:
        """What is wrong with the files asked about."""
        root = root_at(self.folder, deep=self.asked is None)
        files = [RuleFile((self.folder / f.name).as_posix(), f.data) for f in root.files]
        unread = [self._placed(d) for d in root.diagnostics]
        there = {*(f.name for f in files), *(d.at.source.name for d in unread)}
        # A file that was named is read whatever its name ends in.
        others = sorted((self.asked or frozenset()) - there)
        files += [RuleFile(name, read_bytes(Path(name))) for name in others]
        program = program_of(files)
        found = [*unread, *check(program), *self._record(program)]
        if self.asked is None:
            found += check_labels(self.folder, program)
        yield from (d for d in found if self.asked is None or d.at.source.name in self.asked)

    def _placed(self, diagnostic: Diagnostic) -> Diagnostic:
        """What was said of a file by its name in the folder, by its path from here."""
        name = (self.folder / diagnostic.at.source.name).as_posix()
        return replace(diagnostic, at=Span(Source(name, ""), 0, 0))

    def _record(self, program: Program) -> Iterator[Diagnostic]:
        """What the record of published editions says; it lies in the folder or one above it."""
        for folder in (self.folder, *self.folder.resolve().parents[:2]):
            path = folder / NAME
            if path.is_file():
                record = read_record(path.read_bytes())
                if record is None:
                    at = Span(Source(path.as_posix(), ""), 0, 0)
                    facts = {"file": path.as_posix()}
                    yield Diagnostic(kind=kinds.PUBLISHED_BROKEN, at=at, facts=facts)
                else:
                    all_of_it = self.asked is None and folder == self.folder
                    whole = Span(Source(path.as_posix(), ""), 0, 0) if all_of_it else None
                    yield from check_record(record, program, whole)
                return


def check_paths(paths: Sequence[Path]) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with the rule files named, or with `rules` here if none is."""
    if not paths and not HERE.is_dir():
        raise misuse(kinds.NOTHING_TO_CHECK, {"path": HERE.as_posix()})
    found: list[Diagnostic] = []
    for path in paths or (HERE,):
        if str(path) == STANDARD:
            found.extend(check(program_of([RuleFile(STANDARD, read_bytes(path))])))
        elif path.is_dir():
            found.extend(_folder(path).check())
    for folder in dict.fromkeys(p.parent for p in paths if _is_file(p)):
        asked = frozenset(p.as_posix() for p in paths if _is_file(p) and p.parent == folder)
        found.extend(Context(folder, asked).check())
    return in_order(found)


def _is_file(path: Path) -> bool:
    return str(path) != STANDARD and not path.is_dir()


def _folder(path: Path) -> Context:
    if not any(path.rglob("*" + SUFFIX)):
        raise misuse(kinds.NOTHING_TO_CHECK, {"path": path.as_posix()})
    return Context(path, None)


def rule_files(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The rule files named, and those below the folders named."""
    if not paths and not HERE.is_dir():
        raise misuse(kinds.NOTHING_TO_CHECK, {"path": HERE.as_posix()})
    files: list[Path] = []
    for path in paths or (HERE,):
        below = sorted(path.rglob("*" + SUFFIX)) if path.is_dir() else [path]
        if not below:
            raise misuse(kinds.NOTHING_TO_CHECK, {"path": path.as_posix()})
        files.extend(below)
    return tuple(dict.fromkeys(files))
