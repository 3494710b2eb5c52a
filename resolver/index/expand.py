"""The index's vocabulary, and what a query's words may stand for in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

Rows = Callable[..., list[Any]]

_KEPT_WORDS = 50_000
_NEAREST = 4
_MOST_NEAR = 5000
_MISSPELT = range(4, 41)
"""Letters of words that are looked for under other spellings."""


class Vocabulary:
    """The words of all titles, looked up on demand and remembered.

    Args:
        rows: runs an SQL query on the index.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._known: dict[str, tuple[int, int]] = {}
        self._acronyms: dict[str, tuple[str, ...]] | None = None
        self._spelled: dict[str, tuple[str, ...]] = {}

    def load(self, words: Iterable[str]) -> Mapping[str, tuple[int, int]]:
        """Look up several words at once; document frequency and number of each of them, at least."""
        known = self._known
        missing = [w for w in words if w not in known]
        if not missing:
            return known
        if len(known) > _KEPT_WORDS:
            self._known = known = {}
        marks = ",".join("?" * len(missing))
        for word in missing:
            known[word] = (0, -1)
        for word, df, slot in self._rows(f"SELECT word, df, slot FROM word WHERE word IN ({marks})", missing):
            known[word] = (df, slot)
        return known

    def frequency(self, word: str) -> int:
        """Document frequency of a stemmed word."""
        return self._entry(word)[0]

    def slot(self, word: str) -> int | None:
        slot = self._entry(word)[1]
        return slot if slot >= 0 else None

    def _entry(self, word: str) -> tuple[int, int]:
        return self._known.get(word) or self.load((word,))[word]

    # -------------------------------------------------------------- acronyms

    def _load_acronyms(self) -> dict[str, tuple[str, ...]]:
        table: dict[str, tuple[str, ...]] = {}
        spelled: dict[str, tuple[str, ...]] = {}
        for short, long in self._rows("SELECT short, long FROM acronym"):
            table[short] = (*table.get(short, ()), long)
            spelled[long] = (*spelled.get(long, ()), short)
        self._spelled, self._acronyms = spelled, table  # in this order: another thread may look
        return table

    def spelled_out(self, stem: str) -> tuple[str, ...]:
        """What an acronym may stand for, as stemmed words."""
        table = self._acronyms if self._acronyms is not None else self._load_acronyms()
        return table.get(stem, ())

    def abbreviations(self, stems: Sequence[str]) -> list[tuple[int, int, str]]:
        """Runs of words that have an acronym: where they begin, where they end, the acronym."""
        if self._acronyms is None:
            self._load_acronyms()
        found: list[tuple[int, int, str]] = []
        for i in range(len(stems) - 1):
            for j in range(i + 2, min(i + 5, len(stems)) + 1):
                found += [(i, j, short) for short in self._spelled.get(" ".join(stems[i:j]), ())]
        return found

    # -------------------------------------------------------------- misspelt words

    def meant(self, stem: str) -> list[str]:
        """Words that a word which no title has may be a misspelling of, and the parts it may be joined of."""
        if len(stem) not in _MISSPELT:
            return []
        return self._neighbours(stem) + self._split(stem)

    def _neighbours(self, stem: str) -> list[str]:
        """The nearest words by edits, swaps of neighbours included; one half of the word must be right."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        half = len(stem) // 2
        head, tail = stem[:half], stem[half + 1 :][::-1]
        near = self._range("word", head) + self._range("back", tail)
        worst = 1 if len(stem) < 8 else 2
        hits = process.extract(stem, set(near), scorer=OSA.distance, score_cutoff=worst, limit=_NEAREST)
        return [word for word, _, _ in hits]

    def _range(self, column: str, prefix: str) -> list[str]:
        rows = self._rows(
            f"SELECT word FROM word WHERE {column} >= ? AND {column} < ? LIMIT ?", (prefix, prefix + "\x7f", _MOST_NEAR)
        )
        return [word for (word,) in rows]

    def _split(self, stem: str) -> list[str]:
        cuts = [(stem[:i], stem[i:]) for i in range(3, len(stem) - 2)]
        self.load([part for cut in cuts for part in cut])
        best = max(cuts, key=lambda cut: min(map(self.frequency, cut)), default=None)
        return list(best) if best and min(map(self.frequency, best)) > 0 else []
