"""One record out of all that the sources say of a work, with the origin of every field.

The published version leads: it gives title, authors, venue, year, pages and DOI; the preprint gives
its arXiv id and category. Fields of two publications are never mixed, and what lost is kept beside
what won, with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from resolver.identifiers import KINDS, OFFICIAL, related, url_of
from resolver.match.works import REPOSITORIES
from resolver.model import Identifier, IdKind, Record, Sourced, Work
from resolver.text import names, titles

_PUBLICATION = (
    "title", "title_tex", "year", "month", "venue", "pages", "volume", "number", "publisher", "address", "isbn",
    "language", "note", "key",
)  # fmt: skip


def merge(records: Sequence[Record]) -> Work:
    """Merge the records of one work; the first one leads (`resolver.match.works.group` sorts them).

    Args:
        records: at least one record, all of the same work.
    """
    leader = records[0]
    peers = [r for r in records if r.published == leader.published]
    rest = [r for r in records if r.published != leader.published]
    provenance: dict[str, Sourced] = {}
    fields: dict[str, object] = {}
    for name in _PUBLICATION:
        if found := _text_field(name, peers, rest):
            fields[name] = int(found.value) if name == "year" else found.value
            provenance[name] = found
    for name, pool in (("authors", (*peers, *rest)), ("editors", peers)):
        if given := [r for r in pool if getattr(r, name)]:
            best, provenance[name] = _people_field(name, given)
            fields[name] = getattr(best, name)
            if name == "authors":
                fields["partial_authors"] = best.partial_authors
    ids, sources_of_ids = _identifiers(records)
    provenance |= sources_of_ids
    for name in ("category", "comment", "retracted"):
        if found := _text_field(name, records, ()):
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
        **{name: "" if name != "year" else None for name in _PUBLICATION},
        authors=(),
        partial_authors=False,
        editors=(),
        url=url.value,
        ids=ids,
    )
    merged = msgspec.structs.replace(merged, **fields)
    return Work(record=merged, provenance=provenance, sources=tuple(sorted({r.source for r in records})))


def _official(ids: Sequence[Identifier]) -> Identifier | None:
    """The identifier whose page is the work's own: the Anthology, the publisher, the forum, then the preprint."""
    pages = [i for i in ids if not (i.kind == "doi" and i.value.startswith(REPOSITORIES))]
    best = next((i for kind in OFFICIAL for i in pages if i.kind == kind), None)
    return best or next((i for i in ids if i.kind == "doi"), None)


def _text_field(name: str, peers: Sequence[Record], rest: Sequence[Record]) -> Sourced | None:
    """The first peer's value that is not empty; the values of the others that differ lost."""
    given = [(str(v), r) for r in peers if (v := getattr(r, name)) not in ("", None)]
    late = [(str(v), r) for r in rest if (v := getattr(r, name)) not in ("", None)]
    if not given:
        return None
    value, record = given[0]
    why = "the published version" if record.published and rest else ""
    if name == "title" and _shouted(value):
        same = [(v, r) for v, r in (*given, *late) if not _shouted(v) and titles.key(v) == titles.key(value)]
        if same:
            (value, record), why = same[0], "the same title, not in capitals"
            given = [(value, record), *given]
    lost = [(v, r.source, "a lower-ranking source") for v, r in given[1:] if v != value]
    lost += [(v, r.source, "the preprint" if record.published else "another version") for v, r in late if v != value]
    return Sourced(value=value, source=record.source, why=why, others=tuple(dict.fromkeys(lost)))


def _shouted(title: str) -> bool:
    """Whether a title of several words is all in capitals."""
    return title.isupper() and len(title.split()) > 2


def _people_field(name: str, given: Sequence[Record]) -> tuple[Record, Sourced]:
    """Names come from one record as a whole: of those that give some, the leading one whose list is not cut."""
    whole = [r for r in given if not _is_cut(r, given)] if name == "authors" else given
    best = (whole or given)[0]
    text = format_people(best, name)
    lost = [
        (
            format_people(r, name),
            r.source,
            "names are missing" if name == "authors" and _is_cut(r, given) else "a lower-ranking source",
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
    """The best identifier of each kind, each once, and where it came from: a publisher's DOI before arXiv's."""
    chosen: dict[IdKind, Identifier] = {}
    provenance: dict[str, Sourced] = {}
    for kind in KINDS:
        given = [(i, r) for r in records for i in r.ids if i.kind == kind]
        if kind == "doi":
            given.sort(key=lambda pair: pair[0].value.startswith(REPOSITORIES))
        if not given:
            continue
        best, record = given[0]
        chosen[kind] = best
        lost = [(i.value, r.source, _why_lost(i)) for i, r in given[1:] if i != best]
        provenance[kind] = Sourced(value=best.value, source=record.source, others=tuple(dict.fromkeys(lost)))
    for known in tuple(chosen.values()):
        for follows in related(known):
            # Every arXiv paper has a DOI, every 10.18653 DOI an Anthology id; but not every Anthology paper a DOI.
            if follows.kind not in chosen and known.kind != "acl":
                chosen[follows.kind] = follows
                source = provenance[known.kind].source
                provenance[follows.kind] = Sourced(
                    value=follows.value, source=source, why=f"follows from {known} by rule"
                )
    return tuple(chosen[kind] for kind in KINDS if kind in chosen), provenance


def _why_lost(identifier: Identifier) -> str:
    return "the preprint's" if identifier.value.startswith(REPOSITORIES) else "a lower-ranking source"
