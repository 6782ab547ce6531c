"""Plain data kept between runs, in the user's cache directory.

A cache holds what could be computed again and is never needed: what is damaged, foreign or cannot
be written is as good as absent. Each file begins with the digest of the rest of it, so that one
that was cut short or altered is never believed.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path

KEPT = 64
"""How many files of one family are kept; the oldest make room."""


def directory() -> Path | None:
    """Where the files lie; none where the user has no place for them."""
    env = os.environ
    if chosen := env.get("TAKAR_CACHE_DIR"):
        return Path(chosen)
    if sys.platform == "win32" and (local := env.get("LOCALAPPDATA")):
        return Path(local) / "takar" / "cache"
    if xdg := env.get("XDG_CACHE_HOME"):
        return Path(xdg) / "takar"
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - does not raise where there is no home
    return home / ".cache" / "takar" if home.is_absolute() else None


def read(family: str, key: str) -> object:
    """What was kept under a key; `None` where there is nothing to believe."""
    folder = directory()
    if folder is None:
        return None
    try:
        digest, _, content = _path(folder, family, key).read_bytes().partition(b"\n")
        found: object = json.loads(content) if digest == _digest(content) else None
    except (OSError, ValueError, RecursionError):
        return None
    return found


def write(family: str, key: str, data: object) -> None:
    """Keep plain data: written beside and renamed, so that it is never half there."""
    folder = directory()
    if folder is None:
        return
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    content = text.encode("utf-8", "surrogatepass")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _replace(_path(folder, family, key), _digest(content) + b"\n" + content)
        _make_room(folder.glob(f"{family}-*"))
    except OSError:
        return


def _path(folder: Path, family: str, key: str) -> Path:
    return folder / f"{family}-{key[:32]}.json"


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()


def _replace(path: Path, content: bytes) -> None:
    import tempfile  # noqa: PLC0415 - only the first run writes

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".new")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def _make_room(files: Iterable[Path]) -> None:
    """Remove the oldest files of a family; another run may be doing the same."""
    by_age = sorted(files, key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in by_age[KEPT:]:
        path.unlink(missing_ok=True)
