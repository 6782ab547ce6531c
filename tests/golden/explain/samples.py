"""Results to be explained: real rules, and invented ones for what the real rules do not have."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from evaluator.api import evaluate_text
from evaluator.diagnostics.language import Language
from evaluator.intake.response import Stage
from evaluator.reports.explain import Form, explain
from evaluator.result import Result
from evaluator.rulebook import Rulebook, rules_in

HERE = Path(__file__).parent
RESPONSES = HERE.parents[1] / "responses"
NOTICE = "Contoh rekaan: instansi, dokumen, dan temuan di halaman ini tidak nyata."


@cache
def rulebook() -> Rulebook:
    """The bundled rules and the invented ones."""
    return rules_in(HERE / "rules")


@dataclass(frozen=True, slots=True)
class Sample:
    """A result with what it was computed from."""

    found: Result

    @property
    def result(self) -> Any:
        """The result document as another program would read it."""
        return json.loads(self.found.to_json())

    def page(self, language: Language, form: Form, **options: Any) -> str:
        """Its explanation."""
        decoded = self.found.decoded
        return explain(
            self.result,
            decoded.instrument,
            decoded.response,
            language=language,
            form=form,
            **options,
        )


def sample_of(response: dict[str, Any], stage: Stage | None = None) -> Sample:
    """A response, evaluated."""
    return Sample(evaluate_text(json.dumps(response), rulebook=rulebook(), stage=stage))


def sample_by(
    folder: Path, rules: str, instrument: str, answers: dict[str, Any], year: int = 2024
) -> Sample:
    """A response of one subject to rules of its own, as far as the claims go."""
    (folder / "rules.takar").write_text(rules, encoding="utf-8")
    response = {
        "instrument": instrument,
        "subject": {"id": "x"},
        "period": {"from": f"{year}-01-01", "to": f"{year}-12-31"},
        "answers": answers,
    }
    found = evaluate_text(json.dumps(response), rulebook=rules_in(folder), stage=Stage.SELF)
    return Sample(found)


def read(name: str) -> dict[str, Any]:
    """One of the responses beside this file."""
    found: dict[str, Any] = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))
    return found


def final() -> Sample:
    """All stages, with refused, expired, missing and uncited evidence, raised and lowered."""
    return sample_of(read("final-2021"))


def claims() -> Sample:
    """The same, as far as the claims go."""
    return sample_of(read("final-2021"), Stage.SELF)


def quality(*, without: tuple[str, ...] = (), **answers: Any) -> Sample:
    """The invented rules, with some answers changed or left out."""
    response = read("mutu")
    response["answers"] |= answers
    for name in without:
        del response["answers"][name]
    return sample_of(response)


def records(*, without: tuple[str, ...] = (), **answers: Any) -> Sample:
    """The invented rules that ask for lists, with some answers changed or left out."""
    response = read("disiplin")
    response["answers"] |= answers
    for name in without:
        del response["answers"][name]
    return sample_of(response)


@cache
def samples() -> dict[str, Sample]:
    """Every kind of result there is, by name."""
    from_files = {
        path.stem: sample_of(json.loads(path.read_text(encoding="utf-8")))
        for path in sorted(RESPONSES.glob("*.json"))
    }
    return from_files | {
        "final": final(),
        "claims": claims(),
        "quality": quality(),
        "quality, open": quality(without=("staff", "open_day", "desk")),
        "quality, not scored": quality(staff=0),
        "quality, unverified": quality(queue={"value": 2}),
        "quality, between two bands": quality(queue={"value": 4, "evidence": ["r"]}, staff=200),
        "records": records(),
        "records, open": records(hukuman=[{"tanggal": "2021-05-05"}, {"tingkat": "berat"}]),
        "records, none": records(hukuman=[], diklat=[], kelompok=[]),
        "records, not stated": records(without=("hukuman", "diklat", "kelompok", "tmt")),
    }
