"""What makes a record another work than the listed one, however like it looks.

Titles of other people's papers are one word apart, corrections and data sets bear the title of their paper, and a
book's review that of the book. None of these may be linked where the work itself is in no source. So each is a
feature of its own, and a work that has one of `BARS` is named but never accepted: no sum of other agreements
outweighs it. What carries a word more or less (an identifier, all of the people, a coined name) is said at
`_is_carried`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from resolver.match.word_relations import PREFIXES
from resolver.model import Alignment, ListedType, PreparedTitle, Record
from resolver.text.companions import find_companion, one_follows
from resolver.text.prepared import PreparedRecord
from resolver.text.rarity import information, is_known_word

DECISIVE = 4.0
"""Nats from which a word that only one title has is decisive: `text` and `speech` have 3 to 4."""

DECISIVE_TOGETHER = 7.0
"""Nats from which several words of less are decisive together."""

LITTLE_IN_COMMON = 0.25
"""Share of what two titles tell that they have in common at most when the one is not the other retitled."""

_CUT = re.compile(r"(?:\.\.\.|…)\s*$")
COINED_LETTERS = 3
"""Letters that a coined name has at least: pairs of letters stand for anything."""

_NAME_WORDS = 3
"""Words that a coined name before the colon has at most, with what stands beside it (`CLPsych 2025 Shared Task`)."""

BARS = frozenset({"another_word", "companion", "type_differs", "nothing_in_common", "twin", "contested", "misled"})
"""The features of which one keeps a work from being accepted."""


class OtherClaims(Struct, frozen=True):
    """What of a comparison decides whether a difference is carried by something else.

    `people` is `agree`, `refuted` or `unknown`; `all_people` that all of the listed people are the record's, in order;
    `named` that both titles begin with a coined name that no other work bears which was found; `elsewhere` that the
    words which the record lacks are another work's.
    """

    people: str
    all_people: bool
    year: bool
    venue: bool
    identifier: bool
    named: bool
    elsewhere: bool


def coined_words(title: PreparedTitle) -> frozenset[str]:
    """The words of a short part before the colon that are no words of any language: `psyqa`, `infinitebench`."""
    if not 0 < title.head <= _NAME_WORDS:
        return frozenset()
    return frozenset(
        w for w in title.words[: title.head] if len(w) >= COINED_LETTERS and not w.isdigit() and not is_known_word(w)
    )


def find_bar(
    listed: PreparedTitle, kind: ListedType, prepared: PreparedRecord, side: Alignment, beside: OtherClaims
) -> str:
    """The feature that keeps a record from being accepted, or an empty string.

    Args:
        listed: the title in the list.
        kind: the type of work that is listed (`thesis`, `book` …).
        prepared: the record whose title fits it best, of a work.
        side: how the titles compare.
        beside: what else agrees.
    """
    record = prepared.record
    if _is_of_another_type(kind, record, beside):
        return "type_differs"
    if side.exact and not record.companion:
        return ""
    theirs = prepared.companion or record.companion
    if (find_companion(listed.text)[0] or _ASKED.get(kind, "")) != theirs:
        return "companion"
    if side.exact:
        return ""
    total = max(listed.information + prepared.title.information, 1.0)
    if beside.identifier:
        return "nothing_in_common" if 2 * side.agreed / total < LITTLE_IN_COMMON else ""
    if has_decisive_words(side) or side.numbers_differ:
        return "" if _is_carried(listed, record, side, beside) else "another_word"
    if beside.people == "refuted" and side.inflected >= DECISIVE and not beside.named:
        return "another_word"
    return ""


_ASKED = {"dataset": "data"}


def has_decisive_words(side: Alignment) -> bool:
    """Whether words that only one of two titles has make another title of it."""
    weights = [DECISIVE if w in PREFIXES else information(w) for w in (*side.missing_words, *side.extra_words)]
    return max(weights, default=0.0) >= DECISIVE or sum(weights) >= DECISIVE_TOGETHER


def _is_carried(listed: PreparedTitle, record: Record, side: Alignment, beside: OtherClaims) -> bool:
    """Whether something vouches for a record whose title has other words than the listed one.

    A title that the list cut off is cut off. All of the listed people, in their order, carry a part that one side
    lacks (a name before a colon or in brackets, a subtitle) and, when the year agrees, one word that the list lost,
    or, when the venue does too, the end; never a word that the list has more, which makes it their other paper. A
    coined name that no other work bears carries much, unless the listed people are others: then a word that the
    record adds, when year and venue agree.
    """
    if (side.cut_word or _CUT.search(listed.text)) and side.tail_extra and not side.missing_words:
        return True
    if side.numbers_differ or one_follows(record.title, listed.text):
        return False
    more = bool(side.missing_words) and not side.extra_words and not side.missing_part
    if side.letters_apart and beside.people == "agree":
        return True
    if beside.named and not more and not beside.elsewhere:
        if beside.people != "refuted":
            return True
        return not side.missing_words and beside.year and beside.venue
    if not beside.all_people:
        return False
    if (side.missing_part or not side.missing_words) and (side.extra_part or not side.extra_words):
        return True
    lost_end = side.tail_extra and beside.venue
    return not side.missing_words and beside.year and (len(side.extra_words) == 1 or lost_end)


def _is_of_another_type(kind: ListedType, record: Record, beside: OtherClaims) -> bool:
    """Whether a record is of a type that the listed work can't be of.

    A thesis may lie on arXiv as its author's alone; a book too, but then with its people.
    """
    if beside.identifier:
        return False
    if kind == "thesis":
        paper = record.type in ("article", "inproceedings", "proceedings", "incollection")
        return paper or (record.type == "preprint" and len(record.authors) > 1)
    if kind == "book":
        return record.type in ("article", "inproceedings", "proceedings") or (
            record.type == "preprint" and beside.people != "agree"
        )
    return kind in ("article", "paper") and record.type == "thesis"


EXPLAINED_SHARE = 0.6
"""Share of what the missing words tell that another title must have to explain them."""


def is_explained_elsewhere(side: Alignment, work: Sequence[PreparedRecord], found: Sequence[PreparedRecord]) -> bool:
    """Whether a record of another work has most of what this one lacks of the listed title: it may be spliced."""
    missing = {w: information(w) for w in side.missing_words}
    total = sum(missing.values())
    if total < DECISIVE:
        return False
    own = {r.record.title for r in work}
    others = (r.title.words for r in found if r.record.title not in own)
    return any(sum(nats for w, nats in missing.items() if w in words) >= EXPLAINED_SHARE * total for words in others)


def share_coined_name(a: PreparedTitle, b: PreparedTitle, others: Sequence[PreparedTitle]) -> bool:
    """Whether both titles begin with one coined name that no other title has."""
    names = coined_words(a) & coined_words(b)
    return bool(names) and not any(names.intersection(t.words) for t in others)
