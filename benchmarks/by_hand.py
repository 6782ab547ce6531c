"""Queries for the merit rules and for IP ASN as somebody would write them who knows the rules.

They know nothing of ours and give the same columns: whole numbers throughout, fractions reduced and
written out, the answers named that are missing.
"""

from __future__ import annotations

from collections.abc import Iterator

from task import Task

SIX = {3: 20, 5: 12, 6: 30, 4: 15, 1: 24}
"""By the number of levels of an aspect what a level is worth in sixths, where its weight is not
enough to tell: 10/3, 10/5, 30/6, 10/4 and 4/1."""
WORTH = {"kinerja": 40, "sistem_informasi": 9}
"""The two whose weights are others: 20/3 and 6/4."""


def query(task: Task, rows: str, *, checked: bool = False) -> str:
    """The query over a relation; `checked` leaves out rows that are wrong."""
    added = {name: " + ".join(items) for name, (_, items) in task.criteria.items()}
    sums = ", ".join(f"({items})::INTEGER AS s_{name}" for name, items in added.items())
    sixths = " + ".join(
        f"{WORTH.get(name, SIX[len(items)])} * s_{name}"
        for name, (_, items) in task.criteria.items()
    )
    where = f" WHERE {' AND '.join(_checks(task))}" if checked else ""
    return (
        f"WITH sums AS (SELECT *, {sums} FROM {rows}{where}),"
        f" total AS (SELECT *, {sixths} AS n FROM sums)"
        f" SELECT {', '.join(_columns(task))} FROM total"
    )


def _checks(task: Task) -> Iterator[str]:
    yield "coalesce(id, '') <> ''"
    yield from (f"coalesce({item} BETWEEN 1 AND 4, true)" for item in task.items)


def _columns(task: Task) -> Iterator[str]:
    yield "id"
    for name, (_, items) in task.criteria.items():
        yield f"{_mean(f's_{name}', len(items))} AS {name}"
        yield from (f"{item}::DECIMAL(1, 0) AS {item}" for item in items)
    yield f"{_sixths('n')} AS nilai"
    yield "((200 * n + 2400) // 4800)::DECIMAL(4, 0) * 0.01::DECIMAL(2, 2) AS indeks"
    yield f"{_index()} AS indeks_exact"
    bounds = zip(task.from_, task.categories, strict=False)
    cases = " ".join(f"WHEN n < {6 * end} THEN '{label}'" for end, label in bounds)
    yield f"CASE {cases} WHEN n IS NOT NULL THEN '{task.categories[-1]}' END AS kategori"
    missing = ", ".join(f"CASE WHEN {item} IS NULL THEN '{item}' END" for item in task.items)
    yield (
        "CASE WHEN n IS NOT NULL THEN 'complete'"
        f" ELSE 'incomplete: ' || concat_ws(', ', {missing}) END AS status"
    )


def _mean(total: str, count: int) -> str:
    match count:
        case 1:
            return f"{total}::DECIMAL(1, 0)"
        case 3:
            whole = f"WHEN {total} % 3 = 0 THEN ({total} // 3)::VARCHAR"
            return f"CASE {whole} ELSE {total} || '/3' END"
        case 4:
            return f"{total}::DECIMAL(4, 0) * 0.25::DECIMAL(2, 2)"
        case 5:
            return f"{total}::DECIMAL(3, 0) * 0.2::DECIMAL(1, 1)"
        case 6:
            return _sixths(total)
        case _:
            raise AssertionError("the aspects have one, three, four, five or six levels")


def _sixths(n: str) -> str:
    """A number of sixths, as short as it can be written."""
    return (
        f"CASE WHEN {n} % 6 = 0 THEN ({n} // 6)::VARCHAR WHEN {n} % 3 = 0 THEN {n} // 6 || '.5'"
        f" WHEN {n} % 2 = 0 THEN {n} // 2 || '/3' ELSE {n} || '/6' END"
    )


def _index() -> str:
    """The score by 400, from sixths: a decimal without trailing zeros, or a reduced fraction."""
    decimals = "rtrim('0.' || lpad((125 * (n // 3))::VARCHAR, 5, '0'), '0')"
    return (
        f"CASE WHEN n = 2400 THEN '1' WHEN n % 3 = 0 THEN {decimals}"
        " ELSE n // gcd(n, 2400) || '/' || 2400 // gcd(n, 2400) END"
    )


PERIOD = "DATE '2017-01-01' AND DATE '2021-12-31'"
"""The five years up to the end of 2021 in which punishments count."""
KNOWN = {
    "pendidikan": ("S3", "S2", "S1", "D4", "D3", "D2", "D1", "SLTA", "di_bawah_SLTA"),
    "jabatan": ("struktural", "fungsional", "pelaksana"),
}
SEVERITY = ("ringan", "sedang", "berat")


def people_query(rows: str, *, checked: bool = False) -> str:
    """The query for IP ASN over a relation; what may be a half is counted in halves."""
    where = f" WHERE {' AND '.join(_people_checks())}" if checked else ""
    worst = (
        f"list_max(list_transform(list_filter(hukuman, lambda h: h.tanggal BETWEEN {PERIOD}),"
        " lambda h: CASE h.tingkat WHEN 'berat' THEN 3 WHEN 'sedang' THEN 2 ELSE 1 END))"
    )
    unclear = (
        "len(list_filter(hukuman, lambda h: h.tanggal IS NULL"
        f" OR (h.tingkat IS NULL AND h.tanggal BETWEEN {PERIOD}))) > 0"
    )
    parts = {
        "q": "CASE pendidikan WHEN 'S3' THEN 25 WHEN 'S2' THEN 20 WHEN 'S1' THEN 15"
        " WHEN 'D4' THEN 15 WHEN 'D3' THEN 10 WHEN 'D2' THEN 5 WHEN 'D1' THEN 5 WHEN 'SLTA' THEN 5"
        " WHEN 'di_bawah_SLTA' THEN 1 END",
        "rank": "15 * ((jabatan = 'struktural' AND diklat_kepemimpinan)"
        " OR (jabatan = 'fungsional' AND diklat_fungsional))::INTEGER",
        "hours": "CASE WHEN jp_teknis < 20 THEN 0 WHEN jp_teknis >= 20"
        " THEN CASE WHEN jabatan = 'pelaksana' THEN 45 WHEN jabatan IS NOT NULL THEN 30 END END",
        "course": "CASE WHEN NOT seminar THEN 0 WHEN seminar"
        " THEN CASE WHEN jabatan = 'pelaksana' THEN 35 WHEN jabatan IS NOT NULL THEN 20 END END",
        "work": "CASE WHEN nilai_kinerja > 90 THEN 30 WHEN nilai_kinerja > 75 THEN 25"
        " WHEN nilai_kinerja > 60 THEN 15 WHEN nilai_kinerja > 50 THEN 5"
        " WHEN nilai_kinerja IS NOT NULL THEN 1 ELSE 0 END",
        "conduct": f"CASE WHEN len(hukuman) = 0 THEN 5 WHEN hukuman IS NULL OR {unclear} THEN NULL"
        f" ELSE CASE {worst} WHEN 3 THEN 1 WHEN 2 THEN 2 WHEN 1 THEN 3 ELSE 5 END END",
    }
    named = ", ".join(f"{part} AS {name}" for name, part in parts.items())
    return (
        f"WITH parts AS (SELECT *, {named} FROM {rows}{where}),"
        " skills AS (SELECT *, 2 * rank + hours + course AS skill FROM parts),"
        " total AS (SELECT *, 2 * q + skill + 2 * work + 2 * conduct AS n FROM skills)"
        f" SELECT {', '.join(_people_columns())} FROM total"
    )


def _people_checks() -> Iterator[str]:
    yield "coalesce(id, '') <> ''"
    for column, choices in KNOWN.items():
        yield f"coalesce({column} IN {choices}, true)"
    yield "coalesce(jp_teknis >= 0, true)"
    yield "coalesce(nilai_kinerja BETWEEN 0 AND 100, true)"
    yield "coalesce(len(hukuman) <= 10000, true)"
    wrong = f"h IS NULL OR h.tingkat NOT IN {SEVERITY}"
    yield f"coalesce(len(list_filter(hukuman, lambda h: {wrong})) = 0, true)"


def _people_columns() -> Iterator[str]:
    yield from ("id", "instansi", "q::DECIMAL(2, 0) AS kualifikasi")
    yield f"{_half('skill', 3)} AS kompetensi"
    yield "rank::DECIMAL(2, 0) AS penjenjangan"
    yield f"{_half('hours', 3)} AS teknis"
    yield f"{_half('course', 3)} AS seminar_kursus"
    yield "work::DECIMAL(2, 0) AS kinerja"
    yield "conduct::DECIMAL(1, 0) AS disiplin"
    yield f"{_half('n', 4)} AS total"
    yield (
        "CASE WHEN n <= 120 THEN 'Sangat Rendah' WHEN n <= 140 THEN 'Rendah'"
        " WHEN n <= 160 THEN 'Sedang' WHEN n <= 180 THEN 'Tinggi'"
        " WHEN n IS NOT NULL THEN 'Sangat Tinggi' END AS kategori"
    )
    missing = {
        "pendidikan": "pendidikan IS NULL",
        "jabatan": "jabatan IS NULL AND (rank IS NULL OR hours IS NULL OR course IS NULL)",
        "diklat_kepemimpinan": "diklat_kepemimpinan IS NULL"
        " AND coalesce(jabatan, 'struktural') = 'struktural'",
        "diklat_fungsional": "diklat_fungsional IS NULL"
        " AND coalesce(jabatan, 'fungsional') = 'fungsional'",
        "jp_teknis": "jp_teknis IS NULL",
        "seminar": "seminar IS NULL",
        "hukuman": "conduct IS NULL",
    }
    named = ", ".join(f"CASE WHEN {unknown} THEN '{each}' END" for each, unknown in missing.items())
    yield (
        f"CASE WHEN n IS NULL THEN 'incomplete: ' || concat_ws(', ', {named})"
        " ELSE 'complete' END AS status"
    )


def _half(halves: str, digits: int) -> str:
    return f"(5 * {halves})::DECIMAL({digits}, 0) * 0.1"
