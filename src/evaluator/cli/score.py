"""`takar score`: the results of a whole file of subjects, and the rows that were rejected."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from evaluator.cli import options
from evaluator.cli.bilingual import Both
from evaluator.cli.data import child_files, column_names, data_needed, known_format
from evaluator.cli.exits import Exit
from evaluator.cli.framework import Command
from evaluator.cli.output import refuse_alike, refuse_target, report, say
from evaluator.cli.parameters import Count, InputFile, OutputPath
from evaluator.cli.rulebooks import edition_for, hidden, outside, rulebook, rules_needed
from evaluator.cli.stop import misuse
from evaluator.cli.watch import watching
from evaluator.diagnostics.kinds.commands import (
    MISSING_ARGUMENT,
    NO_GROUPS,
    NOT_WITH_RESPONSES,
    OUTPUT_BUSY,
    UNWRITABLE,
)
from evaluator.diagnostics.kinds.data import ENGINE_MEMORY
from evaluator.diagnostics.language import Language
from evaluator.intake.response import Period, Stage
from evaluator.model.instrument import Instrument
from evaluator.rulebook import Rulebook
from evaluator.scoring.engine import EngineFull
from evaluator.scoring.formats import READ, WRITTEN, Format
from evaluator.scoring.group_inputs import GroupFile
from evaluator.scoring.groups import LEAST, GroupJob
from evaluator.scoring.responses import Responses
from evaluator.scoring.run import Job, Summary, score
from evaluator.scoring.timings import Phase
from evaluator.scoring.work import OutputBusy

_READ = Both(
    "{read} baris dibaca: {scored} dinilai, {rejected} ditolak",
    "{read} rows read: {scored} scored, {rejected} rejected",
)
_SCORED = Both(
    "dinilai: {complete} lengkap, {incomplete} belum lengkap, {not_scored} tidak diberi nilai",
    "scored: {complete} complete, {incomplete} incomplete, {not_scored} not scored",
)
_REJECTED = Both("baris yang ditolak: {path}", "rejected rows: {path}")
_COUNTED = Both(
    "baris 1 di sana adalah yang pertama di bawah nama kolom: baris 2 di lembar kerja",
    "row 1 there is the first one below the names of the columns: row 2 in a spreadsheet",
)
_GROUPS = Both("baris kelompok: {groups}", "rows of groups: {groups}")
_SMALL = Both(
    "di bawah {least} subjek, sehingga hanya banyaknya yang ditulis: {small}",
    "with fewer than {least} subjects, so that only their number is told: {small}",
)
_FEW_MEASURED = Both(
    "di bawah {least} subjek yang terukur, sehingga hanya banyaknya yang ditulis: {few}",
    "with fewer than {least} measured subjects, so that only their number is told: {few}",
)
_WITHHELD = Both(
    "ikut tidak ditulis, karena dari angkanya dan angka seluruhnya angka kelompok kecil dapat"
    " dihitung: {withheld}",
    "withheld too, since from their figures and those of all together figures of small groups"
    " could be worked out: {withheld}",
)
_OPEN_RANKS = Both(
    "`{id}`: {count} subjek belum berperingkat karena penilaian subjek lain belum lengkap",
    "`{id}`: {count} subjects have no rank yet, since the assessment of others is incomplete",
)
_PHASES = {
    Phase.START: Both("memuat mesin", "start-up"),
    Phase.COMPILE: Both("menyusun kueri", "compile"),
    Phase.SCAN: Both("memeriksa data", "scan"),
    Phase.IDS: Both("memeriksa id", "ids"),
    Phase.WRITE: Both("menilai dan menulis", "score and write"),
    Phase.GROUPS: Both("menghitung kelompok", "groups"),
    Phase.REJECTS: Both("mendaftar yang ditolak", "rejects"),
}


@click.command("score", cls=Command)
@options.instrument
@options.argument(
    "data",
    words=Both(
        "data, satu baris satu subjek; Parquet, CSV, XLSX, NDJSON, atau JSON menurut namanya",
        "the data, one row a subject; Parquet, CSV, XLSX, NDJSON or JSON by the name of the file",
    ),
    value_name=options.FILE,
    type=InputFile(),
)
@options.option(
    "-o",
    "--output",
    "output",
    words=Both(
        "berkas hasil; Parquet, CSV, atau NDJSON menurut namanya",
        "the file of results; Parquet, CSV or NDJSON by its name",
    ),
    type=OutputPath(),
    value_name=options.FILE,
    required=True,
)
@options.period
@options.option(
    "--rejects",
    "rejects",
    words=Both(
        "berkas baris yang ditolak (CSV); tanpa pilihan ini di samping hasil",
        "the file of rejected rows (CSV); beside the results without this",
    ),
    type=OutputPath(),
    value_name=options.FILE,
)
@options.option(
    "--with-values",
    "values",
    words=Both(
        "sebutkan pula nilai yang ditolak, yang mungkin data pribadi",
        "quote the rejected values too, which may be personal data",
    ),
    is_flag=True,
)
@options.option(
    "--strict",
    "strict",
    words=Both("berhenti pada baris pertama yang ditolak", "stop at the first rejected row"),
    is_flag=True,
)
@options.option(
    "--keep",
    "keep",
    words=Both(
        "bawa serta kolom yang tidak dikenal aturan", "carry along columns the rules do not know"
    ),
    is_flag=True,
)
@options.columns
@options.tables
@options.option(
    "--explain-column",
    "explain",
    words=Both(
        "tambahkan kolom `rules` dengan baris aturan yang menentukan",
        "add a column `rules` with the lines of the rule file that decided",
    ),
    is_flag=True,
)
@options.option(
    "--groups",
    "groups",
    words=Both(
        "tulis pula nilai kelompok ke berkas ini; Parquet, CSV, atau NDJSON menurut namanya",
        "write the values of groups to this file too; Parquet, CSV or NDJSON by its name",
    ),
    type=OutputPath(),
    value_name=options.FILE,
)
@options.option(
    "--group-inputs",
    "group_inputs",
    words=Both(
        "isian kelompok, seperti target; satu baris satu kelompok; boleh berulang",
        "inputs of groups, such as targets, one row a group; may be repeated",
    ),
    type=InputFile(),
    value_name=options.FILE,
    multiple=True,
)
@options.option(
    "--min-group",
    "least",
    words=Both(
        "dari kelompok yang lebih kecil hanya banyaknya subjek yang ditulis; tanpa pilihan ini 5",
        "of smaller groups only the number of subjects is told; 5 without this",
    ),
    type=Count(),
    value_name=Both("N", "N"),
    default=LEAST,
)
@options.option(
    "--responses",
    "responses",
    words=Both(
        "setiap baris data (NDJSON) adalah satu jawaban lengkap, seperti untuk takar eval",
        "each line of the data (NDJSON) is a whole response, as for takar eval",
    ),
    is_flag=True,
)
@options.stage
@options.option(
    "--by-row",
    "by_row",
    words=Both(
        "nilai baris satu per satu juga bila satu kueri dapat menilai semuanya; jauh lebih lambat",
        "score rows one by one even where one query can score them all; far slower",
    ),
    is_flag=True,
)
@options.option(
    "--timings",
    "timings",
    words=Both("tampilkan lamanya tiap tahap", "print how long each part took"),
    is_flag=True,
)
@options.option(
    "--progress",
    "progress",
    words=Both(
        "tampilkan kemajuan juga bila keluaran galat bukan terminal",
        "print progress even where standard error is no terminal",
    ),
    is_flag=True,
)
@options.readings
@options.rules
@options.language
def command(  # noqa: PLR0913 - one parameter for each option
    *,
    instrument: str,
    data: Path,
    output: Path,
    period: Period,
    rejects: Path | None,
    values: bool,
    strict: bool,
    keep: bool,
    columns: Path | None,
    tables: tuple[tuple[str, Path, bool], ...],
    explain: bool,
    groups: Path | None,
    group_inputs: tuple[Path, ...],
    least: int,
    responses: bool,
    stage: str | None,
    by_row: bool,
    timings: bool,
    progress: bool,
    readings: tuple[tuple[str, str], ...],
    rules: Path | None,
    language: Language,
) -> Exit:
    """Score the file."""
    tabular = {"--columns": columns, "--with": tables, "--keep": keep, "--explain-column": explain}
    _see_to_options(tabular, stage, responses=responses)
    rejects = rejects or output.with_name(f"{output.name}.rejects.csv")
    targets = (output, rejects, *(() if groups is None else (groups,)))
    refuse_alike(targets)
    for target in targets:
        refuse_target(
            target,
            [data, *group_inputs, *filter(None, [columns]), *(path for _, path, _ in tables)],
        )
    known_format(output, WRITTEN)
    loaded = _loaded(rulebook(rules, readings), instrument, period, language)
    job = Job(
        instrument=loaded,
        period=period,
        data=data,
        read=known_format(data, (Format.NDJSON,) if responses else READ),
        output=output,
        rejects=rejects,
        language=language,
        names=column_names(columns),
        children=child_files(tables),
        explain=explain,
        keep=keep,
        values=values,
        strict=strict,
        groups=_groups(loaded, groups, group_inputs, least),
        by_row=by_row,
        announce=lambda said: report((said,), language),
        responses=_responses(stage, groups) if responses else None,
    )
    summary = _score(job, progress=progress)
    report(summary.remarks, language)
    _tell(job, summary)
    if timings:
        _tell_timings(summary, language)
    return Exit.NO if summary.rejected else Exit.DONE


def _see_to_options(tabular: Mapping[str, object], stage: str | None, *, responses: bool) -> None:
    """That no option would be without effect: those of tables, and that of whole responses."""
    for option in (option for option, given in tabular.items() if given and responses):
        raise misuse(NOT_WITH_RESPONSES, {"option": option})
    if stage is not None and not responses:
        raise misuse(MISSING_ARGUMENT, {"argument": "--responses", "command": "takar score"})


def _loaded(book: Rulebook, text: str, period: Period, language: Language) -> Instrument:
    with rules_needed():
        loaded = book.load(*edition_for(book, text, period))
        report((*hidden(book, loaded), *outside(loaded, period)), language)
    return loaded


def _responses(stage: str | None, groups: Path | None) -> Responses:
    return Responses(stage=Stage(stage) if stage else None, groups=groups is not None)


def _groups(
    loaded: Instrument, output: Path | None, inputs: tuple[Path, ...], least: int
) -> GroupJob | None:
    if output is None:
        if inputs:
            raise misuse(MISSING_ARGUMENT, {"argument": "--groups", "command": "takar score"})
        return None
    if not loaded.groups:
        raise misuse(NO_GROUPS, {"instrument": loaded.id})
    known_format(output, WRITTEN)
    files = tuple(GroupFile(path, known_format(path, READ)) for path in inputs)
    return GroupJob(output=output, inputs=files, least=least)


def _score(job: Job, *, progress: bool) -> Summary:
    try:
        with data_needed():
            return score(job, watching(job.language, shown=progress))
    except EngineFull as full:
        raise misuse(ENGINE_MEMORY, {"path": str(job.data)}) from full
    except OutputBusy as busy:
        raise misuse(OUTPUT_BUSY, {"path": str(job.output)}) from busy
    except OSError as error:
        raise misuse(UNWRITABLE, {"path": str(job.output)}) from error


def _tell(job: Job, summary: Summary) -> None:
    tally = summary.tally
    lines = [
        _READ.text(job.language).format(
            read=summary.read, scored=tally.scored, rejected=summary.rejected
        ),
        _SCORED.text(job.language).format(
            complete=tally.complete, incomplete=tally.incomplete, not_scored=tally.not_scored
        ),
    ]
    if summary.groups is not None and job.groups is not None:
        found = summary.groups
        lines.append(_GROUPS.text(job.language).format(groups=found.groups))
        if found.small:
            small = _SMALL.text(job.language)
            lines.append(small.format(small=found.small, least=job.groups.least))
        if found.few_measured:
            few = _FEW_MEASURED.text(job.language)
            lines.append(few.format(few=found.few_measured, least=job.groups.least))
        if found.withheld:
            lines.append(_WITHHELD.text(job.language).format(withheld=found.withheld))
    lines += [
        _OPEN_RANKS.text(job.language).format(id=id_, count=count)
        for id_, count in summary.open_ranks
    ]
    if summary.rejected:
        lines.append(_REJECTED.text(job.language).format(path=job.rejects))
        if job.read is Format.CSV:
            lines.append(_COUNTED.text(job.language))
    say("".join(f"{line}\n" for line in lines))


def _tell_timings(summary: Summary, language: Language) -> None:
    every = summary.timings.seconds
    whole = sum(every.values()) or 1.0
    for phase, seconds in every.items():
        share = round(100 * seconds / whole)
        say(f"{_PHASES[phase].text(language)}: {seconds:.3f} s, {share}%\n")
