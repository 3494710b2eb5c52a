"""How much memory and disk a long list takes.

    python benchmarks/long_list.py --data ../shared/data --rows 50000

Rows of real lists, each again and again with another word in its title, go through `resolver run` against a
server that plays the services, without a pace. Prints the peak memory of the run, what its files and its
cache take, and the requests. Needs `../shared/sim/server.py` beside the data, which it starts itself.
`--smoke` takes a few hundred rows.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# see requests.py, which has the name of a package that others need
sys.path.append(sys.path.pop(0))


def main() -> None:
    """Make the list, run it, print."""
    import cost

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--smoke", action="store_true", help="a few hundred rows, to see that it runs")
    options = parser.parse_args()
    server = options.data.parent / "sim" / "server.py"
    if not server.is_file():
        print(f"skipped: {server} is not there, and nothing else plays the services")
        return
    rows = 300 if options.smoke else options.rows
    with tempfile.TemporaryDirectory() as name, cost.playing(server) as address:
        folder = Path(name)
        cost.build_index(options.data, folder / "index")
        write_list(options.data, folder / "list.csv", rows)
        cache = cost.fresh(folder / "cache", folder / "index")
        began = time.monotonic()
        run(folder, options.data, address, cache)
        seconds = time.monotonic() - began
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        seen = cost.ask(address, "stats")
        sizes = {p.name: p.stat().st_size / 1e6 for p in (*(folder / "out").iterdir(), cache / "answers.sqlite")}
    print(f"{rows} rows: {seconds:.0f} s, peak memory {peak:.0f} MB")
    print(f"requests: {seen['requests']}, {seen['openalex_credits']} credits")
    print(", ".join(f"{name} {size:.1f} MB" for name, size in sorted(sizes.items())))
    print(f"cache for 5,000 rows: {sizes['answers.sqlite'] / rows * 5000:.1f} MB")


def write_list(data: Path, path: Path, rows: int) -> None:
    """Rows of real lists as they are, then again with their last word said twice, and so on."""
    import cost

    cases = cost.sample(data, min(rows, 12_000), cost.SEED)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("title", "authors", "year", "venue"))
        for n in range(rows):
            e = cases[n % len(cases)].entry
            again = " ".join(e.title.split()[-1:] * (n // len(cases)))
            writer.writerow((f"{e.title} {again}".strip(), e.authors, e.year, e.venue))


def run(folder: Path, data: Path, address: str, cache: Path) -> None:
    """`resolver run` as a process of its own."""
    clean = {n: v for n, v in os.environ.items() if not n.startswith("RESOLVER_")}
    done = subprocess.run(
        [sys.executable, "-m", "resolver", "run", str(folder / "list.csv"), "-o", str(folder / "out"), "-q"],
        check=False,
        env={
            **clean,
            "RESOLVER_ACL_URL": str((data / "acl" / "anthology.bib.gz").absolute()),
            "RESOLVER_ARXIV_URL": f"{address}/arxiv/api/query",
            "RESOLVER_ARXIV_DELAY": "0",
            "RESOLVER_OPENALEX_URL": f"{address}/openalex",
            "RESOLVER_CACHE_DIR": str(cache),
            "RESOLVER_SNAPSHOT": "none",
            "OPENALEX_API_KEY": "a-key",
        },
    )
    if done.returncode:
        print(f"the run ended with status {done.returncode}")


if __name__ == "__main__":
    main()
