"""Parts that are repeated for the records of a list: their instances are those records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evaluator.diagnostics.kinds import inputs as kinds
from evaluator.diagnostics.model import Fact
from evaluator.intake.document import Array, Object, Value
from evaluator.intake.fields import Fields, Place
from evaluator.intake.nearest import is_meant_elsewhere, nearest
from evaluator.intake.quoting import quoted
from evaluator.intake.response import Answer, Instance, Record
from evaluator.model.instrument import Questions, Repeated
from evaluator.source import NOWHERE, Span


def check_listed(top: Fields, questions: Questions | None, answers: Mapping[str, Answer]) -> None:
    """Records without an id, too many or too few of them, and instances that are none of them."""
    if questions is None:
        return
    told: set[str] = set()
    for item, question, name in _over_lists(questions):
        records = _records(answers.get(name))
        if records is not None and name not in told:
            told.add(name)
            _check_records(top, name, question, records)
        elif name not in answers and is_meant_elsewhere(name, top.place.found):
            continue  # the list is there, under a name that was told to be wrong
        for one in answers[item].items if item in answers else ():
            known = [record.id for record in records or () if record.id is not None]
            if one.id not in known:
                facts: dict[str, Fact] = {"list": name, "id": quoted(one.id)}
                at = Place(one.at, top.place.found).below("id")
                near = nearest(one.id, known)
                at.report(kinds.UNKNOWN_RECORD, _span(top, one), near=near, **facts)


def _over_lists(questions: Questions) -> Iterator[tuple[str, Repeated, str]]:
    """The parts that are repeated for the records of a list, with how, and the list."""
    for item, question in questions.asked.items():
        if isinstance(question, Repeated) and question.among is not None:
            yield item, question, question.among.list


def _records(answer: Answer | None) -> tuple[Record, ...] | None:
    value = answer.value if answer is not None else None
    return value if isinstance(value, tuple) else None


def _check_records(top: Fields, name: str, question: Repeated, records: tuple[Record, ...]) -> None:
    if not question.least <= len(records) <= question.most:
        times: dict[str, Fact] = {"least": question.least, "most": question.most}
        at = top.place.below("answers").below(name)
        count = len(records)
        at.report(kinds.INSTANCES_COUNT, _span(top, name), id=quoted(name), count=count, **times)
    for record in records:
        if record.id is None:
            at = Place(record.at, top.place.found)
            at.report(kinds.RECORD_WITHOUT_ID, _span(top, record), list=name)


def _span(top: Fields, said: str | Record | Instance) -> Span:
    """Where an answer, a record or an instance stands in the response."""
    keys = ["answers", said] if isinstance(said, str) else said.at.split("/")[1:]
    node: Value | None = top.values.get(keys[0])
    for key in keys[1:]:
        node = _below(node, key)
    return NOWHERE if node is None else node.at


def _below(node: Value | None, key: str) -> Value | None:
    """What stands under a key or at a place; ids of the rules need no escapes in a pointer."""
    match node:
        case Object(members=members):
            return next((m.value for m in members if m.key.value == key), None)
        case Array(items=items):
            return items[int(key)]
        case _:
            return None
