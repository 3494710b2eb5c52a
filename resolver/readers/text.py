"""Plain text: one title (or one identifier or link) a line, bullets and numbers before it ignored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from resolver.errors import InputError
from resolver.identifiers import find_all, parse
from resolver.identifiers.placeholders import is_placeholder
from resolver.model import Document, Entry, Row
from resolver.readers.fields import links_in, tidy
from resolver.readers.foreign import no_titles
from resolver.text.cleaning import visible
from resolver.text.places import LINE_END, Lines, Place, find_newline

_BULLET = re.compile(r"(?:[-*+•·]\s+|\[?\d{1,4}[\].)]\s+)+")
_EMPTY = re.compile(r"[\s\-=_*~+#.·•—–]*")
"""A blank line, or a rule that people draw between parts."""
_COMMENT = re.compile(r"#|//")
_LINK = re.compile(
    r"(?P<url>(?:https?://|www\.|(?:doi|arxiv):\s?)[^\s<>()\[\]]+(?:\([^\s()]*\)[^\s<>()\[\]]*)?)"
    r"(?P<tail>\s?[)\]>]?[.,;]?)$",
    re.IGNORECASE,
)
"""A link at the end of a line."""
_GAP = re.compile(r"(?:[,;:|—–-]\s{0,9})?[(\[<]?\s{0,9}")
"""What sets a link off from the title before it."""
_LONGEST_LINK = 2000
"""Characters that a link has at most; only so much of a line's end is searched for one."""
_LONGEST_GAP = 20


_NAMES_OTHERS = {
    ".ris": "RIS", ".nbib": "export of PubMed", ".enw": "export of EndNote", ".xml": "XML", ".tex": "LaTeX",
    ".bbl": "list of references in LaTeX", ".aux": "auxiliary file of LaTeX", ".html": "HTML", ".htm": "HTML",
}  # fmt: skip
"""What a file is by its name, whose content is nothing of the kind: its lines are hardly titles."""


_NO_LISTS = frozenset(
    ".py .ipynb .r .js .ts .jsx .tsx .c .h .cc .cpp .java .go .rs .rb .php .sh .ps1 .sql .css .toml .ini .cfg .conf "
    ".lock .log .sty .cls .bst .svg .diff .patch".split()
)
"""Endings of programs, settings and logs, whose lines are no titles whatever they look like."""


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


class TextReader:
    """Takes any text that no other reader wanted."""

    name = "text"
    suffixes = (".txt",)

    def sniff(self, head: str, path: Path) -> bool:
        return True

    def read(self, path: Path, text: str) -> Document:
        """One entry for each line that is not blank, no rule and no `#` comment.

        Raises:
            InputError: the lines are no titles, or there is none.
        """
        if (form := _NAMES_OTHERS.get(path.suffix.lower())) is not None:
            raise InputError(
                f"this is called {path.suffix}, and is no {form}; titles, one a line, go into a .txt", path=path
            )
        listing = list(titles(text))
        whole = [(t.line, t.title + t.gap + t.url) for t in listing]
        if (wrong := no_titles(whole)) is not None:
            line, said, what = wrong
            raise InputError(
                f"this looks like {what} (“{visible(said.strip()[:40])}”), which is not read; a list has one title a "
                "line, or is a CSV table, Markdown, BibTeX, CSL-JSON, RIS or YAML",
                path=path,
                line=line,
            )
        if path.suffix.lower() in _NO_LISTS:
            said = "is no list of titles; give a CSV table, Markdown, BibTeX, CSL-JSON, RIS or YAML"
            raise InputError(f"a {path.suffix} {said}", path=path)
        if not listing:
            raise InputError("there is no title in this text, only comments and rules", path=path)
        rows, entries = [], []
        for listed in listing:
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
            newline=find_newline(text),
            format=self.name,
            text=text,
        )


def titles(text: str) -> Iterator[Title]:
    """The lines that list something, in order."""
    starts = Lines(text).starts
    for number, (start, after) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True), start=1):
        line = LINE_END.sub("", text[start:after])
        begins = len(line) - len(line.lstrip())
        if _EMPTY.fullmatch(line) or _COMMENT.match(line, begins):
            continue
        if m := _BULLET.match(line, begins):
            begins = m.end()
        ends = len(line.rstrip())
        link = _LINK.search(line, max(begins, ends - _LONGEST_LINK), ends)
        gap = _gap(line, begins, link.start()) if link else 0
        if link is None or not re.search(r"\w", line[begins:gap]) or not _leads(link["url"]):
            yield Title(number, line[begins:ends], Place(start + begins, start + ends))
            continue
        yield Title(
            number,
            line[begins:gap],
            Place(start + begins, start + gap),
            link["url"],
            Place(start + link.start("url"), start + link.end("url")),
            line[gap : link.start()],
            link["tail"],
        )


def _gap(line: str, begins: int, link: int) -> int:
    """Where a title ends that has a link behind it."""
    first = max(begins, link - _LONGEST_GAP)
    at = next((n for n in range(first, link + 1) if _GAP.fullmatch(line, n, link)), link)
    return begins + len(line[begins:at].rstrip())


def _leads(url: str) -> bool:
    return "://" in url or parse(url) is not None or is_placeholder(url) or bool(find_all(url))
