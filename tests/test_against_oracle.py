"""The evaluator against a second, naive one, on responses of both editions and every stage."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluator import evaluate
from oracle.compare import differences
from oracle.generate import Response, responses, seeded
from oracle.naive import expect, last_stage
from oracle.text import to_json

SEEDS = range(300)
SAMPLES = sorted((Path(__file__).parent / "responses").glob("*.json"))
Asked = Literal["self", "verified", "final"]


def result(response: Response, *, stage: Asked | None = None) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(evaluate(to_json(response), stage=stage).to_json())
    return document


def stages_with_data(response: Response) -> tuple[Asked, ...]:
    """The stages that may be asked for: those whose own data the response has."""
    undecided: dict[str, Any] = {**response, "decisions": None}
    verified: tuple[Asked, ...] = ("verified",) if last_stage(undecided) == "verified" else ()
    final: tuple[Asked, ...] = ("final",) if last_stage(response) == "final" else ()
    return ("self", *verified, *final)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_figure_of_a_seeded_response(seed: int) -> None:
    response = seeded(seed)
    assert not differences(result(response), expect(response))


@pytest.mark.parametrize("seed", SEEDS[:60])
def test_every_figure_at_every_stage_with_data(seed: int) -> None:
    response = seeded(seed)
    for stage in stages_with_data(response):
        assert not differences(result(response, stage=stage), expect(response, stage=stage))


@settings(
    max_examples=200,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(response=responses(), own=st.booleans())
def test_every_figure_of_any_response(response: Response, own: bool) -> None:  # noqa: FBT001
    stage: Asked | None = None if own else "self"
    assert not differences(result(response, stage=stage), expect(response, stage=stage))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_figure_of_a_sample(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = json.loads(evaluate(text).to_json())
    assert not differences(found, expect(json.loads(text)))


def test_the_seeds_reach_everything_that_can_happen() -> None:
    """A generator that never draws a case would make its agreement worth nothing."""
    met: Counter[object] = Counter()
    for seed in SEEDS:
        expected = expect(seeded(seed))
        met[expected.edition, expected.stage, expected.status] += 1
        met[expected.possible] += 1
        met.update((expected.stage, item.state) for item in expected.items.values())
        met.update(status for item in expected.items.values() for _, status in item.documents)
    for edition in ("2021", "2022"):
        for stage in ("self", "verified", "final"):
            assert met[edition, stage, "complete"]
            assert met[edition, stage, "incomplete"]
    for state in ("counted", "not_answered", "expired", "no_evidence"):
        assert met["self", state]
        assert met["verified", state]
        assert met["final", state]
    assert met["verified", "refused"]
    assert met["final", "refused"]
    assert not met["self", "refused"]
    labels = ("Rendah", "Sedang", "Tinggi")
    assert all(met[(label,)] >= 5 for label in labels)
    assert met[labels[:2]]
    assert met[labels[1:]]
    assert met[labels]
    assert all(met[status] for status in ("accepted", "presented", "refused", "expired"))
