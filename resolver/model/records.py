"""What a source says of a work: its identifiers, its people, its record."""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from resolver.identifiers.schemes import Identifier, IdKind

__all__ = ["IdKind", "Identifier", "Person", "Record", "WorkType"]

WorkType = Literal["inproceedings", "article", "preprint", "proceedings", "book", "incollection", "thesis", "misc"]
"""BibTeX's entry types, and `preprint`, which BibTeX lacks."""


_EAST_ASIAN = re.compile(
    "[\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U000323af]+"
)


class Person(Struct, frozen=True, array_like=True):
    """An author or editor. A mononym or a group has only a family name; particles belong to it."""

    family: str
    given: str = ""
    suffix: str = ""

    @property
    def east_asian(self) -> bool:
        """Whether the name is written in Han characters, kana or Hangul: the surname first, no space, no initials."""
        return not self.family.isascii() and _EAST_ASIAN.fullmatch(self.family + self.given) is not None

    def __str__(self) -> str:
        if self.given and self.east_asian:
            return f"{self.family}{self.given}{self.suffix}"
        return " ".join(part for part in (self.given, self.family, self.suffix) if part)


class Record(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one source says of one work. Nothing in it is inferred: an empty field was not given.

    `title` is plain Unicode; `title_tex` is the title as a careful BibTeX author writes it (case
    protection in braces), where the source provides that. `venue` is the book or journal title as
    written by the source. `partial_authors` is set when the source cut or lacks some of the names.
    `companion` says what it is where its source has it for something that goes with a work, and not for the work:
    `correction`, `data`, `review` …
    `first_version` is set when it describes a preprint as it was first deposited, and not as it is.
    """

    source: str
    ids: tuple[Identifier, ...] = ()
    title: str
    title_tex: str = ""
    authors: tuple[Person, ...] = ()
    partial_authors: bool = False
    editors: tuple[Person, ...] = ()
    year: int | None = None
    month: str = ""
    venue: str = ""
    type: WorkType = "misc"
    url: str = ""
    pages: str = ""
    volume: str = ""
    number: str = ""
    publisher: str = ""
    address: str = ""
    isbn: str = ""
    language: str = ""
    note: str = ""
    category: str = ""
    comment: str = ""
    retracted: str = ""
    companion: str = ""
    first_version: bool = False
    key: str = ""

    def id(self, kind: IdKind) -> str:
        """The first identifier of `kind`, or an empty string."""
        return next((i.value for i in self.ids if i.kind == kind), "")

    @property
    def published(self) -> bool:
        """Whether this is more than a preprint."""
        return self.type != "preprint"
