"""How fast the local title index is built and asked, beside two plain ways to do the same.

    python benchmarks/index_speed.py [ANTHOLOGY.bib.gz] [--titles GOLD.csv.gz] [--smoke]

Titles are those that people wrote (the column `title` of a CSV file); without such a file they are
made from the index's own by dropping a letter of every second one. Everything runs on one core.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import random
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from rapidfuzz import fuzz, process

from resolver.index import TitleIndex, build_index
from resolver.sources.acl import bibtex
from resolver.text import titles

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
SAMPLE = 3000


def main() -> None:
    options = arguments()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "acl.sqlite"
        # In a process of its own, so that the memory of asking can be told from that of building.
        builder = get_context("spawn").Process(target=make_index, args=(options.bib, path, options.smoke))
        builder.start()
        builder.join()
        if builder.exitcode:
            sys.exit(builder.exitcode)
        begun = time.perf_counter()
        index = TitleIndex.open(path)
        index.info()
        print(f"open                    {(time.perf_counter() - begun) * 1e3:.1f} ms")
        asked = written(path, Path() if options.smoke else options.titles, 300 if options.smoke else 20_000)
        report(index, asked)
        compare(all_titles(path), asked[: 20 if options.smoke else 200])


def make_index(bib: Path, path: Path, smoke: bool) -> None:
    records = bibtex.read_export(bib)
    stats = build_index(path, islice(records, SAMPLE) if smoke else records, {})
    print(f"records                 {stats.records:,}, {stats.words:,} different words, {stats.bytes / 1e6:.0f} MB")
    print(f"parse and index         {stats.seconds:.2f} s")
    print(f"peak memory, building   {memory():.0f} MB", flush=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("bib", type=Path, nargs="?", default=SHARED / "acl" / "anthology.bib.gz")
    parser.add_argument("--titles", type=Path, default=SHARED / "gold_dev.csv.gz")
    parser.add_argument("--smoke", action="store_true", help=f"only the first {SAMPLE:,} entries, in a few seconds")
    options = parser.parse_args()
    if not options.bib.exists():
        sys.exit(f"{options.bib}: there is no such file; name the Anthology's BibTeX export")
    return options


def all_titles(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    found = [stems for (stems,) in connection.execute("SELECT stems FROM doc ORDER BY id")]
    connection.close()
    return found


def written(index: Path, path: Path, most: int) -> list[str]:
    if path.is_file():
        with gzip.open(path, "rb") as file:
            found = [row["title"] for row in csv.DictReader(io.TextIOWrapper(file, "utf-8"))]
    else:
        found = [t if n % 2 else t[: len(t) // 2] + t[len(t) // 2 + 1 :] for n, t in enumerate(own_titles(index))]
    return random.Random(1).sample(found, min(most, len(found)))


def own_titles(path: Path) -> list[str]:
    """Titles of the index as its records have them."""
    index = TitleIndex.open(path)
    return [record.title for stems in all_titles(path)[::10] for record in index.find_similar(stems, limit=1)[:1]]


def report(index: TitleIndex, asked: Sequence[str]) -> None:
    """Single questions first, on an index that has just been opened; then all of them as a batch."""
    exact = [title for title in asked if index.find_exact(title)]
    other = [title for title in asked if not index.find_exact(title)]
    chance = random.Random(2)
    noisy = [spoiled(title, chance) for title in exact]
    print(f"exact title             {times(index.find_exact, exact)}")
    print(f"the same, two slips     {times(index.find_similar, noisy)}")
    found = sum(
        titles.key(t) in {titles.key(r.title) for r in index.find_similar(n)} for t, n in zip(exact, noisy, strict=True)
    )
    print(f"  of these found        {found / len(exact):.2%}")
    print(f"titles not in the index {times(index.find_similar, other)}")
    begun = time.process_time()
    for title in asked:
        if not index.find_exact(title):
            index.find_similar(title)
    seconds = time.process_time() - begun
    print(f"batch, exact or similar {len(asked) / seconds:,.0f} titles/s ({len(exact)} of {len(asked)} exact)")
    exact_begun = time.process_time()
    for title in exact:
        if not index.find_exact(title):
            index.find_similar(title)
    print(f"  those in the index    {len(exact) / (time.process_time() - exact_begun):,.0f} titles/s")
    print(f"peak memory, asking     {memory():.0f} MB")


def compare(every: Sequence[str], asked: Sequence[str]) -> None:
    """What the same titles cost by a scan of all of them, and by a full-text query for any of their words."""
    folded = [" ".join(titles.words(title)) for title in asked]
    scan = times(lambda title: process.extract(title, every, scorer=fuzz.ratio, limit=20), folded)
    print(f"rapidfuzz over all      {scan}")
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(title)")
    connection.executemany("INSERT INTO t VALUES (?)", ((title,) for title in every))

    def search(title: str) -> list[object]:
        query = " OR ".join(f'"{word}"' for word in title.split())
        return connection.execute("SELECT title FROM t WHERE t MATCH ? ORDER BY rank LIMIT 20", (query,)).fetchall()

    print(f"FTS5, any of the words  {times(search, [title for title in folded if title])}")


def spoiled(title: str, chance: random.Random) -> str:
    """A letter lost and two swapped."""
    for _ in range(2):
        at = chance.randrange(max(1, len(title) - 1))
        title = title[:at] + title[at + 1 : at + 2] + title[at : at + 1] + title[at + 2 :]
        title = title[: len(title) // 3] + title[len(title) // 3 + 1 :] if chance.random() < 0.5 else title
    return title


def times(ask: Callable[[str], object], asked: Sequence[str]) -> str:
    taken = []
    for title in asked:
        begun = time.perf_counter()
        ask(title)
        taken.append((time.perf_counter() - begun) * 1e3)
    taken.sort()
    return f"median {statistics.median(taken):.3f} ms, p95 {taken[int(len(taken) * 0.95)]:.3f} ms"


def memory() -> float:
    """Peak resident memory of this process in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3


if __name__ == "__main__":
    main()
