"""A query title: its features in the index, and how like it the candidates are."""

from __future__ import annotations

from collections.abc import Sequence

from resolver.index import terms
from resolver.index.expand import Vocabulary
from resolver.text import titles

SAME = 1.0
"""Similarity of a title with the same key."""

_LEAST = 0.35
"""Candidates below are not worth an answer."""


class Query:
    """What a title is looked for by.

    Args:
        title: plain text.
        vocabulary: of the index that is asked.
    """

    def __init__(self, title: str, vocabulary: Vocabulary) -> None:
        self.words = titles.words(title)
        self.stems = [terms.stem(w) for w in self.words]
        self.keys = terms.keys(title)
        self._joined = terms.adjacent(self.words)
        vocabulary.load((*self.stems, *self._joined))
        self._weight = {s: 1.0 / (1 + vocabulary.frequency(s)) for s in self.stems}
        self._variants = self._acronym_variants(vocabulary)

    def _acronym_variants(self, vocabulary: Vocabulary) -> list[tuple[list[str], list[str]]]:
        """The stems with an acronym spelled out or words abbreviated, and what is new in them."""
        variants: list[tuple[list[str], list[str]]] = []
        for i, stem in enumerate(self.stems):
            if len(stem) <= 5:
                for long in vocabulary.spelled_out(stem):
                    new = long.split()
                    variants.append(([*self.stems[:i], *new, *self.stems[i + 1 :]], new))
        for i, j, short in vocabulary.abbreviations(self.stems):
            variants.append(([*self.stems[:i], short, *self.stems[j:]], [short]))
        return variants[:6]

    def features(self, vocabulary: Vocabulary) -> list[tuple[str | int, float]]:
        """What to look for, and how much each counts beside its rarity."""
        found: dict[str | int, float] = {}
        for _, new in self._variants:
            for word in new:
                found[word] = 0.5
            for a, b in zip(new, new[1:], strict=False):
                found[terms.pair(a, b)] = 0.5
        for joined in self._joined:
            if vocabulary.frequency(joined):
                found[joined] = 0.5
        for a, b in zip(self.stems, self.stems[1:], strict=False):
            found[terms.pair(a, b)] = 0.5
        for stem in self.stems:
            found[stem] = 1.0
        return list(found.items())

    def widened(self, vocabulary: Vocabulary) -> list[tuple[str | int, float]]:
        """`features`, and the words that unknown words may be meant for."""
        found = self.features(vocabulary)
        for stem in self.stems:
            if not vocabulary.frequency(stem):
                found += [(word, 0.8) for word in vocabulary.meant(stem)]
        return found

    def rank(self, rows: Sequence[tuple[int, str]]) -> list[tuple[float, int]]:
        """Similarity and number of the candidates that are worth an answer, best first.

        Args:
            rows: document number and folded words of each.
        """
        from rapidfuzz import fuzz

        key, text = "".join(self.words), " ".join(self.words)
        variants = ["".join(stems) for stems, _ in self._variants]
        stems = set(self.stems)
        scored: list[tuple[float, int]] = []
        for doc, folded in rows:
            other = folded.replace(" ", "")
            if other == key:
                scored.append((SAME, doc))
                continue
            score = fuzz.ratio(key, other)
            if score < 95:
                score = max(score, fuzz.token_sort_ratio(text, folded))
                their = {terms.stem(w) for w in folded.split()}
                shared = stems & their
                contained = len(shared) / min(len(stems), len(their))
                score = max(score, 88 * contained if len(shared) > 1 else 50 * contained)
                for variant in variants:
                    score = max(score, 0.98 * fuzz.ratio(variant, "".join(terms.stem(w) for w in folded.split())))
            if score >= 100 * _LEAST:
                scored.append((min(score / 100, 0.999), doc))
        scored.sort(key=lambda pair: (-pair[0], pair[1]))
        return scored
