"""The ranks of subjects in their group, and of groups among all.

Whoever waits for answers has no rank, and as long as the rules do not leave it out it may still
come before others: their ranks are open too, between a least and a most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from evaluator.backends.exact.assess import Assessment
from evaluator.backends.exact.evaluate import compute
from evaluator.backends.exact.groups import GroupAssessment, Member, group_member, member_of
from evaluator.model.formula import End, InputValue, SubjectValue
from evaluator.model.instrument import (
    GroupRules,
    Incomplete,
    Item,
    Ranking,
    Ties,
    Value,
    leaves_out,
)
from evaluator.values.amounts import Amount, Endless, Known, Open, Pick, Verdict, bounds
from evaluator.values.numbers import text_of

_Key = tuple[Fraction, ...]
"""What decides, turned so that the greater one comes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrant:
    """One that is ranked: a subject, or a group.

    Attributes:
        amounts: what it comes to in each value that ranks go by.
        told: these as they are printed; `None` where there is none.
        because: why it has no rank: a code; `None` where it has, or may have one.
        waits: whether it waits for answers.
    """

    id: str
    name: str | None
    amounts: tuple[Amount, ...]
    told: tuple[str | None, ...]
    because: str | None
    waits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The rank of one; while it is open `least` and `most` say between which it lies.

    Attributes:
        because: why there is none: `incomplete`, `left_out`, `not_scored` or `no_value`, or that
            others are still incomplete: `others_incomplete`.
    """

    entrant: Entrant
    rank: int | None = None
    least: int | None = None
    most: int | None = None
    because: str | None = None


def subject_entrant(
    rules: GroupRules, ranking: Ranking, subject: tuple[str, str | None], assessment: Assessment
) -> Entrant:
    """A subject as its group ranks it."""
    return _seen(rules.incomplete, ranking, subject, member_of(rules, assessment))


def group_entrant(
    rules: GroupRules, ranking: Ranking, name: str, group: GroupAssessment
) -> Entrant:
    """A group as all are ranked."""
    policy = rules.incomplete_group
    return _seen(policy, ranking, (name, None), group_member(policy, group))


def _seen(
    policy: Incomplete | None, ranking: Ranking, subject: tuple[str, str | None], member: Member
) -> Entrant:
    """One as the rules let it be seen that say what an incomplete one does."""
    left_out = leaves_out(policy)
    stands_in = policy is not None and not left_out
    amounts = tuple(_amount(member, by.of) for by in ranking.by)
    # What stands in for values does not for an answer that ranks go by.
    lacks = any(isinstance(amount, Open) for amount in amounts)
    waits = lacks or (member.waits and not stands_in)
    because = None
    if member.unscored:
        because = "not_scored"
    elif waits and left_out:
        because = "left_out"
    elif not waits and not all(isinstance(amount, Known) for amount in amounts):
        because = "no_value"
    values = zip(ranking.by, amounts, strict=True)
    return Entrant(
        id=subject[0],
        name=subject[1],
        amounts=amounts,
        told=tuple(_told(member, by.of, amount) for by, amount in values),
        because=because,
        waits=waits and because is None,
    )


def stated_entrant(ranking: Ranking, name: str, member: Member) -> Entrant:
    """A subject or group by figures that are stated of it."""
    return _seen(None, ranking, (name, None), member)


def _amount(member: Member, of: SubjectValue) -> Amount:
    amount = compute(member.run, of).amount
    if isinstance(amount, Verdict | Pick):
        raise AssertionError("ranks go by numbers")
    return amount


def _told(member: Member, of: SubjectValue, amount: Amount) -> str | None:
    if not isinstance(amount, Known):
        return None
    if isinstance(of, InputValue) or not of.as_published:
        return text_of(amount.value)
    instrument = member.run.instrument
    parts: tuple[Item | Value, ...] = (*instrument.walk(), *instrument.values)
    rounding = next(part.published for part in parts if part.id == of.id)
    return text_of(amount.value) if rounding is None else rounding.text(amount.value)


def standings(ranking: Ranking, entrants: Sequence[Entrant]) -> tuple[Standing, ...]:
    """The ranks, the first first; then those that are open, then those who have none."""
    open_ones = [one for one in entrants if one.waits]
    settled = [(one, _key(ranking, one)) for one in entrants if not one.waits and not one.because]
    keys = [key for _, key in settled]
    found = [_standing(ranking, one, key, keys, open_ones) for one, key in settled]
    found += [Standing(entrant=one, because="incomplete") for one in open_ones]
    found += [
        Standing(entrant=one, because=one.because) for one in entrants if one.because is not None
    ]
    return tuple(sorted(found, key=_order))


def _order(standing: Standing) -> tuple[bool, bool, int, str]:
    rank = standing.rank if standing.rank is not None else standing.least
    return standing.rank is None, rank is None, rank or 0, standing.entrant.id


def _key(ranking: Ranking, entrant: Entrant) -> _Key:
    values = (x.value for x in entrant.amounts if isinstance(x, Known))
    return tuple(_turned(by.first, x) for by, x in zip(ranking.by, values, strict=True))


def _turned(first: End, value: Fraction) -> Fraction:
    return value if first is End.HIGHEST else -value


def _standing(
    ranking: Ranking, entrant: Entrant, key: _Key, keys: Sequence[_Key], waiting: Sequence[Entrant]
) -> Standing:
    ahead = [other for other in keys if other > key]
    before = len(ahead) if ranking.ties is Ties.SKIPPED else len(set(ahead))
    if not waiting:
        return Standing(entrant=entrant, rank=before + 1)
    ends = [_ends(ranking, one) for one in waiting]
    surely = sum(low is not None and low > key[0] for low, _ in ends)
    possibly = sum(_may_pass(high, key) for _, high in ends)
    least = before + surely if ranking.ties is Ties.SKIPPED else max(before, min(surely, 1))
    return Standing(
        entrant=entrant,
        least=least + 1,
        most=before + possibly + 1,
        because="others_incomplete",
    )


def _may_pass(high: Fraction | None, key: _Key) -> bool:
    """Whether one that comes to this at the most may come before another; equal ones do not."""
    return high is None or high > key[0] or (high == key[0] and len(key) > 1)


def _ends(ranking: Ranking, entrant: Entrant) -> tuple[Fraction | None, Fraction | None]:
    """Between which values the first that decides lies, turned."""
    amount = entrant.amounts[0]
    if not isinstance(amount, Known | Endless | Open):
        return None, None
    low, high = bounds(amount)
    if ranking.by[0].first is End.LOWEST:
        low, high = (None if high is None else -high), (None if low is None else -low)
    return low, high
