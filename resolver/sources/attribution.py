"""Which of the rows that came back belongs to which of the titles that were asked together.

Services answer a query for a dozen titles with one mixed ranking, so rows are handed to the titles
that they resemble. This is no matching: it is generous, and the decision is left to the matcher.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

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


@lru_cache(maxsize=4096)
def _measure_shared_words(a: str, b: str) -> float:
    """The share of the shorter title's words that the longer one has too."""
    wa, wb = set(titles.words(a)), set(titles.words(b))
    return len(wa & wb) / max(1, min(len(wa), len(wb)))


def rank_nearest(title: str, records: Iterable[Record]) -> tuple[Record, ...]:
    """The records with a title, those first that are written most alike, or tell most of the same: a retitled paper
    keeps its telling words, in any order, or the name in front of its colon."""

    def near(record: Record) -> float:
        shared = max(_measure_shared_information(title, record.title), NEAR * _have_same_head(title, record.title))
        return max(likeness(title, record.title), shared)

    return tuple(sorted((r for r in records if r.title), key=lambda r: -near(r)))


@lru_cache(maxsize=4096)
def _measure_shared_information(a: str, b: str) -> float:
    """The share of what the words of two titles tell that both have."""
    wa, wb = ({rarity.stem(w) for w in titles.words(t)} for t in (a, b))
    both, all_ = (sum(map(rarity.information, words)) for words in (wa & wb, wa | wb))
    return 2 * both / (both + all_) if all_ else 0.0


@lru_cache(maxsize=4096)
def _have_same_head(a: str, b: str) -> bool:
    (head, rest), (other, other_rest) = titles.split_at_colon(a), titles.split_at_colon(b)
    return bool(rest and other_rest) and titles.key(head) == titles.key(other)


def measure_best(title: str, records: Iterable[Record]) -> float:
    """The likeness of the closest record, 0 when there is none."""
    return max((likeness(title, r.title) for r in records), default=0.0)


def attribute(asked: Sequence[str], records: Sequence[Record]) -> dict[str, tuple[Record, ...]]:
    """For each title all records that it may have brought, best first.

    A record that resembles no title goes to the one that it resembles most: some title did bring it.
    """
    if len(asked) == 1:
        return {asked[0]: rank_nearest(asked[0], records)}
    taken: dict[str, list[Record]] = {title: [] for title in asked}
    for record in records:
        scores = {title: likeness(title, record.title) for title in asked}
        fitting = [
            t
            for t in asked
            if scores[t] >= _ALIKE or _measure_shared_words(t, record.title) >= 0.75 or _have_same_head(t, record.title)
        ]
        for title in fitting or [max(asked, key=lambda t: (_measure_shared_words(t, record.title), scores[t]))]:
            taken[title].append(record)
    return {title: rank_nearest(title, found) for title, found in taken.items()}


def share_records(
    asked: Iterable[ByTitle], records: Sequence[Record], before: Mapping[str, Sequence[Record]]
) -> dict[str, tuple[Record, ...]]:
    """The records for each title, together with what it had from an earlier request; best first."""
    now = attribute([q.title for q in asked], records)
    return {t: rank_nearest(t, dict.fromkeys((*before.get(t, ()), *found))) for t, found in now.items()}


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
