"""From items that are papers to the rows and entries of a document, and what is told of the others."""

from __future__ import annotations

from collections.abc import Sequence

from resolver.model import Entry, Row, Unread
from resolver.readers.fields import links_in, tidy
from resolver.readers.papers import Found, Passed

COLUMNS = ("section", "title", "authors", "venue", "year", "url")
"""Columns of the table that is made of a list of items."""


def entries_of(found: Sequence[Found]) -> tuple[tuple[Row, ...], tuple[Entry, ...]]:
    """The rows of the table and the entries, one each for every paper, in their order."""
    rows, entries = [], []
    for number, listed in enumerate(found, start=1):
        p = listed.paper
        links, ids = links_in([("", link) for link in p.links])
        rows.append(Row(listed.line, (listed.section, p.title, p.authors, p.venue, p.year, p.url)))
        entries.append(
            Entry(
                row=number,
                line=listed.line,
                title=tidy(p.title),
                authors=tidy(p.authors),
                year=p.year,
                venue=tidy(p.venue),
                section=listed.section,
                links=links,
                ids=ids,
            )
        )
    return tuple(rows), tuple(entries)


def unread(passed: Sequence[Passed]) -> tuple[Unread, ...]:
    """The items of which it is not known what they are; prose, headings, software and the like are known."""
    reason = "neither a link to a paper nor authors and a year tell that this is one"
    return tuple(Unread(item.line, item.text[:200], reason) for item in passed if item.what == "unread")
