"""Commands, options and arguments that speak both languages of Takar.

The words of a command line come from here and from the table of commands; none are Click's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click

from evaluator.cli.bilingual import Both
from evaluator.cli.commands import COMMANDS, Row
from evaluator.cli.exits import Exit
from evaluator.cli.output import write
from evaluator.cli.stop import Stopped, misuse
from evaluator.cli.usage import closest, diagnosed
from evaluator.diagnostics.kinds.commands import EXTRA_ARGUMENT, UNKNOWN_COMMAND
from evaluator.diagnostics.language import Language

_USAGE = Both("Pemakaian: ", "Usage: ")
_OPTIONS = Both("Pilihan", "Options")
_ARGUMENTS = Both("Argumen", "Arguments")
_COMMANDS = Both("Perintah", "Commands")
_OPTIONS_METAVAR = Both("[PILIHAN]", "[OPTIONS]")
_COMMAND_METAVAR = Both("PERINTAH ...", "COMMAND ...")
_HELP = Both("menampilkan bantuan ini", "print this help")
_GROUP = Both(
    "Takar menilai menurut peraturan dan menjelaskan setiap angka.",
    "Takar scores by a regulation and explains every figure.",
)
_MORE = Both(
    "Bantuan tiap perintah: takar PERINTAH --help", "Help on a command: takar COMMAND --help"
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for the whole command line, decided before it is read."""

    language: Language


def language_of(context: click.Context) -> Language:
    """The language the command line is answered in."""
    settings = context.find_object(Settings)
    return Language.ID if settings is None else settings.language


class Option(click.Option):
    """An option with its help, and the name of its value, in both languages."""

    def __init__(self, declarations: list[str], *, words: Both, **attributes: Any) -> None:
        """Keep the words; the rest is Click's."""
        self.words = words
        self.value_name: Both | None = attributes.pop("value_name", None)
        super().__init__(declarations, **attributes)

    def make_metavar(self, ctx: click.Context) -> str:
        """The name of the value, for the help."""
        if self.value_name is None:
            return super().make_metavar(ctx)
        return self.value_name.text(language_of(ctx))

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The row of the help."""
        record = super().get_help_record(ctx)
        return None if record is None else (record[0], self.words.text(language_of(ctx)))


class Argument(click.Argument):
    """An argument with its help and its name in both languages."""

    def __init__(
        self, declarations: list[str], *, words: Both, value_name: Both, **attributes: Any
    ) -> None:
        """Keep the words; the rest is Click's."""
        self.words = words
        self.value_name = value_name
        super().__init__(declarations, **attributes)

    def make_metavar(self, ctx: click.Context) -> str:
        """The name, in brackets where it may be left out, with dots where there may be several."""
        name = self.value_name.text(language_of(ctx))
        name = name if self.required else f"[{name}]"
        return name if self.nargs == 1 else f"{name} ..."


class Command(click.Command):
    """One command; its line of help stands in the table of commands, `more` adds to it."""

    def __init__(self, name: str | None, *, more: Both | None = None, **attributes: Any) -> None:
        """Keep the words; the rest is Click's."""
        super().__init__(name, add_help_option=False, **attributes)
        self.more = more
        self.params.append(_help_option())

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; what is left over is a mistake."""
        ctx.allow_extra_args = True
        with _told(ctx):
            left = super().parse_args(ctx, args)
        if left:
            raise misuse(EXTRA_ARGUMENT, {"argument": " ".join(left), "command": ctx.command_path})
        return left

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The page of help."""
        language = language_of(ctx)
        paragraphs = [row.about for row in COMMANDS if row.name == ctx.info_name]
        _write_head(ctx, formatter, [*paragraphs, *([self.more] if self.more else [])])
        _write_rows(formatter, _ARGUMENTS.text(language), list(_arguments(self, ctx)))
        _write_rows(formatter, _OPTIONS.text(language), list(_options(self, ctx)))


class Commands(click.Group):
    """`takar` itself: finds a command by its row and imports it only then."""

    def __init__(self, **attributes: Any) -> None:
        """No commands are known here, only the table."""
        super().__init__(add_help_option=False, **attributes)
        self.params.append(_help_option())

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        del ctx
        return [row.name for row in COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported."""
        del ctx
        return next((takar_command(row) for row in COMMANDS if row.name == cmd_name), None)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read what stands before the command."""
        with _told(ctx):
            return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that was named; an unknown name is a mistake with a suggestion."""
        command = self.get_command(ctx, args[0])
        if command is None:
            names = closest(args[0], self.list_commands(ctx))
            raise misuse(UNKNOWN_COMMAND, {"command": args[0], "closest": names})
        return args[0], command, args[1:]

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The page of help; the commands are not imported for it."""
        language = language_of(ctx)
        _write_head(ctx, formatter, [_GROUP])
        rows = [(row.name, row.about.text(language)) for row in COMMANDS]
        _write_rows(formatter, _COMMANDS.text(language), rows)
        _write_rows(formatter, _OPTIONS.text(language), list(_options(self, ctx)))
        formatter.write_paragraph()
        formatter.write_text(_MORE.text(language))


@contextmanager
def _told(context: click.Context) -> Iterator[None]:
    """Turn the mistakes Click finds into ours; one that cannot happen passes, as our fault."""
    try:
        yield
    except click.UsageError as error:
        diagnostic = diagnosed(error, context)
        if diagnostic is None:
            raise
        raise Stopped(diagnostic, exit_code=Exit.USAGE) from error


def takar_command(row: Row) -> Command:
    """The command of a row, imported."""
    command = import_module(f"evaluator.cli.{row.module}").command
    if not isinstance(command, Command):
        raise TypeError(f"{row.module} has no command of this framework")
    return command


def _help_option() -> Option:
    return Option(
        ["-h", "--help"],
        words=_HELP,
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_print_help,
    )


def _print_help(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    del param
    if value:
        write(ctx.get_help() + "\n")
        ctx.exit()


def _write_head(ctx: click.Context, formatter: click.HelpFormatter, paragraphs: list[Both]) -> None:
    language = language_of(ctx)
    pieces = [_OPTIONS_METAVAR.text(language)]
    if isinstance(ctx.command, Commands):
        pieces.append(_COMMAND_METAVAR.text(language))
    pieces += [name for name, _ in _arguments(ctx.command, ctx)]
    formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=_USAGE.text(language))
    for paragraph in paragraphs:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(paragraph.text(language))


def _arguments(command: click.Command, ctx: click.Context) -> Iterator[tuple[str, str]]:
    for param in command.params:
        if isinstance(param, Argument):
            yield param.make_metavar(ctx), param.words.text(language_of(ctx))


def _options(command: click.Command, ctx: click.Context) -> Iterator[tuple[str, str]]:
    for param in command.params:
        if isinstance(param, click.Option) and (record := param.get_help_record(ctx)):
            yield record


def _write_rows(formatter: click.HelpFormatter, title: str, rows: list[tuple[str, str]]) -> None:
    if rows:
        with formatter.section(title):
            formatter.write_dl(rows)
