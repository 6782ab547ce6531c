"""Published figures that cannot come about under an assumption: printed with it ever after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from evaluator.model.instrument import Contradiction, Instrument
from evaluator.syntax import tree


def with_contradictions(instrument: Instrument, examples: Iterable[tree.Example]) -> Instrument:
    """The instrument with each assumption knowing the figures that speak against it."""
    found = list(_contradictions(examples))
    if not found:
        return instrument
    assumptions = tuple(
        replace(a, contradicted_by=tuple(c for name, c in found if name == a.id))
        for a in instrument.assumptions
    )
    return replace(instrument, assumptions=assumptions)


def _contradictions(examples: Iterable[tree.Example]) -> Iterator[tuple[str, Contradiction]]:
    for example in examples:
        for line in example.lines:
            match line:
                case tree.Expect(
                    expected=tree.Number() as figure, remark=tree.Contradicts() as remark
                ):
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
