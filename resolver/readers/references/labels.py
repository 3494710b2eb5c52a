"""What stands before a reference and is none of it: its number, its label, a bullet."""

from __future__ import annotations

import re

_LABEL = re.compile(
    r"\s*(?:[-*+•·‣▪]\s+)?"
    r"(?:\[[\w+:.,\s&-]{1,40}?\]\s*|\((?:\d{1,4}|[a-z])\)\s*|\d{1,4}[.)](?!\d)\s*|\d{1,4}\s+(?=[^\W\d_])|(?:ref(?:erence)?\.?\s*)\d{1,4}[.:)]?\s+)?",
    re.IGNORECASE,
)


def after_label(text: str) -> int:
    """Where the reference itself begins: behind `[12]`, `[VSP+17]`, `12.`, `(12)`, `12 `."""
    m = _LABEL.match(text)
    return m.end() if m else 0
