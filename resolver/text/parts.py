"""The parts of a title: what a colon, a dash, a question mark or brackets set apart, as positions of its words."""

from __future__ import annotations

import itertools
import re

from resolver.text import titles

_SEPARATOR = re.compile(r"\s*:\s+|\s+[-–—]+\s+|\s*—\s*|[?!.…]\s+|\s*[：？！。]\s*")
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")


def parts(title: str) -> tuple[range, ...]:
    """The positions of the words of each part of a title, in order; brackets are parts beside those they stand in.

    >>> parts("Ulmfit: Universal Fine-tuning (extended)")
    (range(0, 1), range(1, 5), range(4, 5))
    """
    pieces = [len(titles.words(piece)) for piece in _SEPARATOR.split(title)]
    starts = [sum(pieces[:n]) for n in range(len(pieces) + 1)]
    segments = [range(a, b) for a, b in itertools.pairwise(starts) if b > a]
    for m in _BRACKETS.finditer(title):
        before = len(titles.words(title[: m.start()]))
        if inside := len(titles.words(m[1] or m[2] or "")):
            segments.append(range(before, before + inside))
    return tuple(segments)
