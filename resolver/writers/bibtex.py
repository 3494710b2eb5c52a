"""Works as BibTeX, the way a careful author writes it and laid out as the ACL Anthology does.

The published version leads and keeps the preprint as `eprint`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from resolver.model import Record, Run
from resolver.text import titles
from resolver.writers import accents, bib, tex
from resolver.writers.base import WriterOptions, line
from resolver.writers.cited import cited, joined
from resolver.writers.dates import MONTHS, NAME

_EXPRESSION = re.compile(r'(?:"[^"{}#\\]*"|[a-z]{3})(?:\s*#\s*(?:"[^"{}#\\]*"|[a-z]{3}))*')
_REQUIRED = {
    "inproceedings": ("title", "booktitle", "year"),
    "incollection": ("title", "booktitle", "publisher", "year"),
    "article": ("title", "journal", "year"),
    "proceedings": ("title", "year"),
    "book": ("title", "publisher", "year"),
    "phdthesis": ("title", "school", "year"),
    "mastersthesis": ("title", "school", "year"),
}
"""What makes the type (btxdoc, section 3.1). An editorial without authors is still an article."""

_VENUE_FIELD = {
    "inproceedings": "booktitle", "incollection": "booktitle", "article": "journal", "phdthesis": "school",
    "mastersthesis": "school", "misc": "howpublished",
}  # fmt: skip
_ORDER = (
    "title", "author", "editor", "key", "booktitle", "journal", "school", "howpublished", "volume", "number", "month",
    "year", "address", "note", "publisher", "url", "doi", "pages", "isbn", "language", "eprint", "archivePrefix",
    "primaryClass",
)  # fmt: skip


class BibTeXWriter:
    """A database for BibTeX: an entry for each work, in LaTeX."""

    name = "bibtex"
    heeds = frozenset({"keys", "sort"})
    partial = True

    def render(self, run: Run, options: WriterOptions) -> Iterator[bytes]:
        return _with_fallbacks(joined((bib.as_cited(work, entry) for work in cited(run, options)), "\n"))


def _with_fallbacks(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """A database, and behind it a preamble for the macros in it that plain LaTeX lacks (BibTeX puts it first)."""
    needed: dict[str, None] = {}
    for piece in pieces:
        needed |= dict.fromkeys(accents.fallbacks(piece.decode()))
        yield piece
    if needed:
        lines = " #\n".join(f"    {{{definition}}}" for definition in needed)
        yield f"\n@preamble{{\n{lines}\n}}\n".encode()


def entry(record: Record, key: str) -> str:
    """One record as a BibTeX entry, ending in a line break.

    Args:
        record: the merged record of a work.
        key: its citation key, already legal and unique.
    """
    kind = _type(record)
    fields = _fields(record, kind)
    if any(not fields.get(name) for name in _REQUIRED.get(kind, ())):
        kind = "misc"
        fields = _fields(record, kind)
    return bib.layout(kind, key, fields, _ORDER)


def _type(record: Record) -> str:
    if record.type == "thesis":
        return {"phd": "phdthesis", "master": "mastersthesis"}.get(bib.degree(record), "misc")
    return "misc" if record.type == "preprint" else record.type


def _fields(record: Record, kind: str) -> dict[str, str]:
    arxiv, journal = record.id("arxiv"), kind == "article"
    values = {
        "title": bib.title(record),
        "author": bib.people(record.authors, cut=record.partial_authors),
        # those of an article, and its place, are its journal's: a style that knows the fields would print them
        "editor": "" if journal and record.authors else bib.people(record.editors),
        "volume": tex.encode(record.volume),
        # a style prints one of the two for a book and its parts, and complains of a number without a series
        "number": tex.encode(record.number) if kind in {"article", "misc"} else "",
        "year": str(record.year) if record.year else "",
        "address": "" if journal else tex.encode(record.address),
        "note": bib.note(record),
        "publisher": tex.encode(record.publisher),
        "url": bib.url(record),
        "doi": bib.doi(record),
        "pages": bib.pages(record.pages),
        "isbn": "" if kind in {"article", "misc"} else bib.isbn(record.isbn),
        "language": tex.encode(record.language),
        "eprint": bib.address(arxiv),
        "archivePrefix": "arXiv" if arxiv else "",
        "primaryClass": tex.encode(record.category) if arxiv else "",
    }
    if not values["author"] and not (values["editor"] and kind in {"proceedings", "book"}):  # what styles sort by then
        values["key"] = tex.encode(titles.split_at_colon(record.title)[0])
    venue = _VENUE_FIELD.get(kind, "")
    if kind == "misc" and not record.venue:  # pages and volume of something unnamed are no use
        values |= {"pages": "", "volume": "", "number": ""}
    if kind == "misc" and arxiv and not (record.published and record.venue):
        values[venue] = f"arXiv:{bib.address(arxiv)}"  # plain, abbrv, alpha and unsrt know no eprints
    elif venue and not (kind == "misc" and "arxiv" in record.venue.lower()):
        values[venue] = tex.encode(record.venue)
    out = {name: tex.quoted(value) for name, value in values.items() if value}
    if expression := month(record.month):
        out["month"] = expression
    return out


def month(text: str) -> str:
    """A month, or an expression of months and days, with BibTeX's macros; not to be put in quotes.

    A span has the Anthology's hyphen, so that its entries come out as it exports them.

    >>> month("July"), month("7"), month("17-20 June"), month("oct # '-' # nov".replace("'", '"'))
    ('jul', 'jul', '"17-20 " # jun', 'oct # "-" # nov')
    """
    clean = line(text.replace("–", "-"))
    if _EXPRESSION.fullmatch(clean) and set(re.findall(r"[a-z]{3}", re.sub(r'"[^"]*"', "", clean))) <= set(MONTHS):
        return clean
    if clean.isascii() and clean.isdigit() and 1 <= int(clean) <= 12:
        return MONTHS[int(clean) - 1]
    parts, end = [], 0
    for found in NAME.finditer(clean):
        parts += [tex.quoted(piece) for piece in [tex.encode_part(clean[end : found.start()])] if piece]
        parts.append(found[1][:3].lower())
        end = found.end()
    parts += [tex.quoted(piece) for piece in [tex.encode_part(clean[end:])] if piece]
    return " # ".join(parts)
