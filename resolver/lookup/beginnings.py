"""Where services cut titles: before the name in italics or the formula in which their source's text broke off."""

from __future__ import annotations

import re

MOST = 3
"""Beginnings of one title that are asked for, at most; a hundred share a request."""

LEAST_WORDS = 3
"""Words that a beginning has at least: shorter ones are the beginnings of thousands of titles."""

_BREAK = re.compile(r"\s+(?=[^\W\d_a-zß-öø-ÿ][^\W\d_]{2,}|[α-ω]|\d+\s?[A-Z]\b|[A-Z]-|\(\w)")


def list_beginnings(title: str) -> tuple[str, ...]:
    """The beginnings of a title as a service may have it that lost what was in italics and all behind it.

    >>> list_beginnings("Symplast domains in extrastelar tissues of Egeria densa Planch")
    ('Symplast domains in extrastelar tissues of', 'Symplast domains in extrastelar tissues of Egeria densa')
    """
    found = (title[: m.start()].rstrip() for m in _BREAK.finditer(title))
    return tuple([part for part in found if len(part.split()) >= LEAST_WORDS][:MOST])
