"""Ids of things that stand by themselves: in what space each id of the tree is.

Parts, values, inputs and categories share one space; scales, kinds of evidence and assumptions have
one each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evaluator.analysis.choice_spaces import Answers, Known
from evaluator.analysis.identity import plain_identity
from evaluator.analysis.respelling import Key
from evaluator.syntax import tree
from evaluator.syntax.walk import walk

QUANTITY, SCALE, EVIDENCE, ASSUMPTION = "quantity", "scale", "evidence", "assumption"
_SPACE_OF_HEAD = {"scale": SCALE, "evidence": EVIDENCE, "assumption": ASSUMPTION}
_NOT_RENAMED = {"for_each", "for_all"}

SPACES: Mapping[tuple[type[tree.Node], str], str | None] = {
    (tree.ByAssumption, "name"): ASSUMPTION,
    (tree.ByAssumption, "read_as"): None,
    (tree.Reference, "name"): QUANTITY,
    (tree.AnswerOf, "name"): QUANTITY,
    (tree.NotApplicable, "counts_as"): None,
    (tree.WithoutEvidence, "counts_as"): None,
    (tree.Count, "name"): QUANTITY,
    (tree.Is, "choice"): None,
    (tree.Among, "choices"): None,
    (tree.OverRecords, "records"): QUANTITY,
    (tree.OverRecords, "field"): None,
    (tree.OverRecords, "weight"): None,
    (tree.GroupKind, "name"): None,
    (tree.Assesses, "name"): None,
    (tree.Reading, "name"): None,
    (tree.Assumption, "name"): ASSUMPTION,
    (tree.Assumption, "read_as"): None,
    (tree.Choice, "key"): None,
    (tree.Carry, "old"): None,
    (tree.Carry, "new"): None,
    (tree.Scale, "name"): SCALE,
    (tree.Requires, "names"): None,
    (tree.EvidenceKind, "name"): EVIDENCE,
    (tree.NumberType, "unit"): None,
    (tree.ScaleType, "scale"): SCALE,
    (tree.Field, "name"): None,
    (tree.Input, "name"): QUANTITY,
    (tree.ClaimBetween, "name"): QUANTITY,
    (tree.ClaimRising, "name"): QUANTITY,
    (tree.ClaimAdding, "list"): QUANTITY,
    (tree.ClaimAdding, "name"): QUANTITY,
    (tree.Item, "name"): QUANTITY,
    (tree.Rated, "scale"): SCALE,
    (tree.Repeated, "name"): None,
    (tree.Repeated, "records"): QUANTITY,
    (tree.Documents, "kind"): EVIDENCE,
    (tree.SomeOf, "kinds"): EVIDENCE,
    (tree.Value, "name"): QUANTITY,
    (tree.Cases, "name"): QUANTITY,
    (tree.Table, "name"): QUANTITY,
    (tree.Cell, "keys"): None,
    (tree.Printed, "name"): QUANTITY,
    (tree.Bands, "name"): QUANTITY,
    (tree.Bands, "of"): QUANTITY,
    (tree.Categories, "name"): QUANTITY,
    (tree.RankBy, "of"): QUANTITY,
    (tree.Rank, "name"): QUANTITY,
    (tree.Group, "name"): None,
    (tree.ChangeBands, "name"): QUANTITY,
    (tree.RemoveClaim, "name"): QUANTITY,
    (tree.RemoveClaimAdding, "list"): QUANTITY,
    (tree.RemoveClaimAdding, "name"): QUANTITY,
    (tree.ChoicesOfInput, "name"): QUANTITY,
    (tree.ChoicesOfField, "field"): None,
    (tree.ChoicesOfField, "records"): QUANTITY,
    (tree.ChoicesOfScale, "name"): SCALE,
    (tree.RenameChoice, "name"): None,
    (tree.RenameChoice, "new"): None,
    (tree.RenameField, "name"): None,
    (tree.RenameField, "records"): QUANTITY,
    (tree.RenameField, "new"): None,
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


def space_of(head: str) -> str:
    """The space of what a head begins: a tree word, `value`, `scale` and so on."""
    return _SPACE_OF_HEAD.get(head, QUANTITY)


@dataclass(frozen=True, slots=True)
class Quantities:
    """The spelling of these ids: a field of a list stands before everything else in `where`."""

    answers: Answers

    @property
    def outside(self) -> Known:
        """Nothing is known."""
        return Known()

    def inside(self, node: tree.Node, where: str, index: int, known: Known) -> Known:
        """What is known in one part of a field of a node."""
        return self.answers.inside(node, where, index, known)

    def key(self, node: tree.Node, where: str, name: tree.Name, known: Known) -> Key | None:
        """The space of an id and the id."""
        space = None if self.answers.is_field(name.text, known) else self._space(node, where, known)
        return None if space is None else (space, name.text)

    def _space(self, node: tree.Node, where: str, known: Known) -> str | None:
        match node:
            case tree.Remove(head=head):
                return None if head in _NOT_RENAMED else space_of(head)
            case tree.Rename():
                return None
            case tree.Is(subject=subject):
                # What is no choice is a number, and is compared with one.
                return QUANTITY if self.answers.space_asked_by(subject, known) is None else None
            case _:
                return SPACES.get((type(node), where))


def declared(base: tree.Instrument) -> dict[tuple[str, str], tree.Name]:
    """What can be renamed, by its head and id."""
    found: dict[tuple[str, str], tree.Name] = {}
    of_records = {
        id(line) for node in walk(base) if isinstance(node, tree.ListType) for line in node.fields
    }
    for node in walk(base):
        if id(node) in of_records:
            continue  # renamed as a field of its list is
        key = plain_identity(node) if isinstance(node, _DECLARING) else None
        name = getattr(node, "name", None)
        if key is not None and len(key) == 2 and isinstance(name, tree.Name):
            found[key[0], key[1]] = name
    return found


def taken(base: tree.Instrument) -> dict[Key, tree.Name]:
    """Every id that is in use, by its space.

    A field of a list would hide what gets its id, and so would the word for who is assessed.
    """
    found: dict[Key, tree.Name] = {}
    for node in walk(base):
        match node:
            case tree.Field(name=name) | tree.Assesses(name=name):
                found.setdefault((QUANTITY, name.text), name)
            case _ if isinstance(node, _DECLARING) and isinstance(node.name, tree.Name):
                space = SPACES[type(node), "name"]
                if space is not None:
                    found[space, node.name.text] = node.name
            case _:
                pass
    return found


def own_names(statement: tree.Node) -> Iterator[tree.Name]:
    """The names that the statements in an amendment give to what is new."""
    match statement:
        case tree.Change(statement=changed):
            body = getattr(changed, "body", None)
            for inner in body or ():
                yield from own_names(inner)
        case tree.Add(statement=added):
            yield from own_names(added)
        case _:
            for node in walk(statement):
                if isinstance(node, _DECLARING) and isinstance(node.name, tree.Name):
                    yield node.name
