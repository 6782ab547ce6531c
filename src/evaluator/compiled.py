"""Compiled editions kept between runs: what rule files of these very bytes once came to.

Only what compiled without an error is kept. Everything that decides what a rule file means is part
of the key: the files, the words and grammar of the language, and this build of the package.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from evaluator import cache as kept
from evaluator import resources
from evaluator.intake.editions import EditionInfo
from evaluator.model.dump import dump_instrument
from evaluator.model.instrument import Instrument
from evaluator.model.load import NotAnInstrument, load_instrument
from evaluator.source import Source
from evaluator.version import __version__

Readings = Mapping[str, str]
_OWN: Readings = MappingProxyType({})
"""The readings that the rule files choose."""
_FAMILY = "rules"
_FORM = "2"
"""The form of what is kept; raised when it changes."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is kept of the rule files of one instrument.

    Attributes:
        key: stands for the files and for how they are read.
        files: the bytes of the files by name.
        sources: their texts, once somebody asks.
    """

    key: str
    files: Mapping[str, bytes]
    sources: dict[str, Source] = field(default_factory=dict)

    def editions(self) -> tuple[EditionInfo, ...] | None:
        """The editions of the instrument, if they are kept."""
        try:
            return _infos(kept.read(_FAMILY, self.key))
        except (TypeError, ValueError):
            return None

    def keep_editions(self, infos: Sequence[EditionInfo]) -> None:
        """Keep which editions there are."""
        rows = [
            [
                info.edition,
                info.first.isoformat(),
                info.last and info.last.isoformat(),
                info.draft,
                info.corrects,
            ]
            for info in infos
        ]
        kept.write(_FAMILY, self.key, rows)

    def instrument(
        self, instrument: str, edition: str, readings: Readings = _OWN
    ) -> Instrument | None:
        """A checked edition, with its assumptions read so, if it is kept."""
        data = kept.read(_FAMILY, self._key(instrument, edition, readings))
        if data is None:
            return None
        try:
            loaded = load_instrument(data, self._sources())
        except NotAnInstrument:
            return None
        return loaded if (loaded.id, loaded.edition) == (instrument, edition) else None

    def keep_instrument(self, instrument: Instrument, readings: Readings = _OWN) -> None:
        """Keep a checked edition; under other readings it is another one."""
        key = self._key(instrument.id, instrument.edition, readings)
        kept.write(_FAMILY, key, dump_instrument(instrument))

    def _key(self, instrument: str, edition: str, readings: Readings) -> str:
        read = (part.encode() for pair in sorted(readings.items()) for part in pair)
        return _hash(self.key.encode(), instrument.encode(), edition.encode(), *read)

    def _sources(self) -> Mapping[str, Source]:
        """The texts of the files; no kept place lies in one that is not UTF-8."""
        if not self.sources:
            for name, data in self.files.items():
                text = data.decode("utf-8-sig", errors="replace")
                self.sources[name] = Source(name, text)
        return self.sources


def shelf_for(files: Mapping[str, bytes]) -> Shelf:
    """The shelf for rule files, their bytes by name."""
    parts = (part for name, data in files.items() for part in (name.encode(), data))
    return Shelf(_hash(_language().encode(), *parts), files)


def _infos(data: object) -> tuple[EditionInfo, ...] | None:
    if not isinstance(data, list):
        return None
    return tuple(
        EditionInfo(
            edition=edition,
            first=date.fromisoformat(first),
            last=None if last is None else date.fromisoformat(last),
            draft=draft,
            corrects=corrects,
        )
        for edition, first, last, draft, corrects in data
    )


@cache
def _language() -> str:
    """Stands for how rule files are read and checked."""
    words = (resources.read(resources.dsl(), name) for name in ("takar.lark", "keywords.yaml"))
    return _hash(*(text.encode() for text in (_FORM, __version__, *words, *_build())))


def _build() -> Iterator[str]:
    """This build of the package: a version may be worked on, and installed again, under one number.

    Sizes and times of the modules, as Python itself tells an outdated module; of the archive where
    the package is imported from one.
    """
    package = Path(__file__).parent
    if package.is_dir():
        yield from sorted(_modules(os.fspath(package), ""))
        return
    for archive in package.parents:
        if archive.is_file():
            found = archive.stat()
            yield f"{archive.name} {found.st_size} {found.st_mtime_ns}"


def _modules(folder: str, prefix: str) -> Iterator[str]:
    # Not `Path.rglob`, which takes ten times as long: this stands before every command.
    with os.scandir(folder) as entries:
        for entry in entries:
            name = prefix + entry.name
            if name.endswith(".py"):
                found = entry.stat()
                yield f"{name} {found.st_size} {found.st_mtime_ns}"
            elif entry.is_dir() and entry.name not in {"__pycache__", "_data"}:
                yield from _modules(entry.path, name + "/")


def _hash(*parts: bytes) -> str:
    """SHA-256 over parts, each with its length, so that no two lists of parts look alike."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(b"%d\0" % len(part))
        digest.update(part)
    return digest.hexdigest()
