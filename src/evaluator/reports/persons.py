"""Numbers of civil servants (NIP), which tell the day of birth: on pages all but the end is masked.

An NIP has 18 digits: the day of birth, the month of appointment, 1 for a man or 2 for a woman, and
a number of three digits. It may be written in these four groups.
"""

from __future__ import annotations

import re

MASK = "•"
"""What stands for a digit."""
_SHOWN = 4
"""So many digits are left at the end, to tell one person from another beside the name."""
_DAY = r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_MONTH = r"(?:19|20)[0-9]{2}[0-9]{2}"
_NIP = re.compile(rf"(?<![\w.,]){_DAY} ?{_MONTH} ?[12] ?[0-9]{{3}}(?![\w]|[.,][0-9])")


def masked(text: str) -> str:
    """The text, of each NIP in it the last digits alone; it keeps its length."""
    return _NIP.sub(_mask, text)


def _mask(found: re.Match[str]) -> str:
    written = found.group()
    digits = len(written) - written.count(" ")
    hidden = iter(range(digits - _SHOWN))
    return "".join(
        MASK if each != " " and next(hidden, None) is not None else each for each in written
    )
