"""Citation keys: the user's own, else the Anthology's, else one made in the Anthology's manner; or by a pattern.

Keys are a pure function of the set of works, not of their order in the list: where two works would
share a key, all of them get more words of their titles, and letters only when titles don't differ.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain

from msgspec import structs

from resolver.model import Record, Resolution
from resolver.text import titles
from resolver.writers import patterns
from resolver.writers.patterns import legal

_STOPWORDS = frozenset(
    "a about after all am an and are as at be before between by can did do does few for from have how i if in is "
    "it its let more my no not of off on or over re should so some that the there this to under very via was we "
    "what when where which who why with you your".split()
)
"""Words that the Anthology skips in its own keys, read off its export."""

_LONGEST_WORD = 24
"""Letters of a word in a key; transliterated Chinese titles are one word."""


def keys(
    resolutions: Sequence[Resolution], pattern: str = "", listed: Callable[[Resolution], Record] | None = None
) -> Mapping[int, str]:
    """Citation keys of all matched entries by row; entries of one work share one unless their authors chose.

    Keys are unique without regard to case, which is how BibTeX compares them.

    Args:
        resolutions: of a whole list.
        pattern: how all keys are to be made (`resolver.writers.patterns`), those that the list gives
            included; where two works get the same, all but one of them get a letter.
        listed: gives a record of an entry that was not matched, so that it gets a key, too; each such entry is
            taken for a work of its own.

    Raises:
        SettingsError: the pattern can't be used.
    """
    matched = {r.entry.row: (r.entry.key, _telling(r.work.record)) for r in resolutions if r.work is not None}
    work_of = _works({row: record for row, (_, record) in matched.items()})
    if listed is not None:
        alone = [r for r in resolutions if r.work is None]
        matched |= {r.entry.row: (r.entry.key, structs.replace(_telling(listed(r)), ids=())) for r in alone}
        work_of |= {r.entry.row: f"row:{r.entry.row:09}" for r in alone}
    if pattern:
        of = patterns.parse(pattern).key
        whole = {r.entry.row: r.work.record for r in resolutions if r.work is not None}
        return _unique({row: of(whole.get(row, told)) for row, (_, told) in matched.items()}, work_of)
    taken: dict[str, str] = {}
    out: dict[int, str] = {}
    chosen: dict[str, str] = {}
    for row, (given, _) in matched.items():
        if own := legal(given):
            out[row] = _first_free(own, work_of[row], taken)
            chosen.setdefault(work_of[row], out[row])
    records: dict[str, Record] = {}
    for row, (_, record) in matched.items():
        if work_of[row] not in chosen:
            records.setdefault(work_of[row], record)
    fixed = {work: record.key for work, record in records.items() if record.key and legal(record.key) == record.key}
    reserved = {key.lower() for key in (*taken, *fixed.values())}
    made = _made({work: record for work, record in records.items() if work not in fixed}, reserved)
    for group in (fixed, made):
        for work, key in sorted(group.items()):
            chosen[work] = _first_free(key, work, taken)
    return {row: out.get(row, chosen[work_of[row]]) for row in matched}


def _unique(made: Mapping[int, str], work_of: Mapping[int, str]) -> dict[int, str]:
    """Keys by row as they were made of each row's record, that of a work's first row for all of its rows."""
    first = {work_of[row]: key for row, key in sorted(made.items(), reverse=True)}
    taken: dict[str, str] = {}
    unique = {work: _first_free(first[work] or "untitled", work, taken) for work in sorted(first)}
    return {row: unique[work_of[row]] for row in made}


def _telling(record: Record) -> Record:
    """The part of a record that its key is made of: a long list's whole records need not be in memory at once."""
    return Record(
        source=record.source,
        ids=record.ids,
        title=record.title,
        authors=record.authors[:3],
        partial_authors=record.partial_authors,
        editors=record.editors[:3],
        year=record.year,
        key=record.key,
    )


def _works(records: Mapping[int, Record]) -> dict[int, str]:
    """The work that each row means: rows whose records share an identifier mean one.

    A work is named by the least of its identifiers, so that the order of the rows makes no difference.
    """
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    first: dict[int, str] = {}
    for row, record in records.items():
        names = [str(i) for i in record.ids] or [f"title:{titles.key(record.title)}:{record.year or ''}"]
        first[row] = names[0]
        for name in names:
            one, other = sorted((root(name), root(names[0])))
            parent[other] = one
    return {row: root(name) for row, name in first.items()}


def _first_free(key: str, work: str, taken: dict[str, str]) -> str:
    """`key`, or with a letter when another work has it; a work gets the same answer twice."""
    for candidate in chain((key,), (f"{key}{suffix}" for suffix in _letters())):
        if taken.setdefault(candidate.lower(), work) == work:
            return candidate
    raise AssertionError("letters never end")


def _letters() -> Iterable[str]:
    number = 0
    while True:
        number += 1
        rest, out = number, ""
        while rest:
            rest, digit = divmod(rest - 1, 26)
            out = chr(97 + digit) + out
        yield out


def _made(records: Mapping[str, Record], reserved: set[str]) -> dict[str, str]:
    """Keys by work, each as short as its neighbours allow."""
    stems = {work: _stem(record) for work, record in records.items()}
    words = {work: _title_words(record) for work, record in records.items()}
    count = dict.fromkeys(records, 1)
    while True:
        shared = defaultdict(list)
        for work, stem in stems.items():
            shared["-".join((*stem, *words[work][: count[work]]))].append(work)
        longer = [
            work
            for key, group in shared.items()
            if len(group) > 1 or key in reserved
            for work in group
            if count[work] < len(words[work])
        ]
        if not longer:
            break
        for work in longer:
            count[work] += 1
    return {work: key for key, group in shared.items() for work in sorted(group)}


def _stem(record: Record) -> list[str]:
    """`surname`, `surname-surname` or `surname-etal`, and the year."""
    people = record.authors or record.editors
    names = [slug for person in people if (slug := _slug(person.family))]
    if len(people) > 2 or record.partial_authors:
        names = [*names[:1], "etal"]
    year = [str(record.year)] if record.year else []
    return [*(names[:2] or ["nn"]), *year]


def _title_words(record: Record) -> list[str]:
    words = [word[:_LONGEST_WORD] for word in titles.words(record.title)]
    telling = [w for w in words if w not in _STOPWORDS]
    return telling or words or ["untitled"]


def _slug(name: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", titles.fold(name)))
