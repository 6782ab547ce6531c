"""Kinds of evidence, and what a level needs of them."""

from __future__ import annotations

from typing import assert_never

from evaluator.analysis.lower.numbers import whole
from evaluator.analysis.lower.scope import Scope
from evaluator.model import instrument as model
from evaluator.syntax import tree
from evaluator.values.windows import Unit


def evidence_kind(scope: Scope, kind: tree.EvidenceKind) -> model.EvidenceKind:
    """A kind of document with its requirements."""
    requirements = [
        requirement
        for line in kind.lines
        if not isinstance(line, tree.Error)
        and (requirement := _requirement(scope, line)) is not None
    ]
    return model.EvidenceKind(
        id=kind.name.text,
        label=kind.label.text if kind.label else None,
        requirements=tuple(requirements),
        ground=scope.ground(kind.name.at, kind.under),
    )


def _requirement(scope: Scope, line: tree.EvidenceLine) -> model.Requirement | None:
    ground = scope.ground(line.at, line.under)
    match line:
        case tree.Requires(names=attributes):
            return model.HasAttributes(names=tuple(n.text for n in attributes), ground=ground)
        case tree.DatedWithinPeriod():
            return model.DatedWithinPeriod(ground=ground)
        case tree.DatedBefore(count=count, unit=unit):
            number = whole(scope, count, least=1)
            if number is None:
                return None
            return model.DatedBefore(count=number, unit=Unit(unit), ground=ground)
        case tree.ValidOn():
            return model.ValidAtEnd(ground=ground)
        case _:
            assert_never(line)


def level_need(scope: Scope, line: tree.Needs) -> model.LevelNeed | None:
    """The rule of one `level … needs …` line."""
    level = whole(scope, line.level)
    wanted = need_of(scope, line.need) if line.need else None
    if level is None or (line.need is not None and wanted is None):
        return None
    return model.LevelNeed(
        level=level, and_up=line.and_up, need=wanted, ground=scope.ground(line.at, line.under)
    )


def need_of(scope: Scope, need: tree.Need) -> model.Need | None:
    """The documents that a line asks for; `None` where something in it was reported."""
    match need:
        case tree.Documents(count=count, kind=kind):
            number = 1 if count is None else whole(scope, count, least=1)
            if not _known(scope, kind) or number is None:
                return None
            return model.Documents(count=number, kinds=(kind.text,))
        case tree.SomeOf(count=count, kinds=kinds):
            number = whole(scope, count, least=1)
            # Every kind is looked at, so that every unknown one is reported.
            if False in [_known(scope, kind) for kind in kinds] or number is None:
                return None
            return model.Documents(count=number, kinds=tuple(kind.text for kind in kinds))
        case tree.NeedAll(needs=parts) | tree.NeedAny(needs=parts):
            lowered = [need_of(scope, part) for part in parts]
            known = tuple(part for part in lowered if part is not None)
            if len(known) < len(lowered):
                return None
            both = isinstance(need, tree.NeedAll)
            return model.NeedAll(needs=known) if both else model.NeedAny(needs=known)
        case _:
            assert_never(need)


def _known(scope: Scope, kind: tree.Name) -> bool:
    if kind.text in scope.evidence:
        return True
    scope.report_unknown(kind, scope.evidence)
    return False
