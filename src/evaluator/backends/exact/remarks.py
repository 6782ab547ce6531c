"""What the engine has to say beside the figures: codes with facts, put into words by pages only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from evaluator.backends.exact.assess import Assessment, known
from evaluator.backends.exact.bands import Category
from evaluator.backends.exact.categories import lacking
from evaluator.backends.exact.documents import Judged
from evaluator.backends.exact.groups import GroupAssessment
from evaluator.backends.exact.judge import AnswerJudgement, answer_text, stated
from evaluator.backends.exact.judgement import Judgement
from evaluator.backends.exact.steps import Read, Step, Use
from evaluator.intake.pointer import called
from evaluator.intake.response import Finding, Response, Stage
from evaluator.intake.rulings import Ruled, ruled
from evaluator.model.formula import Ground
from evaluator.model.instrument import (
    Assumption,
    Band,
    Bands,
    ChoiceType,
    EvidenceKind,
    Instrument,
    ListType,
)
from evaluator.values.amounts import Absent, NoValue
from evaluator.values.numbers import text_of

Fact = str | int | Sequence["Fact"] | Mapping[str, "Fact"]


@dataclass(frozen=True, slots=True)
class Remark:
    """A code, what it is about, its facts, and the author's own sentence if there is one."""

    code: str
    at: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    text: str | None = None


def remarks(assessment: Assessment, response: Response, stage: Stage) -> Iterator[Remark]:
    """Every remark, in the order of the instrument."""
    yield from _of_edition(assessment.instrument, response)
    yield from _of_readings(assessment.instrument)
    for name, judgement in assessment.leaves.items():
        if name not in assessment.unstated:
            yield from _of_judgement(judgement, response, stage)
    yield from _points_not_given(assessment)
    for one in assessment.instrument.inputs:
        if isinstance(one.type, ListType):
            yield from _of_records(one.id, ruled(response, one.id, stage) or ())
    for answered in assessment.answered.values():
        yield from _of_answer(answered, response, stage)
    yield from _unused_documents(assessment, response)
    for name, step in assessment.evaluation.values.items():
        yield from _without_value(name, step)
    for _, decided in assessment.gates:
        yield from _without_value(assessment.instrument.id, decided.step)
    yield from _between_rows(assessment)
    if assessment.gate is not None:
        return
    for bands in assessment.instrument.bands:
        yield from _of_category(assessment, bands, *assessment.categories[bands.id])
    for name, found in assessment.labelled.items():
        for label, condition in found.unmet:
            yield _not_met(name, label, condition)


def _not_met(name: str, label: str, condition: Step) -> Remark:
    """Why a category by conditions was not taken: the answers by which its condition fails."""
    ids = dict.fromkeys(called(place) for place in lacking(condition))
    ground = condition.ground
    return Remark(
        "category_not_met",
        name,
        {
            "label": label,
            "unmet": list(ids),
            "file": ground.at.source.name,
            "line": ground.at.line,
        },
    )


def remarks_of_group(group: GroupAssessment) -> Iterator[Remark]:
    """What is to be said of a group, in the order of its rules."""
    for term in (*group.rules.asks, *group.rules.asks_groups):
        without = group.statistics.terms[term].without
        if without and term.of is not None:
            who = "subjects" if term.of_groups is None else "groups"
            facts = {who: without, "line": term.ground.at.line}
            yield Remark(f"{who}_without_value", term.of.id, facts)
    for name, step in group.assessment.evaluation.values.items():
        yield from _without_value(name, step)
    for bands in group.assessment.instrument.bands:
        yield from _of_category(group.assessment, bands, *group.assessment.categories[bands.id])


def _without_value(name: str, step: Step) -> Iterator[Remark]:
    match step.amount:
        case NoValue(code=code, facts=facts):
            yield Remark("no_value", name, {"reason": code, **facts})
        case Absent():
            yield Remark("no_value", name, {"reason": "not_applicable"})
        case _:
            return


def _between_rows(assessment: Assessment) -> Iterator[Remark]:
    """Numbers that lie between two rows of a table, and were read into one of them."""
    for step in assessment.steps:
        read = [used.step for used in step.inputs if isinstance(used, Use)]
        for between in (used for used in read if used.op == "between_rows"):
            value = known(between)
            facts: dict[str, Fact] = {
                "value": "" if value is None else text_of(value),
                "file": step.ground.at.source.name,
                "line": step.ground.at.line,
            }
            yield Remark("between_rows", step.of or assessment.instrument.id, facts)


def _of_edition(instrument: Instrument, response: Response) -> Iterator[Remark]:
    """An edition that was named although the period does not end while it is in force."""
    day = response.period.last
    if instrument.draft:
        yield Remark("edition_is_draft", instrument.edition)
    elif not instrument.is_in_force(day):
        last = str(instrument.last) if instrument.last else ""
        facts = {"day": str(day), "from": str(instrument.first), "to": last}
        yield Remark("edition_not_in_force", instrument.edition, facts)


def _of_readings(instrument: Instrument) -> Iterator[Remark]:
    """Assumptions that are not read as the rule file reads them."""
    for assumption in instrument.assumptions:
        if assumption.read_as != assumption.chosen:
            texts = dict(assumption.readings)
            facts: dict[str, Fact] = {
                "read_as": assumption.read_as or "",
                "reading": texts.get(assumption.read_as or "", ""),
                "chosen": assumption.chosen or "",
                "own": texts.get(assumption.chosen or "", ""),
            }
            yield Remark("reading", assumption.id, facts, assumption.text)


def _of_judgement(judgement: Judgement, response: Response, stage: Stage) -> Iterator[Remark]:
    name = judgement.item.id
    yield from _listed_twice(name, response)
    finding = response.findings.get(name) if stage is not Stage.SELF else None
    decision = response.decisions.get(name) if stage is Stage.FINAL else None
    if stage is not Stage.SELF and finding is None and decision is None:
        yield Remark("not_judged", name, {"stage": stage.value})
    before = judgement.left
    for stage_name, verdict in (("verified", finding), ("final", decision)):
        if verdict is None:
            continue
        yield from _of_verdict(judgement, stage_name, verdict, before)
        before = _whole(verdict)


def _listed_twice(name: str, response: Response) -> Iterator[Remark]:
    cited = response.answers[name].evidence if name in response.answers else ()
    for document in dict.fromkeys(d for d in cited if cited.count(d) > 1):
        yield Remark("document_listed_twice", name, {"document": document})


def _of_verdict(
    judgement: Judgement, stage: str, verdict: Finding, before: int | None
) -> Iterator[Remark]:
    name = judgement.item.id
    value = _whole(verdict)
    if value > judgement.reachable:
        proved = "" if judgement.is_bare else str(judgement.reachable)
        facts = {"stage": stage, "value": str(value), "proved": proved}
        yield Remark("finding_exceeds_evidence", name, facts)
    lacking = [key for key in ("by", "reason") if not getattr(verdict, key)]
    if lacking and value != before:
        facts = {"stage": stage, "value": str(value), "before": _text(before)}
        yield Remark("difference_without_reason", name, {**facts, "lacking": lacking})


def _of_answer(judged: AnswerJudgement, response: Response, stage: Stage) -> Iterator[Remark]:
    """That nobody judged an answer, or that it was replaced without a word why."""
    name = judged.item.id
    finding = response.findings.get(name) if stage is not Stage.SELF else None
    decision = response.decisions.get(name) if stage is Stage.FINAL else None
    claims = judged.asked.question.by_verifier is None
    if claims and stage is not Stage.SELF and finding is None and decision is None:
        yield Remark("not_judged", name, {"stage": stage.value})
    yield from _listed_twice(name, response)
    before = judged.proved
    for stage_name, verdict in (("verified", finding), ("final", decision)):
        if verdict is None:
            continue
        value = stated(verdict.value)
        if value is not None and not judged.is_proved(value):
            exceeds: dict[str, Fact] = {"stage": stage_name, "value": answer_text(value) or ""}
            exceeds["proved"] = answer_text(judged.proved) or ""
            yield Remark("finding_exceeds_evidence", name, exceeds)
        lacking = [key for key in ("by", "reason") if not getattr(verdict, key)]
        if lacking and value != before:
            facts: dict[str, Fact] = {"stage": stage_name, "value": answer_text(value) or ""}
            facts |= {"before": answer_text(before) or "", "lacking": lacking}
            yield Remark("difference_without_reason", name, facts)
        before = value


def _whole(finding: Finding) -> int:
    if isinstance(finding.value, Fraction):
        return int(finding.value)
    raise AssertionError("intake has checked that a finding on a leaf is a level")


def _text(level: int | None) -> str:
    return "" if level is None else str(level)


def _points_not_given(assessment: Assessment) -> Iterator[Remark]:
    """Points that no verifier has given yet, and what they count as until then."""
    for one in assessment.instrument.questions:
        before = one.by_verifier.before if one.by_verifier else None
        if before is not None and assessment.evaluation.facts.answer(one.id) is None:
            yield Remark("points_not_given", one.key, {"value": text_of(before.counts_as)})


def _of_records(name: str, records: Iterable[Ruled]) -> Iterator[Remark]:
    """Records that a finding or decision corrects, leaves out or lets stand, by whom and why."""
    for one in records:
        ruling = one.ruling
        if ruling is None:
            continue
        if one.earlier is not None:
            yield from _of_records(name, (one.earlier,))
        facts: dict[str, Fact] = {
            "record": one.claimed.id or "",
            "stage": one.stage.value,
            "by": ruling.by or "",
            "on": str(ruling.on or ""),
            "why": ruling.reason or "",
        }
        if ruling.value is not None:
            yield Remark("record_corrected", name, {**facts, "fields": list(one.changed)})
        else:
            code = "record_accepted" if ruling.accepted else "record_left_out"
            yield Remark(code, name, facts)


def _unused_documents(assessment: Assessment, response: Response) -> Iterator[Remark]:
    cited = {document.id for document in assessment.cited}
    for name in sorted(response.evidence):
        if name not in cited:
            yield Remark("document_not_cited", name)


def _of_category(
    assessment: Assessment, bands: Bands, category: Category, step: Step
) -> Iterator[Remark]:
    for _, decided in category.gates:
        yield from _without_value(bands.id, decided.step)
    value = known(step)
    if value is None:
        return
    if category.lies is None:
        yield Remark("outside_bands", bands.id, {"value": text_of(value)})
        return
    if category.between is not None and bands.hole is not None:
        below, above = category.between
        yield Remark(
            "hole_read",
            bands.id,
            {
                "value": text_of(value),
                "below": below.label,
                "above": above.label,
                "takes": bands.hole.takes.value,
            },
        )
    yield from _of_gates(bands, category, value)
    yield from _printed_columns(assessment, bands, category.lies)


def _of_gates(bands: Bands, category: Category, value: Fraction) -> Iterator[Remark]:
    """That the category fell, and that points alone do not lead to the next one."""
    if category.row is not None and category.row is not category.lies and category.lies:
        failed = [row for row, decided in category.gates if decided.holds is False]
        facts: dict[str, Fact] = {"value": text_of(value), "from": category.lies.label}
        facts |= {"to": category.row.label, "conditions": _written(failed)}
        yield Remark("band_gate", bands.id, facts)
    elif category.next is not None and category.to_next is None and category.start is not None:
        facts = {"next": category.next.label, "distance": text_of(category.start - value)}
        yield Remark("next_band_gate", bands.id, {**facts, "conditions": _written([category.next])})


def _written(rows: Sequence[Band]) -> list[Fact]:
    return [row.gate.written for row in rows if row.gate is not None]


def _printed_columns(assessment: Assessment, bands: Bands, lies: Band) -> Iterator[Remark]:
    """Where a second printed column would have put the subject in another band."""
    for column in dict.fromkeys(name for row in bands.rows for name, _ in row.printed):
        figure = known(assessment.published(column))
        if figure is None:
            continue
        rows = [row for row in bands.rows for n, i in row.printed if n == column and figure in i]
        if rows and lies not in rows:
            facts = {
                "column": column,
                "figure": text_of(figure),
                "printed": rows[0].label,
                "decides": bands.of,
                "label": lies.label,
            }
            yield Remark("printed_disagrees", bands.id, facts)


def assumptions(
    assessment: Assessment, also: Iterable[tuple[str, Ground]] = ()
) -> Iterator[Remark]:
    """Every assumption that the result rests on, with the figures that speak against it.

    `also` are rules that were applied before anything was computed here.
    """
    used = _used([*_applied(assessment), *also])
    for assumption in assessment.instrument.assumptions:
        if assumption.id in used:
            yield Remark(
                "assumption",
                assumption.id,
                {
                    "because": assumption.because,
                    "used_by": sorted(used[assumption.id]),
                    "file": assumption.at.source.name,
                    "line": assumption.at.line,
                    "contradicted_by": _contradictions(assumption),
                    **_read_as(assumption),
                },
                assumption.text,
            )


def _read_as(assumption: Assumption) -> dict[str, Fact]:
    """How an assumption with several readings is read, and how else it could be."""
    if not assumption.readings:
        return {}
    others = [{"id": name, "text": text} for name, text in assumption.readings]
    return {"read_as": assumption.read_as or "", "readings": others}


def _contradictions(assumption: Assumption) -> list[Fact]:
    return [
        {
            "example": c.example,
            "subject": c.subject,
            "of": "contribution" if c.contribution else "value",
            "published": text_of(c.published),
            "because": c.because,
        }
        for c in assumption.contradicted_by
    ]


def _used(applied: Iterable[tuple[str, Ground]]) -> Mapping[str, set[str]]:
    """The assumptions that were applied, and by what."""
    used: dict[str, set[str]] = {}
    for name, ground in applied:
        for assumption in ground.assumptions:
            used.setdefault(assumption, set()).add(name)
    return used


def _applied(assessment: Assessment) -> Iterator[tuple[str, Ground]]:
    """Every rule that was applied, with the item, value or bands it was applied to."""
    instrument = assessment.instrument
    yield instrument.id, instrument.in_force
    yield from ((instrument.id, weights.ground) for weights in instrument.weight_sums)
    yield from _applied_to_leaves(assessment)
    yield from ((item.id, item.ground) for item in instrument.walk())
    yield from _applied_in_steps(assessment)
    yield from _applied_to_inputs(assessment)
    for bands in instrument.bands:
        yield bands.id, bands.ground
        category, _ = assessment.categories[bands.id]
        if category.between is not None and bands.hole is not None:
            yield bands.id, bands.hole.ground


def _applied_in_steps(assessment: Assessment) -> Iterator[tuple[str, Ground]]:
    """The rule of each step, with the items and values it is a part of; a gate is the instrument's.

    A published step rests on nothing that the value it prints does not rest on.
    """
    steps = assessment.steps
    owners: dict[int, set[str]] = {id(step): set() for step in steps}
    for step in reversed(steps):
        own = {step.of} if step.of else owners[id(step)]
        for used in step.inputs:
            if isinstance(used, Use) and step.op != "published":
                owners[id(used.step)] |= own
    for step in steps:
        names = {step.of} if step.of else owners[id(step)] or {assessment.instrument.id}
        if step.op != "published":
            yield from ((name, step.ground) for name in sorted(names))


def _applied_to_inputs(assessment: Assessment) -> Iterator[tuple[str, Ground]]:
    """The rules of the inputs that some step reads, of their fields and their scales of names."""
    instrument, read = assessment.instrument, _read(assessment)
    orders = {order.id: order.ground for order in instrument.orders}
    for one in instrument.questions:
        if one.id not in read:
            continue
        yield one.key, one.ground
        fields = one.type.fields if isinstance(one.type, ListType) else ()
        yield from ((one.key, x.ground) for x in fields)
        for kind in (one.type, *(x.type for x in fields)):
            if isinstance(kind, ChoiceType) and kind.order is not None:
                yield one.key, orders[kind.order]


def _read(assessment: Assessment) -> frozenset[str]:
    """The inputs that some step reads."""
    places = {r.pointer for s in assessment.steps for r in s.inputs if isinstance(r, Read)}
    facts, inputs = assessment.evaluation.facts, assessment.instrument.questions
    return frozenset(
        i.id for i in inputs if any(read.pointer in places for read in facts.reads(i.id))
    )


def _applied_to_leaves(assessment: Assessment) -> Iterator[tuple[str, Ground]]:
    kinds = {kind.id: kind for kind in assessment.instrument.evidence}
    for name, answered in assessment.answered.items():
        yield from ((name, ground) for ground in (*answered.grounds, *answered.basis.grounds))
        yield from ((name, ground) for ground in _of_documents(kinds, answered.documents))
    for name, judgement in assessment.leaves.items():
        yield from ((name, ground) for ground in judgement.basis.grounds)
        if judgement.item.repeated is not None:
            yield name, judgement.item.repeated.ground
        if judgement.item.rating is not None:
            yield name, judgement.item.rating.scale.ground
            texts = judgement.item.rating.texts
            yield from ((name, t.ground) for t in texts if t.level == judgement.counted)
        yield from ((name, ground) for ground in _of_documents(kinds, judgement.documents))


def _of_documents(
    kinds: Mapping[str, EvidenceKind], documents: Iterable[Judged]
) -> Iterator[Ground]:
    """The rules by which documents are worth what they are."""
    for document in documents:
        kind = kinds[document.kind]
        yield kind.ground
        yield from (requirement.ground for requirement in kind.requirements)
