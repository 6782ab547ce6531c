"""Whether a published figure can come about at all under the rules."""

from __future__ import annotations

from fractions import Fraction

from evaluator.analysis.additive import shares
from evaluator.analysis.attainable import Attainable
from evaluator.analysis.intervals import between
from evaluator.analysis.set_arithmetic import scaled
from evaluator.analysis.value_sets import ValueSet
from evaluator.model import formula as f
from evaluator.model.instrument import Instrument


def reaches(
    instrument: Instrument,
    subject: str,
    figure: Fraction,
    *,
    contribution: bool,
    attainable: Attainable | None = None,
) -> bool | None:
    """Whether some answers give a value, or an item's contribution, of exactly this figure.

    A value may be meant exactly or as it is published. A contribution is the item's value times its
    factor in the value that the bands look at. `None` where it cannot be decided. Who asks for many
    figures gives what is attainable, so that it is worked out once.
    """
    attainable = attainable or Attainable(instrument)
    if subject not in attainable.defined:
        return None
    if not contribution:
        forms = (attainable.of(subject), attainable.published(subject))
        return _either([_holds(values, figure) for values in forms])
    factor = _factor(instrument, attainable, subject)
    if factor is None:
        return None
    return _holds(scaled(attainable.of(subject), factor), figure)


def _factor(instrument: Instrument, attainable: Attainable, item: str) -> Fraction | None:
    """The item's factor in the value that the first table of bands looks at."""
    if not instrument.bands:
        return None
    return shares(attainable, f.NamedValue(id=instrument.bands[0].of)).get(item)


def _holds(values: ValueSet, figure: Fraction) -> bool | None:
    if not values.inside(between(figure, figure)):
        return False
    return True if values.exact else None


def _either(answers: list[bool | None]) -> bool | None:
    return True if True in answers else None if None in answers else False
