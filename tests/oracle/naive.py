"""What an IM-NKK response must score, worked out from the regulation by counting points.

Nothing here reads a rule file or knows what a formula is. The weights and the equal shares inside
a criterion make one level of a sub-criterion worth a whole number of points of the score: 20% of
100, shared by four, is 5. So the score is a sum of whole numbers, the index is that sum over 300,
and every figure of a result can be worked out on paper. A response is a mapping that was accepted
as valid.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from oracle.regulation import CRITERIA, POINTS_OF_A_LEVEL, TOP, WEIGHTS, labels_between

Json = Mapping[str, object]

USABLE = frozenset({"accepted", "presented"})


@dataclass(frozen=True, slots=True)
class Item:
    """One sub-criterion; `documents` says of each listed one what it is worth."""

    state: str
    claimed: int | None
    proved: int | None
    verified: int | None
    final: int | None
    counted: int | None
    points: int | None
    documents: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Criterion:
    """The mean level of a criterion, between `least` and `most`; equal when nothing is missing."""

    weight: str
    points_of_a_level: int
    size: int
    least: Fraction
    most: Fraction


@dataclass(frozen=True, slots=True)
class Expected:
    """Every figure of a result; `least_skor` is `most_skor` when nothing is missing."""

    edition: str
    edition_was_named: bool
    stage: str
    items: dict[str, Item]
    criteria: dict[str, Criterion]
    missing: tuple[str, ...]
    least_skor: int
    most_skor: int
    possible: tuple[str, ...]

    @property
    def status(self) -> str:
        return "incomplete" if self.missing else "complete"


def expect(response: Json, *, stage: str | None = None) -> Expected:
    """The figures of a valid response, at the stage asked for or at the last it reaches."""
    edition = named_edition(response) or edition_on(last_day(response))
    reached = stage or last_stage(response)
    items = {
        item: assess(item, response, reached, POINTS_OF_A_LEVEL[edition][criterion])
        for criterion, members in CRITERIA.items()
        for item in members
    }
    missing = tuple(id_ for id_, item in items.items() if item.counted is None)
    points = POINTS_OF_A_LEVEL[edition]
    criteria = {
        name: mean_level([items[member] for member in members], name, edition)
        for name, members in CRITERIA.items()
    }
    least = sum(item.points or 0 for item in items.values())
    open_points = sum(TOP * points[name] for name in CRITERIA for _ in gaps(name, missing))
    return Expected(
        edition=edition,
        edition_was_named=named_edition(response) is not None,
        stage=reached,
        items=items,
        criteria=criteria,
        missing=missing,
        least_skor=least,
        most_skor=least + open_points,
        possible=labels_between(least, least + open_points),
    )


def gaps(criterion: str, missing: tuple[str, ...]) -> list[str]:
    return [item for item in CRITERIA[criterion] if item in missing]


def mean_level(items: list[Item], criterion: str, edition: str) -> Criterion:
    known = [item.counted for item in items if item.counted is not None]
    unknown = len(items) - len(known)
    return Criterion(
        weight=WEIGHTS[edition][criterion],
        points_of_a_level=POINTS_OF_A_LEVEL[edition][criterion],
        size=len(items),
        least=Fraction(sum(known), len(items)),
        most=Fraction(sum(known) + TOP * unknown, len(items)),
    )


# The edition and the stage.


def named_edition(response: Json) -> str | None:
    named = response.get("edition")
    return None if named is None else str(named)


def last_day(response: Json) -> date:
    return date.fromisoformat(str(part(response, "period")["to"]))


def edition_on(day: date) -> str:
    return {2021: "2021", 2022: "2022"}[day.year]


def last_stage(response: Json) -> str:
    if given(response, "decisions"):
        return "final"
    if given(response, "findings") or given(response, "evidence_findings"):
        return "verified"
    return "self"


# One sub-criterion.


def assess(item: str, response: Json, stage: str, points: int) -> Item:
    claimed = claim(given(response, "answers").get(item))
    documents = {id_: document_status(id_, response, stage) for id_ in listed(response, item)}
    proof = not USABLE.isdisjoint(documents.values())
    proved = claimed if proof or claimed is None else 0
    verified = ruling(response, "findings", item) if stage in ("verified", "final") else None
    final = ruling(response, "decisions", item) if stage == "final" else None
    counted = next((level for level in (final, verified, proved) if level is not None), None)
    judged = final is not None or verified is not None
    return Item(
        state=state(claimed, set(documents.values()), judged=judged),
        claimed=claimed,
        proved=proved,
        verified=verified,
        final=final,
        counted=counted,
        points=None if counted is None else counted * points,
        documents=tuple(documents.items()),
    )


def state(claimed: int | None, statuses: set[str], *, judged: bool) -> str:
    if judged:
        return "counted"
    if claimed is None:
        return "not_answered"
    if claimed == 0 or USABLE & statuses:
        return "counted"
    return next((s for s in ("refused", "expired") if s in statuses), "no_evidence")


def document_status(id_: str, response: Json, stage: str) -> str:
    finding = given(response, "evidence_findings").get(id_)
    accepted = finding["accepted"] if isinstance(finding, Mapping) and stage != "self" else None
    if accepted is False:
        return "refused"
    until = part(part(response, "evidence"), id_).get("valid_until")
    if until is not None and date.fromisoformat(str(until)) < last_day(response):
        return "expired"
    return "presented" if accepted is None else "accepted"


def claim(answer: object) -> int | None:
    level = answer.get("value") if isinstance(answer, Mapping) else answer
    return None if level is None else whole(level)


def ruling(response: Json, part_name: str, item: str) -> int | None:
    found = given(response, part_name).get(item)
    return whole(found["value"]) if isinstance(found, Mapping) else None


def listed(response: Json, item: str) -> tuple[str, ...]:
    answer = given(response, "answers").get(item)
    documents = answer.get("evidence") if isinstance(answer, Mapping) else None
    return tuple(documents) if isinstance(documents, list) else ()


# Reading the mapping.


def part(mapping: Json, key: str) -> Json:
    found = mapping[key]
    if not isinstance(found, Mapping):
        raise TypeError(key)
    return found


def given(response: Json, key: str) -> dict[str, object]:
    """A part of the response without what is `null`, which is the same as left out."""
    found = response.get(key)
    if not isinstance(found, Mapping):
        return {}
    return {name: value for name, value in found.items() if value is not None}


def whole(number: object) -> int:
    if isinstance(number, bool) or not isinstance(number, int | Decimal) or number != int(number):
        raise TypeError(number)
    return int(number)
