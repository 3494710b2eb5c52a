"""Places in a text: where its lines begin, whatever ends them."""

from __future__ import annotations

import re
from bisect import bisect_right

from msgspec import Struct

LINE_END = re.compile(r"\r\n|\n|\r")
"""What ends a line for editors and people; `str.splitlines` also breaks at U+2028, form feeds and others."""


class Place(Struct, frozen=True, order=True):
    """A stretch of a text, from the offset `start` up to but not including `end`."""

    start: int
    end: int


class Lines:
    """The lines of a text, to tell at which offset a line begins and in which line an offset lies."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(m.end() for m in LINE_END.finditer(text))]

    def number(self, offset: int) -> int:
        """The number of the line (from 1) that holds this offset."""
        return bisect_right(self.starts, offset)

    def start(self, offset: int) -> int:
        """Where the line that holds this offset begins."""
        return self.starts[self.number(offset) - 1]


def find_newline(text: str) -> str:
    """The line end that a text begins with; a line feed where it has one line only."""
    found = LINE_END.search(text)
    return found[0] if found else "\n"
