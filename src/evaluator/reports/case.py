"""One result with what it was computed from, and how a page names and prints its parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from evaluator.diagnostics.language import Language
from evaluator.intake.pointer import key_of
from evaluator.intake.response import Response
from evaluator.model.formula import Ground, Term
from evaluator.model.instrument import (
    Bands,
    Field,
    Input,
    Instrument,
    Item,
    ListType,
    instance_of,
    is_share,
)
from evaluator.reports import numbers
from evaluator.reports.decimals import beside, share_beside
from evaluator.reports.kinds import in_one_word
from evaluator.reports.labels import Labels
from evaluator.reports.tongues import capital
from evaluator.reports.words import Words
from evaluator.reports.written import free

if TYPE_CHECKING:
    from evaluator.compare.background import Exemplified

Json = Mapping[str, Any]
"""A part of the result document."""
Meant = Mapping[str, Term]
"""The parts of the rules that steps compute, by the id of the step."""

NOTHING = "–"
"""What stands in a cell that has nothing to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRow:
    """The row of data that a response stands for.

    Attributes:
        id: of the subject, as the data have it.
        file: the name of the file, without its folder.
        command: what explains the row again.
        lists: the file of each list that stands in a table of its own.
    """

    id: str
    file: str
    command: str
    lists: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Case:
    """Everything a section of a page is made from.

    Attributes:
        steps: the trace, by the id of the step.
        named: the step that is the value of an item, a named value or bands, by its id.
        found: the items of the result, by id.
        items: the items of the rules, by id.
        fallen: what refused documents lower and nobody judged, each with a note, by its id.
        meant: the part of the rules that a step computes, where that is certain.
        row: the row of data the response was made of, where it was.
        exemplified: the examples that state these answers and name misprints of their figures.
    """

    result: Json
    instrument: Instrument
    response: Response
    say: Words
    labels: Labels
    steps: Mapping[str, Json]
    named: Mapping[str, Json]
    found: Mapping[str, Json]
    items: Mapping[str, Item]
    fallen: Mapping[str, Json]
    meant: Meant
    row: DataRow | None = None
    exemplified: tuple[Exemplified, ...] = ()

    @property
    def language(self) -> Language:
        """The language of the page."""
        return self.say.language

    @property
    def status(self) -> str:
        """`complete`, `incomplete` or `not_scored`."""
        return str(self.result["status"])

    @property
    def deciding(self) -> Bands | None:
        """The table of categories whose value the contributions are parts of."""
        return self.instrument.bands[0] if self.instrument.bands else None

    @property
    def notes(self) -> Iterator[Json]:
        """The notes of the result; of what refused documents lower, what became of it."""
        final = self.result["stage"] == "final"
        notes: list[Json] = self.result["notes"]
        unjudged = {note["at"]: place for place, note in enumerate(notes, 1) if _unjudged(note)}
        told = [note for name, note in self.fallen.items() if final or name in unjudged]
        there = max(unjudged.values(), default=0)
        # A decision keeps what the verifier left, even where refused documents lowered that.
        kept = (n for n in notes[:there] if final or not (_unjudged(n) and n["at"] in self.fallen))
        yield from (*kept, *told, *notes[there:])

    @cached_property
    def of_records(self) -> Mapping[tuple[str, str], Json]:
        """The steps that work something out of a record, by the place of the record and the id."""
        found = (step for step in self.steps.values() if "of_record" in step)
        return {
            (str(used["response"]), str(step["of_record"]["id"])): step
            for step in found
            for used in step["inputs"][:1]
        }

    def question(self, name: str) -> Input:
        """What is asked for, by its id or by its key under `answers`."""
        return next(q for q in self.instrument.questions if name in {q.id, q.key})

    def field(self, records: str, name: str) -> Field:
        """A field of a list."""
        kind = self.question(records).type
        if not isinstance(kind, ListType):
            raise AssertionError("only records have fields")
        return kind.field_of(name)

    def asked_at(self, pointer: str) -> str:
        """The key of what a place of the response answers; of an instance its id."""
        stated = self.response.answers.items()
        of_instance = next((key for key, answer in stated if answer.at == pointer), None)
        return of_instance or key_of(pointer)

    def number(self, text: str | None) -> str:
        """A number of the result."""
        return NOTHING if text is None else numbers.number(text, self.language)

    def between(self, found: Json) -> str:
        """The bounds of a value, one of them where the other is not certain, empty without any.

        Where they meet, the value still waits for answers and may come to be none.
        """
        ends = {key: found.get(key) for key in ("least", "most")}
        stated = {key: self.approximate(end) for key, end in ends.items() if end is not None}
        match list(stated):
            case []:
                return ""
            case [key]:
                return self.say(f"bound.{key}", **stated)
            case _ if ends["least"] == ends["most"]:
                return self.say("value.perhaps", value=stated["least"])
            case _:
                return self.say("between", **stated)

    def approximate(self, text: str | None) -> str:
        """A figure that stands by itself; beside a fraction that does not end, its decimals."""
        return NOTHING if text is None else beside(self.say, text)

    def is_share(self, name: str) -> bool:
        """Whether the weight of an item is a share of one whole."""
        item = self.items.get(name)
        return item is not None and is_share(item, self.instrument.weight_sums)

    def added_up(self, name: str) -> bool:
        """Whether an item is taken in whole, as all beside it are: then its share says nothing."""
        shares = self._shares_beside(name)
        return bool(shares) and all(share == "1" for share in shares)

    def is_part_of_whole(self, name: str) -> bool:
        """Whether the shares of an item and of those beside it add up to one whole, or may."""
        shares = self._shares_beside(name)
        known = [Fraction(share) for share in shares if share is not None]
        return sum(known) <= 1 if None in shares else sum(known) == 1

    def _shares_beside(self, name: str) -> list[str | None]:
        """The shares of an item and of those beside it."""
        beside = [self.instrument.items, *(item.children for item in self.items.values())]
        for siblings in beside:
            if any(item.id == name for item in siblings):
                return [
                    self.found[x.id]["effective_weight"] for x in siblings if x.id in self.found
                ]
        return []

    def percent(self, text: str) -> str:
        """A share within a formula."""
        return numbers.percent(text, self.language)

    def share(self, text: str | None) -> str:
        """A share that stands by itself."""
        return NOTHING if text is None else share_beside(self.say, text)

    def rounding(self, decimals: str, mode: str) -> str:
        """A rounding rule in words."""
        return self.say("rounding", decimals=decimals, mode=self.say(f"mode.{mode}"))

    def day(self, value: date | str) -> str:
        """A day."""
        found = value if isinstance(value, date) else date.fromisoformat(value)
        return numbers.day(found, self.language)

    @property
    def title(self) -> str:
        """What the instrument is called; an id that a value has too is translated for the value."""
        name = self.instrument.id
        taken: list[Any] = [*self.instrument.inputs, *self.instrument.values]
        taken += [*self.instrument.bands, *self.instrument.categories, *self.items.values()]
        if any(thing.id == name for thing in taken):
            return self.say.own(self.instrument.label)
        return self.name(name)

    def name(self, name: str) -> str:
        """What an item, value, table of categories, input or the instrument is called.

        An instance is called with the part it is one of: several parts are asked of one service.
        """
        whole = instance_of(name)
        if whole is None or name not in self.items:
            return self.alone(name)
        return f"{self.alone(whole)}: {self.alone(name)}"

    def alone(self, name: str) -> str:
        """The same where it is clear of which part an instance is one."""
        return self.beside(self._label(name), "labels", name)

    def short(self, name: str) -> str:
        """The same without the translation, for formulas."""
        return self.say.own(self._label(name))

    def _label(self, name: str) -> str:
        # An instrument may have a value of its own name, which is what is meant then.
        named: list[Any] = [self.instrument, *self.instrument.inputs]
        named += [
            *self.instrument.values,
            *self.instrument.bands,
            *self.instrument.categories,
        ]
        stated = {thing.id: thing.label for thing in named}
        if name in self.items:
            item = self.items[name]
            return f"{item.code} {item.label}" if item.code else item.label
        whole, _, number = name.partition("/")
        if whole in self.items:  # one of those there may be, of a part of which none is stated
            return f"{self._label(whole)} {number}"
        return stated.get(name) or name

    def names(self, names: Iterable[str]) -> str:
        """Several of them in a sentence; all items of one kind, or all but a few, in one word."""
        return self.say.listed(list(self.named_together(set(names))))

    def named_together(self, names: set[str]) -> Iterator[str]:
        """The same one by one."""
        together: dict[tuple[str, str | None], list[str]] = {}
        for item in self.items.values():
            together.setdefault((item.word, instance_of(item.id)), []).append(item.id)
        for (word, whole), ids in together.items():
            told = in_one_word(self.say, self.word(word), ids, names, self.alone)
            if told is None:
                yield from (self.name(name) for name in ids if name in names)
            else:
                yield told if whole is None else f"{self.alone(whole)}: {told}"
        yield from (self.name(name) for name in sorted(names) if name not in self.items)

    def word(self, word: str) -> str:
        """What the regulation calls a level of its tree."""
        if word.startswith("/"):
            return self.say.own(word[1:])  # what a part is repeated for
        return self.say(f"word.{word}") if f"word.{word}" in self.say else self.say.own(word)

    def kind_of(self, items: Iterable[Item]) -> str:
        """What a column of items is headed by: their word, or that they are parts."""
        words = dict.fromkeys(item.word for item in items)
        kind = self.word(next(iter(words))) if len(words) == 1 else self.say("summary.part")
        return capital(kind)

    def beside(self, original: str, *path: str) -> str:
        """The rule file's words, with the translation at a path of its labels in brackets."""
        own, translated = self.say.own(original), self.labels.of(*path)
        known = translated is not None and translated != free(original)
        return f"{own} ({translated})" if known else own

    def category(self, bands: str, label: str) -> str:
        """The name of a category, as the rules write it in every language."""
        return self.beside(label, "bands", bands, label)

    def place(self, file: str, line: int | str) -> str:
        """A place in a rule file."""
        return self.say("place", file=free(file), line=str(line))

    def ground(self, ground: Ground) -> str:
        """A rule: its place, and what it rests on."""
        basis = [{"provision": text} for text in ground.provisions]
        basis += [{"assumption": name} for name in ground.assumptions]
        return self.rule({"file": ground.at.source.name, "line": ground.at.line, "basis": basis})

    def rule(self, rule: Json) -> str:
        """The same of a rule in the result; a step that no single rule asks for has no file."""
        pieces = [self.place(rule["file"], rule["line"])] if rule["file"] else []
        for basis in rule.get("basis", ()):
            kind, text = next(iter(basis.items()))
            shown = self.say.own(text) if kind == "provision" else free(text)
            pieces.append(self.say(f"basis.{kind}", text=shown))
        return "; ".join(pieces) or NOTHING


def _unjudged(note: Json) -> bool:
    return bool(note["code"] == "not_judged")
