"""A result made ready to be explained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from evaluator.backends.exact.instances import stated_in, together, with_instances
from evaluator.diagnostics.language import Language
from evaluator.intake.response import Response, Stage
from evaluator.model.instrument import Instrument
from evaluator.reports.case import Case, Json
from evaluator.reports.fallen import fallen_in
from evaluator.reports.labels import Labels
from evaluator.reports.meant import meant
from evaluator.reports.words import words_of


def case_of(
    result: Json, instrument: Instrument, response: Response, language: Language, labels: Labels
) -> Case:
    """A result made ready to be explained; its repeated parts are those of the response."""
    instrument, response = stated_in(instrument, response)
    found = {item["id"]: item for item in _below(result["criteria"])}
    fallen = {
        name: note
        for name, note in fallen_in(instrument, response, Stage(result["stage"])).items()
        if found[name]["state"] != "not_applicable"
    }
    # A page tells a part of which no instance is stated as one, in what rests on it too.
    unstated = (item for item, repeated in instrument.repeated if not repeated.stated)
    instrument = with_instances(instrument, {item.id: together(item) for item in unstated})
    case = Case(
        result=result,
        instrument=instrument,
        response=response,
        say=words_of(language, instrument),
        labels=labels,
        steps={step["id"]: step for step in result["trace"]},
        named={step["of"]: step for step in result["trace"] if "of" in step},
        found=found,
        items={item.id: item for item in instrument.walk()},
        fallen=fallen,
        meant={},
    )
    return replace(case, meant=meant(case))


def _below(items: Iterable[Json]) -> Iterator[Json]:
    for item in items:
        yield item
        yield from _below(item["children"])
