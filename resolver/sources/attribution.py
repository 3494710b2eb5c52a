"""Which of the rows that came back belongs to which of the titles that were asked together.

Services answer a query for a dozen titles with one mixed ranking, so rows are handed to the titles
that they resemble. This is no matching: it is generous, and the decision is left to the matcher.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from resolver.model import Record
from resolver.text import rarity, titles

PER_TITLE = 10
"""Records kept for one title: more are of no use to the matcher and cost room in the cache."""

CLOSE = 0.95
"""From this likeness on a row is surely what was asked for, so that nothing can have crowded it out. (`X` and
`A Study of X`, two papers, reach 0.93.)"""

NEAR = 0.7
"""From this likeness on a row is worth showing although closer ones may not have come through."""

MISREAD = 2000
"""Rows from which on, with none near, a service has hardly read the query as a title: it says nothing then. Fewer are
the titles that hold the words of a short one."""

_ALIKE = 0.6


@lru_cache(maxsize=65536)
def likeness(a: str, b: str) -> float:
    """How much two titles are written alike, 0 to 1; 1 means equal letters and digits.

    >>> likeness("Pre-Training models", "pretraining models.")
    1.0
    """
    from rapidfuzz import fuzz

    ka, kb = titles.key(a), titles.key(b)
    if not ka or not kb:
        return 0.0
    if ka == kb:
        return 1.0
    return max(fuzz.ratio(ka, kb), fuzz.token_sort_ratio(" ".join(titles.words(a)), " ".join(titles.words(b)))) / 100


@lru_cache(maxsize=65536)
def _shared(a: str, b: str) -> float:
    """The share of the shorter title's words that the longer one has too."""
    wa, wb = set(titles.words(a)), set(titles.words(b))
    return len(wa & wb) / max(1, min(len(wa), len(wb)))


def nearest(title: str, records: Iterable[Record]) -> tuple[Record, ...]:
    """The records with a title, those first that are written most alike, or tell most of the same: a retitled paper
    keeps its telling words, in any order, or the name in front of its colon."""

    def near(record: Record) -> float:
        told = max(_told_alike(title, record.title), NEAR * _same_head(title, record.title))
        return max(likeness(title, record.title), told)

    return tuple(sorted((r for r in records if r.title), key=lambda r: -near(r)))


@lru_cache(maxsize=65536)
def _told_alike(a: str, b: str) -> float:
    """The share of what the words of two titles tell that both have."""
    wa, wb = ({rarity.stem(w) for w in titles.words(t)} for t in (a, b))
    both, all_ = (sum(map(rarity.information, words)) for words in (wa & wb, wa | wb))
    return 2 * both / (both + all_) if all_ else 0.0


@lru_cache(maxsize=65536)
def _same_head(a: str, b: str) -> bool:
    (head, rest), (other, other_rest) = titles.main_and_rest(a), titles.main_and_rest(b)
    return bool(rest and other_rest) and titles.key(head) == titles.key(other)


def best(title: str, records: Iterable[Record]) -> float:
    """The likeness of the closest record, 0 when there is none."""
    return max((likeness(title, r.title) for r in records), default=0.0)


def attribute(asked: Sequence[str], records: Sequence[Record]) -> dict[str, tuple[Record, ...]]:
    """For each title all records that it may have brought, best first.

    A record that resembles no title goes to the one that it resembles most: some title did bring it.
    """
    if len(asked) == 1:
        return {asked[0]: nearest(asked[0], records)}
    taken: dict[str, list[Record]] = {title: [] for title in asked}
    for record in records:
        scores = {title: likeness(title, record.title) for title in asked}
        fitting = [
            t for t in asked if scores[t] >= _ALIKE or _shared(t, record.title) >= 0.75 or _same_head(t, record.title)
        ]
        for title in fitting or [max(asked, key=lambda t: (_shared(t, record.title), scores[t]))]:
            taken[title].append(record)
    return {title: nearest(title, found) for title, found in taken.items()}
