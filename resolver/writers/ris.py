"""Works as RIS, which every reference manager imports.

After the format's specification (Research Information Systems; refman.com, "RIS Format Specifications"):
a tag of two characters, two spaces, a hyphen and a space at the head of each line, `TY` first and `ER`
last, lines ended by carriage return and line feed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from resolver.model import Person, Record, Run, WorkType
from resolver.writers import bib, languages
from resolver.writers.base import WriterOptions, line
from resolver.writers.cited import Cited, cited, joined
from resolver.writers.dates import dates
from resolver.writers.raised import raise_scripts

_TYPES: dict[WorkType, str] = {
    "inproceedings": "CPAPER",
    "article": "JOUR",
    "preprint": "UNPB",
    "proceedings": "CONF",
    "book": "BOOK",
    "incollection": "CHAP",
    "thesis": "THES",
    "misc": "GEN",
}
_DEGREES = {"phd": "PhD thesis", "master": "Master’s thesis"}


class RisWriter:
    """Entries for EndNote, Zotero, Mendeley and the like."""

    name = "ris"
    heeds = frozenset({"keys", "sort"})
    partial = True

    def render(self, run: Run, options: WriterOptions) -> Iterator[bytes]:
        return joined((_as_cited(work) for work in cited(run, options)), "\r\n")


def _as_cited(work: Cited) -> str:
    """A work as a record, with what the list's own record has beside it; what was not verified says so in a note."""
    written, tags = entry(work.record, work.key), work.original.tags
    if work.unverified and tags:
        kept = [(tag, value) for tag, value in tags if tag != "ID"]
        return _lines([*kept[:1], ("ID", line(work.key)), *kept[1:], ("N1", f"Not verified: {work.unverified}")])
    if work.unverified:
        beside = [("N1", f"Not verified, as it was listed: {work.unverified}")]
    else:
        beside = [(tag, value) for tag, value in tags if tag in _BESIDE and value]
    return written.removesuffix("ER  - \r\n") + _lines(beside)


_BESIDE = frozenset({"AB", "N1", "N2", "KW", "RN", "L1", "L2", "L3", "L4"})
"""Abstracts, notes, key words and files."""


def _lines(tagged: Iterable[tuple[str, str]]) -> str:
    return "".join(f"{tag}  - {line(value)}\r\n" for tag, value in [*tagged, ("ER", "")])


def entry(record: Record, key: str) -> str:
    """One record as lines of RIS, ending in a line break.

    Args:
        record: the merged record of a work.
        key: its citation key, kept as `ID`.
    """
    tagged = [("TY", _TYPES[record.type]), *((tag, value) for tag, value in _fields(record, key) if value), ("ER", "")]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in tagged)


def _fields(record: Record, key: str) -> Iterator[tuple[str, str]]:
    yield "ID", line(key)
    yield "TI", raise_scripts(line(record.title))
    for person in record.authors:
        yield "AU", name(person)
    journal = record.type == "article"  # its editors and place are the journal's, and no style is to print them
    for person in () if journal and record.authors else record.editors:
        yield ("A2" if record.type in ("inproceedings", "incollection") else "ED"), name(person)
    venue = line(record.venue)
    if record.type == "thesis":
        yield "PB", venue
        yield "M3", _DEGREES.get(bib.degree(record), "")
    else:
        yield ("JO" if record.type == "article" else "T2"), venue
        yield "PB", line(record.publisher) or ("arXiv" if record.type == "preprint" and record.id("arxiv") else "")
    yield from _when(record)
    yield "VL", line(record.volume)
    yield "IS", line(record.number)
    yield from _pages(line(record.pages))
    yield "CY", "" if journal else line(record.address)
    yield "SN", bib.isbn(record.isbn)
    yield "DO", bib.any_doi(record)
    yield "UR", bib.url(record)
    yield "LA", languages.tag(record.language)
    arxiv = line(record.id("arxiv"))
    yield "AN", f"arXiv:{arxiv}" if arxiv else ""
    yield "N1", bib.remark(record)
    if record.partial_authors and record.authors:
        yield "N1", "The list of authors is not complete."


def _when(record: Record) -> Iterator[tuple[str, str]]:
    """`PY`, and `DA` (year/month/day/) where a month is known; of a span the beginning."""
    known = dates(record)
    if not known:
        return
    year, month, day, *_ = (*known[0], 0, 0)
    yield "PY", f"{year:04}"
    if month:
        yield "DA", f"{year:04}/{month:02}/{f'{day:02}' if day else ''}/"


def _pages(pages: str) -> Iterator[tuple[str, str]]:
    """First and last page; what is no plain range stays whole."""
    span = re.fullmatch(r"(\w+(?:[.:-]\w+)?)\s*(?:[–—−]|--+)\s*(\w+(?:[.:-]\w+)?)|(\d+)\s*-\s*(\d+)", pages)
    if span is None:
        yield "SP", pages
        return
    yield "SP", span[1] or span[3]
    yield "EP", span[2] or span[4]


def name(person: Person) -> str:
    """`Last, First, Suffix`; a comma inside a part would begin the next, and is left out.

    >>> name(Person("van der Maaten", "Laurens")), name(Person("Logan", "Robert L.", "IV"))
    ('van der Maaten, Laurens', 'Logan, Robert L., IV')
    """
    family, given, suffix = (
        line(part).replace(",", "").strip() for part in (person.family, person.given, person.suffix)
    )
    if not family or not given:
        return " ".join(part for part in (given, family, suffix) if part)
    return ", ".join(part for part in (family, given, suffix) if part)
