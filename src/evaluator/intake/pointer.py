"""JSON pointers (RFC 6901)."""

from __future__ import annotations

from collections.abc import Iterable


def below(pointer: str, key: str | int) -> str:
    """The pointer of a key or position below another pointer."""
    if isinstance(key, int):
        return f"{pointer}/{key}"
    if "~" in key or "/" in key:
        key = key.replace("~", "~0").replace("/", "~1")
    return f"{pointer}/{key}"


def pointer_to(path: Iterable[str | int]) -> str:
    """The pointer of a path from the top of a document."""
    pointer = ""
    for key in path:
        pointer = below(pointer, key)
    return pointer


def key_of(pointer: str) -> str:
    """The second key, as it is written in the document: `hukuman/SK-12`."""
    return pointer.split("/")[2].replace("~1", "/").replace("~0", "~")


def called(pointer: str) -> str:
    """The id at the beginning of the second key: `hukuman` of `/findings/hukuman~1SK-12`."""
    return key_of(pointer).partition("/")[0]
