"""What is said of single records of a list: read, and put together with the list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from evaluator.diagnostics.kinds import inputs as kinds
from evaluator.intake.document import Null, String, Value
from evaluator.intake.fields import Fields, Place, fields_of
from evaluator.intake.nearest import is_meant_elsewhere, nearest
from evaluator.intake.pointer import below
from evaluator.intake.questions import record_of
from evaluator.intake.quoting import quoted
from evaluator.intake.response import (
    Answer,
    AnswerValue,
    Finding,
    Record,
    RecordFinding,
    Response,
    Stage,
)
from evaluator.model.instrument import ListType, Questions

RECORD_FINDING_KEYS = ("value", "accepted", "by", "on", "reason")
BETWEEN = "/"
"""What stands between the id of a list and that of its record; no id of ours has it."""

RecordFindings = Mapping[str, Mapping[str, RecordFinding]]
"""By the id of the list, then of the record."""
Lists = Mapping[str, AnswerValue | None]
"""What findings on records are about, by the id of the list."""


def lists_of(*said: Mapping[str, Answer] | Mapping[str, Finding]) -> dict[str, AnswerValue | None]:
    """Each list as it was last stated as a whole."""
    return {name: one.value for statements in said for name, one in statements.items()}


def is_on_record(key: str, questions: Questions | None) -> bool:
    """Whether a key of findings calls a record of a list."""
    name, between, _ = key.partition(BETWEEN)
    known = questions is not None and isinstance(questions.asked.get(name), ListType)
    return bool(between) and known


def read_record_findings(
    top: Fields,
    section: str,
    questions: Questions | None,
    *said: Mapping[str, Answer] | Mapping[str, Finding],
) -> dict[str, dict[str, RecordFinding]]:
    """The findings or decisions on records of the lists that were said, the latest last."""
    found: dict[str, dict[str, RecordFinding]] = {}
    if section not in top.values:
        return found
    lists = lists_of(*said)
    place = top.place.below(section)
    keys = {key.value for key, node in top.entries(section) if not isinstance(node, Null)}
    for key, node in top.entries(section):
        if questions is None or not is_on_record(key.value, questions):
            continue
        name, _, record = key.value.partition(BETWEEN)
        type_ = questions.asked[name]
        if not isinstance(type_, ListType):
            continue
        known = _is_record(key, name, place, lists)
        if known and name in keys:
            place.below(key.value).report(kinds.RECORD_AND_LIST, key.at, list=name)
        if isinstance(node, Null):
            continue
        finding = _finding(node, key.value, place, type_, record)
        if finding is not None and known:
            found.setdefault(name, {})[record] = finding
    return found


def _is_record(key: String, name: str, place: Place, lists: Lists) -> bool:
    """Whether the list has such a record; one that it has not is reported."""
    record = key.value.partition(BETWEEN)[2]
    known = [one.id for one in _records(lists.get(name)) if one.id is not None]
    if record in known:
        return True
    if name not in lists and is_meant_elsewhere(name, place.found):
        return False  # the list is there, under a name that was told to be wrong
    near = nearest(record, known, offered=None)
    at = place.below(key.value)
    at.report(kinds.UNKNOWN_RECORD, key.at, id=quoted(record), list=name, near=near)
    return False


def _records(stated: AnswerValue | None) -> tuple[Record, ...]:
    return stated if isinstance(stated, tuple) else ()


def _finding(
    node: Value, key: str, place: Place, type_: ListType, record: str
) -> RecordFinding | None:
    fields = fields_of(node, place, key, RECORD_FINDING_KEYS)
    if fields is None:
        return None
    by, on, reason = fields.text("by"), fields.day("on"), fields.text("reason")
    accepted = fields.yes_no("accepted")
    value = fields.values.get("value")
    if (value is None) is ("accepted" not in fields.values):
        fields.place.report(kinds.RECORD_FINDING_UNCLEAR, node.at, id=quoted(record))
        return None
    corrected = None
    if value is not None:
        corrected = record_of(value, type_, fields.place, "value")
        if corrected is None:
            return None
        if corrected.id not in (None, record):
            at = fields.place.below("value").below("id")
            at.report(kinds.RECORD_ID_DIFFERS, value.at, id=quoted(record))
        corrected = replace(corrected, id=record)
    return RecordFinding(
        accepted=accepted is not False, value=corrected, by=by, on=on, reason=reason
    )


# What counts -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ruled:
    """A record of a list, and the last that was said of it.

    Attributes:
        claimed: the record as the list states it.
        ruling: the finding or decision that counts, if there is one.
        stage: the stage of that.
        earlier: the same with the finding that a decision replaced.
    """

    claimed: Record
    ruling: RecordFinding | None = None
    stage: Stage = Stage.SELF
    earlier: Ruled | None = None

    @property
    def record(self) -> Record | None:
        """The record that counts; `None` where it is not accepted."""
        if self.ruling is None:
            return self.claimed
        return (self.ruling.value or self.claimed) if self.ruling.accepted else None

    @property
    def changed(self) -> tuple[str, ...]:
        """The fields in which a correction differs from the claim."""
        before = self.claimed.fields
        after = before if self.record is None else self.record.fields
        return tuple(x for x in dict.fromkeys((*before, *after)) if before.get(x) != after.get(x))


def ruled(response: Response, name: str, stage: Stage) -> tuple[Ruled, ...] | None:
    """The records of a list at a stage, in order; `None` where nobody stated the list.

    A list that is stated anew leaves nothing of what was said of its records before.
    """
    records: tuple[Ruled, ...] | None = None
    for said_at, whole, singly in _said(response, name, stage):
        if whole is not None and isinstance(whole.value, tuple):
            records = tuple(Ruled(record) for record in whole.value)
        elif records is not None and singly:
            records = tuple(_ruled(one, said_at, singly) for one in records)
    return records


def _ruled(one: Ruled, stage: Stage, singly: Mapping[str, RecordFinding]) -> Ruled:
    ruling = singly.get(one.claimed.id) if one.claimed.id is not None else None
    if ruling is None:
        return one
    return Ruled(one.claimed, ruling, stage, None if one.ruling is None else one)


def place_of(name: str, one: Ruled) -> str:
    """The place of the finding or decision on a record, as a JSON pointer."""
    section = "/decisions" if one.stage is Stage.FINAL else "/findings"
    return below(section, f"{name}{BETWEEN}{one.claimed.id}")


_Singly = Mapping[str, RecordFinding]


def _said(
    response: Response, name: str, stage: Stage
) -> Iterator[tuple[Stage, Answer | Finding | None, _Singly]]:
    """What is said of a list and of its records, stage by stage."""
    yield Stage.SELF, response.answers.get(name), {}
    if stage is not Stage.SELF:
        yield Stage.VERIFIED, response.findings.get(name), response.record_findings.get(name, {})
    if stage is Stage.FINAL:
        yield Stage.FINAL, response.decisions.get(name), response.record_decisions.get(name, {})
