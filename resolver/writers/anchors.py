"""The anchors that GitHub gives to headings, for the links of a table of contents.

A heading's text in small letters without what is no letter, mark, digit, connecting mark (`_`), hyphen or
space, and spaces as hyphens; the second of a kind gets `-1` and so on. That is what github-slugger found
out of GitHub's own filter. An emoji vanishes, but the invisible selector behind it (U+FE0F) is a mark and
stays: `## 🛡️ Safety` has the anchor `%EF%B8%8F-safety`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import quote

_KEPT = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Nl", "Mn", "Mc", "Me", "Nd", "Pc"})
_CIRCLED = re.compile("[\u24b6-\u24e9\U0001f130-\U0001f149\U0001f150-\U0001f169\U0001f170-\U0001f189]")
"""Symbols that Unicode counts as letters (Other_Alphabetic), and so does GitHub."""

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


class Anchors:
    """The anchors of a document, heading by heading in its order.

    Args:
        headings: those that come before the first one asked for.
    """

    def __init__(self, headings: Iterable[str] = ()) -> None:
        self._seen: dict[str, int] = {}
        for heading in headings:
            self.of(heading)

    def of(self, heading: str) -> str:
        """The anchor of the next heading, given as Markdown, ready to stand behind `#` in a link."""
        anchor = base = slug(_ESCAPE.sub(r"\1", heading))
        while anchor in self._seen:  # `Models-1` may be a heading of its own
            self._seen[base] += 1
            anchor = f"{base}-{self._seen[base]}"
        self._seen[anchor] = 0
        return _addressed(anchor)


def slug(text: str) -> str:
    """The anchor of a heading's text before it is made unique.

    >>> slug("📊 Human-Annotated Datasets"), slug("Models & Systems")
    ('-human-annotated-datasets', 'models--systems')
    """
    kept = (ch for ch in text.lower() if ch in " -" or unicodedata.category(ch) in _KEPT or _CIRCLED.match(ch))
    return "".join(kept).replace(" ", "-")


def _addressed(anchor: str) -> str:
    """Letters and digits as they are, for whoever reads the source; what can't be seen, percent-encoded."""
    return "".join(ch if ch.isalnum() or ch in "-_" else quote(ch) for ch in anchor)
