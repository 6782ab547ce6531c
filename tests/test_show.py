"""`takar show` prints an edition as a document; its boundary report is worked out by hand here."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from tests.units.test_commands import takar

from evaluator.analysis.boundaries import boundaries
from evaluator.analysis.editions import consolidated
from evaluator.compare.background import background
from evaluator.diagnostics.language import Language
from evaluator.model.dump import dump_instrument
from evaluator.model.instrument import Instrument
from evaluator.model.load import load_instrument
from evaluator.pipeline import compile_edition, read
from evaluator.published import full_text
from evaluator.reports.regulation import document
from evaluator.rulebook import bundled
from evaluator.source import Source

HOLED = """
instrument service "Service <b>Index</b>" edition "2024" {
  draft
  assumption between "A value between two bands takes the lower" because "whole numbers only"
  scale quality { 0 "None"; 1; 2; 3 }
  weights of criterion add up to 100%
  every criterion { rated on quality }
  criterion speed "Speed | *fast*" code "1." weight 55% {
    level 1 "Once a [year](x)" under "Pasal 3"
  }
  criterion courtesy "Courtesy" weight 45%
  value score = weighted mean of criteria * 10
  bands category of score {
    "Poor" from 0 to 15
    "Good" from 16 to 30
    a value between two bands takes the lower under assumption between
  }
}
"""


def instrument(text: str = HOLED) -> Instrument:
    compiled = compile_edition(read([Source("service.takar", text)]), ("service", "2024")).value
    assert compiled is not None
    return compiled


def test_a_value_between_two_bands_is_reported_with_the_category_it_would_have_got() -> None:
    # 5.5 a + 4.5 b, with a and b from 0 to 3, lies between 15 and 16 for a = 2, b = 1 only.
    attainable = {Fraction(11 * a + 9 * b, 2) for a in range(4) for b in range(4)}
    assert {value for value in attainable if 15 < value < 16} == {Fraction("15.5")}
    (report,) = boundaries(instrument())
    (doubt,) = report.listed
    assert report.whole
    assert (doubt.value, doubt.label, doubt.other) == (Fraction("15.5"), "Poor", "Good")


READ_TWO_WAYS = """
instrument service "Service" edition "2024" {
  in force from 2024-01-01
  assumption between "A value between two bands takes the lower" because "whole numbers only"
  assumption short "What a step is worth"
    one of { whole "10 points"; share "7.75 points" } read as whole because "not stated"
  scale quality { 0; 1; 2; 3 }
  every criterion { rated on quality }
  criterion speed "Speed"
  value score = speed * 10 under assumption short read as whole
  value score = speed * 7.75 under assumption short read as share
  bands category of score {
    "Poor" from 0 to 15
    "Good" from 16 to 30
    a value between two bands takes the lower under assumption between
  }
}
"""


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            (
                "category: as the assumptions are read, no attainable value of score depends on",
                "Where short is read as share: category: 1 attainable value of score gets another",
            ),
        ),
        (
            "id",
            (
                "category: menurut bacaan asumsi yang dipilih, tidak ada nilai score",
                "Jika short dibaca sebagai share: category: 1 nilai score yang dapat dicapai",
            ),
        ),
    ],
)
def test_values_that_another_reading_brings_about_are_reported(
    tmp_path: Path, language: str, told: tuple[str, str]
) -> None:
    # By 10 a step the values are 0, 10, 20, 30; by 7.75 one of them is 15.5, between 15 and 16.
    (tmp_path / "service.takar").write_text(READ_TWO_WAYS, encoding="utf-8")
    code, out, _ = takar(tmp_path, "show", "service", "--rules", ".", "--lang", language)
    page = " ".join(out.split())
    assert code == 0
    assert all(part in page for part in told)
    assert f"{'15,5' if language == 'id' else '15.5'} Poor Good" in page


TABLED = """
instrument service "Service" edition "2024" {
  in force from 2024-01-01
  assumption short "Few hours"
    one of { none_given "score 0"; share "score a share" } read as none_given because "not stated"
  input hours number from 0 to 40
  dimension training {
    value by hours {
      from 20: 15
      below 20: 0 under assumption short read as none_given
      below 20: hours / 2 under assumption short read as share
    }
  }
  value score by hours {
    from 20: training
    below 20: 0
  } under "Article 8"
}
"""


def test_rows_of_a_table_stand_apart_and_readings_are_named() -> None:
    page = " ".join(document(instrument(TABLED), Language.EN, "text").split())
    assert 'value score by hours { … } under "Article 8" - from 20: training - below 20: 0' in page
    assert "share “" not in page.partition("Assumptions")[0]
    assert "read as none_given: “score 0” - could also be read as share: “score a share”" in page


GROUPED = """
instrument service "Service Index" edition "2024" {
  draft
  assesses employee "Employee" in agency "Agency"
  assumption measured "Only who was measured counts" because "not stated"
  input hours number from 0 to 40
  value score = hours
  for each agency {
    an incomplete subject is left out under assumption measured
    input target "Target" number above 0
    value average "Average" = mean of score
    value reached = average / target
    bands agency_category of average { "Low" below 20; "High" from 20 }
  }
  for all { value people = count of employee }
}
"""


def test_what_is_computed_for_groups_has_a_section_of_its_own() -> None:
    page = " ".join(document(instrument(GROUPED), Language.EN, "text").split())
    assert "in groups: Agency (agency)" in page
    section = page.partition("Values of groups")[2].partition("Assumptions")[0]
    for part in (
        "Agency (agency)",
        "an incomplete subject is left out under assumption measured",
        "Target",
        'value average "Average" = mean of score',
        "value reached = average / target",
        "agency_category",
        "All subjects together",
        "value people = count of employee",
    ):
        assert part in section
        section = section.partition(part)[2]


NESTED = """
instrument service "Service" edition "2024" {
  draft
  scale quality { 0; 1 }
  domain inner "Inner" {
    value = sum of criteria
    criterion speed "Speed" { rated on quality }
  }
  value score = inner
}
"""


def test_a_part_stands_deeper_than_what_it_is_a_part_of() -> None:
    html = document(instrument(NESTED), Language.EN, "html")
    assert '<th scope="row" role="rowheader">Inner<small>domain</small></th>' in html
    assert (
        '<th scope="row" class="deep-1" role="rowheader">Speed<small>criterion</small></th>' in html
    )
    text = document(instrument(NESTED), Language.EN, "text")
    assert "\n  Inner" in text
    assert "\n  \N{EM SPACE}Speed" in text


def test_no_column_of_weights_where_nothing_is_weighted() -> None:
    table = document(instrument(NESTED), Language.EN, "text").partition("Structure")[2]
    assert "Weight" not in table.partition("Speed")[0]
    weighted = document(instrument(), Language.EN, "text").partition("Structure")[2]
    assert "Weight" in weighted.partition("Speed")[0]


EXEMPLIFIED = """instrument service "Service" edition "2024" {
  draft
  input hours number from 0 to 40
  value score = hours
}
example "Ten hours" for service edition "2024" {
  given hours = 10
  expect score = 10
}
"""


def test_the_examples_of_an_edition_are_named_with_their_places() -> None:
    program = read([Source("service.takar", EXEMPLIFIED)])
    behind = background(program.declared, ("service", "2024"), {})
    loaded = instrument(EXEMPLIFIED)
    page = " ".join(document(loaded, Language.EN, "text", behind).split())
    section = page.partition("Examples ---")[2]
    assert "Examples of the edition (1)" in section
    assert "Ten hours service.takar line 6" in section
    assert "takar test service@2024" in section
    assert "Examples" not in document(loaded, Language.EN, "text")


@pytest.mark.parametrize(
    ("more", "first"),
    [
        ((), "instrument service"),
        (("--lang", "id"), "instrument service"),
        (("--keywords", "id"), "instrumen service"),
    ],
)
def test_an_edition_written_out_keeps_the_keywords_of_its_file(
    tmp_path: Path, more: tuple[str, ...], first: str
) -> None:
    (tmp_path / "service.takar").write_text(EXEMPLIFIED, encoding="utf-8")
    code, out, _ = takar(tmp_path, "show", "service", "--consolidated", "--rules", ".", *more)
    assert code == 0
    assert out.startswith(first)


def test_the_one_conflict_of_im_nkk_is_score_200() -> None:
    (report,) = boundaries(bundled().load("im_nkk", "2021"))
    (doubt,) = report.listed
    assert (doubt.value, doubt.column, doubt.printed) == (200, "indeks", "0.67")
    assert (doubt.label, doubt.other) == ("Sedang", "Tinggi")


def test_whole_scores_of_merit_that_disagree_are_the_24_published_ones() -> None:
    (report,) = boundaries(bundled().load("merit", "2019"))
    whole = {
        int(doubt.value)
        for doubt in report.listed
        if doubt.column == "indeks" and doubt.value.denominator == 1
    }
    assert whole == {*range(162, 175), *range(242, 250), *range(322, 325)}


@pytest.mark.parametrize("language", [*Language])
def test_text_holds_everything_the_rules_state(language: Language) -> None:
    written = document(instrument(), language, "text")
    for part in (
        "Speed | *fast*",
        "55%",
        "Once a [year](x)",
        "Pasal 3",
        "15",
        "Poor",
        "whole numbers",
    ):
        assert part in written


def test_markdown_shows_what_was_written_and_keeps_its_tables() -> None:
    written = document(instrument(), Language.EN, "md")
    assert r"1\. Speed \| \*fast\*" in written
    assert r"Once a \[year\](x)" in written
    assert "<b>" not in written.replace(r"\<b\>", "")
    tables = re.findall(r"(?m)(?:^\|.*\n)+", written)
    assert len(tables) >= 4
    for table in tables:
        cells = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(cells) == 1, table


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        self.tags.append(tag)


def test_html_has_no_element_of_the_authors() -> None:
    reader = Reader()
    written = document(instrument(), Language.ID, "html")
    reader.feed(written)
    assert "b" not in reader.tags
    assert "&lt;b&gt;" in written
    assert reader.tags.count("h1") == 1
    assert "draft" not in reader.tags


AMENDED = """
instrument service "Service" edition "2024" {
  in force from 2024-01-01 to 2024-12-31
  assumption short "Few hours"
    one of { none_given "score 0"; share "score a share" } read as none_given because "not stated"
  input hours number from 0 to 40
  scale quality { 0; 1 }
  every criterion { rated on quality }
  criterion speed "Speed" weight 60%
  criterion courtesy "Courtesy" weight 40%
  weights of criterion add up to 100%
  value training {
    15 when hours >= 20
    0 otherwise under assumption short read as none_given
    hours / 2 otherwise under assumption short read as share
  }
  value score = weighted mean of criteria * 10 + training
  bands category of score as published { "Poor" from 0 to 12; "Good" above 12 } under "Section 3"
}
instrument service edition "2025" amends "2024" {
  in force from 2025-01-01
  rename criterion courtesy as manners
  change criterion speed { weight 50% }
  change criterion manners { weight 30% }
  add criterion site "Web site" weight 20%
  change bands category under "Section 4" { "Good" from 13; remove "Poor"; "Bad" below 13 }
}
"""


def amended(edition: str, language: Language = Language.EN) -> str:
    """The document of an edition with what stands behind it, as it reads."""
    program = read([Source("service.takar", AMENDED)])
    compiled = compile_edition(program, ("service", edition)).value
    assert compiled is not None
    behind = background(program.declared, ("service", edition), {})
    return document(compiled, language, "md", behind).replace("\\", "")


def test_an_amendment_lists_how_it_was_and_how_it_is() -> None:
    page = amended("2025", Language.ID)
    section = page.partition("Matriks perubahan")[2].partition("Susunan")[0]
    assert "Terhadap edisi 2024" in section
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line[:1] == "|"]
    days = "in force from 2024-01-01 to 2024-12-31", "in force from 2025-01-01"
    speed = 'criterion speed "Speed" weight '
    manners = 'criterion manners "Courtesy" weight '
    assert rows[2:] == [
        ["manners", "diganti nama", "courtesy", "manners"],
        ["–", "diubah", *days],
        ["speed", "diubah", f"{speed}60%", f"{speed}50%"],
        ["manners", "diubah", f"{manners}40%", f"{manners}30%"],
        [
            "category",
            "diubah",
            'bands category of score as published { … } under "Section 3"',
            'bands category of score as published { … } under "Section 4"',
        ],
        ["category", "dihapus", 'bands category { "Poor" from 0 to 12 }', "–"],
        [
            "category",
            "diubah",
            'bands category { "Good" above 12 }',
            'bands category { "Good" from 13 }',
        ],
        ["site", "ditambah", "–", 'criterion site "Web site" weight 20%'],
        ["category", "ditambah", "–", 'bands category { "Bad" below 13 }'],
    ]


def test_an_edition_that_amends_none_has_no_list_of_changes() -> None:
    page = amended("2024")
    assert "What this edition changed" not in page
    assert "**Amends" not in page
    assert "**Amends edition:** 2024" in amended("2025")


def test_what_stands_under_another_reading_is_printed_with_the_reading() -> None:
    page = amended("2024")
    values, _, assumptions = page.partition("## 6")
    assert "0 otherwise under assumption short read as none_given" in values
    assert "hours / 2 otherwise" not in values
    assert (
        "where it is read as share, training says: "
        "hours / 2 otherwise under assumption short read as share" in assumptions
    )


def test_bands_over_the_printed_value_say_so_and_on_what_they_rest() -> None:
    page = amended("2024")
    table = page.partition("category, of score as published")[2]
    assert "service.takar line 18; basis: “Section 3”" in table


CHANGED = (
    HOLED.replace("draft", "in force from 2024-01-01 to 2024-12-31")
    + """
instrument service edition "2025" amends "2024" {
  draft
  change scale quality {
    0; 1; 2; 3; 4
    old answer 0 as 0; old answer 1 as 2; old answer 2 as 3; old answer 3 is asked again
  }
  change bands category { "Good" from 16 to 40 }
}
"""
)


def test_what_old_answers_count_as_is_printed_with_the_edition_they_are_of() -> None:
    compiled = compile_edition(read([Source("service.takar", CHANGED)]), ("service", "2025")).value
    assert compiled is not None
    page = document(compiled, Language.EN, "text")
    assert re.search(r"Amends or corrects edition: +2024", page)
    assert "quality: answers of edition 2024" in page
    table = page[page.index("quality: answers") :]
    assert [*re.findall(r"^ *(\d) +(\d|asked again) *$", table, re.MULTILINE)] == [
        ("0", "0"),
        ("1", "2"),
        ("2", "3"),
        ("3", "asked again"),
    ]


KEPT = """
instrument service "Service" edition "2024" {
  in force from 2024-01-01
  scale quality { 0; 1 }
  every control { may be declared not applicable; not applicable is left out }
  control plan "Plan" { rated on quality; may not be declared not applicable under "Section 5" }
  control log "Log" { answer yes or no; value { 1 when answer is yes; 0 otherwise }
    may not be declared not applicable under "Section 6" }
  control net "Network" { rated on quality }
  value score = mean of controls
}
"""


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_what_may_not_be_declared_not_applicable_is_printed(form: Any) -> None:
    shown = document(instrument(KEPT), Language.EN, form)
    assert shown.count("may not be declared not applicable") == 2
    assert "Section 5" in shown
    assert "Section 6" in shown


def test_the_line_is_in_the_plain_data_only_where_it_stands() -> None:
    plain = dump_instrument(instrument(KEPT))
    assert json.dumps(plain).count('"may_not_be_not_applicable"') == 2
    assert load_instrument(json.loads(json.dumps(plain)), SOURCES) == instrument(KEPT)
    assert '"may_not_be_not_applicable"' not in json.dumps(dump_instrument(instrument()))


SOURCES = {"service.takar": Source("service.takar", KEPT)}


@pytest.mark.parametrize("edition", ["2024", "2025"])
def test_the_edition_in_full_is_all_of_it(edition: str) -> None:
    program = read([Source("service.takar", AMENDED)])
    whole = consolidated(program.declared, ("service", edition)).value
    assert whole is not None
    (again,) = read([Source("full.takar", full_text(whole))]).declared.editions.values()
    assert again == whole


@pytest.mark.parametrize(
    ("language", "words"),
    [(Language.EN, "* every sub-criterion (19)"), (Language.ID, "* semua subkriteria (19)")],
)
def test_parts_of_one_kind_that_share_a_rule_are_told_in_one_word(
    language: Language, words: str
) -> None:
    rules = bundled().load("im_nkk", "2022")
    assert words in document(rules, language, "text")
