"""Rules that cannot be said in a query: their rows are scored one by one, to the same result."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from evaluator.diagnostics.language import Language
from evaluator.intake.response import Period
from evaluator.model.instrument import Instrument
from evaluator.rulebook import bundled
from evaluator.scoring import run
from evaluator.scoring.formats import Format, format_of
from evaluator.scoring.groups import GroupJob
from evaluator.scoring.invalid import DataInvalid
from evaluator.scoring.parts import Whole
from evaluator.scoring.run import Job
from scoring.employees import WRITE, employees
from scoring.merit_files import TAKAR, agencies, rejects_in, write_csv
from scoring.runs import unwatched

RULES = """takar 1
instrument growth "Growth" edition "1" {
  in force from 2014-01-01
  assesses country "Country" in region "Region"
  assumption own "Written for a test" because "no regulation says it"
  input life "Life" number from 20 to 85 under assumption own
  input school "School" number from 0 to 18
  input income "Income" number from 100 to 10000
  value health = (life - 20) / 65
  value index = geometric mean of (health, school / 18, (log(income) - 2) / 2)
    published with 3 decimals half up
  value half = rounded(root(school) to 1 decimals half up) / 2
  bands category of index as published { "Low" below 0.5; "High" from 0.5 }
  not scored when income < 200 because "too poor to tell"
  for each region {
    an incomplete subject is left out
    value average = mean of index as published
    value best = highest of life
    value three = sum of 2 highest of half
  }
}
"""
HEADER = ("id", "region", "life", "school", "income", "remark")
COUNTRIES = (
    # health 1, school 1, income 1: all whole.
    ("AAA", "north", "85", "18", "10000", "x"),
    # 0.8 * 0.5 * 0.5 = 0.2, whose cube root is 0.5848...; half of 3 is 1.5.
    ("BBB", "north", "72", "9", "1000", "'y"),
    # A root of 0; nothing is High that is 0.
    ("CCC", "south", "20", "2", "1000", ""),
    ("DDD", "south", "46", "", "1000", ""),
    ("EEE", "south", "46", "9", "150", ""),
    ("FFF", "south", "86", "9", "1000", ""),
    ("BBB", "south", "46", "9", "1000", ""),
    ("GGG", "", "33", "9", "1,5", ""),
    # 0.2 * 0.5 * 0.5 = 0.05, cube root 0.3684...
    ("HHH", "", "33", "9", "1000", ""),
)
TOLD = {
    "AAA": ("1", "1.000", "1", "2.10", "High", "complete"),
    "BBB": ("0.8", "0.585", None, "1.50", "High", "complete"),
    "CCC": ("0", "0.000", "0", "0.70", "Low", "complete"),
    "DDD": ("0.4", None, None, None, None, "incomplete: school"),
    "EEE": (None, None, None, None, None, "not_scored: too poor to tell"),
    "HHH": ("0.2", "0.368", None, "1.50", "Low", "complete"),
}
COLUMNS = ("health", "index", "index_exact", "half", "category", "status")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "growth.takar").write_text(RULES, encoding="utf-8")
    write(tmp_path / "data.csv", COUNTRIES)
    return tmp_path


def write(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])
    return path


def score(folder: Path, *words: str) -> tuple[int, str]:
    line = (sys.executable, "-c", TAKAR, "score", *words, "--lang", "en")
    done = subprocess.run(line, cwd=folder, capture_output=True, check=False)  # noqa: S603 - ours
    return done.returncode, done.stderr.decode()


def growth(folder: Path, *words: str) -> tuple[int, str]:
    period = ("--period", "2014-01-01..2014-12-31")
    return score(folder, "growth", "data.csv", "--rules", "rules", *period, *words)


def told(rows: Sequence[Mapping[str, Any]]) -> dict[str, tuple[str | None, ...]]:
    return {
        row["id"]: tuple(None if row[each] in {None, ""} else str(row[each]) for each in COLUMNS)
        for row in rows
    }


def test_roots_and_logarithms_are_scored(folder: Path) -> None:
    code, said = growth(folder, "-o", "out.csv", "--groups", "groups.csv", "--min-group", "1")
    assert code == 1, said
    assert said.count("rows-one-by-one]") == 1
    with (folder / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["id", "region", *COLUMNS[:4], "category", "status"]
    assert told(rows) == TOLD
    rejects = [
        (r["row"], r["id"], r["column"], r["code"])
        for r in rejects_in(folder / "out.csv.rejects.csv")
    ]
    assert rejects == [
        ("6", "FFF", "life", "number-out-of-range"),
        ("7", "BBB", "id", "row-id-repeated"),
        ("8", "GGG", "income", "number-comma"),
    ]
    with (folder / "groups.csv").open(encoding="utf-8", newline="") as file:
        north, south = csv.DictReader(file)
    # Of the south one is incomplete and left out, one is not scored; 0.7 of one is all there is.
    assert (north["average"], north["best"], north["three"]) == ("0.7925", "85", "3.60")
    assert [south[c] for c in ("subjects", "incomplete", "left_out", "not_scored")] == list("3111")
    assert (south["average"], south["best"], south["three"]) == ("0", "46", "0.70")


def test_types_follow_from_the_rules(folder: Path) -> None:
    growth(folder, "-o", "out.parquet")
    with duckdb.connect() as connection:
        described = connection.execute(f"DESCRIBE FROM '{folder / 'out.parquet'}'").fetchall()
    types = {name: type_ for name, type_, *_ in described}
    # 65ths have no decimals; a rounded root has one, and half of it two.
    assert (types["health"], types["index_exact"]) == ("VARCHAR", "VARCHAR")
    assert (types["index"], types["half"]) == ("DECIMAL(38,3)", "DECIMAL(38,2)")


def test_a_strict_run_ends_at_the_first_row_that_is_wrong(folder: Path) -> None:
    code, said = growth(folder, "-o", "out.csv", "--strict")
    assert code == 4, said
    assert "data.csv, row 6, life: " in said
    assert not (folder / "out.csv").exists()
    assert not [each for each in folder.iterdir() if each.name.startswith(".out")]


def test_a_strict_run_does_not_score_what_a_broken_row_ends(tmp_path: Path) -> None:
    """The last row has a field too many, which is known before the first is scored."""
    data = write_csv(tmp_path / "data.csv", agencies(9, 20))
    with data.open("a", encoding="utf-8") as file:
        file.write("x" + "," * 200 + "1\n")
    begun: list[int] = []

    @contextmanager
    def watched() -> Iterator[Whole]:
        yield lambda number, _: begun.append(number)

    job = Job(
        instrument=MERIT,
        period=YEAR,
        data=data,
        read=Format.CSV,
        output=tmp_path / "out.csv",
        rejects=tmp_path / "rejects.csv",
        language=Language.EN,
        by_row=True,
        strict=True,
    )
    with pytest.raises(DataInvalid) as told:
        run.score(job, watched)
    assert [(each.code, begun) for each in told.value.diagnostics] == [("row-fields", [])]


MERIT = bundled().load("merit", "2019")
IP_ASN = bundled().load("ip_asn", "2019")
YEAR = Period(first=date(2021, 1, 1), last=date(2021, 12, 31))


def content(path: Path) -> object:
    """The bytes of a file; of Parquet its columns and rows, since pages may end elsewhere."""
    if path.suffix != ".parquet":
        return path.read_bytes()
    with duckdb.connect() as connection:
        described = connection.execute(f"DESCRIBE FROM '{path}'").fetchall()
        return described, connection.execute(f"FROM '{path}'").fetchall()


def both(
    folder: Path, instrument: Instrument, data: Path, output: str, groups: str = "", **more: Any
) -> dict[str, object]:
    """What rows leave that are scored one by one: what a query leaves."""
    found, counted = [], []
    for way in ("query", "rows"):
        (folder / way).mkdir()
        job = Job(
            instrument=instrument,
            period=YEAR,
            data=data,
            read=format_of(data) or Format.CSV,
            output=folder / way / output,
            rejects=folder / way / "rejects.csv",
            language=Language.EN,
            groups=GroupJob(output=folder / way / groups) if groups else None,
            by_row=way == "rows",
            values=True,
            part_rows=100,
            **more,
        )
        summary = run.score(job, unwatched)
        counted.append((summary.read, summary.rejected, summary.tally, summary.groups))
        found.append({each.name: content(each) for each in (folder / way).iterdir()})
    assert counted[0] == counted[1]
    assert found[0] == found[1]
    return found[0]


@pytest.mark.parametrize("ending", ["parquet", "csv", "ndjson"])
def test_merit_is_the_same_either_way(ending: str, tmp_path: Path) -> None:
    rows = agencies(71, 250, missing=0.1)
    for place, row in enumerate(rows[::20]):
        row[[*row][place + 1]] = 9
    rows[7]["id"] = rows[3]["id"]
    data = tmp_path / "data.csv"
    write_csv(data, [{**row, "lama": "x"} for row in rows], [*rows[0], "lama"])
    assert len(both(tmp_path, MERIT, data, f"out.{ending}", keep=True)) == 2


@pytest.mark.parametrize("ending", WRITE)
def test_ip_asn_and_its_groups_are_the_same_either_way(ending: str, tmp_path: Path) -> None:
    rows = employees(72, 250)
    for row in rows[::30]:
        row["pendidikan"] = "S9"
    rows[4]["instansi"] = None
    data = WRITE[ending](tmp_path / f"data.{ending}", rows)
    assert len(both(tmp_path, IP_ASN, data, "out.csv", "groups.parquet")) == 3


SHARED = """takar 1
instrument shared "Shared" edition "1" {
  in force from 2014-01-01
  weights of criterion add up to 7
  input digital yes or no
  input people number from 0
  scale five { 0 to 5 }
  criterion a weight 3 { rated on five }
  criterion b weight 2 { rated on five }
  criterion c weight 2 { rated on five; applies when digital; not applicable is left out }
  value score = weighted sum of criteria
  value size = ln(people + 1) published with 1 decimals half up
}
"""


def test_what_is_left_out_leaves_its_weight_to_the_others(tmp_path: Path) -> None:
    # 3 + 2 of 7 are left: (3 * 1 + 2 * 2) * 7/5 = 9.8, which no column of whole numbers holds.
    (tmp_path / "shared.takar").write_text(SHARED, encoding="utf-8")
    rows = ["id,a,b,c,digital,people", "x,1,2,,false,0", "y,1,2,2,true,0", "z,2,1,,false,0"]
    (tmp_path / "data.csv").write_text("\n".join(rows), encoding="utf-8")
    period = ("--period", "2014-01-01..2014-12-31")
    code, said = score(tmp_path, "shared", "data.csv", "--rules", ".", *period, "-o", "out.parquet")
    assert code == 0, said
    assert "rows-one-by-one]" in said
    found = duckdb.read_parquet(str(tmp_path / "out.parquet")).project("id, score").fetchall()
    assert [(id_, str(figure)) for id_, figure in found] == [
        ("x", "9.8"),
        ("y", "11"),
        ("z", "11.2"),
    ]


COUNTED = """takar 1
instrument counted "Counted" edition "1" {
  in force from 2014-01-01
  assesses unit in agency
  assumption silent "Left out" because "not stated"
  input x number from 0 to 100 under assumption silent
  input active yes or no
  not scored when active is no because "not active"
  value score = x
  bands kind of score { "low" below 50; "high" from 50 }
  for each agency {
    an incomplete subject is left out under assumption silent
    value units = count of unit
    value known = count of score
    value high = count of unit where (kind is "high")
    value share = count of unit where (kind is "high") / count of score
  }
}
"""


@pytest.mark.parametrize("way", [(), ("--by-row",)])
def test_who_is_left_out_is_left_out_of_a_count_with_a_condition(
    tmp_path: Path, way: tuple[str, ...]
) -> None:
    # The second and the third are known to be high, and whether they are active is not.
    (tmp_path / "counted.takar").write_text(COUNTED, encoding="utf-8")
    rows = [
        "id,agency,x,active",
        "1,a,60,true",
        "2,a,60,",
        "3,a,60,",
        "4,a,10,true",
        "5,a,70,false",
    ]
    (tmp_path / "data.csv").write_text("\n".join(rows), encoding="utf-8")
    words = ("--period", "2014-01-01..2014-12-31", "-o", "out.csv", "--groups", "groups.csv")
    code, said = score(
        tmp_path, "counted", "data.csv", "--rules", ".", *words, "--min-group", "1", *way
    )
    assert code == 0, said
    with (tmp_path / "groups.csv").open(encoding="utf-8", newline="") as file:
        (agency,) = csv.DictReader(file)
    told = {name: agency[name] for name in ("units", "known", "high", "share", "left_out")}
    assert told == {"units": "5", "known": "2", "high": "1", "share": "0.5", "left_out": "2"}


UNSCORED = """takar 1
instrument told "Told" edition "1" {
  in force from 2014-01-01
  assesses unit "Unit" in agency "Agency"
  input x number from 0 to 100
  input y number from 0 to 100
  value ratio = x / y
  for each agency { value known = count of ratio; value again = count of ratio / 2 }
}
"""


def test_a_note_names_what_the_rules_call_it(tmp_path: Path) -> None:
    """Not the name that the query would have for the sum."""
    (tmp_path / "told.takar").write_text(UNSCORED, encoding="utf-8")
    (tmp_path / "data.csv").write_text("id,agency,x,y\n1,a,1,2\n2,a,1,0\n", encoding="utf-8")
    words = ("--period", "2014-01-01..2014-12-31", "-o", "out.csv", "--groups", "groups.csv")
    code, said = score(tmp_path, "told", "data.csv", "--rules", ".", *words)
    assert code == 0, said
    assert "note[rows-one-by-one]: `known` cannot be said in a query" in said
