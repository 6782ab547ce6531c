"""Examples that hold where an assumption is read in another way than the edition chooses."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.analysis.lower.scope import unknown_id
from evaluator.diagnostics.kinds import names
from evaluator.diagnostics.model import Diagnostic
from evaluator.model.instrument import Instrument
from evaluator.syntax import tree


def wrong_readings(instrument: Instrument, example: tree.Example) -> Iterator[Diagnostic]:
    """Assumptions that the edition does not make, and readings that it does not know."""
    known = {a.id: tuple(name for name, _ in a.readings) for a in instrument.assumptions}
    for held in example.readings:
        if held.read_as is None:
            raise AssertionError("the grammar asks for a reading")
        if held.name.text not in known:
            yield unknown_id(held.name, known)
        elif not known[held.name.text]:
            facts = {"id": held.name.text}
            yield Diagnostic(kind=names.READING_OF_NONE, at=held.read_as.at, facts=facts)
        elif held.read_as.text not in known[held.name.text]:
            yield unknown_id(held.read_as, known[held.name.text])
