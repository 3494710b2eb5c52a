"""What a title is filed under: words without plurals, compounds run together, and its three views.

The same functions serve the building and the asking, so that both always agree.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from itertools import pairwise

from resolver.text import titles

WHOLE, MAIN, REST, HEAD, TAIL = range(5)
"""The views of a title that are filed by key: all of it, before the colon, after it, its first and last letters."""

PARTS = (WHOLE, MAIN, REST)

EDGE = 16
"""Letters that `HEAD` and `TAIL` have: two or three words, which a cut or a new subtitle leaves alone."""

_HYPHENS = str.maketrans("‐‑–", "---")
_MAYBE_PARTS = re.compile(r":\s|\s[-–—]|—")


def stem(word: str) -> str:
    """A folded word without its plural ending; `analysis`, `corpus` and `class` are left alone.

    >>> [stem(w) for w in ("models", "studies", "analysis", "bus", "pos")]
    ['model', 'study', 'analysis', 'bus', 'pos']
    """
    if len(word) < 4 or word[-1] != "s" or word[-2] in "sui":
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1]


def join_compounds(title: str) -> list[str]:
    """The hyphenated words of a title, each adjacent pair of parts run together and stemmed.

    >>> join_compounds("State-of-the-art Pre-training")
    ['stateof', 'ofthe', 'theart', 'pretraining']
    """
    if not title.isascii():
        title = title.translate(_HYPHENS)
    if "-" not in title:
        return []
    return [joined for word in title.split() if "-" in word for joined in _joined(word)]


def _joined(compound: str) -> tuple[str, ...]:
    return join_neighbours(titles.words(compound))


def join_neighbours(words: Sequence[str]) -> tuple[str, ...]:
    """Each two neighbours run together and stemmed."""
    return tuple([stem(a + b) for a, b in pairwise(words)])


def number_of_view(key: str, view: int) -> int:
    """The number under which a view of a title is filed."""
    return digest(key) << 3 | view


def digest(key: str) -> int:
    """A short number for a title's key or for a pair of words; two may share one."""
    return zlib.crc32(key.encode())


def title_keys(title: str) -> tuple[str, ...]:
    """The keys of a plain title: of the whole, and of its main part and the rest where it has two.

    >>> title_keys("BERT: a model")
    ('bertamodel', 'bert', 'amodel')
    """
    whole = titles.key(title)
    if _MAYBE_PARTS.search(title) is None:
        return (whole,)
    main = titles.key(titles.split_at_colon(title)[0])
    if not 0 < len(main) < len(whole) or not whole.startswith(main):
        return (whole,)
    return whole, main, whole[len(main) :]


def numbers_of_edges(key: str) -> list[int]:
    """The numbers of a key's first and last letters; a short key has none."""
    if len(key) <= EDGE:
        return []
    return [number_of_view(key[:EDGE], HEAD), number_of_view(key[-EDGE:], TAIL)]


def number_of_pair(a: str, b: str) -> int:
    """The number under which two adjacent words are filed."""
    return digest(f"{a} {b}")
