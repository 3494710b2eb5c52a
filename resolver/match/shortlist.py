"""Which of the records found for an entry are worth a careful comparison."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rapidfuzz import fuzz

from resolver.match.evidence import measure_people_in_order
from resolver.model import Claim, Identifier
from resolver.text.prepared import PreparedRecord
from resolver.text.rarity import information

RETITLED = 3
"""Years within which a paper gets another title."""

PROMISING = 24
"""Records that are compared with care, at most, those with the most in common: a search may bring some hundred."""

IN_COMMON = 0.8
"""Sum of the shares of two titles' information that are in words of both, from which on they have to do with each
other: two fifths of each, or most of a short one that a longer one holds."""

WORTH_A_LOOK = 0.3
"""The same sum, from which on it is worth the time to compare letters: misspelt titles share few whole words."""

LETTERS_SCALE = 50.0
"""What a ratio of equal letters (0 to 100) is divided by to count as much as the shares of information (0 to 2)."""

SAME_FIT = 6
"""Decimals beyond which two records fit alike; then their identifiers decide on the order."""

LETTERS_ALIKE = 70.0
"""Ratio of equal letters (0 to 100) from which on titles with few words in common may be one misspelt."""


def choose_promising(claim: Claim, records: Sequence[PreparedRecord], most: int = PROMISING) -> list[PreparedRecord]:
    """The records whose titles have anything to do with the listed one, best first.

    A cheap look at the words in common spares the careful comparison of all that a search brought. A
    record of another title comes along if it shares an identifier with one of them: a retitled preprint.
    """
    key, total, own = claim.title.key, max(claim.title.information, 1.0), frozenset(claim.title.words)
    scored = []
    for record in records:
        title = record.title
        if title.key == key:  # before all others, so that a crowd of similar titles can't push it out
            scored.append((math.inf, record))
            continue
        shared = sum(map(information, own.intersection(title.words)))
        fit = shared / total + shared / max(title.information, 1.0)
        alike = fuzz.ratio(key, title.key, score_cutoff=LETTERS_ALIKE) if fit >= WORTH_A_LOOK else 0.0
        if fit >= IN_COMMON or alike or _renamed(claim, record):
            scored.append((round(fit + alike / LETTERS_SCALE, SAME_FIT), record))
    # Equals in an order of their own: a decision must not depend on who answered first.
    scored.sort(key=lambda s: (-s[0], *_order(s[1])))
    chosen = dict.fromkeys(record for _, record in scored[:most])
    if not chosen or len(chosen) == len(records):
        return list(chosen)
    known = {i for chosen_one in chosen for i in chosen_one.record.ids}
    retitled = [r for r in records if r not in chosen and not known.isdisjoint(r.record.ids)]
    return [*chosen, *sorted(retitled, key=_order)]


def _order(prepared: PreparedRecord) -> tuple[tuple[Identifier, ...], str, int]:
    """An order of records that does not depend on who answered first."""
    record = prepared.record
    return record.ids, record.title, record.year or 0


def _renamed(claim: Claim, record: PreparedRecord) -> bool:
    """Whether a record of another title may yet be meant: the same name in front of the colon, or the same people
    within a few years."""
    head = claim.title.words[: claim.title.head]
    if head and head == record.title.words[: record.title.head]:
        return True
    year = record.record.year
    near = claim.year is None or year is None or abs(claim.year - year) <= RETITLED
    return near and measure_people_in_order(claim, (record,)) > 0
