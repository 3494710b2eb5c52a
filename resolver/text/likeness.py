"""How much two titles are written alike: a cheap measure for sorting rows, no decision."""

from __future__ import annotations

from resolver.text import titles

NEAR = 0.7
"""From this likeness on a record may be what a title means."""


def likeness(a: str, b: str) -> float:
    """0 to 1; 1 means equal letters and digits.

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
