"""The reference material beside a checkout (`../shared`): where it is, and the large services over it.

No other module of the tests knows it. What it adds is scale: a test over it is a parameter, marked `shared`, of a test
that also runs over what the repository has itself, and is left out where the material is missing.
"""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2] / "shared"
"""Where the material is looked for."""

SERVER = ROOT / "sim" / "server.py"

LARGE = pytest.param("large", marks=pytest.mark.shared)
"""The parameter of a larger run, beside `SMALL`."""

SMALL = "small"


class LargeServices:
    """The services over half a million records, in a process of their own; they satisfy `Sim`."""

    def __init__(self, url: str) -> None:
        self.url = url

    def faults(self, **kinds: list[str]) -> None:
        """Start counting anew, and break services in this way."""
        self._post("reset", {})
        self._post("faults", kinds)

    def stats(self) -> dict[str, Any]:
        """What was asked since."""
        with urllib.request.urlopen(f"{self.url}/_sim/stats") as reply:
            return dict(json.load(reply))

    def _post(self, what: str, data: object) -> None:
        urllib.request.urlopen(f"{self.url}/_sim/{what}", data=json.dumps(data).encode()).close()


@contextmanager
def large_services() -> Iterator[LargeServices]:
    """Start them; ones of our own, so that faults disturb nobody."""
    process = subprocess.Popen([sys.executable, str(SERVER), "--port", "0"], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield LargeServices(process.stdout.readline().split()[1])
    finally:
        process.terminate()
        process.wait()
