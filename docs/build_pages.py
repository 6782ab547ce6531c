"""Write the page of every kind of diagnostic from the catalogue: `make pages`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from evaluator.diagnostics.catalogue import Entry, catalogue
from evaluator.diagnostics.model import Diagnostic
from evaluator.diagnostics.pages import Staged, page_text, staged_kinds
from examples import diagnose

FOLDER = Path(__file__).resolve().parent.parent / "dsl" / "diagnostics"


def pages() -> Mapping[str, str]:
    """The text of every page, by file name."""
    entries = catalogue()
    return {
        f"{code}.md": page_text(entries[code], staged, _yielded(staged, entries[code]))
        for code, staged in sorted(staged_kinds().items())
        if code in entries
    }


def main() -> None:
    """Write the pages; a page of no kind is removed."""
    wanted = pages()
    FOLDER.mkdir(exist_ok=True)
    for file in FOLDER.glob("*.md"):
        if file.name not in wanted:
            file.unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


def _yielded(staged: Staged, entry: Entry) -> tuple[Diagnostic, ...]:
    if entry.bad is None:
        return ()
    found = diagnose(staged, entry, entry.bad)
    return tuple(d for d in found if d.code == staged.kind.code)


if __name__ == "__main__":
    main()
