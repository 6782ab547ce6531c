"""Ways of writing that formulas, spreadsheets and texts have: one message, with what is meant."""

from __future__ import annotations

import pytest

from units.rules_at_hand import codes, found

ENGLISH = """instrument t "T" edition "2030" {
  in force from 2030-01-01
  assesses employee "E" in office "O"
  scale severity { light "Light"; medium "Medium"; heavy "Heavy" }
  input post "Post" one of { lead "Lead"; clerk "Clerk" }
  input a "A" number from 0 to 9
  input b "B" number from 0 to 9
  input cases "Cases" list of { level scale severity; day date }
  value points { 100 when post is lead; 25 otherwise }
  value late = count of cases where (day within 5 years before period end)
  value mix = root(a * b, 3) published with 2 decimals half up
  value square = power(a + b, 2)
  bands category of points { "Low" below 50; "High" from 50 to 80; "Top" above 80 to 100 }
  for each office {
    value high = count of employee where (category is "High" or category is "Top")
  }
}
"""
INDONESIAN = """instrumen t "T" edisi "2030" {
  mulai berlaku 2030-01-01
  menilai pegawai "E" dalam kantor "O"
  skala berat { ringan "Ringan"; sedang "Sedang"; parah "Parah" }
  isian jabatan "Jabatan" salah satu dari { pimpinan "Pimpinan"; staf "Staf" }
  isian a "A" bilangan mulai dari 0 sampai dengan 9
  isian b "B" bilangan mulai dari 0 sampai dengan 9
  isian kasus "Kasus" daftar { tingkatan skala berat; hari tanggal }
  nilai angka { 100 jika jabatan adalah pimpinan; 25 selain itu }
  nilai lama = banyaknya kasus yang (hari dalam kurun 5 tahun sebelum akhir periode)
  nilai campur = akar(a * b, 3) disajikan dengan 2 desimal setengah ke atas
  nilai kuadrat = pangkat(a + b, 2)
  ambang kategori dari angka {
    "Rendah" kurang dari 50; "Tinggi" mulai dari 50 sampai dengan 80
    "Puncak" lebih dari 80 sampai dengan 100
  }
  untuk setiap kantor {
    nilai tinggi = banyaknya pegawai yang (kategori adalah "Tinggi" atau kategori adalah "Puncak")
  }
}
"""
OTHERWISE, SIGN, WORD = "written-otherwise", "wrong-sign", "unknown-word"
SLIPS_EN = [
    ('light "Light"; medium "Medium"; heavy', 'light "Light", medium "Medium", heavy', SIGN, ";"),
    ('lead "Lead"; clerk', 'lead "Lead", clerk', SIGN, ";"),
    ("100 when post", "100 if post", OTHERWISE, "when post is lead"),
    ("25 otherwise", "25 else", WORD, "otherwise"),
    (
        "day within 5 years before period end",
        "day >= period end - 5 years",
        OTHERWISE,
        "within 5 years before period end",
    ),
    ("root(a * b, 3)", "power(a * b, 1/3)", OTHERWISE, "root (a * b, 3)"),
    ("root(a * b, 3)", "power((a * lowest of (b, 5)), 1/3)", OTHERWISE, None),
    ("root(a * b, 3)", "(a * b) ^ (1/3)", OTHERWISE, "root(…, 3)"),
    ("power(a + b, 2)", "(a + b)^2", OTHERWISE, "power(…, 2)"),
    ("power(a + b, 2)", "a ^ 2 + b", OTHERWISE, "power(…, 2)"),
    (
        'category is "High" or category is "Top"',
        'category among ("High", "Top")',
        OTHERWISE,
        'category is "High" or category is "Top"',
    ),
]
SLIPS_ID = [
    ('ringan "Ringan"; sedang', 'ringan "Ringan", sedang', SIGN, ";"),
    ('pimpinan "Pimpinan"; staf', 'pimpinan "Pimpinan", staf', SIGN, ";"),
    ("100 jika jabatan", "100 apabila jabatan", OTHERWISE, "jika jabatan adalah pimpinan"),
    ("25 selain itu", "25 lainnya", WORD, "selain itu"),
    (
        "hari dalam kurun 5 tahun sebelum akhir periode",
        "hari >= akhir periode - 5 tahun",
        OTHERWISE,
        "dalam kurun 5 tahun sebelum akhir periode",
    ),
    ("akar(a * b, 3)", "pangkat(a * b, 1/3)", OTHERWISE, "akar (a * b, 3)"),
    ("akar(a * b, 3)", "(a * b) ^ (1/3)", OTHERWISE, "akar(…, 3)"),
    ("pangkat(a + b, 2)", "(a + b)^2", OTHERWISE, "pangkat(…, 2)"),
    (
        'kategori adalah "Tinggi" atau kategori adalah "Puncak"',
        'kategori termasuk ("Tinggi", "Puncak")',
        OTHERWISE,
        'kategori adalah "Tinggi" atau kategori adalah "Puncak"',
    ),
]


@pytest.mark.parametrize("text", [ENGLISH, INDONESIAN])
def test_the_files_are_without_mistakes_before(text: str) -> None:
    assert [each.code for each in found(text) if each.is_error] == []


@pytest.mark.parametrize(
    ("text", "right", "wrong", "code", "meant"),
    [(ENGLISH, *slip) for slip in SLIPS_EN] + [(INDONESIAN, *slip) for slip in SLIPS_ID],
)
def test_a_way_known_elsewhere_is_told_once_with_what_is_meant(
    text: str, right: str, wrong: str, code: str, meant: str | None
) -> None:
    assert right in text
    (told,) = (each for each in found(text.replace(right, wrong)) if each.is_error)
    assert told.code == code
    assert meant is None or told.facts["meant"] == meant


REPEATED = """instrument t "T" edition "2030" {
  in force from 2030-01-01
  scale q { 0; 1 }
  input services "Services" list of { name text }
  criterion c "C" {
    rated on q
    repeated for each service in services 1 to 5 times counted as one
  }
  value v = c
}
"""
DIULANG = """instrumen t "T" edisi "2030" {
  mulai berlaku 2030-01-01
  skala q { 0; 1 }
  isian layanan "Layanan" daftar { nama teks }
  kriteria c "C" {
    dinilai dengan q
    diulang untuk setiap satu dalam layanan 1 sampai dengan 5 kali dihitung sebagai satu
  }
  nilai v = c
}
"""


@pytest.mark.parametrize(
    ("text", "each", "meant"),
    [
        (REPEATED, "each ", "repeated for service in"),
        (DIULANG, "setiap ", "diulang untuk satu dalam"),
    ],
)
def test_repeated_for_each_is_no_thing_called_each(text: str, each: str, meant: str) -> None:
    (told,) = found(text)
    assert (told.code, told.facts["meant"]) == ("written-otherwise", meant)
    assert codes(text.replace(each, "")) == []
