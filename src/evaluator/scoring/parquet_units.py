"""Columns of whole numbers that are decimals by what the schema of their file says.

Parquet keeps a decimal of up to 18 digits as whole units of its last place, in 32 or 64 bits, as it
keeps a whole number: only the schema tells the two apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from evaluator.backends.sql.plan import Units
from evaluator.scoring.parquet_footer import (
    Element,
    ends_of,
    footer_of,
    put_footer,
    tops_of,
)
from evaluator.scoring.thrift import Struct, Type

_DECIMAL = 5
"""Decimals among the converted types of the format, and among its logical ones."""
_SCALE, _PRECISION = 1, 2
"""Fields of DecimalType."""


def told_as_decimals(path: Path, units: Mapping[str, Units]) -> None:
    """Say of columns of whole numbers, in a file of the engine's, that they are decimals.

    Args:
        path: the file.
        units: by column, what its whole numbers are units of.

    Raises:
        AssertionError: a number has more digits than is proved. The engine notes the least and the
            greatest of each column while it writes.
    """
    footer = footer_of(path)
    for top in tops_of(footer):
        if top.name in units:
            _see_to_bounds(footer, top.chunks.start, units[top.name])
            _tell(top.elements[0], units[top.name])
    put_footer(path, footer)


def _see_to_bounds(footer: Struct, place: int, units: Units) -> None:
    for ends in ends_of(footer, place):
        for end in ends or ():
            if abs(int.from_bytes(end, "little", signed=True)) >= 10**units.digits:
                raise AssertionError(f"a number has more than {units.digits} digits")


def _tell(element: Struct, units: Units) -> None:
    scale, precision = (Type.I32, units.decimals), (Type.I32, units.width)
    decimal = Struct({_SCALE: scale, _PRECISION: precision})
    element.fields |= {
        Element.CONVERTED: (Type.I32, _DECIMAL),
        Element.SCALE: scale,
        Element.PRECISION: precision,
        Element.LOGICAL: (Type.STRUCT, Struct({_DECIMAL: (Type.STRUCT, decimal)})),
    }
