"""SQL nodes as text for DuckDB, laid out for a reader."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from textwrap import wrap
from typing import assert_never

from evaluator.backends.sql.keywords import KEYWORDS
from evaluator.backends.sql.nodes import (
    Binary,
    Bool,
    Call,
    Case,
    Cast,
    Column,
    Compared,
    Day,
    Decimal,
    Extended,
    Field,
    Fixed,
    IsNot,
    IsNull,
    Lambda,
    Listed,
    Logic,
    Negated,
    Node,
    Null,
    Number,
    OneOf,
    OneOfTexts,
    Opposite,
    Other,
    OverRows,
    Record,
    Text,
    Type,
    When,
    Whole,
)
from evaluator.values.numbers import fixed

WIDTH = 96
"""Where a line is broken."""
STEP = "  "

_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# What stands alone, then what binds less and less; operands of a looser kind take brackets.
_ATOM, _PRODUCT, _SUM, _COMPARISON, _NOT, _AND, _OR = range(7)

_LEFT = {"+": _SUM, "-": _SUM, "*": _PRODUCT}


def expression(node: Node, depth: int = 0, *, before: int = 0) -> str:
    """A node as text.

    Args:
        node: what to print.
        depth: how far the lines after the first are indented.
        before: how many characters stand before it on its first line.
    """
    if not _is_noted(node):
        line = flat(node)
        if before + len(line) <= WIDTH:
            return line
    return _broken(node, depth)


def flat(node: Node) -> str:
    """A node as text in one line, however long; without notes."""
    match node:
        case Column():
            return name(node.name)
        case Number():
            return str(node.value)
        case Fixed():
            return fixed(Fraction(node.units, 10**node.decimals), node.decimals)
        case Text():
            return "'" + node.value.replace("'", "''") + "'"
        case Day():
            return f"DATE '{node.value.isoformat()}'"
        case Null() | Bool():
            return "NULL" if isinstance(node, Null) else str(node.value).upper()
        case Negated():
            return "-" + _within(node.operand, _ATOM)
        case Binary():
            # Not every engine binds // and || alike, so brackets say it.
            left = _LEFT.get(node.operator, _ATOM)
            right = _PRODUCT if node.operator in {"+", "-"} else _ATOM
            if (
                node.operator == "||"
                and isinstance(node.left, Binary)
                and node.left.operator == "||"
            ):
                return f"{flat(node.left)} || {_within(node.right, right)}"
            return f"{_within(node.left, left)} {node.operator} {_within(node.right, right)}"
        case Compared():
            return f"{_within(node.left, _SUM)} {node.operator} {_within(node.right, _SUM)}"
        case Logic():
            return f" {node.operator} ".join(_operands(node))
        case Opposite():
            return _opposite(node.operand)
        case IsNull():
            return _within(node.operand, _ATOM) + " IS NULL"
        case IsNot():
            return f"{_within(node.operand, _ATOM)} IS NOT {'TRUE' if node.truth else 'FALSE'}"
        case OneOf():
            options = ", ".join(map(flat, node.options))
            return f"{_within(node.operand, _SUM)} IN ({options})"
        case Case():
            lines = " ".join(
                f"WHEN {flat(line.condition)} THEN {flat(line.result)}" for line in node.lines
            )
            last = "" if node.otherwise == Null() else f" ELSE {flat(node.otherwise)}"
            return f"CASE {lines}{last} END"
        case Cast():
            return f"CAST({flat(node.operand)} AS {type_name(node.type)})"
        case Call():
            return f"{node.function.value}({', '.join(map(flat, node.operands))})"
        case OverRows() | Field() | Lambda() | Extended():
            return _of_several(node)
        case Record():
            fields = (f"{name(key)}: {flat(value)}" for key, value in node.fields)
            return "{" + ", ".join(fields) + "}"
        case Listed():
            return "[" + ", ".join(map(flat, node.items)) + "]"
        case _:
            assert_never(node)


def comment(text: str, depth: int = 0) -> str:
    """A text as lines of comment."""
    pad = f"{STEP * depth}-- "
    lines = wrap(text, WIDTH - len(pad), break_long_words=False, break_on_hyphens=False)
    return "".join(f"{pad}{line}\n" for line in lines)


def name(text: str) -> str:
    """An identifier, quoted unless it is plain and no keyword."""
    if _PLAIN_NAME.fullmatch(text) and text.lower() not in KEYWORDS:
        return text
    return '"' + text.replace('"', '""') + '"'


def type_name(kind: Type) -> str:
    """A type as DuckDB writes it."""
    match kind:
        case Whole():
            return kind.name
        case Decimal(width=width, decimals=decimals):
            return f"DECIMAL({width}, {decimals})"
        case Other():
            return kind.value
        case OneOfTexts(texts=texts, listed=listed):
            return f"ENUM({', '.join(flat(Text(each)) for each in texts)}){'[]' * listed}"
        case _:
            assert_never(kind)


def _of_several(node: OverRows | Field | Lambda | Extended) -> str:
    """What is said of the rows of a group, or of the records of a list."""
    match node:
        case OverRows(function=function, operand=operand, among=among):
            only = "" if among is None else f" FILTER (WHERE {flat(among)})"
            return f"{function.value}({'*' if operand is None else flat(operand)}){only}"
        case Field(record=record):
            return f"{name(record)}.{name(node.name)}"
        case Lambda(record=record):
            return f"lambda {name(record)}: {flat(node.body)}"
        case Extended(record=record):
            return f"struct_insert({name(record)}, {name(node.name)} := {flat(node.value)})"


def _opposite(node: Node) -> str:
    match node:
        case IsNull():
            return f"{_within(node.operand, _ATOM)} IS NOT NULL"
        case IsNot():
            return f"{_within(node.operand, _ATOM)} IS {'TRUE' if node.truth else 'FALSE'}"
        case OneOf(operand=operand, options=options):
            return f"{_within(operand, _SUM)} NOT IN ({', '.join(map(flat, options))})"
        case _:
            return "NOT " + _within(node, _ATOM)


def _operands(node: Logic) -> list[str]:
    # AND within OR is bracketed too: nobody has to know which binds more.
    return [_within(operand, _NOT) for operand in node.operands]


def _broken(node: Node, depth: int) -> str:
    """A node on several lines, where its form has any."""
    pad = "\n" + STEP * (depth + 1)
    match node:
        case Case():
            lines = [_line(line, depth + 1) for line in node.lines]
            if node.otherwise != Null():
                last = expression(node.otherwise, depth + 1, before=len(STEP) * (depth + 1) + 5)
                lines.append(f"ELSE {last}{_note(node.note)}")
            return "CASE" + "".join(pad + line for line in lines) + "\n" + STEP * depth + "END"
        case Logic():
            return f"{pad}{node.operator} ".join(
                _bracketed(operand, _NOT, depth + 1) for operand in node.operands
            )
        case Binary(operator="+" | "-" | "||"):
            return pad.join(_chain(node, depth + 1))
        case Binary() | Compared():
            left = _bracketed(node.left, _PRODUCT, depth)
            return f"{left} {node.operator} {_bracketed(node.right, _ATOM, depth)}"
        case Call():
            return f"{node.function.value}({pad}{_listed(node.operands, depth + 1)})"
        case IsNot():
            state = "TRUE" if node.truth else "FALSE"
            return f"{_bracketed(node.operand, _ATOM, depth)} IS NOT {state}"
        case Cast():
            inner_text = expression(node.operand, depth + 1, before=len(pad))
            return f"CAST({pad}{inner_text}{pad[:-2]} AS {type_name(node.type)})"
        case OverRows(function=function, operand=operand, among=among):
            inner_text = "*" if operand is None else expression(operand, depth, before=len(pad))
            if among is None:
                return f"{function.value}({inner_text})"
            only = expression(among, depth + 1, before=len(pad) + len("FILTER (WHERE "))
            return f"{function.value}({inner_text}){pad}FILTER (WHERE {only})"
        case Lambda():
            return f"lambda {name(node.record)}: {expression(node.body, depth, before=len(pad))}"
        case Extended():
            head = f"struct_insert({name(node.record)}, {name(node.name)} :="
            value = expression(node.value, depth + 1, before=len(pad))
            return f"{head}{pad}{value}{pad[:-2]})"
        case Record():
            fields = (
                f"{name(key)}: {expression(value, depth + 1, before=len(pad) + len(key))}"
                for key, value in node.fields
            )
            return "{" + pad + f",{pad}".join(fields) + pad[:-2] + "}"
        case Listed():
            return f"[{pad}{_listed(node.items, depth + 1)}{pad[:-2]}]"
        case _:
            return flat(node)


def _listed(nodes: Sequence[Node], depth: int) -> str:
    """Nodes behind each other, each on a line of its own; names and texts fill their lines."""
    pad = "\n" + STEP * depth
    if not all(isinstance(node, Column | Text) for node in nodes):
        return f",{pad}".join(expression(node, depth, before=len(pad)) for node in nodes)
    lines = [""]
    for item in map(flat, nodes):
        if lines[-1] and len(pad) + len(lines[-1]) + len(item) + 2 > WIDTH:
            lines.append("")
        lines[-1] += f", {item}" if lines[-1] else item
    return f",{pad}".join(lines)


def _chain(node: Node, depth: int) -> list[str]:
    """The operands of a sum or of joined texts, each but the first behind its sign."""
    match node:
        case Binary(operator="+" | "-" as operator):
            loosest = _PRODUCT
        case Binary(operator="||" as operator):
            loosest = _ATOM
        case _:
            return [_bracketed(node, _SUM, depth)]
    same = isinstance(node.left, Binary) and (operator == "||") == _is_joined(node.left)
    first = _chain(node.left, depth) if same else [_bracketed(node.left, loosest, depth)]
    return [*first, f"{operator} {_bracketed(node.right, loosest, depth)}"]


def _is_joined(node: Node) -> bool:
    return isinstance(node, Binary) and node.operator == "||"


def _line(line: When, depth: int) -> str:
    condition = expression(line.condition, depth, before=len(STEP) * depth + 5)
    last = condition.rpartition("\n")[2]
    result = expression(line.result, depth, before=len(STEP) * depth + len(last) + 11)
    return f"WHEN {condition} THEN {result}{_note(line.note)}"


def _note(text: str) -> str:
    return f" -- {text}" if text else ""


def _is_noted(node: Node) -> bool:
    """Whether a note stands in it, which ends its line."""
    match node:
        case Case():
            inner = [x for line in node.lines for x in (line.condition, line.result)]
            noted = node.note or any(line.note for line in node.lines)
            return bool(noted) or any(map(_is_noted, (*inner, node.otherwise)))
        case Binary() | Compared():
            return _is_noted(node.left) or _is_noted(node.right)
        case Logic() | Call():
            return any(map(_is_noted, node.operands))
        case Negated() | Opposite() | IsNull() | IsNot() | OneOf() | Cast():
            return _is_noted(node.operand)
        case Lambda(body=inner_node) | Extended(value=inner_node):
            return _is_noted(inner_node)
        case Record():
            return any(_is_noted(value) for _, value in node.fields)
        case Listed():
            return any(map(_is_noted, node.items))
        case _:
            return False


def _within(node: Node, loosest: int) -> str:
    text = flat(node)
    return f"({text})" if _tightness(node) > loosest else text


def _bracketed(node: Node, loosest: int, depth: int) -> str:
    text = expression(node, depth, before=len(STEP) * depth + 5)
    return f"({text})" if _tightness(node) > loosest else text


def _tightness(node: Node) -> int:
    match node:
        case Binary(operator="+" | "-"):
            return _SUM
        case Binary(operator="*"):
            return _PRODUCT
        case Binary() | Compared() | OneOf() | IsNull() | IsNot():
            return _COMPARISON
        case Negated():
            return _PRODUCT
        case Number(value=value) | Fixed(units=value):
            return _PRODUCT if value < 0 else _ATOM
        case Opposite(operand=IsNull() | IsNot() | OneOf()):
            return _COMPARISON
        case Opposite():
            return _NOT
        case Logic(operator=operator):
            return _AND if operator == "AND" else _OR
        case _:
            return _ATOM
