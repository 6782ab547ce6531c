"""Read and evaluate the response a command line names."""

from __future__ import annotations

from pathlib import Path

from evaluator.api import InputInvalid, evaluate_text
from evaluator.cli.exits import Exit
from evaluator.cli.files import read
from evaluator.cli.output import report
from evaluator.cli.rulebooks import hidden, rules_needed
from evaluator.cli.stop import Stopped
from evaluator.diagnostics.language import Language
from evaluator.intake.decode import form_of
from evaluator.intake.response import Stage
from evaluator.result import Result
from evaluator.rulebook import Rulebook


def evaluated(response: Path, book: Rulebook, stage: str | None, language: Language) -> Result:
    """The evaluated response; what is remarked about it goes to standard error."""
    data = read(response)
    with rules_needed():
        try:
            found = evaluate_text(
                data,
                rulebook=book,
                stage=Stage(stage) if stage else None,
                name=str(response),
                form=form_of(response.name),
            )
        except InputInvalid as invalid:
            raise Stopped(*invalid.diagnostics, exit_code=Exit.INPUT_INVALID) from invalid
        remarks = (*hidden(book, found.decoded.instrument), *found.diagnostics)
    if remarks:
        report(remarks, language)
    return found
