"""The two languages of messages, and the few words every message shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from evaluator.diagnostics.model import Severity


class Language(StrEnum):
    """A language messages and pages are written in."""

    ID = "id"
    EN = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """The fixed words of one language.

    Attributes:
        severity: the word for each severity, as it stands before the code.
        plural: the same word after a number other than one.
        expected: what joins what was found to what is expected.
        alternative: the word before the last of several alternatives, with the comma it takes.
        nothing: what stands for an empty list of alternatives.
        repair: the label of the line that says what to do.
        page: the label of the line that names the page.
        row: a row of a table; `{row}` is its number.
        part: the label of the line that names the part of a response.
        related: the label of another place that matters.
        assuming: what stands before a message that holds for one reading of an assumption.
        near: a fraction that does not end, with its decimals.
        clean: the summary where there is no error.
        shapes: the words of each `Shape`, by its name; `{}` stands for what it is like.
    """

    severity: Mapping[Severity, str]
    plural: Mapping[Severity, str]
    expected: str
    alternative: str
    nothing: str
    repair: str
    page: str
    row: str
    part: str
    related: str
    assuming: str
    near: str
    clean: str
    shapes: Mapping[str, str]


PHRASES: Mapping[Language, Phrases] = {
    Language.ID: Phrases(
        severity={
            Severity.ERROR: "galat",
            Severity.WARNING: "peringatan",
            Severity.NOTE: "catatan",
        },
        plural={
            Severity.ERROR: "galat",
            Severity.WARNING: "peringatan",
            Severity.NOTE: "catatan",
        },
        expected="seharusnya",
        alternative=", atau ",
        nothing="tidak ada",
        repair="perbaikan",
        page="penjelasan",
        row="baris {row}",
        part="bagian",
        related="lihat juga",
        assuming="bila asumsi `{assumption}` dibaca sebagai `{reading}`: ",
        near="{exact} (kira-kira {near})",
        clean="tidak ada galat",
        shapes={
            "id": "sebuah id",
            "number": "sebuah bilangan",
            "text": "teks dalam tanda kutip ganda",
            "day": "tanggal seperti `{}`",
            "end": "akhir baris atau `;`",
            "sign": "tanda hitung seperti `{}`",
            "part": "unsur seperti `{}`",
            "years": "tahun",
            "months": "bulan",
            "days": "hari",
        },
    ),
    Language.EN: Phrases(
        severity={
            Severity.ERROR: "error",
            Severity.WARNING: "warning",
            Severity.NOTE: "note",
        },
        plural={
            Severity.ERROR: "errors",
            Severity.WARNING: "warnings",
            Severity.NOTE: "notes",
        },
        expected="expected",
        alternative=" or ",
        nothing="none",
        repair="repair",
        page="explanation",
        row="row {row}",
        part="part",
        related="see also",
        assuming="where assumption `{assumption}` is read as `{reading}`: ",
        near="{exact} (about {near})",
        clean="no errors",
        shapes={
            "id": "an id",
            "number": "a number",
            "text": "a text in double quotes",
            "day": "a date such as `{}`",
            "end": "the end of the line or `;`",
            "sign": "a sign such as `{}`",
            "part": "a part such as `{}`",
            "years": "years",
            "months": "months",
            "days": "days",
        },
    ),
}
