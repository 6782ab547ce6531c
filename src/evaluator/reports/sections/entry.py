"""What a page says of one item: level text, claim, evidence, findings, and the rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from evaluator.backends.exact.documents import Judged, Status, satisfied
from evaluator.intake.response import AnswerValue, Document, Finding
from evaluator.model.formula import Ground
from evaluator.model.instrument import (
    AnswerNeed,
    Asked,
    Documents,
    Input,
    Item,
    LevelNeed,
    Need,
    NeedAll,
    NeedAny,
    NumberType,
    Rating,
    UnprovedAnswer,
)
from evaluator.reports.answers import level_words, stated_words
from evaluator.reports.case import NOTHING, Case, Json
from evaluator.reports.formulas import with_figures, with_names
from evaluator.reports.page import Row
from evaluator.reports.sections.applies import applies_rows
from evaluator.reports.sections.exempt import exempt_row
from evaluator.reports.without import is_left_out
from evaluator.reports.written import free
from evaluator.values.numbers import text_of


def entry_rows(case: Case, item: Item, found: Json) -> Iterator[Row]:
    """The rows of one item, in the order a reader asks for them."""
    yield from applies_rows(case, item)
    if item.asked is not None:
        yield from _answer_rows(case, item.asked, item)
        return
    if item.rating is None:
        yield from _computed(case, item)
        yield Row(label=case.say("entry.rule"), value=case.ground(item.ground))
        return
    yield from _level_text(case, item.rating, found)
    yield from _claim(case, item)
    yield from _documents(case, item)
    yield from _needs(case, item.rating, found)
    yield from _verdicts(case, item)
    yield from _exempt(case, item)
    yield _rule(case, item, found)


def _verdicts(case: Case, item: Item, question: Input | None = None) -> Iterator[Row]:
    """What the verifier and the panel said, as far as the stage goes."""
    response, stage = case.response, case.result["stage"]
    fallen = case.fallen.get(item.id)
    if stage != "self" and fallen is not None:
        yield Row(label=case.say("level.verified"), value=_lowered(case, fallen))
    elif stage != "self":
        yield from _verdict(case, item, "verified", response.findings.get(item.id), question)
    if stage == "final":
        yield from _verdict(case, item, "final", response.decisions.get(item.id), question)


def _computed(case: Case, item: Item) -> Iterator[Row]:
    """What a computed part came from: the answers it saw and the row or line that held."""
    step = case.named.get(item.id)
    if item.formula is None or step is None or is_left_out(case, step):
        return
    names, figures = with_names(case, step), with_figures(case, step)
    notes = (names,) if names != figures else ()
    yield Row(label=case.say("entry.computed"), value=figures, notes=notes)


def _exempt(case: Case, item: Item) -> Iterator[Row]:
    row = exempt_row(case, item)
    if row is not None:
        yield row


def _answer_rows(case: Case, asked: Asked, item: Item) -> Iterator[Row]:
    """The rows of a part that is answered and not rated."""
    question = asked.question
    if question.by_verifier is None:
        yield from _claim(case, item, question)
        if asked.needs:
            yield from _documents(case, item)
            yield from _needs_of_answer(case, asked, item)
    else:
        yield from _waiting(case, item, question)
    yield from _verdicts(case, item, question)
    yield from _exempt(case, item)
    notes = [case.say("entry.step", step=case.found[item.id]["step"])]
    exempt = asked.not_applicable
    applies = _applies(case, item)
    if not applies and exempt is not None and exempt.ground.at != question.ground.at:
        notes.insert(0, case.ground(exempt.ground))
    found, without = case.found[item.id], asked.without
    if without is not None and found["claimed"] != found["proved"]:
        notes.insert(0, _unproved(case, item, without))
    yield Row(label=case.say("entry.rule"), value=case.ground(question.ground), notes=tuple(notes))


def _unproved(case: Case, item: Item, without: UnprovedAnswer) -> str:
    """What becomes of an answer that is not proved, and by which rule."""
    left = without.answer
    text = case.say("unproved.stays_unverified")
    if left is not None:
        counted = left if isinstance(left, str) else text_of(left)
        text = case.say("unproved.counts_as_answer", answer=level_words(case, item.id, counted))
    return case.say("entry.because", text=text, rule=case.ground(without.ground))


def _needs_of_answer(case: Case, asked: Asked, item: Item) -> Iterator[Row]:
    """What the answer that was given needs, and whether the documents of the result meet it."""
    claimed = case.found[item.id]["claimed"]
    if claimed is None:
        return
    documents = _shown(case.found[item.id])
    for rule in _needs_given(asked, claimed):
        if rule.need is not None:
            need = case.say(
                "need.answer",
                answer=level_words(case, item.id, claimed),
                need=need_words(case, rule.need),
            )
            yield _met(case, need, rule.need, documents, rule.ground)


def _shown(found: Json) -> list[Judged]:
    """The documents of a result."""
    return [
        Judged(d["id"], d["rule"]["at"], Status(d["status"]), Ground(), {})
        for d in found["evidence"]
    ]


def _met(case: Case, words: str, need: Need, documents: list[Judged], ground: Ground) -> Row:
    """A need, and whether these documents meet it."""
    met = case.say("need.met" if satisfied(need, documents) else "need.unmet")
    value = case.say("need.verdict", need=words, verdict=met)
    return Row(label=case.say("entry.needs"), value=value, notes=(case.ground(ground),))


def _waiting(case: Case, item: Item, question: Input) -> Iterator[Row]:
    """What points of a verifier count as while there are none."""
    before = question.by_verifier.before if question.by_verifier else None
    found = case.found[item.id]
    if before is not None and found["verified"] is None and found["final"] is None:
        value = stated_words(case, question.type, before.counts_as)
        told = case.say("inputs.before", value=value, rule=case.ground(before.ground))
        yield Row(label=case.say("level.counted"), value=told)


def quoted(case: Case, text: str | None) -> str:
    """Somebody's own words in quotation marks, or that there are none."""
    return case.say("quoted", text=free(text)) if text else case.say("entry.no_reason")


def who(case: Case, name: str | None, on: date | None) -> str:
    """Who said something and when, or that the response does not say."""
    person = free(name) if name else case.say("people.unnamed")
    return person if on is None else case.say("people.on", name=person, day=case.day(on))


def need_words(case: Case, need: Need) -> str:
    """What must be shown."""
    match need:
        case Documents(count=count, kinds=kinds):
            labels = {kind.id: kind.label or kind.id for kind in case.instrument.evidence}
            named = [case.beside(labels[kind], "evidence", kind) for kind in kinds]
            kinds_named = case.say.either(named)
            return case.say("need.documents", count=str(count), kinds=kinds_named)
        case NeedAll(needs=needs):
            return case.say.listed([need_words(case, part) for part in needs])
        case NeedAny(needs=needs):
            return case.say("need.any", needs="; ".join(need_words(case, p) for p in needs))


def _level_text(case: Case, rating: Rating, found: Json) -> Iterator[Row]:
    """What the rules say of the level that counts; they may say nothing."""
    counted = found["counted"]
    if counted is None:
        return
    level = next((x for x in rating.scale.levels if str(x.number) == counted), None)
    label = level.label if level is not None else None
    worth = level is not None and not rating.scale.is_plain
    text = next((x for x in rating.texts if str(x.level) == counted), None)
    value = case.say("entry.level", level=counted)
    if label is not None:
        value += ": " + case.beside(label, "levels", rating.scale.id, counted)
    notes = (_text(case, text.text), case.ground(text.ground)) if text else ()
    if level is not None and worth:
        counts = case.say("entry.level_counts", value=case.approximate(text_of(level.value)))
        notes = (*notes, f"{counts} ({case.ground(rating.scale.ground)})")
    if label is not None or text is not None or worth:
        yield Row(label=case.say("entry.level_text"), value=value, notes=notes)


def _applies(case: Case, item: Item) -> bool:
    """Whether a part applies; of one that does not, nobody asks what was not said."""
    return bool(case.found[item.id]["state"] != "not_applicable")


def _text(case: Case, text: str) -> str:
    """The regulation's own text of a level."""
    return case.say("quoted", text=case.say.own(text))


def _claim(case: Case, item: Item, question: Input | None = None) -> Iterator[Row]:
    label, answer = case.say("entry.claim"), case.response.answers.get(item.id)
    if answer is None:
        if _applies(case, item):
            yield Row(label=label, value=case.say("state.not_answered"))
        return
    value = _said(case, answer.value, question)
    if answer.not_applicable is not None:
        value = case.say("entry.declared", reason=free(answer.not_applicable))
    elif answer.value is None:
        value = case.say("state.not_answered")
    notes = [who(case, answer.by, answer.on)] if answer.by or answer.on else []
    if answer.note:
        notes.append(case.say("entry.note", text=free(answer.note)))
    yield Row(label=label, value=value, notes=tuple(notes))


def _said(case: Case, value: AnswerValue | None, question: Input | None) -> str:
    if question is None:
        return case.say("entry.level", level=str(value))
    return case.say("entry.answer", answer=stated_words(case, question.type, value))


def _documents(case: Case, item: Item) -> Iterator[Row]:
    label, found = case.say("entry.evidence"), case.found[item.id]
    if not found["evidence"] and _applies(case, item):
        yield _no_documents(case, item, found["claimed"])
    for judged in found["evidence"]:
        name = judged["id"]
        document = case.response.evidence[name]
        notes = [
            *_particulars(case, name, document),
            *_standing(case, name, judged),
        ]
        title = free(document.title) if document.title else case.say("document.id", id=free(name))
        status = case.say(f"evidence.{judged['status']}")
        yield Row(
            label=label,
            value=case.say("entry.document", title=title, status=status),
            notes=tuple(notes),
        )


def _no_documents(case: Case, item: Item, claimed: str | None) -> Row:
    """That there are none; of a claim that needs none, that too, by which rules."""
    label, rules = case.say("entry.evidence"), _rules_for(item, claimed)
    if claimed is None or any(rule.need is not None for rule in rules):
        return Row(label=label, value=case.say("entry.no_documents"))
    what = "answer" if item.rating is None else "level"
    words = case.say(f"entry.no_documents_{what}", claim=level_words(case, item.id, claimed))
    return Row(label=label, value=words, notes=tuple(case.ground(rule.ground) for rule in rules))


def _particulars(case: Case, name: str, document: Document) -> Iterator[str]:
    say = case.say
    pieces = [say("document.id", id=free(name))] if document.title else []
    if document.number:
        pieces.append(say("document.number", number=free(document.number)))
    if document.dated:
        pieces.append(say("document.dated", day=case.day(document.dated)))
    until = document.valid_until
    pieces.append(say("document.valid", day=case.day(until)) if until else say("document.endless"))
    if document.file:
        pieces.append(say("document.file", file=free(document.file)))
    pieces += [f"{free(key)}: {free(value)}" for key, value in document.attributes.items()]
    yield "; ".join(pieces)
    if document.sha256:
        yield say("document.sha256", sha256=free(document.sha256))
    else:
        yield say("document.no_sha256")


def _standing(case: Case, name: str, judged: Json) -> Iterator[str]:
    """Why a document has its status: who said so, and the rule."""
    verdict = case.response.evidence_findings.get(name)
    if verdict is not None and case.result["stage"] != "self":
        key = "document.accepted_by" if verdict.accepted else "document.refused_by"
        reason = quoted(case, verdict.reason) if verdict.reason or not verdict.accepted else ""
        told = case.say(key, who=who(case, verdict.by, verdict.on))
        yield f"{told}: {reason}" if reason else told
    yield evidence_rule(case, judged)


def evidence_rule(case: Case, judged: Json) -> str:
    """The rule that gives a document its status."""
    rule = judged["rule"]
    facts = {key: free(value) for key, value in rule["facts"].items()}
    for key in ("valid_until", "on", "dated", "from", "to"):
        if key in facts:
            facts[key] = case.day(facts[key])
    place = case.place(facts.pop("file"), facts.pop("line"))
    kinds = {kind.id: kind.label or kind.id for kind in case.instrument.evidence}
    facts["kind"] = case.beside(kinds[rule["at"]], "evidence", rule["at"])
    return case.say("document.rule", text=case.say(rule["code"], **facts), place=place)


def _needs(case: Case, rating: Rating, found: Json) -> Iterator[Row]:
    """What the claimed level needs, and whether the documents of the result meet it."""
    if found["claimed"] is None:
        return
    documents = _shown(found)
    for need in rating.needs_of(int(found["claimed"])):
        if need.need is not None:
            words = _rule_of_need(case, need)
            yield _met(case, words, need.need, documents, need.ground)


def unmet_words(case: Case, item: Item) -> Iterator[str]:
    """What the claim of a part needs and its documents do not show."""
    found = case.found[item.id]
    documents = _shown(found)
    rules = _rules_for(item, found["claimed"])
    for rule in rules:
        if rule.need is not None and not satisfied(rule.need, documents):
            yield need_words(case, rule.need)


def _rules_for(item: Item, claimed: str | None) -> tuple[AnswerNeed | LevelNeed, ...]:
    """What the rules say of the evidence of a claim."""
    if claimed is None:
        return ()
    if item.asked is not None:
        return _needs_given(item.asked, claimed)
    return () if item.rating is None else item.rating.needs_of(int(claimed))


def _needs_given(asked: Asked, claimed: str) -> tuple[AnswerNeed, ...]:
    """What an answer that was given needs."""
    is_number = isinstance(asked.question.type, NumberType)
    return asked.needs_of(Fraction(claimed) if is_number else claimed)


def _rule_of_need(case: Case, need: LevelNeed) -> str:
    if need.need is None:
        return NOTHING
    key = "need.level_up" if need.and_up else "need.level"
    return case.say(key, level=str(need.level), need=need_words(case, need.need))


def _verdict(
    case: Case, item: Item, stage: str, finding: Finding | None, question: Input | None
) -> Iterator[Row]:
    label = case.say(f"level.{stage}")
    if finding is None and not _applies(case, item):
        return
    if finding is None:
        yield Row(label=label, value=case.say(f"entry.not_{stage}"))
        return
    value = _said(case, finding.value, question)
    notes = (who(case, finding.by, finding.on), quoted(case, finding.reason))
    yield Row(label=label, value=value, notes=notes)


def _lowered(case: Case, note: Json) -> str:
    """That nothing was found on the part itself, but documents it needs were refused."""
    facts = note["facts"]
    before, value = (
        level_words(case, note["at"], facts[key]) if facts[key] else case.say("difference.nothing")
        for key in ("before", "value")
    )
    documents = case.say.listed([free(name) for name in facts["documents"]])
    return case.say("entry.lowered", documents=documents, before=before, value=value)


def _rule(case: Case, item: Item, found: Json) -> Row:
    step = case.steps[found["step"]]
    notes = [case.say("entry.step", step=step["id"])]
    rating = item.rating
    if step["rule"]["file"] and case.rule(step["rule"]) != case.ground(item.ground):
        notes.insert(0, case.say("entry.rated_by", rule=case.rule(step["rule"])))
    policy = rating.without if rating else None
    if policy is not None and found["claimed"] != found["proved"]:
        text = case.say(f"unproved.{policy.policy.value}", level=str(policy.counts_as))
        notes.insert(0, case.say("entry.because", text=text, rule=case.ground(policy.ground)))
    return Row(label=case.say("entry.rule"), value=case.ground(item.ground), notes=tuple(notes))
