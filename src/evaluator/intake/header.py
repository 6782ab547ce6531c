"""The head of a response: for which rules it is, whom it is about, which days it covers."""

from __future__ import annotations

from evaluator.diagnostics.kinds import inputs as kinds
from evaluator.intake.document import Null
from evaluator.intake.editions import (
    Chosen,
    EditionBecause,
    Editions,
    choose_in_force,
    choose_named,
)
from evaluator.intake.fields import Fields, text_of_node
from evaluator.intake.nearest import nearest
from evaluator.intake.quoting import quoted
from evaluator.intake.response import Period, Subject
from evaluator.model.instrument import Instrument
from evaluator.values.record import record

SCHEMA = "takar/response/1"
"""What a response may say it is."""

SUBJECT_KEYS = ("id", "name", "groups")
PERIOD_KEYS = ("from", "to")


@record(kw_only=True)
class Header:
    """What the rules are chosen by; `None` for what is missing or mistaken."""

    instrument: str | None
    edition: str | None
    period: Period | None
    subject: Subject | None


@record(kw_only=True)
class Rules:
    """The rules a response is held to, and why these."""

    instrument: Instrument
    because: EditionBecause


def read_header(top: Fields) -> Header:
    """The head of a response."""
    schema = top.text("schema")
    if schema not in {None, SCHEMA}:
        top.place.refuse(kinds.UNKNOWN_SCHEMA, "schema", top.values["schema"])
    return Header(
        instrument=top.text("instrument"),
        edition=top.text("edition"),
        period=read_period(top),
        subject=_read_subject(top),
    )


def read_period(within: Fields) -> Period | None:
    """A period whose days are in order."""
    fields = within.fields("period", PERIOD_KEYS, required=PERIOD_KEYS)
    if fields is None:
        return None
    first, last = fields.day("from"), fields.day("to")
    if first is None or last is None:
        return None
    if last < first:
        facts = {"from": first, "to": last}
        fields.place.report(kinds.PERIOD_REVERSED, within.values["period"].at, **facts)
        return None
    return Period(first=first, last=last)


def _read_subject(top: Fields) -> Subject | None:
    fields = top.fields("subject", SUBJECT_KEYS, required=("id",))
    if fields is None:
        return None
    groups = _read_groups(fields)
    name = fields.text("name")
    id_ = fields.name("id")
    return None if id_ is None else Subject(id=id_, name=name, groups=groups)


def _read_groups(subject: Fields) -> dict[str, str]:
    groups: dict[str, str] = {}
    if "groups" not in subject.values:
        return groups
    place = subject.place.below("groups")
    for key, node in subject.entries("groups"):
        group = None if isinstance(node, Null) else text_of_node(node, place, key.value)
        if group is not None:
            groups[key.value] = group
    return groups


def choose_rules(top: Fields, header: Header, editions: Editions) -> Rules | None:
    """The rules a response asks for; none where its head does not say or does not know them."""
    if header.instrument is None or not _is_known(top, header.instrument, editions):
        return None
    known = editions.editions(header.instrument)
    if header.edition is not None:
        choice = choose_named(header.instrument, header.edition, known)
        key = "edition"
    elif header.period is not None and "edition" not in top.values:
        choice = choose_in_force(header.instrument, header.period.last, known)
        key = "period"
    else:
        return None
    if not isinstance(choice, Chosen):
        place = top.place.below(key)
        place.report(choice.kind, top.values[key].at, **choice.facts)
        return None
    instrument = editions.load(header.instrument, choice.edition)
    return Rules(instrument=instrument, because=choice.because)


def _is_known(top: Fields, instrument: str, editions: Editions) -> bool:
    known = editions.instruments()
    if instrument in known:
        return True
    kind = kinds.UNKNOWN_INSTRUMENT if known else kinds.NO_INSTRUMENTS
    at = top.values["instrument"].at
    near = nearest(instrument, known)
    top.place.below("instrument").report(kind, at, id=quoted(instrument), near=near)
    return False
