"""A run from file to file: open, match, compile, look, score, tell."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import assert_never

from evaluator.backends.sql.columns import WIDTH, input_columns
from evaluator.backends.sql.compile import Wishes
from evaluator.backends.sql.support import unsupported
from evaluator.diagnostics.language import Language
from evaluator.diagnostics.model import Diagnostic
from evaluator.intake.response import Period
from evaluator.model.instrument import Instrument
from evaluator.scoring.children import ChildFile, Joined, with_children
from evaluator.scoring.decimals import decimals_of
from evaluator.scoring.engine import ROW_GROUP, Engine, EngineFailed, engine_version
from evaluator.scoring.formats import Format
from evaluator.scoring.gathering import Counted
from evaluator.scoring.group_columns import group_columns
from evaluator.scoring.group_inputs import read_group_inputs
from evaluator.scoring.groups import Grouping, GroupJob, GroupTally, summed_up, write_groups
from evaluator.scoring.in_order import OutOfOrder
from evaluator.scoring.invalid import DataInvalid
from evaluator.scoring.json_rows import DIGITS
from evaluator.scoring.matching import refused_kept, told_unknown, unknown_columns
from evaluator.scoring.members import wide_columns
from evaluator.scoring.one_by_one import (
    ByRow,
    Hear,
    Listeners,
    WholeResponses,
    score_rows,
    statistics_in,
    wrong_in,
    wrong_responses,
)
from evaluator.scoring.output import Output
from evaluator.scoring.parts import (
    Prepared,
    Scored,
    Takers,
    Tally,
    Whole,
    score_parts_that_fit,
    tally,
)
from evaluator.scoring.ranks import with_ranks
from evaluator.scoring.reading import asked_of, readings_of, wanted_columns
from evaluator.scoring.rejects import rejected_rows, write_rejects
from evaluator.scoring.relation import Encoding
from evaluator.scoring.responses import Responses, lines_in
from evaluator.scoring.rows import looked_through, rejected, rows_as_read
from evaluator.scoring.sources import open_source
from evaluator.scoring.subjects import Wrong
from evaluator.scoring.telling import HIDDEN, Rejected, Teller, teller
from evaluator.scoring.timings import Phase, Timings
from evaluator.scoring.versions import Held, held
from evaluator.scoring.ways import Asked, compiled, one_by_one, whole_responses
from evaluator.scoring.work import Work, fingerprint, settle, work_for
from evaluator.values.numbers import MAX_DIGITS
from evaluator.version import __version__

PART_ROWS = 4 * ROW_GROUP
"""The rows of one part at the most: four row groups. A run that is killed loses as many for each
thread."""

Told = Callable[[], AbstractContextManager[Whole]]
"""Watches parts become whole."""
Announce = Callable[[Diagnostic], None]
"""Is told what is to be said before a run that may be long."""


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
        by_row: whether rows are scored one by one even where a query could do it.
        responses: that each line of the data is a whole response, and how far results go.
        announce: is told what is to be said before a run that may be long.
        part_rows: the rows of one part, at the most.
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
    by_row: bool = False
    responses: Responses | None = None
    announce: Announce = lambda _: None
    part_rows: int = PART_ROWS


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a run did.

    Attributes:
        read: the rows of the data.
        rejected: how many of them were rejected.
        tally: the others, by what became of them.
        groups: what became of the groups, if they were asked for.
        open_ranks: of each ranking how many subjects have a rank that is open, if any have.
        remarks: what is to be said besides.
        timings: how long it took.
    """

    read: int
    rejected: int
    tally: Tally
    groups: GroupTally | None
    open_ranks: tuple[tuple[str, int], ...]
    remarks: tuple[Diagnostic, ...]
    timings: Timings


def score(job: Job, told: Told) -> Summary:
    """Score every row of a file; `told` is asked to watch the parts while they are written.

    A run that is killed leaves its folder, and the next one goes on with it.

    Raises:
        DataInvalid: the data as a whole cannot be scored, or a row was rejected where none may be.
        EngineMissing: there is no engine.
    """
    with _at_rest():
        return _score(job, told)


@contextmanager
def _at_rest() -> Iterator[None]:
    """Let the collector of garbage not walk what is there before: the rules are much, and stay."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _score(job: Job, told: Told) -> Summary:
    timings = Timings()
    work = work_for(job.output, _key(job))
    with timings.of(Phase.START):
        engine = Engine(work.spill)
    try:
        summary = _seen_through(engine, _Run(job, work, timings, told, held(_read_again(job))))
    except (DataInvalid, EngineFailed):
        # What is kept may be why an engine failed: the next run makes it anew.
        work.remove()
        raise
    except BaseException:
        work.release()
        raise
    finally:
        engine.close()
    work.remove()
    return summary


@dataclass(frozen=True, slots=True)
class _Run:
    """A job while it is done."""

    job: Job
    work: Work
    timings: Timings
    told: Told
    data: Held


def _seen_through(engine: Engine, run: _Run) -> Summary:
    """The run; where the engine fails, it is looked whether the files of the data are why."""
    try:
        return _scored(engine, run)
    except EngineFailed:
        run.data.see_to_whole(engine)
        raise


def _read_again(job: Job) -> Iterator[tuple[Path, Format]]:
    """The files that are read more than once: what is no Parquet file is copied first."""
    if job.read is Format.PARQUET or job.responses is not None:
        yield job.data, job.read
    beside = [(each.path, each.read) for each in job.children]
    beside += [] if job.groups is None else [(each.path, each.read) for each in job.groups.inputs]
    yield from (each for each in beside if each[1] is Format.PARQUET)


def _scored(engine: Engine, run: _Run) -> Summary:
    job, work, timings = run.job, run.work, run.timings
    way, read, remarks = _opened(engine, job, work, timings)
    if way.because is not None:
        job.announce(way.because)
    if job.strict:
        _stop_at_first(engine, way, job)
    grouping = _grouping(engine, job, way, work)
    with Output(
        job.output,
        work.file("unfinished-result"),
        _beside(way),
        changed=any(job.instrument.subject_rankings()),
    ) as output:
        way, scored = _in_order_or_not(engine, run, way, output)
        parts = scored.parts
        with timings.of(Phase.WRITE):
            counts = scored.tally or tally(engine, parts)
            given = None if isinstance(way, WholeResponses) else way.rows
            ranked = with_ranks(engine, job.instrument, parts, given, work)
        rejects = work.file("unfinished-rejects.csv")
        with timings.of(Phase.REJECTS):
            wrong = _rejected(engine, way, parts)
            rejected_count = _reject(way, wrong, job, rejects, read - counts.scored)
        run.data.see_to_same()  # nothing has the name of a result yet
        with timings.of(Phase.WRITE):
            output.settle(engine, ranked.parts)
    if rejected_count or job.rejects.exists():
        settle(rejects, job.rejects)
    groups = None
    if grouping is not None:
        with timings.of(Phase.GROUPS):
            counted = _counted(engine, way, parts)
            groups = write_groups(engine, counted, grouping, work)
    return Summary(
        read=read,
        rejected=rejected_count,
        tally=counts,
        groups=groups,
        open_ranks=ranked.open,
        remarks=(*remarks, *(() if groups is None else groups.remarks)),
        timings=timings,
    )


def _in_order_or_not(engine: Engine, run: _Run, way: Way, output: Output) -> tuple[Way, Scored]:
    """The parts; rows that turn out to be in no order are looked through before they go on."""
    try:
        return way, _parts(engine, way, run, run.work, output)
    except OutOfOrder:
        if not isinstance(way, Prepared):
            raise
    with run.timings.of(Phase.IDS):
        rows = looked_through(engine, way.rows, disordered=True)
    # Parts that are whole have no row at fault that the others could know of, unless an id is there
    # twice.
    work = run.work if rows.faults == way.rows.faults else run.work.below("ids-looked-through")
    way = replace(way, rows=rows)
    return way, _parts(engine, way, run, work, output)


def _opened(
    engine: Engine, job: Job, work: Work, timings: Timings
) -> tuple[Way, int, tuple[Diagnostic, ...]]:
    """How the data are scored, how many rows they have, and what is to be said of them."""
    if job.responses is not None:
        with timings.of(Phase.IDS):
            lines = lines_in(job.data)
        return whole_responses(job.instrument, job.period, job.responses, lines), lines.count, ()
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
    way = prepare(engine, job, joined, timings)
    told = (*found.remarks, *told_unknown(wanted, found, kept=job.keep), *joined.remarks)
    return way, found.read, told


Way = Prepared | ByRow | WholeResponses
"""How rows are scored: by a query, one by one, or as whole responses."""


def _parts(engine: Engine, way: Way, run: _Run, work: Work, output: Output) -> Scored:
    most = run.job.part_rows
    with run.timings.of(Phase.WRITE), run.told() as whole:
        match way:
            case Prepared():
                return score_parts_that_fit(engine, way, work, most, Takers(whole, output))
            case ByRow() | WholeResponses():
                listeners = Listeners(whole, _hearing(way, run.job))
                return Scored(score_rows(engine, way, work, most, listeners))
            case _:
                assert_never(way)


def _beside(way: Way) -> tuple[str, ...]:
    """The columns of parts that are no columns of the result."""
    return way.grouped.beside if isinstance(way, Prepared) and way.grouped is not None else ()


def _counted(engine: Engine, way: Way, parts: tuple[Path, ...]) -> Counted:
    if not isinstance(way, Prepared):
        return statistics_in(way.instrument, parts)
    if way.grouped is None:
        raise AssertionError("groups are asked for before rows are scored")
    return summed_up(engine, parts, way.grouped, way.wide)


def _grouping(engine: Engine, job: Job, way: Way, work: Work) -> Grouping | None:
    if job.groups is None:
        return None
    given = read_group_inputs(engine, job.instrument, job.groups.inputs, work)
    return Grouping(
        instrument=job.instrument,
        columns=tuple(group_columns(job.instrument, way.term_places, given.decimals)),
        job=job.groups,
        given=given,
    )


def prepare(engine: Engine, job: Job, joined: Joined, timings: Timings) -> Way:
    """From what was found to the way its rows are scored.

    Raises:
        DataInvalid: no row of a table can carry what the rules ask for.
    """
    wanted, found = wanted_columns(job.instrument), joined.found
    kept = unknown_columns(wanted, found) if job.keep else ()
    refused = tuple(refused_kept(job.instrument, kept, rules=job.explain))
    if refused:
        raise DataInvalid(*refused)
    with timings.of(Phase.SCAN):
        decimals = {**decimals_of(engine, wanted, found), **joined.decimals}
    read = {id_: known.read for id_, known in decimals.items()}
    asked = Asked(
        instrument=job.instrument,
        period=job.period,
        decimals=read,
        wishes=Wishes(rules=job.explain, kept=tuple(kept), language=job.language),
        groups=job.groups is not None,
        by_row=job.by_row,
    )
    with timings.of(Phase.COMPILE):
        query = compiled(asked)
    columns = tuple(input_columns(job.instrument, read))
    with timings.of(Phase.SCAN):
        readings = readings_of(columns, found, decimals)
    with timings.of(Phase.IDS):
        rows = rows_as_read(found, columns, readings, kept)
        plan = None if query.by_row else query.plan
        if plan is None or job.strict:
            rows = looked_through(engine, rows)
    if plan is None:
        return one_by_one(asked, query, rows, columns)
    grouped = query.grouped
    with timings.of(Phase.SCAN):
        wide = frozenset[str]() if grouped is None else wide_columns(engine, grouped, rows)
    return Prepared(plan=plan, rows=rows, grouped=grouped, wide=wide)


def _reject(way: Way, wrong: Iterator[Rejected], job: Job, path: Path, expected: int) -> int:
    """Write the list of rejected rows; how many there are."""
    told = wrong if expected else ()
    count = write_rejects(path, told, _teller(job, way), job.language, values=job.values)
    if count != expected:
        raise AssertionError(f"{expected} rows were not scored, {count} were rejected")
    return count


def _rejected(engine: Engine, way: Way, parts: tuple[Path, ...]) -> Iterator[Rejected]:
    match way:
        case Prepared(rows=rows, plan=plan):
            return rejected_rows(rows.found, rejected(engine, rows, plan.checks))
        case ByRow() | WholeResponses():
            return _told_wrong(way, wrong_in(parts))
        case _:
            assert_never(way)


def _told_wrong(way: ByRow | WholeResponses, wrong: Iterable[Wrong]) -> Iterator[Rejected]:
    match way:
        case ByRow(rows=rows):
            return rejected_rows(rows.found, (each[:5] for each in wrong))
        case WholeResponses():
            return wrong_responses(wrong)
        case _:
            assert_never(way)


def _stop_at_first(engine: Engine, way: Way, job: Job) -> None:
    """See to it that nothing is rejected, as far as that is known before anything is scored."""
    match way:
        case Prepared(rows=rows):
            checks = way.plan.checks
        case ByRow(rows=rows):
            checks = way.checks
        case WholeResponses():
            return  # each tells it itself, as it is read
        case _:
            assert_never(way)
    for first in rejected_rows(rows.found, rejected(engine, rows, checks, most=1)):
        raise _refusal(way, job, first)


def _hearing(way: ByRow | WholeResponses, job: Job) -> Hear:
    """Hears of what is wrong with rows while they are scored, and ends a strict run."""

    def hear(wrong: Sequence[Wrong]) -> None:
        if job.strict and wrong:
            raise _refusal(way, job, next(_told_wrong(way, wrong)))

    return hear


def _refusal(way: Way, job: Job, first: Rejected) -> DataInvalid:
    shown = first.content if job.values else HIDDEN
    return DataInvalid(_teller(job, way).placed(first, str(job.data), shown))


def _teller(job: Job, way: Way) -> Teller:
    if isinstance(way, WholeResponses):
        return teller(job.instrument, MAX_DIGITS)
    digits = DIGITS if way.rows.found.encoding is Encoding.JSON else WIDTH
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
        "by row": str(job.by_row),
        "responses": str(job.responses),
        "rows": str(job.part_rows),
    }


def _groups_key(groups: GroupJob | None) -> str:
    """Whether rows are worked out for groups too, and what is said of the groups."""
    return (
        "" if groups is None else " ".join(("yes", *(fingerprint(f.path) for f in groups.inputs)))
    )
