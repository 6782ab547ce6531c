"""The one way a command ends early: with diagnostics and an exit code."""

from __future__ import annotations

from collections.abc import Mapping

from evaluator.cli.exits import Exit
from evaluator.diagnostics.model import Diagnostic, Fact, Kind


class Stopped(Exception):  # noqa: N818 - it is an end, not always an error
    """A command cannot go on; `main` reports the diagnostics and exits with the code."""

    def __init__(self, *diagnostics: Diagnostic, exit_code: Exit) -> None:
        """Keep what is to be said and how the command ends."""
        super().__init__(exit_code.name)
        self.diagnostics = diagnostics
        self.exit_code = exit_code


def misuse(kind: Kind, facts: Mapping[str, Fact]) -> Stopped:
    """The end of a command that was called in a way it cannot be."""
    return Stopped(Diagnostic(kind=kind, facts=facts), exit_code=Exit.USAGE)
