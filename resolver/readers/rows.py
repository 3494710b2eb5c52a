"""Rows of tables in Markdown and HTML: papers whose fields stand in columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from resolver.identifiers import IDENTIFYING
from resolver.identifiers.placeholders import is_placeholder
from resolver.readers.csv import roles
from resolver.readers.fields import only_year
from resolver.readers.listing import Anatomy, ListedPaper, clean_title, is_button, main_link, own_links, paper_link
from resolver.readers.readings import Reading, paper, read_titled
from resolver.readers.scoring import length
from resolver.readers.spans import Link, Span, links, text_of

MOST_BETWEEN = 14
"""Words between two linked titles of one cell, at most: people, venue and year, but no remark."""


def columns(header: Sequence[str], below: Sequence[Sequence[tuple[Span, ...]]]) -> dict[str, int]:
    """Which column of a table holds what, by its header and its cells.

    A column called `Paper` may hold titles, or nothing but buttons (`[paper](…)`) beside a column of names.
    """
    where = dict(roles(header))
    if "title" not in where:
        return where
    place = where["title"]
    cells = [row[place] for row in below if place < len(row) and any(p.text.strip() for p in row[place])]
    if cells and all(is_button(text_of(cell)) for cell in cells):
        others = [n for n in range(len(header)) if n not in where.values()]
        if not others:
            return where
        where |= {"url": where.get("url", place), "title": others[0]}
    return where


class Listed(Struct, frozen=True):
    """What a row lists: a paper, or a title of which the row does not say that it is one."""

    paper: ListedPaper | None = None
    reading: Reading | None = None


def listed_in(cells: Sequence[tuple[Span, ...]], where: dict[str, int], *, named: bool = True) -> list[Listed]:
    """What a row lists: a paper, or several where one cell links several titles; nothing for a row of other things.

    Args:
        cells: the pieces of its cells.
        where: which column holds what; without a title, the first cell that links a paper by its title counts.
        named: whether the column of titles is called so, rather than `Name`.
    """
    titled = [cells[where["title"]]] if where.get("title", len(cells)) < len(cells) else []
    for cell in titled or cells:
        if several := [found for part in linked_titles(cell) if (found := paper(part)) is not None]:
            return [Listed(found) for found in several]
    if "title" not in where:
        one = from_cells(cells)
        return [Listed(one)] if one is not None else []
    found = _titled(cells, where)
    if found is None:
        return []
    if _says_paper(cells, where, found):
        return [Listed(found)]
    return [Listed(None, Reading(how="label", paper=found, score=0.0, evidence=False))] if named else []


def linked_titles(cell: Sequence[Span]) -> list[tuple[Span, ...]]:
    """The parts of a cell, each with the title that it links, where that are several."""
    titles = [k for k in links(cell) if not is_button(k.label) and length(k.label) >= 3 and paper_link(k)]
    if len(titles) < 2:
        return []
    between = [text_of(cell[one.last + 1 : other.first]) for one, other in pairwise(titles)]
    if any(length(text) > MOST_BETWEEN for text in between):
        return []
    ends = [k.first for k in titles[1:]] + [len(cell)]
    return [tuple(cell[k.first : end]) for k, end in zip(titles, ends, strict=True)]


def _titled(cells: Sequence[tuple[Span, ...]], where: dict[str, int]) -> ListedPaper | None:
    """The paper that a row lists if it lists one: its title, and what the other columns say."""

    def cell(field: str) -> tuple[Span, ...]:
        return cells[where[field]] if where.get(field, len(cells)) < len(cells) else ()

    linked = next((link for link in links(cell("title")) if not is_button(link.label)), None)
    title = clean_title(linked.label if linked else _title_in(cell("title")))
    if not re.search(r"\w", title):
        return None
    about = _about(cells, where)
    return ListedPaper(
        title=title,
        authors=text_of(cell("authors")),
        venue=text_of(cell("venue")),
        year=only_year(text_of(cell("year"))),
        url=main_link(about),
        links=own_links(about),
        anatomy=_anatomy(cells, where, about),
    )


def _about(cells: Sequence[tuple[Span, ...]], where: dict[str, int]) -> list[Link]:
    """The links of a row that may lead to its paper."""

    def cell(field: str) -> tuple[Span, ...]:
        return cells[where[field]] if where.get(field, len(cells)) < len(cells) else ()

    about = [k for field in ("title", *IDENTIFYING) for k in links(cell(field)) if not k.href.startswith("#")]
    for field in IDENTIFYING:
        value = text_of(cell(field))
        about += [Link("", value, 0, 0)] if value and not links(cell(field)) else []
    return about + [
        k for piece in cells for k in links(piece) if k not in about and is_button(k.label) and paper_link(k)
    ]


def _says_paper(cells: Sequence[tuple[Span, ...]], where: dict[str, int], found: ListedPaper) -> bool:
    """Whether a row says of itself that it lists a paper: by a link to one, or people, venue and year."""

    def cell(field: str) -> tuple[Span, ...]:
        return cells[where[field]] if where.get(field, len(cells)) < len(cells) else ()

    about = found.anatomy.about if found.anatomy is not None else ()
    given = _about(cells, where)
    known = sum(map(bool, (found.authors, found.venue, text_of(cell("year")))))
    hole = any(f in where and is_placeholder(text_of(cell(f))) and not links(cell(f)) for f in IDENTIFYING)
    return any(map(paper_link, (*about, *given))) or bool(known and (given or hole)) or known >= 2


def _title_in(cell: Sequence[Span]) -> str:
    """The title in a cell that may say more: `3) **Title** - what it is about`."""
    text = text_of(p for p in cell if p.href is None)
    reading = read_titled(cell)
    if reading is None or reading.score < 0 or length(reading.paper.title) < 1:
        return text
    return reading.paper.title if length(text) > length(reading.paper.title) else text


def _anatomy(cells: Sequence[tuple[Span, ...]], where: dict[str, int], about: Sequence[Link]) -> Anatomy:
    """The pieces of a row as one sequence; `first` and `last` are those of the title's cell."""
    pieces, starts = list[Span](), list[int]()
    for cell in cells:
        starts.append(len(pieces))
        pieces += [*cell, Span(" ")]
    title = where["title"]
    targets = {link.target for link in about}
    return Anatomy(
        pieces=tuple(pieces),
        first=starts[title],
        last=max(starts[title], starts[title] + len(cells[title]) - 1),
        about=tuple(link for link in links(pieces) if link.target in targets),
        cells=tuple(where.items()),
    )


def from_cells(cells: Sequence[tuple[Span, ...]]) -> ListedPaper | None:
    """A paper from a table without a title column: the first cell that links one by its title."""
    for pieces in cells:
        if any(paper_link(k) and len(k.label.split()) >= 3 for k in links(pieces)) and (listed := paper(pieces)):
            return listed
    return None
