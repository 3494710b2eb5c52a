"""A title in quotation marks, as IEEE, MLA and Chicago set it."""

from __future__ import annotations

import re

from resolver.readers.references.stops import content_words

_CLOSING = {"“": "”", '"': '"', "«": "»", "„": "“”", "‘": "’", "「": "」", "《": "》", "``": "''"}
_OPEN = re.compile(r"\s*[.,:;]*\s*(?P<open>``|[“\"«„「《]|‘(?=[^\W_]))")
_LATER = re.compile(r"(?:(?<=[,.);])\s*|(?<=al)\s|^)(?P<open>``|[“\"])(?=\s?[\[(<¿¡\w‘'*“])")
_GOES_ON = re.compile(
    r"(?<![,.?!’'])(?:''|['”\"»」》“])\s*(?:[:;?!–—-]|\([^()]{1,40}\)\.?\s*$|\s[a-zß-öø-ÿ](?!n\b)|\s\w+\s[a-z])"
)
"""A quotation that only begins a title: `“When strangers meet”: John Bowlby and …`."""
_VENUE_WORD = re.compile(r"\b(?:Proceedings|Journal|Conference|pp\.|vol\.)")
_AFTER_STRAIGHT = re.compile(r"\s|$|[,.;:(\[]")

LONGEST = 1200
"""Characters of a quotation that is a title, at most."""


def quotation(text: str, at: int) -> tuple[int, int] | None:
    """Where a title in quotation marks that begins here stands, without the marks."""
    m = _OPEN.match(text, at)
    return _inside(text, m) if m else None


def later_quotation(text: str, begin: int) -> tuple[int, int] | None:
    """A quotation behind names that could not be read: `[1]&NA;, “Tenofovir,” Reactions Weekly`."""
    m = _LATER.search(text, begin, begin + 2500)
    if m is None:
        return None
    head = text[begin : m.start()]
    if content_words(head) > 3 + len(head) // 200 or _VENUE_WORD.search(head):
        return None
    return _inside(text, m)


def _inside(text: str, opened: re.Match[str]) -> tuple[int, int] | None:
    begin = opened.end()
    end = _closes(text, begin, opened["open"])
    return None if end <= begin + 2 or _GOES_ON.match(text, end) else (begin, end)


def _closes(text: str, begin: int, mark: str) -> int:
    """Where the quotation ends; marks within it are counted. -1 where it does not."""
    closing = _CLOSING[mark]
    if len(mark) == 2:
        return text.find(closing, begin, begin + LONGEST)
    depth = 1
    for at in range(begin, min(len(text), begin + LONGEST)):
        char = text[at]
        if char in closing:
            if (char == "’" and text[at + 1 : at + 2].isalnum()) or (
                char == '"' and not _AFTER_STRAIGHT.match(text, at + 1)
            ):
                continue  # an apostrophe; a quotation within the title
            depth -= 1
            if depth == 0:
                return at
        elif char == mark:
            depth += 1
    return -1
