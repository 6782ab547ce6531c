"""The only door to the template engine: own templates, plain values, one pass."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Literal

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment

from evaluator import resources
from evaluator.reports.charts import WIDTH
from evaluator.reports.layout import aligned, filled, gauge
from evaluator.reports.page import Page
from evaluator.reports.persons import masked

_BLANK_LINES = re.compile(r"\n{3,}")

Plain = str | int | bool | None | tuple["Plain", ...] | dict[str, "Plain"]


class _Templates(BaseLoader):
    """The templates that ship with the engine, and no others."""

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """The text of a template by its name."""
        del environment
        parts = template.split("/")
        if ".." in parts or "" in parts:
            raise TemplateNotFound(template)
        return resources.read(resources.templates(), *parts), None, lambda: True


Form = Literal["text", "md", "html"]
"""The forms a page is written in."""

_SUFFIX = {"text": "txt", "md": "md", "html": "html"}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|~])|^(\s*)([#+-])(?=\s)|^(\s*\d+)([.)])(?=\s)")


def escaped(text: str) -> str:
    """Text as Markdown shows it: nothing in it is markup."""
    return _MARKDOWN.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    mark, indent, sign, number, stop = found.groups()
    if mark:
        return f"\\{mark}"
    return f"{indent}\\{sign}" if sign else f"{number}\\{stop}"


def render(page: Page, form: Form) -> str:
    """A page in a form, with LF line ends and one at the end."""
    template = _environment(form).get_template(f"explain/page.{_SUFFIX[form]}")
    written = template.render(page=plain(page), width=WIDTH)
    lines = "\n".join(line.rstrip() for line in written.split("\n")).strip("\n")
    return _BLANK_LINES.sub("\n\n", lines) + "\n"


def plain(value: object) -> Plain:
    """A page as plain values: templates see no object with methods of its own, and no full NIP.

    A dataclass becomes a mapping that also says, as `kind_of_block`, what it was.
    """
    match value:
        case Enum():
            return str(value.value)
        case str():
            return masked(value)
        case bool() | int() | None:
            return value
        case tuple():
            return tuple(plain(part) for part in value)
        case _ if is_dataclass(value):
            stated = {field.name: plain(getattr(value, field.name)) for field in fields(value)}
            return {"kind_of_block": type(value).__name__.lower(), **stated}
        case _:
            raise TypeError(f"a page holds no {type(value).__name__}")


@cache
def _environment(form: str) -> Environment:
    environment = ImmutableSandboxedEnvironment(
        loader=_Templates(),
        autoescape=form == "html",
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    environment.filters |= {"filled": filled, "aligned": aligned, "gauge": gauge, "md": escaped}
    return environment
