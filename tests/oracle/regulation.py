"""IM-NKK as published: what is asked, what a level is worth, how figures are printed.

One level of a sub-criterion is worth a whole number of points of the score: 20% of 100, shared by
four, is 5. So every score is whole, and so is every part of one.
"""

from __future__ import annotations

from fractions import Fraction

CRITERIA = {
    "kebijakan": ("komitmen_pimpinan", "proses_kebijakan", "relevansi_kebijakan", "partisipasi"),
    "internalisasi": (
        "teladan_pimpinan",
        "agen_etika",
        "sosialisasi",
        "inovasi",
        "survei_pemahaman",
    ),
    "penegakan": (
        "wbs",
        "majelis_kode_etik",
        "penanganan_pengaduan",
        "tindak_lanjut_kasn",
        "pelacakan",
    ),
    "kesinambungan": (
        "monev",
        "promosi_jabatan",
        "penghargaan_sanksi",
        "anggaran",
        "peta_jalan",
    ),
}
ITEMS = tuple(item for items in CRITERIA.values() for item in items)
POINTS_OF_A_LEVEL = {
    "2021": {"kebijakan": 5, "internalisasi": 6, "penegakan": 6, "kesinambungan": 4},
    "2022": {"kebijakan": 5, "internalisasi": 6, "penegakan": 8, "kesinambungan": 2},
}
WEIGHTS = {
    "2021": {
        "kebijakan": "0.2",
        "internalisasi": "0.3",
        "penegakan": "0.3",
        "kesinambungan": "0.2",
    },
    "2022": {
        "kebijakan": "0.2",
        "internalisasi": "0.3",
        "penegakan": "0.4",
        "kesinambungan": "0.1",
    },
}
TOP = 3
BANDS = (("Rendah", 0, 100), ("Sedang", 101, 200), ("Tinggi", 201, 300))


def label_of(skor: int) -> str:
    """Scores are whole, so no score lies in one of the holes of the printed table."""
    return next(label for label, low, high in BANDS if low <= skor <= high)


def labels_between(least: int, most: int) -> tuple[str, ...]:
    """Every category from the least score's to the most: no band is narrower than a step."""
    return tuple(label for label, low, high in BANDS if low <= most and least <= high)


def printed_index(skor: int) -> str:
    """`skor` / 300, half up, with two decimals, in whole numbers: 300 halves of a hundredth."""
    hundredths = (200 * skor + 300) // 600
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def exact_text(value: Fraction | int) -> str:
    """The decimal if it ends within the digits any figure here can need, else `n/d`."""
    fraction = Fraction(value)
    scaled = fraction * 10**6
    if scaled.denominator != 1:
        return f"{fraction.numerator}/{fraction.denominator}"
    sign, digits = ("-" if scaled < 0 else ""), f"{abs(scaled.numerator):07d}"
    return sign + f"{digits[:-6]}.{digits[-6:]}".rstrip("0").rstrip(".")
