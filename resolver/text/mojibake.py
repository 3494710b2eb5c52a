"""Exact repair of text that was UTF-8 and was once read with another code page.

Lists pass through many editors. UTF-8 read as MacRoman turns a dash into `‚Äî` and an emoji into
four odd characters that begin with U+F8FF. Undoing it is exact: encode to MacRoman, decode as UTF-8.
The danger is in correct text that *could* be decoded so: `l’été` holds `’é`, the MacRoman reading of
the Armenian letter Վ. So each character chain is weighed by whether anybody would write it.

ftfy covers the cp1252 kinds, but as a whole-text heuristic it misses single emoji and, in text that
also holds a correct letter, all of it (ftfy 6.3.1); hence the chains here, before ftfy.
"""

from __future__ import annotations

import re

from msgspec import Struct


class Repaired(Struct, frozen=True):
    """The text, how it was repaired (`""`: not at all), and how many damaged runs there were."""

    text: str
    how: str = ""
    changed_runs: int = 0


def _mac(first: int, last: int) -> str:
    """A regular expression's character class of these bytes as MacRoman reads them."""
    return "[" + re.escape(bytes(range(first, last + 1)).decode("mac_roman")) + "]"


_TAIL = _mac(0x80, 0xBF)
# Well-formed UTF-8 (RFC 3629, lead and continuation bytes) in MacRoman's characters.
_SEQUENCE = f"(?:{_mac(0xC2, 0xDF)}{_TAIL}|{_mac(0xE0, 0xEF)}{_TAIL}{{2}}|{_mac(0xF0, 0xF4)}{_TAIL}{{3}})"
_CHAIN = re.compile(f"{_SEQUENCE}+")
# Lead bytes of two-byte sequences that are punctuation in MacRoman. People do write a letter or a
# sign right after them (l’été, «École», “≥5”), so one such pair alone proves nothing.
_PUNCTUATION = frozenset("«»…\u00a0–—“”‘’‹›")
# Lead bytes that are mathematical signs, which people write before another sign (√π, ≈∞, ¬∑).
_SIGNS = frozenset("¬√ƒ≈∆÷◊·")
_MATHEMATICS = frozenset("π∞Ω∑∏∫≤≥±≠µ∂°")
# What ftfy looks for in cp1252 and Latin-1: a lead byte as a letter, then a continuation byte.
_WESTERN = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201a"
    "\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]"
)


def repair(text: str) -> Repaired:
    """Undo a wrong decoding; correct text comes back as the same object.

    MacRoman first, on the whole text where all of it decodes and something in it is surely damaged,
    else on the chains that are surely damaged (a correct letter or CJK may stand beside them); then
    ftfy's `fix_encoding` for cp1252 and Latin-1.

    >>> repair("Tracking Life‚Äôs Ups 中文").text
    'Tracking Life’s Ups 中文'
    >>> repair("l’été à São Paulo").how
    ''
    """
    if text.isascii():
        return Repaired(text)
    mended, runs = _from_mac_roman(text)
    how = "UTF-8 read as MacRoman" if runs else ""
    if _WESTERN.search(mended):
        fixed = _from_cp1252(mended)
        if fixed != mended:
            how = f"{how}; UTF-8 read as cp1252" if how else "UTF-8 read as cp1252"
            runs += len(_WESTERN.findall(mended))
            mended = fixed
    return Repaired(mended, how, runs) if runs else Repaired(text)


def _from_mac_roman(text: str) -> tuple[str, int]:
    chains = list(_CHAIN.finditer(text))
    damaged = [m for m in chains if _surely_damaged(m)]
    if not damaged:
        return text, 0
    if all(ch.isascii() for ch in _CHAIN.sub("", text)):
        damaged = chains
    parts, end, runs = [], 0, 0
    for m in damaged:
        decoded = _decode(m[0])
        if decoded is None:
            continue
        parts += [text[end : m.start()], decoded]
        end = m.end()
        runs += 1
    return "".join((*parts, text[end:])), runs


def _reads_as_cp1252(text: str, start: int, end: int) -> bool:
    """Whether these characters, with up to two around them, are UTF-8 read as cp1252 (`â€™`, `Ã©`)."""
    for first in range(max(0, start - 2), start + 1):
        for last in range(end, min(len(text), end + 2) + 1):
            part = text[first:last]
            try:
                part.encode("cp1252").decode("utf-8")
            except UnicodeError:
                continue
            if ord(part[0]) >= 0xC2 and not any(ch.isascii() for ch in part):
                return True
    return False


def _decode(chain: str) -> str | None:
    try:
        return chain.encode("mac_roman").decode("utf-8")
    except UnicodeError:  # overlong forms and surrogates fit the pattern but are no UTF-8
        return None


def _surely_damaged(chain: re.Match[str]) -> bool:
    """Whether nobody would write this chain: see the notes at the sets of lead characters."""
    found = chain[0]
    if _reads_as_cp1252(chain.string, chain.start(), chain.end()):
        return False  # the commoner accident, left to ftfy
    if len(found) > 3 or found[0] in "\uf8ff‚„":
        return _decode(found) is not None
    lead, tail = found[0], found[-1]
    text, start, end = chain.string, chain.start(), chain.end()
    before, after = text[start - 1 : start], text[end : end + 1]
    if lead in _PUNCTUATION:
        # Guillemets and long dashes don't stand inside a word: the Romanian ș in `Ro»ôu`.
        return len(found) == 2 and lead in "«»" and before.isalpha() and after.isalpha() and tail.islower()
    if lead in _SIGNS and tail in _MATHEMATICS:
        return before.isalpha() or re.match(r"[^\W\d_]{2}", text[end:]) is not None
    return _decode(found) is not None


def _from_cp1252(text: str) -> str:
    from ftfy import TextFixerConfig, fix_encoding

    # C1 controls stay: in library catalogues U+0098 and U+009C mark words to ignore when sorting.
    return fix_encoding(text, TextFixerConfig(fix_c1_controls=False))
