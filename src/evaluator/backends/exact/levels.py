"""How a leaf came to its level, as steps: claim, proof, finding, decision."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from evaluator.backends.exact.documents import document_places
from evaluator.backends.exact.judgement import Judgement
from evaluator.backends.exact.steps import Input, Read, Step, Use
from evaluator.intake.pointer import below
from evaluator.model.formula import Ground
from evaluator.model.instrument import Rating
from evaluator.values.amounts import Absent, Known, Open
from evaluator.values.later import Later


def level_step(judgement: Judgement, rating: Rating) -> Step:
    """The step that is the value of a leaf, on the steps that led to it.

    What was claimed, proved, found and decided are steps of their own, so that none is lost where
    a later one replaces it. All they say stands in the judgement, and is spelled out when asked.
    """
    op, ground = _last(judgement, rating)
    inputs = Later(partial(_inputs, judgement, rating))
    return Step(op, judgement.amount, inputs, ground, judgement.item.id)


def _last(judgement: Judgement, rating: Rating) -> tuple[str, Ground]:
    """The last step that was taken, and its rule."""
    if judgement.final is not None:
        return "decision", rating.ground
    if judgement.verified is not None:
        return "finding", rating.ground
    if judgement.claimed is not None:
        proved = judgement.basis.grounds
        return ("proved", judgement.basis.ground) if proved else ("claim", rating.ground)
    if judgement.exempt is not None:
        return "not_applicable", judgement.basis.ground
    return "not_answered", rating.ground


def _inputs(judgement: Judgement, rating: Rating) -> tuple[Input, ...]:
    """What the last step rests on, the step before it among them."""
    inputs: tuple[Input, ...] = ()
    before: Step | None = None
    for op, amount, reads, ground in _steps(judgement, rating):
        inputs = reads if before is None else (Use(before), *reads)
        before = Step(op, amount, inputs, ground)
    return inputs


_Told = tuple[str, Known | Open | Absent, tuple[Read, ...], Ground]
"""A step without the one before it: what was done, to what it came, what it reads, its rule."""


def _steps(judgement: Judgement, rating: Rating) -> Iterator[_Told]:
    """The steps in order."""
    name, scale = judgement.item.id, rating.scale
    if judgement.claimed is not None:
        yield "claim", scale.amount(judgement.claimed), _answer(judgement), rating.ground
        if judgement.basis.grounds:
            # A claim that stays unverified may still come to any level.
            left = judgement.left
            amount = Open(*scale.ends) if left is None else scale.amount(left)
            yield "proved", amount, tuple(_documents(judgement)), judgement.basis.ground
    elif judgement.exempt is not None:
        reads = _answer(judgement)
        yield "not_applicable", judgement.exempt, reads, judgement.basis.ground
    for op, level, section in (
        ("finding", judgement.verified, "/findings"),
        ("decision", judgement.final, "/decisions"),
    ):
        if level is not None:
            yield op, scale.amount(level), _read(section, name), rating.ground


def _answer(judgement: Judgement) -> tuple[Read]:
    return (Read(judgement.at or below("/answers", judgement.item.id)),)


def _read(section: str, name: str) -> tuple[Read]:
    return (Read(below(section, name)),)


def _documents(judgement: Judgement) -> Iterator[Read]:
    for document in judgement.documents:
        yield from map(Read, document_places(document))
