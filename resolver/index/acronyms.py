"""What acronyms stand for, learned from the titles: `LLM`, large language model.

Two things are taken for evidence: a title that says so, `Large Language Models (LLMs)`, and a run of
frequent words that has an acronym's initials and occurs often. They serve the search for candidates
only, so that a wrong one costs a little time and nothing else.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Sequence

from resolver.index import terms
from resolver.text import titles

LONGEST = 5
"""Words in the longest run that is looked at."""

_SHORTEST = 2
_OFTEN = 20
"""Occurrences from which a run of words counts without a title that says so."""

_SAMPLE = 20_000
"""Titles that are looked at for such runs; more would teach nothing that occurs often."""

_FUNCTION_WORD = 3
"""Letters that `of`, `in`, `the` have at most: nothing is abbreviated that begins or ends with these."""

_KEPT = 2
_STATED = re.compile(r"\(([A-Z][A-Za-z]*[A-Z])s?\)")


class Learner:
    """Gathers the evidence while titles go by."""

    def __init__(self) -> None:
        self._stated: set[tuple[str, str]] = set()

    def read(self, title: str) -> None:
        """Note what a title with brackets says of an acronym."""
        for match in _STATED.finditer(title):
            short = titles.key(match[1])
            before = titles.words(title[: match.start()])[-len(short) :]
            if 2 <= len(short) <= LONGEST and "".join(w[0] for w in before) == short:
                self._stated.add((short, " ".join(terms.stem(w) for w in before)))

    def learned(
        self, words: Sequence[str], frequent: bytes, sequence: array[int], ends: array[int]
    ) -> set[tuple[str, str]]:
        """Pairs of acronym and words.

        Args:
            words: the vocabulary by number.
            frequent: for each word 1 if it is frequent; only runs of these are counted.
            sequence: the numbers of all titles' words, one title after the other.
            ends: where in `sequence` each title ends.
        """
        shorts = {w for w in words if _SHORTEST <= len(w) <= LONGEST and w.isalpha()}
        step = max(1, len(ends) // _SAMPLE)
        often = max(3, _OFTEN // step)
        counts: Counter[tuple[int, ...]] = Counter()
        for at in range(0, len(ends), step):
            numbers = sequence[ends[at - 1] if at else 0 : ends[at]]
            initials = "".join([words[n][0] if frequent[n] else " " for n in numbers])
            for i in range(len(initials) - 1):
                for j in range(i + _SHORTEST, min(i + LONGEST, len(initials)) + 1):
                    if initials[i:j] in shorts:
                        counts[tuple(numbers[i:j])] += 1
        best: dict[str, list[str]] = {}
        for numbers_, count in counts.most_common():
            if count < often:
                break
            run = [words[n] for n in numbers_]
            kept = best.setdefault("".join(w[0] for w in run), [])
            if len(kept) < _KEPT and min(len(run[0]), len(run[-1])) > _FUNCTION_WORD:
                kept.append(" ".join(run))
        return self._stated | {(short, long) for short, longs in best.items() for long in longs}
