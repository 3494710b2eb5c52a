"""Whole references as text: where the title stands in `[1] A. Author, B. Author. Title. In Proc. ACL, 2020.`"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from resolver.readers.details import like_names

_PERSON = r"[^.()\"“”]{0,200}?"
_AFTER_YEAR = re.compile(
    r"^\W*(?P<authors>[^()\"“”]{3,600}?(?:\.|\)|,)?)\s*[(\[]?\b(?P<year>(?:19|20)\d\d)[a-z]?\b[^.()\[\]]{0,20}[)\]]?\s*[.,:]\s*(?P<title>\S.{6,400}?)"
    r"(?=[.?!](?:[\s\"”]|$)|\s*[(\[](?:[A-Z]|\d)|$)",
    re.DOTALL,
)
_AFTER_NAMES = re.compile(r"(?<=[\w)])[.:]\s+(?=[^\W_])")
_END = re.compile(r"[.?!](?=[\s\"”]|$)|\[[A-Z/]{1,4}\]")


class Segment(Struct, frozen=True):
    """A stretch of a reference that may be its title."""

    start: int
    end: int


def segment(text: str) -> Iterator[Segment]:
    """The stretches of a reference that may be its title, the likeliest first."""
    if (m := _AFTER_YEAR.match(text)) and like_names(re.sub(r"[.,(]+$", "", m["authors"].strip())):
        yield Segment(m.start("title"), m.end("title"))
    number = re.match(r"\s*(?:\[\w{1,12}\]|\(?\d{1,4}[.)])\s*", text)
    begin = number.end() if number else 0
    for stop in _AFTER_NAMES.finditer(text, begin, min(len(text), begin + 800)):
        if re.search(r"(?:^|[\s.-])[A-Z]$", text[begin : stop.start()]):
            continue  # an initial's full stop
        names = text[begin : stop.start()]
        if like_names(names) and (re.search(r",|\band\b|&|\bet al\b|、", names) or re.search(r"\b[A-Z]\.", names)):
            ends = _END.search(text, stop.end() + 6)
            yield Segment(stop.end(), ends.start() + (ends[0] in "?!") if ends else len(text))
            break
