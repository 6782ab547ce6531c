"""GoRules Zen: an expression node for the figures, a decision table for the category."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import zen
from task import CRITERIA, Figures, Levels

Run = Callable[[Levels], dict[str, Any]]


def with_trace(*, share: bool = False) -> Run:
    """One evaluation with its trace; `share` adds the share of 200."""
    decision = zen.ZenEngine().create_decision(json.dumps(_graph(share=share)))
    options = {"trace": True}
    return lambda levels: decision.evaluate(levels, options)


def figures(found: dict[str, Any]) -> Figures:
    """The figures of a result, printed as the engine's own numbers."""
    result = found["result"]
    printed = f"{result['indeks']:.2f}", f"{result.get('porsi', 0):.2f}"
    return (f"{result['skor']:g}", *printed, result["kategori"])


def _graph(*, share: bool) -> dict[str, Any]:
    values = [
        (name, f"({' + '.join(items)}) / {len(items)}") for name, (_, items) in CRITERIA.items()
    ]
    weighted = " + ".join(f"$.{name} * {weight}" for name, (weight, _) in CRITERIA.items())
    values += [("skor", f"({weighted}) * 100"), ("indeks", "round($.skor / 300, 2)")]
    if share:
        values.append(("porsi", "round($.skor / 200, 2)"))
    plain = {"inputField": None, "outputPath": None, "executionMode": "single"}
    expressions = [{"id": name, "key": name, "value": text} for name, text in values]
    rows = [("< 101", '"Rendah"'), ("< 201", '"Sedang"'), ("", '"Tinggi"')]
    table = {
        **plain,
        "passThrough": True,
        "hitPolicy": "first",
        "inputs": [{"id": "in", "name": "skor", "field": "skor"}],
        "outputs": [{"id": "out", "name": "kategori", "field": "kategori"}],
        "rules": [{"_id": str(n), "in": when, "out": then} for n, (when, then) in enumerate(rows)],
    }
    nodes = [
        ("start", "inputNode", {}),
        ("values", "expressionNode", {**plain, "passThrough": False, "expressions": expressions}),
        ("category", "decisionTableNode", table),
        ("end", "outputNode", {}),
    ]
    return {
        "contentType": "application/vnd.gorules.decision",
        "nodes": [
            {"id": i, "type": kind, "name": i, "position": {"x": 0, "y": 0}, "content": content}
            for i, kind, content in nodes
        ],
        "edges": [
            {"id": f"{a}-{b}", "type": "edge", "sourceId": a, "targetId": b}
            for (a, *_), (b, *_) in pairwise(nodes)
        ],
    }
