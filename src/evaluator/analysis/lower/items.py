"""The tree: items with what `every` says of them, rated or computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeVar

from evaluator.analysis.identity import identity, place, quoted
from evaluator.analysis.level_rows import levels_of, wrong_rows
from evaluator.analysis.lower.evidence import level_need
from evaluator.analysis.lower.formulas import condition, rounding_rule
from evaluator.analysis.lower.inputs import lower_question
from evaluator.analysis.lower.numbers import whole
from evaluator.analysis.lower.proof import answer_needs, named_answer, unproved_answer
from evaluator.analysis.lower.reach import Own, Reach
from evaluator.analysis.lower.records import record_of
from evaluator.analysis.lower.scope import Scope
from evaluator.analysis.lower.types import PLAIN, Unit
from evaluator.analysis.lower.values import formula_of
from evaluator.analysis.pointwise import value_at
from evaluator.analysis.references import asks_dates, fields_read, references
from evaluator.diagnostics.kinds import names
from evaluator.diagnostics.model import Diagnostic, Kind
from evaluator.model import instrument as model
from evaluator.model.formula import (
    Aggregate,
    Formula,
    Ground,
    ItemValue,
    Operand,
    Over,
    OverRecords,
    Tally,
)
from evaluator.model.repetition import instance
from evaluator.syntax import tree
from evaluator.syntax.walk import walk
from evaluator.values.rounding import Rounding

Lines = Sequence[tree.Statement]
L = TypeVar("L", bound=tree.Node)


Everies = Mapping[str, tree.Every]
"""What holds for every item of a word, by the word."""


@dataclass(frozen=True, slots=True)
class Conditional:
    """What is said of when an item applies; its condition may name items that come later."""

    line: tree.Applies
    otherwise: model.NotApplicable | None


@dataclass(frozen=True, slots=True)
class Forest:
    """The items lowered so far, with the units of their values.

    Attributes:
        before: what may be named of the values that rest on inputs alone.
    """

    scope: Scope
    scales: Mapping[str, model.Scale]
    every: Everies
    before: Reach
    # One line missing in `every` is one mistake, however many items it leaves without a value.
    silent: set[str] = field(default_factory=set)
    items: dict[str, model.Item] = field(default_factory=dict)
    conditional: dict[str, Conditional] = field(default_factory=dict)
    units: dict[str, Unit | None] = field(default_factory=dict)

    def report(self, kind: Kind, node: tree.Node, **facts: str | int) -> None:
        """Note what is wrong with an item."""
        self.scope.found.append(Diagnostic(kind=kind, at=place(node), facts=facts))


def lower_item(forest: Forest, item: tree.Item) -> model.Item:
    """An item and everything below it; children first."""
    own = item.body or ()
    every_of_nothing(forest.scope, own)
    inside = replace(forest, every=every_inside(forest.every, own))
    children = tuple(lower_item(inside, s) for s in own if isinstance(s, tree.Item))
    lines = _with_every(own, forest.every.get(item.word))
    ground = forest.scope.ground(item.name.at, item.under)
    rating = formula = published = asked = None
    if _valuation(lines):
        formula, published = _computed(forest, item, children, lines)
        asked = _asked(forest, item, lines)
        conditional = _first(lines, tree.Applies) is not None
        _only_rated(forest, item, own, conditional=conditional, asked=asked is not None)
    elif children or _first(lines, tree.Rated) is None:
        kind = names.ITEM_WITHOUT_VALUE
        if children and any(isinstance(s, tree.Rated) for s in own):
            kind = names.ITEM_RATED_WITH_PARTS
        if item.word not in forest.silent or kind is not names.ITEM_WITHOUT_VALUE:
            forest.report(kind, item, item=item.name.text, statement=quoted(item))
        if item.word in forest.every:
            forest.silent.add(item.word)
    else:
        if _first(lines, tree.Answered) is not None:
            forest.report(names.ITEM_RATED_AND_COMPUTED, item, item=item.name.text)
        for wrong in (s for s in own if isinstance(s, tree.AnswerNeeds)):
            facts = {"statement": quoted(wrong), "where": quoted(item)}
            forest.report(names.STATEMENT_MISPLACED, wrong, **facts)
        rating = _rating(forest, lines, ground)
    lowered = model.Item(
        id=item.name.text,
        word=item.word,
        label=item.label.text if item.label else item.name.text,
        code=next((a.text.text for a in item.attributes if isinstance(a, tree.Code)), None),
        weight=_attribute(item, tree.Weight),
        in_percent=_in_percent(item),
        maximum=_attribute(item, tree.Maximum),
        children=children,
        rating=rating,
        formula=formula,
        published=published,
        asked=asked,
        ground=ground,
    )
    line = _first(lines, tree.Repeated)
    if line is not None:
        lowered = _repeated(forest, lines, item, lowered)
    forest.items[lowered.id] = lowered
    applies = _first(lines, tree.Applies)
    if applies is not None:
        exempt = _first(lines, tree.NotApplicable)
        otherwise = _where_it_does_not_apply(forest.scope, exempt, asked, formula)
        otherwise = _on_its_scale(otherwise, rating)
        forest.conditional[lowered.id] = Conditional(applies, otherwise)
    return lowered


def _attribute(item: tree.Item, kind: type[tree.Weight | tree.Maximum]) -> Fraction | None:
    found = (a.number.value for a in item.attributes if isinstance(a, kind))
    return next(found, None)


def _in_percent(item: tree.Item) -> bool:
    """Whether its weight is written as a percentage, as a page then prints it."""
    return any("%" in a.number.written for a in item.attributes if isinstance(a, tree.Weight))


def _with_every(own: Lines, every: tree.Every | None) -> Lines:
    """The item's own lines, then those of `every` that it does not replace.

    An item that says how it gets its value replaces both `value` and `rated on` of `every`, one
    that says what an answer needs all that `every` says of answers.
    """
    if every is None:
        return own
    said = {identity(line) for line in own}
    if said & _VALUATION:
        said |= _VALUATION
    if ("rated_on",) in said or ("answer",) in said:
        # A level answers one part, a choice or number another: never both.
        said |= {("rated_on",), ("answer",)}
    proved = any(isinstance(line, tree.AnswerNeeds) for line in own)
    return (
        *own,
        *(
            line
            for line in every.body
            if identity(line) not in said and not (proved and isinstance(line, tree.AnswerNeeds))
        ),
    )


_VALUATION = {("value", ""), ("rated_on",)}


def every_of_nothing(scope: Scope, body: Lines) -> None:
    """Report what is said of every part of a word of which there is none."""
    words = {node.word for line in body for node in walk(line) if isinstance(node, tree.Item)}
    for line in body:
        if isinstance(line, tree.Every) and line.word not in words:
            scope.report(names.EVERY_OF_NOTHING, line.at, statement=quoted(line))


def every_inside(outside: Everies, body: Lines) -> Everies:
    """What holds for every item inside one: its own `every` stands above that around it."""
    own = [line for line in body if isinstance(line, tree.Every)]
    inside = {
        line.word: replace(line, body=tuple(_with_every(line.body, outside.get(line.word))))
        for line in own
    }
    return {**outside, **inside} if inside else outside


def _first(lines: Lines, kind: type[L]) -> L | None:
    return next((line for line in lines if isinstance(line, kind)), None)


def _valuation(lines: Lines) -> tree.Valuation | None:
    return next((line for line in lines if isinstance(line, tree.Valuation)), None)


def _computed(
    forest: Forest, item: tree.Item, children: Sequence[model.Item], lines: Lines
) -> tuple[Formula | None, Rounding | None]:
    statement = _valuation(lines)
    if statement is None:
        raise AssertionError("the caller has seen a value")
    if _first(lines, tree.Rated) is not None:
        forest.report(names.ITEM_RATED_AND_COMPUTED, item, item=item.name.text)
        return None, None
    below = {i.id: i for child in children for i in child.walk()}
    reach = replace(
        forest.before,
        items=below,
        of_word=lambda word: nearest(children, word),
        units=forest.units,
        own=Own(item.name.text, _attribute(item, tree.Weight)),
    )
    ground = forest.scope.ground(statement.at, statement.under)
    typed = formula_of(reach, statement, ground)
    if typed is None:
        return None, None
    if typed.endless:
        forest.report(names.PART_WITHOUT_END, item, item=item.name.text)
        return None, None
    forest.units[item.name.text] = typed.unit or PLAIN
    rule = statement.published
    rounding = rounding_rule(forest.scope, rule.decimals, rule.mode) if rule else None
    return typed.term, rounding


_OF_RATED = (
    tree.Needs,
    tree.AnswerNeeds,
    tree.LevelText,
    tree.WithoutEvidence,
    tree.MayBeNotApplicable,
    tree.NotApplicable,
)
"""What is said of levels: it means nothing where a formula gives the value."""


_OF_ASKED = (
    tree.MayBeNotApplicable,
    tree.NotApplicable,
    tree.AnswerNeeds,
    tree.WithoutEvidence,
)
"""What is said of any answer."""


def _only_rated(
    forest: Forest, item: tree.Item, own: Lines, *, conditional: bool, asked: bool
) -> None:
    for line in own:
        fits = (conditional and isinstance(line, tree.NotApplicable)) or (
            asked and isinstance(line, _OF_ASKED)
        )
        if isinstance(line, _OF_RATED) and not fits:
            forest.report(
                names.STATEMENT_MISPLACED, line, statement=quoted(line), where=quoted(item)
            )


def nearest(items: Sequence[model.Item], word: str) -> list[model.Item]:
    """The items of a tree word among these, else below them, not looking below a match."""
    found: list[model.Item] = []
    for item in items:
        found.extend([item] if item.word == word else nearest(item.children, word))
    return found


def _rating(forest: Forest, lines: Lines, ground: Ground) -> model.Rating | None:
    scope = forest.scope
    rated = _first(lines, tree.Rated)
    if rated is None:
        raise AssertionError("the caller has seen how the item is rated")
    if rated.scale.text not in forest.scales:
        if rated.scale.text not in scope.scales:
            scope.report_unknown(rated.scale, forest.scales)
        else:
            scope.report(names.SCALE_OF_NAMES, rated.scale.at, id=rated.scale.text)
        return None
    may_be, never = _declarable(scope, lines)
    kept = (never,) if never else ()
    return model.Rating(
        scale=forest.scales[rated.scale.text],
        needs=tuple(_needs(scope, lines)),
        without=_without(scope, _first(lines, tree.WithoutEvidence)),
        may_be_not_applicable=may_be,
        may_not_be_not_applicable=never,
        not_applicable=_not_applicable(scope, _first(lines, tree.NotApplicable)),
        texts=tuple(_texts(scope, lines)),
        ground=ground.joined(scope.ground(rated.at, rated.under), *kept),
    )


def _declarable(scope: Scope, lines: Lines) -> tuple[Ground | None, Ground | None]:
    """By what rule a part may be declared not applicable, or by what rule it may not."""
    line = _first(lines, tree.MayBeNotApplicable)
    if line is None:
        return None, None
    ground = scope.ground(line.at, line.under)
    return (None, ground) if line.never else (ground, None)


MAX_TIMES = 50
"""How often a part may be repeated at most."""


def _repeated(forest: Forest, lines: Lines, item: tree.Item, alone: model.Item) -> model.Item:
    """A part as what it is repeated for; only what is rated or answered is repeated."""
    scope, line = forest.scope, _first(lines, tree.Repeated)
    if line is None:
        raise AssertionError("the caller has seen what it is repeated for")
    if alone.rating is None and (alone.asked is None or alone.children):
        # Where `rated on` or `answer` was there and wrong, that has been reported.
        if alone.children or (item.name.text not in scope.answers and _is_computed(item)):
            forest.report(names.REPEATED_NOT_RATED, line, item=item.name.text)
        return alone
    if alone.asked is not None and alone.asked.question.by_verifier is not None:
        forest.report(names.REPEATED_POINTS, line, item=item.name.text)
        return alone
    least = whole(scope, line.least, least=1)
    most = whole(scope, line.most, least=1) if line.most else least
    if least is None or most is None:
        return alone
    if most < least or most > MAX_TIMES:
        facts = {"least": least, "most": most, "limit": MAX_TIMES}
        scope.report(names.REPEATED_TIMES, (line.most or line.least).at, **facts)
        return alone
    ground = scope.ground(line.at, line.under)
    among = _among(forest, line, ground)
    if line.records is not None and among is None:
        return alone
    exempt = _first(lines, tree.NotApplicable) if among is not None else None
    otherwise = _where_it_does_not_apply(scope, exempt, alone.asked, alone.formula)
    repeated = model.Repeated(
        id=line.name.text,
        label=line.label.text if line.label else line.name.text,
        least=least,
        most=most,
        each=line.counts == "each_counted",
        rating=alone.rating,
        asked=alone.asked,
        formula=alone.formula,
        among=among,
        otherwise=_on_its_scale(otherwise, alone.rating),
        ground=ground,
    )
    children = tuple(_instances(alone, repeated))
    mean = tuple(Operand(formula=ItemValue(id=x.id, ground=ground)) for x in children)
    return replace(
        alone,
        children=children,
        rating=None,
        asked=None,
        formula=Over(aggregate=Aggregate.MEAN, operands=mean, ground=ground),
        repeated=repeated,
    )


def _among(forest: Forest, line: tree.Repeated, ground: Ground) -> OverRecords | None:
    """How many records of a list there are for which a part is repeated."""
    if line.records is None:
        return None
    record = record_of(forest.before, line.records, line.records.at)
    if record is None:
        return None
    where = None
    if line.where is not None:
        where = condition(forest.before.within(record), line.where, ground)
        if where is None:
            return None
    return OverRecords(tally=Tally.COUNT, list=record.list, where=where, ground=ground)


def _is_computed(item: tree.Item) -> bool:
    return any(isinstance(s, tree.Item | tree.Valuation) for s in item.body or ())


def _instances(alone: model.Item, repeated: model.Repeated) -> Iterator[model.Item]:
    """As many instances as there may be; those that need not be there may be left out.

    A part that counts as something where it is declared not applicable then counts once.
    """
    how = repeated.how
    certain = repeated.least if how.may_be_not_applicable is None else 1
    if repeated.among is not None and repeated.among.where is not None:
        own = repeated.otherwise
        certain = 0 if own is None or own.amount is None else 1
    for number in range(1, repeated.most + 1):
        out = how.may_be_left_out or number > certain
        one = instance(alone, repeated, number, f"{repeated.label} {number}")
        may_be = repeated.ground if out else None
        if one.rating is not None:
            rating = replace(one.rating, may_be_not_applicable=may_be, not_applicable=None)
            yield replace(one, rating=rating)
        elif one.asked is not None:
            asked = replace(one.asked, may_be_not_applicable=may_be, not_applicable=None)
            yield replace(one, asked=asked)


def _needs(scope: Scope, lines: Lines) -> Iterator[model.LevelNeed]:
    for line in lines:
        if isinstance(line, tree.Needs):
            need = level_need(scope, line)
            if need is not None:
                yield need


def _texts(scope: Scope, lines: Lines) -> Iterator[model.LevelText]:
    for line in lines:
        if isinstance(line, tree.LevelText):
            level = whole(scope, line.level)
            if level is not None:
                ground = scope.ground(line.at, line.under)
                yield model.LevelText(level=level, text=line.text.text, ground=ground)


def _without(scope: Scope, line: tree.WithoutEvidence | None) -> model.WithoutEvidence | None:
    if line is None:
        return None
    if isinstance(line.counts_as, tree.Name):
        at = line.counts_as.at
        scope.report(names.COUNTS_AS_NO_ANSWER, at, text=at.text)
        return None
    level = whole(scope, line.counts_as) if line.counts_as else None
    if line.counts_as is not None and level is None:
        return None
    return model.WithoutEvidence(
        policy=model.Unproved(line.policy),
        counts_as=level,
        ground=scope.ground(line.at, line.under),
    )


def lines_of_parts(items: Iterable[tree.Item], every: Everies) -> Iterator[tuple[tree.Item, Lines]]:
    """Every part at any depth, with its own lines and what `every` adds to them."""
    for item in items:
        body = item.body or ()
        yield item, _with_every(body, every.get(item.word))
        parts = (s for s in body if isinstance(s, tree.Item))
        yield from lines_of_parts(parts, every_inside(every, body))


def answers_in(scope: Scope, items: Iterable[tree.Item], every: Everies) -> None:
    """Note what answers each part that is answered and not rated, at any depth."""
    for item, lines in lines_of_parts(items, every):
        line = _first(lines, tree.Answered)
        if line is not None:
            scope.answers[item.name.text] = line


def _asked(forest: Forest, item: tree.Item, lines: Lines) -> model.Asked | None:
    """The question a part has of its own, and what follows where it does not apply."""
    scope = forest.scope
    line = _first(lines, tree.Answered)
    if line is None:
        return None
    question = lower_question(scope, line, item)
    may_be, never = _declarable(scope, lines)
    declared = _first(lines, tree.MayBeNotApplicable)
    exempt = _first(lines, tree.NotApplicable)
    if question.by_verifier is not None:
        # Nobody answers it, so nobody can declare it or prove it either.
        claimed = [declared] if may_be is not None and declared is not None else []
        proofs = [x for x in lines if isinstance(x, tree.AnswerNeeds | tree.WithoutEvidence)]
        for wrong in (*claimed, *proofs):
            facts = {"statement": quoted(wrong), "where": quoted(item)}
            forest.report(names.STATEMENT_MISPLACED, wrong, **facts)
    return model.Asked(
        question=replace(question, ground=question.ground.joined(*((never,) if never else ()))),
        may_be_not_applicable=may_be,
        may_not_be_not_applicable=never,
        not_applicable=_exempt_answer(scope, exempt, question) if exempt else None,
        needs=tuple(answer_needs(scope, lines, question)),
        without=unproved_answer(scope, _first(lines, tree.WithoutEvidence), question),
    )


def _exempt_answer(
    scope: Scope, line: tree.NotApplicable, question: model.Input
) -> model.ExemptAnswer:
    choice, number = named_answer(scope, line.counts_as, question)
    ground = scope.ground(line.at, line.under)
    return model.ExemptAnswer(choice=choice, number=number, ground=ground)


def _where_it_does_not_apply(
    scope: Scope,
    line: tree.NotApplicable | None,
    asked: model.Asked | None,
    formula: Formula | None,
) -> model.NotApplicable | None:
    """What an item comes to whose condition does not hold; an answer it counts as is worked out."""
    if line is None or asked is None or line.counts_as is None:
        return _not_applicable(scope, line)
    answer = asked.not_applicable.answer if asked.not_applicable is not None else None
    if answer is None or formula is None:
        return None  # That it is none of the answers, or that there is no value, has been told.
    value = _value_of(asked.question, answer, formula)
    if value is None:
        scope.report(names.COUNTS_AS_CONDITIONAL, line.counts_as.at, item=asked.question.key)
    ground = scope.ground(line.at, line.under)
    return model.NotApplicable(counts_as=None, value=value, ground=ground)


def _on_its_scale(
    otherwise: model.NotApplicable | None, rating: model.Rating | None
) -> model.NotApplicable | None:
    """The level that a rated item counts as, with what the scale makes of it."""
    level = otherwise.counts_as if otherwise is not None else None
    if otherwise is None or level is None or rating is None or rating.scale.is_plain:
        return otherwise
    known = level in rating.scale.numbers
    return replace(otherwise, value=rating.scale.value(level)) if known else otherwise


def _not_applicable(scope: Scope, line: tree.NotApplicable | None) -> model.NotApplicable | None:
    if line is None:
        return None
    if isinstance(line.counts_as, tree.Name):
        at = line.counts_as.at
        scope.report(names.COUNTS_AS_NO_ANSWER, at, text=at.text)
        return None
    level = whole(scope, line.counts_as) if line.counts_as else None
    return model.NotApplicable(counts_as=level, ground=scope.ground(line.at, line.under))


def _value_of(question: model.Input, answer: Fraction | str, formula: Formula) -> Fraction | None:
    """What an answer comes to; nothing where it takes more than the answer to say."""
    if references(formula) - {question.id} or asks_dates(formula) or fields_read(formula):
        return None
    value = value_at(formula, {question.id: answer}, {question.id: question})
    return value if isinstance(value, Fraction) else None


def scale_of(scope: Scope, scale: tree.Scale) -> model.Scale:
    """A scale of whole levels; a level that is not a whole number is reported and left out."""
    levels: list[model.Level] = []
    scope.found.extend(wrong_rows(scale))
    for choice in levels_of(scale):
        label = choice.label.text if choice.label else None
        if isinstance(choice.key, tree.Name):
            facts = {"text": choice.key.text}
            scope.found.append(
                Diagnostic(kind=names.LEVEL_NOT_WHOLE, at=choice.key.at, facts=facts)
            )
            continue
        number = whole(scope, choice.key)
        if number is not None:
            counts_as = choice.counts_as.value if choice.counts_as else None
            levels.append(model.Level(number=number, label=label, counts_as=counts_as))
    return model.Scale(
        id=scale.name.text,
        cumulative=scale.cumulative,
        levels=tuple(levels),
        ground=scope.ground(scale.name.at, scale.under),
    )
