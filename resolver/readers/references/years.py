"""The year behind the names, in brackets, between full stops or bare."""

from __future__ import annotations

import re

from resolver.readers.references.people import NOBODY, NameList
from resolver.readers.references.stops import content_words, stops
from resolver.readers.references.venues import VENUE

_YEAR = re.compile(
    r"[\s,.:;*†‡§¶]*+(?P<open>[(\[]?)\s*+(?:(?:c|ca\.?|©)\s*+)?(?P<year>(?:1[5-9]\d\d|20[0-4]\d))(?:\s?[a-z])?"
    r"(?:(?:,|/|\s)[^()\[\]]{1,25}(?=[)\]]))?\s*[)\]]?"
    r"(?:(?P<mark>\s*[.,:;]+\s*)|(?<=[)\]])\s*|\s+(?=[\"“«„A-Z]))"
)
_LATE = re.compile(
    r"(?P<between>[^()“\"\d]{1,80}?)(?:\((?P<year>(?:1[89]|20)\d\d)[a-z]?\)[.,:]?\s+(?=[^\W_])"
    r"|,\s(?P<bare>(?:1[89]|20)\d\d)[a-z]?\.\s+(?=[A-Z]))"
)
_NONE = re.compile(
    r"[\s,.]*+\((?:n\.\s?d\.|in press|forthcoming|to appear|submitted|accepted)[^()]{0,20}\)[.,:;]?\s*", re.IGNORECASE
)
_IN_BRACKETS = re.compile(
    r"(?<!\s)\s*+(?:[.,]\s*+)?[(\[](?P<year>(?:1[5-9]|20)\d\d)[a-z]?(?:,[^()]{1,20})?[)\]][.,:;]?\s*"
)
_MARK = re.compile(r"[.,:;]*\s*[\"“«„]")

LONGEST_NAME = 40
"""Words before a year in brackets that may be one body's name, at most."""


def read_year(text: str, at: int) -> tuple[int, str]:
    """A year right behind the names, and where what follows begins; what `at` is, where there is none."""
    m = _YEAR.match(text, at)
    if m and m.end() < len(text.rstrip()) and (m["open"] or m["mark"] or _no_venue(text, m)):
        return m.end(), m["year"]
    if m := _NONE.match(text, at):
        return m.end(), ""
    if (m := _LATE.match(text, at)) and not content_words(m["between"]):  # a name in between was not read
        return m.end(), m["year"] or m["bare"]
    return at, ""


def _no_venue(text: str, year: re.Match[str]) -> bool:
    """Whether a bare year is the reference's: `2015 IEEE Conference` is a venue."""
    return text[year.end()] in '"“«„' or VENUE.match(text, year.start("year")) is None


def read_body(text: str, begin: int) -> tuple[NameList, int, str]:
    """A body, or names in no known form, before a year: who, where what follows begins, the year; else nobody."""
    if (m := _LATE.match(text, begin)) and len(m["between"].split()) <= 6 and m["bare"]:
        return NameList(m.start() + len(m["between"]), "group", 1), m.end(), m["bare"]
    head = text[begin : begin + 600]
    m = _IN_BRACKETS.search(head)
    if m is None or m.start() < 3 or begin + m.end() >= len(text.rstrip()) - 8:
        return NOBODY, begin, ""
    names = head[: m.start()]
    sentence = any(True for _ in stops(names, 0, len(names))) and not re.search(r"\b[A-Z]\.", names)
    if sentence or len(names.split()) > LONGEST_NAME or _MARK.match(names):
        return NOBODY, begin, ""
    return NameList(begin + m.start(), "group", 1), begin + m.end(), m["year"]
