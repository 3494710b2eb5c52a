"""How much of real lists the readers find, and how fast lists are read and filled.

    python benchmarks/reading.py --data ../shared/data

For each list whose papers were marked by hand: how many of them are read with the right title in the right
line, how many entries are read beyond them, and how far authors, venue and year agree where the marks give
them. `--beyond` shows those entries, `--speed` times a database of 20,000 entries and a list of 10,000 lines.
`--smoke` prints the table.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from resolver import readers
from resolver.filling import fill
from resolver.merge import merge
from resolver.model import Candidate, Decision, Document, Entry, Record, Resolution
from resolver.sources.acl import bibtex
from resolver.text import author_lists, names, titles


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--beyond", action="store_true", help="show what is read beyond the marked papers")
    parser.add_argument("--missed", action="store_true", help="show the marked papers that are not found")
    parser.add_argument("--speed", action="store_true", help="time large lists")
    parser.add_argument("--smoke", action="store_true", help="the table alone")
    arguments = parser.parse_args()
    lists = sorted(arguments.data.glob("raw_dev/*.gold.csv"))
    if not lists:
        sys.exit(f"{arguments.data}: there are no marked lists; nothing was measured")
    print("| list | marked | found | recall | beyond | authors | venue | year | seconds |\n|---|" + "--:|" * 8)
    for gold in lists:
        print(measure(gold, beyond=arguments.beyond, missed=arguments.missed))
    if arguments.speed and not arguments.smoke:
        speed(arguments.data)
        print(f"1,500 items in Markdown: read in {seconds_of_items():.2f} s of the processor, at best of three")


def measure(gold: Path, *, beyond: bool, missed: bool) -> str:
    """One row of the table."""
    path = gold.with_suffix("").with_suffix("")
    started = time.perf_counter()
    entries = readers.read(path).entries
    took = time.perf_counter() - started
    with gold.open(encoding="utf-8", newline="") as lines:
        marked = list(csv.DictReader(lines))
    at = {(titles.key(e.title), e.line): e for e in entries}
    pairs = [(row, at.get((titles.key(row["title_as_written"]), int(row["line"])))) for row in marked]
    found = [(row, entry) for row, entry in pairs if entry]
    known = {id(entry) for _, entry in found}
    if missed:
        print(*(f"  missed, line {row['line']}: {row['title_as_written']}" for row, e in pairs if not e), sep="\n")
    if beyond:
        print(*(f"  beyond, line {e.line}: {e.title} | {e.links}" for e in entries if id(e) not in known), sep="\n")
    shares = " | ".join(agreement(found, *check) for check in CHECKS)
    name = path.name.removesuffix("__README.md")
    recall = f"{len(found) / len(marked):.1%}"
    return f"| {name} | {len(marked)} | {len(found)} | {recall} | {len(entries) - len(known)} | {shares} | {took:.2f} |"


def agreement(found: Sequence[tuple[dict[str, str], Entry]], column: str, same: Callable[[str, Entry], bool]) -> str:
    """In how many of the rows that give a value the entry says the same."""
    given = [(row[column], entry) for row, entry in found if row[column]]
    return f"{sum(same(*pair) for pair in given)}/{len(given)}" if given else "-"


def _authors(value: str, entry: Entry) -> bool:
    mine, theirs = author_lists.parse_authors(entry.authors), author_lists.parse_authors(value)
    return [names.family_key(p) for p in mine.people] == [names.family_key(p) for p in theirs.people]


def _venue(value: str, entry: Entry) -> bool:
    """The same words; the marks have the year in the venue, the entries beside it."""
    return titles.key(entry.venue + entry.year) in (titles.key(value), titles.key(value) + entry.year)


CHECKS: tuple[tuple[str, Callable[[str, Entry], bool]], ...] = (
    ("authors_as_written", _authors),
    ("venue_as_written", _venue),
    ("year_as_written", lambda value, entry: value == entry.year),
)


# ------------------------------------------------------------------ speed


def speed(data: Path, count: int = 20_000) -> None:
    """Read and fill large lists with what was found for them at hand."""
    records = [r for r in _some(bibtex.read_export(data / "acl" / "anthology.bib.gz"), count) if r.title and r.authors]
    database = "\n\n".join(
        f"@inproceedings{{key{n},\n  title = {{{r.title_tex}}},\n  author = {{{' and '.join(map(str, r.authors))}}},\n"
        f"  booktitle = {{{r.venue}}},\n  year = {{{r.year}}}\n}}"
        for n, r in enumerate(records)
    )
    listed = records[:9_998]
    lines = [f"* **{r.title}** — {r.authors[0]} *et al.*, {r.year}. [[link]](XXX)" for r in listed]
    for name, text, known in (("refs.bib", database, records), ("README.md", "# L\n\n" + "\n".join(lines), listed)):
        started = time.perf_counter()
        document = readers.read_text(text, name)
        read = time.perf_counter() - started
        found = _matched(document, known)
        started = time.perf_counter()
        done = fill(document, found)
        took = time.perf_counter() - started
        size = f"{len(text) / 1e6:.1f} MB, {len(document.entries)} entries"
        print(f"{name} ({size}): read in {read:.1f} s, filled in {took:.1f} s with {len(done.edits)} edits")


def seconds_of_items(count: int = 1_500) -> float:
    """Seconds of the processor that a list of so many items takes to be read, at best of three times."""
    item = "* **Title number {0} of a Long Paper: with Words** — A. Author, B. Author *et al.*, 2020. [[link]]({1})"
    link = "https://arxiv.org/abs/2{0}01.{1:05}"
    lines = [item.format(n, link.format(n % 10, n)) for n in range(count)]
    taken = []
    for again in range(3):
        started = time.process_time()
        readers.read_text(f"# List {again}\n\n" + "\n".join(lines), "README.md")
        taken.append(time.process_time() - started)
    return min(taken)


def _some(records: Iterator[Record], count: int) -> Iterator[Record]:
    for number, record in enumerate(records):
        if number >= count:
            return
        yield record


def _matched(document: Document, records: Sequence[Record]) -> list[Resolution]:
    by_title = {titles.key(r.title): r for r in records}
    decision = Decision(status="matched", confidence=1.0, reason="")
    found = []
    for entry in document.entries:
        if record := by_title.get(titles.key(entry.title)):
            best = Decision(
                status=decision.status,
                confidence=1.0,
                reason="",
                candidates=(Candidate(records=(record,), probability=1.0),),
            )
            found.append(Resolution(entry=entry, decision=best, work=merge((record,))))
    return found


if __name__ == "__main__":
    main()
