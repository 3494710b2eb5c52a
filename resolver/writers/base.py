"""What every writer is, and what it may be told."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import PurePath
from typing import Literal, Protocol

from msgspec import Struct

from resolver import files
from resolver.model import Document, Run
from resolver.text.cleaning import one_line

Sort = Literal["listed", "year"]
"""The order of a document: as in the list, or the newest first."""


class Frame(Struct, frozen=True):
    """What stands around the papers of a list: its title, what it says of itself, and its other sections.

    All of it is Markdown as its author wrote it; of a section, the heading's text and what is below.
    """

    title: str = ""
    preamble: str = ""
    before: tuple[tuple[str, str], ...] = ()
    after: tuple[tuple[str, str], ...] = ()


class WriterOptions(Struct, frozen=True, kw_only=True):
    """How results are written. A writer heeds those that it names in `heeds`.

    Args:
        overwrite: fields in which the record replaces what the user wrote, or all of them.
        settings: what the report says about settings; no secrets.
        keys: the pattern of citation keys (`resolver.writers.patterns`); empty for the list's own, the
            Anthology's, and keys in its manner.
        sort: the order of the entries; None for the format's own.
        style: a CSL style, by name or as a path.
        locale: the language of a style's words, such as `de-DE`; empty for the style's own.
        title: the heading of a document; empty for one made from the file's name.
        fragment: only the references of a page, to be put into another.
        badges: show links as badges.
        mark: mark entries whose paper was not found.
        frame: what the list had around its papers.
        listed: write the whole list: entries without an accepted record as they were listed, and what a database has
            beside the fields that records have.
    """

    overwrite: frozenset[str] | Literal["all"] = frozenset()
    settings: Mapping[str, str | float | bool | None] = {}
    keys: str = ""
    sort: Sort | None = None
    style: str = "apa"
    locale: str = ""
    title: str = ""
    fragment: bool = False
    badges: bool = False
    mark: bool = False
    frame: Frame = Frame()
    listed: bool = False


class Writer(Protocol):
    """One kind of document. `render` is pure: a finished run in, the document's content out.

    `heeds` are the names of the options that make a difference to it; `partial` says that it leaves
    out the entries for which no record was accepted, as whatever is cited must, unless all of the list is asked for.
    """

    name: str
    heeds: frozenset[str]
    partial: bool

    def render(self, run: Run, options: WriterOptions) -> files.Content: ...


def line(text: str) -> str:
    """A value from anywhere as one line of whole characters, composed, without what would steer a screen.

    Records are clean already (`resolver.text.cleaning`); what a list says, in a heading say, may not be.

    >>> line("two\\nlines and \\u202ea turn")
    'two lines and a turn'
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return unicodedata.normalize("NFC", one_line(text))


def titled(document: Document) -> str:
    """A title made of the list's file name, for a list that has none of its own."""
    words = re.sub(r"[-_\s]+", " ", PurePath(document.path).stem).strip()
    return words[:1].upper() + words[1:] or "Papers"
