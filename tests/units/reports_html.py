"""A page taken apart: its elements with the names of their attributes, and its text."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "rect", "path"}


@dataclass
class Parsed:
    """What a browser would see of a page."""

    structure: list[tuple[str, ...]] = field(default_factory=list)
    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All its text on one line."""
        return " ".join(" ".join(self.texts).split())

    def values(self, name: str) -> list[str]:
        """The values of every attribute of a name."""
        return [value for _, key, value in self.attributes if key == name]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Parsed()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.structure.append((tag, *(name for name, _ in attrs)))
        self.page.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag == "tr":
            self.page.rows.append([])
        if tag in {"td", "th"}:
            self.page.rows[-1].append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.page.structure.append(("/" + tag,))

    def handle_data(self, data: str) -> None:
        self.page.texts.append(data)
        if self.page.rows and self.page.rows[-1]:
            self.page.rows[-1][-1] += data

    def handle_comment(self, data: str) -> None:
        self.page.structure.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        self.page.structure.append(("declaration", decl))

    def handle_pi(self, data: str) -> None:
        self.page.structure.append(("instruction", data))

    def unknown_decl(self, data: str) -> None:
        self.page.structure.append(("unknown", data))


def parsed(page: str) -> Parsed:
    """A page, read."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.page
