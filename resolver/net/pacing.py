"""Whose turn it is: connections at once, and the time between two requests to a host.

pyrate-limiter spaces the *starts* of requests; arXiv's terms also allow only one connection, over
all of a user's programs. So the turn itself is held for as long as the request lasts: by a
semaphore within this process and, for a shared pace, by a lock file in the cache folder; a file
beside it holds the time before which nobody may start. The kernel drops the lock of a killed
process, and the time is written before sending as well as after, so that a kill in between is
noticed too.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from resolver.errors import Internal
from resolver.net.service import Service

if TYPE_CHECKING:
    from filelock import BaseFileLock

_POLL = 0.05  # seconds between two looks at what can't be waited for: a lock file, a cancelled wait


_LONGEST_HELD = 120.0  # seconds; longer than any request lasts, so that its holder must be stopped or stuck


class NoTurn(Internal):
    """The turn did not come: cancelled, or not before the time that was given. The text says which."""


class Pace:
    """The turns at one service.

    Args:
        service: its pace and concurrency.
        folder: where lock files of shared paces are; without it a pace holds for this process only.
        sleep: waits for so many seconds, or less when cancelled.
        stopped: whether to give up.
        clock: monotonic seconds.
        wall_clock: seconds since 1970, which processes have in common.
    """

    def __init__(
        self,
        service: Service,
        folder: Path | None,
        *,
        sleep: Callable[[float], object],
        stopped: Callable[[], bool],
        clock: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], float] = time.time,
    ) -> None:
        self._wall_clock = wall_clock
        self._pace, self._patience = service.pace, service.patience
        self._lane_pace, self._lane_next = service.lane_pace, dict[str, float]()
        self._alone = service.concurrency <= 1
        self._slots = threading.BoundedSemaphore(max(service.concurrency, 1))
        self._sleep, self._stopped, self._clock = sleep, stopped, clock
        self._lock = threading.Lock()
        self._next = float("-inf")
        self._file: Path | None = None
        self._start_file: Path | None = None
        if service.shared_pace and service.pace > 0 and folder is not None:
            host = re.sub(r"[^a-z0-9.-]+", "_", service.host)
            self._file = folder / f"pace-{service.name}-{host}.lock"
            self._start_file = self._file.with_suffix(".next")

    @contextmanager
    def take_turn(self, until: float = float("inf"), lane: str = "") -> Iterator[None]:
        """Wait for the turn, and hold it while the block runs.

        Args:
            until: when to give up, by the clock.
            lane: the kind of request, which may have a pace of its own.

        Raises:
            NoTurn: cancelled, or the turn had not come when the clock showed `until`.
        """
        while not self._slots.acquire(timeout=_POLL):
            self._go_on(until)
        try:
            with self._take_shared_turn(until):
                self._start(until, lane)
                if self._alone:
                    try:
                        yield
                    finally:
                        self.hold(self._pace)
            if not self._alone:  # what is shared then is the time between two starts, not the connection
                yield
        finally:
            self._slots.release()

    def hold(self, seconds: float) -> None:
        """Let nobody start for so many seconds (a `Retry-After` concerns all requests to the host)."""
        with self._lock:
            self._next = max(self._next, self._clock() + seconds)

    def held(self) -> float:
        """Seconds until the next request may start."""
        with self._lock:
            return max(self._next - self._clock(), 0.0)

    def _go_on(self, until: float) -> None:
        if self._stopped():
            raise NoTurn("interrupted")
        if self._clock() > until:
            raise NoTurn("timed out")

    def _start(self, until: float, lane: str) -> None:
        while True:
            self._go_on(until)
            with self._lock:
                now = self._clock()
                start = max(self._next, self._lane_next.get(lane, self._next))
                if now >= start:
                    self._next = now + self._pace
                    if lane in self._lane_pace:
                        self._lane_next[lane] = now + self._lane_pace[lane]
                    return
                left = start - now
            if now + left > until:
                raise NoTurn("timed out")
            self._sleep(left)

    @contextmanager
    def _take_shared_turn(self, until: float) -> Iterator[None]:
        lock, start = self._take(until), self._start_file
        if lock is None or start is None:
            yield
            return
        try:
            # What another process left counts like this one's own pace. A time further off than any
            # pace or patience means that somebody set the clock back.
            self.hold(min(self._read_wait(start), max(self._pace, self._patience)))
            self._leave(start, self.held() + self._pace)
            try:
                yield
            finally:
                self._leave(start, self.held())
        finally:
            lock.release()

    def _read_wait(self, start: Path) -> float:
        """Seconds until the time that the last holder of the turn left; its pace where that can't be read."""
        try:
            return float(start.read_text(encoding="ascii")) - self._wall_clock()
        except FileNotFoundError:
            return 0.0
        except (OSError, ValueError):  # cut short by a kill or a full disk: somebody was here
            return self._pace

    def _take(self, until: float) -> BaseFileLock | None:
        if self._file is None:
            return None
        from filelock import FileLock, Timeout  # late: its import takes as long as all of this layer's

        lock, began = FileLock(self._file), self._clock()
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            while True:
                try:
                    lock.acquire(timeout=0)
                except Timeout:
                    self._go_on(until)
                    if self._clock() - began > _LONGEST_HELD:
                        raise NoTurn(f"another process keeps it busy (lock file {self._file.name})") from None
                    self._sleep(_POLL)
                else:
                    return lock
        except (OSError, NotImplementedError):  # a read-only folder, or a file system without locks: the pace
            return None  # holds within this process at least

    def _leave(self, start: Path, ahead: float) -> None:
        with suppress(OSError):  # a full disk: the lock itself still keeps the processes apart
            start.write_text(f"{self._wall_clock() + ahead:.6f}\n", encoding="ascii")
