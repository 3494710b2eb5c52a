"""The full stops of a reference at which its title may end, and which of them only abbreviate a word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

_STOP = re.compile(
    r"(?P<mark>[.。]|[?!？！]+(?:\s?\.)?)(?P<close>[\"”’')\]]?)(?=\s+(?:(?![a-zß-öø-ÿ])|(?:ar|bio|med|chem)R?[Xx]iv\b|eLife\b|mBio\b|npj\b)|\s*$|(?<=[a-z)\]]\.)[A-Z][a-z]|(?<=[。？！]))"
)
_IN = re.compile(
    r"[.?!][\"”’')]*,?\s+[Ii]n:?\s+(?=[A-Z\d“\"‘'*_{\\À-Þ])|[.?!,]\s+[Ii]n:\s+|\s*//\s*(?=\S)"
    r"|,\s+[Ii]n\s+(?=(?:Proc|Adv|Findings|[A-Z]{3,}|Int\b|Int\.|Conf|Lecture|[Tt]he\s(?:Proc|\d)|\d|\\emph|[*_]))"
)
_ABBREVIATION = re.compile(r"[^\W\d_]{1,9}\.?(?:-[^\W\d_]{1,9})?")


class Stop(Struct, frozen=True):
    """A place where a sentence ends: `at` is the end of the words (a question mark is theirs), `after` what follows."""

    at: int
    after: int


def stops(text: str, start: int, end: int) -> Iterator[Stop]:
    """The places between `start` and `end` where a sentence ends, in order."""
    for m in _STOP.finditer(text, start, end):
        keeps = m["mark"][0] in "?!？！"
        yield Stop(m.start() + (len(m["mark"].rstrip(" .")) if keeps else 0), m.end())


def abbreviates(text: str, start: int, end: int) -> bool:
    """Whether the words before a full stop are abbreviations of a journal's name: `J`, `Proc Natl Acad`, `Dev Biol`."""
    words = text[start:end].split()
    if not words or len(words) > 3:
        return False
    return all(_ABBREVIATION.fullmatch(w) and (w[0].isupper() or w in ("für", "f")) for w in words) and (
        len(words[-1]) <= 8 and not _WHOLE_WORD.search(words[-1])
    )


_WHOLE_WORD = re.compile(r"(?:ing|ion|ions|ness|ity|ment|ics|ies|ers|ism|ysis|age|ance|ence|ogy|ure)$")
"""Endings that no abbreviation of a journal's name has: they are what is cut off."""


def after_in(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where `In Proceedings of …` follows upon the title: the end of the title, and where it goes on."""
    m = _IN.search(text, start + 1, end)
    if m is None:
        return None
    return m.start() + (text[m.start()] in "?!"), m.end()


_CONTENT = re.compile(r"(?<!\w)[a-zß-öø-ÿ][^\W\d_]{3,}")


def content_words(text: str) -> int:
    """The number of words that only sentences have: four letters at least, the first a small one."""
    return len(_CONTENT.findall(text))
