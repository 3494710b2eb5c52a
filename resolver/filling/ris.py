"""RIS: missing tags before the end of a record, in the spacing of its other lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from resolver.filling.edits import Edit
from resolver.filling.values import EntryValues, FillOptions
from resolver.model import Document
from resolver.readers import ris
from resolver.text.places import LINE_END, Place, find_newline

_TAGS = {"url": ("UR", "LK", "L1", "L2"), "doi": ("DO",), "year": ris.YEARS, "venue": ris.VENUES, "title": ris.TITLES}
_NEW = {"url": "UR", "doi": "DO", "year": "PY", "venue": "T2"}


def find_edits(document: Document, by_row: Mapping[int, EntryValues], options: FillOptions) -> Iterator[Edit]:
    """Edits of the values of records that may be papers, and lines for what they lack."""
    newline = find_newline(document.text)
    for number, reference in enumerate(ris.references(document.text)[0], start=1):
        values = by_row.get(number)
        if values is None or not ris.claims(reference).paper:
            continue
        for field, tags in _TAGS.items():
            given = next((n for n in reference.lines if n.tag in tags and n.value), None) or reference.first(*tags)
            old = given.value if given else ""
            if not (why := values.reason(field, old, options)) or (field not in _NEW and not given):
                continue
            if given:
                gap = "" if given.value or document.text[: given.at.start].endswith(" ") else " "
                yield values.edit(document.text, given.at, gap + values.text(field), field, why)
            else:
                yield _make_line(document.text, reference, _NEW[field], values.text(field), field, values, newline)
        if values.published(options):
            yield from _fill_pages(document.text, reference, values, newline)


def _make_line(
    text: str, reference: ris.Reference, tag: str, value: str, field: str, values: EntryValues, newline: str
) -> Edit:
    """A line behind the last one of a record."""
    last = reference.lines[-1]
    spacing = re.match(r"..( {1,2}-)", text[last.start : last.start + 6])
    found = LINE_END.search(text, last.at.end)
    at = found.start() if found else len(text)  # blanks behind a value stay where they are
    new = f"{newline}{tag}{spacing[1] if spacing else '  -'} {value}"
    return values.edit(text, Place(at, at), new, field, "missing", value)


def _fill_pages(text: str, reference: ris.Reference, values: EntryValues, newline: str) -> Iterator[Edit]:
    """First and last page, where the record has neither and agrees on where the work was published."""
    first, _, last = re.sub(r"\s*(?:--+|[–—-])\s*", "-", values.record.pages).partition("-")
    if reference.first("SP", "EP"):
        return
    for tag, value in (("SP", first), ("EP", last)):
        if re.fullmatch(r"[\w.:]+", value):
            yield _make_line(text, reference, tag, value, "pages", values, newline)
