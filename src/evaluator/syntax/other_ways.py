"""Ways of writing that are known from elsewhere and reach back over what has been read already.

Those that begin where they stand are rows of the table of keywords; see `rewording`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evaluator.syntax.scanner import MARKS

if TYPE_CHECKING:
    from evaluator.syntax.run import Run

_RAISED = re.compile(r"(?:\^|\*\*)[ \t]*(?:\([ \t]*1[ \t]*/[ \t]*(\d+)[ \t]*\)|(\d+))")
"""`^ (1/3)` and `^ 2`, with the number of the root or of the power."""
_LABELS = re.compile(r'("[^"\r\n]*"(?:[ \t]*[,;][ \t]*"[^"\r\n]*")*)[ \t]*\)')


_LISTED = frozenset({"_SCALE", "_ONE_OF"})
"""What begins a list of levels or choices."""


def is_comma_for_end(run: Run, start: int) -> bool:
    """Whether a comma stands between levels or choices, each of which is a statement."""
    is_comma = run.scanner.text[start] == "," and run.machine.accepts("_SEP")
    return is_comma and bool(run.opened) and not _LISTED.isdisjoint(run.opened[-1])


def raised(run: Run, start: int) -> tuple[int, int, str] | None:
    """From where to where a sign for powers stands with its number, and what is meant by it."""
    found = _RAISED.match(run.scanner.text, start)
    if found is None or not run.tokens or not run.scanner.takes(run.machine.states, "_STAR"):
        return None
    function = run.scanner.words.spelled("_ROOT" if found[1] else "_POWER", "")
    return start, found.end(), f"{function}(…, {found[1] or found[2]})"


def labels_among(run: Run, start: int) -> tuple[int, int, str] | None:
    """The same of labels in quotes behind `among (`, where only ids of choices stand."""
    before = [token.terminal for token in run.tokens[-3:]]
    found = _LABELS.match(run.scanner.text, start)
    if found is None or before != ["NAME", "_AMONG", MARKS["("]]:
        return None
    name, words = run.tokens[-3], run.scanner.words
    each = (
        f"{name.text} {words.spelled('_IS', '')} {label}"
        for label in re.findall(r'"[^"]*"', found[1])
    )
    return name.at.start, found.end(), f" {words.spelled('_OR', '')} ".join(each)
