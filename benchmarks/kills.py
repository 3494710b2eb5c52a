"""Kills a run at random moments and goes on with it: are its files the same, and how much is asked twice?

    python benchmarks/kills.py --data ../shared/data

A list of 300 real rows is resolved once undisturbed. Then, with an empty cache each time, the same run is
killed (SIGKILL) at a random moment (fixed seed) and started again. Needs `../shared/sim/server.py` beside the
data, which it starts itself. `--smoke` takes few rows and kills.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

# see requests.py, which has the name of a package that others need
sys.path.append(sys.path.pop(0))

SEED = 20260101


def main() -> None:
    """Run, kill, go on, compare."""
    import cost

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--rows", type=int, default=300)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--smoke", action="store_true", help="a few rows and kills, to see that it runs")
    options = parser.parse_args()
    server = options.data.parent / "sim" / "server.py"
    if not server.is_file():
        print(f"skipped: {server} is not there, and nothing else plays the services")
        return
    rows, kills = (40, 2) if options.smoke else (options.rows, options.kills)
    entries = [c.entry for c in cost.sample(options.data, rows, options.seed)]
    chance = random.Random(options.seed)
    with (
        tempfile.TemporaryDirectory() as name,
        cost.playing(server, "--latency", "0.03") as address,
    ):
        folder = Path(name)
        cost.build_index(options.data, folder / "index")
        with (folder / "list.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("title", "authors", "year", "venue"))
            writer.writerows((e.title, e.authors, e.year, e.venue) for e in entries)
        trials = Trials(folder, options.data, address)
        undisturbed, seconds = trials.undisturbed()
        print(f"{rows} rows, undisturbed: {trials.sent()} requests, {seconds:.1f} s", flush=True)
        bad = 0
        for n in range(1, kills + 1):
            moment = chance.uniform(0.2, seconds)
            same, repeated, before = trials.killed(n, moment, undisturbed)
            bad += not same
            print(
                f"kill {n:2} after {moment:5.2f} s and {before:3} requests: files {'equal' if same else 'DIFFER'}, "
                f"{trials.sent()} requests in all, {repeated} of them twice",
                flush=True,
            )
    if bad:
        sys.exit(f"{bad} of {kills} runs ended in other files")


class Trials:
    """Runs of one list, each with a cache of its own."""

    def __init__(self, folder: Path, data: Path, address: str) -> None:
        self.folder, self.data, self.address = folder, data, address

    def undisturbed(self) -> tuple[dict[str, Any], float]:
        """The files of a run that nobody disturbs, and the seconds it takes."""
        self._reset()
        cache = self._cache("whole")
        began = time.monotonic()
        self._finish(self.folder / "whole", cache)
        return files(self.folder / "whole"), time.monotonic() - began

    def killed(self, number: int, moment: float, undisturbed: dict[str, Any]) -> tuple[bool, int, int]:
        """Whether a killed and resumed run ends in the same files; requests sent twice, and before the kill."""
        self._reset()
        out, cache = self.folder / f"killed-{number}", self._cache(f"killed-{number}")
        process = self._start(out, cache)
        time.sleep(moment)
        process.kill()
        process.wait()
        before = self.sent()
        self._finish(out, cache)
        return files(out) == undisturbed, self.sent() - len(self._log()), before

    def sent(self) -> int:
        """Requests since the last reset."""
        return self._log().total()

    def _log(self) -> Counter[tuple[str, str]]:
        import cost

        return Counter((call["path"], call["body"]) for call in cost.ask(self.address, "stats")["log"])

    def _reset(self) -> None:
        import cost

        cost.ask(self.address, "reset", b"{}")

    def _cache(self, name: str) -> Path:
        import cost

        return cost.fresh(self.folder / f"cache-{name}", self.folder / "index")

    def _start(self, out: Path, cache: Path) -> subprocess.Popen[bytes]:
        clean = {n: v for n, v in os.environ.items() if not n.startswith("RESOLVER_")}
        return subprocess.Popen(
            [sys.executable, "-m", "resolver", "run", str(self.folder / "list.csv"), "-o", str(out), "-q"],
            env={
                **clean,
                "RESOLVER_ACL_URL": str((self.data / "acl" / "anthology.bib.gz").absolute()),
                "RESOLVER_ARXIV_URL": f"{self.address}/arxiv/api/query",
                "RESOLVER_ARXIV_DELAY": "0",
                "RESOLVER_OPENALEX_URL": f"{self.address}/openalex",
                "RESOLVER_CACHE_DIR": str(cache),
                "RESOLVER_SNAPSHOT": "none",
                "OPENALEX_API_KEY": "a-key",
            },
        )

    def _finish(self, out: Path, cache: Path) -> None:
        status = self._start(out, cache).wait()
        if status:
            sys.exit(f"a run ended with status {status}")


def files(folder: Path) -> dict[str, Any]:
    """The files of a run; of the report all but what may differ: times, and which answers had to be fetched."""
    found: dict[str, Any] = {p.name: p.read_bytes() for p in folder.iterdir()}
    report = json.loads(found["report.json"])
    del report["times"], report["usage"]
    return {**found, "report.json": report}


if __name__ == "__main__":
    main()
