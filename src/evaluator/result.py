"""The result of an evaluation: what was computed, and its document of the same bytes everywhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from evaluator.backends.exact.assess import Assessment
from evaluator.backends.exact.document import Json, Provenance, result_document
from evaluator.backends.exact.remarks import Remark
from evaluator.diagnostics.model import Diagnostic
from evaluator.intake.decode import Decoded
from evaluator.intake.response import Stage
from evaluator.version import __version__

ENGINE = f"takar {__version__}"


@dataclass(frozen=True, kw_only=True, eq=False)
class Result:
    """One subject's result.

    Attributes:
        assessment: every value and category, each with the whole tree of its reasons.
        decoded: the response as it was read, and the rules it was held to.
        stage: how far the result goes.
        diagnostics: what intake had to remark about the response, none of it an error.
    """

    assessment: Assessment
    decoded: Decoded
    stage: Stage
    diagnostics: tuple[Diagnostic, ...] = ()

    @cached_property
    def document(self) -> Mapping[str, Json]:
        """The document `takar/result/1` as plain data; numbers are text.

        It is written when it is first asked for: nothing in it is computed there.
        """
        because = self.decoded.because
        provenance = Provenance(
            because=Remark(because.code, self.decoded.instrument.edition, because.facts),
            response_sha256=self.decoded.sha256,
            engine=ENGINE,
        )
        return result_document(self.assessment, self.decoded.response, self.stage, provenance)

    def to_json(self) -> str:
        """The document as JSON: keys in schema order, two spaces, LF, one at the end."""
        return json.dumps(self.document, ensure_ascii=False, indent=2) + "\n"
