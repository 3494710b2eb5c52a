"""Kills commands at random moments and goes on with them: is anything lost or other than it was, what is asked twice?

    python benchmarks/kills.py --data ../shared/data

A list of real rows goes through each command that writes (run, fill --in-place, render, refresh, review) once
undisturbed. Then, with an empty cache each time, the same command is killed (SIGKILL) at a random moment (fixed seed)
and started again. Right after the kill the list must be what the person wrote or what the command makes of it, as a
whole; in the end all files must be as they were undisturbed. Needs `../shared/sim/server.py` beside the data, which it
starts itself. `--smoke` takes few rows and kills.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import shutil
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

COMMANDS = {
    "run": ("run", "list.csv", "-o", "out", "-q"),
    "fill": ("fill", "list.csv", "--in-place", "-q"),
    "render": ("render", "list.csv", "--to", "markdown", "-o", "page.md", "-q"),
    "refresh": ("refresh", "list.csv", "--as-of", "2026-01-05", "-q"),
    "review": ("review", "list.csv", "--row", "3", "--never-touch"),
}
WRITTEN = ("list.csv", "resolver.lock", "page.md", "enriched.csv", "references.bib", "report.json")
ENDS = (0, 10, 11)


def main() -> None:
    """Run, kill, go on, compare."""
    import cost

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--rows", type=int, default=100)
    parser.add_argument("--kills", type=int, default=100, help="of each command")
    parser.add_argument("--only", choices=COMMANDS, help="this command alone")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--smoke", action="store_true", help="a few rows and kills, to see that it runs")
    options = parser.parse_args()
    server = options.data.parent / "sim" / "server.py"
    if not server.is_file():
        print(f"skipped: {server} is not there, and nothing else plays the services")
        return
    rows, kills = (20, 2) if options.smoke else (options.rows, options.kills)
    entries = [c.entry for c in cost.sample(options.data, rows, options.seed)]
    chance = random.Random(options.seed)
    bad = 0
    with (
        tempfile.TemporaryDirectory() as name,
        cost.playing(server, "--latency", "0.03") as address,
    ):
        folder = Path(name)
        cost.build_index(options.data, folder / "index")
        with (folder / "list.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("title", "authors", "year", "venue", "url", "doi"))
            writer.writerows((e.title, e.authors, e.year, e.venue, "", "") for e in entries)
        for command in [options.only] if options.only else COMMANDS:
            bad += kill_often(Trials(command, folder, options.data, address), kills, chance)
    if bad:
        sys.exit(f"{bad} kills lost something, or ended in other files")


def kill_often(trials: Trials, kills: int, chance: random.Random) -> int:
    """Kill one command so often; how many times something was not as it must be."""
    undisturbed, seconds = trials.undisturbed()
    whole = trials.sent()
    lost = different = repeated = most = 0
    for n in range(1, kills + 1):
        kept, same, twice = trials.killed(n, chance.uniform(0.05, seconds), undisturbed)
        lost, different, repeated, most = lost + (not kept), different + (not same), repeated + twice, max(most, twice)
    print(
        f"{trials.command:8} {kills} kills within {seconds:.1f} s: lists spoiled {lost}, other files in the end "
        f"{different}; {whole} requests undisturbed, {repeated / kills:.1f} of them twice, at most {most}",
        flush=True,
    )
    return lost + different


class Trials:
    """Runs of one command over one list, each in a folder and with a cache of its own."""

    def __init__(self, command: str, folder: Path, data: Path, address: str) -> None:
        self.command, self.folder, self.data, self.address = command, folder, data, address
        self.original = (folder / "list.csv").read_bytes()

    def undisturbed(self) -> tuple[dict[str, Any], float]:
        """The files of a command that nobody disturbs, and the seconds it takes."""
        self._reset()
        place = self._begin("whole")
        began = time.monotonic()
        self._finish(place)
        return files(place), time.monotonic() - began

    def killed(self, number: int, moment: float, undisturbed: dict[str, Any]) -> tuple[bool, bool, int]:
        """Whether the list was whole after a kill, whether the files are the same in the end, requests sent twice."""
        self._reset()
        place = self._begin(f"killed-{number}")
        process = self._start(place)
        time.sleep(moment)
        process.kill()
        process.wait()
        kept = (place / "list.csv").read_bytes() in (self.original, undisturbed["list.csv"])
        self._finish(place)
        same = files(place) == undisturbed
        shutil.rmtree(place)
        return kept, same, self.sent() - len(self._log())

    def sent(self) -> int:
        """Requests since the last reset."""
        return self._log().total()

    def _log(self) -> Counter[tuple[str, str]]:
        import cost

        return Counter((call["path"], call["body"]) for call in cost.ask(self.address, "stats")["log"])

    def _reset(self) -> None:
        import cost

        cost.ask(self.address, "reset", b"{}")

    def _begin(self, name: str) -> Path:
        import cost

        place = self.folder / f"{self.command}-{name}"
        place.mkdir()
        cost.fresh(place / "kept", self.folder / "index")
        (place / "list.csv").write_bytes(self.original)
        return place

    def _start(self, place: Path) -> subprocess.Popen[bytes]:
        clean = {n: v for n, v in os.environ.items() if not n.startswith(("RESOLVER_", "OPENALEX_"))}
        return subprocess.Popen(
            [sys.executable, "-m", "resolver", *COMMANDS[self.command]],
            cwd=place,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={
                **clean,
                "RESOLVER_ACL_URL": str((self.data / "acl" / "anthology.bib.gz").absolute()),
                "RESOLVER_ARXIV_URL": f"{self.address}/arxiv/api/query",
                "RESOLVER_ARXIV_DELAY": "0",
                "RESOLVER_OPENALEX_URL": f"{self.address}/openalex",
                "RESOLVER_CACHE_DIR": "kept",
                "RESOLVER_SNAPSHOT": "none",
                "OPENALEX_API_KEY": "a-key",
            },
        )

    def _finish(self, place: Path) -> None:
        status = self._start(place).wait()
        if status not in ENDS:
            sys.exit(f"{self.command} ended with status {status}")


def files(folder: Path) -> dict[str, Any]:
    """What a command wrote; of a report all but what may differ: times, and which answers had to be fetched."""
    found: dict[str, Any] = {p.name: p.read_bytes() for p in sorted(folder.glob("*")) if p.name in WRITTEN}
    found |= {f"out/{p.name}": p.read_bytes() for p in sorted(folder.glob("out/*")) if p.name in WRITTEN}
    if "out/report.json" in found:
        report = json.loads(found["out/report.json"])
        del report["times"], report["usage"]
        found["out/report.json"] = report
    return found


if __name__ == "__main__":
    main()
