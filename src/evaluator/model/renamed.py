"""What things are called in another edition."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.model.instrument import QUANTITY, Former, Instrument


def called_in(there: Instrument, name: str, here: Instrument) -> str:
    """The id that a part, value, input or table of one edition has in another, newer or older."""
    for former in _alone(there.formerly, here.formerly):
        name = former.id if former.former == name else name
    for former in reversed(_alone(here.formerly, there.formerly)):
        name = former.former if former.id == name else name
    return name


def _alone(formerly: Sequence[Former], others: Sequence[Former]) -> list[Former]:
    """What was renamed on the way to one edition and not to the other; no fields and choices."""
    return [
        one for one in formerly if one not in others and one.of is None and one.space == QUANTITY
    ]
