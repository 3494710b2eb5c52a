"""What an item's shape says of it: whether it is set as an item of a list, or is one of several in a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from resolver.readers.listing import ListedPaper, is_button, paper_link
from resolver.readers.papers import SURE, ListItem
from resolver.readers.readings import Reading, read_item
from resolver.readers.scoring import is_hole, length
from resolver.readers.spans import SOFT, Span, links, text_of

_MARKED = re.compile(r"\s*(?:\d{1,4}[.)、:]|\[\d{1,4}\]|[(（]\d{1,4}[)）]|[•·‣▪◦∙●■★☆✅→-])\s*\S")


def lines_that_are_items(pieces: tuple[Span, ...]) -> list[tuple[Span, ...]]:
    """The items of a paragraph: each line where every line is one for itself, else all of it.

    A line is one for itself when it begins with a linked title, or with a number or a bullet and lists a paper.
    """
    lines = split_lines(pieces)
    if len(lines) > 1 and all(map(_begins_with_linked_title, lines)):
        return lines
    if len(lines) > 1 and all(_MARKED.match(text_of(line)) for line in lines):
        found = [read_item(line) for line in lines]
        if all(reading is not None and reading.evidence for reading in found):
            return lines
    return [pieces] if pieces else []


def split_lines(pieces: Sequence[Span]) -> list[tuple[Span, ...]]:
    """The lines of some pieces that say anything, whether they were broken on purpose or in the source only."""
    lines: list[list[Span]] = [[]]
    for piece in pieces:
        start = 0
        for m in re.finditer(rf"[\n{SOFT}]", piece.text):
            lines[-1].append(piece.cut(start, m.start()))
            lines.append([])
            start = m.end()
        lines[-1].append(piece.cut(start, len(piece.text)) if start else piece)
    return [tuple(line) for line in lines if text_of(line) or any(p.href for p in line)]


def _begins_with_linked_title(pieces: Sequence[Span]) -> bool:
    first = next((k for k in links(pieces) if not is_button(k.label)), None)
    if first is None or length(first.label) < 3 or not (paper_link(first) or is_hole(first)):
        return False
    return not re.search(r"[^\W\d_]", text_of(pieces[: first.first]))


def set_apart(item: ListItem) -> bool:
    """Whether an item's title is set apart from the rest of it, as a paper's is."""
    reading = item.reading
    return (
        reading is not None
        and reading.how in ("bold", "italic", "quoted")
        and reading.score >= SURE
        and length(reading.paper.title) >= 4
        and bool(reading.paper.venue or reading.paper.year)
    )


def noted(item: ListItem) -> ListItem:
    """An item below a paper: only what is set like a paper itself is one, all else are notes."""
    own = (
        item.listed is not None
        and (item.reading is None or item.reading.score >= SURE)
        and length(item.listed.title) >= 4
        and own_link(item.listed)
    )
    return item if own else msgspec.structs.replace(item, listed=None, below=True)


def is_item(pieces: Sequence[Span], reading: Reading) -> bool:
    """Whether a paragraph is an item of a list rather than a sentence about a paper."""
    claims = bool(reading.paper.authors) and bool(reading.paper.venue or reading.paper.year)
    set_apart = reading.how not in ("plain", "reference")
    return reading.evidence and (set_apart or claims) and _heads(pieces, reading) and not _story(pieces, reading.paper)


def _heads(pieces: Sequence[Span], reading: Reading) -> bool:
    """Whether nothing but a number, a date, a label or the authors stands before the title."""
    anatomy = reading.paper.anatomy
    before = text_of(anatomy.pieces[: anatomy.first]) if anatomy is not None else ""
    names = reading.paper.authors.rstrip(".")
    return length(re.sub(r"[^\w\s]|\d", " ", before.replace(names, "") if names else before)) <= 2


def own_link(listed: ListedPaper) -> bool:
    """Whether the title of a listed paper is itself a link that leads to the paper."""
    anatomy = listed.anatomy
    return anatomy is not None and any(k.first <= anatomy.last and k.last >= anatomy.first for k in anatomy.about)


def _story(pieces: Sequence[Span], listed: ListedPaper) -> bool:
    """Whether a sentence goes on after the title: `[Title](url) proposes a …`."""
    rest = text_of(pieces).partition(listed.title)[2]
    return re.match(r"\W?\s+(?!by\b|and\b|in\b|et\b)[a-z]+\s(?:\S+\s){5}", rest) is not None


def bare(pieces: Sequence[Span]) -> bool:
    """An item that has a title and maybe a code link, but no link to a paper of its own."""
    return not any(paper_link(link) for link in links(pieces)) and len(text_of(pieces).split()) >= 3
