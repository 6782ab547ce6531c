"""Where the result comes from, how to compute it again, and where to object."""

from __future__ import annotations

import json
from collections.abc import Iterator

from evaluator import resources
from evaluator.reports.case import Case
from evaluator.reports.page import Facts, Prose, Row, Section
from evaluator.reports.sections.identity import edition_because
from evaluator.reports.sections.summary import total
from evaluator.reports.written import free
from evaluator.rulebook import bundled


def provenance(case: Case) -> Section:
    """The section of hashes and of how to check."""
    options = f"{rules_option(case)}{readings_option(case)}"
    again = f"takar eval {case.say('provenance.file')}{options}"
    if case.row is not None:
        again = f"{free(case.row.command)}{rules_option(case)}"
    return Section(
        id="provenance",
        heading=case.say("provenance.heading"),
        blocks=(
            Facts(rows=(*origin_rows(case), again_row(case, again))),
            Prose(text=_by_hand(case)),
        ),
    )


def _by_hand(case: Case) -> str:
    """How to check without the machine; contributions only where they are added up."""
    told = case.say(f"provenance.by_hand{_of_what(case)}")
    added_up = case.deciding is not None and total(case) is not None
    return f"{told} {case.say('provenance.adds_up')}" if added_up else told


def _of_what(case: Case) -> str:
    """Of what there is to check: levels and answers that are proved, formulas, conditions alone."""
    if any(item.rating is not None or item.asked is not None for item in case.items.values()):
        return ""
    return "_formulas" if case.instrument.items or case.instrument.values else "_conditions"


def origin_rows(case: Case) -> Iterator[Row]:
    """The rules, the response, its documents and the engine, with their hashes."""
    say, stated = case.say, case.result["provenance"]
    rules = f"{case.result['instrument']}@{case.result['edition']}"
    yield Row(
        label=say("provenance.rules"),
        value=free(rules),
        notes=(
            say("provenance.sha256", sha256=free(stated["rules_sha256"])),
            edition_because(case),
        ),
    )
    said = say("provenance.response_of", id=free(case.response.subject.id))
    if case.row is not None:
        said = say("provenance.row_of", id=free(case.row.id), file=free(case.row.file))
    yield Row(
        label=say("provenance.response"),
        value=said,
        notes=(say("provenance.sha256", sha256=free(stated["response_sha256"])),),
    )
    hashed = [d for d in case.response.evidence.values() if d.sha256]
    counts = {"all": str(len(case.response.evidence)), "hashed": str(len(hashed))}
    if case.instrument.evidence or case.response.evidence:
        yield Row(label=say("provenance.evidence"), value=say("provenance.documents", **counts))
    yield Row(label=say("provenance.engine"), value=free(stated["engine"]))


def again_row(case: Case, command: str) -> Row:
    """How to compute it again: the command without its stage."""
    return Row(
        label=case.say("provenance.again"),
        value=f"{command} --stage {case.result['stage']}",
        notes=(case.say("provenance.same" if case.row is None else "provenance.same_row"),),
    )


def rules_option(case: Case) -> str:
    """The option that names the rules, where they are not those that are bundled."""
    return "" if _is_bundled(case) else f" --rules {case.say('provenance.folder')}"


def _is_bundled(case: Case) -> bool:
    """Whether the rules are bundled ones; a draft, which is not published, is read to tell."""
    rules, one = resources.rules(), case.instrument
    used = str(case.result["provenance"]["rules_sha256"])
    published = json.loads(rules.joinpath("published.json").read_text(encoding="utf-8"))
    known = published["editions"].get(one.id, {}).get(one.edition)
    if known is not None:
        return str(known["sha256"]) == used
    return bundled().has(one.id, one.edition, used)


def readings_option(case: Case) -> str:
    """The options that choose readings, where they are not the rules' own."""
    return "".join(
        f" --read {each.id}={each.read_as}"
        for each in case.instrument.assumptions
        if each.read_as != each.chosen
    )


def objection(case: Case) -> Section:
    """Where to object: the regulation says so, rule files do not, and nothing is invented."""
    bases = "; ".join(case.say.own(base) for base in case.instrument.bases)
    told = case.say("objection.bases", bases=bases) if bases else case.say("objection.none")
    return Section(
        id="objection", heading=case.say("objection.heading"), blocks=(Prose(text=told),)
    )
