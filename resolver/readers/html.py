"""Lists and tables in raw HTML inside Markdown: `<li>`, `<tr>` and headings, with their places."""

from __future__ import annotations

import html
from html.parser import HTMLParser

from msgspec import Struct

from resolver.readers.inline import Offsets
from resolver.readers.spans import Builder, Span, text_of
from resolver.text.places import Place

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_INLINE = frozenset({"a", "b", "strong", "i", "em", "br", "p", "div", "span"})
_SILENT = frozenset({"script", "style"})


class Part(Struct, frozen=True):
    """A heading, an item of a list, or a row of a table (its cells), and where it begins in the block."""

    kind: str
    start: int
    cells: tuple[tuple[Span, ...], ...]


def parts(content: str, offsets: Offsets) -> list[Part]:
    """The headings, items and rows of a block of HTML in their order.

    Args:
        content: the block.
        offsets: where it stands in the text.
    """
    reader = _Reader(content, offsets)
    reader.feed(content)
    reader.close()
    reader.finish()
    return reader.parts


class _Reader(HTMLParser):
    def __init__(self, content: str, offsets: Offsets) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[Part] = []
        self._offsets = offsets
        self._starts = [0]
        for line in content.split("\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._kind, self._start = "", 0
        self._cells: list[tuple[Span, ...]] = []
        self._made: Builder | None = None

    def _at(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def _begin(self, kind: str) -> None:
        self.finish()
        self._kind, self._start, self._cells = kind, self._at(), []
        self._made = None if kind == "row" else Builder()

    def _end_cell(self) -> None:
        if self._made is not None:
            self._made.close(self._offsets.of(self._at()))
            self._cells.append(self._made.spans())
            self._made = None

    def finish(self) -> None:
        """End what is open."""
        self._end_cell()
        if self._kind and any(text_of(cell) or cell for cell in self._cells):
            self.parts.append(Part(self._kind, self._start, tuple(self._cells)))
        self._kind = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HEADINGS:
            self._begin("heading")
        elif tag == "li":
            self._begin("item")
        elif tag == "tr":
            self._begin("row")
        elif tag in {"td", "th"} and self._kind == "row":
            self._end_cell()
            self._made = Builder()
        elif tag in {"ul", "ol", "table"}:
            self.finish()
        elif tag == "img":
            self._piece("", len(self.get_starttag_text() or ""))
        elif tag in _INLINE and self._made is not None:
            raw, at = self.get_starttag_text() or "", self._at()
            self._made.tag(raw, self._offsets.place(at, at + len(raw)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"li", "tr", "ul", "ol", "table", *_HEADINGS}:
            self.finish()
        elif tag in {"td", "th"}:
            self._end_cell()
        elif tag in _INLINE and self._made is not None:
            at = self._at()
            self._made.tag(f"</{tag}>", self._offsets.place(at, at + len(tag) + 3))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem is None:
            self._piece(data, len(data))

    def handle_entityref(self, name: str) -> None:
        self._piece(html.unescape(f"&{name};"), len(name) + 2)

    def handle_charref(self, name: str) -> None:
        self._piece(html.unescape(f"&#{name};"), len(name) + 3)

    def _piece(self, text: str, length: int) -> None:
        if self._made is not None:
            at = self._at()
            place = self._offsets.place(at, at + length)
            self._made.text(text, place if place.start >= 0 else Place(-1, -1))
