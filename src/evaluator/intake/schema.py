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
from evaluator.intake.answers import ANSWER_KEYS
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
    Scale,
    TextType,
    YesNoType,
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
    kinds.RECORD_ID_TWICE: "that a key differs from one object of a list to the next",
    kinds.NUMBER_OUT_OF_RANGE: "a bound that is not a whole number; the next one outside is stated",
}
"""What intake refuses and a schema cannot state, each with its reason. The list is closed."""


def response_schema(instrument: Instrument) -> Schema:
    """The schema of a response to one edition of an instrument."""
    rated = [(leaf, leaf.rating) for leaf in instrument.leaves() if leaf.rating is not None]
    answers = {leaf.id: _item(leaf, rating, "answer") for leaf, rating in rated}
    findings = {leaf.id: _item(leaf, rating, "finding") for leaf, rating in rated}
    for item in instrument.walk():
        if item.asked is not None:
            if item.asked.question.by_verifier is None:
                answers[item.id] = _asked(item.asked)
            findings[item.id] = _input_finding(item.asked.question)
    stated = (given for given in instrument.inputs if given.by_verifier is None)
    answers.update((given.id, _input(given)) for given in stated)
    findings.update((given.id, _input_finding(given)) for given in instrument.inputs)
    kind_ids = [kind.id for kind in instrument.evidence]
    return {
        "$schema": DIALECT,
        "title": f"{instrument.label} ({instrument.id}@{instrument.edition})",
        **_top({"const": instrument.id}, {"enum": [instrument.edition, None]}, closed(answers)),
        "$defs": {
            **_definitions(
                {"enum": kind_ids} if kind_ids else {"not": {}}, _findings(instrument, findings)
            ),
            **_scales(rating for _, rating in rated),
        },
    }


def any_response_schema() -> Schema:
    """The schema of a response whatever its instrument; it ships as `response-1.json`."""
    plain: Schema = {"type": ["number", "string", "boolean"]}
    record = closed({RECORD_ID: or_null(NAME)}) | {"additionalProperties": or_null(plain)}
    value: Schema = {"anyOf": [plain, {"type": "array", "items": record}]}
    answers = named({"anyOf": [value, _answer_object(value, exempt=NAME, evidence=EVIDENCE)]})
    found: Schema = {"anyOf": [finding_of(value), record_finding_of(record)]}
    return {
        "$schema": DIALECT,
        "title": SCHEMA,
        **_top(NAME, or_null(TEXT), answers),
        "$defs": _definitions(TEXT, named(found)),
    }


def _findings(instrument: Instrument, findings: dict[str, Schema]) -> Schema:
    """Findings by the id of an item or input, or of a list and one of its records."""
    schema = closed(findings)
    lists = {x.id: x.type for x in instrument.inputs if isinstance(x.type, ListType)}
    if not lists:
        return schema
    singly = {f"^{n}{BETWEEN}": or_null(record_finding_of(_record(t))) for n, t in lists.items()}
    return {**schema, "patternProperties": singly}


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


def _may_be_exempt(rating: Rating) -> bool:
    return rating.may_be_not_applicable is not None


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
    if exempt is NULL:
        return schema
    both: dict[str, Schema] = {"value": {"not": NULL}, "not_applicable": {"not": NULL}}
    return {**schema, "not": {"required": list(both), "properties": both}}


def _input(given: Input) -> Schema:
    value = _input_value(given.type)
    whole = _answer_object(value, exempt=NULL, evidence=NULL)
    return {"title": given.label, "anyOf": [value, whole, NULL]}


def _asked(asked: Asked) -> Schema:
    """An answer to the question that a part has of its own."""
    given = asked.question
    value = _input_value(given.type)
    exempt = NULL if asked.may_be_not_applicable is None else NAME
    whole = _answer_object(value, exempt=exempt, evidence=NULL)
    return {"title": given.label, "anyOf": [value, whole, NULL]}


def _input_finding(given: Input) -> Schema:
    value = _input_value(given.type)
    finding = finding_of(value) if given.by_verifier is None else points_of(value)
    return {"title": given.label, **or_null(finding)}


def _input_value(type_: InputType) -> Schema:
    if isinstance(type_, ListType):
        return {"type": "array", "items": _record(type_)}
    return _plain_value(type_)


def _record(type_: ListType) -> Schema:
    fields = {field.id: _field(field) for field in type_.fields}
    return closed({RECORD_ID: or_null(NAME), **fields})


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
