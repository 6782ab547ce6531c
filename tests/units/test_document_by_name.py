"""The form of a document: as `--to` says, else as the file is called that it goes into."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from units.test_commands import takar

RULES = """takar 1
instrument x "X" edition "1" {
  in force from 2024-01-01
  input n "N" number from 0 to 100
  value score "Score" = n published with 2 decimals half up
  bands grade "Grade" of score as published {
    "D" from 0 to 64.99
    "C" from 65.00 to 76.60
    "B" from 76.61 to 88.30
    "A" from 88.31 to 100
  }
}
"""


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "x.takar").write_text(RULES, encoding="utf-8")
    response = {
        "instrument": "x",
        "subject": {"id": "1"},
        "period": {"from": "2024-01-01", "to": "2024-12-31"},
        "answers": {"n": 64.996},
    }
    (tmp_path / "r.json").write_text(json.dumps(response), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "more", "begins"),
    [
        ("page.html", (), "<!doctype html>"),
        ("page.HTM", (), "<!doctype html>"),
        ("page.md", (), "# "),
        ("page.txt", (), "===="),
        ("page", (), "===="),
        ("page.html", ("--to", "md"), "# "),
        ("page.md", ("--to", "text"), "===="),
    ],
)
def test_a_file_is_written_as_it_is_called(
    here: Path, name: str, more: tuple[str, ...], begins: str
) -> None:
    code, _, _ = takar(here, "explain", "r.json", *more, "-o", name)
    assert code == 0
    assert (here / name).read_text(encoding="utf-8").startswith(begins)


def test_the_document_of_an_edition_too(here: Path) -> None:
    code, _, _ = takar(here, "show", "x", "-o", "x.html")
    assert code == 0
    assert (here / "x.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_drawing_points_at_the_value_that_the_table_reads(here: Path) -> None:
    """64.996 is published as 65.00, and that is a C."""
    takar(here, "explain", "r.json", "-o", "page.html", "--lang", "en")
    page = (here / "page.html").read_text(encoding="utf-8")
    drawing = page[page.index('<svg class="scale"') :]
    drawing = drawing[: drawing.index("</svg>")]
    assert "Score 65.00" in drawing
    assert "64.996" not in drawing
    # "76.61–88.3" and "88.31–100" would run into each other on one line.
    lines = [drawing.partition(f">{words}<")[0][-40:] for words in ("76.61–88.3", "88.31–100")]
    assert [line.partition('y="')[2].partition('"')[0] for line in lines] == ["92", "108"]
