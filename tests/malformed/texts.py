"""Mistakes in how a response is written: bytes that no strict reader may take for a document.

Each entry is a name and the bytes. `with_level` puts text where a level stands in a document that
is good otherwise, `with_note` where a text stands.
"""

from __future__ import annotations

FRAME = (
    '{"instrument": "im_nkk", "subject": {"id": "1"}, '
    '"period": {"from": "2021-01-01", "to": "2021-12-31"}, '
    '"answers": {"inovasi": LEVEL, "wbs": {"value": 0, "note": NOTE}}}'
)


def with_level(level: str) -> bytes:
    return FRAME.replace("LEVEL", level).replace("NOTE", '"x"').encode("utf-8")


def with_note(note: bytes) -> bytes:
    return FRAME.replace("LEVEL", "0").encode("utf-8").replace(b"NOTE", note)


GOOD = with_level("0")

TEXTS: list[tuple[str, bytes]] = [
    ("nothing", b""),
    ("white space", b" \n\t"),
    ("only a byte order mark", b"\xef\xbb\xbf"),
    ("null", b"null"),
    ("a list", b"[]"),
    ("a number", b"3"),
    ("a text", b'"im_nkk"'),
    ("half a document", GOOD[: len(GOOD) // 2]),
    ("last brace missing", GOOD[:-1]),
    ("one brace too many", GOOD + b"}"),
    ("two documents", GOOD + b"\n" + GOOD),
    ("text behind it", GOOD + b" ok"),
    ("comma before a brace", GOOD[:-1] + b",}"),
    ("comma missing", GOOD.replace(b'"im_nkk", ', b'"im_nkk" ')),
    ("colon missing", GOOD.replace(b'"answers":', b'"answers"')),
    ("single quotes", GOOD.replace(b'"', b"'")),
    ("curly quotes", GOOD.decode().replace('"', "”").encode()),
    ("key without quotes", GOOD.replace(b'"answers"', b"answers")),
    ("comment", b"// jawaban\n" + GOOD),
    ("block comment", b"/* jawaban */" + GOOD),
    ("yaml", b"instrument: im_nkk\nsubject: {id: '1'}\n"),
    ("nan", with_level("NaN")),
    ("infinity", with_level("Infinity")),
    ("minus infinity", with_level("-Infinity")),
    ("nan under an x-key", GOOD[:-1] + b', "x-a": NaN}'),
    ("exponent", with_level("1e0")),
    ("capital exponent", with_level("1E0")),
    ("huge exponent", with_level("1e400000000")),
    ("exponent under an x-key", GOOD[:-1] + b', "x-a": [1e5]}'),
    ("41 digits", with_level("1" + 40 * "0")),
    ("41 digits after the point", with_level("1." + 40 * "0")),
    ("a million digits", with_level(1_000_000 * "9")),
    ("leading zero", with_level("03")),
    ("plus sign", with_level("+1")),
    ("no digit before the point", with_level(".5")),
    ("no digit after the point", with_level("1.")),
    ("decimal comma", with_level("1,0")),
    ("hexadecimal", with_level("0x1")),
    ("underscore", with_level("1_0")),
    ("two minus signs", with_level("--1")),
    ("Arabic digit", with_level("٣")),
    ("Python's words", with_level("None")),
    ("True with a capital", with_level("True")),
    ("undefined", with_level("undefined")),
    ("duplicate key", GOOD[:-1] + b', "instrument": "im_nkk"}'),
    ("duplicate answer", with_level('0, "inovasi": 3')),
    ("duplicate answer in escapes", with_level('0, "\\u0069novasi": 3')),
    ("duplicate key deep down", with_level('{"value": 1, "value": 2}')),
    ("duplicate key under an x-key", GOOD[:-1] + b', "x-a": {"b": 1, "b": 1}}'),
    ("lone high surrogate", with_note(b'"\\ud83d"')),
    ("lone low surrogate", with_note(b'"\\ude00 x"')),
    ("surrogates the wrong way round", with_note(b'"\\ude00\\ud83d"')),
    ("lone surrogate in a key", GOOD[:-1] + b', "x-\\udc00": 1}'),
    ("surrogate as bytes", with_note(b'"\xed\xa0\x80"')),
    ("bytes that are not UTF-8", with_note(b'"\xff"')),
    ("Latin-1", with_note(b'"\xe9"')),
    ("overlong form", with_note(b'"\xc0\xaf"')),
    ("beyond Unicode", with_note(b'"\xf4\x90\x80\x80"')),
    ("UTF-16", GOOD.decode().encode("utf-16")),
    ("UTF-32", GOOD.decode().encode("utf-32")),
    ("line end in a text", with_note(b'"a\nb"')),
    ("tab in a text", with_note(b'"a\tb"')),
    ("zero byte in a text", with_note(b'"a\x00b"')),
    ("zero byte behind it", GOOD + b"\x00"),
    ("unknown escape", with_note(b'"\\x41"')),
    ("half an escape", with_note(b'"\\u00"')),
    ("escape with signs", with_note(b'"\\u+041"')),
    ("text without an end", with_note(b'"a')),
    ("no-break space between", GOOD.replace(b": 0", b":\xc2\xa00")),
    ("form feed between", GOOD.replace(b": 0", b":\x0c0")),
    ("byte order mark twice", b"\xef\xbb\xbf\xef\xbb\xbf" + GOOD),
    ("byte order mark inside", GOOD.replace(b": 0", b":\xef\xbb\xbf0")),
    ("100,000 brackets", 100_000 * b"["),
    ("100,000 brackets, closed", GOOD[:-1] + b', "x-a": ' + 100_000 * b"[" + 100_000 * b"]" + b"}"),
    ("100,000 objects", 100_000 * b'{"a":'),
    ("nesting over the limit", GOOD[:-1] + b', "x-a": ' + 500 * b"[" + 500 * b"]" + b"}"),
]
