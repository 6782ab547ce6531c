"""From a tree back to rule text, in either keyword language.

The text is right, not pretty: every statement ends with `;`. Layout is the formatter's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import assert_never

from evaluator.syntax import grammar
from evaluator.syntax import tree as t
from evaluator.syntax.keywords import Language, Vocabulary

# How tightly a formula binds: what stands below its place needs parentheses.
_ANY, _ALL, _NOT, _COMPARE, _SUM, _PRODUCT, _UNARY, _ATOM = range(8)
_EITHER, _EACH, _ONE = range(3)


def write(tree: t.File, language: Language) -> str:
    """The text of a file without errors: parsed, it gives the tree again."""
    writer = _Writer(grammar.load().words[language])
    return ";\n".join(writer.declaration(d) for d in tree.declarations) + "\n"


def write_statement(node: t.Statement | t.ChangeBands, language: Language) -> str:
    """The text of one statement without errors, on one line."""
    return _Writer(grammar.load().words[language]).statement(node).replace("\n", " ")


_Atom = (
    t.Constant
    | t.Reference
    | t.OwnWeight
    | t.OwnAnswer
    | t.AnswerOf
    | t.FixedDay
    | t.PeriodDay
    | t.Between
    | t.Rounded
    | t.Applied
    | t.OverTree
    | t.OverList
    | t.Count
    | t.OverSubjects
    | t.OverRecords
)


def _quoted(text: t.Text) -> str:
    return f'"{text.text}"'


@dataclass(frozen=True, slots=True)
class _Writer:
    words: Vocabulary

    def word(self, concept: str) -> str:
        """The phrase of a concept, whether the tree keeps it or not."""
        terminal = concept.upper()
        known = self.words.by_terminal
        return self.words.spelled(terminal if terminal in known else f"_{terminal}", concept)

    def said(self, *parts: str | t.Name | t.Text | t.Number | t.Day | None) -> str:
        """Words, names, texts and numbers in a row; a word in braces is a concept."""
        return " ".join(filter(None, map(self._part, parts)))

    def _part(self, part: str | t.Name | t.Text | t.Number | t.Day | None) -> str:
        match part:
            case t.Name(text=text):
                return text
            case t.Text():
                return _quoted(part)
            case t.Number(written=written) | t.Day(written=written):
                return written
            case None:
                return ""
            case str() if part.startswith("$"):
                return self.word(part[1:])
            case str():
                return part
            case _:
                assert_never(part)

    def one(self, word: str) -> str:
        """A tree word for one item."""
        return self.words.spelled("TREE", word)

    def head(self, head: str) -> str:
        """How a statement begins: with a tree word or another one."""
        known = head.upper() in self.words.by_terminal
        return self.word(head) if known else self.one(head)

    def body(self, lines: Iterable[str]) -> str:
        """Lines in braces."""
        return "{ " + ";\n".join(lines) + " }"

    # Declarations --------------------------------------------------------------------------------

    def declaration(self, node: t.Declaration) -> str:
        match node:
            case t.Version(number=number):
                return self.said("$takar", number)
            case t.Instrument(name=name, label=label, edition=edition, amends=amends, body=body):
                verb = "$corrects" if node.corrects else "$amends"
                amended = (verb, amends) if amends else ()
                head = self.said("$instrument", name, label, "$edition", edition, *amended)
                return f"{head} {self.body(map(self.statement, body))}"
            case t.Example(title=title, instrument=instrument, edition=edition, lines=lines):
                head = self.said("$example", title, "$for", instrument, "$edition", edition)
                held = self.under(node.readings)
                return self.said(head, held, self.body(map(self.example_line, lines)))
            case t.Error():
                raise _unreadable()
            case _:
                assert_never(node)

    # Statements ----------------------------------------------------------------------------------

    def statement(self, node: t.Statement | t.ChangeBands) -> str:
        match node:
            case t.Change(statement=statement):
                return self.said("$change", self.statement(statement))
            case t.Add(statement=statement):
                return self.said("$add", self.statement(statement))
            case t.Rename() | t.RenameChoice() | t.RenameField():
                return self.said("$rename", self.renamed(node), "$as", node.new)
            case t.Remove(head=head, name=name):
                return self.said("$remove", self.head(head), name)
            case (
                t.RemoveEvery()
                | t.RemoveWeights()
                | t.RemoveGate()
                | t.RemoveClaim()
                | t.RemoveClaimAdding()
                | t.RemoveLine()
            ):
                return self.said("$remove", self.removed(node))
            case t.Group() | t.Incomplete() | t.Rank():
                return self.many(node)
            case t.Error():
                raise _unreadable()
            case t.Issuer() | t.Basis() | t.InForce() | t.Draft() | t.Assesses():
                return self.fact(node)
            case t.Assumption() | t.Gate() | t.Weights() | t.Scale() | t.EvidenceKind():
                return self.rule(node)
            case t.Input(name=name, label=label, type=type_, under=under):
                by = self.by_verifier(node.by_verifier)
                stated = self.input_type(type_)
                return self.said("$input", name, label, stated, by, self.under(under))
            case t.ClaimBetween(name=name, interval=interval, under=under):
                return self.said("$claim", name, self.interval(interval), self.under(under))
            case t.ClaimRising(name=name, under=under):
                return self.said("$claim", "$never_lowers", name, self.under(under))
            case t.ClaimAdding(under=under):
                return self.said("$claim", *self.adding(node), self.under(under))
            case t.Every() | t.Item() | t.Bands() | t.ChangeBands() | t.Categories():
                return self.part(node)
            case t.Value() | t.Cases() | t.Table():
                return self.value(node)
            case _:
                return self.line(node)

    def renamed(self, node: t.Renaming) -> str:
        match node:
            case t.Rename(head=head, name=name):
                return self.said(self.head(head), name)
            case t.RenameChoice(name=name, of=of):
                return self.said("$choice", name, "$of", self.choices_of(of))
            case t.RenameField(name=name, records=records):
                return self.said("$field", name, "$in", records)
            case _:
                assert_never(node)

    def choices_of(self, node: t.ChoicesOf) -> str:
        match node:
            case t.ChoicesOfInput(name=name):
                return name.text
            case t.ChoicesOfField(field=field, records=records):
                return self.said(field, "$in", records)
            case t.ChoicesOfEvery(word=word):
                return self.said("$every", self.one(word))
            case t.ChoicesOfScale(name=name):
                return self.said("$scale", name)
            case _:
                assert_never(node)

    def adding(self, node: t.ClaimAdding | t.RemoveClaimAdding) -> tuple[str | t.Name, ...]:
        never = "$never_raises" if node.raises else "$never_reduces"
        return "$adding_to", node.list, never, node.name

    def removed(
        self,
        node: t.RemoveEvery
        | t.RemoveWeights
        | t.RemoveGate
        | t.RemoveClaim
        | t.RemoveClaimAdding
        | t.RemoveLine,
    ) -> str:
        match node:
            case t.RemoveEvery(word=word):
                return self.said("$every", self.one(word))
            case t.RemoveWeights(word=word, in_each=in_each):
                within = ("$in_each", self.one(in_each)) if in_each else ()
                return self.said("$weights_of", self.one(word), *within)
            case t.RemoveGate(because=because):
                return self.said("$not_scored", "$because", because)
            case t.RemoveClaim(name=name, rising=rising):
                return self.said("$claim", "$never_lowers" if rising else None, name)
            case t.RemoveClaimAdding():
                return self.said("$claim", *self.adding(node))
            case t.RemoveLine(head="needs", level=level):
                return self.said("$level", level, "$needs")
            case t.RemoveLine(head=head, level=level):
                return self.said(f"${head}", level)
            case _:
                assert_never(node)

    def fact(self, node: t.Issuer | t.Basis | t.InForce | t.Draft | t.Assesses) -> str:
        match node:
            case t.Issuer(text=text):
                return self.said("$issuer", text)
            case t.Basis(text=text):
                return self.said("$basis", text)
            case t.InForce(first=first, last=last, under=under):
                until = ("$to", last) if last else ()
                return self.said("$in_force", first, *until, self.under(under))
            case t.Draft():
                return self.said("$draft")
            case t.Assesses(name=name, label=label, groups=groups):
                within = [self.said("$in", group.name, group.label) for group in groups]
                return self.said("$assesses", name, label, *within)
            case _:
                assert_never(node)

    def rule(self, node: t.Assumption | t.Gate | t.Weights | t.Scale | t.EvidenceKind) -> str:
        match node:
            case t.Assumption(name=name, text=text, because=because):
                readings = self.readings(node)
                return self.said("$assumption", name, text, readings, "$because", because)
            case t.Gate(condition=condition, because=because, under=under):
                return self.said(
                    "$not_scored_when",
                    self.formula(condition),
                    "$because",
                    because,
                    self.under(under),
                )
            case t.Weights(word=word, total=total, in_each=in_each, under=under):
                within = (self.one(in_each),) if in_each else ()
                if total is None:
                    sum_ = ("$add_up_to_their", *within)
                else:
                    sum_ = ("$add_up_to", total, *(("$in_each", *within) if within else ()))
                head = self.said("$weights_of", self.one(word), *sum_)
                return self.said(head, self.under(under))
            case t.Scale(name=name, cumulative=cumulative, under=under):
                kind = "$cumulative" if cumulative else None
                levels = self.choices(node)
                return self.said("$scale", name, kind, levels, self.under(under))
            case t.EvidenceKind(name=name, label=label, under=under, lines=lines):
                body = self.body(map(self.evidence_line, lines)) if lines else None
                return self.said("$evidence", name, label, self.under(under), body)
            case _:
                assert_never(node)

    def part(self, node: t.Every | t.Item | t.Bands | t.ChangeBands | t.Categories) -> str:
        match node:
            case t.Categories(name=name, label=label, lines=rows, under=under):
                said = self.body(map(self.category, rows))
                return self.said("$categories", name, label, said, self.under(under))
            case t.Every(word=word, body=lines):
                return self.said("$every", self.one(word), self.body(map(self.statement, lines)))
            case t.Item(word=word, name=name, label=label, under=under):
                body = None if node.body is None else self.body(map(self.statement, node.body))
                attributes = [self.attribute(attribute) for attribute in node.attributes]
                return self.said(self.one(word), name, label, *attributes, self.under(under), body)
            case t.Bands(name=name, label=label, of=of, lines=lines, under=under):
                printed = "$as_published" if node.as_published else None
                body = self.body(map(self.band_line, lines))
                head = self.said("$bands", name, label, "$of", of, printed)
                return self.said(head, body, self.under(under))
            case t.ChangeBands(name=name, under=under, lines=changed):
                body = None if changed is None else self.body(map(self.band_line, changed))
                return self.said("$bands", name, self.under(under), body)
            case _:
                assert_never(node)

    def value(self, node: t.Valuation) -> str:
        head = self.said("$value", node.name, node.label)
        match node:
            case t.Value(formula=formula):
                said = self.said("=", self.formula(formula))
            case t.Cases(lines=lines):
                said = self.body(map(self.case, lines))
            case t.Table(subjects=subjects, lines=rows):
                by = " | ".join(self.formula(subject, _SUM) for subject in subjects)
                said = self.said("$by", by, self.body(map(self.row, rows)))
            case _:
                assert_never(node)
        return self.said(head, said, self.published(node.published), self.under(node.under))

    def many(self, node: t.Group | t.Incomplete | t.Rank) -> str:
        match node:
            case t.Rank(name=name, label=label, by=by, ties=ties, under=under):
                orders = f" {self.word('then_by')} ".join(map(self.rank_by, by))
                head = self.said("$rank", name, label, "$of", orders)
                return self.said(head, f"${ties}", self.under(under))
            case t.Group(name=name, body=body):
                head = self.said("$for_each", name) if name else self.word("for_all")
                return self.said(head, self.body(map(self.statement, body)))
            case t.Incomplete(what=what, counts_as=counts_as, under=under):
                policy = "$counts_as" if counts_as else "$left_out"
                return self.said(f"${what}", policy, counts_as, self.under(under))
            case _:
                assert_never(node)

    def rank_by(self, node: t.RankBy) -> str:
        printed = "$as_published" if node.as_published else None
        return self.said(node.of, printed, f"${node.order}")

    def line(self, node: t.Line) -> str:
        match node:
            case t.Label(text=text):
                return self.said("$label", text)
            case t.Weight() | t.Maximum() | t.Code():
                return self.attribute(node)
            case t.Rated(scale=scale, under=under):
                return self.said("$rated_on", scale, self.under(under))
            case t.Answered(type=type_, by_verifier=given, under=under):
                by = self.by_verifier(given)
                return self.said("$answer", self.input_type(type_), by, self.under(under))
            case t.Repeated(name=name, label=label, least=least, most=most, under=under):
                over = ("$in", node.records, self.where(node.where)) if node.records else ()
                times = (least, "$to", most) if most else (least,)
                head = self.said("$repeated_for", name, label, *over, *times, "$times")
                return self.said(head, f"${node.counts}", self.under(under))
            case t.LevelText(level=level, text=text, under=under):
                return self.said("$level", level, text, self.under(under))
            case t.Needs(level=level, and_up=and_up, need=need, under=under):
                up = "$and_up" if and_up else None
                needs = ("$needs", self.need(need)) if need else ("$needs_no_evidence",)
                return self.said("$level", level, up, *needs, self.under(under))
            case t.AnswerNeeds(cell=cell, need=need, under=under):
                needs = ("$needs", self.need(need)) if need else ("$needs_no_evidence",)
                return self.said("$answer", self.cell(cell), *needs, self.under(under))
            case t.WithoutEvidence(policy=policy, counts_as=counts_as, under=under):
                as_ = self.chosen(counts_as) if isinstance(counts_as, t.Name) else counts_as
                return self.said("$without_evidence", f"${policy}", as_, self.under(under))
            case t.Applies(condition=condition, under=under):
                return self.said("$applies_when", self.formula(condition), self.under(under))
            case t.MayBeNotApplicable(never=never, under=under):
                head = "$may_not_be_not_applicable" if never else "$may_be_not_applicable"
                return self.said(head, self.under(under))
            case t.NotApplicable(counts_as=counts_as, under=under):
                policy = "$counts_as" if counts_as else "$left_out"
                as_ = self.chosen(counts_as) if isinstance(counts_as, t.Name) else counts_as
                return self.said("$not_applicable", policy, as_, self.under(under))
            case _:
                assert_never(node)

    def attribute(self, node: t.Attribute) -> str:
        match node:
            case t.Weight(number=number):
                return self.said("$weight", number)
            case t.Maximum(number=number):
                return self.said("$maximum", number)
            case t.Code(text=text):
                return self.said("$code", text)
            case _:
                assert_never(node)

    # Parts of statements -------------------------------------------------------------------------

    def under(self, under: t.Under) -> str:
        return self.said(*map(self.origin, under))

    def origin(self, node: t.Provision | t.ByAssumption) -> str:
        match node:
            case t.Provision(text=text):
                return self.said("$under", text)
            case t.ByAssumption(name=name, read_as=read_as):
                chosen = ("$read_as", read_as) if read_as else ()
                return self.said("$under", "$assumption", name, *chosen)
            case _:
                assert_never(node)

    def readings(self, node: t.Assumption) -> str | None:
        if node.read_as is None:
            return None
        stated = self.body(map(self.reading, node.readings))
        return self.said("$one_of", stated, "$read_as", node.read_as)

    def reading(self, node: t.Reading | t.Error) -> str:
        if isinstance(node, t.Error):
            raise _unreadable()
        return self.said(node.name, node.text)

    def choices(self, node: t.Scale | t.ChoiceType) -> str:
        rows = node.rows if isinstance(node, t.Scale) else ()
        stated = [*map(self.choice, node.choices), *map(self.levels, rows)]
        return self.body([*stated, *map(self.carry, node.carried)])

    def levels(self, node: t.Levels) -> str:
        worth = ("$counts_as", node.low, "$to", node.high, "$in_even_steps") if node.low else ()
        return self.said(node.first, "$to", node.last, *worth)

    def carry(self, node: t.Carry) -> str:
        new = ("$as", node.new) if node.new else ("$asked_again",)
        return self.said("$old_answer", node.old, *new, self.under(node.under))

    def choice(self, node: t.Choice | t.Error) -> str:
        if isinstance(node, t.Error):
            raise _unreadable()
        counts_as = ("$counts_as", node.counts_as) if node.counts_as else ()
        return self.said(node.key, node.label, *counts_as)

    def evidence_line(self, node: t.EvidenceLine | t.Error) -> str:
        match node:
            case t.Requires(names=names, under=under):
                listed = ", ".join(name.text for name in names)
                return self.said("$requires", listed, self.under(under))
            case t.DatedWithinPeriod(under=under):
                return self.said("$dated", self.window(None), self.under(under))
            case t.DatedBefore(count=count, unit=unit, under=under):
                window = self.window(t.Before(count=count, unit=unit))
                return self.said("$dated", window, self.under(under))
            case t.ValidOn(under=under):
                return self.said("$valid_on", "$period_end", self.under(under))
            case t.Error():
                raise _unreadable()
            case _:
                assert_never(node)

    def window(self, before: t.Before | None) -> str:
        if before is None:
            return self.said("$within", "$period")
        return self.said("$within", before.count, f"${before.unit}", "$before", "$period_end")

    def by_verifier(self, node: t.ByVerifier | None) -> str | None:
        if node is None:
            return None
        lines = self.body(map(self.before_verification, node.lines)) if node.lines else None
        return self.said("$given_by_verifier", lines)

    def before_verification(self, node: t.BeforeVerification | t.Error) -> str:
        if isinstance(node, t.Error):
            raise _unreadable()
        counts_as = ("$counts_as", node.counts_as)
        return self.said("$before_verification", *counts_as, self.under(node.under))

    def input_type(self, node: t.InputType) -> str:
        match node:
            case t.NumberType(interval=interval, unit=unit):
                ends = self.interval(interval) if interval else None
                return self.said("$number", ends, *(("$in", unit) if unit else ()))
            case t.ChoiceType():
                return self.said("$one_of", self.choices(node))
            case t.YesNoType():
                return self.said("$yes_or_no")
            case t.DateType():
                return self.said("$date")
            case t.ScaleType(scale=scale):
                return self.said("$scale", scale)
            case t.TextType():
                return self.said("$any_text")
            case t.ListType(fields=fields):
                return self.said("$list_of", self.body(map(self.field, fields)))
            case _:
                assert_never(node)

    def field(self, node: t.Field | t.Valuation | t.Error) -> str:
        match node:
            case t.Error():
                raise _unreadable()
            case t.Field(name=name, label=label, type=kind):
                return self.said(name, label, self.input_type(kind), self.under(node.under))
            case _:
                return self.value(node)

    def interval(self, node: t.Interval) -> str:
        if node.low is None:
            return self.said("$at_most" if node.high_included else "$below", node.high)
        low = self.said("$from" if node.low_included else "$above", node.low)
        if node.high is None:
            return low
        return self.said(low, "$to", None if node.high_included else "$below", node.high)

    def need(self, node: t.Need, place: int = _EITHER) -> str:
        match node:
            case t.Documents(count=count, kind=kind):
                return self.said(count, kind)
            case t.SomeOf(count=count, kinds=kinds):
                listed = ", ".join(kind.text for kind in kinds)
                return self.said(count, "$of", f"({listed})")
            case t.NeedAll(needs=needs):
                text = f" {self.word('and')} ".join(self.need(need, _ONE) for need in needs)
                return f"({text})" if place > _EACH else text
            case t.NeedAny(needs=needs):
                text = f" {self.word('or')} ".join(self.need(need, _EACH) for need in needs)
                return f"({text})" if place > _EITHER else text
            case _:
                assert_never(node)

    def published(self, node: t.Published | None) -> str | None:
        if node is None:
            return None
        return self.said("$published", node.decimals, "$decimals", f"${node.mode}")

    def case(self, node: t.When | t.Otherwise | t.Error) -> str:
        match node:
            case t.When(result=result, condition=condition, under=under):
                head = self.said(self.formula(result), "$when", self.formula(condition))
                return self.said(head, self.under(under))
            case t.Otherwise(result=result, under=under):
                return self.said(self.formula(result), "$otherwise", self.under(under))
            case t.Error():
                raise _unreadable()
            case _:
                assert_never(node)

    def category(self, node: t.LabelWhen | t.LabelOtherwise | t.Error) -> str:
        match node:
            case t.LabelWhen(label=label, condition=condition, under=under):
                return self.said(label, "$when", self.formula(condition), self.under(under))
            case t.LabelOtherwise(label=label, under=under):
                return self.said(label, "$otherwise", self.under(under))
            case t.Error():
                raise _unreadable()
            case _:
                assert_never(node)

    def row(self, node: t.Row | t.Hole | t.Error) -> str:
        match node:
            case t.Row(cells=cells, result=result, under=under):
                keys = " | ".join(self.cell(cell) for cell in cells)
                return self.said(f"{keys}:", self.formula(result), self.under(under))
            case t.Hole():
                return self.hole(node)
            case t.Error():
                raise _unreadable()
            case _:
                assert_never(node)

    def cell(self, node: t.Cell) -> str:
        return ", ".join(map(self.key, node.keys))

    def key(self, node: t.Name | t.Number | t.Interval | t.CellWord) -> str:
        match node:
            case t.Name():
                return self.chosen(node)
            case t.Number(written=written):
                return written
            case t.Interval():
                return self.interval(node)
            case t.CellWord(word=word):
                return self.word(word)
            case _:
                assert_never(node)

    def hole(self, node: t.Hole) -> str:
        return self.said("$between_bands", f"${node.takes}", self.under(node.under))

    def band_line(self, node: t.Band | t.Hole | t.RemoveBand | t.Error) -> str:
        match node:
            case t.RemoveBand(label=label):
                return self.said("$remove", label or "$between_bands")
            case t.Band(label=label, interval=interval, printed=printed, gate=gate, under=under):
                columns = [
                    self.said("$printed", column.name, self.interval(column.interval))
                    for column in printed
                ]
                only = ("$only_when", self.formula(gate)) if gate is not None else ()
                return self.said(label, self.interval(interval), *columns, *only, self.under(under))
            case t.Hole():
                return self.hole(node)
            case t.Error():
                raise _unreadable()
            case _:
                assert_never(node)

    def example_line(self, node: t.ExampleLine) -> str:
        match node:
            case t.Origin(text=text):
                return self.said("$source", text)
            case t.Expect(name=name, contribution=contribution, expected=expected):
                of = "$contribution_of" if contribution else None
                remark = self.remark(node.remark) if node.remark else None
                return self.said("$expect", of, name, "=", expected, remark)
            case t.ExpectNotScored(because=because):
                reason = ("$because", because) if because else ()
                return self.said("$expect", "$not_scored", *reason)
            case t.ExpectIncomplete(name=name):
                return self.said("$expect", name, "$is_incomplete")
            case t.ExpectRank(name=name, of=of, rank=rank):
                return self.said("$expect", name, "$of", of, "=", rank)
            case t.Error():
                raise _unreadable()
            case _:
                return self.given(node)

    def given(self, node: t.GivenLine) -> str:
        match node:
            case t.Given(name=name, number=number, more=more):
                return self.said("$given", name, "=", self.given_several((number, *more)))
            case t.GivenEvery(word=word, number=number):
                return self.said("$given", "$every", self.one(word), "=", number)
            case t.GivenEveryChoice(word=word, choice=choice):
                return self.said("$given", "$every", self.one(word), "$is", self.chosen(choice))
            case t.GivenAnswer(name=name, number=number, more=more):
                listed = self.given_several((number, *more))
                return self.said("$given", "$answer_of", name, "=", listed)
            case t.GivenNotApplicable(name=name):
                return self.said("$given", name, "$not_applicable")
            case t.GivenChoice(name=name, choice=choice, more=more):
                return self.said("$given", name, "$is", self.given_several((choice, *more)))
            case t.GivenDay(name=name, day=day, more=more):
                return self.said("$given", name, "$is", self.given_several((day, *more)))
            case t.GivenPeriod(first=first, last=last):
                return self.said("$given", "$period_from", first, "$to", last)
            case t.GivenNone(name=name):
                return self.said("$given", name, "$is_none")
            case t.GivenList(name=name, fields=fields, records=records):
                columns = " | ".join(field.text for field in fields)
                return self.said("$given", name, "$by", columns, self.given_records(records))
            case _:
                assert_never(node)

    def given_several(self, instances: Sequence[t.Number | t.Name | t.Day | t.GivenExempt]) -> str:
        return ", ".join(map(self.given_one, instances))

    def given_one(self, instance: t.Number | t.Name | t.Day | t.GivenExempt) -> str:
        match instance:
            case t.GivenExempt():
                return self.said("$not_applicable")
            case t.Name():
                return self.chosen(instance)
            case _:
                return self.said(instance)

    def given_records(self, records: Sequence[t.GivenRecord | t.Error]) -> str:
        return self.body(map(self.given_record, records))

    def given_record(self, node: t.GivenRecord | t.Error) -> str:
        if isinstance(node, t.Error):
            raise _unreadable()
        return " | ".join(
            self.chosen(field) if isinstance(field, t.Name) else self.said(field)
            for field in node.fields
        )

    def remark(self, node: t.Misprint | t.Contradicts) -> str:
        match node:
            case t.Misprint(number=number, because=because):
                return self.said("$printed", number, "$because", because)
            case t.Contradicts(name=name, because=because):
                return self.said("$contradicts", "$assumption", name, "$because", because)
            case _:
                assert_never(node)

    # Formulas ------------------------------------------------------------------------------------

    def chosen(self, choice: t.Name | t.Text | t.Number) -> str:
        if isinstance(choice, t.Text):
            return _quoted(choice)
        if isinstance(choice, t.Number):
            return choice.written
        return self.word(choice.text) if choice.text in {"yes", "no"} else choice.text

    def formula(self, node: t.Formula, place: int = _ANY) -> str:
        """A formula where at least `place` is expected."""
        level, text = self.bound(node)
        return f"({text})" if level < place else text

    def bound(self, node: t.Formula) -> tuple[int, str]:
        """How tightly a formula binds, and its text."""
        match node:
            case t.Logic(operator=operator, operands=operands):
                level = _ANY if operator == "or" else _ALL
                return level, self.joined(operator, operands, level + 1)
            case t.Not(operand=operand):
                return _NOT, self.said("$not", self.formula(operand, _NOT))
            case t.Compare(operator=operator, left=left, right=right):
                sides = (self.formula(left, _SUM), operator, self.formula(right, _SUM))
                return _COMPARE, self.said(*sides)
            case t.Is(subject=subject, choice=choice, negated=negated):
                verb = "$is_not" if negated else "$is"
                return _COMPARE, self.said(self.formula(subject, _SUM), verb, self.chosen(choice))
            case t.Among(subject=subject, choices=choices):
                listed = ", ".join(choice.text for choice in choices)
                return _COMPARE, self.said(self.formula(subject, _SUM), "$among", f"({listed})")
            case t.Within(subject=subject, before=before):
                return _COMPARE, self.said(self.formula(subject, _SUM), self.window(before))
            case t.Arithmetic(operator=operator, left=left, right=right):
                level = _SUM if operator in {"+", "-"} else _PRODUCT
                sides = (self.formula(left, level), operator, self.formula(right, level + 1))
                return level, self.said(*sides)
            case t.Negative(operand=operand):
                return _UNARY, f"-{self.formula(operand, _UNARY)}"
            case _:
                return _ATOM, self.atom(node)

    def joined(self, operator: str, operands: Sequence[t.Formula], place: int) -> str:
        return f" {self.word(operator)} ".join(self.formula(each, place) for each in operands)

    def atom(self, node: _Atom) -> str:
        match node:
            case t.Constant(number=number):
                return number.written
            case t.Reference(name=name, as_published=as_published):
                return self.said(name, "$as_published" if as_published else None)
            case t.OwnWeight():
                return self.word("weight")
            case t.OwnAnswer():
                return self.word("answer")
            case t.AnswerOf(name=name):
                return self.said("$answer_of", name)
            case t.FixedDay(day=day):
                return day.written
            case t.PeriodDay(which=which):
                return self.word(which)
            case t.Between(unit=unit, first=first, last=last):
                ends = (self.formula(first, _ATOM), "$until", self.formula(last, _ATOM))
                return self.said(f"${unit}", *ends)
            case t.Rounded(operand=operand, decimals=decimals, mode=mode):
                grid = self.said("$to_decimals", decimals, "$decimals", f"${mode}")
                return f"{self.word('rounded')}({self.formula(operand)} {grid})"
            case t.Applied(function=function, operand=operand, argument=argument):
                fixed = f", {argument.written}" if argument else ""
                return f"{self.word(function)}({self.formula(operand)}{fixed})"
            case t.OverTree(aggregate=aggregate, word=word):
                of = self.words.spelled("TREES", word)
                return self.said(f"${aggregate}", self.few(node.few), of)
            case t.OverList(aggregate=aggregate, operands=operands):
                listed = ", ".join(map(self.formula, operands))
                return self.said(f"${aggregate}", self.few(node.few), f"({listed})")
            case t.Count(name=name, where=where):
                printed = "$as_published" if node.as_published else None
                return self.said("$count", name, printed, self.where(where))
            case t.OverSubjects(aggregate=aggregate, of=of, weight=weight, where=where):
                weighted = ("$weighted_by", self.formula(weight)) if weight else ()
                head = self.said(f"${aggregate}", self.few(node.few), self.formula(of))
                return self.said(head, *weighted, self.where(where))
            case t.OverRecords(aggregate=aggregate, field=field, records=records):
                by = ("$weighted_by", node.weight) if node.weight else ()
                head = self.said(f"${aggregate}", self.few(node.few), field)
                of_many = self.said(head, "$in", records, *by)
                return self.said(of_many, self.where(node.where))
            case _:
                assert_never(node)

    def few(self, few: t.Few | None) -> str | None:
        return None if few is None else self.said(few.count, f"${few.side}")

    def where(self, condition: t.Formula | None) -> str | None:
        return None if condition is None else self.said("$where", f"({self.formula(condition)})")


def _unreadable() -> ValueError:
    return ValueError("a tree with a line that could not be read has no text")
