"""The task every rival gets: nineteen levels, their score, index and category.

The figures to be expected are worked out by hand, from the contributions of the criteria: a level
is worth 20/4 = 5 points in the first, 30/5 = 6 in the second and third, 20/5 = 4 in the fourth.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

RULES = Path(__file__).parent / "rules"
INSTRUMENT = "nkk_levels"

CRITERIA: Mapping[str, tuple[str, tuple[str, ...]]] = {
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
}
ITEMS = tuple(item for _, items in CRITERIA.values() for item in items)
HIGHEST = 3

Levels = Mapping[str, int]
Figures = tuple[str, str, str, str]
"""Score, index and share of 200 as text, and the category."""

SOME: Levels = {item: (7 * place) % 4 for place, item in enumerate(ITEMS)}
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
        for left, (_, items) in zip(self.sums, CRITERIA.values(), strict=True):
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
