"""References as text: a link behind each that has none, on its last line; nothing else is touched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from resolver.filling.edits import Edit
from resolver.filling.values import EntryValues, FillOptions
from resolver.model import Document
from resolver.readers.references.division import divide
from resolver.text.places import Place


def find_edits(document: Document, by_row: Mapping[int, EntryValues], options: FillOptions) -> Iterator[Edit]:
    """A link for each reference without a link or an identifier."""
    for number, passage in enumerate(divide(document.text), start=1):
        values = by_row.get(number)
        if values is None or values.entry.ids or values.entry.links:
            continue
        if value := values.text("url"):
            yield values.edit(document.text, Place(passage.at.end, passage.at.end), f" {value}", "url", "missing")
