"""What the program costs before it works: CPU seconds of `resolver --help` and of a citation from kept answers.

    python benchmarks/startup.py [-n 10] [--smoke]

CPU seconds (user and system) of the process, the least and the median of several runs, and beside them what a fixed
set of the standard library's modules costs to import on the same machine at the same time. `--smoke` fails when a
command costs more than so many times that, so that an import at the wrong place is noticed and a slow or busy machine
is not.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = "import sys; from resolver.cli import main; sys.exit(main())"
YARDSTICK = "import asyncio, email.message, http.client, logging.config, sqlite3, unittest, xml.dom.minidom"
COMMANDS = {
    "resolver --help": (["--help"], 1.2),
    "resolver cite 2106.01702 --offline": (["cite", "2106.01702", "--offline"], 3.5),
}
"""Arguments, and what `--smoke` allows: so many times the yardstick."""


def cpu_seconds(code: str, arguments: list[str], cache: str) -> float:
    """CPU seconds of one run of Python in the checkout, whose `cache/` has the answers, without the user's settings."""
    ours = ("RESOLVER_", "PYTHONDONTWRITEBYTECODE")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env={**clean, "RESOLVER_CACHE_DIR": cache, "PYTHONPYCACHEPREFIX": cache},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def best_of(runs: int, name: str, code: str, arguments: list[str], cache: str) -> float:
    """The least CPU seconds of several runs, after one that writes the compiled modules; printed with the median."""
    cpu_seconds(code, arguments, cache)
    took = [cpu_seconds(code, arguments, cache) for _ in range(runs)]
    print(f"{name}: {min(took):.3f} s CPU at least, {statistics.median(took):.3f} s median of {runs}")
    return min(took)


def main() -> int:
    """Measure and print; 1 when `--smoke` finds a command too slow."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-n", type=int, default=10, help="runs of each command")
    parser.add_argument("--smoke", action="store_true", help="fail when a command has become slow")
    chosen = parser.parse_args()
    slow = []
    with tempfile.TemporaryDirectory() as cache:
        yardstick = best_of(chosen.n, "the yardstick", YARDSTICK, [], cache)
        for name, (arguments, limit) in COMMANDS.items():
            least = best_of(chosen.n, name, PROGRAM, arguments, cache)
            print(f"    {least / yardstick:.2f} times the yardstick; at most {limit:g} is allowed")
            if least > limit * yardstick:
                slow.append(name)
    if chosen.smoke and slow:
        print("too slow: " + ", ".join(slow))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
