"""A clock that stands still, and servers of our own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.net.conftest import no_proxy, serve

__all__ = ["no_proxy", "serve"]


class Clock:
    """Seconds that pass only when somebody waits, and all of the waits."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to run in, and no setting anywhere."""
    for name in list(os.environ):
        if name.upper().startswith("RESOLVER_") or name.upper() == "OPENALEX_API_KEY":
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path
