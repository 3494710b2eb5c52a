"""What a weekly refresh of a settled list asks of the services, costs and takes at the permitted pace.

    python benchmarks/weeks.py --data ../shared/data

Rows are a random sample (fixed seed) of what people wrote in public lists, those of them that are resolved
without a doubt. The list is refreshed once with an empty cache, then once a week with nothing new in the
world, until every entry has had its turn. Needs `../shared/sim/server.py` beside the data, which it starts
itself. `--smoke` takes a few rows.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import cost
from cases import Case

from resolver.cli import main as resolver
from resolver.refreshing.due import TURNS

START = date(2026, 1, 5)
SURPLUS = 1.5
"""Rows to draw for each settled one."""


def settled(data: Path, server: Path, folder: Path, count: int, seed: int) -> list[Case]:
    """Rows that are matched when they are looked up for the first time."""
    cases = cost.sample(data, int(count * SURPLUS), seed)
    with cost.playing(server) as free:
        figures = cost.resolve(cases, data, free, cost.fresh(folder / "chosen", folder / "index"), 0.0)
    return [c for c, r in zip(cases, figures.resolutions, strict=True) if r.status == "matched"][:count]


def write_list(cases: Sequence[Case], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["title", "authors", "year", "url"])
        table.writerows([c.entry.title, c.entry.authors, c.entry.year, ""] for c in cases)


def week(number: int, data: Path, address: str, cache: Path) -> str:
    """One refresh; a row of the table."""
    files = [path for path in (Path("entries.csv"), Path("resolver.lock")) if path.exists()]
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}
    cost.ask(address, "reset", b"{}")
    began = time.monotonic()
    status = resolver(
        ["refresh", "entries.csv", "-q", "--json", "changes.json", "--cache-dir", str(cache), "--snapshot", "none",
         "--max-age", "0", "--as-of", (START + timedelta(weeks=number)).isoformat(),
         "--acl-url", str(data / "acl" / "anthology.bib.gz"), "--arxiv-url", f"{address}/arxiv/api/query",
         "--openalex-url", f"{address}/openalex"]
    )  # fmt: skip
    seconds = time.monotonic() - began
    seen = cost.ask(address, "stats")
    (told,) = json.loads(Path("changes.json").read_bytes())["lists"]
    asked = ", ".join(f"{n} {reason}" for reason, n in told["asked"].items())
    same = before == {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files} and len(files) == 2
    requests, paid = seen["requests"], seen["openalex_credits"]
    return (
        f"| {number} | {asked} | {requests.get('arxiv', 0)} | {requests.get('openalex', 0)} | {paid} "
        f"| ${paid / 10_000:.4f} | {seconds:.0f} | {len(told['changes'])} | {status} "
        f"| {'untouched' if same else 'written'} |"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=cost.SEED)
    parser.add_argument("--smoke", action="store_true", help="a few rows, to see that it runs")
    options = parser.parse_args()
    data, server = options.data.absolute(), options.data.absolute().parent / "sim" / "server.py"
    if not server.is_file():
        print(f"skipped: {server} is not there, and nothing else plays the services")
        return
    os.environ |= {"OPENALEX_API_KEY": "a-key", "RESOLVER_ARXIV_DELAY": "0" if options.smoke else "3"}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cost.build_index(data, folder / "index")
        cases = settled(data, server, folder, 10 if options.smoke else options.rows, options.seed)
        os.chdir(folder)
        write_list(cases, Path("entries.csv"))
        cache = cost.fresh(folder / "cache", folder / "index")
        print(f"{len(cases)} settled rows\n")
        print("| week | asked about | arXiv | OpenAlex | credits | cost | seconds | changes | status | files |")
        print("|---:|---|---:|---:|---:|---:|---:|---:|---:|---|")
        with cost.playing(server, *([] if options.smoke else ["--pace"])) as address:
            rows = [week(number, data, address, cache) for number in range(TURNS + 1)]
            print("\n".join(rows))
        os.chdir("/")
    # the first week may still find a publication that a look for a new entry, which stops when it is sure, has not
    if any(not row.endswith("| 0 | 0 | untouched |") for row in rows[2:]):
        sys.exit("a refresh with nothing new changed something")


if __name__ == "__main__":
    main()
