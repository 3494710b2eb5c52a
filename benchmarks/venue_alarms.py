"""How often a wrong venue is told, and a right one doubted, for works of this field and of others.

    python benchmarks/venue_alarms.py --data ../shared/data --markdown venue_alarms.md

Each record that names a venue is listed once with that, and with the short names of two meetings of this field that it
is not of. Only the comparison is measured: no network, a few seconds.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from cases import SEED

from resolver.checking import problems
from resolver.claims import parse_claim
from resolver.merge import merge
from resolver.model import Entry, Identifier, Record, WorkType
from resolver.text import titles, venues

MEETINGS = ("ICML", "NeurIPS", "ICLR", "CVPR", "ACL", "EMNLP", "AAAI", "KDD", "SIGIR", "CHI", "ICCV", "IJCAI")
SETS = (("this field", "works.jsonl.gz"), ("others, as references cite them", "works_references.jsonl.gz"))


def records(path: Path, count: int) -> Iterator[Record]:
    """Records that name a venue, taken at random."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        every = (json.loads(line) for line in file)
        raws = [raw for raw in every if raw.get("venue") and raw.get("title") and raw.get("type") != "preprint"]
    for raw in random.Random(SEED).sample(raws, min(count, len(raws))):
        kind: WorkType = "inproceedings" if raw.get("type_crossref") == "proceedings-article" else "article"
        yield Record(
            source="openalex",
            ids=(Identifier("openalex", raw["id"].rsplit("/", 1)[-1]),),
            title=titles.plain(raw["title"]),
            year=raw.get("publication_year"),
            venue=raw["venue"],
            type=kind,
            volume=str(raw.get("volume") or ""),
        )


def has_alarm(record: Record, venue: str) -> bool:
    """Whether an entry of the record's title and year that lists this venue gets an alarm about it."""
    entry = Entry(row=1, title=record.title, year=str(record.year or ""), venue=venue)
    found = problems.find_problems(parse_claim(entry), merge((record,)), (record,), ())
    return any(p.kind == "venue" for p in found)


def measure(path: Path, count: int) -> tuple[int, int, int, int]:
    """Wrong venues, those of them that are told, right ones, and those of them that are doubted."""
    rng = random.Random(SEED)
    wrong = told = right = doubted = 0
    for record in records(path, count):
        own = venues.find_labels(record.venue)
        for meeting in rng.sample(MEETINGS, 2):
            if meeting.lower() not in own:
                wrong += 1
                told += has_alarm(record, f"{meeting} {record.year or ''}".strip())
        right += 1
        doubted += has_alarm(record, record.venue)
    return wrong, told, right, doubted


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--count", type=int, default=2000, help="records of each set")
    parser.add_argument("--markdown", type=Path)
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        sys.exit(f"{arguments.data}: there is no such folder; nothing was measured")
    lines = ["| works of | wrong venues | told | right venues | doubted |", "|---|---|---|---|---|"]
    for name, file in SETS:
        wrong, told, right, doubted = measure(arguments.data / file, arguments.count)
        lines.append(f"| {name} | {wrong} | {told / wrong:.1%} | {right} | {doubted / right:.1%} |")
    text = "\n".join(lines) + "\n"
    print(text)
    if arguments.markdown:
        arguments.markdown.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
