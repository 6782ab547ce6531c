"""How long a command takes from nothing, beside a bare interpreter.

The aim: `takar eval` within three times bare Python plus 150 ms.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

RUNS = 15
RESPONSE = """{
  "instrument": "im_nkk",
  "subject": {"id": "1", "name": "Provinsi Contoh"},
  "period": {"from": "2021-01-01", "to": "2021-12-31"},
  "answers": {"komitmen_pimpinan": 0, "inovasi": 0}
}
"""
TAKAR = [sys.executable, "-m", "evaluator.cli.main"]


def milliseconds(command: list[str]) -> float:
    """The median time of a command; the first run, which fills caches, does not count."""
    times = []
    for _ in range(RUNS + 1):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        times.append((time.perf_counter() - start) * 1000)
    return median(times[1:])


def main() -> int:
    """Print the table; 1 if the aim is missed."""
    with tempfile.TemporaryDirectory() as folder:
        response = Path(folder) / "jawaban.json"
        response.write_text(RESPONSE, encoding="utf-8")
        bare = milliseconds([sys.executable, "-c", "pass"])
        version = milliseconds([*TAKAR, "version"])
        evaluated = milliseconds([*TAKAR, "eval", str(response)])
    aim = 3 * bare + 150
    rows = [("bare Python", bare), ("takar version", version), ("takar eval", evaluated)]
    for name, taken in [*rows, ("aim for takar eval", aim)]:
        print(f"{name:20} {taken:7.0f} ms")
    return int(evaluated > aim)


if __name__ == "__main__":
    sys.exit(main())
