"""Which statements may stand where, and that none stands twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from evaluator.analysis.carried import key_of, stray_carries
from evaluator.analysis.identity import identity, place, quoted
from evaluator.diagnostics.kinds import names
from evaluator.diagnostics.model import Diagnostic
from evaluator.syntax import tree

_LINES = (
    tree.Label,
    tree.Weight,
    tree.Maximum,
    tree.Code,
    tree.Rated,
    tree.Answered,
    tree.Repeated,
    tree.Needs,
    tree.AnswerNeeds,
    tree.LevelText,
    tree.WithoutEvidence,
    tree.Applies,
    tree.MayBeNotApplicable,
    tree.NotApplicable,
)
"""What is said of an item."""

_CHANGES = (tree.Change, tree.Add, tree.Remove, tree.RemoveLine)

_IN_ITEM = (
    *_LINES,
    *_CHANGES,
    tree.RemoveEvery,
    tree.Item,
    tree.Every,
    tree.Value,
    tree.Cases,
    tree.Table,
    tree.Error,
)
_IN_EVERY = (*_LINES, *_CHANGES, tree.Value, tree.Cases, tree.Table, tree.Error)
_IN_GROUP = (
    *_CHANGES,
    tree.Incomplete,
    tree.Input,
    tree.Value,
    tree.Cases,
    tree.Table,
    tree.Bands,
    tree.ChangeBands,
    tree.Rank,
    tree.Error,
)
_NOT_IN_EVERY = (tree.Label, tree.Code, tree.Weight, tree.Maximum)


def check_placement(instrument: tree.Instrument) -> Iterator[Diagnostic]:
    """Statements that do not belong where they stand, and statements said twice."""
    yield from _twice(instrument.body)
    yield from stray_carries(instrument)
    for statement in instrument.body:
        said = _said(statement)
        unnamed = isinstance(said, tree.Valuation) and said.name is None
        if isinstance(said, (*_LINES, tree.Incomplete, tree.Rank)) or unnamed:
            yield _misplaced(statement, instrument)
        yield from _inside(statement)


def said_twice(instrument: tree.Instrument) -> Iterator[Diagnostic]:
    """Statements said twice, and nothing else."""
    return (d for d in check_placement(instrument) if d.kind is names.STATEMENT_TWICE)


def _inside(statement: tree.Node) -> Iterator[Diagnostic]:
    match statement:
        case tree.Item(body=body):
            yield from _body(body or (), statement, _IN_ITEM)
        case tree.Every(body=body):
            allowed = tuple(t for t in _IN_EVERY if t not in _NOT_IN_EVERY)
            yield from _body(body, statement, allowed)
        case tree.Group(name=name, body=body):
            yield from _body(body, statement, _IN_GROUP)
            if name is not None:  # only among all subjects are there other groups
                yield from (_misplaced(x, statement) for x in body if _of_groups(x))
        case tree.Change(statement=changed) | tree.Add(statement=changed):
            yield from _inside(changed)
        case (
            tree.Bands(lines=lines)
            | tree.Categories(lines=lines)
            | tree.EvidenceKind(lines=lines)
            | tree.Table(lines=lines)
        ):
            yield from _twice(lines)
        case tree.ChangeBands(lines=lines):
            yield from _twice(lines or ())
        case tree.Scale(choices=choices, carried=carried):
            yield from _twice((*choices, *carried))
            yield from _counting(c for c in choices if not _is_level(c))
        case tree.Assumption(readings=readings):
            yield from _twice(readings)
        case (
            tree.Answered(type=kind, by_verifier=by_verifier)
            | tree.Input(type=kind, by_verifier=by_verifier)
        ):
            yield from _in_type(kind, statement)
            yield from _twice(by_verifier.lines if by_verifier else ())
        case _:
            return


def _is_level(choice: tree.Choice | tree.Error) -> bool:
    return isinstance(choice, tree.Choice) and isinstance(choice.key, tree.Number)


def _counting(choices: Iterable[tree.Choice | tree.Error]) -> Iterator[Diagnostic]:
    """Choices that count as a number: what one is worth, the value that reads it says."""
    for choice in choices:
        if isinstance(choice, tree.Choice) and choice.counts_as is not None:
            facts = {"text": key_of(choice.key)}
            yield Diagnostic(kind=names.CHOICE_COUNTS_AS, at=choice.counts_as.at, facts=facts)


def _in_type(kind: tree.InputType, owner: tree.Node) -> Iterator[Diagnostic]:
    match kind:
        case tree.ChoiceType(choices=choices, carried=carried):
            yield from _twice((*choices, *carried))
            yield from _counting(choices)
        case tree.ListType(fields=fields):
            yield from _twice(fields)
            for line in fields:
                yield from _in_list(line, owner)
        case _:
            return


def _in_list(
    line: tree.Field | tree.Valuation | tree.Error, owner: tree.Node
) -> Iterator[Diagnostic]:
    """A field, or what is worked out of each record, which has an id as a field has."""
    match line:
        case tree.Field(type=kind):
            yield from _in_type(kind, owner)
        case tree.Error():
            return
        case _ if line.name is None:
            yield _misplaced(line, owner)
        case _:
            yield from _inside(line)


def _body(
    body: Sequence[tree.Statement],
    owner: tree.Item | tree.Every | tree.Group,
    allowed: tuple[type, ...],
) -> Iterator[Diagnostic]:
    yield from _twice([*_in_head(owner), *body])
    for statement in body:
        said = _said(statement)
        fits = isinstance(statement, allowed) and isinstance(said, allowed)
        if not fits or _is_named_wrongly(said, owner):
            yield _misplaced(statement, owner)
        else:
            yield from _inside(statement)


def _is_named_wrongly(said: tree.Node, owner: tree.Node) -> bool:
    """The value of a part has no id of its own; each value of a group has one."""
    if not isinstance(said, tree.Valuation):
        return False
    return (said.name is None) is isinstance(owner, tree.Group)


def _said(statement: tree.Node) -> tree.Node:
    """The statement itself, or the one that a change or an addition states."""
    return statement.statement if isinstance(statement, tree.Change | tree.Add) else statement


def _in_head(owner: tree.Item | tree.Every | tree.Group) -> Sequence[tree.Node]:
    """What the first line of an item says, as lines would say it."""
    if not isinstance(owner, tree.Item):
        return ()
    label = (tree.Label(text=owner.label, at=owner.label.at),) if owner.label else ()
    return (*label, *owner.attributes)


def _of_groups(statement: tree.Node) -> bool:
    said = _said(statement)
    return isinstance(said, tree.Incomplete) and said.what == "incomplete_group"


def _misplaced(statement: tree.Node, owner: tree.Node) -> Diagnostic:
    return Diagnostic(
        kind=names.STATEMENT_MISPLACED,
        at=statement.at,
        facts={"statement": quoted(statement), "where": quoted(owner)},
    )


_BY_NAME = (
    tree.Item,
    tree.Scale,
    tree.EvidenceKind,
    tree.Input,
    tree.Bands,
    tree.Categories,
    tree.Rank,
    tree.Assumption,
)
"""Ids declared twice are found with the names."""


def _address(statement: tree.Node) -> tuple[str, ...] | None:
    """The identity of a statement; two changes of one statement are that statement twice."""
    if not isinstance(statement, tree.Change):
        return identity(statement)
    changed = identity(statement.statement)
    return changed and ("change", *changed)


def _twice(body: Sequence[tree.Node]) -> Iterator[Diagnostic]:
    seen: dict[tuple[str, ...], tree.Node] = {}
    for statement in body:
        key = _address(statement)
        named = isinstance(statement, tree.Valuation) and statement.name is not None
        if key is None or named or isinstance(statement, _BY_NAME):
            continue
        first = seen.setdefault(key, statement)
        if first is not statement:
            yield Diagnostic(
                kind=names.STATEMENT_TWICE,
                at=place(statement),
                facts={"statement": quoted(statement), "line": place(first).line},
                related=(place(first),),
            )
