"""Pages of Jekyll, Hugo and Quarto that are about one paper: what the YAML between lines of --- says of it.

Pandoc's `references:` in such a head are papers, too. The page below is its author's text and is never touched.
"""

from __future__ import annotations

import re
from pathlib import Path

from resolver.errors import InputError
from resolver.model import Document
from resolver.readers.claims import document
from resolver.readers.mapping import MappingItem, claims, items_of
from resolver.readers.tree import yaml_tree

_OPENS = re.compile(r"---[ \t]*\r?\n")
_CLOSES = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
_TITLE = re.compile(r"^title[ \t]*:", re.MULTILINE)
_TELLING = re.compile(
    r"^(?:venue|publication|publication_short|publication_types|publishdate|journal|conference|booktitle|paperurl|paper_url|"
    r"url_pdf|pdf|doi|arxiv|citation|bibtex|bibtexurl)[ \t]*:|^(?:collection|categor(?:y|ies)|type|layout)[ \t]*:[ \t]*"
    r"[\"'\[]*(?:publications?|papers?)\b|^references[ \t]*:[ \t]*\r?$",
    re.MULTILINE | re.IGNORECASE,
)
"""Fields that the page of a paper has, and the head of a list or of a blog post has not."""


def head_of(text: str) -> str:
    """The YAML at the head of a page, from its first line on and without the line that closes it; empty for none."""
    opened = _OPENS.match(text)
    closed = _CLOSES.search(text, opened.end()) if opened else None
    return text[: closed.start()] if closed else ""


class FrontMatterReader:
    """Takes a page whose head has a title and something that only papers have, or a list of references."""

    name = "frontmatter"
    suffixes = (".qmd",)

    def sniff(self, head: str, path: Path) -> bool:
        front = head_of(head)
        found = _TELLING.search(front)
        return found is not None and (_TITLE.search(front) is not None or found[0].lower().startswith("references"))

    def read(self, path: Path, text: str) -> Document:
        """One entry for the paper of the page, and one for each of its references.

        Raises:
            InputError: the head is no YAML, or its title is empty.
        """
        found = front_items(text, path)
        if not found:
            raise InputError("the head of this page has no title and no references", path=path)
        return document(self.name, path, text, map(claims, found))


def front_items(text: str, path: Path | str = "") -> list[MappingItem]:
    """The papers of a page's head, placed in the text of the page."""
    head = head_of(text)
    tree = yaml_tree(head, path)
    if tree is None:
        return []
    alone = _TELLING.search(re.sub(r"(?mi)^references[ \t]*:", "", head)) is not None
    return list(items_of(tree, text, page=alone))
