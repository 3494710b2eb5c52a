"""OpenAlex's works as records. Fields: https://help.openalex.org/data/works/attributes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from resolver import identifiers
from resolver.model import Identifier, Person, Record, WorkType
from resolver.sources.openalex import places
from resolver.sources.openalex.replies import Biblio, Location, OpenAlexWork, Venue
from resolver.text import cleaning, names, titles

NAME = "openalex"

SELECT = (
    "id",
    "doi",
    "title",
    "publication_year",
    "type",
    "authorships",
    "primary_location",
    "locations",
    "biblio",
    "is_retracted",
)
"""The fields that are asked for; a whole work is about ten times as long."""

AUTHORS_SHOWN = 100
"""Lists give that many authors of a work at most; only the singleton has all of them."""

_YEARS = range(1000, 2101)
"""Years that a work may be of; writers give a year four digits."""

_RAW_TYPES: Mapping[str, WorkType] = {
    "proceedings-article": "inproceedings",
    "inproceedings": "inproceedings",
    "conference-paper": "inproceedings",
    "journal-article": "article",
    "review-article": "article",
    "book-chapter": "incollection",
    "book-section": "incollection",
    "reference-entry": "incollection",
    "proceedings": "proceedings",
    "book": "book",
    "monograph": "book",
    "edited-book": "book",
    "dissertation": "thesis",
    "posted-content": "preprint",
    "preprint": "preprint",
}
"""Crossref's types, which stand in a location's `raw_type`, and OpenAlex's own that
leave no doubt. `article` does: it is said of journal and conference papers and of preprints alike."""

_COMPANIONS: Mapping[str, str] = {
    "erratum": "correction",
    "retraction": "retraction note",
    "peer-review": "review",
    "paratext": "front matter",
    "supplementary-materials": "supplement",
    "component": "supplement",
    "dataset": "data",
}
"""OpenAlex's and Crossref's types of what goes with a work, in the words of `resolver.text.companions`. `letter` and
`editorial` are left out, which papers are called too, and so is `review`: most are survey papers."""

_OAI_ARXIV = re.compile(r"^pmh:oai:arXiv\.org:(.+)$", re.IGNORECASE)
_LITERAL_NEWLINE = re.compile(r"\\[nrt](?![a-z])")  # a backslash and a letter where the deposit had a line break
_ARXIV_DOIS = f"{identifiers.SCHEMES['arxiv'].registrant}/"
_JOINT = "\ue000"
_TAG_IN_WORD = re.compile(
    r"(?<=[^\W_])</?(?:i|b|em|strong|u|tt|sc|scp|span|font|italic|bold|jats:[a-z]+)\b[^<>]*>(?=[^\W_])", re.IGNORECASE
)
_BETTER = ("proceedings.mlr.press", "proceedings.neurips.cc", "papers.nips.cc", "openaccess.thecvf.com", "jmlr.org")
"""Publishers that give no DOIs, or whose own page says more than where a DOI leads."""


def make_record(work: Mapping[str, Any]) -> Record:
    """One work as OpenAlex gives it. Any field of it may be missing or null.

    Raises:
        msgspec.ValidationError: something in it is not what OpenAlex says it is.
    """
    return _make_record(msgspec.convert(work, OpenAlexWork))


def _make_record(work: OpenAlexWork) -> Record:
    locations = [loc for loc in work.locations or () if loc is not None]
    home = places.find_home(work, locations)
    kind = _read_type(work, home)
    ids = tuple(dict.fromkeys(_read_identifiers(work, locations)))
    people = tuple(_read_authors(work))
    biblio = work.biblio or Biblio()
    year = work.publication_year
    return cleaning.clean_record(
        Record(
            source=NAME,
            ids=ids,
            title=_read_title(work.title or ""),
            title_tex=_read_joints(work.title or ""),
            authors=people,
            partial_authors=not people or len(people) >= AUTHORS_SHOWN or bool(work.is_authors_truncated),
            year=year if year is not None and year in _YEARS else None,
            venue="" if kind == "preprint" else places.read_venue(home),
            type=kind,
            url=_choose_url(kind, home, ids, [p for loc in locations if (p := loc.landing_page_url)]),
            pages=_read_pages(biblio),
            volume=str(biblio.volume or ""),
            number=str(biblio.issue or ""),
            companion=_read_companion(work, home),
            retracted="marked as retracted by OpenAlex (Retraction Watch)" if work.is_retracted else "",
        )
    )


def _read_title(raw: str) -> str:
    return titles.plain(_LITERAL_NEWLINE.sub(" ", raw))


def _read_joints(raw: str) -> str:
    """The title with `{}` where a tag stands between two letters, and nothing for one without such a place.

    The deposit may have had a space there (`Using<b>lme4</b>`) or none (`<b>B</b>ERT`); a title that is known from
    elsewhere decides (`resolver.merge`). Indices (`H<sub>2</sub>O`) never had one.
    """
    marked = _TAG_IN_WORD.sub(_JOINT, raw)
    return _read_title(marked).replace(_JOINT, "{}") if marked != raw else ""


def _read_authors(work: OpenAlexWork) -> Iterator[Person]:
    """Names as printed on the paper, in either order: the profile's may be another form, or another person's."""
    for authorship in work.authorships or ():
        name = authorship.raw_author_name or (authorship.author.display_name if authorship.author else "") or ""
        if name.strip():
            yield names.parse_person(" ".join(name.split()))


def _read_identifiers(work: OpenAlexWork, locations: Sequence[Location]) -> Iterator[Identifier]:
    """The work's own id and DOI, and what its locations show. A location's DOI is left out: it is often
    that of a copy (Zenodo, a recorded talk) and not the paper's."""
    for text in (work.id, work.doi):
        if text and (found := identifiers.parse(text)) is not None:
            yield found
            if found.kind == "doi":
                yield from identifiers.derive_related(found)
    for location in locations:
        oai = _OAI_ARXIV.match(location.id or "")
        for text in (f"https://arxiv.org/abs/{oai[1]}" if oai else None, location.landing_page_url):
            found = identifiers.parse(text) if text else None
            if found is not None and found.kind in ("arxiv", "acl", "openreview"):
                yield found


def _read_type(work: OpenAlexWork, home: Location) -> WorkType:
    if places.is_copy(home):
        if work.type in ("dissertation", "book"):
            return "thesis" if work.type == "dissertation" else "book"
        return "article" if home.version == "publishedVersion" and _is_published(work, home) else "preprint"
    raw = ((home.raw_type or "").lower(), work.type or "")
    for name in raw:
        if name in _RAW_TYPES and not (name == "preprint" and home.version == "publishedVersion"):
            return _RAW_TYPES[name]
    source = (home.source or Venue()).type
    if source == "conference":
        return "inproceedings"
    return "article" if source == "journal" or raw[1] in ("article", "review", "letter", "editorial") else "misc"


def _is_published(work: OpenAlexWork, home: Location) -> bool:
    """Whether what an archive calls published has a journal's name or a publisher's DOI."""
    found = identifiers.parse(work.doi) if work.doi else None
    return bool(places.read_venue(home)) or (found is not None and not found.value.startswith(_ARXIV_DOIS))


def _read_companion(work: OpenAlexWork, home: Location) -> str:
    """What goes with a work and is not the work; by its own type, or the one that its publisher deposited."""
    types = (work.type or "", (home.raw_type or "").lower())
    return next((_COMPANIONS[name] for name in types if name in _COMPANIONS), "")


def _choose_url(kind: WorkType, home: Location, ids: Sequence[Identifier], pages: Sequence[str]) -> str:
    """The page a reader wants: the Anthology's or OpenReview's before the publisher's, that before a copy's."""
    for scheme in ("acl", "openreview"):
        if own := next((i for i in ids if i.kind == scheme), None):
            return identifiers.url_of(own)
    preprint = next((i for i in ids if i.kind == "arxiv"), None)
    if kind == "preprint" and preprint is not None:
        return identifiers.url_of(preprint)
    choices = [home.landing_page_url or "", *pages]
    choices.sort(key=lambda p: not any(host in p for host in _BETTER))
    return next((p for p in choices if p.startswith(("http://", "https://"))), "")


def _read_pages(biblio: Biblio) -> str:
    first, last = (str(page or "").strip() for page in (biblio.first_page, biblio.last_page))
    return f"{first}–{last}" if first and last and first != last else first or last
