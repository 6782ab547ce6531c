"""A response of an older edition, written for one that amends it.

Every step is one amendment: ids follow their renames, levels and choices become what the amendment
says old answers count as, and what cannot be carried is left out. Nothing of it is silent: each
change is a code with facts, in the order of the response.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise

from evaluator.intake.document import Object
from evaluator.intake.plain import At, Plain, below, id_of, plain
from evaluator.intake.questions import interval_of, may_be_declared
from evaluator.intake.replaced import STAGES, leave_out_replaced
from evaluator.model.instrument import (
    QUANTITY,
    Asked,
    ChoiceType,
    DateType,
    FieldType,
    Former,
    Instrument,
    ListType,
    NumberType,
    Question,
    Rating,
    Repeated,
    TextType,
    YesNoType,
)
from evaluator.values.numbers import text_of

LOST = frozenset(
    {"not_carried", "scale_changed", "other_scale", "other_type", "out_of_range", "choice_gone"}
)
"""What is left out although no rule says so: somebody has to decide on it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was not taken over as it stood.

    Attributes:
        code: what became of it.
        at: where it stands in the response of the edition before, as a JSON pointer.
        edition: the amendment that did it.
        named: the same place for a person, entries of a list by their ids where they have any.
    """

    code: str
    at: str
    edition: str
    facts: Mapping[str, str] = field(default_factory=dict)
    named: str = ""


@dataclass(frozen=True, slots=True)
class Migration:
    """A response for a newer edition, and how it came about.

    Attributes:
        asked: what the newer edition asks for and the older one did not; it is not answered.
    """

    document: dict[str, Plain]
    changes: tuple[Change, ...]
    asked: tuple[str, ...]

    @property
    def lost(self) -> bool:
        """Whether an answer was left out that no rule lets go."""
        return any(change.code in LOST for change in self.changes)


def migrate(document: Object, path: Sequence[Instrument]) -> Migration:
    """A response that was read without a mistake, from the first edition of a path to its last.

    Each edition on the path amends the one before it.
    """
    response = plain(document)
    if not isinstance(response, dict):
        raise TypeError("a response is an object")
    changes: list[Change] = []
    asked: list[str] = []
    for old, new in pairwise(path):
        step = _Step(old, new, changes)
        response = step.written(response)
        asked = [*(step.now(name) for name in asked), *step.new_questions()]
    last = set(path[-1].asks.asked)
    response["edition"] = path[-1].edition
    head = [key for key in ("schema", "instrument", "edition") if key in response]
    rest = (key for key in response if key not in head)
    ordered = {key: response[key] for key in (*head, *rest)}
    return Migration(ordered, tuple(changes), tuple(name for name in asked if name in last))


@dataclass(slots=True)
class _Step:
    """One amendment, applied to a response of the edition before it."""

    old: Instrument
    new: Instrument
    changes: list[Change]

    def now(self, name: str) -> str:
        """The id of an item or input, as it is now."""
        return self._renamed(name, QUANTITY)

    def new_questions(self) -> Iterator[str]:
        """What is asked for the first time."""
        before = {self.now(name) for name in self.old.asks.asked}
        return (name for name in self.new.asks.asked if name not in before)

    def written(self, response: dict[str, Plain]) -> dict[str, Plain]:
        """The response in the words of the new edition."""
        gone = self._documents_gone(response)
        found: dict[str, Plain] = {}
        for key, value in response.items():
            match key, value:
                case _, dict() if key in STAGES:
                    found[key] = dict(self._entries(key, value, gone))
                case "evidence", dict():
                    found[key] = dict(self._documents(value, gone))
                case "evidence_findings", dict():
                    found[key] = {name: each for name, each in value.items() if name not in gone}
                case _:
                    found[key] = value
        for at in leave_out_replaced(response, found, self.now):
            self._tell("replaced", at)
        return found

    def _renamed(self, name: str, space: str) -> str:
        for former in self._formerly(None, None):
            if (former.space, former.former) == (space, name):
                return former.id
        return name

    def _formerly(self, of: str | None, of_field: str | None) -> Iterator[Former]:
        """What this amendment renamed: things, or the fields and choices of something."""
        for former in self.new.formerly:
            owner = (former.of, former.of_field)
            if former.edition == self.new.edition and owner == (of, of_field):
                yield former

    def _named(self, name: str, space: _Choices) -> str:
        """A choice or a field as it is called now."""
        found = self._formerly(space.of, space.of_field)
        return next((f.id for f in found if (f.sort, f.former) == (space.sort, name)), name)

    def _tell(self, code: str, at: At, **facts: str) -> None:
        self.changes.append(Change(code, at.pointer, self.new.edition, facts, at.named))

    # Documents -----------------------------------------------------------------------------------

    def _documents_gone(self, response: Mapping[str, Plain]) -> frozenset[str]:
        """The documents of a kind that the new edition does not know."""
        listed = response.get("evidence")
        known = {kind.id for kind in self.new.evidence}
        return frozenset(
            name
            for name, document in (listed.items() if isinstance(listed, dict) else ())
            if isinstance(document, dict) and self._kind(document) not in known
        )

    def _kind(self, document: Mapping[str, Plain]) -> str:
        return self._renamed(str(document.get("kind")), "evidence")

    def _documents(
        self, listed: Mapping[str, Plain], gone: frozenset[str]
    ) -> Iterator[tuple[str, Plain]]:
        for name, document in listed.items():
            at = below("evidence", name)
            if not isinstance(document, dict):
                yield name, document
            elif name in gone:
                self._tell("document_kind_removed", at, kind=str(document.get("kind")))
            else:
                kind = self._kind(document)
                if kind != document.get("kind"):
                    self._tell("renamed", at.below("kind"), new=kind)
                yield name, {**document, "kind": kind}

    # Answers, findings, decisions ----------------------------------------------------------------

    def _entries(
        self, section: str, entries: Mapping[str, Plain], gone: frozenset[str]
    ) -> Iterator[tuple[str, Plain]]:
        old, new = self.old.asks, self.new.asks
        for key, entry in entries.items():
            # A finding may be on one record of a list: `list/record`.
            name, slash, record = key.partition("/")
            now = self.now(name)
            at = below(section, key)
            if entry is None:
                continue
            if now not in new.asked:
                computed = now in new.computed
                self._tell("computed" if computed else "removed", at)
                continue
            if isinstance(old.asked[name], Repeated) is not isinstance(new.asked[now], Repeated):
                self._tell("other_type", at)
                continue
            if now != name:
                self._tell("renamed", at, new=now)
            carried = self._entry(entry, _Both(now, old.asked[name], new.asked[now], at), gone)
            if not isinstance(carried, _Nothing):
                yield now + slash + record, carried

    def _entry(self, entry: Plain, asked: _Both, gone: frozenset[str]) -> Plain | _Nothing:
        """An entry of a section: a value, or an object that has one."""
        if not isinstance(entry, dict):
            return self._value(entry, asked)
        found: dict[str, Plain] = {}
        for key, value in entry.items():
            match key, value:
                case ("value", _) if value is not None:
                    carried = self._value(value, asked)
                    if isinstance(carried, _Nothing):
                        return carried
                    found[key] = carried
                case ("items", list()):
                    found[key] = [*self._instances(value, asked, gone)]
                case ("evidence", list()):
                    found[key] = [each for each in value if each not in gone]
                case ("not_applicable", str()) if not may_be_declared(asked.new):
                    self._tell("other_type", asked.at)
                    return _NOTHING
                case _:
                    found[key] = value
        return found

    def _instances(
        self, entries: Sequence[Plain], asked: _Both, gone: frozenset[str]
    ) -> Iterator[Plain]:
        """The instances of a repeated part; one of which nothing is carried keeps its name."""
        for place, entry in enumerate(entries):
            one = replace(asked, at=asked.at.below("items", "").below(str(place), id_of(entry)))
            carried = self._entry(entry, one, gone)
            if not isinstance(carried, _Nothing):
                yield carried
            elif isinstance(entry, dict):
                unsaid = {k: v for k, v in entry.items() if k not in ("value", "not_applicable")}
                kept = self._entry(unsaid, one, gone)
                yield unsaid if isinstance(kept, _Nothing) else kept

    def _value(self, value: Plain, asked: _Both) -> Plain | _Nothing:
        old, new = _type(asked.old), _type(asked.new)
        match old, new:
            case Rating(), Rating():
                return self._level(value, old, new, asked.at)
            case ListType(), ListType():
                return self._records(value, _Lists(asked.id, old, new), asked.at)
            case (Rating() | ListType(), _) | (_, Rating() | ListType()):
                self._tell("other_type", asked.at)
                return _NOTHING
            case _:
                return self._stated(value, asked)

    def _level(self, value: Plain, old: Rating, new: Rating, at: At) -> Plain | _Nothing:
        if not isinstance(value, Fraction):
            return value
        if self._renamed(old.scale.id, "scale") != new.scale.id:
            self._tell("other_scale", at, old=text_of(value))
            return _NOTHING
        rules = self._rules("scale", new.scale.id)
        if rules is None and old.scale.numbers != new.scale.numbers:
            self._tell("scale_changed", at, old=text_of(value))
            return _NOTHING
        now = self._ruled(text_of(value), rules, at)
        return Fraction(now) if isinstance(now, str) else now

    def _rules(
        self, sort: str, name: str, of_field: str | None = None
    ) -> Mapping[str, str | None] | None:
        key = (sort, name, of_field)
        found = (c for c in self.new.carried if (c.sort, c.id, c.of_field) == key)
        return next((dict(each.answers) for each in found), None)

    def _ruled(self, value: str, rules: Mapping[str, str | None] | None, at: At) -> str | _Nothing:
        """What a level or a choice counts as; without rules it stays."""
        if rules is None:
            return value
        now = rules.get(value)
        if value not in rules:
            self._tell("not_carried", at, old=value)
        elif now is None:
            self._tell("asked_again", at, old=value)
        elif now != value:
            self._tell("counts_as", at, old=value, new=now)
        return _NOTHING if now is None else now

    def _stated(self, value: Plain, asked: _Both) -> Plain | _Nothing:
        """A number, choice, truth, day or text."""
        old, new, at = _type(asked.old), _type(asked.new), asked.at
        match old, new:
            case NumberType(unit=before), NumberType(unit=after) if before == after:
                if isinstance(value, Fraction) and value not in interval_of(new):
                    self._tell("out_of_range", at, old=text_of(value))
                    return _NOTHING
                return value
            case ChoiceType(), ChoiceType() if isinstance(value, str):
                return self._choice(value, old, new, asked)
            case (
                (YesNoType(), YesNoType())
                | (DateType(), DateType())
                | (TextType(), TextType())
                | (ChoiceType(), ChoiceType())
            ):
                return value
            case _:
                self._tell("other_type", at)
                return _NOTHING

    def _choice(self, value: str, old: ChoiceType, new: ChoiceType, asked: _Both) -> str | _Nothing:
        if old.order is not None and self._renamed(old.order, "scale") == new.order:
            space = _Choices("choice_of_scale", new.order)
            rules = self._rules("scale", new.order)
        elif asked.of_field is not None:
            space = _Choices("choice_of_field", asked.id, asked.of_field)
            rules = self._rules("field", asked.id, asked.of_field)
        else:
            space = _Choices("choice", asked.id)
            sort = "answer" if isinstance(asked.new, Asked | Repeated) else "input"
            rules = self._rules(sort, asked.id)
        # A choice has its new id before anything else is said of it.
        named = self._named(value, space)
        if named != value:
            self._tell("choice_renamed", asked.at, old=value, new=named)
        now = self._ruled(named, rules, asked.at)
        if isinstance(now, str) and now not in dict(new.choices):
            self._tell("choice_gone", asked.at, old=value)
            return _NOTHING
        return now

    def _records(self, value: Plain, lists: _Lists, at: At) -> Plain | _Nothing:
        if isinstance(value, dict):
            return self._record(value, lists, at)
        if not isinstance(value, list):
            return value
        return [
            self._record(record, lists, at.below(str(place), id_of(record)))
            if isinstance(record, dict)
            else record
            for place, record in enumerate(value)
        ]

    def _record(self, record: Mapping[str, Plain], lists: _Lists, at: At) -> dict[str, Plain]:
        before = {each.id: each.type for each in lists.old.fields}
        after = {each.id: each.type for each in lists.new.fields}
        found: dict[str, Plain] = {}
        for key, value in record.items():
            now = self._named(key, _Choices("field", lists.id))
            if key not in before:
                found[key] = value
            elif value is None:
                continue
            elif now not in after:
                self._tell("removed", at.below(key))
            else:
                if now != key:
                    self._tell("renamed", at.below(key), new=now)
                asked = _Both(lists.id, before[key], after[now], at.below(key), of_field=now)
                carried = self._value(value, asked)
                if not isinstance(carried, _Nothing):
                    found[now] = carried
        return found


@dataclass(frozen=True, slots=True)
class _Nothing:
    """There is nothing to carry."""


_NOTHING = _Nothing()


@dataclass(frozen=True, slots=True)
class _Both:
    """One question in both editions, by its new id, and where its answer stands.

    A field of a list goes by the id of the list, and its own is `of_field`.
    """

    id: str
    old: Question | FieldType
    new: Question | FieldType
    at: At
    of_field: str | None = None


@dataclass(frozen=True, slots=True)
class _Lists:
    """A list in both editions, by its new id."""

    id: str
    old: ListType
    new: ListType


@dataclass(frozen=True, slots=True)
class _Choices:
    """What choices or fields belong to, as a former id says it."""

    sort: str
    of: str
    of_field: str | None = None


def _type(question: Question | FieldType) -> Rating | FieldType | ListType:
    if isinstance(question, Repeated):
        question = question.how
    return question.question.type if isinstance(question, Asked) else question
