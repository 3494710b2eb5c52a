"""What is linked when only a look-alike is there, or one beside the true record: kind by kind, against the bars.

    python benchmarks/traps.py --data ../shared/data --markdown traps.md
    python benchmarks/traps.py --smoke           # a sample; fails where a bar is missed
    python benchmarks/traps.py --end-to-end      # through the services (or what plays them) in the settings

The judge alone is asked, on the records that each trap has (`trap_kinds.py`): no network, a few minutes. With
`--end-to-end` the made-up titles go through the whole pipeline.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cases import SEED
from msgspec import structs
from trap_kinds import CLAIMS, Maker, Trap, books, in_the_list, right_rows, theses

from resolver.claims import parse_claim
from resolver.config import load
from resolver.match import judge
from resolver.model import Decision, Document, Identifier, Record, WorkType
from resolver.pipeline import open_library
from resolver.sources.acl import bibtex
from resolver.text import names, titles


@dataclass(frozen=True)
class Bar:
    """What is allowed: of the rows at most (or at least) this share linked."""

    most: float = 1.0
    least: float = 0.0

    @property
    def told(self) -> str:
        """The bar in words."""
        parts = [f"right {self.least:.0%}"] if self.least else []
        return " ".join([*parts, f"wrong {self.most:.2%}"] if self.most < 1 else parts)


BY_STRANGERS, BY_THE_SAME, BESIDE = Bar(most=1 / 250), Bar(most=1 / 80), Bar(most=1 / 500)
BARS = {
    "spliced": BESIDE,
    "book, its review": Bar(most=0.0),
    "thesis, the paper": Bar(most=1 / 100),
    "the very title": Bar(least=0.99),
    "the very title, invented people": Bar(least=0.99),
    ("a letter lost", "authors and year"): Bar(least=0.96),
    ("a letter lost", "authors"): Bar(least=0.96),
    ("a letter lost", "year"): Bar(least=0.92),
    ("a letter lost", "title only"): Bar(least=0.92),
}
"""The bars of kinds of their own; the others' go by who wrote the look-alike and whether the true one is there."""


def bar_of(kind: str, claims: str, setting: str, writers: str) -> Bar:
    """What is allowed for a kind of trap."""
    own = BARS.get((kind, claims)) or BARS.get(kind)
    if own is not None:
        return own
    if writers == "right":
        return Bar()
    return BESIDE if setting == "beside" else BY_STRANGERS if writers == "strangers" else BY_THE_SAME


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--count", type=int, default=250, help="traps of each kind and for each of the claims")
    parser.add_argument("--smoke", action="store_true", help="a sample; the exit status says whether all bars hold")
    parser.add_argument("--end-to-end", action="store_true", help="through the whole pipeline, where that makes sense")
    parser.add_argument("--wrong", type=int, default=0, help="links of each kind to print that should not be there")
    parser.add_argument("--only", default="", help="kinds whose name has this text")
    parser.add_argument("--markdown", type=Path)
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        sys.exit(f"{arguments.data}: there is no such folder; nothing was measured")
    count = 60 if arguments.smoke else arguments.count
    traps = [t for t in collect(arguments.data, count) if arguments.only in t.kind]
    if arguments.end_to_end:
        traps = in_the_list(traps)
    started = time.process_time()
    decisions = ask(traps) if arguments.end_to_end else [judge(parse_claim(t.entry), t.records) for t in traps]
    seconds = time.process_time() - started
    lines, missed = table(traps, decisions)
    lines += ["", f"{len(traps)} rows, {1000 * seconds / max(len(traps), 1):.2f} ms of processor time a row"]
    print("\n".join(lines))
    if arguments.wrong:
        print("\n".join(examples(traps, decisions, arguments.wrong)))
    if arguments.markdown:
        arguments.markdown.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if missed and arguments.smoke:
        sys.exit("bars that were missed: " + "; ".join(missed))


# ------------------------------------------------------------------ the rows


def collect(data: Path, count: int, seed: int = SEED) -> list[Trap]:
    """All traps and right rows; another `seed` chooses other papers."""
    anthology = list(bibtex.read_export(data / "acl" / "anthology.bib.gz"))
    papers = list(sample(data, anthology, 8 * count, seed))
    maker = Maker(papers, seed)
    reviews = [r for r in anthology if r.title.startswith(("Book Reviews: ", "Book Review: "))]
    return [
        *maker.all(count),
        *books(reviews, [r.authors for r in papers], 2 * count, seed),
        *theses(papers, count),
        *right_rows(maker, 2 * count),
    ]


def sample(data: Path, anthology: Sequence[Record], count: int, seed: int) -> Iterator[Record]:
    """Papers of all three sources in equal parts, each with people, a year and five words in its title at least."""
    rng = random.Random(seed)
    third = count // 3
    good = [r for r in anthology if r.type in ("inproceedings", "article") and _usable(r)]
    yield from rng.sample(good, third)
    yield from _flat(data / "arxiv.jsonl.gz", "arxiv", rng, third)
    yield from _flat(data / "works.jsonl.gz", "openalex", rng, third)


def _flat(path: Path, source: str, rng: random.Random, count: int) -> Iterator[Record]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        lines = [line for line in file if rng.random() < 0.05]
    rng.shuffle(lines)
    done = 0
    for raw in map(json.loads, lines):
        record = _record(raw, source)
        if _usable(record) and raw.get("src") != "acl" and done < count:
            done += 1
            yield record


def _record(raw: dict[str, object], source: str) -> Record:
    own = str(raw["id"]).rsplit("/", 1)[-1]
    doi = str(raw.get("doi") or "")
    ids = (Identifier("arxiv", own),) if source == "arxiv" else (Identifier("openalex", own),)
    kind: WorkType = "preprint" if source == "arxiv" or raw.get("type") == "preprint" else "article"
    year = raw.get("publication_year") or str(raw.get("published") or "")[:4]
    people = raw.get("authors") or ()
    return Record(
        source=source,
        ids=((Identifier("doi", doi.lower()),) if doi else ()) + ids,
        title=titles.plain(str(raw.get("title") or "")),
        authors=tuple(names.parse_person(str(p)) for p in people),  # type: ignore[attr-defined]  # people come from JSON
        year=int(str(year)) if year else None,
        venue="" if kind == "preprint" else str(raw.get("venue") or ""),
        type=kind,
    )


def _usable(record: Record) -> bool:
    return bool(record.authors and record.year) and 5 <= len(titles.words(record.title)) <= 30


# ------------------------------------------------------------------ the answers


def ask(traps: Sequence[Trap]) -> list[Decision]:
    """Run the whole pipeline over all rows as one list."""
    entries = tuple(structs.replace(t.entry, row=n) for n, t in enumerate(traps, 1))
    with open_library(load({"snapshot": "none"})) as session:
        run = session.run(Document(path="", columns=(), rows=(), entries=entries))
        return [r.decision for r in run.resolutions]


def linked_wrong(trap: Trap, decision: Decision) -> bool:
    """Whether a work was accepted that is not meant."""
    best = decision.accepted
    return best is not None and trap.right.isdisjoint(i for r in best.records for i in r.ids)


def table(traps: Sequence[Trap], decisions: Sequence[Decision]) -> tuple[list[str], list[str]]:
    """A line for each kind, a cell for each of the claims, and the names of the bars that were missed."""
    head = " | ".join(CLAIMS)
    lines = [
        "Of the rows of a kind: linked wrong, ambiguous, not found; where the record is meant, linked right first.",
        "",
        f"| kind | there | by | rows | {head} | bar |",
        f"|---|---|---|---:|{'---|' * len(CLAIMS)}---|",
    ]
    groups: defaultdict[tuple[str, str, str], list[tuple[Trap, Decision]]] = defaultdict(list)
    for trap, decision in zip(traps, decisions, strict=True):
        writers = "strangers, coined name" if trap.coined and trap.setting == "alone" else trap.writers
        groups[trap.kind, trap.setting, writers].append((trap, decision))
    missed = []
    for (kind, setting, writers), rows in sorted(groups.items(), key=lambda g: (g[0][2], g[0][1])):
        cells, told = [], ""
        for claims in CLAIMS:
            own = [(t, d) for t, d in rows if t.claims == claims]
            bar = Bar() if "coined" in writers else bar_of(kind, claims, setting, writers)
            text, holds = cell(own, bar)
            cells.append(text if holds else f"**{text}**")
            told = told or (text and bar.told)
            missed += [] if holds else [f"{kind}, {setting}, {claims}"]
        most = max(sum(t.claims == c for t, _ in rows) for c in CLAIMS)
        lines.append(f"| {kind} | {setting} | {writers} | {most} | {' | '.join(cells)} | {told} |")
    return lines, missed


def cell(rows: Sequence[tuple[Trap, Decision]], bar: Bar) -> tuple[str, bool]:
    """What became of the rows, in one cell, and whether the bar holds."""
    if not rows:
        return "", True
    wrong = sum(linked_wrong(t, d) for t, d in rows)
    right = sum(d.status == "matched" for _, d in rows) - wrong
    counts = [wrong, *(sum(d.status == s for _, d in rows) for s in ("ambiguous", "not_found"))]
    if any(t.right for t, _ in rows):
        counts = [right, *counts]
    # In a small sample one wrong link says nothing yet of a bar of one in hundreds.
    few = wrong <= max(1.0 if bar.most else 0.0, bar.most * len(rows))
    return " · ".join(map(str, counts)), few and right >= bar.least * len(rows)


def examples(traps: Sequence[Trap], decisions: Sequence[Decision], most: int) -> Iterable[str]:
    """Links that should not be there, and right rows that were not linked: some of each kind."""
    told: defaultdict[tuple[str, str], int] = defaultdict(int)
    for trap, d in zip(traps, decisions, strict=True):
        bad = linked_wrong(trap, d) or (trap.writers == "right" and d.status != "matched")
        if not bad or told[trap.kind, trap.claims] >= most:
            continue
        told[trap.kind, trap.claims] += 1
        near = d.candidates[0].records[0].title if d.candidates else "nothing"
        yield (
            f"* {trap.kind}, {trap.setting}, {trap.claims}: “{trap.entry.title}” -> {d.status} {d.confidence:.3f} "
            f"“{near}” ({d.reason})"
        )


if __name__ == "__main__":
    main()
