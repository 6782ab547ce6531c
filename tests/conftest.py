"""What holds for every test."""

from __future__ import annotations

import os
import tempfile

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Keep what tests compile away from the cache of whoever runs them."""
    folder = tempfile.TemporaryDirectory(prefix="takar-tests-", ignore_cleanup_errors=True)
    config.add_cleanup(folder.cleanup)
    os.environ["TAKAR_CACHE_DIR"] = folder.name
