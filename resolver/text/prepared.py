"""Titles and records prepared for comparison: split, stemmed and weighed by what their words tell."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from resolver.model import PreparedTitle, Record
from resolver.text import names, titles
from resolver.text.companions import find_companion, without_retraction
from resolver.text.rarity import information, stem, title_information


def prepare(title: str) -> PreparedTitle:
    """Split, stem and weigh a title; what follows `titles.LONGEST` characters is not looked at, nor is `RETRACTED:`."""
    text = without_retraction(titles.plain(title[: titles.LONGEST]))
    stems = tuple(stem(w) for w in titles.words(text))
    main, rest = titles.split_at_colon(text)
    head = len(titles.words(main)) if rest else 0
    return PreparedTitle(text, titles.key(text), stems, head, sum(map(information, stems)), title_information(stems))


def share_information(a: PreparedTitle, b: PreparedTitle) -> float:
    """The share of what the words of two titles tell that both have (0 to 1)."""
    mine, theirs = set(a.words), set(b.words)
    both, either = (sum(map(information, words)) for words in (mine & theirs, mine | theirs))
    return 2 * both / (both + either) if either else 0.0


class PreparedRecord:
    """A record with what comparisons need of it, each worked out when it is first asked for, and once.

    Made once for each record that was found for an entry, and handed from one comparison to the next. Two of them are
    equal when they are the same object: whoever makes them drops duplicates of a record before.
    """

    def __init__(self, record: Record) -> None:
        self.record = record

    @cached_property
    def title(self) -> PreparedTitle:
        """The record's title."""
        return prepare(self.record.title)

    @cached_property
    def companion(self) -> str:
        """What kind of companion of another work the title says that it is; empty for none."""
        return find_companion(self.record.title)[0]

    @cached_property
    def families(self) -> frozenset[str]:
        """The surnames of the authors, for comparison (`names.family_key`)."""
        return frozenset(names.family_key(person) for person in self.record.authors)

    def __repr__(self) -> str:
        return f"PreparedRecord({self.record!r})"


PreparedWork = tuple[PreparedRecord, ...]
"""The records of one work, the leading one first."""


def prepare_records(records: Iterable[Record]) -> PreparedWork:
    """Records for comparison, each of them once and in their order."""
    return tuple(PreparedRecord(record) for record in dict.fromkeys(records))
