"""What things are called: the rule file's own labels, with a translation where there is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from evaluator.reports.written import free


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of one instrument in the language of the page; empty in the rules' own."""

    stated: Mapping[str, object] = field(default_factory=dict)

    def of(self, *path: str) -> str | None:
        """The translation at a path such as `bands, kategori, Tinggi`."""
        found: object = self.stated
        for key in path:
            found = found.get(key) if isinstance(found, Mapping) else None
        return free(found) if isinstance(found, str) and found else None
