"""What sources are asked, and what they answer."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from resolver.model.records import Identifier, Record

Origin = Literal["index", "network", "cache", "snapshot"]


class ByTitle(Struct, frozen=True, array_like=True, tag="title"):
    """Which works bear this title? `title` is plain text (`resolver.text.titles.plain`)."""

    title: str

    def __str__(self) -> str:
        return f"title:{self.title}"


class ById(Struct, frozen=True, array_like=True, tag="id"):
    """Which works carry this identifier?"""

    id: Identifier

    def __str__(self) -> str:
        return str(self.id)


class ByPeople(Struct, frozen=True, array_like=True, tag="people"):
    """Which works are by all of these people? Family names in the order of the paper, at least two."""

    families: tuple[str, ...]

    def __str__(self) -> str:
        return f"people:{', '.join(self.families)}"


class ByFirstVersion(Struct, frozen=True, array_like=True, tag="first"):
    """What was the first version of this preprint called? Papers are retitled, lists keep the title of their day."""

    id: Identifier

    def __str__(self) -> str:
        return f"first version of {self.id}"


Question = ByTitle | ById | ByPeople | ByFirstVersion


class Found(Struct, frozen=True, tag="found"):
    """The source was reached and has at least these records."""

    records: tuple[Record, ...]


class NotFound(Struct, frozen=True, tag="not_found"):
    """The source was reached, answered in full, and has no such record."""


class Unavailable(Struct, frozen=True, tag="unavailable"):
    """The source did not answer, or not in full; says nothing about the work. Never cached."""

    reason: str


Answer = Found | NotFound | Unavailable


class Reply(Struct, frozen=True, kw_only=True):
    """An answer and its history: who was asked what, when, and whether the network was needed.

    `asked` is an ISO 8601 UTC time to the second; `stale` marks an answer past its freshness that
    was used because the service could not be reached.
    """

    source: str
    route: str
    question: Question
    answer: Answer
    origin: Origin
    asked: str
    stale: bool = False
