"""Which of the rows that came back belongs to which of the titles that were asked together.

Services answer a query for a dozen titles with one mixed ranking, so rows are handed to the titles
that they resemble. This is no matching: it is generous, and the decision is left to the matcher.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct

from resolver.model import Answer, ByTitle, Found, Question, Record, Unavailable
from resolver.text import rarity, titles
from resolver.text.likeness import NEAR, likeness

Asked = TypeVar("Asked", bound=Question)
T = TypeVar("T")

PER_TITLE = 10
"""Records kept for one title: more are of no use to the matcher and cost room in the cache."""

CLOSE = 0.95
"""From this likeness on a row is surely what was asked for, so that nothing can have crowded it out. (`X` and
`A Study of X`, two papers, reach 0.93.)"""

_ALIKE = 0.6
"""Likeness from which on a row may have been brought by a title, whatever else it resembles. Set by hand, generously:
what is handed to one title too many is refused by the matcher, what is handed to none is lost."""

_MOST_WORDS = 0.75
"""The same for the share of the shorter title's words."""


class _ReadTitle(Struct, frozen=True):
    """A title as rows are compared by it, read once: its folded words, their stems, and the key of the part in front
    of its colon, where it has one."""

    words: frozenset[str]
    stems: frozenset[str]
    head: str | None


_Read = Mapping[str, _ReadTitle]
"""All titles of a comparison, by their text."""


def _read_titles(asked: Iterable[str], records: Iterable[Record]) -> _Read:
    return {title: _read_title(title) for title in dict.fromkeys((*asked, *(r.title for r in records)))}


def _read_title(title: str) -> _ReadTitle:
    words = frozenset(titles.words(title))
    head, rest = titles.split_at_colon(title)
    return _ReadTitle(words, frozenset(map(rarity.stem, words)), titles.key(head) if rest else None)


def _measure_shared_words(a: _ReadTitle, b: _ReadTitle) -> float:
    """The share of the shorter title's words that the longer one has too."""
    return len(a.words & b.words) / max(1, min(len(a.words), len(b.words)))


def _measure_shared_information(a: _ReadTitle, b: _ReadTitle) -> float:
    """The share of what the words of two titles tell that both have."""
    # Exactly, so that titles of the same words tie, whatever the order of a set.
    both, all_ = (math.fsum(map(rarity.information, words)) for words in (a.stems & b.stems, a.stems | b.stems))
    return 2 * both / (both + all_) if all_ else 0.0


def _have_same_head(a: _ReadTitle, b: _ReadTitle) -> bool:
    return a.head is not None and a.head == b.head


def rank_nearest(title: str, records: Sequence[Record]) -> tuple[Record, ...]:
    """The records with a title, those first that are written most alike, or tell most of the same: a retitled paper
    keeps its telling words, in any order, or the name in front of its colon."""
    return _rank_nearest(title, records, _read_titles([title], records))


def _rank_nearest(title: str, records: Iterable[Record], read: _Read) -> tuple[Record, ...]:
    one = read[title]

    def near(record: Record) -> float:
        other = read[record.title]
        shared = max(_measure_shared_information(one, other), NEAR * _have_same_head(one, other))
        return max(likeness(title, record.title), shared)

    return tuple(sorted((r for r in records if r.title), key=lambda r: -near(r)))


def measure_best(title: str, records: Iterable[Record]) -> float:
    """The likeness of the closest record, 0 when there is none."""
    return max((likeness(title, r.title) for r in records), default=0.0)


def attribute(asked: Sequence[str], records: Sequence[Record]) -> dict[str, tuple[Record, ...]]:
    """For each title all records that it may have brought, best first.

    A record that resembles no title goes to the one that it resembles most: some title did bring it.
    """
    return _attribute(asked, records, _read_titles(asked, records))


def _attribute(asked: Sequence[str], records: Sequence[Record], read: _Read) -> dict[str, tuple[Record, ...]]:
    if len(asked) == 1:
        return {asked[0]: _rank_nearest(asked[0], records, read)}
    taken: dict[str, list[Record]] = {title: [] for title in asked}
    for record in records:
        other = read[record.title]
        scores = {t: likeness(t, record.title) for t in asked}
        shared = {t: _measure_shared_words(read[t], other) for t in asked}
        fitting = [
            t for t in asked if scores[t] >= _ALIKE or shared[t] >= _MOST_WORDS or _have_same_head(read[t], other)
        ]
        for title in fitting or [max(asked, key=lambda t: (shared[t], scores[t]))]:
            taken[title].append(record)
    return {title: _rank_nearest(title, found, read) for title, found in taken.items()}


def share_records(
    asked: Iterable[ByTitle], records: Sequence[Record], before: Mapping[str, Sequence[Record]]
) -> dict[str, tuple[Record, ...]]:
    """The records for each title, together with what it had from an earlier request; best first."""
    named = [q.title for q in asked]
    read = _read_titles(named, (*records, *(r for had in before.values() for r in had)))
    now = _attribute(named, records, read)
    return {t: _rank_nearest(t, dict.fromkeys((*before.get(t, ()), *found)), read) for t, found in now.items()}


def answer_crowded_out(question: ByTitle, records: Sequence[Record], total: int, service: str) -> Answer:
    """The answer for a title whose rows are too many to be read: the nearest, if they are near.

    It is no `NotFound`, since others were not read: what was truncated is not absent.

    Args:
        question: the title.
        records: what came for it, best first.
        total: rows that the service has for the last request.
        service: its name for people.
    """
    if measure_best(question.title, records) < NEAR:
        count = f"{total} works" if total else "too many works"
        return Unavailable(
            f"{service} has {count} with words of this title to show them all, and none of the first is close"
        )
    return Found(tuple(records[:PER_TITLE]))


def split_in_halves(asked: Mapping[Asked, T]) -> tuple[dict[Asked, T], dict[Asked, T]]:
    """A request that a service can't take is split until the question is alone that is to blame."""
    items = list(asked.items())
    return dict(items[: len(items) // 2]), dict(items[len(items) // 2 :])
