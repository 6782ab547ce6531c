"""Where a level changed from one stage to the next: from what, to what, by whom and why."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.intake.response import Finding
from evaluator.reports.answers import level_words
from evaluator.reports.case import Case, Json
from evaluator.reports.page import Point
from evaluator.reports.sections.entry import quoted, who
from evaluator.reports.written import free


def differences(case: Case, found: Json) -> Iterator[Point]:
    """The differences between the stages of one item, in their order."""
    claimed, proved = found["claimed"], found["proved"]
    if claimed is not None and claimed != proved:
        yield _fallen(case, found)
    before, since = (proved, "proved") if proved is not None else (claimed, "claimed")
    for stage in ("verified", "final"):
        level = found[stage]
        if level is not None and level != before:
            yield _judged(case, found, stage, since, before)
        if level is not None:
            before, since = level, stage


def _fallen(case: Case, found: Json) -> Point:
    """A claim the documents do not prove."""
    return Point(title=_title(case, found, "claimed", "proved"), text=unproving_words(case, found))


def unproving_words(case: Case, found: Json) -> str:
    """Why the documents do not prove a claim: each that proves nothing, or that there are none."""
    reasons = [
        _unproving(case, document)
        for document in found["evidence"]
        if document["status"] not in {"accepted", "presented"}
    ]
    nothing = "difference.too_few" if found["evidence"] else "entry.no_documents"
    return "; ".join(reasons) or case.say(nothing)


def _unproving(case: Case, document: Json) -> str:
    """A document that proves nothing, and the verifier's reason where one refused it."""
    name = document["id"]
    status = case.say(f"evidence.{document['status']}")
    told = case.say("difference.document", id=free(name), status=status)
    verdict = case.response.evidence_findings.get(name)
    if document["status"] == "refused" and verdict is not None:
        return f"{told}: {quoted(case, verdict.reason)}"
    return told


def _judged(case: Case, found: Json, stage: str, since: str, before: str | None) -> Point:
    """A level that a verifier or the panel changed."""
    source = case.response.findings if stage == "verified" else case.response.decisions
    finding: Finding = source[found["id"]]
    text = f"{who(case, finding.by, finding.on)}: {quoted(case, finding.reason)}"
    title = _title(case, found, since, stage)
    if before is None or case.items[found["id"]].rating is None:
        return Point(title=title, text=text)
    raised = int(found[stage]) > int(before)
    direction = case.say("difference.raised" if raised else "difference.lowered")
    return Point(title=f"{title} ({direction})", text=text)


def _title(case: Case, found: Json, before: str, after: str) -> str:
    def said(stage: str) -> str:
        level = found[stage]
        name = case.say(f"level.{stage}").lower()
        text = _nothing(case, found) if level is None else level_words(case, found["id"], level)
        return f"{name} {text}"

    return case.say("difference.title", before=said(before), after=said(after))


def _nothing(case: Case, found: Json) -> str:
    """That nothing was claimed, or that the part was declared not applicable."""
    answer = case.response.answers.get(found["id"])
    declared = answer is not None and answer.not_applicable is not None
    return case.say("state.not_applicable" if declared else "difference.nothing")
