"""LaTeX to plain Unicode, for titles and names that come from BibTeX."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pylatexenc.latex2text import LatexNodes2Text

_MARKS = re.compile(r"[\\{}$~]|``|''|--")
_BARE = re.compile(r"(?<!\\)([%&#])")
_LONE_DOLLAR = re.compile(r"(?<!\\)\$")
# Fonts and boxes that pylatexenc drops with all that is in them; in text the braces alone say enough.
_BOXES = re.compile(
    r"\\(?:texttt|textsf|textnormal|textup|textmd|mbox|makebox|uline|uwave|hl|fixedcase|href\s*\{[^{}]*\})\s*(?=\{)"
)
_LOGO = re.compile(r"\\(LaTeX|TeX|BibTeX)(?![A-Za-z])")
# Money: a number and then a space or the end of a clause, in text that has no commands ($5 and $6).
_MONEY = re.compile(r"(?<!\\)\$(?=\d[\d,.]*\s?[kKmMbB]?(?:\s|[,.;:!?)-]|$))")
_SPACES = re.compile(r"\s+")


@cache
def _converter() -> LatexNodes2Text:
    from pylatexenc.latex2text import LatexNodes2Text

    return LatexNodes2Text(math_mode="text", strict_latex_spaces=False, keep_comments=False)


def has_latex(text: str) -> bool:
    """Whether `text` holds anything that only LaTeX would have."""
    return _MARKS.search(text) is not None


@lru_cache(maxsize=16384)
def to_text(text: str) -> str:
    """Plain Unicode for a LaTeX string; text without LaTeX marks is returned as it is.

    A bare `%`, `&` or `#` and an unpaired `$` are literal in what people paste, but pylatexenc reads
    them as comment, alignment and mathematics and loses text, so they are escaped first.
    """
    if not has_latex(text):
        return text
    source = _BOXES.sub("", _LOGO.sub(r"{\1}", _BARE.sub(r"\\\1", text)))
    if "\\" not in text:
        source = _MONEY.sub(r"\\$", source)
    if len(_LONE_DOLLAR.findall(source)) % 2:
        source = _LONE_DOLLAR.sub(r"\\$", source)
    try:
        plain = _converter().latex_to_text(source)
    except Exception:  # noqa: BLE001 - pylatexenc raises many kinds on malformed input; the braces alone still go
        plain = re.sub(r"[{}$\\]", "", text)
    return _SPACES.sub(" ", plain).strip()
