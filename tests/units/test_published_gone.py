"""What was published and is gone, or stands in another order, is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.units.test_commands import takar

ONE = """takar 1
instrument {id} "X" edition "1" {{
  in force from 2024-01-01
  scale s {{ 0; 1 }}
  evidence doc "Document"
  every criterion {{ rated on s; level 1 and up needs doc; without evidence counts as 0 }}
  criterion a "A"
  value score = a
}}
example "none" for {id} edition "1" {{ given a = 0; expect score = 0 }}
"""


@pytest.fixture
def here(tmp_path: Path) -> Path:
    for id_ in ("x", "y"):
        folder = tmp_path / "rules" / id_
        folder.mkdir(parents=True)
        (folder / "1.takar").write_text(ONE.format(id=id_), encoding="utf-8")
        code, _, said = takar(tmp_path, "publish", f"{id_}@1")
        assert code == 0, said
    assert takar(tmp_path, "check")[0] == 0
    return tmp_path


def test_an_instrument_of_which_nothing_is_left(here: Path) -> None:
    (here / "rules" / "y" / "1.takar").unlink()
    code, out, said = takar(here, "check", "--lang", "en")
    assert code == 1
    assert "rules/published.json" in out + said
    assert "edition `1` of `y` was published, but is no longer in the rule files" in out + said
    # Beside a single file, or in a folder below, the others are not looked for.
    for part in ("rules/x/1.takar", "rules/x"):
        assert takar(here, "check", part)[0] == 0


def test_statements_in_another_order(here: Path) -> None:
    path = here / "rules" / "x" / "1.takar"
    lines = path.read_text(encoding="utf-8").splitlines()
    scale, evidence = lines[3], lines[4]
    lines[3:5] = [evidence, scale]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    code, out, said = takar(here, "check", "--lang", "en")
    assert code == 1
    assert "before → after: `skala s {" in " ".join((out + said).split())
    assert '→ bukti dukung doc "Document"`' in " ".join((out + said).split())
