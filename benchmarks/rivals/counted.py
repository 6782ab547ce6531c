"""`takar score`, telling besides what it took of the processors: the seconds of all its threads.

On a machine with other work they say more than what a clock says. What is counted begins where the
rules are read and ends where the result is there, the start of the engine among it.
"""

from __future__ import annotations

import sys
from time import process_time

from evaluator.cli import main, score
from evaluator.scoring import run


def _counted(job: run.Job, told: run.Told) -> run.Summary:
    begun = process_time()
    summary = run.score(job, told)
    sys.stderr.write(f"processors: {process_time() - begun:.3f} s, 100%\n")
    return summary


if __name__ == "__main__":
    score.score = _counted
    main.run()
