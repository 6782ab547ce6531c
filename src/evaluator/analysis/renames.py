"""Renames: a thing gets another id, and whatever named it names it by that.

Renames come before everything else an amendment says, wherever they stand in it. They are of the
ids of the edition that is amended and all happen at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

from evaluator.analysis.identity import plain_identity, quoted
from evaluator.diagnostics.kinds import names
from evaluator.diagnostics.model import Diagnostic, Fact, Kind
from evaluator.model.instrument import Former
from evaluator.syntax import tree
from evaluator.syntax.walk import walk

N = TypeVar("N", bound=tree.Node)
Key = tuple[str, str]
"""A space of ids, and an id in it."""
Mapped = Mapping[Key, str]
Lists = Mapping[str, frozenset[str]]
"""The fields of each list: inside `where` they stand before everything else of the same id."""

_QUANTITY, _SCALE, _EVIDENCE, _ASSUMPTION = "quantity", "scale", "evidence", "assumption"
_SPACE_OF_HEAD = {"scale": _SCALE, "evidence": _EVIDENCE, "assumption": _ASSUMPTION}
_NOT_RENAMED = {"for_each", "for_all"}

SPACES: Mapping[tuple[type[tree.Node], str], str | None] = {
    (tree.ByAssumption, "name"): _ASSUMPTION,
    (tree.ByAssumption, "read_as"): None,
    (tree.Reference, "name"): _QUANTITY,
    (tree.AnswerOf, "name"): _QUANTITY,
    (tree.NotApplicable, "counts_as"): None,
    (tree.WithoutEvidence, "counts_as"): None,
    (tree.Count, "name"): _QUANTITY,
    (tree.Is, "choice"): None,
    (tree.Among, "choices"): None,
    (tree.OverRecords, "records"): _QUANTITY,
    (tree.OverRecords, "field"): None,
    (tree.OverRecords, "weight"): None,
    (tree.GroupKind, "name"): None,
    (tree.Assesses, "name"): None,
    (tree.Reading, "name"): None,
    (tree.Assumption, "name"): _ASSUMPTION,
    (tree.Assumption, "read_as"): None,
    (tree.Choice, "key"): None,
    (tree.Carry, "old"): None,
    (tree.Carry, "new"): None,
    (tree.Scale, "name"): _SCALE,
    (tree.Requires, "names"): None,
    (tree.EvidenceKind, "name"): _EVIDENCE,
    (tree.NumberType, "unit"): None,
    (tree.ScaleType, "scale"): _SCALE,
    (tree.Field, "name"): None,
    (tree.Input, "name"): _QUANTITY,
    (tree.ClaimBetween, "name"): _QUANTITY,
    (tree.ClaimRising, "name"): _QUANTITY,
    (tree.Item, "name"): _QUANTITY,
    (tree.Rated, "scale"): _SCALE,
    (tree.Repeated, "name"): None,
    (tree.Documents, "kind"): _EVIDENCE,
    (tree.SomeOf, "kinds"): _EVIDENCE,
    (tree.Value, "name"): _QUANTITY,
    (tree.Cases, "name"): _QUANTITY,
    (tree.Table, "name"): _QUANTITY,
    (tree.Cell, "keys"): None,
    (tree.Printed, "name"): _QUANTITY,
    (tree.Bands, "name"): _QUANTITY,
    (tree.Bands, "of"): _QUANTITY,
    (tree.Categories, "name"): _QUANTITY,
    (tree.RankBy, "of"): _QUANTITY,
    (tree.Rank, "name"): _QUANTITY,
    (tree.Group, "name"): None,
    (tree.ChangeBands, "name"): _QUANTITY,
    (tree.RemoveClaim, "name"): _QUANTITY,
}
"""What space the id in a field of a node is of; `None` where it is of none that is renamed.

A removal and a rename say it by their heads.
"""

_DECLARING = (
    tree.Assumption,
    tree.Scale,
    tree.EvidenceKind,
    tree.Input,
    tree.Item,
    tree.Value,
    tree.Cases,
    tree.Table,
    tree.Bands,
    tree.Categories,
)
"""Statements whose `name` is theirs."""


def formers(links: Iterable[tree.Instrument]) -> tuple[Former, ...]:
    """The ids that are no longer, from the oldest edition of a chain on, with what they are now."""
    found: list[Former] = []
    for link in links:
        for rename in _renames(link):
            space = _space(rename.head)
            found = [
                replace(f, id=rename.new.text)
                if (_space(f.sort), f.id) == (space, rename.name.text)
                else f
                for f in found
            ]
            found.append(
                Former(
                    sort=rename.head,
                    id=rename.new.text,
                    former=rename.name.text,
                    edition=link.edition.text,
                )
            )
        # A thing may get its old id back.
        found = [f for f in found if f.id != f.former]
    return tuple(found)


def with_ids(whole: tree.Instrument, renames: Iterable[tree.Rename]) -> tree.Instrument:
    """A consolidated edition with its things renamed."""
    mapped = {(_space(r.head), r.name.text): r.new.text for r in renames}
    return _Renaming(mapped, _lists(whole)).of(whole) if mapped else whole


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
    work = _Work(base, amendment, before)
    work.read_renames()
    new_base = _Renaming(work.mapped, _lists(base)).of(base) if work.mapped else base
    body = tuple(work.worded(s) for s in amendment.body)
    return Renamed(new_base, replace(amendment, body=body), tuple(work.found))


def _renames(edition: tree.Instrument) -> Iterator[tree.Rename]:
    return (s for s in edition.body if isinstance(s, tree.Rename))


def _space(head: str) -> str:
    return _SPACE_OF_HEAD.get(head, _QUANTITY)


# Putting the new ids in --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Use:
    """An id somebody wrote that has a new one."""

    name: tree.Name
    key: Key


@dataclass(slots=True)
class _Renaming:
    """A tree written anew, and where an old id stood.

    Attributes:
        own: the names that stay as they are, by `id()`: they are given to what is new.
    """

    mapped: Mapped
    lists: Lists
    own: frozenset[int] = frozenset()
    used: list[_Use] = field(default_factory=list)

    def of(self, node: N, shadow: frozenset[str] = frozenset()) -> N:
        """The node in the new ids; the node itself where there is none in it."""
        changed: dict[str, Any] = {}
        for each in fields(node):
            old = getattr(node, each.name)
            inside = self._inside(node, each.name, shadow)
            new: object = old
            match old:
                case tree.Name():
                    new = self._name(node, each.name, old, shadow)
                case tree.Node():
                    new = self.of(old, inside)
                case tuple():
                    new = tuple(self._part(node, each.name, part, inside) for part in old)
                case _:
                    continue
            if isinstance(new, tuple) and isinstance(old, tuple):
                same = all(a is b for a, b in zip(old, new, strict=True))
            else:
                same = new is old
            if not same:
                changed[each.name] = new
        return replace(node, **changed) if changed else node

    def _part(self, node: tree.Node, where: str, part: object, shadow: frozenset[str]) -> object:
        match part:
            case tree.Name():
                return self._name(node, where, part, shadow)
            case tree.Node():
                return self.of(part, shadow)
            case _:
                return part

    def _inside(self, node: tree.Node, where: str, shadow: frozenset[str]) -> frozenset[str]:
        match node:
            case tree.Count(name=records) | tree.OverRecords(records=records) if where == "where":
                return self.lists.get(records.text, frozenset())
            case _:
                return shadow

    def _name(
        self, node: tree.Node, where: str, name: tree.Name, shadow: frozenset[str]
    ) -> tree.Name:
        key = _key(node, where, name)
        if key is None or key not in self.mapped or name.text in shadow:
            return name
        self.used.append(_Use(name, key))
        if id(name) in self.own:
            return name
        return replace(name, text=self.mapped[key])


def _key(node: tree.Node, where: str, name: tree.Name) -> Key | None:
    match node:
        case tree.Remove(head=head):
            return None if head in _NOT_RENAMED else (_space(head), name.text)
        case tree.Rename():
            return None
        case _:
            space = SPACES.get((type(node), where))
            return None if space is None else (space, name.text)


def _lists(*editions: tree.Instrument) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for node in (node for edition in editions for node in walk(edition)):
        if isinstance(node, tree.Input) and isinstance(node.type, tree.ListType):
            own = {f.name.text for f in node.type.fields if isinstance(f, tree.Field)}
            found[node.name.text] = found.get(node.name.text, frozenset()) | own
    return found


# What an amendment may rename, and what it may say ------------------------------------------------


@dataclass(slots=True)
class _Work:
    """One amendment: its renames, and what is wrong with the ids it uses."""

    base: tree.Instrument
    amendment: tree.Instrument
    before: Sequence[Former]
    mapped: dict[Key, str] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)

    def read_renames(self) -> None:
        """The renames that can be done; the others are reported."""
        declared = _declared(self.base)
        taken = _taken(self.base)
        for rename in _renames(self.amendment):
            key = (_space(rename.head), rename.name.text)
            target = (key[0], rename.new.text)
            former = self._former(key)
            there = declared.get((rename.head, rename.name.text))
            if key in self.mapped:
                continue  # It is told as a statement that stands twice.
            if there is None and former is not None:
                self._old_id(rename.name, former)
            elif there is None:
                facts = {"statement": quoted(rename), "base": self.base.edition.text}
                self._report(names.CHANGE_UNKNOWN, rename.name, facts)
            elif target in taken or rename.new.text in self._targets(key[0]):
                facts = {"id": rename.new.text, "base": self.base.edition.text}
                self._report(names.RENAME_TAKEN, rename.new, facts, taken.get(target))
            elif self._is_of_another(target, rename.name.text):
                self._retired(rename.new)
            else:
                self.mapped[key] = rename.new.text

    def worded(self, statement: tree.Statement) -> tree.Statement:
        """A statement of the amendment in the ids that stand from now on."""
        if isinstance(statement, tree.Rename):
            return statement
        own = frozenset(map(id, _own_names(statement)))
        renaming = _Renaming(self._now(), _lists(self.base, self.amendment), own)
        written = renaming.of(statement)
        for use in renaming.used:
            if id(use.name) in own:
                self._retired(use.name)
            else:
                former = self._former(use.key)
                at = former.edition if former else self.amendment.edition.text
                facts = {"id": use.name.text, "new": self._now()[use.key], "edition": at}
                self._report(names.ID_RENAMED, use.name, facts)
        return written

    def _now(self) -> dict[Key, str]:
        """Every old id with the one that stands for it now."""
        old = {
            (_space(f.sort), f.former): self.mapped.get((_space(f.sort), f.id), f.id)
            for f in self.before
        }
        back = {(space, new) for (space, _), new in self.mapped.items()}
        return {key: new for key, new in {**old, **self.mapped}.items() if key not in back}

    def _targets(self, space: str) -> set[str]:
        return {new for (one, _), new in self.mapped.items() if one == space}

    def _former(self, key: Key) -> Former | None:
        return next((f for f in self.before if (_space(f.sort), f.former) == key), None)

    def _is_of_another(self, target: Key, old: str) -> bool:
        """Whether an id belonged to another thing than the one that is called `old` now."""
        former = self._former(target)
        return former is not None and former.id != old

    def _old_id(self, name: tree.Name, former: Former) -> None:
        facts = {"id": name.text, "new": former.id, "edition": former.edition}
        self._report(names.ID_RENAMED, name, facts)

    def _retired(self, name: tree.Name) -> None:
        new = next(
            (n for (_, old), n in self._now().items() if old == name.text), self._current(name.text)
        )
        self._report(names.ID_RETIRED, name, {**self._edition(), "id": name.text, "new": new})

    def _edition(self) -> dict[str, Fact]:
        return {"edition": self.amendment.edition.text}

    def _current(self, old: str) -> str:
        return next((f.id for f in self.before if f.former == old), old)

    def _report(
        self, kind: Kind, name: tree.Name, facts: Mapping[str, Fact], other: tree.Name | None = None
    ) -> None:
        related = (other.at,) if other is not None else ()
        self.found.append(Diagnostic(kind=kind, at=name.at, facts=facts, related=related))


def _declared(base: tree.Instrument) -> dict[tuple[str, str], tree.Name]:
    """What can be renamed, by its head and id."""
    found: dict[tuple[str, str], tree.Name] = {}
    for node in walk(base):
        key = plain_identity(node) if isinstance(node, _DECLARING) else None
        name = getattr(node, "name", None)
        if key is not None and len(key) == 2 and isinstance(name, tree.Name):
            found[key[0], key[1]] = name
    return found


def _taken(base: tree.Instrument) -> dict[Key, tree.Name]:
    """Every id that is in use, by its space.

    A field of a list would hide what gets its id, and so would the word for who is assessed.
    """
    found: dict[Key, tree.Name] = {}
    for node in walk(base):
        match node:
            case tree.Field(name=name) | tree.Assesses(name=name):
                found.setdefault((_QUANTITY, name.text), name)
            case _ if isinstance(node, _DECLARING) and isinstance(node.name, tree.Name):
                space = SPACES[type(node), "name"]
                if space is not None:
                    found[space, node.name.text] = node.name
            case _:
                pass
    return found


def _own_names(statement: tree.Node) -> Iterator[tree.Name]:
    """The names that the statements in an amendment give to what is new."""
    match statement:
        case tree.Change(statement=changed):
            body = getattr(changed, "body", None)
            for inner in body or ():
                yield from _own_names(inner)
        case tree.Add(statement=added):
            yield from _own_names(added)
        case _:
            for node in walk(statement):
                if isinstance(node, _DECLARING) and isinstance(node.name, tree.Name):
                    yield node.name


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
