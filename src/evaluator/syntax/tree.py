"""The syntax tree: what was written, not yet what it means.

Names are text, numbers keep their digits, nothing is resolved. Two trees are equal when they say
the same, wherever it stands: spans take no part in equality.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from evaluator.source import NOWHERE, Span
from evaluator.values.numbers import parse_decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Anything that was written, with its place."""

    at: Span = field(default=NOWHERE, compare=False, repr=False)


# Words, texts, numbers ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(Node):
    """An id, as written."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Node):
    """Quoted text, without its quotes."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Node):
    """A number as written: `0.70`, `20%`, `100/3`, `-2`."""

    written: str

    @property
    def value(self) -> Fraction:
        """The exact value; percent are hundredths."""
        sign, digits = (-1, self.written[1:]) if self.written[0] == "-" else (1, self.written)
        top, _, bottom = digits.partition("/")
        value = parse_decimal(top.removesuffix("%")) / (100 if top.endswith("%") else 1)
        if bottom:
            value /= parse_decimal(bottom.removesuffix("%")) / (100 if bottom.endswith("%") else 1)
        return sign * value


@dataclass(frozen=True, slots=True, kw_only=True)
class Day(Node):
    """A date as written, `2021-12-31`; the parser has checked that the day exists."""

    written: str

    @property
    def value(self) -> date:
        """The day."""
        return date.fromisoformat(self.written)


# Where a statement comes from --------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision(Node):
    """`under "Pasal 8"`: a provision of law."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ByAssumption(Node):
    """`under assumption lubang`: a reading the file states.

    With `read as atas` the statement stands only where the assumption is read so.
    """

    name: Name
    read_as: Name | None = None


Under = tuple[Provision | ByAssumption, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Error(Node):
    """A line that could not be read; its diagnostic has been reported."""


# Intervals ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval(Node):
    """`from 101 to 200`, `above 60 to below 70`, `at most 50`; an open end is `None`."""

    low: Number | None = None
    low_included: bool = True
    high: Number | None = None
    high_included: bool = True


# Formulas ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant(Node):
    """A number in a formula."""

    number: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(Node):
    """A name in a formula; `as_published` asks for the printed value."""

    name: Name
    as_published: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWeight(Node):
    """`weight`: the weight of the part whose value this is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAnswer(Node):
    """`answer`: the answer of the part whose value this is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerOf(Node):
    """`answer of rencana`: the answer of a part, where its name would be its value."""

    name: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Negative(Node):
    """`- x`."""

    operand: Formula


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic(Node):
    """`+`, `-`, `*` or `/` between two formulas."""

    operator: str
    left: Formula
    right: Formula


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounded(Node):
    """`rounded(x to 2 decimals half up)`."""

    operand: Formula
    decimals: Number
    mode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied(Node):
    """`root(x, 3)`: a function of one number; `argument` is the degree, base or exponent."""

    function: str
    operand: Formula
    argument: Number | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Few(Node):
    """`3 highest of`: only so many of the values are taken; `side` is `highest` or `lowest`."""

    count: Number
    side: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedDay(Node):
    """`2021-01-01` in a formula."""

    day: Day


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodDay(Node):
    """`period start`, `period end`; `which` is `period_start` or `period_end`."""

    which: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Between(Node):
    """`full years from lahir until period end`; `unit` is `full_years`, `full_months` or `days`."""

    unit: str
    first: Formula
    last: Formula


@dataclass(frozen=True, slots=True, kw_only=True)
class OverTree(Node):
    """`weighted mean of criteria`: an aggregate over the items of one tree word."""

    aggregate: str
    few: Few | None = None
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverList(Node):
    """`lowest of (x, 25)`: an aggregate over the formulas listed."""

    aggregate: str
    few: Few | None = None
    operands: tuple[Formula, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Node):
    """`count of pegawai where (…)`: how many there are, of which the condition holds."""

    name: Name
    where: Formula | None = None
    as_published: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OverSubjects(Node):
    """`mean of total weighted by jumlah where (…)`: an aggregate of one value over many subjects.

    What it runs over may be groups of subjects as well. Only a mean of all has a weight.
    """

    aggregate: str
    few: Few | None = None
    of: Reference
    weight: Reference | None = None
    where: Formula | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare(Node):
    """`>=`, `<=`, `>`, `<` or `=` between two formulas."""

    operator: str
    left: Formula
    right: Formula


@dataclass(frozen=True, slots=True, kw_only=True)
class Is(Node):
    """`jenis is pusat`, `ada_insiden is not yes`, `kategori is "Tinggi"`.

    `yes` and `no` are the ids `yes` and `no`; a category is asked for by its label. Of a number
    it asks for a number or for the name of one: `staf is not 0`.
    """

    subject: Formula
    choice: Name | Text | Number
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Among(Node):
    """`jenis among (pusat, provinsi)`: one of these choices."""

    subject: Formula
    choices: tuple[Name, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Before(Node):
    """`5 years before period end`: so many years or months up to the end of the period."""

    count: Number
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Within(Node):
    """`tanggal within 5 years before period end`; without `before` it is within the period."""

    subject: Formula
    before: Before | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverRecords(Node):
    """`sum of jp in diklat where (…)`: an aggregate of a field over the records of a list."""

    aggregate: str
    few: Few | None = None
    records: Name
    field: Name
    weight: Name | None = None
    where: Formula | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Not(Node):
    """`not x`."""

    operand: Formula


@dataclass(frozen=True, slots=True, kw_only=True)
class Logic(Node):
    """`and` or `or` between two or more conditions."""

    operator: str
    operands: tuple[Formula, ...]


Formula = (
    Constant
    | Reference
    | OwnWeight
    | OwnAnswer
    | AnswerOf
    | FixedDay
    | PeriodDay
    | Between
    | Negative
    | Arithmetic
    | Rounded
    | Applied
    | OverTree
    | OverList
    | Count
    | OverSubjects
    | OverRecords
    | Compare
    | Is
    | Among
    | Within
    | Not
    | Logic
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published(Node):
    """`published with 2 decimals half up`."""

    decimals: Number
    mode: str


# Statements --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer(Node):
    """Who issued the regulation."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis(Node):
    """The law the instrument rests on; there may be several."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce(Node):
    """The days the edition applies to."""

    first: Day
    last: Day | None = None
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft(Node):
    """A draft is never chosen by date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupKind(Node):
    """A kind of group that subjects belong to: `instansi "Instansi"`."""

    name: Name
    label: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assesses(Node):
    """What kind of subject is assessed, and in what kinds of group subjects stand."""

    name: Name
    label: Text | None = None
    groups: tuple[GroupKind, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Node):
    """One way in which an assumption can be read."""

    name: Name
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption(Node):
    """A reading the regulation does not state, with its reason.

    Where it can be read in several ways, `read_as` is the one the file chooses.
    """

    name: Name
    text: Text
    readings: tuple[Reading | Error, ...] = ()
    read_as: Name | None = None
    because: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Node):
    """One level of a scale or one answer of a choice.

    `counts_as` is of a level whose value is another number.
    """

    key: Name | Number
    label: Text | None = None
    counts_as: Number | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Carry(Node):
    """`old answer 3 as 4`: what an answer of the edition before counts as on a changed scale.

    Without `new` nothing follows from it, and the question is asked again.
    """

    old: Name | Number
    new: Name | Number | None = None
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels(Node):
    """`1 to 5 counts as 0 to 100 in even steps`: levels in a row, and what each of them counts as.

    Without what the first and the last count as, each counts as its number.
    """

    first: Number
    last: Number
    low: Number | None = None
    high: Number | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale(Node):
    """The levels a leaf may be rated at, lowest first; `rows` are levels in a row."""

    name: Name
    cumulative: bool = False
    choices: tuple[Choice | Error, ...] = ()
    under: Under = ()
    carried: tuple[Carry, ...] = ()
    rows: tuple[Levels, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Requires(Node):
    """Attributes a document must carry."""

    names: tuple[Name, ...]
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedWithinPeriod(Node):
    """The document's own date lies in the period, both ends included."""

    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedBefore(Node):
    """The document's own date lies within so many years or months before the end of the period."""

    count: Number
    unit: str
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidOn(Node):
    """The document has not run out at the end of the period."""

    under: Under = ()


EvidenceLine = Requires | DatedWithinPeriod | DatedBefore | ValidOn


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceKind(Node):
    """A kind of document and what it must satisfy."""

    name: Name
    label: Text | None = None
    under: Under = ()
    lines: tuple[EvidenceLine | Error, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberType(Node):
    """A number in a range, in a unit."""

    interval: Interval | None = None
    unit: Name | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceType(Node):
    """One of the choices."""

    choices: tuple[Choice | Error, ...] = ()
    carried: tuple[Carry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class YesNoType(Node):
    """Yes or no."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateType(Node):
    """A day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleType(Node):
    """One of the names of a scale, which stand in an order."""

    scale: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class TextType(Node):
    """A text, which is printed and no formula reads."""


PlainType = NumberType | ChoiceType | ScaleType | YesNoType | DateType | TextType


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Node):
    """What every record of a list states."""

    name: Name
    label: Text | None = None
    type: PlainType
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListType(Node):
    """Any number of records, none included; a value among the fields is worked out of each."""

    fields: tuple[Field | Valuation | Error, ...] = ()


InputType = PlainType | ListType


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeVerification(Node):
    """`before verification counts as 0`: what stands until a verifier gives the points."""

    counts_as: Number
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ByVerifier(Node):
    """`given by verifier`: no answer, but a finding or decision says it."""

    lines: tuple[BeforeVerification | Error, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Input(Node):
    """A fact of the subject that is asked for, or points that a verifier gives."""

    name: Name
    label: Text | None = None
    type: InputType
    by_verifier: ByVerifier | None = None
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights(Node):
    """`weights of criterion add up to 100%`, in the instrument or inside each item of a word.

    Without a number they add up to the weight of the item of that word they stand in.
    """

    word: str
    total: Number | None = None
    in_each: str | None = None
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate(Node):
    """`not scored when …`: no score, for a reason."""

    condition: Formula
    because: Text
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimBetween(Node):
    """`claim score from 0 to 300`: a promise about every value that can come about."""

    name: Name
    interval: Interval
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRising(Node):
    """`claim raising any answer never lowers score`."""

    name: Name
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimAdding(Node):
    """`claim adding a record to punishments never raises conduct`; `raises`, or lowers."""

    list: Name
    raises: bool
    name: Name
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Every(Node):
    """What holds for every item of a tree word; an item's own line stands above it."""

    word: str
    body: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight(Node):
    """The weight of an item among its siblings."""

    number: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Maximum(Node):
    """A promise that the item's value never exceeds this; it is checked."""

    number: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Code(Node):
    """The number the regulation gives the item."""

    text: Text


Attribute = Weight | Maximum | Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Node):
    """A part of the regulation's tree: a criterion, a sub-criterion, a question."""

    word: str
    name: Name
    label: Text | None = None
    attributes: tuple[Attribute, ...] = ()
    under: Under = ()
    body: tuple[Statement, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Label(Node):
    """The printed name, where it is a line of its own."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated(Node):
    """The scale a leaf is rated on."""

    scale: Name
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(Node):
    """`answer one of { met; not_met }`: what answers a part that is not rated on a scale."""

    type: PlainType
    by_verifier: ByVerifier | None = None
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated(Node):
    """`repeated for layanan "Layanan" 1 to 3 times each counted`: rated once for each of several.

    Without `most` it is exactly so many times. `counts` is `each_counted` or `counted_as_one`.
    `records` is the list that says what these are, if there is one, `where` which of them.
    """

    name: Name
    label: Text | None = None
    records: Name | None = None
    where: Formula | None = None
    least: Number
    most: Number | None = None
    counts: str
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelText(Node):
    """What the regulation says of one level of one item."""

    level: Number
    text: Text
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents(Node):
    """`2 laporan`: so many documents of a kind; without a number, one."""

    count: Number | None = None
    kind: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class SomeOf(Node):
    """`2 of (sk, laporan, foto)`: so many of these kinds."""

    count: Number
    kinds: tuple[Name, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedAll(Node):
    """Every one of these."""

    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedAny(Node):
    """One of these."""

    needs: tuple[Need, ...]


Need = Documents | SomeOf | NeedAll | NeedAny


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs(Node):
    """The evidence a level needs; `need` is `None` where the file says that it needs none."""

    level: Number
    and_up: bool = False
    need: Need | None = None
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerNeeds(Node):
    """`answer met needs sk`: the evidence some answers need; `None`: the file says they need none.

    `cell` holds the answers as the row of a table does.
    """

    cell: Cell
    need: Need | None = None
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WithoutEvidence(Node):
    """What becomes of a claim that is not proved: `falls`, `stays_unverified` or `counts_as`.

    It counts as a level or number, or as a choice: `yes` and `no` are the ids `yes` and `no`.
    """

    policy: str
    counts_as: Number | Name | None = None
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Applies(Node):
    """`applies when jenis is kabkota`: the item is part of the tree only where this holds."""

    condition: Formula
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MayBeNotApplicable(Node):
    """The subject may declare the item not applicable, with a reason.

    Or may not: `never` takes the place of what is said of every item, and of its own line before.
    """

    never: bool = False
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NotApplicable(Node):
    """What becomes of an item that is not applicable; it is left out, or counts as an answer.

    A level or number stands as one, a choice as a name; `yes` and `no` are the ids `yes` and `no`.
    """

    counts_as: Number | Name | None = None
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Value(Node):
    """`value skor = …`; without a name it is the value of the item it stands in."""

    name: Name | None = None
    label: Text | None = None
    formula: Formula
    published: Published | None = None
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class When(Node):
    """`15 when jabatan is struktural`."""

    result: Formula
    condition: Formula
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Otherwise(Node):
    """`0 otherwise`: closes the cases."""

    result: Formula
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases(Node):
    """A value by conditions read downwards."""

    name: Name | None = None
    label: Text | None = None
    lines: tuple[When | Otherwise | Error, ...] = ()
    published: Published | None = None
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CellWord(Node):
    """`any`, `none` or `missing` in a cell of a table."""

    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell(Node):
    """`S1, D4`, `from 20`, `any`: the keys that a row of a table has for one subject."""

    keys: tuple[Name | Number | Interval | CellWord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Node):
    """`pelaksana | from 20: 22.5`: a cell a subject, and the result."""

    cells: tuple[Cell, ...]
    result: Formula
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Node):
    """A value looked up by one or several subjects; the rows are in no order of precedence."""

    name: Name | None = None
    label: Text | None = None
    subjects: tuple[Formula, ...]
    lines: tuple[Row | Hole | Error, ...] = ()
    published: Published | None = None
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed(Node):
    """A second column of a band: `printed as indeks from 0.34 to 0.66`."""

    name: Name
    interval: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Band(Node):
    """One row of a table of categories; `gate` is the condition after `only when`."""

    label: Text
    interval: Interval
    printed: tuple[Printed, ...] = ()
    gate: Formula | None = None
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole(Node):
    """`a value between two bands takes the lower`: `takes` is `lower` or `upper`."""

    takes: str
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands(Node):
    """A table of categories over a value."""

    name: Name
    label: Text | None = None
    of: Name
    as_published: bool = False
    lines: tuple[Band | Hole | Error, ...] = ()
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelWhen(Node):
    """`"Eligible" when has_council`: the category where the condition holds."""

    label: Text
    condition: Formula
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelOtherwise(Node):
    """`"Not yet eligible" otherwise`: closes the categories."""

    label: Text
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Categories(Node):
    """Categories by conditions read downwards, without a value."""

    name: Name
    label: Text | None = None
    lines: tuple[LabelWhen | LabelOtherwise | Error, ...] = ()
    under: Under = ()


# Many subjects ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Incomplete(Node):
    """What an incomplete subject does to its group; without a number it is left out.

    `what` is `incomplete_subject`, or `incomplete_group` of one among all groups.
    """

    what: str = "incomplete_subject"
    counts_as: Number | None = None
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RankBy(Node):
    """`total as published highest first`; `order` is `highest_first` or `lowest_first`."""

    of: Name
    as_published: bool = False
    order: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank(Node):
    """`rank tempat of total highest first …`: the ranks of subjects, or of groups.

    `ties` is `ties_skipped`, where the ranks after a shared one are left out, or `ties_dense`.
    """

    name: Name
    label: Text | None = None
    by: tuple[RankBy, ...]
    ties: str
    under: Under = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Node):
    """`for each instansi { … }`, or `for all { … }` without a name: values over many subjects."""

    name: Name | None = None
    body: tuple[Statement, ...] = ()


# Amendments --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeBands(Node):
    """The lines of a table of categories that change; the others stand."""

    name: Name
    under: Under = ()
    lines: tuple[Band | Hole | RemoveBand | Error, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Node):
    """`change …`: the statement with the same head and key is changed to say this."""

    statement: Rule | Weights | ChangeBands


@dataclass(frozen=True, slots=True, kw_only=True)
class Add(Node):
    """`add …`: a new statement; inside `change criterion …` it is added there."""

    statement: Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove(Node):
    """`remove subcriterion x`: `head` is a tree word or `value`, `bands`, `scale` and so on.

    Only `remove for all` has no name.
    """

    head: str
    name: Name | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename(Node):
    """`rename subcriterion x as y`: `head` is a tree word or `value`, `bands` and so on."""

    head: str
    name: Name
    new: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoicesOfInput(Node):
    """The choices of an input, or of the answer of a part."""

    name: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoicesOfField(Node):
    """The choices of a field of a list: `jenis in diklat`."""

    field: Name
    records: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoicesOfEvery(Node):
    """The choices that every item of a tree word is answered by."""

    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoicesOfScale(Node):
    """The names of a scale of names."""

    name: Name


ChoicesOf = ChoicesOfInput | ChoicesOfField | ChoicesOfEvery | ChoicesOfScale


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameChoice(Node):
    """`rename choice besar of ukuran as luas`."""

    name: Name
    of: ChoicesOf
    new: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameField(Node):
    """`rename field jp in diklat as jam`."""

    name: Name
    records: Name
    new: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveBand(Node):
    """`remove "Good"`: a line of a table of categories; without a label, the reading of holes."""

    label: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveEvery(Node):
    """`remove every criterion`."""

    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveWeights(Node):
    """`remove weights of criterion`: the check of their sum, not the weights."""

    word: str
    in_each: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveGate(Node):
    """`remove not scored because "…"`: a gate is known by its reason."""

    because: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveClaim(Node):
    """`remove claim score`; `rising` for the promise that raising an answer never lowers it."""

    name: Name
    rising: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveClaimAdding(Node):
    """`remove claim adding a record to punishments never raises conduct`."""

    list: Name
    raises: bool
    name: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveLine(Node):
    """`remove weight`, `remove level 2 needs`: a line of the part, `every` or group it stands in.

    `head` is that of the line's identity; `level` is of a level's text or of what it needs.
    """

    head: str
    level: Number | None = None


Removal = (
    Remove | RemoveEvery | RemoveWeights | RemoveGate | RemoveClaim | RemoveClaimAdding | RemoveLine
)
"""A statement that takes another one out."""
Renaming = Rename | RenameChoice | RenameField
"""A statement that gives something another id."""
Valuation = Value | Cases | Table
"""A statement that gives a value: named, or of the part it stands in."""
Rule = (
    Assumption
    | Scale
    | EvidenceKind
    | Input
    | Every
    | Item
    | Valuation
    | Bands
    | Categories
    | Group
    | Rank
)
Line = (
    Label
    | Weight
    | Maximum
    | Code
    | Rated
    | Answered
    | Repeated
    | Needs
    | LevelText
    | AnswerNeeds
    | WithoutEvidence
    | Applies
    | MayBeNotApplicable
    | NotApplicable
)
Statement = (
    Issuer
    | Basis
    | InForce
    | Draft
    | Assesses
    | Gate
    | ClaimBetween
    | ClaimRising
    | ClaimAdding
    | Weights
    | Rule
    | Line
    | Incomplete
    | Change
    | Add
    | Renaming
    | Removal
    | Error
)


# Examples ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin(Node):
    """Where the figures of an example were published."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenExempt(Node):
    """`given i35 = 3, not applicable`: the part does not apply to this instance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given(Node):
    """A pinned value: `given skor = 218`; `given i35 = 3, 4` is of two instances."""

    name: Name
    number: Number | GivenExempt
    more: tuple[Number | GivenExempt, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenEvery(Node):
    """Every item of a tree word pinned at one value; a line for one item stands above it."""

    word: str
    number: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenChoice(Node):
    """A pinned choice: `given jabatan is fungsional`; several are of as many instances."""

    name: Name
    choice: Name
    more: tuple[Name | GivenExempt, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenEveryChoice(Node):
    """Every item of a tree word answered by one choice; a line for one item stands above it."""

    word: str
    choice: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAnswer(Node):
    """A number that answers a part: `given answer of diklat = 12`; several, its instances."""

    name: Name
    number: Number
    more: tuple[Number | GivenExempt, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenNotApplicable(Node):
    """`given kontrak not applicable`: the part is declared not applicable."""

    name: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenDay(Node):
    """A date: `given tmt is 2020-01-31`; several are of as many instances."""

    name: Name
    day: Day
    more: tuple[Day | GivenExempt, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenPeriod(Node):
    """The period that windows of time are counted from."""

    first: Day
    last: Day


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenNone(Node):
    """`given hukuman is none`: a list without records."""

    name: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenRecord(Node):
    """`ringan | 2017-01-01`: one record, in the order of the fields that are named."""

    fields: tuple[Name | Number | Day | Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenList(Node):
    """`given hukuman by tingkat | tanggal { … }`: a list, record by record.

    With the word for the subjects or for a kind of group, these, each by its figures.
    """

    name: Name
    fields: tuple[Name, ...]
    records: tuple[GivenRecord | Error, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Misprint(Node):
    """`printed as 71.59 because …`: a published mistake, named."""

    number: Number
    because: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradicts(Node):
    """`contradicts assumption setara because …`: passes only while the figure is out of reach."""

    name: Name
    because: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Expect(Node):
    """An expected figure or category of a value, of bands, or of an item's contribution."""

    name: Name
    contribution: bool = False
    expected: Number | Text
    remark: Misprint | Contradicts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectNotScored(Node):
    """`expect not scored because "…"`: no score, by the rule of that reason if one is named."""

    because: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectIncomplete(Node):
    """`expect total is incomplete`: what is given does not settle the value or category."""

    name: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectRank(Node):
    """`expect place of "Ani" = 2`: a rank among those the example states."""

    name: Name
    of: Text
    rank: Number


GivenLine = (
    Given
    | GivenEvery
    | GivenEveryChoice
    | GivenAnswer
    | GivenNotApplicable
    | GivenChoice
    | GivenDay
    | GivenPeriod
    | GivenNone
    | GivenList
)
Expectation = Expect | ExpectNotScored | ExpectIncomplete | ExpectRank
ExampleLine = Origin | GivenLine | Expectation | Error


# Declarations ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument(Node):
    """One edition of an instrument; `amends` names the edition it changes.

    A correction is an amendment that holds on the days of what it corrects, in its place.
    """

    name: Name
    label: Text | None = None
    edition: Text
    amends: Text | None = None
    corrects: bool = False
    body: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Example(Node):
    """Published figures as a test of an edition; `readings` are those under which they hold."""

    title: Text
    instrument: Name
    edition: Text
    readings: tuple[ByAssumption, ...] = ()
    lines: tuple[ExampleLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Version(Node):
    """`takar 1`: the language version the file is written in."""

    number: Number


Declaration = Version | Instrument | Example | Error


@dataclass(frozen=True, slots=True, kw_only=True)
class File(Node):
    """One rule file."""

    declarations: tuple[Declaration, ...] = ()
