"""Where the language, the bundled rules and the templates live: in a wheel and in a checkout."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def _folder(*parts: str) -> Traversable:
    """A folder of data: inside the package when installed, else at the top of the checkout."""
    inside = files("evaluator") / "_data"
    for part in parts:
        inside /= part
    if inside.is_dir():
        return inside
    return Path(__file__).resolve().parents[2].joinpath(*parts)


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
