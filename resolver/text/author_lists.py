"""Lists of authors as people and services write them: what parts the names, their order, and that there are more.

The styles in use are told apart by their form alone: BibTeX (`Lee, Kenton and Chang, Ming-Wei`), APA and Nature
(`Lee, K., Chang, M.-W.`), MLA and Chicago (`Lee, Kenton, and Ming-Wei Chang`), Vancouver and Scopus
(`Lee K, Chang MW`), Google Scholar (`K Lee, MW Chang`), surnames alone, and names in their natural order. Where a list
can be read in two ways (`Lin, Chin-Yew`: two surnames, or one person), both are given, the likelier one first.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence

from msgspec import Struct

from resolver.model import Authors, Person
from resolver.text import groups, latex
from resolver.text.names import PARTICLES, SUFFIX, is_initials, parse_person, split_commas, split_outside_braces

_ET_AL = re.compile(
    r"[,;\s]*(?:[*_(\[]*\b(?:et\.?\s*al(?:ii|ia)?\b\.?|et\s+coll\b\.?)(?:[*_)\]]|[.,;\s].*)*"
    r"|[(\[]?\s*(?:\b(?:and|&)|&)\s+(?:\d+\s+)?(?:(?:co-?)?others|(?:\d+\s+)?more|\d+\s+(?:co-?)?authors|colleagues|"
    r"co-?(?:authors|workers))(?:\s+(?:authors|people))?\b\s*[)\]]?"
    r"|[(\[]?\s*\+\s*\d+(?:\s+(?:others|more|(?:co-?)?authors|more\s+authors))?\s*[)\]]?"
    r"|[(\[]?\b\d+\s+(?:others|more|more\s+authors)\s*[)\]]?"
    r"|\bu\.\s?a\.|\bund\s+andere\b|\b[ey]\s+(?:outros|otros|cols\.?)|\bи\s+др\b\.?|等|ほか|他|외(?:\s*\d+\s*명)?"
    r"|\[?(?:\.\.\.|…)\]?)[*_.\s]*$",
    re.IGNORECASE,
)
"""What says at the end of a list that it is not whole; behind `et al.` nobody is named any more."""

_LEFT_OUT = re.compile(r"\s*,?\s*\[?(?:\.\s?\.\s?\.|…)\]?\s*,?\s*(?:and\s+|&\s*)?")
"""`Peters, ..., Zettlemoyer`, `Peters … Zettlemoyer`: names were left out in the middle."""

_MARKS = re.compile(r"[*∗†‡§¶#]+|\$\^\{?[^$]*\}?\$|[¹²³⁰-⁹]+|(?<=\w)\^?\[[^\]]*\]")
# Marks of affiliation: digits right behind a name (`Hao Sun1,2`), and an accent cut off from its letter.
_NUMBERS = re.compile(r"(?<=[^\W\d_]{2})\d{1,2}(?:,\d{1,2})*(?=[\s,;*†]|$)|\s+(?=[\u0300-\u036f])")
_TIE = re.compile(r"\n|(?<!\\)~")  # a tilde behind a backslash is an accent: Jo{\~a}o
_YEAR = re.compile(r"[,\s]+(?:19|20)\d\d[a-z]?$")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_WHOLE = re.compile(r"\[(.*)\]|\((.*)\)", re.DOTALL)
_BEFORE = re.compile(r"^\s*by\s+", re.IGNORECASE)
_ROLE = re.compile(r"[,\s]*\b(?:eds?|editors?)\.?\s*$", re.IGNORECASE)
_LABEL = re.compile(r"^([^,;:{}]{2,60}):\s+(?=\w)")  # `BigScience Workshop: Teven Le Scao`, `System report: …`
_FOREIGN = re.compile(r"(?<=[A-Za-z])\s+[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+\s*$")  # `Min Zhang 张民`
_STOP = re.compile(r"(?<=[^\W\d_]{3})\.$")
_QUOTED = re.compile(r"^(['\"])(.*)\1$", re.DOTALL)
_OXFORD = re.compile(r",\s*(?:and\b|&)", re.IGNORECASE)  # never in BibTeX, so `Smith, Jones, and Brown` are three
_OTHERS = re.compile(r"\band\s+others\b", re.IGNORECASE)
_STRONG = re.compile(r"\s*(?:;|；|\||·|•|\s/\s)\s*")
_AND = re.compile(r"\s*(?:,\s*)?\band\b\s+|\s*(?:,\s*)?(?<!\\)&\s*|\s*,?\s*\\&\s*|、|，", re.IGNORECASE)
_INITIAL = re.compile(r"\b[^\W\d_]\.[\s,;]*$")

CHUNKS_OF_BIBTEX = 3
"""Parts between `and`s from which on a list is one of BibTeX: prose has a single `and`, before the last name."""

EXCEPTIONS = 0.25
"""Share of the names of a list of surnames with initials behind them that may be of another form."""


class _Style(Struct, frozen=True):
    """What the whole list says of how to read it.

    `et_al`: that there are more; `bibtex`: in BibTeX's words, `and others`; `capitals`: all of it is in capitals.
    """

    et_al: bool
    bibtex: bool
    capitals: bool


def parse_authors(text: str) -> Authors:
    """A list of authors as people write it: `and`, `;`, `,`, `&`, surnames first or last, `et al.`

    >>> parse_authors("Liu, Pengfei, Weizhe Yuan, and Graham Neubig").people[0]
    Person(family='Liu', given='Pengfei', suffix='')
    """
    return parse_readings(text)[0]


def parse_readings(text: str) -> tuple[Authors, ...]:
    """All the ways to read a list of authors that differ in its people, the likeliest one first.

    >>> [str(p) for r in parse_readings("Lin, Chin-Yew") for p in r.people]
    ['Lin', 'Chin-Yew', 'Chin-Yew Lin']
    """
    short, et_al = _shortened(text)
    style = _Style(et_al=et_al, bibtex=_OTHERS.search(text) is not None, capitals=short.isupper())
    found = [tuple(_people(names, style)) for names in _split(short, style)]
    return tuple(Authors(people, et_al) for people in dict.fromkeys(found))


def _shortened(text: str) -> tuple[str, bool]:
    """The names alone, without marks, affiliations, year and what says that there are more; and whether it does."""
    text = _TIE.sub(" ", html.unescape(text)).strip()
    if m := _WHOLE.fullmatch(text):  # `[J Huang, KCC Chang]`
        text = m[1] or m[2] or ""
    text = _BEFORE.sub("", _YEAR.sub("", text.strip(" ,;")))
    if label := _LABEL.match(text):
        text = (f"{label[1]}, " if groups.is_group(label[1].split()) else "") + text[label.end() :]
    named = _ET_AL.sub("", text)
    et_al = named != text
    bare = _BRACKETS.sub("", _NUMBERS.sub("", _MARKS.sub("", named)))
    bare = unicodedata.normalize("NFC", _ROLE.sub("", _YEAR.sub("", bare.strip(" ,;"))))
    named = _STOP.sub("", _LEFT_OUT.sub(", ", _ET_AL.sub("", bare)))
    return named, et_al or named not in (bare, bare.removesuffix("."))


def _people(written: Sequence[str], style: _Style) -> Iterable[Person]:
    kept = [m[2] if (m := _QUOTED.match(n.strip())) else n for n in written]
    kept = [n.strip(" ,;") if _INITIAL.search(n) else n.strip(" ,.;") for n in kept]
    kept = [_FOREIGN.sub("", n).strip() or n for n in kept if re.search(r"\w", n)]
    behind = _initials_behind(kept, style)
    return (_surname_and_initials(n, style) if behind else parse_person(n) for n in kept)


# ------------------------------------------------------------------ surnames with initials behind them


def _is_given(text: str, style: _Style) -> bool:
    return is_initials(text, capitals=style.capitals)


def _initials_behind(written: Sequence[str], style: _Style) -> bool:
    """Whether a list sets initials behind surnames, without a comma: `Chang MW`, `de Marneffe M-C`, `Lee K.`"""
    several = [n.split() for n in written if "," not in n and " " in n and "{" not in n]
    several = [_without_end(tokens) for tokens in several]
    behind = [tokens for tokens in several if _is_given(tokens[-1], style)]
    certain = any(not _is_given(tokens[0], style) for tokens in behind)
    return certain and len(behind) >= (1 - EXCEPTIONS) * len(several)


def _without_end(tokens: list[str]) -> list[str]:
    """A name without the suffix or the particles at its end: `Genabith J van`."""
    end = len(tokens)
    while end > 2 and (tokens[end - 1] in PARTICLES or SUFFIX.fullmatch(tokens[end - 1])):
        end -= 1
    return tokens[:end]


def _surname_and_initials(text: str, style: _Style) -> Person:
    whole = latex.to_text(text).split()
    tokens = _without_end(whole)
    end = whole[len(tokens) :]
    start = len(tokens)
    while start > 1 and _is_given(tokens[start - 1], style):
        start -= 1
    if "," in text or "{" in text or start == len(tokens):
        return parse_person(text)
    suffix = " ".join(t for t in end if t not in PARTICLES)
    surname = (*(t for t in end if t in PARTICLES), *tokens[:start])
    return Person(" ".join(surname), " ".join(tokens[start:]), suffix)


# ------------------------------------------------------------------ where one name ends


def _split(text: str, style: _Style) -> list[list[str]]:
    """The names of a list, in each way in which they can be read."""
    strong = split_outside_braces(_STRONG, text)
    if len(strong) > 1:  # each is one name; the last two may be joined by `and`
        return [[name for part in strong for name in split_outside_braces(_AND, part)]]
    chunks = [c for c in split_outside_braces(_AND, text) if c.strip(" ,")]
    commas = [[p.strip() for p in split_commas(c)] for c in chunks]
    flat = [part for parts in commas for part in parts]
    paired = [flat] if len(chunks) > 1 and len(flat) == len(chunks) else _in_pairs(flat, style)
    if len(chunks) < 2 or (_OXFORD.search(text) and len(chunks) < CHUNKS_OF_BIBTEX):
        return paired
    inverted = all(len(parts) == 2 for parts in commas)
    if not inverted and not all(_surname_first(parts, len(chunks), style) for parts in commas):
        return paired
    if inverted:
        return [chunks]
    surnames = len(chunks) == 2 and len(flat) == 3 and len(commas[1]) == 1 and all(map(_is_surname, flat))
    return [*paired, chunks] if surnames else [chunks, *(paired if len(chunks) == 2 else ())]


def _surname_first(parts: Sequence[str], chunks: int, style: _Style) -> bool:
    """Whether the comma-separated parts are one name with its surname first (or one name at all)."""
    if len(parts) == 1:
        return True
    if len(parts) == 3 and (SUFFIX.fullmatch(parts[1]) or SUFFIX.fullmatch(parts[2])):
        return True
    if len(parts) != 2:
        return False
    left, right = parts[0].split(), parts[1].split()
    if chunks >= CHUNKS_OF_BIBTEX or len(left) == 1 or len(right) == 1:
        return True
    return (len(left[0]) > 1 and left[0].lower() in PARTICLES) or _is_given(parts[1], style)


def _is_surname(part: str) -> bool:
    """Whether a part is one word, or several that begin with a particle: `Smith`, `de Marneffe`, `Al Ghanim`."""
    words = part.split()
    return len(words) == 1 or all(w.lower() in PARTICLES and (len(w) > 1 or w.islower()) for w in words[:-1])


def _in_pairs(parts: Sequence[str], style: _Style) -> list[list[str]]:
    """The names of a list parted by commas alone, in each way in which they can be read.

    Args:
        parts: what stands between the commas.
        style: of the whole list.
    """
    initials = [_is_given(p, style) for p in parts]
    if any(initials):
        own = sum(not alone and _has_initials(p, style) for p, alone in zip(parts, initials, strict=True))
        first = sum(initials) == 1 and initials[1:2] == [True]  # `Lee, K., M.-W. Chang, and J. Devlin`
        apart = first or sum(initials) > own or (len(parts) == 2 and own < 2)  # else a surname is an initial: `Angel S`
        if len(parts) % 2 == 0 and all(initials[1::2]) and not all(initials) and apart:
            return [_joined(parts)]  # a surname may be an initial: `B, B., Srinivasan, D.`
        parts = _with_their_initials(parts, style) if apart else parts
    parts = _with_their_suffixes(parts)
    if any(initials) or len(parts) < 2:
        return [parts]
    single = [_is_surname(p) for p in parts]
    one = [len(p.split()) == 1 for p in parts]
    if len(parts) == 2:
        together = [[f"{parts[0]}, {parts[1]}"]]
        if style.bibtex or (style.et_al and (single[0] or one[1])):
            return [*together, parts]  # `Lee, Kenton, et al.`
        return [parts, *together] if single[0] or one[1] else [parts]
    first_inverted = [f"{parts[0]}, {parts[1]}", *parts[2:]]
    if not any(single[2:]) and (single[0] or one[1]):
        if one[0]:
            return [first_inverted, parts] if one[1] else [first_inverted]
        return [first_inverted, parts] if one[1] else [parts, first_inverted]
    if len(parts) % 2:
        return [parts]
    if not all(one) and (all(single[0::2]) or all(one[1::2])):
        return [_joined(parts), parts]  # `Ben Hazez, Slim, Chagnoux, Marie`
    return [parts, _joined(parts)] if all(one) else [parts]


def _joined(parts: Sequence[str]) -> list[str]:
    """`Liu`, `P.`, `Yuan`, `W.`: each two are one name."""
    return [f"{a}, {b}" for a, b in zip(parts[0::2], parts[1::2], strict=True)]


def _with_their_initials(parts: Sequence[str], style: _Style) -> list[str]:
    """The parts with initials put to the surname before them."""
    joined: list[str] = []
    for part in parts:
        if joined and _is_given(part, style) and "," not in joined[-1] and not _is_given(joined[-1], style):
            joined[-1] += ", " + part
        else:
            joined.append(part)
    return joined


def _has_initials(name: str, style: _Style) -> bool:
    tokens = name.split()
    return _is_given(tokens[0], style) or _is_given(tokens[-1], style)


def _with_their_suffixes(parts: Sequence[str]) -> list[str]:
    joined: list[str] = []
    for part in parts:
        if joined and SUFFIX.fullmatch(part):
            joined[-1] += ", " + part
        else:
            joined.append(part)
    return joined
