"""The few words of a query's comments that are not the rules' own, in two languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evaluator.backends.sql.draft import About
from evaluator.diagnostics.language import Language
from evaluator.values.rounding import Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one language.

    Attributes:
        steps: how steps are called.
        open: what NULL, and a CASE without ELSE, mean.
        records: what is said besides where records are looked at.
    """

    edition: str
    basis: str
    period: str
    to: str
    rules: str
    units: str
    steps: str
    open: str
    records: str
    about: Mapping[About, str]
    line: str
    under: str
    assumption: str
    weights: str
    decimals: str
    modes: Mapping[Mode, str]
    result: str
    without_effect: str
    statistics: str
    lacking: str


WORDS: Mapping[Language, Words] = {
    Language.ID: Words(
        edition="edisi",
        basis="dasar hukum",
        period="periode",
        to="sampai dengan",
        rules="hash aturan",
        units="x_per_N berisi bilangan bulat: nilai x dikalikan N, tanpa pembulatan;"
        " ambang dan bobot ikut dikalikan",
        steps="sebuah langkah bernama id yang dihitungnya; nama yang lain, seperti x_holds dan"
        " x_holds_2, adalah bagian perhitungan x dan bukan id aturan; penjelasannya ada di atasnya",
        open="NULL menunggu jawaban yang belum ada, juga bila tidak ada baris CASE yang terpenuhi"
        " dan tidak ada ELSE; ELSE adalah baris aturan yang tersisa",
        records="'(none)' berarti tidak ada catatan yang diperhitungkan; rentang waktu ditulis"
        " sebagai hari pertama dan terakhirnya menurut periode: sesudah hari D berarti mulai hari"
        " berikutnya",
        about={
            About.READ: "dibaca sebagai bilangan bulat",
            About.RECORDS: "setiap catatan, dengan apakah ia diperhitungkan",
            About.OF_EACH: "dihitung dari setiap catatan",
            About.TAKEN: "yang diambil dari setiap catatan yang diperhitungkan",
            About.MEMBER: "apakah subjek diperhitungkan",
            About.BEFORE: "sebelum verifikasi",
            About.APPLIES: "apakah berlaku",
            About.ANSWER: "jawabannya bila berlaku",
            About.COUNTED: "jawaban yang diperhitungkan",
            About.WEIGHT: "bobot bagian yang berlaku",
            About.PART: "bagian perhitungannya",
            About.TEXT: "cara menuliskannya sebagai teks",
            About.HOLDS: "apakah terpenuhi",
            About.WAITS: "apakah subjek belum lengkap",
            About.UNSCORED: "apakah subjek tidak diberi nilai",
            About.GATE: "tidak dinilai",
            About.PUBLISHED: "yang disajikan",
        },
        line="baris",
        under="berdasarkan",
        assumption="asumsi",
        weights="bobot",
        decimals="{} desimal",
        modes={
            Mode.HALF_UP: "setengah ke atas",
            Mode.HALF_EVEN: "setengah ke genap",
            Mode.ALWAYS_UP: "selalu ke atas",
            Mode.ALWAYS_DOWN: "selalu ke bawah",
            Mode.TRUNCATED: "dipotong",
        },
        result="hasil; bilangan yang tidak dapat ditulis sebagai desimal berupa teks seperti 4/3",
        without_effect="baris yang menjawab bagian yang tidak berlaku ditolak",
        statistics="yang diperlukan kelompok dari subjeknya; x_per_N dibagi N",
        lacking="hasilnya sendiri tidak menunggu apa pun, tetapi tanpa jawaban yang diperlukan",
    ),
    Language.EN: Words(
        edition="edition",
        basis="basis",
        period="period",
        to="to",
        rules="rules hash",
        units="x_per_N holds a whole number: the value of x times N, not rounded;"
        " thresholds and weights are multiplied alike",
        steps="a step is called by the id it works out; other names, such as x_holds and x_holds_2,"
        " are parts of the computation of x and no ids of the rules; what they are stands above",
        open="NULL waits for an answer that is missing, as does a CASE of which no line holds and"
        " which has no ELSE; ELSE is the line of the rule that is left",
        records="'(none)' says that no record counts; a window of time stands as its first and last"
        " day, which follow from the period: later than a day D begins with the day after D",
        about={
            About.READ: "read as a whole number",
            About.RECORDS: "each record, with whether it counts",
            About.OF_EACH: "worked out of each record",
            About.TAKEN: "what is taken of each record that counts",
            About.MEMBER: "whether the subject is counted",
            About.BEFORE: "before verification",
            About.APPLIES: "whether it applies",
            About.ANSWER: "its answer where it applies",
            About.COUNTED: "the answer that counts",
            About.WEIGHT: "the weight of what applies",
            About.PART: "part of the computation",
            About.TEXT: "how it is written as text",
            About.HOLDS: "whether it holds",
            About.WAITS: "whether the subject is incomplete",
            About.UNSCORED: "whether the subject has no score",
            About.GATE: "not scored",
            About.PUBLISHED: "as published",
        },
        line="line",
        under="under",
        assumption="assumption",
        weights="weights",
        decimals="{} decimals",
        modes={
            Mode.HALF_UP: "half up",
            Mode.HALF_EVEN: "half even",
            Mode.ALWAYS_UP: "always up",
            Mode.ALWAYS_DOWN: "always down",
            Mode.TRUNCATED: "truncated",
        },
        result="the result; a number that no decimal can write is a text such as 4/3",
        without_effect="rows that answer a part that does not apply are rejected",
        statistics="what a group needs of its subjects; x_per_N is to be divided by N",
        lacking="whose own result waits for nothing, but who lack an answer that is asked for here",
    ),
}
