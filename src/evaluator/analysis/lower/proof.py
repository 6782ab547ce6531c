"""Documents that prove the answer of a part that is answered and not rated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from evaluator.analysis.lower.evidence import need_of
from evaluator.analysis.lower.reach import Reach
from evaluator.analysis.lower.scope import Scope
from evaluator.analysis.lower.tables import answer_cells
from evaluator.diagnostics.kinds import names
from evaluator.model.instrument import (
    AnswerNeed,
    ChoiceType,
    Input,
    NumberType,
    UnprovedAnswer,
    YesNoType,
)
from evaluator.syntax import tree


def answer_needs(
    scope: Scope, lines: Sequence[tree.Statement], question: Input
) -> Iterator[AnswerNeed]:
    """What the answers to a question need."""
    reach = Reach(scope=scope, items={}, of_word=lambda _: ())
    for line in lines:
        if not isinstance(line, tree.AnswerNeeds):
            continue
        wanted = need_of(scope, line.need) if line.need else None
        cells = tuple(answer_cells(reach, question, _choices(question), line.cell))
        if cells and (line.need is None or wanted is not None):
            ground = scope.ground(line.at, line.under)
            yield AnswerNeed(cells=cells, need=wanted, ground=ground)


def _choices(question: Input) -> tuple[str, ...] | None:
    """The answers one by one; `None` of a number, nothing of what only `any` can speak of."""
    match question.type:
        case NumberType():
            return None
        case YesNoType():
            return ("yes", "no")
        case ChoiceType(choices=choices):
            return tuple(key for key, _ in choices)
        case _:
            return ()


def unproved_answer(
    scope: Scope, line: tree.WithoutEvidence | None, question: Input
) -> UnprovedAnswer | None:
    """What becomes of an answer that is not proved."""
    if line is None:
        return None
    if line.policy == "falls":
        # One line of `every` is one mistake, however many answers it speaks of.
        if not any(x.kind is names.ANSWER_CANNOT_FALL and x.at == line.at for x in scope.found):
            scope.report(names.ANSWER_CANNOT_FALL, line.at, item=question.key)
        return None
    choice, number = named_answer(scope, line.counts_as, question)
    ground = scope.ground(line.at, line.under)
    return UnprovedAnswer(choice=choice, number=number, ground=ground)


def named_answer(
    scope: Scope, said: tree.Number | tree.Name | None, question: Input
) -> tuple[str | None, Fraction | None]:
    """An answer that a rule names, as a choice or as a number; anything else is reported."""
    match said, question.type:
        case None, _:
            pass
        case tree.Name() as name, ChoiceType(choices=choices):
            if name.text not in dict(choices):
                scope.report_unknown(name, dict(choices))
            return name.text, None
        case tree.Name(text=("yes" | "no") as text), YesNoType():
            return text, None
        case tree.Number(value=value), NumberType() as kind if value in kind.interval:
            return None, value
        case _:
            scope.report(names.COUNTS_AS_NO_ANSWER, said.at, text=said.at.text)
    return None, None
