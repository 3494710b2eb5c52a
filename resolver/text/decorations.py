"""What lists put around a title: the year, the venue or the first author after it, labels, icons."""

from __future__ import annotations

import re

from msgspec import Struct

from resolver.text.titles import plain

_LABEL = re.compile(
    r"\s*[\[(](?:paper|pdf|code|link|arxiv|github|project|page|website|video|slides|blog|poster|oral|spotlight|new|survey)"
    r"s?[\])]\s*$",
    re.IGNORECASE,
)
_YEAR_IN_BRACKETS = re.compile(r"\s*[\[(](?:[A-Za-z][\w&'’ -]{1,24}[ ,'’-]\s*)?['’]?((?:19|20)\d\d)[\])]\.?\s*$")
_AFTER_A_DASH = re.compile(
    r"\s+[-–—|]\s+((?:[^-–—:()|]|(?<=\w)-(?=\w)){2,60}?)\s*[\[(,]?\s*((?:19|20)\d\d)\s*[\])]?\.?\s*$"
)
# Titles themselves begin with `[Re]` (of what they reproduce) and the names of special tokens, `[MASK]`.
_LEADING = re.compile(
    r"^\s*(?:\[(?!(?:re|mask|cls|sep|pad|unk)\])[^\]]{1,20}\]|\(\d{4}\)|\d{1,3}[.)])\s+(?=\S.{9,})", re.IGNORECASE
)


class Undecorated(Struct, frozen=True):
    """A title without its decorations, and the year and the name that they gave (often the first author)."""

    title: str
    year: str = ""
    name: str = ""


def strip_decorations(title: str) -> Undecorated:
    """Remove what a list added to a title; a title without decorations comes back as plain text.

    >>> strip_decorations("A Structured Self-attentive Sentence Embedding - Zhouhan Lin(2017)")
    Undecorated(title='A Structured Self-attentive Sentence Embedding', year='2017', name='Zhouhan Lin')
    >>> strip_decorations("Sentence-Level Agreement for Neural Parsers | EMNLP 2019").name
    'EMNLP'
    """
    text, year, name = plain(title), "", ""
    while (short := _LABEL.sub("", text)) != text and short:
        text = short
    if m := _AFTER_A_DASH.search(text):
        if len(text[: m.start()]) >= 8:
            text, name, year = text[: m.start()], m[1].strip(" ,"), m[2]
    elif (m := _YEAR_IN_BRACKETS.search(text)) and len(text[: m.start()]) >= 8:
        text, year = text[: m.start()], m[1]
    text = _LEADING.sub("", text)
    return Undecorated(text.strip(), year, name)
