"""Reading the files a command line names."""

from __future__ import annotations

import sys
from pathlib import Path

from evaluator.cli.output import STANDARD
from evaluator.cli.stop import misuse
from evaluator.diagnostics.kinds.commands import NO_SUCH_PATH, NOT_A_FILE, UNREADABLE


def read(path: Path) -> bytes:
    """The bytes of a file, or of standard input for `-`."""
    try:
        if str(path) == STANDARD:
            return sys.stdin.buffer.read() if sys.stdin else b""
        return path.read_bytes()
    except FileNotFoundError as error:
        raise misuse(NO_SUCH_PATH, {"path": str(path)}) from error
    except OSError as error:
        # Windows calls the reading of a folder a lack of permission.
        kind = NOT_A_FILE if path.is_dir() else UNREADABLE
        raise misuse(kind, {"path": str(path)}) from error
