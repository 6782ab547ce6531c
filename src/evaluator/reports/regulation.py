"""An instrument as a document: what is scored, how, on what it rests, and where readings decide.

Formulas and conditions are printed as the rule file writes them; everything else is put in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

from evaluator.analysis.boundaries import Boundaries, Doubtful, boundaries
from evaluator.diagnostics.language import Language
from evaluator.model.formula import Cases, Formula, Ground, Interval, Lookup
from evaluator.model.instrument import (
    Asked,
    Band,
    Bands,
    ChoiceType,
    DateType,
    Former,
    Input,
    InputType,
    Instrument,
    Item,
    ListType,
    NumberType,
    Rating,
    TextType,
    Value,
    YesNoType,
    is_share,
)
from evaluator.reports import numbers
from evaluator.reports.intervals import stretch
from evaluator.reports.page import (
    Align,
    Block,
    Cell,
    Column,
    Facts,
    Head,
    Line,
    Page,
    Point,
    Points,
    Prose,
    Row,
    Section,
    Table,
)
from evaluator.reports.render import Form, render
from evaluator.reports.words import Words, words
from evaluator.reports.written import free
from evaluator.source import Span
from evaluator.values.numbers import text_of

NOTHING = "–"
MOST = 200
"""The most doubtful values that are listed; how many there are is always said."""
_INDENT = "\N{EM SPACE}"


def document(instrument: Instrument, language: Language, form: Form) -> str:
    """The document of one edition, as text, Markdown or one HTML page."""
    writing = _Writing(instrument, words(language))
    return render(writing.page(), form)


@dataclass(frozen=True, slots=True)
class _Writing:
    """One edition on its way to a document."""

    instrument: Instrument
    say: Words

    def page(self) -> Page:
        """The whole document."""
        edition = self.instrument
        fixed = ("contents", "skip", "fold")
        return Page(
            language=self.say.language.value,
            title=f"{edition.label} – {edition.edition}",
            head=Head(
                kind=self.say("show.kind"),
                title=free(edition.label),
                subject=self.say("show.edition", edition=free(edition.edition)),
                when=self._force(),
                figures=(),
                status=self.say("show.about"),
                notice=self.say("show.draft") if edition.draft else None,
            ),
            sections=tuple(self._sections()),
            fixed=(
                *((key, self.say(f"fixed.{key}")) for key in fixed),
                ("made_by", self.say("show.made_by", sha256=edition.sha256)),
            ),
        )

    def _sections(self) -> Iterator[Section]:
        parts: Sequence[tuple[str, Sequence[Block]]] = (
            ("identity", [self._identity()]),
            ("structure", [*self._structure()]),
            ("scales", [*self._scales()]),
            ("evidence", [*self._evidence()]),
            ("inputs", [*self._inputs(self.instrument.inputs)]),
            ("values", [*self._values(self.instrument.values)]),
            ("categories", [*self._categories()]),
            ("conditions", [*self._conditions()]),
            ("groups", [*self._groups()]),
            ("assumptions", [*self._assumptions()]),
            ("boundaries", [*self._boundaries()]),
        )
        for name, blocks in parts:
            if blocks:
                yield Section(id=name, heading=self.say(f"show.{name}"), blocks=tuple(blocks))

    # What it is ----------------------------------------------------------------------------------

    def _force(self) -> str:
        edition = self.instrument
        language = self.say.language
        if edition.first.year == edition.first.max.year:
            return self.say("show.no_date")
        first = numbers.day(edition.first, language)
        if edition.last is None:
            return self.say("identity.in_force_from", first=first)
        last = numbers.day(edition.last, language)
        return self.say("identity.in_force_until", first=first, last=last)

    def _identity(self) -> Facts:
        edition, say = self.instrument, self.say
        rows = [
            Row(label=say("identity.instrument"), value=f"{free(edition.label)} ({edition.id})"),
            Row(label=say("identity.edition"), value=free(edition.edition), notes=(self._force(),)),
        ]
        if edition.issuer:
            rows.append(Row(label=say("show.issuer"), value=free(edition.issuer)))
        rows += [Row(label=say("identity.bases"), value=free(basis)) for basis in edition.bases]
        if edition.assesses:
            name, label = edition.assesses[0], edition.assesses[1]
            groups = tuple(
                say("show.grouped_in", group=self._kind(k)) for k, _ in edition.grouped_in
            )
            rows.append(Row(label=say("show.assesses"), value=free(label or name), notes=groups))
        if edition.amends is not None:
            rows.append(Row(label=say("show.amends"), value=free(edition.amends)))
        rows += [
            Row(
                label=say("show.formerly"),
                value=f"{former.former} → {former.id}",
                notes=(
                    *self._owner(former),
                    say("show.formerly_since", edition=free(former.edition)),
                ),
            )
            for former in edition.formerly
        ]
        rows.append(Row(label=say("show.sha256"), value=edition.sha256))
        return Facts(rows=tuple(rows))

    def _owner(self, former: Former) -> tuple[str, ...]:
        """What a field or a choice belongs to."""
        if former.of is None:
            return ()
        of = f"{former.of}/{former.of_field}" if former.of_field else former.of
        return (self.say(f"show.formerly_{former.sort.partition('_')[0]}", of=of),)

    # The tree ------------------------------------------------------------------------------------

    def _structure(self) -> Iterator[Block]:
        lines = [line for item in self.instrument.items for line in self._items(item, 0)]
        if lines:
            heads = ("part", "id", "weight", "value", "rule")
            yield self._table("structure_caption", heads, lines, numeric=("weight",))
        for weights in self.instrument.weight_sums:
            yield Prose(text=self._stated(weights.ground.at))
        texts = [
            self._cells(self._name(item), str(text.level), free(text.text), self._rule(text.ground))
            for item, rating in self.instrument.ratings()
            for text in rating.texts
        ]
        if texts:
            yield self._table("levels_caption", ("part", "level", "text", "rule"), texts)

    def _items(self, item: Item, depth: int) -> Iterator[Line]:
        weight = self._weight(item)
        name = _INDENT * depth + self._name(item)
        yield self._cells(name, item.id, weight, self._valued(item), self._rule(item.ground))
        for child in item.children if item.repeated is None else ():
            yield from self._items(child, depth + 1)

    def _valued(self, item: Item) -> str:
        if item.repeated is not None:
            times = item.repeated
            rated = self.say("show.rated", scale=times.rating.scale.id)
            return f"{rated}; {self._stated(times.ground.at)}"
        if item.rating is not None:
            return self.say("show.rated", scale=item.rating.scale.id)
        if item.formula is None:
            return NOTHING
        computed = "; ".join(self._computed(item.formula, item.formula.ground))
        if item.asked is None:
            return computed
        kind = self._asked(item.asked.question)
        return f"{self.say('show.answered', type=kind)}; {computed}"

    def _name(self, item: Item) -> str:
        return free(f"{item.code} {item.label}" if item.code else item.label)

    def _scales(self) -> Iterator[Block]:
        for scale in self.instrument.scales:
            key = "scale_cumulative" if scale.cumulative else "scale_caption"
            heads = ("level", "name") if scale.is_plain else ("level", "name", "counts_as")
            levels = [
                self._cells(str(level.number), free(level.label or NOTHING))
                if scale.is_plain
                else self._cells(
                    str(level.number),
                    free(level.label or NOTHING),
                    self._number(text_of(level.value)),
                )
                for level in scale.levels
            ]
            yield self._table(key, heads, levels, id=scale.id)
        for each in self.instrument.carried:
            lines = [
                self._cells(free(old), free(new or self.say("show.asked_again")))
                for old, new in each.answers
            ]
            named = f"{each.id}/{each.of_field}" if each.of_field else each.id
            facts = {"id": named, "edition": free(self.instrument.amends or NOTHING)}
            yield self._table("carried_caption", ("old_answer", "new_answer"), lines, **facts)

    # Evidence ------------------------------------------------------------------------------------

    def _evidence(self) -> Iterator[Block]:
        kinds = [
            Point(
                title=f"{free(kind.label or kind.id)} ({kind.id})",
                details=tuple(self._stated(r.ground.at) for r in kind.requirements),
            )
            for kind in self.instrument.evidence
        ]
        if kinds:
            yield Points(points=tuple(kinds))
        rules: dict[tuple[str, ...], list[str]] = {}
        told = {item.id: tuple(self._of_rating(r)) for item, r in self.instrument.ratings()}
        for item in self.instrument.walk():
            stated = tuple(self._of_asked(item.asked)) if item.asked else told.get(item.id, ())
            if stated:
                rules.setdefault(stated, []).append(self._name(item))
        for stated, names in rules.items():
            title = self.say.listed(names)
            yield Points(points=(Point(title=title, details=stated),))

    def _of_rating(self, rating: Rating) -> Iterator[str]:
        grounds = [need.ground for need in rating.needs]
        grounds += [rating.without.ground] if rating.without else []
        declared = (rating.may_be_not_applicable, rating.may_not_be_not_applicable)
        grounds += [ground for ground in declared if ground is not None]
        grounds += [rating.not_applicable.ground] if rating.not_applicable else []
        yield from (self._stated(ground.at) for ground in grounds)

    def _of_asked(self, asked: Asked) -> Iterator[str]:
        declared = (asked.may_be_not_applicable, asked.may_not_be_not_applicable)
        grounds = [need.ground for need in asked.needs]
        grounds += [asked.without.ground] if asked.without else []
        grounds += [ground for ground in declared if ground is not None]
        grounds += [asked.not_applicable.ground] if asked.not_applicable else []
        yield from (self._stated(ground.at) for ground in grounds)

    # Values and categories -----------------------------------------------------------------------

    def _inputs(self, asked: Sequence[Input]) -> Iterator[Block]:
        lines = [
            self._cells(free(one.label), one.id, self._asked(one), self._rule(one.ground))
            for one in asked
        ]
        if lines:
            yield self._table("inputs_caption", ("name", "id", "answer", "rule"), lines)

    def _asked(self, one: Input) -> str:
        """What answers it; points of a verifier, and what they count as until then."""
        kind = self._type(one.type)
        if one.by_verifier is None:
            return kind
        told = self.say("show.by_verifier", type=kind)
        before = one.by_verifier.before
        if before is None:
            return told
        value = self._number(text_of(before.counts_as))
        return f"{told}; {self.say('show.before_verification', value=value)}"

    def _type(self, kind: InputType) -> str:
        say = self.say
        match kind:
            case NumberType(unit=unit):
                ends = Interval(
                    low=kind.low,
                    low_included=kind.low_included,
                    high=kind.high,
                    high_included=kind.high_included,
                )
                told = say("show.number", interval=self._interval(ends))
                return f"{told} {say('show.unit', unit=unit)}" if unit else told
            case ChoiceType(choices=choices):
                named = [free(f"{key} ({label})" if label else key) for key, label in choices]
                return say("show.whole_choice", choices="; ".join(named))
            case YesNoType():
                return say("show.yes_no")
            case DateType():
                return say("show.day")
            case TextType():
                return say("show.free_text")
            case ListType(fields=fields):
                named = [f"{free(field.label)}: {self._type(field.type)}" for field in fields]
                return say("show.records", fields="; ".join(named))
            case _:
                assert_never(kind)

    def _values(self, values: Sequence[Value]) -> Iterator[Block]:
        points = tuple(
            Point(
                title=f"{free(value.label or value.id)} ({value.id})",
                details=(*self._computed(value.formula, value.ground), self._rule(value.ground)),
            )
            for value in values
        )
        if points:
            yield Points(points=points)

    def _computed(self, formula: Formula, ground: Ground) -> Iterator[str]:
        """A value as the rule file writes it; lines of cases and rows of a table stand apart."""
        match formula:
            case Cases():
                grounds = [line.ground for line in formula.lines]
                grounds.append(formula.otherwise.ground)
            case Lookup():
                grounds = [row.ground for row in formula.rows]
                grounds += [formula.hole.ground] if formula.hole else []
            case _:
                grounds = []
        yield self._headed(ground.at) if grounds else self._stated(ground.at)
        # A row whose cell mixes sorts of keys stands for several.
        yield from dict.fromkeys(self._stated(each.at) for each in grounds)

    def _headed(self, at: Span) -> str:
        """A statement without what stands in its braces."""
        head, _, rest = at.text.partition("{")
        return free(f"{head}{{ … }}{rest.rpartition('}')[2]}") or NOTHING

    def _categories(self) -> Iterator[Block]:
        for bands in self.instrument.bands:
            columns = list(dict.fromkeys(c for row in bands.rows for c, _ in row.printed))
            heads = [bands.label or bands.id, bands.of, *columns, self.say("show.rule")]
            lines = []
            for row in bands.rows:
                printed = dict(row.printed)
                texts = [self._interval(printed[c]) if c in printed else NOTHING for c in columns]
                named = free(row.label)
                rule = self._rule(row.ground.joined(bands.ground))
                lines.append(self._cells(named, self._range(row), *texts, rule))
            yield Table(
                caption=self.say("show.bands_caption", id=bands.id, of=bands.of),
                columns=tuple(Column(head=free(head)) for head in heads),
                rows=tuple(lines),
            )
            if bands.hole is not None:
                yield Prose(text=self._stated(bands.hole.ground.at))
        for table in self.instrument.categories:
            grounds = [line.ground for line in table.cases.lines]
            details = tuple(self._stated(g.at) for g in (*grounds, table.cases.otherwise.ground))
            title = f"{free(table.label or table.id)} ({table.id})"
            yield Points(points=(Point(title=title, details=details),))

    def _range(self, row: Band) -> str:
        told = self._interval(row.interval)
        if row.gate is None:
            return told
        return f"{told}; {self.say('show.only_when', condition=free(row.gate.written))}"

    def _conditions(self) -> Iterator[Block]:
        stated = [*self.instrument.gates, *self.instrument.claims]
        points = tuple(Point(title=self._stated(one.ground.at)) for one in stated)
        if points:
            yield Points(points=points)

    def _groups(self) -> Iterator[Block]:
        """What is computed for groups of subjects, as it is told of one subject."""
        for rules in self.instrument.groups:
            group = _Writing(self.instrument.for_group(rules), self.say)
            kind = self.say("show.for_all") if rules.id is None else self._kind(rules.id)
            stated = [policy.ground for policy in rules.policies]
            stated += [ranking.ground for ranking in rules.rankings]
            details = tuple(self._stated(ground.at) for ground in stated)
            yield Points(points=(Point(title=kind, details=details),))
            yield from group._inputs(rules.inputs)
            yield from group._values(rules.values)
            yield from group._categories()

    def _kind(self, name: str) -> str:
        label = dict(self.instrument.grouped_in).get(name)
        return free(f"{label} ({name})" if label else name)

    # What it rests on ----------------------------------------------------------------------------

    def _assumptions(self) -> Iterator[Block]:
        points = tuple(
            Point(
                title=free(stated.text),
                details=(
                    *(
                        self.say(
                            "show.read_as" if name == stated.read_as else "show.not_read_as",
                            id=name,
                            text=free(text),
                        )
                        for name, text in stated.readings
                    ),
                    self.say("assumption.because", text=free(stated.because)),
                    self.say("assumption.place", id=stated.id, place=self._place(stated.at)),
                    *(
                        self.say(
                            f"contradicted.{'contribution' if c.contribution else 'value'}",
                            example=free(c.example),
                            subject=c.subject,
                            published=self._number(text_of(c.published)),
                            because=free(c.because),
                        )
                        for c in stated.contradicted_by
                    ),
                ),
                weighty=bool(stated.contradicted_by),
            )
            for stated in self.instrument.assumptions
        )
        if points:
            yield Points(points=points)

    def _boundaries(self) -> Iterator[Block]:
        for report in boundaries(self.instrument):
            yield Prose(text=self._told(report))
            if report.listed:
                lines = [self._doubt(report.bands, doubt) for doubt in report.listed[:MOST]]
                heads = ("value", "category", "otherwise", "reading")
                yield self._table("boundaries_caption", heads, lines, id=report.bands.id)

    def _told(self, report: Boundaries) -> str:
        key = "doubtful" if report.listed else "no_doubt"
        facts = {"id": report.bands.id, "of": report.bands.of, "count": str(len(report.listed))}
        told = self.say(f"show.{key}", **facts) if report.whole or report.listed else ""
        if len(report.listed) > MOST:
            told += " " + self.say("show.first", count=str(MOST))
        if not report.whole:
            told = f"{told} {self.say('show.not_whole', **facts)}".strip()
        return told

    def _doubt(self, bands: Bands, doubt: Doubtful) -> Line:
        value = self._number(text_of(doubt.value))
        if doubt.column is None or doubt.printed is None:
            reading = self.say("show.hole", rule=self._rule(doubt.rule))
        else:
            figure = self._number(doubt.printed)
            reading = self.say("show.column", column=doubt.column, figure=figure, of=bands.of)
        return self._cells(value, free(doubt.label), free(doubt.other), reading)

    # Small parts ---------------------------------------------------------------------------------

    def _table(
        self,
        caption: str,
        heads: Sequence[str],
        lines: Sequence[Line],
        *,
        numeric: Sequence[str] = (),
        **facts: str,
    ) -> Table:
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

    def _cells(self, *texts: str) -> Line:
        return Line(cells=tuple(Cell(text=text) for text in texts))

    def _stated(self, at: Span) -> str:
        """A statement as the rule file writes it."""
        return free(at.text) or NOTHING

    def _rule(self, ground: Ground) -> str:
        pieces = [self._place(ground.at)] if ground.at.source.name else []
        pieces += [self.say("basis.provision", text=free(text)) for text in ground.provisions]
        pieces += [self.say("basis.assumption", text=name) for name in ground.assumptions]
        return "; ".join(pieces) or NOTHING

    def _place(self, at: Span) -> str:
        return self.say("place", file=free(at.source.name), line=str(at.line))

    def _weight(self, item: Item) -> str:
        if item.weight is None:
            return NOTHING
        text = text_of(item.weight)
        share = is_share(item, self.instrument.weight_sums)
        return numbers.percent(text, self.say.language) if share else self._number(text)

    def _number(self, text: str) -> str:
        return numbers.number(text, self.say.language)

    def _interval(self, interval: Interval) -> str:
        return stretch(self.say, interval)
