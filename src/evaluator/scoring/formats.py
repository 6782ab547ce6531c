"""Which format a file has, by its name."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path


class Format(StrEnum):
    """A format, by the end of the file's name."""

    PARQUET = "parquet"
    CSV = "csv"
    NDJSON = "ndjson"
    JSON = "json"
    XLSX = "xlsx"


READ = (Format.PARQUET, Format.CSV, Format.NDJSON, Format.JSON, Format.XLSX)
WRITTEN = (Format.PARQUET, Format.CSV, Format.NDJSON)
_OTHER_NAMES = {"jsonl": Format.NDJSON}


def format_of(path: Path) -> Format | None:
    """The format of a file; `None` where its name does not say."""
    ending = path.suffix.removeprefix(".").lower()
    if ending in _OTHER_NAMES:
        return _OTHER_NAMES[ending]
    return next((each for each in Format if each == ending), None)
