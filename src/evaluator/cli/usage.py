"""Mistakes on the command line that Click finds, as diagnostics."""

from __future__ import annotations

from collections.abc import Iterable

import click

from evaluator.cli.parameters import spelling
from evaluator.diagnostics.kinds.commands import (
    MISSING_ARGUMENT,
    OPTION_TAKES_NO_VALUE,
    OPTION_WITHOUT_VALUE,
    UNKNOWN_OPTION,
)
from evaluator.diagnostics.model import Diagnostic, Fact


def closest(written: str, known: Iterable[str]) -> tuple[str, ...]:
    """What was probably meant; where nothing is near, everything there is."""
    from difflib import get_close_matches  # noqa: PLC0415 - only after a mistake

    names = tuple(known)
    return tuple(get_close_matches(written, names, n=2)) or names


def diagnosed(error: click.UsageError, context: click.Context) -> Diagnostic | None:
    """The mistake in our own terms; `None` for one that no command of ours can cause."""
    facts: dict[str, Fact] = {"command": context.command_path}
    match error:
        case click.NoSuchOption():
            names = closest(error.option_name, _spellings(context))
            facts |= {"option": error.option_name, "closest": names}
            return Diagnostic(kind=UNKNOWN_OPTION, facts=facts)
        case click.MissingParameter():
            facts |= {"argument": _shown(error.param, context)}
            return Diagnostic(kind=MISSING_ARGUMENT, facts=facts)
        case click.BadOptionUsage() if error.option_name in _flags(context):
            return Diagnostic(kind=OPTION_TAKES_NO_VALUE, facts={"option": error.option_name})
        case click.BadOptionUsage():
            facts |= {"option": error.option_name}
            return Diagnostic(kind=OPTION_WITHOUT_VALUE, facts=facts)
        case _:
            return None


def _shown(parameter: click.Parameter | None, context: click.Context) -> str:
    if isinstance(parameter, click.Argument):
        return parameter.make_metavar(context)
    return spelling(parameter)


def _spellings(context: click.Context) -> list[str]:
    options = [p for p in context.command.params if isinstance(p, click.Option)]
    return [name for option in options for name in option.opts]


def _flags(context: click.Context) -> set[str]:
    params = context.command.params
    return {name for p in params if isinstance(p, click.Option) and p.is_flag for name in p.opts}
