"""Named values, categories, conditions, and what is computed for groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evaluator.model.instrument import (
    Band,
    Value,
)
from evaluator.reports.page import (
    Block,
    Column,
    Point,
    Points,
    Prose,
    Table,
)
from evaluator.reports.regulation.asked import inputs
from evaluator.reports.regulation.computed import computed
from evaluator.reports.regulation.writing import NOTHING, Writing
from evaluator.reports.written import free


def values(writing: Writing, stated: Sequence[Value]) -> Iterator[Block]:
    """Named values, each as the rule file writes it."""
    points = tuple(
        Point(
            title=f"{writing.say.own(value.label or value.id)} ({value.id})",
            details=(*computed(writing, value.formula, value.ground), writing.rule(value.ground)),
        )
        for value in stated
    )
    if points:
        yield Points(points=points)


def categories(writing: Writing) -> Iterator[Block]:
    """Tables of categories, and categories by conditions."""
    for bands in writing.instrument.bands:
        columns = list(dict.fromkeys(c for row in bands.rows for c, _ in row.printed))
        heads = [bands.label or bands.id, bands.of, *columns, writing.say("show.rule")]
        lines = []
        for row in bands.rows:
            printed = dict(row.printed)
            texts = [writing.interval(printed[c]) if c in printed else NOTHING for c in columns]
            named = writing.say.own(row.label)
            rule = writing.rule(row.ground.joined(bands.ground))
            lines.append(writing.cells(named, _range(writing, row), *texts, rule))
        yield Table(
            caption=writing.say(
                f"show.bands{'_as_published' if bands.as_published else ''}",
                id=bands.id,
                of=bands.of,
            ),
            columns=tuple(Column(head=free(head)) for head in heads),
            rows=tuple(lines),
        )
        if bands.hole is not None:
            yield Prose(text=writing.stated(bands.hole.ground.at))
    for table in writing.instrument.categories:
        grounds = [line.ground for line in table.cases.lines]
        grounds.append(table.cases.otherwise.ground)
        details = (*(writing.stated(g.at) for g in grounds), *writing.basis(table.ground))
        title = f"{writing.say.own(table.label or table.id)} ({table.id})"
        yield Points(points=(Point(title=title, details=details),))


def _range(writing: Writing, row: Band) -> str:
    told = writing.interval(row.interval)
    if row.gate is None:
        return told
    return f"{told}; {writing.say('show.only_when', condition=writing.say.own(row.gate.written))}"


def conditions(writing: Writing) -> Iterator[Block]:
    """What keeps a score from being given, and what is promised of values."""
    stated = [*writing.instrument.gates, *writing.instrument.claims]
    points = tuple(Point(title=writing.stated(one.ground.at)) for one in stated)
    if points:
        yield Points(points=points)


def groups(writing: Writing) -> Iterator[Block]:
    """What is computed for groups of subjects, as it is told of one subject."""
    for rules in writing.instrument.groups:
        group = Writing(writing.instrument.for_group(rules), writing.say)
        kind = writing.say("show.for_all") if rules.id is None else writing.kind(rules.id)
        stated = [policy.ground for policy in rules.policies]
        stated += [ranking.ground for ranking in rules.rankings]
        details = tuple(writing.stated(ground.at) for ground in stated)
        yield Points(points=(Point(title=kind, details=details),))
        yield from inputs(group, rules.inputs)
        yield from values(group, rules.values)
        yield from categories(group)
