"""A step of the trace as a formula: once with names, once with the figures put in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

from evaluator.reports.answers import CHOICES, answer_words, field_at, field_words, picked_words
from evaluator.reports.case import NOTHING, Case, Json
from evaluator.reports.coefficients import used_steps
from evaluator.reports.conditions import cases_of, cases_words, question_words, records_words
from evaluator.reports.gathered import gathered, list_of
from evaluator.reports.tables import by_figures, by_names, table_of
from evaluator.reports.without import is_left_out

_LOOSE, _SUM, _PRODUCT, _TIGHT = range(4)
"""How tightly the parts of a formula hold together."""

_SIGNS: Mapping[str, tuple[str, int]] = {
    "plus": (" + ", _SUM),
    "minus": (" \N{MINUS SIGN} ", _SUM),
    "times": (" × ", _PRODUCT),
    "divided": (" / ", _PRODUCT),
    "at_least": (" ≥ ", _LOOSE),
    "at_most": (" ≤ ", _LOOSE),
    "equal": (" = ", _LOOSE),
    "above": (" > ", _LOOSE),
    "below": (" < ", _LOOSE),
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


def figure(case: Case, step: Json) -> str:
    """What a step came to."""
    value = step["value"]
    if step["op"] == "unanswered":
        return case.say("state.not_answered")
    if isinstance(value, bool):
        return case.say("truth.yes" if value else "truth.no")
    if step["op"] == "day" and value is not None:
        return case.day(value)
    if step["op"] in CHOICES:
        return picked_words(case, step)
    if value is not None:
        return case.say.own(value) if step["op"] in {"band", "category"} else case.number(value)
    if "least" in step:
        return _open(case, step)
    if is_left_out(case, step):
        return case.say("state.not_applicable")
    return case.say("value.none")


def came_to(case: Case, step: Json) -> str:
    """What a formula came to; of what waits for answers, that it is not settled."""
    if step["value"] is None and step["op"] != "unanswered" and "least" in step:
        return case.between(step) or figure(case, step)
    return case.approximate(step["value"]) if _is_number(step) else figure(case, step)


def _is_number(step: Json) -> bool:
    """Whether a step came to a number, and not to a category, a choice, a day or a truth."""
    named = {"band", "category", "day", *CHOICES}
    return isinstance(step["value"], str) and step["op"] not in named


def _open(case: Case, step: Json) -> str:
    """The bounds of a part of a formula; a single figure where they meet."""
    if step["least"] is not None and step["least"] == step["most"]:
        return case.number(step["least"])
    return case.between(step) or case.say("value.open")


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
    parts = [_part(writer, name) for name in used_steps(step)]
    case, op = writer.case, step["op"]
    match op, parts:
        case _, [left, right] if op in _SIGNS:
            return _joined(writer, step, left, right)
        case (("constant" | "pinned"), _):
            return _Piece(figure(case, step), _TIGHT)
        case (("input" | "is" | "before_verification"), _):
            return _Piece(_read(writer, step), _TIGHT)
        case (("within" | "field" | "field_is"), _):
            return _Piece(_place(writer, step), _TIGHT)
        case "day", _:
            return _Piece(_date(writer, step), _TIGHT)
        case (("full_years" | "full_months" | "days"), [first, last]):
            text = case.say(f"length.{op}", first=first.text, last=last.text)
            return _Piece(text, _PRODUCT)
        case "pick_is", [one]:
            return _Piece(_pick_is(writer, step, one), _TIGHT)
        case "rounded", [one]:
            return _Piece(f"{case.say('op.rounded')} ({one.text}; {_rounding(case, step)})", _TIGHT)
        case (("same" | "between_rows" | "cases"), [one]):
            return one
        case "not_applicable", []:
            return _Piece(case.say("op.not_applicable"), _TIGHT)
        case (("applies" | "counts_as_answer" | "proved_answer"), [*_, value]):
            return value
        case "unanswered", _:
            return _Piece(_unanswered(writer, step, parts), _TIGHT)
        case "lookup", _:
            return _looked_up(writer, step, parts)
        case "cases", [*conditions, result] if step["value"] is not None:
            return _chosen(writer, conditions, result)
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


def _joined(writer: _Writer, step: Json, left: _Piece, right: _Piece) -> _Piece:
    """Two parts with a sign between them; a comparison with figures says whether it holds."""
    sign, tightness = _SIGNS[step["op"]]
    text = left.within(tightness) + sign + right.within(tightness + 1)
    if tightness == _LOOSE:
        text = _with_verdict(writer, step, text)
    return _Piece(text, tightness)


def _with_verdict(writer: _Writer, step: Json, text: str) -> str:
    """A condition; with figures it says whether it holds."""
    return _judged(writer.case, text, step["value"]) if writer.figures else text


def _judged(case: Case, text: str, holds: bool | None) -> str:  # noqa: FBT001 — what it came to
    """A condition and whether it holds."""
    unsettled = "none" if case.status == "complete" else "open"
    key = {True: "holds", False: "fails", None: unsettled}[holds]
    return case.say("condition", text=text, verdict=case.say(f"verdict.{key}"))


def _pick_is(writer: _Writer, step: Json, pick: _Piece) -> str:
    """A question about a choice among records; with figures, what was picked."""
    if not writer.figures:
        return writer.case.say("condition_is", name=pick.text)
    picked = figure(writer.case, writer.case.steps[used_steps(step)[0]])
    text = writer.case.say("condition_answer", name=pick.text, answer=picked)
    return _with_verdict(writer, step, text)


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
        asked = gathered(case, writer.of, step)
        if asked is None:
            return case.say("records.taken", op=op, name=case.short(list_of(step)))
        return records_words(case, op, asked)
    parts = [case.steps[name] for name in used_steps(step)]
    if not parts and step["value"] is None and "least" in step:
        return case.say("state.not_answered")
    if step["op"] == "count_records":
        counted = [part for part in parts if part["value"] is True]
        return case.say("records.counted", count=str(len(counted)), all=str(len(parts)))
    return f"{op} ({'; '.join(_brought_in(case, step)) or NOTHING})"


def _few(case: Case, step: Json) -> str | None:
    """`mean of 3 highest`, for a step that takes only so many of its values."""
    aggregate, _, end = step["op"].removesuffix("_records").partition("_of_")
    if end not in {"highest", "lowest"}:
        return None
    count = next(used["number"] for used in step["inputs"] if "number" in used)
    return case.say(f"few.{end}", op=case.say(f"op.{aggregate}"), count=case.number(count))


def _brought_in(case: Case, step: Json) -> Iterator[str]:
    """What each record that counts brings in, with what a mean weighs it with."""
    weighs = False
    for used in step["inputs"]:
        part = case.steps.get(used.get("step", ""))
        if part is None or part["op"] == "record" or weighs:
            weighs = False
            continue
        weighs = used.get("weight") is not None
        text = figure(case, part)
        if weighs:
            text = case.say("trace.weighted", step=text, weight=case.number(used["weight"]))
        yield text


def _place(writer: _Writer, step: Json) -> str:
    """A date or a field of a record: by its name, or what was stated and whether it holds."""
    case = writer.case
    if step["op"] == "field":
        return figure(case, step) if writer.figures else _stated_at(case, step)[0]
    if not writer.figures:
        return case.say("condition_is", name=_stated_at(case, step)[0])
    return _with_verdict(writer, step, place_words(case, step))


def _date(writer: _Writer, step: Json) -> str:
    """A date: by its name where it was stated, or the day itself; one that is missing by both."""
    case = writer.case
    read = [str(used["response"]) for used in step["inputs"] if "response" in used]
    if writer.figures or not read:
        if step["value"] is not None:
            return case.day(step["value"])
        missing = case.say("state.not_answered")
        return f"{_stated_at(case, step)[0]} ({missing})" if read else missing
    if read[0].startswith("/period/"):
        return case.say("length." + read[0].removeprefix("/period/"))
    return _stated_at(case, step)[0]


def _stated_at(case: Case, step: Json) -> tuple[str, str]:
    """The name of what a step reads, and what was stated there."""
    pointer = str(next(used["response"] for used in step["inputs"] if "response" in used))
    found = field_at(case, pointer)
    if found is not None:
        entry, field = found
        return case.say.own(field.label), field_words(case, entry, field)
    read = pointer.rpartition("/")[2]
    return case.short(read), answer_words(case, read)


def place_words(case: Case, step: Json) -> str:
    """What was stated at the one place a step reads, and the window a date was held against."""
    name, answer = _stated_at(case, step)
    text = case.say("condition_answer", name=name, answer=answer)
    if "window" not in step:
        return text
    window = step["window"]
    key = {True: "records.inside", False: "records.outside", None: "records.undecided"}[
        step["value"]
    ]
    return case.say(key, text=text, first=case.day(window["from"]), last=case.day(window["to"]))


def _read(writer: _Writer, step: Json) -> str:
    """An answer; a question about one says what was answered and whether it holds."""
    case = writer.case
    pointer = next(used["response"] for used in step["inputs"] if "response" in used)
    name = pointer.rpartition("/")[2]
    if step["op"] in {"input", "before_verification"}:
        return figure(case, step) if writer.figures else question_words(case, name)
    if not writer.figures:
        return case.say("condition_is", name=case.short(name))
    text = case.say("condition_answer", name=case.short(name), answer=answer_words(case, name))
    return _judged(case, text, step["value"])


def _unanswered(writer: _Writer, step: Json, parts: Sequence[_Piece]) -> str:
    """What nobody answered, where a row of a table takes it as such."""
    if writer.figures:
        return writer.case.say("state.not_answered")
    return parts[0].text if parts else _read(writer, step)


def _looked_up(writer: _Writer, step: Json, parts: Sequence[_Piece]) -> _Piece:
    """A table: what it is looked up by, or what that came to and the row that held."""
    case = writer.case
    table = table_of(case, writer.of)
    if table is None:
        return _called(writer, step["op"], parts)

    def written(one: Json, *, figures: bool) -> str:
        if "of" in one:
            return figure(case, one) if figures else case.short(one["of"])
        return _expression(replace(writer, figures=figures), one).text

    named = partial(written, figures=False)
    if writer.figures:
        valued = partial(written, figures=True)
        return _Piece(by_figures(case, table, step, named, valued), _LOOSE)
    return _Piece(by_names(case, table, step, named), _LOOSE)


def _chosen(writer: _Writer, conditions: Sequence[_Piece], result: _Piece) -> _Piece:
    """Cases: every line by its condition, or the conditions that were looked at and what held."""
    case = writer.case
    cases = cases_of(case, writer.of)
    told = None if cases is None else cases_words(case, cases)
    if told is None:
        return _called(writer, "cases", [*conditions, result])
    if not writer.figures:
        return _Piece(told, _LOOSE)
    seen = "; ".join(condition.text for condition in conditions)
    return _Piece(case.say("cases.found", conditions=seen, result=result.text), _LOOSE)


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
