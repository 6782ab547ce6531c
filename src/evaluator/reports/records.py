"""What became of each record of a list: what it counted for, and why not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from evaluator.reports.case import Case, Json
from evaluator.reports.coefficients import used_steps
from evaluator.reports.formulas import place_words, with_figures

Outcomes = Mapping[str, Sequence[str]]
"""In words, by the place of the record in the response."""


def outcomes(case: Case) -> Outcomes:
    """What became of every record: all it counts for, then why it does not count for the rest."""
    owners = _owners(case)
    counts: dict[str, dict[str, None]] = defaultdict(dict)
    others: dict[str, dict[str, None]] = defaultdict(dict)
    beyond = dict(pair for step in case.steps.values() for pair in _passed_over(case, step))
    for step in case.steps.values():
        if step["id"] in beyond:
            place, (key, count) = _place(step), beyond[step["id"]]
            for owner in owners[step["id"]]:
                others[place][case.say(f"records.{key}", count=count, owner=owner)] = None
        elif step["op"] == "record":
            place = _place(step)
            if step["value"] is True:
                counts[place].update(dict.fromkeys(owners[step["id"]]))
            else:
                said = (_left_out(case, step, owner) for owner in owners[step["id"]])
                others[place].update(dict.fromkeys(said))
    return {
        place: [*_counted(case, list(counts[place])), *others[place]]
        for place in (*counts, *(place for place in others if place not in counts))
    }


def _place(step: Json) -> str:
    return str(next(used["response"] for used in step["inputs"] if "response" in used))


def _passed_over(case: Case, step: Json) -> Iterator[tuple[str, tuple[str, str]]]:
    """The records that count and are not among the few that are taken, once that is settled.

    Of equal ones none is said to be passed over: it makes no difference which is taken.
    """
    key = {"highest_records": "beyond_highest", "lowest_records": "beyond_lowest"}.get(
        step["op"].partition("_of_")[2]
    )
    if key is None or step["value"] is None:
        return
    used = [case.steps[name] for name in used_steps(step)]
    taken = [
        (record["id"], Fraction(value["value"]))
        for record, value in pairwise(used)
        if record["op"] == "record" and value["op"] != "record"
    ]
    count = next(used["number"] for used in step["inputs"] if "number" in used)
    ordered = sorted((x for _, x in taken), reverse=key == "beyond_highest")
    among = ordered[: int(count)]
    for name, value in taken:
        if value not in among:
            yield name, (key, count)


def _counted(case: Case, owners: list[str]) -> Iterator[str]:
    if owners:
        yield case.say("records.counts", owner=case.say.listed(owners))


def _owners(case: Case) -> Mapping[str, Sequence[str]]:
    """The names of what each step is a part of: the items and values nearest above it."""
    owners: dict[str, dict[str, None]] = defaultdict(dict)
    for step in reversed(list(case.steps.values())):
        own = {case.name(step["of"]): None} if "of" in step else owners[step["id"]]
        for used in used_steps(step):
            owners[used].update(own)
    return {name: list(own) for name, own in owners.items()}


def _left_out(case: Case, step: Json, owner: str) -> str:
    """Why one record does not count, or may not."""
    reasons = [reason for name in used_steps(step) for reason in _reasons(case, case.steps[name])]
    key = "records.open" if step["value"] is None else "records.left_out"
    return case.say(key, owner=owner, reasons="; ".join(dict.fromkeys(reasons)))


def _reasons(case: Case, step: Json) -> Iterator[str]:
    """The parts of a condition that came out as the whole did."""
    if step["op"] not in {"and", "or", "not"}:
        yield _fact(case, step)
        return
    parts = [case.steps[name] for name in used_steps(step)]
    for part in parts:
        if step["op"] == "not" or part["value"] == step["value"]:
            yield from _reasons(case, part)


def _fact(case: Case, step: Json) -> str:
    return place_words(case, step) if step["op"] in _PLACES else with_figures(case, step)


_PLACES = {"within", "field_is"}
