"""The exact text a reader sees. `TAKAR_ACCEPT=1 pytest tests/golden` takes over what changed."""

from __future__ import annotations

import os

import pytest

from evaluator.diagnostics.language import Language
from evaluator.reports.explain import Form
from golden.explain.samples import HERE, NOTICE, final, records

PAGES: tuple[tuple[str, Language, Form], ...] = (
    ("disiplin.id.txt", Language.ID, "text"),
    ("disiplin.en.txt", Language.EN, "text"),
    ("disiplin.en.html", Language.EN, "html"),
    ("final-2021.id.txt", Language.ID, "text"),
    ("final-2021.en.txt", Language.EN, "text"),
    ("final-2021.id.html", Language.ID, "html"),
)


@pytest.mark.parametrize(("name", "language", "form"), PAGES)
def test_the_page_is_the_one_that_was_reviewed(name: str, language: Language, form: Form) -> None:
    golden = HERE / name
    sample = records() if name.startswith("disiplin") else final()
    page = sample.page(language, form, notice=NOTICE)
    # The version of the engine is the one thing on the page that may change by itself.
    page = page.replace(sample.result["provenance"]["engine"], "takar X")
    if os.environ.get("TAKAR_ACCEPT"):
        golden.write_text(page, encoding="utf-8", newline="\n")
    assert page.encode() == golden.read_bytes()
