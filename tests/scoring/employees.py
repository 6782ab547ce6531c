"""Files of employees for IP ASN, their figures by the table of the regulation written out anew."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import duckdb

from scoring.merit_files import PERIOD, TAKAR
from test_ip_asn import EDUCATION, POSTS, category, competence, discipline, drawn, performance

COLUMNS = {
    "id": "VARCHAR",
    "instansi": "VARCHAR",
    "pendidikan": "VARCHAR",
    "jabatan": "VARCHAR",
    "diklat_kepemimpinan": "BOOLEAN",
    "diklat_fungsional": "BOOLEAN",
    "jp_teknis": "DECIMAL(9,3)",
    "seminar": "BOOLEAN",
    "nilai_kinerja": "DECIMAL(7,4)",
    "hukuman": "STRUCT(tingkat VARCHAR, tanggal DATE)[]",
}
Employee = dict[str, Any]

STAFF: Employee = {
    "instansi": "a",
    "pendidikan": "S1",
    "jabatan": "struktural",
    "diklat_kepemimpinan": True,
    "diklat_fungsional": False,
    "jp_teknis": 24,
    "seminar": False,
    "nilai_kinerja": 87.5,
    "hukuman": [],
}
"""What a row of JSON states of an employee nothing is wrong with, beside the id."""


def employees(seed: int, count: int) -> list[Employee]:
    """Employees of whom some lack an answer: every answer is there, `None` where it is missing."""
    draw = random.Random(seed)  # noqa: S311 - a test draws, it hides nothing
    found = []
    for number in range(count):
        one = dict.fromkeys(COLUMNS) | drawn(draw)
        one |= {"id": f"{number:018}", "instansi": f"{draw.randrange(20):04}"}
        for _ in range(draw.choice([0, 0, 0, 1, 2])):
            one[draw.choice([*COLUMNS][2:])] = None
        found.append(one)
    return found


_LEADING = {"jp_teknis": Decimal(0), "seminar": False}
_TECHNICAL = {"diklat_kepemimpinan": False, "diklat_fungsional": False, "seminar": False}
_SEMINARS = {"diklat_kepemimpinan": False, "diklat_fungsional": False, "jp_teknis": Decimal(0)}
_POSSIBLE = {
    "jabatan": POSTS,
    "diklat_kepemimpinan": (True, False),
    "diklat_fungsional": (True, False),
    "jp_teknis": (Decimal(0), Decimal(20)),
    "seminar": (True, False),
}


def _part_of_competence(one: Employee, without: Mapping[str, Any]) -> Any:
    """One part of the three: known where every answer that may be missing gives the same."""
    stated = {**one, **without}
    choices = [
        possible if stated[key] is None else (stated[key],) for key, possible in _POSSIBLE.items()
    ]
    found = {competence(dict(zip(_POSSIBLE, each, strict=True))) for each in product(*choices)}
    return found.pop() if len(found) == 1 else None


def expected(one: Employee) -> dict[str, Any]:
    """The figures of an employee; `None` for what waits for an answer."""
    answers = {key: value for key, value in one.items() if value is not None}
    parts = [_part_of_competence(one, part) for part in (_LEADING, _TECHNICAL, _SEMINARS)]
    told: dict[str, Any] = {
        "kualifikasi": EDUCATION.get(one["pendidikan"]),
        "kompetensi": None if None in parts else sum(map(Fraction, parts)),
        "kinerja": performance(answers),
        "disiplin": discipline(answers) if one["hukuman"] is not None else None,
    }
    complete = None not in told.values()
    total = Fraction(sum(told.values())) if complete else None
    return {**told, "total": total, "kategori": None if total is None else category(total)}


def as_json(one: Mapping[str, Any]) -> str:
    """A row as an object, its numbers with the digits that stand there."""
    parts = (
        f"{json.dumps(key)}: {value if isinstance(value, Decimal) else json.dumps(value)}"
        for key, value in one.items()
    )
    return f"{{{', '.join(parts)}}}"


def write_ndjson(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    path.write_text("".join(f"{as_json(row)}\n" for row in rows), encoding="utf-8")
    return path


def write_json(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    path.write_text(f"[{', '.join(map(as_json, rows))}]", encoding="utf-8")
    return path


def write_parquet(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    columns = ", ".join(f'"{column}" {type_}' for column, type_ in COLUMNS.items())
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE rows ({columns})")
        for row in rows:
            connection.table("rows").insert([row[column] for column in COLUMNS])
        connection.execute(f"COPY rows TO '{path}'")
    return path


WRITE = {"parquet": write_parquet, "ndjson": write_ndjson, "json": write_json}


def score(folder: Path, *words: str) -> tuple[int, str]:
    """Run `takar score ip_asn@2019`; how it ended, and what it said on standard error."""
    line = (sys.executable, "-c", TAKAR, "score", "ip_asn@2019", *words, *PERIOD, "--lang", "en")
    done = subprocess.run(line, cwd=folder, capture_output=True, check=False)  # noqa: S603 - ours
    return done.returncode, done.stderr.decode()


def same(found: Mapping[str, Any], one: Employee) -> bool:
    """Whether a row of the result has the figures of an employee."""
    told = expected(one)
    label = told.pop("kategori")
    numbers = {key: None if found[key] is None else Fraction(str(found[key])) for key in told}
    return numbers == told and found["kategori"] == label
