"""What became of each record of a list: what it counted for, and why not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from evaluator.reports.case import Case, Json
from evaluator.reports.coefficients import used_steps
from evaluator.reports.figures import place_words
from evaluator.reports.formulas import with_figures
from evaluator.reports.judged import answer_read

Outcomes = Mapping[str, Sequence[str]]
"""In words, by the place of the record in the response."""


def outcomes(case: Case) -> Outcomes:
    """What became of every record: all it counts for, then why it does not count for the rest."""
    owners = _owners(case)
    counts: dict[str, dict[str, None]] = defaultdict(dict)
    others: dict[str, dict[str, None]] = defaultdict(dict)
    left: dict[str, _LeftOut] = defaultdict(lambda: defaultdict(list))
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
                key = "open" if step["value"] is None else "left_out"
                for owner in owners[step["id"]]:
                    left[place][key, owner].append(_why(case, step))
    for place, reasons in left.items():
        others[place].update(dict.fromkeys(_together(case, reasons, counts[place])))
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


_LeftOut = dict[tuple[str, str], list[list[str]]]
"""Why one record does not count, or may not: for each owner, once for each of its parts."""


def _why(case: Case, step: Json) -> list[str]:
    reasons = [reason for name in used_steps(step) for reason in _reasons(case, case.steps[name])]
    return list(dict.fromkeys(reasons))


def _together(case: Case, left: _LeftOut, counts: Collection[str]) -> Iterator[str]:
    """The reasons of one record, in one phrase for all it does not count for by the same ones.

    Of an owner with several parts, what keeps the record out of all of them is enough to say.
    Where it counts for one part, that is what became of it; else, where that is open for one.
    """
    owners: dict[tuple[str, str], list[str]] = {}
    for (key, owner), parts in left.items():
        if owner in counts or (key == "left_out" and ("open", owner) in left):
            continue
        common = [reason for reason in parts[0] if all(reason in part for part in parts)]
        every = dict.fromkeys(reason for part in parts for reason in part)
        kept = common or [*every]
        told = case.say.listed([f"({one})" for one in kept]) if len(kept) > 1 else "".join(kept)
        owners.setdefault((key, told), []).append(owner)
    for (key, told), names in owners.items():
        yield case.say(f"records.{key}", owner=case.say.listed(names), reasons=told)


def _reasons(case: Case, step: Json) -> Iterator[str]:
    """The parts of a condition that came out as the whole did."""
    answered = answer_read(case, step)
    if answered is not None:
        yield answered
    elif step["op"] == "within":
        yield place_words(case, step)
    elif step["op"] not in {"and", "or", "not"}:
        yield with_figures(case, step)
    else:
        for part in (case.steps[name] for name in used_steps(step)):
            if step["op"] == "not" or part["value"] == step["value"]:
                yield from _reasons(case, part)
