"""RIS, the exchange format of reference managers: a tag of two characters and a value on each line.

No library keeps the places of its lines, and the format is read in a few of our own.
"""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct

from resolver.errors import InputError
from resolver.model import Document
from resolver.readers.claims import MOST_NOTES, EntryClaims, document
from resolver.text.places import LINE_END, Lines, Place

_TAG = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*))?$")
_SNIFF = re.compile(r"^TY {1,2}- ?[A-Z]", re.MULTILINE)
_LONGEST_LEAD = 2000

TITLES, AUTHORS, YEARS = ("TI", "T1", "CT"), ("AU", "A1"), ("PY", "Y1", "DA")
VENUES = ("T2", "JO", "JF", "JA", "J2", "BT", "C3")
_LINKS = {"DO": "doi", "UR": "url", "L1": "url", "L2": "url", "LK": "url"}


class RisLine(Struct, frozen=True):
    """A tagged line and what continues it: its tag, its value on one line, and where the value stands."""

    tag: str
    value: str
    at: Place
    start: int


class Reference(Struct, frozen=True):
    """The tagged lines of one record, from TY on and without ER."""

    line: int
    lines: tuple[RisLine, ...]

    def first(self, *tags: str) -> RisLine | None:
        """The first line with one of these tags, in the order of the tags."""
        return next((line for tag in tags for line in self.lines if line.tag == tag), None)

    def value(self, *tags: str) -> str:
        """The value that is not empty of the first such line."""
        return next((line.value for tag in tags for line in self.lines if line.tag == tag and line.value), "")


class RisReader:
    """Takes text with a TY line near its beginning."""

    name = "ris"
    suffixes = (".ris",)

    def sniff(self, head: str, path: Path) -> bool:
        first = _SNIFF.search(head)
        return first is not None and (first.start() < _LONGEST_LEAD or path.suffix.lower() == ".ris")

    def read(self, path: Path, text: str) -> Document:
        """One entry for each record.

        Raises:
            InputError: no record has a title or an identifier.
        """
        found, notes = references(text)
        if not found:
            raise InputError("there is no record in this RIS file: each begins with TY and ends with ER", path=path)
        return document(self.name, path, text, map(claims, found), notes)


def references(text: str) -> tuple[list[Reference], list[str]]:
    """The records of a text, and what was broken, with its line."""
    gathered = _Gathered(Lines(text))
    starts = gathered.numbers.starts
    for start, after in zip(starts, [*starts[1:], len(text)], strict=True):
        gathered.line(LINE_END.sub("", text[start:after]), start)
    gathered.end(closed=False)
    return gathered.found, gathered.notes


class _Gathered:
    """The records so far, and the lines of the one that is open."""

    def __init__(self, numbers: Lines) -> None:
        self.numbers = numbers
        self.found: list[Reference] = []
        self.notes: list[str] = []
        self._lines: list[RisLine] | None = None
        self._going_on: list[tuple[str, int]] = []

    def line(self, raw: str, start: int) -> None:
        """A line of the text, without its end."""
        m = _TAG.match(raw)
        if m is None:
            if self._lines and raw.strip():
                self._going_on.append((raw.strip(), start + len(raw)))
            return
        tag, value = m[1], m[2] or ""
        if tag in ("TY", "ER"):
            self.end(closed=tag == "ER")
            self._lines = [] if tag == "TY" else None
        if self._lines is not None:
            self._continued()
            begins = start + (m.start(2) if m[2] is not None else len(raw))
            self._lines.append(RisLine(tag, value.strip(), Place(begins, begins + len(value.rstrip())), start))
        elif tag != "ER" and len(self.notes) < MOST_NOTES:
            self.notes.append(f"line {self.numbers.number(start)}: {tag} stands outside of any record")

    def end(self, *, closed: bool) -> None:
        """The open record ends here."""
        self._continued()
        if self._lines:
            line = self.numbers.number(self._lines[0].start)
            if not closed and len(self.notes) < MOST_NOTES:
                self.notes.append(f"line {line}: this record has no ER line at its end")
            self.found.append(Reference(line, tuple(self._lines)))

    def _continued(self) -> None:
        """The last tagged line with those that continue it."""
        if self._going_on and self._lines:
            last = self._lines[-1]
            value = " ".join(filter(None, (last.value, *(text for text, _ in self._going_on))))
            self._lines[-1] = RisLine(last.tag, value, Place(last.at.start, self._going_on[-1][1]), last.start)
        self._going_on = []


def claims(reference: Reference) -> EntryClaims:
    """The claims of a record."""
    authors = [line.value for line in reference.lines if line.tag in AUTHORS and line.value]
    return EntryClaims(
        line=reference.line,
        title=reference.value(*TITLES),
        authors=" and ".join(authors),
        year=reference.value(*YEARS).partition("/")[0],
        venue=reference.value(*VENUES),
        key=reference.value("ID"),
        type=reference.value("TY"),
        links=tuple((_LINKS[line.tag], line.value) for line in reference.lines if line.tag in _LINKS and line.value),
    )
