"""One response: `evaluate()` with its whole tree of reasons, beside other engines with their trace.

Every rival gets the same nineteen levels and gives the same three figures. Each is timed in turn
with ours, a batch of one after a batch of the other, and told as the median of the ratios with the
middle eight tenths of them: other programs slow both sides down alike. What is counted is what a
caller waits: some rivals work on threads of their own. The figures at the edges are compared with
what is right.

Run it with `make bench-one`, after `make bench-setup`.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from statistics import median, quantiles
from typing import Any

from rivals import gorules, json_rules
from rivals.fisca import Core
from task import EDGES, INSTRUMENT, NKK, RULES, SOME, Edge, Figures, Levels

from evaluator import evaluate

ROUNDS = 200
PERIOD = {"from": "2021-01-01", "to": "2021-12-31"}


def ours(levels: Levels, **head: str) -> dict[str, Any]:
    """A response with these levels and nothing else."""
    subject = {"id": "1"}
    return {"instrument": INSTRUMENT, **head, "subject": subject, "period": PERIOD} | {
        "answers": levels
    }


def our_figures(levels: Levels) -> Figures:
    """Our figures, from the document of the result."""
    document: Any = evaluate(ours(levels, edition="edges"), rules=RULES).document
    values = document["values"]
    printed = (values[name]["published"] for name in ("skor", "indeks", "porsi"))
    score, index, share = printed
    return score, index, share, document["bands"]["kategori"]["label"]


def with_evidence(levels: Levels) -> dict[str, Any]:
    """A response to the bundled rules, where every level rests on a document."""
    answers = {item: {"value": level, "evidence": ["d"]} for item, level in levels.items()}
    evidence = {"evidence": {"d": {"kind": "dokumen"}}}
    return {**ours({}), "instrument": "im_nkk", "answers": answers, **evidence}


Timed = Callable[[int], float]
"""The microseconds of one evaluation, from so many of them."""


@dataclass(frozen=True)
class Rival:
    """Another engine, or another task of ours."""

    name: str
    timed: Timed
    batch: int
    figures: Callable[[Levels], Figures] | None = None


def in_process(run: Callable[[], object]) -> Timed:
    """Time a function of this process."""

    def timed(times: int) -> float:
        begun = time.perf_counter()
        for _ in range(times):
            run()
        return (time.perf_counter() - begun) / times * 1e6

    return timed


def rivals() -> list[Rival]:
    """Everybody who takes part."""
    found = [_zen(), _fisca("OpenFisca-Core", "openfisca_core", 2)]
    found += [_fisca("policyengine-core", "policyengine_core", 2), *_node()]
    bundled = ours(SOME, edition="2021") | {"instrument": "im_nkk"}
    evidenced = with_evidence(SOME)
    base = ours(SOME, edition="2021")
    rulebook = _rules()
    found += [
        Rival(
            "ours, and the document written",
            in_process(lambda: evaluate(base, rules=rulebook).document),
            4,
        ),
        Rival("ours, the bundled rules", in_process(lambda: evaluate(bundled)), 10),
        Rival("ours, every level with a document", in_process(lambda: evaluate(evidenced)), 5),
    ]
    return found


def _zen() -> Rival:
    run, edges = gorules.with_trace(), gorules.with_trace(share=True)
    name = f"zen-engine {metadata.version('zen-engine')}"
    return Rival(name, in_process(lambda: run(SOME)), 10, lambda x: gorules.figures(edges(x)))


def _fisca(name: str, package: str, batch: int) -> Rival:
    run, edges = Core(package).with_trace(), Core(package, share=True)
    name = f"{name} {metadata.version(name)}"
    return Rival(
        name,
        in_process(lambda: run(SOME)),
        batch,
        lambda levels: edges.figures(edges.with_trace()(levels)),
    )


def _node() -> list[Rival]:
    """json-rules-engine, if `make bench-setup` found Node; it counts its own time."""
    engine = json_rules.started(NKK)
    if engine is None:
        return []

    def figures(levels: Levels) -> Figures:
        score, index, share, category = engine.ask(levels, 0)["figures"]
        return score, index, share, category

    def timed(times: int) -> float:
        return float(engine.ask(SOME, times)["microseconds"])

    return [Rival(f"json-rules-engine {engine.version}", timed, 20, figures)]


def _rules() -> Any:
    from evaluator.rulebook import rules_in  # noqa: PLC0415 - beside its only use

    return rules_in(RULES)


@dataclass(frozen=True)
class Pairs:
    """What two took, batch by batch."""

    ones: tuple[float, ...]
    others: tuple[float, ...]

    def __str__(self) -> str:
        """The other's median and best, and how many times it ours is, by the medians and bests."""
        ratios = [one / other for one, other in zip(self.ones, self.others, strict=True)]
        tenths = quantiles(ratios, n=10)
        best = min(self.others)
        return (
            f"{median(self.others):7.0f} {best:7.0f}"
            f" {median(ratios):7.2f}  {f'({tenths[0]:.2f} to {tenths[-1]:.2f})':16}"
            f" {min(self.ones) / best:6.2f} "
        )


def paired(first: Timed, second: Timed, batches: tuple[int, int]) -> Pairs:
    """What both took, batch by batch, in turns."""
    first(batches[0]), second(batches[1])
    ones, others = [], []
    for turn in range(ROUNDS):
        if turn % 2:
            ones.append(first(batches[0]))
            others.append(second(batches[1]))
        else:
            others.append(second(batches[1]))
            ones.append(first(batches[0]))
    return Pairs(tuple(ones), tuple(others))


def mistakes(rival: Rival, edges: tuple[Edge, ...] = EDGES) -> str:
    """Which figures at the edges are wrong."""
    if rival.figures is None:
        return ""
    wrong = []
    for edge in edges:
        found = rival.figures(edge.levels)
        if found != edge.figures:
            pairs = zip(found, edge.figures, strict=True)
            wrong += [f"{have} for {right}" for have, right in pairs if have != right]
    return ", ".join(wrong) if wrong else "all right"


def main() -> int:
    """Print the table; 1 if a figure of ours is wrong."""
    rulebook, base = _rules(), ours(SOME, edition="2021")
    we = in_process(lambda: evaluate(base, rules=rulebook))
    own = Rival("ours", we, 10, our_figures)
    told = mistakes(own)
    print(f"{'':34} {'microseconds':^15} {'ours is so many times this':^33}")
    print(f"{'':34} {'median':>7} {'best':>7} {'median':>7}  {'(8 of 10)':16} {'best':>6} ")
    print(f"{'ours beside itself':34} {paired(we, we, (own.batch, own.batch))} {told}")
    for rival in rivals():
        pairs = paired(we, rival.timed, (own.batch, rival.batch))
        print(f"{rival.name:34} {pairs} {mistakes(rival)}", flush=True)
    return int(told != "all right")


if __name__ == "__main__":
    sys.exit(main())
