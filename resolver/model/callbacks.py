"""The functions that long work calls to say how far it is, and what is not as it should be.

What they return is not looked at. They are called from whichever thread does the work.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

ProgressCallback = Callable[[str, int, int], object]
"""Called with the stage in words for a person, how much of it is done, and how much there is (0 where unknown)."""


@runtime_checkable
class ExpectingProgress(Protocol):
    """A `ProgressCallback` that is also told, when a stage begins, how many seconds what is left takes by the plan."""

    def __call__(self, stage: str, done: int, total: int, /) -> object: ...

    def expect(self, seconds: float) -> None: ...


CountCallback = Callable[[int], object]
"""Called with how many more are done since the last call."""

PositionCallback = Callable[[int, int], object]
"""Called with how much of one file or folder is read, and how much there is."""

TransferCallback = Callable[[int, int | None], object]
"""Called with the bytes that have come, and how many there are, where the server says so."""

NoteCallback = Callable[[str], object]
"""Called with a sentence for a person."""
