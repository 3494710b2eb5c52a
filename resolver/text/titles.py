"""Titles: from what people and services write to what can be compared.

`plain` gives readable Unicode, `words` the folded words in order, `key` the words run together, so
that hyphens, spaces, case, accents, quotes, emoji and markup make no difference. Letters *and digits*
are kept: `2024` and `2025`, `v2` and `v3` are different titles.
"""

from __future__ import annotations

import html
import re
import unicodedata

from anyascii import anyascii

from resolver.text import latex

LONGEST = 1000
"""Characters of a title that are looked at; the longest real ones have about 600."""

_TAG = re.compile(
    r"</?(?:i|b|u|em|strong|sub|sup|sc|scp|tt|br|p|span|font|title|img|a|code|small|math|jats:[a-z-]+|mml:[a-z-]+|m[a-z]{1,12})\b[^<>]*>",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(r"(?<![\w*_`])([*_`]{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*_`])")
_SPACES = re.compile(r"\s+")
_APOSTROPHE = re.compile(r"(?<=\w)['’ʼ‘`´](?=\w)")
_SIMPLE = re.compile(r"[A-Za-z0-9 ,.:;?!()/\[\]\"%=-]*")
_READABLE = re.compile(r"[A-Za-z0-9,.:;?!()/\[\]\"%=]+(?:[ -][A-Za-z0-9,.:;?!()/\[\]\"%=]+)*")
_CODE = re.compile(r"\b([a-z])(\+\+|#)(?!\w)")
_WORD = re.compile(r"[a-z0-9]+")
_IGNORED = frozenset({"So", "Sk", "Cf", "Cs", "Co", "Cn"})


def plain(title: str) -> str:
    """A readable one-line title: entities, tags, LaTeX and Markdown marks resolved, spaces collapsed.

    >>> plain("{BERT}: Pre-training of <i>Deep</i> Bidirectional\\n Transformers")
    'BERT: Pre-training of Deep Bidirectional Transformers'
    """
    if _READABLE.fullmatch(title):  # most titles: single spaces, and nothing that could be markup
        return title
    text = title
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub("", text)
    text = latex.to_text(text)
    if "*" in text or "_" in text or "`" in text:
        text = _MARKDOWN.sub(r"\2", text)  # pairs only: `A* Parsing` keeps its star
    if not text.isascii():
        text = "".join(ch for ch in text if unicodedata.category(ch) != "Cf" or ch == "\u200d")
        text = unicodedata.normalize("NFC", text)
    return _SPACES.sub(" ", text).strip()


def fold(text: str) -> str:
    """Lower-case ASCII with the same letters: `Łukasz` is `lukasz`, `ﬁne` is `fine`, `𝚂𝙰𝙶𝙴` is `sage`.

    Emoji and other symbols vanish: anyascii would spell them out.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = "".join(" " if unicodedata.category(ch) in _IGNORED else ch for ch in text)
        text = _APOSTROPHE.sub("", text)
        text = anyascii(text)
    elif "'" in text or "`" in text:
        text = _APOSTROPHE.sub("", text)
    return text.lower()


def words(title: str) -> tuple[str, ...]:
    """The folded words of a title in order; hyphens split, apostrophes join, `C++` is `cpp`.

    >>> words("Life's Ups: Pre-training C++ models")
    ('lifes', 'ups', 'pre', 'training', 'cpp', 'models')
    """
    if _SIMPLE.fullmatch(title):  # most titles: nothing to resolve or fold but case
        return tuple(_WORD.findall(title.lower()))
    folded = fold(plain(title))
    if "+" in folded or "#" in folded:
        folded = _CODE.sub(lambda m: m[1] + ("pp" if m[2] == "++" else "sharp"), folded)
    return tuple(_WORD.findall(folded))


def key(title: str) -> str:
    """All letters and digits of a title, folded and run together.

    >>> key("Pre-Training") == key("Pretraining")
    True
    """
    return "".join(words(title))


def split_at_colon(title: str) -> tuple[str, str]:
    """A title's part before and after its first colon or spaced dash; the rest may be empty.

    >>> split_at_colon("ULMFiT: Universal Language Model Fine-tuning")
    ('ULMFiT', 'Universal Language Model Fine-tuning')
    """
    parts = re.split(r"\s*:\s+|\s+[-–—]+\s+|\s*[—]\s*", plain(title), maxsplit=1)
    return (parts[0], parts[1]) if len(parts) == 2 else (parts[0], "")
