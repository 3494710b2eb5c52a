"""One record out of all that the sources say of a work, with the origin of every field.

The published version leads: it gives title, authors, venue, year, pages and DOI; the preprint gives
its arXiv id and category. Fields of two versions are never mixed: a publication without a DOI gets none of its
preprint's, and a preprint no pages. What lost is kept beside what won, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from resolver.identifiers import KINDS, OFFICIAL, SCHEMES, derive_related, names_publication, url_of
from resolver.identifiers.doi import REPOSITORIES
from resolver.merge.titles import choose_title, without_full_stop
from resolver.model import Identifier, IdKind, Record, Sourced, Work
from resolver.text import names
from resolver.text.companions import says_retracted

_ARXIV_DOIS = f"{SCHEMES['arxiv'].registrant}/"
_LOWER = "a lower-ranking source"
_PUBLICATION = (
    "year", "month", "venue", "pages", "volume", "number", "publisher", "address", "isbn",
    "language", "note", "key",
)  # fmt: skip

_CONTAINED = ("venue", "pages", "volume", "number", "publisher", "address", "isbn")
"""Of these, what says where in a book or journal a paper is: a preprint is in none."""

_PLACES = frozenset({"pages", "volume", "number"})
"""Of those again, what says nothing without the name of the book or journal."""


def merge(records: Sequence[Record], listed: str = "") -> Work:
    """Merge the records of one work; the first one leads (`resolver.match.works.group` sorts them).

    Args:
        records: at least one record, all of the same work.
        listed: the title in the list, where there is one: it tells where a record lost a space.
    """
    records = [r for r in records if not r.first_version] or records
    leader = records[0]
    peers = [r for r in records if r.published == leader.published]
    rest = [r for r in records if r.published != leader.published]
    provenance: dict[str, Sourced] = {}
    fields: dict[str, object] = {}
    for name, sourced in _title_fields(peers, rest, listed):
        fields[name], provenance[name] = sourced.value, sourced
    for name in _fields_of(peers):
        if found := _text_field(name, peers, rest):
            fields[name] = int(found.value) if name == "year" else found.value
            provenance[name] = found
    for name, pool in (("authors", (*peers, *rest)), ("editors", peers)):
        if given := [r for r in pool if getattr(r, name)]:
            best, provenance[name] = _people_field(name, given)
            fields[name] = tuple(map(names.whole_group, getattr(best, name)))
            if name == "authors":
                fields["partial_authors"] = best.partial_authors
    ids, sources_of_ids = _identifiers(records)
    if leader.published:
        ids = _without_preprints_doi(ids, sources_of_ids)
    provenance |= sources_of_ids
    for name in ("category", "comment", "retracted"):
        if found := _text_field(name, records, ()) or (_retracted_by_title(records) if name == "retracted" else None):
            fields[name], provenance[name] = found.value, found
    link = _official(ids)
    if link is not None:
        url = Sourced(value=url_of(link), source=provenance[link.kind].source, why=f"the official page of {link}")
    else:
        url = next((Sourced(value=r.url, source=r.source) for r in records if r.url), Sourced(value="", source=""))
    if url.value:
        provenance["url"] = url
    merged = msgspec.structs.replace(
        leader,
        title="",
        title_tex="",
        **{name: "" if name != "year" else None for name in _PUBLICATION},
        authors=(),
        partial_authors=False,
        editors=(),
        url=url.value,
        ids=ids,
    )
    merged = msgspec.structs.replace(merged, **fields)
    return Work(record=merged, provenance=provenance, sources=tuple(sorted({r.source for r in records})))


def _retracted_by_title(records: Sequence[Record]) -> Sourced | None:
    """What a title says of itself (`RETRACTED ARTICLE: …`), where no source has it as a flag."""
    record = next((r for r in records if says_retracted(r.title)), None)
    if record is None:
        return None
    return Sourced(value=f"its title says so: {record.title}", source=record.source, why="the title begins or ends so")


def _fields_of(peers: Sequence[Record]) -> tuple[str, ...]:
    """The fields that such a version has: a preprint stands in no journal, and pages say nothing without one."""
    if not peers[0].published:
        return tuple(name for name in _PUBLICATION if name not in _CONTAINED)
    if any(r.venue for r in peers) or peers[0].type in ("book", "thesis", "proceedings"):
        return _PUBLICATION
    return tuple(name for name in _PUBLICATION if name not in _PLACES)


def _official(ids: Sequence[Identifier]) -> Identifier | None:
    """The identifier whose page is the work's own: the Anthology, the publisher, the forum, then the preprint."""
    pages = [i for i in ids if not (i.kind == "doi" and i.value.startswith(REPOSITORIES))]
    best = next((i for kind in OFFICIAL for i in pages if i.kind == kind), None)
    return best or next((i for i in ids if i.kind == "doi"), None)


def _title_fields(peers: Sequence[Record], rest: Sequence[Record], listed: str) -> Iterator[tuple[str, Sourced]]:
    """The title and its LaTeX, with the other titles of the work."""
    title = choose_title(peers, rest, listed)
    if title is None:
        return
    given = [(r.title, r.source, _LOWER) for r in peers]
    given += [(r.title, r.source, "the preprint" if title.record.published else "another version") for r in rest]
    lost = dict.fromkeys(other for other in given if without_full_stop(other[0]) not in ("", title.text))
    yield "title", Sourced(value=title.text, source=title.record.source, why=title.why, others=tuple(lost))
    if title.tex:
        yield "title_tex", Sourced(value=title.tex, source=title.tex_source)


def _text_field(name: str, peers: Sequence[Record], rest: Sequence[Record]) -> Sourced | None:
    """The first peer's value that is not empty; the values of the others that differ lost."""
    given = [(str(v), r) for r in peers if (v := getattr(r, name)) not in ("", None)]
    late = [(str(v), r) for r in rest if (v := getattr(r, name)) not in ("", None)]
    if not given:
        return None
    value, record = given[0]
    why = "the published version" if record.published and rest else ""
    lost = [(v, r.source, _LOWER) for v, r in given[1:] if v != value]
    lost += [(v, r.source, "the preprint" if record.published else "another version") for v, r in late if v != value]
    return Sourced(value=value, source=record.source, why=why, others=tuple(dict.fromkeys(lost)))


def _people_field(name: str, given: Sequence[Record]) -> tuple[Record, Sourced]:
    """Names come from one record as a whole: of those that give some, the leading one whose list is not cut."""
    whole = [r for r in given if not _is_cut(r, given)] if name == "authors" else given
    best = (whole or given)[0]
    text = format_people(best, name)
    lost = [
        (
            format_people(r, name),
            r.source,
            "names are missing" if name == "authors" and _is_cut(r, given) else _LOWER,
        )
        for r in given
        if r is not best and format_people(r, name) != text
    ]
    return best, Sourced(value=text, source=best.source, others=tuple(dict.fromkeys(lost)))


def _is_cut(record: Record, others: Sequence[Record]) -> bool:
    """Whether names are missing from a record's authors: it says so, or a longer list has all of them."""
    if record.partial_authors:
        return True
    return any(
        len(o.authors) > len(record.authors)
        and all(any(names.compare(p, q) >= names.ONE_PERSON for q in o.authors) for p in record.authors)
        for o in others
    )


def format_people(record: Record, name: str = "authors") -> str:
    """The people of a record as one line of text, `and others` when the list is cut."""
    people = record.authors if name == "authors" else record.editors
    return "; ".join(str(p) for p in people) + ("; et al." if name == "authors" and record.partial_authors else "")


def _identifiers(records: Sequence[Record]) -> tuple[tuple[Identifier, ...], dict[str, Sourced]]:
    """The best identifier of each kind, each once, and where it came from.

    The DOI is that of the version that leads: a publication's own, or of a preprint that of its repository, unless a
    publisher's is vouched for.
    """
    chosen: dict[IdKind, Identifier] = {}
    provenance: dict[str, Sourced] = {}
    for kind in KINDS:
        given = [(i, r) for r in records for i in r.ids if i.kind == kind]
        others = []
        if kind == "doi":
            others = [(i, r) for i, r in given if not _is_own_doi(i, r, records)]
            given = [pair for pair in given if pair not in others]
            given.sort(key=lambda pair: not names_publication(pair[0]))
        if not given:
            continue
        best, record = given[0]
        chosen[kind] = best
        lost = [(i.value, r.source, _why_lost(i)) for i, r in (*given[1:], *others) if i != best]
        provenance[kind] = Sourced(value=best.value, source=record.source, others=tuple(dict.fromkeys(lost)))
    for known in tuple(chosen.values()):
        for follows in derive_related(known):
            # Every arXiv paper has a DOI, every 10.18653 DOI an Anthology id; but not every Anthology paper a DOI.
            if follows.kind not in chosen and known.kind != "acl":
                chosen[follows.kind] = follows
                source = provenance[known.kind].source
                provenance[follows.kind] = Sourced(
                    value=follows.value, source=source, why=f"follows from {known} by rule"
                )
    return tuple(chosen[kind] for kind in KINDS if kind in chosen), provenance


def _without_preprints_doi(ids: tuple[Identifier, ...], provenance: dict[str, Sourced]) -> tuple[Identifier, ...]:
    """The identifiers of a publication: arXiv's DOI is the preprint's, whose arXiv id says as much."""
    own = [i for i in ids if i.kind == "doi" and i.value.startswith(_ARXIV_DOIS)]
    if not own or not any(i.kind == "arxiv" for i in ids):
        return ids
    lost = provenance.pop("doi")
    told = (lost.value, lost.source, "the preprint's DOI, which follows from its arXiv id")
    kept = provenance["arxiv"]
    provenance["arxiv"] = msgspec.structs.replace(kept, others=tuple(dict.fromkeys((*kept.others, told))))
    return tuple(i for i in ids if i not in own)


def _is_own_doi(doi: Identifier, record: Record, records: Sequence[Record]) -> bool:
    """Whether a record's DOI is that of the version that leads.

    What calls itself a preprint and has a publisher's DOI may have it by mistake, and nothing else of that publication
    is known: another source has to say the same, or the authors, in arXiv's journal reference.
    """
    is_publishers = names_publication(doi)
    if records[0].published:  # a repository may be where it was published
        return (record.published and is_publishers) or record is records[0]
    if not is_publishers:
        return True
    says = {r.source for r in records if doi in r.ids}
    return len(says) > 1 or bool(record.note)


def _why_lost(identifier: Identifier) -> str:
    return "the preprint's" if identifier.value.startswith(REPOSITORIES) else _LOWER
