"""A forecast says where a newer edition is in force on the days it looks at."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
from tests.units.reports_html import parsed
from tests.units.test_commands import takar

from evaluator import forecast, resources
from evaluator.reports.render import Form

RULES = """takar 1
instrument x "Index" edition "1" {
  in force from 2024-01-01
  scale quality { 0; 1; 2 }
  evidence decree "Decree" { valid on period end }
  criterion a "A" {
    rated on quality; level 1 and up needs decree
    without evidence falls to the highest level proved
  }
  value score "Score" = sum of criteria
}
instrument x edition "2" amends "1" { in force from 2026-05-01; change criterion a "A, anew" }
instrument x edition "3" amends "2" { draft; change criterion a "A, once more" }
"""


def response(**more: Any) -> dict[str, Any]:
    """A decree that proves level 2 until the end of June 2026."""
    return {
        "instrument": "x",
        "subject": {"id": "s"},
        "period": {"from": "2024-01-01", "to": "2024-12-31"},
        "answers": {"a": {"value": 2, "evidence": ["d"]}},
        "evidence": {"d": {"kind": "decree", "valid_until": "2026-06-30"}},
        **more,
    }


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "x.takar").write_text(RULES, encoding="utf-8")
    return tmp_path


def told(here: Path, given: dict[str, Any], *options: str) -> str:
    (here / "r.json").write_text(json.dumps(given), encoding="utf-8")
    code, out, said = takar(here, "forecast", "r.json", *options)
    assert code == 0, said
    return out


NEXT = {
    "en": "From 1 May 2026, edition 2 is in force; what comes of it is not told here.",
    "id": "Mulai 1 Mei 2026 berlaku edisi 2; hasil menurut edisi itu tidak dinyatakan di sini.",
}
PAST = {
    "en": "From 1 May 2026, edition 2 is in force. This forecast goes by edition 1 on"
    " later days too.",
    "id": "Mulai 1 Mei 2026 berlaku edisi 2. Perkiraan ini tetap menurut edisi 1, juga untuk"
    " hari-hari sesudahnya.",
}


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("form", get_args(Form))
def test_it_ends_before_the_next_edition_and_names_it(
    here: Path, form: Form, language: str
) -> None:
    out = told(here, response(), "--to", form, "--lang", language)
    page = " ".join((parsed(out).text if form == "html" else out).split())
    assert NEXT[language] in page
    # The decree runs out when edition 1 is in force no longer.
    assert "2026-06-30" not in page
    assert {"en": "1 July 2026", "id": "1 Juli 2026"}[language] not in page


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("form", get_args(Form))
def test_beyond_it_is_said_that_the_rules_are_the_old_ones(
    here: Path, form: Form, language: str
) -> None:
    out = told(here, response(), "--until", "2027-12-31", "--to", form, "--lang", language)
    page = " ".join((parsed(out).text if form == "html" else out).split())
    assert PAST[language] in page
    assert {"en": "1 July 2026", "id": "1 Juli 2026"}[language] in page


def test_an_edition_that_is_named_may_have_been_followed_already(here: Path) -> None:
    period = {"from": "2026-01-01", "to": "2026-06-01"}
    out = told(here, response(edition="1", period=period), "--lang", "en")
    since = "Edition 2 has been in force since 1 May 2026 already; this forecast goes by edition 1."
    assert since in out


def test_the_last_edition_is_followed_by_none_and_a_draft_follows_nothing(here: Path) -> None:
    period = {"from": "2026-06-01", "to": "2026-06-15"}
    out = told(here, response(period=period), "--lang", "en")
    assert "From 1 July 2026" in out
    assert "is in force" not in out
    assert "edition 3" not in out


@pytest.mark.parametrize(
    ("options", "until"), [((), "2026-04-30"), (("--until", "2026-12-31"), "2026-12-31")]
)
def test_the_document_has_them(here: Path, options: tuple[str, ...], until: str) -> None:
    found = json.loads(told(here, response(), *options, "--format", "json"))
    schema = json.loads(resources.read(resources.dsl(), "schemas", "forecast-1.json"))
    jsonschema.Draft202012Validator(schema).validate(found)
    assert found["until"] == until
    assert found["later_editions"] == [{"edition": "2", "from": "2026-05-01"}]
    # Up to a day on which edition 1 is still in force on the next, no other is told of.
    found = json.loads(told(here, response(), "--until", "2026-04-29", "--format", "json"))
    assert found["later_editions"] == []


def test_python_knows_them_as_well(here: Path) -> None:
    found = forecast(json.dumps(response()), rules=here / "rules")
    assert found["later_editions"] == [{"edition": "2", "from": "2026-05-01"}]
