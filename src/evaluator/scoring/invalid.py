"""The one way in which scoring ends before it is done: with diagnostics."""

from __future__ import annotations

from collections.abc import Mapping

from evaluator.diagnostics.model import Diagnostic, Fact, Kind


class DataInvalid(ValueError):  # noqa: N818 - as `InputInvalid`
    """The data cannot be scored; `diagnostics` says everything that is wrong with it."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        """Keep what is wrong."""
        super().__init__(", ".join(each.code for each in diagnostics))
        self.diagnostics = diagnostics


def invalid(kind: Kind, facts: Mapping[str, Fact]) -> DataInvalid:
    """The end for one reason."""
    return DataInvalid(Diagnostic(kind=kind, facts=facts))
