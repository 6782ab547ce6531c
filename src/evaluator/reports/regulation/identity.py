"""What an edition is: its names, its laws, its days."""

from __future__ import annotations

from evaluator.model.instrument import Former
from evaluator.reports import numbers
from evaluator.reports.page import (
    Facts,
    Row,
)
from evaluator.reports.regulation.writing import Writing
from evaluator.reports.written import free


def force(writing: Writing) -> str:
    """The days the edition is in force."""
    edition = writing.instrument
    language = writing.say.language
    if edition.first.year == edition.first.max.year:
        return writing.say("show.no_date")
    first = numbers.day(edition.first, language)
    if edition.last is None:
        return writing.say("identity.in_force_from", first=first)
    last = numbers.day(edition.last, language)
    return writing.say("identity.in_force_until", first=first, last=last)


def identity(writing: Writing) -> Facts:
    """What the edition is called, who issued it and on what law it rests."""
    edition, say = writing.instrument, writing.say
    rows = [
        Row(label=say("identity.instrument"), value=f"{say.own(edition.label)} ({edition.id})"),
        Row(
            label=say("identity.edition"),
            value=free(edition.edition),
            notes=(force(writing), *writing.basis(edition.in_force)),
        ),
    ]
    if edition.issuer:
        rows.append(Row(label=say("show.issuer"), value=say.own(edition.issuer)))
    rows += [Row(label=say("identity.bases"), value=say.own(basis)) for basis in edition.bases]
    if edition.assesses:
        name, label = edition.assesses[0], edition.assesses[1]
        groups = tuple(say("show.grouped_in", group=writing.kind(k)) for k, _ in edition.grouped_in)
        named = say.own(f"{label} ({name})" if label else name)
        rows.append(Row(label=say("show.assesses"), value=named, notes=groups))
    if edition.amends is not None:
        verb = {True: "corrects", False: "amends", None: "amends_or_corrects"}
        label = say(f"show.{verb[writing.background.corrects]}")
        rows.append(Row(label=label, value=free(edition.amends)))
    rows += [
        Row(
            label=say("show.formerly"),
            value=f"{former.former} → {former.id}",
            notes=(
                *_owner(writing, former),
                say("show.formerly_since", edition=free(former.edition)),
            ),
        )
        for former in edition.formerly
    ]
    rows.append(Row(label=say("show.sha256"), value=edition.sha256))
    return Facts(rows=tuple(rows))


def _owner(writing: Writing, former: Former) -> tuple[str, ...]:
    """What a field or a choice belongs to."""
    if former.of is None:
        return ()
    of = f"{former.of}/{former.of_field}" if former.of_field else former.of
    return (writing.say(f"show.formerly_{former.sort.partition('_')[0]}", of=of),)
