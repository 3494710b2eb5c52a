"""Where the list of names at the beginning of a reference ends, whatever the style sets names in.

NameList are read one after the other, each by a rule for its form; once the first name has initials, so must all the
others. That is what keeps `Deep Learning` of `Y. LeCun, G. Hinton, Deep Learning, Nature` from being a person.
Every rule looks at one name, so that the time is linear in the length of the list.
"""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from resolver.readers.references.forms import (
    BODY,
    CJK,
    DOTS,
    ET_AL,
    FOLLOWS,
    FULL,
    FULL_WITH_INITIAL,
    INITIALS_FIRST,
    INVERTED,
    JOIN,
    MONONYM,
    ROLE,
    SURNAME_FIRST,
    WITH_INITIAL,
    two_people,
)
from resolver.readers.references.stops import content_words

Form = Literal["initials", "inverted", "full", "group", "none"]
"""How names are set: with initials, as `Surname, Given`, as `Given Surname`, as a body, or not at all."""

Order = Literal["", "surname", "initials"]
"""What stands first in names with initials."""

MOST_PEOPLE = 3000
"""NameList that are read of one reference; a paper of particle physics has as many."""


class NameList(Struct, frozen=True):
    """The list of names: where it ends, how its names are set, how many they are, and what parts them.

    `semicolons` is true where names are parted by `;`, `closed` where `and` or `et al.` says that no name follows.
    """

    end: int
    form: Form
    count: int
    semicolons: bool = False
    closed: bool = False


NOBODY = NameList(0, "none", 0)


def read_names(text: str, start: int = 0) -> NameList:
    """The list of names that begins here; `NOBODY` where none does."""
    at, count, end = start, 0, start
    form: Form = "none"
    order: Order = ""
    semicolons = closed = last = False
    while count < MOST_PEOPLE:
        found = _name(text, at, form, order, count)
        if found is None and last and form == "initials":
            found = _name(text, at, "full", order, count)  # `Shah, R. A., & Rukia Rehana.`
        if found is None and count and not last:
            found = _resumes(text, at, form, order, count)
        if found is None:
            break
        end, kind, order = found
        count += 1
        form = kind if form in ("none", "group") else form
        if (dots := DOTS.match(text, end)) and _name(text, dots.end(), form, order, count):
            at, last = dots.end(), True  # `Wang, J., … Zhu, G.`
            continue
        if m := ET_AL.match(text, end):
            return NameList(m.end(), form, count, semicolons, True)
        join = JOIN.match(text, end)
        if last and not (join and join["and"]):
            closed = True
            break
        if join is None or not (join["mark"] or join["and"]):
            break
        semicolons |= join["mark"][:1] in (";", "；")
        last = bool(join["and"])
        at = join.end()
    if count and (m := ROLE.match(text, end)):
        end = m.end()
    return NameList(end, form, count, semicolons, closed) if count else NOBODY


_ODD = re.compile(r"[^,;:()“\"]{1,40}[,;&]\s*")


def _resumes(text: str, at: int, form: Form, order: Order, count: int) -> tuple[int, Form, Order] | None:
    """The next name behind one that has no known form (`Tyndall , Touflik A`), if the list plainly goes on there."""
    odd = _ODD.match(text, at)
    if odd is None or content_words(odd[0]) or len(odd[0].split()) > 4:
        return None
    found = _name(text, odd.end(), form, order, count)
    if found is None:
        return None
    follows = _LIST_GOES_ON.match(text, found[0])
    if follows is None:
        return None
    return found if follows["ends"] or _name(text, follows.end(), form, order, count) else None


_LIST_GOES_ON = re.compile(
    r"\s*+(?:(?P<ends>:|(?:,\s*+)?et\s+al\b|(?:[,.]\s*+)?\(?(?:19|20)\d\d\b)|[,;]\s*+(?:and\s+|&\s*)?|(?:and\s+|&\s*))"
)


def _name(text: str, at: int, form: Form, order: Order, count: int) -> tuple[int, Form, Order] | None:
    """Where one name ends, its form and order; only of the form of the names before it."""
    if m := CJK.match(text, at):
        return m.end(), "full", order
    if form in ("none", "initials", "group") and (found := _with_initials(text, at, form, order)):
        return found
    if m := BODY.match(text, at):
        return m.end(), form if count else "group", order
    if m := MONONYM.match(text, at):
        return m.end(), form, order
    return None if form == "initials" else _spelled_out(text, at, form, order)


def _with_initials(text: str, at: int, form: Form, order: Order) -> tuple[int, Form, Order] | None:
    if form == "none":
        if m := WITH_INITIAL.match(text, at):
            return m.end(), "inverted", order
        if m := FULL_WITH_INITIAL.match(text, at):
            return m.end(), "full", order
    orders: tuple[tuple[Order, tuple[re.Pattern[str], ...]], ...] = (
        ("surname", SURNAME_FIRST if order != "initials" else ()),  # `J. M. Tonnerre, Physica B` are no two people
        ("initials", INITIALS_FIRST),
    )
    for how, patterns in orders:
        for pattern in patterns:
            if (m := pattern.match(text, at)) and _ends_a_name(text, end := _trim(text, m.end())):
                return end, "initials", how
    return None


def _spelled_out(text: str, at: int, form: Form, order: Order) -> tuple[int, Form, Order] | None:
    if form in ("none", "inverted") and (m := INVERTED.match(text, at)) and not two_people(m[0]):
        return _trim(text, m.end()), "inverted", order
    if (m := FULL.match(text, at)) and _ends_a_name(text, end := _trim(text, m.end())):
        return end, form if form == "inverted" else "full", order
    return None


def _ends_a_name(text: str, end: int) -> bool:
    """Whether what follows can follow a name; a word only after initials."""
    return text[end - 1 : end] == "." or FOLLOWS.match(text, end, end + 12) is not None


def _trim(text: str, end: int) -> int:
    while end and text[end - 1].isspace():
        end -= 1
    return end
