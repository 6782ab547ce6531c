"""What each part of the tree adds to the deciding value, read off the steps of a result.

Only where the way is additive: what a page says of a change must follow from the result alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from evaluator.analysis.attainable import Attainable
from evaluator.model.instrument import Item
from evaluator.reports.case import Case, Json


@dataclass(frozen=True, slots=True)
class Coefficients:
    """What the value of each step is multiplied with on its way, by the step's id.

    Attributes:
        attainable: what the parts and values of the rules can come to.
    """

    case: Case
    of_step: Mapping[str, Fraction | None]
    attainable: Attainable

    def of(self, item: str) -> Fraction | None:
        """The coefficient of an item; `None` where its way is not additive."""
        step = self.case.found[item]["step"]
        return self.of_step.get(step)

    def most(self, item: Item) -> Fraction | None:
        """The contribution of an item whose leaves all stand at the top of their scales.

        No item adds more than its own maximum, which its parts may exceed together, or than its
        formula can come to.
        """
        ends = [self._added(item, self._top(item)), self._of_parts(item)]
        if ends[1] is None and item.formula is not None:
            ends.append(self._added(item, self._of_formula(item)))
        return min((end for end in ends if end is not None), default=None)

    def _added(self, item: Item, value: Fraction | None) -> Fraction | None:
        """What a value of the item adds; `None` where its way is not additive."""
        factor = self.of(item.id)
        return None if value is None or factor is None or factor < 0 else factor * value

    def _top(self, item: Item) -> Fraction | None:
        """Its maximum, or the top of its scale."""
        return item.maximum if item.rating is None else item.rating.scale.ends[1]

    def _of_formula(self, item: Item) -> Fraction | None:
        """The upper bound of its formula, where that is one of its values."""
        hull = self.attainable.of(item.id).hull
        return hull.high if hull is not None and hull.high_included else None

    def _of_parts(self, item: Item) -> Fraction | None:
        """What its parts add together, where there are parts and each is known."""
        parts = [self.most(child) for child in item.children]
        known = [part for part in parts if part is not None]
        return sum(known, Fraction(0)) if parts and len(known) == len(parts) else None


def coefficients(case: Case) -> Coefficients:
    """The coefficients towards the value that the first table of categories reads."""
    deciding, attainable = case.deciding, Attainable(case.instrument)
    root = case.named.get(deciding.of) if deciding else None
    if root is None:
        return Coefficients(case, {}, attainable)
    fixed = _fixed(case)
    found: dict[str, Fraction | None] = {root["id"]: Fraction(1)}
    steps = list(case.steps.values())
    # A step stands after those it uses, so backwards each is met after all its users.
    for step in reversed(steps[: steps.index(root) + 1]):
        if step["id"] not in found:
            continue
        factor = found[step["id"]]
        for used, share in _shares(case, step, fixed):
            so_far = found.get(used, Fraction(0))
            part = None if factor is None or share is None else factor * share
            found[used] = None if so_far is None or part is None else so_far + part
    return Coefficients(case, found, attainable)


def used_steps(step: Json) -> list[str]:
    """The ids of the steps a step uses."""
    return [used["step"] for used in step["inputs"] if "step" in used]


_ANSWERED = {"pinned", "not_answered"}
"""Steps that read nothing and still stand for an answer."""


def _fixed(case: Case) -> frozenset[str]:
    """The steps that no answer can change."""
    fixed: set[str] = set()
    for step in case.steps.values():
        reads = any("response" in used for used in step["inputs"])
        if not reads and step["op"] not in _ANSWERED and fixed.issuperset(used_steps(step)):
            fixed.add(step["id"])
    return frozenset(fixed)


def _shares(case: Case, step: Json, fixed: frozenset[str]) -> Iterator[tuple[str, Fraction | None]]:
    match step["op"], used_steps(step):
        case (("plus" | "same"), used):
            yield from ((name, Fraction(1)) for name in used)
        case "if_answered", [standing, other]:
            yield standing, Fraction(1)
            yield other, Fraction(0)
        case "negative", [operand]:
            yield operand, Fraction(-1)
        case "minus", [left, right]:
            yield left, Fraction(1)
            yield right, Fraction(-1)
        case "times", [left, right]:
            yield left, _constant(case, right, fixed)
            yield right, _constant(case, left, fixed)
        case "divided", [left, right]:
            divisor = _constant(case, right, fixed)
            yield left, 1 / divisor if divisor else None
            yield right, None
        case _:
            uses = (used for used in step["inputs"] if "step" in used)
            yield from ((used["step"], _stated(used.get("share"))) for used in uses)


def _constant(case: Case, step: str, fixed: frozenset[str]) -> Fraction | None:
    value = case.steps[step]["value"]
    return Fraction(value) if step in fixed and isinstance(value, str) else None


def _stated(share: str | None) -> Fraction | None:
    return None if share is None else Fraction(share)
