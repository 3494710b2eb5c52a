"""Plain text with one title a line: links behind titles, set off as the others are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from resolver.filling.edits import Edit
from resolver.filling.values import EntryValues, FillOptions
from resolver.model import Document
from resolver.readers.text import Title, titles
from resolver.text.places import Place


def find_edits(document: Document, by_row: Mapping[int, EntryValues], options: FillOptions) -> Iterator[Edit]:
    """A link behind each title that has none. A line that is only a link or an identifier stays as it is."""
    listed = list(titles(document.text))
    gap, tail = _learn_style(listed)
    for number, title in enumerate(listed, start=1):
        values = by_row.get(number)
        if values is None or not values.entry.title:
            continue
        value = values.text("url")
        if not title.url and value and not values.entry.ids:
            at = Place(title.at.end, title.at.end)
            yield values.edit(document.text, at, f"{gap}{value}{tail}", "url", "missing")
        elif title.url and (why := values.reason("url", title.url, options)):
            yield values.edit(document.text, title.url_at, value, "url", why)


def _learn_style(listed: list[Title]) -> tuple[str, str]:
    """What stands before and after most links; a space where no line has one."""
    seen = Counter((title.gap, title.tail) for title in listed if title.url)
    pairs = {(" ", ""): 0, **{pair: n for pair, n in seen.items() if pair[0][-1:] in " (<[\t" or pair[0].isspace()}}
    return max(pairs, key=lambda pair: pairs[pair])
