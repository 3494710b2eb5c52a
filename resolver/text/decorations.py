"""What lists put around a title: the year, the venue or the first author after it, labels, icons; and what taking it
out of a PDF or of LaTeX did to it: words cut at the ends of lines, commands that lost their backslash."""

from __future__ import annotations

import re

from msgspec import Struct

from resolver.text.rarity import is_known_word
from resolver.text.titles import fold, plain

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

_CUT_WORD = re.compile(r"([^\W\d_]+)-\s+([a-z]{2,})")
"""A word that may have been cut at the end of a line: `Ger- man`."""

_BARE_COMMAND = re.compile(
    r"(?<![A-Za-z])(?:math(?:cal|bb|bf|rm|frak|sf|it|scr)|boldsymbol|overline|widehat|widetilde)(?=[A-Z0-9])"
)
"""Commands of mathematics that lost their backslash: `mathcalD-modules`."""


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
    text = _BARE_COMMAND.sub("", _CUT_WORD.sub(_join_word, _LEADING.sub("", text)))
    return Undecorated(text.strip(), year, name)


def _join_word(cut: re.Match[str]) -> str:
    """A word that was cut in two; `pre- and post-training` and `Attention- a survey` stay."""
    front, back = fold(cut[1]), fold(cut[2])
    parted = is_known_word(front) and is_known_word(back)
    joined = is_known_word(front + back) if parted else back not in _JOINING
    return cut[1] + cut[2] if joined else cut[0]


_JOINING = frozenset("and or und oder et ou to vs bis bzw".split())
"""What stands between two words of which the first lacks its end: `mono- and multilingual`."""
