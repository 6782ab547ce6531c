"""Where the language, the bundled rules and the templates live: in a wheel and in a checkout.

`importlib.resources` takes longer to import than to use, and is needed only inside an archive.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def _folder(*parts: str) -> Traversable:
    """A folder of data: inside the package when installed, else at the top of the checkout."""
    here = Path(__file__)
    if not here.is_file():
        return _in_archive(*parts)
    inside = here.parent.joinpath("_data", *parts)
    return inside if inside.is_dir() else here.resolve().parents[2].joinpath(*parts)


def _in_archive(*parts: str) -> Traversable:
    from importlib.resources import files  # noqa: PLC0415 - see above

    inside = files("evaluator") / "_data"
    for part in parts:
        inside /= part
    return inside


def dsl() -> Traversable:
    """The folder of the language as data: grammar, keywords, diagnostics."""
    return _folder("dsl")


def rules() -> Traversable:
    """The folder of the bundled instruments, one folder each."""
    return _folder("rules")


def templates() -> Traversable:
    """The folder of the report templates."""
    return _folder("reports", "templates")


def read(folder: Traversable, *path: str) -> str:
    """The text of a file below a folder of data."""
    for part in path:
        folder /= part
    return folder.read_text(encoding="utf-8")
