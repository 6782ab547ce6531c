"""That files stay as they were from when a run began to read them until it has read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from evaluator.diagnostics.kinds.data import DATA_CHANGED, DATA_PIPE
from evaluator.scoring.engine import Engine
from evaluator.scoring.formats import Format
from evaluator.scoring.invalid import invalid
from evaluator.scoring.parquet_causes import see_to_whole
from evaluator.scoring.work import fingerprint


@dataclass(frozen=True, slots=True)
class Held:
    """Files that are read again and again until a run is done, each by what tells its version."""

    versions: Mapping[Path, str]
    parquet: tuple[Path, ...]

    def see_to_same(self) -> None:
        """That every file is still of the version that it was of.

        Raises:
            DataInvalid: one has been changed, replaced or taken away.
        """
        for path, before in self.versions.items():
            if _now(path) != before:
                raise invalid(DATA_CHANGED, {"path": str(path)})

    def see_to_whole(self, engine: Engine) -> None:
        """That none of them is why an engine failed.

        Raises:
            DataInvalid: one has been changed, or is damaged.
        """
        self.see_to_same()
        sound = engine.afresh()
        try:
            for path in self.parquet:
                see_to_whole(sound, path)
        finally:
            sound.close()


def held(files: Iterable[tuple[Path, Format]]) -> Held:
    """The files as they are now."""
    several = tuple(files)
    return Held(
        versions={path: fingerprint(path) for path, _ in several},
        parquet=tuple(path for path, read in several if read is Format.PARQUET),
    )


def see_to_file(path: Path) -> None:
    """That a file can be read more than once.

    Raises:
        DataInvalid: it is a pipe.
    """
    if not path.is_file():
        raise invalid(DATA_PIPE, {"path": str(path)})


@contextmanager
def unchanged(path: Path) -> Iterator[None]:
    """While a file is read once.

    Raises:
        DataInvalid: it was changed meanwhile.
    """
    before = Held({path: fingerprint(path)}, ())
    yield
    before.see_to_same()


def _now(path: Path) -> str:
    try:
        return fingerprint(path)
    except FileNotFoundError:
        return ""
