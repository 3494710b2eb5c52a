"""How the tests are run."""

from __future__ import annotations

import os

import pytest


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Two processes a core for `-n auto`: many tests wait for a server, a process or a time limit."""
    return 2 * (os.cpu_count() or 1)
