"""Plain text with whole references: numbered, in paragraphs, with hanging indents, or one a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from resolver.model import Document, Entry, Row
from resolver.readers.fields import links_in, only_year, tidy
from resolver.readers.references import read_reference, unbroken
from resolver.readers.references.division import are_references, divide
from resolver.text.places import find_newline

COLUMNS = ("reference", "title", "authors", "year", "venue", "url")
_OTHERS = frozenset(
    {".md", ".markdown", ".csv", ".tsv", ".org", ".html", ".htm", ".json", ".yml", ".yaml", ".bib", ".ris"}
)
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>()\[\]]+(?:\([^\s()]*\)[^\s<>()\[\]]*)?|\bdoi:?\s*10\.\d{4,9}/\S+|\barxiv:\s*\S+|\b10\.\d{4,9}/\S+",
    re.IGNORECASE,
)
_SYNTAX = re.compile(r"\s*(?:@\w+\{|[\[{]\s*[\"{]|TY  - |---\s*$|\||<|\\)", re.MULTILINE)


class ReferenceReader:
    """Reads references as text."""

    name = "references"
    suffixes = (".txt",)

    def sniff(self, head: str, path: Path) -> bool:
        return path.suffix.lower() not in _OTHERS and _SYNTAX.match(head) is None and are_references(head)

    def read(self, path: Path, text: str) -> Document:
        """One entry for each reference; the whole of it goes along as evidence."""
        passages = divide(text)
        entries = [entry_of(n, p.line, p.text) for n, p in enumerate(passages, start=1)]
        return document_of_references(path, text, self.name, entries)


def document_of_references(path: Path, text: str, name: str, entries: Sequence[Entry]) -> Document:
    """A list of whole references as a document.

    Args:
        path: of the list.
        text: of the list, as it was written.
        name: of the format.
        entries: of the references, in their order.
    """
    return Document(
        path=str(path),
        columns=COLUMNS,
        rows=rows_of(entries),
        entries=tuple(entries),
        notes=_without_titles(entries),
        newline=find_newline(text),
        format=name,
        text=text,
    )


def _without_titles(entries: Sequence[Entry]) -> tuple[str, ...]:
    """A note on the references by which nothing can be looked up: their style leaves the title out."""
    from resolver.readers import line_ranges

    lines = [entry.line for entry in entries if not entry.title and not entry.ids]
    if not lines:
        return ()
    many = f"{len(lines)} references give" if len(lines) > 1 else "1 reference gives"
    return (f"{many} neither a title nor an identifier, and can't be looked up ({line_ranges(lines)})",)


def entry_of(row: int, line: int, reference: str) -> Entry:
    """The entry of a reference: what its parts claim, its identifiers, and the whole."""
    whole = unbroken(reference)
    read = read_reference(whole)
    links, ids = links_in([("", m[0].rstrip(".,;)")) for m in _LINK.finditer(whole)])
    return Entry(
        row=row,
        line=line,
        title=tidy(whole[read.title.start : read.title.end]) if read.title else "",
        authors=tidy(read.authors),
        year=only_year(read.year),
        venue=tidy(read.venue),
        links=links,
        ids=ids,
        reference=whole,
    )


def rows_of(entries: Iterable[Entry]) -> tuple[Row, ...]:
    """The table that a run makes of references."""
    return tuple(
        Row(e.line, (e.reference, e.title, e.authors, e.year, e.venue, e.links[0] if e.links else "")) for e in entries
    )
