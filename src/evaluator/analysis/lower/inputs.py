"""Inputs, the fields of lists, and the scales of names they can take."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from evaluator.analysis.lower.numbers import interval
from evaluator.analysis.lower.scope import Scope
from evaluator.diagnostics.kinds import names
from evaluator.intake.questions import interval_of, range_text
from evaluator.model import instrument as model
from evaluator.model.formula import RecordValue
from evaluator.model.instrument import RECORD_ID, answer_id
from evaluator.syntax import tree


def is_order(scale: tree.Scale) -> bool:
    """Whether a scale is one of names: it has some, and no number among them."""
    keys = [choice.key for choice in scale.choices if isinstance(choice, tree.Choice)]
    return bool(keys) and not scale.rows and all(isinstance(key, tree.Name) for key in keys)


def orders(scope: Scope) -> Iterator[model.Order]:
    """The scales of names."""
    for scale in scope.scales.values():
        if is_order(scale):
            if scale.cumulative:
                scope.report(names.ORDER_CUMULATIVE, scale.name.at, id=scale.name.text)
            yield model.Order(
                id=scale.name.text,
                choices=choices_of(scale.choices),
                ground=scope.ground(scale.name.at, scale.under),
            )


def choices_of(
    choices: tuple[tree.Choice | tree.Error, ...],
) -> tuple[tuple[str, str | None], ...]:
    """The ids of choices, each with its label."""
    named = (choice for choice in choices if isinstance(choice, tree.Choice))
    return tuple((_key(choice), _text(choice.label)) for choice in named)


def _key(choice: tree.Choice) -> str:
    return choice.key.text if isinstance(choice.key, tree.Name) else choice.key.written


def _text(text: tree.Text | None) -> str | None:
    return text.text if text else None


def lower_input(scope: Scope, declared: tree.Input) -> model.Input:
    """An input; a scale it names is looked up."""
    kind = _input_type(scope, declared)
    return model.Input(
        id=declared.name.text,
        label=_text(declared.label) or declared.name.text,
        type=kind,
        by_verifier=_by_verifier(scope, declared.by_verifier, kind, declared.name.text),
        ground=scope.ground(declared.name.at, declared.under),
    )


def _by_verifier(
    scope: Scope, given: tree.ByVerifier | None, kind: model.InputType, name: str
) -> model.ByVerifier | None:
    """Points of a verifier: of a subject, and between a lowest and a highest number."""
    if given is None:
        return None
    if scope.outer is not None:
        scope.report(names.POINTS_OF_GROUP, given.at, id=name)
    elif not isinstance(kind, model.NumberType) or None in (kind.low, kind.high):
        scope.report(names.POINTS_WITHOUT_BOUNDS, given.at, id=name)
    else:
        lines = (x for x in given.lines if isinstance(x, tree.BeforeVerification))
        before = [_before(scope, line, kind, name) for line in lines]
        return model.ByVerifier(before=before[0] if before else None)
    return None


def _before(
    scope: Scope, line: tree.BeforeVerification, kind: model.NumberType, name: str
) -> model.BeforeVerification:
    value = line.counts_as.value
    if value not in interval_of(kind):
        at, ends = line.counts_as.at, range_text(kind)
        scope.report(names.POINTS_OUT_OF_RANGE, at, id=name, value=value, range=ends)
    return model.BeforeVerification(counts_as=value, ground=scope.ground(line.at, line.under))


def lower_question(scope: Scope, line: tree.Answered, item: tree.Item) -> model.Input:
    """The question that a part has of its own."""
    name = item.name.text
    kind = _plain_type(scope, line.type)
    return model.Input(
        id=answer_id(name),
        label=_text(item.label) or name,
        type=kind,
        by_verifier=_by_verifier(scope, line.by_verifier, kind, name),
        of=name,
        ground=scope.ground(line.at, line.under),
    )


def _input_type(scope: Scope, declared: tree.Input) -> model.InputType:
    kind = declared.type
    if isinstance(kind, tree.ListType):
        stated = (field for field in kind.fields if isinstance(field, tree.Field))
        fields = tuple(_field(scope, field) for field in stated)
        return model.ListType(fields=fields, values=_worked_out(scope, declared.name.text))
    return _plain_type(scope, kind)


def _worked_out(scope: Scope, name: str) -> tuple[RecordValue, ...]:
    """What is worked out of each record, each after what it names."""
    found = (typed.term for typed in scope.of_records.get(name, {}).values() if typed is not None)
    return tuple(term for term in found if isinstance(term, RecordValue))


def _field(scope: Scope, field: tree.Field) -> model.Field:
    if field.name.text == RECORD_ID:
        scope.report(names.FIELD_CALLED_ID, field.name.at, id=field.name.text)
    return model.Field(
        id=field.name.text,
        label=_text(field.label) or field.name.text,
        type=_plain_type(scope, field.type),
        ground=scope.ground(field.name.at, field.under),
    )


def _plain_type(scope: Scope, kind: tree.PlainType) -> model.FieldType:
    match kind:
        case tree.NumberType(interval=written, unit=unit):
            ends = interval(written or tree.Interval())
            return model.NumberType(
                low=ends.low,
                low_included=ends.low_included,
                high=ends.high,
                high_included=ends.high_included,
                unit=unit.text if unit else None,
            )
        case tree.ChoiceType(choices=choices):
            return model.ChoiceType(choices=choices_of(choices))
        case tree.ScaleType(scale=scale):
            return model.ChoiceType(choices=_of_scale(scope, scale), order=scale.text)
        case tree.YesNoType():
            return model.YesNoType()
        case tree.DateType():
            return model.DateType()
        case tree.TextType():
            return model.TextType()
        case _:
            assert_never(kind)


def names_on(scope: Scope, name: tree.Name) -> tuple[str, ...]:
    """The names of a scale, lowest first; none where it is not one of names."""
    scale = scope.scales.get(name.text)
    known = scale is not None and is_order(scale)
    return tuple(key for key, _ in choices_of(scale.choices)) if scale and known else ()


def _of_scale(scope: Scope, name: tree.Name) -> tuple[tuple[str, str | None], ...]:
    scale = scope.scales.get(name.text)
    if scale is None:
        scope.report_unknown(name, scope.scales)
    elif not is_order(scale):
        scope.report(names.SCALE_OF_LEVELS, name.at, id=name.text)
    else:
        return choices_of(scale.choices)
    return ()
