"""A run from file to file: open, match, compile, look, score, tell."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from evaluator.backends.sql.columns import WIDTH
from evaluator.backends.sql.compile import Wishes, compile_sql, compile_with_groups
from evaluator.backends.sql.members import GroupedPlan
from evaluator.backends.sql.plan import Plan
from evaluator.backends.sql.support import unsupported
from evaluator.diagnostics.language import Language
from evaluator.diagnostics.model import Diagnostic, Outcome
from evaluator.intake.response import Period
from evaluator.model.instrument import Instrument
from evaluator.scoring.children import ChildFile, Joined, with_children
from evaluator.scoring.decimals import Decimals, decimals_of
from evaluator.scoring.engine import Engine, engine_version
from evaluator.scoring.formats import Format
from evaluator.scoring.group_inputs import read_group_inputs
from evaluator.scoring.groups import Grouping, GroupJob, GroupTally, write_groups
from evaluator.scoring.invalid import DataInvalid
from evaluator.scoring.json_rows import DIGITS
from evaluator.scoring.matching import refused_kept, told_unknown, unknown_columns
from evaluator.scoring.members import wide_columns
from evaluator.scoring.parts import Prepared, Tally, Whole, score_parts, settle_output, tally
from evaluator.scoring.reading import asked_of, readings_of, wanted_columns
from evaluator.scoring.rejects import rejected_rows, write_rejects
from evaluator.scoring.relation import Encoding
from evaluator.scoring.rows import rejected, rows_of
from evaluator.scoring.sources import open_source
from evaluator.scoring.telling import HIDDEN, Rejected, Teller, teller
from evaluator.scoring.timings import Phase, Timings
from evaluator.scoring.work import Work, fingerprint, settle, work_for
from evaluator.version import __version__

T = TypeVar("T")

PART_ROWS = 4 * 122_880
"""The rows of one part: four row groups. A run that is killed loses as many for each thread."""

Told = Callable[[], AbstractContextManager[Whole]]
"""Watches parts become whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be done.

    Attributes:
        output: the file of results, in the format of its name.
        rejects: the file of rejected rows.
        names: what columns of the data are to be called, by the names they have there.
        children: the lists that stand in tables of their own.
        explain: whether a last column tells the lines of the rules that decided.
        keep: whether columns the rules do not know are carried along.
        values: whether the file of rejected rows quotes values.
        strict: whether the first row that is rejected ends the run.
        groups: what is to be told of groups, if anything is.
        part_rows: the rows of one part.
    """

    instrument: Instrument
    period: Period
    data: Path
    read: Format
    output: Path
    rejects: Path
    language: Language
    names: Mapping[str, str] = field(default_factory=dict)
    children: tuple[ChildFile, ...] = ()
    explain: bool = False
    keep: bool = False
    values: bool = False
    strict: bool = False
    groups: GroupJob | None = None
    part_rows: int = PART_ROWS


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a run did.

    Attributes:
        read: the rows of the data.
        rejected: how many of them were rejected.
        tally: the others, by what became of them.
        groups: what became of the groups, if they were asked for.
        remarks: what is to be said besides.
        timings: how long it took.
    """

    read: int
    rejected: int
    tally: Tally
    groups: GroupTally | None
    remarks: tuple[Diagnostic, ...]
    timings: Timings


def score(job: Job, told: Told) -> Summary:
    """Score every row of a file; `told` is asked to watch the parts while they are written.

    A run that is killed leaves its folder, and the next one goes on with it.

    Raises:
        DataInvalid: the data as a whole cannot be scored, or a row was rejected where none may be.
        EngineMissing: there is no engine.
    """
    timings = Timings()
    work = work_for(job.output, _key(job))
    with timings.of(Phase.START):
        engine = Engine(work.spill)
    try:
        summary = _scored(engine, job, work, timings, told)
    except DataInvalid:
        work.remove()
        raise
    except BaseException:
        work.release()
        raise
    finally:
        engine.close()
    work.remove()
    return summary


def _scored(engine: Engine, job: Job, work: Work, timings: Timings, told: Told) -> Summary:
    never = tuple(unsupported(job.instrument, ()))
    if never:
        # No data would do: what is wrong with these is beside the point.
        raise DataInvalid(*never)
    wanted = wanted_columns(job.instrument)
    asked = asked_of(wanted, job.names, rest=job.keep)
    with timings.of(Phase.SCAN):
        found = open_source(engine, job.data, job.read, work, asked)
        joined = with_children(engine, job.instrument, found, job.children, work)
    found = joined.found
    prepared = prepare(engine, job, joined, timings)
    if job.strict:
        _stop_at_first(engine, prepared, job)
    grouping = _grouping(engine, job, prepared, work)
    with timings.of(Phase.WRITE), told() as whole:
        parts = score_parts(engine, prepared, work, job.part_rows, whole)
        counts = tally(engine, prepared.plan, parts)
        settle_output(
            engine,
            parts,
            work.file("unfinished-result"),
            job.output,
            without=() if prepared.grouped is None else prepared.grouped.beside,
        )
    with timings.of(Phase.REJECTS):
        rejected_count = _reject(engine, prepared, job, work, found.read - counts.scored)
    groups = None
    if grouping is not None:
        with timings.of(Phase.GROUPS):
            groups = write_groups(engine, parts, grouping, work)
    remarks = (
        *found.remarks,
        *told_unknown(wanted, found, kept=job.keep),
        *joined.remarks,
        *(() if groups is None else groups.remarks),
    )
    return Summary(
        read=found.read,
        rejected=rejected_count,
        tally=counts,
        groups=groups,
        remarks=remarks,
        timings=timings,
    )


def _grouping(engine: Engine, job: Job, prepared: Prepared, work: Work) -> Grouping | None:
    if job.groups is None or prepared.grouped is None:
        return None
    return Grouping(
        instrument=job.instrument,
        plan=prepared.grouped,
        wide=prepared.wide,
        job=job.groups,
        given=read_group_inputs(engine, job.instrument, job.groups.inputs, work),
    )


def prepare(engine: Engine, job: Job, joined: Joined, timings: Timings) -> Prepared:
    """From what was found to a plan for it.

    Raises:
        DataInvalid: the rules say what has no exact form in SQL.
    """
    wanted, found = wanted_columns(job.instrument), joined.found
    kept = unknown_columns(wanted, found) if job.keep else ()
    refused = tuple(refused_kept(job.instrument, kept, rules=job.explain))
    if refused:
        raise DataInvalid(*refused)
    with timings.of(Phase.SCAN):
        decimals = {**decimals_of(engine, wanted, found), **joined.decimals}
    with timings.of(Phase.COMPILE):
        plan, grouped = _compiled(job, decimals, kept)
    with timings.of(Phase.SCAN):
        readings = readings_of(plan.inputs, found, decimals)
    with timings.of(Phase.IDS):
        rows = rows_of(engine, found, plan.inputs, readings, kept)
    with timings.of(Phase.SCAN):
        wide = frozenset[str]() if grouped is None else wide_columns(engine, grouped, rows)
    return Prepared(plan=plan, rows=rows, grouped=grouped, wide=wide)


def _compiled(
    job: Job, decimals: Mapping[str, Decimals], kept: Sequence[str]
) -> tuple[Plan, GroupedPlan | None]:
    read = {id_: found.read for id_, found in decimals.items()}
    wishes = Wishes(rules=job.explain, kept=tuple(kept), language=job.language)
    if job.groups is None:
        return _needed(compile_sql(job.instrument, job.period, read, wishes)), None
    grouped = _needed(compile_with_groups(job.instrument, job.period, read, wishes))
    return grouped.plan, grouped


def _needed(outcome: Outcome[T]) -> T:
    if outcome.value is None:
        raise DataInvalid(*outcome.diagnostics)
    return outcome.value


def _reject(engine: Engine, prepared: Prepared, job: Job, work: Work, expected: int) -> int:
    """Write the file of rejected rows, if there are any; how many there are."""
    if not expected and not job.rejects.exists():
        return 0
    beside = work.file("unfinished-rejects.csv")
    count = write_rejects(
        beside,
        _rejected(engine, prepared) if expected else (),
        _teller(job, prepared),
        job.language,
        values=job.values,
    )
    settle(beside, job.rejects)
    if count != expected:
        raise AssertionError(f"{expected} rows were not scored, {count} were rejected")
    return count


def _stop_at_first(engine: Engine, prepared: Prepared, job: Job) -> None:
    first = next(iter(_rejected(engine, prepared, most=1)), None)
    if first is not None:
        shown = first.content if job.values else HIDDEN
        raise DataInvalid(_teller(job, prepared).placed(first, str(job.data), shown))


def _rejected(engine: Engine, prepared: Prepared, most: int | None = None) -> Iterator[Rejected]:
    faults = rejected(engine, prepared.rows, prepared.plan.checks, most)
    return rejected_rows(prepared.rows.found, faults)


def _teller(job: Job, prepared: Prepared) -> Teller:
    digits = DIGITS if prepared.rows.found.encoding is Encoding.JSON else WIDTH
    return teller(job.instrument, digits)


def _key(job: Job) -> Mapping[str, str]:
    """What the parts of a run depend on."""
    return {
        "version": f"{__version__} {engine_version()}",
        "data": fingerprint(job.data),
        "rules": job.instrument.sha256,
        "read": " ".join(f"{one.id}={one.read_as}" for one in job.instrument.assumptions),
        "period": f"{job.period.first} {job.period.last}",
        "kept": str(job.keep),
        "names": json.dumps(dict(job.names)),
        "explained": str(job.explain),
        "children": " ".join(
            f"{each.list} {fingerprint(each.path)} {each.complete}" for each in job.children
        ),
        "groups": _groups_key(job.groups),
        "rows": str(job.part_rows),
    }


def _groups_key(groups: GroupJob | None) -> str:
    """Whether rows are worked out for groups too, and what is said of the groups."""
    return (
        "" if groups is None else " ".join(("yes", *(fingerprint(f.path) for f in groups.inputs)))
    )
