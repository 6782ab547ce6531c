"""When items apply: conditions over inputs and other items, and that none waits for itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from evaluator.analysis.lower.formulas import condition
from evaluator.analysis.lower.items import Forest, nearest
from evaluator.analysis.lower.reach import Reach
from evaluator.analysis.references import Part, references
from evaluator.diagnostics.kinds import names
from evaluator.diagnostics.model import Diagnostic
from evaluator.model.instrument import Applies, Item, answered_item

Roots = tuple[Item, ...]
Knots = tuple["_Knot", ...]


def with_conditions(forest: Forest, roots: Roots) -> Roots:
    """The tree with the condition of each item that has one.

    A condition may name any part of the tree that does not itself depend on it.
    """
    if not forest.conditional:
        return roots
    reach = replace(
        forest.before,
        items=forest.items,
        of_word=lambda word: nearest(roots, word),
        units=forest.units,
    )
    stated = {
        name: found for name in forest.conditional if (found := _applies(reach, forest, name))
    }
    conditional = tuple(_with(item, stated) for item in roots)
    _report_circles(forest, conditional)
    return conditional


def _applies(reach: Reach, forest: Forest, name: str) -> Applies | None:
    said = forest.conditional[name]
    ground = forest.scope.ground(said.line.at, said.line.under)
    held = condition(reach, said.line.condition, ground)
    if held is None:
        return None
    return Applies(condition=held, otherwise=said.otherwise, ground=ground)


def _with(item: Item, stated: Mapping[str, Applies]) -> Item:
    children = tuple(_with(child, stated) for child in item.children)
    return replace(item, children=children, applies=stated.get(item.id))


@dataclass(frozen=True, slots=True)
class _Knot:
    """Something that waits for others: the value of an item, or whether it applies."""

    item: str
    applies: bool = False


def _report_circles(forest: Forest, roots: Roots) -> None:
    """Each circle of things that wait for one another, once, at a condition in it."""
    under = {name: knots for root in roots for name, knots in _standing(root, ())}
    needs = {knot: needed for root in roots for knot, needed in _needs(root, (), under)}
    done: set[_Knot] = set()

    def visit(knot: _Knot, path: tuple[_Knot, ...]) -> None:
        if knot in path:
            _report(forest, (*path[path.index(knot) :], knot))
            done.update(path)
        if knot in done:
            return
        for needed in needs.get(knot, ()):
            visit(needed, (*path, knot))
        done.add(knot)

    for knot in needs:
        visit(knot, ())


def _standing(item: Item, above: Knots) -> Iterator[tuple[str, Knots]]:
    """The conditions that each item stands under."""
    own = (_Knot(item.id, applies=True),) if item.applies is not None else ()
    yield item.id, (*above, *own)
    for child in item.children:
        yield from _standing(child, (*above, *own))


Standing = Mapping[str, Knots]


def _needs(item: Item, above: Knots, under: Standing) -> Iterator[tuple[_Knot, Knots]]:
    """What the value of each item waits for, and each condition."""
    if item.applies is not None:
        own = _Knot(item.id, applies=True)
        yield own, _values(item.applies.condition, under)
        above = (*above, own)
    formula = _values(item.formula, under) if item.formula is not None else ()
    yield _Knot(item.id), (*above, *formula)
    for child in item.children:
        yield from _needs(child, above, under)


def _values(part: Part, under: Standing) -> Knots:
    """What a formula waits for; the answer of an item waits for its conditions alone."""
    found: list[_Knot] = []
    for name in sorted(references(part)):
        answered = answered_item(name)
        found.extend([_Knot(name)] if answered is None else under.get(answered, ()))
    return tuple(found)


def _report(forest: Forest, circle: Knots) -> None:
    """A formula only names what stands below it, so some condition is in every circle."""
    said = next(knot.item for knot in circle if knot.applies)
    told = [a.item for a, b in pairwise(circle) if a.item != b.item]
    told = [*(told or [said]), circle[-1].item]
    facts = {"circle": " \N{RIGHTWARDS ARROW} ".join(told)}
    at = forest.conditional[said].line.at
    forest.scope.found.append(Diagnostic(kind=names.CYCLIC_VALUES, at=at, facts=facts))
