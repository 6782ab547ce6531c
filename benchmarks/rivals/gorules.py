"""GoRules Zen: an expression node for the figures, a decision table for the category."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import zen
from task import NKK, Figures, Levels, Task

Run = Callable[[Levels], dict[str, Any]]


def with_trace(task: Task = NKK, *, share: bool = False) -> Run:
    """One evaluation with its trace; `share` adds the share of 200."""
    decision = decision_for(task, share=share)
    options = {"trace": True}
    return lambda levels: decision.evaluate(levels, options)


def decision_for(task: Task, *, share: bool = False) -> Any:
    """The task as a decision."""
    return zen.ZenEngine().create_decision(json.dumps(_graph(task, share=share)))


def figures(found: dict[str, Any]) -> Figures:
    """The figures of a result, printed as the engine's own numbers."""
    result = found["result"]
    printed = f"{result['indeks']:.2f}", f"{result.get('porsi', 0):.2f}"
    return (f"{result['skor']:g}", *printed, result["kategori"])


def _graph(task: Task, *, share: bool) -> dict[str, Any]:
    criteria, score = task.criteria.items(), task.score
    values = [(name, f"({' + '.join(items)}) / {len(items)}") for name, (_, items) in criteria]
    weighted = " + ".join(f"$.{name} * {weight}" for name, (weight, _) in criteria)
    values += [
        (score, f"({weighted}) * {task.times}"),
        ("indeks", f"round($.{score} / {task.whole}, 2)"),
    ]
    if share:
        values.append(("porsi", f"round($.{score} / 200, 2)"))
    plain = {"inputField": None, "outputPath": None, "executionMode": "single"}
    expressions = [{"id": name, "key": name, "value": text} for name, text in values]
    below = [*(f"< {end}" for end in task.from_), ""]
    rows = [(b, f'"{c}"') for b, c in zip(below, task.categories, strict=True)]
    table = {
        **plain,
        "passThrough": True,
        "hitPolicy": "first",
        "inputs": [{"id": "in", "name": score, "field": score}],
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
