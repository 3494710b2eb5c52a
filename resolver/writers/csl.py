"""Works as CSL-JSON, the data of citeproc: what pandoc, Zotero and every citation style read.

After the CSL 1.0.2 specification and its input schema (`csl-data.json`). Titles are plain text: by that
specification a style that wants sentence case leaves mixed case alone, so that no case needs protecting.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Any

import msgspec

from resolver.identifiers import url_of
from resolver.model import Identifier, Person, Record, Run, WorkType
from resolver.writers import bib, languages
from resolver.writers.base import WriterOptions, line
from resolver.writers.cited import Cited, cited
from resolver.writers.dates import dates
from resolver.writers.raised import raise_scripts

CslItem = dict[str, Any]
"""One work in CSL's variables."""

_TYPES: dict[WorkType, str] = {
    "inproceedings": "paper-conference",
    "article": "article-journal",
    "preprint": "article",
    "proceedings": "book",
    "book": "book",
    "incollection": "chapter",
    "thesis": "thesis",
    "misc": "document",
}
"""CSL's types (appendix III); `article` is the one for preprints."""

_ALL_TYPES = frozenset(
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset "
    "document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation "
    "manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical "
    "personal_communication post post-weblog regulation report review review-book software song speech standard thesis "
    "treaty webpage".split()
)
_GENRES = {"phd": "PhD thesis", "master": "Master’s thesis"}
OTHERS = "others"
"""Stands last where a source gave only the first names; pandoc prints it as `et al.`."""


class CslWriter:
    """Data for citation processors."""

    name = "csl-json"
    heeds = frozenset({"keys", "sort"})
    partial = True

    def render(self, run: Run, options: WriterOptions) -> str:
        items = [_as_cited(work) for work in cited(run, options)]
        return msgspec.json.format(msgspec.json.encode(items), indent=2).decode() + "\n"


def _as_cited(work: Cited) -> CslItem:
    """A work as an item, with what the list's own item has beside it; what was not verified says so in `custom`."""
    given = dict(work.original.variables)
    if not work.unverified:
        return item(work.record, work.key) | {name: given[name] for name in _BESIDE if given.get(name)}
    csl = isinstance(given.get("type"), str) and given["type"] in _ALL_TYPES
    made = given | {"id": work.key} if csl else item(work.record, work.key)
    custom = made.get("custom")
    return made | {"custom": (custom if isinstance(custom, dict) else {}) | {"not-verified": work.unverified}}


_BESIDE = ("abstract", "annote", "categories", "keyword", "note")
"""Variables of the list's own items that no record has."""


def item(record: Record, key: str) -> CslItem:
    """One record in CSL's variables; those that nothing is known for are left out.

    Args:
        record: the merged record of a work.
        key: its citation key, the item's `id`.
    """
    preprint = record.type == "preprint"
    journal = record.type == "article"  # its editors and place are the journal's, and no style is to print them
    arxiv = line(record.id("arxiv"))
    variables: CslItem = {
        "id": key,
        "type": _TYPES[record.type],
        "title": raise_scripts(line(record.title)),
        "author": people(record.authors, cut=record.partial_authors),
        "editor": [] if journal and record.authors else people(record.editors),
        "issued": _issued(record),
        "container-title": "" if record.type == "thesis" else line(record.venue),
        "volume": line(record.volume),
        "issue": line(record.number) if record.type == "article" else "",
        "page": re.sub(r"\s*[–—−]\s*|--+", "-", line(record.pages)),
        "publisher": line(record.venue) if record.type == "thesis" else line(record.publisher),
        "publisher-place": "" if journal else line(record.address),
        "genre": _GENRES.get(bib.degree(record), "") if record.type == "thesis" else "",
        "DOI": bib.any_doi(record),
        "URL": bib.url(record),
        "ISBN": bib.isbn(record.isbn),
        "language": languages.tag(record.language),
        "note": bib.remark(record),
        "custom": {i.kind: value for i in record.ids if i.kind != "doi" and (value := line(i.value))},
    }
    if preprint and arxiv:
        variables["publisher"] = "arXiv"
        variables["number"] = f"arXiv:{arxiv}"
        variables["URL"] = variables["URL"] or url_of(Identifier("arxiv", arxiv))
    return {name: value for name, value in variables.items() if value}


def people(names: tuple[Person, ...], *, cut: bool = False) -> list[dict[str, str]]:
    """Names in CSL's parts; a particle in small letters stands apart, groups and mononyms are literal.

    >>> people((Person("van der Maaten", "Laurens"), Person("OpenAI")))
    [{'family': 'Maaten', 'given': 'Laurens', 'non-dropping-particle': 'van der'}, {'literal': 'OpenAI'}]
    """
    written = [_person(p) for p in names if line(str(p))]
    return [*written, {"literal": OTHERS}] if cut and written else written


def _person(person: Person) -> dict[str, str]:
    family, given, suffix = line(person.family), line(person.given), line(person.suffix)
    if not given or not family:
        return {"literal": " ".join(part for part in (given, family, suffix) if part)}
    small = list(takewhile(str.islower, family.split()[:-1]))
    parts = {"family": family[len(" ".join(small)) :].lstrip(), "given": given}
    return parts | {k: v for k, v in (("non-dropping-particle", " ".join(small)), ("suffix", suffix)) if v}


def _issued(record: Record) -> dict[str, list[list[int]]]:
    """Year and month. Days are those of a meeting, not of the publication, and left out."""
    parts = dict.fromkeys(date[:2] for date in dates(record))
    return {"date-parts": [list(part) for part in parts]} if parts else {}
