"""What plain ways to match a title would do on the same rows, over the Anthology's records alone.

Each takes a listed title and gives a record or none: equal titles after normalisation; the best by
`rapidfuzz`'s `ratio`, or by its `token_set_ratio`, from 90 on; the first hit of a full-text query for any
of the words. The program itself is asked with the Anthology as its only source. `accuracy.py` prints the
table.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from cases import Case
from msgspec import structs
from rapidfuzz import fuzz, process

from resolver.config import load
from resolver.evaluation import Outcome, judge_outcome
from resolver.model import Candidate, Decision, Document, Record, Resolution
from resolver.pipeline import open_library
from resolver.text import titles

LEAST = 90.0
"""Similarity (0 to 100) that a fuzzy match must have."""

_CHUNK = 50

Answer = list[Record | None]


def rows(cases: Sequence[Case], records: Sequence[Record], most: int) -> list[Case]:
    """The rows to compare on: every n-th of those that the Anthology has, and as many that must not be linked."""
    known = {i for r in records for i in r.ids if i.kind == "acl"}
    real = [c for c in cases if c.checked and c.present and c.right & known]
    made = [c for c in cases if not c.right]
    return [*real[:: max(1, len(real) // most)], *made[:: max(1, len(made) // most)]]


def compare(cases: Sequence[Case], records: Sequence[Record]) -> Iterator[tuple[str, list[Outcome]]]:
    """The name of each way, the program last, and what it makes of the rows."""
    asked = [c.entry.title for c in cases]
    ways: dict[str, Callable[[Sequence[str], Sequence[Record]], Answer]] = {
        "equal titles": _equal,
        "first full-text hit": _full_text,
        f"token_set_ratio from {LEAST:g}": lambda a, r: _fuzzy(a, r, fuzz.token_set_ratio),
        f"ratio from {LEAST:g}": lambda a, r: _fuzzy(a, r, fuzz.ratio),
    }
    for name, way in ways.items():
        found = way(asked, records)
        yield (
            name,
            [judge_outcome(_as_resolution(c, r), c.right, c.kind, c.group) for c, r in zip(cases, found, strict=True)],
        )
    yield "resolver", _program(cases)


def _program(cases: Sequence[Case]) -> list[Outcome]:
    entries = tuple(structs.replace(c.entry, row=n) for n, c in enumerate(cases, 1))
    with open_library(load({"snapshot": "none", "sources": "acl"})) as session:
        found = session.run(Document(path="", columns=(), rows=(), entries=entries)).resolutions
    return [judge_outcome(r, c.right, c.kind, c.group) for c, r in zip(cases, found, strict=True)]


def _as_resolution(case: Case, record: Record | None) -> Resolution:
    if record is None:
        return Resolution(entry=case.entry, decision=Decision(status="not_found", confidence=0.0, reason=""))
    best = (Candidate(records=(record,), probability=1.0),)
    return Resolution(entry=case.entry, decision=Decision(status="matched", confidence=1.0, reason="", candidates=best))


def _equal(asked: Sequence[str], records: Sequence[Record]) -> Answer:
    by_key: dict[str, Record] = {}
    for record in records:
        by_key.setdefault(titles.key(record.title), record)
    return [by_key.get(titles.key(title)) for title in asked]


def _fuzzy(asked: Sequence[str], records: Sequence[Record], scorer: Callable[..., float]) -> Answer:
    every = [" ".join(titles.words(r.title)) for r in records]
    folded = [" ".join(titles.words(t)) for t in asked]
    found: Answer = []
    for start in range(0, len(folded), _CHUNK):
        scores = process.cdist(
            folded[start : start + _CHUNK], every, scorer=scorer, score_cutoff=LEAST, dtype=np.uint8, workers=-1
        )
        best = scores.argmax(axis=1)
        found += [records[k] if scores[n, k] else None for n, k in enumerate(best)]
    return found


def _full_text(asked: Sequence[str], records: Sequence[Record]) -> Answer:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE t USING fts5(title)")
    db.executemany("INSERT INTO t VALUES (?)", ((" ".join(titles.words(r.title)),) for r in records))
    found: Answer = []
    for title in asked:
        query = " OR ".join(f'"{word}"' for word in dict.fromkeys(titles.words(title)))
        hit = (
            db.execute("SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT 1", (query,)).fetchone()
            if query
            else None
        )
        found.append(records[hit[0] - 1] if hit else None)
    return found
