"""Plain text: one title (or one identifier or link) a line, bullets and numbers before it ignored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from resolver.identifiers import find_all, parse
from resolver.identifiers.placeholders import is_placeholder
from resolver.model import Document, Entry, Row
from resolver.readers.fields import links_in, tidy
from resolver.text.places import LINE_END, Lines, Place, newline_of

_BULLET = re.compile(r"(?:[-*+•·]\s+|\[?\d{1,4}[\].)]\s+)+")
_COMMENT = re.compile(r"#|//")
_LINK = re.compile(
    r"(?P<gap>(?:\s*[,;:|—–-])?\s*[(\[<]?\s*)(?P<url>(?:https?://|www\.|(?:doi|arxiv):\s?)[^\s<>()\[\]]+(?:\([^\s()]*\)[^\s<>()\[\]]*)?)"
    r"(?P<tail>\s*[)\]>]?[.,;]?)$",
    re.IGNORECASE,
)
"""A link at the end of a line, and what sets it off from the title before it."""


class Title(Struct, frozen=True):
    """A line that lists something: its title and where that stands, and the link behind it, if there is one.

    `gap` and `tail` are what stands around the link.
    """

    line: int
    title: str
    at: Place
    url: str = ""
    url_at: Place = Place(0, 0)
    gap: str = ""
    tail: str = ""


class PlainText:
    """Takes any text that no other reader wanted."""

    name = "text"

    def sniff(self, head: str, path: Path) -> bool:
        return True

    def read(self, path: Path, text: str) -> Document:
        """One entry for each line that is not blank and no `#` comment; never fails."""
        rows, entries = [], []
        for listed in titles(text):
            title = tidy(listed.title)
            links, ids = links_in([("", listed.url or title)])
            is_id = not listed.url and " " not in title and bool(ids)
            shown = title if is_id else listed.url
            rows.append(Row(listed.line, ("" if is_id else title, shown)))
            entries.append(
                Entry(
                    row=len(rows),
                    line=listed.line,
                    title="" if is_id else title,
                    links=links if is_id or listed.url else (),
                    ids=ids,
                )
            )
        return Document(
            path=str(path),
            columns=("title", "url"),
            rows=tuple(rows),
            entries=tuple(entries),
            newline=newline_of(text),
            format=self.name,
            text=text,
        )


def titles(text: str) -> Iterator[Title]:
    """The lines that list something, in order."""
    starts = Lines(text).starts
    for number, (start, after) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True), start=1):
        line = LINE_END.sub("", text[start:after])
        begins = len(line) - len(line.lstrip())
        if not line.strip() or _COMMENT.match(line, begins):
            continue
        if m := _BULLET.match(line, begins):
            begins = m.end()
        ends = len(line.rstrip())
        link = _LINK.search(line, begins, ends)
        if link is None or not re.search(r"\w", line[begins : link.start()]) or not _leads(link["url"]):
            yield Title(number, line[begins:ends], Place(start + begins, start + ends))
            continue
        yield Title(
            number,
            line[begins : link.start()],
            Place(start + begins, start + link.start()),
            link["url"],
            Place(start + link.start("url"), start + link.end("url")),
            link["gap"],
            link["tail"],
        )


def _leads(url: str) -> bool:
    return "://" in url or parse(url) is not None or is_placeholder(url) or bool(find_all(url))
