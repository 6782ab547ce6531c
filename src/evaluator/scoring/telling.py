"""What is wrong with a row, in words, without its values unless they are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from evaluator.backends.sql.columns import MOST_RECORDS, conditions_above, declared_part
from evaluator.diagnostics.kinds import data, inputs
from evaluator.diagnostics.language import Language
from evaluator.diagnostics.model import Diagnostic, Fact, Kind, TablePlace
from evaluator.diagnostics.words import message, placeholders
from evaluator.intake.limits import MAX_BYTES, MAX_DEPTH, MAX_TEXT
from evaluator.intake.questions import range_text
from evaluator.model.instrument import (
    Asked,
    ChoiceType,
    DateType,
    Instrument,
    ListType,
    NumberType,
    Question,
    Rating,
    Repeated,
    TextType,
    YesNoType,
)
from evaluator.source import Source, Span

HIDDEN = "…"
"""What stands for a value that is not told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """One thing that is wrong with a row.

    Attributes:
        row: its number among all rows of the file, from 1.
        id: its id, empty where it has none that can be read.
        column: the column that is wrong, empty where the row is wrong as a whole.
        code: the code of the diagnostic.
        content: the value, or the row, as it stands in the file.
        facts: of the diagnostic, besides those that every row has.
        cell: where it stands in a sheet, such as `D7`; empty where the file is no workbook.
    """

    row: int
    id: str
    column: str
    code: str
    content: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Teller:
    """Puts what is wrong with rows into words."""

    kinds: Mapping[str, Kind]
    questions: Mapping[str, Question]
    conditions: Mapping[str, Mapping[str, Fact]]
    digits: int

    def diagnostic(self, rejected: Rejected, shown: str = HIDDEN) -> Diagnostic:
        """What is wrong as a diagnostic; `shown` stands where its words quote the value."""
        kind = self.kinds[rejected.code]
        facts = {**self._known(rejected, kind, shown), **_stated(rejected.facts, shown)}
        unknown = (name for name in placeholders(kind.code) if name not in facts)
        return Diagnostic(kind=kind, facts={**dict.fromkeys(unknown, shown), **facts})

    def _known(self, rejected: Rejected, kind: Kind, shown: str) -> dict[str, Fact]:
        """What is known of every row that is wrong."""
        facts: dict[str, Fact] = dict.fromkeys(_QUOTING, shown)
        id_ = declared_part(rejected.column) or rejected.column
        facts |= {"key": rejected.column, "id": id_, "row": rejected.row}
        facts |= {"limit": _LIMITS.get(kind, self.digits)}
        facts |= {"line": rejected.row, "most": MOST_RECORDS}
        if kind is inputs.NUMBER_AS_TEXT:
            facts |= {"text": shown.strip('"')}
        if kind is inputs.RECORD_ID_TWICE:
            facts |= {"id": shown.strip('"'), "list": rejected.column.partition(".")[0]}
        question = self.questions.get(rejected.column)
        facts |= {} if question is None else _facts(question)
        if kind is inputs.ITEM_NOT_APPLICABLE:
            facts |= self.conditions.get(rejected.column, {})
        return facts

    def placed(self, rejected: Rejected, path: str, shown: str = HIDDEN) -> Diagnostic:
        """What is wrong as a diagnostic that names the file, the row and its column."""
        return replace(
            self.diagnostic(rejected, shown),
            at=Span(Source(path, ""), 0, 0),
            table=TablePlace(row=rejected.row, cell=rejected.cell, column=rejected.column),
        )

    def sentence(self, rejected: Rejected, language: Language, shown: str = HIDDEN) -> str:
        """What is wrong in one sentence."""
        return message(self.diagnostic(rejected, shown), language).sentence


_VALUES = ("found", "text", "value")
"""The facts that quote a value, which may be personal data."""
_QUOTING = (*_VALUES, "code", "byte", "type", "expected")
"""The facts by which words quote what was found."""
_LIMITS: Mapping[Kind, int] = {
    inputs.TEXT_TOO_LONG: MAX_TEXT,
    inputs.INPUT_TOO_DEEP: MAX_DEPTH,
    inputs.INPUT_TOO_LARGE: MAX_BYTES // (1024 * 1024),
}
"""What is counted in something else than the digits of a number."""


def _stated(facts: Mapping[str, Fact], shown: str) -> dict[str, Fact]:
    """The facts of a row that could not be read, its values only where they are shown."""
    hidden = _VALUES if shown == HIDDEN else ()
    return {name: HIDDEN if name in hidden else fact for name, fact in facts.items()}


def teller(instrument: Instrument, digits: int) -> Teller:
    """Words for the rows of an instrument; `digits` are the most a number may have."""
    kinds = {
        each.code: each
        for module in (inputs, data)
        for each in vars(module).values()
        if isinstance(each, Kind)
    }
    asked = instrument.asks.asked
    fields = {
        f"{id_}.{field.id}": field.type
        for id_, question in asked.items()
        if isinstance(question, ListType)
        for field in question.fields
    }
    return Teller(kinds, {**asked, **fields}, _conditions(instrument), digits)


def _conditions(instrument: Instrument) -> Mapping[str, Mapping[str, Fact]]:
    """The rules by which each item may not apply, by its id: where the innermost stands."""
    rules = {item.id: item.applies for item in instrument.walk()}
    found: dict[str, Mapping[str, Fact]] = {}
    for id_, names in conditions_above(instrument).items():
        grounds = [rule.ground for name in names if (rule := rules[name]) is not None]
        at = grounds[-1].at
        texts = (" ".join(ground.at.text.split()) for ground in grounds)
        found[id_] = {"condition": "; ".join(texts), "file": at.source.name, "line": at.line}
    return found


def _facts(question: Question) -> dict[str, Fact]:
    match question:
        case Rating():
            return {"levels": question.scale.numbers}
        case NumberType():
            return {"range": range_text(question)}
        case ChoiceType():
            return {"near": tuple(choice for choice, _ in question.choices)}
        case Repeated():
            return {"least": question.least, "most": question.most}
        case Asked():
            return _facts(question.question.type)
        case YesNoType() | DateType() | TextType() | ListType():
            return {}
        case _:
            assert_never(question)
