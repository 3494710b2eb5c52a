"""A text as it is parsed (repaired, lines ended by line feeds) and as it was written, kept in step.

Reading repairs wrongly decoded characters; whoever edits must edit what was written. Both have the same
lines, and within a line the letters that were not repaired tell where the others stand.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from resolver.text import mojibake
from resolver.text.places import LINE_END, Lines, Place

LONGEST = 20_000
"""Characters of a repaired line beyond which its places are not worked out."""


class Aligned:
    """`text` is what is parsed; `place` leads from there back to the text as written."""

    def __init__(self, written: str) -> None:
        self.written = written
        self.repaired = mojibake.repair(written)
        self.text = LINE_END.sub("\n", self.repaired.text)

    def place(self, at: Place) -> Place | None:
        """Where a stretch of the parsed text was written; `None` where it was repaired or can't be told."""
        start, end = self._offset(at.start), self._offset(at.end)
        if start is None or end is None or start > end:
            return None
        return (
            Place(start, end) if LINE_END.sub("\n", self.written[start:end]) == self.text[at.start : at.end] else None
        )

    def _offset(self, offset: int) -> int | None:
        number = bisect_right(self._parsed, offset) - 1
        if offset < 0 or len(self._parsed) != len(self._lines.starts):
            return None
        column, start = offset - self._parsed[number], self._lines.starts[number]
        if self.repaired.text is self.written:
            return start + column
        found = self._columns(number).get(column)
        return None if found is None else start + found

    @cached_property
    def _parsed(self) -> list[int]:
        return Lines(self.text).starts

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.written)

    @cached_property
    def _known(self) -> dict[int, dict[int, int]]:
        return {}

    def _columns(self, number: int) -> dict[int, int]:
        """Columns of a parsed line to those of the written one, between letters that are alike in both."""
        if number not in self._known:
            self._known[number] = _matching(self._line(self.text, self._parsed, number), self._written_line(number))
        return self._known[number]

    def _written_line(self, number: int) -> str:
        return LINE_END.sub("", self._line(self.written, self._lines.starts, number))

    @staticmethod
    def _line(text: str, starts: list[int], number: int) -> str:
        end = starts[number + 1] if number + 1 < len(starts) else len(text)
        return text[starts[number] : end].rstrip("\n")


def _matching(parsed: str, written: str) -> dict[int, int]:
    """Places between letters: `{column in parsed: column in written}`."""
    if parsed == written:
        return {i: i for i in range(len(parsed) + 1)}
    if max(len(parsed), len(written)) > LONGEST:
        return {}
    from rapidfuzz.distance import Indel

    found: dict[int, int] = {}
    for block in Indel.opcodes(parsed, written):
        if block.tag == "equal":
            length = block.src_end - block.src_start + 1
            found.update({block.src_start + i: block.dest_start + i for i in range(length)})
    found.setdefault(0, 0)
    found[len(parsed)] = len(written)
    return found
