"""Answers, findings and decisions: what is said of each item and input."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction

from evaluator.diagnostics.kinds import inputs as kinds
from evaluator.diagnostics.model import Fact
from evaluator.intake.document import Array, Null, Object, String, Unreadable, Value
from evaluator.intake.fields import Fields, Place, fields_of, text_of_node
from evaluator.intake.limits import SMALL
from evaluator.intake.nearest import nearest
from evaluator.intake.questions import (
    answer_value,
    may_be_declared,
    says_not_applicable,
    stated_value,
)
from evaluator.intake.quoting import quoted
from evaluator.intake.response import Answer, AnswerValue, Finding, Instance, Stated
from evaluator.intake.rulings import is_on_record
from evaluator.model.instrument import Asked, ListType, Question, Questions, Rating, Repeated

ANSWER_KEYS = ("value", "not_applicable", "evidence", "note", "by", "on")
FINDING_KEYS = ("value", "by", "on", "reason")
INSTANCE_FINDING_KEYS = ("value", "accepted", "by", "on", "reason")
UNKNOWN_FINDING_KEYS = (*FINDING_KEYS, "accepted")
"""What may be said of what the rules do not tell: it may be a record or an instance."""
REPEATED_KEYS = ("items", "not_applicable", "note", "by", "on")
INSTANCE_KEYS = ("id", "name", "value", "not_applicable", "evidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What answers refer to; `None` where it could not be read and nothing is held against it.

    Attributes:
        questions: what the rules ask for.
        documents: the ids of the evidence that is listed.
        instances: the ids of the instances that are stated, by the id of the item, once they have
            been read; `None` where there are none.
    """

    questions: Questions | None
    documents: AbstractSet[str] | None
    instances: Mapping[str, tuple[str, ...]] | None = None


def read_answers(top: Fields, context: Context) -> dict[str, Answer]:
    """The answers, by the id of the item or input."""
    plain = _levels(top, context)
    if plain is not None:
        return plain
    answers: dict[str, Answer] = {}
    place = top.place.below("answers")
    if isinstance(listed := top.values.get("answers"), Array):
        place.report(kinds.ANSWERS_AS_LIST, listed.at, near=_some(context))
        return answers
    for key, node in top.entries("answers"):
        question = _question(key, place, context)
        if _is_by_verifier(key.value, context):
            place.below(key.value).report(kinds.ANSWER_BY_VERIFIER, key.at, id=quoted(key.value))
            continue
        if isinstance(node, Null):
            continue
        answer = _answer(node, key.value, place, question, context)
        if answer is not None:
            answers[key.value] = answer
    return answers


def _some(context: Context) -> str:
    """The id of something the rules ask for, as an example."""
    return next(iter(context.questions.asked if context.questions is not None else ()), "id")


def _levels(top: Fields, context: Context) -> dict[str, Answer] | None:
    """The answers, where each is a small number on its scale and nothing else is said."""
    node = top.values.get("answers")
    if not isinstance(node, Object) or node.numbers is None or context.questions is None:
        return None
    levels, answers = context.questions.levels, {}
    for key, number in node.numbers.items():
        if number not in levels.get(key, ()):
            return None
        answers[key] = _BARE[number]
    return answers


_BARE = tuple(Answer(value=Fraction(number)) for number in range(SMALL))


def read_findings(top: Fields, section: str, context: Context) -> dict[str, Finding]:
    """The findings or decisions, by the id of the item or input."""
    findings: dict[str, Finding] = {}
    if section not in top.values:
        return findings
    place = top.place.below(section)
    for key, node in top.entries(section):
        if is_on_record(key.value, context.questions):
            continue
        if _is_document(key, context):
            place.below(key.value).report(kinds.FINDING_ON_DOCUMENT, key.at, id=quoted(key.value))
            continue
        instance = _instance_question(key, place, context)
        question = instance or _question(key, place, context)
        if isinstance(node, Null):
            continue
        judge = _instance_finding if isinstance(instance, Rating) else _finding
        finding = judge(node, key.value, place, question)
        if _is_by_verifier(key.value, context) and isinstance(node, Object):
            _with_reason(node, place.below(key.value), key.value)
        if finding is not None:
            findings[key.value] = finding
    return findings


def _is_by_verifier(name: str, context: Context) -> bool:
    """Whether a verifier gives the points, and no answer does."""
    return context.questions is not None and name in context.questions.by_verifier


def _is_document(key: String, context: Context) -> bool:
    """Whether a finding names a document, and nothing that the rules ask for."""
    asked = context.questions.asked if context.questions is not None else ()
    return key.value in (context.documents or ()) and key.value not in asked


def _with_reason(node: Object, place: Place, name: str) -> None:
    """Points that a verifier gives have a reason, which says something."""
    reason = next((m.value for m in node.members if m.key.value == "reason"), Null(at=node.at))
    blank = isinstance(reason, String) and not reason.value.strip()
    if blank or isinstance(reason, Null):
        place.report(kinds.POINTS_WITHOUT_REASON, reason.at, id=quoted(name))


def _instance_question(key: String, place: Place, context: Context) -> Rating | Asked | None:
    """How the instance of a repeated item is answered that a finding names, such as `i35/l1`."""
    item, slash, instance = key.value.partition("/")
    question = context.questions.asked.get(item) if context.questions is not None else None
    if not slash or not isinstance(question, Repeated):
        return None
    known = (context.instances or {}).get(item, ())
    if instance not in known:
        near = tuple(f"{item}/{each}" for each in known)
        at = place.below(key.value)
        at.report(kinds.UNKNOWN_INSTANCE, key.at, id=quoted(key.value), near=near)
    return question.how


def _instance_finding(
    node: Value, item: str, place: Place, question: Question | None
) -> Finding | None:
    """A finding on an instance that is rated: another level, or that it is not accepted."""
    fields = fields_of(node, place, item, INSTANCE_FINDING_KEYS)
    if fields is None or not isinstance(question, Rating):
        return None
    accepted, claim = fields.yes_no("accepted"), fields.values.get("value")
    if (claim is None) == (accepted is None) or accepted is True:
        fields.place.report(kinds.INSTANCE_FINDING, node.at, id=quoted(item))
        return None
    value: AnswerValue | None = Fraction(question.scale.numbers[0])
    if claim is not None:
        value = answer_value(claim, question, fields.place, "value", item)
    by, on, reason = fields.text("by"), fields.day("on"), fields.text("reason")
    if value is None:
        return None
    return Finding(value=value, accepted=claim is not None, by=by, on=on, reason=reason)


def _question(key: String, place: Place, context: Context) -> Question | None:
    """The question of an id; an id that takes no answer is reported."""
    questions = context.questions
    if questions is None:
        return None
    question = questions.asked.get(key.value)
    if question is None:
        name = quoted(key.value)
        at = place.below(key.value)
        if key.value in questions.computed:
            at.report(kinds.COMPUTED_ITEM, key.at, id=name)
        else:
            near = nearest(key.value, questions.asked)
            at.report(kinds.UNKNOWN_ITEM, key.at, id=name, near=near)
    return question


def _repeated(
    node: Value, item: str, place: Place, question: Repeated, context: Context
) -> Answer | None:
    """What is said of a repeated item: its instances, or that none of it applies."""
    if not isinstance(node, Object):
        place.refuse(kinds.INSTANCES_EXPECTED, item, node, id=quoted(item))
        return None
    fields = fields_of(node, place, item, REPEATED_KEYS)
    if fields is None:
        return None
    stated = fields.values.get("items")
    exempt = _not_applicable(fields, item, question)
    if stated is not None and exempt is not None:
        at = fields.values["not_applicable"]
        fields.place.refuse(kinds.NOT_APPLICABLE_WITH_VALUE, "not_applicable", at, id=quoted(item))
    items = () if stated is None else _instances(stated, item, fields.place, question, context)
    return Answer(
        not_applicable=exempt,
        items=items,
        note=fields.text("note"),
        by=fields.text("by"),
        on=fields.day("on"),
    )


def _instances(
    node: Value, item: str, place: Place, question: Repeated, context: Context
) -> tuple[Instance, ...]:
    """The instances of a repeated item, as many as the rules allow, each with an id of its own."""
    if not isinstance(node, Array):
        place.refuse(kinds.LIST_EXPECTED, "items", node)
        return ()
    below = place.below("items")
    least = question.least if question.among is None else 0  # not all need be of these
    if not least <= len(node.items) <= question.most:
        times: dict[str, Fact] = {"least": least, "most": question.most}
        below.report(
            kinds.INSTANCES_COUNT, node.at, id=quoted(item), count=len(node.items), **times
        )
    found: list[Instance] = []
    for index, entry in enumerate(node.items):
        fields = fields_of(entry, below, index, INSTANCE_KEYS, required=("id",))
        if fields is None:
            continue
        name = fields.name("id") or ""
        if name and name in {each.id for each in found}:
            at = fields.place.below("id")
            at.report(kinds.INSTANCE_ID_TWICE, fields.values["id"].at, id=quoted(name), item=item)
        called = f"{item}/{name}"
        claim = fields.values.get("value")
        found.append(
            Instance(
                id=name,
                name=fields.text("name"),
                value=None if claim is None else _claimed(claim, called, fields.place, question),
                not_applicable=_not_applicable(fields, called, question),
                evidence=_evidence(fields, item, question.how, context),
                at=fields.place.pointer,
            )
        )
    return tuple(found)


def _claimed(node: Value, called: str, place: Place, question: Repeated) -> Stated | None:
    """The answer of an instance, which may not say in words that the item does not apply to it."""
    if says_not_applicable(node, question.how):
        place.refuse(kinds.NOT_APPLICABLE_AS_TEXT, "value", node, id=called)
        return None
    kind = question.how if isinstance(question.how, Rating) else question.how.question.type
    if isinstance(kind, ListType):
        raise AssertionError("no part is answered by a list")
    return stated_value(node, kind, place, "value", called)


def _answer(
    node: Value, item: str, place: Place, question: Question | None, context: Context
) -> Answer | None:
    if isinstance(question, Repeated):
        return _repeated(node, item, place, question, context)
    if isinstance(node, Array) and not _takes_list(question):
        place.below(item).report(kinds.LIST_NOT_REPEATED, node.at, id=quoted(item))
        return None
    if not isinstance(node, Object):
        value = None if question is None else answer_value(node, question, place, item, item)
        return None if value is None else Answer(value=value)
    if question is None:
        # It is not known whether it is repeated: something else is wrong, and told.
        fields = fields_of(node, place, item, (*ANSWER_KEYS, "items"))
    else:
        fields = _answer_fields(node, item, place)
    return None if fields is None else _full_answer(fields, item, question, context)


def _takes_list(question: Question | None) -> bool:
    """Whether a list answers the question, or it is not known what does."""
    return question is None or isinstance(question, ListType)


def _answer_fields(node: Object, item: str, place: Place) -> Fields | None:
    """The members of an answer; `items` has a message of its own."""
    repeated = next((m.key for m in node.members if m.key.value == "items"), None)
    if repeated is None:
        return fields_of(node, place, item, ANSWER_KEYS)
    below = place.below(item).below("items")
    below.report(kinds.LIST_NOT_REPEATED, repeated.at, id=quoted(item))
    fields_of(node, place, item, (*ANSWER_KEYS, "items"))
    return None


def _full_answer(fields: Fields, item: str, question: Question | None, context: Context) -> Answer:
    node = fields.values.get("value")
    value = None
    if isinstance(node, Array) and not _takes_list(question):
        fields.place.below("value").report(kinds.LIST_NOT_REPEATED, node.at, id=quoted(item))
    elif node is not None and question is not None:
        value = answer_value(node, question, fields.place, "value", item)
    return Answer(
        value=value,
        not_applicable=_not_applicable(fields, item, question),
        evidence=_evidence(fields, item, question, context),
        note=fields.text("note"),
        by=fields.text("by"),
        on=fields.day("on"),
    )


def _not_applicable(fields: Fields, item: str, question: Question | None) -> str | None:
    """The reason why an item is not applicable, where the rules let the subject say so."""
    node = fields.values.get("not_applicable")
    if node is None or isinstance(node, Unreadable):
        return None
    if question is not None and not may_be_declared(question):
        fields.place.refuse(kinds.NOT_APPLICABLE_REFUSED, "not_applicable", node, id=quoted(item))
        return None
    if "value" in fields.values:
        fields.place.refuse(
            kinds.NOT_APPLICABLE_WITH_VALUE, "not_applicable", node, id=quoted(item)
        )
    return fields.name("not_applicable")


def _evidence(
    fields: Fields, item: str, question: Question | None, context: Context
) -> tuple[str, ...]:
    """The ids of the documents an answer rests on, as often as they are named."""
    node = fields.values.get("evidence")
    if node is None:
        return ()
    proved = isinstance(question, Rating) or (isinstance(question, Asked) and question.needs)
    if question is not None and not proved:
        fields.place.refuse(kinds.EVIDENCE_ON_INPUT, "evidence", node, id=quoted(item))
        return ()
    described = isinstance(node, Array) and any(isinstance(x, Object) for x in node.items)
    if described or isinstance(node, Object):
        fields.place.refuse(kinds.EVIDENCE_IN_ANSWER, "evidence", node, id=quoted(item))
        return ()
    if not isinstance(node, Array):
        fields.place.refuse(kinds.LIST_EXPECTED, "evidence", node)
        return ()
    ids = []
    place = fields.place.below("evidence")
    for index, entry in enumerate(node.items):
        id_ = text_of_node(entry, place, index)
        if id_ is not None and is_listed(id_, entry, place.below(index), context):
            ids.append(id_)
    return tuple(ids)


def is_listed(id_: str, node: Value, place: Place, context: Context) -> bool:
    """Whether a document is listed under `evidence`; one that is not is reported."""
    documents = context.documents
    if documents is None or id_ in documents:
        return True
    kind = kinds.UNKNOWN_EVIDENCE if documents else kinds.NO_EVIDENCE_LISTED
    place.report(kind, node.at, id=quoted(id_), near=nearest(id_, documents))
    return False


def _finding(node: Value, item: str, place: Place, question: Question | None) -> Finding | None:
    if question is None:
        fields = fields_of(node, place, item, UNKNOWN_FINDING_KEYS)
    else:
        fields = fields_of(node, place, item, FINDING_KEYS, required=("value",))
    if fields is None:
        return None
    claim = fields.values.get("value")
    value = None
    if claim is not None and question is not None:
        value = answer_value(claim, question, fields.place, "value", item)
    by, on, reason = fields.text("by"), fields.day("on"), fields.text("reason")
    return None if value is None else Finding(value=value, by=by, on=on, reason=reason)
