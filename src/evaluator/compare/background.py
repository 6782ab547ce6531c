"""What stands behind an edition and is not in its checked model.

The model holds one reading of every assumption, and an amended edition written out in full: neither
what stands under the other readings, nor what the amendment changed, nor its examples.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evaluator.analysis.editions import Declared, Key, consolidated
from evaluator.analysis.readings import Otherwise, Readings, otherwise
from evaluator.backends.exact.assess import Assessment
from evaluator.compare.changes import Change, compare
from evaluator.examples.same import states
from evaluator.model.instrument import Instrument
from evaluator.source import Span
from evaluator.syntax import tree
from evaluator.syntax.keywords import Language
from evaluator.syntax.parse import parse
from evaluator.values.numbers import text_of


@dataclass(frozen=True, slots=True)
class Misprinted:
    """A figure that the source prints otherwise than it comes out, by an example that says so.

    Attributes:
        of: the id of the value, or of the part whose contribution it is.
    """

    of: str
    contribution: bool
    computed: str
    printed: str
    because: str
    at: Span


@dataclass(frozen=True, slots=True)
class Exemplified:
    """An example of an edition: what it is called, where it stands, which misprints it names."""

    title: str
    at: Span
    misprints: tuple[Misprinted, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadOtherwise:
    """The edition with one assumption read in another way than it is; none if that has mistakes."""

    assumption: str
    reading: str
    instrument: Instrument | None


@dataclass(frozen=True, slots=True)
class Background:
    """What stands behind an edition.

    Attributes:
        otherwise: what stands only where an assumption is read in another way.
        corrects: whether it corrects the edition before it, where it would else amend it; `None`
            where that is not known.
        changes: what is another than in the edition before it.
        examples: those that stand beside the edition, as tests of it.
        read_otherwise: the edition under each reading that it does not choose, one at a time.
    """

    otherwise: tuple[Otherwise, ...] = ()
    corrects: bool | None = None
    changes: tuple[Change, ...] = ()
    examples: tuple[Exemplified, ...] = ()
    read_otherwise: tuple[ReadOtherwise, ...] = ()


def background(declared: Declared, key: Key, readings: Readings) -> Background:
    """What stands behind an edition that has no mistakes."""
    whole = consolidated(declared, key).value
    edition = declared.editions[key]
    return Background(
        otherwise=tuple(otherwise(whole, readings)) if whole is not None else (),
        corrects=edition.corrects,
        changes=tuple(_changes(declared, edition, whole)),
        examples=tuple(map(_exemplified, declared.examples.get(key, ()))),
    )


def misprinted(declared: Declared, found: Assessment) -> tuple[Exemplified, ...]:
    """The examples that state the answers of an assessment and name misprints of its figures."""
    instrument = found.instrument
    examples = declared.examples.get((instrument.id, instrument.edition), ())
    named = ((example, _exemplified(example)) for example in examples)
    return tuple(
        told for example, told in named if told.misprints and states(instrument, example, found)
    )


def _exemplified(example: tree.Example) -> Exemplified:
    return Exemplified(example.title.text, example.at, tuple(_misprints(example)))


def _misprints(example: tree.Example) -> Iterator[Misprinted]:
    """The published mistakes an example names."""
    for line in example.lines:
        match line:
            case tree.Expect(expected=tree.Number() as figure, remark=tree.Misprint() as misprint):
                yield Misprinted(
                    of=line.name.text,
                    contribution=line.contribution,
                    computed=_digits(figure),
                    printed=_digits(misprint.number),
                    because=misprint.because.text,
                    at=line.at,
                )
            case _:
                pass


def _digits(number: tree.Number) -> str:
    """A number with the digits it is written with; percent as the number they are."""
    return text_of(number.value) if number.written.endswith("%") else number.written


def keywords_of(edition: tree.Instrument) -> Language:
    """The language of the keywords that an edition is written with."""
    written = parse(edition.at.source).value
    return written.language if written is not None else Language.ID


def _changes(
    declared: Declared, edition: tree.Instrument, whole: tree.Instrument | None
) -> Iterator[Change]:
    """What an amendment changed, in the keywords that it is written with."""
    if edition.amends is None or whole is None:
        return
    base = consolidated(declared, (edition.name.text, edition.amends.text)).value
    renames = [line for line in edition.body if isinstance(line, tree.Renaming)]
    if base is not None:
        yield from compare(base, whole, keywords_of(edition), renames)
