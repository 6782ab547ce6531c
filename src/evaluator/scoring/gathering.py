"""Statistics of groups summed up part by part, kept as lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from evaluator.backends.exact.groups import Gathered, Statistics, together
from evaluator.model.instrument import GroupRules, Instrument

Counted = Mapping[str | None, Mapping[str | None, Statistics]]
"""By the kind of group and the id of the group; `None` for all subjects, or for no group."""


@dataclass(frozen=True, slots=True)
class Gathering:
    """Sums up what groups need; as many numbers are kept as there are groups and aggregates."""

    instrument: Instrument
    found: dict[tuple[int, str | None], Statistics] = field(default_factory=dict)

    def add(self, more: Mapping[tuple[int, str | None], Statistics]) -> None:
        """Take in the statistics of further subjects."""
        for key, statistics in more.items():
            known = self.found.get(key)
            self.found[key] = statistics if known is None else together(known, statistics)

    def write(self, path: Path) -> None:
        """Keep what was summed up."""
        with path.open("w", encoding="utf-8", newline="\n") as lines:
            for (place, id_), statistics in self.found.items():
                cells = [place, id_, *_written(self.instrument.groups[place], statistics)]
                lines.write(json.dumps(cells, ensure_ascii=False) + "\n")

    def read(self, path: Path) -> None:
        """Take in what was kept."""
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                place, id_, *cells = json.loads(line)
                self.add({(place, id_): _read(self.instrument.groups[place], cells)})

    def counted(self) -> Counted:
        """The statistics of every group, by its kind."""
        return {
            rules.id: {id_: found for (at, id_), found in self.found.items() if at == place}
            for place, rules in enumerate(self.instrument.groups)
        }


def gathered_in(instrument: Instrument, paths: Iterable[Path]) -> Counted:
    """What was kept in several files, together."""
    gathering = Gathering(instrument)
    for path in paths:
        gathering.read(path)
    return gathering.counted()


def _written(rules: GroupRules, statistics: Statistics) -> Iterator[object]:
    yield from (statistics.subjects, statistics.incomplete, statistics.lacking)
    yield statistics.not_scored
    for term in rules.asks:
        one = statistics.terms[term]
        yield [
            one.count,
            str(one.total),
            str(one.weight),
            None if one.highest is None else str(one.highest),
            None if one.lowest is None else str(one.lowest),
            one.open,
            one.without,
            [str(value) for value in one.few],
        ]


def _read(rules: GroupRules, cells: list[object]) -> Statistics:
    subjects, incomplete, lacking, not_scored, *terms = cells
    return Statistics(
        subjects=int(str(subjects)),
        incomplete=int(str(incomplete)),
        lacking=int(str(lacking)),
        not_scored=int(str(not_scored)),
        terms={term: _gathered(cells) for term, cells in zip(rules.asks, terms, strict=True)},
    )


def _gathered(cells: object) -> Gathered:
    if not isinstance(cells, list):
        raise TypeError("an aggregate is kept as a list")
    count, total, weight, highest, lowest, open_, without, few = cells
    return Gathered(
        count=count,
        total=Fraction(total),
        weight=Fraction(weight),
        highest=None if highest is None else Fraction(highest),
        lowest=None if lowest is None else Fraction(lowest),
        open=open_,
        without=without,
        few=tuple(map(Fraction, few)),
    )
