"""Whatever people write stays text: no element, no attribute, no template comes of it."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

import pytest

from evaluator.backends.exact.assess import assess
from evaluator.backends.exact.document import Provenance, result_document
from evaluator.backends.exact.remarks import Remark
from evaluator.diagnostics.language import Language
from evaluator.intake.response import Stage
from evaluator.reports.explain import explain
from evaluator.reports.written import free
from golden.explain.samples import final, quality
from units.reports_html import Parsed, parsed

SEEDS = (
    "{{7*7}}",
    "{{ page }}",
    "{% include 'explain/page.css' %}",
    "{# x #}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{%- for x in range(9) %}x{% endfor -%}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "{name}{of}{value}",
    "%s%d%(x)s",
    "<script>alert(1)</script>",
    "<svg onload=alert(1)>",
    "<img src=x onerror=alert(1)>",
    "</style><b>x</b>",
    "</title></head><body>",
    "<!-- x --><p>",
    "--><i>x</i><!--",
    "]]><x>",
    "<?php x ?>",
    "&lt;b&gt;&amp;&#60;b&#62;",
    "<a href='javascript:x'>x</a>",
    "\u202eabc\u2066\u200b",
    "\u001b[31mred\u0007",
    "a\r\nb\tc",
)
WRAPS = ("{}", '">{}<"', "'>{}<'", "` onx={} x=")
PAYLOADS = [wrap.replace("{}", seed) for seed in SEEDS for wrap in WRAPS]
FREE = {
    "label", "text", "because", "issuer", "bases", "provisions", "code", "example",
    "name", "number", "title", "file", "reason", "note", "by", "not_applicable", "sha256",
    "groups", "attributes",
}  # fmt: skip


def poisoned(value: Any, payload: str, *, free_text: bool = False) -> Any:
    """A value with the payload after every text that somebody wrote."""
    if isinstance(value, str) and type(value) is str:
        return value + payload if free_text else value
    if isinstance(value, tuple):
        return tuple(poisoned(part, payload, free_text=free_text) for part in value)
    if isinstance(value, dict):
        return {
            key + payload if free_text else key: poisoned(part, payload, free_text=free_text)
            for key, part in value.items()
        }
    if is_dataclass(value) and not isinstance(value, type):
        changed = {
            field.name: poisoned(getattr(value, field.name), payload, free_text=field.name in FREE)
            for field in fields(value)
            if field.init and field.name != "at"
        }
        return replace(value, **changed)
    return value


@cache
def page(payload: str, *, invented: bool) -> str:
    decoded = (quality() if invented else final()).found.decoded
    instrument = poisoned(decoded.instrument, payload)
    response = poisoned(decoded.response, payload)
    response = replace(response, subject=replace(response.subject, id="1" + payload))
    stage = Stage.VERIFIED if invented else Stage.FINAL
    because = Remark("named", instrument.edition, {"edition": payload})
    provenance = Provenance(
        because=because, response_sha256="0" * 64 + payload, engine="takar" + payload
    )
    assessment = assess(instrument, response, stage)
    document = result_document(assessment, response, stage, provenance)
    labels = {
        "labels": {item.id: payload for item in instrument.walk()},
        "assumptions": {
            a.id: {"text": payload, "because": payload} for a in instrument.assumptions
        },
        "evidence": {kind.id: payload for kind in instrument.evidence},
    }
    return explain(
        document,
        instrument,
        response,
        language=Language.EN,
        form="html",
        labels=labels,
        notice=payload,
    )


@cache
def harmless(*, invented: bool) -> Parsed:
    return parsed(page("x", invented=invented))


def test_there_are_a_hundred() -> None:
    assert len(set(PAYLOADS)) >= 100


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_stays_text(payload: str) -> None:
    for invented in (False, True):
        found = parsed(page(payload, invented=invented))
        assert found.structure == harmless(invented=invented).structure
        assert found.text.count(free(payload)) > 50


@pytest.mark.parametrize("payload", PAYLOADS[-12:])
def test_what_cannot_be_seen_is_written_out(payload: str) -> None:
    written = page(payload, invented=False)
    assert not {"\u202e", "\u2066", "\u200b", "\u001b", "\u0007", "\r", "\t"} & set(written)
