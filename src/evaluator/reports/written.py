"""Text that somebody wrote, as a page may show it."""

from __future__ import annotations

from evaluator.diagnostics.visible import visible


def free(text: object) -> str:
    """The text on one line, with what cannot be seen written out."""
    return visible(" ".join(str(text).split()))
