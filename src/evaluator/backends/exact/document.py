"""The result document `takar/result/1`: what was computed, as plain data with keys in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from evaluator.backends.exact.assess import Assessment, is_absent, known, summed
from evaluator.backends.exact.documents import Judged
from evaluator.backends.exact.facts import Facts
from evaluator.backends.exact.groups import Counted, GroupAssessment
from evaluator.backends.exact.judge import AnswerJudgement, answer_text
from evaluator.backends.exact.judgement import Judgement, State
from evaluator.backends.exact.prospects import prospects
from evaluator.backends.exact.ranks import Standing
from evaluator.backends.exact.remarks import (
    Fact,
    Remark,
    assumptions,
    remarks,
    remarks_of_group,
)
from evaluator.backends.exact.steps import FromSubjects, Read, Stated, Step, Use, awaited
from evaluator.intake.pointer import below
from evaluator.intake.response import Response, Stage
from evaluator.model.formula import Ground
from evaluator.model.instrument import Bands, Input, Item, ListType, Ranking, instance_of
from evaluator.values.amounts import Absent, Endless, Known, NoValue, Open, Pick, Verdict, bounds
from evaluator.values.numbers import text_of
from evaluator.values.rounding import Rounding

Json = str | int | bool | None | Sequence["Json"] | Mapping[str, "Json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writing:
    """What every part of the document needs to know.

    Attributes:
        ids: the printed id of each step, by the step's `id()`.
        places: the weight and share of each step in the aggregate that takes it in.
    """

    assessment: Assessment
    ids: Mapping[int, str]
    places: Mapping[int, Use]
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a result comes from.

    Attributes:
        because: why this edition was the one in force.
        response_sha256: the hash of the response.
        engine: the name and version of the evaluator.
    """

    because: Remark
    response_sha256: str
    engine: str


def result_document(
    assessment: Assessment, response: Response, stage: Stage, provenance: Provenance
) -> dict[str, Json]:
    """The whole document.

    Args:
        assessment: what was computed.
        response: what it was computed from.
        stage: the stage it was computed for.
        provenance: where the rules, the response and the figures come from.
    """
    steps = assessment.steps
    writing = _writing(assessment, steps)
    instrument = assessment.instrument
    document: dict[str, Json] = {
        "schema": "takar/result/1",
        "instrument": instrument.id,
        "edition": instrument.edition,
        "subject": _subject(response),
        "period": {"from": str(response.period.first), "to": str(response.period.last)},
        "stage": stage.value,
        "status": writing.status,
    }
    if assessment.gate is not None:
        gate = assessment.gate
        facts: dict[str, Fact] = {"file": gate.ground.at.source.name, "line": gate.ground.at.line}
        document["not_scored_because"] = _remark(Remark("gate", instrument.id, facts, gate.because))
    document |= {
        **_outcomes(writing),
        "criteria": [_item(writing, item) for item in instrument.items],
        "missing": list(_missing(assessment)),
        "assumptions": [_remark(r) for r in assumptions(assessment)],
        "notes": [_remark(r) for r in remarks(assessment, assessment.response or response, stage)],
        "trace": [_step(writing, step) for step in steps],
        "provenance": {
            "rules_sha256": instrument.sha256,
            "response_sha256": provenance.response_sha256,
            "engine": provenance.engine,
            "edition_because": _remark(provenance.because),
        },
    }
    return document


def outcome_document(assessment: Assessment) -> dict[str, Json]:
    """What a result comes to, without its reasons: status, values and categories."""
    writing = _writing(assessment, ())
    return {"status": writing.status, **_outcomes(writing)}


def group_outcome(group: GroupAssessment) -> dict[str, Json]:
    """What a group comes to, without its reasons: as `outcome_document`, and what is missing."""
    assessment = group.assessment
    return {**outcome_document(assessment), "missing": list(_missing(assessment))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a result comes to as one row of a table: figures are text, what there is not is `None`.

    Attributes:
        figures: by the id of an item or value, its exact value and its published one; these are the
            same where nothing rounds it.
        labels: the category by the id of its table.
        absent: the parts that do not apply, in the order of the rules.
        missing: the answers that are waited for.
        because: why there is no score, in the words of the rules.
    """

    status: str
    figures: Mapping[str, tuple[str | None, str | None]]
    labels: Mapping[str, str | None]
    absent: tuple[str, ...]
    missing: tuple[str, ...]
    because: str | None


def result_row(assessment: Assessment) -> Row:
    """What a result comes to, without its reasons, as one row of a table."""
    writing = _writing(assessment, ())
    run, instrument = assessment.evaluation, assessment.instrument
    items = {
        item.id: _pair(writing, item.id, run.items[item.id], settled=True)
        for item in instrument.walk()
    }
    settled = not assessment.may_not_be_scored
    values = {
        value.id: _pair(writing, value.id, run.values[value.id], settled=settled)
        for value in instrument.values
    }
    labels = {bands.id: _bands(writing, bands)["label"] for bands in instrument.bands}
    labels |= {t.id: _categories(writing, t.id)["label"] for t in instrument.categories}
    absent = (item.id for item in instrument.walk() if is_absent(run.items[item.id]))
    gate = assessment.gate
    return Row(
        status=writing.status,
        figures=items | values,
        labels={name: None if label is None else str(label) for name, label in labels.items()},
        absent=tuple(absent) if gate is None else (),
        missing=tuple(_missing(assessment)),
        because=None if gate is None else gate.because,
    )


def _pair(
    writing: _Writing, name: str, exact: Step, *, settled: bool
) -> tuple[str | None, str | None]:
    published = writing.assessment.evaluation.published.get(name)
    scored = settled and writing.status != "not_scored"
    return _exact_and_published(exact, published, scored=scored)


def _exact_and_published(
    exact: Step, published: Step | None, *, scored: bool
) -> tuple[str | None, str | None]:
    """The figure of a step and its printed form.

    A value whose digits have no end has no exact figure, only a published one.
    """
    value = known(exact) if scored else None
    printed = known(published or exact) if scored else None
    if published is not None and published.rounding is not None and printed is not None:
        return _number(value), published.rounding.text(printed)
    return _number(value), _number(printed)


def _outcomes(writing: _Writing) -> dict[str, Json]:
    instrument = writing.assessment.instrument
    return {
        "values": {v.id: _value(writing, v.id) for v in instrument.values},
        "bands": {bands.id: _bands(writing, bands) for bands in instrument.bands}
        | {table.id: _categories(writing, table.id) for table in instrument.categories},
    }


Ranks = Mapping[str, Sequence[Standing]]
"""The ranks that stand in a group, by the id of the ranking."""


def group_document(
    group: GroupAssessment, name: str | None, ranks: Ranks | None = None
) -> dict[str, Json]:
    """What is said of one group; `name` is its id, `None` for all subjects together."""
    ranks = ranks or {}
    assessment, statistics = group.assessment, group.statistics
    steps = assessment.steps
    writing = _writing(assessment, steps)
    instrument = assessment.instrument
    rules = group.rules
    waits = (
        (rules.incomplete, statistics.incomplete or group.left_out),
        (rules.incomplete_group, any(each.incomplete for each in statistics.groups.values())),
    )
    applied = tuple((name or instrument.id, x.ground) for x, any_ in waits if x and any_)
    applied = (*applied, *((ranking.id, ranking.ground) for ranking in group.rules.rankings))
    is_open = any(_is_open(found) for found in ranks.values())
    return {
        "kind": group.rules.id,
        "id": name,
        "status": "incomplete" if is_open else writing.status,
        "subjects": statistics.subjects,
        "incomplete": group.incomplete,
        "left_out": group.left_out,
        "not_scored": statistics.not_scored,
        **_groups(statistics.groups),
        "values": {v.id: _value(writing, v.id) for v in instrument.values},
        "bands": {bands.id: _bands(writing, bands) for bands in instrument.bands},
        "ranks": {
            ranking.id: _ranks(ranking, ranks.get(ranking.id, ()))
            for ranking in group.rules.rankings
        },
        "missing": list(_missing(assessment)),
        "assumptions": [_remark(r) for r in assumptions(assessment, applied)],
        "notes": [_remark(r) for r in remarks_of_group(group)],
        "trace": [_step(writing, step) for step in steps],
    }


def _groups(counted: Mapping[str, Counted]) -> dict[str, Json]:
    """How many groups of each kind there are that the formulas look at, if they look at any."""
    told: dict[str, Json] = {
        kind: {"groups": one.groups, "incomplete": one.incomplete, "left_out": one.left_out}
        for kind, one in counted.items()
    }
    return {"groups": told} if told else {}


def _is_open(found: Sequence[Standing]) -> bool:
    return any(standing.least is not None for standing in found)


def _ranks(ranking: Ranking, found: Sequence[Standing]) -> Json:
    without = sum(standing.rank is None for standing in found)
    return {
        "of": ranking.ranked,
        "ranked": len(found) - without,
        "unranked": without,
        "rows": [_rank(standing) for standing in found],
    }


def _rank(standing: Standing) -> Json:
    row: dict[str, Json] = {
        "id": standing.entrant.id,
        "name": standing.entrant.name,
        "rank": standing.rank,
        "values": list(standing.entrant.told),
        "because": standing.because,
    }
    if standing.least is not None:
        row |= {"least": standing.least, "most": standing.most}
    return row


def _writing(assessment: Assessment, steps: Sequence[Step]) -> _Writing:
    return _Writing(
        assessment=assessment,
        ids={id(step): f"s{number}" for number, step in enumerate(steps, 1)},
        places=_places(steps, _own_means(assessment)),
        status=_status(assessment),
    )


def _own_means(assessment: Assessment) -> frozenset[frozenset[int]]:
    """By the `id()` of their steps, the instances of each repeated item whose instances count."""
    items = assessment.evaluation.items
    return frozenset(
        frozenset(id(items[child.id]) for child in item.children)
        for item in assessment.instrument.walk()
        if item.repeated is not None and item.repeated.each
    )


def _places(
    steps: Sequence[Step], own_means: frozenset[frozenset[int]] = frozenset()
) -> Mapping[int, Use]:
    """What each step weighs where it is taken in: first where the weights of the rules are read.

    Instances that count beside the siblings of their part weigh what they do there.
    """
    places: dict[int, Use] = {}

    def order(step: Step) -> tuple[bool, bool]:
        used = frozenset(id(x.step) for x in step.inputs if isinstance(x, Use))
        return step.op not in _WEIGHTED, used in own_means

    for step in sorted(steps, key=order):
        for use in step.inputs:
            if isinstance(use, Use) and (use.weight is not None or use.share is not None):
                places.setdefault(id(use.step), use)
    return places


_WEIGHTED = ("weighted_mean", "weighted_sum")


def _status(assessment: Assessment) -> str:
    if assessment.gate is not None:
        return "not_scored"
    return "incomplete" if assessment.waiting else "complete"


def _subject(response: Response) -> dict[str, Json]:
    subject = response.subject
    return {"id": subject.id, "name": subject.name, "groups": dict(sorted(subject.groups.items()))}


def _missing(assessment: Assessment) -> Iterator[str]:
    """The items and inputs nobody answered and the result waits for."""
    judged = assessment.leaves.items()
    open_ones = [name for name, leaf in judged if leaf.state is State.NOT_ANSWERED]
    yield from dict.fromkeys(_asked_of(assessment, name) for name in open_ones)
    facts = assessment.evaluation.facts
    places = awaited(assessment.waiting)
    answered = assessment.answered.items()
    waiting = [n for n, x in answered if x.state is State.NOT_ANSWERED and x.at in places]
    yield from dict.fromkeys(_asked_of(assessment, name) for name in waiting)
    for declared in assessment.instrument.inputs:
        asked = {read.pointer for read in facts.reads(declared.id)}
        unsaid = declared.id not in facts.inputs and not asked.isdisjoint(places)
        if unsaid or any(place in places for place in _lacking(declared, facts)):
            yield declared.id


def _asked_of(assessment: Assessment, name: str) -> str:
    """What is asked for: a leaf, or the part of which no instance is stated."""
    return instance_of(name) or name if name in assessment.unstated else name


def _lacking(declared: Input, facts: Facts) -> Iterator[str]:
    """The places of fields that records of a list leave out."""
    if isinstance(declared.type, ListType):
        for record in facts.records(declared.id) or ():
            fields = (field.id for field in declared.type.fields)
            yield from (below(record.at, name) for name in fields if name not in record.fields)


# Values and bands --------------------------------------------------------------------------------


def _value(writing: _Writing, name: str) -> dict[str, Json]:
    run = writing.assessment.evaluation
    # While it is open whether there is a score, there is none yet; its bounds are told.
    settled = not writing.assessment.may_not_be_scored
    return _figures(writing, run.values[name], run.published.get(name), settled=settled)


def _figures(
    writing: _Writing, exact: Step, published: Step | None, *, settled: bool
) -> dict[str, Json]:
    """`exact` and `published`, with `least` and `most` while the result is incomplete."""
    scored = settled and writing.status != "not_scored"
    value, printed = _exact_and_published(exact, published, scored=scored)
    figures: dict[str, Json] = {"exact": value, "published": printed}
    if writing.status == "incomplete":
        figures |= _ends(exact)
    return figures


def _ends(step: Step) -> dict[str, Json]:
    amount = step.amount
    match amount:
        case Known(value=value):
            return {"least": text_of(value), "most": text_of(value)}
        case Open() | Endless():
            least, most = bounds(amount)
            return {"least": _number(least), "most": _number(most)}
        case _:
            return {"least": None, "most": None}


def _number(value: Fraction | None) -> str | None:
    return None if value is None else text_of(value)


def _bands(writing: _Writing, bands: Bands) -> dict[str, Json]:
    category, _ = writing.assessment.categories[bands.id]
    scored = writing.status != "not_scored" and not writing.assessment.may_not_be_scored
    row = category.row if scored else None
    interval = row.interval if row else None
    document: dict[str, Json] = {
        "label": row.label if row else None,
        "of": bands.of,
        "from": _number(interval.low) if interval else None,
        "to": _number(interval.high) if interval else None,
        "next": category.next.label if row and category.next else None,
        "to_next": _number(category.to_next) if row else None,
    }
    if writing.status == "incomplete":
        document["possible"] = [possible.label for possible in category.possible]
    return document


def _categories(writing: _Writing, name: str) -> dict[str, Json]:
    """Categories by conditions: no value stands behind them, so nothing is near or far."""
    found = writing.assessment.labelled[name]
    scored = writing.status != "not_scored" and not writing.assessment.may_not_be_scored
    document: dict[str, Json] = dict.fromkeys(("label", "of", "from", "to", "next", "to_next"))
    document["label"] = found.label if scored else None
    if writing.status == "incomplete":
        document["possible"] = list(found.possible)
    return document


# The tree ----------------------------------------------------------------------------------------


def _item(writing: _Writing, item: Item) -> dict[str, Json]:
    if item.repeated is not None and item.children and not item.repeated.stated:
        return _unstated(writing, item)
    judgement = writing.assessment.leaves.get(item.id)
    answered = writing.assessment.answered.get(item.id)
    step = writing.assessment.evaluation.items[item.id]
    document: dict[str, Json] = {"id": item.id, "label": item.label}
    if judgement is not None:
        document |= _levels(judgement)
    elif answered is not None:
        document |= _answers(answered)
    elif item.id in writing.assessment.evaluation.excluded:
        document["state"] = State.NOT_APPLICABLE.value
    document |= _place(writing, item, step)
    if judgement is not None:
        document["evidence"] = _evidence(judgement.documents)
    elif answered is not None:
        document["evidence"] = _evidence(answered.documents)
    document["step"] = writing.ids[id(step)]
    document["children"] = [_item(writing, child) for child in item.children]
    if item.repeated is not None and item.repeated.each and item.children:
        document |= _together(writing, item)
    return document


def _together(writing: _Writing, item: Item) -> dict[str, Json]:
    """What the instances of an item weigh and bring in together, where each of them counts."""
    steps = [writing.assessment.evaluation.items[child.id] for child in item.children]
    places = [writing.places.get(id(step)) for step in steps]
    shares = [place.share if place else None for place in places]
    brought = writing.assessment.contribution(item.id)
    scored = writing.status != "not_scored"
    return {
        "weight": _number(item.weight),
        "effective_weight": _number(summed(shares)),
        "contribution": _number(brought) if scored else None,
    }


def _unstated(writing: _Writing, item: Item) -> dict[str, Json]:
    """A repeated item of which no instance is stated."""
    step = writing.assessment.evaluation.items[item.id]
    excluded = item.id in writing.assessment.evaluation.excluded
    state = State.NOT_APPLICABLE if excluded else State.NOT_ANSWERED
    document: dict[str, Json] = {"id": item.id, "label": item.label, "state": state.value}
    document |= dict.fromkeys(("claimed", "proved", "verified", "final", "counted"))
    document |= _place(writing, item, step)
    return document | {"evidence": [], "step": writing.ids[id(step)], "children": []}


def _levels(judgement: Judgement) -> dict[str, Json]:
    return {
        "state": judgement.state.value,
        "claimed": _level(judgement.claimed),
        "proved": _level(judgement.proved),
        "verified": _level(judgement.verified),
        "final": _level(judgement.final),
        "counted": _level(judgement.counted),
    }


def _answers(judged: AnswerJudgement) -> dict[str, Json]:
    """The answer at each step, as text: the id of a choice, `yes` or `no`, a number, a day."""
    exempt = judged.state is State.NOT_APPLICABLE
    return {
        "state": judged.state.value,
        "claimed": answer_text(judged.claimed),
        "proved": answer_text(judged.proved),
        "verified": answer_text(judged.verified),
        "final": answer_text(judged.final),
        "counted": None if exempt else answer_text(judged.counted),
    }


def _level(level: int | None) -> str | None:
    return None if level is None else str(level)


def _place(writing: _Writing, item: Item, step: Step) -> dict[str, Json]:
    """An item's weights, value and contribution."""
    place = writing.places.get(id(step))
    weight = place.weight if place and place.weight is not None else item.weight
    share = place.share if place else None
    published = writing.assessment.evaluation.published.get(item.id)
    figures = _figures(writing, step, published, settled=True)
    if published is None:
        del figures["published"]
    return {
        "weight": _number(weight),
        "effective_weight": _number(Fraction(0) if is_absent(step) else share),
        "value": figures,
        "contribution": _contribution(writing, step),
    }


def _contribution(writing: _Writing, step: Step) -> str | None:
    brought = writing.assessment.brought(step)
    return None if brought is None or writing.status == "not_scored" else text_of(brought)


def _evidence(documents: Sequence[Judged]) -> list[Json]:
    return [
        {
            "id": document.id,
            "status": document.status.value,
            "rule": _remark(
                Remark(
                    f"evidence_{document.status.value}",
                    document.kind,
                    {
                        **document.facts,
                        "file": document.ground.at.source.name,
                        "line": document.ground.at.line,
                    },
                )
            ),
        }
        for document in documents
    ]


# Remarks and the trace ---------------------------------------------------------------------------


def _remark(remark: Remark) -> dict[str, Json]:
    return {
        "code": remark.code,
        "at": remark.at,
        "facts": dict(remark.facts),
        "text": remark.text,
    }


def _step(writing: _Writing, step: Step) -> dict[str, Json]:
    document: dict[str, Json] = {"id": writing.ids[id(step)]}
    if step.of is not None and writing.assessment.stands(step):
        document["of"] = step.of
    if step.of_record is not None:
        document["of_record"] = {"list": step.of_record[0], "id": step.of_record[1]}
    document |= {"rule": _rule(step.ground), "op": step.op}
    if step.rounding is not None:
        document["rounding"] = _rounding(step.rounding)
    if step.row is not None:
        document["row"] = step.row
    if step.window is not None:
        document["window"] = {"from": str(step.window[0]), "to": str(step.window[1])}
    document["inputs"] = [_input(writing, used) for used in step.inputs]
    document["value"] = step.label if step.op in _LABELLED else _outcome(step)
    if isinstance(step.amount, Open | Endless):
        document |= _ends(step)
    if isinstance(step.amount, Pick) and step.amount.is_open:
        document["possible"] = list(step.amount.possible)
    if step.amount == Verdict(holds=None) and len(ahead := prospects(step)) == 1:
        document["possible"] = list(ahead)
    return document


_LABELLED = ("band", "category")
"""Steps that come to a category."""


def _rule(ground: Ground) -> dict[str, Json]:
    basis: list[Json] = [{"provision": text} for text in ground.provisions]
    basis += [{"assumption": name} for name in ground.assumptions]
    return {"file": ground.at.source.name, "line": ground.at.line, "basis": basis}


def _rounding(rounding: Rounding) -> dict[str, Json]:
    return {"decimals": str(rounding.decimals), "mode": rounding.mode.value}


def _input(writing: _Writing, used: Use | Stated | Read | FromSubjects) -> dict[str, Json]:
    match used:
        case Use(step=step, weight=weight, share=share):
            document: dict[str, Json] = {"step": writing.ids[id(step)]}
            if share is not None or weight is not None:
                document |= {"weight": _number(weight), "share": _number(share)}
            return document
        case Stated(value=value):
            return {"number": text_of(value)}
        case Read(pointer=pointer):
            return {"response": pointer}
        case FromSubjects(of=of, kind=None):
            return {"subjects": of}
        case FromSubjects(of=of, kind=kind):
            return {"groups": kind, "value": of}


def _outcome(step: Step) -> str | bool | None:
    match step.amount:
        case Known(value=value):
            return text_of(value)
        case Verdict(holds=holds):
            return holds
        case Endless():
            return None
        case Pick(choice=choice):
            return choice
        case Open() | Absent() | NoValue():
            return None
