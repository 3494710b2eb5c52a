"""Rows of tables in Markdown and HTML: papers whose fields stand in columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from resolver.identifiers import IDENTIFYING
from resolver.identifiers.placeholders import is_placeholder
from resolver.readers.csv import roles
from resolver.readers.fields import only_year
from resolver.readers.listing import Anatomy, Paper, clean_title, is_button, main_link, own_links, paper_link
from resolver.readers.readings import paper, read_item
from resolver.readers.scoring import length
from resolver.readers.spans import Link, Span, links, text_of


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


def from_header(cells: Sequence[tuple[Span, ...]], where: dict[str, int]) -> Paper | None:
    """A paper from a table whose header says what is where."""

    def cell(field: str) -> tuple[Span, ...]:
        return cells[where[field]] if where.get(field, len(cells)) < len(cells) else ()

    def value(field: str) -> str:
        return text_of(cell(field))

    in_title = links(cell("title"))
    linked = next((link for link in in_title if not is_button(link.label)), None)
    text = linked.label if linked else _title_in(cell("title"))
    title = clean_title(text)
    about = [k for field in ("title", *IDENTIFYING) for k in links(cell(field)) if not k.href.startswith("#")]
    about += [Link("", value(f), 0, 0) for f in IDENTIFYING if f in where and not links(cell(f)) and value(f)]
    further = [k for piece in cells for k in links(piece) if k not in about and is_button(k.label) and paper_link(k)]
    about += further
    known = sum(bool(value(field)) for field in ("authors", "venue", "year"))
    hole = any(f in where and is_placeholder(value(f)) and not links(cell(f)) for f in IDENTIFYING)
    listed = any(paper_link(k) for k in about) or (known and (about or hole)) or known >= 2
    if "title" not in where or not re.search(r"\w", title) or not listed:
        return None
    return Paper(
        title=title,
        authors=value("authors"),
        venue=value("venue"),
        year=only_year(value("year")),
        url=main_link(about),
        links=own_links(about, ""),
        anatomy=_anatomy(cells, where, about),
    )


def _title_in(cell: Sequence[Span]) -> str:
    """The title in a cell that may say more: `3) **Title** - what it is about`."""
    text = text_of(p for p in cell if p.href is None)
    reading = read_item(cell)
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


def from_cells(cells: Sequence[tuple[Span, ...]]) -> Paper | None:
    """A paper from a table without a title column: the first cell that links one by its title."""
    for pieces in cells:
        if any(paper_link(k) and len(k.label.split()) >= 3 for k in links(pieces)) and (listed := paper(pieces)):
            return listed
    return None
