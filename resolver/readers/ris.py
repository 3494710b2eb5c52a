"""RIS, the exchange format of reference managers: a tag of two characters and a value on each line.

No library keeps the places of its lines, and the format is read in a few of our own.
"""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct

from resolver.errors import InputError
from resolver.model import Document
from resolver.readers.claims import Claims, document
from resolver.text.places import LINE_END, Lines, Place

_TAG = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*))?$")
_SNIFF = re.compile(r"^TY {1,2}- ?[A-Z]", re.MULTILINE)
_LONGEST_LEAD = 2000

TITLES, AUTHORS, YEARS = ("TI", "T1", "CT"), ("AU", "A1"), ("PY", "Y1", "DA")
VENUES = ("T2", "JO", "JF", "JA", "J2", "BT", "C3")
_LINKS = {"DO": "doi", "UR": "url", "L1": "url", "L2": "url", "LK": "url"}


class Line(Struct, frozen=True):
    """A tagged line and what continues it: its tag, its value on one line, and where the value stands."""

    tag: str
    value: str
    at: Place
    start: int


class Reference(Struct, frozen=True):
    """The lines of one record from TY on; `end` is where its last tagged line ends, ER left out."""

    line: int
    lines: tuple[Line, ...]
    end: int
    closed: bool

    def first(self, *tags: str) -> Line | None:
        """The first line with one of these tags, in the order of the tags."""
        return next((line for tag in tags for line in self.lines if line.tag == tag), None)

    def value(self, *tags: str) -> str:
        """The value that is not empty of the first such line."""
        return next((line.value for tag in tags for line in self.lines if line.tag == tag and line.value), "")


class Ris:
    """Takes text with a TY line near its beginning."""

    name = "ris"

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
    numbers, found, notes = Lines(text), list[Reference](), list[str]()
    lines: list[Line] | None = None

    def close(*, closed: bool) -> None:
        if lines:
            line = numbers.number(lines[0].start)
            if not closed:
                notes.append(f"line {line}: this record has no ER line at its end")
            found.append(Reference(line, tuple(lines), lines[-1].at.end, closed))

    going_on: list[tuple[str, int]] = []
    starts = numbers.starts
    for start, after in zip(starts, [*starts[1:], len(text)], strict=True):
        raw = LINE_END.sub("", text[start:after])
        m = _TAG.match(raw)
        if m is None:
            if lines and raw.strip():
                going_on.append((raw.strip(), start + len(raw)))
            continue
        if going_on and lines:
            lines[-1] = _longer(lines[-1], going_on)
        going_on = []
        tag, value = m[1], m[2] or ""
        if tag == "TY":
            close(closed=False)
            lines = []
        elif tag == "ER":
            close(closed=True)
            lines = None
        if lines is None:
            if tag != "ER":
                notes.append(f"line {numbers.number(start)}: {tag} stands outside of any record")
            continue
        begins = start + (m.start(2) if m[2] is not None else len(raw))
        lines.append(Line(tag, value.strip(), Place(begins, begins + len(value.rstrip()) if value else begins), start))
    if going_on and lines:
        lines[-1] = _longer(lines[-1], going_on)
    close(closed=False)
    return found, notes


def _longer(line: Line, going_on: list[tuple[str, int]]) -> Line:
    """A line with those that continue it."""
    value = " ".join(filter(None, (line.value, *(text for text, _ in going_on))))
    return Line(line.tag, value, Place(line.at.start, going_on[-1][1]), line.start)


def claims(reference: Reference) -> Claims:
    """The claims of a record."""
    authors = [line.value for line in reference.lines if line.tag in AUTHORS and line.value]
    return Claims(
        line=reference.line,
        title=reference.value(*TITLES),
        authors=" and ".join(authors),
        year=reference.value(*YEARS).partition("/")[0],
        venue=reference.value(*VENUES),
        key=reference.value("ID"),
        type=reference.value("TY"),
        links=tuple((_LINKS[line.tag], line.value) for line in reference.lines if line.tag in _LINKS and line.value),
    )
