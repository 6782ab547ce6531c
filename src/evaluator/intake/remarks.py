"""What a response states where nothing looks at it: told, and nothing is refused for it."""

from __future__ import annotations

from evaluator.diagnostics.kinds import inputs as kinds
from evaluator.intake.document import Null, Object, Value
from evaluator.intake.fields import Fields
from evaluator.intake.nearest import nearest
from evaluator.intake.quoting import quoted
from evaluator.intake.response import Response
from evaluator.model.instrument import EvidenceKind, HasAttributes, Instrument
from evaluator.source import Span


def remark(top: Fields, response: Response, instrument: Instrument) -> None:
    """Write down what is stated beside the place where it would count."""
    if response.evidence:
        _attributes(top, response, instrument)
    if response.subject.groups:
        _groups(top, response, instrument)


def _attributes(top: Fields, response: Response, instrument: Instrument) -> None:
    """A number, title or file that the kind of a document requires, but beside its attributes."""
    required = {kind.id: _required(kind) for kind in instrument.evidence}
    place = top.place.below("evidence")
    for name, document in response.evidence.items():
        beside = {"title": document.title, "number": document.number, "file": document.file}
        for entry in required.get(document.kind, ()):
            if beside.get(entry) and entry not in document.attributes:
                at = place.below(name).below(entry)
                facts = {"id": quoted(name), "key": entry, "kind": document.kind}
                at.report(kinds.ATTRIBUTE_BESIDE, _member(top, "evidence", name), **facts)


def _required(kind: EvidenceKind) -> tuple[str, ...]:
    listed = (each.names for each in kind.requirements if isinstance(each, HasAttributes))
    return tuple(name for names in listed for name in names)


def _groups(top: Fields, response: Response, instrument: Instrument) -> None:
    """A kind of group that the rules do not name, where they name any."""
    known = tuple(kind for kind, _ in instrument.grouped_in)
    for kind in response.subject.groups if known else ():
        if kind not in known:
            at = top.place.below("subject").below("groups").below(kind)
            near = nearest(kind, known, offered=None)
            at.report(
                kinds.UNKNOWN_GROUP,
                _member(top, "subject", "groups", kind),
                near=near,
                id=quoted(kind),
            )


def _member(top: Fields, *path: str) -> Span:
    """Where a member stands in the text."""
    node: Value = Null() if path[0] not in top.values else top.values[path[0]]
    at = node.at
    for key in path[1:]:
        if not isinstance(node, Object):
            return at
        member = next(m for m in node.members if m.key.value == key)
        node, at = member.value, member.key.at
    return at
