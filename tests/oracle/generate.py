"""Random valid IM-NKK responses of both editions: all the contract allows, often at its edges.

One generator serves both drivers: a seed gives the same response for ever, and hypothesis drives
the same draws through a generator of random numbers that it controls and can shrink.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from oracle.regulation import ITEMS

Response = dict[str, object]

NAMES = (
    "Provinsi Kepulauan Bangka Belitung",
    'Kota "Bersih" & Rapi <b>',
    "Kab. Nusa 'Tenggara' \\ Baru",
    "Instansi 🏛️ Contoh",
    "وزارة الخدمة",
    "שירות \u200fהמדינה",
    "Dinas\tdengan\nbaris",
    "{{ 7 * 7 }}",
    "  ",
    "",
)
NOTES = ("", "sesuai SK", "lihat lampiran → hal. 3", "=1+1", 'ditulis "ulang"', "é ñ 漢字")
DOCUMENT_IDS = ("d-1", "d-2", "SK 17/2021", "a~b", "dok.pdf", "é-7", "D-1", "0", "📎")


def seeded(seed: int) -> Response:
    """The response of a seed."""
    return draw(Random(seed))  # noqa: S311 - reproducible, and nobody's secret


def responses() -> SearchStrategy[Response]:
    """Valid responses of both editions."""
    return st.randoms(use_true_random=False).map(draw)


def draw(rng: Random) -> Response:
    """One response; about half of them leave nothing unanswered."""
    year = rng.choice((2021, 2022))
    first, last = period(rng, year)
    documents = evidence(rng, last)
    response: Response = {
        "instrument": "im_nkk",
        "subject": subject(rng),
        "period": {"from": first.isoformat(), "to": last.isoformat()},
        "answers": answers(rng, sorted(documents)),
    }
    edition(rng, response, year)
    optional(rng, response, "schema", "takar/response/1")
    if documents or maybe(rng, 0.5):
        response["evidence"] = documents
    judge(rng, response, documents)
    optional(rng, response, "previous", previous(rng, year))
    optional(
        rng, response, "x-aplikasi", {"versi": Decimal("1.20"), "daftar": [1, None, {"a": True}]}
    )
    return shuffled(rng, response) if maybe(rng, 0.5) else response


def maybe(rng: Random, chance: float) -> bool:
    return rng.random() < chance


def optional(rng: Random, response: Response, key: str, value: object) -> None:
    """`value`, or nothing, or (where `null` is the same as nothing) sometimes `null`."""
    if maybe(rng, 0.4):
        response[key] = value
    elif maybe(rng, 0.1):
        response[key] = None


def shuffled(rng: Random, mapping: Response) -> Response:
    keys = list(mapping)
    rng.shuffle(keys)
    return {key: mapping[key] for key in keys}


# Who, when, under which edition.


def subject(rng: Random) -> Response:
    who: Response = {"id": rng.choice(("19", "kota-batam", "3.4", "id dengan spasi", "🏛"))}
    optional(rng, who, "name", rng.choice(NAMES))
    optional(
        rng, who, "groups", rng.choice(({}, {"jenis": "provinsi"}, {"pulau": "Jawa", "x": ""}))
    )
    return who


def period(rng: Random, year: int) -> tuple[date, date]:
    """Mostly the calendar year, else a part of it, a day, or one that begins in a year before."""
    whole = date(year, 1, 1), date(year, 12, 31)
    last = date(year, 1, 1) + timedelta(days=rng.randrange(365))
    earlier = last - timedelta(days=rng.randrange(800))
    inside = max(earlier, whole[0])
    return rng.choice((whole, whole, whole, (inside, last), (last, last), (earlier, last)))


def edition(rng: Random, response: Response, year: int) -> None:
    """Left out, `null`, the one in force, or now and then the other one by name."""
    if maybe(rng, 0.5):
        response["edition"] = str(year)
    elif maybe(rng, 0.2):
        response["edition"] = rng.choice(("2021", "2022", None))


def previous(rng: Random, year: int) -> Response:
    before = {"from": f"{year - 1}-01-01", "to": f"{year - 1}-12-31"}
    values = {"skor": rng.choice((0, 200, Decimal("199.50"))), "indeks": Decimal("0.67")}
    return {"edition": str(year - 1), "period": before, "values": values}


# Answers.


def answers(rng: Random, documents: list[str]) -> Response:
    """For every item an answer or one of the three ways of not giving one."""
    gap = rng.choice((0.0, 0.0, 0.0, 0.0, 0.05, 0.3, 0.9, 1.0))
    proof = rng.choice((1.0, 1.0, 1.0, 0.95, 0.7, 0.2, 0.0))
    level = levels(rng)
    given: Response = {}
    for item in ITEMS:
        if maybe(rng, gap):
            unanswered(rng, given, item, documents)
        else:
            given[item] = answer(rng, level(), some(rng, documents, proof))
    return shuffled(rng, given) if maybe(rng, 0.3) else given


def levels(rng: Random) -> Callable[[], int]:
    """A draw of levels: any, or (near the edges of the bands) one level with few exceptions."""
    usual = rng.choice((None, None, 0, 1, 1, 2, 2, 3, 3, 3))
    return lambda: rng.randrange(4) if usual is None or maybe(rng, 0.04) else usual


def unanswered(rng: Random, given: Response, item: str, documents: list[str]) -> None:
    way = rng.randrange(4)
    if way == 1:
        given[item] = None
    elif way == 2:
        given[item] = {"value": None}
    elif way == 3:
        given[item] = {"evidence": some(rng, documents, 0.5), "note": rng.choice(NOTES)}


def answer(rng: Random, level: int, listed: list[str]) -> object:
    if not listed and maybe(rng, 0.5):
        return number(rng, level)
    long: Response = {"value": number(rng, level)}
    if listed or maybe(rng, 0.3):
        long["evidence"] = listed or rng.choice(([], None))
    optional(rng, long, "note", rng.choice(NOTES))
    optional(rng, long, "by", rng.choice(NAMES))
    optional(rng, long, "on", "2021-06-20")
    return shuffled(rng, long) if maybe(rng, 0.2) else long


def number(rng: Random, level: int) -> int | Decimal:
    """A level, sometimes with decimals that say nothing."""
    if maybe(rng, 0.9):
        return level
    return Decimal(
        rng.choice((f"{level}.0", f"{level}.000", f"-{level}.0" if level == 0 else "2.0"))
    )


def some(rng: Random, documents: list[str], proof: float) -> list[str]:
    """One to three documents, or none; now and then one is listed twice."""
    if not documents or not maybe(rng, proof):
        return []
    listed = rng.sample(documents, min(len(documents), rng.choice((1, 1, 1, 2, 3))))
    return [*listed, listed[0]] if maybe(rng, 0.02) else listed


# Documents and what is found of them.


def evidence(rng: Random, last: date) -> dict[str, Response]:
    ids = rng.sample(DOCUMENT_IDS, rng.choice((0, 1, 2, 3, 4, 6, 9)))
    age = rng.choice((0.0, 0.0, 0.1, 0.5))
    found = {id_: document(rng, last, age) for id_ in ids}
    if len(ids) > 1 and maybe(rng, 0.2):
        found[ids[0]] = dict(found[ids[1]])
    return found


def document(rng: Random, last: date, expired: float) -> Response:
    """A document that runs out before the last day of the period with the chance `expired`."""
    paper: Response = {"kind": "dokumen"}
    optional(rng, paper, "title", rng.choice(NAMES))
    optional(rng, paper, "number", rng.choice(("188.44/17/2021", "", "№ 5")))
    optional(rng, paper, "dated", "2019-02-28")
    optional(rng, paper, "file", rng.choice(("d-1.pdf", "bukti/sk 1.pdf")))
    optional(rng, paper, "sha256", "0123456789abcdef" * 4)
    optional(rng, paper, "attributes", rng.choice(({}, {"tim": "ada", "jumlah": 3})))
    if maybe(rng, expired):
        paper["valid_until"] = (last - timedelta(days=rng.choice((1, 1, 400)))).isoformat()
    elif maybe(rng, 0.5):
        paper["valid_until"] = rng.choice(
            (None, last.isoformat(), (last + timedelta(days=1)).isoformat(), "2030-02-28")
        )
    return paper


def judge(rng: Random, response: Response, documents: dict[str, Response]) -> None:
    """Findings and decisions as far as the stage drawn goes; each part may also stand empty."""
    depth = rng.randrange(4)
    refuse = rng.choice((0.0, 0.2, 0.5, 1.0))
    if depth >= 1 and documents:
        judged = rng.sample(sorted(documents), rng.randint(1, len(documents)))
        response["evidence_findings"] = {
            id_: remark(rng, {"accepted": not maybe(rng, refuse)}) for id_ in judged
        }
    if depth >= 1 and maybe(rng, 0.8):
        response["findings"] = rulings(rng)
    if depth >= 3:
        response["decisions"] = rulings(rng)
    for part in ("evidence_findings", "findings", "decisions"):
        if part not in response and maybe(rng, 0.2):
            response[part] = rng.choice(({}, None))


def rulings(rng: Random) -> Response:
    judged = rng.sample(ITEMS, rng.choice((1, 1, 2, 5, 19)))
    return {item: remark(rng, {"value": number(rng, rng.randrange(4))}) for item in judged}


def remark(rng: Random, ruling: Response) -> Response:
    optional(rng, ruling, "by", rng.choice(NAMES))
    optional(rng, ruling, "on", "2021-09-20")
    optional(rng, ruling, "reason", rng.choice(NOTES))
    return ruling
