"""The editions that rule files declare, and each of them written out in full."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from evaluator.analysis.amend import consolidate, first_change, normalised
from evaluator.analysis.placement import check_placement
from evaluator.analysis.renames import formers
from evaluator.diagnostics.kinds import names
from evaluator.diagnostics.model import Diagnostic, Fact, Kind, Outcome
from evaluator.intake.nearest import nearest
from evaluator.model.instrument import NOT_QUANTITIES
from evaluator.syntax import tree

Key = tuple[str, str]
"""Instrument and edition."""


@dataclass(frozen=True, slots=True)
class Declared:
    """Every edition and example in a set of rule files."""

    editions: Mapping[Key, tree.Instrument] = field(default_factory=dict)
    examples: Mapping[Key, tuple[tree.Example, ...]] = field(default_factory=dict)

    @property
    def instruments(self) -> tuple[str, ...]:
        """The ids of the instruments, in the order of the files."""
        return tuple(dict.fromkeys(instrument for instrument, _ in self.editions))

    def of(self, instrument: str) -> tuple[tree.Instrument, ...]:
        """The editions of one instrument, in the order of the files."""
        return tuple(e for (i, _), e in self.editions.items() if i == instrument)


def declare(files: Iterable[tree.File]) -> Outcome[Declared]:
    """Collect editions and examples; report an edition declared twice, and an example of none."""
    editions: dict[Key, tree.Instrument] = {}
    examples: dict[Key, list[tree.Example]] = {}
    found: list[Diagnostic] = []
    for declaration in (d for file in files for d in file.declarations):
        match declaration:
            case tree.Instrument(name=name, edition=edition):
                first = editions.setdefault((name.text, edition.text), declaration)
                if first is not declaration:
                    found.append(_twice(declaration, first))
            case tree.Example(instrument=name, edition=edition):
                examples.setdefault((name.text, edition.text), []).append(declaration)
            case tree.Version() | tree.Error():
                pass
    found.extend(_homeless(editions, examples))
    grouped = {key: tuple(group) for key, group in examples.items()}
    return Outcome(Declared(editions, grouped), tuple(found))


def _twice(again: tree.Instrument, first: tree.Instrument) -> Diagnostic:
    return Diagnostic(
        kind=names.EDITION_TWICE,
        at=again.edition.at,
        facts={
            "instrument": again.name.text,
            "edition": again.edition.text,
            "file": first.at.source.name,
            "line": first.at.line,
        },
        related=(first.edition.at,),
    )


def _homeless(
    editions: Mapping[Key, tree.Instrument], examples: Mapping[Key, list[tree.Example]]
) -> Iterator[Diagnostic]:
    known = {instrument: [e for i, e in editions if i == instrument] for instrument, _ in editions}
    for (instrument, edition), group in examples.items():
        if (instrument, edition) in editions or _told_of_base(editions, group[0]):
            continue
        first, *others = (example.instrument.at.to(example.edition.at) for example in group)
        yield Diagnostic(
            kind=names.EXAMPLE_WITHOUT_EDITION,
            at=first,
            facts={
                "instrument": instrument,
                "edition": edition,
                "known": tuple(known.get(instrument, known)),
            },
            related=tuple(others),
        )


def _told_of_base(editions: Mapping[Key, tree.Instrument], example: tree.Example) -> bool:
    """Whether an edition that amends an unknown one is told of, and the example goes with it.

    It is of the edition that is not there, or of the one that stands in the same file under an id
    of which nothing else is known.
    """
    wanted = (example.instrument.text, example.edition.text)
    for edition in editions.values():
        if edition.amends is None or (base := (edition.name.text, edition.amends.text)) in editions:
            continue
        alike = edition.edition.text == wanted[1] and edition.at.source is example.at.source
        if base == wanted or alike:
            return True
    return False


def chain(declared: Declared, key: Key) -> tuple[tree.Instrument, ...]:
    """An edition, the one it amends, and so on, as far as they are declared."""
    found: dict[Key, tree.Instrument] = {}
    while key in declared.editions and key not in found:
        found[key] = edition = declared.editions[key]
        key = (key[0], edition.amends.text if edition.amends else "")
    return tuple(found.values())


def consolidated(declared: Declared, key: Key) -> Outcome[tree.Instrument]:
    """One edition written out in full, from the edition at the end of its chain of amendments."""
    links = chain(declared, key)
    if not links:
        raise KeyError(f"no edition {key[1]} of {key[0]} is declared")
    last = links[-1]
    if last.amends is not None:
        texts = [link.edition.text for link in links]
        if last.amends.text in texts:
            return Outcome(None, (_circle(links[texts.index(last.amends.text) :]),))
        return Outcome(None, (_baseless(declared, last),))
    found = [*check_placement(last)]
    if change := first_change(last):
        return Outcome(None, (*found, _without_base(last, change)))
    whole = normalised(last)
    before = links[::-1]
    for place, amendment in enumerate(before[1:], 1):
        found.extend(check_placement(amendment))
        outcome = consolidate(whole, amendment, formers(before[:place]))
        found.extend(outcome.diagnostics)
        if outcome.value is not None:
            whole = normalised(outcome.value)
    return Outcome(whole, tuple(found))


def _without_base(edition: tree.Instrument, change: tree.Statement) -> Diagnostic:
    """That it changes something but amends nothing; said once, whatever else it changes."""
    return Diagnostic(
        kind=names.CHANGE_WITHOUT_BASE,
        at=change.at,
        facts={"edition": edition.edition.text},
        related=(edition.edition.at,),
    )


def _baseless(declared: Declared, edition: tree.Instrument) -> Diagnostic:
    """The editions of its own it could amend are offered, else the instruments there are."""
    own = edition.name.text
    others = _others(declared, edition)
    instruments = (other for other in declared.instruments if other != own)
    return _base(names.BASE_UNKNOWN, edition, others or nearest(own, instruments))


def _others(declared: Declared, edition: tree.Instrument) -> tuple[str, ...]:
    return tuple(e.edition.text for e in declared.of(edition.name.text) if e is not edition)


def _circle(links: Sequence[tree.Instrument]) -> Diagnostic:
    """The circle from one of its editions, the same whichever was asked for."""
    first = min(links, key=lambda link: link.edition.text)
    turned = [*links[links.index(first) :], *links[: links.index(first)]]
    return _base(names.AMENDMENT_CIRCLE, first, tuple(link.edition.text for link in turned))


def _base(kind: Kind, edition: tree.Instrument, others: tuple[str, ...]) -> Diagnostic:
    at = edition.amends.at if edition.amends else edition.at
    base = edition.amends.text if edition.amends else ""
    facts: dict[str, Fact] = {
        "instrument": edition.name.text,
        "edition": edition.edition.text,
        "base": base,
        "known": others,
    }
    return Diagnostic(kind=kind, at=at, facts=facts)


def corrected(declared: Declared, edition: tree.Instrument) -> tuple[tree.Instrument, ...]:
    """An edition and, where it is a correction, what it corrects, down to what has days."""
    found: list[tree.Instrument] = []
    for link in chain(declared, (edition.name.text, edition.edition.text)):
        found.append(link)
        if not link.corrects:
            break
    return tuple(found)


def is_draft(declared: Declared, edition: tree.Instrument) -> bool:
    """Whether an edition is a draft; a correction of one is one too."""
    links = corrected(declared, edition)
    return any(isinstance(s, tree.Draft) for link in links for s in link.body)


def check_corrections(declared: Declared, instrument: str) -> Iterator[Diagnostic]:
    """Corrections with days of their own, and two of one edition; drafts are in nobody's way."""
    first: dict[str, tree.Instrument] = {}
    for edition in declared.of(instrument):
        if edition.amends is None or not edition.corrects:
            continue
        base = edition.amends.text
        for statement in edition.body:
            if isinstance(statement, tree.InForce):
                facts: dict[str, Fact] = {"edition": edition.edition.text, "base": base}
                yield Diagnostic(kind=names.CORRECTION_DATES, at=statement.at, facts=facts)
        if is_draft(declared, edition):
            continue
        earlier = first.setdefault(base, edition)
        if earlier is not edition:
            facts = {"base": base, "first": earlier.edition.text}
            yield Diagnostic(
                kind=names.CORRECTED_TWICE,
                at=edition.amends.at,
                facts=facts,
                related=(earlier.edition.at,),
            )


def reused_ids(declared: Declared, instrument: str) -> Iterator[Diagnostic]:
    """Ids that stand for one sort of thing in one edition and for another in the next."""
    first: dict[str, tuple[str, tree.Node, str]] = {}
    for edition in declared.of(instrument):
        for sort, name in _sorts(edition.body):
            before = first.setdefault(name.text, (sort, name, edition.edition.text))
            if before[0] != sort and before[2] != edition.edition.text:
                yield Diagnostic(
                    kind=names.ID_REUSED,
                    at=name.at,
                    facts={"id": name.text, "edition": before[2]},
                    related=(before[1].at,),
                )


_SORT = {
    "value": "value",
    "input": "input",
    "bands": "bands",
    "categories": "bands",
    "rank": "rank",
}
"""What a head stands for where it is no tree word."""


def _sorts(body: Iterable[tree.Statement]) -> Iterator[tuple[str, tree.Name]]:
    """What each id that answers and results refer to stands for."""
    for statement in body:
        match statement:
            case tree.Change(statement=inner) | tree.Add(statement=inner):
                if not isinstance(inner, tree.Weights | tree.ChangeBands):
                    yield from _sorts((inner,))
            case tree.Rename(head=head, new=new) if head not in NOT_QUANTITIES:
                yield _SORT.get(head, "item"), new
            case tree.Group(body=below):
                yield from _sorts(below)
            case tree.Item(name=name, body=below):
                yield "item", name
                yield from _sorts(below or ())
            case (
                tree.Value(name=tree.Name() as name)
                | tree.Cases(name=tree.Name() as name)
                | tree.Table(name=tree.Name() as name)
            ):
                yield "value", name
            case tree.Input(name=name):
                yield "input", name
            case tree.Bands(name=name) | tree.Categories(name=name):
                yield "bands", name
            case tree.Rank(name=name):
                yield "rank", name
            case _:
                pass
