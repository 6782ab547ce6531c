"""Small checked instruments built by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction as Q

from evaluator.model import formula as f
from evaluator.model import instrument as m
from evaluator.source import Source, Span
from evaluator.values.rounding import Mode, Rounding

TEXT = Source("contoh.takar", "\n" * 400 + "jumlah bobot kriteria harus 100%")
PERCENT = Span(TEXT, 400, len(TEXT.text))
TWO_DECIMALS = Rounding(2, Mode.HALF_UP)


def place(line: int) -> Span:
    """A place of its own for each line number below 400."""
    return Span(TEXT, line, line)


def ground(line: int = 0, *, law: str | None = None, assumption: str | None = None) -> f.Ground:
    return f.Ground(
        at=place(line),
        provisions=() if law is None else (law,),
        assumptions=() if assumption is None else (assumption,),
    )


def number(text: str | int) -> f.Constant:
    return f.Constant(value=Q(text))


def item_value(name: str) -> f.ItemValue:
    return f.ItemValue(id=name)


def named(name: str, *, as_published: bool = False) -> f.NamedValue:
    return f.NamedValue(id=name, as_published=as_published)


def arithmetic(left: f.Formula, operator: str, right: f.Formula) -> f.Arithmetic:
    return f.Arithmetic(operator=operator, left=left, right=right)


def over(aggregate: f.Aggregate, items: Sequence[m.Item]) -> f.Over:
    weighted = aggregate in {f.Aggregate.WEIGHTED_MEAN, f.Aggregate.WEIGHTED_SUM}
    return f.Over(
        aggregate=aggregate,
        operands=tuple(
            f.Operand(formula=item_value(x.id), weight=x.weight if weighted else None)
            for x in items
        ),
    )


def scale(*levels: int, name: str = "maturitas", line: int = 1) -> m.Scale:
    return m.Scale(
        id=name,
        cumulative=True,
        levels=tuple(m.Level(number=x, label=None) for x in levels),
        ground=ground(line),
    )


MATURITY = scale(0, 1, 2, 3)
ONE_DOCUMENT = m.LevelNeed(
    level=1,
    and_up=True,
    need=m.Documents(count=1, kinds=("dokumen",)),
    ground=ground(5, assumption="perlu_bukti"),
)
FALLS = m.WithoutEvidence(policy=m.Unproved.FALLS, counts_as=None, ground=ground(6))
RATING = m.Rating(scale=MATURITY, needs=(ONE_DOCUMENT,), without=FALLS, ground=ground(4))
BARE = m.Rating(scale=MATURITY, ground=ground(4))


def leaf(name: str, rating: m.Rating = BARE, *, weight: Q | None = None, line: int = 10) -> m.Item:
    return m.Item(
        id=name,
        word="subcriterion",
        label=name,
        code=None,
        weight=weight,
        maximum=None,
        children=(),
        rating=rating,
        formula=None,
        ground=ground(line),
    )


def branch(
    name: str,
    children: Sequence[m.Item],
    *,
    weight: str | None = None,
    aggregate: f.Aggregate = f.Aggregate.MEAN,
    line: int = 10,
) -> m.Item:
    return m.Item(
        id=name,
        word="criterion",
        label=name,
        code=None,
        weight=None if weight is None else Q(weight),
        maximum=None,
        children=tuple(children),
        rating=None,
        formula=over(aggregate, children),
        ground=ground(line),
    )


def value(
    name: str, formula: f.Formula, *, published: Rounding | None = None, line: int = 200
) -> m.Value:
    return m.Value(id=name, label=None, formula=formula, published=published, ground=ground(line))


def interval(
    low: str | int | None,
    high: str | int | None,
    *,
    low_included: bool = True,
    high_included: bool = True,
) -> f.Interval:
    return f.Interval(
        low=None if low is None else Q(low),
        low_included=low_included,
        high=None if high is None else Q(high),
        high_included=high_included,
    )


def band(
    label: str,
    low: str | int | None,
    high: str | int | None,
    *printed: tuple[str, f.Interval],
    line: int = 300,
) -> m.Band:
    return m.Band(label=label, interval=interval(low, high), printed=printed, ground=ground(line))


def bands(
    of: str,
    rows: Sequence[m.Band],
    *,
    takes: f.Side | None = None,
    as_published: bool = False,
    line: int = 299,
) -> m.Bands:
    hole = None if takes is None else f.Hole(takes=takes, ground=ground(310))
    return m.Bands(
        id="kategori",
        label=None,
        of=of,
        as_published=as_published,
        rows=tuple(rows),
        hole=hole,
        ground=ground(line),
    )


def assumption(name: str, line: int = 2) -> m.Assumption:
    return m.Assumption(id=name, text=name, because="tidak dinyatakan", at=place(line))


def number_input(
    name: str, low: str | int | None, high: str | int | None, *, low_included: bool = True
) -> m.Input:
    kind = m.NumberType(
        low=None if low is None else Q(low),
        low_included=low_included,
        high=None if high is None else Q(high),
        high_included=True,
        unit=None,
    )
    return m.Input(id=name, label=name, type=kind, ground=ground(8))


def choice_input(name: str, *choices: str) -> m.Input:
    kind = m.ChoiceType(choices=tuple((x, None) for x in choices))
    return m.Input(id=name, label=name, type=kind, ground=ground(8))


def instrument(
    items: Sequence[m.Item] = (),
    values: Sequence[m.Value] = (),
    tables: Sequence[m.Bands] = (),
    inputs: Sequence[m.Input] = (),
) -> m.Instrument:
    """An instrument whose scales are those of its leaves."""
    leaves = [x for root in items for x in root.walk() if x.rating is not None]
    scales = {x.rating.scale.id: x.rating.scale for x in leaves if x.rating is not None}
    return m.Instrument(
        id="contoh",
        label="Contoh",
        edition="2030",
        issuer=None,
        bases=(),
        first=date(2030, 1, 1),
        last=None,
        draft=False,
        assesses=None,
        assumptions=(),
        scales=tuple(scales.values()),
        evidence=(),
        inputs=tuple(inputs),
        items=tuple(items),
        weight_sums=(),
        values=tuple(values),
        bands=tuple(tables),
        gates=(),
        in_force=ground(),
    )


SHAPE = {"kebijakan": 4, "internalisasi": 5, "penegakan": 5, "kesinambungan": 5}
COLUMN = (
    ("indeks", interval(0, "0.33")),
    ("indeks", interval("0.34", "0.66")),
    ("indeks", interval("0.67", 1)),
)


def im_nkk(weights: Sequence[str] = ("0.2", "0.3", "0.3", "0.2")) -> m.Instrument:
    """The shape of IM-NKK 2021: nineteen leaves under four criteria."""
    criteria = [
        branch(
            name,
            [leaf(f"{name}_{n}", RATING, line=20 + 10 * at + n) for n in range(size)],
            weight=weight,
            line=20 + 10 * at,
        )
        for at, ((name, size), weight) in enumerate(zip(SHAPE.items(), weights, strict=True))
    ]
    score = arithmetic(over(f.Aggregate.WEIGHTED_MEAN, criteria), "*", number(100))
    index = arithmetic(named("skor"), "/", number(300))
    rows = [
        band("Rendah", 0, 100, COLUMN[0], line=300),
        band("Sedang", 101, 200, COLUMN[1], line=301),
        band("Tinggi", 201, 300, COLUMN[2], line=302),
    ]
    base = instrument(
        criteria,
        [value("skor", score), value("indeks", index, published=TWO_DECIMALS, line=201)],
        [bands("skor", rows, takes=f.Side.LOWER)],
    )
    return replace(
        base,
        id="im_nkk",
        assumptions=(assumption("perlu_bukti"),),
        evidence=(m.EvidenceKind(id="dokumen", label=None, requirements=(), ground=ground(3)),),
        weight_sums=(
            m.WeightSum(word="criterion", total=Q(1), in_each=None, ground=f.Ground(at=PERCENT)),
        ),
    )
