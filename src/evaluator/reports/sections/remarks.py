"""What is missing, what was assumed, and what else the engine has to say, in words."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.reports.answers import field_at, level_words
from evaluator.reports.case import NOTHING, Case, Json
from evaluator.reports.conditions import gate_words
from evaluator.reports.failing import failing_words, unmet_words
from evaluator.reports.page import Block, Cell, Column, Line, Point, Points, Prose, Section, Table
from evaluator.reports.sections.entry import quoted
from evaluator.reports.sections.unproved import unproved
from evaluator.reports.written import free


def missing(case: Case) -> Section:
    """The answers the result waits for, and the claims that are not proved."""
    names = case.result["missing"]
    block: Block = Prose(text=case.say("missing.none"))
    if names:
        caption = "missing.not_scored" if case.status == "not_scored" else "missing.caption"
        block = Table(
            caption=case.say(caption, count=str(len(names))),
            columns=tuple(
                Column(head=case.say(f"missing.{key}")) for key in ("item", "id", "rule")
            ),
            rows=tuple(_missing(case, name) for name in names),
        )
    blocks = (block, *unproved(case))
    return Section(id="missing", heading=case.say("missing.heading"), blocks=blocks)


def _missing(case: Case, name: str) -> Line:
    grounds = {thing.id: thing.ground for thing in case.instrument.inputs}
    ground = case.items[name].ground if name in case.items else grounds.get(name)
    rule = NOTHING if ground is None else case.ground(ground)
    lacks = case.say.listed(list(_lacking_fields(case, name)))
    return Line(cells=(Cell(text=case.name(name), beneath=lacks), Cell(text=name), Cell(text=rule)))


def _lacking_fields(case: Case, name: str) -> Iterator[str]:
    """The fields of single records that a list waits for."""
    read = {
        str(used["response"]): None
        for step in case.steps.values()
        if step["value"] is None
        for used in step["inputs"]
        if str(used.get("response", "")).count("/") > 2
    }
    for pointer in read:
        entry, field = field_at(case, pointer) or (None, None)
        if entry is None or field is None or entry.declared.id != name:
            continue
        if entry.record.fields.get(field.id) is None:
            yield case.say("records.lacks", record=entry.name, field=case.say.own(field.label))


def assumptions(case: Case) -> Section:
    """Every assumption the result rests on, with the figures that speak against it."""
    points = tuple(_assumption(case, stated) for stated in case.result["assumptions"])
    blocks: list[Block] = [
        Prose(text=case.say("assumption.about" if points else "assumption.none"))
    ]
    if points:
        blocks.append(Points(points=points))
    return Section(id="assumptions", heading=case.say("assumption.heading"), blocks=tuple(blocks))


def _assumption(case: Case, stated: Json) -> Point:
    name, facts = stated["at"], stated["facts"]
    translated = case.labels.of("assumptions", name, "text")
    reason = case.labels.of("assumptions", name, "because")
    details = list(_readings(case, facts))
    details += [case.say("assumption.because", text=case.say.own(facts["because"]))]
    if reason:
        details.append(case.say("translation", text=reason))
    details.append(case.say("assumption.used_by", names=case.names(facts["used_by"])))
    place = case.place(facts["file"], facts["line"])
    details.append(case.say("assumption.place", id=free(name), place=place))
    against = facts["contradicted_by"]
    details += [_contradiction(case, figure) for figure in against]
    return Point(
        title=case.say.own(stated["text"]),
        text=case.say("translation", text=translated) if translated else "",
        details=tuple(details),
        weighty=bool(against),
    )


def _readings(case: Case, facts: Json) -> Iterator[str]:
    """How an assumption with several readings is read here, and how else it could be."""
    for reading in facts.get("readings", ()):
        taken = reading["id"] == facts["read_as"]
        key = "assumption.read_as" if taken else "assumption.not_read_as"
        yield case.say(key, id=free(reading["id"]), text=case.say.own(reading["text"]))


def _contradiction(case: Case, figure: Json) -> str:
    return case.say(
        f"contradicted.{figure['of']}",
        example=case.say.own(figure["example"]),
        subject=case.name(figure["subject"]),
        published=case.number(figure["published"]),
        because=case.say.own(figure["because"]),
    )


def notes(case: Case) -> Section:
    """The notes, those of one kind together."""
    together: dict[str, list[Json]] = {}
    for note in case.notes:
        if note["code"] == "not_judged" and not _takes_part(case, note["at"]):
            continue
        together.setdefault(note["code"], []).append(note)
    points = tuple(
        Point(
            title=case.say(f"note_title.{code}"),
            details=tuple(_told(case, code, found)),
        )
        for code, found in together.items()
    )
    points = (*points, *_misprints(case))
    block: Block = Points(points=points) if points else Prose(text=case.say("note.none"))
    return Section(id="notes", heading=case.say("note.heading"), blocks=(block,))


def _misprints(case: Case) -> Iterator[Point]:
    """Figures that were published otherwise, by an example of the rules with the same answers."""
    for example in case.exemplified:
        title = case.say.own(example.title)
        yield Point(
            title=case.say("note_title.misprint"),
            details=tuple(
                case.say(
                    f"note.misprint{'_contribution' if one.contribution else ''}",
                    at=case.name(one.of),
                    computed=case.number(one.computed),
                    printed=case.number(one.printed),
                    example=title,
                    because=case.say.own(one.because),
                    place=case.place(one.at.source.name, one.at.line),
                )
                for one in example.misprints
            ),
        )


def _told(case: Case, code: str, found: list[Json]) -> Iterator[str]:
    """Each note in a sentence; those that differ only in whom they are about, in one."""
    if code == "not_judged":
        yield case.names(note["at"] for note in found)
    elif code == "document_not_cited":
        yield case.say.listed([free(note["at"]) for note in found])
    else:
        yield from (note_text(case, note) for note in found)


def _takes_part(case: Case, name: str) -> bool:
    """Whether a part applies; nobody judges what does not."""
    return case.found.get(name, {}).get("state") != "not_applicable"


def note_text(case: Case, note: Json) -> str:
    """One note in a sentence."""
    facts = {key: _fact(case, key, value) for key, value in note["facts"].items()}
    if "conditions" in facts:
        facts["conditions"] = _conditions_of(case, note)
    if note["code"] == "hole_read":
        facts["takes"] = facts["below" if note["facts"]["takes"] == "lower" else "above"]
    if note["code"] == "category_not_met":
        table = next(x for x in case.instrument.categories if x.id == note["at"])
        facts["unmet"] = unmet_words(case, table, note["facts"]["label"])
    item = case.items.get(note["at"])
    if note["code"] == "finding_exceeds_evidence" and not note["facts"]["proved"]:
        key = "finding_without_evidence"
        if item is not None and item.asked is not None:
            key, value = f"{key}_answer", level_words(case, item.id, note["facts"]["value"])
            facts["value"] = value
        return case.say(f"note.{key}", at=case.name(note["at"]), **facts)
    if item is not None and item.asked is not None:
        facts |= {
            key: level_words(case, item.id, note["facts"][key])
            for key in ("value", "proved", "before")
            if note["facts"].get(key)
        }
        if note["code"] == "finding_exceeds_evidence":
            return case.say("note.finding_exceeds_evidence_answer", at=case.name(item.id), **facts)
    at = free(note["at"]) if note["code"] == "document_not_cited" else case.name(note["at"])
    if note["code"] == "reading":
        at = case.say.own(note["text"])
    return case.say(f"note.{note['code']}", at=at, **facts)


def _conditions_of(case: Case, note: Json) -> str:
    """The conditions a note is about: all of the next band, what fails of those fallen through."""
    bands = next(bands for bands in case.instrument.bands if bands.id == note["at"])
    if note["code"] == "next_band_gate":
        return gate_words(case, (r for r in bands.rows if r.label == note["facts"]["next"]))
    return failing_words(case, bands)


def _fact(case: Case, key: str, value: object) -> str:
    """A fact of a note as it is printed."""
    match key, value:
        case (("value" | "figure" | "proved" | "before" | "distance"), str()):
            return case.approximate(value) if value else case.say("difference.nothing")
        case (("column" | "decides"), str()):
            return case.name(value)
        case "stage", str():
            return case.say(f"level.{value}").lower()
        case "reason", str():
            return case.say(f"no_value.{value}")
        case "by", str():
            return free(value) if value else case.say("people.unnamed")
        case "why", str():
            return quoted(case, value)
        case (("fields" | "documents"), list() | tuple()):
            return case.say.listed([free(name) for name in value])
        case "lacking", list() | tuple():
            return case.say.listed([case.say(f"lacking.{part}") for part in value])
        case _ if key in _OF_RULES:
            return case.say.own(value)
        case _:
            return free(value)


_OF_RULES = frozenset(
    {"label", "from", "to", "below", "above", "printed", "next", "reading", "own"}
)
"""Facts that are words of the rules."""
