"""The tasks the rivals get, and figures that are easily wrong.

One response has nineteen levels. The figures to be expected are worked out by hand, from what a
level is worth: 20/4 = 5 points in the first criterion, 30/5 = 6 in the second and third, and
20/5 = 4 in the fourth.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

RULES = Path(__file__).parent / "rules"
INSTRUMENT = "nkk_levels"


@dataclass(frozen=True)
class Task:
    """What is to be worked out: means of levels, their weighted sum, its index and category.

    Attributes:
        criteria: by id, the weight as it is written and the ids of the levels.
        times: what the weighted sum is multiplied with to be the score.
        whole: the score is divided by it for the index, printed with two decimals.
        from_: from which score each category is taken, but for the lowest.
    """

    score: str
    criteria: Mapping[str, tuple[str, tuple[str, ...]]]
    times: int
    whole: int
    from_: tuple[int, ...]
    categories: tuple[str, ...]

    @property
    def items(self) -> tuple[str, ...]:
        """The ids of the levels."""
        return tuple(item for _, items in self.criteria.values() for item in items)


NKK = Task(
    score="skor",
    criteria={
        "kebijakan": (
            "0.2",
            ("komitmen_pimpinan", "proses_kebijakan", "relevansi_kebijakan", "partisipasi"),
        ),
        "internalisasi": (
            "0.3",
            ("teladan_pimpinan", "agen_etika", "sosialisasi", "inovasi", "survei_pemahaman"),
        ),
        "penegakan": (
            "0.3",
            ("wbs", "majelis_kode_etik", "penanganan_pengaduan", "tindak_lanjut_kasn", "pelacakan"),
        ),
        "kesinambungan": (
            "0.2",
            ("monev", "promosi_jabatan", "penghargaan_sanksi", "anggaran", "peta_jalan"),
        ),
    },
    times=100,
    whole=300,
    from_=(101, 201),
    categories=("Rendah", "Sedang", "Tinggi"),
)


HIGHEST = 3

Levels = Mapping[str, int]
Figures = tuple[str, str, str, str]
"""Score, index and share of 200 as text, and the category."""

SOME: Levels = {item: (7 * place) % 4 for place, item in enumerate(NKK.items)}
"""The levels that are timed: every level occurs."""


@dataclass(frozen=True)
class Edge:
    """Levels at which a figure is easily wrong, and what is right.

    `sums` are the sums of the levels in each criterion.
    """

    about: str
    sums: tuple[int, int, int, int]
    figures: Figures

    @property
    def levels(self) -> Levels:
        """Levels with these sums, the highest first."""
        return dict(self._levels())

    def _levels(self) -> Iterator[tuple[str, int]]:
        for left, (_, items) in zip(self.sums, NKK.criteria.values(), strict=True):
            for item in items:
                level = min(left, HIGHEST)
                yield item, level
                left -= level  # noqa: PLW2901 - what is left to be handed out


EDGES = (
    # 5*8 + 6*10 + 6*10 + 4*10 = 200; 200/300 = 0.66…; the score decides, not the index.
    Edge("score 200 prints 0.67 and is Sedang", (8, 10, 10, 10), ("200", "0.67", "1.00", "Sedang")),
    # 5*4 + 6*5 + 6*5 + 4*5 = 100; 100/300 = 0.33…
    Edge("an exact third prints 0.33", (4, 5, 5, 5), ("100", "0.33", "0.50", "Rendah")),
    # 5*1 + 6*2 + 6*12 + 4*3 = 101: the least of Sedang; 101/300 = 0.336…; 101/200 = 0.505
    Edge("score 101 is Sedang; 0.505 is 0.51", (1, 2, 12, 3), ("101", "0.34", "0.51", "Sedang")),
    # 5*1 + 6*9 + 6*15 + 4*13 = 201: the least of Tinggi; 201/300 = 0.67; 201/200 = 1.005
    Edge("score 201 is Tinggi; 1.005 is 1.01", (1, 9, 15, 13), ("201", "0.67", "1.01", "Tinggi")),
    # 5*3 + 6*9 + 6*3 + 4*4 = 103; 103/300 = 0.343…; 103/200 = 0.515
    Edge("0.515 is 0.52", (3, 9, 3, 4), ("103", "0.34", "0.52", "Sedang")),
)


def merit() -> Task:
    """The self-assessment of the merit system, as the bundled rules have it."""
    from evaluator.rulebook import bundled  # noqa: PLC0415 - only what scores many needs it

    items = bundled().load("merit", "2019").items
    criteria = {i.id: (str(i.weight), tuple(leaf.id for leaf in i.children)) for i in items}
    categories = ("Buruk", "Kurang", "Baik", "Sangat Baik")
    return Task("nilai", criteria, 1, 400, (175, 250, 325), categories)
