"""The record of published editions: an edition that was published is never edited."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evaluator.analysis.editions import consolidated
from evaluator.compare.changes import changes
from evaluator.diagnostics.kinds import rulebook as kinds
from evaluator.diagnostics.model import Diagnostic, Fact
from evaluator.pipeline import Program, fingerprint
from evaluator.source import NOWHERE, Source, Span
from evaluator.syntax import tree
from evaluator.syntax.format import format_text
from evaluator.syntax.keywords import Language
from evaluator.syntax.parse import parse
from evaluator.syntax.writer import write

NAME = "published.json"
"""The file of a rules root that holds the record."""

_SCHEMA = "takar/published/1"


@dataclass(frozen=True, slots=True)
class Published:
    """One published edition: its fingerprint, and its full text as it was published."""

    sha256: str
    text: tuple[str, ...]


Record = Mapping[tuple[str, str], Published]
"""Every published edition of a root, by instrument and edition."""


def read_record(data: bytes) -> Record | None:
    """The record in a file; `None` if it is not one."""
    try:
        document = json.loads(data.decode("utf-8"))
        if document["schema"] != _SCHEMA:
            return None
        return {
            (instrument, edition): Published(entry["sha256"], tuple(entry["text"]))
            for instrument, editions in document["editions"].items()
            for edition, entry in editions.items()
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def write_record(record: Record) -> str:
    """The record as the text of its file."""
    editions: dict[str, dict[str, object]] = {}
    for (instrument, edition), entry in sorted(record.items()):
        editions.setdefault(instrument, {})[edition] = {
            "sha256": entry.sha256,
            "text": list(entry.text),
        }
    document = {"schema": _SCHEMA, "editions": editions}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def full_text(edition: tree.Instrument, language: Language = Language.ID) -> str:
    """A consolidated edition as one rule file."""
    written = write(tree.File(declarations=(edition,)), language)
    return format_text(Source("", written)).value or written


def publish(record: Record, whole: tree.Instrument) -> Record:
    """The record with one more edition."""
    key = (whole.name.text, whole.edition.text)
    entry = Published(fingerprint(whole), tuple(full_text(whole).splitlines()))
    return {**record, key: entry}


def check_record(
    record: Record, program: Program, whole_of: Span | None = None
) -> Iterator[Diagnostic]:
    """Published editions that are gone or say something else than when they were published.

    Args:
        record: what was published.
        program: the rules that are there.
        whole_of: the place of the record, where the rules are all it is of: instruments that are
            gone are told there.
    """
    declared = program.declared
    for key, entry in record.items():
        instrument, edition = key
        known = instrument in declared.instruments
        if not known and whole_of is None:
            continue
        if key not in declared.editions:
            at = declared.of(instrument)[0].name.at if known else whole_of or NOWHERE
            facts: dict[str, Fact] = {"instrument": instrument, "edition": edition}
            yield Diagnostic(kind=kinds.PUBLISHED_MISSING, at=at, facts=facts)
            continue
        whole = consolidated(declared, key).value
        if whole is not None and fingerprint(whole) != entry.sha256:
            at = declared.editions[key].edition.at
            for change in _difference(entry.text, whole) or [_moved(entry, whole)]:
                facts = {"instrument": instrument, "edition": edition, "change": change}
                yield Diagnostic(kind=kinds.PUBLISHED_CHANGED, at=at, facts=facts)


def _difference(published: Sequence[str], now: tree.Instrument) -> list[str]:
    """What an edition said when it was published, and what it says now."""
    parsed = parse(Source("", "\n".join(published) + "\n")).value
    before = (
        [d for d in parsed.tree.declarations if isinstance(d, tree.Instrument)] if parsed else []
    )
    return changes(before[0], now, Language.ID) if before else []


def _moved(published: Published, now: tree.Instrument) -> str:
    """Where the same statements stand in another order: the first line, and what stands there now.

    A fingerprint that changed for no line is still a change.
    """
    lines = zip(published.text, full_text(now).splitlines(), strict=False)
    first = next(((a.strip(), b.strip()) for a, b in lines if a != b), None)
    return published.sha256 if first is None else " → ".join(first)
