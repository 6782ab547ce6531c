"""Renames: a thing gets another id, and whatever named it names it by that.

Renames come before everything else an amendment says, wherever they stand in it. They are of the
ids of the edition that is amended and all happen at once. So those of things by themselves are
worked in first, then those of the fields of lists, then those of choices: what a field or choice
belongs to has its new id by then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar, assert_never

from evaluator.analysis import quantity_spaces as quantities
from evaluator.analysis.choice_spaces import Answers, Known, choices_of, fields_of
from evaluator.analysis.identity import quoted
from evaluator.analysis.quantity_spaces import QUANTITY, Quantities, space_of
from evaluator.analysis.respelling import Key, Respelling, Spelling
from evaluator.diagnostics.kinds import names
from evaluator.diagnostics.model import Diagnostic, Fact, Kind
from evaluator.model.instrument import Former
from evaluator.syntax import tree
from evaluator.syntax.walk import walk

R = TypeVar("R", tree.Rename, tree.RenameField, tree.RenameChoice)


def formers(links: Iterable[tree.Instrument]) -> tuple[Former, ...]:
    """The ids that are no longer, from the oldest edition of a chain on, with what they are now."""
    found: list[Former] = []
    for link in links:
        for rename in _in_order(link):
            found = [_followed(former, rename) for former in found]
            found.append(_former(rename, link.edition.text))
        # A thing may get its old id back.
        found = [f for f in found if f.id != f.former]
    return tuple(found)


def of_parts(found: Iterable[Former], whole: tree.Instrument) -> Iterator[Former]:
    """Former ids, where a choice of every part of a word is one of each part that has it."""
    declared = Answers.of(whole)
    for former in found:
        if former.sort != "choice_of_every":
            yield former
            continue
        for part in declared.parts_with(former.id, former.of or ""):
            yield replace(former, sort="choice", of=part)


def with_ids(whole: tree.Instrument, renames: Sequence[tree.Renaming]) -> tree.Instrument:
    """A consolidated edition with its things renamed."""
    amendment = replace(whole, body=tuple(renames))
    for some in _sorted(amendment):
        mapped = {_key(r): r.new.text for r in _of_each(some, whole)}
        whole = Respelling(mapped, _spelling(some, whole)).of(whole) if mapped else whole
    return whole


@dataclass(frozen=True, slots=True)
class Renamed:
    """An edition that is amended and its amendment, in the ids that stand from now on."""

    base: tree.Instrument
    amendment: tree.Instrument
    found: tuple[Diagnostic, ...] = ()


def renamed(base: tree.Instrument, amendment: tree.Instrument, before: Sequence[Former]) -> Renamed:
    """The renames of an amendment worked in; `before` is what the base has renamed already."""
    if not before and not any(True for _ in _renames(amendment)):
        return Renamed(base, amendment)
    found: list[Diagnostic] = []
    before = [*(f for f in before if f.sort == "choice_of_every"), *of_parts(before, base)]
    for work_of, some in zip(_WORKS, _sorted(amendment), strict=True):
        work = work_of(base, amendment, before)
        each = _of_each(some, base)
        work.read(each)
        base = work.new_base()
        amendment = replace(amendment, body=tuple(work.worded(s) for s in amendment.body))
        found += work.found
        for rename in each:
            before = [_followed(former, rename) for former in before]
    return Renamed(base, amendment, tuple(found))


# What is renamed ---------------------------------------------------------------------------------


def _renames(edition: tree.Instrument) -> Iterator[tree.Renaming]:
    return (s for s in edition.body if isinstance(s, tree.Renaming))


def _in_order(edition: tree.Instrument) -> Iterator[tree.Renaming]:
    return (rename for some in _sorted(edition) for rename in some)


def _sorted(edition: tree.Instrument) -> tuple[Sequence[tree.Renaming], ...]:
    """The renames of things, of fields and of choices; what these belong to has its new id."""
    things = [r for r in _renames(edition) if isinstance(r, tree.Rename)]
    owners = Respelling({_key(r): r.new.text for r in things}, Quantities(_NOTHING))
    fields = [owners.of(r) for r in _renames(edition) if isinstance(r, tree.RenameField)]
    of_fields = Respelling({_key(r): r.new.text for r in fields}, _NOTHING)
    choices = [r for r in _renames(edition) if isinstance(r, tree.RenameChoice)]
    return things, fields, [of_fields.of(owners.of(r)) for r in choices]


def _of_each(some: Sequence[tree.Renaming], base: tree.Instrument) -> Sequence[tree.Renaming]:
    """The renames, those of a choice of every part also of each that states its choices itself."""
    answers = Answers.of(base)
    said = {_key(rename) for rename in some}
    found = [*some]
    for rename in some:
        if isinstance(rename, tree.RenameChoice) and isinstance(rename.of, tree.ChoicesOfEvery):
            parts = answers.parts_with(rename.name.text, rename.of.word)
            own = (tree.ChoicesOfInput(name=tree.Name(text=p)) for p in parts if p in answers.types)
            each = [replace(rename, of=of) for of in own]
            found += [one for one in each if _key(one) not in said]
    return found


_NOTHING = Answers(types={}, fields={}, worked_out={}, every={}, words={}, scales={})


def _key(rename: tree.Renaming) -> Key:
    match rename:
        case tree.Rename(head=head):
            return space_of(head), rename.name.text
        case tree.RenameField(records=records):
            return fields_of(records.text), rename.name.text
        case tree.RenameChoice(of=of):
            return choices_of(of), rename.name.text
        case _:
            assert_never(rename)


def _former(rename: tree.Renaming, edition: str) -> Former:
    sort, of, of_field = _owner(rename)
    return Former(
        sort=sort,
        of=of,
        of_field=of_field,
        id=rename.new.text,
        former=rename.name.text,
        edition=edition,
    )


def _owner(rename: tree.Renaming) -> tuple[str, str | None, str | None]:
    match rename:
        case tree.Rename(head=head):
            return head, None, None
        case tree.RenameField(records=records):
            return "field", records.text, None
        case tree.RenameChoice(of=tree.ChoicesOfInput(name=name)):
            return "choice", name.text, None
        case tree.RenameChoice(of=tree.ChoicesOfScale(name=name)):
            return "choice_of_scale", name.text, None
        case tree.RenameChoice(of=tree.ChoicesOfEvery(word=word)):
            return "choice_of_every", word, None
        case tree.RenameChoice(of=tree.ChoicesOfField(field=of_field, records=records)):
            return "choice_of_field", records.text, of_field.text
        case _:
            raise AssertionError("the choices are of one of these")


def _key_of(former: Former, name: str) -> Key:
    of = tree.Name(text=former.of or "")
    match former.sort:
        case "field":
            return fields_of(of.text), name
        case "choice":
            return choices_of(tree.ChoicesOfInput(name=of)), name
        case "choice_of_scale":
            return choices_of(tree.ChoicesOfScale(name=of)), name
        case "choice_of_every":
            return choices_of(tree.ChoicesOfEvery(word=of.text)), name
        case "choice_of_field":
            inner = tree.Name(text=former.of_field or "")
            return choices_of(tree.ChoicesOfField(field=inner, records=of)), name
        case head:
            return space_of(head), name


def _followed(former: Former, rename: tree.Renaming) -> Former:
    """A former id after a rename: of the thing itself, or of what it belongs to."""
    if _key_of(former, former.id) == _key(rename):
        return replace(former, id=rename.new.text)
    match rename:
        case tree.Rename(head=head) if former.of == rename.name.text:
            space = "scale" if former.sort == "choice_of_scale" else QUANTITY
            by_word = former.sort == "choice_of_every"
            return (
                replace(former, of=rename.new.text)
                if space_of(head) == space and not by_word
                else former
            )
        case tree.RenameField(records=records) if former.of_field == rename.name.text:
            return (
                replace(former, of_field=rename.new.text) if former.of == records.text else former
            )
        case _:
            return former


# What an amendment may rename, and what it may say ------------------------------------------------


@dataclass(slots=True)
class _Work:
    """The renames of one sort in an amendment, and what is wrong with the ids it uses.

    Attributes:
        old, now: how the ids of the base and of the amendment are spelt.
        declared: what can be renamed.
        taken: every id that is in use.
        before: former ids of this sort.
        own: the names that a statement gives to what is new.
    """

    base: tree.Instrument
    amendment: tree.Instrument
    old: Spelling[Known]
    now: Spelling[Known]
    declared: Callable[[tree.Renaming], tree.Name | None]
    taken: Callable[[Key], tree.Name | None]
    before: Mapping[Key, Former]
    own: Callable[[tree.Node], Iterator[tree.Name]]
    mapped: dict[Key, str] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)

    def read(self, renames: Iterable[tree.Renaming]) -> None:
        """The renames that can be done; the others are reported."""
        for rename in renames:
            key = _key(rename)
            target = (key[0], rename.new.text)
            former = self.before.get(key)
            there = self.declared(rename)
            if key in self.mapped:
                continue  # It is told as a statement that stands twice.
            if there is None and former is not None:
                self._old_id(rename.name, former)
            elif there is None:
                facts = {"statement": quoted(rename), "base": self.base.edition.text}
                self._report(names.CHANGE_UNKNOWN, rename.name, facts)
            elif (other := self.taken(target)) or rename.new.text in self._targets(key[0]):
                facts = {"id": rename.new.text, "base": self.base.edition.text}
                self._report(names.RENAME_TAKEN, rename.new, facts, other)
            elif self._is_of_another(target, rename.name.text):
                self._retired(rename.new, target)
            else:
                self.mapped[key] = rename.new.text

    def new_base(self) -> tree.Instrument:
        """The edition that is amended, in the ids that stand from now on."""
        return Respelling(self.mapped, self.old).of(self.base) if self.mapped else self.base

    def worded(self, statement: tree.Statement) -> tree.Statement:
        """A statement of the amendment, held to the ids that stand from now on."""
        if isinstance(statement, tree.Renaming):
            return statement
        own = frozenset(map(id, self.own(statement)))
        renaming = Respelling(self._now(), self.now, own)
        written = renaming.of(statement)
        for use in renaming.used:
            if id(use.name) in own:
                self._retired(use.name, use.key)
            else:
                former = self.before.get(use.key)
                at = former.edition if former else self.amendment.edition.text
                facts = {"id": use.name.text, "new": self._now()[use.key], "edition": at}
                self._report(names.ID_RENAMED, use.name, facts)
        return written

    def _now(self) -> dict[Key, str]:
        """Every old id with the one that stands for it now."""
        old = {
            key: self.mapped.get((key[0], former.id), former.id)
            for key, former in self.before.items()
        }
        back = {(space, new) for (space, _), new in self.mapped.items()}
        return {key: new for key, new in {**old, **self.mapped}.items() if key not in back}

    def _targets(self, space: str) -> set[str]:
        return {new for (one, _), new in self.mapped.items() if one == space}

    def _is_of_another(self, target: Key, old: str) -> bool:
        """Whether an id belonged to another thing than the one that is called `old` now."""
        former = self.before.get(target)
        return former is not None and former.id != old

    def _old_id(self, name: tree.Name, former: Former) -> None:
        facts = {"id": name.text, "new": former.id, "edition": former.edition}
        self._report(names.ID_RENAMED, name, facts)

    def _retired(self, name: tree.Name, key: Key) -> None:
        new = self._now().get(key) or (f.id if (f := self.before.get(key)) else name.text)
        facts = {"edition": self.amendment.edition.text, "id": name.text, "new": new}
        self._report(names.ID_RETIRED, name, facts)

    def _report(
        self, kind: Kind, name: tree.Name, facts: Mapping[str, Fact], other: tree.Name | None = None
    ) -> None:
        related = (other.at,) if other is not None else ()
        self.found.append(Diagnostic(kind=kind, at=name.at, facts=facts, related=related))


def _things(base: tree.Instrument, amendment: tree.Instrument, before: Sequence[Former]) -> _Work:
    there, in_use = quantities.declared(base), quantities.taken(base)

    def declared(rename: tree.Renaming) -> tree.Name | None:
        head = rename.head if isinstance(rename, tree.Rename) else ""
        return there.get((head, rename.name.text))

    return _Work(
        base,
        amendment,
        old=Quantities(Answers.of(base)),
        now=Quantities(Answers.of(base, amendment)),
        declared=declared,
        taken=in_use.get,
        before={_key_of(f, f.former): f for f in before if f.of is None},
        own=quantities.own_names,
    )


def _of_answers(
    base: tree.Instrument, amendment: tree.Instrument, before: Sequence[Former]
) -> _Work:
    """Fields and choices: a field may not be called as a thing is, which it would hide."""
    there, in_use = Answers.of(base).declared(), quantities.taken(base)

    def taken(target: Key) -> tree.Name | None:
        is_field = target[0].startswith("field:")
        return there.get(target) or (in_use.get((QUANTITY, target[1])) if is_field else None)

    return _Work(
        base,
        amendment,
        old=Answers.of(base),
        now=Answers.of(base, amendment),
        declared=lambda rename: there.get(_key(rename)),
        taken=taken,
        before={_key_of(f, f.former): f for f in before if f.of is not None},
        own=_own_names,
    )


_WORKS = (_things, _of_answers, _of_answers)


def _spelling(some: Sequence[tree.Renaming], whole: tree.Instrument) -> Spelling[Known]:
    answers = Answers.of(whole)
    return Quantities(answers) if isinstance(some[0], tree.Rename) else answers


def _own_names(statement: tree.Node) -> Iterator[tree.Name]:
    """The names that a statement gives to fields and choices."""
    for node in walk(statement):
        match node:
            case tree.Field(name=name):
                yield name
            case tree.ListType(fields=lines):
                yield from (
                    x.name for x in lines if isinstance(x, tree.Valuation) and x.name is not None
                )
            case tree.Choice(key=tree.Name() as name):
                yield name
            case _:
                pass


def as_written(node: tree.Node) -> str:
    """What stands at a node's place, with the ids that stand there now."""
    text, start = node.at.text, node.at.start
    out, last = [], 0
    for name in sorted(
        (n for n in walk(node) if isinstance(n, tree.Name)), key=lambda n: n.at.start
    ):
        if name.at.source is node.at.source and name.at.text not in {"", name.text}:
            out += [text[last : name.at.start - start], name.text]
            last = name.at.end - start
    return "".join([*out, text[last:]])
