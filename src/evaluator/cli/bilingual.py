"""A text of the command line in both languages of Takar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from evaluator.diagnostics.language import Language


@dataclass(frozen=True, slots=True)
class Both:
    """One text, twice: it cannot be written in one language only."""

    indonesian: str
    english: str

    def text(self, language: Language) -> str:
        """The text in a language."""
        match language:
            case Language.ID:
                return self.indonesian
            case Language.EN:
                return self.english
            case _:
                assert_never(language)
