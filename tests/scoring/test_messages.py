"""What is wrong with a row in words: every fact is filled in, values where they are asked."""

from __future__ import annotations

import pytest

from evaluator.diagnostics.kinds import data, inputs
from evaluator.diagnostics.language import Language
from evaluator.diagnostics.model import Kind
from evaluator.diagnostics.words import PLACEHOLDER, message
from evaluator.rulebook import bundled
from evaluator.scoring.json_rows import Reader
from evaluator.scoring.telling import HIDDEN, Rejected, teller

KINDS = {
    each.code: each
    for module in (inputs, data)
    for each in vars(module).values()
    if isinstance(each, Kind)
}
# A level, a number, a choice, yes or no, a list and its fields, a group, the row as a whole.
COLUMNS = {
    "merit": ("simpeg", "id", ""),
    "ip_asn": (
        "nilai_kinerja",
        "pendidikan",
        "seminar",
        "hukuman",
        "hukuman.tanggal",
        "hukuman.tingkat",
        "hukuman.id",
        "instansi",
    ),
}
QUOTED = "1234-x"
TELLERS = {each: teller(bundled().load(each, "2019"), 18) for each in COLUMNS}


def rejected(code: str, column: str = "", **facts: str | int) -> Rejected:
    return Rejected(row=7, id="0012", column=column, code=code, content=QUOTED, facts=facts)


@pytest.mark.parametrize("code", sorted(set(KINDS) - {"item-not-applicable"}))
def test_no_fact_is_left_out_of_a_sentence(code: str) -> None:
    for instrument, columns in COLUMNS.items():
        for column in columns:
            for shown in (HIDDEN, QUOTED):
                told = TELLERS[instrument].diagnostic(rejected(code, column), shown)
                for language in Language:
                    words = message(told, language)
                    assert not PLACEHOLDER.search(words.sentence + words.repair)


@pytest.mark.parametrize("code", sorted(set(KINDS) - {"item-not-applicable"}))
def test_values_are_told_only_where_they_are_asked(code: str) -> None:
    facts = {"text": QUOTED, "found": QUOTED, "value": QUOTED}
    told = TELLERS["ip_asn"].diagnostic(rejected(code, "nilai_kinerja", **facts))
    for language in Language:
        assert QUOTED not in message(told, language).sentence


LONG = (
    "the value of `nilai_kinerja` has more than 20000 characters; expected at most 20000 characters"
)
DIGITS = "the number has more than 18 digits; expected at most 18 digits"
TWICE = (
    "the id `1234-x` is already that of another record of `hukuman`;"
    " expected a different id for every record"
)
AGAIN = (
    "the `instansi` in row 7 was used by an earlier row;"
    " expected a different `instansi` in every row"
)


@pytest.mark.parametrize(
    ("code", "column", "sentence"),
    [
        ("text-too-long", "nilai_kinerja", LONG),
        ("record-id-twice", "hukuman.id", TWICE),
        ("number-too-long", "nilai_kinerja", DIGITS),
        ("row-id-missing", "instansi", "row 7 has no `instansi`; expected an id in every row"),
        ("row-id-repeated", "instansi", AGAIN),
    ],
)
def test_what_is_counted_and_named_is_what_is_meant(code: str, column: str, sentence: str) -> None:
    told = TELLERS["ip_asn"].sentence(rejected(code, column), Language.EN, QUOTED)
    assert told == sentence


READER = Reader(
    columns=frozenset({"id", "jam", "daftar"}), wanted=frozenset({"id", "jam", "daftar"})
)


@pytest.mark.parametrize(
    ("line", "code", "column", "value"),
    [
        ('{"id": "1", "jam": 1e3, "x": 2}', "number-exponent", "jam", "1e3"),
        ('{"id": "1", "jam": 0.1234567890123456}', "number-too-long", "jam", "0.1234567890123456"),
        ('{"id": "1", "jam": nan}', "input-not-a-number", "jam", "nan"),
        ('{"id": "1", "daftar": [{"jp": 2}, {"jp": 1e3}]}', "number-exponent", "daftar", "1e3"),
        ('{"id": "1", "jam": 3, "jam": 4}', "duplicate-key", "jam", "3"),
        # What cannot be laid to a value is told as a whole.
        ('{"id": "1", "jam": 3', "json-cut-off", "", '{"id": "1", "jam": 3'),
        ("[3]", "row-no-object", "", "[3]"),
    ],
)
def test_a_line_of_json_tells_the_value_that_is_wrong(
    line: str, code: str, column: str, value: str
) -> None:
    broken = READER.broken(1, line.encode())
    assert broken is not None
    assert (broken.code, broken.column, broken.content) == (code, column, value)


def test_a_key_that_is_there_twice_is_named() -> None:
    broken = READER.broken(7, b'{"id": "1", "x": 3, "x": 4}')
    assert broken is not None
    told = Rejected(row=7, id="1", column="", code=broken.code, content="", facts=broken.facts)
    sentence = TELLERS["merit"].sentence(told, Language.EN)
    assert sentence == "the key `x` already stands on line 7; expected every key once"
