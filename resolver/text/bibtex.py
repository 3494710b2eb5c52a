"""Values as they stand in a BibTeX file: delimiters, macros and `#` concatenation."""

from __future__ import annotations

import re
from collections.abc import Mapping

from resolver.text import latex

LONGEST_EXPANDED = 100_000
"""Characters of a value whose macros are written out; author lists of thousands have 60,000."""

_SPACES = re.compile(r"\s+")
_PLAIN = re.compile(r"\{[^{}]*\}|\"[^{}\"]*\"")


def expand(raw: str, macros: Mapping[str, str]) -> str:
    """A value with its delimiters removed and its `#` concatenation carried out.

    bibtexparser resolves a bare macro but not a concatenation, so values are taken raw and resolved here.

    Args:
        raw: what stands behind the equals sign.
        macros: values of `@string`s by their lower-case names; an unknown name stands for itself. A value that
            would become longer than any book's stays as it is written: ten macros of ten each are a bomb.
    """
    if _PLAIN.fullmatch(raw):
        return raw[1:-1]
    pieces = [_part(p, macros) for p in parts(raw)]
    return raw if sum(map(len, pieces)) > max(LONGEST_EXPANDED, len(raw)) else "".join(pieces)


def parts(raw: str) -> list[str]:
    """The pieces of a value between its `#`s, with their delimiters.

    >>> parts('acl # " {#}1"')
    ['acl', '" {#}1"']
    """
    if "#" not in raw:
        return [raw.strip()]
    found: list[str] = []
    depth, quoted, start = 0, False, 0
    for i, ch in enumerate(raw):
        if ch == '"' and depth == 0:
            quoted = not quoted
        elif ch in "{}":
            depth += 1 if ch == "{" else -1
        elif ch == "#" and depth == 0 and not quoted:
            found.append(raw[start:i].strip())
            start = i + 1
    return [*found, raw[start:].strip()]


def plain(value: str) -> str:
    """A value without delimiters as one line of Unicode text."""
    return latex.to_text(_SPACES.sub(" ", value).strip())


def _part(part: str, macros: Mapping[str, str]) -> str:
    if len(part) > 1 and (part[0], part[-1]) in {('"', '"'), ("{", "}")}:
        return part[1:-1]
    return macros.get(part.lower(), part)
