"""What is said of the rows a query reads, in two languages: its columns, and its checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evaluator.backends.sql.columns import MOST_RECORDS
from evaluator.diagnostics.kinds import data, inputs
from evaluator.diagnostics.language import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionWords:
    """The words of one language.

    Attributes:
        opening: what the table is.
        subject: what stands in the column of ids.
        group: of a column with groups.
        declares: of a column with the reason why a part does not apply; `{label}` is the part.
        unread: of a text that no rule reads.
        records: of a list.
        low, above, high, below: the ends of a number; `{}` is the number.
        decimals: how many decimals are read; `{}` is their number.
        one_decimal: the same of one.
        whole: of a number without decimals.
        unit: of its unit.
        scored: what is said above the checks.
        checks: by the code of a check, the rows it leaves out.
        passes: what is said below them.
        rejects: what is said above the query for rows that are left out.
        every: what is said where there is no check.
    """

    opening: str
    subject: str
    group: str
    declares: str
    unread: str
    records: str
    low: str
    above: str
    high: str
    below: str
    decimals: str
    one_decimal: str
    whole: str
    unit: str
    scored: str
    checks: Mapping[str, str]
    passes: str
    rejects: str
    every: str


DEFINITION_WORDS: Mapping[Language, DefinitionWords] = {
    Language.ID: DefinitionWords(
        opening=(
            "Kueri di bawah membaca input_rows, satu baris untuk setiap subjek; NULL "
            "berarti belum dijawab. Tabel ini, atau view bernama sama dengan kolom yang "
            "sama, harus ada lebih dahulu. Bilangan dan tingkat diberi ruang desimal lebih "
            "banyak daripada yang dibaca: yang terlalu teliti ditolak, tidak dibulatkan "
            "diam-diam. Dalam view, tipe bilangan bulat atau DECIMAL mana pun boleh "
            "dipakai."
        ),
        subject="id subjek",
        group="kelompok subjek",
        declares="alasan {label} tidak berlaku; NULL: tidak dinyatakan",
        unread="tidak dibaca aturan",
        records="daftar catatan; [] bila nihil",
        low="mulai dari {}",
        above="lebih dari {}",
        high="sampai dengan {}",
        below="kurang dari {}",
        decimals="paling banyak {} desimal",
        one_decimal="paling banyak 1 desimal",
        whole="bilangan bulat",
        unit="dalam {}",
        scored="baris yang dinilai, tanpa baris yang berisi",
        checks={
            inputs.LEVEL_OFF_SCALE.code: "tingkat yang tidak ada di skalanya",
            inputs.UNKNOWN_CHOICE.code: "pilihan yang tidak dikenal aturan",
            inputs.NUMBER_OUT_OF_RANGE.code: "bilangan di luar batasnya",
            inputs.NUMBER_TOO_LONG.code: (
                "bilangan yang desimalnya melebihi yang dibaca; takar sql --decimals ID=N"
                " membaca lebih banyak"
            ),
            inputs.DATE_UNREAL.code: "tanggal di luar tahun 1 sampai 9999, seperti infinity",
            inputs.OBJECT_EXPECTED.code: "daftar dengan catatan yang NULL",
            data.ROW_TOO_MANY_RECORDS.code: f"daftar dengan lebih dari {MOST_RECORDS} catatan",
            inputs.TEXT_EMPTY.code: "alasan yang kosong",
            inputs.NOT_APPLICABLE_WITH_VALUE.code: "alasan tidak berlaku di samping jawaban",
        },
        passes=(
            "Jawaban yang belum ada (NULL) lolos. Yang tidak diperiksa: apakah id NULL, "
            "kosong, atau dipakai dua kali."
        ),
        rejects=(
            "Baris input_rows yang ditinggalkan kueri hasil, satu baris untuk setiap kekeliruan. "
            "Yang tidak diperiksa: apakah id NULL, kosong, atau dipakai dua kali. Baris tabel "
            "tidak bernomor: kekeliruannya dikenali dari id dan kolomnya."
        ),
        every="semua baris dinilai",
    ),
    Language.EN: DefinitionWords(
        opening=(
            "The query below reads input_rows, one row a subject; NULL is an answer that is "
            "missing. This table, or a view of that name with the same columns, has to be "
            "there first. Numbers and levels have room for more decimals than are read: one "
            "that is too fine is rejected, not rounded unseen. In a view they may be of any "
            "integer or DECIMAL type."
        ),
        subject="id of the subject",
        group="the group of the subject",
        declares="why {label} does not apply; NULL: nothing is declared",
        unread="no rule reads it",
        records="a list of records; [] where there are none",
        low="from {}",
        above="above {}",
        high="to {}",
        below="below {}",
        decimals="at most {} decimals",
        one_decimal="at most 1 decimal",
        whole="a whole number",
        unit="in {}",
        scored="the rows that are scored: all but those with",
        checks={
            inputs.LEVEL_OFF_SCALE.code: "a level that is not on its scale",
            inputs.UNKNOWN_CHOICE.code: "a choice that the rules do not know",
            inputs.NUMBER_OUT_OF_RANGE.code: "a number out of its range",
            inputs.NUMBER_TOO_LONG.code: (
                "a number with more decimals than are read; takar sql --decimals ID=N reads more"
            ),
            inputs.DATE_UNREAL.code: "a date outside the years 1 to 9999, such as infinity",
            inputs.OBJECT_EXPECTED.code: "a list with a record that is NULL",
            data.ROW_TOO_MANY_RECORDS.code: f"a list of more than {MOST_RECORDS} records",
            inputs.TEXT_EMPTY.code: "a reason that is empty",
            inputs.NOT_APPLICABLE_WITH_VALUE.code: "a reason not to apply beside an answer",
        },
        passes=(
            "An answer that is missing (NULL) passes. Not checked: whether an id is NULL, "
            "blank or there twice."
        ),
        rejects=(
            "The rows of input_rows that the query of the result leaves out, one row a mistake. "
            "Not checked: whether an id is NULL, blank or there twice. Rows of a table have no "
            "number: a mistake is known by its id and column."
        ),
        every="every row is scored",
    ),
}
