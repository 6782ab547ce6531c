"""What was dumped is loaded again: equal, at the same places, or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import is_dataclass, replace
from datetime import date
from fractions import Fraction as Q
from typing import Any

import model_examples as ex
import pytest

from evaluator import bundled
from evaluator.model import formula as f
from evaluator.model import instrument as m
from evaluator.model.dump import dump_instrument
from evaluator.model.load import NotAnInstrument, load_instrument
from evaluator.source import Source
from evaluator.values.functions import Function
from evaluator.values.rounding import Mode, Rounding
from evaluator.values.windows import Length, Unit, WithinBefore, WithinPeriod

SOURCES = {ex.TEXT.name: ex.TEXT}
ORDERED = m.ChoiceType(choices=(("ringan", None), ("berat", "Berat")), order="berat_hukuman")
GROUND = ex.ground(7, law="Pasal 8", assumption="perlu_bukti")


def plain(instrument: m.Instrument) -> Any:
    """The dump as it comes back from a file."""
    return json.loads(json.dumps(dump_instrument(instrument)))


def conditions() -> f.Condition:
    compared = f.Compare(operator=">=", left=f.InputValue(id="jumlah"), right=ex.number("7/3"))
    chosen = f.InputIs(id="jenis", choice="pusat")
    parts = (f.Any(operands=(compared, chosen)), f.Not(operand=chosen), *records())
    return f.All(operands=parts)


def records() -> tuple[f.Condition, ...]:
    before = WithinBefore(count=5, unit=Unit.YEARS)
    dated = f.Within(day=f.FieldDay(list="hukuman", id="tanggal"), window=before)
    heavy = f.FieldIs(list="hukuman", id="tingkat", choice="berat")
    hours = f.FieldValue(list="diklat", id="jp")
    summed = f.OverRecords(tally=f.Tally.MEAN, list="diklat", field="jp", weight="jumlah")
    best = f.OverRecords(
        tally=f.Tally.SUM, list="diklat", field="jp", few=f.Few(count=3, end=f.End.HIGHEST)
    )
    served = f.DaysBetween(
        unit=Length.FULL_YEARS,
        first=f.InputDay(id="tmt"),
        last=f.PeriodDay(end=f.PeriodEnd.LAST),
    )
    choices = ("ringan", "berat")
    pick = f.PickRecord(
        tally=f.Tally.HIGHEST, list="hukuman", field="tingkat", choices=choices, where=dated
    )
    return (
        f.Within(day=f.InputDay(id="tmt"), window=WithinPeriod()),
        f.PickIs(pick=pick, choice="berat"),
        f.Compare(operator=">", left=summed, right=best),
        f.Compare(operator="<", left=hours, right=best),
        f.Compare(operator="=", left=hours, right=served),
        f.CompareDays(
            operator="<", left=f.InputDay(id="tmt"), right=f.FixedDay(value=date(2020, 1, 1))
        ),
        heavy,
    )


def formulas() -> f.Formula:
    rounded = f.Rounded(operand=ex.named("skor"), rounding=Rounding(1, Mode.HALF_EVEN))
    line = f.Case(condition=conditions(), result=rounded, ground=GROUND)
    return f.Cases(lines=(line,), otherwise=table(), ground=GROUND)


def table() -> f.Formula:
    end = f.Interval(low=Q(1, 3), low_included=False, high=None, high_included=True)
    cells: tuple[f.Cell, ...] = (
        f.AnyCell(),
        f.Keys(choices=("pusat", "daerah")),
        f.Stretches(intervals=(end, end)),
        f.NoneCell(),
        f.MissingCell(),
    )
    return f.Lookup(
        subjects=(f.InputChoice(id="jenis"), *(f.InputValue(id="jumlah") for _ in range(4))),
        rows=(f.Row(number=1, cells=cells, result=f.Negative(operand=rooted()), ground=GROUND),),
        hole=f.Hole(takes=f.Side.UPPER, ground=GROUND),
        ground=GROUND,
    )


def rooted() -> f.Formula:
    return f.Applied(function=Function.ROOT, operand=ex.number("-0.5"), argument=Q(3))


def rating() -> m.Rating:
    papers = m.Documents(count=2, kinds=("dokumen", "laporan"))
    need = m.NeedAny(needs=(papers, m.NeedAll(needs=(papers, papers))))
    return replace(
        ex.RATING,
        needs=(
            m.LevelNeed(level=1, and_up=True, need=need, ground=GROUND),
            m.LevelNeed(level=2, and_up=False, need=None, ground=GROUND),
        ),
        without=m.WithoutEvidence(policy=m.Unproved.COUNTS_AS, counts_as=0, ground=GROUND),
        may_be_not_applicable=GROUND,
        not_applicable=m.NotApplicable(counts_as=1, ground=GROUND),
        texts=(m.LevelText(level=1, text='"Rendah" \u2014 \U0001f4c4', ground=GROUND),),
    )


def evidence() -> m.EvidenceKind:
    requirements: tuple[m.Requirement, ...] = (
        m.HasAttributes(names=("nomor", "penanda_tangan"), ground=GROUND),
        m.DatedWithinPeriod(ground=GROUND),
        m.DatedBefore(count=3, unit=Unit.CALENDAR_YEARS, ground=GROUND),
        m.ValidAtEnd(ground=GROUND),
    )
    return m.EvidenceKind(id="sk", label=None, requirements=requirements, ground=GROUND)


def contradicted() -> m.Assumption:
    figure = m.Contradiction(
        example="Jawa Barat",
        subject="internalisasi",
        contribution=True,
        published=Q(83),
        because="",
    )
    return replace(ex.assumption("setara"), contradicted_by=(figure,))


def inputs() -> tuple[m.Input, ...]:
    types: tuple[m.InputType, ...] = (
        m.NumberType(low=Q(1, 3), low_included=False, high=None, high_included=False, unit="JP"),
        m.ChoiceType(choices=(("pusat", "Pusat"), ("daerah", None))),
        m.YesNoType(),
        m.DateType(),
        m.TextType(),
        m.ListType(fields=(m.Field(id="tingkat", label="", type=ORDERED, ground=GROUND),)),
        m.ListType(
            fields=(m.Field(id="tingkat", label="", type=ORDERED, ground=GROUND),),
            values=(worked_out(),),
        ),
    )
    points = m.ByVerifier(before=m.BeforeVerification(counts_as=Q(-1, 2), ground=GROUND))
    return tuple(
        m.Input(id=f"masukan_{n}", label="", type=each, by_verifier=points, ground=GROUND)
        for n, each in enumerate(types)
    )


def worked_out() -> f.RecordValue:
    """A number worked out of each record, by a choice of it."""
    row = f.Row(number=1, cells=(f.AnyCell(),), result=ex.number(2), ground=GROUND)
    asked = f.FieldChoice(list="masukan_7", id="tingkat")
    table = f.Lookup(subjects=(asked,), rows=(row,), hole=None, ground=GROUND)
    return f.RecordValue(list="masukan_7", id="angka", label="Angka", formula=table, ground=GROUND)


def verdict() -> m.Categories:
    line = f.Case(condition=conditions(), result=ex.number(0), ground=GROUND)
    cases = f.Cases(lines=(line,), otherwise=ex.number(1), ground=GROUND)
    return m.Categories(
        id="kelayakan", label=None, labels=("Layak", "Belum"), cases=cases, ground=GROUND
    )


def group() -> m.GroupRules:
    high = f.BandIs(id="kategori", label="Tinggi", ground=GROUND)
    mean = f.OverSubjects(
        aggregate=f.Gathering.MEAN,
        of=ex.named("skor", as_published=True),
        weight=f.InputValue(id="masukan_0"),
        where=high,
        ground=GROUND,
    )
    count = f.OverSubjects(aggregate=f.Gathering.COUNT, of=None, ground=GROUND)
    best = f.OverSubjects(
        aggregate=f.Gathering.SUM,
        of=ex.named("rerata"),
        few=f.Few(count=3, end=f.End.HIGHEST),
        of_groups="instansi",
        ground=GROUND,
    )
    return m.GroupRules(
        id="instansi",
        incomplete=m.Incomplete(counts_as=Q(1, 3), ground=GROUND),
        incomplete_group=m.Incomplete(counts_as=None, ground=GROUND),
        asks=(mean, count),
        asks_groups=(best,),
        inputs=inputs(),
        values=(ex.value("rerata", ex.arithmetic(mean, "/", count)),),
        bands=(),
        ground=GROUND,
        rankings=(
            m.Ranking(
                id="tempat",
                label=None,
                ranked=None,
                by=(m.RankBy(of=ex.named("skor", as_published=True), first=f.End.LOWEST),),
                ties=m.Ties.DENSE,
                ground=GROUND,
            ),
        ),
    )


def everything() -> m.Instrument:
    """An instrument with every node there is."""
    base = ex.im_nkk()
    leaf = replace(ex.leaf("lengkap", rating(), weight=Q(1, 7)), code="1.1", maximum=Q(25))
    applies = m.Applies(condition=conditions(), otherwise=leaf.rating.not_applicable, ground=GROUND)
    computed = replace(ex.leaf("dihitung"), rating=None, formula=formulas(), applies=applies)
    answered = replace(
        ex.leaf("dijawab"),
        rating=None,
        formula=f.Constant(value=Q(5), weight_of="dijawab"),
        asked=m.Asked(
            question=m.Input(
                id="answer of dijawab", label="", type=m.YesNoType(), of="dijawab", ground=GROUND
            ),
            may_be_not_applicable=GROUND,
            not_applicable=m.ExemptAnswer(choice="yes", number=None, ground=GROUND),
            needs=(
                m.AnswerNeed(
                    cells=(f.AnyCell(), f.Keys(choices=("yes",))),
                    need=m.Documents(count=1, kinds=("sk",)),
                    ground=GROUND,
                ),
            ),
            without=m.UnprovedAnswer(choice="no", number=None, ground=GROUND),
        ),
    )
    one = ex.leaf("diulang/1")
    repeated = replace(
        ex.leaf("diulang"),
        rating=None,
        formula=f.Constant(value=Q(1)),
        children=(one,),
        repeated=m.Repeated(
            id="unit", label="Unit", least=1, most=1, each=True, rating=rating(), ground=GROUND
        ),
    )
    left_out = replace(ex.leaf("luar"), rating=None, formula=f.LeftOut(ground=GROUND))
    gate = m.Gate(condition=conditions(), because="tidak dinilai", ground=GROUND)
    table = base.bands[0]
    gated = replace(table.rows[-1], gate=m.BandGate(condition=conditions(), written="a >= 1"))
    return replace(
        base,
        issuer="Komisi",
        bases=("Peraturan 8",),
        last=date(2031, 1, 31),
        assesses=("instansi", None),
        assumptions=(*base.assumptions, contradicted()),
        evidence=(evidence(),),
        inputs=inputs(),
        items=(*base.items, leaf, computed, answered, repeated, left_out),
        bands=(replace(table, rows=(*table.rows[:-1], gated)),),
        gates=(gate,),
        categories=(verdict(),),
        claims=(
            m.ClaimBetween(of="skor", interval=ex.interval(0, 300), ground=GROUND),
            m.ClaimRising(of="skor", ground=GROUND),
            m.ClaimAdding(list="hukuman", raises=True, of="skor", ground=GROUND),
        ),
        grouped_in=(("instansi", "Instansi"), ("provinsi", None)),
        groups=(group(), replace(group(), id=None, incomplete=None)),
        orders=(m.Order(id="berat_hukuman", choices=ORDERED.choices, ground=GROUND),),
        amends="2021",
        carried=(
            m.Carried(sort="scale", id="q", answers=(("1", "2"), ("2", None)), ground=GROUND),
        ),
        formerly=(m.Former(sort="value", id="skor", former="nilai_akhir", edition="2022"),),
        at=ex.PERCENT,
        sha256="0" * 64,
    )


def kinds_in(data: object) -> set[str]:
    match data:
        case {"kind": str(kind), **parts}:
            return {kind}.union(*(kinds_in(part) for part in parts.values()))
        case list():
            return set[str]().union(*(kinds_in(part) for part in data))
        case _:
            return set()


FOLLOWS = {"Factors", "Questions", "Basis", "Remainder"}
"""What is worked out from the nodes and not written down with them."""


def test_the_example_holds_every_node_of_the_model() -> None:
    classes = {c for module in (f, m) for c in vars(module).values() if isinstance(c, type)}
    nodes = {c.__name__ for c in classes if is_dataclass(c)} - {"Term", "Span", "Known"} - FOLLOWS
    assert kinds_in(plain(everything())) == nodes | {"WithinPeriod", "WithinBefore"}


@pytest.mark.parametrize("build", [everything, ex.instrument, ex.im_nkk])
def test_an_instrument_comes_back(build: Callable[[], m.Instrument]) -> None:
    dumped = plain(build())
    loaded = load_instrument(dumped, SOURCES)
    assert loaded == build()
    assert json.dumps(dump_instrument(loaded)) == json.dumps(dumped)


@pytest.mark.parametrize("edition", ["2021", "2022"])
def test_the_bundled_editions_come_back_with_their_places(edition: str) -> None:
    original = bundled().load("im_nkk", edition)
    (root,) = bundled().roots
    sources = {file.name: Source(file.name, file.data.decode()) for file in root.files}
    loaded = load_instrument(plain(original), sources)
    assert loaded == original
    assert plain(loaded) == plain(original)
    places = [(item.id, item.ground.at.text) for item in original.walk()]
    assert [(item.id, item.ground.at.text) for item in loaded.walk()] == places


def changed(*path: str | int, to: object) -> Any:
    """The dump with one value, at a path, put in place of another."""
    whole = plain(everything())
    at = whole
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = to
    return whole


FOREIGN: dict[str, Any] = {
    "nothing": None,
    "a list": [],
    "no schema": {},
    "another schema": changed("schema", to="takar/instrument/0"),
    "another node": changed("kind", to="Item"),
    "an unknown node": changed("values", 0, "formula", "kind", to="Power"),
    "a node out of place": changed("values", 0, "formula", to={"kind": "YesNoType"}),
    "a part too many": changed("more", to=1),
    "a flag as a level": changed("scales", 0, "levels", 0, "number", to=True),
    "a number as text": changed("items", 0, "weight", to=1),
    "a number in another form": changed("items", 0, "weight", to="2/10"),
    "a division by zero": changed("items", 0, "weight", to="1/0"),
    "a number with an exponent": changed("items", 0, "weight", to="1e9"),
    "no date": changed("first", to="kemarin"),
    "no rounding mode": changed("values", 1, "published", "mode", to="sideways"),
    "a pair of three": changed("assesses", to=["a", "b", "c"]),
    "text for a list": changed("bases", to="Peraturan 8"),
    "an unknown file": changed("at", "file", to="lain.takar"),
    "a place past the end": changed("at", "end", to=10**6),
    "a place backwards": changed("at", "start", to=10**6),
    "a missing value": changed("label", to=None),
}


@pytest.mark.parametrize("data", FOREIGN.values(), ids=FOREIGN)
def test_what_is_anything_else_is_refused(data: object) -> None:
    with pytest.raises(NotAnInstrument):
        load_instrument(data, SOURCES)


def test_a_part_too_few_is_refused() -> None:
    for part in plain(everything()):
        data = plain(everything())
        del data[part]
        with pytest.raises(NotAnInstrument):
            load_instrument(data, SOURCES)


def test_nesting_without_end_is_refused() -> None:
    formula: dict[str, Any] = {}
    data = changed("values", 0, "formula", to=formula)
    at = {"kind": "Ground", "at": None, "provisions": [], "assumptions": []}
    formula |= {"kind": "Negative", "ground": at, "operand": formula}
    with pytest.raises(NotAnInstrument):
        load_instrument(data, SOURCES)
