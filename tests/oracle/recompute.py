"""Checks a trace as an auditor would: every step from its inputs alone, in the order printed.

It knows the operations by their names in the trace and nothing of how they were computed. A value
that is open is a pair of ends; a known one has both ends the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import floor
from typing import Any

from oracle.regulation import BANDS

Ends = tuple[Fraction, Fraction]
Step = dict[str, Any]


LEVEL_OPS = {"claim", "proved", "finding", "decision", "not_answered"}
"""How a leaf comes to its level, one step after the other."""
RULINGS = {"answers", "findings", "decisions"}


def mistakes(result: dict[str, Any], response: dict[str, Any]) -> Iterator[str]:
    """Every step that does not follow from what it names; none when the trace holds."""
    leaves = {leaf["step"]: leaf for item in result["criteria"] for leaf in item["children"]}
    done: dict[str, Ends] = {}
    reads: dict[str, list[str]] = {}
    for step in result["trace"]:
        missing = [i["step"] for i in step["inputs"] if "step" in i and i["step"] not in done]
        if missing or step["id"] in done:
            yield f"{step['id']} uses {missing}, which do not stand before it"
            return
        if step["op"] in LEVEL_OPS:
            reads[step["id"]] = [
                *(read for i in step["inputs"] if "step" in i for read in reads[i["step"]]),
                *(i["response"] for i in step["inputs"] if "response" in i),
            ]
            if step["id"] in leaves:
                said = [r for r in reads[step["id"]] if r.split("/")[1] in RULINGS]
                yield from level_mistakes(step, said, leaves[step["id"]], response)
        elif step["op"] == "band":
            yield from band_mistakes(step, done[step["inputs"][0]["step"]])
        elif stated(step) != recomputed(step, done):
            yield f"{step['id']} {step['op']}: {stated(step)}, not {recomputed(step, done)}"
        if step["op"] != "band":
            done[step["id"]] = stated(step)


def stated(step: Step) -> Ends:
    if step["value"] is None:
        return Fraction(step["least"]), Fraction(step["most"])
    return Fraction(step["value"]), Fraction(step["value"])


def recomputed(step: Step, done: dict[str, Ends]) -> Ends:
    if step["op"] == "constant":
        (only,) = step["inputs"]
        return Fraction(only["number"]), Fraction(only["number"])
    operands = [done[used["step"]] for used in step["inputs"]]
    low, high = (OPERATIONS[step["op"]](step, [ends[side] for ends in operands]) for side in (0, 1))
    return low, high


def mean(step: Step, operands: list[Fraction]) -> Fraction:
    """By the weights as the rules state them, and by the shares: both must say the same."""
    weights = [Fraction(used["weight"]) for used in step["inputs"]]
    shares = [Fraction(used["share"]) for used in step["inputs"]]
    total = sum(x * w for x, w in zip(operands, weights, strict=True)) / sum(weights)
    if sum(shares) != 1 or total != sum(x * s for x, s in zip(operands, shares, strict=True)):
        raise AssertionError(f"{step['id']}: weights and shares disagree")
    return Fraction(total)


def half_up(step: Step, operands: list[Fraction]) -> Fraction:
    if step["rounding"]["mode"] != "half_up" or operands[0] < 0:
        raise AssertionError(f"{step['id']}: IM-NKK rounds half up, from 0 on")
    unit = 10 ** int(step["rounding"]["decimals"])
    return Fraction(floor(operands[0] * unit + Fraction(1, 2)), unit)


OPERATIONS: dict[str, Callable[[Step, list[Fraction]], Fraction]] = {
    "mean": mean,
    "weighted_mean": mean,
    "times": lambda _, operands: operands[0] * operands[1],
    "divided": lambda _, operands: operands[0] / operands[1],
    "published": half_up,
    "same": lambda _, operands: operands[0],
}


def band_mistakes(step: Step, ends: Ends) -> Iterator[str]:
    label = next((b for b, low, high in BANDS if low <= ends[0] and ends[1] <= high), None)
    due = label if ends[0] == ends[1] else None
    if step["value"] != due:
        yield f"{step['id']} band: {step['value']}, not {due}"


def level_mistakes(
    step: Step, said: list[str], leaf: dict[str, Any], response: dict[str, Any]
) -> Iterator[str]:
    """A level is the last ruling on the item, else the claim, or the 0 that no proof leaves."""
    found = [level_at(response, pointer) for pointer in said]
    if leaf["counted"] is None:
        if stated(step) != (Fraction(0), Fraction(3)) or any(level is not None for level in found):
            yield f"{step['id']}: open, with {found}"
        return
    due = [str(found[-1])] if said[-1].split("/")[1] != "answers" else [str(found[-1]), "0"]
    if str(step["value"]) not in due or step["value"] != leaf["counted"]:
        yield f"{step['id']}: {step['value']} counts, {found} was said"


def level_at(response: dict[str, Any], pointer: str) -> int | None:
    _, part, item = pointer.split("/")
    said = response[part][item]
    level = said.get("value") if isinstance(said, dict) else said
    return None if level is None else int(level)
