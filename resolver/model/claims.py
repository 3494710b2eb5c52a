"""What an entry means: its claims, understood once after reading and compared from then on."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from resolver.model.entries import Entry
from resolver.model.records import Identifier, Person

ListedType = Literal[
    "article", "paper", "book", "chapter", "thesis", "report", "dataset", "software", "webpage", "unknown"
]
"""What kind of work a list says that it lists; `article` stands in a journal, `paper` in proceedings."""


class PreparedTitle(Struct, frozen=True):
    """A title prepared for comparison (`resolver.text.prepared.prepare`).

    `text` is plain Unicode, `key` its letters and digits run together, `words` its stemmed words and `head` the
    number of those before its first colon or dash. `information` is what the words tell (nats), `distinctiveness`
    what they tell of a paper: next to nothing for front matter.
    """

    text: str
    key: str
    words: tuple[str, ...]
    head: int
    information: float
    distinctiveness: float


class Authors(Struct, frozen=True):
    """A parsed list of authors; `et_al` when the list says that there are more."""

    people: tuple[Person, ...] = ()
    et_al: bool = False


class Claim(Struct, frozen=True, kw_only=True):
    """What an entry says, parsed (`resolver.claims.parse_claim`); `entry` has the same as it was written.

    `search_title` is the title that sources are asked for: plain, without what the list put around it, and empty
    where it has neither letter nor digit. `other_authors` are the other ways to read the list of authors:
    `Lin, Chin-Yew` may be two surnames, or one person. `year` is None when none is given or legible. `series` are the
    labels of the venue (`resolver.text.venues.find_labels`). `undecorated` is the same claim without what the list put
    around the title,
    whose year and name fill blanks, or with the other reading of the title; None where there was nothing.
    """

    entry: Entry
    title: PreparedTitle
    search_title: str
    authors: Authors
    other_authors: tuple[Authors, ...]
    year: int | None
    venue: str
    series: frozenset[str]
    ids: tuple[Identifier, ...]
    type: ListedType
    undecorated: Claim | None = None
