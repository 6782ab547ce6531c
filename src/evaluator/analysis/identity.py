"""What a statement is addressed by: its head and its key. Amendments and duplicates go by it."""

from __future__ import annotations

from typing import assert_never

from evaluator.source import Span
from evaluator.syntax import tree
from evaluator.syntax.dump import dump

Identity = tuple[str, ...]
"""Head and key; the head alone for a statement of which there can be one."""

_SINGLE = {
    tree.Issuer: "issuer",
    tree.InForce: "in_force",
    tree.Draft: "draft",
    tree.Assesses: "assesses",
    tree.Label: "label",
    tree.Weight: "weight",
    tree.Maximum: "maximum",
    tree.Code: "code",
    tree.Rated: "rated_on",
    tree.Answered: "answer",
    tree.Repeated: "repeated_for",
    tree.WithoutEvidence: "without_evidence",
    tree.Applies: "applies_when",
    tree.MayBeNotApplicable: "may_be_not_applicable",
    tree.NotApplicable: "not_applicable",
    tree.BeforeVerification: "before_verification",
    tree.Requires: "requires",
    tree.DatedWithinPeriod: "dated",
    tree.DatedBefore: "dated",
    tree.ValidOn: "valid_on",
    tree.Hole: "between_bands",
}
"""Statements of which a body holds one at most, by their head."""

LINE_HEADS = frozenset(_SINGLE.values()) | {
    "level",
    "needs",
    "answer_needs",
    "incomplete_subject",
    "incomplete_group",
}
"""Heads of lines that belong to the statement they stand in."""

_NAMED = {
    tree.Assumption: "assumption",
    tree.Scale: "scale",
    tree.EvidenceKind: "evidence",
    tree.Input: "input",
    tree.Field: "field",
    tree.Bands: "bands",
    tree.ChangeBands: "bands",
    tree.Categories: "categories",
    tree.Rank: "rank",
}
"""Statements addressed by their id, by their head."""


def identity(statement: tree.Node) -> Identity | None:
    """The identity of a statement; `None` for one of which there may be several alike.

    What stands under a reading of an assumption is another statement than the same under another.
    """
    found = plain_identity(statement)
    return None if found is None else (*found, *_readings(statement))


def _readings(statement: tree.Node) -> Identity:
    under: tree.Under = getattr(statement, "under", ())
    read = [x for x in under if isinstance(x, tree.ByAssumption) and x.read_as is not None]
    return tuple(sorted(f"{x.name.text}={x.read_as.text}" for x in read if x.read_as is not None))


def plain_identity(statement: tree.Node) -> Identity | None:
    """The identity of a statement, whatever reading it stands under."""
    head = _SINGLE.get(type(statement))
    if head is not None:
        return (head,)
    match statement:
        case tree.ClaimBetween(name=name):
            return ("claim", name.text)
        case tree.ClaimRising(name=name):
            return ("claim_rising", name.text)
        case tree.ClaimAdding():
            return _adding(statement)
        case tree.Item(word=word, name=name):
            return (word, name.text)
        case tree.Every(word=word):
            return ("every", word)
        case tree.Incomplete(what=what):
            return (what,)
        case tree.Group(name=name):
            return ("for_each", name.text) if name else ("for_all",)
        case tree.Weights(word=word, in_each=in_each):
            return ("weights_of", word, in_each or "")
        case tree.Value(name=name) | tree.Cases(name=name) | tree.Table(name=name):
            return ("value", name.text if name else "")
        case tree.Needs(level=level):
            return ("needs", level.written)
        case tree.AnswerNeeds(cell=cell):
            return ("answer_needs", str(dump(cell)))
        case tree.LevelText(level=level):
            return ("level", level.written)
        case (
            tree.Band(label=label) | tree.LabelWhen(label=label) | tree.LabelOtherwise(label=label)
        ):
            return ("band", label.text)
        case tree.Rename(head=head, name=name):
            return ("rename", head, name.text)
        case tree.RenameField(name=name, records=records):
            return ("rename", "field", records.text, name.text)
        case tree.RenameChoice(name=name, of=of):
            return ("rename", "choice", str(dump(of)), name.text)
        case tree.Reading(name=name):
            return ("reading", name.text)
        case tree.Carry(old=tree.Name(text=text)) | tree.Carry(old=tree.Number(written=text)):
            return ("old_answer", text)
        case tree.Choice(key=tree.Name(text=text)) | tree.Choice(key=tree.Number(written=text)):
            return ("choice", text)
        case _:
            named = _NAMED.get(type(statement))
            return (named, statement.name.text) if named and hasattr(statement, "name") else None


def _adding(claim: tree.ClaimAdding | tree.RemoveClaimAdding) -> Identity:
    way = "raises" if claim.raises else "lowers"
    return ("claim_adding", claim.list.text, way, claim.name.text)


def removed(statement: tree.Removal) -> Identity | None:
    """The plain identity of what a removal takes out; a gate has none, it goes by its reason."""
    match statement:
        case tree.Remove(head=head, name=name):
            return (head, name.text) if name else (head,)
        case tree.RemoveEvery(word=word):
            return ("every", word)
        case tree.RemoveWeights(word=word, in_each=in_each):
            return ("weights_of", word, in_each or "")
        case tree.RemoveClaim(name=name, rising=rising):
            return ("claim_rising" if rising else "claim", name.text)
        case tree.RemoveClaimAdding():
            return _adding(statement)
        case tree.RemoveLine(head="value"):
            return ("value", "")
        case tree.RemoveLine(head="may_not_be_not_applicable"):
            return ("may_be_not_applicable",)
        case tree.RemoveLine(head=head, level=level):
            return (head, level.written) if level else (head,)
        case tree.RemoveGate():
            return None
        case _:
            assert_never(statement)


def place(statement: tree.Node) -> Span:
    """Where to point for a statement: its name where it has one, else all of it."""
    name = getattr(statement, "name", None)
    return name.at if isinstance(name, tree.Name) else statement.at


def quoted(node: tree.Node) -> str:
    """How a statement begins, as its author wrote it: what a message quotes."""
    first = node.at.text.split("\n", 1)[0].split("{", 1)[0].strip()
    return first if len(first) <= _QUOTE else first[: _QUOTE - 1] + "…"


_QUOTE = 60
