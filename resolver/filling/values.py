"""What may be put into an entry: the values of the work that it was matched to, and what is wrong there.

Everything comes from services, so every value is one line without control characters, and a link leads
to the web or is not used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urlsplit

from msgspec import Struct, structs

from resolver.filling.edits import Edit
from resolver.identifiers import COLUMNS, IDENTIFYING, find_malformed, is_placeholder, parse, url_of
from resolver.model import Entry, Identifier, IdKind, Record, Resolution
from resolver.readers.claims import PREPRINT
from resolver.text.cleaning import one_line, visible
from resolver.text.places import Place
from resolver.writers import table

Fields = frozenset[str] | Literal["all"]

OUTDATED = "filled in earlier, and the record has changed"

_PDF_FIELDS = frozenset({"pdf", "pdfurl", "urlpdf", "pdflink", "linkpdf", "paperpdf", "pdfpaper"})
_PDFS: Mapping[IdKind, str] = {
    "acl": "https://aclanthology.org/{}.pdf",
    "arxiv": "https://arxiv.org/pdf/{}",
    "openreview": "https://openreview.net/pdf?id={}",
}
"""Addresses of PDFs as these three publish them, the published version first."""
_UNSAFE = re.compile(r"[^!#$%&'()*+,./0-9:;=?@A-Z_a-z~\[\]-]")


class FillOptions(Struct, frozen=True, kw_only=True):
    """What is done beyond filling what is missing.

    Args:
        overwrite: fields in which what is wrong is corrected, or all of them.
        add: columns or fields that are added where the list has none of that name.
        ours: by row and field, what was filled in earlier; it is put right where it still stands so.
    """

    overwrite: Fields = frozenset()
    add: tuple[str, ...] = ()
    ours: Mapping[int, Mapping[str, str]] = {}

    def overwrites(self, field: str) -> bool:
        """Whether a field may be corrected."""
        return self.overwrite == "all" or field in self.overwrite


class FillValue(Struct, frozen=True):
    """A value and the source that it came from."""

    text: str
    source: str


class EntryValues(Struct, frozen=True, kw_only=True):
    """What may be put into the entry of one row.

    `values` are those of the record by field, `wrong` says what is wrong with a field of the entry, and
    `wrong_ids` with an identifier that it gives; `confirmed` are the claims that a person said are right.
    """

    entry: Entry
    record: Record
    values: Mapping[str, FillValue]
    wrong: Mapping[str, str]
    wrong_ids: Mapping[str, str]
    confirmed: frozenset[str] = frozenset()

    def text(self, field: str) -> str:
        """The value of a field, or an empty text."""
        return self.values[field].text if field in self.values else ""

    def reason(self, field: str, old: str, options: FillOptions) -> str:
        """Why a field that says `old` may be replaced: it is missing, a placeholder, or wrong; empty if it may not."""
        new = self.text(field)
        if not new or is_placeholder(new):
            return ""
        if is_placeholder(old):
            return "placeholder" if old.strip() else "missing"
        return self.correction(field, old, options)

    def correction(self, field: str, old: str, options: FillOptions) -> str:
        """Why what a field says may be put right: it is wrong, and that was asked for, or we wrote it; else empty."""
        if options.overwrites(field) and (wrong := self.fault(field, old)):
            return wrong
        ours = options.ours.get(self.entry.row, {}).get(field)
        return OUTDATED if ours and ours == one_line(old) and ours != self.text(field) else ""

    def fault(self, field: str, old: str) -> str:
        """What is wrong with what a field says, or an empty text."""
        if field not in IDENTIFYING:
            return self.wrong.get(field, "")
        given = parse(old, COLUMNS.get(field)) or parse(old)
        meant = given or find_malformed(old, datetime.now(UTC).date())
        return self.wrong_ids.get(str(meant), "") if meant else ""

    def edit(self, text: str, at: Place, new: str, field: str, why: str, value: str = "") -> Edit:
        """An edit of this entry: `new` at a place of the text, which says `value`, by default the record's."""
        known = self.values.get(field)
        return Edit(
            start=at.start,
            end=at.end,
            old=text[at.start : at.end],
            new=new,
            row=self.entry.row,
            line=self.entry.line,
            field=field,
            value=value or self.text(field),
            source=known.source if known else self.record.source,
            why=why,
        )

    def published(self, options: FillOptions) -> bool:
        """Whether the entry means the publication that the record is of: it names neither a preprint nor another venue.

        Pages and DOI of one publication in an entry for another would be worse than none. What is corrected
        in the same go names no other venue any more.
        """
        preprint = PREPRINT.search(self.entry.venue) is not None
        other = any(field in self.wrong and not options.overwrites(field) for field in ("venue", "year"))
        # a venue or year that a person stands by may be another publication's, whose pages are not this record's
        return self.record.published and not preprint and not other and self.confirmed.isdisjoint(("venue", "year"))

    def pdf(self) -> str:
        """The address of the paper's PDF, where a source of its own gives it: the Anthology, arXiv, OpenReview."""
        for kind, pattern in _PDFS.items():
            if value := self.record.id(kind):
                return escape_web_address(pattern.format(value))
        return ""

    def for_field(self, name: str) -> EntryValues:
        """These values for a field of this name: one that promises a PDF gets its address, and no other page."""
        if re.sub(r"[\W_]+", "", name.casefold()) not in _PDF_FIELDS:
            return self
        known = self.values.get("url")
        link = {"url": FillValue(address, known.source)} if known and (address := self.pdf()) else {}
        return structs.replace(self, values={**{k: v for k, v in self.values.items() if k != "url"}, **link})

    def link(self, kind: IdKind) -> str:
        """The page of the work's identifier of one kind, or an empty text."""
        value = self.record.id(kind)
        return escape_web_address(url_of(Identifier(kind, value))) if value else ""


def choose_values(resolution: Resolution) -> EntryValues | None:
    """What may be put into a resolution's entry; `None` where nothing was matched."""
    found = table.fillable(resolution)
    if not found or resolution.work is None:
        return None
    values = {}
    for field, text in found.items():
        said = resolution.work.provenance.get(COLUMNS.get(field, field))
        clean = escape_web_address(text) if field == "url" else one_line(text)
        if clean:
            values[field] = FillValue(clean, said.source if said else "")
    problems = resolution.problems
    return EntryValues(
        entry=resolution.entry,
        record=resolution.work.record,
        values=values,
        wrong={p.kind: p.says for p in reversed(problems) if p.kind in {"title", "authors", "year", "venue"}},
        wrong_ids={p.claimed: p.says for p in problems if p.kind == "identifier"},
        confirmed=frozenset(resolution.precedent.confirmed),
    )


def escape_web_address(address: str) -> str:
    """An address of the web with everything unusual in it escaped; empty for any other scheme."""
    text = address.strip()
    if visible(text) != text:  # what remained without it would be another address
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    if parts.scheme.lower() not in {"http", "https"} or not parts.netloc or re.search(r"[\s<>\"\\^`{|}]", parts.netloc):
        return ""
    return _UNSAFE.sub(lambda m: "".join(f"%{byte:02X}" for byte in m[0].encode()), text)
