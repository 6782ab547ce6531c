"""Values of a group of subjects: statistics of its subjects first, then its formulas.

All subjects together may look at the groups of a kind in the same way, once these are assessed.

A formula of a group looks at the subjects only through aggregates. So a group needs nothing of its
subjects but a few exact numbers for each aggregate, its statistics, wherever they were worked out:
`summarise` takes them from assessments, and a database can sum them up for a million subjects. All
else is the one recursion that computes the values of a subject, with the group as its subject.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import chain

from evaluator.backends.exact.arithmetic import rounded
from evaluator.backends.exact.assess import Assessment, categories_of, conclude
from evaluator.backends.exact.bands import Category
from evaluator.backends.exact.categories import Labelled
from evaluator.backends.exact.conditions import decide
from evaluator.backends.exact.evaluate import Evaluation, compute
from evaluator.backends.exact.facts import Facts
from evaluator.backends.exact.steps import Step, Use, from_many, stated_few
from evaluator.intake.pointer import below
from evaluator.model.formula import End, Few, Gathering, OverSubjects, SubjectValue
from evaluator.model.instrument import GroupRules, Incomplete, Instrument, leaves_out
from evaluator.values.amounts import Amount, Known, NoValue, Open, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What the subjects of a group came to for one aggregate, as exact numbers.

    A subject takes part where the condition of the aggregate holds for it and its value is known.
    An incomplete subject does as the rules say: it takes part with the number it counts as, or is
    left out of everything but a count of subjects.

    Of a few highest or lowest, `total`, `weight`, `highest` and `lowest` are those of the few.

    Attributes:
        count: the subjects that take part.
        total: the sum of their values; with a weight, of weight times value.
        weight: the sum of their weights; without a weight in the rules, their number.
        highest, lowest: the highest and lowest of their values; `None` where nobody takes part.
        open: the subjects of which it waits for answers whether, or with what, they take part;
            none where the rules leave incomplete subjects out.
        without: the subjects for which the condition holds, that wait for nothing and have no
            value, such as a quotient by zero; they take no part.
        few: of a few highest or lowest, the values of the few, where they are known.
    """

    count: int = 0
    total: Fraction = Fraction(0)
    weight: Fraction = Fraction(0)
    highest: Fraction | None = None
    lowest: Fraction | None = None
    open: int = 0
    without: int = 0
    few: tuple[Fraction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """All that the formulas of a group need of its subjects.

    Attributes:
        subjects: how many there are.
        incomplete: how many of them wait for answers.
        lacking: how many wait for none, but lack an answer that is asked of them here: one that an
            aggregate gathers or weighs by, or that ranks go by.
        not_scored: how many of them have no score, by a rule of the instrument.
        terms: for each aggregate that the formulas of the group ask for: `GroupRules.asks`.
        groups: what the groups of each kind are that such formulas look at.
    """

    subjects: int
    incomplete: int = 0
    lacking: int = 0
    not_scored: int = 0
    terms: Mapping[OverSubjects, Gathered] = field(default_factory=dict)
    groups: Mapping[str, Counted] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many groups of a kind there are, how many of them wait, and how many are left out."""

    groups: int
    incomplete: int
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAssessment:
    """What was computed for one group, with its reasons: the group is the subject."""

    rules: GroupRules
    statistics: Statistics
    assessment: Assessment

    @property
    def incomplete(self) -> int:
        """The subjects with a missing answer that their own result or this group asks for."""
        return self.statistics.incomplete + self.statistics.lacking

    @property
    def left_out(self) -> int:
        """Those that the rules leave out of every figure that lacks something of them."""
        return self.incomplete if leaves_out(self.rules.incomplete) else 0


def summarise(rules: GroupRules, assessments: Iterable[Assessment]) -> Statistics:
    """The statistics of the subjects of one group."""
    members = [member_of(rules, assessment) for assessment in assessments]
    parts = _parts(rules.incomplete, rules.asks, members)
    return Statistics(
        subjects=len(members),
        incomplete=sum(member.waits for member in members),
        lacking=sum(_lacking(members, parts, rules.ranked_by(None))),
        not_scored=sum(member.unscored for member in members),
        terms=_gathered(rules.incomplete, parts),
    )


def together(one: Statistics, other: Statistics) -> Statistics:
    """The statistics of the subjects of one and of the other, who are different ones."""
    return Statistics(
        subjects=one.subjects + other.subjects,
        incomplete=one.incomplete + other.incomplete,
        lacking=one.lacking + other.lacking,
        not_scored=one.not_scored + other.not_scored,
        terms={t: _gathered_together(t, found, other.terms[t]) for t, found in one.terms.items()},
    )


def _gathered_together(term: OverSubjects, one: Gathered, other: Gathered) -> Gathered:
    both = Gathered(
        count=one.count + other.count,
        total=one.total + other.total,
        weight=one.weight + other.weight,
        highest=max((x.highest for x in (one, other) if x.highest is not None), default=None),
        lowest=min((x.lowest for x in (one, other) if x.lowest is not None), default=None),
        open=one.open + other.open,
        without=one.without + other.without,
    )
    if term.few is None:
        return both
    counting = [_Counts(value, Fraction(1)) for value in (*one.few, *other.few)]
    few = tuple(part.value for part in _few(term.few, counting))
    return replace(
        both,
        total=sum(few, Fraction(0)),
        weight=Fraction(len(few)),
        highest=max(few, default=None),
        lowest=min(few, default=None),
        few=few,
    )


def with_groups(
    rules: GroupRules, statistics: Statistics, groups: Sequence[GroupAssessment]
) -> Statistics:
    """The statistics of all subjects with those of the groups that their formulas look at."""
    policy = rules.incomplete_group
    terms, counted = dict(statistics.terms), dict(statistics.groups)
    for kind in dict.fromkeys(term.of_groups for term in rules.asks_groups):
        members = [group_member(policy, one) for one in groups if one.rules.id == kind]
        asked = (term for term in rules.asks_groups if term.of_groups == kind)
        parts = _parts(policy, asked, members)
        terms |= _gathered(policy, parts)
        lacking = _lacking(members, parts, rules.ranked_by(kind))
        waiting = sum(member.waits for member in members) + sum(lacking)
        counted[kind or ""] = Counted(
            groups=len(members),
            incomplete=waiting,
            left_out=waiting if leaves_out(policy) else 0,
        )
    return replace(statistics, terms=terms, groups=counted)


def assess_group(
    instrument: Instrument,
    rules: GroupRules,
    statistics: Statistics,
    inputs: Mapping[str, object],
) -> GroupAssessment:
    """The values of one group from the statistics of its subjects and its own inputs.

    Statistics of all subjects together hold those of groups as well: see `with_groups`. `inputs`
    holds a `Fraction`, the id of a choice, or a truth value by the id of the input; what is not in
    it is missing.
    """
    facts = Facts({}, inputs, {i.id: (below("/inputs", i.id),) for i in rules.inputs})
    asked = (*rules.asks, *rules.asks_groups)
    steps = {term: _step(term, statistics.terms[term]) for term in asked}
    group = conclude(instrument.for_group(rules), facts, {}, steps)
    return GroupAssessment(rules=rules, statistics=statistics, assessment=group)


def aggregates_as_stated(
    rules: GroupRules, members: Mapping[str | None, Sequence[Member]]
) -> Mapping[OverSubjects, Step]:
    """The aggregates over groups that are stated, by their kind, and over subjects, by `None`.

    What is not stated leaves an aggregate open, which is not the same as one that is incomplete.
    """
    asked = (*rules.asks, *rules.asks_groups)
    parts = {
        term: [_part(None, term, member) for member in members[term.of_groups]]
        for term in asked
        if term.of_groups in members
    }
    return {term: _step(term, found) for term, found in _gathered(None, parts).items()}


# One subject -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One subject as its group sees it.

    Attributes:
        run: its values, as far as the rules let the group see them.
        waits: whether it is incomplete.
        unscored: whether there is no score for it.
    """

    run: Evaluation
    waits: bool
    unscored: bool


def group_member(policy: Incomplete | None, group: GroupAssessment) -> Member:
    """A group as all subjects together see it."""
    assessment = group.assessment
    return _member(policy, assessment, waits=bool(assessment.waiting), unscored=False)


def member_of(rules: GroupRules, assessment: Assessment) -> Member:
    """A subject by its assessment and by what the rules say of one that is incomplete."""
    unscored = assessment.gate is not None
    waits = not unscored and bool(assessment.waiting)
    return _member(rules.incomplete, assessment, waits=waits, unscored=unscored)


def _member(
    policy: Incomplete | None, assessment: Assessment, *, waits: bool, unscored: bool
) -> Member:
    run = assessment.evaluation
    labels = _labels(assessment.categories, assessment.labelled)
    if unscored:
        run = _standing_for(run, NoValue("not_scored"))
        labels = dict.fromkeys(labels, NoValue("not_scored"))
    elif waits and policy is not None and policy.counts_as is not None:
        run = _standing_for(run, Known(policy.counts_as))
        labels = _labels(*categories_of(run))
    facts = replace(run.facts, labels=labels)
    return Member(run=replace(run, facts=facts), waits=waits, unscored=unscored)


def member_as_stated(assessment: Assessment) -> Member:
    """A subject, or group, by figures that are stated: what else a formula looks at is open."""
    return _member(None, assessment, waits=False, unscored=assessment.gate is not None)


def _standing_for(run: Evaluation, amount: Amount) -> Evaluation:
    """The same subject with one amount for each of its items and values; inputs stay."""
    step = Step(op="counts_as", amount=amount)
    roundings = {item.id: item.published for item in run.instrument.walk()}
    roundings |= {value.id: value.published for value in run.instrument.values}
    return replace(
        run,
        items=dict.fromkeys(run.items, step),
        values=dict.fromkeys(run.values, step),
        published={
            name: replace(step, amount=rounded(amount, rounding))
            for name, rounding in roundings.items()
            if rounding is not None
        },
    )


def _labels(
    categories: Mapping[str, tuple[Category, Step]], labelled: Mapping[str, Labelled]
) -> dict[str, str | Open | NoValue]:
    """The category in each table, with a value behind it or without."""
    found = {
        name: _label(category.row.label if category.row else None, [step, *category.waits])
        for name, (category, step) in categories.items()
    }
    return found | {name: _label(x.label, [x.step]) for name, x in labelled.items()}


def _label(label: str | None, steps: Iterable[Step]) -> str | Open | NoValue:
    if label is not None:
        return label
    return _OPEN if any(step.is_open for step in steps) else NoValue("no_category")


# Many subjects -----------------------------------------------------------------------------------


def _parts(
    policy: Incomplete | None, terms: Iterable[OverSubjects], members: Sequence[Member]
) -> Mapping[OverSubjects, Sequence[_Part]]:
    """With what each subject, or group, takes part in each aggregate; `policy`: if it waits."""
    return {term: [_part(policy, term, member) for member in members] for term in terms}


def _gathered(
    policy: Incomplete | None, parts: Mapping[OverSubjects, Sequence[_Part]]
) -> dict[OverSubjects, Gathered]:
    """Each aggregate over those who take part."""
    return {term: _of_parts(policy, term, found) for term, found in parts.items()}


def _of_parts(policy: Incomplete | None, term: OverSubjects, parts: Sequence[_Part]) -> Gathered:
    counting = [part for part in parts if isinstance(part, _Counts)]
    taken = _few(term.few, counting)
    values = [part.value for part in taken]
    return Gathered(
        few=() if term.few is None else tuple(values),
        count=len(counting),
        total=sum((part.value * part.weight for part in taken), Fraction(0)),
        weight=sum((part.weight for part in taken), Fraction(0)),
        highest=max(values, default=None),
        lowest=min(values, default=None),
        open=0 if leaves_out(policy) else sum(isinstance(part, Open) for part in parts),
        without=sum(isinstance(part, NoValue) for part in parts),
    )


def _lacking(
    members: Sequence[Member],
    parts: Mapping[OverSubjects, Sequence[_Part]],
    ranks: Sequence[SubjectValue],
) -> Iterator[bool]:
    """Of each, whether it waits for nothing itself and lacks an answer that is asked of it here."""
    for place, member in enumerate(members):
        keys = (compute(member.run, of).amount for of in ranks)
        found = chain((of_term[place] for of_term in parts.values()), keys)
        yield not member.waits and any(isinstance(part, Open) for part in found)


@dataclass(frozen=True, slots=True)
class _Counts:
    """A subject takes part."""

    value: Fraction
    weight: Fraction


_Part = _Counts | Open | NoValue | None
"""With what one takes part; open while it waits, `None` if it does not."""


def _few(few: Few | None, counting: Sequence[_Counts]) -> Sequence[_Counts]:
    """All, or the few of the highest or lowest values."""
    if few is None:
        return counting
    highest = few.end is End.HIGHEST
    return sorted(counting, key=lambda part: part.value, reverse=highest)[: few.count]


_OPEN = Open(None, None)


def _part(policy: Incomplete | None, term: OverSubjects, member: Member) -> _Part:
    """Whether and with what a subject takes part."""
    run = member.run
    held = _holds(term, run)
    if isinstance(held, NoValue) or held.holds is False:
        return None
    if term.of is None:
        if member.waits and leaves_out(policy) and term.is_of_results:
            return None  # as from every value, so that shares have one and the same whole
        return _Counts(Fraction(1), Fraction(1)) if held.holds else _OPEN
    stands_in = policy is not None and policy.counts_as is not None
    if held.holds is None or (member.waits and not stands_in):
        return _OPEN
    value = compute(run, term.of).amount
    weight = Known(Fraction(1)) if term.weight is None else compute(run, term.weight).amount
    if isinstance(value, Known) and isinstance(weight, Known):
        return _Counts(value.value, weight.value)
    if isinstance(value, Open) or isinstance(weight, Open):
        return _OPEN
    return NoValue("no_value")


def _holds(term: OverSubjects, run: Evaluation) -> Verdict | NoValue:
    if term.where is None:
        return Verdict(holds=True)
    return decide(term.where, run.facts, run.compute).outcome


# One aggregate -----------------------------------------------------------------------------------


def _step(term: OverSubjects, gathered: Gathered) -> Step:
    """An aggregate over the subjects and its reason."""
    if term.aggregate is Gathering.MEAN:
        return _mean(term, gathered)
    return _leaf(term, term.aggregate.value, _amount(term.aggregate, gathered))


def _mean(term: OverSubjects, gathered: Gathered) -> Step:
    """A sum by a number of subjects, or by a sum of their weights."""
    is_open = gathered.open > 0
    total: Amount = _OPEN if is_open else Known(gathered.total)
    weight: Amount = _OPEN if is_open else Known(gathered.weight)
    parts = (
        _leaf(term, "sum" if term.weight is None else "weighted_sum", total),
        _leaf(term, "count" if term.weight is None else "weight", weight),
    )
    amount: Amount = _OPEN
    if not is_open and not gathered.count:
        amount = NoValue("nobody_to_aggregate")
    elif not is_open:
        known = gathered.weight
        amount = Known(gathered.total / known) if known else NoValue("division_by_zero")
    return Step(
        op=term.op("mean"),
        amount=amount,
        inputs=(*stated_few(term.few), *(Use(step=part) for part in parts)),
        ground=term.ground,
    )


def _amount(aggregate: Gathering, gathered: Gathered) -> Amount:
    if gathered.open:
        if aggregate is Gathering.COUNT:
            most = gathered.count + gathered.open
            return Open(Fraction(gathered.count), Fraction(most))
        return _OPEN
    match aggregate:
        case Gathering.COUNT:
            return Known(Fraction(gathered.count))
        case Gathering.SUM:
            return Known(gathered.total)
        case Gathering.HIGHEST | Gathering.LOWEST:
            is_high = aggregate is Gathering.HIGHEST
            end = gathered.highest if is_high else gathered.lowest
            return NoValue("nobody_to_aggregate") if end is None else Known(end)
        case Gathering.MEAN:
            raise AssertionError("a mean is a sum by a number")


def _leaf(term: OverSubjects, what: str, amount: Amount) -> Step:
    return Step(
        op=term.op(what),
        amount=amount,
        inputs=(*stated_few(term.few), from_many(term)),
        ground=term.ground,
    )
