"""What is wrong with what the rules say: each check one generator, all of them in one list."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.checks.alternatives import exactly_one
from evaluator.analysis.checks.applicability import consequences, gates_without_value, never_applies
from evaluator.analysis.checks.bands import (
    band_order,
    band_overlap,
    empty_bands,
    lowest_gates,
)
from evaluator.analysis.checks.cases import unreachable_cases
from evaluator.analysis.checks.claims import claims
from evaluator.analysis.checks.columns import columns
from evaluator.analysis.checks.division import divisions
from evaluator.analysis.checks.editions import EditionDates, check_editions
from evaluator.analysis.checks.evidence import (
    answers_without_proof,
    ending_needs,
    level_evidence,
    policies,
    uneven_evidence,
    void_exemptions,
)
from evaluator.analysis.checks.extremes import extremes_of_means
from evaluator.analysis.checks.holes import band_unreachable, holes, outside
from evaluator.analysis.checks.levels import levels_twice, scales, unknown_levels
from evaluator.analysis.checks.maxima import maxima
from evaluator.analysis.checks.printed import printed_columns
from evaluator.analysis.checks.records import weights_of_records
from evaluator.analysis.checks.rounding import double_rounding
from evaluator.analysis.checks.tables import (
    empty_cells,
    row_unreachable,
    table_incomplete,
    table_overlap,
)
from evaluator.analysis.checks.unused import unused_items, unused_names
from evaluator.analysis.checks.weights import (
    repeated_weights,
    weight_signs,
    weight_sums,
    weight_use,
)
from evaluator.analysis.group_values import groups_of
from evaluator.analysis.of_each import worked_out
from evaluator.diagnostics.model import Diagnostic, in_order
from evaluator.model.instrument import Instrument

__all__ = ["CHECKS", "EditionDates", "check_editions", "check_instrument"]

Check = Callable[[Instrument, Attainable], Iterator[Diagnostic]]

FOUNDATIONS: tuple[Check, ...] = (scales, unknown_levels, weight_sums, weight_signs)
"""What every value rests on: while one of these is wrong, no value is what was meant."""

STATEMENTS: tuple[Check, ...] = (
    levels_twice,
    repeated_weights,
    weight_use,
    level_evidence,
    uneven_evidence,
    ending_needs,
    void_exemptions,
    policies,
    answers_without_proof,
    consequences,
    empty_bands,
    band_overlap,
    band_order,
    lowest_gates,
    empty_cells,
    table_overlap,
    unused_names,
    unused_items,
    columns,
    extremes_of_means,
)
"""What can be told from the statements themselves."""

VALUES: tuple[Check, ...] = (
    band_unreachable,
    holes,
    outside,
    printed_columns,
    double_rounding,
    maxima,
    claims,
    divisions,
    unreachable_cases,
    never_applies,
    gates_without_value,
    table_incomplete,
    row_unreachable,
    exactly_one,
)
"""What can be told from the values that come about."""

CHECKS: tuple[Check, ...] = (*FOUNDATIONS, *STATEMENTS, *VALUES)


OF_EACH: tuple[Check, ...] = (
    empty_bands,
    band_overlap,
    empty_cells,
    table_overlap,
    *VALUES,
)
"""What is asked of what is worked out of each record of a list."""

OF_GROUPS: tuple[Check, ...] = (band_order, lowest_gates, *OF_EACH)
"""What is asked of the rules of a group as well, which stand for an instrument of their own."""


def check_instrument(instrument: Instrument) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with one consolidated edition, by place, each mistake once."""
    attainable = Attainable(instrument)
    found = _run(FOUNDATIONS, instrument, attainable)
    if any(d.is_error for d in found):
        return in_order([*found, *_run(STATEMENTS, instrument, attainable)])
    found += _run((*STATEMENTS, *VALUES), instrument, attainable)
    found += _of_each_record(instrument, attainable)
    for group, of_group in groups_of(instrument, attainable):
        found += _run(OF_GROUPS, group, of_group)
        found += _of_each_record(group, of_group)
    return in_order(found)


def _of_each_record(instrument: Instrument, attainable: Attainable) -> Iterator[Diagnostic]:
    """What is wrong with what is worked out of each record of a list."""
    for asked in worked_out(instrument):
        rules = attainable.of_each(asked.id)
        yield from _run(OF_EACH, rules.instrument, rules)
    yield from weights_of_records(instrument, attainable)


def _run(
    checks: tuple[Check, ...], instrument: Instrument, attainable: Attainable
) -> list[Diagnostic]:
    return [finding for check in checks for finding in check(instrument, attainable)]
