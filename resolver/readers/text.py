"""Plain text: one title (or one identifier or link) a line, bullets and numbers before it ignored."""

from __future__ import annotations

import re
from pathlib import Path

from resolver.model import Document, Entry, Row
from resolver.readers.fields import links_in, tidy

_BULLET = re.compile(r"^\s*(?:[-*+•·]\s+|\[?\d{1,4}[\].)]\s+)+")
_COMMENT = re.compile(r"^\s*(?:#|//)")


class Lines:
    """Takes any text that no other reader wanted."""

    name = "text"

    def sniff(self, head: str, path: Path) -> bool:
        return True

    def read(self, path: Path, text: str) -> Document:
        """One entry for each line that is not blank and no `#` comment; never fails."""
        rows, entries = [], []
        for number, line in enumerate(text.splitlines(), start=1):
            if not line.strip() or _COMMENT.match(line):
                continue
            title = tidy(_BULLET.sub("", line))
            links, ids = links_in([("", title)])
            is_id = " " not in title and bool(ids)
            rows.append(Row(number, ("" if is_id else title, title if is_id else "")))
            entries.append(
                Entry(row=len(rows), line=number, title="" if is_id else title, links=links if is_id else (), ids=ids)
            )
        return Document(path=str(path), columns=("title", "url"), rows=tuple(rows), entries=tuple(entries))
