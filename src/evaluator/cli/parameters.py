"""The kinds of values the command line takes; what does not fit stops with a diagnostic."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path
from typing import Any

import click

from evaluator.cli.output import STANDARD
from evaluator.cli.stop import misuse
from evaluator.diagnostics.kinds.commands import (
    BAD_CHOICE,
    BAD_COUNT,
    BAD_DAY,
    BAD_DECIMALS,
    BAD_PERIOD,
    BAD_READING,
    BAD_TABLE,
    NO_SUCH_PATH,
    NOT_A_FILE,
    NOT_A_FOLDER,
    UNREADABLE,
)
from evaluator.intake.response import Period


class OneOf(click.ParamType[str]):
    """One of a few words."""

    name = "choice"

    def __init__(self, *choices: str) -> None:
        """The words that are taken."""
        self.choices = choices

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """The words, for the help."""
        del param, ctx
        return "|".join(self.choices)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word, if it is one of them."""
        del ctx
        text = str(value)
        if text not in self.choices:
            name = spelling(param)
            raise misuse(BAD_CHOICE, {"parameter": name, "value": text, "choices": self.choices})
        return text


class ReadAs(click.ParamType[tuple[str, str]]):
    """An assumption and how it is read, with `=` between them."""

    name = "reading"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """The assumption and the reading; whether they exist shows when the rules are read."""
        del ctx
        assumption, sign, reading = str(value).partition("=")
        if not (assumption.strip() and sign and reading.strip()):
            raise misuse(BAD_READING, {"parameter": spelling(param), "value": str(value)})
        return assumption.strip(), reading.strip()


class InputFile(click.ParamType[Path]):
    """A file that can be read, or `-` for standard input."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path, if a file is there."""
        del param, ctx
        path = Path(value)
        if str(value) != STANDARD:
            _present(path)
            if path.is_dir():
                raise misuse(NOT_A_FILE, {"path": str(path)})
        return path


class InputPath(click.ParamType[Path]):
    """A file or folder that can be read, or `-` for standard input."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path, if something is there."""
        del param, ctx
        path = Path(value)
        if str(value) != STANDARD:
            _present(path)
        return path


class InputFolder(click.ParamType[Path]):
    """A folder that can be read."""

    name = "folder"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path, if a folder is there."""
        del param, ctx
        path = Path(value)
        _present(path)
        if not path.is_dir():
            raise misuse(NOT_A_FOLDER, {"path": str(path)})
        return path


class Days(click.ParamType[Period]):
    """A period, as its first and last day: `2021-01-01..2021-12-31`."""

    name = "period"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Period:
        """The period, if both days are written as such and in order."""
        del ctx
        try:
            first, last = map(date.fromisoformat, str(value).split(".."))
        except ValueError as error:
            raise misuse(BAD_PERIOD, {"parameter": spelling(param), "value": str(value)}) from error
        if last < first:
            raise misuse(BAD_PERIOD, {"parameter": spelling(param), "value": str(value)})
        return Period(first=first, last=last)


class Day(click.ParamType[date]):
    """A day: `2030-12-31`."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, if it is written as such and exists."""
        del ctx
        try:
            return date.fromisoformat(str(value))
        except ValueError as error:
            raise misuse(BAD_DAY, {"parameter": spelling(param), "value": str(value)}) from error


class Places(click.ParamType[tuple[str, int]]):
    """How many decimals an input is read with: `nilai_kinerja=2`."""

    name = "decimals"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, int]:
        """The id and the number."""
        del ctx
        name, _, places = str(value).partition("=")
        if not name or places not in MOST_PLACES:
            raise misuse(BAD_DECIMALS, {"parameter": spelling(param), "value": str(value)})
        return name, int(places)


MOST_PLACES = tuple(map(str, range(11)))
"""The numbers of decimals an input may be read with."""


class Table(click.ParamType[tuple[str, Path, bool]]):
    """A list, the file of its records, and whether it is complete: `hukuman=FILE:complete`."""

    name = "table"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, Path, bool]:
        """The id, the file and whether it has the records of every subject."""
        id_, sign, rest = str(value).partition("=")
        path, _, extent = rest.rpartition(":")
        if not (id_ and sign and path and extent in EXTENTS):
            raise misuse(BAD_TABLE, {"parameter": spelling(param), "value": str(value)})
        return id_, InputFile().convert(path, param, ctx), EXTENTS[extent]


EXTENTS = {"complete": True, "partial": False}
"""Whether a subject without records in a table has none, or it is not known."""


class Count(click.ParamType[int]):
    """A whole number from 1."""

    name = "count"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number."""
        del ctx
        text = str(value)
        if re.fullmatch("[1-9][0-9]{0,8}", text) is None:
            raise misuse(BAD_COUNT, {"parameter": spelling(param), "value": text})
        return int(text)


class OutputFile(click.ParamType[Path | None]):
    """A file to be written, or `-` for standard output, which is `None`."""

    name = "file"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path | None:
        """The path; whether it can be written shows when it is."""
        del param, ctx
        return None if str(value) == STANDARD else Path(value)


class OutputPath(click.ParamType[Path]):
    """A file to be written."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path; whether it can be written shows when it is."""
        del param, ctx
        return Path(value)


def spelling(parameter: click.Parameter | None) -> str:
    """How a person writes a parameter: the longest form of an option, the name of an argument."""
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    return "" if parameter is None else parameter.human_readable_name


def _present(path: Path) -> None:
    try:
        os.stat(path)  # noqa: PTH116 - `Path.exists` hides why a path cannot be read
    except FileNotFoundError as error:
        raise misuse(NO_SUCH_PATH, {"path": str(path)}) from error
    except (OSError, ValueError) as error:
        raise misuse(UNREADABLE, {"path": str(path)}) from error
    if not os.access(path, os.R_OK):
        raise misuse(UNREADABLE, {"path": str(path)})
