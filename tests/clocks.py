"""A clock that tests move, so that none waits and none depends on how fast the machine is."""

from __future__ import annotations

from collections.abc import Callable


class FakeClock:
    """Seconds that pass only when somebody waits.

    Args:
        meanwhile: called before each wait, with its length: what others do in that time.
    """

    def __init__(self, meanwhile: Callable[[float], object] | None = None) -> None:
        self.now = 0.0
        self.waits: list[float] = []
        self.meanwhile = meanwhile

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let so much time pass."""
        self.waits.append(seconds)
        if self.meanwhile is not None:
            self.meanwhile(seconds)
        self.now += max(seconds, 0.0)
