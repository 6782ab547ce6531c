"""Parquet files that DuckDB does not write: their schema is changed in the footer."""

from __future__ import annotations

from evaluator.scoring.thrift import Struct

_NAME = 4
"""A field of SchemaElement."""


def called(element: Struct) -> str:
    """The name of an element of a schema."""
    found = element.fields[_NAME][1]
    assert isinstance(found, bytes)
    return found.decode()


def call(element: Struct, name: str) -> None:
    """Give an element another name."""
    element.put(_NAME, name.encode())
