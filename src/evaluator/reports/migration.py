"""What became of the answers of a response that was written for a newer edition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evaluator.diagnostics.language import Language
from evaluator.intake.migrate import LOST, Change, Migration
from evaluator.model.instrument import Instrument
from evaluator.reports.words import Words, words
from evaluator.reports.written import free

SCHEMA = "takar/migration/1"

Json = dict[str, object]


def migration_document(found: Migration, path: Sequence[Instrument]) -> Json:
    """The same as data."""
    return {
        "schema": SCHEMA,
        "instrument": path[0].id,
        "from": path[0].edition,
        "to": path[-1].edition,
        "lost": found.lost,
        "changes": [
            {"code": c.code, "at": c.at, "edition": c.edition, "facts": dict(c.facts)}
            for c in found.changes
        ],
        "asked": list(found.asked),
    }


def migration_text(found: Migration, path: Sequence[Instrument], language: Language) -> str:
    """A line for each change, those that somebody has to decide on last."""
    return "\n".join(_lines(found, path, words(language))) + "\n"


def _lines(found: Migration, path: Sequence[Instrument], say: Words) -> Iterator[str]:
    ends = {"name": free(path[0].label), "old": path[0].edition, "new": path[-1].edition}
    yield say("migration.head", **{key: free(text) for key, text in ends.items()})
    kept = [change for change in found.changes if change.code not in LOST]
    lost = [change for change in found.changes if change.code in LOST]
    yield from (_line(change, say) for change in kept)
    if found.asked:
        yield say("migration.asked", names=", ".join(found.asked))
    if lost:
        yield say("migration.lost")
        yield from (_line(change, say) for change in lost)
    elif not found.changes:
        yield say("migration.unchanged")


def _line(change: Change, say: Words) -> str:
    facts = {key: free(text) for key, text in change.facts.items()}
    told = say(f"migration.{change.code}", **facts)
    return "  " + say(
        "migration.change", at=free(change.named), edition=free(change.edition), told=told
    )
