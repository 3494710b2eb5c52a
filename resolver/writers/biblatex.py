"""Works as BibLaTeX: the same care as for BibTeX, in the data model and the Unicode that biber reads."""

from __future__ import annotations

from collections.abc import Iterator

from resolver.model import Record, Run
from resolver.writers import bib, languages, tex
from resolver.writers.base import WriterOptions
from resolver.writers.cited import cited, joined
from resolver.writers.dates import dates, iso

_REQUIRED = {
    "inproceedings": ("title", "booktitle", "date"),
    "incollection": ("title", "booktitle", "date"),
    "article": ("title", "journaltitle", "date"),
    "proceedings": ("title", "date"),
    "book": ("title", "date"),
    "thesis": ("title", "type", "institution", "date"),
    "online": ("title", "date", "url"),
}
"""What makes the type (biblatex's manual, section 2.1.1), names apart: an editorial is still an article."""

_VENUE_FIELD = {
    "inproceedings": "booktitle", "incollection": "booktitle", "article": "journaltitle", "thesis": "institution",
    "misc": "howpublished",
}  # fmt: skip
_ORDER = (
    "title", "author", "editor", "booktitle", "journaltitle", "type", "institution", "howpublished", "volume", "number",
    "date", "location", "note", "publisher", "url", "doi", "pages", "isbn", "langid", "eprint", "eprinttype",
    "eprintclass",
)  # fmt: skip
_FOREIGN = {
    "article": {"location", "publisher", "isbn"},
    "online": {"location", "publisher", "isbn", "volume", "number", "pages"},
    "misc": {"publisher", "isbn", "volume", "number", "pages"},
    "thesis": {"editor", "publisher", "isbn", "volume", "number"},
    "proceedings": {"author"},
}
"""Fields of ours that a type has not in biblatex's data model: biber ignores them, and complains when it validates."""

_DEGREES = {"phd": "phdthesis", "master": "mathesis"}
"""biblatex's localisation keys (section 4.9.2.13): the style prints them in the document's language."""


class BibLaTeXWriter:
    """A database for biber: an entry for each work, in Unicode."""

    name = "biblatex"
    heeds = frozenset({"keys", "sort"})
    partial = True

    def render(self, run: Run, options: WriterOptions) -> Iterator[bytes]:
        return joined((bib.as_cited(work, entry) for work in cited(run, options)), "\n")


def entry(record: Record, key: str) -> str:
    """One record as a BibLaTeX entry, ending in a line break.

    Args:
        record: the merged record of a work.
        key: its citation key, already legal and unique.
    """
    kind = {"preprint": "online"}.get(record.type, record.type)
    fields = _fields(record, kind)
    if any(not fields.get(name) for name in _REQUIRED.get(kind, ())):
        kind = "misc"
        fields = _fields(record, kind)
    return bib.layout(kind, key, fields, _ORDER)


def _fields(record: Record, kind: str) -> dict[str, str]:
    def code(text: str) -> str:
        return tex.encode(text, unicode=True)

    arxiv = record.id("arxiv")
    values = {
        "title": bib.title(record, unicode=True),
        "author": bib.people(record.authors, cut=record.partial_authors, unicode=True),
        # the editors of an article are its journal's, and a style would print them
        "editor": "" if kind == "article" and record.authors else bib.people(record.editors, unicode=True),
        "type": _DEGREES.get(bib.degree(record), "") if kind == "thesis" else "",
        "volume": code(record.volume),
        "number": code(record.number),
        "date": "/".join(map(iso, dates(record))),
        "location": code(record.address),
        "note": bib.note(record, unicode=True),
        "publisher": code(record.publisher),
        "url": bib.url(record),
        "doi": bib.doi(record),
        "pages": bib.pages(record.pages),
        "isbn": bib.isbn(record.isbn),
        "langid": languages.babel(record.language),
        "eprint": bib.address(arxiv),
        "eprinttype": "arxiv" if arxiv else "",
        "eprintclass": code(record.category) if arxiv else "",
    }
    venue = _VENUE_FIELD.get(kind, "")
    if venue and not (kind == "misc" and (arxiv or "arxiv" in record.venue.lower())):
        values[venue] = code(record.venue)
    foreign = _FOREIGN.get(kind, set())
    return {name: tex.quoted(value) for name, value in values.items() if value and name not in foreign}
