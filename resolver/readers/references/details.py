"""Where the numbers of a reference begin: volume, issue, pages, and the year among them."""

from __future__ import annotations

import re

from msgspec import Struct

YEAR = re.compile(r"(?<![\d/.:–-])(?:1[6-9]\d\d|20[0-4]\d)(?=[a-z]?\b)(?![-–/]\d{3})")
_MONTH = (
    r"(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?(?:[\s/–-]+(?:jan|feb|mar|apr|may|jun|jul|aug|"
    r"sep|oct|nov|dec)[a-z]*\.?)?(?:\s+\d{1,2}(?:[–-]\d{1,2})?)?)"
)
_PAGE = r"(?:[A-Za-z]{0,3}\.?\d+[A-Za-z]?(?:\.[a-z]?\d+)?|[ivxlc]+)"
_PAGES = rf"{_PAGE}(?:\s*[-–—−‐‑]+\s*{_PAGE})?"
_VOLUME = r"[A-Z]{0,2}\d{1,4}(?:[-–/]\d{1,4})?[A-Z]?"
_ISSUE = r"(?:\s*[(\[](?P<number>[^()\[\]]{1,30})[)\]])"
_SUPPLEMENT = r"(?:\s*,?\s*(?:Suppl|Pt|Spec No|\(Suppl)[^,:;]{0,20})?"

_FORMS = [
    re.compile(
        rf"(?<![\s,.;(])[\s,.;(]*(?P<year>(?:1[6-9]|20)\d\d)[a-z]?(?:\s*{_MONTH})?\s*\)?\s*[;,:]\s*(?P<volume>{_VOLUME}){_SUPPLEMENT}{_ISSUE}?{_SUPPLEMENT}\s*(?:[:,]\s*(?:pp?\.\s*)?(?P<pages>{_PAGES}))?",
        re.IGNORECASE,
    ),  # 1996, 87(5):917-927 / 2008;107:45-52
    re.compile(
        rf"(?<![\s,.])[\s,.]*\b(?:vol(?:ume)?s?\.?)\s*(?P<volume>{_VOLUME})(?:[\s,.]*(?:no\.?|number|issue|iss\.)\s*(?P<number>[\w/–-]+))?(?:[\s,.]*(?:pp?\.|pages?)\s*(?P<pages>{_PAGES}))?",
        re.IGNORECASE,
    ),  # vol. 21, no. 1, pp. 27-32
    re.compile(
        rf"(?<![\s,.])[\s,.]*(?<![\w.])(?!\d{{1,3}},\d{{3}}(?![\d–-]))(?P<volume>{_VOLUME}){_SUPPLEMENT}{_ISSUE}?{_SUPPLEMENT}\s*[:,]\s*(?:pp?\.\s*|pages?\s+|Article\s+)?(?P<pages>{_PAGES})(?![\w%])"
    ),  # 102:3-14 / 62(4), 401-405 / 48, 1804
    re.compile(
        rf"(?<![\s,.])[\s,.]*(?<![\w.])(?P<volume>{_VOLUME})(?:\.(?P<number>\d{{1,3}}(?:[-–]\d+)?|0))?\s*(?:,\s*no\.?\s*(?P<issue>[\w–-]+)\s*)?\((?P<year>(?:1[6-9]|20)\d\d)[^()]{{0,20}}\)\s*[:,]?\s*(?P<pages>{_PAGES})?"
    ),  # 57.9 (2016): 1048-1052 / 12 (2003) 33-44
    re.compile(rf"(?<![\s,.])[\s,.]*(?<![\w.])(?P<volume>{_VOLUME}){_ISSUE}(?=\s*[.,;]|\s*$)"),  # 28(7).
    re.compile(rf"(?<![\s,.;:(])[\s,.;:(]*\b(?:pp?\.|pages?|S\.(?=\s*\d))\s*(?P<pages>{_PAGES})", re.IGNORECASE),
    re.compile(
        rf"(?<![\s,.])[\s,.]*\((?P<year>(?:1[6-9]|20)\d\d)\)[\s,:]*(?P<pages>{_PAGES})?(?=\s*[.,;]|\s*$)"
    ),  # (1989) 31.
    re.compile(
        rf"(?<![\s,.;(])[\s,.;(]*(?P<year>(?:1[6-9]|20)\d\d)[a-z]?\s*[,:;]\s*(?P<pages>{_PAGES})(?=\s*[.,;]|\s*$)"
    ),  # 1999, 60-67
    re.compile(rf",\s*(?!(?:19|20)\d\d\b)(?P<volume>{_VOLUME})(?=\s*[.,;]?\s*$)"),
    re.compile(
        rf"(?<![\s,.;(])[\s,.;(]+(?:{_MONTH}\s*,?\s*)?(?P<year>(?:1[6-9]|20)\d\d)[a-z]?\s*\)?(?=\W*$)", re.IGNORECASE
    ),  # …, Nov. 2015.
]


class Details(Struct, frozen=True):
    """What the numbers say, and where they begin; all empty where there are none."""

    start: int
    end: int
    year: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""


def read_details(text: str, start: int, end: int, *, commas: bool = False) -> Details:
    """The first numbers from `start` on that have the form of a volume, pages or a year at the end.

    Numbers within a title (`of 3, 6 and 9 months old rats`) have the same form: those count that stand behind a
    full stop that more words follow, or where there is none.

    Args:
        text: the reference.
        start: where the title begins.
        end: where identifiers and notes begin.
        commas: whether commas part the title from what follows.
    """
    part = text[:end]
    pattern_of_stop = _COMMA if commas else _STOP
    stop = next((m for m in pattern_of_stop.finditer(part, start) if _WORD.search(part, m.end())), None)
    behind = stop.start() if stop else start
    best: Details | None = None
    for pattern in _FORMS:
        m = next((m for m in pattern.finditer(part, max(behind, start + 1)) if _set_off(part, m)), None)
        if m is not None and (best is None or m.start() < best.start):
            got = m.groupdict()
            number = got.get("number") or got.get("issue") or ""
            best = Details(
                m.start(), m.end(), got.get("year") or "", got.get("volume") or "", number, got.get("pages") or ""
            )
    return best or Details(end, end)


_STOP = re.compile(r"[^\W_][)\]\"”’]*[.?!][\"”’)]?(?=\s|$|[A-Z])|[\"”],?\s")
_COMMA = re.compile(r"[.?!\"”,]\s")
_WORD = re.compile(r"[^\W\d_]{3,}")


def _set_off(text: str, m: re.Match[str]) -> bool:
    """Whether numbers stand apart from the words before them: a space or a mark lies between."""
    return bool(re.match(r"[\s,.;:(]", m[0])) or text[m.start() - 1 : m.start()] in (" ", ",")
