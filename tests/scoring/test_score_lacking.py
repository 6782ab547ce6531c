"""A subject without its weight, or without what ranks go by, is told of and not passed over."""

from __future__ import annotations

import csv
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from evaluator import Rulebook, evaluate, evaluate_groups
from evaluator.rulebook import root_at
from scoring.merit_files import TAKAR

RULES = """takar 1
instrument wt "Weights" edition "1" {
  in force from 2024-01-01
  assesses town "Town" in land "Land"
  input x "X" number from 0 to 10
  input people "People" number from 1
  input rural yes or no
  value s "S" = x * 2
  not scored when x = 7 because "seven"
  for each land {
    POLICY
    input size number from 1
    value m "Mean" = mean of s weighted by people
    value plain "Plain" = mean of s
    value towns = count of town
    value country = count of town where (rural is yes)
    rank place of s highest first then by people highest first
      equal values share a rank and the next is skipped
  }
  for all {
    GROUPS
    value lands = mean of plain weighted by size
  }
}
"""
DATA = """id,land,x,people,rural
a,l,1,100,true
b,l,5,,false
c,l,9,300,
d,l,,100,true
e,l,7,50,false
f,k,4,10,false
g,k,2,30,true
"""
LEFT_OUT = "an incomplete subject is left out"
COUNTS = "an incomplete subject counts as 0"
# Of l: a comes to 2, b to 10, c to 18; d waits for x, e has no score. b lacks its weight and c says
# not whether it is rural. The mean by people is that of a and c, (2·100 + 18·300) / 400 = 14; with
# d as 0 it is open, since b may weigh anything. The plain mean of a, b and c is 10, with d as 0 it
# is 7.5. In k nothing is missing: (8·10 + 4·30) / 40 = 5, and 6.
# Where figures are open, the status says what they ask of a town: m its s and people, country
# whether it is rural.
OPEN = "incomplete: town (s; people; rural)"
LAND = {
    LEFT_OUT: {
        "m": "14",
        "plain": "10",
        "incomplete": "3",
        "left_out": "3",
        "country": "2",
        "status": "complete",
    },
    COUNTS: {
        "m": "",
        "plain": "7.5",
        "incomplete": "3",
        "left_out": "0",
        "country": "",
        "status": OPEN,
    },
    "": {"m": "", "plain": "", "incomplete": "3", "left_out": "0", "country": "", "status": OPEN},
}
PLACES = {
    LEFT_OUT: {"a": "2", "c": "1", "f": "1", "g": "2"},
    COUNTS: {"f": "1", "g": "2"},
    "": {"f": "1", "g": "2"},
}


def furnished(folder: Path, policy: str) -> None:
    (folder / "rules").mkdir()
    groups = "an incomplete group is left out"
    rules = RULES.replace("POLICY", policy).replace("GROUPS", groups)
    (folder / "rules" / "wt.takar").write_text(rules, encoding="utf-8")


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


@pytest.mark.parametrize("policy", LAND)
@pytest.mark.parametrize("way", [(), ("--by-row",)])
def test_who_lacks_a_weight_is_counted(policy: str, way: tuple[str, ...], tmp_path: Path) -> None:
    furnished(tmp_path, policy)
    (tmp_path / "x.csv").write_text(DATA, encoding="utf-8")
    (tmp_path / "sizes.csv").write_text("land,size\nk,3\nl,5\n", encoding="utf-8")
    files = ("-o", "o.csv", "--groups", "g.csv", "--group-inputs", "sizes.csv")
    words = ("wt", "x.csv", *files, "--rules", "rules", "--min-group", "1")
    period = ("--period", "2024-01-01..2024-12-31")
    line = (sys.executable, "-c", TAKAR, "score", *words, *period, *way, "--lang", "en")
    done = subprocess.run(line, cwd=tmp_path, capture_output=True, check=False)  # noqa: S603 - ours
    assert done.returncode == 0, done.stderr
    k, land = table(tmp_path / "g.csv")[:2]
    assert {name: land[name] for name in LAND[policy]} == LAND[policy]
    assert (land["subjects"], land["towns"], land["not_scored"]) == ("5", "5", "1")
    assert [k[name] for name in ("m", "plain", "incomplete", "left_out")] == ["5", "6", "0", "0"]
    assert k["status"] == "complete"
    places = {row["id"]: row["place"] for row in table(tmp_path / "o.csv") if row["place"]}
    assert places == PLACES[policy]


def response(row: dict[str, str]) -> dict[str, Any]:
    answers: dict[str, Any] = {name: Fraction(row[name]) for name in ("x", "people") if row[name]}
    if row["rural"]:
        answers["rural"] = row["rural"] == "true"
    return {
        "instrument": "wt",
        "subject": {"id": row["id"], "groups": {"land": row["land"]}},
        "period": {"from": "2024-01-01", "to": "2024-12-31"},
        "answers": answers,
    }


@pytest.mark.parametrize("policy", LAND)
def test_the_document_of_groups_says_the_same(policy: str, tmp_path: Path) -> None:
    furnished(tmp_path, policy)
    book = Rulebook((root_at(tmp_path / "rules"),))
    rows = [*csv.DictReader(DATA.splitlines())]
    results = [evaluate(response(row), rules=book) for row in rows]
    sizes = {"land": {"k": {"size": Fraction(3)}}}
    k, land, whole = evaluate_groups(results, inputs=sizes).document["groups"]
    told = {name: str(land[name]) for name in ("incomplete", "left_out")}
    assert told == {name: LAND[policy][name] for name in told}
    assert [k[name] for name in ("incomplete", "left_out", "status")] == [0, 0, "complete"]
    # The land l has no size, so that it is left out of the mean of lands, which is that of k.
    assert whole["groups"] == {"land": {"groups": 2, "incomplete": 1, "left_out": 1}}
    assert whole["values"]["lands"]["exact"] == "6"
    ranks = {x["id"]: (x["rank"], x["because"]) for x in land["ranks"]["place"]["rows"]}
    waits = "left_out" if policy == LEFT_OUT else "incomplete"
    assert ranks["b"] == (None, waits)
    assert ranks["e"] == (None, "not_scored")
