"""From items that are papers to the rows and entries of a document, and what is told of the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from resolver.model import Document, Entry, Row, Unread
from resolver.readers.fields import links_in, tidy
from resolver.readers.nicknames import set_names_apart
from resolver.readers.papers import Passed, PlacedPaper
from resolver.text.mojibake import Repaired
from resolver.text.places import find_newline

COLUMNS = ("section", "title", "authors", "venue", "year", "url")
"""Columns of the table that is made of a list of items."""

_VENUE_AND_YEAR = re.compile(
    r"\W*(?P<venue>[A-Z][A-Za-z]*[A-Z][A-Za-z]*(?:[ -][A-Z][\w-]*){0,2})?[\s'’,:-]*"
    r"(?:(?P<year>(?:19[5-9]|20[0-4])\d)|'(?P<short>\d\d))\W*"
)


def document_of(
    path: Path,
    text: str,
    name: str,
    found: Sequence[PlacedPaper],
    passed: Sequence[Passed],
    repaired: Repaired | None = None,
) -> Document:
    """A list of items as a document.

    Args:
        path: of the list.
        text: of the list, as it was written.
        name: of the format.
        found: the items that are papers.
        passed: the items that are none.
        repaired: what was repaired before the text was parsed, which a note tells.
    """
    rows, entries = entries_of(found)
    notes: tuple[str, ...] = ()
    if repaired is not None and repaired.how:
        notes = (f"the text was {repaired.how}; {repaired.changed_runs} places were repaired",)
    return Document(
        path=str(path),
        columns=COLUMNS,
        rows=rows,
        entries=entries,
        notes=notes,
        unread=unread(passed),
        newline=find_newline(text),
        format=name,
        text=text,
    )


def entries_of(found: Sequence[PlacedPaper]) -> tuple[tuple[Row, ...], tuple[Entry, ...]]:
    """The rows of the table and the entries, one each for every paper, in their order."""
    entries = list[Entry]()
    for number, listed in enumerate(found, start=1):
        p = listed.paper
        links, ids = links_in([("", link) for link in p.links])
        venue, year = p.venue, p.year
        if not venue and not year:
            venue, year = _venue_and_year(listed.section)
        entries.append(
            Entry(
                row=number,
                line=listed.line,
                title=tidy(p.title),
                authors=tidy(p.authors),
                year=year,
                venue=tidy(venue),
                section=listed.section,
                links=links,
                ids=ids,
            )
        )
    read = set_names_apart(entries)
    papers = [listed.paper for listed in found]
    rows = [
        Row(e.line, (e.section, e.title if e.other_title else p.title, p.authors, p.venue, p.year, p.url))
        for e, p in zip(read, papers, strict=True)
    ]
    return tuple(rows), read


def unread(passed: Sequence[Passed]) -> tuple[Unread, ...]:
    """The items of which it is not known what they are; prose, headings, software and the like are known."""
    reason = "neither a link to a paper nor authors and a year tell that this is one"
    return tuple(Unread(item.line, item.text[:200], reason) for item in passed if item.what == "unread")


def _venue_and_year(heading: str) -> tuple[str, str]:
    """The venue and year that a heading gives to all that stands below it: `2018`, `ACL 2022`, `CVPR'19`."""
    m = _VENUE_AND_YEAR.fullmatch(heading)
    if m is None:
        return "", ""
    year = m["year"] or ("20" + m["short"] if m["short"] else "")
    return (m["venue"] or "").strip(), year
