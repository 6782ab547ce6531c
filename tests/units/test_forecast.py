"""What time does to a result: held to looking at every single day, and to examples by hand."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import evaluator
from evaluator import resources
from evaluator.api import evaluate_text
from evaluator.backends.exact.assess import assess
from evaluator.backends.exact.forecast import (
    Forecast,
    Turn,
    as_of,
    forecast,
    forecast_document,
    outcome_of,
)
from evaluator.cli.main import main
from evaluator.result import Result
from evaluator.rulebook import rules_in
from evaluator.values.windows import Length, Unit, WithinBefore, day_outside, days_of, turns

RULES = """
instrument service "Service" edition "1" {
  in force from 2024-01-01
  scale q { 0; 1; 2; 3 }
  evidence decree "Decree" { valid on period end }
  evidence survey "Survey" { dated within 12 months before period end; valid on period end }
  evidence report "Report" { dated within 2 years before period end }
  evidence minutes "Minutes" { dated within period }
  evidence plan "Plan" { dated within 1 calendar years before period end }
  every criterion { rated on q; without evidence falls to the highest level proved }
  criterion a "A" { level 1 and up needs decree or plan; level 3 needs survey }
  criterion b "B" {
    level 1 needs minutes
    level 2 and up needs 2 of (survey, report, plan)
    without evidence counts as 1
  }
  criterion c "C" { level 1 and up needs decree; without evidence stays unverified }
  input start "Start" date
  input punishments "Punishments" list of { day "Day" date }
  value recent "Recent" = count of punishments where (day within 5 years before period end)
  value young "Young" { 1 when start within 6 months before period end; 0 otherwise }
  value score "Score" = sum of criteria - recent + young
  bands class "Class" of score { "Low" below 4; "High" from 4 }
  not scored when recent > 2 because "too many"
}
"""
RESPONSE: dict[str, Any] = {
    "instrument": "service",
    "subject": {"id": "1"},
    "period": {"from": "2024-01-01", "to": "2024-12-31"},
    "answers": {"a": 0, "b": 0, "c": 0, "start": "2000-01-01", "punishments": []},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    there = tmp_path_factory.mktemp("rules")
    (there / "service.takar").write_text(RULES, encoding="utf-8")
    return there


def result_of(folder: Path, response: dict[str, Any]) -> Result:
    return evaluate_text(json.dumps(RESPONSE | response), rulebook=rules_in(folder), stage=None)


def forecast_of(found: Result, until: date | None = None) -> Forecast:
    decoded = found.decoded
    return forecast(decoded.instrument, decoded.response, found.stage, until)


def on(found: Result, day: date) -> Any:
    """What the result comes to on one day, from that day alone."""
    decoded = found.decoded
    return outcome_of(assess(decoded.instrument, as_of(decoded.response, day), found.stage))


# Day by day --------------------------------------------------------------------------------------

DAYS = st.dates(date(2023, 6, 1), date(2026, 6, 1)) | st.sampled_from(
    [date(2024, 2, 29), date(2024, 2, 28), date(2023, 2, 28), date(2024, 12, 31), date(2025, 1, 1)]
)
DOCUMENTS = st.builds(
    lambda kind, dated, until: {"kind": kind, "dated": dated, "valid_until": until},
    st.sampled_from(["decree", "survey", "report", "minutes", "plan"]),
    st.none() | DAYS.map(str),
    st.none() | DAYS.map(str),
)
IDS = ["d1", "d2", "d3", "d4", "d5"]
CITED = st.lists(st.sampled_from(IDS), max_size=5, unique=True)
LEVELS = st.integers(0, 3)
RESPONSES = st.fixed_dictionaries(
    {
        "answers": st.fixed_dictionaries(
            {
                **{
                    name: st.fixed_dictionaries({"value": LEVELS, "evidence": CITED})
                    for name in "abc"
                },
                "start": st.none() | DAYS.map(str),
                "punishments": st.lists(
                    st.fixed_dictionaries(
                        {"day": st.none() | st.dates(date(2019, 1, 1), date(2025, 1, 1)).map(str)}
                    ),
                    max_size=4,
                ),
            }
        ),
        "evidence": st.fixed_dictionaries(dict.fromkeys(IDS, DOCUMENTS)),
        "findings": st.dictionaries(
            st.sampled_from("abc"), st.fixed_dictionaries({"value": LEVELS}), max_size=1
        ),
    }
)
HORIZON = date(2028, 3, 2)
"""Past 29 February 2028; what was drawn has aged by then, punishments aside."""


def test_a_forecast_is_what_looking_at_every_day_gives(folder: Path) -> None:
    @settings(max_examples=12, deadline=None, derandomize=True)
    @given(RESPONSES)
    def check(response: Any) -> None:
        hold_to_every_day(result_of(folder, response))

    check()


def hold_to_every_day(found: Result) -> None:
    """Compare a forecast with evaluating on each day up to the horizon."""
    foretold = forecast_of(found, HORIZON)
    changes = {change.on: change for change in foretold.changes}
    day, now = found.decoded.response.period.last, foretold.outcome
    assert now == on(found, day)
    while day < HORIZON:
        day += timedelta(days=1)
        then = on(found, day)
        assert (then != now) is (day in changes), day
        if day in changes:
            assert (changes[day].before, changes[day].after) == (now, then)
        now = then


COUNTED = """
instrument service "Service" edition "1" {
  in force from 2024-01-01
  input start "Start" date
  input due "Due" date
  input courses "Courses" list of { day "Day" date }
  value served "Served" = full years from start until period end
  value left "Left" = full months from period end until due
  value late "Late" { 1 when due < period end; 0 otherwise }
  value on_time "On time" { 1 when due = period end; 0 otherwise }
  value old "Old" { 1 when period end > 2026-02-28; 0 otherwise }
  value open "Open" { 1 when period end within period; 0 otherwise }
  value whole "Whole" = full years from period start until period end
  value recent "Recent" = count of courses where (full months from day until period end <= 13)
}
"""
MORE_DAYS = DAYS | st.sampled_from(
    [date(2025, 1, 31), date(2026, 3, 31), date(2027, 2, 28), date(2028, 2, 29), date(2030, 8, 31)]
)


def test_the_same_where_time_is_counted_up_to_the_end_of_the_period(tmp_path: Path) -> None:
    (tmp_path / "service.takar").write_text(COUNTED, encoding="utf-8")
    book = rules_in(tmp_path)

    @settings(max_examples=12, deadline=None, derandomize=True)
    @given(MORE_DAYS, MORE_DAYS, st.lists(MORE_DAYS, max_size=2))
    def check(start: date, due: date, courses: list[date]) -> None:
        answers = {"start": start, "due": due, "courses": [{"day": str(x)} for x in courses]}
        answers |= {name: str(answers[name]) for name in ("start", "due")}
        response = json.dumps(RESPONSE | {"answers": answers})
        hold_to_every_day(evaluate_text(response, rulebook=book))

    check()


def test_a_forecast_that_has_no_end_is_given_one(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "service.takar").write_text(COUNTED, encoding="utf-8")
    answers = {"start": "2020-02-29", "due": "2024-12-01", "courses": []}
    response = RESPONSE | {"answers": answers}
    with pytest.raises(ValueError, match="count the time"):
        evaluator.forecast(response, rules=tmp_path)
    path = tmp_path / "r.json"
    path.write_text(json.dumps(response), encoding="utf-8")
    words = ["forecast", str(path), "--rules", str(tmp_path), "--lang", "en"]
    assert main(words, {}) == 2
    assert "usage-until-needed" in capfd.readouterr().err
    # 29 February 2020 has its fifth anniversary on 28 February 2025.
    assert main([*words, "--until", "2025-02-28"], {}) == 0
    said = capfd.readouterr().out
    assert "From 28 February 2025: Served rises from 4 to 5." in said
    assert "Start, 29 February 2020: the time from it to the end of the period is another" in said


def test_days_are_counted_one_by_one() -> None:
    found = [*turns(Length.DAYS, date(2020, 1, 1), date(2024, 2, 27), date(2024, 3, 1))]
    assert found == [date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1)]


@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize("count", [1, 3, 4, 12])
def test_the_day_a_date_leaves_a_window_is_the_first_outside(unit: Unit, count: int) -> None:
    window = WithinBefore(count=count, unit=unit)
    for dated in (date(2024, 2, 28), date(2024, 2, 29), date(2023, 2, 28), date(2024, 1, 31)):
        outside = day_outside(window, dated)
        assert outside is not None
        ends = (outside - timedelta(days=1), outside)
        first_days = [days_of(window, date.min, end)[0] for end in ends]
        assert first_days[0] <= dated < first_days[1]


def test_a_window_beyond_the_calendar_is_never_left() -> None:
    for unit in Unit:
        assert day_outside(WithinBefore(count=1000, unit=unit), date(9950, 2, 28)) is None or (
            unit is Unit.MONTHS
        )


# By hand -----------------------------------------------------------------------------------------


def test_a_document_that_runs_out_and_its_renewal(folder: Path) -> None:
    # A claims 2 on a decree that is valid until 28 February 2027, then nothing proves it.
    found = result_of(
        folder,
        {
            "answers": RESPONSE["answers"] | {"a": {"value": 2, "evidence": ["SK-12"]}},
            "evidence": {"SK-12": {"kind": "decree", "valid_until": "2027-02-28"}},
        },
    )
    (change,) = forecast_of(found).changes
    assert change.on == date(2027, 3, 1)
    assert change.unless == (("SK-12",),)
    assert [found.value for found in (d.status for d in change.documents["SK-12"])] == [
        "presented",
        "expired",
    ]
    assert forecast_of(found, date(2027, 2, 28)).changes == ()


def test_two_documents_that_run_out_on_one_day_are_needed_together(folder: Path) -> None:
    found = result_of(
        folder,
        {
            "answers": RESPONSE["answers"]
            | {
                "a": {"value": 2, "evidence": ["x"]},
                "c": {"value": 1, "evidence": ["y"]},
            },
            "evidence": {
                "x": {"kind": "decree", "valid_until": "2025-05-31"},
                "y": {"kind": "decree", "valid_until": "2025-05-31"},
            },
        },
    )
    (change,) = forecast_of(found).changes
    assert change.unless == (("x", "y"),)


def test_of_two_documents_that_prove_the_same_either_is_enough(folder: Path) -> None:
    found = result_of(
        folder,
        {
            "answers": RESPONSE["answers"] | {"a": {"value": 2, "evidence": ["x", "y"]}},
            "evidence": {
                "x": {"kind": "decree", "valid_until": "2025-05-31"},
                "y": {"kind": "decree", "valid_until": "2025-05-31"},
            },
        },
    )
    (change,) = forecast_of(found).changes
    assert change.unless == (("x",), ("y",))


def test_every_smallest_set_is_named_and_no_document_that_helps_nothing(folder: Path) -> None:
    # B claims 2, for which two reports are enough: r-1 is two years old on 1 March 2026 and is not
    # missed. r-2 and r-3 are on 1 June 2026: then any two of the three have to be renewed. Document
    # x has run out the day before, and proves a level 0 that asks for nothing.
    reports = {
        name: {"kind": "report", "dated": dated}
        for name, dated in (("r-1", "2024-03-01"), ("r-2", "2024-06-01"), ("r-3", "2024-06-01"))
    }
    cited = {"value": 2, "evidence": ["m", *reports]}
    found = result_of(
        folder,
        {
            "answers": RESPONSE["answers"] | {"b": cited, "a": {"value": 0, "evidence": ["x"]}},
            "evidence": reports
            | {
                "m": {"kind": "minutes", "dated": "2024-05-05"},
                "x": {"kind": "decree", "valid_until": "2026-05-31"},
            },
        },
    )
    (change,) = forecast_of(found).changes
    assert change.on == date(2026, 6, 1)
    assert change.unless == (("r-1", "r-2"), ("r-1", "r-3"), ("r-2", "r-3"))


def test_a_forecast_ends_with_the_last_day_the_edition_is_in_force(tmp_path: Path) -> None:
    ending = RULES.replace("in force from 2024-01-01", "in force from 2024-01-01 to 2025-12-31")
    (tmp_path / "service.takar").write_text(ending, encoding="utf-8")
    given = {
        "answers": RESPONSE["answers"] | {"a": {"value": 2, "evidence": ["SK-12"]}},
        "evidence": {"SK-12": {"kind": "decree", "valid_until": "2026-05-31"}},
    }
    found = result_of(tmp_path, given)
    coming = forecast_of(found)
    assert (coming.until, coming.changes) == (date(2025, 12, 31), ())
    (change,) = forecast_of(found, date(2026, 12, 31)).changes
    assert change.on == date(2026, 6, 1)


def test_a_punishment_is_forgotten_and_nothing_has_to_be_renewed(folder: Path) -> None:
    # 29 February 2020 is within 5 years of 28 February 2025, and no longer of 1 March 2025.
    punishments = [{"id": "SK-1", "day": "2020-02-29"}]
    found = result_of(folder, {"answers": RESPONSE["answers"] | {"punishments": punishments}})
    (change,) = forecast_of(found).changes
    assert change.on == date(2025, 3, 1)
    assert change.dates == {"/answers/punishments/0/day": (date(2020, 2, 29), Turn.LEAVES)}
    assert (change.documents, change.unless) == ({}, ())


def test_what_was_dated_within_the_period_stays_so(folder: Path) -> None:
    found = result_of(
        folder,
        {
            "answers": RESPONSE["answers"] | {"b": {"value": 1, "evidence": ["m"]}},
            "evidence": {"m": {"kind": "minutes", "dated": "2024-03-01"}},
        },
    )
    assert forecast_of(found).changes == ()


def test_a_finding_stands_whatever_becomes_of_the_documents(folder: Path) -> None:
    found = result_of(
        folder,
        {
            "answers": RESPONSE["answers"] | {"a": {"value": 2, "evidence": ["x"]}},
            "evidence": {"x": {"kind": "decree", "valid_until": "2025-05-31"}},
            "findings": {"a": {"value": 2, "by": "V", "reason": "seen"}},
        },
    )
    foretold = forecast_of(found)
    assert foretold.changes == ()
    assert foretold.standing == ("a",)


def test_the_document_is_that_of_its_schema(folder: Path) -> None:
    schema = json.loads(resources.read(resources.dsl(), "schemas", "forecast-1.json"))
    found = result_of(
        folder,
        {
            "answers": RESPONSE["answers"] | {"a": {"value": 2, "evidence": ["x"]}},
            "evidence": {"x": {"kind": "decree", "valid_until": "2025-05-31"}},
        },
    )
    written = forecast_document(forecast_of(found), found.document)
    plain = json.loads(json.dumps(written))
    jsonschema.Draft202012Validator(schema).validate(plain)
    assert [change["on"] for change in plain["changes"]] == ["2025-06-01"]


def test_python_gives_the_same_document_and_its_schema_takes_dates(folder: Path) -> None:
    schema = json.loads(resources.read(resources.dsl(), "schemas", "forecast-1.json"))
    punishments = [{"id": "SK-1", "day": "2020-02-29"}, {"day": "2025-01-05"}]
    response = RESPONSE | {"answers": RESPONSE["answers"] | {"punishments": punishments}}
    written = json.loads(json.dumps(evaluator.forecast(response, rules=folder)))
    jsonschema.Draft202012Validator(schema).validate(written)
    assert [(change["on"], change["dates"]) for change in written["changes"]] == [
        (day, [{"at": f"/answers/punishments/{place}/day", "date": stated, "turn": turn}])
        for day, place, stated, turn in (
            ("2025-01-05", 1, "2025-01-05", "enters"),
            ("2025-03-01", 0, "2020-02-29", "leaves"),
            ("2030-01-05", 1, "2025-01-05", "leaves"),
        )
    ]
    with pytest.raises(ValueError, match="before"):
        evaluator.forecast(response, rules=folder, until=date(2024, 12, 30))


def test_the_command_says_how_it_ended(
    folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    response = tmp_path / "r.json"
    response.write_text(json.dumps(RESPONSE), encoding="utf-8")
    words = ["forecast", str(response), "--rules", str(folder), "--lang", "en"]
    assert main(words, {}) == 0
    assert "Time alone changes nothing." in capfd.readouterr().out
    assert main([*words, "--until", "2024-12-30"], {}) == 2
    assert "usage-until-too-early" in capfd.readouterr().err
    assert main([*words, "--until", "soon"], {}) == 2
    response.write_text(json.dumps(RESPONSE | {"answers": {"a": 9}}), encoding="utf-8")
    assert main(words, {}) == 4
