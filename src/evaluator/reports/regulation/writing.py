"""One edition on its way to a document: what every section of it needs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from evaluator.compare.background import Background
from evaluator.model.formula import Ground, Interval
from evaluator.model.instrument import Instrument, Item, instance_of, is_share
from evaluator.reports import numbers
from evaluator.reports.intervals import stretch
from evaluator.reports.kinds import in_one_word
from evaluator.reports.page import Align, Cell, Column, Line, Table
from evaluator.reports.words import Words
from evaluator.reports.written import free
from evaluator.source import Span
from evaluator.values.numbers import text_of

NOTHING = "–"
BARE = Background()
"""Nothing is known of what stands behind the edition."""


@dataclass(frozen=True, slots=True)
class Writing:
    """One edition on its way to a document."""

    instrument: Instrument
    say: Words
    background: Background = BARE

    def table(
        self,
        caption: str,
        heads: Sequence[str],
        lines: Sequence[Line],
        *,
        numeric: Sequence[str] = (),
        **facts: str,
    ) -> Table:
        """A table; `numeric` are the heads of columns of numbers."""
        columns = (
            Column(
                head=self.say(f"show.{head}"),
                align=Align.NUMBER if head in numeric else Align.TEXT,
            )
            for head in heads
        )
        return Table(
            caption=self.say(f"show.{caption}", **facts),
            columns=tuple(columns),
            rows=tuple(lines),
        )

    def cells(self, *texts: str) -> Line:
        """A row of a table."""
        return Line(cells=tuple(Cell(text=text) for text in texts))

    def stated(self, at: Span) -> str:
        """A statement as the rule file writes it."""
        return self.say.own(at.text) or NOTHING

    def basis(self, ground: Ground) -> tuple[str, ...]:
        """On what a rule rests, where it says so."""
        named = ground.provisions or ground.assumptions
        return (self.rule(ground),) if named else ()

    def rule(self, ground: Ground) -> str:
        """Where a rule stands, and on what it rests."""
        pieces = [self.place(ground.at)] if ground.at.source.name else []
        pieces += [
            self.say("basis.provision", text=self.say.own(text)) for text in ground.provisions
        ]
        pieces += [self.say("basis.assumption", text=name) for name in ground.assumptions]
        return "; ".join(pieces) or NOTHING

    def place(self, at: Span) -> str:
        """A place in a rule file."""
        return self.say("place", file=free(at.source.name), line=str(at.line))

    def weight(self, item: Item) -> str:
        """The weight of a part, in percent where it is a share."""
        if item.weight is None:
            return NOTHING
        text = text_of(item.weight)
        share = is_share(item, self.instrument.weight_sums)
        return numbers.percent(text, self.say.language) if share else self.number(text)

    def number(self, text: str) -> str:
        """A number as the language writes it."""
        return numbers.number(text, self.say.language)

    def interval(self, interval: Interval) -> str:
        """A stretch of numbers in words."""
        return stretch(self.say, interval)

    def kind(self, name: str) -> str:
        """A kind of group, by its label."""
        label = dict(self.instrument.grouped_in).get(name)
        return self.say.own(f"{label} ({name})" if label else name)

    def word(self, item: Item) -> str:
        """What the regulation calls a part of this kind."""
        return self.say(f"word.{item.word}")

    def called(self, ids: Collection[str]) -> Iterator[str]:
        """Several parts by their names; all of one kind, or all but a few, in one word."""
        kinds: dict[str, dict[str, Item]] = {}
        for item in self.instrument.walk():
            if instance_of(item.id) is None:
                kinds.setdefault(self.word(item), {})[item.id] = item
        for word, items in kinds.items():
            names = {one: self.name(item) for one, item in items.items()}
            told = in_one_word(self.say, word, [*items], {*ids}, names.__getitem__)
            yield from (names[one] for one in items if one in ids) if told is None else [told]

    def name(self, item: Item) -> str:
        """A part, by its code and label."""
        return self.say.own(f"{item.code} {item.label}" if item.code else item.label)
