"""Names of people as lists and services write them, and whether two of them can be one person."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from resolver.model import Authors, Person
from resolver.text import groups, latex
from resolver.text.titles import fold

_PARTICLES = frozenset(
    "van von der den de da do dos das del della dello degli di du des la le el al bin ibn ben ter ten te zu zur zum "
    "vom af av y e mac san st".split()
)
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv)\.?", re.IGNORECASE)
_ET_AL = re.compile(
    r"[,;\s]*(?:[*_]*\bet\.?\s+al\b\.?[*_]*|\b(?:and|&)\s+(?:\d+\s+)?(?:others|more)\b|\+\s*\d+(?:\s+(?:others|more|authors))?|\bu\.\s?a\.|等|\.\.\.|…)[*_.\s]*$",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(r"\s*,\s*(?:\.\.\.|…)\s*,\s*(?:and\s+|&\s*)?")  # `Peters, ..., Zettlemoyer`
_MARKS = re.compile(r"[*†‡§¶#]+|\$\^\{?[^$]*\}?\$|[¹²³⁰-⁹]+|(?<=\w)\^?\[[^\]]*\]")
# Marks of affiliation: digits right behind a name (`Hao Sun1,2`), and an accent cut off from its letter.
_NUMBERS = re.compile(r"(?<=[^\W\d_]{2})\d{1,2}(?:,\d{1,2})*(?=[\s,;*†]|$)|\s+(?=[\u0300-\u036f])")
_TIE = re.compile(r"\n|(?<!\\)~")  # a tilde behind a backslash is an accent: Jo{\~a}o
_YEAR = re.compile(r"[,\s]+(?:19|20)\d\d[a-z]?$")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_OXFORD = re.compile(r",\s*(?:and\b|&)")  # never in BibTeX, so `Smith, Jones, and Brown` are three
_DBLP = re.compile(r"\s+\d{4}$")
_INITIAL = re.compile(r"\b[A-Z]\.[\s,;]*$")
_INITIALS = re.compile(r"(?:[A-Z]\.?[\s-]*){1,4}")


SAME_PERSON = 1.0
"""Two names that agree in surname and given names, where initials stand for the names that they begin."""

REORDERED = 0.9
"""The same words in another order: given name first or last, as with Chinese names."""

INCOMPLETE = 0.8
"""The same surname, or one with a slip in it, and no given name that contradicts: `Devlin` and Jacob Devlin."""

PARTIAL = 0.7
"""A name that was split, changed or doubled: `Tse-Hsun` of Tse-Hsun Chen, `Garcia` and García Márquez."""

NAMESAKE = 0.4
"""The agreement of two names that have surname and initial in common, but not the given name: Mike and Michael."""

SAME_SURNAME = 0.3
"""The same surname, and given names that contradict: two people, mostly."""

ONE_PERSON = PARTIAL
"""From this agreement on two names are taken for one person's. These values order what two names can look like; the
kinds of agreement were set by hand, and features of the fitted model and the alarms about authors are made of them
(`benchmarks/accuracy.py` and `benchmarks/problems.py` measure both)."""

PERHAPS_ONE_PERSON = 0.5
"""From this agreement on a listed person may be the recorded one: above a namesake, below all that is taken for one
person's. No agreement lies between the two, so that any value there means the same."""

WHOLE_SURNAME = 5
"""Letters from which on a surname may have a slip: Li and Lu, Chen and Cheng are different people's."""


def parse_person(text: str) -> Person:
    """One name in either order, `van der Maaten, Laurens` or `Laurens van der Maaten`.

    >>> parse_person("Robert L. Logan IV")
    Person(family='Logan', given='Robert L.', suffix='IV')
    """
    raw = text.strip()
    if _in_braces(raw) and " " in raw:
        return Person(family=latex.to_text(raw[1:-1]))
    parts = [latex.to_text(p).strip() for p in _split_commas(raw)]
    parts = [_DBLP.sub("", p) for p in parts]
    if group := _group(parts):
        return Person(group)
    if len(parts) >= 3 and _SUFFIX.fullmatch(parts[1]):
        return Person(parts[0], " ".join(parts[2:]), parts[1])
    if len(parts) >= 3 and _SUFFIX.fullmatch(parts[-1]):
        return Person(parts[0], " ".join(parts[1:-1]), parts[-1])
    if len(parts) == 2 and _SUFFIX.fullmatch(parts[1]):
        first = _in_order(parts[0].split())
        return Person(first.family, first.given, parts[1])
    if len(parts) >= 2:
        tokens = parts[0].split()
        if len(tokens) > 1 and _SUFFIX.fullmatch(tokens[-1]):
            return Person(" ".join(tokens[:-1]), " ".join(parts[1:]), tokens[-1])
        return Person(parts[0], " ".join(parts[1:]).strip())
    return _in_order(parts[0].split() if parts else [])


def whole_group(who: Person) -> Person:
    """A group whose name a source has in parts (`Group, Machine Translation`), as the group; anyone else as they are.

    >>> whole_group(Person("Collaboration", "BIG"))
    Person(family='BIG Collaboration', given='', suffix='')
    """
    return Person(str(who)) if who.given and not who.suffix and groups.is_group(str(who).split()) else who


def _group(parts: Sequence[str]) -> str:
    """The name of a group, in whichever order a database has it: `Team, MiniCPM` is the MiniCPM Team; else empty."""
    words = [part.split() for part in parts]
    if len(words) == 1 and groups.is_group(words[0]):
        return " ".join(words[0])
    if len(words) != 2:
        return ""
    turned = [*words[1], *words[0]]
    if len(words[0]) == 1 and not groups.is_group(words[1]) and groups.is_group(turned):
        return " ".join(turned)
    return ", ".join(map(" ".join, words)) if groups.is_group(words[0]) else ""


def _in_braces(text: str) -> bool:
    """Whether one pair of braces holds all of it, as in BibTeX's `{{OpenAI} Team}`: a group's name."""
    if not (text.startswith("{") and text.endswith("}")):
        return False
    depth = 0
    for i, ch in enumerate(text):
        depth += (ch == "{") - (ch == "}")
        if depth == 0:
            return i == len(text) - 1
    return False


def _split_commas(text: str) -> list[str]:
    """Split at commas outside braces; empty parts vanish."""
    if "{" not in text:
        return [p for p in text.split(",") if p.strip()]
    parts, depth, current = [], 0, ""
    for ch in text:
        depth += (ch == "{") - (ch == "}")
        if ch == "," and depth <= 0:
            parts.append(current)
            current = ""
        else:
            current += ch
    return [p for p in (*parts, current) if p.strip()]


def _in_order(tokens: list[str]) -> Person:
    suffix = ""
    if len(tokens) > 2 and _SUFFIX.fullmatch(tokens[-1]):
        suffix = tokens.pop()
    if len(tokens) == 2 and len(tokens[0]) == 1 < len(tokens[1]) and (who := Person(*tokens)).east_asian:
        return who  # 何 良华: most surnames have one character, given names one or two
    if len(tokens) < 2 or (tokens[0] in _PARTICLES and all(t in _PARTICLES for t in tokens[:-1])):
        return Person(" ".join(tokens), "", suffix)  # a surname alone may have several words: van der Poel
    start = len(tokens) - 1
    for i in range(1, len(tokens) - 1):
        if tokens[i].lower() in _PARTICLES and tokens[i][0].islower():
            start = i
            break
    return Person(" ".join(tokens[start:]), " ".join(tokens[:start]), suffix)


def parse_authors(text: str) -> Authors:
    """A list of authors as people write it: `and`, `;`, `,`, `&`, surnames first or last, `et al.`

    >>> parse_authors("Liu, Pengfei, Weizhe Yuan, and Graham Neubig").people[0]
    Person(family='Liu', given='Pengfei', suffix='')
    """
    cleaned = _BRACKETS.sub("", _NUMBERS.sub("", _MARKS.sub("", _TIE.sub(" ", html.unescape(text)))))
    cleaned = unicodedata.normalize("NFC", _YEAR.sub("", cleaned.strip(" ,;")))
    short = _LEFT_OUT.sub(", ", _ET_AL.sub("", cleaned.replace(" AND ", " and ")))
    et_al = len(short) < len(cleaned)
    names = [n.strip(" ,;") if _INITIAL.search(n) else n.strip(" ,.;") for n in _split_names(short)]
    return Authors(tuple(parse_person(n) for n in names if re.search(r"\w", n)), et_al)


def _split_names(text: str) -> list[str]:
    if ";" in text:
        return text.split(";")
    chunks = re.split(r"\s*(?:,\s*)?\b(?:and)\b\s+|\s*(?:,\s*)?&\s+|、|，", text)
    chunks = [c for c in chunks if c.strip(" ,")]
    commas = [_split_commas(c) for c in chunks]
    surnames = _OXFORD.search(text) is not None and all(len(p.split()) == 1 for parts in commas for p in parts)
    if len(chunks) > 1 and not surnames and all(_surname_first(parts) for parts in commas):
        return chunks
    flat = [part.strip() for parts in commas for part in parts]
    return _pair(flat)


def _surname_first(parts: Sequence[str]) -> bool:
    """Whether the comma-separated parts are one name with its surname first (or one name at all)."""
    if len(parts) == 1:
        return True
    if len(parts) == 3 and _SUFFIX.fullmatch(parts[1].strip()):
        return True
    if len(parts) != 2:
        return False
    left, right = parts[0].split(), parts[1].split()
    if len(left) == 1 or left[0].lower() in _PARTICLES or _INITIALS.fullmatch(parts[1].strip()):
        return True
    return len(right) == 1


def _pair(parts: list[str]) -> list[str]:
    """Join `Liu`, `P.` of a comma list that gives surnames first (all of them, or the first only)."""
    single = [len(p.split()) == 1 for p in parts]
    initials = [_INITIALS.fullmatch(p) is not None for p in parts]
    if len(parts) >= 2 and len(parts) % 2 == 0 and all(initials[1::2]) and not any(initials[0::2]):
        return [f"{a}, {b}" for a, b in zip(parts[0::2], parts[1::2], strict=True)]
    if len(parts) == 2 and single[0] and (single[1] or initials[1]):
        return [f"{parts[0]}, {parts[1]}"] if initials[1] else parts
    if len(parts) > 2 and single[0] and not any(single[2:]):
        return [f"{parts[0]}, {parts[1]}", *parts[2:]]
    joined: list[str] = []
    for p in parts:
        if joined and _SUFFIX.fullmatch(p):
            joined[-1] += ", " + p
        else:
            joined.append(p)
    return joined


def _tokens(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[a-z]+", fold(text)))


@lru_cache(maxsize=4096)  # of each person in every comparison of lists of people
def family_key(who: Person) -> str:
    """The surname without particles, accents, hyphens and case, for comparison.

    >>> family_key(parse_person("Laurens van der Maaten"))
    'maaten'
    """
    tokens = _tokens(who.family)
    kept = [t for t in tokens if t not in _PARTICLES] or list(tokens)
    return "".join(kept)


@lru_cache(maxsize=4096)  # grouping, evidence and merging compare the same people
def compare(a: Person, b: Person) -> float:
    """How well two names can be one person's: 1 yes, from `ONE_PERSON` on probably, 0 no.

    Initials agree with the names that they begin; a missing given name, swapped order (as with
    Chinese names) and a changed or doubled surname lower the value but don't refute it. The values
    are `SAME_PERSON`, `REORDERED`, `INCOMPLETE`, `PARTIAL`, `NAMESAKE`, `SAME_SURNAME` and 0.
    """
    fa, fb = family_key(a), family_key(b)
    if not fa or not fb:
        return 0.0
    ga, gb = _tokens(a.given), _tokens(b.given)
    if fa == fb:
        if not ga or not gb:
            return INCOMPLETE  # lists drop given names; to tell homonyms apart is up to the other authors
        if _givens_agree(ga, gb):
            return SAME_PERSON
        return NAMESAKE if ga[0][0] == gb[0][0] else SAME_SURNAME  # Misha and Mikhail; or two people
    whole_a, whole_b = (*ga, *_tokens(a.family)), (*gb, *_tokens(b.family))
    if len(whole_a) > 1 and sorted(whole_a) == sorted(whole_b):
        return REORDERED
    if len(whole_a) > 1 and "".join(whole_a) == "".join(whole_b):
        return REORDERED  # split otherwise: `Tse Hsun Chen`, `TseHsun Chen`
    if not (ga and gb) and (a.east_asian or b.east_asian) and _run_together(a) == _run_together(b):
        return REORDERED  # not split at all: 周国江
    if _one_letter_off(fa, fb) and (not ga or not gb or _givens_agree(ga, gb)):
        return INCOMPLETE  # a slip in the surname; the given name must not contradict, or Smith would be Smyth
    in_common = set(whole_a) & set(whole_b)
    whole = (not ga and in_common == set(whole_a)) or (not gb and in_common == set(whole_b))
    if whole and any(len(t) > 2 for t in in_common):
        return PARTIAL  # a part of a name that was split, `Tse-Hsun` of Tse-Hsun Chen
    if {t for t in in_common if len(t) > 2} and (fa in whole_b or fb in whole_a or fa in fb or fb in fa):
        # A doubled or shortened surname. One word in common is not enough where both give a first name: Maria Silva
        # and Ana Silva Costa are two people, and Chen Qian and Jingdong Chen have but a syllable in common.
        if len(in_common) > 1 or not ga or not gb:
            return PARTIAL
        return NAMESAKE if whole_a[0][0] == whole_b[0][0] else SAME_SURNAME
    return 0.0


def _run_together(who: Person) -> str:
    return "".join((*_tokens(who.family), *_tokens(who.given)))


def _one_letter_off(a: str, b: str) -> bool:
    """Whether two names differ by one letter missing, doubled, wrong or swapped; short ones must be equal."""
    from rapidfuzz.distance import OSA

    return min(len(a), len(b)) >= WHOLE_SURNAME and abs(len(a) - len(b)) <= 1 and OSA.distance(a, b) <= 1


def _givens_agree(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    if "".join(a) == "".join(b):
        return True
    first_a, first_b = a[0], b[0]
    if first_a.startswith(first_b) or first_b.startswith(first_a) or _one_letter_off(first_a, first_b):
        return True
    initials_a, initials_b = {t[0] for t in a}, {t[0] for t in b}
    return bool(set(a) & set(b)) or (min(len(first_a), len(first_b)) == 1 and bool(initials_a & initials_b))
