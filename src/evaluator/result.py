"""The result of an evaluation as its users see it: a document of the same bytes everywhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from evaluator.backends.exact.document import Json
from evaluator.diagnostics.model import Diagnostic


@dataclass(frozen=True, slots=True)
class Result:
    """One subject's result.

    Attributes:
        document: the document `takar/result/1` as plain data; numbers are text.
        diagnostics: what intake had to remark about the response, none of it an error.
    """

    document: Mapping[str, Json]
    diagnostics: tuple[Diagnostic, ...] = ()

    def to_json(self) -> str:
        """The document as JSON: keys in schema order, two spaces, LF, one at the end."""
        return json.dumps(self.document, ensure_ascii=False, indent=2) + "\n"
