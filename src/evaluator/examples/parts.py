"""What an example says of one subject, and what it says of a group: told apart by the ids."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evaluator.analysis.attainable import Attainable, groups_of
from evaluator.model.instrument import Instrument
from evaluator.syntax import tree


@dataclass(frozen=True, slots=True)
class ExamplePart:
    """Lines of an example, and the rules they are about: of the subject, or of one group."""

    instrument: Instrument
    attainable: Attainable
    lines: tuple[tree.ExampleLine, ...]
    title: tree.Text


def parts_of(instrument: Instrument, example: tree.Example) -> Iterator[ExamplePart]:
    """The part of an example that is about the subject, then those about groups, if any.

    What no rules know is told with the subject.
    """
    attainable = Attainable(instrument)
    groups: list[ExamplePart] = []
    rest, title = example.lines, example.title
    always = tuple(x for x in rest if isinstance(x, tree.GivenPeriod))
    for group, of_group in groups_of(instrument, attainable):
        own = {i.id for i in group.inputs} | {v.id for v in group.values}
        own |= {b.id for b in group.bands}
        said = tuple(x for x in rest if _named(x) in own)
        if said:
            groups.append(ExamplePart(group, of_group, (*always, *said), title))
        rest = tuple(x for x in rest if _named(x) not in own)
    yield ExamplePart(instrument, attainable, rest, title)
    yield from groups


def _named(line: tree.ExampleLine) -> str | None:
    name = getattr(line, "name", None)
    return name.text if isinstance(name, tree.Name) else None
