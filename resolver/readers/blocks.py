"""The blocks of a Markdown text as items of a list: what each of them lists, or why it lists no paper.

A first pass takes items that say by themselves that they are papers: a link to one, the place of such a link,
authors and a year. A second one looks at what is left beside what was taken: an item that is nothing but a
title is a paper in a list of papers, and a remark in a list of remarks.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

from resolver.readers import rows
from resolver.readers.csv import roles
from resolver.readers.headings import MOST_BLOCKS, Below, listed_below
from resolver.readers.html import Part, parts
from resolver.readers.inline import Offsets, SourceText, parser
from resolver.readers.listing import ListedPaper, is_button, paper_link
from resolver.readers.papers import ListItem, Passed, PlacedPaper, decide
from resolver.readers.proposals import TITLE_LABEL
from resolver.readers.readings import ROLE, Reading, paper, read_item
from resolver.readers.scoring import length
from resolver.readers.shapes import bare, is_item, lines_that_are_items, noted, own_link, set_apart
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


@lru_cache(maxsize=1)  # a filler takes apart what was just read, and `Document` holds no parser's objects
def listing(text: str) -> tuple[tuple[PlacedPaper, ...], tuple[Passed, ...]]:
    """The papers listed in a Markdown text whose lines end with line feeds, and the items that are none.

    The last ones are kept, because who fills a list has just read it.
    """
    from markdown_it.tree import SyntaxTreeNode

    walker = Walker(SourceText(text))
    return decide(tuple(walker.blocks(SyntaxTreeNode(parser().parse(text)).children)), walker.title)


@lru_cache(maxsize=1)  # as `listing`
def page(text: str) -> tuple[tuple[PlacedPaper, ...], tuple[Passed, ...]]:
    """As `listing`, of a text that is HTML as a whole."""
    walker = Walker(SourceText(text))
    return decide(tuple(walker.tags(text, parts(text, Offsets(((0, 0),))), 1)), walker.title)


# ------------------------------------------------------------------ from blocks to items


class Walker:
    """Goes through the blocks of a Markdown text; `title` is its first heading."""

    def __init__(self, source: SourceText) -> None:
        self.source, self.section, self.title = source, "", ""
        self.header: dict[str, int] = {}
        self._group = 0
        self._under = False  # whether what follows are notes on the paper that stands right above
        self._pieces: dict[
            int, tuple[Span, ...]
        ] = {}  # by their token, which the tree keeps: blocks are looked at twice

    def blocks(self, nodes: Sequence[SyntaxTreeNode]) -> Iterator[ListItem]:
        """The items of some blocks, in their order."""
        done = 0
        for number, node in enumerate(nodes):
            if number < done:
                continue
            if node.type == "heading":
                used = yield from self.heading(node, nodes[number + 1 : number + 1 + MOST_BLOCKS])
                done = number + 1 + used
            elif node.type == "html_block":
                used = yield from self.html(node, nodes[number + 1 : number + 1 + MOST_BLOCKS])
                done = number + 1 + used
            elif _NO_PAPERS.fullmatch(self.section):
                continue
            elif node.type in {"bullet_list", "ordered_list"}:
                self._group += 1
                group, under = self._group, self._under
                for item, more in self._labelled(node.children):
                    found = self.item(item, group, more)
                    yield from map(noted, found) if under else found
            elif node.type == "table":
                yield from self.table(node)
            elif node.type == "paragraph":
                yield from self.paragraph(node)
            elif node.type == "blockquote":
                yield from self.blocks(node.children)

    def heading(self, node: SyntaxTreeNode, after: Sequence[SyntaxTreeNode]) -> Generator[ListItem, None, int]:
        """A heading that links a paper, or gives one's title, is that paper; any other names what follows.

        Returns:
            How many of the blocks that follow belong to the paper.
        """
        pieces = self.pieces(node)
        named = [link for link in links(pieces) if not is_button(link.label) and paper_link(link)]
        if named and (listed := paper(pieces)):
            self._under = True
            yield self._made(node, pieces, "heading", 0, listed=listed)
            return 0
        if self.title and (below := listed_below(pieces, self._below(after))):
            self._under = True
            last = after[below.blocks - 1] if below.blocks else node
            yield self._made(node, pieces, "heading", 0, listed=below.paper, last=last)
            return below.blocks
        self._under = False
        self.section = text_of(p for p in pieces if p.href is None or not is_button(p.text)) or self.section
        self.title = self.title or self.section
        return 0

    def _below(self, nodes: Sequence[SyntaxTreeNode]) -> list[tuple[Span, ...]]:
        """The pieces of the blocks below a heading, up to one that is neither a paragraph nor a list."""
        found = []
        for node in nodes:
            if node.type == "paragraph":
                found.append(self.pieces(node))
            elif node.type in {"bullet_list", "ordered_list"}:
                texts = [self.pieces(b) for item in node.children for b in item.children if b.type == "paragraph"]
                found.append(tuple(p for pieces in texts for p in (*pieces, Span("\n"))))
            else:
                break
        return found

    def html(self, node: SyntaxTreeNode, after: Sequence[SyntaxTreeNode]) -> Generator[ListItem, None, int]:
        """What stands in tags; a summary or heading that ends the block may be the title of what follows it.

        Returns:
            How many of the blocks that follow belong to that paper.
        """
        first = _line(node)
        found = parts(node.content, self.source.block(node.content, first - 1))
        last = found[-1] if found and found[-1].kind == "heading" else None
        below = listed_below(last.cells[0], self._below(after)) if last is not None and self.title else None
        yield from self.tags(node.content, found[:-1] if below is not None else found, first)
        if last is None or below is None:
            return 0
        self._under = True
        line = first + node.content.count("\n", 0, last.start)
        end = _end(after[below.blocks - 1]) if below.blocks else line
        yield ListItem(
            line=line, section=self.section, form="heading", end=end, group=0, pieces=last.cells[0], listed=below.paper
        )
        return below.blocks

    def tags(self, content: str, found: Sequence[Part], first: int) -> Iterator[ListItem]:
        """Headings, items, rows and paragraphs in tags; `self.header` outlives a block, which ends at a blank line.

        Args:
            content: the text in which they stand.
            found: the parts of it.
            first: the line at which it begins.
        """
        self._group += 1
        counted, line, done = 0, first, 0
        for number, part in enumerate(found):
            line, counted = line + content.count("\n", counted, part.start), part.start
            if number < done:
                continue
            below = self._below_tag(found, number)
            if below is not None:
                done = number + 1 + below.blocks
            elif part.kind == "heading":
                self.section = text_of(p for cell in part.cells for p in cell) or self.section
                self.title = self.title or self.section
                continue
            if _NO_PAPERS.fullmatch(self.section):
                continue
            yield from self._tagged(part, line, below)

    def _below_tag(self, found: Sequence[Part], number: int) -> Below | None:
        """The paper that a heading, or a paragraph with people below it, lists with the paragraphs that follow."""
        part, after = found[number], found[number + 1 : number + 1 + MOST_BLOCKS]
        if not self.title or part.kind not in ("heading", "paragraph"):
            return None
        follows = [p.cells[0] for p in takewhile(lambda p: p.kind == "paragraph", after)]
        return listed_below(part.cells[0], follows, people_first=part.kind == "paragraph")

    def _tagged(self, part: Part, line: int, below: Below | None) -> Iterator[ListItem]:
        """What one part of HTML lists."""
        listed, reading, pieces = None, None, tuple(p for cell in part.cells for p in (*cell, Span(" ")))
        if below is not None:
            listed = below.paper
        elif part.kind == "row":
            where = dict(roles([text_of(cell) for cell in part.cells]))
            if "title" in where and not any(links(cell) for cell in part.cells):
                self.header = where
                return
            found = rows.listed_in(part.cells, self.header) or [rows.Listed()]
            for one in found[:-1]:
                yield self._in_tags(part, line, pieces, one.paper, one.reading)
            listed, reading = found[-1].paper, found[-1].reading
        else:
            reading = read_item(part.cells[0])
            running = part.kind == "paragraph"
            if reading is not None and (is_item(part.cells[0], reading) if running else reading.evidence):
                listed = reading.paper
        yield self._in_tags(part, line, pieces, listed, reading)

    def _in_tags(
        self, part: Part, line: int, pieces: tuple[Span, ...], listed: ListedPaper | None, reading: Reading | None
    ) -> ListItem:
        return ListItem(
            line=line, section=self.section, form="html", end=line, group=self._group, pieces=pieces,
            listed=listed, reading=reading, running=part.kind == "paragraph",
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

    def item(self, node: SyntaxTreeNode, group: int, more: tuple[Span, ...] = ()) -> Iterator[ListItem]:
        """An item of a list, with `more` that other items say of the same paper, and the items nested in it."""
        own = [child for child in node.children if child.type in {"paragraph", "heading"}]
        nested = [child for child in node.children if child.type in {"bullet_list", "ordered_list"}]
        pieces: tuple[Span, ...] = ()
        for block in own:
            pieces += (*self.pieces(block), Span("\n"))
        pieces += more
        reading = read_item(pieces) if pieces else None
        listed = reading.paper if reading is not None and reading.evidence else None
        if listed is not None and nested and length(listed.title) < 3 and not own_link(listed):
            listed = None  # an affiliation or a venue with a button; the papers are below it
        if listed is None and nested and pieces and bare(pieces):
            below = tuple(piece for child in nested for piece in self.buttons_below(child))
            if below:
                listed, nested = paper((*pieces, *below)), []
        inner = list(self.blocks([*nested, *(c for c in node.children if c.type in {"table", "blockquote"})]))
        if listed is not None and reading is not None and reading.how == "plain" and any(map(set_apart, inner)):
            listed = None  # names of institutions, say, with a button; the papers are set apart below them
        if pieces:
            group_of_names = bool(nested) and listed is None  # an affiliation, a year: what is below it is listed
            yield self._made(node, pieces, "item", group, listed=listed, reading=None if group_of_names else reading)
        for below_it in inner:
            yield below_it if listed is None else noted(below_it)

    def paragraph(self, node: SyntaxTreeNode) -> Iterator[ListItem]:
        """A paragraph that is set as an item of a list is, and tells no story."""
        self._group += 1
        pieces = self.pieces(node)
        for part in lines_that_are_items(pieces):
            reading = read_item(part)
            listed = None
            if reading is not None and is_item(part, reading):
                listed = reading.paper
            self._under = listed is not None
            yield self._made(node, part, "paragraph", self._group, listed=listed, reading=reading)

    def table(self, node: SyntaxTreeNode) -> Iterator[ListItem]:
        """The rows of a table, each of which may list a paper, or several in one cell."""
        head = node.children[0].children[0] if node.children else None
        if head is None or len(node.children) < 2:
            return
        self._group += 1
        below = [self.cells(row) for row in node.children[1].children]
        header = [text_of(cell) for cell in self.cells(head)]
        where = rows.columns(header, below)
        named = "title" in where and header[where["title"]].strip().casefold() != "name"
        for row, cells in zip(node.children[1].children, below, strict=True):
            pieces = tuple(p for cell in cells for p in (*cell, Span(" ")))
            for found in rows.listed_in(cells, where, named=named) or [rows.Listed()]:
                yield self._made(row, pieces, "row", self._group, listed=found.paper, reading=found.reading)

    # -------------------------------------------------------------- the pieces of blocks

    def pieces(self, node: SyntaxTreeNode) -> tuple[Span, ...]:
        """The pieces of a paragraph or heading."""
        inline = next((child for child in node.children if child.type == "inline"), None)
        if inline is None or inline.token is None:
            return ()
        known = self._pieces.get(id(inline.token))
        if known is None:
            at = self.source.block(inline.content, _line(inline) - 1)
            known = self._pieces[id(inline.token)] = spans(inline.token.children or (), inline.content, at)
        return known

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
        listed: ListedPaper | None,
        reading: Reading | None = None,
        last: SyntaxTreeNode | None = None,
    ) -> ListItem:
        return ListItem(
            line=_line(node), section=self.section, form=form, end=_end(last or node), group=group, pieces=pieces,
            listed=listed, reading=reading, running=form == "paragraph",
        )  # fmt: skip


def _line(node: SyntaxTreeNode) -> int:
    return node.map[0] + 1 if node.map else 0


def _end(node: SyntaxTreeNode) -> int:
    return node.map[1] if node.map else 0
