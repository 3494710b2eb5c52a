"""Entries as their list has them: those without an accepted record, and publications of which only a preprint is known.

A list knows more than the sources at times: that a preprint has appeared, say. What it says of a publication is kept
together, and the preprint gives its identifier; fields of the two are never mixed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import structs

from resolver.claims import parse_claim
from resolver.claims.parse import parse_year
from resolver.claims.types import parse_type
from resolver.identifiers import SCHEMES
from resolver.model import Entry, Identifier, ListedType, Record, Resolution, WorkType
from resolver.readers.claims import PREPRINT
from resolver.text import bibtex, venues
from resolver.text.author_lists import parse_authors
from resolver.text.venue_series import SERIES
from resolver.writers.base import line
from resolver.writers.originals import Original

NOTHING = Original()
_SOURCE = "list"
_TYPES: Mapping[ListedType, WorkType] = {
    "article": "article", "paper": "inproceedings", "book": "book", "chapter": "incollection", "thesis": "thesis",
}  # fmt: skip
_UNPUBLISHED = re.compile(
    r"\b(?:submitted|under review|in preparation|manuscript|unpublished|working paper|technical report|tech\.? report|"
    r"preprints?|blog|github|website|medium|twitter|youtube|hugging ?face|self-published|to appear|forthcoming)\b",
    re.IGNORECASE,
)
_VENUE_WORD = re.compile(
    r"\b(?:proceedings|conference|workshop|symposium|journal|transactions|findings|letters|congress|magazine|annals)\b",
    re.IGNORECASE,
)
_JOURNAL = re.compile(r"\b(?:journal|transactions|letters|magazine|annals|review)\b", re.IGNORECASE)
_REFERENCE = re.compile(r"\b(?:19|20)\d\d[a-z]?\)?[.,] .{15,}\bpp?\.|\bet al\b|://|\bdoi:", re.IGNORECASE)
_LONGEST_VENUE = 300
"""Characters of a venue's name; what is longer is a reference or an abstract."""


def is_venue(text: str) -> bool:
    """Whether what a list has for a venue may be the name of one: no address, no whole reference, no archive."""
    return bool(text.strip()) and len(text) <= _LONGEST_VENUE and not _REFERENCE.search(text)


def names_publication(entry: Entry) -> bool:
    """Whether an entry says that its work appeared somewhere, and not only that it is to be had."""
    venue, kind = entry.venue, parse_type(entry.type)
    if not is_venue(venue) or PREPRINT.search(venue) or _UNPUBLISHED.search(venue):
        return False
    if kind in ("report", "dataset", "software", "webpage"):
        return False
    if kind in _TYPES:
        return True
    known = [SERIES[label].kind for label in venues.find_labels(venue) if label in SERIES]
    return any(kind != "repository" for kind in known) or _VENUE_WORD.search(venue) is not None


def listed_record(entry: Entry, original: Original = NOTHING) -> Record:
    """An entry as a record of its own, of what the list says and nothing else."""
    given = original.fields
    people = parse_authors(given.get("author", "") or entry.authors)
    editors = parse_authors(given.get("editor", "")) if given.get("author") else parse_authors("")
    plain = {name: line(bibtex.plain(given[name])) for name in _PLAIN if given.get(name)}
    arxiv = any(i.kind == "arxiv" for i in entry.ids)
    record = Record(
        source=_SOURCE,
        ids=entry.ids,
        title=line(entry.title),
        title_tex=" ".join(given.get("title", "").split()) if not given.get("subtitle") else "",
        authors=people.people,
        partial_authors=people.et_al,
        editors=editors.people,
        year=parse_claim(entry).year or parse_year(entry.venue),
        venue=line(entry.venue) if is_venue(entry.venue) and not (arxiv and PREPRINT.search(entry.venue)) else "",
        type=_type(entry),
        url=next((link for link in entry.links if re.match(r"https?://\w", link)), ""),
    )
    return structs.replace(record, **plain)


_PLAIN = ("month", "pages", "volume", "number", "publisher", "address", "isbn", "note")
"""Fields of a database that are fields of a record."""


def _type(entry: Entry) -> WorkType:
    kind = parse_type(entry.type)
    if kind in _TYPES:
        return _TYPES[kind]
    if names_publication(entry):
        journals = {label for label, series in SERIES.items() if series.kind == "journal"}
        in_one = _JOURNAL.search(entry.venue) or venues.find_labels(entry.venue) & journals
        return "article" if in_one else "inproceedings"
    return "preprint" if any(i.kind == "arxiv" for i in entry.ids) or PREPRINT.search(entry.venue) else "misc"


def shown_record(resolution: Resolution, original: Original = NOTHING) -> Record:
    """The record that a document shows for an entry: its work's, or the listed one where there is no better.

    A listed publication of which the sources have but the preprint stays what the list says: venue, year, pages and
    DOI are the list's, title and people the record's, and the preprint's identifier is added.
    """
    entry, work = resolution.entry, resolution.work
    if work is None:
        return listed_record(entry, original)
    record = work.record
    if record.published or not names_publication(entry):
        return record
    listed = listed_record(entry, original)
    refuted = {p.claimed for p in resolution.problems if p.kind == "identifier"}
    own = [i for i in listed.ids if str(i) not in refuted and not _is_preprints(i)]
    kinds = {i.kind for i in own}
    more = [i for i in record.ids if i.kind not in kinds and not _is_preprints(i)]
    return structs.replace(
        listed,
        source=record.source,
        ids=(*own, *more),
        title=record.title,
        title_tex=record.title_tex,
        authors=record.authors or listed.authors,
        partial_authors=record.partial_authors if record.authors else listed.partial_authors,
        url=record.url or listed.url,
        category=record.category,
        comment=record.comment,
        retracted=record.retracted,
        key=record.key,
    )


def is_demoted(resolution: Resolution) -> bool:
    """Whether the entry names a publication and its work is known as a preprint alone."""
    work = resolution.work
    return work is not None and not work.record.published and names_publication(resolution.entry)


def _is_preprints(identifier: Identifier) -> bool:
    """Whether it is the DOI of a preprint at arXiv."""
    return identifier.kind == "doi" and identifier.value.startswith(f"{SCHEMES['arxiv'].registrant}/")
