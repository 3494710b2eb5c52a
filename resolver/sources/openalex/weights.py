"""How many rows sets of words bring, by how common the words are."""

from __future__ import annotations

import math
from collections.abc import Iterable

from resolver.text import rarity

_RARE, _SPREAD = 20.5, 2.0
"""Nats from which words bring hardly more than what bears them all, and how slowly that falls: words of one field come
together more often than by chance. Fitted to what 263 sets of words of listed titles bring at a service of half a
million works: sets of 15 to 19 nats five rows, from 23 on one."""

ROWS = 0.3
"""Rows that a set of weight 1 brings at such a service, for titles that no list of exact titles has found."""


def weigh_sets(sets: Iterable[str]) -> float:
    """Rows that sets of words bring, compared with a set of rare words, which counts 1.

    >>> weigh_sets(["weight poisoning attacks"]) < weigh_sets(["learning language models"])
    True
    """
    return sum(1.0 + math.exp((_RARE - _measure_information(words)) / _SPREAD) for words in sets)


def _measure_information(words: str) -> float:
    return sum(rarity.information(rarity.stem(word)) for word in words.split())
