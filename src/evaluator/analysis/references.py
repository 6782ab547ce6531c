"""What a formula refers to: its parts, the names in it, and the answers those names rest on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import assert_never

from evaluator.model import formula as f
from evaluator.model.instrument import Input, Instrument, Item, Value

Part = f.Formula | f.Condition
Definition = Item | Value | Input
Definitions = Mapping[str, Definition]


def definitions(instrument: Instrument) -> Definitions:
    """Everything a formula can name, by id."""
    found: dict[str, Definition] = {item.id: item for item in instrument.walk()}
    found.update((value.id, value) for value in instrument.values)
    found.update((one.id, one) for one in instrument.inputs)
    return found


def formula_of(definition: Definition) -> f.Formula | None:
    """The formula a name stands for; `None` where it is answered."""
    match definition:
        case Item() | Value():
            return definition.formula
        case Input():
            return None
        case _:
            assert_never(definition)


def parts(part: Part) -> tuple[Part, ...]:
    """The parts a formula or condition is directly made of."""
    match part:
        case f.Constant() | f.ItemValue() | f.NamedValue() | f.InputValue() | f.InputIs():
            return ()
        case f.Negative() | f.Rounded() | f.Not():
            return (part.operand,)
        case f.Arithmetic() | f.Compare():
            return (part.left, part.right)
        case f.Over():
            return tuple(operand.formula for operand in part.operands)
        case f.All() | f.Any():
            return part.operands
        case f.Cases():
            lines = tuple(x for line in part.lines for x in (line.condition, line.result))
            return (*lines, part.otherwise)
        case _:
            assert_never(part)


def walk(part: Part) -> Iterator[Part]:
    """The part and everything in it, names not followed."""
    yield part
    for inner in parts(part):
        yield from walk(inner)


def references(part: Part) -> frozenset[str]:
    """The ids that stand in it, names not followed."""
    return frozenset(
        x.id
        for x in walk(part)
        if isinstance(x, f.ItemValue | f.NamedValue | f.InputValue | f.InputIs)
    )


def reached(roots: frozenset[str], defined: Definitions) -> frozenset[str]:
    """These ids and every id their formulas refer to, names followed."""
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        formula = formula_of(defined[name])
        if formula is not None:
            waiting.extend(references(formula))
    return frozenset(found)


def steps_to(
    wanted: frozenset[str], known: frozenset[str], defined: Definitions
) -> tuple[str, ...]:
    """The names to work out, each after those it needs, to get from the known ones to the wanted.

    A name that neither is known nor stands for a formula is left out.
    """
    ordered: dict[str, None] = {}
    waiting = [(name, False) for name in sorted(wanted)]
    while waiting:
        name, ready = waiting.pop()
        formula = formula_of(defined[name])
        if name in known or name in ordered or formula is None:
            continue
        if ready:
            ordered[name] = None
        else:
            waiting.append((name, True))
            waiting.extend((inner, False) for inner in sorted(references(formula)))
    return tuple(ordered)


def formulas(instrument: Instrument) -> Iterator[f.Formula]:
    """Every formula of the instrument, those of items first."""
    for item in instrument.walk():
        if item.formula is not None:
            yield item.formula
    for value in instrument.values:
        yield value.formula
