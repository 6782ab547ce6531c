"""A cohort for a terminal: a line a subject, and whose category depends on what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evaluator.diagnostics.language import Language
from evaluator.model.instrument import Instrument
from evaluator.reports import numbers
from evaluator.reports.words import Words, words
from evaluator.reports.written import free

Json = Mapping[str, Any]
_IN = "  "


def cohort_text(document: Json, instrument: Instrument, language: Language) -> str:
    """The document `takar/cohort/1` in words."""
    lines = _Lines(document, instrument, words(language))
    return "\n".join(line.rstrip() for line in lines.all()) + "\n"


class _Lines:
    """One cohort on its way to text."""

    def __init__(self, document: Json, instrument: Instrument, say: Words) -> None:
        self.document, self.instrument, self.say = document, instrument, say

    def all(self) -> Iterator[str]:
        document, say = self.document, self.say
        yield say(
            "cohort.head",
            name=free(self.instrument.label),
            edition=free(document["edition"]),
            stage=say(f"stage.{document['stage']}"),
            count=str(len(document["subjects"])),
        )
        yield ""
        yield from _aligned([*self._table()])
        if document["against"] is not None:
            yield ""
            yield from self._against(document["against"])
        if document["readings"]:
            yield ""
            yield say("cohort.readings")
        for reading in document["readings"]:
            yield from self._reading(reading)

    def _table(self) -> Iterator[tuple[str, ...]]:
        document, say = self.document, self.say
        against = document["against"]
        heads = [say("cohort.subject"), say("cohort.value"), say("cohort.category")]
        if against is not None:
            heads += [free(against["edition"]), say("cohort.category")]
        yield tuple(heads)
        others = against["subjects"] if against is not None else [None] * len(document["subjects"])
        for subject, other in zip(document["subjects"], others, strict=True):
            name = subject["name"] or subject["id"]
            row = [free(name), *self._place(subject)]
            if other is not None:
                row += [*self._place(other)]
                row.append("*" if other["category"] != subject["category"] else "")
            yield tuple(row)

    def _place(self, subject: Json) -> tuple[str, str]:
        status = subject["status"]
        told = (
            subject["category"] if status == "complete" else self.say(f"forecast.status.{status}")
        )
        return self._number(subject["value"]), free(told or "–")

    def _number(self, text: str | None) -> str:
        return "–" if text is None else numbers.number(text, self.say.language)

    def _against(self, against: Json) -> Iterator[str]:
        say, changed = self.say, against["changes"]
        facts = {
            "edition": free(against["edition"]),
            "count": str(len(changed)),
            "all": str(len(self.document["subjects"])),
        }
        yield say("cohort.against", **facts)
        yield from map(self._change, changed)
        for each in against["carried"]:
            told = {key: free(text) for key, text in each["facts"].items()}
            text = say(f"migration.{each['code']}", **told)
            yield _IN + say("cohort.carried", id=free(each["id"]), at=free(each["at"]), told=text)

    def _reading(self, reading: Json) -> Iterator[str]:
        say, changed = self.say, reading["changes"]
        key = "cohort.reading" if changed else "cohort.reading_nobody"
        facts = {"assumption": reading["assumption"], "reading": reading["reading"]}
        yield say(key, count=str(len(changed)), **facts)
        yield from map(self._change, changed)

    def _change(self, change: Json) -> str:
        before, after = self._place(change["before"]), self._place(change["after"])
        facts = {"id": free(change["id"]), "before": before[1], "after": after[1]}
        return _IN + self.say("cohort.change", old=before[0], new=after[0], **facts)


def _aligned(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Rows in columns."""
    count = max(map(len, rows))
    full = [(*row, *[""] * (count - len(row))) for row in rows]
    widths = [max(len(cell) for cell in column) for column in zip(*full, strict=True)]
    for row in full:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
