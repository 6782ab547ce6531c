"""Consolidation: an edition that amends another one, written out in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar, assert_never

from evaluator.analysis.carried import check_carries, check_carries_of_parts, without_carries
from evaluator.analysis.identity import (
    LINE_HEADS,
    Identity,
    identity,
    place,
    plain_identity,
    quoted,
    removed,
)
from evaluator.analysis.renames import renamed
from evaluator.diagnostics.kinds import names
from evaluator.diagnostics.model import Diagnostic, Kind, Outcome
from evaluator.model.instrument import Former
from evaluator.syntax import tree

Statements = tuple[tree.Statement, ...]
N = TypeVar("N", bound=tree.Node)

_OWN = {"in_force", "draft"}
"""What an edition says of itself alone and never inherits, unless it is a correction."""


def consolidate(
    base: tree.Instrument, amendment: tree.Instrument, before: Sequence[Former] = ()
) -> Outcome[tree.Instrument]:
    """The amendment applied to its base, which is itself consolidated.

    `before` is what the base has renamed already. Examples belong to the edition they name and are
    not part of this.
    """
    # What an amendment carries over is said of the edition before it only.
    named = renamed(without_carries(base), amendment, before)
    amendment = named.amendment
    work = _Amending(named.base, amendment, found=[*named.found])
    for statement in amendment.body:
        work.apply(statement)
    body = tuple(s for s in work.body if not isinstance(s, tree.Error))
    whole = replace(
        amendment,
        label=amendment.label or base.label,
        amends=None,
        corrects=False,
        body=body,
        at=amendment.at,
    )
    return Outcome(whole, (*work.found, *check_carries_of_parts(named.base, whole)))


def first_change(instrument: tree.Instrument) -> tree.Statement | None:
    """The first line that changes something, where the edition amends nothing that it could."""
    changes = tree.Change | tree.Add | tree.Renaming | tree.Removal
    return next((s for s in _all(instrument.body) if isinstance(s, changes)), None)


def _all(body: Statements) -> Iterator[tree.Statement]:
    for statement in body:
        yield statement
        if isinstance(statement, tree.Item | tree.Every | tree.Group) and statement.body:
            yield from _all(statement.body)


@dataclass(slots=True)
class _Amending:
    """One consolidation under way: the body so far, and what was wrong."""

    base: tree.Instrument
    amendment: tree.Instrument
    body: Statements = ()
    found: list[Diagnostic] = field(default_factory=list)

    def __post_init__(self) -> None:
        # What is not inherited keeps its place only if the amendment says it anew.
        said = {identity(statement) for statement in self.amendment.body}
        own = set[str]() if self.amendment.corrects else _OWN
        gone = {(head,) for head in own} - said
        self.body = tuple(s for s in self.base.body if identity(s) not in gone)

    def apply(self, statement: tree.Statement) -> None:
        """One line of the amendment, applied to the instrument."""
        match statement:
            case tree.Basis():
                known = {id(s) for s in self.base.body}
                kept = (s for s in self.body if not (isinstance(s, tree.Basis) and id(s) in known))
                self.body = (*kept, statement)
            case tree.Issuer() | tree.InForce() | tree.Draft() | tree.Assesses():
                self.body = _put(self.body, statement)
            case tree.Change(statement=changed):
                self.body = self._change(self.body, changed)
            case tree.Rename() | tree.RenameChoice() | tree.RenameField():
                pass  # Worked in before everything else.
            case tree.RemoveGate():
                self.body = self._remove_gate(self.body, statement)
            case (
                tree.Remove()
                | tree.RemoveEvery()
                | tree.RemoveWeights()
                | tree.RemoveClaim()
                | tree.RemoveClaimAdding()
                | tree.RemoveLine()
            ):
                self.body = self._remove(self.body, statement)
            case tree.Add(statement=added):
                self.body = self._add(self.body, added)
            case _:
                self.body = self._add(self.body, statement)

    def _add(
        self, body: Statements, statement: tree.Statement, before: Statements = ()
    ) -> Statements:
        """The body with a new statement; `before` is what stood there when this change began."""
        key = identity(statement)
        # An `every` of a part is another one than that of the instrument.
        apart = key is None or key[0] == "every" or _find(before, key) is not None
        elsewhere = () if apart else self.body
        if key is not None and _find((*body, *elsewhere), key) is not None:
            self._report(names.ALREADY_THERE, statement, key)
            return body
        return _after_its_kind(body, statement)

    def _change(self, body: Statements, changed: tree.Node) -> Statements:
        key = _meant(body, identity(changed), plain_identity(changed))
        old = _find(body, key) if key else None
        if key is None or old is None:
            self._report(names.CHANGE_UNKNOWN, changed, key or ("",))
            return body
        self.found.extend(check_carries(old, changed))
        return _replace_in(body, key, (self._merged(old, changed),))

    def _remove(self, body: Statements, statement: tree.Removal) -> Statements:
        key = removed(statement)
        alike = _alike(body, key) if key else []
        # One line takes the place of its opposite, but is not taken out for it.
        if isinstance(statement, tree.RemoveLine) and statement.head in _OPPOSITES:
            key = (statement.head,)
            never = statement.head == _OPPOSITES[1]
            lines = (line for line in body if isinstance(line, tree.MayBeNotApplicable))
            meant = {identity(line) for line in lines if line.never == never}
            alike = [each for each in alike if each in meant]
        if not alike:
            self._report(names.CHANGE_UNKNOWN, statement, key or ("",))
        for each in alike:
            body = _replace_in(body, each, ())
        return body

    def _remove_gate(self, body: Statements, statement: tree.RemoveGate) -> Statements:
        reason = statement.because.text
        kept = tuple(s for s in body if not (isinstance(s, tree.Gate) and s.because.text == reason))
        if len(kept) == len(body):
            self._report(names.CHANGE_UNKNOWN, statement, ("not_scored",))
        return kept

    def _merged(self, old: tree.Node, new: tree.Node) -> tree.Statement:
        """Items, `every`, groups and tables of categories are changed line by line.

        The rest is changed as a whole.
        """
        match old, new:
            case tree.Item(), tree.Item():
                return self._merged_item(old, new)
            case tree.Every(), tree.Every():
                return replace(old, body=self._merged_body(old.body, new.body))
            case tree.Group(), tree.Group():
                return replace(old, name=new.name, body=self._merged_group(old.body, new.body))
            case tree.Bands(), tree.ChangeBands():
                return replace(
                    old, lines=self._merged_bands(old, new), under=new.under or old.under
                )
            case _, (
                tree.Assumption()
                | tree.Scale()
                | tree.EvidenceKind()
                | tree.Input()
                | tree.Value()
                | tree.Cases()
                | tree.Table()
                | tree.Bands()
                | tree.Categories()
                | tree.Rank()
                | tree.Weights()
            ):
                return new
            case _:
                raise AssertionError("both have the same head")

    def _merged_bands(
        self, old: tree.Bands, new: tree.ChangeBands
    ) -> tuple[tree.Band | tree.Hole | tree.Error, ...]:
        merged = old.lines
        for line in new.lines or ():
            match line:
                case tree.Band() | tree.Hole():
                    merged = _put(merged, line)
                case tree.RemoveBand(label=label):
                    key = ("band", label.text) if label else ("between_bands",)
                    kept = tuple(each for each in merged if plain_identity(each) != key)
                    if len(kept) == len(merged):
                        self._report(names.CHANGE_UNKNOWN, line, key)
                    merged = kept
                case tree.Error():
                    pass
                case _:
                    assert_never(line)
        return merged

    def _merged_item(self, old: tree.Item, new: tree.Item) -> tree.Item:
        # What the head of the part says is taken out as a line of its body would be.
        old, lines = self._without_head_lines(old, new.body or ())
        attributes = old.attributes
        for attribute in new.attributes:
            attributes = _put(attributes, attribute)
        return normal(
            replace(
                old,
                # What the amendment says of the item is now the rule: it is shown there.
                name=new.name,
                label=new.label or old.label,
                attributes=attributes,
                under=new.under or old.under,
                body=self._merged_body(old.body or (), lines),
            )
        )

    def _without_head_lines(
        self, old: tree.Item, lines: Statements
    ) -> tuple[tree.Item, Statements]:
        """The part without what is taken out of its head, and the lines that are left to apply."""
        left: list[tree.Statement] = []
        for line in lines:
            key = removed(line) if isinstance(line, tree.RemoveLine) else None
            if key == ("label",) and old.label is not None:
                old = replace(old, label=None)
            elif key in {identity(attribute) for attribute in old.attributes}:
                kept = tuple(each for each in old.attributes if identity(each) != key)
                old = replace(old, attributes=kept)
            else:
                left.append(line)
        return old, tuple(left)

    def _merged_body(self, old: Statements, lines: Statements) -> Statements:
        body = old
        for line in lines:
            match line:
                case tree.Change(statement=changed):
                    body = self._change(body, changed)
                case tree.Remove() | tree.RemoveLine() | tree.RemoveEvery():
                    body = self._remove(body, line)
                case tree.Rated() | tree.Value() | tree.Cases() | tree.Table():
                    body = _put(_other_source(body, line), line)
                case tree.Add(statement=added):
                    body = self._add(body, added, old)
                case tree.Item():
                    body = self._add(body, line, old)
                case _:
                    body = _put(body, line)
        return body

    def _merged_group(self, old: Statements, lines: Statements) -> Statements:
        """A group holds statements with ids, as an instrument does: what is new is added."""
        body = old
        for line in lines:
            match line:
                case tree.Change(statement=changed):
                    body = self._change(body, changed)
                case tree.Remove() | tree.RemoveLine():
                    body = self._remove(body, line)
                case tree.Add(statement=added):
                    body = self._add(body, added, old)
                case tree.Incomplete():
                    body = _put(body, line)
                case _:
                    body = self._add(body, line, old)
        return body

    def _report(self, kind: Kind, statement: tree.Node, key: Identity) -> None:
        old = _find(self.body, key)
        self.found.append(
            Diagnostic(
                kind=kind,
                at=place(statement),
                facts={"statement": quoted(statement), "base": self.base.edition.text},
                related=(place(old),) if old is not None else (),
            )
        )


def normalised(instrument: tree.Instrument) -> tree.Instrument:
    """The instrument with every item in its normal form."""
    body = tuple(_normal_deep(s) if isinstance(s, tree.Item) else s for s in instrument.body)
    return replace(instrument, body=body)


def _normal_deep(item: tree.Item) -> tree.Item:
    if item.body is None:
        return normal(item)
    body = tuple(_normal_deep(s) if isinstance(s, tree.Item) else s for s in item.body)
    return normal(replace(item, body=body))


def normal(item: tree.Item) -> tree.Item:
    """An item with its label and attributes in one place, however they were written."""
    attributes: tuple[tree.Attribute, ...] = item.attributes
    label = item.label
    body: list[tree.Statement] = []
    for line in item.body or ():
        match line:
            case tree.Label(text=text):
                label = text
            case tree.Weight() | tree.Maximum() | tree.Code():
                attributes = _put(attributes, line)
            case _:
                body.append(line)
    order = {tree.Weight: 0, tree.Maximum: 1, tree.Code: 2}
    return replace(
        item,
        label=label,
        attributes=tuple(sorted(attributes, key=lambda a: order[type(a)])),
        body=tuple(body) or None,
    )


def _put(body: tuple[N, ...], statement: N) -> tuple[N, ...]:
    """The body with the statement in the place of its like, else at the end."""
    key = identity(statement)
    out = list(body)
    for index, old in enumerate(body):
        if key is not None and identity(old) == key:
            out[index] = statement
            return tuple(out)
    return (*body, statement)


_SOURCES = {("rated_on",), ("value", "")}
"""Where the value of a part comes from: it is rated, or computed."""


def _other_source(body: Statements, line: tree.Statement) -> Statements:
    """The body without the other way in which a part gets its value than the line states."""
    others = _SOURCES - {identity(line) or ()}
    return tuple(each for each in body if identity(each) not in others)


def _after_its_kind(body: Statements, statement: tree.Statement) -> Statements:
    """The body with a new statement after the last one of its kind, else at the end."""
    alike = [i for i, old in enumerate(body) if type(old) is type(statement)]
    at = alike[-1] + 1 if alike else len(body)
    return (*body[:at], statement, *body[at:])


def _meant(
    body: Sequence[tree.Statement], key: Identity | None, plain: Identity | None
) -> Identity | None:
    """The statement a change is of: that of the same reading, else the only one of that name."""
    if key is None or plain is None or _find(body, key) is not None:
        return key
    alike = _alike(body, plain)
    return alike[0] if len(alike) == 1 else key


def _alike(body: Sequence[tree.Statement], plain: Identity) -> list[Identity]:
    """The statements of this head and id, under whatever reading, as `_find` looks for them."""
    found: dict[Identity, None] = {}
    for statement in body:
        key = identity(statement)
        if key is not None and plain_identity(statement) == plain:
            found[key] = None
        if isinstance(statement, tree.Item) and statement.body and plain[0] not in _LOCAL:
            found.update(dict.fromkeys(_alike(statement.body, plain)))
    return list(found)


def _find(body: Sequence[tree.Statement], key: Identity) -> tree.Statement | None:
    """The statement of this identity, anywhere in the tree of items."""
    for statement in body:
        if identity(statement) == key:
            return statement
        if isinstance(statement, tree.Item) and statement.body and key[0] not in _LOCAL:
            found = _find(statement.body, key)
            if found is not None:
                return found
    return None


_OPPOSITES = ("may_be_not_applicable", "may_not_be_not_applicable")
_LOCAL = LINE_HEADS | {
    "value", "every", "bands", "scale", "evidence", "assumption", "input", "weights_of"
}  # fmt: skip
"""Heads that are looked for in one body only; items are looked for in the whole tree."""


def _replace_in(body: Statements, key: Identity, new: Statements) -> Statements:
    out: list[tree.Statement] = []
    for statement in body:
        if identity(statement) == key:
            out.extend(new)
        elif isinstance(statement, tree.Item) and statement.body and key[0] not in _LOCAL:
            out.append(replace(statement, body=_replace_in(statement.body, key, new)))
        else:
            out.append(statement)
    return tuple(out)
