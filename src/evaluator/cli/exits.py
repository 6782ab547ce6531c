"""The exit codes of `takar`: what a script may rely on."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """How a command ended."""

    DONE = 0
    """It was done, or the answer is yes."""
    NO = 1
    """The answer is no: errors were found, a test failed, something differs."""
    USAGE = 2
    """The command line, a file it names or an environment variable is not usable."""
    RULES_INVALID = 3
    """The rules that are needed have errors, so nothing was computed."""
    INPUT_INVALID = 4
    """The response has errors, so nothing was computed."""
    UNDECIDED = 5
    """The question was not decided within its budget; this is neither yes nor no."""
    INTERNAL = 70
    """A fault of Takar itself; 70 is what `sysexits.h` calls an internal software error."""
    INTERRUPTED = 130
    """The person at the keyboard stopped it; 128 plus the number of the signal, as shells count."""
