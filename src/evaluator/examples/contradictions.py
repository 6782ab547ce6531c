"""Published figures that cannot come about under an assumption: printed with it ever after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from evaluator.examples.run import run_example
from evaluator.model.instrument import Contradiction, Instrument
from evaluator.syntax import tree


def with_contradictions(instrument: Instrument, examples: Iterable[tree.Example]) -> Instrument:
    """The instrument with each assumption knowing the figures that speak against it."""
    found = list(_contradictions(instrument, examples))
    if not found:
        return instrument
    assumptions = tuple(
        replace(a, contradicted_by=tuple(c for name, c in found if name == a.id))
        for a in instrument.assumptions
    )
    return replace(instrument, assumptions=assumptions)


def _holds(instrument: Instrument, example: tree.Example, line: tree.Expect) -> bool:
    """Whether the figure is out of reach, as the line says; else it speaks against nothing."""
    others = (x for x in example.lines if not isinstance(x, tree.Expectation))
    return run_example(instrument, replace(example, lines=(*others, line))).passed


def _contradictions(
    instrument: Instrument, examples: Iterable[tree.Example]
) -> Iterator[tuple[str, Contradiction]]:
    # A figure under another reading says nothing of the assumption as it is read.
    for example in (x for x in examples if not x.readings):
        for line in example.lines:
            match line:
                case tree.Expect(
                    expected=tree.Number() as figure, remark=tree.Contradicts() as remark
                ) if _holds(instrument, example, line):
                    yield (
                        remark.name.text,
                        Contradiction(
                            example=example.title.text,
                            subject=line.name.text,
                            contribution=line.contribution,
                            published=figure.value,
                            because=remark.because.text,
                        ),
                    )
                case _:
                    pass
