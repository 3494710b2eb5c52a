"""How much a word in a title tells: rare words identify a work, common ones hardly do.

The table `frequencies.tsv` holds document frequencies of stemmed title words, counted over the
Anthology's and arXiv's titles by `benchmarks/word_frequencies.py`. It ships with the package, so that
a decision does not depend on which index happens to be on the machine.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_BRITISH = (
    ("isation", "ization"), ("ising", "izing"), ("ised", "ized"), ("ise", "ize"), ("elling", "eling"),
    ("elled", "eled"), ("eller", "eler"), ("udgement", "udgment"), ("aviour", "avior"), ("avioural", "avioral"),
)  # fmt: skip
"""Endings of British spellings, and the American ones."""

_BRITISH_ENDINGS = tuple(british for british, _ in _BRITISH)


def stem(word: str) -> str:
    """Undo the plural and British spelling, nothing more: `models` and `model` are one word here.

    >>> stem("studies"), stem("models"), stem("summarisation"), stem("bias")
    ('study', 'model', 'summarization', 'bias')
    """
    w = word
    if len(w) > 4 and w.endswith("ies"):
        w = w[:-3] + "y"
    elif len(w) > 3 and w.endswith("s") and not w.endswith(("ss", "us", "is", "as")):
        w = w[:-1]
    if len(w) > 6 and w.endswith(_BRITISH_ENDINGS):
        for british, american in _BRITISH:
            if w.endswith(british):
                return w[: -len(british)] + american
    return w


class _Table(NamedTuple):
    """What `frequencies.tsv` says: of each word the number of titles that have it, and what it tells in nats; `most`
    is what a word tells that is not in it."""

    counts: Mapping[str, int]
    nats: Mapping[str, float]
    most: float


@cache  # a data file that ships with the package, read once
def _table() -> _Table:
    lines = files("resolver.text").joinpath("frequencies.tsv").read_text("utf-8").splitlines()
    header, *rows = (line for line in lines if not line.startswith("#"))
    titles_counted = int(header) + 1
    counts, nats = {}, {}
    for row in rows:
        number, _, group = row.partition("\t")
        count = int(number)
        tells = math.log(titles_counted / (count + 1))
        for word in group.split(" "):
            counts[word], nats[word] = count, tells
    return _Table(counts, nats, math.log(titles_counted))


RARE_NAME = 9.0
"""Nats from which words are a name: fewer than one title in 8,000 has them."""

FRONT_MATTER = frozenset(
    "preface foreword introduction editorial front matter frontmatter author index subject table content message "
    "general chair program programme committee welcome organizer sponsor keynote invited talk speaker panel discussion "
    "session demonstration closing opening remark address note obituary erratum corrigendum acknowledgment "
    "acknowledgement special issue guest workshop conference proceeding tutorial report summary abstract poster letter "
    "president in memoriam a an and by for from of on the to".split()
)
"""Words of what every volume has. A title made of nothing else names no paper, however rare its words are."""


def title_information(words: Sequence[str]) -> float:
    """What a title's stemmed words tell together, in nats; hardly anything if they are front matter only."""
    if words and FRONT_MATTER.issuperset(words):
        return float(min(len(words), 3))
    return sum(map(information, words))


def is_known_word(word: str) -> bool:
    """Whether a stemmed word occurs in titles often enough not to be a slip of the pen."""
    return word in _table().counts


def frequency(word: str) -> int:
    """In how many of the counted titles a stemmed word occurs; 0 for less than four."""
    return _table().counts.get(word, 0)


def information(word: str) -> float:
    """What a stemmed word tells, in nats: the negative log of the share of titles that have it."""
    table = _table()
    return table.nats.get(word, table.most)
