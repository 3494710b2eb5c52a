"""Venues: whether what a list calls `EMNLP 2023` can be what a record calls its proceedings.

A venue is reduced to a set of series labels. Labels come from the spelled-out names in
`resolver.text.venue_series` and from the acronyms that names carry. `findings` is a label of its own:
Findings of ACL is not ACL. A spelled-out name that is in no table (`Symposium on Neural Scaling Laws`)
is compared by its words.
"""

from __future__ import annotations

import re
from functools import lru_cache

from resolver.text.titles import fold
from resolver.text.venue_series import SERIES

_SPELLED_OUT = {label: series.names for label, series in SERIES.items() if series.names}
_NAMES_ACL = re.compile(
    r"(?<!chapter of the )\bACL(?![A-Za-z])|annual meeting of the association for computational linguistics",
    re.IGNORECASE,
)
_FINDINGS = re.compile(r"\bfindings\b")
_ACRONYM = re.compile(r"\b[A-Z][A-Za-z]*[A-Z][A-Za-z0-9]*\b")
_YEAR = re.compile(r"['’]\d\d\b|\b(?:19|20)\d\d\b")
_GENERIC = frozenset(
    "proceedings of the and ieee acm usa conference workshop papers long short main volume pmlr "
    "ai ml nlp nlg llm llms hci ir cv bc".split()
)
_KIND_OF_VENUE = re.compile(
    r"\b(?:conference|symposium|workshop|journal|transactions|congress|colloquium|meeting|letters|proceedings)\b"
)
_NOT_A_VENUE = re.compile(r"://|\bblog\b|\bwebsite\b|\bunder review\b|\bsubmitted\b|\bthesis\b", re.IGNORECASE)
# Words that any venue may have in its name.
_COMMON = frozenset(
    "a an the of on in for and to at with de conference symposium workshop journal transactions congress colloquium "
    "meeting letters proceedings proc conf trans international annual intl ieee acm cvf aaai usa joint society "
    "association european asian asia pacific american national world research advances new first second third fourth "
    "fifth sixth seventh eighth ninth tenth eleventh twelfth volume vol long short papers paper main findings track "
    "series part issue lecture notes".split()
)
_SHORT = {
    "nlp": "natural language processing", "ai": "artificial intelligence", "ml": "machine learning",
    "ir": "information retrieval", "mt": "machine translation", "cv": "computer vision",
}  # fmt: skip
KINDS = frozenset({"findings", "workshop"})
"""Labels that say of what kind a venue is, and not which."""

ALIKE = 0.6
"""Share of the words of two names that they must have in common to be, perhaps, the same venue."""


@lru_cache(maxsize=8192)  # a volume's name stands in all its records: without, a run takes 5% longer
def find_labels(venue: str) -> frozenset[str]:
    """The series that a venue string names; empty when none is recognised.

    >>> sorted(find_labels("Findings of the Association for Computational Linguistics: EMNLP 2023"))
    ['emnlp', 'findings']
    """
    venue = venue.replace("{", "").replace("}", "")
    if _NOT_A_VENUE.search(venue):
        return frozenset()
    text = " " + re.sub(r"[^a-z0-9]+", " ", fold(venue)) + " "
    found = {label for label, spelled in _SPELLED_OUT.items() if any(f" {s} " in text for s in (label, *spelled))}
    acronyms = _ACRONYM.findall(_YEAR.sub(" ", venue))
    found |= {re.sub(r"\d{2,4}$", "", a).lower() for a in acronyms if len(a) <= 12} - _GENERIC
    if text.strip() == "computational linguistics":
        found.add("cl")
    if "acl" in found and len(found) > 1 and not _NAMES_ACL.search(venue):
        found.discard("acl")  # only as a part of another name: the North American chapter, Findings …: EMNLP
    if "nips" in found:
        found = (found - {"nips"}) | {"neurips"}
    if _FINDINGS.search(text):
        found.add("findings")
    if "workshop" in text:
        found.add("workshop")
    return frozenset(found)


def compare(listed: str, recorded: str, series: frozenset[str] | None = None) -> float | None:
    """1 when two venues name the same series, 0 when they contradict, None when that can't be told.

    Args:
        listed: the one venue.
        recorded: the other.
        series: the labels of the listed one, where they are known.
    """
    a, b = find_labels(listed) if series is None else series, find_labels(recorded)
    series_a, series_b = a - KINDS, b - KINDS
    if "arxiv" in series_a or "arxiv" in series_b:
        return None
    if not series_a and "workshop" not in b and _unlike(listed, recorded):
        return 0.0
    if not series_a or not series_b:
        return None
    if series_a & series_b:
        return 0.5 if ("findings" in a) != ("findings" in b) else 1.0
    if "workshop" in a or "workshop" in b:
        return None  # a list often names the conference that a workshop was held at
    return 0.0


def contradicts_series(series: frozenset[str], recorded: str, *, in_journal: bool) -> bool:
    """Whether a record's venue, which is of no series of the table, can't be one of the meetings that a list names.

    It can't be in a journal (`ICML` against Nature Communications), nor in a meeting whose spelled-out name has other
    words (`ICML` against a Conference on Robot Learning). Series of books print the proceedings of any meeting.

    Args:
        series: the labels of the listed venue.
        recorded: the record's venue.
        in_journal: whether the record says that it is a journal's.
    """
    meetings = [SERIES[label] for label in series if label in SERIES and SERIES[label].kind == "meeting"]
    if not meetings or "workshop" in series or find_labels(recorded) or _OF_ANY_MEETING.search(fold(recorded)):
        return False
    if _KIND_OF_VENUE.search(fold(recorded)) and not _in_print(recorded):
        theirs = _telling(recorded)
        return len(theirs) > 1 and all(m.names and all(_differ(_telling(n), theirs) for n in m.names) for m in meetings)
    return in_journal or _in_print(recorded)


_OF_ANY_MEETING = re.compile(
    r"\b(?:lecture notes|communications in computer and information science|procedia|ceur|pmlr|workshops?|companion|"
    r"proceedings of machine learning research|advances in intelligent systems|adjunct|ifip|newsletter)\b"
)
"""Series of books and journals that print the proceedings of many meetings, and what accompanies any meeting."""


def is_spelled_out(venue: str) -> bool:
    """Whether a venue is named in words that tell it from others, and as a meeting or journal.

    >>> is_spelled_out("Workshop on Hedgehog Motion"), is_spelled_out("MSR 2023")
    (True, False)
    """
    if _NOT_A_VENUE.search(venue) or not _KIND_OF_VENUE.search(fold(venue)):
        return False
    return len(_telling(venue)) > 1


def _unlike(listed: str, recorded: str) -> bool:
    """Whether two spelled-out names have nothing in common but what any venue's name has.

    An acronym that is in no table, an institution and a place tell nothing of the name. Abbreviated
    words (`Mach. Learn. Res.`) agree with those that they begin.
    """
    if _NOT_A_VENUE.search(listed) or _NOT_A_VENUE.search(recorded) or not _KIND_OF_VENUE.search(fold(listed)):
        return False
    if not find_labels(recorded) and not _KIND_OF_VENUE.search(fold(recorded)):
        return False
    mine = _telling(listed)
    known = [name for name in find_labels(recorded) if name in _SPELLED_OUT]
    if not mine:
        return False
    if known:
        return all(_is_another(mine, name, listed, recorded) for name in known)
    theirs = _telling(recorded)
    return bool(theirs) and _shared(mine, theirs) < 0.5 * len(mine)  # places and dates come along with a name


def _is_another(mine: frozenset[str], series: str, listed: str, recorded: str) -> bool:
    """Whether a spelled-out name can't be that of a series in the table: a part of its words could be."""
    spelled = _SPELLED_OUT[series]
    if _in_print(listed) != any(map(_in_print, (recorded, *spelled))):
        return True
    return all(_differ(mine, _telling(name)) for name in spelled)


def _differ(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    shared = _shared(mine, theirs)
    return shared < len(mine) and shared < ALIKE * (len(mine) + len(theirs) - shared)


def _shared(mine: frozenset[str], theirs: frozenset[str]) -> int:
    return sum(any(x.startswith(y) or y.startswith(x) for y in theirs) for x in mine)


def _in_print(venue: str) -> bool:
    """Whether a name is a journal's, and not a meeting's."""
    return re.search(r"\b(?:journal|transactions|letters)\b", fold(venue)) is not None


def _telling(venue: str) -> frozenset[str]:
    """The words of a name that tell it from others."""
    written = re.findall(r"[a-z]{2,}", fold(venue))
    words = [w for short in written for w in (_SHORT.get(short, short).split())]
    return frozenset(w for w in words if len(w) > 2 and w not in _COMMON)
