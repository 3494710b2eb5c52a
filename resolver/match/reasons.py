"""What a decision says for itself: the grounds of a link, the doubts about one, and what would tell two works apart."""

from __future__ import annotations

from collections.abc import Sequence

from resolver.match.bars import BARS
from resolver.model import Candidate
from resolver.text import venues

GROUNDS = (
    "first_title", "exact", "same_words", "reordered", "misspelt", "head_missing", "head_extra", "tail_missing",
    "tail_extra", "scattered", "cut_within_word", "name_agrees", "id_agrees", "all_people_agree", "first_agrees",
    "people_agree", "people_refuted", "year_same", "venue_agrees", "year_far", "venue_differs",
)  # fmt: skip
"""The features that a person would name first, in the order in which one would say them."""


MOST_GROUNDS, MOST_DOUBTS = 4, 2
"""Grounds for a link, and doubts about one, that are said: a sentence that a person reads to its end."""

HALF = 0.5
"""Value of a feature (0 to 1) from which on it is rather so than not, and can be said."""

DOUBT = -0.3
"""Log-odds from which downward a feature is a doubt worth naming: it lowers an even chance to 0.43."""


def say_grounds(best: Candidate) -> str:
    """The grounds for an accepted link: how the titles compare, then who, when and where."""
    says = {e.feature: e.says for e in best.evidence if abs(e.value) >= HALF}
    return "; ".join([says[name] for name in GROUNDS if name in says][:MOST_GROUNDS])


def say_doubts(best: Candidate) -> str:
    """The two weightiest doubts, what a person can check before measures of the whole."""
    doubts = [e for e in best.evidence if e.weight < DOUBT or e.feature in BARS]
    doubts.sort(key=lambda e: (e.feature not in BARS, e.feature in MEASURES))
    return "; ".join([e.says for e in doubts][:MOST_DOUBTS]) or "too little speaks for it"


MEASURES = frozenset({"distance", "missing", "extra", "missing_share", "extra_share", "unlike", "year_unknown"})
"""Features that say how much of two titles differs, and not what."""


def say_what_decides(near: Sequence[Candidate]) -> str:
    """Which missing piece of evidence tells the best two apart."""
    one, two = near[0].records[0], near[1].records[0]
    telling = []
    if {p.family for p in one.authors} != {p.family for p in two.authors}:
        telling.append("the authors")
    if one.year != two.year:
        telling.append("the year")
    if venues.find_labels(one.venue) != venues.find_labels(two.venue):
        telling.append("the venue")
    return " or ".join(telling) or "an identifier"
