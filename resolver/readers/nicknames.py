"""Names that a list sets before titles: `TransE: Translating Embeddings for …`, of which only the rest is the title.

Real titles begin with a name, too (`BERT: Pre-training of …`), so that one title never tells. Many do: where far more
titles of one list begin with a name than titles of those years do, the list's author has set most of the names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence

import msgspec

from resolver.model import Document, Entry
from resolver.readers.scoring import length

_NAMED = re.compile(
    r"(?P<name>(?=[^:：]*[A-Z0-9][^:：]*[A-Z0-9])[^\s:：]{2,24}(?:[ ](?:(?:&|and)[ ])?[^\s:：]{2,14})?)[:：]\s*"
    r"(?P<rest>\S.*)"
)
"""A name as methods and data sets have them, with two capitals or digits at least, a colon, and a title."""

_SHARES = (
    (2005, 0.02), (2010, 0.03), (2013, 0.04), (2016, 0.05), (2018, 0.07), (2019, 0.10), (2020, 0.13), (2021, 0.15),
    (2022, 0.18), (2023, 0.20), (2024, 0.25), (9999, 0.32),
)  # fmt: skip
"""Up to which year which share of titles begins with a name: counted in 567,677 works of the field (1999 to 2026)."""

LEAST = 12
"""Titles below one heading from which on their share of names tells."""

TIMES = 8.0
"""So many times more names than titles of those years have are the list's own. A list of methods has up to six times as
many by itself (92% of 2021's, at most); from 2020 on names are so common that nothing can be told."""


def set_names_apart(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Entries with both readings of a title where a list sets names before its titles.

    `title` is then the title without the name and `other_title` the one with it; `choose_titles` decides between
    them where there is an index, and matching weighs both.
    """
    groups = defaultdict[str, list[Entry]](list)
    for entry in entries:
        groups[entry.section].append(entry)
    own = {section for section, listed in groups.items() if _sets_names(listed)}
    return tuple(_without_name(entry) if entry.section in own else entry for entry in entries)


def _sets_names(listed: Sequence[Entry]) -> bool:
    if len(listed) < LEAST:
        return False
    share = sum(_NAMED.fullmatch(entry.title) is not None for entry in listed) / len(listed)
    expected = sum(_share(entry.year) for entry in listed) / len(listed)
    return share > TIMES * expected


def _share(year: str) -> float:
    """The share of titles of a year that begin with a name; the highest where no year is given."""
    known_year = int(year) if re.fullmatch(r"\d{4}", year) else 9999
    return next(share for last, share in _SHARES if known_year <= last)


def _without_name(entry: Entry) -> Entry:
    m = _NAMED.fullmatch(entry.title)
    if m is None or length(m["rest"]) < 3:
        return entry
    return msgspec.structs.replace(entry, title=m["rest"], other_title=entry.title)


def choose_titles(document: Document, known: Callable[[str], bool]) -> Document:
    """The document with the reading of each title that is known, where just one of two is.

    Args:
        document: as read.
        known: whether a work of exactly this title is at hand.
    """
    if not any(entry.other_title for entry in document.entries):
        return document
    entries = tuple(_choose(entry, known) if entry.other_title else entry for entry in document.entries)
    place = document.columns.index("title") if "title" in document.columns else -1
    rows = list(document.rows)
    for entry in entries:
        if place >= 0 and 0 < entry.row <= len(rows):
            cells = rows[entry.row - 1].cells
            changed = (*cells[:place], entry.title, *cells[place + 1 :])
            rows[entry.row - 1] = msgspec.structs.replace(rows[entry.row - 1], cells=changed)
    return msgspec.structs.replace(document, entries=entries, rows=tuple(rows))


def _choose(entry: Entry, known: Callable[[str], bool]) -> Entry:
    one, other = known(entry.title), known(entry.other_title)
    if one == other:
        return entry
    return msgspec.structs.replace(entry, title=entry.title if one else entry.other_title, other_title="")
