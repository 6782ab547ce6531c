"""Evidence rules: said for every level and item they are expected for, and with a consequence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from evaluator.analysis.attainable import Attainable
from evaluator.diagnostics.kinds import rules as kinds
from evaluator.diagnostics.model import Diagnostic, Fact
from evaluator.model.instrument import Asked, Instrument, Item, LevelNeed, Rating
from evaluator.source import Span
from evaluator.values.numbers import text_of


def level_evidence(instrument: Instrument, _: Attainable) -> Iterator[Diagnostic]:
    """Levels above the lowest of which nothing is said, on items that have evidence rules."""
    seen: set[tuple[object, ...]] = set()
    for _item, rating in _ratings(instrument):
        if any(rule.level not in rating.scale.numbers for rule in rating.needs):
            continue  # which level was meant is not known
        missing = _levels_unsaid(rating)
        key = (*(_key(rule.ground.at) for rule in rating.needs), *missing)
        if not rating.needs or not missing or key in seen:
            continue
        # One line of `every` speaks for many items: it is named once.
        seen.add(key)
        yield Diagnostic(
            kind=kinds.LEVEL_WITHOUT_EVIDENCE,
            at=rating.needs[0].ground.at,
            facts={"levels": ", ".join(map(str, missing)), "scale": rating.scale.id},
        )


def _ratings(instrument: Instrument) -> Iterator[tuple[Item, Rating]]:
    return instrument.ratings()


def _levels_unsaid(rating: Rating) -> tuple[int, ...]:
    levels = sorted(set(rating.scale.numbers))
    return tuple(
        level
        for level in levels[1:]
        if not any(
            rule.level == level or (rule.and_up and rule.level < level) for rule in rating.needs
        )
    )


def _key(at: Span) -> tuple[str, int]:
    return at.source.name, at.start


def void_exemptions(instrument: Instrument, _: Attainable) -> Iterator[Diagnostic]:
    """Levels said to need no evidence that need some by the rule of a lower level."""
    seen: set[tuple[str, int]] = set()
    for _item, rating in _ratings(instrument):
        for rule in rating.needs:
            over = next((r for r in rating.needs if _reaches(rating, r, rule.level)), None)
            if rule.need is not None or over is None or _key(rule.ground.at) in seen:
                continue
            seen.add(_key(rule.ground.at))
            yield Diagnostic(
                kind=kinds.EXEMPTION_VOID,
                at=rule.ground.at,
                facts={"level": rule.level, "lower": over.level},
                related=(over.ground.at,),
            )


def ending_needs(instrument: Instrument, _: Attainable) -> Iterator[Diagnostic]:
    """Rules of one level that end at it, so that the next level needs less than that one."""
    seen: set[tuple[str, int]] = set()
    for _item, rating in _ratings(instrument):
        if len({rule.level for rule in rating.needs}) < len(rating.needs):
            continue  # which of two rules for one level is meant is not known
        levels = sorted(set(rating.scale.numbers))
        for level, above in pairwise(levels):
            rules, left = rating.needs_of(level), rating.needs_of(above)
            ending = next((x for x in rules if x.need is not None and x not in left), None)
            if not left or ending is None or not set(left) < set(rules):
                continue
            if _key(ending.ground.at) not in seen:
                seen.add(_key(ending.ground.at))
                yield Diagnostic(
                    kind=kinds.LEVEL_NEEDS_LESS,
                    at=ending.ground.at,
                    facts={"level": level, "above": above},
                )


def _reaches(rating: Rating, rule: LevelNeed, level: int) -> bool:
    """Whether a rule of a lower level asks for evidence at this level too."""
    upwards = rule.and_up or rating.scale.cumulative
    return rule.need is not None and rule.level < level and upwards


def uneven_evidence(instrument: Instrument, _: Attainable) -> Iterator[Diagnostic]:
    """Items without evidence rules where others on the same scale have them.

    The items of one tree word are named together: one `every` would have said it of all of them.
    """
    asking: dict[str, Item] = {}
    for item, rating in _ratings(instrument):
        if any(rule.need is not None for rule in rating.needs):
            asking.setdefault(rating.scale.id, item)
    silent: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item, rating in _ratings(instrument):
        if not rating.needs and rating.scale.id in asking:
            silent[item.word, rating.scale.id].append(item)
    for (_word, scale), items in silent.items():
        yield _silent(items, scale, asking[scale])


def _silent(items: list[Item], scale: str, asking: Item) -> Diagnostic:
    facts: dict[str, Fact] = {
        "items": tuple(x.id for x in items),
        "scale": scale,
        "other": asking.id,
    }
    return Diagnostic(
        kind=kinds.ITEM_WITHOUT_EVIDENCE,
        at=items[0].ground.at,
        facts=facts,
        related=(*(x.ground.at for x in items[1:]), asking.ground.at),
    )


def policies(instrument: Instrument, _: Attainable) -> Iterator[Diagnostic]:
    """Needs without a consequence, and consequences without any need."""
    missing: dict[tuple[str, int], Diagnostic] = {}
    stated: dict[tuple[str, int], list[_Proved]] = defaultdict(list)
    asking: list[tuple[Item, _Proved]] = [*_ratings(instrument), *instrument.askings()]
    for item, proved in asking:
        if proved.without is not None:
            stated[_key(proved.without.ground.at)].append(proved)
        elif _asks(proved):
            at = next(rule.ground.at for rule in proved.needs if rule.need is not None)
            rated = isinstance(proved, Rating)
            kind = kinds.WITHOUT_EVIDENCE_MISSING if rated else kinds.ANSWER_WITHOUT_EVIDENCE
            found = Diagnostic(kind=kind, at=at, facts={"item": item.id})
            missing.setdefault(_key(at), found)
    yield from missing.values()
    for each in stated.values():
        policy = each[0].without
        if policy is not None and not any(map(_asks, each)):
            yield Diagnostic(kind=kinds.WITHOUT_EVIDENCE_UNUSED, at=policy.ground.at)


_Proved = Rating | Asked


def _asks(proved: _Proved) -> bool:
    return any(rule.need is not None for rule in proved.needs)


def answers_without_proof(instrument: Instrument, _: Attainable) -> Iterator[Diagnostic]:
    """Answers that an unproved one counts as, and that need documents themselves."""
    seen: set[tuple[str, int]] = set()
    for item, asked in instrument.askings():
        left = asked.without.answer if asked.without is not None else None
        if asked.without is None or left is None or _key(asked.without.ground.at) in seen:
            continue
        need = next((x for x in asked.needs_of(left) if x.need is not None), None)
        if need is not None:
            seen.add(_key(asked.without.ground.at))
            yield Diagnostic(
                kind=kinds.WITHOUT_EVIDENCE_NEEDS_EVIDENCE,
                at=asked.without.ground.at,
                facts={"item": item.id, "answer": left if isinstance(left, str) else text_of(left)},
                related=(need.ground.at,),
            )
