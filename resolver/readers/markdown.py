"""Awesome-lists in Markdown: bulleted and numbered items, headings that are papers, tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from resolver.errors import InputError
from resolver.model import Document
from resolver.readers.blocks import listing
from resolver.readers.items import document_of
from resolver.readers.papers import Passed
from resolver.text.aligned import Aligned

_MARKDOWN = re.compile(
    r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?\)|\]\[[^\[\]]*\]|^[ \t]*+\|?[ :]*+-{3,}+[ :]*+\|"
    r"|<(?:h[1-6]|li|a|img|br|details|summary|table|tr|ul|ol|p)\b|^[ \t]*(?:[-*+]|\d+[.)])\s.*\*\*",
    re.MULTILINE | re.IGNORECASE,
)
_HEADING = re.compile(r"^ {0,3}#{1,6}\s", re.MULTILINE)


class MarkdownReader:
    """Takes text with Markdown's links, tables or bold items; headings alone tell only in a `.md` file."""

    name = "markdown"
    suffixes = (".md", ".markdown")

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
        (found, passed), repaired = listing(aligned.text), aligned.repaired
        if not found:
            raise InputError(f"no paper was found in this Markdown{_seen(passed)}; list one an item", path=path)
        return document_of(path, text, self.name, found, passed, repaired)


def _seen(passed: Sequence[Passed]) -> str:
    """What was seen instead, for a person who expected papers."""
    kinds = Counter(item.what for item in passed)
    parts = [f"{n} {'not understood' if what == 'unread' else what}" for what, n in kinds.most_common()]
    return f" (items seen: {', '.join(parts)})" if parts else ""
