"""Awesome-lists in Markdown: bulleted and numbered items, headings that are papers, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from resolver.errors import InputError
from resolver.identifiers import IDENTIFYING
from resolver.identifiers.placeholders import is_placeholder
from resolver.model import Document, Entry, Row
from resolver.readers.csv import roles
from resolver.readers.fields import links_in, only_year, tidy
from resolver.readers.html import parts
from resolver.readers.inline import Offsets, Source, parser
from resolver.readers.listing import (
    Anatomy,
    Paper,
    clean_title,
    is_button,
    main_link,
    own_links,
    paper,
    paper_link,
    split_plain,
)
from resolver.readers.spans import Link, Span, links, spans, text_of
from resolver.text.aligned import Aligned
from resolver.text.places import newline_of

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

COLUMNS = ("section", "title", "authors", "venue", "year", "url")

_MARKDOWN = re.compile(
    r"\]\([^)\s]*\)|\]\[[^\]]*\]|^\s*\|?[ :]*-{3,}[ :]*\|"
    r"|<(?:h[1-6]|li|a|img)\b|^\s*(?:[-*+]|\d+[.)])\s.*\*\*",
    re.MULTILINE | re.IGNORECASE,
)
_HEADING = re.compile(r"^ {0,3}#{1,6}\s", re.MULTILINE)
# Parts of a README that hold links but no papers.
_NO_PAPERS = re.compile(
    r"\W*(?:table of contents|contents?|toc|contribut\w*|how to contribute|licen[cs]e|acknowledge?ments?|star history|"
    r"contact( us)?|citation|citing.*|changelog|sponsors?|contributors|authors?|maintainers?|目录|贡献.*)\W*",
    re.IGNORECASE,
)


class Found(Struct, frozen=True):
    """A paper, the line where it is listed, the heading above it, and what lists it.

    `form` is `item`, `heading`, `paragraph`, `row`, or `html` for what stands in tags; `end` is the line where
    it ends, what is nested in it included.
    """

    line: int
    section: str
    paper: Paper
    form: str = "item"
    end: int = 0


class Markdown:
    """Takes text with Markdown's links, tables or bold items; headings alone tell only in a `.md` file."""

    name = "markdown"

    def sniff(self, head: str, path: Path) -> bool:
        return _MARKDOWN.search(head) is not None or (
            path.suffix.lower() == ".md" and _HEADING.search(head) is not None
        )

    def read(self, path: Path, text: str) -> Document:
        """One entry for each paper that is listed; headings, notes, badges and other links are no papers.

        The venue is given as listed, without the year where that ends it (`ACL 2025` is ACL, 2025;
        `ACL-IJCNLP 2021 Findings` stays whole).

        Raises:
            InputError: nothing in it looks like a paper.
        """
        aligned = Aligned(text)
        found, repaired = papers(aligned.text), aligned.repaired
        if not found:
            raise InputError(
                "no paper was found in this Markdown; list one an item, with its title in bold or as a link", path=path
            )
        rows, entries = [], []
        for number, listed in enumerate(found, start=1):
            p = listed.paper
            rows.append(Row(listed.line, (listed.section, p.title, p.authors, p.venue, p.year, p.url)))
            entries.append(_entry(number, listed))
        notes: tuple[str, ...] = ()
        if repaired.how:
            notes = (f"the text was {repaired.how}; {repaired.changed_runs} places were repaired",)
        return Document(
            path=str(path),
            columns=COLUMNS,
            rows=tuple(rows),
            entries=tuple(entries),
            notes=notes,
            newline=newline_of(text),
            format=self.name,
            text=text,
        )


def _entry(number: int, found: Found) -> Entry:
    p = found.paper
    links, ids = links_in([("", link) for link in p.links])
    return Entry(
        row=number,
        line=found.line,
        title=tidy(p.title),
        authors=tidy(p.authors),
        year=p.year,
        venue=tidy(p.venue),
        section=found.section,
        links=links,
        ids=ids,
    )


# ------------------------------------------------------------------ blocks


@lru_cache(maxsize=1)
def papers(text: str) -> tuple[Found, ...]:
    """The papers listed in a Markdown text whose lines end with line feeds.

    The last ones are kept, because who fills a list has just read it.
    """
    from markdown_it.tree import SyntaxTreeNode

    walker = _Walker(Source(text))
    return tuple(walker.blocks(SyntaxTreeNode(parser().parse(text)).children))


class _Walker:
    def __init__(self, source: Source) -> None:
        self.source, self.section = source, ""
        self.header: dict[str, int] = {}

    def blocks(self, nodes: Sequence[SyntaxTreeNode]) -> Iterator[Found]:
        for node in nodes:
            if node.type == "heading":
                yield from self.heading(node)
            elif node.type == "html_block":
                yield from self.html(node)
            elif _NO_PAPERS.fullmatch(self.section):
                continue
            elif node.type in {"bullet_list", "ordered_list"}:
                for item in node.children:
                    yield from self.item(item)
            elif node.type == "table":
                yield from self.table(node)
            elif node.type == "paragraph":
                yield from self.paragraph(node)
            elif node.type == "blockquote":
                yield from self.blocks(node.children)

    def heading(self, node: SyntaxTreeNode) -> Iterator[Found]:
        pieces = self.pieces(node)
        named = [link for link in links(pieces) if not is_button(link.label) and paper_link(link)]
        if named and (listed := paper(pieces)):
            yield Found(_line(node), self.section, listed, "heading", _end(node))
        else:
            self.section = text_of(p for p in pieces if p.href is None or not is_button(p.text)) or self.section

    def html(self, node: SyntaxTreeNode) -> Iterator[Found]:
        """Headings, items and rows in tags; `self.header` outlives a block, which ends at a blank line."""
        first = _line(node)
        for part in parts(node.content, self.source.block(node.content, first - 1)):
            line = first + node.content.count("\n", 0, part.start)
            if part.kind == "heading":
                self.section = text_of(p for cell in part.cells for p in cell) or self.section
            elif _NO_PAPERS.fullmatch(self.section):
                continue
            elif part.kind == "item":
                if listed := paper(split_plain(part.cells[0])):
                    yield Found(line, self.section, listed, "html", line)
            else:
                where = dict(roles([text_of(cell) for cell in part.cells]))
                if "title" in where and not any(links(cell) for cell in part.cells):
                    self.header = where
                elif listed := _from_row(part.cells, self.header) or _from_cells(part.cells):
                    yield Found(line, self.section, listed, "html", line)

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

    def item(self, node: SyntaxTreeNode) -> Iterator[Found]:
        own = [child for child in node.children if child.type in {"paragraph", "heading"}]
        nested = [child for child in node.children if child.type in {"bullet_list", "ordered_list"}]
        pieces: tuple[Span, ...] = ()
        for block in own:
            pieces += (*self.pieces(block), Span(" "))
        listed = paper(split_plain(pieces)) if pieces else None
        if listed is None and nested and pieces:
            below = tuple(piece for child in nested for piece in self.buttons_below(child))
            if below and _bare(pieces):
                listed, nested = paper(split_plain((*pieces, *below))), []
        if listed is not None:
            yield Found(_line(node), self.section, listed, "item", _end(node))
        rest = [child for child in node.children if child.type in {"table", "blockquote"}]
        for child in (*nested, *rest):
            yield from self.nested(child, listed is not None)

    def nested(self, node: SyntaxTreeNode, inside_paper: bool) -> Iterator[Found]:
        """Items below an item; below a paper only those that are set like papers themselves."""
        for found in self.blocks([node]):
            if not inside_paper or len(found.paper.title.split()) >= 4:
                yield found

    def paragraph(self, node: SyntaxTreeNode) -> Iterator[Found]:
        """A paragraph is a paper only when it begins with a bold or linked title."""
        pieces = self.pieces(node)
        first = next((p for p in pieces if p.text.strip(' ["“*')), None)
        if first is None or not (first.bold or (first.href is not None and not is_button(first.text))):
            return
        if any(paper_link(link) for link in links(pieces)) and (listed := paper(pieces)) and not _prose(pieces, listed):
            yield Found(_line(node), self.section, listed, "paragraph", _end(node))

    def table(self, node: SyntaxTreeNode) -> Iterator[Found]:
        head = node.children[0].children[0] if node.children else None
        if head is None or len(node.children) < 2:
            return
        where = dict(roles([text_of(cell) for cell in self.cells(head)]))
        for row in node.children[1].children:
            cells = self.cells(row)
            listed = _from_row(cells, where) if "title" in where else _from_cells(cells)
            if listed is not None:
                yield Found(_line(row), self.section, listed, "row", _end(row))

    def buttons_below(self, node: SyntaxTreeNode) -> Iterator[Span]:
        """The pieces of nested items that are nothing but buttons, authors or a venue for the item above."""
        texts = [self.pieces(block) for item in node.children for block in item.children if block.type == "paragraph"]
        found = [link for pieces in texts for link in links(pieces)]
        if found and all(is_button(link.label) for link in found) and len(texts) <= 6:
            for pieces in texts:
                yield Span(". ")
                yield from pieces


def _from_row(cells: Sequence[tuple[Span, ...]], where: dict[str, int]) -> Paper | None:
    """A paper from a table whose header says what is where."""

    def cell(field: str) -> tuple[Span, ...]:
        return cells[where[field]] if where.get(field, len(cells)) < len(cells) else ()

    def value(field: str) -> str:
        return text_of(cell(field))

    in_title = links(cell("title"))
    linked = next((link for link in in_title if not is_button(link.label)), None)
    text = linked.label if linked else text_of(p for p in cell("title") if p.href is None)
    title = clean_title(text)
    about = [k for field in ("title", *IDENTIFYING) for k in links(cell(field)) if not k.href.startswith("#")]
    about += [Link("", value(f), 0, 0) for f in IDENTIFYING if f in where and not links(cell(f)) and value(f)]
    further = [k for piece in cells for k in links(piece) if k not in about and is_button(k.label) and paper_link(k)]
    about += further
    known = sum(bool(value(field)) for field in ("authors", "venue", "year"))
    hole = any(f in where and is_placeholder(value(f)) and not links(cell(f)) for f in IDENTIFYING)
    listed = any(paper_link(k) for k in about) or (known and (about or hole)) or known >= 2
    if "title" not in where or not re.search(r"\w", title) or not listed:
        return None
    return Paper(
        title=title,
        authors=value("authors"),
        venue=value("venue"),
        year=only_year(value("year")),
        url=main_link(about),
        links=own_links(about, ""),
        anatomy=_anatomy(cells, where, about),
    )


def _anatomy(cells: Sequence[tuple[Span, ...]], where: dict[str, int], about: Sequence[Link]) -> Anatomy:
    """The pieces of a row as one sequence; `first` and `last` are those of the title's cell."""
    pieces, starts = list[Span](), list[int]()
    for cell in cells:
        starts.append(len(pieces))
        pieces += [*cell, Span(" ")]
    title = where["title"]
    targets = {link.target for link in about}
    return Anatomy(
        pieces=tuple(pieces),
        first=starts[title],
        last=max(starts[title], starts[title] + len(cells[title]) - 1),
        about=tuple(link for link in links(pieces) if link.target in targets),
        cells=tuple(where.items()),
    )


def _from_cells(cells: Sequence[tuple[Span, ...]]) -> Paper | None:
    """A paper from a table without a title column: the first cell that links one by its title."""
    for pieces in cells:
        if any(paper_link(k) and len(k.label.split()) >= 3 for k in links(pieces)) and (listed := paper(pieces)):
            return listed
    return None


def _line(node: SyntaxTreeNode) -> int:
    return node.map[0] + 1 if node.map else 0


def _end(node: SyntaxTreeNode) -> int:
    return node.map[1] if node.map else 0


def _prose(pieces: Sequence[Span], listed: Paper) -> bool:
    """Whether a sentence goes on after the title: `[Title](url) proposes a …`."""
    rest = text_of(pieces).partition(listed.title)[2]
    return re.match(r"\W?\s+(?!by\b|and\b|in\b|et\b)[a-z]+\s(?:\S+\s){5}", rest) is not None


def _bare(pieces: Sequence[Span]) -> bool:
    """An item that has a title and maybe a code link, but no link to a paper of its own."""
    return not any(paper_link(link) for link in links(pieces)) and len(text_of(pieces).split()) >= 3
