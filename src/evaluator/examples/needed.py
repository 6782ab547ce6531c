"""What an example has to know beside the values it gives.

A given value cuts the tree. What stands below it has no effect on it, but a gate of a band, or
another value that is expected, may ask for it all the same.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from evaluator.analysis.references import Definitions, formula_of, references
from evaluator.model.instrument import Instrument
from evaluator.syntax import tree


def needed(
    instrument: Instrument,
    lines: Iterable[tree.ExampleLine],
    pinned: Container[str],
    defined: Definitions,
) -> frozenset[str]:
    """The ids that gates and expectations ask for; what is given is not looked into."""
    found: set[str] = set()
    waiting = [*_of_gates(instrument), *_expected(instrument, lines)]
    while waiting:
        name = waiting.pop()
        if name in found or name not in defined:
            continue
        found.add(name)
        formula = None if name in pinned else formula_of(defined[name])
        if formula is not None:
            waiting.extend(references(formula))
    return frozenset(found)


def _of_gates(instrument: Instrument) -> Iterator[str]:
    for gate in instrument.gates:
        yield from references(gate.condition)
    for bands in instrument.bands:
        for condition in bands.gates:
            yield from references(condition)


def _expected(instrument: Instrument, lines: Iterable[tree.ExampleLine]) -> Iterator[str]:
    cases = {table.id: table.cases for table in instrument.categories}
    for line in lines:
        if isinstance(line, tree.Expect | tree.ExpectIncomplete):
            name = line.name.text
            yield name
            if name in cases:
                yield from references(cases[name])
