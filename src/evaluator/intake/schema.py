"""The JSON Schema (2020-12) of a response, derived from the rules.

It accepts what intake accepts, save for the kinds of `LEFT_TO_INTAKE`, which a schema cannot state.
Mistakes of the text itself, such as a key that stands twice, are found before a schema can look.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import ceil, floor
from typing import assert_never

from evaluator.diagnostics.kinds import inputs as kinds
from evaluator.diagnostics.model import Kind
from evaluator.intake.answers import (
    ANSWER_KEYS,
    INSTANCE_FINDING_KEYS,
    INSTANCE_KEYS,
    REPEATED_KEYS,
)
from evaluator.intake.decode import FREE_KEYS, REQUIRED_KEYS
from evaluator.intake.header import SCHEMA
from evaluator.intake.questions import range_text
from evaluator.intake.rulings import BETWEEN
from evaluator.intake.schema_parts import (
    DAY,
    EVIDENCE,
    NAME,
    NULL,
    NUMBER,
    SHARED,
    TEXT,
    YES_NO,
    Schema,
    closed,
    document_of,
    finding_of,
    named,
    of_keys,
    or_null,
    points_of,
    record_finding_of,
    ref,
)
from evaluator.model.instrument import (
    RECORD_ID,
    Asked,
    ChoiceType,
    DateType,
    Field,
    FieldType,
    Input,
    InputType,
    Instrument,
    Item,
    ListType,
    NumberType,
    Rating,
    Repeated,
    Scale,
    TextType,
    YesNoType,
    instance_of,
)

DIALECT = "https://json-schema.org/draft/2020-12/schema"

LEFT_TO_INTAKE: Mapping[Kind, str] = {
    kinds.UNKNOWN_EVIDENCE: "a reference to another part of the response",
    kinds.NO_EVIDENCE_LISTED: "a reference to another part of the response",
    kinds.PERIOD_REVERSED: "the order of two dates",
    kinds.DATE_UNREAL: "whether a day exists in its month, and the year 0000",
    kinds.NO_EDITION_IN_FORCE: "which edition a period selects",
    kinds.TWO_EDITIONS_IN_FORCE: "which edition a period selects",
    kinds.UNKNOWN_RECORD: "a reference to another part of the response",
    kinds.RECORD_ID_DIFFERS: "that a text is the one in a key",
    kinds.RECORD_AND_LIST: "that two keys exclude one another",
    kinds.UNKNOWN_INSTANCE: "a reference to another part of the response",
    kinds.INSTANCE_ID_TWICE: "that a key differs from one object of a list to the next",
    kinds.RECORD_ID_TWICE: "that a key differs from one object of a list to the next",
    kinds.NUMBER_OUT_OF_RANGE: "a bound that is not a whole number; the next one outside is stated",
}
"""What intake refuses and a schema cannot state, each with its reason. The list is closed."""


def response_schema(instrument: Instrument) -> Schema:
    """The schema of a response to one edition of an instrument."""
    whole = [item for item in instrument.walk() if instance_of(item.id) is None]
    rated = [(leaf, leaf.rating) for leaf in whole if leaf.rating is not None]
    repeated = [(item, item.repeated) for item in whole if item.repeated is not None]
    answers = {leaf.id: _item(leaf, rating, "answer") for leaf, rating in rated}
    findings = {leaf.id: _item(leaf, rating, "finding") for leaf, rating in rated}
    answers.update((item.id, _repeated(item, times)) for item, times in repeated)
    patterns = {f"^{item.id}/": _instance_finding(times) for item, times in repeated}
    for item in whole:
        if item.asked is not None:
            if item.asked.question.by_verifier is None:
                answers[item.id] = _asked(item.asked)
            findings[item.id] = _input_finding(item.asked.question)
    stated = (given for given in instrument.inputs if given.by_verifier is None)
    listed = {how.among.list: how for _, how in repeated if how.among is not None}
    answers.update((given.id, _input(given, listed.get(given.id))) for given in stated)
    findings.update((given.id, _input_finding(given)) for given in instrument.inputs)
    kind_ids = [kind.id for kind in instrument.evidence]
    return {
        "$schema": DIALECT,
        "title": f"{instrument.label} ({instrument.id}@{instrument.edition})",
        **_top({"const": instrument.id}, {"enum": [instrument.edition, None]}, closed(answers)),
        "$defs": {
            **_definitions(
                {"enum": kind_ids} if kind_ids else {"not": {}},
                _findings(instrument, findings, patterns),
            ),
            **_scales([*(r for _, r in rated), *(t.rating for _, t in repeated if t.rating)]),
        },
    }


def any_response_schema() -> Schema:
    """The schema of a response whatever its instrument; it ships as `response-1.json`."""
    plain: Schema = {"type": ["number", "string", "boolean"]}
    record = closed({RECORD_ID: or_null(NAME)}) | {"additionalProperties": or_null(plain)}
    value: Schema = {"anyOf": [plain, {"type": "array", "items": record}]}
    instance = of_keys(
        INSTANCE_KEYS, {"id": NAME}, value=plain, not_applicable=NAME, evidence=EVIDENCE
    )
    items: Schema = {"type": "array", "items": instance}
    repeated = of_keys(REPEATED_KEYS, {}, items=items, not_applicable=NAME)
    whole = _answer_object(value, exempt=NAME, evidence=EVIDENCE)
    answers = named({"anyOf": [value, whole, repeated]})
    found: Schema = {"anyOf": [finding_of(value), record_finding_of(record)]}
    return {
        "$schema": DIALECT,
        "title": SCHEMA,
        **_top(NAME, or_null(TEXT), answers),
        "$defs": _definitions(TEXT, named(found)),
    }


def _findings(
    instrument: Instrument, findings: dict[str, Schema], instances: dict[str, Schema]
) -> Schema:
    """Findings by the id of an item or input, or of a list or repeated item and one of its own."""
    schema = closed(findings)
    lists = {x.id: x.type for x in instrument.inputs if isinstance(x.type, ListType)}
    if not lists and not instances:
        return schema
    singly = {f"^{n}{BETWEEN}": or_null(record_finding_of(_record(t))) for n, t in lists.items()}
    return {**schema, "patternProperties": {**singly, **instances}}


def _top(instrument: Schema, edition: Schema, answers: Schema) -> Schema:
    properties: dict[str, Schema] = {
        "schema": {"enum": [SCHEMA, None]},
        "instrument": instrument,
        "edition": edition,
        "subject": ref("subject"),
        "period": ref("period"),
        "answers": answers,
        "evidence": or_null(named(ref("document"))),
        "evidence_findings": or_null(named(ref("document_finding"))),
        "findings": or_null(ref("findings")),
        "decisions": or_null(ref("findings")),
        "previous": or_null(ref("previous")),
    }
    return {**closed(properties, REQUIRED_KEYS), "patternProperties": {f"^{FREE_KEYS}": {}}}


def _definitions(kind: Schema, findings: Schema) -> Schema:
    return {**SHARED, "document": document_of(kind), "findings": findings}


def _item(leaf: Item, rating: Rating, of: str) -> Schema:
    """An answer to or a finding on an item; the definition tells whether it may be exempt."""
    schema: Schema = {"title": leaf.label}
    if rating.texts:
        schema["description"] = "\n".join(f"{text.level}: {text.text}" for text in rating.texts)
    if of == "finding":
        return {**schema, **or_null(ref(f"finding.{rating.scale.id}"))}
    whole = f"answer.{rating.scale.id}" + (".exempt" if _may_be_exempt(rating) else "")
    return {**schema, "anyOf": [ref(f"level.{rating.scale.id}"), ref(whole), NULL]}


def _repeated(item: Item, times: Repeated) -> Schema:
    """The instances of a repeated item, or that none of it applies."""
    value = _instance_value(times)
    required: dict[str, Schema] = {"id": NAME}
    exempt = NAME if _may_be_exempt(times.how) else NULL
    proved = EVIDENCE if isinstance(times.how, Rating) or times.how.needs else NULL
    instance = of_keys(INSTANCE_KEYS, required, value=value, not_applicable=exempt, evidence=proved)
    items: Schema = {
        "type": "array",
        "items": _either("value", instance, exempt),
        "minItems": times.least if times.among is None else 0,
        "maxItems": times.most,
    }
    answer = of_keys(REPEATED_KEYS, {}, items=items, not_applicable=exempt)
    return {"title": item.label, **or_null(_either("items", answer, exempt))}


def _either(key: str, schema: Schema, exempt: Schema) -> Schema:
    """What is answered by this key or, where it may be, declared not applicable, but not both."""
    if exempt is NULL:
        return schema
    both: dict[str, Schema] = {key: {"not": NULL}, "not_applicable": {"not": NULL}}
    return {**schema, "not": {"required": list(both), "properties": both}}


def _instance_finding(times: Repeated) -> Schema:
    """A finding on an instance: another answer, or of a level that it is not accepted."""
    level = _instance_value(times)
    if not isinstance(times.how, Rating):
        return or_null(finding_of(level))
    keys = INSTANCE_FINDING_KEYS
    judged = of_keys(keys, {"value": level}, accepted=NULL)
    refused = of_keys(keys, {"accepted": {"enum": [False]}}, value=NULL)
    return {"anyOf": [judged, refused, NULL]}


def _instance_value(times: Repeated) -> Schema:
    if isinstance(times.how, Rating):
        return ref(f"level.{times.how.scale.id}")
    return _input_value(times.how.question.type)


def _may_be_exempt(rule: Rating | Asked) -> bool:
    return rule.may_be_not_applicable is not None


def _scales(ratings: Iterable[Rating]) -> Schema:
    """For each scale in use its levels, and what an answer and a finding with them look like."""
    definitions: Schema = {}
    for rating in ratings:
        scale = rating.scale.id
        level = ref(f"level.{scale}")
        definitions[f"level.{scale}"] = _level(rating.scale)
        definitions[f"finding.{scale}"] = finding_of(level)
        if _may_be_exempt(rating):
            exempt = _answer_object(level, exempt=NAME, evidence=EVIDENCE)
            definitions[f"answer.{scale}.exempt"] = exempt
        else:
            whole = _answer_object(level, exempt=NULL, evidence=EVIDENCE)
            definitions[f"answer.{scale}"] = whole
    return definitions


def _level(scale: Scale) -> Schema:
    labels = [f"{level.number}: {level.label}" for level in scale.levels if level.label]
    described: Schema = {"description": "\n".join(labels)} if labels else {}
    return {"enum": list(scale.numbers), **described}


def _answer_object(value: Schema, *, exempt: Schema, evidence: Schema) -> Schema:
    schema = of_keys(ANSWER_KEYS, {}, value=value, not_applicable=exempt, evidence=evidence)
    return _either("value", schema, exempt)


def _input(given: Input, times: Repeated | None) -> Schema:
    """An answer to an input; `times`: how a part is repeated for the records of this list."""
    value = _input_value(given.type)
    if times is not None and isinstance(given.type, ListType):
        record = {**_record(given.type, called=NAME), "required": [RECORD_ID]}
        ends = {"minItems": times.least, "maxItems": times.most}
        value = {**value, "items": record, **ends}
    whole = _answer_object(value, exempt=NULL, evidence=NULL)
    return {"title": given.label, "anyOf": [value, whole, NULL]}


def _asked(asked: Asked) -> Schema:
    """An answer to the question that a part has of its own."""
    given = asked.question
    value = _input_value(given.type)
    exempt = NULL if asked.may_be_not_applicable is None else NAME
    whole = _answer_object(value, exempt=exempt, evidence=EVIDENCE if asked.needs else NULL)
    return {"title": given.label, "anyOf": [value, whole, NULL]}


def _input_finding(given: Input) -> Schema:
    value = _input_value(given.type)
    finding = finding_of(value) if given.by_verifier is None else points_of(value)
    return {"title": given.label, **or_null(finding)}


def _input_value(type_: InputType) -> Schema:
    if isinstance(type_, ListType):
        return {"type": "array", "items": _record(type_)}
    return _plain_value(type_)


def _record(type_: ListType, called: Schema | None = None) -> Schema:
    """A record; `called`: its id, where it must have one."""
    fields = {field.id: _field(field) for field in type_.fields}
    return closed({RECORD_ID: called or or_null(NAME), **fields})


def _field(field: Field) -> Schema:
    return {"title": field.label, **or_null(_plain_value(field.type))}


def _plain_value(type_: FieldType) -> Schema:
    match type_:
        case NumberType():
            return _number(type_)
        case ChoiceType():
            return {"enum": [choice for choice, _ in type_.choices]}
        case YesNoType():
            return YES_NO
        case DateType():
            return DAY
        case TextType():
            return TEXT
        case _:
            assert_never(type_)


def _number(type_: NumberType) -> Schema:
    """A number in its range; a bound that is not whole is stated as the next one outside."""
    schema: Schema = {
        **NUMBER,
        "description": " ".join((range_text(type_), type_.unit or "")).strip(),
    }
    if type_.low is not None:
        sharp = type_.low.denominator == 1 and not type_.low_included
        schema["exclusiveMinimum" if sharp else "minimum"] = floor(type_.low)
    if type_.high is not None:
        sharp = type_.high.denominator == 1 and not type_.high_included
        schema["exclusiveMaximum" if sharp else "maximum"] = ceil(type_.high)
    return schema
