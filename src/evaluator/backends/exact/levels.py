"""How a leaf came to its level, as steps: claim, proof, finding, decision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from evaluator.backends.exact.documents import Status
from evaluator.backends.exact.judge import Judgement
from evaluator.backends.exact.steps import Read, Step, Use
from evaluator.intake.pointer import below
from evaluator.model.formula import Ground
from evaluator.values.amounts import Known, Open

_JUDGED = (Status.ACCEPTED, Status.REFUSED)


def level_step(judgement: Judgement, ground: Ground) -> Step:
    """The step that is the value of a leaf, on the steps that led to it.

    What was claimed, proved, found and decided are steps of their own, so that none is lost where
    a later one replaces it. `ground` is the rule by which the leaf is rated.
    """
    name = judgement.item.id
    steps = list(_steps(judgement, ground))
    if not steps:
        return Step(op="not_answered", amount=judgement.amount, ground=ground, of=name)
    last = steps[0]
    for step in steps[1:]:
        last = replace(step, inputs=(Use(step=last), *step.inputs))
    return replace(last, of=name)


def _steps(judgement: Judgement, ground: Ground) -> Iterator[Step]:
    """The steps in order, each without the one before it."""
    name = judgement.item.id
    answer = (Read(below("/answers", name)),)
    if judgement.claimed is not None:
        yield Step(op="claim", amount=_known(judgement.claimed), inputs=answer, ground=ground)
        if judgement.grounds:
            first, *others = judgement.grounds
            level = judgement.left
            amount = _any_level(judgement) if level is None else _known(level)
            reads = tuple(_documents(judgement))
            rule = first.joined(*others)
            yield Step(op="proved", amount=amount, inputs=reads, ground=rule)
    elif judgement.exempt:
        first, *others = judgement.grounds
        rule = first.joined(*others)
        yield Step(op="not_applicable", amount=judgement.exempt, inputs=answer, ground=rule)
    for op, level, section in (
        ("finding", judgement.verified, "/findings"),
        ("decision", judgement.final, "/decisions"),
    ):
        if level is not None:
            reads = (Read(below(section, name)),)
            yield Step(op=op, amount=_known(level), inputs=reads, ground=ground)


def _any_level(judgement: Judgement) -> Open:
    """A claim that stays unverified may still come to any level."""
    rating = judgement.item.rating
    if rating is None:
        raise AssertionError("only what is rated is judged")
    levels = rating.scale.numbers
    return Open(Fraction(levels[0]), Fraction(levels[-1]))


def _known(level: int) -> Known:
    return Known(Fraction(level))


def _documents(judgement: Judgement) -> Iterator[Read]:
    for document in judgement.documents:
        yield Read(below("/evidence", document.id))
        if document.status in _JUDGED:
            yield Read(below("/evidence_findings", document.id))
