"""What a part counts as that is not applicable, where the rules do not leave it out."""

from __future__ import annotations

from evaluator.model.formula import Ground
from evaluator.model.instrument import Item
from evaluator.reports.answers import level_words
from evaluator.reports.case import Case
from evaluator.reports.page import Row
from evaluator.values.numbers import text_of


def exempted(case: Case, item: Item) -> tuple[str, Ground] | None:
    """What a part counts as, in words, and by which rule; `None` where it counts as nothing."""
    return None if case.found[item.id]["value"]["exact"] is None else _standing_in(case, item)


def _standing_in(case: Case, item: Item) -> tuple[str, Ground] | None:
    """The same, also where there is no score: a condition for none has read it then."""
    found = case.found[item.id]
    if found.get("state") != "not_applicable" or case.steps[found["step"]]["value"] is None:
        return None
    answer = case.response.answers.get(item.id)
    if item.asked is not None:
        exempt = item.asked.not_applicable
        if exempt is None or exempt.answer is None:
            return None
        left = exempt.answer
        counted = left if isinstance(left, str) else text_of(left)
        return level_words(case, item.id, counted), exempt.ground
    declared = answer is not None and answer.not_applicable is not None
    otherwise = None if item.applies is None else item.applies.otherwise
    rule = item.rating.not_applicable if item.rating is not None and declared else otherwise
    if rule is None or rule.counts_as is None:
        return None
    return level_words(case, item.id, str(rule.counts_as)), rule.ground


def exempt_row(case: Case, item: Item) -> Row | None:
    """That a part counts as so much although it is not applicable."""
    exempt = _standing_in(case, item)
    if exempt is None:
        return None
    words, ground = exempt
    told = case.say("entry.exempt", value=words)
    return Row(label=case.say("level.counted"), value=told, notes=(case.ground(ground),))
