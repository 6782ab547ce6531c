"""Mistakes only YAML can make: what a lenient reader would take for something else, in silence."""

from __future__ import annotations

FRAME = """\
instrument: im_nkk
subject: {id: "1"}
period: {from: "2021-01-01", to: "2021-12-31"}
answers:
  inovasi: LEVEL
  wbs: {value: 0, note: NOTE}
"""


def with_level(level: str) -> bytes:
    return FRAME.replace("LEVEL", level).replace("NOTE", "x").encode("utf-8")


def with_note(note: str) -> bytes:
    return FRAME.replace("LEVEL", "0").replace("NOTE", note).encode("utf-8")


GOOD_YAML = with_level("0")

YAML_TEXTS: list[tuple[str, bytes]] = [
    ("nothing", b""),
    ("a comment and nothing", b"# jawaban\n"),
    ("a list", b"- 1\n"),
    ("a text", b"im_nkk\n"),
    ("duplicate key", GOOD_YAML + b"instrument: im_nkk\n"),
    ("duplicate answer", with_level("0\n  inovasi: 3")),
    ("alias", with_level("&a 0").replace(b"value: 0", b"value: *a")),
    ("anchor alone", with_level("&a 0")),
    ("merge key", with_level("{<<: {value: 0}}")),
    ("tag", with_level("!!int 0")),
    ("python tag", with_level("!!python/object/apply:os.getcwd []")),
    ("two documents", GOOD_YAML + b"---\n" + GOOD_YAML),
    ("directive of a later version", b"%YAML 3.0\n---\n" + GOOD_YAML),
    ("yes without quotes", with_level("yes")),
    ("octal", with_level("0o3")),
    ("old octal", with_level("03")),
    ("hexadecimal", with_level("0x1")),
    ("sexagesimal", with_level("1:30")),
    ("underscore", with_level("1_0")),
    ("exponent", with_level("1e0")),
    ("infinity", with_level(".inf")),
    ("nan", with_level(".NaN")),
    ("plus sign", with_level("+1")),
    ("41 digits", with_level(41 * "1")),
    ("level as text", with_level('"2"')),
    ("key a list", GOOD_YAML + b"? [x-a]\n: 1\n"),
    ("key a number", GOOD_YAML + b"1: 1\n"),
    ("unknown key", GOOD_YAML + b"catatan: 1\n"),
    ("tab as indent", GOOD_YAML.replace(b"  wbs", b"\twbs")),
    ("bracket missing", with_level("[0")),
    ("quote missing", with_note('"x')),
    ("lone surrogate", with_note('"\\ud800"')),
    ("bytes that are not UTF-8", with_note("x").replace(b"note: x", b"note: \xff")),
    ("UTF-16", GOOD_YAML.decode().encode("utf-16")),
    ("control character", with_note('"\x07"')),
    ("100,000 brackets", 100_000 * b"["),
    ("a billion laughs", b"a: &a [x, x]\n" + b"".join(
        b"%c: &%c [*%c, *%c]\n" % (c, c, c - 1, c - 1) for c in b"bcdefghijklmnopqrstuvwxyz"
    )),
]  # fmt: skip
