"""Names of people as lists and services write them, and whether two of them can be one person."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from resolver.model import Person
from resolver.text import groups, latex
from resolver.text.titles import fold

PARTICLES = frozenset(
    "van von der den de da do dos das del della dello degli di du des la le el al bin ibn ben ter ten te zu zur zum "
    "vom af av y e mac san st".split()
)
"""Words that belong to the surname behind them."""

SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|2nd|3rd|4th)\.?", re.IGNORECASE)
"""What may stand behind a surname: `Jr.`, `III`, PubMed's `3rd`."""

_DBLP = re.compile(r"\s+\d{4}$")
_LETTER_COMMAND = re.compile(
    r"(\\(?:l|L|o|O|ss|ae|AE|oe|OE|aa|AA|i|j|dh|DH|dj|DJ|th|TH|ng|NG))\s+(?=\{*(?:\\[^A-Za-z\s]\{*)?[A-Z])"
)
"""A letter that is a command, at a word's end: TeX would take the space behind it, but BibTeX parts names first."""

_INITIALS = re.compile(r"(?:U\.?|Ul{1,2}\.)(?:[ '’-]*(?:U\.?|Ul\.))*")
"""Initials in a text of which each upper-case letter was made a `U`, each other one an `l`."""

MOST_TOGETHER, MOST_INITIALS = 3, 6
"""Letters of initials without a dot or space between them (`JSR`), and of all, at most (`Yu. Zh. A.` has five)."""

_LETTERS = re.compile(r"[a-z]+")


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
    parts = [latex.to_text(_LETTER_COMMAND.sub(r"{\1} ", p)).strip() for p in split_commas(raw)]
    parts = [_DBLP.sub("", p) for p in parts]
    if group := _group(parts):
        return Person(group)
    if len(parts) >= 3 and SUFFIX.fullmatch(parts[1]):
        return Person(parts[0], " ".join(parts[2:]), parts[1])
    if len(parts) >= 3 and SUFFIX.fullmatch(parts[-1]):
        return Person(parts[0], " ".join(parts[1:-1]), parts[-1])
    if len(parts) == 2 and SUFFIX.fullmatch(parts[1]):
        first = _in_order(parts[0].split())
        return Person(first.family, first.given, parts[1])
    if len(parts) >= 2:
        tokens = parts[0].split()
        if len(tokens) > 1 and SUFFIX.fullmatch(tokens[-1]):
            return Person(" ".join(tokens[:-1]), " ".join(parts[1:]), tokens[-1])
        return Person(parts[0], " ".join(parts[1:]).strip())
    return _in_order(parts[0].split() if parts else [])


def whole_group(who: Person) -> Person:
    """A group whose name a source has in parts (`Group, Machine Translation`), as the group; anyone else as they are.

    >>> whole_group(Person("Collaboration", "BIG"))
    Person(family='BIG Collaboration', given='', suffix='')
    """
    return Person(str(who)) if who.given and not who.suffix and groups.is_group(str(who).split()) else who


def _group(parts: list[str]) -> str:
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


def split_commas(text: str) -> list[str]:
    """Split at commas outside braces; empty parts vanish."""
    return [p for p in split_outside_braces(_COMMA, text) if p.strip()]


_COMMA = re.compile(",")


def split_outside_braces(separator: re.Pattern[str], text: str) -> list[str]:
    """Split at a separator wherever it does not stand in braces.

    >>> split_outside_braces(re.compile(" and "), "{Barnes and Noble} and Ann Lee")
    ['{Barnes and Noble}', 'Ann Lee']
    """
    if "{" not in text:
        return separator.split(text)
    parts, start, depth, counted = [], 0, 0, 0
    for m in separator.finditer(text):
        depth += text.count("{", counted, m.start()) - text.count("}", counted, m.start())
        counted = m.start()
        if depth <= 0:
            parts.append(text[start : m.start()])
            start = m.end()
    return [*parts, text[start:]]


def is_initials(text: str, *, capitals: bool = False) -> bool:
    """Whether a text is initials and nothing else: `J.`, `M.-W.`, `CD`, `M-C`, `Yu. A.`

    Args:
        text: what stands beside a surname.
        capitals: whether all of the list is in capitals, so that `XU` is a name and no initials.

    >>> [is_initials(t) for t in ("MW", "J. K.", "Ö.", "Li", "MARIA")]
    [True, True, True, False, False]
    """
    bare = text.strip()
    if not bare or len(bare) > 3 * MOST_INITIALS:
        return False
    shape = "".join("U" if ch.isupper() else "l" if ch.isalpha() else ch for ch in bare)
    longest = max(map(len, re.findall("U+", shape)), default=0)
    if shape.count("U") + shape.count("l") > MOST_INITIALS or longest > (1 if capitals else MOST_TOGETHER):
        return False
    return _INITIALS.fullmatch(shape) is not None


def _in_order(tokens: list[str]) -> Person:
    suffix = ""
    if len(tokens) > 2 and SUFFIX.fullmatch(tokens[-1]):
        suffix = tokens.pop()
    if len(tokens) == 2 and len(tokens[0]) == 1 < len(tokens[1]) and (who := Person(*tokens)).east_asian:
        return who  # 何 良华: most surnames have one character, given names one or two
    if len(tokens) < 2 or (tokens[0] in PARTICLES and all(t in PARTICLES for t in tokens[:-1])):
        return Person(" ".join(tokens), "", suffix)  # a surname alone may have several words: van der Poel
    start = len(tokens) - 1
    for i in range(1, len(tokens) - 1):
        if tokens[i].lower() in PARTICLES and tokens[i][0].islower():
            start = i
            break
    return Person(" ".join(tokens[start:]), " ".join(tokens[:start]), suffix)


def _tokens(text: str) -> tuple[str, ...]:
    return tuple(_LETTERS.findall(fold(text)))


def family_key(who: Person) -> str:
    """The surname without particles, accents, hyphens and case, for comparison.

    >>> family_key(parse_person("Laurens van der Maaten"))
    'maaten'
    """
    return _without_particles(_tokens(who.family))


def _without_particles(tokens: tuple[str, ...]) -> str:
    """The words of a surname run together, but for `van` and `de` where others are left."""
    return "".join([t for t in tokens if t not in PARTICLES] or tokens)


@lru_cache(maxsize=4096)  # grouping, evidence and problems compare the same people: without, a run takes 6% longer
def compare(a: Person, b: Person) -> float:
    """How well two names can be one person's: 1 yes, from `ONE_PERSON` on probably, 0 no.

    Initials agree with the names that they begin; a missing given name, swapped order (as with
    Chinese names) and a changed or doubled surname lower the value but don't refute it. The values
    are `SAME_PERSON`, `REORDERED`, `INCOMPLETE`, `PARTIAL`, `NAMESAKE`, `SAME_SURNAME` and 0.
    """
    family_a, family_b = _tokens(a.family), _tokens(b.family)
    fa, fb = _without_particles(family_a), _without_particles(family_b)
    if not fa or not fb:
        return 0.0
    ga, gb = _given(a, b), _given(b, a)
    if fa == fb:
        if not ga or not gb:
            return INCOMPLETE  # lists drop given names; to tell homonyms apart is up to the other authors
        if _given_names_agree(a, b, ga, gb):
            return SAME_PERSON
        return NAMESAKE if ga[0][0] == gb[0][0] else SAME_SURNAME  # Misha and Mikhail; or two people
    whole_a, whole_b = (*ga, *family_a), (*gb, *family_b)
    if _reordered(whole_a, whole_b):
        return REORDERED
    if max(map(len, whole_a)) == 1 or max(map(len, whole_b)) == 1:
        initials = sorted(t[0] for t in whole_a), sorted(t[0] for t in whole_b)
        return PARTIAL if initials[0] == initials[1] else 0.0  # `R V` of Vaishnavi R, whose surname is an initial
    if _one_letter_off(fa, fb) and (not ga or not gb or _given_names_agree(a, b, ga, gb)):
        return INCOMPLETE  # a slip in the surname; the given name must not contradict, or Smith would be Smyth
    in_common = set(whole_a) & set(whole_b)
    whole = (not ga and in_common == set(whole_a)) or (not gb and in_common == set(whole_b))
    if whole and any(len(t) > 2 for t in in_common):
        return PARTIAL  # a part of a name that was split, `Tse-Hsun` of Tse-Hsun Chen
    if ga and gb and _begins_or_ends(a, b) and _given_names_agree(a, b, ga, gb):
        return PARTIAL  # `Mititelu, V. B.` of Verginica Barbu Mititelu, whose surname has two words
    if {t for t in in_common if len(t) > 2} and (fa in whole_b or fb in whole_a or fa in fb or fb in fa):
        # A doubled or shortened surname. One word in common is not enough where both give a first name: Maria Silva
        # and Ana Silva Costa are two people, and Chen Qian and Jingdong Chen have but a syllable in common.
        if len(in_common) > 1 or not ga or not gb:
            return PARTIAL
        return NAMESAKE if whole_a[0][0] == whole_b[0][0] else SAME_SURNAME
    return 0.0


def _reordered(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two whole names have the same words or letters: `Wei Wang` and `Wang Wei`, `Tse Hsun Chen` and
    `TseHsun Chen`, and 王伟, whose surname comes first."""
    if len(a) > 1 and sorted(a) == sorted(b):
        return True
    joined_a, joined_b = "".join(a), "".join(b)
    return (
        joined_a == joined_b
        or (len(a) == 1 and joined_a == b[-1] + "".join(b[:-1]))
        or (len(b) == 1 and joined_b == a[-1] + "".join(a[:-1]))
    )


def _given(who: Person, other: Person) -> tuple[str, ...]:
    """The given names; a particle of the other one's surname is none: `De Grazia` is Laura De Grazia."""
    tokens = _tokens(who.given)
    if PARTICLES.isdisjoint(tokens):
        return tokens
    theirs = set(_tokens(other.family))
    return tuple(t for t in tokens if t not in PARTICLES or t not in theirs) if len(theirs) > 1 else tokens


def _given_names_agree(a: Person, b: Person, ga: tuple[str, ...], gb: tuple[str, ...]) -> bool:
    """Whether the given names agree as they are written, or with `MW` read as `M. W.`"""
    if _givens_agree(ga, gb):
        return True
    sa, sb = _spread(a) or ga, _spread(b) or gb
    return (sa, sb) != (ga, gb) and _givens_agree(sa, sb)


def _spread(who: Person) -> tuple[str, ...]:
    """The letters of initials run together; none, where the given name is no such thing, or all is in capitals."""
    if not who.given.isupper() or (who.family.isupper() and len(who.family) > 1) or not is_initials(who.given):
        return ()
    return tuple(_tokens(" ".join(who.given)))


def _begins_or_ends(a: Person, b: Person) -> bool:
    """Whether the one surname is the beginning or the end of the other, which has more words."""
    short, long = sorted((_surname_words(a), _surname_words(b)), key=len)
    if not short or len(short) == len(long) or len("".join(short)) < 3:
        return False
    return long[: len(short)] == short or long[-len(short) :] == short


def _surname_words(who: Person) -> tuple[str, ...]:
    return tuple(t for t in _tokens(who.family) if t not in PARTICLES)


def one_script(a: Person, b: Person) -> bool:
    """Whether two names are written in one script; of others it can't be told whether they are one person's."""
    return _is_latin(str(a)) == _is_latin(str(b))


def _is_latin(text: str) -> bool:
    return text.isascii() or any(unicodedata.name(ch, "").startswith("LATIN") for ch in text)


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
