"""The blocks of a Markdown text as items of a list: what each of them lists, or why it lists no paper.

A first pass takes items that say by themselves that they are papers: a link to one, the place of such a link,
authors and a year. A second one looks at what is left beside what was taken: an item that is nothing but a
title is a paper in a list of papers, and a remark in a list of remarks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from resolver.readers import rows
from resolver.readers.csv import roles
from resolver.readers.html import parts
from resolver.readers.inline import Offsets, Source, parser
from resolver.readers.listing import Paper, is_button, paper_link
from resolver.readers.papers import SURE, Found, Item, Passed, decide
from resolver.readers.readings import ROLE, TITLE_LABEL, Reading, paper, read_item
from resolver.readers.scoring import length
from resolver.readers.spans import Span, links, spans, text_of

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

# Parts of a README that hold links but no papers.
_NO_PAPERS = re.compile(
    r"\W*(?:table of contents|contents?|toc|contribut\w*|how to contribute|licen[cs]e|acknowledge?ments?|star history|"
    r"contact( us)?|citation|citing.*|how to cite.*|cite.*|changelog|sponsors?|contributors|authors?|maintainers?|"
    r"install\w*|usage|features?|requirements?|getting started|quick ?start|目录|贡献.*|引用)\W*",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)
def listing(text: str) -> tuple[tuple[Found, ...], tuple[Passed, ...]]:
    """The papers listed in a Markdown text whose lines end with line feeds, and the items that are none.

    The last ones are kept, because who fills a list has just read it.
    """
    from markdown_it.tree import SyntaxTreeNode

    walker = Walker(Source(text))
    return decide(tuple(walker.blocks(SyntaxTreeNode(parser().parse(text)).children)), walker.title)


def papers(text: str) -> tuple[Found, ...]:
    """The papers listed in a Markdown text."""
    return listing(text)[0]


# ------------------------------------------------------------------ from blocks to items


class Walker:
    """Goes through the blocks of a Markdown text; `title` is its first heading."""

    def __init__(self, source: Source) -> None:
        self.source, self.section, self.title = source, "", ""
        self.header: dict[str, int] = {}
        self._group = 0
        self._under = False  # whether what follows are notes on the paper that stands right above

    def blocks(self, nodes: Sequence[SyntaxTreeNode]) -> Iterator[Item]:
        """The items of some blocks, in their order."""
        for node in nodes:
            if node.type == "heading":
                yield from self.heading(node)
            elif node.type == "html_block":
                yield from self.html(node)
            elif _NO_PAPERS.fullmatch(self.section):
                continue
            elif node.type in {"bullet_list", "ordered_list"}:
                self._group += 1
                group, under = self._group, self._under
                for item, more in self._labelled(node.children):
                    found = self.item(item, group, more)
                    yield from map(_noted, found) if under else found
            elif node.type == "table":
                yield from self.table(node)
            elif node.type == "paragraph":
                yield from self.paragraph(node)
            elif node.type == "blockquote":
                yield from self.blocks(node.children)

    def heading(self, node: SyntaxTreeNode) -> Iterator[Item]:
        """A heading that links a paper is that paper; any other names what follows."""
        pieces = self.pieces(node)
        named = [link for link in links(pieces) if not is_button(link.label) and paper_link(link)]
        if named and (listed := paper(pieces)):
            self._under = True
            yield self._made(node, pieces, "heading", 0, listed=listed)
        else:
            self._under = False
            self.section = text_of(p for p in pieces if p.href is None or not is_button(p.text)) or self.section
            self.title = self.title or self.section

    def html(self, node: SyntaxTreeNode) -> Iterator[Item]:
        """Headings, items and rows in tags; `self.header` outlives a block, which ends at a blank line."""
        first = _line(node)
        self._group += 1
        for part in parts(node.content, self.source.block(node.content, first - 1)):
            line = first + node.content.count("\n", 0, part.start)
            if part.kind == "heading":
                self.section = text_of(p for cell in part.cells for p in cell) or self.section
                self.title = self.title or self.section
                continue
            if _NO_PAPERS.fullmatch(self.section):
                continue
            listed, reading, pieces = None, None, tuple(p for cell in part.cells for p in (*cell, Span(" ")))
            if part.kind == "item":
                reading = read_item(part.cells[0])
                listed = reading.paper if reading is not None and reading.evidence else None
            else:
                where = dict(roles([text_of(cell) for cell in part.cells]))
                if "title" in where and not any(links(cell) for cell in part.cells):
                    self.header = where
                    continue
                listed = rows.from_header(part.cells, self.header) or rows.from_cells(part.cells)
            yield Item(
                line=line, section=self.section, form="html", end=line, group=self._group, pieces=pieces,
                listed=listed, reading=reading,
            )  # fmt: skip

    def _labelled(self, nodes: Sequence[SyntaxTreeNode]) -> Iterator[tuple[SyntaxTreeNode, tuple[Span, ...]]]:
        """The items of a list; those that say a field of the paper above them (`论文地址：…`) come with its item."""
        head: SyntaxTreeNode | None = None
        more: tuple[Span, ...] = ()
        for node in nodes:
            only = node.children[0] if len(node.children) == 1 and node.children[0].type == "paragraph" else None
            pieces = self.pieces(only) if only is not None else ()
            text = text_of(pieces)
            if head is not None and ROLE.match(text):
                more += (*pieces, Span("\n"))
                continue
            if head is not None:
                yield head, more
                head, more = None, ()
            if TITLE_LABEL.match(text):
                head = node
            else:
                yield node, ()
        if head is not None:
            yield head, more

    def item(self, node: SyntaxTreeNode, group: int, more: tuple[Span, ...] = ()) -> Iterator[Item]:
        """An item of a list, with `more` that other items say of the same paper, and the items nested in it."""
        own = [child for child in node.children if child.type in {"paragraph", "heading"}]
        nested = [child for child in node.children if child.type in {"bullet_list", "ordered_list"}]
        pieces: tuple[Span, ...] = ()
        for block in own:
            pieces += (*self.pieces(block), Span("\n"))
        pieces += more
        reading = read_item(pieces) if pieces else None
        listed = reading.paper if reading is not None and reading.evidence else None
        if listed is not None and nested and length(listed.title) < 3 and not _own_link(listed):
            listed = None  # an affiliation or a venue with a button; the papers are below it
        if listed is None and nested and pieces and _bare(pieces):
            below = tuple(piece for child in nested for piece in self.buttons_below(child))
            if below:
                listed, nested = paper((*pieces, *below)), []
        inner = list(self.blocks([*nested, *(c for c in node.children if c.type in {"table", "blockquote"})]))
        if listed is not None and reading is not None and reading.how == "plain" and any(map(_set_apart, inner)):
            listed = None  # names of institutions, say, with a button; the papers are set apart below them
        if pieces:
            group_of_names = bool(nested) and listed is None  # an affiliation, a year: what is below it is listed
            yield self._made(node, pieces, "item", group, listed=listed, reading=None if group_of_names else reading)
        for below_it in inner:
            yield below_it if listed is None else _noted(below_it)

    def paragraph(self, node: SyntaxTreeNode) -> Iterator[Item]:
        """A paragraph that is set as an item of a list is, and tells no story."""
        self._group += 1
        pieces = self.pieces(node)
        for part in _lines_that_are_items(pieces):
            reading = read_item(part)
            listed = None
            if reading is not None and _is_item(part, reading):
                listed = reading.paper
            self._under = listed is not None
            yield self._made(node, part, "paragraph", self._group, listed=listed, reading=reading)

    def table(self, node: SyntaxTreeNode) -> Iterator[Item]:
        """The rows of a table, each of which may list a paper, or several in one cell."""
        head = node.children[0].children[0] if node.children else None
        if head is None or len(node.children) < 2:
            return
        self._group += 1
        below = [self.cells(row) for row in node.children[1].children]
        where = rows.columns([text_of(cell) for cell in self.cells(head)], below)
        for row, cells in zip(node.children[1].children, below, strict=True):
            listed = rows.from_header(cells, where) if "title" in where else rows.from_cells(cells)
            pieces = tuple(p for cell in cells for p in (*cell, Span(" ")))
            yield self._made(row, pieces, "row", self._group, listed=listed)

    # -------------------------------------------------------------- the pieces of blocks

    def pieces(self, node: SyntaxTreeNode) -> tuple[Span, ...]:
        """The pieces of a paragraph or heading."""
        inline = next((child for child in node.children if child.type == "inline"), None)
        if inline is None or inline.token is None:
            return ()
        return spans(inline.token.children or (), inline.content, self.source.block(inline.content, _line(inline) - 1))

    def cells(self, row: SyntaxTreeNode) -> list[tuple[Span, ...]]:
        """The pieces of a row's cells."""
        places = self.source.cells(_line(row) - 1)
        found = []
        for n, cell in enumerate(row.children):
            inline = next((child for child in cell.children if child.type == "inline"), None)
            offsets = self.source.cell(places[n]) if n < len(places) else Offsets(())
            found.append(spans(inline.token.children or (), inline.content, offsets) if inline and inline.token else ())
        return found

    def buttons_below(self, node: SyntaxTreeNode) -> Iterator[Span]:
        """The pieces of nested items that are nothing but buttons, authors or a venue for the item above."""
        texts = [self.pieces(block) for item in node.children for block in item.children if block.type == "paragraph"]
        found = [link for pieces in texts for link in links(pieces)]
        if found and all(is_button(link.label) for link in found) and len(texts) <= 6:
            for pieces in texts:
                yield Span(". ")
                yield from pieces

    def _made(
        self,
        node: SyntaxTreeNode,
        pieces: tuple[Span, ...],
        form: str,
        group: int,
        *,
        listed: Paper | None,
        reading: Reading | None = None,
    ) -> Item:
        return Item(
            line=_line(node), section=self.section, form=form, end=_end(node), group=group, pieces=pieces,
            listed=listed, reading=reading,
        )  # fmt: skip


def _set_apart(item: Item) -> bool:
    """Whether an item's title is set apart from the rest of it, as a paper's is."""
    reading = item.reading
    return (
        reading is not None
        and reading.how in ("bold", "italic", "quoted")
        and reading.score >= SURE
        and length(reading.paper.title) >= 4
        and bool(reading.paper.venue or reading.paper.year)
    )


def _noted(item: Item) -> Item:
    """An item below a paper: only what is set like a paper itself is one, all else are notes."""
    own = (
        item.listed is not None
        and (item.reading is None or item.reading.score >= SURE)
        and length(item.listed.title) >= 4
        and _own_link(item.listed)
    )
    return item if own else msgspec.structs.replace(item, listed=None, below=True)


def _lines_that_are_items(pieces: tuple[Span, ...]) -> list[tuple[Span, ...]]:
    """A paragraph as one item."""
    return [pieces] if pieces else []


def _is_item(pieces: Sequence[Span], reading: Reading) -> bool:
    """Whether a paragraph is an item of a list rather than a sentence about a paper."""
    told = bool(reading.paper.authors) and bool(reading.paper.venue or reading.paper.year)
    set_apart = reading.how not in ("plain", "reference")
    return reading.evidence and (set_apart or told) and _heads(pieces, reading) and not _story(pieces, reading.paper)


def _heads(pieces: Sequence[Span], reading: Reading) -> bool:
    """Whether nothing but a number, a date, a label or the authors stands before the title."""
    anatomy = reading.paper.anatomy
    before = text_of(anatomy.pieces[: anatomy.first]) if anatomy is not None else ""
    names = reading.paper.authors.rstrip(".")
    return length(re.sub(r"[^\w\s]|\d", " ", before.replace(names, "") if names else before)) <= 2


def _own_link(listed: Paper) -> bool:
    anatomy = listed.anatomy
    return anatomy is not None and any(k.first <= anatomy.last and k.last >= anatomy.first for k in anatomy.about)


def _story(pieces: Sequence[Span], listed: Paper) -> bool:
    """Whether a sentence goes on after the title: `[Title](url) proposes a …`."""
    rest = text_of(pieces).partition(listed.title)[2]
    return re.match(r"\W?\s+(?!by\b|and\b|in\b|et\b)[a-z]+\s(?:\S+\s){5}", rest) is not None


def _bare(pieces: Sequence[Span]) -> bool:
    """An item that has a title and maybe a code link, but no link to a paper of its own."""
    return not any(paper_link(link) for link in links(pieces)) and len(text_of(pieces).split()) >= 3


def _line(node: SyntaxTreeNode) -> int:
    return node.map[0] + 1 if node.map else 0


def _end(node: SyntaxTreeNode) -> int:
    return node.map[1] if node.map else 0
