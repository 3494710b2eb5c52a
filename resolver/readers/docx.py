"""Word documents (.docx): headings, items, tables and paragraphs, with their links, read as the text that they are.

`python-docx` opens them. Lines are the document's paragraphs, counted from 1 as they stand, a table's row as one.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from resolver.errors import InputError
from resolver.model import Document
from resolver.readers.packed import has_part, on_lines, refuse_damaged, require_bounded

if TYPE_CHECKING:
    from docx.table import Table
    from docx.text.paragraph import Paragraph

MOST_SPANNED = 1_000
"""Columns that a cell may span; Word itself allows 63 in a table."""

_HEADING = re.compile(r"(?:heading|title|überschrift|titre|título) ?([1-6]?)$", re.IGNORECASE)
_LIST = re.compile(r"list|aufzählung|bullet|liste", re.IGNORECASE)
_MARKUP = re.compile(r"([\\`*_\[\]<>|#])")


class WordReader:
    """Takes a .docx."""

    name = "docx"
    extra = "docx"
    suffixes = (".docx",)

    def sniff(self, data: bytes) -> bool:
        return has_part(data, "word/document.xml")

    def read(self, path: Path, data: bytes) -> Document:
        """One entry for each paper in its items, tables and paragraphs, or for each reference.

        Raises:
            InputError: the document is damaged, or nothing in it looks like a paper.
            ModuleNotFoundError: python-docx is not installed.
        """
        import docx

        require_bounded(data, path)
        with refuse_damaged("Word document", path):
            opened = docx.Document(io.BytesIO(data))
            plain = list(_plain_lines(opened.iter_inner_content()))
            marked = list(_marked_lines(opened.iter_inner_content()))
        from resolver.readers import parse_text
        from resolver.readers.references.division import are_references

        if not any(text.strip() for _, text in plain):
            raise InputError("there is no text in this Word document", path=path)
        if are_references("\n\n".join(text for _, text in plain)):
            lines, name = [pair for number, text in plain for pair in ((number, text), (0, ""))], ".txt"
        else:
            lines, name = marked, ".md"
        document = parse_text("\n".join(text for _, text in lines), path.with_suffix(name))
        return on_lines(document, [number for number, _ in lines], self.name, path)


def _plain_lines(blocks: Iterator[Paragraph | Table]) -> Iterator[tuple[int, str]]:
    """Paragraphs as they read, each with its number; addresses of links behind them."""
    for number, block in _numbered(blocks):
        if not isinstance(block, list):
            hidden = [link.address for link in block.hyperlinks if link.address and link.address not in block.text]
            yield number, " ".join((" ".join(block.text.split()), *hidden))


def _marked_lines(blocks: Iterator[Paragraph | Table]) -> Iterator[tuple[int, str]]:
    """The document as Markdown, line by line with the numbers of its paragraphs."""
    in_table = False
    for number, block in _numbered(blocks):
        if isinstance(block, list):
            if not in_table:
                yield 0, ""
            yield number, "| " + " | ".join(" ".join(map(_marked, cell)) for cell in block) + " |"
            if not in_table:
                yield 0, "|" + "---|" * len(block)
            in_table = True
            continue
        in_table = False
        style = (block.style.name if block.style is not None else "") or ""
        text = _marked(block)
        if not text:
            yield 0, ""
        elif heading := _HEADING.match(style):
            yield from ((0, ""), (number, f"{'#' * int(heading[1] or 1)} {text}"), (0, ""))
        elif _LIST.search(style) or _is_numbered(block):
            yield number, f"- {text}"
        else:
            yield from ((0, ""), (number, text), (0, ""))
    yield 0, ""


def _numbered(blocks: Iterator[Paragraph | Table]) -> Iterator[tuple[int, Paragraph | list[list[Paragraph]]]]:
    """Paragraphs, and rows of tables as lists of the paragraphs of their cells, with their numbers."""
    number = 0
    for block in blocks:
        if hasattr(block, "rows"):
            for row in block.rows:
                number += 1
                # the library makes a cell for each column that one spans
                if sum(cell.grid_span for cell in row._tr.tc_lst) > MOST_SPANNED:  # noqa: SLF001
                    raise ValueError("a row of a table spans more columns than Word allows")
                yield number, [list(cell.paragraphs) for cell in row.cells]
        else:
            number += 1
            yield number, block


def _is_numbered(paragraph: Paragraph) -> bool:
    properties = paragraph._p.pPr  # noqa: SLF001 - the library has no other way to a paragraph's numbering
    return properties is not None and properties.numPr is not None


def _marked(paragraph: Paragraph) -> str:
    """A paragraph as a line of Markdown: its links, what is bold, what is italic."""
    made = list[str]()
    for piece in paragraph.iter_inner_content():
        text = _MARKUP.sub(r"\\\1", " ".join(piece.text.split("\n")))
        address = getattr(piece, "address", "")
        if address and text.strip():
            made.append(f"[{text.strip()}](<{address}>)")
        elif text.strip() and (getattr(piece, "bold", None) or getattr(piece, "italic", None)):
            mark = "**" if getattr(piece, "bold", None) else "*"
            lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
            made.append(f"{lead}{mark}{text.strip()}{mark}{tail}")
        else:
            made.append(text)
    return re.sub(r"(?<=\S)\*\*\*\*(?=\S)", "", "".join(made)).strip()  # runs of one style that follow each other
