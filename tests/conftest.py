"""How the tests are run."""

from __future__ import annotations

import os
import signal

import pytest
from hypothesis import HealthCheck, settings

from tests import reference

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Whoever runs the tests in the background hands this on to the commands that they start and interrupt.
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile(
    "any machine",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("any machine")
"""No example fails because the machine has other things to do."""


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Two processes a core for `-n auto`: many tests wait for a server, a process or a time limit."""
    return 2 * (os.cpu_count() or 1)


def pytest_report_header() -> str | None:
    """What is left out is said once."""
    return None if reference.ROOT.is_dir() else "without ../shared: the larger runs (marked `shared`) are left out"


COLLECTED = pytest.StashKey[list[tuple[str, bool]]]()
"""Each test (without its parameters), and whether it is a larger run."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without the reference material the larger runs are no tests; each has a smaller twin."""
    larger = [item for item in items if item.get_closest_marker("shared")]
    config.stash[COLLECTED] = [
        (item.nodeid.partition("[")[0], bool(item.get_closest_marker("shared"))) for item in items
    ]
    if larger and not reference.ROOT.is_dir():
        config.hook.pytest_deselected(items=larger)
        items[:] = [item for item in items if not item.get_closest_marker("shared")]


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test meets the answers and the index that a person, or whatever ran before it, has kept."""
    monkeypatch.setenv("RESOLVER_CACHE_DIR", str(tmp_path_factory.mktemp("kept")))
