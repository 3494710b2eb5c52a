"""Refreshes under random faults for as long as is wanted: is anything lost, believed, leaked, or left wrong?

    python benchmarks/soak.py --data ../shared/data --minutes 60

Each round starts a server of its own, with a budget of its own, that fails at random (fixed seed). Odd rounds refresh a
list as a person wrote it, with an empty cache; then, with every service well again, once more for each week of a turn:
the list must be what it is where nothing ever failed. Even rounds refresh a list that is settled: it must stay as it
is. Each refresh must end with a status that it documents, within the time that dead services may take, without a
traceback, without the key in any file or line, and with every cell that the person filled as it was.
Needs `../shared/sim/server.py` beside the data. `--smoke` makes two short rounds.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

# see requests.py, which has the name of a package that others need
sys.path.append(sys.path.pop(0))

SEED = 20260101
START = date(2026, 1, 5)
WEEKS = 5
"""Refreshes after which every row of a list has had its turn."""

KEY = "soak-key-that-nobody-may-see"
FAULTS = (
    "500", "502", "503", "504", "403", "404", "405", "406", "429:1", "429:7200", "reset", "hang:4", "hang:30", "slow:2",
    "stall:3", "cut", "html", "empty", "garbage", "emptypage", "timedout", "partial",
)  # fmt: skip
BUDGETS = (5, 40, 1_000, 10_000)
"""Credits of a day: some end in the middle of a refresh."""

ENDS = (0, 4, 5, 10, 11)
LONGEST = 90.0
"""Seconds of a refresh of a short list; twenty for dead services, the rest for answers that are slow on purpose."""


@dataclass
class Findings:
    """What went on, and what was wrong."""

    refreshes: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    longest: float = 0.0


def main() -> None:
    """Soak, and say what was found."""
    import cost

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--rows", type=int, default=40)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--smoke", action="store_true", help="two rounds of a few rows, to see that it runs")
    options = parser.parse_args()
    server = options.data.parent / "sim" / "server.py"
    if not server.is_file():
        print(f"skipped: {server} is not there, and nothing else plays the services")
        return
    began, findings = time.monotonic(), Findings()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cost.build_index(options.data, folder / "index")
        entries = [c.entry for c in cost.sample(options.data, 8 if options.smoke else options.rows, options.seed)]
        with (folder / "list.csv").open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            table.writerow(("title", "authors", "year", "url", "doi"))
            table.writerows((e.title, e.authors, e.year, "", "") for e in entries)
        soak = Soak(folder, options.data, server, random.Random(options.seed), findings)
        soak.settle()
        rounds = 0
        while rounds < 2 if options.smoke else time.monotonic() - began < options.minutes * 60:
            rounds += 1
            (soak.refresh_new if rounds % 2 else soak.refresh_settled)(rounds)
    minutes = (time.monotonic() - began) / 60
    ends = ", ".join(f"{status} {count} times" for status, count in sorted(findings.statuses.items()))
    print(
        f"{minutes:.1f} minutes, {rounds} rounds, {findings.refreshes} refreshes, the longest {findings.longest:.0f} s"
    )
    print(f"exit statuses: {ends}")
    print(f"{len(findings.wrong)} things that were wrong", *findings.wrong, sep="\n* ")
    sys.exit(1 if findings.wrong else 0)


class Soak:
    """Rounds over one list."""

    def __init__(self, folder: Path, data: Path, server: Path, chance: random.Random, findings: Findings) -> None:
        self.folder, self.data, self.server, self.chance, self.findings = folder, data, server, chance, findings
        self.original = (folder / "list.csv").read_bytes()
        self.settled: dict[str, bytes] = {}

    def settle(self) -> None:
        """What becomes of the list where nothing fails."""
        import cost

        place = self._begin("settled", {"list.csv": self.original})
        with cost.playing(self.server) as address:
            for week in range(WEEKS):
                self._refresh(place, address, week, "undisturbed")
        self.settled = {name: (place / name).read_bytes() for name in ("list.csv", "resolver.lock")}

    def refresh_new(self, number: int) -> None:
        """A list that nobody has looked up yet, under faults, and then without."""
        import cost

        place = self._begin(f"round-{number}", {"list.csv": self.original})
        with cost.playing(self.server, "--budget", str(self.chance.choice(BUDGETS))) as address:
            said = self._break(address)
            self._refresh(place, address, 0, f"round {number}, {said}")
        with cost.playing(self.server) as address:
            for week in range(1, WEEKS + 1):
                self._refresh(place, address, week, f"round {number}, well again after {said}")
        for was, now in zip(rows(self.settled["list.csv"]), rows((place / "list.csv").read_bytes()), strict=True):
            if was != now:
                self.findings.wrong.append(f"round {number}, {said}: {now} and not {was}")

    def refresh_settled(self, number: int) -> None:
        """A list in which all is told, under faults."""
        import cost

        place = self._begin(f"round-{number}", self.settled)
        with cost.playing(self.server, "--budget", str(self.chance.choice(BUDGETS))) as address:
            said = self._break(address)
            self._refresh(place, address, WEEKS + 1, f"round {number}, {said}")
        if (place / "list.csv").read_bytes() != self.settled["list.csv"]:
            self.findings.wrong.append(f"round {number}, {said}: a settled list was changed")

    def _begin(self, name: str, files: Mapping[str, bytes]) -> Path:
        import cost

        place = self.folder / name
        cost.fresh(place, self.folder / "index")
        for file, content in files.items():
            (place / file).write_bytes(content)
        return place

    def _break(self, address: str) -> str:
        """Let the services fail at random; returns how."""
        import json

        import cost

        def some() -> list[str]:
            return [
                f"{self.chance.choice(FAULTS)}*{self.chance.randint(1, 6)}" for _ in range(self.chance.randint(0, 3))
            ]

        faults = {service: some() for service in ("arxiv", "openalex")}
        cost.ask(address, "faults", json.dumps(faults).encode())
        return " ".join(f"{service}: {','.join(kinds) or 'well'}" for service, kinds in faults.items())

    def _refresh(self, place: Path, address: str, week: int, what: str) -> None:
        clean = {n: v for n, v in os.environ.items() if not n.startswith(("RESOLVER_", "OPENALEX_"))}
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "resolver", "refresh", "list.csv", "--as-of",
             (START + timedelta(weeks=week)).isoformat(), "--max-age", "0", "--json", "changes.json"],
            cwd=place, capture_output=True, text=True, check=False,
            env={
                **clean, "RESOLVER_ACL_URL": str((self.data / "acl" / "anthology.bib.gz").absolute()),
                "RESOLVER_ARXIV_URL": f"{address}/arxiv/api/query", "RESOLVER_ARXIV_DELAY": "0",
                "RESOLVER_OPENALEX_URL": f"{address}/openalex", "RESOLVER_CACHE_DIR": str(place),
                "RESOLVER_SNAPSHOT": "none", "OPENALEX_API_KEY": KEY,
            },
        )  # fmt: skip
        seconds = time.monotonic() - began
        self.findings.refreshes += 1
        self.findings.statuses[done.returncode] += 1
        self.findings.longest = max(self.findings.longest, seconds)
        self.findings.wrong += [f"{what}: {wrong}" for wrong in self._examine(place, done, seconds)]

    def _examine(self, place: Path, done: subprocess.CompletedProcess[str], seconds: float) -> list[str]:
        """What is wrong with one refresh."""
        said = done.stdout + done.stderr
        files = [path for path in place.iterdir() if path.is_file()]
        leaked = [path.name for path in files if KEY.encode() in path.read_bytes()]
        kept = all(
            all(not cell or cell == there for cell, there in zip(before, after, strict=True))
            for before, after in zip(rows(self.original), rows((place / "list.csv").read_bytes()), strict=True)
        )
        wrong = [
            (done.returncode not in ENDS, f"exit status {done.returncode}: {said[-300:]}"),
            ("Traceback" in said, f"a traceback: {said[-300:]}"),
            (seconds > LONGEST, f"{seconds:.0f} s"),
            (bool(leaked) or KEY in said, f"the key is in {', '.join(leaked) or 'what is said'}"),
            (not kept, "a cell that a person filled is another one"),
        ]
        return [text for is_wrong, text in wrong if is_wrong]


def rows(content: bytes) -> Sequence[Sequence[str]]:
    """The cells of a table."""
    return list(csv.reader(content.decode("utf-8").splitlines()))


if __name__ == "__main__":
    main()
