"""What a person is told when Takar itself fails: one diagnostic, and what to report."""

from __future__ import annotations

import os
import platform
import sys
import traceback
from pathlib import PurePath

from evaluator.cli.output import report, say
from evaluator.diagnostics.kinds.commands import INTERNAL
from evaluator.diagnostics.language import Language
from evaluator.diagnostics.model import Diagnostic
from evaluator.version import __version__


def confess(error: BaseException, language: Language) -> None:
    """Say that Takar failed and what to report; the traceback only where TAKAR_DEBUG is 1."""
    if os.environ.get("TAKAR_DEBUG") == "1":
        say("".join(traceback.format_exception(error)))
    facts = identity(error)
    try:
        report([Diagnostic(kind=INTERNAL, facts={"report": facts})], language)
    except Exception:  # noqa: BLE001 - the words themselves may be what is broken
        say(f"galat[internal] / error[internal]: {facts}\n")


def identity(error: BaseException) -> str:
    """What a report needs: versions, the kind of failure and its place; nothing of the input."""
    where = _place(error)
    system = f"takar {__version__}; Python {platform.python_version()}; {sys.platform}"
    return f"{system}; {type(error).__name__} {where}"


def _place(error: BaseException) -> str:
    """The last frame inside this package, its path from the package down."""
    frames = traceback.extract_tb(error.__traceback__)
    for frame in reversed(frames):
        parts = PurePath(frame.filename).parts
        if "evaluator" in parts:
            start = len(parts) - 1 - parts[::-1].index("evaluator")
            return f"{'/'.join(parts[start:])}:{frame.lineno}"
    return "?"
