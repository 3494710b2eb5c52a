"""Lists and tables in raw HTML inside Markdown: `<li>`, `<tr>` and headings, with their places."""

from __future__ import annotations

import html
import re

from msgspec import Struct

from resolver.readers.inline import Offsets
from resolver.readers.spans import Builder, Span
from resolver.text.places import Place

_BEGINNING = {
    "li": "item", "tr": "row", "summary": "heading", "dt": "paragraph", "dd": "paragraph", "p": "paragraph",
    "div": "paragraph", "section": "paragraph", "article": "paragraph", **{f"h{n}": "heading" for n in range(1, 7)},
}  # fmt: skip
_ENDING = frozenset({"ul", "ol", "dl", "table", "details", "body", *_BEGINNING})
_WITHIN = frozenset({"p", "div", "section", "article", "summary", *(f"h{n}" for n in range(1, 7))})
"""Blocks that only break the line within an item or a cell."""
_INLINE = frozenset({"a", "b", "strong", "i", "em", "br", "p", "div", "span"})
_SILENT = frozenset({"script", "style", "template", "noscript", "svg", "select", "textarea", "title"})
"""Elements whose content no one reads."""
_TOKEN = re.compile(r"<!--|<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?:\s[^<>]{0,4000})?/?>|&#?\w{1,31};")
"""What is no text. Attributes are bounded: the standard library's parser takes quadratic time for tags never closed."""


class Part(Struct, frozen=True):
    """A heading, an item of a list, a row of a table (its cells) or a paragraph, and where it begins in the block."""

    kind: str
    start: int
    cells: tuple[tuple[Span, ...], ...]


def parts(content: str, offsets: Offsets) -> list[Part]:
    """The headings, items, rows and paragraphs of a block of HTML in their order.

    Args:
        content: the block.
        offsets: where it stands in the text.
    """
    return _Reader(content, offsets).read()


class _Reader:
    def __init__(self, content: str, offsets: Offsets) -> None:
        self.parts: list[Part] = []
        self._content, self._offsets = content, offsets
        self._kind, self._start = "", 0
        self._cells: list[tuple[Span, ...]] = []
        self._made: Builder | None = None
        self._open = set[str]()

    def read(self) -> list[Part]:
        content, pos = self._content, 0
        last_comment = content.rfind("-->")
        while pos < len(content):
            m = _TOKEN.search(content, pos)
            self._text(pos, m.start() if m else len(content))
            if m is None:
                break
            pos = m.end()
            if m[0] == "<!--":
                pos = content.find("-->", pos) + 3 if pos <= last_comment else len(content)
            elif m["name"] and m["name"].lower() in _SILENT and not m["close"]:
                pos = self._behind_element(m["name"].lower(), pos)
            elif m["name"] and m["name"].lower() in _WITHIN and self._kind in ("item", "row"):
                self._break(m.start(), m.end())
            elif m["name"]:
                self._tag(m["name"].lower(), m.start(), m[0], closing=bool(m["close"]))
            else:
                self._piece(html.unescape(m[0]), m.start(), m.end())
        self._finish(len(content))
        return self.parts

    def _behind_element(self, name: str, pos: int) -> int:
        """Where an element that no one reads has ended; one that never does ends with its tag."""
        end = None if name in self._open else re.compile(rf"</{name}\b", re.IGNORECASE).search(self._content, pos)
        if end is None:
            self._open.add(name)  # looked for once only: time stays linear
        return pos if end is None else end.start()

    def _begin(self, kind: str, at: int) -> None:
        self._finish(at)
        self._kind, self._start, self._cells = kind, at, []
        self._made = None if kind == "row" else Builder()

    def _end_cell(self, at: int) -> None:
        if self._made is not None:
            self._made.close(self._offsets.of(at))
            self._cells.append(self._made.spans())
            self._made = None

    def _finish(self, at: int) -> None:
        """End what is open."""
        self._end_cell(at)
        if self._kind and any(self._cells):
            self.parts.append(Part(self._kind, self._start, tuple(self._cells)))
        self._kind = ""

    def _break(self, start: int, end: int) -> None:
        """A block within an item or a cell, which only breaks the line."""
        if self._made is not None:
            self._made.tag("<br>", self._offsets.place(start, end))

    def _tag(self, name: str, at: int, raw: str, *, closing: bool) -> None:
        if closing and name in _ENDING:
            self._finish(at)
        elif name in {"td", "th"}:
            self._end_cell(at)
            if not closing and self._kind == "row":
                self._made = Builder()
        elif closing and name not in _INLINE:
            return
        elif name in _BEGINNING:
            self._begin(_BEGINNING[name], at)
        elif name in _ENDING:
            self._finish(at)
        elif name == "img":
            self._piece("", at, at + len(raw))
        elif name in _INLINE:
            if not self._kind:
                self._begin("paragraph", at)
            if self._made is not None:
                self._made.tag(raw, self._offsets.place(at, at + len(raw)))

    def _text(self, start: int, end: int) -> None:
        if start < end:
            if not self._kind and not self._content[start:end].isspace():
                self._begin("paragraph", start)
            self._piece(self._content[start:end].replace("\n", " "), start, end)

    def _piece(self, text: str, start: int, end: int) -> None:
        if self._made is not None:
            place = self._offsets.place(start, end)
            self._made.text(text, place if place.start >= 0 else Place(-1, -1))
