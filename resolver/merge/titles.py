"""The title of a work out of those that its records have: the leading one, unless another has it better.

Services lose what deposits had in markup: braces of commands and with them letters of mathematics (`$\\mathcalH$`),
spaces beside tags (`Using<b>lme4</b>`), the difference between capitals and a title in capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from resolver.model import Record
from resolver.text import latex, titles


class ChosenTitle(Struct, frozen=True):
    """The title, the record that it comes from, and why that; its LaTeX, where a record of the same title has it."""

    text: str
    record: Record
    why: str = ""
    tex: str = ""
    tex_source: str = ""


def choose_title(peers: Sequence[Record], rest: Sequence[Record], listed: str = "") -> ChosenTitle | None:
    """The title of a work, without the full stop that ends it in some databases.

    Args:
        peers: records of the version that leads, the best first.
        rest: those of other versions.
        listed: how the list has the title; it can tell no more than where a space is.
    """
    leader = next((r for r in peers if r.title), None)
    if leader is None:
        return None
    others = [r for r in (*peers, *rest) if r is not leader and r.title]
    chosen, why = leader, "the published version" if leader.published and rest else ""
    if _shouted(leader.title):
        same = (r for r in others if not _shouted(r.title) and titles.key(r.title) == titles.key(leader.title))
        if found := next(same, None):
            chosen, why = found, "the same title, not in capitals"
    if found := next((r for r in others if _has_lost_mathematics(chosen.title, r)), None):
        chosen, why = found, "the same title with its mathematics"
    text, why = _spaced(chosen, (*(r.title for r in others), listed), why)
    text = without_full_stop(text)
    return ChosenTitle(text, chosen, why, *_tex(text, (chosen, *others)))


def without_full_stop(title: str) -> str:
    """A title without its own full stop: styles set one. Those of abbreviations and ellipses stay.

    >>> without_full_stop("A study of it."), without_full_stop("A study of the U.S.A."), without_full_stop("And ...")
    ('A study of it', 'A study of the U.S.A.', 'And ...')
    """
    return title if not title.endswith(".") or _ABBREVIATED.search(title) else title[:-1].rstrip()


_ABBREVIATED = re.compile(
    r"(?:\.\.|\b[A-Za-z]\.|\b(?:etc|al|vs|inc|ltd|co|corp|jr|sr|no|vol|pt|st|dr|ed|eds)\.)$", re.IGNORECASE
)


def _shouted(title: str) -> bool:
    """Whether a title of several words is all in capitals."""
    return title.isupper() and len(title.split()) > 2


def _has_lost_mathematics(title: str, other: Record) -> bool:
    """Whether a title is another one without the letters of its mathematics, or with some of them missing."""
    given = other.title_tex
    if "$" not in given or titles.key(title) == titles.key(other.title):
        return False
    without = "".join(piece for piece, maths in latex.split_maths(given) if not maths)
    whole, short = titles.key(other.title), titles.key(title)
    return titles.key(without) == short or (len(short) < len(whole) and _is_within(short, whole, titles.key(without)))


def _is_within(short: str, whole: str, least: str) -> bool:
    """Whether some letters of `whole`, in order, are all of `short`, and what is no mathematics is among them."""
    return _in_order(short, whole) and _in_order(least, short)


def _in_order(some: str, all_: str) -> bool:
    letters = iter(all_)
    return all(letter in letters for letter in some)


def _spaced(record: Record, known: Sequence[str], why: str) -> tuple[str, str]:
    """A title whose tags stood between letters, with spaces there if it is known so from elsewhere."""
    joints = record.title_tex.split("{}")
    if len(joints) < 2 or titles.key("".join(joints)) != titles.key(record.title):
        return record.title, why
    for spaced in _spacings(joints):
        if any(titles.words(spaced) == titles.words(title) for title in known if title):
            return spaced, "with the spaces that it has elsewhere"
    return record.title, why


_MOST_JOINTS = 4
"""Places in one title that are tried with a space and without."""


def _spacings(pieces: Sequence[str]) -> Iterator[str]:
    """A title's pieces put together with a space at one or more of the places between them."""
    places = len(pieces) - 1
    if places > _MOST_JOINTS:
        yield " ".join(pieces)
        return
    for chosen in range((1 << places) - 1, 0, -1):
        yield "".join(p + (" " if n < places and chosen >> n & 1 else "") for n, p in enumerate(pieces))


def _tex(title: str, records: Sequence[Record]) -> tuple[str, str]:
    """The LaTeX of the first record that has the same title in LaTeX, letter by letter, and that record's source."""
    for record in records:
        given = record.title_tex
        if given and "{}" not in given and titles.key(record.title) == titles.key(title):
            ends = given.endswith(".") and not title.endswith(".")
            return (given[:-1].rstrip() if ends else given), record.source
    return "", ""
