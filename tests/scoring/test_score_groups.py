"""Values of groups over files: those of `evaluate_groups`, and of the regulation itself."""

from __future__ import annotations

import csv
import random
import subprocess
import sys
from collections.abc import Mapping, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from evaluator import Rulebook, evaluate, evaluate_groups
from evaluator.rulebook import root_at
from scoring.employees import WRITE, Employee, employees, expected, score
from scoring.merit_files import PERIOD, TAKAR, rows_in
from test_ip_asn import category

PARTS = ("kualifikasi", "kompetensi", "kinerja", "disiplin", "total")
TARGETS = {"kualifikasi": "15", "kompetensi": "31.5", "kinerja": "25", "disiplin": "4", "total": 75}


def number(text: object) -> Fraction | None:
    return None if text is None else Fraction(str(text))


def rounded(value: Fraction, places: int, mode: str) -> Fraction:
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return Fraction(exact.quantize(Decimal(1).scaleb(-places), rounding=mode))


def agency(members: Sequence[Employee]) -> dict[str, Any]:
    """The figures of an agency by the table: the mean of measured employees, half up."""
    told = [expected(one) for one in members]
    measured = [one for one in told if one["total"] is not None]
    found: dict[str, Any] = {
        "jumlah_pegawai": len(told),
        "tidak_terukur": len(told) - len(measured),
    }
    for part in PARTS:
        mean = sum((Fraction(one[part]) for one in measured), Fraction(0)) / len(measured)
        found[f"rerata_{part}_exact"] = mean
        found[f"rerata_{part}"] = rounded(mean, 2, ROUND_HALF_UP)
        reached = mean / Fraction(TARGETS[part])
        found[f"capaian_{part}"] = rounded(reached, 4, ROUND_DOWN)
    for label in ("Sangat Tinggi", "Tinggi", "Sedang", "Rendah", "Sangat Rendah"):
        share = Fraction(sum(one["kategori"] == label for one in measured), len(measured))
        found[f"porsi_{label.lower().replace(' ', '_')}"] = share
    return found


def write_table(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.parametrize("ending", WRITE)
def test_agencies_are_those_of_the_regulation(ending: str, tmp_path: Path) -> None:
    rows = employees(51, 400)
    WRITE[ending](tmp_path / f"data.{ending}", rows)
    agencies = sorted({one["instansi"] for one in rows})
    targets = [
        {"instansi": each, **{f"target_{part}": target for part, target in TARGETS.items()}}
        for each in agencies[1:]
    ]
    write_table(tmp_path / "targets.csv", targets)
    more = ("--groups", "groups.parquet", "--group-inputs", "targets.csv")
    code, said = score(tmp_path, f"data.{ending}", "-o", "out.parquet", *more)
    assert code == 0, said
    groups = rows_in(tmp_path / "groups.parquet")
    assert [(group["kind"], group["id"]) for group in groups] == [
        ("instansi", each) for each in agencies
    ]
    for group in groups:
        by_hand = agency([one for one in rows if one["instansi"] == group["id"]])
        if group["id"] == agencies[0]:
            by_hand |= dict.fromkeys((f"capaian_{part}" for part in PARTS), None)
            told = ", ".join(f"target_{part}" for part in PARTS)
            assert group["status"] == f"incomplete: {told}"
        else:
            assert group["status"] == "complete"
        assert {name: number(group[name]) for name in by_hand} == by_hand
        targets_told = {part: number(group[f"target_{part}"]) for part in PARTS}
        asked = dict.fromkeys(PARTS) if group["id"] == agencies[0] else TARGETS
        assert targets_told == {part: number(asked[part]) for part in PARTS}
        assert group["kategori_instansi"] == category(by_hand["rerata_total_exact"])
        assert group["left_out"] == by_hand["tidak_terukur"]
    assert isinstance(groups[0]["rerata_total"], Decimal)
    assert isinstance(groups[0]["rerata_total_exact"], str)


RULES = """takar 1
instrument points edition "1" {
  in force from 2021-01-01
  assesses person "Person" in office "Office"
  assumption measured "Only who was measured counts" because "not stated"
  assumption low "A low target is met" because "not stated"
  input marks "Marks" number from 0 to 100
  input hours "Hours" number from 0 to 10
  input post "Post" one of { leader; clerk }
  value total = marks + hours / 3
  value index = total / 10 published with 1 decimals half up
  bands grade of total { "Low" below 50; "High" from 50 }
  for each office {
    POLICY
    input target "Target" number above 0
    input kind "Kind" one of { rural; urban }
    value average = mean of total published with 2 decimals half up
    value leaders = mean of index where (post is leader)
    value tops = count of person where (grade is "High" and post is clerk)
    value best = highest of index as published
    value spread = highest of total - lowest of total
    value reached {
      1 when kind is rural under assumption low
      average / target otherwise
    }
    bands office_grade of average { "Weak" below 50; "Strong" from 50 }
  }
  for all {
    an incomplete group counts as 40 under "Article 5"
    input wanted "Wanted" number from 1
    value people = count of person
    value lacking = wanted - people
    value weighed = mean of total weighted by hours
    value offices = mean of average published with 1 decimals half up
    value three = sum of 3 highest of index + mean of 2 lowest of hours
    value strong = count of office where (office_grade is "Strong")
  }
}
"""
POLICIES = {
    "left_out": "an incomplete subject is left out under assumption measured",
    "stated_not": "",
}


def people(seed: int, count: int, missing: float) -> list[dict[str, Any]]:
    draw = random.Random(seed)  # noqa: S311 - a test draws, it hides nothing
    found = []
    for one in range(count):
        answers = {
            "marks": f"{draw.randint(0, 9900) / 100:.2f}",
            "hours": str(draw.randint(0, 10)),
            "post": draw.choice(["leader", "clerk"]),
        }
        lacks = [key for key in answers if draw.random() < missing]
        groups = {"id": f"{one:03}", "office": draw.choice(["north", "south", "east"])}
        found.append({**groups, **answers, **dict.fromkeys(lacks, "")})
    return found


def run(folder: Path, *words: str) -> tuple[int, str]:
    line = [sys.executable, "-c", TAKAR, "score", "points@1", *words, *PERIOD, "--lang", "en"]
    done = subprocess.run(line, cwd=folder, capture_output=True, check=False)  # noqa: S603 - ours
    return done.returncode, done.stderr.decode()


def furnished(folder: Path, policy: str, rows: Sequence[Mapping[str, Any]]) -> Rulebook:
    (folder / "rules").mkdir()
    rules = RULES.replace("POLICY", policy)
    if not policy:
        rules = rules.replace('  assumption measured "Only who', '  #"Only who')
    (folder / "rules" / "points.takar").write_text(rules, encoding="utf-8")
    write_table(folder / "data.csv", rows)
    return Rulebook((root_at(folder / "rules"),))


def response(row: Mapping[str, Any]) -> dict[str, Any]:
    answers: dict[str, Any] = {key: row[key] for key in ("marks", "hours", "post") if row[key]}
    answers |= {key: Fraction(answers[key]) for key in ("marks", "hours") if key in answers}
    return {
        "instrument": "points",
        "subject": {"id": row["id"], "groups": {"office": row["office"]}},
        "period": {"from": "2021-01-01", "to": "2021-12-31"},
        "answers": answers,
    }


OFFICES = {
    "north": {"target": Fraction("49.5"), "kind": "urban"},
    "south": {"kind": "rural"},
    "west": {"target": Fraction(7)},
}


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("missing", [0, 0.05])
def test_groups_are_those_of_evaluate_groups(policy: str, missing: float, tmp_path: Path) -> None:
    rows = people(61, 120, missing)
    book = furnished(tmp_path, POLICIES[policy], rows)
    table = [{"office": name, "target": "", "kind": "", **each} for name, each in OFFICES.items()]
    for row in table:
        row["target"] = str(row["target"]).replace("99/2", "49.5")
    write_table(tmp_path / "offices.csv", table)
    write_table(tmp_path / "all.csv", [{"wanted": 200}])
    more = ("--group-inputs", "offices.csv", "--group-inputs", "all.csv", "--min-group", "1")
    code, said = run(tmp_path, "data.csv", "-o", "o.csv", "--groups", "groups.parquet", *more)
    assert code == 0, said
    found = rows_in(tmp_path / "groups.parquet")
    results = [evaluate(response(row), rules=book) for row in rows]
    document: Any = evaluate_groups(
        results, inputs={"office": OFFICES}, inputs_of_all={"wanted": 200}
    ).document
    groups = document["groups"]
    # Nobody is in `west`, of which a target is known: there is nobody to hide.
    assert [(g["id"], g["subjects"] > 0) for g in found] == [
        ("east", True),
        ("north", True),
        ("south", True),
        ("west", False),
        (None, True),
    ]
    for told, group in zip(found, groups, strict=True):
        assert (told["kind"], told["id"]) == (group["kind"], group["id"])
        for name in ("subjects", "incomplete", "left_out", "not_scored"):
            assert told[name] == group[name]
        for name, value in group["values"].items():
            exact = f"{name}_exact" if f"{name}_exact" in told else name
            assert number(told[name]) == number(value["published"])
            assert number(told[exact]) == number(value["exact"])
        for name, band in group["bands"].items():
            assert told[name] == band["label"]
        assert told["status"].split(":")[0] == group["status"]
        lacking = told["status"].partition(": ")[2].split(", ")
        assert [each for each in lacking if each and not each.startswith("person")] == group[
            "missing"
        ]
    targets = {"north": Decimal("49.5"), "west": Decimal("7.0")}
    assert [g["target"] for g in found] == [targets.get(g["id"]) for g in found]
    assert found[-1]["wanted"] == 200
    people_column, spread = found[-1]["people"], found[0]["spread"]
    assert isinstance(people_column, Decimal)
    assert spread is None or isinstance(spread, str)


def test_of_small_groups_only_the_number_is_told(tmp_path: Path) -> None:
    rows = people(62, 30, 0)
    for row in rows[:4]:
        row["office"] = "west"
    rows[4]["office"] = ""
    furnished(tmp_path, POLICIES["left_out"], rows)
    code, said = run(tmp_path, "data.csv", "-o", "o.csv", "--groups", "groups.csv")
    assert code == 0, said
    found = {group["id"]: group for group in rows_in(tmp_path / "groups.csv")}
    west = {key: value for key, value in found["west"].items() if value is not None}
    assert west == {"kind": "office", "id": "west", "subjects": 4, "status": "too_small"}
    assert "rows-without-group" in said
    assert "`1` rows name no `office`" in said
    assert found[None]["people"] == 30
    assert "rows of groups: 5\n" in said
    assert "with fewer than 5 subjects, so that only their number is told: 1\n" in said
    _, said = run(tmp_path, "data.csv", "-o", "o.csv", "--groups", "groups.csv", "--min-group", "1")
    assert "rows of groups: 5\n" in said
    assert "only their number" not in said
    found = {group["id"]: group for group in rows_in(tmp_path / "groups.csv")}
    assert found["west"]["average"] is not None


def test_what_would_give_a_small_group_away_is_withheld(tmp_path: Path) -> None:
    """All minus those that are told must not leave fewer than five; see the numbers of subjects."""
    rows = people(65, 30, 0)
    for row, office in zip(rows, ["west"] * 4 + ["east"] * 5 + ["north"] * 9, strict=False):
        row["office"] = office
    for row in rows[18:]:
        row["office"] = "south"
    for row in rows:
        row["post"] = "leader"  # a mean of leaders is one of everybody
    furnished(tmp_path, POLICIES["left_out"], rows)
    write_table(tmp_path / "offices.csv", [{"office": "new", "target": "1", "kind": "rural"}])
    more = ("--groups", "groups.csv", "--group-inputs", "offices.csv")
    code, said = run(tmp_path, "data.csv", "-o", "o.csv", *more)
    assert code == 0, said
    found = {group["id"]: group for group in rows_in(tmp_path / "groups.csv")}
    assert {id_: (group["subjects"], group["status"]) for id_, group in found.items()} == {
        "east": (5, "withheld"),
        "new": (0, "complete"),
        "north": (9, "incomplete: target, kind"),
        "south": (12, "incomplete: target, kind"),
        "west": (4, "too_small"),
        None: (30, "incomplete: wanted"),
    }
    hidden = [found[id_][name] for id_ in ("east", "west") for name in ("average", "left_out")]
    assert hidden == [None] * 4
    assert found["north"]["average"] is not None
    assert "rows of groups: 6\n" in said
    assert "so that only their number is told: 1\n" in said
    assert "could be worked out: 1" in said


LONG = """takar 1
instrument points "Points" edition "1" {
  in force from 2021-01-01
  assesses plot "Plot" in office "Office"
  input wide "Wide" number from 0 to 1000000000
  input deep "Deep" number from 0 to 1000000000
  value area = wide * deep
  for each office {
    value whole = sum of area
    value most = highest of area
  }
}
"""


def test_numbers_of_more_than_64_bits_are_summed_up_exactly(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "points.takar").write_text(LONG, encoding="utf-8")
    sides = [(f"999999999.{10001 + n}", f"888888888.{20003 + n}") for n in range(7)]
    rows = [
        {"id": str(n), "office": "a", "wide": wide, "deep": deep}
        for n, (wide, deep) in enumerate(sides)
    ]
    write_table(tmp_path / "data.csv", rows)
    code, said = run(tmp_path, "data.csv", "-o", "o.parquet", "--groups", "groups.parquet")
    assert code == 0, said
    areas = [Fraction(wide) * Fraction(deep) for wide, deep in sides]
    # A double has 53 bits, such an area in units of its last decimal more than 90.
    assert all(int(area * 10**10).bit_length() > 90 for area in areas)
    (group,) = rows_in(tmp_path / "groups.parquet")
    assert number(group["whole"]) == sum(areas)
    assert number(group["most"]) == areas[-1]
    found = rows_in(tmp_path / "o.parquet")
    assert [*found[0]] == ["id", "office", "area", "status"]
    assert [number(row["area"]) for row in found] == areas


ALWAYS = """takar 1

instrument points "Points" edition "1" {
  in force from 2021-01-01
  assesses person "Person"
  assumption unrated "Who is not rated gets nothing" because "the text does not say"
  input rating "Rating" one of { good "Good"; bad "Bad" }
  value given "Given" by rating {
    good: 10
    bad: 5
    missing: 0 under assumption unrated
  }
  for all { value people = count of person }
}
"""


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_groups_that_need_nothing_besides_are_told(ending: str, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "points.takar").write_text(ALWAYS, encoding="utf-8")
    rows = [{"id": str(n), "rating": ("good", "bad", "")[n % 3]} for n in range(7)]
    write_table(tmp_path / "data.csv", rows)
    code, said = run(tmp_path, "data.csv", "-o", f"o.{ending}", "--groups", "groups.parquet")
    assert code == 0, said
    (everybody,) = rows_in(tmp_path / "groups.parquet")
    assert everybody["people"] == 7
    assert not list(tmp_path.glob(".*"))


WRONG_INPUTS = {
    'office,target,kind\nnorth,"22,5",rural\n': "number-comma",
    "office,target,kind\nnorth,0,rural\n": "number-out-of-range",
    "office,target,kind\nnorth,1,moon\n": "unknown-choice",
    "office,target,kind\nnorth,1,rural\nnorth,2,rural\n": "row-id-repeated",
    "office,target\nnorth,1\n": "column-missing",
    "wanted\n1\n2\n": "group-file-rows",
    "wanted\n0\n": "number-out-of-range",
    "target,kind\n1,rural\n": "column-missing",
}


@pytest.mark.parametrize("text", WRONG_INPUTS)
def test_inputs_of_groups_that_are_wrong_stop_the_run(text: str, tmp_path: Path) -> None:
    furnished(tmp_path, POLICIES["left_out"], people(63, 5, 0))
    (tmp_path / "inputs.csv").write_text(text, encoding="utf-8")
    more = ("--groups", "groups.csv", "--group-inputs", "inputs.csv")
    code, said = run(tmp_path, "data.csv", "-o", "o.csv", *more)
    assert (code, WRONG_INPUTS[text] in said) == (4, True), said
    assert not (tmp_path / "o.csv").exists()


def test_two_files_for_one_kind_of_group_are_refused(tmp_path: Path) -> None:
    furnished(tmp_path, POLICIES["left_out"], people(64, 5, 0))
    (tmp_path / "all.csv").write_text("wanted\n3\n", encoding="utf-8")
    more = ("--group-inputs", "all.csv", "--group-inputs", "all.csv")
    code, said = run(tmp_path, "data.csv", "-o", "o.csv", "--groups", "groups.csv", *more)
    assert (code, "group-file-twice" in said) == (4, True), said
    code, said = run(tmp_path, "data.csv", "-o", "o.csv", "--group-inputs", "all.csv")
    assert (code, "--groups" in said) == (2, True), said


@pytest.mark.parametrize("ending", ["csv", *WRITE])
def test_an_empty_text_names_no_group(ending: str, tmp_path: Path) -> None:
    """In the file of groups it would read as all subjects together."""
    rows = employees(5, 3)
    rows[0]["instansi"], rows[1]["instansi"], rows[2]["instansi"] = "", None, "a"
    if ending == "csv":
        table = [{key: value for key, value in row.items() if key != "hukuman"} for row in rows]
        write_table(tmp_path / "data.csv", table)
        (tmp_path / "h.csv").write_text("id,tingkat,tanggal\n", encoding="utf-8")
        words: tuple[str, ...] = ("--with", "hukuman=h.csv:complete")
    else:
        WRITE[ending](tmp_path / f"data.{ending}", rows)
        words = ()
    groups = ("--groups", "groups.csv", "--min-group", "1")
    code, said = score(tmp_path, f"data.{ending}", "-o", "out.csv", *groups, *words)
    assert (code, "`2` rows name no `instansi`" in said) == (0, True), said
    with (tmp_path / "groups.csv").open(encoding="utf-8", newline="") as file:
        row, *_ = csv.DictReader(file)
    assert (row["kind"], row["id"]) == ("instansi", "a")
