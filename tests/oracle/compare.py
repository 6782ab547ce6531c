"""Holds a result against what the naive evaluator expects: every figure, by its place."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from oracle.naive import Criterion, Expected, Item
from oracle.regulation import BANDS, CRITERIA, exact_text, label_of, printed_index

Figures = dict[str, object]


def differences(result: dict[str, Any], expected: Expected) -> list[str]:
    """Every figure that is not as expected, each as one sentence; none when all agree."""
    found, due = figures_of(result), figures_due(expected)
    return [
        f"{place}: {found.get(place, 'nothing')!r} where {due.get(place, 'nothing')!r} is due"
        for place in sorted(found.keys() | due.keys())
        if place not in found or place not in due or found[place] != due[place]
    ]


def figures_of(result: dict[str, Any]) -> Figures:
    """The figures of a result by their places."""
    figures: Figures = {name: result[name] for name in ("edition", "stage", "status")}
    figures["edition because"] = result["provenance"]["edition_because"]["code"]
    figures["missing"] = tuple(result["missing"])
    for name, value in result["values"].items():
        figures |= under(f"values/{name}", value)
    for name, band in result["bands"].items():
        figures |= under(f"bands/{name}", band)
    for criterion in result["criteria"]:
        figures |= criterion_figures(criterion)
        for item in criterion["children"]:
            figures |= item_figures(item)
    return figures


def criterion_figures(criterion: dict[str, Any]) -> Figures:
    place = f"criteria/{criterion['id']}"
    kept = ("weight", "effective_weight", "contribution")
    figures: Figures = {f"{place}/{key}": criterion[key] for key in kept}
    return figures | under(f"{place}/value", criterion["value"])


def item_figures(item: dict[str, Any]) -> Figures:
    place = f"items/{item['id']}"
    levels = ("state", "claimed", "proved", "verified", "final", "counted")
    shares = ("weight", "effective_weight", "contribution")
    figures: Figures = {f"{place}/{key}": item[key] for key in (*levels, *shares)}
    figures[f"{place}/evidence"] = tuple((e["id"], e["status"]) for e in item["evidence"])
    return figures | under(f"{place}/value", item["value"])


def under(place: str, members: dict[str, Any]) -> Figures:
    return {f"{place}/{key}": value for key, value in members.items()}


def figures_due(expected: Expected) -> Figures:
    """The same places with what the naive evaluator says."""
    figures: Figures = {
        "edition": expected.edition,
        "edition because": "named" if expected.edition_was_named else "in_force_on",
        "stage": expected.stage,
        "status": expected.status,
        "missing": expected.missing,
    }
    figures |= values_due(expected) | under("bands/kategori", band_due(expected))
    for name, members in CRITERIA.items():
        criterion = expected.criteria[name]
        figures |= criterion_due(f"criteria/{name}", criterion, expected)
        for member in members:
            figures |= item_due(f"items/{member}", expected.items[member], criterion, expected)
    return figures


def values_due(expected: Expected) -> Figures:
    least, most = Fraction(expected.least_skor), Fraction(expected.most_skor)
    skor = value_due(least, most, expected, str(expected.least_skor))
    indeks = value_due(least / 300, most / 300, expected, printed_index(expected.least_skor))
    return under("values/skor", skor) | under("values/indeks", indeks)


def value_due(
    least: Fraction, most: Fraction, expected: Expected, published: str | None = None
) -> Figures:
    """A value: its ends are written only while the result is incomplete."""
    known = least == most
    figures: Figures = {"exact": exact_text(least) if known else None}
    if published is not None:
        figures["published"] = published if known else None
    if expected.status == "incomplete":
        figures |= {"least": exact_text(least), "most": exact_text(most)}
    return figures


def band_due(expected: Expected) -> Figures:
    if expected.status == "incomplete":
        nothing = dict.fromkeys(("label", "from", "to", "next", "to_next"))
        return {**nothing, "of": "skor", "possible": list(expected.possible)}
    skor = expected.least_skor
    names = [label for label, _, _ in BANDS]
    row = names.index(label_of(skor))
    label, low, high = BANDS[row]
    above = BANDS[row + 1] if row + 1 < len(BANDS) else None
    return {
        "label": label,
        "of": "skor",
        "from": str(low),
        "to": str(high),
        "next": above[0] if above else None,
        "to_next": str(above[1] - skor) if above else None,
    }


def criterion_due(place: str, criterion: Criterion, expected: Expected) -> Figures:
    points = criterion.least * criterion.size * criterion.points_of_a_level
    known = criterion.least == criterion.most
    return {
        f"{place}/weight": criterion.weight,
        f"{place}/effective_weight": criterion.weight,
        f"{place}/contribution": exact_text(points) if known else None,
    } | under(f"{place}/value", value_due(criterion.least, criterion.most, expected))


def item_due(place: str, item: Item, criterion: Criterion, expected: Expected) -> Figures:
    levels = {
        "claimed": item.claimed,
        "proved": item.proved,
        "verified": item.verified,
        "final": item.final,
        "counted": item.counted,
        "contribution": item.points,
    }
    figures: Figures = {key: None if n is None else str(n) for key, n in levels.items()}
    figures["state"] = item.state
    figures["evidence"] = item.documents
    figures["weight"] = figures["effective_weight"] = {4: "0.25", 5: "0.2"}[criterion.size]
    ends = (0, 3) if item.counted is None else (item.counted, item.counted)
    value = value_due(Fraction(ends[0]), Fraction(ends[1]), expected)
    return under(place, figures) | under(f"{place}/value", value)
