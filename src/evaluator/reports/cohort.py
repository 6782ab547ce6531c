"""A cohort in words: a line a subject, how many in each category, and who depends on what."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import zip_longest
from typing import Any

from evaluator.diagnostics.language import Language
from evaluator.model.instrument import Bands, Categories, Instrument
from evaluator.reports.decimals import beside
from evaluator.reports.persons import masked
from evaluator.reports.words import Words, words
from evaluator.reports.written import free
from evaluator.values.numbers import text_of
from evaluator.values.rounding import NEAR

Json = Mapping[str, Any]
Row = tuple[str, ...]
NOTHING = "–"
_IN = "  "
_STAGES = ("self", "verified", "final")
_NAMED = 5
"""So many are told of by name; of more, all but the first few by their number."""
_ANY = re.compile(r"/[0-9]+(?=/|$)")
"""A place in a list, of a pointer."""
_WITHOUT = ("no_category", "incomplete", "not_scored")


def cohort_text(document: Json, instrument: Instrument, language: Language) -> str:
    """The document `takar/cohort/1` in words."""
    told = Telling(document, instrument, words(language))
    return masked("\n".join(line.rstrip() for line in _lines(told)) + "\n")


def _lines(told: Telling) -> Iterator[str]:
    yield told.head()
    if told.document["stage"] is None:
        yield told.say("cohort.mixed")
    yield from told.several()
    yield from _by_table(told)
    for name, further in told.further():
        yield ""
        yield told.say("cohort.by_table", table=name)
        yield from _by_table(further)


def _by_table(told: Telling) -> Iterator[str]:
    """Who stands where and who changes, by one table of categories."""
    yield ""
    yield from _aligned(told.subjects())
    yield ""
    yield from _aligned(told.categories())
    groups = told.groups()
    if len(groups) > 1:
        yield ""
        yield from _aligned(groups)
    if told.document["against"] is not None:
        yield ""
        yield told.against()
        yield from (_IN + line for line in (*told.changed(), *told.carried()))
    if told.document["readings"]:
        yield ""
        yield told.say("cohort.readings")
    for title, changes in told.readings():
        yield title
        yield from (_IN + line for line in changes)


@dataclass(frozen=True, slots=True)
class Telling:
    """One cohort on its way to words, whatever they stand in; tables begin with their heads."""

    document: Json
    instrument: Instrument
    say: Words

    def head(self) -> str:
        """What was assessed, and how many."""
        return self.say(
            "cohort.head",
            name=free(self.instrument.label),
            edition=free(self.document["edition"]),
            stage=self.stages(),
            count=str(len(self.document["subjects"])),
        )

    def several(self) -> Iterator[str]:
        """Where there are more tables of categories: by which the first part goes."""
        others = [name for name, _ in self.further()]
        if others:
            name = next(iter(self._labels.values()))
            yield self.say("cohort.several", table=name, others=self.say.listed(others))

    @property
    def _labels(self) -> Mapping[str, str]:
        """The name of each table of categories."""
        tables: list[Bands | Categories] = [*self.instrument.bands, *self.instrument.categories]
        return {table.id: self.say.own(table.label or table.id) for table in tables}

    def further(self) -> Iterator[tuple[str, Telling]]:
        """The same by each table of categories beside the first, with its name."""
        labels = self._labels
        document, other = self.document, self.document["against"]
        for table in document["tables"]:
            against = table["against"] and {
                **other,
                **table["against"],
                "subjects": _placed(other["subjects"], table["against"]["subjects"], table["of"]),
                "carried": [],
            }
            subjects = _placed(document["subjects"], table["subjects"], table["of"])
            found = {**document, **table, "subjects": subjects, "against": against}
            yield labels[table["id"]], replace(self, document=found)

    def stages(self) -> str:
        """The stage of all; where they differ, how many stand at each."""
        if self.document["stage"] is not None:
            return self.say(f"stage.{self.document['stage']}")
        counts = Counter(subject["stage"] for subject in self.document["subjects"])
        stages = {key: self.say(f"stage.{key}") for key in _STAGES if counts[key]}
        counted = (
            self.say("cohort.at_stage", stage=name, count=str(counts[key]))
            for key, name in stages.items()
        )
        return self.say.listed(list(counted))

    @property
    def columns(self) -> tuple[str, ...]:
        """What is told of each subject, an edition; the stage where it is not that of all."""
        against = self.document["against"]
        told = [*self.document["subjects"], *(against["subjects"] if against is not None else ())]
        one = len({subject["stage"] for subject in told}) == 1
        stage, value = () if one else ("stage",), ("value",) if self._has_value else ()
        return (*stage, *value, "category")

    @property
    def _has_value(self) -> bool:
        """Whether a value stands behind the categories."""
        return self.document["subjects"][0]["of"] is not None

    def subjects(self) -> list[Row]:
        """A row for each subject, beside what it is under the other edition."""
        document, say = self.document, self.say
        against = document["against"]
        columns = [say(f"cohort.{column}") for column in self.columns]
        heads = [say("cohort.subject"), *columns]
        if against is not None:
            heads += [free(against["edition"]), *columns[1:], ""]
        rows = [tuple(heads)]
        others = against["subjects"] if against is not None else [None] * len(document["subjects"])
        for subject, other in zip(document["subjects"], others, strict=True):
            row = [free(subject["name"] or subject["id"]), *self._told(subject)]
            if other is not None:
                row += [*self._told(other)]
                row.append("*" if other["category"] != subject["category"] else "")
            rows.append(tuple(row))
        return rows

    def categories(self) -> list[Row]:
        """How many stand in each category and without one, and the mean; an edition a column."""
        editions = [
            self.document,
            *([self.document["against"]] if self.document["against"] else []),
        ]
        columns = [self._counts(each["distribution"]) for each in editions]
        labels = dict.fromkeys(label for column in columns for label in column)
        rows = [(self.say("cohort.category"), *(free(each["edition"]) for each in editions))]
        rows += [(label, *(column.get(label, "0") for column in columns)) for label in labels]
        if not self._has_value:
            return rows
        means = [self._mean(each["distribution"]) for each in editions]
        return [*rows, (self.say("cohort.mean"), *means)]

    def groups(self) -> list[Row]:
        """The same of each group of subjects, a row a group."""
        heads: dict[str, None] = {}
        found = [(each, self._counts(each["distribution"])) for each in self.document["groups"]]
        for _, counts in found:
            heads |= dict.fromkeys(counts)
        fixed = [self.say("cohort.count")]
        fixed += [self.say("cohort.mean")] if self._has_value else []
        kinds = dict(self.instrument.grouped_in)
        one, head = len(kinds) == 1, next(iter(kinds.values()), None)
        group = self.say.own(head) if one and head else self.say("cohort.group")
        rows = [(group, *fixed, *heads)]
        for each, counts in found:
            told = each["distribution"]
            shown = (counts.get(head, "0") for head in heads)
            name, kind = free(each["id"]), each["kind"]
            name = name if one else f"{self.say.own(kinds[kind] or kind)}: {name}"
            mean = [self._mean(told)] if self._has_value else []
            rows.append((name, str(told["subjects"]), *mean, *shown))
        return rows

    def against(self) -> str:
        """How many change category under the other edition."""
        other = self.document["against"]
        return self.say(
            "cohort.against" if other["changes"] else "cohort.against_nobody",
            edition=free(other["edition"]),
            count=str(len(other["changes"])),
            all=str(len(self.document["subjects"])),
        )

    def changed(self) -> list[str]:
        """Who does."""
        return [self._change(change) for change in self.document["against"]["changes"]]

    def carried(self) -> Iterator[str]:
        """What was not carried to the other edition as it stood; the same of several, once."""
        together: dict[tuple[str, str], tuple[dict[str, None], dict[str, None]]] = {}
        for each in self.document["against"]["carried"]:
            facts = {key: free(text) for key, text in each["facts"].items()}
            told = self.say(f"migration.{each['code']}", **facts)
            ids, places = together.setdefault((_ANY.sub("/*", each["at"]), told), ({}, {}))
            ids[free(each["id"])] = None
            places[each["at"]] = None
        for (pattern, told), (ids, places) in together.items():
            at = free(pattern if len(places) > 1 else next(iter(places)))
            yield self.say("cohort.carried", id=self._several_ids([*ids]), at=at, told=told)

    def _several_ids(self, ids: list[str]) -> str:
        """Whom something is told of; of many the first few, and of how many others."""
        if len(ids) <= _NAMED:
            return self.say.listed(ids)
        others = self.say("cohort.others", count=str(len(ids) - _NAMED + 1))
        return self.say.listed([*ids[: _NAMED - 1], others])

    def readings(self) -> Iterator[tuple[str, list[str]]]:
        """Each reading that is not taken, and who changes category under it."""
        for reading in self.document["readings"]:
            changed = reading["changes"]
            key = "cohort.reading" if changed else "cohort.reading_nobody"
            facts = {"assumption": reading["assumption"], "reading": reading["reading"]}
            title = self.say(key, count=str(len(changed)), **facts)
            yield title, [self._change(change) for change in changed]

    def _counts(self, distribution: Json) -> dict[str, str]:
        """Each category with how many are in it; those without one only where there are any."""
        counts = {
            self.say.own(each["category"]): str(each["count"])
            for each in distribution["categories"]
        }
        for reason in _WITHOUT:
            if distribution[reason]:
                counts[self.say(f"cohort.{reason}")] = str(distribution[reason])
        return counts

    def _mean(self, distribution: Json) -> str:
        """The mean with four decimals; exact where it has no more."""
        mean = distribution["mean"]
        if mean is None:
            return NOTHING
        near = text_of(NEAR.apply(Fraction(mean)))
        told = self._number(near)
        if near != mean:
            told = self.say("cohort.about", figure=told)
        if distribution["measured"] == distribution["subjects"]:
            return told
        return self.say("cohort.mean_of", mean=told, count=str(distribution["measured"]))

    def _told(self, subject: Json) -> Row:
        """What is told of a subject under one edition, column by column."""
        value, category = self._place(subject)
        told = {"stage": self._stage_of(subject), "value": value, "category": category}
        return tuple(told[column] for column in self.columns)

    def _stage_of(self, subject: Json) -> str:
        return self.say(f"stage.{subject['stage']}")

    def _place(self, subject: Json) -> tuple[str, str]:
        status = subject["status"]
        told = self.say(f"forecast.status.{status}")
        if status == "complete":
            told = self.say.own(subject["category"]) if subject["category"] else NOTHING
        return self._number(subject["value"]), told

    def _number(self, text: str | None) -> str:
        return NOTHING if text is None else beside(self.say, text)

    def _change(self, change: Json) -> str:
        before, after = self._place(change["before"]), self._place(change["after"])
        facts = {"id": free(change["id"]), "before": before[1], "after": after[1]}
        for key, (value, place) in (("before", before), ("after", after)):
            if value != NOTHING:
                facts[key] = self.say("cohort.place", category=place, value=value)
        return self.say("cohort.change", **facts)


def _placed(subjects: Sequence[Json], places: Sequence[Json], of: str | None) -> list[Json]:
    """Subjects with where they stand by another table, of that value."""
    pairs = zip(subjects, places, strict=True)
    return [{**subject, **place, "of": of} for subject, place in pairs]


def _aligned(rows: Sequence[Row]) -> Iterator[str]:
    """Rows in columns."""
    columns = zip_longest(*rows, fillvalue="")
    widths = [max(len(cell) for cell in column) for column in columns]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False))
