"""Values: a formula or cases, and the order in which named values can be computed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from evaluator.analysis.lower.formulas import condition, one_unit, quantity
from evaluator.analysis.lower.reach import Reach
from evaluator.analysis.lower.scope import Scope
from evaluator.analysis.lower.tables import lookup
from evaluator.analysis.lower.types import Quantity, Unit
from evaluator.diagnostics.kinds import names
from evaluator.model import formula as model
from evaluator.model.formula import Ground
from evaluator.syntax import tree
from evaluator.syntax.walk import walk

Statement = tree.Valuation


def formula_of(reach: Reach, statement: Statement, ground: Ground) -> Quantity | None:
    """The number a value statement computes."""
    match statement:
        case tree.Value(formula=formula):
            return quantity(reach, formula, ground)
        case tree.Cases():
            return _cases(reach, statement, ground)
        case tree.Table():
            return lookup(reach, statement, ground)
        case _:
            assert_never(statement)


def _cases(reach: Reach, statement: tree.Cases, ground: Ground) -> Quantity | None:
    lines = [line for line in statement.lines if not isinstance(line, tree.Error)]
    closing = [line for line in lines if isinstance(line, tree.Otherwise)]
    if not closing:
        reach.report(names.CASES_NOT_CLOSED, statement.at)
        return None
    if lines[-1] is not closing[0]:
        after = lines[lines.index(closing[0]) + 1]
        reach.report(names.CASES_AFTER_OTHERWISE, after.at, text=after.at.text)
        return None
    cases: list[model.Case] = []
    units: list[tuple[Unit | None, str]] = []
    endless = False
    for line in lines[:-1]:
        if not isinstance(line, tree.When):
            raise AssertionError("only the last line is `otherwise`")
        own = reach.scope.ground(line.at, line.under)
        held, result = condition(reach, line.condition, own), quantity(reach, line.result, own)
        if held is not None and result is not None:
            cases.append(model.Case(condition=held, result=result.term, ground=own))
            units.append((result.unit, line.result.at.text))
            endless = endless or result.endless
    last = quantity(reach, closing[0].result, reach.scope.ground(closing[0].at, closing[0].under))
    if last is None or len(cases) < len(lines) - 1:
        return None
    unit = one_unit(reach, statement, [*units, (last.unit, closing[0].result.at.text)])
    term = model.Cases(lines=tuple(cases), otherwise=last.term, ground=ground)
    return Quantity(term, unit, endless or last.endless)


def of_inputs(scope: Scope, ordered: Sequence[Statement]) -> list[Statement]:
    """The named values that rest on no part, so that parts may name them; in the order given."""
    found: dict[str, Statement] = {}
    late = {*scope.items, *scope.values, *scope.bands}
    for statement in ordered:
        if statement.name is None:
            raise AssertionError("a named value has a name")
        by_word = any(isinstance(node, _OF_PARTS) for node in walk(statement))
        if not by_word and late.isdisjoint(_named(statement)):
            found[statement.name.text] = statement
            late.discard(statement.name.text)
    return list(found.values())


_OF_PARTS = (tree.OverTree, tree.AnswerOf, tree.OwnWeight, tree.OwnAnswer)
"""What looks at parts without their names."""


def in_order(scope: Scope) -> list[Statement]:
    """Named values, each after those it names.

    The values of a circle are reported once and left out.
    """
    values = scope.values
    done: dict[str, bool] = {}
    ordered: list[Statement] = []
    path: list[str] = []

    def visit(name: str) -> bool:
        if name in done:
            return done[name]
        if name in path:
            circle = [*path[path.index(name) :], name]
            at = values[name].name
            scope.report(
                names.CYCLIC_VALUES,
                at.at if at else values[name].at,
                circle=" → ".join(circle),
            )
            done.update(dict.fromkeys(circle, False))
            return False
        path.append(name)
        # All are visited, also after one that is not sound.
        sound = False not in [visit(needed) for needed in _named(values[name]) if needed in values]
        path.pop()
        if done.setdefault(name, sound):
            ordered.append(values[name])
        return done[name]

    for name in values:
        visit(name)
    return ordered


def _named(statement: Statement) -> Iterator[str]:
    """The ids a value's formulas name, in order."""
    for formula in _formulas(statement):
        yield from _in_formula(formula)


def _formulas(statement: Statement) -> Iterator[tree.Formula]:
    match statement:
        case tree.Value(formula=formula):
            yield formula
        case tree.Cases(lines=lines):
            for line in lines:
                if isinstance(line, tree.When):
                    yield line.condition
                if not isinstance(line, tree.Error):
                    yield line.result
        case tree.Table(subjects=subjects, lines=rows):
            yield from subjects
            yield from (row.result for row in rows if isinstance(row, tree.Row))
        case _:
            assert_never(statement)


def _in_formula(formula: tree.Formula) -> Iterator[str]:
    match formula:
        case tree.Reference(name=name):
            yield name.text
        case tree.OwnWeight() | tree.OwnAnswer() | tree.AnswerOf():
            return  # a weight is stated; no answer rests on a value
        case tree.FixedDay() | tree.PeriodDay():
            return
        case tree.Between(first=a, last=b):
            yield from _in_formula(a)
            yield from _in_formula(b)
        case tree.Constant() | tree.OverTree() | tree.OverRecords():
            return  # no aggregate over records names a value, in its `where` or elsewhere
        case tree.Count() | tree.OverSubjects():
            # What is said of the subjects is computed before any value of a group.
            return
        case (
            tree.Negative(operand=x)
            | tree.Rounded(operand=x)
            | tree.Applied(operand=x)
            | tree.Not(operand=x)
        ):
            yield from _in_formula(x)
        case tree.Is(subject=x) | tree.Among(subject=x) | tree.Within(subject=x):
            yield from _in_formula(x)
        case tree.Arithmetic(left=a, right=b) | tree.Compare(left=a, right=b):
            yield from _in_formula(a)
            yield from _in_formula(b)
        case tree.OverList(operands=parts) | tree.Logic(operands=parts):
            for part in parts:
                yield from _in_formula(part)
