"""What holds for every test."""

from __future__ import annotations

import os
import tempfile

import pytest
from hypothesis import HealthCheck, settings

from evaluator.syntax import grammar

# The same examples on every run, and none given up because the machine is busy.
settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


def pytest_configure(config: pytest.Config) -> None:
    """Keep what tests compile away from the cache of whoever runs them.

    One cache serves all workers, which start with the grammar compiled.
    """
    if hasattr(config, "workerinput"):
        return
    folder = tempfile.TemporaryDirectory(prefix="takar-tests-", ignore_cleanup_errors=True)
    config.add_cleanup(folder.cleanup)
    os.environ["TAKAR_CACHE_DIR"] = folder.name
    grammar.load()


@pytest.hookimpl(optionalhook=True)  # where the plugin is
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: some worker always waits for a disk or for a command."""
    return (os.cpu_count() or 1) + 1
