"""Small values that are made by the hundred for every response."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(*, eq: bool = True, kw_only: bool = False) -> Callable[[type[T]], type[T]]:
    """A dataclass that nobody changes: the type checker sees to it, not the interpreter.

    A dataclass frozen at run time writes each field through `object.__setattr__`, which takes
    three times as long as everything else that is done to make it. See decision 0016.
    With `eq=False` two of them are the same only if they are one.
    """
    return dataclass(slots=True, eq=eq, unsafe_hash=eq, kw_only=kw_only)
