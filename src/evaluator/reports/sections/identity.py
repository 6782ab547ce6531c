"""What was assessed: the instrument, why this edition of it, whom, when, how far."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from evaluator.reports import numbers
from evaluator.reports.case import NOTHING, Case, Json
from evaluator.reports.page import Facts, Row, Section
from evaluator.reports.written import free


def identity(case: Case) -> Section:
    """The first section."""
    return Section(
        id="identity",
        heading=case.say("identity.heading"),
        blocks=(Facts(rows=tuple(_rows(case))),),
    )


def _rows(case: Case) -> Iterator[Row]:
    say, instrument, subject = case.say, case.instrument, case.response.subject
    issuer = (
        [say("identity.issuer", name=case.say.own(instrument.issuer))] if instrument.issuer else []
    )
    yield Row(label=say("identity.instrument"), value=case.title, notes=tuple(issuer))
    yield Row(
        label=say("identity.edition"), value=free(instrument.edition), notes=tuple(_edition(case))
    )
    bases = [say.own(base) for base in instrument.bases]
    yield Row(
        label=say("identity.bases"),
        value="; ".join(bases) or say("identity.no_bases"),
    )
    kinds = dict(instrument.grouped_in)
    groups = [f"{say.own(kinds.get(k) or k)}: {free(id_)}" for k, id_ in subject.groups.items()]
    identified = say("identity.subject_id", id=free(subject.id))
    yield Row(
        label=say("identity.subject"),
        value=free(subject.name or subject.id),
        notes=(identified, *groups),
    )
    yield Row(label=say("identity.period"), value=period(case))
    yield Row(label=say("identity.stage"), value=stage(case), notes=(stage_about(case),))


def _edition(case: Case) -> Iterator[str]:
    yield edition_because(case)
    instrument = case.instrument
    first = case.day(instrument.first)
    if instrument.first == date.max:
        yield case.say("identity.no_date")
    elif instrument.last is None:
        yield case.say("identity.in_force_from", first=first)
    else:
        last = case.day(instrument.last)
        yield case.say("identity.in_force_until", first=first, last=last)
    if instrument.draft:
        yield case.say("identity.draft")
    ground = case.ground(instrument.in_force)
    if ground != NOTHING:
        yield ground


def edition_because(case: Case) -> str:
    """Why this edition was taken."""
    because: Json = case.result["provenance"]["edition_because"]
    facts = {key: free(value) for key, value in because["facts"].items()}
    if "day" in facts:
        facts["day"] = case.day(facts["day"])
    told = case.say(f"edition_because.{because['code']}", **facts)
    more = [f"edition_{key}" for key in ("corrects", "corrected_by") if key in facts]
    return "; ".join([told, *(case.say(key, **facts) for key in more)])


def period(case: Case) -> str:
    """The days assessed."""
    days = case.response.period
    return numbers.span(days.first, days.last, case.language)


def stage(case: Case) -> str:
    """The stage in words."""
    return case.say(f"stage.{case.result['stage']}")


def stage_about(case: Case) -> str:
    """What the stage takes into account."""
    return case.say(f"stage_about.{case.result['stage']}")


def status(case: Case) -> str:
    """The status in one sentence, with the reason where there is no score."""
    gate = case.result.get("not_scored_because")
    if gate is None:
        bare = "_without_values" if case.status == "incomplete" and not _has_values(case) else ""
        return case.say(
            f"status.{case.status}{bare}", waits=case.say.listed(list(_waits_for(case)))
        )
    place = case.place(gate["facts"]["file"], gate["facts"]["line"])
    return case.say("status.not_scored", because=case.say.own(gate["text"] or NOTHING), place=place)


def _has_values(case: Case) -> bool:
    """Whether there is anything whose bounds can be told."""
    return bool(case.instrument.values or case.instrument.items)


def _waits_for(case: Case) -> Iterator[str]:
    """How many answers are missing, and how many claims wait for a verifier."""
    unverified = [x for x in case.found.values() if x.get("state") == "not_verified"]
    missing = case.result["missing"]
    if missing or not unverified:
        yield case.say("status.answers", count=str(len(missing)))
    if unverified:
        yield case.say("status.claims", count=str(len(unverified)))


def refusals(case: Case) -> str | None:
    """How many documents the verifier refused, and what counts less because of it."""
    findings = case.response.evidence_findings.items()
    refused = [free(name) for name, finding in findings if not finding.accepted]
    if case.result["stage"] == "self" or not refused:
        return None
    told = case.say("refusals.refused", count=str(len(refused)), documents=case.say.listed(refused))
    if not case.fallen:
        return case.say("refusals.none", refused=told)
    # What a decision settled since no longer counts what the documents left of it.
    decided = [name for name in case.fallen if case.found[name].get("final") is not None]
    lowered = [name for name in case.fallen if name not in decided]
    if lowered:
        facts = {"count": str(len(lowered)), "names": case.names(lowered)}
        told = case.say("refusals.lowered", refused=told, **facts)
    return case.say("refusals.decided", told=told, names=case.names(decided)) if decided else told
