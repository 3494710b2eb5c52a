"""Ctrl-C and SIGTERM: an end within two seconds that says what is kept.

Nothing has to be tidied up for the next run: answers are kept as they come, and results are replaced
as a whole or not at all.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import click

from resolver.cli.status import INTERRUPTED, TERMINATED

_PATIENCE = 1.0
"""Seconds that threads get to end by themselves; what they are at may not be interruptible (building the index)."""


class Terminated(KeyboardInterrupt):
    """SIGTERM, which is handled as Ctrl-C is."""


@contextmanager
def watch_signals() -> Iterator[None]:
    """Turn SIGTERM into an exception while the block runs; in a thread of another program nothing is changed."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def terminate(number: int, frame: FrameType | None) -> None:
        raise Terminated

    before = signal.signal(signal.SIGTERM, terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def end(stop: BaseException) -> int:
    """Say what is kept, and return the exit status; ends the process itself where a thread would hold it up."""
    terminated = isinstance(stop, Terminated) or isinstance(stop.__cause__, Terminated)
    click.echo(
        f"resolver: {'terminated' if terminated else 'interrupted'}; no result was written, the answers so far are "
        "kept: run it again to go on",
        err=True,
    )
    status = TERMINATED if terminated else INTERRUPTED
    until = time.monotonic() + _PATIENCE
    while _is_busy() and time.monotonic() < until:
        time.sleep(0.02)
    if _is_busy():
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    return status


def _is_busy() -> bool:
    return any(not t.daemon and t is not threading.current_thread() for t in threading.enumerate())
