"""From a claim to what counts: evidence, findings, decisions, none overwriting another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import assert_never

from evaluator.backends.exact.documents import Judged, Status, judge, proves
from evaluator.intake.pointer import below
from evaluator.intake.response import Answer, AnswerValue, Finding, Response, Stage, Stated
from evaluator.model.formula import Ground
from evaluator.model.instrument import Asked, Instrument, Item, Rating, Unproved
from evaluator.values.amounts import Absent, Known, Open
from evaluator.values.numbers import text_of
from evaluator.values.record import record


class State(StrEnum):
    """Why a leaf counts as it does."""

    COUNTED = "counted"
    NOT_ANSWERED = "not_answered"
    NOT_VERIFIED = "not_verified"
    REFUSED = "refused"
    NOT_APPLICABLE = "not_applicable"
    EXPIRED = "expired"
    NO_EVIDENCE = "no_evidence"


@record()
class Judgement:
    """What became of one leaf.

    Attributes:
        claimed, proved, verified, final: the level at each step, `None` where nothing was said.
        left: the level that is left of the claim, `None` where it stays unverified.
        counted: the level that counts, `None` where none does.
        exempt: what a declared exemption comes to, before any finding.
        grounds: the rules that were applied to the claim or exemption, the one that decides first.
    """

    item: Item
    state: State
    claimed: int | None
    proved: int | None
    left: int | None
    verified: int | None
    final: int | None
    counted: int | None
    amount: Known | Open | Absent
    exempt: Known | Absent | None
    documents: tuple[Judged, ...]
    grounds: tuple[Ground, ...]

    @property
    def reachable(self) -> int:
        """The highest level the documents prove, whatever was claimed."""
        rating = self.item.rating
        if rating is None:
            raise AssertionError("only what is rated is judged")
        return _highest_proved(rating, rating.scale.numbers[-1], self.documents)


@record()
class AnswerJudgement:
    """What became of the answer of a part that is answered and not rated.

    Attributes:
        claimed, verified, final: the answer at each step, `None` where nothing was said.
        counted: the answer that counts, `None` where none does; what is exempt may count as one.
        places: where the response says so, from the claim to the decision.
    """

    item: Item
    asked: Asked
    state: State
    claimed: Stated | None
    verified: Stated | None
    final: Stated | None
    counted: Stated | None
    places: tuple[str, ...]
    grounds: tuple[Ground, ...]


def judge_answers(
    instrument: Instrument, response: Response, stage: Stage
) -> Mapping[str, AnswerJudgement]:
    """The judgement of every answer of a part that is not rated, by the part's id."""
    return {
        item.id: _judge_answer(item, item.asked, response, stage)
        for item in instrument.walk()
        if item.asked is not None
    }


def _judge_answer(item: Item, asked: Asked, response: Response, stage: Stage) -> AnswerJudgement:
    answer = response.answers.get(item.id, _NOTHING)
    finding = None if stage is Stage.SELF else response.findings.get(item.id)
    decision = response.decisions.get(item.id) if stage is Stage.FINAL else None
    claimed = stated(answer.value)
    verified = stated(finding.value) if finding else None
    final = stated(decision.value) if decision else None
    exempt = answer.not_applicable is not None
    said = (("/answers", claimed), ("/findings", verified), ("/decisions", final))
    places = [below(section, item.id) for section, value in said if value is not None]
    if exempt:
        places.insert(0, below("/answers", item.id))
    counted = next((x for x in (final, verified, claimed) if x is not None), None)
    state = State.NOT_ANSWERED if counted is None else State.COUNTED
    grounds: tuple[Ground, ...] = ()
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
        places=tuple(places),
        grounds=grounds,
    )


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


@record()
class _Proof:
    """What the documents make of a claim.

    Attributes:
        proved: the highest level up to the claim that they prove.
        level: the level that is left of the claim, `None` where it stays unverified.
    """

    proved: int | None
    level: int | None
    state: State
    grounds: tuple[Ground, ...]


def judge_leaves(
    instrument: Instrument,
    response: Response,
    stage: Stage,
    documents: Mapping[str, Judged] | None = None,
) -> Mapping[str, Judgement]:
    """The judgement of every rated leaf, by its id; of what documents are worth, if it is known."""
    if documents is None:
        documents = judge_documents(instrument, response, stage)
    return {
        leaf.id: _judge_leaf(leaf, leaf.rating, response, stage, documents)
        for leaf in instrument.leaves()
        if leaf.rating is not None
    }


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
    response: Response,
    stage: Stage,
    documents: Mapping[str, Judged],
) -> Judgement:
    answer = response.answers.get(leaf.id, _NOTHING)
    own = tuple(_cited(answer, rating, documents)) if answer.evidence else ()
    finding = None if stage is Stage.SELF else response.findings.get(leaf.id)
    decision = response.decisions.get(leaf.id) if stage is Stage.FINAL else None
    claimed = _level(answer.value)
    proof = _proof(rating, claimed, own) if claimed is not None else None
    exempt = exempt_level(rating) if answer.not_applicable is not None else None
    state, counted, amount = _outcome(rating, proof, exempt, decision or finding)
    return Judgement(
        item=leaf,
        state=state,
        claimed=claimed,
        proved=proof.proved if proof else None,
        left=proof.level if proof else None,
        verified=_level(finding.value) if finding else None,
        final=_level(decision.value) if decision else None,
        counted=counted,
        amount=amount,
        exempt=exempt,
        documents=own,
        grounds=proof.grounds if proof else _exemption(rating) if exempt else (),
    )


_NOTHING = Answer()


def _cited(answer: Answer, rating: Rating, documents: Mapping[str, Judged]) -> Iterator[Judged]:
    for name in dict.fromkeys(answer.evidence):
        document = documents[name]
        if rating.needs and document.kind not in rating.asked_for and document.status.proves:
            yield Judged(name, document.kind, Status.NOT_ASKED_FOR, rating.ground, {})
        else:
            yield document


def _outcome(
    rating: Rating,
    proof: _Proof | None,
    exempt: Known | Absent | None,
    judged: Finding | None,
) -> tuple[State, int | None, Known | Open | Absent]:
    """What counts: a decision or finding as it stands, else what is left of the claim."""
    level = _level(judged.value) if judged is not None else None
    if level is not None:
        return State.COUNTED, level, rating.scale.amount(level)
    if exempt is not None:
        return State.NOT_APPLICABLE, None, exempt
    if proof is None:
        return State.NOT_ANSWERED, None, _open(rating, proof)
    if proof.level is None:
        return proof.state, None, _open(rating, proof)
    return proof.state, proof.level, rating.scale.amount(proof.level)


def exempt_level(rating: Rating) -> Known | Absent:
    """What an item that does not apply comes to: left out, or counted as a level."""
    rule = rating.not_applicable
    if rule is None or rule.counts_as is None:
        return Absent()
    return rating.scale.amount(rule.counts_as)


def _exemption(rating: Rating) -> tuple[Ground, ...]:
    rule = rating.not_applicable
    grounds = (rule.ground if rule else None, rating.may_be_not_applicable)
    return tuple(ground for ground in grounds if ground is not None)


def _open(rating: Rating, proof: _Proof | None) -> Open:
    """Any level of the scale; an item nobody answered may still turn out not to apply."""
    left_out = rating.not_applicable is None or rating.not_applicable.counts_as is None
    vanishes = proof is None and rating.may_be_not_applicable is not None and left_out
    return Open(*rating.scale.ends, vanishes)


def _proof(rating: Rating, claimed: int, documents: tuple[Judged, ...]) -> _Proof:
    applied = tuple(need.ground for need in rating.needs_of(claimed))
    if proves(rating, claimed, documents):
        return _Proof(claimed, claimed, State.COUNTED, applied)
    without = rating.without
    if without is None:
        raise AssertionError("checked rules say what becomes of an unproved claim")
    grounds = (without.ground, *applied)
    match without.policy:
        case Unproved.FALLS:
            level = _highest_proved(rating, claimed, documents)
            tried = (n for n in rating.scale.numbers if level <= n < claimed)
            lower = (need.ground for n in tried for need in rating.needs_of(n))
            return _Proof(level, level, _fallen(documents), (*grounds, *lower))
        case Unproved.COUNTS_AS:
            if without.counts_as is None:
                raise AssertionError("this policy names a level")
            # What is left of a claim is never more than the claim.
            left = min(claimed, without.counts_as)
            level = _highest_proved(rating, claimed, documents)
            return _Proof(level, left, _fallen(documents), grounds)
        case Unproved.STAYS_UNVERIFIED:
            return _Proof(None, None, State.NOT_VERIFIED, grounds)
        case _:
            assert_never(without.policy)


def _highest_proved(rating: Rating, claimed: int, documents: tuple[Judged, ...]) -> int:
    """The highest level up to the claim that is proved; the lowest level needs no proof."""
    lowest, *others = rating.scale.numbers
    tried = (n for n in reversed(others) if n <= claimed)
    return next((n for n in tried if proves(rating, n, documents)), lowest)


def _fallen(documents: tuple[Judged, ...]) -> State:
    statuses = {document.status for document in documents}
    if Status.REFUSED in statuses:
        return State.REFUSED
    if Status.EXPIRED in statuses:
        return State.EXPIRED
    return State.NO_EVIDENCE


def _level(value: object) -> int | None:
    """A level as a whole number; intake has checked that it is on the scale."""
    return value.numerator if isinstance(value, Fraction) else None
