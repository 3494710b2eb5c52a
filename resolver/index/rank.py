"""A query title: its features in the index, and how like it the candidates are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import log
from typing import NamedTuple

from resolver.index import terms
from resolver.index.acronyms import LONGEST
from resolver.index.expand import Vocabulary
from resolver.text import titles

SAME = 1.0
"""Similarity of a title with the same key."""

_ALIKE = 55.0
"""Likeness (of 100) that titles of one language reach only if they have something in common."""

_LEAST = 0.18
"""Share of the query's information that a candidate below that must have to be worth an answer."""

_VARIANT, _REORDERED, _CONTAINED = 0.98, 97.0, 85.0
"""What likeness counts that holds with an acronym resolved, the words in another order, a part left out."""

_HALF, _MEANT = 0.5, 0.8
"""What derived features count beside a word that stands in the query."""

_UNKNOWN = 0.4
"""Share of unknown information from which unknown words are taken for misspellings."""

_VARIANTS = 6
_MOST_WORDS = 80
"""Words of a query that are looked at; what is longer is an abstract, or worse."""


class Feature(NamedTuple):
    """Something to look for: a word, or the number of a pair, and what it counts beside its rarity."""

    name: str | int
    share: float


class Query:
    """What a title is looked for by.

    Args:
        title: plain text.
        vocabulary: of the index that is asked.
        documents: how many titles it has.
    """

    def __init__(self, title: str, vocabulary: Vocabulary, documents: int) -> None:
        self.words = titles.words(title)[:_MOST_WORDS]
        self.stems = [terms.stem(w) for w in self.words]
        self.keys = terms.title_keys(title)
        self._vocabulary = vocabulary
        self._joined = terms.join_neighbours(self.words)
        vocabulary.load((*self.stems, *self._joined))
        known = {stem: vocabulary.frequency(stem) for stem in self.stems}
        self.weights = {stem: log((documents + 1) / (df + 0.5)) for stem, df in known.items()}
        self.unknown = [stem for stem, df in known.items() if df == 0]
        self._variants: list[str] = []
        self._acronyms: list[list[str]] = []
        self._resolve_acronyms()

    def _resolve_acronyms(self) -> None:
        """Note the titles with an acronym spelled out or words abbreviated, and the words that are new."""
        stems = self.stems
        spans = [
            (i, i + 1, long.split())
            for i, stem in enumerate(stems)
            if len(stem) <= LONGEST
            for long in self._vocabulary.spelled_out(stem)
        ]
        spans += [(i, j, [short]) for i, j, short in self._vocabulary.abbreviations(stems)]
        for i, j, new in spans[:_VARIANTS]:
            self._variants.append("".join((*stems[:i], *new, *stems[j:])))
            self._acronyms.append(new)

    def features(self) -> list[Feature]:
        """What to look for: words, words run together, pairs of words, the same of its acronyms."""
        found: list[Feature] = []
        for new in self._acronyms:
            found += [Feature(word, _HALF) for word in new]
            found += [Feature(terms.number_of_pair(a, b), _HALF) for a, b in pairwise(new)]
        found += [Feature(joined, _HALF) for joined in self._joined if self._vocabulary.frequency(joined)]
        found += [Feature(terms.number_of_pair(a, b), _HALF) for a, b in pairwise(self.stems)]
        found += [Feature(stem, 1.0) for stem in self.stems]
        # A word of the query counts as such even where an acronym brings it in as well.
        return list({feature.name: feature for feature in found}.values())

    def corrected(self) -> list[Feature]:
        """`features`, and the words that unknown words may be meant for."""
        found = self.features()
        for stem in self.unknown:
            found += [Feature(word, _MEANT) for word in self._vocabulary.meant(stem)]
        return found

    def is_mostly_unknown(self) -> bool:
        """Whether so much of it is in no title that what is known can't lead to the one that is meant."""
        unknown = sum(map(self.weights.__getitem__, self.unknown))
        return unknown > _UNKNOWN * sum(self.weights.values())

    def rank(self, rows: Sequence[tuple[int, str]]) -> list[tuple[float, int]]:
        """Similarity and number of the candidates that are worth an answer, best first.

        Args:
            rows: document number and stemmed words of each.
        """
        from rapidfuzz import fuzz, process

        key = "".join(self.stems)
        others = [stems.replace(" ", "") for _, stems in rows]
        scores = [0.0] * len(rows)
        for _, score, i in process.extract(key, others, scorer=fuzz.ratio, limit=None):
            scores[i] = score
        for variant in self._variants:
            for _, score, i in process.extract(variant, others, scorer=fuzz.ratio, limit=None, score_cutoff=60):
                scores[i] = max(scores[i], score * _VARIANT)
        stems, size = set(self.stems), len(set(self.stems))
        information = sum(self.weights.values())
        scored: list[tuple[float, int]] = []
        for (doc, text), other, score in zip(rows, others, scores, strict=True):
            if other == key:
                scored.append((SAME, doc))
                continue
            if score < 90:
                their = set(text.split())
                shared = len(stems & their)
                if shared > 1 or size == 1:
                    contained = _CONTAINED * shared / min(size, len(their))
                    score = max(score, contained, _REORDERED * 2 * shared / (size + len(their)))
                if score < _ALIKE:
                    worth = sum(map(self.weights.__getitem__, stems & their))
                    score = score if worth >= _LEAST * information else 0.0
            if score:
                scored.append((min(score / 100, 0.999), doc))
        scored.sort(key=lambda pair: (-pair[0], pair[1]))
        return scored
