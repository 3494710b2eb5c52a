"""How far preprint and publication of one paper lie apart: years, and authors in common.

    python benchmarks/preprint_gaps.py --data ../shared/data

Papers with a telling title that the Anthology and arXiv have exactly once are taken for one; the limits of
`resolver.match.works` come from what this prints.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter, defaultdict
from pathlib import Path

from resolver.match import works
from resolver.model import Record
from resolver.sources.acl import bibtex
from resolver.text import names, titles
from resolver.text.prepared import prepare, prepare_records


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    data = parser.parse_args().data
    published: dict[str, list[Record]] = defaultdict(list)
    for record in bibtex.read_export(data / "acl" / "anthology.bib.gz"):
        if record.type in ("inproceedings", "article"):
            published[titles.key(record.title)].append(record)
    years: Counter[int] = Counter()
    people: Counter[float] = Counter()
    with gzip.open(data / "arxiv.jsonl.gz", "rt", encoding="utf-8") as lines:
        for raw in map(json.loads, lines):
            same = published.get(titles.key(raw["title"]), [])
            if len(same) == 1 and raw.get("published") and prepare(raw["title"]).distinctiveness >= works.DEPOSITED:
                authors = tuple(map(names.parse_person, raw["authors"]))
                preprint = Record(source="arxiv", title=raw["title"], authors=authors, type="preprint")
                years[(same[0].year or 0) - int(raw["published"][:4])] += 1
                people[round(works.people_in_common(*prepare_records((preprint, same[0]))), 1)] += 1
    print(f"{years.total()} papers in both")
    for what, found in (("years from the preprint to the publication", years), ("authors in common", people)):
        print(f"{what}: papers", *(f"  {value}: {found[value]}" for value in sorted(found)), sep="\n")


if __name__ == "__main__":
    main()
