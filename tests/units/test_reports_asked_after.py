"""What a page says of a question that is not asked, and of what it counts then."""

from __future__ import annotations

from pathlib import Path

from evaluator.diagnostics.language import Language
from golden.explain.samples import sample_by

RULES = """takar 1
instrument s "Security" edition "1" {
  in force from 2024-01-01
  scale q { 0; 1; 2 }
  control a "Backups" { answer yes or no; value by answer { yes: 10; no: 0 } }
  control b "Tested" {
    answer one of { yearly "Every year"; never "Never" }
    applies when answer of a is yes
    not applicable counts as yearly
    value by answer { yearly: 5; never: 0 }
  }
  control c "Levels" { rated on q; applies when answer of a is yes; not applicable counts as 1 }
  control d "Left out" { rated on q; applies when answer of a is yes; not applicable is left out }
  value score = sum of controls
}
"""


def page(folder: Path, language: Language) -> str:
    """The page on one line of a response that says no to the first question."""
    found = sample_by(folder, RULES, "s", {"a": False})
    return " ".join(found.page(language, "text").split())


def test_what_is_not_asked_counts_as_its_answer_or_level_or_takes_no_part(tmp_path: Path) -> None:
    text = page(tmp_path, Language.EN)
    assert "score: 6" in text
    assert text.count("Applies: no, so it counts as answered: Every year") == 1
    assert text.count("Applies: no, so it counts 1") == 1
    assert text.count("Applies: no, so it takes no part") == 1
    assert "Berlaku: tidak, jadi dihitung sebagai jawaban: Every year" in page(
        tmp_path, Language.ID
    )
