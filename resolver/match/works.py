"""Which records are one work: the preprint, the published paper, and what each source says of them.

Two publications that differ in their Anthology id or publisher's DOI stay two works, also when title
and authors are the same: a workshop paper and its journal version, one year's overview and the next.
A preprint joins the publication that it became.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from resolver.identifiers import SCHEMES
from resolver.match.alignment import align
from resolver.model import Identifier, Record
from resolver.text import names, venues
from resolver.text.prepared import prepare

TELLING = 25.0
"""Nats above which a title hardly has a homonym: about four uncommon words."""

REPOSITORIES = (
    "10.48550/",
    "10.48448/",
    "10.5281/",
    "10.6084/",
    "10.2139/",
    "10.13140/",
    "10.36227/",
    "10.21203/",
    "10.31219/",
    "10.31234/",
    "10.1101/",
    "10.20944/",
    "10.17605/",
)
"""DOI prefixes of repositories: arXiv, Underline (talks), Zenodo, figshare, SSRN, ResearchGate, TechRxiv, Research
Square, OSF and PsyArXiv, bioRxiv, preprints.org. Such a DOI names a copy, not a publication."""


def group(records: Sequence[Record]) -> tuple[tuple[Record, ...], ...]:
    """Partition records into works, in order of first appearance; the leading record comes first.

    Args:
        records: what all sources answered about one entry; duplicates are dropped.
    """
    unique = sorted(dict.fromkeys(records), key=_authority)
    works: list[list[Record]] = []
    for record in unique:
        homes = [w for w in works if _one_work(w, record)]
        if not homes:
            works.append([record])
            continue
        best = _closest(homes, record)
        best.append(record)
        for other in homes:  # a version that belongs to both shows that they are one
            if other is not best and not any(_conflict(best, r) for r in other):
                best[:] = sorted((*best, *other), key=_authority)
                works = [w for w in works if w is not other]
    place = {id(r): n for n, r in reversed(list(enumerate(dict.fromkeys(records))))}
    works.sort(key=lambda w: min(place.get(id(r), 0) for r in w))
    return tuple(tuple(w) for w in works)


def _authority(record: Record) -> tuple[bool, int, int, tuple[Identifier, ...], str, int]:
    """Published before preprints; those with an identifier of their own before those without.

    The rest makes the order, and so the partition, independent of who answered first.
    """
    rank = {"acl": 0, "crossref": 1, "openalex": 3, "arxiv": 4}.get(record.source, 2)
    own = 0 if publication_ids(record) else 1
    return (not record.published, own, rank, record.ids, record.title, record.year or 0)


def publication_ids(record: Record) -> frozenset[str]:
    """The identifiers that belong to a publication and no other: Anthology id, publisher's DOI."""
    found = {
        str(i) for i in record.ids if i.kind == "acl" or (i.kind == "doi" and not i.value.startswith(REPOSITORIES))
    }
    return frozenset(found) if record.published else frozenset()


def _one_work(work: Sequence[Record], record: Record) -> bool:
    leader = work[0]
    if _conflict(work, record):
        return False
    if any(_share_id(r, record) for r in work):
        return _alike(leader, record) or any(_alike(r, record) for r in work)
    if not any(_same_title(r, record) for r in work):
        return False
    if not any(_same_people(r, record) for r in work) and not _only_a_copy(record):
        return False
    years = [r.year for r in work if r.year]
    return not (record.year and years) or min(abs(record.year - y) for y in years) <= 4


def _conflict(work: Sequence[Record], record: Record) -> bool:
    """Whether the record is another publication, or another preprint, than the work's."""
    for kind in ("acl", "arxiv"):
        mine = {r.id(kind) for r in work if r.id(kind)}
        theirs = record.id(kind)
        if theirs and mine and theirs not in mine:
            return True
    dois = {d for r in work for d in publication_ids(r) if d.startswith("doi:")}
    own = {d for d in publication_ids(record) if d.startswith("doi:")}
    return bool(dois and own and not dois & own)


def _share_id(a: Record, b: Record) -> bool:
    return any(i in b.ids and SCHEMES[i.kind].names_work for i in a.ids)


def _closest(works: list[list[Record]], record: Record) -> list[Record]:
    """The work that a record fits best: by a shared identifier, else the one that appeared next."""

    def distance(work: list[Record]) -> tuple[bool, int]:
        shared = any(_share_id(r, record) for r in work)
        year = work[0].year
        gap = (
            99
            if not (record.year and year)
            else (year - record.year if year >= record.year else 10 + record.year - year)
        )
        return (not shared, gap)

    return min(works, key=distance)


@lru_cache(maxsize=4096)
def _alike(a: Record, b: Record) -> bool:
    """Whether two records with an identifier in common can be one work; a shared id may be a slip.

    A retitled paper keeps its people; a paper with the title of another has neither.
    """
    return _same_title(a, b) or _overlap(a, b) >= 0.5 or not (a.title and b.title)


@lru_cache(maxsize=4096)
def _same_title(a: Record, b: Record) -> bool:
    side = align(prepare(a.title), prepare(b.title))
    if side.exact:
        return True
    if side.numbers:
        return False
    loss = side.missing + side.extra
    short = min(prepare(a.title).total, prepare(b.title).total)
    whole_part = (side.head_missing or side.tail_missing or side.missing == 0) and (
        side.head_extra or side.tail_extra or side.extra == 0
    )
    return loss <= 0.12 * max(short, 1.0) or (whole_part and side.agreed >= 25 and _overlap(a, b) >= 0.6)


def _same_people(a: Record, b: Record) -> bool:
    if not a.authors or not b.authors:
        return prepare(a.title).telling >= 30  # no names to compare: only a telling title will do
    return _overlap(a, b) >= 0.5


@lru_cache(maxsize=4096)
def _overlap(a: Record, b: Record) -> float:
    """The share of the shorter author list that is in the other, by surname."""
    one, two = {names.family_key(p) for p in a.authors}, {names.family_key(p) for p in b.authors}
    if not one or not two:
        return 0.0
    if len(one) == 1 or len(two) == 1:
        return float(any(names.agreement(p, q) >= 0.7 for p in a.authors[:3] for q in b.authors[:3]))
    return len(one & two) / min(len(one), len(two))


def _only_a_copy(record: Record) -> bool:
    """Whether a repository deposited something of a telling title for somebody else (a talk, by the publisher)."""
    deposited = any(i.kind == "doi" and i.value.startswith(REPOSITORIES) for i in record.ids)
    return deposited and len(record.authors) <= 1 and prepare(record.title).telling >= 40


def reissued(a: Sequence[Record], b: Sequence[Record]) -> bool:
    """Whether two publications are one paper that appeared twice: at a workshop and a conference, say.

    The same telling title by the same people within a year is. Without a telling title it may be the
    next of a series, and later than that another paper of a recurring name.
    """
    one, two = a[0], b[0]
    if prepare(one.title).key != prepare(two.title).key or prepare(one.title).telling < TELLING:
        return False
    if one.year and two.year and abs(one.year - two.year) > 1:
        return False
    few, many = sorted((one.authors, two.authors), key=len)
    if not few or len(few) < 0.6 * len(many) or names.agreement(one.authors[0], two.authors[0]) < 0.8:
        return False
    return all(any(names.agreement(p, q) >= 0.7 for q in many) for p in few)


def one_paper(a: Sequence[Record], b: Sequence[Record]) -> bool:
    """Whether two works are versions, copies or publications of one paper."""
    return len(group((*a, *b))) == 1 or reissued(a, b)


def standing(work: Sequence[Record]) -> int:
    """The order in which one would cite the publications of a paper: conference or journal, Findings, workshop."""
    kinds = venues.labels(work[0].venue)
    if not work[0].published:
        return 3
    return 2 if "workshop" in kinds else 1 if "findings" in kinds else 0
