"""The query as text: one step a common table expression, with the rules it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from evaluator.backends.sql.columns import Wrong, called_answers, key_of
from evaluator.backends.sql.definition_words import DEFINITION_WORDS
from evaluator.backends.sql.draft import About, Draft, Step, unlike
from evaluator.backends.sql.frame import Frame
from evaluator.backends.sql.nodes import Column, Logic, Node, Text
from evaluator.backends.sql.plan import INPUT_ROWS
from evaluator.backends.sql.printer import STEP, comment, expression, flat, name
from evaluator.backends.sql.words import WORDS, Words
from evaluator.diagnostics.language import Language
from evaluator.diagnostics.visible import visible
from evaluator.model.formula import Ground
from evaluator.model.instrument import Instrument
from evaluator.source import NOWHERE
from evaluator.values.numbers import text_of

VALID_ROWS = "valid_rows"
_JOINED = ",\n\n"


Named = Sequence[tuple[str, Node]]
"""Columns, and what stands in each."""


def query(draft: Draft, frame: Frame, outputs: Named) -> str:
    """The whole query: heading, checks, steps, result."""
    words = WORDS[frame.language]
    begun, last = _begun(draft, frame)
    told = _result(last, words.result, outputs, {})
    return f"{begun}{told}{_filtered(frame.last, words)}\n"


def bare_query(
    instrument: Instrument, frame: Frame, steps: Sequence[Named], last: Sequence[Node], told: Named
) -> str:
    """A query that nobody reads: checks, steps by their number, and a result; no comments.

    Args:
        instrument: whose rules these are.
        frame: which rows are read, and what they have to pass.
        steps: the columns of each.
        last: what rows have to pass in the end.
        told: the columns of the result.
    """
    texts, before = [_valid(instrument, frame)], VALID_ROWS
    for number, columns in enumerate(steps):
        own = f"step_{number}"
        texts.append(f"{own} AS (\n{STEP}SELECT *, {_flat(columns)}\n{STEP}FROM {before}\n)")
        before = own
    where = f"\nWHERE {' AND '.join(f'({flat(each)})' for each in last)}" if last else ""
    return f"WITH\n{_JOINED.join(texts)}\nSELECT {_flat(told)}\nFROM {before}{where}\n"


def _flat(columns: Named) -> str:
    return ", ".join(f"{flat(node)} AS {name(alias)}" for alias, node in columns)


def group_query(
    draft: Draft,
    frame: Frame,
    outputs: Named,
    notes: Mapping[str, str],
    by: str | None,
) -> str:
    """The same, summed up for each group, or for all rows together; `notes` stand above columns."""
    words = WORDS[frame.language]
    begun, last = _begun(draft, frame)
    told = _result(last, words.statistics, outputs, notes)
    return f"{begun}{told}{_filtered(frame.last, words)}{_by(by)}\n"


def sums(rows: str, words: Words, outputs: Named, by: str | None) -> str:
    """Rows of subjects that were worked out, summed up for each group, or all together."""
    return f"{_result(rows, words.statistics, outputs, {})}{_by(by)}\n"


def _by(group: str | None) -> str:
    return "" if group is None else f"\nGROUP BY {name(group)}"


def _filtered(passed: Sequence[Node], words: Words) -> str:
    """That only rows are told that pass the checks which rest on what was worked out."""
    if not passed:
        return ""
    lines = f"\n{STEP}AND ".join(expression(node, 1, before=6) for node in passed)
    return f"\n-- {words.without_effect}\nWHERE {lines}"


def _begun(draft: Draft, frame: Frame) -> tuple[str, str]:
    """Heading, checks and steps, and the name of the last step."""
    instrument, words = draft.instrument, WORDS[frame.language]
    taken = {INPUT_ROWS, VALID_ROWS}
    texts = [_checks(frame) + _valid(instrument, frame)]
    before = VALID_ROWS
    for step in draft.steps:
        own = unlike(taken, step.of)
        taken.add(own.lower())
        texts.append(_step(instrument, step, own, before, words))
        before = own
    heading = "".join(map(comment, _heading(draft, words)))
    if frame.definition:
        heading += f"\n/*\n{frame.definition}*/\n\n"
    return f"{heading}WITH\n{_JOINED.join(texts)}\n\n", before


def rejects(wrong: Sequence[Wrong], language: Language) -> str:
    """The query for rejected rows: the key of each with the column and what is wrong with it."""
    told = comment(DEFINITION_WORDS[language].rejects)
    if not wrong:
        nothing = 'SELECT id, NULL AS "column", NULL AS code\nFROM input_rows\nWHERE FALSE'
        return f"{told}{nothing}\n"
    return (
        told
        + "\nUNION ALL\n".join(
            f'SELECT id, {_place(one)} AS "column", {expression(Text(one.code))} AS code'
            f"\nFROM {INPUT_ROWS}\nWHERE {expression(one.condition)}"
            for one in wrong
        )
        + "\n"
    )


def _place(wrong: Wrong) -> str:
    column, field = wrong.column, wrong.field
    return expression(Text(column if field is None else key_of(column, field)))


def _heading(draft: Draft, words: Words) -> Iterator[str]:
    instrument, period = draft.instrument, draft.period
    label = visible(instrument.label)
    yield f"{instrument.id}, {words.edition} {visible(instrument.edition)}: {label}"
    for basis in instrument.bases:
        yield f"{words.basis}: {visible(basis)}"
    yield f"{words.period}: {period.first} {words.to} {period.last}"
    if instrument.sha256:
        yield f"{words.rules}: {instrument.sha256}"
    yield words.units
    yield words.steps
    yield words.open
    if any(step.about in {About.RECORDS, About.OF_EACH} for step in draft.steps):
        yield words.records


def _valid(instrument: Instrument, frame: Frame) -> str:
    """The rows that are scored, and how they are read."""
    lines = f"\n{STEP * 2}AND ".join(_operand(node, 2, before=8) for node in frame.first)
    where = f"\n{STEP}WHERE {lines}" if frame.first else ""
    body = f"{STEP}SELECT{_read(instrument, frame)}\n{STEP}FROM {INPUT_ROWS}{where}"
    return f"{VALID_ROWS} AS (\n{body}\n)"


def _checks(frame: Frame) -> str:
    """Which rows are left out."""
    words = DEFINITION_WORDS[frame.language]
    if not frame.wrong:
        return comment(words.every)
    codes = dict.fromkeys(one.code for one in frame.wrong)
    found = "".join(comment(f"- {words.checks[code]}") for code in codes)
    return f"{comment(words.scored + ':')}{found}{comment(words.passes)}"


def _read(instrument: Instrument, frame: Frame) -> str:
    """The columns; the answer of a part makes room for the value of the part."""
    if frame.read is not None:
        pad = f"\n{STEP * 2}"
        return pad + f",{pad}".join(_named(alias, node, 2) for alias, node in frame.read)
    renamed = ", ".join(f"{name(x)} AS {name(y)}" for x, y in called_answers(instrument))
    return f" * RENAME ({renamed})" if renamed else " *"


def _operand(node: Node, depth: int, *, before: int) -> str:
    """A condition as one of several that all hold."""
    text = expression(node, depth, before=before)
    return f"({text})" if isinstance(node, Logic) and node.operator == "OR" else text


def _step(instrument: Instrument, step: Step, own: str, before: str, words: Words) -> str:
    columns = f",\n{STEP * 2}".join(
        f"{expression(node, 2, before=4)} AS {name(alias)}" for alias, node in step.columns
    )
    comments = "".join(map(comment, _comments(instrument, step, words)))
    body = f"{STEP}SELECT\n{STEP * 2}*,\n{STEP * 2}{columns}\n{STEP}FROM {name(before)}"
    return f"{comments}{name(own)} AS (\n{body}\n)"


def _comments(instrument: Instrument, step: Step, words: Words) -> Iterator[str]:
    """What the step is, where its rules stand, and on what they rest."""
    parts = [] if step.label is None else [visible(step.label)]
    parts += [] if step.about is None else [words.about[step.about]]
    if step.rounding is not None:
        mode = words.modes[step.rounding.mode]
        parts.append(f"{words.decimals.format(step.rounding.decimals)} {mode}")
    places = (f"{visible(g.at.source.name)}:{g.at.line}" for g in step.grounds if g.at != NOWHERE)
    parts += list(places)[:1]
    if parts:
        yield ", ".join(parts)
    if step.weights:
        each = ", ".join(f"{id_} {text_of(weight)}" for id_, weight in step.weights)
        yield f"{words.weights}: {each}"
    whole = Ground().joined(*step.grounds)
    for provision in whole.provisions:
        yield f"{words.under} {visible(provision)}"
    for one in instrument.assumptions:
        if one.id in whole.assumptions:
            yield f"{words.under} {words.assumption} {one.id}: {visible(one.text)}"


def _result(before: str, what: str, outputs: Named, notes: Mapping[str, str]) -> str:
    columns = ",\n".join(
        f"{comment(notes[alias], 1) if alias in notes else ''}{STEP}{_named(alias, node)}"
        for alias, node in outputs
    )
    return f"{comment(what)}SELECT\n{columns}\nFROM {name(before)}"


def _named(alias: str, node: Node, depth: int = 1) -> str:
    own = name(alias)
    if node == Column(alias):
        return own
    return f"{expression(node, depth, before=len(STEP) * depth)} AS {own}"
