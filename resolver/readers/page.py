"""Web pages: lists of publications, of a conference's papers, of references, in HTML."""

from __future__ import annotations

import re
from pathlib import Path

from resolver.errors import InputError
from resolver.model import Document
from resolver.readers.blocks import page
from resolver.readers.items import document_of
from resolver.text.aligned import Aligned

_PAGE = re.compile(r"(?:\s|<\?xml[^>]*>|<!--.{0,2000}?-->)*<(?:!doctype\s+html|html\b)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"\s*<(?:!--|[a-z][a-z0-9]*[\s>])", re.IGNORECASE)


class HtmlPageReader:
    """Takes what begins as a page does, and what is called `.html` and begins with a tag."""

    name = "html"
    suffixes = (".html", ".htm", ".xhtml")

    def sniff(self, head: str, path: Path) -> bool:
        named = path.suffix.lower() in {".html", ".htm", ".xhtml"}
        return _PAGE.match(head) is not None or (named and _TAG.match(head) is not None)

    def read(self, path: Path, text: str) -> Document:
        """One entry for each paper in the items, rows and paragraphs of the page.

        Raises:
            InputError: nothing in it looks like a paper.
        """
        aligned = Aligned(text)
        found, passed = page(aligned.text)
        if not found:
            raise InputError("no paper was found in this HTML page; list one an item", path=path)
        return document_of(path, text, self.name, found, passed, aligned.repaired)
