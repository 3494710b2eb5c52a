"""Which records are one work: the preprint, the published paper, and what each source says of them.

Two publications that differ in their Anthology id or publisher's DOI stay two works, also when title
and authors are the same: a workshop paper and its journal version, one year's overview and the next.
A preprint joins the publication that it became.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from resolver.identifiers import SCHEMES, names_publication
from resolver.match.alignment import align_titles
from resolver.model import Identifier, Record
from resolver.text import names, titles, venues
from resolver.text.companions import one_follows
from resolver.text.prepared import PreparedRecord, PreparedWork, prepare_records

INFORMATIVE_TITLE = 25.0
"""Nats above which a title hardly has a homonym: about four uncommon words."""

WITHOUT_PEOPLE = 30.0
"""Nats from which on equal titles are one work although no authors are there to compare. Higher than
`INFORMATIVE_TITLE`, since nothing else can save it from being a homonym."""

DEPOSITED = 40.0
"""The same where a repository's record names other people, as those of talks do (a publisher, or the speaker only)."""

VERSIONS_APART = 4
"""Years between two versions of one work, at most. Of 6,728 papers whose telling title
both the Anthology and arXiv have just once, 6,710 lie so near (`benchmarks/preprint_gaps.py`)."""

PEOPLE_IN_COMMON = 0.5
"""Share of the shorter author list that two versions of one work have in common. 6,705 of the same 6,728
papers have."""

ABRIDGED_PEOPLE = 0.6
"""The same where one title is only a part of the other: more of the people must vouch for it."""

REWORDED_SHARE = 0.12
"""Share of the shorter title's information that may differ between two titles of one work: a function word or an
ending of a title of eight words. Set by hand."""

SAME_AUTHORS = 0.6
"""Share of the longer author list that the shorter one must have for two publications to be one paper."""

FIRST_AUTHOR = names.INCOMPLETE
"""Agreement of the first authors of one paper that was published twice: the name at most abridged."""

LONG_WAIT = 10
"""Years; a preprint is rather published within them than it is a copy of what had been published before it."""

REISSUED_WITHIN = 1
"""Years between two publications of one paper. Later than that, a recurring title is the next paper of a series."""

TALKS = "10.48448/"
"""Underline's DOIs: talks that are deposited under the paper's title, by the publisher."""


SOURCE_RANKS = {"acl": 0, "crossref": 1, "openalex": 3, "arxiv": 4}
OTHER_SOURCE_RANK = 2
"""Whose record of a publication leads: the Anthology's and the publisher's own before what services gathered."""

LEADING = 3
"""Authors of a list that may be the one which a record with a single author names: the first, or one of those who
share the first place."""

PREPRINT_RANK, WORKSHOP_RANK, FINDINGS_RANK, MAIN_RANK = 3, 2, 1, 0
"""The order in which one would cite the publications of a paper."""


def group(records: Sequence[Record]) -> tuple[tuple[Record, ...], ...]:
    """Partition records into works, in order of first appearance; the leading record comes first.

    Args:
        records: what all sources answered about one entry; duplicates are dropped.
    """
    return tuple(tuple(r.record for r in work) for work in group_prepared(prepare_records(records)))


def group_prepared(records: Sequence[PreparedRecord]) -> tuple[PreparedWork, ...]:
    """As `group`, of records that are prepared already, each of them once."""
    works: list[list[PreparedRecord]] = []
    for record in sorted(records, key=_rank_authority):
        homes = [w for w in works if _belongs_to(w, record)]
        if not homes:
            works.append([record])
            continue
        best = _find_closest(homes, record)
        before = tuple(best)
        best.append(record)
        for other in homes:  # a version that belongs to both shows that they are one
            if other is best or any(_is_other_publication(best, r) for r in other):
                continue
            if any(_are_of_one_work(r, s) for r in before for s in other):
                best[:] = sorted((*best, *other), key=_rank_authority)
                works = [w for w in works if w is not other]
    place = {r: n for n, r in enumerate(records)}
    works.sort(key=lambda w: min(place[r] for r in w))
    return tuple(tuple(w) for w in works)


def _are_of_one_work(a: PreparedRecord, b: PreparedRecord) -> bool:
    """Whether two records have the people of one work, or an identifier: a record between them may name one author
    only, whom two papers of one title have in common."""
    return _share_identifier(a, b) or _have_same_people(a, b)


def _rank_authority(prepared: PreparedRecord) -> tuple[bool, bool, int, int, tuple[Identifier, ...], str, int]:
    """Published before preprints, first versions last; those with an identifier of their own before those without.

    The rest makes the order, and so the partition, independent of who answered first.
    """
    record = prepared.record
    rank = SOURCE_RANKS.get(record.source, OTHER_SOURCE_RANK)
    own = 0 if publication_ids(record) else 1
    return (record.first_version, not record.published, own, rank, record.ids, record.title, record.year or 0)


def publication_ids(record: Record) -> frozenset[str]:
    """The identifiers that belong to a publication and no other: Anthology id, publisher's DOI."""
    found = {str(i) for i in record.ids if names_publication(i)}
    return frozenset(found) if record.published else frozenset()


def _belongs_to(work: Sequence[PreparedRecord], record: PreparedRecord) -> bool:
    """Whether a record is one more record of a work."""
    leader = work[0]
    if _is_other_publication(work, record):
        return False  # two publications stay two, or fields of one would be filled into an entry for the other
    if any(_share_identifier(r, record) for r in work):
        # Services give wrong identifiers now and then: one alone does not join two records that have nothing else.
        return _are_alike(leader, record) or any(_are_alike(r, record) for r in work)
    year, years = record.record.year, [r.record.year for r in work if r.record.year]
    if year and years and min(abs(year - y) for y in years) > VERSIONS_APART:
        return False
    # Homonyms are many (`Deep Learning`), so that the same title alone joins nothing: the people must be the same.
    # They are looked at first, since titles are aligned word by word.
    if not any(_have_same_people(r, record) for r in work) and not _only_a_copy(record):
        return False
    return any(_have_same_title(r, record) for r in work)


def _is_other_publication(work: Sequence[PreparedRecord], record: PreparedRecord) -> bool:
    """Whether the record is another publication, or another preprint, than the work's."""
    for kind in ("acl", "arxiv"):
        mine = {r.record.id(kind) for r in work if r.record.id(kind)}
        theirs = record.record.id(kind)
        if theirs and mine and theirs not in mine:
            return True
    dois = {d for r in work for d in publication_ids(r.record) if d.startswith("doi:")}
    own = {d for d in publication_ids(record.record) if d.startswith("doi:")}
    return bool(dois and own and not dois & own)


def _share_identifier(a: PreparedRecord, b: PreparedRecord) -> bool:
    """Whether two records have an identifier in common that names a work (an ISBN names a volume of many)."""
    return any(i in b.record.ids and SCHEMES[i.kind].names_work for i in a.record.ids)


def _find_closest(works: list[list[PreparedRecord]], record: PreparedRecord) -> list[PreparedRecord]:
    """The work that a record fits best: by a shared identifier, else the one that appeared next."""

    def distance(work: list[PreparedRecord]) -> tuple[bool, float]:
        shared = any(_share_identifier(r, record) for r in work)
        year, own = work[0].record.year, record.record.year
        if not (own and year):
            return (not shared, math.inf)
        later = year >= own  # a preprint becomes what is published next, not what was published before
        return (not shared, year - own if later else LONG_WAIT + own - year)

    return min(works, key=distance)


def _are_alike(a: PreparedRecord, b: PreparedRecord) -> bool:
    """Whether two records with an identifier in common can be one work; a shared id may be a slip.

    A retitled paper keeps its people; a paper with the title of another has neither.
    """
    if not (a.record.title and b.record.title):
        return True
    return _have_same_title(a, b) or people_in_common(a, b) >= PEOPLE_IN_COMMON


def _have_same_title(a: PreparedRecord, b: PreparedRecord) -> bool:
    """Whether the titles of two records can be those of two versions of one work."""
    side = align_titles(a.title, b.title)
    if side.exact:
        return True
    if side.numbers_differ:
        return False  # the next year's overview, the second part: another work, however equal the words
    loss = side.missing + side.extra
    short = min(a.title.information, b.title.information)
    if loss > REWORDED_SHARE * max(short, 1.0):
        # With or without its subtitle: only where the rest is telling and the people agree, for series share a
        # beginning.
        whole_part = (side.missing_part or not side.missing_words) and (side.extra_part or not side.extra_words)
        if not whole_part or side.agreed < INFORMATIVE_TITLE or not _have_most_people_in_common(a, b):
            return False
    # `Erratum: X` and `X Revisited` are works of their own, however much their titles have in common with X's.
    return a.companion == b.companion and not one_follows(a.record.title, b.record.title)


def _have_same_people(a: PreparedRecord, b: PreparedRecord) -> bool:
    """Whether enough people are in both records, or none can be compared and the title says enough by itself."""
    if not a.record.authors or not b.record.authors:
        return a.title.distinctiveness >= WITHOUT_PEOPLE  # no names to compare: only a telling title will do
    return people_in_common(a, b) >= PEOPLE_IN_COMMON


def people_in_common(a: PreparedRecord, b: PreparedRecord) -> float:
    """The share of the shorter author list that is in the other, by surname."""
    one, two = a.families, b.families
    if not one or not two:
        return 0.0
    if len(one) == 1 or len(two) == 1:
        # One surname in common is too little (Wang, Li): the whole name must agree, and with one that leads.
        return float(
            any(
                names.compare(p, q) >= names.ONE_PERSON
                for p in a.record.authors[:LEADING]
                for q in b.record.authors[:LEADING]
            )
        )
    return len(one & two) / min(len(one), len(two))


def _have_most_people_in_common(a: PreparedRecord, b: PreparedRecord) -> bool:
    """Whether the people of two records are the same but for a few: a short preprint and the longer paper that follows
    it have some authors in common, and the part of a title that one has more may be what tells them apart."""
    if people_in_common(a, b) < ABRIDGED_PEOPLE:
        return False
    most = max(len(a.families), len(b.families))
    cut = a.record.partial_authors or b.record.partial_authors
    return cut or len(a.families & b.families) >= ABRIDGED_PEOPLE * most


def _only_a_copy(prepared: PreparedRecord) -> bool:
    """Whether a repository deposited something of a telling title for somebody else (a talk, by the publisher)."""
    record = prepared.record
    deposited = any(i.kind == "doi" and i.value.startswith(TALKS) for i in record.ids)
    return deposited and len(record.authors) <= 1 and prepared.title.distinctiveness >= DEPOSITED


def is_republication(a: Sequence[PreparedRecord], b: Sequence[PreparedRecord]) -> bool:
    """Whether two publications are one paper that appeared twice: at a workshop and a conference, say.

    The same telling title by the same people within a year is. Without a telling title it may be the
    next of a series, and later than that another paper of a recurring name.
    """
    if a[0].title.key != b[0].title.key or a[0].title.distinctiveness < INFORMATIVE_TITLE:
        return False
    one, two = a[0].record, b[0].record
    if one.year and two.year and abs(one.year - two.year) > REISSUED_WITHIN:
        return False
    few, many = sorted((one.authors, two.authors), key=len)
    if not few or len(few) < SAME_AUTHORS * len(many):
        return False
    if names.compare(one.authors[0], two.authors[0]) < FIRST_AUTHOR:
        return False
    if not all(any(names.compare(p, q) >= names.ONE_PERSON for q in many) for p in few):
        return False
    return not _of_a_series(one, two)


def _of_a_series(one: Record, two: Record) -> bool:
    """Whether two publications of one title stand in one place: entries of a catalogue, parts, yearly reports.

    Nobody publishes a paper twice in the same journal. Where a venue is not told, the publisher's DOIs tell.
    """
    if not (publication_ids(one) and publication_ids(two)):
        return False
    if one.venue and two.venue:
        return titles.key(one.venue) == titles.key(two.venue)
    return one.id("doi").partition("/")[0] == two.id("doi").partition("/")[0] != ""


def are_one_paper(a: Sequence[Record], b: Sequence[Record]) -> bool:
    """Whether two works are versions, copies or publications of one paper."""
    one, two = prepare_records(a), prepare_records(b)
    both = prepare_records((*a, *b))
    return len(group_prepared(both)) == 1 or is_republication(one, two)


def venue_rank(work: Sequence[PreparedRecord]) -> int:
    """The order in which one would cite the publications of a paper: conference or journal, Findings, workshop."""
    leader = work[0].record
    if not leader.published:
        return PREPRINT_RANK
    kinds = venues.find_labels(leader.venue)
    return WORKSHOP_RANK if "workshop" in kinds else FINDINGS_RANK if "findings" in kinds else MAIN_RANK
