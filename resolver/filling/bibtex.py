"""BibTeX and BibLaTeX: missing fields in the entry's own layout, placeholders, and, when told, what is wrong.

What a careful author would write is asked of `resolver.writers.bibtex`, so that a filled entry says what a
rendered one does. A value given by a macro or a concatenation is its author's and never touched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from resolver.filling.bibtex_layout import DatabaseLayout, EntryLayout
from resolver.filling.edits import Edit
from resolver.filling.values import EntryValues, FillOptions, escape_web_address
from resolver.identifiers import is_placeholder, parse
from resolver.model import Document, Record
from resolver.readers import bibtex as reader
from resolver.readers.bibtex import BibEntry, BibField
from resolver.readers.claims import PREPRINT, EntryClaims
from resolver.text import bibtex as notation
from resolver.text.cleaning import one_line
from resolver.text.places import Place
from resolver.writers import bibtex as writer
from resolver.writers import tex

_NAMES = {
    "title": ("title",),
    "authors": ("author",),
    "year": ("year", "date"),
    "venue": ("booktitle", "journal", "journaltitle"),
    "doi": ("doi",),
    "url": ("url", "ee", "link", "pdf", "bdsk-url-1"),
    "pages": ("pages",),
    "arxiv_id": ("eprint", "arxiv", "arxivid"),
}
"""Fields by what they say; the first that the entry has is the one that is looked at."""

_BIBLATEX = {"journal": "journaltitle", "archiveprefix": "eprinttype", "primaryclass": "eprintclass", "year": "date"}
_PREPRINT_FIELDS = ("eprint", "archiveprefix", "primaryclass")


def find_edits(document: Document, by_row: Mapping[int, EntryValues], options: FillOptions) -> Iterator[Edit]:
    """Edits of the entries that may be papers; broken ones and those with a field twice are left alone."""
    database = reader.database(document.text, Path(document.path))
    sheet = DatabaseLayout(document.text, database)
    rows = dict(enumerate(database.entries, start=1))
    wanted = _write_records(
        {row: _drop_unused(w.record, rows[row], options) for row, w in by_row.items() if row in rows}
    )
    for number, entry in rows.items():
        values = by_row.get(number)
        if values is not None and entry.sure and (said := reader.claims(entry)).paper:
            yield from _Entry(sheet, entry, said, values, wanted.get(number, {}), options).edits()


class _Entry:
    """The edits of one entry."""

    def __init__(
        self,
        sheet: DatabaseLayout,
        entry: BibEntry,
        said: EntryClaims,
        values: EntryValues,
        wanted: Mapping[str, str],
        options: FillOptions,
    ) -> None:
        self.sheet, self.entry, self.said = sheet, entry, said
        self.values, self.wanted, self.options = values, wanted, options
        self.layout: EntryLayout = sheet.layout(entry)
        self.upgrade = self._upgrade()
        self.published = values.published(options) or self.upgrade
        preprint = not said.venue or PREPRINT.search(said.venue) is not None
        self.fits = self.published or (preprint and not values.record.published)

    def edits(self) -> Iterator[Edit]:
        """Values that stand there first, then what is missing, in the order of a careful entry."""
        if self.upgrade:
            yield from self._published()
        for role in ("title", "authors", "year", "doi", "url", "pages", "arxiv_id"):
            field = self.entry.field(*_NAMES[role])
            if field is not None and (edit := self._corrected(role, field)):
                yield edit
        venue = self.entry.field(*_NAMES["venue"])
        if venue is not None and not self.upgrade and (edit := self._corrected("venue", venue)):
            yield edit
        for role, name, value in self._missing():
            yield self._added(role, name, value)

    def _want(self, name: str) -> str:
        """A field of the record on one line; empty where it has none, or nothing but marks."""
        value = one_line(self.wanted.get(name, ""))
        return "" if is_placeholder(value) or is_placeholder(notation.plain(value)) else value

    # -------------------------------------------------------------- what stands there

    def _corrected(self, role: str, field: BibField) -> Edit | None:
        """A placeholder replaced, or a wrong value when that was asked for."""
        inner = notation.expand(field.raw, {})
        if not self.sheet.own(field.raw):
            return None
        old = self.said.venue if role == "venue" else inner.strip()
        new = self._value(role, field.name.lower())
        if not new:
            return None
        if is_placeholder(inner):
            if role in ("venue", "year", "pages", "doi") and not self.fits:
                return None
            why = "placeholder" if inner.strip() else "missing"
        elif role == "year" and self.upgrade:
            why = "" if self.said.year == str(self.values.record.year) else "the published version"
        else:
            why = self.values.correction(role, old, self.options)
        return self._replaced(role, field, new, why) if why else None

    def _replaced(self, role: str, field: BibField, new: str, why: str) -> Edit:
        raw = self.layout.like(field.raw, new, doubled=role == "title")
        return self._edit(field.at, raw, role, new, why)

    def _value(self, role: str, name: str) -> str:
        """The value of a field as LaTeX without delimiters; empty where the record has none."""
        if role == "authors":
            return self._people(self.entry.given.get("author", ""))
        if role == "venue":
            return self._want("booktitle") or self._want("journal") or ""
        if role == "url":
            if name == "pdf":
                return self.values.pdf()
            other = self.values.record.published and not self.published
            return self.values.link("arxiv") if other else escape_web_address(self.values.text("url"))
        if role == "arxiv_id":
            return self._want("eprint")
        if role == "year":
            return self._want("year")
        return self._want(name)

    def _people(self, old: str) -> str:
        """The record's authors on one line, surnames first unless the entry has them last."""
        record = self.values.record
        if "," in old or not old or any(p.suffix for p in record.authors):
            return self._want("author")
        people = [one_line(tex.encode(str(p))) for p in record.authors]
        return " and ".join((*people, "others") if record.partial_authors else people)

    # -------------------------------------------------------------- what is missing

    def _missing(self) -> Iterator[tuple[str, str, str]]:
        """Role, name and value of the fields that a careful author would add."""
        given, published = self.entry.given, self.published
        biblatex = self.sheet.biblatex
        if "author" not in given and "editor" not in given and (people := self._people("")):
            yield "authors", "author", people
        if (
            not {"booktitle", "journal", "journaltitle", "howpublished", "school", "institution"} & given.keys()
            and published
        ):
            name = "booktitle" if self._want("booktitle") else "journal"
            fits = {"booktitle": ("inproceedings", "conference", "incollection"), "journal": ("article",)}[name]
            if self.entry.type.lower() in fits and self._want(name):
                yield "venue", _BIBLATEX.get(name, name) if biblatex else name, self._want(name)
        if not {"year", "date"} & given.keys() and self.fits and (year := self._want("year")):
            yield "year", "date" if biblatex else "year", year
        if "pages" not in given and published and (pages := self._want("pages")):
            yield "pages", "pages", pages
        doi = self._want("doi")
        if "doi" not in given and doi and self.fits:
            yield "doi", "doi", doi
        eprint = self._want("eprint")
        if not self.entry.field(*_NAMES["url"]) and (url := self._link(doi, eprint)):
            yield "url", "url", url
        yield from self._eprint(eprint)

    def _link(self, doi: str, eprint: str) -> str:
        """The work's page, unless the entry's other fields lead there, or it means another version of the work."""
        url, given = escape_web_address(self.values.text("url")), self.entry.given
        found = parse(url)
        if not url or "\\url" in given.get("howpublished", "") + given.get("note", ""):
            return ""
        if found is not None and found.kind == "doi" and ("doi" in given or doi):
            return ""
        if found is not None and found.kind == "arxiv" and ("eprint" in given or eprint):
            return ""
        other = self.values.record.published and not self.published
        return "" if other else url

    def _eprint(self, eprint: str) -> Iterator[tuple[str, str, str]]:
        """arXiv's number with its prefix and class; only what fits the number that the entry has."""
        given = self.entry.given
        own = given.get("eprint", "").strip()
        if not eprint or {"arxiv", "arxivid"} & given.keys():
            return
        if own and not is_placeholder(own) and parse(own) != parse(eprint):
            return
        known = {"archiveprefix", "eprinttype"} & given.keys(), {"primaryclass", "eprintclass"} & given.keys()
        for name, stands in zip(_PREPRINT_FIELDS, ("eprint" in given, *map(bool, known)), strict=True):
            if not stands and (value := self._want(name)):
                yield "arxiv_id", self.sheet.spelled(_BIBLATEX.get(name, name) if self.sheet.biblatex else name), value

    def _added(self, role: str, name: str, value: str) -> Edit:
        at = Place(self.layout.end, self.layout.end)
        return self._edit(at, self.layout.field(name, value), role, value, "missing")

    # -------------------------------------------------------------- a preprint that was published

    def _upgrade(self) -> bool:
        """Whether the entry is of a preprint, its publication is known, and venue and year may be changed."""
        asked_for = self.options.overwrites("venue") and self.options.overwrites("year")
        preprint = PREPRINT.search(self.said.venue) is not None
        known = bool(self._want("booktitle") or self._want("journal"))
        venue = self.entry.field(*_NAMES["venue"])
        mine = venue is None or self.sheet.own(venue.raw)
        return asked_for and preprint and known and mine and self.values.record.published

    def _published(self) -> Iterator[Edit]:
        """Type and venue of the publication."""
        kind, name = self.wanted["type"], "booktitle" if self._want("booktitle") else "journal"
        if self.entry.type.lower() != kind:
            at, old = self.sheet.type_at(self.entry)
            yield self._edit(at, self.sheet.cased(old, kind), "type", kind, "the published version")
        target = _BIBLATEX.get(name, name) if self.sheet.biblatex else name
        field = self.entry.field("booktitle", "journal", "journaltitle")
        if field is None:
            yield self._added("venue", target, self._want(name))
            return
        if field.name.lower() != target:
            new = self.sheet.cased(field.name, target)
            yield self._edit(field.name_at, new, "venue", target, "the published version")
        yield self._replaced("venue", field, self._want(name), "the published version")

    def _edit(self, at: Place, new: str, field: str, value: str, why: str) -> Edit:
        return self.values.edit(self.sheet.text, at, new, field, why, notation.plain(value))


def _drop_unused(record: Record, entry: BibEntry, options: FillOptions) -> Record:
    """A record without what its entry can't use: writing titles and names takes most of the time."""
    given = entry.given
    title = options.overwrites("title") or is_placeholder(given.get("title", ""))
    authors = options.overwrites("authors") or is_placeholder(given.get("author", ""))
    return msgspec.structs.replace(
        record,
        title=record.title if title else "Title",
        title_tex=record.title_tex if title else "",
        authors=record.authors if authors else (),
        editors=(),
        month="",
        address="",
        note="",
        isbn="",
    )


def _write_records(records: Mapping[int, Record]) -> dict[int, dict[str, str]]:
    """By row, the fields of its record as the writer gives them, without delimiters, and its type.

    All are written and read at once, which is quicker; where that does not give as many entries as there are
    records, a value from a service has broken out of its own, and each is read by itself.
    """
    texts = {row: writer.entry(record, f"row{row}") for row, record in records.items()}
    together = reader.database("\n".join(texts.values())).entries
    if [e.key for e in together] == [f"row{row}" for row in texts]:
        return {row: _read_fields(entry) for row, entry in zip(texts, together, strict=True)}
    alone = {row: reader.database(text).entries for row, text in texts.items()}
    return {row: _read_fields(entries[0]) for row, entries in alone.items() if len(entries) == 1}


def _read_fields(entry: BibEntry) -> dict[str, str]:
    return {"type": entry.type.lower(), **{f.name.lower(): notation.expand(f.raw, {}) for f in entry.fields}}
