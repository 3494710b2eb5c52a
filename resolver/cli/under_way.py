"""What long work says while it lasts: a bar for a person at a terminal, a line every ten seconds for everyone else."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from resolver.model.callbacks import ProgressCallback
from resolver.net.breaker import format_duration

if TYPE_CHECKING:
    from rich.progress import Progress

PERIOD = 10.0
"""Seconds between two lines: whoever watches a log wants to know that the work goes on, not to read."""

_TICK = 1.0
"""Seconds between two looks at whether a line is due: what is waited for reports nothing itself."""


@contextmanager
def show_progress(*, quiet: bool = False, at_once: bool = True) -> Iterator[ProgressCallback]:
    """Say on the error output what is being done, how much of it, and how much time is left by the plan.

    Args:
        quiet: say nothing.
        at_once: whether the first line comes at once; else after ten seconds, for what is over by then as a rule.
    """
    if quiet:
        yield lambda stage, done, total: None
    elif sys.stderr.isatty():
        with _open_bar() as bar:
            yield ProgressBar(bar)
    else:
        from resolver.cli import screen

        with tell_progress(screen.say_aside, at_once=at_once) as lines:
            yield lines


@contextmanager
def tell_progress(say: Callable[[str], object], *, at_once: bool = True) -> Iterator[ProgressLines]:
    """`ProgressLines` that are said even while nothing is reported: a service may be slow.

    Args:
        say: what a line is handed to; called in another thread too.
        at_once: whether the first line comes at once.
    """
    lines, over = ProgressLines(say, at_once=at_once), threading.Event()

    def tick() -> None:
        while not over.wait(_TICK):
            lines.tick()

    threading.Thread(target=tick, name="resolver-progress", daemon=True).start()
    try:
        yield lines
    finally:
        over.set()


class _Expectation:
    """The time that is left, by the plan: it runs off while the work goes on.

    Args:
        clock: monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.began, self._ends = clock(), float("-inf")

    def expect(self, seconds: float) -> None:
        """Take note of how long what is left takes."""
        self._ends = self._clock() + seconds

    def left(self) -> float:
        """Seconds that are left; 0 where nobody knows, or they are over."""
        return max(self._ends - self._clock(), 0.0)

    def share(self) -> float:
        """Which share of the whole is done."""
        spent = self._clock() - self.began
        return spent / (spent + self.left()) if spent + self.left() > 0 else 0.0


class ProgressLines:
    """A progress callback that says the first stage at once, and where the work is every ten seconds.

    Args:
        say: what a line is handed to.
        clock: monotonic seconds.
        period: seconds between two lines.
        at_once: whether the first stage is said at once, rather than after a period.
    """

    def __init__(
        self,
        say: Callable[[str], object],
        *,
        clock: Callable[[], float] = time.monotonic,
        period: float = PERIOD,
        at_once: bool = True,
    ) -> None:
        self._say, self._clock, self._period = say, clock, period
        self._expectation = _Expectation(clock)
        self._lock = threading.Lock()
        self._now: tuple[str, int, int] | None = None
        self._next = float("-inf") if at_once else clock() + period

    def __call__(self, stage: str, done: int, total: int) -> None:
        with self._lock:
            self._now = stage, done, total
        self.tick()

    def expect(self, seconds: float) -> None:
        """How long what is left takes, by the plan."""
        self._expectation.expect(seconds)

    def tick(self) -> None:
        """Say a line if one is due."""
        with self._lock:
            if self._now is None or self._clock() < self._next:
                return
            first, self._next = self._next == float("-inf"), self._clock() + self._period
            stage, done, total = self._now
            left = 0.0 if first else self._expectation.left()  # kept answers may make the plan's first guess idle
        count = f", {done} of {total}" if total else ""
        time_left = f"; about {format_duration(left)} left by the plan" if left >= 1 else ""
        self._say(f"resolver: {stage}{count}{time_left}")


class ProgressBar:
    """A progress callback that draws a bar for the whole and one for each stage.

    Args:
        bar: of `rich`.
        clock: monotonic seconds.
    """

    def __init__(self, bar: Progress, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._bar, self._expectation = bar, _Expectation(clock)
        self._whole = bar.add_task("in all", total=1.0, visible=False, count="")
        self._stages: dict[str, int] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        bar = self._bar
        if stage not in self._stages:
            self._stages[stage] = bar.add_task(stage, total=total or None, count="")
        count = f"{done}/{total}" if total else str(done)
        place = bar.tasks[self._stages[stage]].id
        bar.update(place, completed=done, total=total or None, count=count, visible=not (total and done >= total))
        self._draw_whole()

    def expect(self, seconds: float) -> None:
        """How long what is left takes, by the plan."""
        self._expectation.expect(seconds)
        self._draw_whole()

    def _draw_whole(self) -> None:
        left = self._expectation.left()
        said = f"about {format_duration(left)} left" if left >= 1 else ""
        self._bar.update(self._bar.tasks[self._whole].id, completed=self._expectation.share(), count=said, visible=True)


def _open_bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[count]}"),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=Console(stderr=True), transient=True)
