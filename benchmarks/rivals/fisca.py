"""OpenFisca and PolicyEngine, whose cores are written to in the same way."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
from task import NKK, Figures, Levels, Task

YEAR = "2021"
Run = Callable[[Levels], Any]


class Core:
    """One of the two cores with the task written for it."""

    def __init__(self, package: str, task: Task = NKK, *, share: bool = False) -> None:
        """Declare the variables; `share` adds the share of 200."""
        self.task = task
        self._entities = _module(package, "entities")
        self._variables = _module(package, "variables")
        periods = _module(package, "periods")
        self._year = getattr(getattr(periods, "DateUnit", None), "YEAR", "year")
        self._builder = _module(package, "simulations").SimulationBuilder
        build = self._entities.build_entity
        role = {"key": "member", "plural": "members", "label": "a member"}
        self._agency = build(key="agency", plural="agencies", label="an agency", is_person=True)
        group = build(key="group", plural="groups", label="a group", roles=[role])
        self.system = _module(package, "taxbenefitsystems").TaxBenefitSystem([self._agency, group])
        self._declare(share=share)

    def simulation(self, agencies: dict[str, Any]) -> Any:
        """A simulation of agencies, each with the values of its variables."""
        return self._builder().build_from_dict(self.system, {"agencies": agencies})

    def many(self, count: int) -> Any:
        """A simulation of so many agencies, whose levels are set as arrays."""
        return self._builder().build_default_simulation(self.system, count)

    def with_trace(self) -> Run:
        """One evaluation of one agency, traced."""

        def run(levels: Levels) -> Any:
            simulation = self.simulation({"a": {k: {YEAR: v} for k, v in levels.items()}})
            simulation.trace = True
            for name in (self.task.score, "indeks", "kategori"):
                simulation.calculate(name, YEAR)
            return simulation

        return run

    def figures(self, simulation: Any) -> Figures:
        """The figures of the first agency."""
        score, index, share = (
            simulation.calculate(name, YEAR)[0] if name in self.system.variables else 0
            for name in (self.task.score, "indeks", "porsi")
        )
        category = self.task.categories[int(simulation.calculate("kategori", YEAR)[0])]
        return f"{score:g}", f"{index:.2f}", f"{share:.2f}", category

    def _declare(self, *, share: bool) -> None:
        task = self.task
        for item in task.items:
            self._add(item, int)
        for name, (_, items) in task.criteria.items():
            self._add(name, float, _mean(items))
        self._add(task.score, float, _score(task))
        self._add("indeks", float, _part_of(task.score, task.whole))
        if share:
            self._add("porsi", float, _part_of(task.score, 200))
        self._add("kategori", int, _category(task))

    def _add(self, name: str, type_: type, formula: Callable[..., Any] | None = None) -> None:
        body: dict[str, Any] = {
            "value_type": type_,
            "entity": self._agency,
            "definition_period": self._year,
            "label": name,
        }
        if formula is not None:
            body["formula"] = formula
        self.system.add_variable(type(name, (self._variables.Variable,), body))


def _module(package: str, name: str) -> ModuleType:
    return importlib.import_module(f"{package}.{name}")


def _mean(items: tuple[str, ...]) -> Callable[[Any, Any], Any]:
    def formula(agency: Any, period: Any) -> Any:
        return sum(agency(item, period) for item in items) / len(items)

    return formula


def _score(task: Task) -> Callable[[Any, Any], Any]:
    def formula(agency: Any, period: Any) -> Any:
        weights = ((name, float(weight)) for name, (weight, _) in task.criteria.items())
        return sum(agency(name, period) * weight for name, weight in weights) * task.times

    return formula


def _part_of(score: str, whole: int) -> Callable[[Any, Any], Any]:
    def formula(agency: Any, period: Any) -> Any:
        return np.round(agency(score, period) / whole, 2)

    return formula


def _category(task: Task) -> Callable[[Any, Any], Any]:
    def formula(agency: Any, period: Any) -> Any:
        score = agency(task.score, period)
        below = [score < end for end in task.from_]
        return np.select(below, list(range(len(below))), len(below))

    return formula
