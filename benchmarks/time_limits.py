"""Seconds of what must end soon: a silent service, no network, a cancelled call, titles of a million characters.

    python benchmarks/time_limits.py [-n 3] [--smoke]

Tests hold that these things end, and why; how soon depends on the machine and is measured here, the best of several
runs. `--smoke` fails when the best takes more than twice what the limits of time promise (titles: 5 s of CPU).
"""

from __future__ import annotations

import argparse
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from resolver.match.alignment import align_titles
from resolver.net.http import Http, RequestLimits, Service
from resolver.text.prepared import prepare

LIMITS = RequestLimits(connect=0.5, read=0.4, first_read=0.4, total=1.5, grace=0.9, tries=3, backoff=0.02)
TITLE = "Attention Is All You Need"
LONG = ("x" * 1_000_000, "x " * 500_000, "ab: " * 250_000, "{" * 1_000_000)


@contextmanager
def silence() -> Iterator[str]:
    """The address of a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def silent_service() -> float:
    """Twenty calls of a service that never answers."""
    with silence() as url, Http(limits=LIMITS) as http:
        began = time.monotonic()
        for _ in range(20):
            http.request(Service(name="silent", base_url=url), "GET")
        return time.monotonic() - began


def no_network() -> float:
    """A hundred calls where nobody listens."""
    with Http(limits=LIMITS) as http:
        began = time.monotonic()
        for _ in range(100):
            http.request(Service(name="nobody", base_url="http://127.0.0.1:1"), "GET")
        return time.monotonic() - began


def cancelled() -> float:
    """From `cancel` to the end of a call that is under way."""
    with silence() as url, Http() as http:
        call = threading.Thread(target=http.request, args=(Service(name="silent", base_url=url), "GET"))
        call.start()
        time.sleep(0.5)
        began = time.monotonic()
        http.cancel()
        call.join()
        return time.monotonic() - began


def long_titles() -> float:
    """CPU seconds to compare titles of a million characters with one of five words."""
    began = time.process_time()
    for text in LONG:
        align_titles(prepare(text), prepare(TITLE))
        align_titles(prepare(TITLE), prepare(text))
    return time.process_time() - began


MEASURED: dict[str, tuple[Callable[[], float], float]] = {
    "a service that is silent, 20 calls": (silent_service, 2 * LIMITS.grace),
    "no network, 100 calls": (no_network, 2 * LIMITS.connect),
    "a call that is cancelled": (cancelled, 1.0),
    "titles of a million characters": (long_titles, 5.0),
}


def main() -> int:
    """Measure and print; 1 when `--smoke` finds something that takes too long."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-n", type=int, default=3, help="runs of each")
    parser.add_argument("--smoke", action="store_true", help="fail when something takes too long")
    chosen = parser.parse_args()
    slow = []
    no_network()  # the libraries are imported before anything is measured
    for name, (measure, limit) in MEASURED.items():
        best = min(measure() for _ in range(chosen.n))
        print(f"{name}: {best:.2f} s (at most {limit:g} s)")
        if best > limit:
            slow.append(name)
    if chosen.smoke and slow:
        print("too slow: " + ", ".join(slow))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
