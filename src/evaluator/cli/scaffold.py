"""The rule file that `takar new` begins with."""

from __future__ import annotations

from evaluator import resources
from evaluator.syntax.keywords import Language


def scaffold(instrument: str, label: str, edition: str, language: Language) -> str:
    """The file to begin with, in a keyword language, under these names."""
    text = resources.read(resources.dsl(), "scaffold", f"{language.value}.takar")
    for mark, name in (("ID_INSTRUMEN", instrument), ("LABEL", label), ("EDISI", edition)):
        text = text.replace(mark, name)
    return text
