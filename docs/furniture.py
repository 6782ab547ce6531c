"""The folder that console examples of the catalogue are run in."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copytree

from evaluator.rulebook import bundled

_ROOT = Path(__file__).resolve().parent.parent
_RULES = _ROOT / "rules" / "im_nkk"

_RESPONSE = {
    "instrument": "im_nkk",
    "subject": {"id": "1"},
    "period": {"from": "2021-01-01", "to": "2021-12-31"},
    "answers": {},
}

_LABELS = """\
schema: takar/labels/1
language: en
instrument: im_nkk
labels:
  {}: Leadership commitment
"""

_TWO_READINGS = """\
instrumen uji "Uji" edisi "2024" {
  mulai berlaku 2024-01-01
  isian jp bilangan mulai dari 0 sampai dengan 40
  asumsi kurang "Pelatihan di bawah 20 jam" salah satu dari {
    nol "bernilai 0"; sebanding "dihitung sebanding"
  } dibaca sebagai nol karena "tidak diatur"
  nilai skor {
    15 jika jp >= 20
    0 selain itu berdasarkan asumsi kurang dibaca sebagai nol
    jp / 2 selain itu berdasarkan asumsi kurang dibaca sebagai sebanding
  }
}
"""


_EMPLOYEE = {
    "id": "0012",
    "instansi": "6474",
    "pendidikan": "S1",
    "jabatan": "struktural",
    "diklat_kepemimpinan": True,
    "diklat_fungsional": False,
    "jp_teknis": 24,
    "seminar": True,
    "nilai_kinerja": 87.5,
    "hukuman": [],
}
_CELLS = ("S1", "struktural", "true", "false", "24", "true", "87.5")
_TARGETS = tuple(
    f"target_{part}" for part in ("kualifikasi", "kompetensi", "kinerja", "disiplin", "total")
)

_TIME_SERVED = """\
instrumen masa_kerja "Masa Kerja" edisi "2024" {
  mulai berlaku 2024-01-01
  isian tmt "TMT" tanggal
  nilai skor = tahun penuh sejak tmt hingga akhir periode
}
"""


def furnish(folder: Path) -> None:
    """Lay out what the examples name.

    `aturan.takar`, `jawaban.json` and `jawaban-2022.json`, an empty `rules`, and folders of rules
    with one thing wrong:
    `terbit-berubah`, `terbit-hilang`, `terbit-rusak`, `tautan`, `label-salah`, `label-keliru`;
    `terbit-benar` and `label-benar` have nothing wrong. The assumption of `dua-cara` can be read
    in two ways. The rules of `masa-kerja`, with a response, count the time up to the period's end.
    `instansi.csv` is data for the merit rules, `pegawai.ndjson` for IP ASN, `target.csv` has inputs
    of its agencies; every other file of data has one thing wrong.
    """
    _furnish_data(folder)
    (folder / "rules").mkdir()
    _write(folder / "jawaban.json", json.dumps(_RESPONSE, indent=2))
    later_period = {"from": "2022-01-01", "to": "2022-12-31"}
    _write(folder / "jawaban-2022.json", json.dumps({**_RESPONSE, "period": later_period}))
    text = (_RULES / "2021.takar").read_text(encoding="utf-8")
    _write(folder / "aturan.takar", text)
    record = json.loads((_ROOT / "rules" / "published.json").read_text(encoding="utf-8"))
    record["editions"] = {"im_nkk": record["editions"]["im_nkk"]}
    for name in ("terbit-benar", "terbit-berubah", "terbit-hilang", "terbit-rusak"):
        copytree(_RULES, folder / name / "im_nkk")
        _write(folder / name / "published.json", json.dumps(record))
    later = (_RULES / "2022.takar").read_text(encoding="utf-8")
    changed = later.replace('"Kesinambungan Sistem"', '"Kesinambungan"')
    _write(folder / "terbit-berubah" / "im_nkk" / "2022.takar", changed)
    (folder / "terbit-hilang" / "im_nkk" / "2022.takar").unlink()
    (folder / "terbit-hilang" / "im_nkk" / "en.yaml").unlink()
    _write(folder / "terbit-rusak" / "published.json", "{}")
    for name, label in (
        ("label-benar", "komitmen_pimpinan"),
        ("label-salah", "komitmen_pimpinan"),
        ("label-keliru", "komitmen_pimpin"),
    ):
        _write(folder / name / "2021.takar", text)
        _write(folder / name / "en.yaml", _LABELS.format(label))
    labels = folder / "label-salah" / "en.yaml"
    _write(labels, labels.read_text(encoding="utf-8") + "judul: x\n")
    (folder / "tautan").mkdir()
    (folder / "tautan" / "2021.takar").symlink_to(folder / "aturan.takar")
    draft = text.replace("  mulai berlaku", "  rancangan\n  mulai berlaku", 1)
    _write(folder / "rancangan" / "2021.takar", draft)
    _write(folder / "dua-cara" / "uji.takar", _TWO_READINGS)
    _write(folder / "masa-kerja" / "uji.takar", _TIME_SERVED)
    served = {**_RESPONSE, "instrument": "masa_kerja", "answers": {"tmt": "2020-02-29"}}
    served["period"] = {"from": "2024-01-01", "to": "2024-12-31"}
    _write(folder / "masa-kerja.json", json.dumps(served, indent=2))


def _furnish_data(folder: Path) -> None:
    items = [leaf.id for leaf in bundled().load("merit", "2019").leaves()]
    header = ["id", *items]
    row = ["0012", *("3" for _ in items)]
    other = ["0013", *row[1:]]
    tables = {
        "instansi": [header, row, other],
        "kosong": [],
        "tanpa-kolom": [[]],
        "tanpa-simpeg": [[each for each in header if each != "simpeg"], row[1:]],
        "dinyatakan": [[*header, "simpeg.not_applicable"], [*row, ""]],
        "kolom-ganda": [[*header, "Simpeg"], [*row, "3"]],
        "tanpa-id": [header, ["", *row[1:]]],
        "id-ganda": [header, row, row],
        "kurang-isi": [header, row[:-1]],
        "simpegg": [[f"{each}g" if each == "simpeg" else each for each in header], row],
        "status": [[*header, "status"], [*row, "lama"]],
        "nomor-baris": [[*header, "file_row_number"], [*row, "1"]],
        "tanpa-nama": [row, other],
        "petik-nama": [['"id', *items], row],
        "petik": [header, ['"0012', *row[1:]]],
    }
    tables |= {
        "pegawai": [list(_EMPLOYEE)[:-1], ["0012", "6474", *_CELLS]],
        "hukuman": [["id", "tingkat", "tanggal"], ["0012", "ringan", "2021-03-05"]],
        "nomor": [["id", "tingkat", "tanggal"], ["SK-1", "ringan", "2021-03-05"]],
        "target": [["instansi", *_TARGETS], ["6474", *("75" for _ in _TARGETS)]],
        "target-tanpa-instansi": [[*_TARGETS], ["75" for _ in _TARGETS]],
    }
    for name, lines in tables.items():
        _write(folder / f"{name}.csv", "".join(",".join(line) + "\n" for line in lines))
    _write(folder / "pegawai.ndjson", json.dumps(_EMPLOYEE) + "\n")
    nowhere = json.dumps({**_EMPLOYEE, "instansi": None})
    _write(folder / "tanpa-instansi.ndjson", nowhere + "\n")
    _write(folder / "kolom.yaml", "simpeg: simpeg\n")
    _write(folder / "kolom-salah.yaml", "- simpeg\n")
    _write(folder / "kolom-tidak-ada.yaml", "Simpeg: simpeg\n")
    _write(folder / "kolom-id-salah.yaml", "simpegg: simpek\n")
    _write(folder / "kolom-dua.yaml", f"simpeg: simpeg\n{items[0]}: simpeg\n")
    _write(folder / "rusak.parquet", "PAR1")
    _write(folder / "terpotong.json", '[{"id": "0012"},\n{"id": "0013"},\n')
    _write(folder / "satu.json", '{"id": "0012"}\n')
    _write(folder / "kosong.ndjson", "")
    _write(folder / "rusak.json", '[{"id": "0012"}\n{"id": "0013"}]\n')


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
