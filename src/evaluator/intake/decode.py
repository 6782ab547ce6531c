"""The stages of intake in order: bytes, text, document, rules, response."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import assert_never

from evaluator.diagnostics.kinds import inputs as kinds
from evaluator.diagnostics.model import Diagnostic, Outcome, in_order
from evaluator.intake.answers import Context, read_answers, read_findings
from evaluator.intake.canonical import canonical_hash
from evaluator.intake.document import Object, Unreadable, Value
from evaluator.intake.documents import (
    listed_documents,
    read_document_findings,
    read_documents,
    read_previous,
)
from evaluator.intake.editions import EditionBecause, Editions
from evaluator.intake.encoding import read_text
from evaluator.intake.fields import Fields, Place, fields_at
from evaluator.intake.header import Header, Rules, choose_rules, read_header
from evaluator.intake.json_text import read_json
from evaluator.intake.limits import MAX_BYTES, MAX_MISTAKES, MAX_YAML
from evaluator.intake.listed import check_listed
from evaluator.intake.mapping import read_mapping
from evaluator.intake.quoting import shown
from evaluator.intake.remarks import remark
from evaluator.intake.response import Response
from evaluator.intake.rulings import read_record_findings
from evaluator.model.instrument import Instrument
from evaluator.source import Source
from evaluator.values.record import record

TOP_KEYS = (
    "schema",
    "instrument",
    "edition",
    "subject",
    "period",
    "answers",
    "evidence",
    "evidence_findings",
    "findings",
    "decisions",
    "previous",
)
REQUIRED_KEYS = ("instrument", "subject", "period", "answers")
FREE_KEYS = "x-"
"""What the keys at the top begin with that are allowed and not read."""


class Form(StrEnum):
    """How the text of a response is written."""

    JSON = "json"
    YAML = "yaml"


def form_of(name: str) -> Form:
    """The form of a file by its name: YAML for .yaml and .yml, else JSON."""
    return Form.YAML if name.lower().endswith((".yaml", ".yml")) else Form.JSON


@record(kw_only=True)
class Decoded:
    """A response, the rules it is held to, and why these.

    Attributes:
        document: the response as it was read.
    """

    response: Response
    instrument: Instrument
    because: EditionBecause
    document: Value

    @property
    def sha256(self) -> str:
        """The hash over the canonical form of the response as it was read."""
        return canonical_hash(self.document)


def read_response(
    data: bytes | str | Mapping[str, object],
    *,
    editions: Editions,
    name: str = "",
    form: Form = Form.JSON,
) -> Outcome[Decoded]:
    """The typed response, or every mistake in what was given.

    Args:
        data: the bytes or text of a file in `form`, or a mapping of exact Python values.
        editions: the rules at hand.
        name: how messages call the text.
        form: how bytes and text are written.
    """
    document = read_document(data, name=name, form=form)
    if document.value is None:
        return Outcome(None, _bounded(document.diagnostics))
    decoded = decode(document.value, editions)
    found = (*document.diagnostics, *decoded.diagnostics)
    if not found:
        return decoded
    if decoded.value is None or any(d.is_error for d in found):
        return Outcome(None, _bounded(found))
    return Outcome(decoded.value, _bounded(found))


def read_document(
    data: bytes | str | Mapping[str, object], *, name: str = "", form: Form = Form.JSON
) -> Outcome[Value]:
    """The document of a text or mapping, before any rule is looked at."""
    if not isinstance(data, bytes | str):
        return read_mapping(data)
    source = read_text(data, name, MAX_BYTES if form is Form.JSON else MAX_YAML)
    if source.value is None:
        return Outcome(None, source.diagnostics)
    return _read(source.value, form)


def _read(source: Source, form: Form) -> Outcome[Value]:
    match form:
        case Form.JSON:
            return read_json(source)
        case Form.YAML:
            from evaluator.intake.yaml_text import read_yaml  # noqa: PLC0415 # brings PyYAML

            return read_yaml(source)
        case _:
            assert_never(form)


def decode(document: Value, editions: Editions) -> Outcome[Decoded]:
    """The response a document holds: first its head, so that the rules are known, then the rest."""
    found: list[Diagnostic] = []
    top = _top(document, Place("", found))
    if top is None:
        return Outcome(None, tuple(found))
    header = read_header(top)
    rules = choose_rules(top, header, editions)
    response = _body(top, header, rules)
    if response is None or rules is None or (found and any(d.is_error for d in found)):
        return Outcome(None, tuple(found))
    remark(top, response, rules.instrument)
    decoded = Decoded(
        response=response,
        instrument=rules.instrument,
        because=rules.because,
        document=document,
    )
    return Outcome(decoded, tuple(found))


def _top(document: Value, place: Place) -> Fields | None:
    """The members at the top, without those that are free."""
    if not isinstance(document, Object):
        if not isinstance(document, Unreadable):
            place.report(kinds.RESPONSE_NOT_OBJECT, document.at, found=shown(document))
        return None
    return fields_at(document, place, TOP_KEYS, REQUIRED_KEYS, free=FREE_KEYS)


def _body(top: Fields, header: Header, rules: Rules | None) -> Response | None:
    """Everything below the head, held against the rules where they are known."""
    questions = None if rules is None else rules.instrument.asks
    context = Context(questions=questions, documents=listed_documents(top))
    answers = read_answers(top, context)
    check_listed(top, questions, answers)
    stated = {name: tuple(x.id for x in said.items) for name, said in answers.items() if said.items}
    if stated:
        context = replace(context, instances=stated)
    evidence = read_documents(top, questions)
    evidence_findings = read_document_findings(top, context)
    findings = read_findings(top, "findings", context)
    decisions = read_findings(top, "decisions", context)
    record_findings = read_record_findings(top, "findings", questions, answers)
    record_decisions = read_record_findings(top, "decisions", questions, answers, findings)
    previous = read_previous(top)
    if header.instrument is None or header.subject is None or header.period is None:
        return None
    return Response(
        instrument=header.instrument,
        edition=header.edition,
        subject=header.subject,
        period=header.period,
        answers=answers,
        evidence=evidence,
        evidence_findings=evidence_findings,
        findings=findings,
        decisions=decisions,
        record_findings=record_findings,
        record_decisions=record_decisions,
        previous=previous,
    )


def _bounded(found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """The mistakes by place, as many as somebody would read."""
    ordered = in_order(found) if found else ()
    if len(ordered) < MAX_MISTAKES:
        return ordered
    more = Diagnostic(
        kind=kinds.TOO_MANY_MISTAKES, pointer="", at=ordered[-1].at, facts={"limit": MAX_MISTAKES}
    )
    return (*ordered[:MAX_MISTAKES], more)
