"""Evidence, what verifiers say of it, and the values of an earlier period."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from evaluator.diagnostics.kinds import inputs as kinds
from evaluator.intake.answers import Context, is_listed
from evaluator.intake.document import Boolean, Null, Number, Object, String, Value
from evaluator.intake.fields import Fields, Place, fields_of, number_of_node, text_of_node
from evaluator.intake.header import read_period
from evaluator.intake.limits import MAX_ATTRIBUTES
from evaluator.intake.nearest import nearest
from evaluator.intake.quoting import quoted
from evaluator.intake.response import Document, DocumentFinding, Previous
from evaluator.model.instrument import Questions

DOCUMENT_KEYS = (
    "kind",
    "title",
    "number",
    "dated",
    "valid_until",
    "file",
    "sha256",
    "attributes",
)
DOCUMENT_FINDING_KEYS = ("accepted", "by", "on", "reason")
PREVIOUS_KEYS = ("edition", "period", "values")


def listed_documents(top: Fields) -> AbstractSet[str] | None:
    """The ids under `evidence`, well described or not; `None` where they cannot be read."""
    node = top.values.get("evidence")
    if node is None:
        return frozenset()
    if not isinstance(node, Object):
        return None
    return {member.key.value for member in node.members if not isinstance(member.value, Null)}


def read_documents(top: Fields, questions: Questions | None) -> dict[str, Document]:
    """The evidence, by id."""
    documents: dict[str, Document] = {}
    if "evidence" not in top.values:
        return documents
    place = top.place.below("evidence")
    for key, node in top.entries("evidence"):
        if isinstance(node, Null):
            continue
        fields = fields_of(node, place, key.value, DOCUMENT_KEYS, required=("kind",))
        document = None if fields is None else _document(fields, questions)
        if document is not None:
            documents[key.value] = document
    return documents


def _document(fields: Fields, questions: Questions | None) -> Document | None:
    kind = _kind(fields, questions)
    document = Document(
        kind=kind or "",
        title=fields.text("title"),
        number=fields.text("number"),
        dated=fields.day("dated"),
        valid_until=fields.day("valid_until"),
        file=fields.text("file"),
        sha256=fields.text("sha256"),
        attributes=_attributes(fields),
    )
    return None if kind is None else document


def _kind(fields: Fields, questions: Questions | None) -> str | None:
    """The kind of a document, which is one the rules name."""
    kind = fields.text("kind")
    if kind is None or questions is None or kind in questions.evidence:
        return kind
    code = kinds.UNKNOWN_EVIDENCE_KIND if questions.evidence else kinds.NO_EVIDENCE_KINDS
    near = nearest(kind, questions.evidence, offered=None)
    fields.place.refuse(code, "kind", fields.values["kind"], kind=quoted(kind), near=near)
    return None


def _attributes(fields: Fields) -> dict[str, object]:
    attributes: dict[str, object] = {}
    place = fields.place.below("attributes")
    node = fields.values.get("attributes")
    if isinstance(node, Object) and len(node.members) > MAX_ATTRIBUTES:
        place.report(kinds.TOO_MANY_ATTRIBUTES, node.at, limit=MAX_ATTRIBUTES)
        return attributes
    for key, value in fields.entries("attributes"):
        if not isinstance(value, Null):
            attributes[key.value] = _attribute(value, place, key.value)
    return attributes


def _attribute(node: Value, place: Place, key: str) -> object:
    match node:
        case Number() | Boolean():
            return node.value
        case String():
            return text_of_node(node, place, key)
        case _:
            place.refuse(kinds.PLAIN_VALUE_EXPECTED, key, node)
            return None


def read_document_findings(top: Fields, context: Context) -> dict[str, DocumentFinding]:
    """What verifiers say of the evidence, by the id of the document."""
    findings: dict[str, DocumentFinding] = {}
    if "evidence_findings" not in top.values:
        return findings
    place = top.place.below("evidence_findings")
    for key, node in top.entries("evidence_findings"):
        is_listed(key.value, key, place.below(key.value), context)
        if isinstance(node, Null):
            continue
        fields = fields_of(node, place, key.value, DOCUMENT_FINDING_KEYS, required=("accepted",))
        finding = None if fields is None else _document_finding(fields)
        if finding is not None:
            findings[key.value] = finding
    return findings


def _document_finding(fields: Fields) -> DocumentFinding | None:
    accepted = fields.yes_no("accepted")
    by, on, reason = fields.text("by"), fields.day("on"), fields.text("reason")
    if accepted is None:
        return None
    return DocumentFinding(accepted=accepted, by=by, on=on, reason=reason)


def read_previous(top: Fields) -> Previous | None:
    """The values of an earlier period; its rules may be none of ours, so its ids are not judged."""
    fields = top.fields("previous", PREVIOUS_KEYS)
    if fields is None:
        return None
    values = {}
    place = fields.place.below("values")
    for key, node in fields.entries("values"):
        number = None if isinstance(node, Null) else number_of_node(node, place, key.value)
        if number is not None:
            values[key.value] = number
    return Previous(edition=fields.text("edition"), period=read_period(fields), values=values)
