"""Instruments built by hand: one like IM-NKK, and one with every type of input."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from evaluator.intake.editions import EditionInfo
from evaluator.model.formula import Aggregate, Ground, ItemValue, Operand, Over
from evaluator.model.instrument import (
    BeforeVerification,
    ByVerifier,
    ChoiceType,
    DateType,
    Documents,
    EvidenceKind,
    Field,
    Input,
    Instrument,
    Item,
    Level,
    LevelNeed,
    ListType,
    NotApplicable,
    NumberType,
    Rating,
    Scale,
    TextType,
    Unproved,
    Value,
    WithoutEvidence,
    YesNoType,
)
from evaluator.values.rounding import Mode, Rounding

GROUND = Ground()
CRITERIA = {
    "kebijakan": (
        20,
        ("komitmen_pimpinan", "proses_kebijakan", "relevansi_kebijakan", "partisipasi"),
    ),
    "internalisasi": (
        30,
        ("teladan_pimpinan", "agen_etika", "sosialisasi", "inovasi", "survei_pemahaman"),
    ),
    "penegakan": (
        30,
        ("wbs", "majelis_kode_etik", "penanganan_pengaduan", "tindak_lanjut_kasn", "pelacakan"),
    ),
    "kesinambungan": (
        20,
        ("monev", "promosi_jabatan", "penghargaan_sanksi", "anggaran", "peta_jalan"),
    ),
}
LEAVES = tuple(leaf for _, leaves in CRITERIA.values() for leaf in leaves)


def scale(highest: int) -> Scale:
    levels = tuple(Level(number=n, label=None) for n in range(highest + 1))
    return Scale(id=f"skala_{highest}", cumulative=True, levels=levels, ground=GROUND)


def rating(highest: int = 3, *, exempt: bool = False) -> Rating:
    need = Documents(count=1, kinds=("dokumen",))
    return Rating(
        scale=scale(highest),
        needs=(LevelNeed(level=1, and_up=True, need=need, ground=GROUND),),
        without=WithoutEvidence(policy=Unproved.FALLS, counts_as=None, ground=GROUND),
        may_be_not_applicable=GROUND if exempt else None,
        not_applicable=NotApplicable(counts_as=None, ground=GROUND) if exempt else None,
        ground=GROUND,
    )


def leaf(id_: str, weight: Fraction | None, rated: Rating) -> Item:
    return Item(
        id=id_,
        word="subcriterion",
        label=id_.replace("_", " ").title(),
        code=None,
        weight=weight,
        maximum=None,
        children=(),
        rating=rated,
        formula=None,
        ground=GROUND,
    )


def branch(id_: str, weight: Fraction, children: tuple[Item, ...]) -> Item:
    operands = tuple(Operand(formula=ItemValue(id=child.id)) for child in children)
    return Item(
        id=id_,
        word="criterion",
        label=id_.title(),
        code=None,
        weight=weight,
        maximum=None,
        children=children,
        rating=None,
        formula=Over(aggregate=Aggregate.MEAN, operands=operands),
        ground=GROUND,
    )


def im_nkk(edition: str = "2021") -> Instrument:
    items = tuple(
        branch(
            id_,
            Fraction(weight, 100),
            tuple(leaf(child, Fraction(1, len(leaves)), rating()) for child in leaves),
        )
        for id_, (weight, leaves) in CRITERIA.items()
    )
    year = int(edition)
    return Instrument(
        id="im_nkk",
        label="Indeks Maturitas",
        edition=edition,
        issuer=None,
        bases=(),
        first=date(year, 1, 1),
        last=date(year, 12, 31),
        draft=False,
        assesses=None,
        assumptions=(),
        scales=(scale(3),),
        evidence=(EvidenceKind(id="dokumen", label=None, requirements=(), ground=GROUND),),
        inputs=(),
        items=items,
        weight_sums=(),
        values=(
            Value(
                id="skor",
                label=None,
                formula=ItemValue(id="kebijakan"),
                published=None,
                ground=GROUND,
            ),
            Value(
                id="indeks",
                label=None,
                formula=ItemValue(id="kebijakan"),
                published=Rounding(2, Mode.HALF_UP),
                ground=GROUND,
            ),
        ),
        bands=(),
        gates=(),
        in_force=GROUND,
    )


INPUTS = (
    Input(
        id="jumlah",
        label="Jumlah",
        type=NumberType(
            low=Fraction(0), low_included=True, high=Fraction(100), high_included=False, unit="JP"
        ),
        ground=GROUND,
    ),
    Input(
        id="porsi",
        label="Porsi",
        type=NumberType(
            low=Fraction(1, 2),
            low_included=True,
            high=Fraction(7, 3),
            high_included=True,
            unit=None,
        ),
        ground=GROUND,
    ),
    Input(
        id="jenis",
        label="Jenis",
        type=ChoiceType(choices=(("pusat", "Pusat"), ("provinsi", None), ("kabkota", None))),
        ground=GROUND,
    ),
    Input(
        id="koreksi",
        label="Koreksi",
        type=NumberType(
            low=Fraction(-2), low_included=True, high=Fraction(2), high_included=True, unit=None
        ),
        by_verifier=ByVerifier(
            before=BeforeVerification(counts_as=Fraction(0), ground=GROUND),
        ),
        ground=GROUND,
    ),
    Input(id="ada_insiden", label="Ada insiden", type=YesNoType(), ground=GROUND),
    Input(id="tanggal_sk", label="Tanggal SK", type=DateType(), ground=GROUND),
    Input(id="catatan_umum", label="Catatan", type=TextType(), ground=GROUND),
    Input(
        id="hukuman",
        label="Hukuman",
        type=ListType(
            fields=(
                Field(
                    id="tingkat",
                    label="Tingkat",
                    type=ChoiceType(choices=(("ringan", None), ("berat", None)), order="berat"),
                    ground=GROUND,
                ),
                Field(id="tanggal", label="Tanggal", type=DateType(), ground=GROUND),
                Field(id="sk", label="Nomor SK", type=TextType(), ground=GROUND),
            )
        ),
        ground=GROUND,
    ),
)


def kendali() -> Instrument:
    """An instrument with inputs of every type and an item that may be declared not applicable."""
    items = (
        branch(
            "tata_kelola",
            Fraction(1),
            (leaf("standar", None, rating(5)), leaf("rencana", None, rating(2, exempt=True))),
        ),
    )
    return replace(im_nkk(), id="kendali", label="Penilaian Kendali", items=items, inputs=INPUTS)


@dataclass
class KnownEditions:
    """The rules at hand in a test."""

    at_hand: Sequence[Instrument] = field(
        default_factory=lambda: (im_nkk("2021"), im_nkk("2022"), kendali())
    )
    loaded: list[tuple[str, str]] = field(default_factory=list)

    def instruments(self) -> Sequence[str]:
        return tuple(dict.fromkeys(i.id for i in self.at_hand))

    def editions(self, instrument: str) -> Sequence[EditionInfo]:
        return tuple(
            EditionInfo(edition=i.edition, first=i.first, last=i.last, draft=i.draft)
            for i in self.at_hand
            if i.id == instrument
        )

    def load(self, instrument: str, edition: str) -> Instrument:
        self.loaded.append((instrument, edition))
        return next(i for i in self.at_hand if (i.id, i.edition) == (instrument, edition))
