"""Titles prepared for comparison: split, stemmed and weighed by what their words tell."""

from __future__ import annotations

from functools import lru_cache

from resolver.model import PreparedTitle
from resolver.text import titles
from resolver.text.companions import without_retraction
from resolver.text.rarity import information, stem, title_information


@lru_cache(maxsize=4096)
def prepare(title: str) -> PreparedTitle:
    """Split, stem and weigh a title; what comes after `titles.LONGEST` characters is not looked at, nor `RETRACTED:`.

    Kept in a cache because one record is compared with an entry again whenever further answers come in.
    """
    text = without_retraction(titles.plain(title[: titles.LONGEST]))
    stems = tuple(stem(w) for w in titles.words(text))
    main, rest = titles.split_at_colon(text)
    head = len(titles.words(main)) if rest else 0
    return PreparedTitle(text, titles.key(text), stems, head, sum(map(information, stems)), title_information(stems))
