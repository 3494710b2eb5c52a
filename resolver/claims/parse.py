"""From an entry, which has strings as a person wrote them, to a claim, which can be asked about and compared."""

from __future__ import annotations

import re

import msgspec

from resolver.claims.types import parse_type
from resolver.model import Claim, Entry, ListedType
from resolver.text import author_lists, decorations, titles, venues
from resolver.text.prepared import prepare

_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
_THESIS = re.compile(
    r"\bthesis\b|\bdissertation\b|\bthèse\b|\bdissertação\b|\btesis\b|\bdoktorarbeit\b|学位论文|\bhabilitation",
    re.IGNORECASE,
)
_SHORT_YEAR = re.compile(r"\s*['’](\d\d)\s*")


def parse_claim(entry: Entry) -> Claim:
    """All that an entry claims, parsed; of a title the first `titles.LONGEST` characters are looked at.

    Args:
        entry: as a reader gave it.
    """
    title = entry.title[: titles.LONGEST]
    bare = decorations.strip_decorations(title)
    authors, *others = author_lists.parse_readings(entry.authors)
    claim = Claim(
        entry=entry,
        title=prepare(title),
        search_title=bare.title if titles.key(bare.title) else "",
        authors=authors,
        other_authors=tuple(others),
        year=parse_year(entry.year),
        venue=entry.venue,
        series=venues.find_labels(entry.venue),
        ids=entry.ids,
        type=_type(entry),
    )
    if entry.other_title:
        return msgspec.structs.replace(claim, undecorated=_with_title(claim, entry.other_title))
    if bare.title == titles.plain(title):
        return claim
    return msgspec.structs.replace(claim, undecorated=_undecorated(claim, bare))


def _type(entry: Entry) -> ListedType:
    """The listed type; a venue such as `PhD thesis, Stanford` says it too, where the list has no types."""
    written = parse_type(entry.type)
    return "thesis" if written in ("unknown", "report", "book") and _THESIS.search(entry.venue) else written


def _with_title(claim: Claim, title: str) -> Claim:
    """The claim with the other reading of its title."""
    return msgspec.structs.replace(claim, title=prepare(title[: titles.LONGEST]))


def _undecorated(claim: Claim, bare: decorations.Undecorated) -> Claim:
    """The claim without what its list put around the title; the year and name found there fill blanks."""
    entry = claim.entry
    venue = bare.name if _names_venue(bare.name) else ""
    return msgspec.structs.replace(
        claim,
        title=prepare(bare.title),
        year=claim.year if entry.year else parse_year(bare.year),
        authors=claim.authors if entry.authors or venue else author_lists.parse_authors(bare.name),
        venue=entry.venue or venue,
        series=claim.series if entry.venue else venues.find_labels(venue),
    )


def _names_venue(name: str) -> bool:
    """Whether what stands behind a title is a venue (`- arXiv 2019)`, `- NeurIPS 2020`) and no author (`Ed Chi`)."""
    written_as_one = name.islower() or any(ch.isupper() for word in name.split() for ch in word[1:])
    return written_as_one and bool(venues.find_labels(name.lower()))


def parse_year(text: str) -> int | None:
    """The first plausible year in a cell such as `2021`, `2021.0`, `Mar 2021` or `'21`."""
    if m := _YEAR.search(text):
        return int(m[1])
    if m := _SHORT_YEAR.fullmatch(text):
        return 2000 + int(m[1])
    return None
