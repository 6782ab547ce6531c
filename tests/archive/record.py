"""Adds the results that the archive lacks; a result that is there is never written again.

    PYTHONPATH=src python tests/archive/record.py

A response is stored as `NAME.response.json`, or `NAME.STAGE.response.json` where a stage is asked
for; its result beside it as `NAME.result.json`. Every later version must reproduce the results byte
for byte, `provenance.engine` set aside (tests/test_archive.py). To add a case, put a new response
here, read the result that this script writes, and commit both. A result that differs from a stored
one is a change of meaning: there is no way to record over it but to delete it in the open.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from evaluator import evaluate

ARCHIVE = Path(__file__).parent
END = ".response.json"
Asked = Literal["self", "verified", "final"]


@dataclass(frozen=True, slots=True)
class Case:
    """One stored response; `stage` is the stage asked for, `None` where the response decides."""

    name: str
    stage: Asked | None
    response: Path
    result: Path


def cases(archive: Path = ARCHIVE) -> Iterator[Case]:
    """The stored responses, by name."""
    for response in sorted(archive.glob(f"*{END}")):
        name = response.name.removesuffix(END)
        ending = name.rpartition(".")[2]
        yield Case(
            name=name,
            stage=next((stage for stage in get_args(Asked) if stage == ending), None),
            response=response,
            result=response.with_name(f"{name}.result.json"),
        )


def result_of(case: Case) -> str:
    """The result of a case under the rules and the engine of this checkout."""
    return evaluate(case.response.read_bytes(), stage=case.stage).to_json()


def without_engine(result: str) -> str:
    """The result with the one thing set aside that may differ between versions."""
    document = json.loads(result)
    document["provenance"]["engine"] = "set aside"
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def record(archive: Path = ARCHIVE) -> int:
    """Write what is missing; the number of stored results that no longer hold."""
    broken = 0
    for case in cases(archive):
        found = result_of(case)
        if not case.result.exists():
            with case.result.open("x", encoding="utf-8", newline="\n") as file:
                file.write(found)
            sys.stdout.write(f"added {case.result.name}\n")
        elif without_engine(found) != without_engine(case.result.read_text(encoding="utf-8")):
            broken += 1
            sys.stdout.write(f"differs, left as it is: {case.result.name}\n")
    return broken


if __name__ == "__main__":
    sys.exit(1 if record() else 0)
