"""The parts at the top of the tree: weight, value, contribution, and that they add up."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evaluator.model.instrument import Bands, Item
from evaluator.reports.case import NOTHING, Case, Json
from evaluator.reports.charts import bars
from evaluator.reports.coefficients import Coefficients
from evaluator.reports.page import Align, Block, Cell, Column, Line, Prose, Section, Table
from evaluator.reports.without import is_left_out, none_words
from evaluator.values.numbers import text_of

HEADS = ("weight", "value", "contribution", "most")


def summary(case: Case, factors: Coefficients) -> Section:
    """The summary table, with the same figures drawn."""
    table = _table(case, factors)
    blocks: list[Block] = [Prose(text=case.say("summary.about")), table]
    drawn = bars(case, factors)
    if drawn is not None:
        blocks.append(drawn)
    blocks += [Prose(text=text) for text in _adds_up(case)]
    return Section(id="summary", heading=case.say("summary.heading"), blocks=tuple(blocks))


def weights(case: Case, found: Json) -> Cell:
    """A weight, and the share it really has where that differs.

    No share of what is added up, and none of a part without a weight that is no part of one whole.
    """
    share, weight = found["effective_weight"], found["weight"]
    added_up = case.added_up(found["id"])
    if case.items[found["id"]].weight is None and not case.is_part_of_whole(found["id"]):
        return Cell(text=NOTHING)
    if weight is None:
        return Cell(text=NOTHING if added_up or share == "0" else case.share(share))
    stated = weight_words(case, found["id"], weight)
    if share is None or share == weight or added_up:
        return Cell(text=stated)
    return Cell(text=stated, beneath=case.say("summary.share", share=case.share(share)))


def weight_words(case: Case, name: str, weight: str) -> str:
    """A weight as the rules write it: a share of one whole as a percentage, points as points."""
    return case.share(weight) if case.is_share(name) else case.approximate(weight)


def anchor(item: Item) -> str:
    """The place of the page where everything about an item stands."""
    return f"part-{item.id}" if item.children else f"item-{item.id}"


def value_cell(case: Case, found: Json) -> Cell:
    """The exact value of an item, the bounds it lies between, or why a computed one has none."""
    value = found["value"]
    exact = case.approximate(value["exact"]) if value["exact"] is not None else case.between(value)
    if not exact and "state" not in found and case.status != "not_scored":
        return Cell(text=_computed(case, found))
    printed = value.get("published")
    if printed is not None and printed != value["exact"]:
        beneath = case.say("summary.published", value=case.approximate(printed))
        return Cell(text=exact, beneath=beneath)
    return Cell(text=exact or NOTHING)


def _computed(case: Case, found: Json) -> str:
    """What is said of a computed item without a value and without bounds."""
    step = case.steps[found["step"]]
    if is_left_out(case, step):
        return case.say("state.not_applicable")
    if "least" in step:
        return case.say("value.open")
    return none_words(case, found["id"])


def _table(case: Case, factors: Coefficients) -> Table:
    columns = [Column(head=case.kind_of(case.instrument.items))]
    columns += [Column(head=case.say(f"summary.{key}"), align=Align.NUMBER) for key in HEADS]
    rows: list[Line] = []
    for item in case.instrument.items:
        found = case.found[item.id]
        most = factors.most(item)
        cells = (
            Cell(text=case.name(item.id), leads_to=anchor(item)),
            weights(case, found),
            value_cell(case, found),
            Cell(text=case.approximate(found["contribution"]), emphasis=True),
            Cell(text=NOTHING if most is None else case.approximate(text_of(most))),
        )
        rows.append(Line(cells=cells))
    table = Table(
        caption=case.say("summary.caption"),
        columns=tuple(columns),
        rows=tuple(rows),
        foot=_foot(case, factors),
    )
    return table.without_bare(case.say("summary.weight"), NOTHING)


def _foot(case: Case, factors: Coefficients) -> Line | None:
    added = total(case)
    if added is None:
        return None
    tops = [factors.most(item) for item in case.instrument.items]
    most = None if None in tops else sum((top for top in tops if top is not None), Fraction(0))
    return Line(
        cells=(
            Cell(text=case.say("summary.total")),
            _weight_total(case),
            Cell(text=""),
            Cell(text=case.approximate(text_of(added)), emphasis=True),
            Cell(text=NOTHING if most is None else case.approximate(text_of(most))),
        )
    )


def _weight_total(case: Case) -> Cell:
    found = [case.found[item.id]["weight"] for item in case.instrument.items]
    if None in found or any(item.weight is None for item in case.instrument.items):
        return Cell(text="")
    whole = text_of(sum((Fraction(w) for w in found), Fraction(0)))
    share = all(case.is_share(item.id) for item in case.instrument.items)
    return Cell(text=case.share(whole) if share else case.approximate(whole))


def total(case: Case) -> Fraction | None:
    """What the contributions at the top of the tree add up to, where all of them are known."""
    parts = [case.found[item.id]["contribution"] for item in case.instrument.items]
    if not parts or None in parts:
        return None
    return sum((Fraction(part) for part in parts), Fraction(0))


def _adds_up(case: Case) -> Iterator[str]:
    """That the contributions add up to the deciding value, or what else it consists of."""
    deciding, added = case.deciding, total(case)
    if deciding is None or added is None:
        yield _not_added(case, deciding)
        return
    exact = case.result["values"][deciding.of]["exact"]
    facts = {"value": case.name(deciding.of), "total": case.approximate(text_of(added))}
    if exact is not None and Fraction(exact) == added:
        yield case.say("summary.adds_up", **facts)
    elif exact is not None:
        rest = case.approximate(text_of(Fraction(exact) - added))
        yield case.say("summary.rest", rest=rest, exact=case.approximate(exact), **facts)


def _not_added(case: Case, deciding: Bands | None) -> str:
    """Why the contributions are not added up."""
    if case.status == "not_scored":
        return case.say("summary.not_scored")
    if deciding is None:
        return case.say("summary.no_bands")
    if case.status == "incomplete":
        return case.say("summary.incomplete")
    found = case.result["values"][deciding.of]
    if found["exact"] is None and found["published"] is None:
        return case.say("summary.no_value", value=case.name(deciding.of))
    return case.say("summary.not_additive")
