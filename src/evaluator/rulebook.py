"""The rules at hand: where rule files lie, which of them count, and each edition when asked for.

An edition that compiled before is taken from the shelf. The parser and the analysis are imported
only where they are needed: they take longer than everything else a warm start does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from evaluator import resources
from evaluator.compiled import Shelf, shelf_for
from evaluator.diagnostics.kinds.rulebook import (
    ASSUMPTION_NOT_READ,
    NO_SUCH_READING,
    RULE_FILE_LINKED,
    RULE_FILE_UNREADABLE,
)
from evaluator.diagnostics.model import Diagnostic, Fact, Kind
from evaluator.intake.editions import EditionInfo
from evaluator.model.instrument import Instrument
from evaluator.source import Source, Span

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from evaluator.analysis.editions import Declared
    from evaluator.pipeline import Program
    from evaluator.syntax import tree

SUFFIX = ".takar"


class RulesInvalid(Exception):  # noqa: N818 — the name is part of the contract's family
    """The rules that are needed have errors."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Keep what is wrong, errors and all else that was found on the way."""
        super().__init__(f"{sum(d.is_error for d in diagnostics)} error(s) in the rules")
        self.diagnostics = tuple(diagnostics)


class ReadingUnknown(ValueError):  # noqa: N818 — as above
    """A reading was asked for that the edition does not have; `diagnostic` says which."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        """Keep what is wrong."""
        super().__init__(f"{diagnostic.code}: {diagnostic.facts['assumption']}")
        self.diagnostic = diagnostic


@dataclass(frozen=True, slots=True)
class RuleFile:
    """One rule file: its name below its root, with `/`, and its bytes."""

    name: str
    data: bytes

    @property
    def mentions(self) -> frozenset[str]:
        """The ids that an instrument or an example in the file may be about."""
        return frozenset(found.decode() for found in _MENTION.findall(self.data))


_MENTION = re.compile(rb"\b(?:instrument|instrumen|for|untuk)[ \t]+([A-Za-z_][A-Za-z0-9_]*)")
_MISPRINT = re.compile(rb"\b(?:printed as|tercetak)\s+-?[0-9]")
_DECLARES = re.compile(rb"(?m)^[ \t]*(?:instrument|instrumen)[ \t]+([A-Za-z_][A-Za-z0-9_]*)")


@dataclass(frozen=True)
class Root:
    """A folder of rule files. Files that are links are not followed: rules stay inside one root."""

    folder: Traversable
    files: tuple[RuleFile, ...]
    diagnostics: tuple[Diagnostic, ...] = ()

    @cached_property
    def instruments(self) -> tuple[str, ...]:
        """The ids of the instruments declared below it."""
        found = (i.decode() for file in self.files for i in _DECLARES.findall(file.data))
        return tuple(dict.fromkeys(found))

    def about(self, instrument: str) -> tuple[RuleFile, ...]:
        """The files that may say something of one instrument."""
        return tuple(file for file in self.files if instrument in file.mentions)

    def program(self, instrument: str) -> Program:
        """Everything its files say of one instrument, parsed."""
        return program_of(self.about(instrument))


def root_at(folder: Traversable, *, deep: bool = True) -> Root:
    """Read a folder of rules, with everything below it if `deep`, in the order of names."""
    files: list[RuleFile] = []
    found: list[Diagnostic] = []
    for name, entry in _below(folder, "", deep=deep):
        if isinstance(entry, Path) and entry.is_symlink():
            found.append(_unreadable(RULE_FILE_LINKED, name))
            continue
        try:
            files.append(RuleFile(name, entry.read_bytes()))
        except OSError:
            found.append(_unreadable(RULE_FILE_UNREADABLE, name))
    return Root(folder, tuple(files), tuple(found))


def _below(folder: Traversable, prefix: str, *, deep: bool) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        name = prefix + entry.name
        if entry.is_dir() and not (isinstance(entry, Path) and entry.is_symlink()):
            if deep:
                yield from _below(entry, name + "/", deep=deep)
        elif entry.name.endswith(SUFFIX):
            yield name, entry


def _unreadable(kind: Kind, name: str) -> Diagnostic:
    return Diagnostic(kind=kind, at=Span(Source(name, ""), 0, 0), facts={"file": name})


def program_of(files: Iterable[RuleFile]) -> Program:
    """Rule files, decoded and parsed; one that cannot be decoded is reported and left out."""
    from evaluator.pipeline import Program, read  # noqa: PLC0415 - not for a warm start
    from evaluator.syntax.parse import read_source  # noqa: PLC0415 - as above

    decoded = [read_source(file.name, file.data) for file in files]
    program = read(outcome.value for outcome in decoded if outcome.value is not None)
    found = [d for outcome in decoded for d in outcome.diagnostics]
    return Program(program.declared, (*found, *program.diagnostics))


@dataclass(frozen=True)
class Rulebook:
    """Instruments from one or more roots; an earlier root hides an instrument of a later one.

    What is parsed, compiled and listed is kept: a rulebook never changes.

    Attributes:
        readings: of assumptions, where they are not those the rule files choose.
    """

    roots: tuple[Root, ...]
    readings: Mapping[str, str] = field(default_factory=dict)
    programs: dict[str, Program] = field(default_factory=dict)
    compiled: dict[tuple[str, str], Instrument] = field(default_factory=dict)
    shelves: dict[str, Shelf] = field(default_factory=dict)
    listed: dict[str, tuple[EditionInfo, ...]] = field(default_factory=dict)

    def instruments(self) -> tuple[str, ...]:
        """The ids of the instruments, nearest root first."""
        return self._instruments

    @cached_property
    def _instruments(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(i for root in self.roots for i in root.instruments))

    def root_of(self, instrument: str) -> Root:
        """The root an instrument is taken from."""
        return next(root for root in self.roots if instrument in root.instruments)

    def program(self, instrument: str) -> Program:
        """Everything that is said of one instrument."""
        if instrument not in self.programs:
            self.programs[instrument] = self.root_of(instrument).program(instrument)
        return self.programs[instrument]

    def names_misprints(self, instrument: str) -> bool:
        """Whether an example may name a misprint; without parsing any."""
        return any(
            _MISPRINT.search(file.data) for file in self.root_of(instrument).about(instrument)
        )

    def editions(self, instrument: str) -> tuple[EditionInfo, ...]:
        """The editions of a known instrument, drafts included."""
        if instrument not in self.listed:
            shelf = self._shelf(instrument)
            found = shelf.editions()
            if found is None:
                declared = self.program(instrument).declared
                found = tuple(_info(edition, declared) for edition in declared.of(instrument))
                shelf.keep_editions(found)
            self.listed[instrument] = found
        return self.listed[instrument]

    def load(self, instrument: str, edition: str) -> Instrument:
        """One checked edition.

        Raises:
            RulesInvalid: it has errors, or a file it rests on has.
            ReadingUnknown: a reading is asked for that it does not have.
        """
        key = (instrument, edition)
        if key not in self.compiled:
            if self.readings:
                _known(self.read({}).load(instrument, edition), self.readings)
            shelf = self._shelf(instrument)
            found = shelf.instrument(instrument, edition, self.readings)
            if found is None:
                found = _compiled(self.program(instrument), key, self.readings)
                shelf.keep_instrument(found, self.readings)
            self.compiled[key] = found
        return self.compiled[key]

    def has(self, instrument: str, edition: str, sha256: str) -> bool:
        """Whether it holds an edition of this hash.

        Raises:
            RulesInvalid: the edition of that name has errors.
        """
        if instrument not in self.instruments():
            return False
        known = {info.edition for info in self.editions(instrument)}
        return edition in known and self.load(instrument, edition).sha256 == sha256

    def path(self, first: Instrument, edition: str) -> tuple[Instrument, ...] | None:
        """The editions from one to another that amends it, in one step or several; else none.

        Raises:
            RulesInvalid: one of them has errors.
        """
        path = [self.load(first.id, edition)]
        while path[0].edition != first.edition:
            if path[0].amends is None:
                return None
            path.insert(0, self.load(first.id, path[0].amends))
        return tuple(path)

    def read(self, readings: Mapping[str, str]) -> Rulebook:
        """The same rules with assumptions read so."""
        if readings == self.readings:
            return self
        return replace(self, readings=dict(readings), compiled={})

    def _shelf(self, instrument: str) -> Shelf:
        if instrument not in self.shelves:
            files = self.root_of(instrument).about(instrument)
            self.shelves[instrument] = shelf_for({file.name: file.data for file in files})
        return self.shelves[instrument]


def _known(instrument: Instrument, readings: Mapping[str, str]) -> None:
    """Refuse readings of what the instrument does not assume, or does not read so."""
    read = {a.id: tuple(name for name, _ in a.readings) for a in instrument.assumptions}
    for assumption, reading in readings.items():
        facts: dict[str, Fact] = {"assumption": assumption, "edition": instrument.edition}
        if not read.get(assumption):
            known = tuple(name for name, others in read.items() if others)
            raise ReadingUnknown(
                Diagnostic(kind=ASSUMPTION_NOT_READ, facts={**facts, "known": known})
            )
        if reading not in read[assumption]:
            facts |= {"reading": reading, "known": read[assumption]}
            raise ReadingUnknown(Diagnostic(kind=NO_SUCH_READING, facts=facts))


def _compiled(program: Program, key: tuple[str, str], readings: Mapping[str, str]) -> Instrument:
    from evaluator.analysis.editions import chain  # noqa: PLC0415 - not for a warm start
    from evaluator.pipeline import compile_edition  # noqa: PLC0415 - as above

    outcome = compile_edition(program, key, readings)
    rests_on = {link.at.source for link in chain(program.declared, key)}
    syntax = [d for d in program.diagnostics if d.at.source in rests_on]
    found = (*syntax, *outcome.diagnostics)
    if outcome.value is None or any(d.is_error for d in found):
        raise RulesInvalid(found)
    return outcome.value


def _info(edition: tree.Instrument, declared: Declared) -> EditionInfo:
    """An edition and its days; a correction has those of the edition it corrects."""
    from evaluator.analysis.editions import corrected, is_draft  # noqa: PLC0415 - not when warm
    from evaluator.syntax import tree  # noqa: PLC0415 - not for a warm start

    dated = corrected(declared, edition)[-1]
    force = next((s for s in dated.body if isinstance(s, tree.InForce)), None)
    return EditionInfo(
        edition=edition.edition.text,
        first=force.first.value if force else date.max,
        last=force.last.value if force and force.last else None,
        draft=force is None or is_draft(declared, edition),
        corrects=edition.amends.text if edition.corrects and edition.amends else None,
    )


@cache
def bundled() -> Rulebook:
    """The rules that come with the package."""
    return Rulebook((root_at(resources.rules()),))


def rules_in(folder: Path) -> Rulebook:
    """The rules of a folder; the bundled ones where it does not say otherwise."""
    return Rulebook((root_at(folder), *bundled().roots))
