"""The entries of arXiv's Atom feed, one by one, as records; what does not fit is left out and counted.

The `arxiv` package refuses a whole feed for one date that it can't read, passes over what lacks one in silence, and
asks for another page to make up for it. So such entries are taken out before it sees them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from resolver import identifiers
from resolver.model import Identifier, Record
from resolver.text import cleaning, latex, names, titles

NAME = "arxiv"

_ATOM = "{http://www.w3.org/2005/Atom}"
_TOTAL = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"
_EMPTY = b'<feed xmlns="http://www.w3.org/2005/Atom"/>'
_GONE = re.compile(r"\b(?:withdrawn|withdrawal|retracted|retraction)\b", re.IGNORECASE)
_FIRST_YEAR, _LAST_YEAR = 1986, 2100
"""Years that a date of arXiv may have; a few papers were put in later with dates from before it began in 1991."""


class ArxivAuthor(Struct, frozen=True):
    """A person in the list of a preprint's authors."""

    name: str


class ArxivEntry(Struct, frozen=True):
    """One preprint, as far as it is used (https://info.arxiv.org/help/api/user-manual.html, 3.3.2)."""

    entry_id: str
    published: datetime
    title: str
    authors: tuple[ArxivAuthor, ...]
    primary_category: str
    comment: str | None = None
    journal_ref: str | None = None
    doi: str | None = None


def drop_unreadable(body: bytes) -> tuple[bytes, int]:
    """A feed without the entries that the package can't take, and how many those were.

    Args:
        body: of an answer that looks like a feed.
    """
    from lxml import etree

    # The options of the package: what it repairs is repaired here in the same way.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(body, parser=parser)
    except (etree.XMLSyntaxError, ValueError):
        return body, 0
    if root is None:
        return body, 0
    entries = list(root.iterfind(f"{_ATOM}entry"))
    wrong = [entry for entry in entries if not _fits(entry)]
    if not wrong:
        return body, 0
    for entry in wrong:
        root.remove(entry)
    for total in root.iterfind(_TOTAL):  # or the package would ask for another page to fill this one
        total.text = str(len(entries) - len(wrong))
    try:
        return bytes(etree.tostring(root)), len(wrong)
    except etree.SerialisationError:  # bytes that were no UTF-8 were repaired to what can't be written again
        return _EMPTY, len(entries)


def _fits(entry: Any) -> bool:
    """Whether an entry has an identifier of arXiv's and the dates without which the package takes none."""
    if parse_identifier(entry.findtext(f"{_ATOM}id") or "") is None:
        return False
    return all(_is_date(entry.findtext(f"{_ATOM}{name}") or "") for name in ("updated", "published"))


def _is_date(text: str) -> bool:
    try:
        return _FIRST_YEAR <= datetime.fromisoformat(text.strip()).year <= _LAST_YEAR
    except ValueError:
        return False


def parse_identifier(text: str) -> Identifier | None:
    """The identifier in an entry's address, or `None` when it is none of arXiv's."""
    found = identifiers.parse(text.strip())
    return found if found is not None and found.kind == "arxiv" else None


def make_record(result: object) -> Record | None:
    """What the package made of an entry as a record, or `None` when it is not what arXiv says it sends."""
    try:
        entry = msgspec.convert(result, ArxivEntry, from_attributes=True)
    except (msgspec.ValidationError, ValueError):
        return None
    own = parse_identifier(entry.entry_id)
    if own is None:
        return None
    comment = _join_lines(entry.comment)
    doi = next(_find_dois(entry.doi), None)
    return cleaning.clean_record(
        Record(
            source=NAME,
            ids=(own, *([doi] if doi else [])),
            title=titles.plain(entry.title),
            title_tex=latex.mathematical(_join_lines(entry.title)),
            authors=tuple(names.parse_person(_join_lines(a.name)) for a in entry.authors if a.name.strip()),
            partial_authors=not entry.authors,
            year=_find_year(own.value, entry.published.year),
            type="preprint",
            url=f"https://arxiv.org/abs/{own.value}",
            note=_join_lines(entry.journal_ref),
            category=entry.primary_category,
            comment=comment,
            retracted=comment if _GONE.search(comment) else "",
        )
    )


def _find_year(arxiv_id: str, published: int) -> int:
    """The year of the first version; by the id when the date that is given lies years away from it.

    An id begins with year and month of submission (info.arxiv.org/help/arxiv_identifier.html), which may
    differ from the date of publication by a turn of the year.
    """
    if m := re.match(r"(?:[a-z-]+/)?(\d\d)(?:0[1-9]|1[0-2])", arxiv_id):
        stated = int(m[1]) + (1900 if int(m[1]) >= 91 else 2000)
        return published if abs(stated - published) <= 1 else stated
    return published


def _find_dois(text: str | None) -> Iterator[Identifier]:
    """Authors type one DOI, several, or a link to one."""
    for part in re.split(r"[\s,;]+", text or ""):
        found = identifiers.parse(part) if part else None
        if found is not None and found.kind == "doi":
            yield found


def _join_lines(text: str | None) -> str:
    return " ".join((text or "").split())
