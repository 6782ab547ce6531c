"""Mistakes in what a response says: edits of a good one, each reported once, at its own place."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

GONE = object()
"""In an edit: the member is taken away."""


@dataclass(frozen=True, slots=True)
class Edit:
    """`at` is where the edit is made; `reported` where the mistake is, if that is elsewhere."""

    name: str
    at: str
    value: object
    reported: tuple[str, ...] = ()

    @property
    def pointers(self) -> tuple[str, ...]:
        return self.reported or (self.at,)

    def apply(self, good: Mapping[str, object]) -> dict[str, object]:
        return edited(good, {self.at: self.value})


def edited(good: Mapping[str, object], changes: Mapping[str, object]) -> dict[str, object]:
    """The document with each JSON pointer of `changes` set to its value."""
    document = copy.deepcopy(dict(good))
    for pointer, value in changes.items():
        *path, last = [
            step.replace("~1", "/").replace("~0", "~") for step in pointer[1:].split("/")
        ]
        parent: Any = document
        for step in path:
            parent = parent.setdefault(step, {})
        if value is GONE:
            del parent[last]
        else:
            parent[last] = value
    return document


TOP = ("",)
"""A key that is missing is reported at the object that lacks it."""

LEVELS = [
    Edit("level as text", "/answers/inovasi", "3"),
    Edit("level as text in a long answer", "/answers/monev/value", "2"),
    Edit("level in words", "/answers/inovasi", "tiga"),
    Edit("level with a decimal comma", "/answers/inovasi", "1,0"),
    Edit("level yes", "/answers/inovasi", value=True),
    Edit("level no", "/answers/monev/value", value=False),
    Edit("half level", "/answers/inovasi", Decimal("1.5")),
    Edit("level just off", "/answers/monev/value", Decimal("2.0000000001")),
    Edit("level above the scale", "/answers/inovasi", 4),
    Edit("level below the scale", "/answers/inovasi", -1),
    Edit("level huge", "/answers/monev/value", 10**39),
    Edit("level a list", "/answers/inovasi", [3]),
    Edit("level an object in an object", "/answers/inovasi", {"value": {"value": 3}},
         ("/answers/inovasi/value",)),
    Edit("empty text", "/answers/inovasi", ""),
    Edit("records where a level is due", "/answers/inovasi", [{"id": "a", "value": 3}]),
    Edit("instances where a level is due", "/answers/inovasi/items", [{"id": "l1", "value": 3}]),
    Edit("not applicable where no rule allows it", "/answers/wbs", {"not_applicable": "tidak ada"},
         ("/answers/wbs/not_applicable",)),
]  # fmt: skip

ANSWERS = [
    Edit("item misspelt", "/answers/inovsi", 2),
    Edit("item in capitals", "/answers/WBS", 2),
    Edit("item with a space", "/answers/peta_jalan ", 2),
    Edit("item of nobody", "/answers/zzz", 2),
    Edit("item with a slash and a tilde", "/answers/a~1b~0c", 2),
    Edit("unknown item left null", "/answers/inovsi", None),
    Edit("a criterion is answered", "/answers/kebijakan", 2),
    Edit("a computed value is answered", "/answers/skor", 218),
    Edit("a band is answered", "/answers/kategori", "Tinggi"),
    Edit("unknown key in an answer", "/answers/monev/catatan", "x"),
    Edit("x-key in an answer", "/answers/monev/x-catatan", "x"),
    Edit("evidence is one text", "/answers/monev/evidence", "sk-1"),
    Edit("evidence is an object", "/answers/monev/evidence", {"sk-1": True}),
    Edit("unknown document", "/answers/monev/evidence", ["sk-1", "sk-9"],
         ("/answers/monev/evidence/1",)),
    Edit("document named by a number", "/answers/monev/evidence", [1],
         ("/answers/monev/evidence/0",)),
    Edit("document null", "/answers/monev/evidence", [None], ("/answers/monev/evidence/0",)),
    Edit("note a number", "/answers/monev/note", 5),
    Edit("by a list", "/answers/monev/by", ["a"]),
    Edit("day not ISO", "/answers/monev/on", "20/06/2021"),
    Edit("day a number", "/answers/monev/on", 20210620),
    Edit("answers a list", "/answers", [3, 2]),
    Edit("answers a text", "/answers", "semua 3"),
    Edit("no answers", "/answers", GONE, TOP),
    Edit("answers null", "/answers", None, TOP),
]  # fmt: skip

HEAD = [
    Edit("no instrument", "/instrument", GONE, TOP),
    Edit("instrument null", "/instrument", None, TOP),
    Edit("instrument unknown", "/instrument", "im_nnk"),
    Edit("instrument in capitals", "/instrument", "IM_NKK"),
    Edit("instrument a path", "/instrument", "../im_nkk"),
    Edit("instrument empty", "/instrument", ""),
    Edit("instrument a number", "/instrument", 1),
    Edit("edition unknown", "/edition", "2020"),
    Edit("edition a number", "/edition", 2021),
    Edit("edition empty", "/edition", ""),
    Edit("schema of a later version", "/schema", "takar/response/2"),
    Edit("schema of a result", "/schema", "takar/result/1"),
    Edit("schema a number", "/schema", 1),
    Edit("unknown key", "/answer", {}),
    Edit("unknown key, capital X", "/X-catatan", 1),
    Edit("unknown key null", "/findngs", None),
    Edit("key of the result", "/status", "complete"),
    Edit("no subject", "/subject", GONE, TOP),
    Edit("subject a text", "/subject", "92"),
    Edit("no subject id", "/subject/id", GONE, ("/subject",)),
    Edit("subject id null", "/subject/id", None, ("/subject",)),
    Edit("subject id a number", "/subject/id", 92),
    Edit("subject id empty", "/subject/id", ""),
    Edit("subject name a number", "/subject/name", 92),
    Edit("groups a list", "/subject/groups", ["provinsi"]),
    Edit("group a number", "/subject/groups/jenis", 1),
    Edit("unknown key of the subject", "/subject/nama", "x"),
    Edit("x-key of the subject", "/subject/x-nama", "x"),
]

PERIOD = [
    Edit("no period", "/period", GONE, TOP),
    Edit("period null", "/period", None, TOP),
    Edit("period a text", "/period", "2021"),
    Edit("no first day", "/period/from", GONE, ("/period",)),
    Edit("no last day", "/period/to", GONE, ("/period",)),
    Edit("last day null", "/period/to", None, ("/period",)),
    Edit("period reversed", "/period", {"from": "2021-12-31", "to": "2021-01-01"}),
    Edit("period reversed by a day", "/period", {"from": "2021-06-02", "to": "2021-06-01"}),
    Edit("day, month, year", "/period/from", "01/01/2021"),
    Edit("day, month, year with dashes", "/period/from", "01-01-2021"),
    Edit("date in words", "/period/to", "31 Desember 2021"),
    Edit("no such day", "/period/to", "2021-02-29"),
    Edit("no such month", "/period/to", "2021-13-01"),
    Edit("day zero", "/period/to", "2021-12-00"),
    Edit("one digit month", "/period/from", "2021-1-01"),
    Edit("basic form", "/period/from", "20210101"),
    Edit("week date", "/period/from", "2021-W01-1"),
    Edit("date and time", "/period/from", "2021-01-01T00:00:00"),
    Edit("date and a space", "/period/from", "2021-01-01 "),
    Edit("date and a line end", "/period/from", "2021-01-01\n"),
    Edit("wide digits", "/period/from", "２０２１-01-01"),
    Edit("date a number", "/period/from", 2021),
    Edit("year zero", "/period/from", "0000-01-01"),
    Edit("five digit year", "/period/to", "12021-12-31"),
    Edit("unknown key of the period", "/period/until", "2021-12-31"),
]

DOCUMENTS = [
    Edit("evidence a list", "/evidence", [], ("/evidence",)),
    Edit("document a text", "/evidence/sk-9", "sk.pdf"),
    Edit("document a list", "/evidence/sk-9", []),
    Edit("no kind", "/evidence/sk-9", {"title": "x"}),
    Edit("kind null", "/evidence/sk-1/kind", None, ("/evidence/sk-1",)),
    Edit("kind unknown", "/evidence/sk-1/kind", "dokument"),
    Edit("kind in capitals", "/evidence/sk-1/kind", "Dokumen"),
    Edit("kind a number", "/evidence/sk-1/kind", 1),
    Edit("title a number", "/evidence/sk-1/title", 1),
    Edit("number a number", "/evidence/sk-1/number", 188),
    Edit("dated in words", "/evidence/sk-1/dated", "5 Maret 2021"),
    Edit("no such day of expiry", "/evidence/sk-1/valid_until", "2021-06-31"),
    Edit("expiry yes", "/evidence/sk-1/valid_until", value=True),
    Edit("expiry empty", "/evidence/sk-1/valid_until", ""),
    Edit("file a list", "/evidence/sk-1/file", ["a.pdf"]),
    Edit("attributes a list", "/evidence/sk-1/attributes", ["tim"]),
    Edit("unknown key of a document", "/evidence/sk-1/berlaku", "2021-12-31"),
    Edit("findings on documents a list", "/evidence_findings", [], ("/evidence_findings",)),
    Edit("finding on an unknown document", "/evidence_findings/sk-9", {"accepted": True}),
    Edit("finding that says nothing", "/evidence_findings/lama-3", {"by": "A"}),
    Edit("accepted null", "/evidence_findings/sk-1/accepted", None,
         ("/evidence_findings/sk-1",)),
    Edit("accepted in words", "/evidence_findings/sk-1/accepted", "ya"),
    Edit("accepted a number", "/evidence_findings/sk-1/accepted", 1),
    Edit("finding is a bare yes", "/evidence_findings/lama-3", value=True),
    Edit("unknown key of a finding on a document", "/evidence_findings/sk-1/note", "x"),
    Edit("day of a finding on a document", "/evidence_findings/sk-1/on", "20-09-2021"),
]  # fmt: skip

RULINGS = [
    Edit("findings a list", "/findings", []),
    Edit("finding on an unknown item", "/findings/inovsi", {"value": 1}),
    Edit("finding on a criterion", "/findings/kebijakan", {"value": 1}),
    Edit("finding on an instance of what is not repeated", "/findings/wbs~1l1", {"value": 1}),
    Edit("finding without a value", "/findings/wbs", {"reason": "x"}),
    Edit("finding of null", "/findings/wbs", {"value": None}),
    Edit("finding as text", "/findings/inovasi/value", "2"),
    Edit("finding off the scale", "/findings/inovasi/value", 4),
    Edit("finding of half a level", "/findings/inovasi/value", Decimal("0.5")),
    Edit("finding is a bare level", "/findings/wbs", 2),
    Edit("name of a verifier a number", "/findings/inovasi/by", 7),
    Edit("reason a list", "/findings/inovasi/reason", ["x"]),
    Edit("unknown key of a finding", "/findings/inovasi/evidence", ["sk-1"]),
    Edit("day of a finding", "/findings/inovasi/on", "2021-9-20"),
    Edit("decisions a text", "/decisions", "setuju"),
    Edit("decision on an unknown item", "/decisions/inovsi", {"value": 1}),
    Edit("decision without a value", "/decisions/wbs", {}),
    Edit("decision off the scale", "/decisions/wbs", {"value": -1}, ("/decisions/wbs/value",)),
    Edit("decision yes", "/decisions/wbs", {"value": True}, ("/decisions/wbs/value",)),
    Edit("previous a list", "/previous", []),
    Edit("previous edition a number", "/previous", {"edition": 2020}, ("/previous/edition",)),
    Edit("previous value as text", "/previous", {"values": {"skor": "200"}},
         ("/previous/values/skor",)),
    Edit("previous period reversed", "/previous/period",
         {"from": "2020-12-31", "to": "2020-01-01"}),
    Edit("unknown key of previous", "/previous/skor", 200),
]  # fmt: skip

EDITS = [*LEVELS, *ANSWERS, *HEAD, *PERIOD, *DOCUMENTS, *RULINGS]
