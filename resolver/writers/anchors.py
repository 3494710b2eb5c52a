"""The anchors that GitHub gives to headings, for the links of a table of contents.

A heading's text in small letters without what is no letter, mark, digit, connecting mark (`_`), hyphen or
space, and spaces as hyphens; the second of a kind gets `-1` and so on. That is what github-slugger found
out of GitHub's own filter. An emoji vanishes, but the invisible selector behind it (U+FE0F) is a mark and
stays: `## 🛡️ Safety` has the anchor `%EF%B8%8F-safety`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from urllib.parse import quote

_KEPT = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Nl", "Mn", "Mc", "Me", "Nd", "Pc"})
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


class Anchors:
    """The anchors of a document, heading by heading in its order.

    Args:
        headings: those that come before the first one asked for.
    """

    def __init__(self, headings: Iterable[str] = ()) -> None:
        self._seen: Counter[str] = Counter()
        for heading in headings:
            self.of(heading)

    def of(self, heading: str) -> str:
        """The anchor of the next heading, given as Markdown, ready to stand behind `#` in a link."""
        base = slug(_ESCAPE.sub(r"\1", heading))
        number = self._seen[base]
        self._seen[base] += 1
        return _addressed(f"{base}-{number}" if number else base)


def slug(text: str) -> str:
    """The anchor of a heading's text before it is made unique.

    >>> slug("📊 Human-Annotated Datasets"), slug("Models & Systems")
    ('-human-annotated-datasets', 'models--systems')
    """
    kept = (ch for ch in text.lower() if ch in " -" or unicodedata.category(ch) in _KEPT)
    return "".join(kept).replace(" ", "-")


def _addressed(anchor: str) -> str:
    """Letters and digits as they are, for whoever reads the source; what can't be seen, percent-encoded."""
    return "".join(ch if ch.isalnum() or ch in "-_" else quote(ch) for ch in anchor)
