"""Where one reference of a text ends and the next begins: numbers, blank lines, hanging indents, or a line each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from resolver.readers.references.labels import after_label
from resolver.readers.references.parse import read_reference
from resolver.text.places import LINE_END, Lines, Place

_LABELLED = re.compile(r"\s*(?:[-*+•·]\s+)?(?:\[[\w+:.-]{1,20}\]|\(\d{1,4}\)|\d{1,4}[.)](?=\s|[^\d\s]))")
_HEADING = re.compile(
    r"\s*(?:#+\s*)?(?:references|bibliography|works cited|literature(?: cited)?|参考文献)\s*:?\s*", re.IGNORECASE
)
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_NAMES = re.compile(r",|;|\band\b|&|\bet al\b|、|(?<![^\W\d_])[^\W\d_a-z]\.|\s[A-Z]{1,3}(?=[.,:;\s]|$)")

SHARE = 0.6
"""Of the pieces of a text, the share that must be references for all of them to be read as such."""

SAMPLE = 60
"""Pieces that are looked at to tell what a text is."""


class Passage(Struct, frozen=True):
    """One reference in a text: the line where it begins, its words as they stand, and their place."""

    line: int
    text: str
    at: Place


def divide(text: str) -> list[Passage]:
    """The references of a text, in order, whatever sets them apart; headings and blank lines are none."""
    lines = list(_lines(text))
    begins = _beginnings(lines)
    passages: list[Passage] = []
    for n, begin in enumerate(begins):
        end = begins[n + 1] if n + 1 < len(begins) else len(lines)
        block = [line for line in lines[begin:end] if line.text.strip()]
        at = Place(block[0].at.start, block[-1].at.start + len(block[-1].text.rstrip()))
        passages.append(Passage(block[0].line, text[at.start : at.end].strip(), at))
    return passages


def _lines(text: str) -> Iterator[Passage]:
    starts = Lines(text).starts
    for number, (start, after) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True), start=1):
        line = LINE_END.sub("", text[start:after])
        yield Passage(number, "" if _HEADING.fullmatch(line) else line, Place(start, start + len(line)))


def _beginnings(lines: Sequence[Passage]) -> list[int]:
    """The numbers of the lines that begin a reference."""
    full = [n for n, line in enumerate(lines) if line.text.strip()]
    first = [n for n in full if n == 0 or not lines[n - 1].text.strip()]
    labelled = [n for n in full if _LABELLED.match(lines[n].text)]
    if full and labelled[:1] == full[:1] and 2 * len(labelled) > len(first):
        return labelled
    of_paragraphs = set(first)
    indented = [n for n in full if lines[n].text[:1] in " \t"]
    if indented and of_paragraphs.isdisjoint(indented):
        return [n for n in full if lines[n].text[:1] not in " \t"]
    inner = [n for n in full if n not in of_paragraphs]
    if inner and (len(first) == 1 or sum(looks_like_one(lines[n].text) for n in inner) >= SHARE * len(inner)):
        return full if sum(looks_like_one(lines[n].text) for n in full) >= SHARE * len(full) else first
    return first


def looks_like_one(text: str) -> bool:
    """Whether a piece of text is a whole reference: people, a year, and a title or numbers of a journal."""
    if not 25 <= len(text.strip()) <= 6000 or not _YEAR.search(text):
        return False
    read = read_reference(text)
    people = read.authors and (_NAMES.search(read.authors) or after_label(text) > 0 or read.year)
    if not people:
        return False
    rest = text[read.title.end :] if read.title else ""
    return bool(read.year) and bool((read.title and len(rest.strip(" .")) > 3) or read.volume or read.pages)


def are_references(text: str) -> bool:
    """Whether a text is a list of references."""
    passages = divide(text)[:SAMPLE]
    return bool(passages) and sum(looks_like_one(p.text) for p in passages) >= SHARE * len(passages)
