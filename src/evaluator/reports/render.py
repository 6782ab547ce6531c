"""The only door to the template engine: own templates, plain values, one pass."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache, partial
from typing import Any, Literal

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from evaluator import resources
from evaluator.diagnostics.language import Language
from evaluator.reports.charts import WIDTH
from evaluator.reports.layout import aligned, filled, gauge
from evaluator.reports.page import Page
from evaluator.reports.persons import masked
from evaluator.reports.tongues import is_marked, pieces, unmarked

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
    written = template.render(page=plain(page, form), width=WIDTH)
    lines = "\n".join(line.rstrip() for line in written.split("\n")).strip("\n")
    return _BLANK_LINES.sub("\n\n", lines) + "\n"


def plain(value: object, form: Form) -> Plain:
    """A page as plain values: templates see no object with methods of its own, and no full NIP.

    A dataclass becomes a mapping that also says, as `kind_of_block`, what it was. Which words are
    in another language is for HTML alone.
    """
    match value:
        case Enum():
            return str(value.value)
        case str():
            return masked(value if form == "html" else unmarked(value))
        case bool() | int() | None:
            return value
        case tuple():
            return tuple(plain(part, form) for part in value)
        case _ if is_dataclass(value):
            stated = {
                field.name: plain(getattr(value, field.name), form) for field in fields(value)
            }
            return {"kind_of_block": type(value).__name__.lower(), **stated}
        case _:
            raise TypeError(f"a page holds no {type(value).__name__}")


def _spoken(value: object, element: str = "span") -> object:
    """What a template writes: what is in another language, in an element that says in which."""
    if not isinstance(value, str) or isinstance(value, Markup) or not is_marked(value):
        return value
    told = Markup()
    for language, text in pieces(value):
        # Both are from fixed lists; the text between them is escaped.
        begin, end = (f'<{element} lang="{language}">', f"</{element}>") if language else ("", "")
        told += Markup(begin) + escape(text) + Markup(end)  # noqa: S704
    return told


def _tongue(value: str) -> Markup:
    """The attribute that says in which language a text is, where all of it is in one."""
    told = [(language, text) for language, text in pieces(value) if text]
    match told:
        case [(Language() as language, _)]:
            return Markup(' lang="{}"').format(language.value)
        case _:
            return Markup()


_FEW_COLUMNS = 5
"""So many columns of numbers still stand beside the names of the rows on a narrow screen."""


def _is_wide(table: Mapping[str, Any]) -> bool:
    """Whether a narrow screen has no room for a table: its rows stand as cards there."""
    _, *columns = table["columns"]
    texts = any(column["align"] == "text" for column in columns)
    return len(columns) > 1 and (texts or len(columns) >= _FEW_COLUMNS)


@cache
def _environment(form: str) -> Environment:
    environment = ImmutableSandboxedEnvironment(
        loader=_Templates(),
        autoescape=form == "html",
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        finalize=_spoken if form == "html" else None,
    )
    environment.filters |= {
        "filled": filled,
        "aligned": aligned,
        "gauge": gauge,
        "is_wide": _is_wide,
        "md": escaped,
        "bare": unmarked,
        "tongue": _tongue,
        "tspan": partial(_spoken, element="tspan"),
    }
    return environment
