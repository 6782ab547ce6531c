"""What an example says of one subject, and what it says of a group: told apart by the ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.group_values import groups_of
from evaluator.backends.exact.groups import Member, aggregates_as_stated
from evaluator.backends.exact.steps import Step
from evaluator.model.formula import OverSubjects
from evaluator.model.instrument import Instrument
from evaluator.syntax import tree


@dataclass(frozen=True, slots=True)
class ExamplePart:
    """Lines of an example, and the rules they are about: of the subject, or of one group.

    Attributes:
        subjects: what the aggregates of a group came to, where the example states who is in them.
    """

    instrument: Instrument
    attainable: Attainable
    lines: tuple[tree.ExampleLine, ...]
    title: tree.Text
    subjects: Mapping[OverSubjects, Step] = field(default_factory=dict)


def parts_of(
    instrument: Instrument,
    attainable: Attainable,
    example: tree.Example,
    stated: Mapping[str | None, Sequence[Member]],
) -> Iterator[ExamplePart]:
    """The part of an example that is about the subject, then those about groups, if any.

    What no rules know is told with the subject. `stated` are the subjects that stand in each of
    the groups, under `None`, and the groups of a kind, where the example states any.
    """
    groups: list[ExamplePart] = []
    rest, title = example.lines, example.title
    always = tuple(x for x in rest if isinstance(x, tree.GivenPeriod))
    found = zip(instrument.groups, groups_of(instrument, attainable), strict=True)
    for rules, (group, of_group) in found:
        own = {i.id for i in group.inputs} | {v.id for v in group.values}
        own |= {b.id for b in group.bands}
        said = tuple(x for x in rest if _named(x) in own)
        if said:
            steps = aggregates_as_stated(rules, stated)
            groups.append(ExamplePart(group, of_group, (*always, *said), title, steps))
        rest = tuple(x for x in rest if _named(x) not in own)
    yield ExamplePart(instrument, attainable, rest, title)
    yield from groups


def _named(line: tree.ExampleLine) -> str | None:
    name = getattr(line, "name", None)
    return name.text if isinstance(name, tree.Name) else None
