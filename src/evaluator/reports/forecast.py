"""What becomes of a result as time goes by, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from evaluator.diagnostics.language import Language
from evaluator.intake.response import Response
from evaluator.labels import followed
from evaluator.model.instrument import Instrument
from evaluator.reports.answers import field_at, level_words
from evaluator.reports.case import Case, Json
from evaluator.reports.gates import open_gates, will_not_be_scored
from evaluator.reports.labels import Labels
from evaluator.reports.persons import masked
from evaluator.reports.ready import case_of
from evaluator.reports.tongues import unmarked
from evaluator.reports.written import free


def forecast_text(  # noqa: PLR0913 — what it was computed from, and how it is written
    found: Mapping[str, Any],
    result: Mapping[str, Any],
    instrument: Instrument,
    response: Response,
    *,
    language: Language,
    labels: Mapping[str, object],
) -> str:
    """A forecast as text for a terminal.

    Args:
        found: the document `takar/forecast/1`.
        result: the document `takar/result/1` of the same response.
        instrument: the edition both were computed under.
        response: what they were computed from.
        language: the language of the text.
        labels: the instrument's labels in that language.
    """
    case = case_of(
        result, instrument, response, language, Labels(followed(labels, instrument.formerly))
    )
    return masked(unmarked("\n".join(_lines(case, found)) + "\n"))


def _lines(case: Case, found: Json) -> Iterator[str]:
    subject = case.response.subject
    yield case.say(
        "forecast.head",
        name=case.title,
        edition=free(case.instrument.edition),
        subject=free(subject.name or subject.id),
        stage=case.say(f"stage.{found['stage']}"),
    )
    yield ""
    yield case.say("forecast.first", day=case.day(found["from"]), outcome=_outcome(case, found))
    for change in found["changes"]:
        yield ""
        yield from _change(case, change)
    if found["standing"]:
        yield ""
        yield case.say("forecast.standing", names=case.names(found["standing"]))
    yield ""
    yield end_words(case, found)
    yield from newer_words(case, found)


def end_words(case: Case, found: Json) -> str:
    """That time alone changes nothing more, or nothing at all, and until when that is said."""
    until = found["until"]
    if until is None:
        return case.say("forecast.after" if found["changes"] else "forecast.nothing")
    key = "until" if found["changes"] else "nothing_until"
    told = case.say(f"forecast.{key}", day=case.day(until))
    last = case.instrument.last
    if last is None or date.fromisoformat(until) < last:
        return told
    beyond = "last_day" if date.fromisoformat(until) == last else "beyond"
    return f"{told} {case.say(f'forecast.{beyond}', day=case.day(last))}"


def newer_words(case: Case, found: Json) -> Iterator[str]:
    """Which later editions are in force on the days looked at, and that these are not gone by."""
    for later in found["later_editions"] or ():
        begins, until = date.fromisoformat(later["from"]), found["until"]
        key = "newer_from"
        if begins <= date.fromisoformat(found["from"]):
            key = "newer_since"
        elif until is not None and begins > date.fromisoformat(until):
            key = "newer_next"
        yield case.say(
            f"forecast.{key}",
            edition=free(later["edition"]),
            own=free(case.instrument.edition),
            day=case.day(begins),
        )


def _outcome(case: Case, found: Json) -> str:
    """Status, values and categories on the first day."""
    parts = [_status(case, found["status"])] if found["status"] != "complete" else []
    for name, value in found["values"].items():
        figures = {"name": case.name(name), "figure": figure_words(case, value)}
        parts.append(case.say("forecast.value", **figures))
    for name, band in found["bands"].items():
        label = {"name": case.name(name), "figure": label_words(case, name, band)}
        parts.append(case.say("forecast.value", **label))
    return "; ".join(parts)


def _status(case: Case, status: str) -> str:
    return case.say(f"forecast.status.{status}")


def figure_words(case: Case, value: Json) -> str:
    """A value as it is published, or between what and what it lies."""
    if value["published"] is not None:
        return case.approximate(value["published"])
    return case.between(value) or case.say("value.none")


def label_words(case: Case, name: str, band: Json) -> str:
    """A category, or the ones that are still possible, no score among them."""
    if band["label"] is not None:
        return case.category(name, band["label"])
    possible = [case.category(name, label) for label in band.get("possible", ())]
    if will_not_be_scored(case):
        return case.say("category.only_possible", labels=case.say("category.no_score"))
    if not possible:
        return case.say("category.none")
    if open_gates(case):
        possible.append(case.say("category.no_score"))
    return case.say("forecast.unsettled", labels=case.say.either(possible))


def _change(case: Case, change: Json) -> Iterator[str]:
    said = [*changed_words(case, change)] or [case.say("forecast.no_value")]
    sentence = case.say("forecast.change", day=case.day(change["on"]), changes="; ".join(said))
    yield f"{sentence}{unless_words(case, change['unless_renewed'])}."
    for name, item in change["items"].items():
        yield "  " + item_words(case, name, item)
    for document in change["documents"]:
        yield "  " + document_words(case, document)
    for turned in change["dates"]:
        yield "  " + date_words(case, turned, change["on"])


def changed_words(case: Case, change: Json) -> Iterator[str]:
    """What status, values and categories change to on a day."""
    if change["status"] is not None:
        yield _status(case, change["status"]["after"])
    for name, value in change["values"].items():
        figures = {key: figure_words(case, value[key]) for key in ("before", "after")}
        if figures["before"] != figures["after"]:
            key = f"forecast.{_direction(value['before'], value['after'])}"
            yield case.say(key, name=case.name(name), **figures)
    for name, band in change["bands"].items():
        labels = {key: label_words(case, name, band[key]) for key in ("before", "after")}
        if labels["before"] != labels["after"]:
            yield case.say("forecast.becomes", name=case.name(name), **labels)


def _direction(before: Json, after: Json) -> str:
    figures = before["published"], after["published"]
    if None in figures:
        return "becomes"
    return "falls" if Fraction(figures[1]) < Fraction(figures[0]) else "rises"


def unless_words(case: Case, ways: list[list[str]], told_as: str = "unless") -> str:
    """The documents whose renewal keeps the result: each alone, or those of one set together.

    In a sentence that goes on with `unless`, or told as what keeps it, by `keeps`.
    """
    if not ways:
        return ""
    together = [case.say.listed([free(name) for name in way]) for way in ways]
    alone = all(len(way) == 1 for way in ways)
    match len(ways), alone:
        case 1, _:
            key = "one" if alone else "all"
        case _, True:
            key = "any"
        case _:
            key = "any_set"
    names = (case.say("forecast.or") if key == "any_set" else ", ").join(together)
    return case.say(f"forecast.{told_as}.{key}", names=names)


def item_words(case: Case, name: str, change: Json) -> str:
    """An item: what counted of it, what counts from that day on, and why."""
    return case.say("forecast.item", name=case.name(name), change=turn_words(case, name, change))


def turn_words(case: Case, name: str, change: Json) -> str:
    """The same without the name of the item."""
    levels = {key: _counted(case, name, change[key]) for key in ("before", "after")}
    state = case.say(f"state.{change['after']['state']}")
    if change["after"]["counted"] is None:
        return case.say("forecast.turn_none", **levels)
    same = levels["before"] == levels["after"]
    return case.say(f"forecast.turn{'_same' if same else ''}", state=state, **levels)


def _counted(case: Case, name: str, item: Json) -> str:
    if item["counted"] is None:
        return case.say(f"state.{item['state']}")
    return level_words(case, name, item["counted"])


def document_words(case: Case, judged: Json) -> str:
    """A document, and what became of it."""
    document = case.response.evidence[judged["id"]]
    title = f" “{free(document.title)}”" if document.title else ""
    facts = {key: case.day(day) for key, day in judged["facts"].items() if key in _DAYS}
    facts |= {"id": free(judged["id"]), "title": title}
    after = judged["after"]
    if after == "expired" and document.valid_until is not None:
        return case.say("forecast.expired", **facts)
    if after == "out_of_window":
        return case.say("forecast.out_of_window", **facts)
    return case.say("forecast.document", **facts, status=case.say(f"evidence.{after}"))


_DAYS = ("valid_until", "on", "dated", "from", "to")


def date_words(case: Case, turned: Json, on: str) -> str:
    """A date that comes into a window or leaves one, or that the end of the period comes to."""
    found = field_at(case, turned["at"])
    if found is None:
        name = case.name(case.asked_at(turned["at"]))
    else:
        entry, field = found
        name = f"{case.name(entry.declared.id)} {entry.name}, {case.say.own(field.label)}"
    key, after = turned["turn"], date.fromisoformat(on) - date.fromisoformat(turned["date"])
    if key == "passes":
        key = {0: "reached", 1: "passed"}.get(after.days, key)
    return case.say(f"forecast.date.{key}", name=name, day=case.day(turned["date"]))
