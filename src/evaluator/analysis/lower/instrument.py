"""One consolidated edition, lowered: tree to model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TypeVar, assert_never

from evaluator.analysis.carried import key_of
from evaluator.analysis.lower.applicability import with_conditions
from evaluator.analysis.lower.every_evidence import lines_in_vain
from evaluator.analysis.lower.evidence import evidence_kind
from evaluator.analysis.lower.formulas import condition, rounding_rule
from evaluator.analysis.lower.inputs import is_order, lower_input, orders
from evaluator.analysis.lower.items import (
    Forest,
    answers_in,
    every_of_nothing,
    lower_item,
    nearest,
    scale_of,
)
from evaluator.analysis.lower.numbers import interval
from evaluator.analysis.lower.ranks import Ranked, lower_rank
from evaluator.analysis.lower.reach import Reach
from evaluator.analysis.lower.record_values import record_values
from evaluator.analysis.lower.records import record_of
from evaluator.analysis.lower.scope import Scope, scope_of
from evaluator.analysis.lower.sizes import MAX_SIZE, too_large
from evaluator.analysis.lower.tables import hole_of
from evaluator.analysis.lower.values import formula_of, in_order, of_inputs
from evaluator.analysis.references import over_subjects, references
from evaluator.analysis.renames import as_written
from evaluator.diagnostics.kinds import names
from evaluator.diagnostics.model import Diagnostic, Fact, Outcome
from evaluator.model import instrument as model
from evaluator.model.formula import Cases, Ground
from evaluator.syntax import tree

S = TypeVar("S", bound=tree.Node)


def lower_instrument(edition: tree.Instrument) -> Outcome[model.Instrument]:
    """The meaning of a consolidated edition; there is none where anything was wrong with it."""
    scope = scope_of(edition)
    record_values(scope)
    statements = in_order(scope)
    early, before = _before_parts(scope, of_inputs(scope, statements), statements)
    forest = Forest(
        scope=scope,
        scales={
            name: scale_of(scope, scale)
            for name, scale in scope.scales.items()
            if not is_order(scale)
        },
        every={every.word: every for every in _all(edition, tree.Every)},
        before=before,
    )
    every_of_nothing(scope, edition.body)
    answers_in(scope, _all(edition, tree.Item), forest.every)
    lines_in_vain(scope, _all(edition, tree.Item), forest.every)
    items = tuple(lower_item(forest, item) for item in _all(edition, tree.Item))
    roots = with_conditions(forest, items)
    reach = replace(
        before,
        items=forest.items,
        of_word=lambda word: nearest(roots, word),
        units=forest.units,
    )
    needed = _needed_by(roots, early)
    done = {value.id: replace(value, before_parts=value.id in needed) for value in early}
    late, reach = _values(reach, [s for s in statements if _name(s) not in done])
    done |= {value.id: value for value in late}
    values = [done[name] for name in map(_name, statements) if name in done]
    force = next(_all(edition, tree.InForce), None)
    assesses = next(_all(edition, tree.Assesses), None)
    lowered = model.Instrument(
        id=edition.name.text,
        label=edition.label.text if edition.label else edition.name.text,
        edition=edition.edition.text,
        issuer=next((s.text.text for s in _all(edition, tree.Issuer)), None),
        bases=tuple(s.text.text for s in _all(edition, tree.Basis)),
        first=force.first.value if force else date.max,
        last=force.last.value if force and force.last else None,
        in_force=scope.ground(force.at, force.under) if force else Ground(),
        draft=any(_all(edition, tree.Draft)),
        assesses=(assesses.name.text, _text(assesses.label)) if assesses else None,
        assumptions=tuple(_assumptions(scope)),
        scales=tuple(forest.scales.values()),
        evidence=tuple(evidence_kind(scope, kind) for kind in scope.evidence.values()),
        inputs=tuple(lower_input(scope, declared) for declared in scope.inputs.values()),
        items=roots,
        weight_sums=tuple(_weight_sums(scope, edition)),
        values=tuple(values),
        bands=tuple(_all_bands(reach)),
        categories=tuple(_all_categories(reach)),
        gates=tuple(_gates(reach, edition)),
        claims=tuple(_claims(scope, edition)),
        grouped_in=_grouped_in(assesses),
        groups=tuple(_groups(reach)),
        orders=tuple(orders(scope)),
        carried=tuple(_carried(scope)),
        at=edition.name.at,
    )
    _undeclared(scope, lowered.grouped_in)
    if force is None and not lowered.draft:
        facts = {"edition": lowered.edition}
        reach.scope.found.append(Diagnostic(kind=names.NO_DATES, at=edition.name.at, facts=facts))
    largest = too_large(lowered)
    if largest is not None:
        size: dict[str, Fact] = {"id": largest.id, "most": MAX_SIZE}
        scope.found.append(Diagnostic(kind=names.VALUE_TOO_LARGE, at=largest.ground.at, facts=size))
    wrong = any(found.is_error for found in scope.found)
    return Outcome(None if wrong else lowered, tuple(scope.found))


def _all(edition: tree.Instrument, kind: type[S]) -> Iterator[S]:
    return (s for s in edition.body if isinstance(s, kind))


def _text(text: tree.Text | None) -> str | None:
    return text.text if text else None


def _assumptions(scope: Scope) -> Iterator[model.Assumption]:
    for name, stated in scope.assumptions.items():
        readings = [r for r in stated.readings if isinstance(r, tree.Reading)]
        chosen = stated.read_as.text if stated.read_as else None
        yield model.Assumption(
            id=name,
            text=stated.text.text,
            because=stated.because.text,
            readings=tuple((r.name.text, r.text.text) for r in readings),
            chosen=chosen,
            read_as=chosen,
            at=stated.name.at,
        )


def _name(statement: tree.Valuation) -> str:
    if statement.name is None:
        raise AssertionError("a named value has a name")
    return statement.name.text


def _before_parts(
    scope: Scope, early: Sequence[tree.Valuation], ordered: Sequence[tree.Valuation]
) -> tuple[list[model.Value], Reach]:
    """The named values that rest on no part, and what a part may name of them."""
    values, reach = _values(Reach(scope=scope, items={}, of_word=lambda _: ()), early)
    late = {*map(_name, ordered)} - {*map(_name, early)}
    # A part that names one of these has been told so; one that is neither has been reported.
    reported = {name for name in scope.values if name not in late}
    return values, replace(reach, reported=reported)


def _needed_by(roots: Sequence[model.Item], values: Sequence[model.Value]) -> frozenset[str]:
    """Those of these values that the parts name, and the values that those are made of."""
    items = [item for root in roots for item in root.walk()]
    formulas = [item.formula for item in items if item.formula is not None]
    conditions = [item.applies.condition for item in items if item.applies is not None]
    needed = frozenset(name for part in (*formulas, *conditions) for name in references(part))
    for value in reversed(values):
        if value.id in needed:
            needed |= references(value.formula)
    return needed.intersection(value.id for value in values)


def _values(reach: Reach, statements: Sequence[tree.Valuation]) -> tuple[list[model.Value], Reach]:
    """Named values in an order in which each can be computed, and what may be named then."""
    lowered: list[model.Value] = []
    known = dict(reach.values)
    endless = set(reach.endless)
    # In their order, a value that is named and not known has been reported.
    reach = replace(reach, values=known, reported=reach.scope.values, endless=endless)
    for statement in statements:
        name = statement.name
        ground = reach.scope.ground(statement.at, statement.under)
        typed = formula_of(reach, statement, ground)
        rule = statement.published
        rounding = rounding_rule(reach.scope, rule.decimals, rule.mode) if rule else None
        if typed is None or name is None:
            continue
        if typed.endless and rounding is None:
            facts = {"text": name.text}
            found = Diagnostic(kind=names.DIGITS_WITHOUT_END, at=name.at, facts=facts)
            reach.scope.found.append(found)
        elif typed.endless:
            endless.add(name.text)
        known[name.text] = typed.unit
        lowered.append(
            model.Value(
                id=name.text,
                label=_text(statement.label),
                formula=typed.term,
                published=rounding,
                ground=ground,
            )
        )
    return lowered, reach


def _weight_sums(scope: Scope, edition: tree.Instrument) -> Iterator[model.WeightSum]:
    for weights in _all(edition, tree.Weights):
        yield model.WeightSum(
            word=weights.word,
            total=weights.total.value if weights.total is not None else None,
            in_each=weights.in_each,
            ground=scope.ground(weights.at, weights.under),
        )


def _claims(scope: Scope, edition: tree.Instrument) -> Iterator[model.Claim]:
    reach = Reach(scope=scope, items={}, of_word=lambda _: ())
    for claim in edition.body:
        if not isinstance(claim, tree.ClaimBetween | tree.ClaimRising | tree.ClaimAdding):
            continue
        ground = scope.ground(claim.at, claim.under)
        name = claim.name.text
        if name not in scope.values and name not in scope.items:
            scope.report_out_of_reach(claim.name, (*scope.values, *scope.items))
        elif isinstance(claim, tree.ClaimBetween):
            yield model.ClaimBetween(of=name, interval=interval(claim.interval), ground=ground)
        elif isinstance(claim, tree.ClaimRising):
            yield model.ClaimRising(of=name, ground=ground)
        elif record_of(reach, claim.list, claim.list.at) is not None:
            records = claim.list.text
            yield model.ClaimAdding(list=records, raises=claim.raises, of=name, ground=ground)


def _carried(scope: Scope) -> Iterator[model.Carried]:
    for sort, name, of_field, kind in _choices(scope):
        if kind.carried:
            yield model.Carried(
                sort=sort,
                id=name,
                of_field=of_field,
                answers=tuple(
                    (key_of(c.old), key_of(c.new) if c.new else None) for c in kind.carried
                ),
                ground=scope.ground(
                    kind.carried[0].at, tuple(u for c in kind.carried for u in c.under)
                ),
            )


def _choices(
    scope: Scope,
) -> Iterator[tuple[str, str, str | None, tree.Scale | tree.ChoiceType]]:
    """Levels and choices, with what they are of: its sort and id, and the field of a list."""
    for name, scale in scope.scales.items():
        yield "scale", name, None, scale
    for name, stated in scope.inputs.items():
        if isinstance(stated.type, tree.ChoiceType):
            yield "input", name, None, stated.type
    for name, line in scope.answers.items():
        if isinstance(line.type, tree.ChoiceType):
            yield "answer", name, None, line.type
    for name, stated in scope.inputs.items():
        fields = stated.type.fields if isinstance(stated.type, tree.ListType) else ()
        for field in fields:
            if isinstance(field, tree.Field) and isinstance(field.type, tree.ChoiceType):
                yield "field", name, field.name.text, field.type


def _grouped_in(assesses: tree.Assesses | None) -> tuple[tuple[str, str | None], ...]:
    kinds = assesses.groups if assesses else ()
    return tuple((kind.name.text, _text(kind.label)) for kind in kinds)


def _undeclared(scope: Scope, kinds: Iterable[tuple[str, str | None]]) -> None:
    """Groups that no subject is said to stand in."""
    known = tuple(kind for kind, _ in kinds)
    for group in scope.groups:
        if group.name is not None and group.name.text not in known:
            facts: dict[str, Fact] = {"id": group.name.text}
            found = Diagnostic(kind=names.GROUP_NOT_DECLARED, at=group.name.at, facts=facts)
            scope.found.append(found)


def _groups(subjects: Reach) -> Iterator[model.GroupRules]:
    """The rules of every group; those of all subjects may gather from the groups, and rank them."""
    found: dict[tree.Group, tuple[Reach, list[model.Value]]] = {}
    reaches: dict[str, Reach] = {}
    # What looks at groups comes after them, wherever it stands.
    for group, scope in sorted(subjects.scope.groups.items(), key=lambda one: not one[0].name):
        groups = {} if group.name else reaches
        reach = Reach(scope=scope, items={}, of_word=lambda _: (), subjects=subjects, groups=groups)
        values, reach = _values(reach, in_order(scope))
        found[group] = reach, values
        if group.name:
            reaches[group.name.text] = reach
    for group in subjects.scope.groups:
        reach, values = found[group]
        yield _group(group, reach, values, Ranked(subjects, reach, reach.groups))


def _group(
    group: tree.Group, reach: Reach, values: Sequence[model.Value], ranked: Ranked
) -> model.GroupRules:
    """The rules of a group: what its formulas name is its own, or an aggregate over subjects."""
    scope = reach.scope
    bands = tuple(_all_bands(reach))
    parts = (*(v.formula for v in values), *(gate for table in bands for gate in table.gates))
    asks = tuple(dict.fromkeys(x for part in parts for x in over_subjects(part)))
    policies = {s.what: _incomplete(scope, s) for s in group.body if isinstance(s, tree.Incomplete)}
    return model.GroupRules(
        id=group.name.text if group.name else None,
        incomplete=policies.get("incomplete_subject"),
        incomplete_group=policies.get("incomplete_group"),
        asks=tuple(x for x in asks if x.of_groups is None),
        asks_groups=tuple(x for x in asks if x.of_groups is not None),
        inputs=tuple(lower_input(scope, declared) for declared in scope.inputs.values()),
        values=tuple(values),
        bands=bands,
        ground=Ground(at=group.at),
        rankings=tuple(
            ranking
            for statement in group.body
            if isinstance(statement, tree.Rank)
            if (ranking := lower_rank(ranked, statement)) is not None
        ),
    )


def _incomplete(scope: Scope, policy: tree.Incomplete) -> model.Incomplete:
    counts_as = policy.counts_as.value if policy.counts_as else None
    return model.Incomplete(counts_as=counts_as, ground=scope.ground(policy.at, policy.under))


def _gates(reach: Reach, edition: tree.Instrument) -> Iterator[model.Gate]:
    for gate in _all(edition, tree.Gate):
        ground = reach.scope.ground(gate.at, gate.under)
        held = condition(reach, gate.condition, ground)
        if held is not None:
            yield model.Gate(condition=held, because=gate.because.text, ground=ground)


def _all_bands(reach: Reach) -> Iterator[model.Bands]:
    for table in reach.scope.bands.values():
        lowered = _bands(reach, table) if isinstance(table, tree.Bands) else None
        if lowered is not None:
            yield lowered


def _all_categories(reach: Reach) -> Iterator[model.Categories]:
    for table in reach.scope.bands.values():
        if not isinstance(table, tree.Categories):
            continue
        ground = reach.scope.ground(table.name.at, table.under)
        typed = formula_of(reach, _as_cases(table), ground)
        if typed is not None and isinstance(typed.term, Cases):
            yield model.Categories(
                id=table.name.text,
                label=_text(table.label),
                labels=tuple(x.label.text for x in table.lines if not isinstance(x, tree.Error)),
                cases=typed.term,
                ground=ground,
            )


def _as_cases(table: tree.Categories) -> tree.Cases:
    """The same lines as a value: the place of the category among them."""
    lines: list[tree.When | tree.Otherwise | tree.Error] = []
    for place, line in enumerate(table.lines):
        match line:
            case tree.LabelWhen(condition=condition, under=under, at=at):
                result = _place(place, line)
                lines.append(tree.When(at=at, result=result, condition=condition, under=under))
            case tree.LabelOtherwise(under=under, at=at):
                lines.append(tree.Otherwise(at=at, result=_place(place, line), under=under))
            case tree.Error():
                lines.append(line)
            case _:
                assert_never(line)
    return tree.Cases(at=table.at, name=table.name, lines=tuple(lines), under=table.under)


def _place(place: int, line: tree.LabelWhen | tree.LabelOtherwise) -> tree.Constant:
    number = tree.Number(at=line.label.at, written=str(place))
    return tree.Constant(at=line.label.at, number=number)


def _bands(reach: Reach, table: tree.Bands) -> model.Bands | None:
    scope = reach.scope
    if not _is_value(scope, table.of):
        return None
    if table.of.text in reach.endless and not table.as_published:
        reach.report(names.DIGITS_WITHOUT_END, table.of.at, text=table.of.text)
    rows = [_band(reach, line) for line in table.lines if isinstance(line, tree.Band)]
    hole = next((line for line in table.lines if isinstance(line, tree.Hole)), None)
    return model.Bands(
        id=table.name.text,
        label=_text(table.label),
        of=table.of.text,
        as_published=table.as_published,
        rows=tuple(sorted(rows, key=_from_below)),
        hole=hole_of(scope, hole) if hole else None,
        ground=scope.ground(table.name.at, table.under),
    )


def _from_below(row: model.Band) -> tuple[bool, Fraction, bool]:
    low = row.interval.low
    return low is not None, low or Fraction(0), not row.interval.low_included


def _band(reach: Reach, line: tree.Band) -> model.Band:
    scope = reach.scope
    ground = scope.ground(line.label.at, line.under)
    columns = [
        (column.name.text, interval(column.interval))
        for column in line.printed
        if _is_value(scope, column.name)
    ]
    return model.Band(
        label=line.label.text,
        interval=interval(line.interval),
        printed=tuple(columns),
        gate=_band_gate(reach, line.gate, ground) if line.gate is not None else None,
        ground=ground,
    )


def _band_gate(reach: Reach, gate: tree.Formula, ground: Ground) -> model.BandGate | None:
    held = condition(reach, gate, ground)
    if held is None:
        return None
    return model.BandGate(condition=held, written=" ".join(as_written(gate).split()))


def _is_value(scope: Scope, name: tree.Name) -> bool:
    """Whether a table of categories may read this name; it reads named values."""
    if name.text in scope.values:
        return True
    if name.text in scope.quantities or name.text in scope.bands:
        scope.found.append(Diagnostic(kind=names.WRONG_SORT, at=name.at, facts={"id": name.text}))
    else:
        scope.report_out_of_reach(name, scope.values)
    return False
