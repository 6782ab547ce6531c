"""What is asked before a divisor is followed no further than its bounds."""

from __future__ import annotations

from dataclasses import replace
from time import process_time

import model_examples as ex

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.guards import can_be_zero
from evaluator.model import formula as f


def compare(left: f.Formula, operator: str, number: int) -> f.Compare:
    return f.Compare(operator=operator, left=left, right=ex.number(number))


B, C = f.InputValue(id="b"), f.InputValue(id="c")
INPUTS = (ex.number_input("b", 0, 10), ex.number_input("c", -10, 10))


def attainable(*values: object) -> Attainable:
    return Attainable(replace(ex.instrument([], values, []), inputs=INPUTS))


def test_either_of_two_conditions_must_leave_no_zero() -> None:
    here = attainable()
    above, below = compare(C, ">", 0), compare(C, "<", 0)
    assert not can_be_zero(C, (f.Any(operands=(above, below)),), here)
    assert can_be_zero(C, (f.Any(operands=(above, compare(C, ">=", 0))),), here)
    assert not can_be_zero(C, (f.Not(operand=f.All(operands=(compare(C, "=", 0),))),), here)
    assert can_be_zero(C, (f.Not(operand=f.All(operands=(compare(C, "=", 0), above))),), here)


def test_a_negative_factor_turns_a_comparison() -> None:
    # -2b + 4 < 0 holds for b > 2 only; b + c, with c >= -1, is more than 1 then.
    here = attainable()
    turned = compare(ex.arithmetic(ex.arithmetic(ex.number(-2), "*", B), "+", ex.number(4)), "<", 0)
    whole = ex.arithmetic(B, "+", C)
    assert not can_be_zero(whole, (turned, compare(C, ">=", -1)), here)
    assert can_be_zero(whole, (turned, compare(C, ">=", -3)), here)


def test_a_long_chain_of_values_is_given_up_in_time() -> None:
    # Each value is twice the one before: spelled out, a sum of 2 to the 39 terms.
    values = [ex.value("v0", f.Negative(operand=B))]
    for at in range(1, 40):
        before = ex.named(f"v{at - 1}")
        values.append(ex.value(f"v{at}", ex.arithmetic(before, "+", before), line=200 + at))
    here = attainable(*values)
    started = process_time()
    assert can_be_zero(ex.named("v39"), (compare(C, ">", 0),), here)
    assert process_time() - started < 5
