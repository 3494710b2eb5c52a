"""Count in how many titles each stemmed word occurs, for `resolver/text/frequencies.tsv`.

    python benchmarks/word_frequencies.py ../shared/data > resolver/text/frequencies.tsv

Reads the Anthology's BibTeX export and arXiv's records; writes the number of titles, then one line
for each count with the words that have it. Words in fewer than four titles are left out: most of
them are names and slips.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from resolver.text.rarity import stem
from resolver.text.titles import words

LEAST = 4


def titles(folder: Path) -> Iterator[str]:
    """Every title in the folder's two sources."""
    with gzip.open(folder / "acl" / "anthology.bib.gz", "rt", encoding="utf-8") as export:
        for line in export:
            if m := re.match(r'\s+title = ["{](.*)["}],?$', line):
                yield m[1]
    with gzip.open(folder / "arxiv.jsonl.gz", "rt", encoding="utf-8") as records:
        for line in records:
            yield json.loads(line)["title"]


def main() -> None:
    counts: Counter[str] = Counter()
    total = 0
    for title in titles(Path(sys.argv[1])):
        total += 1
        counts.update({stem(w) for w in words(title)})
    by_count: defaultdict[int, list[str]] = defaultdict(list)
    for word, count in counts.items():
        if count >= LEAST:
            by_count[count].append(word)
    print("# In how many titles a stemmed word occurs. Made by benchmarks/word_frequencies.py; first line: titles.")
    print(total)
    for count in sorted(by_count, reverse=True):
        print(f"{count}\t{' '.join(sorted(by_count[count]))}")


if __name__ == "__main__":
    main()
