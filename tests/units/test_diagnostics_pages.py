"""The pages on disk are those of the catalogue, and their examples do what they say."""

from __future__ import annotations

import pytest

from build_pages import FOLDER, pages
from evaluator.diagnostics.catalogue import catalogue
from evaluator.diagnostics.language import Language
from evaluator.diagnostics.model import Diagnostic, Severity
from evaluator.diagnostics.pages import staged_kinds
from evaluator.diagnostics.words import PLACEHOLDER, message
from examples import diagnose

WITHOUT_EXAMPLE = {
    "internal": "a fault of the engine has no example",
    "usage-unreadable": "a superuser may read every file",
    "rule-file-unreadable": "a superuser may read every file",
    "bundled-hidden": "a note on standard error, held by the tests of the commands",
    "no-instruments": "the bundled rules have instruments",
    "two-editions-in-force": "checked rules never have two",
    "stage-without-findings": "a stage is asked for on the command line",
    "stage-without-decisions": "a stage is asked for on the command line",
    "item-not-applicable": "no rules that a page's response is held to have conditions",
    "results-differ": "a response alone goes with itself",
    "subject-twice": "a response alone comes once",
    "group-missing": "no group is asked for while one response is evaluated",
    "input-encoding": "a page shows text, and this is about bytes",
    "input-not-utf8": "a page shows text, and this is about bytes",
    "not-utf8": "a page shows text, and this is about bytes",
    "input-too-large": "too long for a page",
    "input-too-many-values": "too long for a page",
    "input-too-many-mistakes": "too long for a page",
    "text-too-long": "too long for a page",
    "too-many-attributes": "too long for a page",
    "file-too-large": "too long for a page",
    "data-workbook-reader-missing": "the reader is there when the examples are run",
    "data-engine-missing": "the engine is there when the examples are run",
    "data-changed": "a page shows one command at a time, and nothing that changes its files",
    "data-pipe": "there are no such files on every system",
    "data-engine-memory": "it takes rows of several hundred megabytes",
    "usage-output-busy": "a page shows one command at a time, and this is about two",
    "column-float": "a page shows text, and this is about the types of a Parquet file",
    "data-not-utf8": "a page shows text, and this is about bytes of a Parquet file",
    "column-encoding": "a page shows text, and this is about the pages of a Parquet file",
    "column-wide": "a page shows text, and this is about the types of a Parquet file",
    "column-type": "a page shows text, and this is about the types of a Parquet file",
    "formula-not-computed": "a page shows text, and this is about cells of a workbook",
    "cells-merged": "a page shows text, and this is about cells of a workbook",
    "sheets-unread": "a page shows text, and this is about cells of a workbook",
    "rows-hidden": "a page shows text, and this is about cells of a workbook",
    "cell-error": "a page shows text, and this is about cells of a workbook",
    "edition-outside-period": "a note of `score` on standard error, held by a test of its own",
    "columns-unknown": "a note on standard error, held by the tests of scoring",
    "rows-one-by-one": "a note on standard error, held by the tests of scoring",
    "rows-without-group": "told on standard error, held by the tests of scoring",
    "records-of-nobody": "told on standard error, held by the tests of scoring",
    "fields-unknown": "a note on standard error, held by the tests of scoring",
    "row-not-utf8": "a page shows text, and this is about bytes",
    "row-no-object": "told in the list of rejected rows, held by the tests of scoring",
    "group-file-rows": "no bundled rules ask anything of all subjects together",
    "row-character": "a page shows text, and this is about what it does not show",
    "number-beyond-column": "a file of one row has room for every number, held by those of scoring",
    "row-too-long": "too long for a page",
    "row-too-many-records": "too long for a page",
    "too-many-lines": "too long for a page",
    "too-many-mistakes": "too long for a page",
    "table-too-long": "too long for a page",
    "table-unchecked": "too long for a page",
    "formula-too-long": "too long for a page",
    "format-refused": "the formatter re-reads what it writes, and no known file makes it differ",
}
CODES = sorted(set(catalogue()) & set(staged_kinds()) - set(WITHOUT_EXAMPLE))


def found_in(code: str, example: str | None) -> list[Diagnostic]:
    """What counts: errors and warnings, and a note of the kind itself."""
    assert example is not None, f"{code} has no example"
    found = diagnose(staged_kinds()[code], catalogue()[code], example)
    return [d for d in found if d.kind.severity is not Severity.NOTE or d.code == code]


@pytest.mark.parametrize("code", CODES)
def test_the_bad_example_yields_its_code_once_and_nothing_else(code: str) -> None:
    found = found_in(code, catalogue()[code].bad)
    assert [d.code for d in found] == [code]
    for language in Language:
        words = message(found[0], language)
        assert not PLACEHOLDER.search(words.sentence + words.repair), "a fact is missing"


@pytest.mark.parametrize("code", CODES)
def test_the_good_example_yields_nothing(code: str) -> None:
    assert found_in(code, catalogue()[code].good) == []


def test_the_pages_on_disk_are_up_to_date() -> None:
    on_disk = {file.name: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.md")}
    wanted = pages()
    assert sorted(on_disk) == sorted(wanted), "run `make pages`"
    for name, text in wanted.items():
        assert on_disk[name] == text, f"{name} is out of date: run `make pages`"
