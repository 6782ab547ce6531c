"""From a claim to what counts: evidence, findings, decisions, none overwriting another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from evaluator.backends.exact.documents import (
    Judged,
    Status,
    document_places,
    highest_proved,
    judge,
    proves,
    satisfied,
)
from evaluator.backends.exact.judgement import Judgement, State
from evaluator.backends.exact.levels import level_step
from evaluator.intake.pointer import below
from evaluator.intake.response import Answer, AnswerValue, Finding, Response, Stage, Stated
from evaluator.model.formula import Ground
from evaluator.model.instrument import Asked, Basis, Instrument, Item, Rating
from evaluator.values.amounts import Absent, Known, Open
from evaluator.values.numbers import text_of
from evaluator.values.record import record


@record()
class AnswerJudgement:
    """What became of the answer of a part that is answered and not rated.

    Attributes:
        claimed, verified, final: the answer at each step, `None` where nothing was said.
        proved: the claim, where documents prove it or none are asked for; else what is left.
        counted: the answer that counts, `None` where none does; what is exempt may count as one,
            and what waits for a verifier.
        at: where the response answers, or would.
        places: where the response says so, from the claim to the decision.
        documents: what was shown for the claim.
        basis: the rules on documents that were applied to the claim.
    """

    item: Item
    asked: Asked
    state: State
    claimed: Stated | None
    verified: Stated | None
    final: Stated | None
    counted: Stated | None
    at: str
    places: tuple[str, ...]
    grounds: tuple[Ground, ...]
    proved: Stated | None = None
    documents: tuple[Judged, ...] = ()
    basis: Basis = Basis()

    def is_proved(self, answer: Stated) -> bool:
        """Whether the documents prove an answer, whatever was claimed."""
        return _meets(self.asked, answer, self.documents)

    @property
    def by_documents(self) -> bool:
        """Whether it counts, or does not, by what the documents prove and no finding says."""
        return self.verified is None and self.final is None and bool(self.basis.grounds)


def judge_answers(
    instrument: Instrument,
    response: Response,
    stage: Stage,
    documents: Mapping[str, Judged] | None = None,
) -> Mapping[str, AnswerJudgement]:
    """The judgement of every answer of a part that is not rated, by the part's id."""
    if documents is None and any(asked.needs for _, asked in instrument.answered):
        documents = judge_documents(instrument, response, stage)
    return {
        item.id: _judge_answer(item, asked, response, stage, documents or {})
        for item, asked in instrument.answered
    }


def _judge_answer(
    item: Item,
    asked: Asked,
    response: Response,
    stage: Stage,
    documents: Mapping[str, Judged],
) -> AnswerJudgement:
    answer = response.answers.get(item.id, _NOTHING)
    finding = None if stage is Stage.SELF else response.findings.get(item.id)
    decision = response.decisions.get(item.id) if stage is Stage.FINAL else None
    claimed = stated(answer.value)
    verified = stated(finding.value) if finding else None
    final = stated(decision.value) if decision else None
    exempt = answer.not_applicable is not None
    at = answer.at or below(asked.question.section, item.id)
    said = (
        (at, claimed),
        (below("/findings", item.id), verified),
        (below("/decisions", item.id), final),
    )
    places = [place for place, value in said if value is not None]
    if exempt:
        places.insert(0, at)
    shown = _Shown.of(asked, answer, claimed, documents)
    counted = next((x for x in (final, verified, shown.proved) if x is not None), None)
    given = asked.question.by_verifier
    grounds: tuple[Ground, ...] = ()
    if counted is None and given is not None and given.before is not None:
        counted, grounds = given.before.counts_as, (given.before.ground,)
    state = State.NOT_ANSWERED if counted is None else State.COUNTED
    if verified is None and final is None and shown.state is not None:
        state = shown.state
    if exempt and counted is None:
        state = State.NOT_APPLICABLE
        counted = asked.not_applicable.answer if asked.not_applicable else None
        rules = (asked.not_applicable.ground if asked.not_applicable else None,)
        found = (*rules, asked.may_be_not_applicable)
        grounds = tuple(ground for ground in found if ground is not None)
    return AnswerJudgement(
        item=item,
        asked=asked,
        state=state,
        claimed=claimed,
        verified=verified,
        final=final,
        counted=counted,
        at=at,
        places=(*places, *shown.places),
        grounds=grounds,
        proved=shown.proved,
        documents=shown.documents,
        basis=shown.basis,
    )


@record()
class _Shown:
    """What documents leave of an answer.

    Attributes:
        state: why it counts otherwise than it was given; `None` where it stands.
    """

    proved: Stated | None
    state: State | None
    documents: tuple[Judged, ...]
    basis: Basis

    @classmethod
    def of(
        cls,
        asked: Asked,
        answer: Answer,
        claimed: Stated | None,
        documents: Mapping[str, Judged],
    ) -> _Shown:
        """The claim if it is proved, else what the rules leave of it."""
        asks = _Asks(asked.needs != (), asked.asked_for, asked.question.ground)
        own = tuple(_cited(answer, asks, documents))
        rules = () if claimed is None else asked.needs_of(_key(claimed))
        basis = Basis(tuple(rule.ground for rule in rules))
        if claimed is None or _meets(asked, claimed, own):
            return cls(claimed, None, own, basis)
        if asked.without is None:
            raise AssertionError("checked rules say what becomes of an unproved answer")
        basis = Basis((asked.without.ground, *basis.grounds))
        left = asked.without.answer
        return cls(left, State.NOT_VERIFIED if left is None else _fallen(own), own, basis)

    @property
    def places(self) -> tuple[str, ...]:
        """Where the response shows the documents, and what was found of them."""
        return tuple(place for document in self.documents for place in document_places(document))


def _meets(asked: Asked, answer: Stated, documents: tuple[Judged, ...]) -> bool:
    rules = asked.needs_of(_key(answer))
    return all(rule.need is None or satisfied(rule.need, documents) for rule in rules)


def _key(answer: Stated) -> Fraction | str:
    """An answer as rules name it."""
    return answer if isinstance(answer, Fraction) else answer_text(answer) or ""


def stated(value: AnswerValue | None) -> Stated | None:
    """An answer that is no list."""
    if isinstance(value, tuple):
        raise AssertionError("no part is answered by a list")
    return value


def answer_text(value: AnswerValue | None) -> str | None:
    """An answer as a result writes it: the id of a choice, `yes` or `no`, a number, a day."""
    match value:
        case None:
            return None
        case bool():
            return "yes" if value else "no"
        case Fraction():
            return text_of(value)
        case _:
            return str(value)


def judge_leaves(
    instrument: Instrument,
    response: Response,
    stage: Stage,
    documents: Mapping[str, Judged] | None = None,
) -> Mapping[str, Judgement]:
    """The judgement of every rated leaf, by its id; of what documents are worth, if it is known."""
    if documents is None:
        documents = judge_documents(instrument, response, stage)
    findings = {} if stage is Stage.SELF else response.findings
    decisions = response.decisions if stage is Stage.FINAL else {}
    found = {}
    for leaf, rating in instrument.rated:
        name = leaf.id
        answer = response.answers.get(name, _NOTHING)
        judged = findings.get(name), decisions.get(name)
        bare = not answer.evidence and answer.not_applicable is None and answer.at is None
        if judged == _NOBODY and bare:
            claimed = _level(answer.value)
            found[name] = leaf.once(claimed, _bare, leaf, rating, claimed)
        else:
            asks = _Asks(rating.needs != (), rating.asked_for, rating.ground)
            own = tuple(_cited(answer, asks, documents))
            found[name] = _judge_leaf(leaf, rating, answer, own, judged)
    return found


_NOBODY = (None, None)


def judge_documents(
    instrument: Instrument, response: Response, stage: Stage
) -> Mapping[str, Judged]:
    """What every document is worth, by its id."""
    kinds = {kind.id: kind for kind in instrument.evidence}
    findings = {} if stage is Stage.SELF else response.evidence_findings
    return {
        name: judge(name, document, kinds[document.kind], findings.get(name), response.period)
        for name, document in response.evidence.items()
    }


def _judge_leaf(
    leaf: Item,
    rating: Rating,
    answer: Answer,
    documents: tuple[Judged, ...],
    judged: tuple[Finding | None, Finding | None],
) -> Judgement:
    """What the latest finding or decision says, else what is left of the claim."""
    finding, decision = judged
    claimed = _level(answer.value)
    exempt = claimed is None and answer.not_applicable is not None
    said = _exempted(rating) if exempt else _said(rating, claimed, documents)
    verified = None if finding is None else _level(finding.value)
    final = None if decision is None else _level(decision.value)
    latest = decision or finding
    accepted = latest is None or latest.accepted
    level = verified if final is None else final
    judged_as = State.COUNTED if accepted else State.REFUSED
    return Judgement(
        leaf,
        said.state if level is None else judged_as,
        said.claimed,
        said.proved,
        said.left,
        verified,
        final,
        said.left if level is None else level,
        said.amount if level is None else rating.scale.amount(level),
        said.exempt,
        documents,
        said.basis,
        at=answer.at,
    )


def _bare(leaf: Item, rating: Rating, claimed: int | None) -> Judgement:
    """A level, or none, of which nothing else is said: the rules alone judge it."""
    said = _said(rating, claimed, ())
    judgement = Judgement(
        leaf,
        said.state,
        claimed,
        said.proved,
        said.left,
        None,
        None,
        said.left,
        said.amount,
        None,
        (),
        said.basis,
    )
    return replace(judgement, step=level_step(judgement, rating))


_NOTHING = Answer()


@record()
class _Asks:
    """What kinds of documents a part asks for, if for any, and by which rule."""

    any: bool
    kinds: frozenset[str]
    ground: Ground


def _cited(answer: Answer, asks: _Asks, documents: Mapping[str, Judged]) -> Iterator[Judged]:
    for name in dict.fromkeys(answer.evidence):
        document = documents[name]
        if asks.any and document.kind not in asks.kinds and document.status.proves:
            yield Judged(name, document.kind, Status.NOT_ASKED_FOR, asks.ground, {})
        else:
            yield document


@record()
class _Said:
    """What the subject's own words come to; the names are those of a judgement."""

    state: State
    claimed: int | None
    proved: int | None
    left: int | None
    amount: Known | Open | Absent
    exempt: Known | Absent | None
    basis: Basis


def _exempted(rating: Rating) -> _Said:
    """What an item comes to that the subject says does not apply."""
    amount, basis = exempt_level(rating), rating.exemption
    return _Said(State.NOT_APPLICABLE, None, None, None, amount, amount, basis)


def _said(rating: Rating, claimed: int | None, documents: tuple[Judged, ...]) -> _Said:
    """What is left of the claim; without one it is open."""
    if claimed is not None:
        return _claimed(rating, claimed, documents)
    amount = Open(*rating.scale.ends, rating.may_be_left_out)
    return _Said(State.NOT_ANSWERED, None, None, None, amount, None, _NO_RULES)


_NO_RULES = Basis()


def _claimed(rating: Rating, claimed: int, documents: tuple[Judged, ...]) -> _Said:
    """A claim that is proved, or what the rules leave of it."""
    if proves(rating, claimed, documents):
        left = rating.left_of(claimed, None)
        amount = rating.scale.amount(claimed)
        return _Said(State.COUNTED, claimed, claimed, claimed, amount, None, left.basis)
    proved = highest_proved(rating, claimed, documents)
    left = rating.left_of(claimed, proved)
    if left.level is None:
        anything = Open(*rating.scale.ends)
        return _Said(State.NOT_VERIFIED, claimed, None, None, anything, None, left.basis)
    state, counted = _fallen(documents), rating.scale.amount(left.level)
    return _Said(state, claimed, proved, left.level, counted, None, left.basis)


def exempt_level(rating: Rating) -> Known | Absent:
    """What an item that does not apply comes to: left out, or counted as a level."""
    rule = rating.not_applicable
    if rule is None or rule.counts_as is None:
        return Absent()
    return rating.scale.amount(rule.counts_as)


def _fallen(documents: tuple[Judged, ...]) -> State:
    if not documents:
        return State.NO_EVIDENCE
    statuses = {document.status for document in documents}
    if Status.REFUSED in statuses:
        return State.REFUSED
    if Status.EXPIRED in statuses:
        return State.EXPIRED
    return State.NO_EVIDENCE


def _level(value: object) -> int | None:
    """A level as a whole number; intake has checked that it is on the scale."""
    return value.numerator if isinstance(value, Fraction) else None
