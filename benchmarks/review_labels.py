"""Propose which labels of the development gold to set aside, for a review by eye.

    python benchmarks/review_labels.py --data ../shared/data > proposed.csv

A row is proposed when its kind says that the written title is recognisably the record's, but every
record in the data that carries a linked identifier bears another title (papers are retitled after a
list was written). The reviewed rows are in `benchmarks/set_aside.csv`; `accuracy.py` reports with and
without them.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import sys
from collections import defaultdict
from pathlib import Path

from cases import Case, gold
from rapidfuzz import fuzz

from resolver.identifiers import derive_related, parse
from resolver.model import Identifier
from resolver.sources.acl import bibtex
from resolver.text import decorations, titles

EASY = ("exact", "noisy", "typo", "acronym_added", "truncated", "subtitle_dropped")
ALIKE = 80.0
"""Similarity of the letters and digits of two titles (0 to 100) below which one is not recognisably the other."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    arguments = parser.parse_args()
    cases = [c for c in gold(arguments.data) if c.checked and c.present and c.kind in EASY]
    known = titles_by_id(arguments.data, {i for c in cases for i in c.right})
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("row_id", "reason"))
    for case in cases:
        if reason := retitled(case, known):
            writer.writerow((case.note, reason))


def titles_by_id(data: Path, wanted: set[Identifier]) -> dict[Identifier, set[str]]:
    """The titles of all records in the data that carry one of the identifiers."""
    found: defaultdict[Identifier, set[str]] = defaultdict(set)

    def note(ids: set[Identifier], title: str) -> None:
        for known in {*ids, *(r for i in ids for r in derive_related(i))} & wanted:
            found[known].add(title)

    for record in bibtex.read_export(data / "acl" / "anthology.bib.gz"):
        note(set(record.ids), record.title)
    with gzip.open(data / "arxiv.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            note({Identifier("arxiv", row["id"])}, row["title"])
    with gzip.open(data / "works.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            pages = [location[0] for location in row.get("locations", ())]
            links = [row.get("doi"), row.get("arxiv_id") and f"arXiv:{row['arxiv_id']}", *pages]
            if row.get("title"):
                note({i for link in links if link and (i := parse(link))}, row["title"])
    return found


def retitled(case: Case, known: dict[Identifier, set[str]]) -> str:
    """Why the label can't be used, or nothing."""
    listed = titles.key(decorations.strip_decorations(case.entry.title).title)
    own = {title: i for i in sorted(case.right) for title in known.get(i, ())}
    best = max(own, key=lambda t: fuzz.ratio(listed, titles.key(t)), default="")
    part = titles.key(best) in listed or listed in titles.key(best)
    if not best or part or fuzz.ratio(listed, titles.key(best)) >= ALIKE:
        return ""
    return f"retitled: {own[best]} is “{titles.plain(best)}”"


if __name__ == "__main__":
    main()
