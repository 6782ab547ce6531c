"""What cannot be done exactly in SQL is refused, at the line of the rule that asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from evaluator.backends.sql.figure import MayHaveNone, TooWide
from evaluator.diagnostics.kinds import sql as kinds
from evaluator.diagnostics.model import Diagnostic, Fact, Kind
from evaluator.model.formula import Ground


class Refused(Exception):  # noqa: N818 - a diagnostic on its way to the outcome
    """A rule that has no exact form in SQL."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        """The diagnostic says which rule, and what would repair it."""
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic


def refused(kind: Kind, ground: Ground, **facts: Fact) -> Refused:
    """The refusal of a rule."""
    return Refused(Diagnostic(kind=kind, at=ground.at, facts=facts))


@contextmanager
def placed(ground: Ground, name: str) -> Iterator[None]:
    """Where arithmetic cannot be proved, the rule that asks for it is refused."""
    try:
        yield
    except TooWide as error:
        raise refused(kinds.SQL_TOO_WIDE, ground, name=name) from error
    except MayHaveNone as error:
        raise refused(kinds.SQL_WITHOUT_VALUE, ground, name=name) from error


@contextmanager
def told_as(name: str, id_: str) -> Iterator[None]:
    """Where what is called by a name of a query is refused, the id it has in the rules is told."""
    try:
        yield
    except Refused as error:
        found = error.diagnostic
        if found.facts.get("name") != name:
            raise
        raise Refused(replace(found, facts={**found.facts, "name": id_})) from error
