"""The front end in one sentence: parse, declare, consolidate, choose readings, lower, check."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from types import MappingProxyType

from evaluator.additions import claims_on_records
from evaluator.analysis.brought_about import at_the_amendment, within
from evaluator.analysis.checks import check_editions, check_instrument
from evaluator.analysis.checks.editions import EditionDates
from evaluator.analysis.editions import (
    Declared,
    Key,
    chain,
    check_corrections,
    consolidated,
    declare,
    reused_ids,
)
from evaluator.analysis.lower.instrument import lower_instrument
from evaluator.analysis.readings import (
    MAX_ALTERNATIVES,
    Readings,
    alternatives,
    choose_readings,
    left_out,
)
from evaluator.analysis.renames import formers, of_parts
from evaluator.diagnostics.kinds import names, rules, syntax
from evaluator.diagnostics.kinds.examples import GIVEN_NO_LEVEL, OUTCOMES
from evaluator.diagnostics.model import Diagnostic, Outcome, in_order
from evaluator.examples.contradictions import with_contradictions
from evaluator.examples.readings import wrong_readings
from evaluator.examples.run import Trial, run_example
from evaluator.model.instrument import Instrument
from evaluator.source import Source, Span
from evaluator.syntax import tree
from evaluator.syntax.dump import dump
from evaluator.syntax.parse import ParsedFile, parse


@dataclass(frozen=True, slots=True)
class Program:
    """Rule files, parsed: every edition and example in them, and what was wrong so far."""

    declared: Declared
    diagnostics: tuple[Diagnostic, ...]


def read(sources: Iterable[Source]) -> Program:
    """Parse rule files and collect what they declare."""
    sources = tuple(sources)
    parsed = [parse(source) for source in sources]
    declared = declare(p.value.tree for p in parsed if p.value is not None)
    found = [d for p in parsed for d in p.diagnostics]
    found.extend(_empty(sources, parsed))
    lossy = any(d.kind in syntax.LOSSY for d in found)
    told = (d for d in declared.diagnostics if not lossy or d.kind not in names.FOR_WANT_OF_A_LINE)
    return Program(declared.value or Declared(), (*found, *told))


def _empty(
    sources: Iterable[Source], parsed: Iterable[Outcome[ParsedFile]]
) -> Iterator[Diagnostic]:
    """Files that say nothing, and in which nothing was wrong that could have been meant to."""
    for source, outcome in zip(sources, parsed, strict=True):
        said = () if outcome.value is None else outcome.value.tree.declarations
        if not outcome.diagnostics and all(isinstance(each, tree.Version) for each in said):
            yield Diagnostic(kind=names.NOTHING_DECLARED, at=Span(source, 0, 0))


def compile_edition(
    program: Program, key: Key, readings: Readings = MappingProxyType({})
) -> Outcome[Instrument]:
    """One edition, consolidated, read, lowered and checked; none if anything is wrong with it.

    `readings` are those that are not the edition's own. The hash is of the edition as it is
    published, which states every reading, whatever is chosen.
    """
    whole = consolidated(program.declared, key)
    if whole.value is None:
        return Outcome(None, whole.diagnostics)
    read = choose_readings(whole.value, readings)
    lowered = Outcome[Instrument](None) if read.value is None else lower_instrument(read.value)
    found = [*whole.diagnostics, *read.diagnostics, *lowered.diagnostics]
    lossy = _lossy(program, key)
    if lossy or any(d.kind is names.CHANGE_UNKNOWN for d in whole.diagnostics):
        amiss = whole.diagnostics if not lossy else ()
        found = [d for d in found if d in amiss or d.kind not in names.FOR_WANT_OF_A_LINE]
        return Outcome(None, in_order(_placed(program, key, found, readings)))
    if lowered.value is not None:
        checked = list(check_instrument(lowered.value))
        if not any(d.is_error for d in (*found, *checked)):
            checked.extend(claims_on_records(lowered.value))
        found.extend(_of_any_reading(whole.value, readings, checked))
    placed = in_order(_placed(program, key, found, readings))
    sound = lowered.value is not None and not any(d.is_error for d in placed)
    if not sound or lowered.value is None:
        return Outcome(None, placed)
    instrument = replace(
        lowered.value.read(readings),
        amends=amended.text if (amended := program.declared.editions[key].amends) else None,
        formerly=tuple(of_parts(formers(reversed(chain(program.declared, key))), whole.value)),
        sha256=fingerprint(whole.value),
    )
    examples = program.declared.examples.get(key, ())
    return Outcome(with_contradictions(instrument, examples), placed)


_UNUSED = frozenset(
    {rules.UNUSED_ASSUMPTION, rules.UNUSED_EVIDENCE, rules.UNUSED_SCALE, rules.UNUSED_INPUT}
)
_UNUSED_ITEMS = frozenset({rules.ITEM_UNUSED, rules.WEIGHT_UNUSED})


def _of_any_reading(
    edition: tree.Instrument, readings: Readings, found: Iterable[Diagnostic]
) -> Iterator[Diagnostic]:
    """The findings, but for what is unused here only because another reading uses it."""
    gone = left_out(edition, readings)
    for diagnostic in found:
        elsewhere = diagnostic.facts.get("id") in gone.names
        items = diagnostic.kind in _UNUSED_ITEMS and (elsewhere or gone.of_words)
        if not items and not (diagnostic.kind in _UNUSED and elsewhere):
            yield diagnostic


def _lossy(program: Program, key: Key) -> bool:
    """Whether a file the edition rests on lost something in reading.

    Then what is missing may be there, and only what is wrong with the lines that were read is told.
    """
    sources = {link.at.source for link in chain(program.declared, key)}
    return any(d.kind in syntax.LOSSY and d.at.source in sources for d in program.diagnostics)


def fingerprint(edition: tree.Instrument) -> str:
    """SHA-256 over the canonical JSON of a consolidated edition."""
    text = json.dumps(dump(edition), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _placed(
    program: Program, key: Key, found: Iterable[Diagnostic], readings: Readings
) -> Iterator[Diagnostic]:
    """What an amendment brought about is shown at the amendment, not at the line of its base.

    A finding of the base itself stays where it is.
    """
    edition = program.declared.editions[key]
    if edition.amends is None:
        yield from found
        return
    before = (edition.name.text, edition.amends.text)
    base = compile_edition(program, before, readings)
    inherited = {(d.code, d.at.source.name, d.at.start) for d in base.diagnostics}
    for diagnostic in found:
        at = diagnostic.at
        if within(edition, at) or (diagnostic.code, at.source.name, at.start) in inherited:
            yield diagnostic
        else:
            taken_over = consolidated(program.declared, before).value
            yield at_the_amendment(diagnostic, taken_over, edition)


def check(program: Program) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with the rule files, each once, by place."""
    found = list(program.diagnostics)
    declared = program.declared
    for key in sorted(declared.editions, key=lambda key: len(chain(declared, key))):
        said = {(d.code, d.at.source.name, d.at.start) for d in found}
        alike = {(d.code, repr(d.facts)) for d in found} if declared.editions[key].amends else ()
        compiled = compile_edition(program, key)
        # What an amendment inherits is said once, of its base.
        own = compiled.diagnostics
        found.extend(
            d
            for d in own
            if (d.code, d.at.source.name, d.at.start) not in said
            and (d.code, repr(d.facts)) not in alike
        )
        if compiled.value is not None:
            found.extend(_misstated(program, key, compiled.value))
        found.extend(_otherwise_read(program, key, found))
    for instrument in declared.instruments:
        found.extend(reused_ids(declared, instrument))
        found.extend(check_corrections(declared, instrument))
        found.extend(
            check_editions(
                [_dates(e) for e in declared.of(instrument) if _dated(e) and not e.corrects]
            )
        )
    return in_order(_once(found))


def _once(found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Without ways of writing a choice in the line of an example that is to give a level."""
    lines = [d.at for d in found if d.kind is GIVEN_NO_LEVEL]
    return [
        d
        for d in found
        if d.kind is not syntax.WRITTEN_OTHERWISE or not any(_holds(line, d.at) for line in lines)
    ]


def _holds(line: Span, at: Span) -> bool:
    return line.source.name == at.source.name and line.start <= at.start < line.end


def _otherwise_read(program: Program, key: Key, told: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """What is found where one assumption is read in another way than the edition chooses."""
    whole = consolidated(program.declared, key).value
    said = {(d.code, d.at.source.name, d.at.start) for d in told}
    for assumption, reading in islice(alternatives(whole), MAX_ALTERNATIVES) if whole else ():
        for d in compile_edition(program, key, {assumption: reading}).diagnostics:
            place = (d.code, d.at.source.name, d.at.start)
            if place not in said:
                said.add(place)
                yield replace(d, assuming=(assumption, reading))


def _misstated(program: Program, key: Key, instrument: Instrument) -> Iterator[Diagnostic]:
    """Examples that do not say anything that could be tested; whether they hold is a test's."""
    for trial in run_examples(program, key, instrument):
        yield from (d for d in trial.found if d.kind not in OUTCOMES)


def run_examples(program: Program, key: Key, instrument: Instrument) -> tuple[Trial, ...]:
    """Every example of one edition, run on the edition as it is read, or as the example says."""
    examples = program.declared.examples.get(key, ())
    return tuple(_trial(program, key, instrument, example) for example in examples)


def _trial(program: Program, key: Key, instrument: Instrument, example: tree.Example) -> Trial:
    if not example.readings:
        return run_example(instrument, example)
    found = tuple(wrong_readings(instrument, example))
    if found:
        return Trial(example.title.text, found)
    readings = {a.id: a.read_as for a in instrument.assumptions if a.read_as is not None}
    readings |= {x.name.text: x.read_as.text for x in example.readings if x.read_as is not None}
    read = compile_edition(program, key, readings)
    if read.value is None:
        return Trial(example.title.text, tuple(d for d in read.diagnostics if d.is_error))
    return run_example(read.value, example)


def _dated(edition: tree.Instrument) -> bool:
    return any(isinstance(s, tree.InForce) for s in edition.body)


def _dates(edition: tree.Instrument) -> EditionDates:
    force = next(s for s in edition.body if isinstance(s, tree.InForce))
    return EditionDates(
        edition=edition.edition.text,
        first=force.first.value,
        last=force.last.value if force.last else None,
        draft=any(isinstance(s, tree.Draft) for s in edition.body),
        at=force.at,
    )
