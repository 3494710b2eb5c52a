"""How the time and memory of every reader grow with a text, above all with texts made to be slow to read.

    python benchmarks/growth.py                 # the table of what grows fastest, and the counts
    python benchmarks/growth.py --all           # every generator
    python benchmarks/growth.py --only markdown # those whose name has this

Each generator makes a text of about n characters. It is read at n, 2n and 4n characters by a process of its own, whose
memory and time are limited; n is doubled until reading takes long enough to be measured, so that the exponent (the
slope of the logarithm of the time from n to 4n) does not depend on how fast the machine is: 1 is linear, 2 quadratic.
`--smoke` takes the nastiest pieces and smaller texts, and fails for an exponent above the bar, measured three times.
"""

from __future__ import annotations

import argparse
import gc
import math
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import growth_texts
import msgspec
from msgspec import Struct

from resolver import readers
from resolver.errors import InputError

BAR = 1.5
"""The exponent above which growth is not linear: sorting and the caches of a processor add up to 0.2 to 1."""

TRIES = 3
"""Measurements of which each must be above the bar: other work on the machine adds to some."""

LEAST_SECONDS = 0.02
"""How long the first text must take to be read; below, the clock and the fixed costs of a reader decide."""

QUICK = 0.15
"""Seconds for the largest text below which a growth is no trouble, and mere noise for the most part."""

FIRST = 2_000
"""Characters of the first text that is tried."""

SMOKE = 60_000
"""Characters of the largest text of `--smoke`: what is not linear takes seconds for it."""

MEMORY = 3_000_000_000
"""Bytes that a process which reads may take."""

PATIENCE = 120
"""Seconds that a process may take; the slowest generator before readers were linear took hours."""


class Growth(Struct, frozen=True):
    """How reading a generator's texts grew: characters and seconds at n, 2n and 4n, and bytes a character at most."""

    name: str
    sizes: tuple[int, ...]
    seconds: tuple[float, ...]
    bytes_each: float = 0.0
    said: str = ""

    @property
    def exponent(self) -> float:
        """The slope from n to 4n; infinite for what did not end."""
        if len(self.seconds) < 3:
            return math.inf
        return math.log(self.seconds[-1] / self.seconds[0]) / math.log(self.sizes[-1] / self.sizes[0])

    @property
    def above(self) -> bool:
        """Whether it is faster than linear, and takes long enough for that to be known."""
        return self.exponent > BAR and (len(self.seconds) < 3 or self.seconds[-1] > QUICK)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--all", action="store_true", help="show every generator")
    parser.add_argument("--only", default="", metavar="TEXT", help="generators whose name has this")
    parser.add_argument("--most", type=int, default=1_000_000, metavar="N", help="characters of the largest text")
    parser.add_argument("--patience", type=int, default=PATIENCE, metavar="S", help="seconds for a generator")
    parser.add_argument("--smoke", action="store_true", help="smaller texts; fail above the bar")
    arguments = parser.parse_args()
    most = min(arguments.most, SMOKE) if arguments.smoke else arguments.most
    every = growth_texts.generators(growth_texts.NASTIEST) if arguments.smoke else growth_texts.generators()
    chosen = {name: make for name, make in every.items() if arguments.only in name}
    for make in chosen.values():
        _read(*make(1))  # so that no process has to load a library first
    grown = list[Growth]()
    for name, make in chosen.items():
        grown.append(at_best(name, make, most, arguments.patience))
        if grown[-1].above:
            print(f"above the bar: {grown[-1]}", file=sys.stderr, flush=True)
    above = [g for g in grown if g.above]
    shown = sorted(grown, key=lambda g: (not g.above, -g.exponent))
    print(
        "| generator | n | seconds at n, 2n, 4n | exponent | bytes a character | it said |\n|---|--:|---|--:|--:|---|"
    )
    for g in shown if arguments.all else shown[: max(15, len(above))]:
        took = ", ".join(f"{s:.3f}" for s in g.seconds)
        size = f"{g.sizes[0]:,}" if g.sizes else "-"
        print(f"| {g.name} | {size} | {took} | {g.exponent:.2f} | {g.bytes_each:.0f} | {g.said} |")
    print(f"\n{len(grown)} generators; {len(above)} grow faster than n^{BAR}")
    if above and arguments.smoke:
        sys.exit(f"not linear: {', '.join(g.name for g in above)}")


def at_best(name: str, make: Callable[[int], tuple[str, str]], most: int, patience: int) -> Growth:
    """The smallest of a few measurements, where the first is above the bar."""
    best = measure(name, make, most, patience)
    for _ in range(TRIES - 1):
        if not best.above or best.exponent == math.inf:
            break
        best = min(best, measure(name, make, most, patience), key=lambda g: g.exponent)
    return best


def measure(name: str, make: Callable[[int], tuple[str, str]], most: int, patience: int) -> Growth:
    """Read a generator's texts in a process of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (patience, patience))
        try:
            os.write(writing, msgspec.json.encode(_grown(name, make, most)))
        except MemoryError:
            os.write(writing, msgspec.json.encode(Growth(name, (), (), 0.0, "out of memory")))
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return msgspec.json.decode(said, type=Growth) if said else Growth(name, (), (), 0.0, f"not done in {patience} s")


def _grown(name: str, make: Callable[[int], tuple[str, str]], most: int) -> Growth:
    gc.disable()
    size = FIRST
    while size * 4 < most and _read(*make(size))[0] < LEAST_SECONDS:
        size *= 2
    sizes, seconds, said = [], [], ""
    before = _peak()
    for factor in (1, 2, 4):
        path, text = make(size * factor)
        took, said = _read(path, text)
        sizes.append(len(text))
        seconds.append(took)
    return Growth(name, tuple(sizes), tuple(seconds), max(0, _peak() - before) / sizes[-1], said)


_counted: Iterator[int] = iter(range(1_000_000))


def _read(path: str, text: str) -> tuple[float, str]:
    """Seconds of the processor that reading a text takes, and what came of it."""
    text += "\n" * (next(_counted) % 50)  # no text twice, which a reader may still know
    gc.collect()
    started = time.process_time()
    try:
        said = f"{len(readers.read_text(text, Path(path)).entries)} entries"
    except InputError as error:
        said = " ".join(str(error).split())[:50]
    return max(time.process_time() - started, 1e-6), said


def _peak() -> int:
    """The most memory that this process has taken, in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


if __name__ == "__main__":
    main()
