"""Which of the places where OpenAlex saw a work is the one that published it, and what that is called.

Archives of universities call their copies published, too, and give whole citations for the name of a journal
(`den Boer, A V 2015, 'Dynamic pricing …', Surveys in Operations Research, vol. 20`): neither is ever a venue.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from resolver.sources.openalex.replies import Location, OpenAlexWork, Venue
from resolver.text import titles

_REPOSITORY = re.compile(
    r"\b(?:arxiv|biorxiv|medrxiv|psyarxiv|ssrn|zenodo|figshare|hal|open mind|repository|repositorio|repositório|"
    r"dspace|eprints|research (?:portal|explorer|information|online|commons)|forskningsportal|scholarworks|"
    r"digital (?:library|commons|archive)s?|deep blue|data archiving|pubmed|doaj|citeseerx)\b",
    re.IGNORECASE,
)
_CITATION = re.compile(
    r"\bpp?\.\s*\d|\bvol\.\s*\d+.*\b(?:no|pp)\.\s*\d|\(eds?\.?\)|<?\s*https?://|\bdoi:\s*10\.|"
    r"^[^\d]{3,200}\b(?:19|20)\d\d[a-z]?, ['‘“\"]|"  # `Tibo, A, Jaeger, M & Frasconi, P 2020, 'Title', …`
    r"^(?:[^\W\d_][\w'’ -]+, [A-Z](?:[ .-]+[A-Z])*\.?(?:, | & | and )?)+\s*\(?(?:19|20)\d\d",
)
_CITED_JOURNAL = re.compile(r"(?:19|20)\d\d[a-z]?, '.+', (?P<name>[^\d/]{4,160}?), vol\. \d")
"""The form of Pure, the software of many such archives: people, year, title in quotes, journal, volume."""


def find_home(work: OpenAlexWork, locations: Sequence[Location]) -> Location:
    """The location that says where the work was published; the primary one unless that is a repository's copy."""
    primary = work.primary_location or (locations[0] if locations else Location())
    if not is_copy(primary):
        return primary
    # The DOI decides: a work may hold a sibling's or a copy's location beside its own.
    doi = (work.doi or "").lower()
    own = [loc for loc in locations if doi and (loc.landing_page_url or "").lower() == doi and not is_copy(loc)]
    if not own and primary.version == "publishedVersion":  # an archive says that it was published: there
        own = [loc for loc in locations if (loc.source or Venue()).type in _PUBLISHERS and not is_copy(loc)]
    return (own or [primary])[0]


_PUBLISHERS = frozenset({"journal", "conference", "book series"})


def is_copy(location: Location) -> bool:
    """Whether a location is a preprint server's or an archive's copy."""
    source = location.source or Venue()
    if _REPOSITORY.search(source.display_name or "") or "/10.48550/" in (location.landing_page_url or ""):
        return True
    return source.type == "repository" and (
        location.version in ("submittedVersion", None) or is_citation(location.raw_source_name or "")
    )


def is_citation(name: str) -> bool:
    """Whether what stands for a venue is a reference to the work, or a part of one.

    >>> is_citation("Kingma, D P & Welling, M 2015, The Title. in C Cortes (eds), Advances"), is_citation("IEEE Access")
    (True, False)
    """
    return _CITATION.search(name) is not None


def read_venue(home: Location) -> str:
    """The book's or journal's title. Crossref's own wording says more than the source's merged name."""
    source = home.source or Venue()
    raw = home.raw_source_name or ""
    if cited := _CITED_JOURNAL.search(raw):
        raw = cited["name"]
    archive = source.display_name if source.type != "repository" else None
    for name in (raw, archive):
        if name and not _REPOSITORY.search(name) and not is_citation(name):
            return titles.plain(name)
    return ""
