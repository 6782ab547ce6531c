"""Findings about the text of a rule file: characters, words, lines, limits."""

from __future__ import annotations

from evaluator.diagnostics.model import Kind, Severity

# Files and limits
NOT_UTF8 = Kind("not-utf8", Severity.ERROR)
FILE_TOO_LARGE = Kind("file-too-large", Severity.ERROR)
NEWER_LANGUAGE = Kind("newer-language", Severity.ERROR)
VERSION_NOT_FIRST = Kind("version-not-first", Severity.ERROR)
TOO_DEEP = Kind("too-deep", Severity.ERROR)
FORMULA_TOO_LONG = Kind("formula-too-long", Severity.ERROR)
TOO_MANY_DIGITS = Kind("too-many-digits", Severity.ERROR)
TOO_MANY_LINES = Kind("too-many-lines", Severity.ERROR)
TOO_MANY_MISTAKES = Kind("too-many-mistakes", Severity.ERROR)

# Characters
ODD_SPACE = Kind("odd-space", Severity.ERROR)
SMART_QUOTES = Kind("smart-quotes", Severity.ERROR)
SINGLE_QUOTES = Kind("single-quotes", Severity.ERROR)
LIST_MARK = Kind("list-mark", Severity.ERROR)
LOOKALIKE = Kind("lookalike-character", Severity.ERROR)
HIDDEN_CHARACTER = Kind("hidden-character", Severity.ERROR)
HIDDEN_IN_TEXT = Kind("hidden-in-text", Severity.WARNING)
CONTROL_CHARACTER = Kind("control-character", Severity.ERROR)

# Quotes and braces
UNCLOSED_QUOTE = Kind("unclosed-quote", Severity.ERROR)
MISSING_QUOTES = Kind("missing-quotes", Severity.ERROR)
UNCLOSED_BRACE = Kind("unclosed-brace", Severity.ERROR)
MISSING_BRACE = Kind("missing-brace", Severity.ERROR)
EXTRA_BRACE = Kind("extra-brace", Severity.ERROR)
BRACKET_FOR_BRACE = Kind("bracket-for-brace", Severity.ERROR)

# Numbers, dates, signs, ids
DECIMAL_COMMA = Kind("decimal-comma", Severity.ERROR)
COMMA_IN_LIST = Kind("comma-in-list", Severity.ERROR)
COMMA_OR_THOUSANDS = Kind("comma-or-thousands", Severity.ERROR)
THOUSANDS = Kind("thousands-separator", Severity.ERROR)
LOOKS_LIKE_THOUSANDS = Kind("looks-like-thousands", Severity.WARNING)
EXPONENT = Kind("exponent", Severity.ERROR)
PERCENT_FORM = Kind("percent-form", Severity.ERROR)
PERCENT_OF_QUOTIENT = Kind("percent-of-quotient", Severity.ERROR)
"""A quotient of two numbers with `%` behind the divisor: `found`, `meant`."""
BAD_NUMBER = Kind("bad-number", Severity.ERROR)
ZERO_DIVISOR = Kind("zero-divisor", Severity.ERROR)
DATE_FORM = Kind("date-form", Severity.ERROR)
NO_SUCH_DAY = Kind("no-such-day", Severity.ERROR)
WRONG_SIGN = Kind("wrong-sign", Severity.ERROR)
BAD_NAME = Kind("bad-name", Severity.ERROR)

# Words and lines
UNKNOWN_WORD = Kind("unknown-word", Severity.ERROR)
WRITTEN_OTHERWISE = Kind("written-otherwise", Severity.ERROR)
ROUNDING_MODE_MISSING = Kind("rounding-mode-missing", Severity.ERROR)
FOREIGN_WORD = Kind("foreign-word", Severity.ERROR)
FORMULA_OVER_RECORDS = Kind("formula-over-records", Severity.ERROR)
UNKNOWN_FUNCTION = Kind("unknown-function", Severity.ERROR)
"""A name with brackets, as spreadsheets have functions: `found`."""
BEHIND_ORIGIN = Kind("behind-origin", Severity.ERROR)
"""Something stands behind where a rule comes from: `clause`, `under`, `meant`."""
ID_WITHOUT_WORD = Kind("id-without-word", Severity.ERROR)
"""An id is changed or removed without the word that declares it: `found`, `id`, `lines`."""
ID_MISSING = Kind("id-missing", Severity.ERROR)
"""Something stands where only an id can: `found`."""
RANK_UNFINISHED = Kind("rank-unfinished", Severity.ERROR)
"""A rank does not say what equal values do: `lines` that do."""
MISSING_WORD = Kind("missing-word", Severity.ERROR)
UNKNOWN_LINE = Kind("unknown-line", Severity.ERROR)
UNFINISHED_LINE = Kind("unfinished-line", Severity.ERROR)
UNEXPECTED = Kind("unexpected-word", Severity.ERROR)

# Formatting
FORMAT_REFUSED = Kind("format-refused", Severity.ERROR)

LOSSY = frozenset(
    {
        TOO_DEEP,
        FORMULA_TOO_LONG,
        TOO_MANY_LINES,
        TOO_MANY_MISTAKES,
        CONTROL_CHARACTER,
        UNCLOSED_QUOTE,
        UNCLOSED_BRACE,
        MISSING_BRACE,
        EXTRA_BRACE,
        BRACKET_FOR_BRACE,
        UNKNOWN_FUNCTION,
        BEHIND_ORIGIN,
        ID_WITHOUT_WORD,
        ID_MISSING,
        RANK_UNFINISHED,
        MISSING_WORD,
        FORMULA_OVER_RECORDS,
        ROUNDING_MODE_MISSING,
        COMMA_OR_THOUSANDS,
        UNKNOWN_LINE,
        UNFINISHED_LINE,
        UNEXPECTED,
    }
)
"""After these the tree may lack something that the file says; the others were taken as meant."""
