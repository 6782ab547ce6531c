"""How a leaf came to its level, as steps: claim, proof, finding, decision."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.backends.exact.documents import Status
from evaluator.backends.exact.judge import Judgement
from evaluator.backends.exact.steps import Read, Step, Use
from evaluator.intake.pointer import below
from evaluator.model.formula import Ground
from evaluator.model.instrument import Rating
from evaluator.values.amounts import Open

_JUDGED = (Status.ACCEPTED, Status.REFUSED)


def level_step(judgement: Judgement, rating: Rating) -> Step:
    """The step that is the value of a leaf, on the steps that led to it.

    What was claimed, proved, found and decided are steps of their own, so that none is lost where
    a later one replaces it.
    """
    name = judgement.item.id
    steps = _steps(judgement, rating)
    if not steps:
        return Step("not_answered", judgement.amount, (), rating.ground, name)
    last, *later = steps
    for step in later:
        last = Step(step.op, step.amount, (Use(last), *step.inputs), step.ground)
    return last.named(name)


def _steps(judgement: Judgement, rating: Rating) -> list[Step]:
    """The steps in order, each without the one before it."""
    name, scale = judgement.item.id, rating.scale
    steps = []
    if judgement.claimed is not None:
        claim = scale.amount(judgement.claimed)
        steps.append(Step("claim", claim, _read("/answers", name), rating.ground))
        if judgement.grounds:
            # A claim that stays unverified may still come to any level.
            left = judgement.left
            amount = Open(*scale.ends) if left is None else scale.amount(left)
            reads = tuple(_documents(judgement))
            steps.append(Step("proved", amount, reads, _rule(judgement)))
    elif judgement.exempt:
        reads = _read("/answers", name)
        steps.append(Step("not_applicable", judgement.exempt, reads, _rule(judgement)))
    for op, level, section in (
        ("finding", judgement.verified, "/findings"),
        ("decision", judgement.final, "/decisions"),
    ):
        if level is not None:
            steps.append(Step(op, scale.amount(level), _read(section, name), rating.ground))
    return steps


def _read(section: str, name: str) -> tuple[Read]:
    return (Read(below(section, name)),)


def _rule(judgement: Judgement) -> Ground:
    """The rules that were applied, at the place of the one that decides."""
    first, *others = judgement.grounds
    return first.joined(*others)


def _documents(judgement: Judgement) -> Iterator[Read]:
    for document in judgement.documents:
        yield Read(below("/evidence", document.id))
        if document.status in _JUDGED:
            yield Read(below("/evidence_findings", document.id))
