"""Evaluate one response: the function everything else that applies rules goes through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evaluator.backends.exact.assess import assess
from evaluator.backends.exact.document import result_document
from evaluator.backends.exact.remarks import Remark
from evaluator.diagnostics.model import Diagnostic
from evaluator.intake.decode import Decoded, Form, read_response
from evaluator.intake.response import Stage
from evaluator.intake.stage import stage_of
from evaluator.result import Result
from evaluator.rulebook import Rulebook, RulesInvalid, bundled, rules_in
from evaluator.version import __version__

__all__ = ["Evaluated", "InputInvalid", "RulesInvalid", "evaluate", "evaluate_text"]

ENGINE = f"takar {__version__}"


class InputInvalid(ValueError):  # noqa: N818 — the name is part of the contract
    """The response cannot be evaluated; `diagnostics` says everything that is wrong with it."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        """Keep what is wrong."""
        errors = [d for d in diagnostics if d.is_error]
        first = errors[0] if errors else None
        where = f" at {first.pointer or '/'}" if first else ""
        super().__init__(
            f"{len(errors)} error(s) in the response, first {first and first.code}{where}"
        )
        self.diagnostics = diagnostics


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """A result with what it was computed from."""

    result: Result
    decoded: Decoded
    stage: Stage


def evaluate(
    response: Mapping[str, object] | str | bytes,
    *,
    rules: Rulebook | Path | str | None = None,
    stage: Stage | str | None = None,
) -> Result:
    """Evaluate one response.

    Args:
        response: a mapping of exact values (int, Decimal, Fraction, never float), or JSON as text
            or UTF-8 bytes.
        rules: a folder of rules, or a rulebook; the bundled rules where it is left out.
        stage: `self`, `verified` or `final`; where it is left out, as far as the response goes.

    Raises:
        InputInvalid: the response is not one the rules can be applied to.
        RulesInvalid: the rules that are needed have errors.
    """
    return evaluate_text(
        response, rulebook=_rulebook(rules), stage=None if stage is None else Stage(stage)
    ).result


def evaluate_text(
    response: Mapping[str, object] | str | bytes,
    *,
    rulebook: Rulebook,
    stage: Stage | None = None,
    name: str = "",
    form: Form = Form.JSON,
) -> Evaluated:
    """Evaluate one response and keep what it was computed from; `name` is for messages."""
    outcome = read_response(response, editions=rulebook, name=name, form=form)
    decoded = outcome.value
    if decoded is None:
        raise InputInvalid(outcome.diagnostics)
    chosen = stage_of(decoded.response, stage)
    if isinstance(chosen, Diagnostic):
        raise InputInvalid((*outcome.diagnostics, chosen))
    assessment = assess(decoded.instrument, decoded.response, chosen)
    because = Remark(decoded.because.code, decoded.instrument.edition, decoded.because.facts)
    document = result_document(assessment, decoded.response, chosen, because, ENGINE)
    return Evaluated(result=Result(document, outcome.diagnostics), decoded=decoded, stage=chosen)


def _rulebook(rules: Rulebook | Path | str | None) -> Rulebook:
    match rules:
        case None:
            return bundled()
        case Rulebook():
            return rules
        case _:
            return rules_in(Path(rules))
