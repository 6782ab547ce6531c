"""How large a response may be. Every limit has its diagnostic."""

from __future__ import annotations

MAX_BYTES = 16 * 1024 * 1024
"""The size of a file or text."""

MAX_YAML = 1024 * 1024
"""The size of a YAML file or text, whose reading takes a hundred times as long."""

MAX_DEPTH = 64
"""How deep objects and lists stand in each other."""

MAX_VALUES = 100_000
"""How many values a response comes to; in a mapping one list may stand in many places."""

MAX_MISTAKES = 1_000
"""How many mistakes are reported in one run."""

MAX_TEXT = 20_000
"""The characters of one text: a note, a title, a reason."""

SMALL = 101
"""The whole numbers below it, levels and small counts, are read without a closer look."""

MAX_ATTRIBUTES = 100
"""The attributes of one document."""

MAX_QUOTED = 40
"""The characters of the author's text that a message repeats."""
