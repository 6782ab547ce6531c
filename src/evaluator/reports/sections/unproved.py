"""Which claims the documents do not prove, why, and what would prove them: in one table."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.model.instrument import Item
from evaluator.reports.answers import level_words
from evaluator.reports.case import Case, Json
from evaluator.reports.page import Align, Block, Cell, Column, Line, Prose, Table
from evaluator.reports.sections.differences import unproving_words
from evaluator.reports.sections.entry import unmet_words
from evaluator.reports.sections.summary import anchor


def unproved(case: Case) -> Iterator[Block]:
    """The table, or that every claim is proved; nothing where the rules ask for no documents."""
    if not case.instrument.evidence:
        return
    rows = tuple(_line(case, item) for item in case.items.values() if _waits(case, item))
    if not rows:
        yield Prose(text=case.say("missing.all_proved"))
        return
    heads = [Column(head=case.say("missing.item"))]
    heads += [
        Column(head=case.say(f"level.{key}"), align=Align.NUMBER) for key in ("claimed", "proved")
    ]
    heads += [Column(head=case.say(f"missing.{key}")) for key in ("why", "needed")]
    caption = case.say("missing.unproved", count=str(len(rows)))
    yield Table(caption=caption, columns=tuple(heads), rows=rows)
    judged = [name for name in case.items if _is_unproved(case, name) and _is_judged(case, name)]
    if judged:
        yield Prose(text=case.say("missing.judged", names=case.names(judged)))


def _waits(case: Case, item: Item) -> bool:
    """Whether a claim is not proved, and neither a finding nor a decision stands in its place."""
    return _is_unproved(case, item.id) and not _is_judged(case, item.id)


def _is_unproved(case: Case, name: str) -> bool:
    found = case.found[name]
    claimed = found.get("claimed")
    return claimed is not None and claimed != found["proved"]


def _is_judged(case: Case, name: str) -> bool:
    found = case.found[name]
    return found.get("verified") is not None or found.get("final") is not None


def _line(case: Case, item: Item) -> Line:
    found: Json = case.found[item.id]
    levels = (level_words(case, item.id, found[key]) for key in ("claimed", "proved"))
    return Line(
        cells=(
            Cell(text=case.name(item.id), leads_to=anchor(item)),
            *(Cell(text=level) for level in levels),
            Cell(text=unproving_words(case, found)),
            Cell(text="; ".join(dict.fromkeys(unmet_words(case, item)))),
        )
    )
