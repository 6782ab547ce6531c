"""Ranks over a file: of subjects in their group and among all, and of groups."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from scoring.merit_files import TAKAR

RULES = """takar 1
instrument service "Service" edition "2024" {
  in force from 2024-01-01
  assumption own "Written for a test" because "no regulation says it"
  assesses employee in agency
  input training "Training" number from 0 to 100 under assumption own
  input age "Age" number from 15 to 100
  value score = training / 2 published with 1 decimals half up
  value third = training / 3
  not scored when age < 18 because "too young"
  for each agency {
    value average = mean of score
    rank place of score as published highest first then by age lowest first
      equal values share a rank and the next is skipped
  }
  for all {
    an incomplete subject counts as 20
    rank everywhere of third highest first equal values share a rank and none is skipped
    rank agencies of average highest first equal values share a rank and none is skipped
  }
}
"""
DATA = """id,agency,training,age
a,N,90,30
b,N,90.08,28
c,N,80,50
d,N,61,17
e,N,90,30
f,S,60,20
g,S,,20
h,S,10,30
i,,60,30
j,W,70,30
"""
# In N three are printed 45.0, of whom the youngest is first; d is not scored. S waits for g, and i
# stands nowhere. Of the thirds b has more than 30, a and e have 30, c has 80/3 and j 70/3; f and i
# have 20, as which g counts.
PLACE = {"a": "2", "b": "1", "c": "4", "e": "2", "j": "1"}
EVERYWHERE = dict(zip("abcefghij", "213255654", strict=True))


def score(folder: Path, data: str, *more: str) -> tuple[list[dict[str, str]], ...]:
    (folder / "rules").mkdir()
    (folder / "rules" / "service.takar").write_text(RULES, encoding="utf-8")
    (folder / "data.csv").write_text(data, encoding="utf-8")
    files = ("-o", "out.csv", "--groups", "groups.csv", "--min-group", "1", "--rules", "rules")
    words = ("score", "service", "data.csv", *files, "--period", "2024-01-01..2024-12-31")
    line = (sys.executable, "-c", TAKAR, *words, "--lang", "en", *more)
    done = subprocess.run(line, cwd=folder, capture_output=True, check=False)  # noqa: S603 - ours
    said = done.stderr.decode()
    assert done.returncode == 0, said
    assert ("`place`: 2 subjects have no rank yet" in said) == ("g,S,," in data)
    found = []
    for name in ("out.csv", "groups.csv"):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            found.append([*csv.DictReader(file)])
    return tuple(found)


@pytest.mark.parametrize("way", [(), ("--by-row",)])
def test_subjects_are_ranked_in_their_group_and_among_all(
    way: tuple[str, ...], tmp_path: Path
) -> None:
    rows, groups = score(tmp_path, DATA, *way)
    assert [*rows[0]][-3:] == ["place", "everywhere", "status"]
    assert [row["id"] for row in rows] == list("abcdefghij")
    assert {row["id"]: row["place"] for row in rows if row["place"]} == PLACE
    assert {row["id"]: row["everywhere"] for row in rows if row["everywhere"]} == EVERYWHERE
    # The agency S is incomplete, and the rules do not say what that does to the others.
    assert [group["agencies"] for group in groups] == ["", "", "", ""]


def test_groups_are_ranked_once_all_are_complete(tmp_path: Path) -> None:
    _, groups = score(tmp_path, DATA.replace("g,S,,", "g,S,35,"))
    # The mean of 45, 45.04, 40 and 45 is 43.76, that of 30, 17.5 and 5 is 17.5.
    told = [(group["id"], group["average"], group["agencies"]) for group in groups]
    assert told == [("N", "43.76", "1"), ("S", "17.5", "3"), ("W", "35", "2"), ("", "", "")]
