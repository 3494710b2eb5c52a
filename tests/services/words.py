"""Texts as search engines have them: words, their stems, and whether one text holds another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

STOP = frozenset("a an and are as at be by for from in into is it of on or that the this to was with".split())
"""English words that a keyword search passes over."""

_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "ed", "es", "s", "ly", "y", "e")


@cache
def words(text: str) -> tuple[str, ...]:
    """The words of a text in lower case; a full stop within a word or number is a part of it."""
    return tuple(re.findall(r"[^\W_]+(?:\.[^\W_]+)*", text.lower()))


@cache
def stem(word: str) -> str:
    """A word without its English ending, roughly: enough for plurals and participles to meet."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            bare = word.removesuffix(ending)
            return bare[:-1] if bare[-1] == bare[-2] else bare  # counselling, counseling
    return word


@cache
def stems(text: str) -> tuple[str, ...]:
    """The stems of a text's words, in order."""
    return tuple(stem(word) for word in words(text))


def holds_phrase(text: str, phrase: str) -> bool:
    """Whether the words of a phrase stand in a text one behind the other, endings aside."""
    have, wanted = stems(text), stems(phrase)
    return any(have[n : n + len(wanted)] == wanted for n in range(len(have) - len(wanted) + 1)) if wanted else False


def holds_all(text: str, wanted: Sequence[str]) -> bool:
    """Whether a text has all these words somewhere, stop words and endings aside."""
    telling = {stem(word) for word in wanted if word not in STOP}
    return bool(telling) and telling.issubset(stems(text))


def share(text: str, asked: frozenset[str]) -> float:
    """How much of a text was asked for: the share of its stems that are in `asked`, from 0 to 1."""
    have = stems(text)
    return sum(s in asked for s in have) / len(have) if have else 0.0
