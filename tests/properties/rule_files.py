"""Draws rule files: every kind of node the grammar knows, whether or not the tree makes sense."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from evaluator.syntax import grammar
from evaluator.syntax import tree as t
from evaluator.syntax.keywords import Language

_WORDS = grammar.load().words
_RESERVED = _WORDS[Language.EN].reserved
_KEYWORDS = sorted(
    {
        word
        for words in _WORDS.values()
        for first in words.by_word
        for word in first.split("-")
        if word.isascii()
    }
)
_TREE_WORDS = sorted({phrase.value for phrase in _WORDS[Language.EN].by_terminal["TREE"]})
_TREES = {phrase.text for words in _WORDS.values() for phrase in words.by_terminal["TREES"]}
_MODES = ["half_up", "half_even", "always_up", "always_down", "truncated"]
_AGGREGATES = [
    "weighted_mean",
    "weighted_sum",
    "mean",
    "geometric_mean",
    "sum",
    "highest",
    "lowest",
    "the_one",
]
_OVER_SUBJECTS = ["sum", "highest", "lowest"]
_UNITS = ["years", "months", "calendar_years"]
_LINE_HEADS = [
    "label", "weight", "maximum", "code", "rated_on", "value", "without_evidence",
    "applies_when", "may_be_not_applicable", "may_not_be_not_applicable", "not_applicable",
    "incomplete_subject",
    "incomplete_group",
]  # fmt: skip
_RENAMED = ["value", "bands", "categories", "scale", "assumption", "evidence", "input"]
_REMOVED = [*_RENAMED, "rank", "for_each"]


def optional(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def briefly(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The same strategy, called by a short name: Hypothesis refuses one that fills pages."""

    @st.composite
    def drawn(draw: st.DrawFn) -> Any:
        return draw(strategy)

    return drawn()


def several(strategy: st.SearchStrategy[Any], least: int = 0, most: int = 3) -> Any:
    return st.lists(strategy, min_size=least, max_size=most).map(tuple)


# Words -------------------------------------------------------------------------------------------

# What a part has of its own is an id only where the file declares it: tested apart.
_OWN = {"weight", "bobot", "answer", "jawaban"}
ids = briefly(
    st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,8}", fullmatch=True)
    | st.sampled_from([word for word in _KEYWORDS if word not in _OWN])
)
names = st.builds(t.Name, text=ids)
free_names = st.builds(t.Name, text=ids.filter(lambda text: text not in _RESERVED))
texts = briefly(
    st.builds(
        t.Text,
        text=st.text(
            st.characters(
                codec="utf-8", exclude_categories=("C", "Zl", "Zp"), exclude_characters='"'
            ),
            max_size=60,
        ),
    )
)
whole = st.integers(0, 400).map(str)
counting = st.integers(1, 400).map(str)
decimal = st.tuples(whole, st.integers(0, 99)).map(lambda n: f"{n[0]}.{n[1]:02}")
positive = st.tuples(counting, st.integers(0, 99)).map(lambda n: f"{n[0]}.{n[1]:02}")
plain = whole | decimal | (whole | decimal).map(lambda digits: f"{digits}%")
fraction = st.tuples(plain, counting | positive).map("/".join)
signed = briefly(st.tuples(st.sampled_from(["", "-"]), plain | fraction).map("".join))
numbers = st.builds(t.Number, written=signed)
counts = st.builds(t.Number, written=whole)
days = st.builds(t.Day, written=st.dates(date(1, 1, 1)).map(date.isoformat))
words = st.sampled_from(_TREE_WORDS)
origins = briefly(
    several(
        st.builds(t.Provision, text=texts)
        | st.builds(t.ByAssumption, name=names, read_as=optional(names)),
        most=2,
    )
)
intervals = briefly(
    st.builds(
        t.Interval,
        low=numbers,
        low_included=st.booleans(),
        high=numbers,
        high_included=st.booleans(),
    )
    | st.builds(t.Interval, low=numbers, low_included=st.booleans())
    | st.builds(t.Interval, high=numbers, high_included=st.booleans())
)

# Formulas ----------------------------------------------------------------------------------------

references = st.builds(t.Reference, name=free_names, as_published=st.booleans())
constants = st.builds(
    t.Constant, number=st.builds(t.Number, written=counting | positive | counting.map("{}%".format))
)
few = st.builds(t.Few, count=counts, side=st.sampled_from(["highest", "lowest"]))
days_meant = (
    references
    | st.builds(t.FixedDay, day=days)
    | st.builds(t.PeriodDay, which=st.sampled_from(["period_start", "period_end"]))
)
leaves = (
    constants
    | days_meant
    | st.builds(
        t.Between,
        unit=st.sampled_from(["full_years", "full_months", "days"]),
        first=days_meant,
        last=days_meant,
    )
    | references
    | st.builds(t.OverTree, aggregate=st.sampled_from(_AGGREGATES), few=optional(few), word=words)
    | st.builds(t.OwnWeight)
    | st.builds(t.OwnAnswer)
    | st.builds(t.AnswerOf, name=names)
)


def _larger(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return (
        st.builds(t.Negative, operand=inner)
        | st.builds(t.Arithmetic, operator=st.sampled_from("+-*/"), left=inner, right=inner)
        | st.builds(t.Rounded, operand=inner, decimals=counts, mode=st.sampled_from(_MODES))
        | st.builds(
            t.Applied,
            function=st.sampled_from(["root", "logarithm"]),
            operand=inner,
            argument=optional(counts),
        )
        | st.builds(
            t.Applied,
            function=st.sampled_from(["natural_logarithm", "absolute"]),
            operand=inner,
        )
        | st.builds(t.Applied, function=st.just("power"), operand=inner, argument=counts)
        | st.builds(
            t.OverList,
            aggregate=st.sampled_from(_AGGREGATES),
            few=optional(few),
            operands=several(inner, least=1),
        )
        | st.builds(
            t.Compare,
            operator=st.sampled_from([">=", "<=", ">", "<", "="]),
            left=inner,
            right=inner,
        )
        | st.builds(
            t.Is, subject=inner, choice=choices_named | texts | unsigned, negated=st.booleans()
        )
        | st.builds(t.Among, subject=inner, choices=several(free_names, least=1))
        | st.builds(t.Within, subject=inner, before=optional(windows))
        | _over_records(inner)
        | st.builds(t.Not, operand=inner)
        | st.builds(t.Count, name=many_names, where=optional(inner), as_published=st.booleans())
        | st.builds(
            t.OverSubjects,
            aggregate=st.sampled_from(_OVER_SUBJECTS),
            of=many,
            where=optional(inner),
        )
        | st.builds(
            t.OverSubjects,
            aggregate=st.sampled_from(_AGGREGATES),
            few=few,
            of=many,
            where=optional(inner),
        )
        | st.builds(
            t.OverSubjects,
            aggregate=st.just("mean"),
            of=many,
            weight=optional(references),
            where=optional(inner),
        )
        | st.builds(
            t.Logic, operator=st.sampled_from(["and", "or"]), operands=several(inner, least=2)
        )
    )


def _over_records(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    where = optional(inner)
    # Behind an aggregate a word of the tree means the parts, never a field.
    fields = names.filter(lambda name: name.text not in _TREES)
    few_of_them = st.builds(
        t.OverRecords,
        aggregate=st.sampled_from(_AGGREGATES),
        few=few,
        field=fields,
        records=names,
        where=where,
    )
    weighted = st.builds(
        t.OverRecords,
        aggregate=st.just("mean"),
        field=fields,
        records=names,
        weight=optional(names),
        where=where,
    )
    return (
        few_of_them
        | weighted
        | st.builds(
            t.OverRecords,
            aggregate=st.sampled_from(["sum", "highest", "lowest"]),
            field=fields,
            records=names,
            where=where,
        )
    )


windows = st.builds(t.Before, count=counts, unit=st.sampled_from(_UNITS))
unsigned = st.builds(t.Number, written=plain)
choices_named = free_names | st.builds(t.Name, text=st.sampled_from(["yes", "no"]))
many_names = free_names.filter(lambda name: name.text not in _TREES)
many = st.builds(t.Reference, name=many_names, as_published=st.booleans())
formulas = briefly(st.recursive(leaves, _larger, max_leaves=6))
published = st.builds(t.Published, decimals=counts, mode=st.sampled_from(_MODES))


def _is_named(value: t.Valuation) -> bool:
    """Among the fields of a list every value has an id."""
    return value.name is not None


# Statements --------------------------------------------------------------------------------------

choices = several(
    st.builds(t.Choice, key=names | counts, label=optional(texts), counts_as=optional(numbers))
)
level_rows = several(
    st.builds(t.Levels, first=counts, last=counts)
    | st.builds(t.Levels, first=counts, last=counts, low=numbers, high=numbers),
    most=2,
)
carried = several(
    st.builds(t.Carry, old=names | counts, new=optional(names | counts), under=origins), most=2
)
document = st.builds(t.Documents, count=optional(counts), kind=names)
some_of = st.builds(t.SomeOf, count=counts, kinds=several(names, least=1))
needs = st.recursive(
    document | some_of,
    lambda inner: (
        st.builds(t.NeedAll, needs=several(inner, least=2))
        | st.builds(t.NeedAny, needs=several(inner, least=2))
    ),
    max_leaves=4,
)
evidence_lines = (
    st.builds(t.Requires, names=several(names, least=1), under=origins)
    | st.builds(t.DatedWithinPeriod, under=origins)
    | st.builds(
        t.DatedBefore,
        count=counts,
        unit=st.sampled_from(_UNITS),
        under=origins,
    )
    | st.builds(t.ValidOn, under=origins)
)
plain_types = (
    st.builds(t.NumberType, interval=optional(intervals), unit=optional(names))
    | st.builds(t.ChoiceType, choices=choices, carried=carried)
    | st.builds(t.ScaleType, scale=names)
    | st.builds(t.YesNoType)
    | st.builds(t.DateType)
    | st.builds(t.TextType)
)
fields = st.builds(t.Field, name=names, label=optional(texts), type=plain_types, under=origins)
by_verifier = st.builds(
    t.ByVerifier,
    lines=several(st.builds(t.BeforeVerification, counts_as=numbers, under=origins), most=1),
)
types = briefly(
    plain_types
    | st.builds(
        t.ListType,
        fields=several(fields | st.deferred(lambda: values | cases | tables).filter(_is_named)),
    )
)
attributes = (
    st.builds(t.Weight, number=numbers)
    | st.builds(t.Maximum, number=numbers)
    | st.builds(t.Code, text=texts)
)
band_line = st.builds(
    t.Band,
    label=texts,
    interval=intervals,
    printed=several(st.builds(t.Printed, name=names, interval=intervals), most=2),
    gate=optional(formulas),
    under=origins,
) | st.builds(t.Hole, takes=st.sampled_from(["lower", "upper"]), under=origins)
band_lines = several(band_line)
changed_bands = several(band_line | st.builds(t.RemoveBand, label=optional(texts)))
assumptions = st.builds(t.Assumption, name=names, text=texts, because=texts) | st.builds(
    t.Assumption,
    name=names,
    text=texts,
    readings=several(st.builds(t.Reading, name=names, text=texts)),
    read_as=names,
    because=texts,
)
weights = st.builds(
    t.Weights, word=words, total=numbers, in_each=optional(words), under=origins
) | st.builds(t.Weights, word=words, in_each=words, under=origins)
values = st.builds(
    t.Value,
    name=names,
    label=optional(texts),
    formula=formulas,
    published=optional(published),
    under=origins,
) | st.builds(t.Value, formula=formulas, under=origins)
cell_keys = (
    free_names
    | st.builds(t.Name, text=st.sampled_from(["yes", "no"]))
    | numbers
    | intervals
    | st.builds(t.CellWord, word=st.sampled_from(["any", "none", "missing"]))
)
cells = st.builds(t.Cell, keys=several(cell_keys, least=1))
tables = st.builds(
    t.Table,
    name=optional(names),
    subjects=several(formulas, least=1),
    lines=several(
        st.builds(t.Row, cells=several(cells, least=1), result=formulas, under=origins)
        | st.builds(t.Hole, takes=st.sampled_from(["lower", "upper"]), under=origins)
    ),
    published=optional(published),
    under=origins,
)
cases = st.builds(
    t.Cases,
    name=optional(names),
    lines=several(
        st.builds(t.When, result=formulas, condition=formulas, under=origins)
        | st.builds(t.Otherwise, result=formulas, under=origins)
    ),
    published=optional(published),
    under=origins,
)
categories = st.builds(
    t.Categories,
    name=names,
    label=optional(texts),
    lines=several(
        st.builds(t.LabelWhen, label=texts, condition=formulas, under=origins)
        | st.builds(t.LabelOtherwise, label=texts, under=origins)
    ),
    under=origins,
)
bands = st.builds(
    t.Bands,
    name=names,
    label=optional(texts),
    of=names,
    as_published=st.booleans(),
    lines=band_lines,
    under=origins,
)
simple_rules = (
    assumptions
    | values
    | cases
    | tables
    | bands
    | categories
    | st.builds(
        t.Scale,
        name=names,
        cumulative=st.booleans(),
        choices=choices,
        carried=carried,
        rows=level_rows,
        under=origins,
    )
    | st.builds(
        t.EvidenceKind,
        name=names,
        label=optional(texts),
        under=origins,
        lines=several(evidence_lines),
    )
    | st.builds(
        t.Input,
        name=names,
        label=optional(texts),
        type=types,
        by_verifier=optional(by_verifier),
        under=origins,
    )
)
simple_rules = briefly(simple_rules)
lines = (
    attributes
    | st.builds(t.Label, text=texts)
    | st.builds(t.Rated, scale=names, under=origins)
    | st.builds(t.Answered, type=plain_types, by_verifier=optional(by_verifier), under=origins)
    | st.builds(
        t.Repeated,
        name=names,
        label=optional(texts),
        least=counts,
        most=optional(counts),
        counts=st.sampled_from(["each_counted", "counted_as_one"]),
        under=origins,
    )
    | st.builds(
        t.Repeated,
        name=names,
        records=names,
        where=optional(formulas),
        least=counts,
        most=optional(counts),
        counts=st.sampled_from(["each_counted", "counted_as_one"]),
        under=origins,
    )
    | st.builds(t.Needs, level=counts, and_up=st.booleans(), need=optional(needs), under=origins)
    | st.builds(t.LevelText, level=counts, text=texts, under=origins)
    | st.builds(t.AnswerNeeds, cell=cells, need=optional(needs), under=origins)
    | st.builds(
        t.WithoutEvidence,
        policy=st.sampled_from(["falls", "stays_unverified"]),
        under=origins,
    )
    | st.builds(
        t.WithoutEvidence,
        policy=st.just("counts_as"),
        counts_as=numbers | choices_named,
        under=origins,
    )
    | st.builds(t.Applies, condition=formulas, under=origins)
    | st.builds(t.MayBeNotApplicable, never=st.booleans(), under=origins)
    | st.builds(t.NotApplicable, counts_as=optional(numbers | choices_named), under=origins)
    | st.builds(
        t.Incomplete,
        what=st.sampled_from(["incomplete_subject", "incomplete_group"]),
        counts_as=optional(numbers),
        under=origins,
    )
)
ranks = st.builds(
    t.Rank,
    name=names,
    label=optional(texts),
    by=several(
        st.builds(
            t.RankBy,
            of=names,
            as_published=st.booleans(),
            order=st.sampled_from(["highest_first", "lowest_first"]),
        ),
        least=1,
        most=2,
    ),
    ties=st.sampled_from(["ties_skipped", "ties_dense"]),
    under=origins,
)
choice_owners = (
    st.builds(t.ChoicesOfInput, name=names)
    | st.builds(t.ChoicesOfField, field=names, records=names)
    | st.builds(t.ChoicesOfEvery, word=words)
    | st.builds(t.ChoicesOfScale, name=names)
)
simple_statements = (
    simple_rules
    | ranks
    | lines
    | weights
    | st.builds(t.Issuer, text=texts)
    | st.builds(t.Basis, text=texts)
    | st.builds(t.InForce, first=days, last=optional(days), under=origins)
    | st.builds(t.Draft)
    | st.builds(
        t.Assesses,
        name=names,
        label=optional(texts),
        groups=several(st.builds(t.GroupKind, name=names, label=optional(texts)), most=2),
    )
    | st.builds(t.Gate, condition=formulas, because=texts, under=origins)
    # A claim is made of one edition: an amendment makes its own.
    | st.builds(t.ClaimBetween, name=names, interval=intervals, under=origins)
    | st.builds(t.ClaimRising, name=names, under=origins)
    | st.builds(t.ClaimAdding, list=names, raises=st.booleans(), name=names, under=origins)
    | st.builds(t.Remove, head=st.sampled_from(_REMOVED) | words, name=names)
    | st.builds(t.Remove, head=st.just("for_all"))
    | st.builds(t.Rename, head=st.sampled_from(_RENAMED) | words, name=names, new=names)
    | st.builds(t.RenameField, name=names, records=names, new=names)
    | st.builds(t.RenameChoice, name=names, of=choice_owners, new=names)
    | st.builds(t.RemoveEvery, word=words)
    | st.builds(t.RemoveWeights, word=words, in_each=optional(words))
    | st.builds(t.RemoveGate, because=texts)
    | st.builds(t.RemoveClaim, name=names, rising=st.booleans())
    | st.builds(t.RemoveClaimAdding, list=names, raises=st.booleans(), name=names)
    | st.builds(t.RemoveLine, head=st.sampled_from(_LINE_HEADS))
    | st.builds(t.RemoveLine, head=st.sampled_from(["level", "needs"]), level=counts)
)


def _with_bodies(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    trees = st.builds(t.Every, word=words, body=several(inner)) | st.builds(
        t.Item,
        word=words,
        name=names,
        label=optional(texts),
        attributes=several(attributes, most=2),
        under=origins,
        body=optional(several(inner)),
    )
    trees |= st.builds(t.Group, name=optional(names), body=several(inner))
    rules = simple_rules | ranks | trees
    changed = st.builds(t.ChangeBands, name=names, under=origins, lines=optional(changed_bands))
    return (
        trees
        | st.builds(t.Change, statement=rules | weights | changed)
        | st.builds(t.Add, statement=rules)
    )


statements = briefly(st.recursive(simple_statements, _with_bodies, max_leaves=8))

# Declarations ------------------------------------------------------------------------------------

remarks = st.builds(t.Misprint, number=numbers, because=texts) | st.builds(
    t.Contradicts, name=names, because=texts
)
given_records = st.builds(
    t.GivenRecord, fields=several(choices_named | numbers | days | texts, least=1)
)
left_out = st.just(t.GivenExempt())
example_lines = (
    st.builds(t.Origin, text=texts)
    | st.builds(t.Given, name=names, number=numbers | left_out, more=several(numbers | left_out))
    | st.builds(t.GivenEvery, word=words, number=numbers)
    | st.builds(t.GivenEveryChoice, word=words, choice=choices_named)
    | st.builds(t.GivenAnswer, name=names, number=numbers, more=several(numbers | left_out))
    | st.builds(t.GivenNotApplicable, name=names)
    | st.builds(
        t.GivenChoice, name=names, choice=choices_named, more=several(choices_named | left_out)
    )
    | st.builds(t.GivenDay, name=names, day=days, more=several(days | left_out))
    | st.builds(t.GivenPeriod, first=days, last=days)
    | st.builds(t.GivenNone, name=names)
    | st.builds(
        t.GivenList, name=names, fields=several(names, least=1), records=several(given_records)
    )
    | st.builds(
        t.Expect,
        name=names,
        contribution=st.booleans(),
        expected=numbers | texts,
        remark=optional(remarks),
    )
    | st.builds(t.ExpectNotScored, because=optional(texts))
    | st.builds(t.ExpectIncomplete, name=names)
    | st.builds(t.ExpectRank, name=names, of=texts, rank=counts)
)
instruments = st.builds(
    t.Instrument,
    name=names,
    label=optional(texts),
    edition=texts,
    amends=optional(texts),
    body=several(statements, most=5),
) | st.builds(
    t.Instrument,
    name=names,
    edition=texts,
    amends=texts,
    corrects=st.just(True),  # noqa: FBT003 - a field of the tree
    body=several(statements, most=2),
)
examples = st.builds(
    t.Example,
    title=texts,
    instrument=names,
    edition=texts,
    readings=several(st.builds(t.ByAssumption, name=names, read_as=names), most=1),
    lines=several(example_lines),
)
versions = several(st.just(t.Version(number=t.Number(written="1"))), most=1)
files = st.builds(
    lambda version, rest: t.File(declarations=version + rest),
    versions,
    several(instruments | examples, most=3),
)
"""Whole files without errors."""
