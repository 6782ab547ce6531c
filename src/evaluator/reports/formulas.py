"""A step of the trace as a formula: once with names, once with the figures put in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

from evaluator.intake.pointer import called
from evaluator.model import formula as f
from evaluator.reports.answers import of_record_name
from evaluator.reports.case import NOTHING, Case, Json
from evaluator.reports.coefficients import used_steps
from evaluator.reports.conditions import (
    cases_words,
    condition_words,
    question_words,
    records_words,
)
from evaluator.reports.figures import figure, stated_at
from evaluator.reports.judged import CONDITIONS, SIGN_OF, condition_of, is_joined, judged_words
from evaluator.reports.tables import by_figures, by_names
from evaluator.reports.without import is_left_out

_LOOSE, _SUM, _PRODUCT, _TIGHT = range(4)
"""How tightly the parts of a formula hold together."""

_SIGNS: Mapping[str, tuple[str, int]] = {
    "plus": (" + ", _SUM),
    "minus": (" \N{MINUS SIGN} ", _SUM),
    "times": (" × ", _PRODUCT),
    "divided": (" / ", _PRODUCT),
}


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    tightness: int

    def within(self, tightness: int) -> str:
        return self.text if self.tightness >= tightness else f"({self.text})"


@dataclass(frozen=True, slots=True)
class _Writer:
    """How the parts that have a name are written: by that name, or by their figure.

    Attributes:
        of: what the whole formula is the value of.
    """

    case: Case
    of: str
    leaf: Callable[[Json], str]
    figures: bool


def with_names(case: Case, step: Json) -> str:
    """The formula of a step, its parts by name."""

    def named(part: Json) -> str:
        return case.short(part["of"]) if "of" in part else figure(case, part)

    return _expression(_Writer(case, step.get("of", ""), named, figures=False), step).text


def with_figures(case: Case, step: Json) -> str:
    """The formula of a step with the figures put in."""

    def valued(part: Json) -> str:
        return figure(case, part)

    return _expression(_Writer(case, step.get("of", ""), valued, figures=True), step).text


def of_record(case: Case, step: Json, *, figures: bool) -> str:
    """The formula of what was worked out of a record, by names or with the figures."""
    writer = _Writer(case, "", partial(figure, case), figures=figures)
    return _part(writer, used_steps(step)[0]).text


def is_additive_mean(step: Json) -> bool:
    """Whether a step is an aggregate whose parts all have a share."""
    return all(used.get("share") is not None for used in step["inputs"] if "step" in used)


def _part(writer: _Writer, name: str) -> _Piece:
    step = writer.case.steps[name]
    if "of" in step:
        return _Piece(writer.leaf(step), _TIGHT)
    return _expression(writer, step)


def _expression(writer: _Writer, step: Json) -> _Piece:
    if step["op"] in _RECORDS or step["op"].endswith("_records"):
        return _Piece(_records(writer, step), _TIGHT)
    if step["op"] in CONDITIONS:
        return _condition(writer, step)
    parts = [_part(writer, name) for name in used_steps(step)]
    case, op = writer.case, step["op"]
    match op, parts:
        case _, [left, right] if op in _SIGNS:
            return _joined(op, left, right)
        case (("constant" | "pinned"), _):
            return _Piece(figure(case, step), _TIGHT)
        case (("input" | "before_verification"), _):
            return _Piece(_read(writer, step), _TIGHT)
        case "field", _:
            return _Piece(_field(writer, step), _TIGHT)
        case "record_value", _:
            known = figure(case, step) if writer.figures else of_record_name(case, step)
            return _Piece(known, _TIGHT)
        case "day", _:
            return _Piece(_date(writer, step), _TIGHT)
        case (("full_years" | "full_months" | "days"), [first, last]):
            text = case.say(f"length.{op}", first=first.text, last=last.text)
            return _Piece(text, _PRODUCT)
        case "rounded", [one]:
            return _Piece(f"{case.say('op.rounded')} ({one.text}; {_rounding(case, step)})", _TIGHT)
        case (("same" | "between_rows" | "cases"), [one]):
            return one
        case "not_applicable", []:
            return _Piece(case.say("op.not_applicable"), _TIGHT)
        case "if_answered", [standing, _]:
            return _Piece(figure(case, step), _TIGHT) if writer.figures else standing
        case (("applies" | "counts_as_answer" | "proved_answer"), [*_, value]):
            return value
        case "unanswered", _:
            return _Piece(_unanswered(writer, step, parts), _TIGHT)
        case "lookup", _:
            return _looked_up(writer, step, parts)
        case "cases", [*conditions, result] if step["value"] is not None:
            return _chosen(writer, step, conditions, result)
        case "the_one", _ if len(taken := _taken(step)) == 1:
            return parts[taken[0]]
        case "negative", [one]:
            return _Piece("\N{MINUS SIGN}" + one.within(_TIGHT), _SUM)
        case (("weighted_mean" | "weighted_sum" | "mean" | "sum"), _) if is_additive_mean(step):
            return _added(writer, step, parts)
        case _ if (name := _few(case, step)) is not None:
            return _Piece(f"{name} ({'; '.join(part.text for part in parts)})", _TIGHT)
        case _:
            fixed = [
                _Piece(case.number(used["number"]), _TIGHT)
                for used in step["inputs"]
                if "number" in used
            ]
            return _called(writer, op, [*parts, *fixed])


def _joined(op: str, left: _Piece, right: _Piece) -> _Piece:
    """Two parts with a sign between them."""
    sign, tightness = _SIGNS[op]
    return _Piece(left.within(tightness) + sign + right.within(tightness + 1), tightness)


def _condition(writer: _Writer, step: Json) -> _Piece:
    """What a condition asks for; with figures, what was read as well, and whether it holds."""
    case = writer.case
    if writer.figures:
        named, valued = (partial(_written, writer, figures=figures) for figures in (False, True))
        # The parts of a joined condition stand in brackets already.
        tightness = _SUM if is_joined(case, step) else _LOOSE
        return _Piece(judged_words(case, step, named, valued), tightness)
    asked = condition_of(case, step)
    words = None if asked is None else condition_words(case, asked)
    return _Piece(words or _unworded(writer, step), _LOOSE)


def _unworded(writer: _Writer, step: Json) -> str:
    """What a condition is on, where the rules say it in more than a phrase."""
    case = writer.case
    parts = [_part(writer, name) for name in used_steps(step)]
    match step["op"], parts:
        case (("is" | "field_is" | "within"), _):
            return case.say("condition_is", name=stated_at(case, step)[0])
        case "pick_is", [pick]:
            return case.say("condition_is", name=pick.text)
        case op, [left, right] if op in SIGN_OF:
            return f"{left.text} {SIGN_OF[op]} {right.text}"
        case op, _:
            return _called(writer, op, parts).text


def _written(writer: _Writer, step: Json, *, figures: bool) -> str:
    """A step with names or with figures, whatever the whole formula is written with."""
    case = writer.case
    if "of" in step:
        return figure(case, step) if figures else case.short(step["of"])
    leaf = partial(_written, writer, figures=figures)
    return _expression(replace(writer, leaf=leaf, figures=figures), step).text


_RECORDS = frozenset(
    {
        "count_records",
        "sum_records",
        "mean_records",
        "highest_record",
        "lowest_record",
        "highest_choice",
        "lowest_choice",
    }
)
"""Steps over the records of a list."""


def _records(writer: _Writer, step: Json) -> str:
    """A list by its name, or what is taken of the records that count."""
    case = writer.case
    op = _few(case, step) or case.say(f"op.{step['op']}")
    if not writer.figures:
        asked = case.meant.get(step["id"])
        if isinstance(asked, f.OverRecords | f.PickRecord):
            return records_words(case, op, asked)
        return case.say("records.taken", op=op, name=case.short(_list_of(step)))
    parts = [case.steps[name] for name in used_steps(step)]
    if not parts and step["value"] is None and "least" in step:
        return case.say("state.not_answered")
    if step["op"] == "count_records":
        return case.say("records.counted", count=_counted(case, step, parts), all=str(len(parts)))
    return f"{op} ({'; '.join(_brought_in(case, step)) or NOTHING})"


def _counted(case: Case, step: Json, parts: Sequence[Json]) -> str:
    """How many records count; while that is open of some, between how many and how many."""
    if step["value"] is None and "least" in step:
        return figure(case, step)
    return str(len([part for part in parts if part["value"] is True]))


def _list_of(step: Json) -> str:
    """The id of the list that a step over records reads."""
    return called(str(next(used["response"] for used in step["inputs"] if "response" in used)))


def _few(case: Case, step: Json) -> str | None:
    """`mean of 3 highest`, for a step that takes only so many of its values.

    That of a list nobody stated does not say how many.
    """
    aggregate, _, end = step["op"].removesuffix("_records").partition("_of_")
    count = next((used["number"] for used in step["inputs"] if "number" in used), None)
    if end not in {"highest", "lowest"} or count is None:
        return None
    return case.say(f"few.{end}", op=case.say(f"op.{aggregate}"), count=case.number(count))


def _brought_in(case: Case, step: Json) -> Iterator[str]:
    """What each record that counts, or may count, brings in, and what a mean weighs it with."""
    weighs = is_open = False
    for used in step["inputs"]:
        part = case.steps.get(used.get("step", ""))
        if part is None or part["op"] == "record" or weighs:
            is_open = is_open if part is None or weighs else part["value"] is None
            weighs = False
            continue
        weighs = used.get("weight") is not None
        text = figure(case, part)
        if weighs:
            text = case.say("trace.weighted", step=text, weight=case.number(used["weight"]))
        yield case.say("records.perhaps", value=text) if is_open else text


def _field(writer: _Writer, step: Json) -> str:
    """A field of a record."""
    return figure(writer.case, step) if writer.figures else stated_at(writer.case, step)[0]


def _date(writer: _Writer, step: Json) -> str:
    """A date: by its name where it was stated, or the day itself; one that is missing by both."""
    case = writer.case
    read = [str(used["response"]) for used in step["inputs"] if "response" in used]
    if writer.figures or not read:
        if step["value"] is not None:
            return case.day(step["value"])
        missing = case.say("state.not_answered")
        return f"{stated_at(case, step)[0]} ({missing})" if read else missing
    if read[0].startswith("/period/"):
        return case.say("length." + read[0].removeprefix("/period/"))
    return stated_at(case, step)[0]


def _read(writer: _Writer, step: Json) -> str:
    """An answer that is a number."""
    if writer.figures:
        return figure(writer.case, step)
    pointer = next(used["response"] for used in step["inputs"] if "response" in used)
    return question_words(writer.case, writer.case.asked_at(pointer))


def _unanswered(writer: _Writer, step: Json, parts: Sequence[_Piece]) -> str:
    """What nobody answered, where a row of a table takes it as such."""
    if writer.figures:
        return writer.case.say("state.not_answered")
    return parts[0].text if parts else _read(writer, step)


def _looked_up(writer: _Writer, step: Json, parts: Sequence[_Piece]) -> _Piece:
    """A table: what it is looked up by, or what that came to and the row that held."""
    case = writer.case
    table = case.meant.get(step["id"])
    if not isinstance(table, f.Lookup):
        return _called(writer, step["op"], parts)
    named = partial(_written, writer, figures=False)
    if writer.figures:
        valued = partial(_written, writer, figures=True)
        return _Piece(by_figures(case, table, step, named, valued), _LOOSE)
    return _Piece(by_names(case, table, step, named), _LOOSE)


def _chosen(writer: _Writer, step: Json, conditions: Sequence[_Piece], result: _Piece) -> _Piece:
    """Cases: every line by its condition, or the conditions that were looked at and what held."""
    case = writer.case
    cases = case.meant.get(step["id"])
    told = cases_words(case, cases) if isinstance(cases, f.Cases) else None
    if told is None:
        return _called(writer, "cases", [*conditions, result])
    if not writer.figures:
        return _Piece(told, _LOOSE)
    tightness = _LOOSE if len(conditions) == 1 else _SUM
    looked = "; ".join(condition.within(tightness) for condition in conditions)
    return _Piece(case.say("cases.found", conditions=looked, result=result.text), _LOOSE)


def _rounding(case: Case, step: Json) -> str:
    return case.rounding(step["rounding"]["decimals"], step["rounding"]["mode"])


def _added(writer: _Writer, step: Json, parts: Sequence[_Piece]) -> _Piece:
    """An aggregate that is a sum; what does not apply takes no part."""
    shares = [used["share"] for used in step["inputs"] if "step" in used]
    active = [(share, part) for share, part in zip(shares, parts, strict=True) if share != "0"]
    if not active and is_left_out(writer.case, step):
        return _Piece(writer.case.say("op.nothing_applies"), _LOOSE)
    if step["op"] in {"mean", "sum"}:
        total = " + ".join(part.within(_SUM) for _, part in active)
        if step["op"] == "sum" or len(active) < 2:
            return _Piece(total, _SUM)
        return _Piece(f"({total}) / {len(active)}", _PRODUCT)
    terms = [f"{_weight(writer, s, shares)} × {part.within(_PRODUCT)}" for s, part in active]
    return _Piece(" + ".join(terms), _SUM)


def _taken(step: Json) -> list[int]:
    """The places of the parts that are taken in."""
    shares = [used.get("share") for used in step["inputs"] if "step" in used]
    return [place for place, share in enumerate(shares) if share not in ("0", None)]


def _weight(writer: _Writer, share: str, shares: Sequence[str]) -> str:
    """A share of one whole as a percentage, points as they are."""
    case = writer.case
    whole = all("/" in s or s.partition(".")[0] == "0" or s == "1" for s in shares)
    points = "1" in shares and sum(map(Fraction, shares)) != 1
    return case.percent(share) if whole and not points else case.number(share)


def _called(writer: _Writer, op: str, parts: Sequence[_Piece]) -> _Piece:
    name = writer.case.say(f"op.{op}")
    return _Piece(f"{name} ({'; '.join(part.text for part in parts)})", _TIGHT)
