"""From what the automaton read to the syntax tree: one small builder for each grammar rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from evaluator.source import Span
from evaluator.syntax import tree as t
from evaluator.syntax.token import Token

Part = Any
"""A token, a node, a tuple of nodes, or `None` for an optional part: the grammar says which."""


def build(rule: str, at: Span, parts: Sequence[Part]) -> object:
    """What a rule makes of its parts.

    A statement whose head the parser had to make up stands for no statement: it is an error, whose
    lines have been read for their own mistakes.
    """
    built = BUILDERS[rule](at, *parts)
    return t.Error(at=at) if _made_up(built) else built


def _made_up(built: object) -> bool:
    match built:
        case t.Every(word=""):
            return True
        case t.Change() | t.Add():
            return isinstance(built.statement, t.Error)
        case (
            t.Instrument()
            | t.Scale()
            | t.EvidenceKind()
            | t.Input()
            | t.Cases()
            | t.Bands()
            | t.Categories()
            | t.Table()
        ):
            return built.name is not None and not built.name.text
        case t.ChangeBands(name=t.Name(text="")) | t.Item(name=t.Name(text="")):
            return True
        case t.Group(name=t.Name(text="")) | t.Rank(name=t.Name(text="")):
            return True
        case t.Example(instrument=t.Name(text="")):
            return True
        case _:
            return False


# Words -------------------------------------------------------------------------------------------


def _name(token: Token) -> t.Name:
    return t.Name(at=token.at, text=token.text)


def _text(token: Token) -> t.Text:
    return t.Text(at=token.at, text=token.text)


def _label(token: Token | None) -> t.Text | None:
    return None if token is None else _text(token)


def _day(token: Token) -> t.Day:
    return t.Day(at=token.at, written=token.text)


def _plain(token: Token) -> t.Number:
    return t.Number(at=token.at, written=token.text)


def _number(at: Span, minus: Token | None, top: Token, bottom: Token | None) -> t.Number:
    sign = "-" if minus else ""
    return t.Number(at=at, written=sign + top.text + (f"/{bottom.text}" if bottom else ""))


def _list(_: Span, *parts: Part) -> tuple[Part, ...]:
    return parts


# Intervals ---------------------------------------------------------------------------------------


def _from(at: Span, low: t.Number, below: Token | None, high: t.Number | None) -> t.Interval:
    return t.Interval(at=at, low=low, high=high, high_included=below is None)


def _above(at: Span, low: t.Number, below: Token | None, high: t.Number | None) -> t.Interval:
    return t.Interval(at=at, low=low, low_included=False, high=high, high_included=below is None)


# Formulas ----------------------------------------------------------------------------------------


def _arithmetic(operator: str) -> Callable[..., t.Arithmetic]:
    def built(at: Span, left: Part, *rest: Part) -> t.Arithmetic:
        return t.Arithmetic(at=at, operator=operator, left=left, right=rest[-1])

    return built


def _logic(operator: str) -> Callable[..., t.Logic]:
    def built(at: Span, *operands: Part) -> t.Logic:
        return t.Logic(at=at, operator=operator, operands=operands)

    return built


def _reference(at: Span, name: Token, published: Token | None) -> t.Reference:
    return t.Reference(at=at, name=_name(name), as_published=published is not None)


def _applied(function: str) -> Callable[..., t.Applied]:
    def built(at: Span, operand: Part, argument: Token | None = None) -> t.Applied:
        fixed = None if argument is None else _plain(argument)
        return t.Applied(at=at, function=function, operand=operand, argument=fixed)

    return built


def _rounded(at: Span, operand: Part, decimals: Token, mode: Token) -> t.Rounded:
    return t.Rounded(at=at, operand=operand, decimals=_plain(decimals), mode=mode.text)


def _is(at: Span, subject: Part, choice: Token) -> t.Is:
    match choice.terminal:
        case "TEXT":
            return t.Is(at=at, subject=subject, choice=_text(choice))
        case "NUMBER":
            return t.Is(at=at, subject=subject, choice=_plain(choice))
        case _:
            return t.Is(at=at, subject=subject, choice=_name(choice))


def _is_not(at: Span, subject: Part, choice: Token) -> t.Is:
    return replace(_is(at, subject, choice), negated=True)


def _over_records(
    at: Span, over: Token, field: Token, records: Token, *rest: Part
) -> t.OverRecords:
    """Only a mean has a place for a weight."""
    *weight, where = rest
    return t.OverRecords(
        at=at,
        aggregate=over.text,
        field=_name(field),
        records=_name(records),
        weight=_name(weight[0]) if weight and weight[0] else None,
        where=where,
    )


def _over_few_records(
    at: Span, over: Token, few: t.Few, field: Token, *rest: Part
) -> t.OverRecords:
    records, where = rest
    return t.OverRecords(
        at=at,
        aggregate=over.text,
        few=few,
        field=_name(field),
        records=_name(records),
        where=where,
    )


def _over_subjects(at: Span, over: Token, of: t.Reference, *rest: Part) -> t.OverSubjects:
    """Only a mean has a place for a weight."""
    *weight, where = rest
    return t.OverSubjects(
        at=at,
        aggregate=over.text,
        of=of,
        weight=weight[0] if weight else None,
        where=where,
    )


def _over_few_subjects(
    at: Span, over: Token, few: t.Few, of: t.Reference, where: Part
) -> t.OverSubjects:
    return t.OverSubjects(at=at, aggregate=over.text, few=few, of=of, where=where)


# Statements --------------------------------------------------------------------------------------


def _instrument(
    at: Span, name: Token, label: Token | None, edition: Token, *rest: Part
) -> t.Instrument:
    base, body = rest
    amends, corrects = base or (None, False)
    return t.Instrument(
        at=at,
        name=_name(name),
        label=_label(label),
        edition=_text(edition),
        amends=amends,
        corrects=corrects,
        body=body,
    )


def _in_force(at: Span, first: Token, last: Token | None, under: t.Under) -> t.InForce:
    return t.InForce(at=at, first=_day(first), last=_day(last) if last else None, under=under)


def _assumption(at: Span, name: Token, text: Token, readings: Part, because: Token) -> t.Assumption:
    stated, chosen = readings or ((), None)
    return t.Assumption(
        at=at,
        name=_name(name),
        text=_text(text),
        readings=stated,
        read_as=_name(chosen) if chosen else None,
        because=_text(because),
    )


def _by_assumption(at: Span, name: Token, read_as: Token | None) -> t.ByAssumption:
    return t.ByAssumption(at=at, name=_name(name), read_as=_name(read_as) if read_as else None)


def _weights(
    at: Span, word: Token, total: t.Number, each: Token | None, under: t.Under
) -> t.Weights:
    in_each = each.text if each else None
    return t.Weights(at=at, word=word.text, total=total, in_each=in_each, under=under)


def _weights_of_parent(at: Span, word: Token, parent: Token, under: t.Under) -> t.Weights:
    return t.Weights(at=at, word=word.text, in_each=parent.text, under=under)


def _gate(at: Span, condition: Part, because: Token, under: t.Under) -> t.Gate:
    return t.Gate(at=at, condition=condition, because=_text(because), under=under)


def _scale(at: Span, name: Token, cumulative: Token | None, body: Part, under: t.Under) -> t.Scale:
    rows = tuple(line for line in body if isinstance(line, t.Levels))
    choices, carried = _choices([line for line in body if not isinstance(line, t.Levels)])
    return t.Scale(
        at=at,
        name=_name(name),
        cumulative=cumulative is not None,
        choices=choices,
        carried=carried,
        rows=rows,
        under=under,
    )


def _levels(
    at: Span, first: Token, last: Token, low: t.Number | None, high: t.Number | None
) -> t.Levels:
    return t.Levels(at=at, first=_plain(first), last=_plain(last), low=low, high=high)


def _choices(body: Sequence[Part]) -> tuple[tuple[Part, ...], tuple[t.Carry, ...]]:
    """The choices, and the lines that carry old answers to them."""
    carried = tuple(line for line in body if isinstance(line, t.Carry))
    return tuple(line for line in body if not isinstance(line, t.Carry)), carried


def _choice_type(at: Span, body: Sequence[Part]) -> t.ChoiceType:
    choices, carried = _choices(body)
    return t.ChoiceType(at=at, choices=choices, carried=carried)


def _key(token: Token) -> t.Name | t.Number:
    return _name(token) if token.terminal == "NAME" else _plain(token)


def _carry(at: Span, old: Token, new: Token, under: t.Under) -> t.Carry:
    asked_again = new.terminal == "ASKED_AGAIN"
    return t.Carry(at=at, old=_key(old), new=None if asked_again else _key(new), under=under)


def _choice(at: Span, key: Token, label: Token | None, counts_as: t.Number | None) -> t.Choice:
    return t.Choice(at=at, key=_key(key), label=_label(label), counts_as=counts_as)


def _evidence_kind(
    at: Span, name: Token, label: Token | None, under: t.Under, lines: Part
) -> t.EvidenceKind:
    return t.EvidenceKind(
        at=at, name=_name(name), label=_label(label), under=under, lines=lines or ()
    )


def _requires(at: Span, *parts: Part) -> t.Requires:
    *names, under = parts
    return t.Requires(at=at, names=tuple(_name(name) for name in names), under=under)


def _dated(
    at: Span, before: t.Before | None, under: t.Under
) -> t.DatedWithinPeriod | t.DatedBefore:
    if before is None:
        return t.DatedWithinPeriod(at=at, under=under)
    return t.DatedBefore(at=at, count=before.count, unit=before.unit, under=under)


def _input(at: Span, name: Token, label: Token | None, *rest: Part) -> t.Input:
    type_, by_verifier, under = rest
    return t.Input(
        at=at,
        name=_name(name),
        label=_label(label),
        type=type_,
        by_verifier=by_verifier,
        under=under,
    )


def _number_type(at: Span, *parts: Part) -> t.NumberType:
    """The parts end in the unit or its absence; an interval that is left out leaves no trace."""
    *intervals, unit = parts
    interval = intervals[0] if intervals else None
    return t.NumberType(at=at, interval=interval, unit=_name(unit) if unit else None)


def _field(at: Span, name: Token, label: Token | None, type_: Part, under: t.Under) -> t.Field:
    return t.Field(at=at, name=_name(name), label=_label(label), type=type_, under=under)


def _item(at: Span, word: Token, name: Token, label: Token | None, *rest: Part) -> t.Item:
    attributes, under, body = rest
    return t.Item(
        at=at,
        word=word.text,
        name=_name(name),
        label=_label(label),
        attributes=attributes,
        under=under,
        body=body,
    )


def _repeated(at: Span, name: Token, label: Token | None, *rest: Part) -> t.Repeated:
    over, least, most, counts, under = rest
    records, where = over or (None, None)
    return t.Repeated(
        at=at,
        name=_name(name),
        label=_label(label),
        records=records,
        where=where,
        least=_plain(least),
        most=_plain(most) if most else None,
        counts=counts.text,
        under=under,
    )


def _level_text(at: Span, level: Token, text: Token, under: t.Under) -> t.LevelText:
    return t.LevelText(at=at, level=_plain(level), text=_text(text), under=under)


def _needs(at: Span, level: Token, and_up: Token | None, *rest: Part) -> t.Needs:
    need = rest[0] if len(rest) == 2 else None
    up = and_up is not None
    return t.Needs(at=at, level=_plain(level), and_up=up, need=need, under=rest[-1])


def _answer_needs(at: Span, cell: t.Cell, *rest: Part) -> t.AnswerNeeds:
    need = rest[0] if len(rest) == 2 else None
    return t.AnswerNeeds(at=at, cell=cell, need=need, under=rest[-1])


def _documents(at: Span, count: Token | None, kind: Token) -> t.Documents:
    return t.Documents(at=at, count=_plain(count) if count else None, kind=_name(kind))


def _some_of(at: Span, count: Token, *kinds: Token) -> t.SomeOf:
    return t.SomeOf(at=at, count=_plain(count), kinds=tuple(_name(kind) for kind in kinds))


def _without(at: Span, policy: Token | t.Number | t.Name, under: t.Under) -> t.WithoutEvidence:
    if isinstance(policy, t.Number | t.Name):
        return t.WithoutEvidence(at=at, policy="counts_as", counts_as=policy, under=under)
    return t.WithoutEvidence(at=at, policy=policy.text, under=under)


def _not_applicable(at: Span, policy: Token | t.Number | t.Name, under: t.Under) -> t.NotApplicable:
    counts_as = policy if isinstance(policy, t.Number | t.Name) else None
    return t.NotApplicable(at=at, counts_as=counts_as, under=under)


def _group(at: Span, *parts: Part) -> t.Group:
    *name, body = parts
    return t.Group(at=at, name=_name(name[0]) if name else None, body=body)


def _rank(at: Span, name: Token, label: Token | None, *rest: Part) -> t.Rank:
    *by, ties, under = rest
    return t.Rank(
        at=at, name=_name(name), label=_label(label), by=tuple(by), ties=ties.text, under=under
    )


def _rank_by(at: Span, of: Token, published: Token | None, order: Token) -> t.RankBy:
    return t.RankBy(at=at, of=_name(of), as_published=published is not None, order=order.text)


def _incomplete(at: Span, what: Token, policy: Token | t.Number, under: t.Under) -> t.Incomplete:
    counts_as = policy if isinstance(policy, t.Number) else None
    return t.Incomplete(at=at, what=what.text, counts_as=counts_as, under=under)


def _value(at: Span, name: Token | None, label: Token | None, *rest: Part) -> t.Value:
    formula, published, under = rest
    return t.Value(
        at=at,
        name=_name(name) if name else None,
        label=_label(label),
        formula=formula,
        published=published,
        under=under,
    )


def _cases(at: Span, name: Token | None, label: Token | None, *rest: Part) -> t.Cases:
    lines, published, under = rest
    return t.Cases(
        at=at,
        name=_name(name) if name else None,
        label=_label(label),
        lines=lines,
        published=published,
        under=under,
    )


def _table(at: Span, name: Token | None, label: Token | None, *rest: Part) -> t.Table:
    *subjects, lines, published, under = rest
    return t.Table(
        at=at,
        name=_name(name) if name else None,
        label=_label(label),
        subjects=tuple(subjects),
        lines=lines,
        published=published,
        under=under,
    )


def _row(at: Span, *parts: Part) -> t.Row:
    *cells, result, under = parts
    return t.Row(at=at, cells=tuple(cells), result=result, under=under)


def _published(at: Span, decimals: Token, mode: Token) -> t.Published:
    return t.Published(at=at, decimals=_plain(decimals), mode=mode.text)


def _bands(at: Span, name: Token, label: Token | None, of: Token, *rest: Part) -> t.Bands:
    published, lines, under = rest
    return t.Bands(
        at=at,
        name=_name(name),
        label=_label(label),
        of=_name(of),
        as_published=published is not None,
        lines=lines,
        under=under,
    )


def _band(at: Span, label: Token, interval: t.Interval, *rest: Part) -> t.Band:
    *printed, gate, under = rest
    return t.Band(
        at=at,
        label=_text(label),
        interval=interval,
        printed=tuple(printed),
        gate=gate,
        under=under,
    )


# Amendments --------------------------------------------------------------------------------------


def _remove_line(at: Span, head: Token, *of_level: Token | None) -> t.RemoveLine:
    """The head alone, or `level`, its number and whether what it needs is meant."""
    if not of_level:
        return t.RemoveLine(at=at, head=head.text)
    level, needs = of_level
    written = None if level is None else _plain(level)
    return t.RemoveLine(at=at, head="level" if needs is None else "needs", level=written)


# Examples ----------------------------------------------------------------------------------------


def _example(at: Span, title: Token, instrument: Token, edition: Token, *rest: Part) -> t.Example:
    readings, lines = rest
    return t.Example(
        at=at,
        title=_text(title),
        instrument=_name(instrument),
        edition=_text(edition),
        readings=readings,
        lines=lines,
    )


def _several(read: Callable[[Token], Part], more: Sequence[Part]) -> tuple[Part, ...]:
    """What is stated of further instances of a part."""
    return tuple(x if isinstance(x, t.GivenExempt) else read(x) for x in more)


def _given_list(at: Span, name: Token, *rest: Part) -> t.GivenList:
    *fields, records = rest
    return t.GivenList(at=at, name=_name(name), fields=tuple(map(_name, fields)), records=records)


def _given_field(_: Span, token: Token) -> t.Name | t.Day | t.Text:
    match token.terminal:
        case "DAY":
            return _day(token)
        case "TEXT":
            return _text(token)
        case _:
            return _name(token)


def _expect(at: Span, of: Part, expected: Part, *remark: Part) -> t.Expect:
    """`of` is a token, or a name where it asks for a contribution; a remark may be left out."""
    contribution = isinstance(of, t.Name)
    return t.Expect(
        at=at,
        name=of if contribution else _name(of),
        contribution=contribution,
        expected=expected if isinstance(expected, t.Number) else _text(expected),
        remark=remark[0] if remark else None,
    )


BUILDERS: Mapping[str, Callable[..., object]] = {
    "start": lambda at, *ds: t.File(at=at, declarations=ds),
    "version": lambda at, number: t.Version(at=at, number=_plain(number)),
    "instrument": _instrument,
    "base": lambda _, *parts: (_text(parts[-1]), len(parts) > 1),
    "body": _list,
    "error": lambda at, _: t.Error(at=at),
    "under": _list,
    "provision": lambda at, text: t.Provision(at=at, text=_text(text)),
    "by_assumption": _by_assumption,
    "issuer": lambda at, text: t.Issuer(at=at, text=_text(text)),
    "basis": lambda at, text: t.Basis(at=at, text=_text(text)),
    "in_force": _in_force,
    "draft": lambda at, _: t.Draft(at=at),
    "assesses": lambda at, name, label, *groups: t.Assesses(
        at=at, name=_name(name), label=_label(label), groups=groups
    ),
    "group_kind": lambda at, name, label: t.GroupKind(at=at, name=_name(name), label=_label(label)),
    "assumption": _assumption,
    "readings": lambda _, stated, chosen: (stated, chosen),
    "reading": lambda at, name, text: t.Reading(at=at, name=_name(name), text=_text(text)),
    "weights": _weights,
    "weights_of_parent": _weights_of_parent,
    "gate": _gate,
    "claim_between": lambda at, name, interval, under: t.ClaimBetween(
        at=at, name=_name(name), interval=interval, under=under
    ),
    "claim_rising": lambda at, name, under: t.ClaimRising(at=at, name=_name(name), under=under),
    "claim_adding": lambda at, records, never, name, under: t.ClaimAdding(
        at=at,
        list=_name(records),
        raises=never.text == "never_raises",
        name=_name(name),
        under=under,
    ),
    "scale": _scale,
    "choice": _choice,
    "evidence_kind": _evidence_kind,
    "requires": _requires,
    "dated": _dated,
    "period": lambda _at, _token: None,
    "before": lambda at, count, unit: t.Before(at=at, count=_plain(count), unit=unit.text),
    "valid_on": lambda at, under: t.ValidOn(at=at, under=under),
    "input": _input,
    "by_verifier": lambda at, lines: t.ByVerifier(at=at, lines=lines or ()),
    "before_verification": lambda at, counts_as, under: t.BeforeVerification(
        at=at, counts_as=counts_as, under=under
    ),
    "number_type": _number_type,
    "carry": _carry,
    "choice_type": _choice_type,
    "yes_no_type": lambda at, _: t.YesNoType(at=at),
    "date_type": lambda at, _: t.DateType(at=at),
    "scale_type": lambda at, scale: t.ScaleType(at=at, scale=_name(scale)),
    "text_type": lambda at, _: t.TextType(at=at),
    "list_type": lambda at, fields: t.ListType(at=at, fields=fields),
    "field": _field,
    "every": lambda at, word, body: t.Every(at=at, word=word.text, body=body),
    "item": _item,
    "attributes": _list,
    "weight": lambda at, number: t.Weight(at=at, number=number),
    "maximum": lambda at, number: t.Maximum(at=at, number=number),
    "code": lambda at, text: t.Code(at=at, text=_text(text)),
    "label": lambda at, text: t.Label(at=at, text=_text(text)),
    "rated": lambda at, scale, under: t.Rated(at=at, scale=_name(scale), under=under),
    "answered": lambda at, type_, by_verifier, under: t.Answered(
        at=at, type=type_, by_verifier=by_verifier, under=under
    ),
    "repeated": _repeated,
    "level_text": _level_text,
    "needs": _needs,
    "needs_none": _needs,
    "answer_needs": _answer_needs,
    "answer_needs_none": _answer_needs,
    "any_of": lambda at, *needs: t.NeedAny(at=at, needs=needs),
    "all_of": lambda at, *needs: t.NeedAll(at=at, needs=needs),
    "documents": _documents,
    "some_of": _some_of,
    "without": _without,
    "applies": lambda at, condition, under: t.Applies(at=at, condition=condition, under=under),
    "may_be_not_applicable": lambda at, word, under: t.MayBeNotApplicable(
        at=at, never=word.text == "may_not_be_not_applicable", under=under
    ),
    "not_applicable": _not_applicable,
    "group": _group,
    "rank": _rank,
    "rank_by": _rank_by,
    "incomplete": _incomplete,
    "value": _value,
    "cases": _cases,
    "when": lambda at, result, condition, under: t.When(
        at=at, result=result, condition=condition, under=under
    ),
    "otherwise": lambda at, result, under: t.Otherwise(at=at, result=result, under=under),
    "table": _table,
    "row": _row,
    "cell": lambda at, *keys: t.Cell(at=at, keys=keys),
    "choice_key": lambda _, name: _name(name),
    "special_key": lambda at, word: t.CellWord(at=at, word=word.text),
    "published": _published,
    "bands": _bands,
    "categories": lambda at, name, label, lines, under: t.Categories(
        at=at, name=_name(name), label=_label(label), lines=lines, under=under
    ),
    "label_when": lambda at, label, condition, under: t.LabelWhen(
        at=at, label=_text(label), condition=condition, under=under
    ),
    "label_otherwise": lambda at, label, under: t.LabelOtherwise(
        at=at, label=_text(label), under=under
    ),
    "band": _band,
    "only_when": lambda _, condition: condition,
    "printed": lambda at, name, interval: t.Printed(at=at, name=_name(name), interval=interval),
    "hole": lambda at, takes, under: t.Hole(at=at, takes=takes.text, under=under),
    "from": _from,
    "above": _above,
    "below": lambda at, high: t.Interval(at=at, high=high, high_included=False),
    "at_most": lambda at, high: t.Interval(at=at, high=high),
    "number": _number,
    "any": _logic("or"),
    "all": _logic("and"),
    "not": lambda at, operand: t.Not(at=at, operand=operand),
    "compare": lambda at, left, operator, right: t.Compare(
        at=at, operator=operator.text, left=left, right=right
    ),
    "equal": lambda at, left, right: t.Compare(at=at, operator="=", left=left, right=right),
    "is": _is,
    "is_not": _is_not,
    "among": lambda at, subject, *of: t.Among(
        at=at, subject=subject, choices=tuple(map(_name, of))
    ),
    "within": lambda at, subject, before: t.Within(at=at, subject=subject, before=before),
    "plus": _arithmetic("+"),
    "minus": _arithmetic("-"),
    "times": _arithmetic("*"),
    "divided": _arithmetic("/"),
    "negative": lambda at, _, operand: t.Negative(at=at, operand=operand),
    "constant": lambda at, number: t.Constant(at=at, number=_plain(number)),
    "reference": _reference,
    "own_weight": lambda at, _: t.OwnWeight(at=at),
    "own_answer": lambda at, _: t.OwnAnswer(at=at),
    "answer_of": lambda at, name: t.AnswerOf(at=at, name=_name(name)),
    "fixed_day": lambda at, day: t.FixedDay(at=at, day=_day(day)),
    "period_start": lambda at: t.PeriodDay(at=at, which="period_start"),
    "period_end": lambda at: t.PeriodDay(at=at, which="period_end"),
    "between": lambda at, unit, first, last: t.Between(
        at=at, unit=unit.text, first=first, last=last
    ),
    "rounded": _rounded,
    "root": _applied("root"),
    "logarithm": _applied("logarithm"),
    "natural_logarithm": _applied("natural_logarithm"),
    "power": _applied("power"),
    "absolute": _applied("absolute"),
    "over_tree": lambda at, over, few, word: t.OverTree(
        at=at, aggregate=over.text, few=few, word=word.text
    ),
    "over_list": lambda at, over, few, *of: t.OverList(
        at=at, aggregate=over.text, few=few, operands=of
    ),
    "few": lambda at, count, side: t.Few(at=at, count=_plain(count), side=side.text),
    "count": lambda at, of, where: t.Count(
        at=at, name=of.name, where=where, as_published=of.as_published
    ),
    "over_subjects": _over_subjects,
    "over_few_subjects": _over_few_subjects,
    "over_records": _over_records,
    "over_few_records": _over_few_records,
    "where": lambda _, condition: condition,
    "over_these": lambda _, records, where: (_name(records), where),
    "change": lambda at, statement: t.Change(at=at, statement=statement),
    "change_bands": lambda at, name, under, lines: t.ChangeBands(
        at=at, name=_name(name), under=under, lines=lines
    ),
    "add": lambda at, statement: t.Add(at=at, statement=statement),
    "remove": lambda at, head, *name: t.Remove(
        at=at, head=head.text, name=_name(name[0]) if name else None
    ),
    "rename": lambda at, head, name, new: t.Rename(
        at=at, head=head.text, name=_name(name), new=_name(new)
    ),
    "rename_choice": lambda at, name, of, new: t.RenameChoice(
        at=at, name=_name(name), of=of, new=_name(new)
    ),
    "choices_of_input": lambda at, name: t.ChoicesOfInput(at=at, name=_name(name)),
    "choices_of_field": lambda at, name, records: t.ChoicesOfField(
        at=at, field=_name(name), records=_name(records)
    ),
    "choices_of_every": lambda at, word: t.ChoicesOfEvery(at=at, word=word.text),
    "choices_of_scale": lambda at, name: t.ChoicesOfScale(at=at, name=_name(name)),
    "rename_field": lambda at, name, records, new: t.RenameField(
        at=at, name=_name(name), records=_name(records), new=_name(new)
    ),
    "remove_band": lambda at, *label: t.RemoveBand(at=at, label=_text(label[0]) if label else None),
    "remove_every": lambda at, word: t.RemoveEvery(at=at, word=word.text),
    "remove_weights": lambda at, word, each: t.RemoveWeights(
        at=at, word=word.text, in_each=each.text if each else None
    ),
    "remove_gate": lambda at, because: t.RemoveGate(at=at, because=_text(because)),
    "remove_claim": lambda at, rising, name: t.RemoveClaim(
        at=at, name=_name(name), rising=rising is not None
    ),
    "remove_claim_adding": lambda at, records, never, name: t.RemoveClaimAdding(
        at=at, list=_name(records), raises=never.text == "never_raises", name=_name(name)
    ),
    "remove_line": _remove_line,
    "example": _example,
    "readings_held": _list,
    "reading_held": _by_assumption,
    "origin": lambda at, text: t.Origin(at=at, text=_text(text)),
    "given": lambda at, name, number, *more: t.Given(
        at=at, name=_name(name), number=number, more=more
    ),
    "levels": _levels,
    "given_exempt": lambda at: t.GivenExempt(at=at),
    "given_every": lambda at, word, number: t.GivenEvery(at=at, word=word.text, number=number),
    "given_every_choice": lambda at, word, choice: t.GivenEveryChoice(
        at=at, word=word.text, choice=_name(choice)
    ),
    "given_answer": lambda at, name, number, *more: t.GivenAnswer(
        at=at, name=_name(name), number=number, more=more
    ),
    "given_not_applicable": lambda at, name: t.GivenNotApplicable(at=at, name=_name(name)),
    "given_choice": lambda at, name, choice, *more: t.GivenChoice(
        at=at, name=_name(name), choice=_name(choice), more=_several(_name, more)
    ),
    "given_day": lambda at, name, day, *more: t.GivenDay(
        at=at, name=_name(name), day=_day(day), more=_several(_day, more)
    ),
    "given_period": lambda at, first, last: t.GivenPeriod(
        at=at, first=_day(first), last=_day(last)
    ),
    "given_none": lambda at, name: t.GivenNone(at=at, name=_name(name)),
    "given_list": _given_list,
    "given_record": lambda at, *fields: t.GivenRecord(at=at, fields=fields),
    "given_field": _given_field,
    "expect": _expect,
    "expect_not_scored": lambda at, because: t.ExpectNotScored(at=at, because=_label(because)),
    "expect_incomplete": lambda at, name: t.ExpectIncomplete(at=at, name=_name(name)),
    "expect_rank": lambda at, name, of, rank: t.ExpectRank(
        at=at, name=_name(name), of=_text(of), rank=_plain(rank)
    ),
    "contribution": lambda _, name: _name(name),
    "misprint": lambda at, number, because: t.Misprint(
        at=at, number=number, because=_text(because)
    ),
    "contradicts": lambda at, name, because: t.Contradicts(
        at=at, name=_name(name), because=_text(because)
    ),
}
