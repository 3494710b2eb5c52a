"""The one door for text that others wrote: what a service, a kept answer or a file says, as whole harmless lines.

Every text of an answer passes `clean_record` when it enters, every kept answer `clean_answer` when it is read, and
what goes to a terminal `visible`. Writers add only what their own format needs.

What is taken out steers screens or hides: control characters (Unicode's Cc), marks that turn the direction of
writing ("Trojan Source", CVE-2021-42574), invisible format characters, and code points that are no characters. What
joins letters (ZWNJ, ZWJ: Persian, Indic scripts, emoji) stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from resolver.model import Answer, Found, Identifier, Person, Record

_BREAK = re.compile("[\t-\r\x1c-\x1f\x85\u2028\u2029]+")
"""What ends a line or moves the cursor on: it parts words, so that a space stands for it."""

_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # controls, CSI among them
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks, embeddings, overrides and isolates of direction
    "\u00ad\u180e\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb"  # invisible: soft hyphen, zero width, annotation
    "\ufdd0-\ufdef\ufffe\uffff\U0001fffe\U0001ffff\U0010fffe\U0010ffff"  # no characters
    "\U000e0000-\U000e007f]+"  # tags: whole sentences can hide in them
)
_HALVES = re.compile("[\ud800-\udfff]")

_ESCAPE = re.compile(rb"\\[bfnrtu]")
"""What JSON writes for a control character; a backslash before an `n` of LaTeX looks like it, and costs a look."""

LONGEST: Mapping[str, int] = {
    "title": 1000,
    "title_tex": 2000,
    "venue": 1000,
    "url": 2000,
    "note": 2000,
    "comment": 2000,
    "retracted": 2000,
}
"""Characters that a field may have, a few times what the longest real ones have (a title: 600)."""

LONGEST_OTHER = 300
"""The same for every other field, and for a part of a name."""

LONGEST_IDENTIFIER = 500
"""The same for an identifier; the longest registered DOIs have about 250."""

MOST_PEOPLE = 6000
"""Authors of one record; the longest real list (ATLAS and CMS, 2015) has 5,154."""

LONGEST_BODY = 200_000
"""Bytes of a kept answer from which on its fields are measured, too."""

_NOTHING = frozenset({"null", "none", "nan", "n/a", "undefined", "(null)", "[object object]"})
"""What programs write where a value is missing."""

_FIELDS = (
    "source", "title", "title_tex", "month", "venue", "url", "pages", "volume", "number", "publisher", "address",
    "isbn", "language", "note", "category", "comment", "retracted", "key",
)  # fmt: skip
"""The fields of a record that are texts."""

_WHOLE = frozenset({"title_tex", "url", "key"})
"""Fields that are left out where they are too long: a part would be another link, or LaTeX that is not closed."""


def visible(text: str) -> str:
    r"""A text without what steers a screen or can't be seen; each line end is a space, half a surrogate is `\ufffd`.

    >>> visible("two\nlines and \u202ea turn")
    'two lines and a turn'
    """
    if text.isprintable():
        return text
    return _HALVES.sub("\ufffd", _UNSEEN.sub("", _BREAK.sub(" ", text)))


def whole(text: str) -> str:
    r"""A text with `\ufffd` for each half of a surrogate, which no file can hold; JSON can write one down alone."""
    return text if text.isprintable() else _HALVES.sub("\ufffd", text)


def one_line(text: str) -> str:
    """`visible`, with single spaces between words and none around them.

    >>> one_line(" a\\x85 b\\x9b ")
    'a b'
    """
    return " ".join(visible(text).split())


def clean_value(text: str, longest: int = LONGEST_OTHER) -> str:
    """A value of a service: one line, nothing where a program wrote `null`, and cut where it is too long."""
    if not text:
        return ""
    line = text if text.isprintable() and "  " not in text and text[0] != " " != text[-1] else one_line(text)
    if len(line) <= longest:
        return "" if len(line) <= 15 and line.lower() in _NOTHING else line
    return line[: longest - 1].rstrip() + "…"


def clean_record(record: Record) -> Record:
    """A record of a service whose every text may be shown and written.

    An identifier or address with anything unseen in it is left out, since what remained would be another one.
    """
    changed: dict[str, object] = {}
    for name in _FIELDS:
        value = getattr(record, name)
        if value and (new := _field(name, value)) != value:
            changed[name] = new
    ids = tuple(i for i in record.ids if _sound(i))
    if len(ids) != len(record.ids):
        changed["ids"] = ids
    for name in ("authors", "editors"):
        people = getattr(record, name)
        if people and (clean := _people(people)) != people:
            changed[name] = clean
    if len(record.authors) > MOST_PEOPLE or (record.authors and not changed.get("authors", True)):
        changed["partial_authors"] = True
    return msgspec.structs.replace(record, **changed) if changed else record


def clean_answer(answer: Answer) -> Answer:
    """An answer whose records may be shown and written; see `clean_record`."""
    return Found(tuple(map(clean_record, answer.records))) if isinstance(answer, Found) else answer


def may_be_odd(json: bytes) -> bool:
    """Whether a kept answer may hold anything that the door of today would not let in; cheap.

    Answers that were kept by earlier versions, or written by hand, are the reason.
    """
    if len(json) > LONGEST_BODY:
        return True
    if b"\\" in json and _ESCAPE.search(json):
        return True
    return b"\x7f" in json if json.isascii() else not json.decode("utf-8", "replace").isprintable()


def _field(name: str, value: str) -> str:
    most = LONGEST.get(name, LONGEST_OTHER)
    if name in _WHOLE and len(value) > most:
        return ""
    if name == "url" and visible(value) != value:
        return ""
    return clean_value(value, most)


def _sound(identifier: Identifier) -> bool:
    value = identifier.value
    return 0 < len(value) <= LONGEST_IDENTIFIER and (value.isprintable() or visible(value) == value)


def _people(people: tuple[Person, ...]) -> tuple[Person, ...]:
    """The people with clean names; one whose name is none (`null null`) is left out."""
    written = [p.family + p.given + p.suffix for p in people]
    named = {p.family.lower() for p in people}
    plain = len(people) <= MOST_PEOPLE and "" not in named and not named & _NOTHING
    if plain and max(map(len, written)) <= LONGEST_OTHER and "".join(written).isprintable():
        return people  # most; lists of thousands have to be quick
    return tuple(p for p in map(_person, people[:MOST_PEOPLE]) if p is not None)


def _person(person: Person) -> Person | None:
    parts = (person.family, person.given, person.suffix)
    if all(map(_plain, parts)):
        family, given, suffix = parts
    else:
        family, given, suffix = (_cut(one_line(part)) for part in parts)
    if {word.lower() for word in f"{given} {family}".split()} <= _NOTHING:
        return None
    return person if (family, given, suffix) == parts else Person(family, given, suffix)


def _plain(part: str) -> bool:
    return part.isprintable() and len(part) <= LONGEST_OTHER


def _cut(part: str) -> str:
    return part if len(part) <= LONGEST_OTHER else part[: LONGEST_OTHER - 1].rstrip() + "…"
