"""Words of the rules say in which language they are, where that is not the language of the page."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest
from tests.units.reports_html import VOID
from tests.units.test_commands import takar

from evaluator.diagnostics.language import Language
from evaluator.reports.render import Form
from evaluator.reports.tongues import capital, marked, pieces, unmarked
from golden.explain.samples import RESPONSES, Sample, final, quality, samples

MARKS = re.compile("[\ue000-\uf8ff]|\\\\ue00")


class Spoken(HTMLParser):
    """The text of a page by the language it is told in."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.said: dict[str, set[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        lang = dict(attrs).get("lang")
        if tag not in VOID:
            self.open.append(lang or (self.open[-1] if self.open else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.said.setdefault(self.open[-1], set()).add(data.strip())


def told(page: str) -> dict[str, set[str]]:
    reader = Spoken()
    reader.feed(page.partition("<!doctype html>")[2])
    return reader.said


def test_labels_of_the_rules_are_told_in_their_language() -> None:
    said = told(final().page(Language.EN, "html"))
    for label in ("Penyediaan Kebijakan Internal", "Sedang", "Kategori", "Komitmen Pimpinan"):
        assert label in said["id"]
        assert label not in said["en"]
    # What the page says itself, and translations in brackets, are in the language of the page.
    assert "(Internal policy)" in said["en"]
    assert {"Contribution", "Summary"} <= said["en"]
    assert not {"Contribution", "Summary"} & said["id"]


def test_english_rules_on_an_indonesian_page() -> None:
    said = told(quality().page(Language.ID, "html"))
    assert {"Service quality", "A.1 Door", "Absent"} <= said["en"]
    assert "Ringkasan" in said["id"]


@pytest.mark.parametrize(("sample", "language"), [(final(), Language.ID), (quality(), Language.EN)])
def test_a_page_in_the_language_of_its_rules_names_no_other(
    sample: Sample, language: Language
) -> None:
    assert set(told(sample.page(language, "html"))) == {language.value}


@pytest.mark.parametrize("name", list(samples()))
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("form", get_args(Form))
def test_no_mark_is_left_on_a_page(name: str, language: Language, form: Form) -> None:
    assert not MARKS.search(samples()[name].page(language, form))


@pytest.mark.parametrize("form", get_args(Form))
@pytest.mark.parametrize(
    "command",
    [
        ("show", "im_nkk@2022"),
        ("show", "ip_asn@2024-latihan"),
        ("forecast", str(RESPONSES / "verifikasi-2021.json"), "--until", "2030-12-31"),
        ("cohort", "many"),
    ],
)
def test_other_pages_do_the_same(tmp_path: Path, command: tuple[str, ...], form: Form) -> None:
    (tmp_path / "many").mkdir()
    given = (RESPONSES / "verifikasi-2021.json").read_bytes()
    (tmp_path / "many" / "one.json").write_bytes(given)
    code, page, said = takar(tmp_path, *command, "--to", form, "--lang", "en")
    assert code == 0, said
    assert not MARKS.search(page)
    assert ('<span lang="id">' in page) is (form == "html")


def test_marks_that_somebody_wrote_are_shown_and_not_followed() -> None:
    page = quality(kind="small", queue={"value": 1, "evidence": ["r"], "note": "\ue000x\ue002"})
    assert "\\ue000x\\ue002" in page.page(Language.ID, "html")


def test_a_text_taken_apart_piece_by_piece() -> None:
    text = f"level 1: {marked('Rendah', Language.ID)} (Low)"
    assert unmarked(text) == "level 1: Rendah (Low)"
    assert [piece for piece in pieces(text) if piece[1]] == [
        (None, "level 1: "),
        (Language.ID, "Rendah"),
        (None, " (Low)"),
    ]
    # Figures alone are told in any language; a capital comes after the mark.
    assert marked("0–100", Language.ID) == "0–100"
    assert unmarked(capital(marked("unsur", Language.ID))) == "Unsur"
