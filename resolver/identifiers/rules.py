"""What follows from the table of schemes: columns, what a work is called by, its official link, what is related."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from resolver.identifiers.doi import REPOSITORIES
from resolver.identifiers.schemes import KINDS, SCHEMES, Identifier, IdKind

COLUMNS: Mapping[str, IdKind] = {scheme.column: kind for kind, scheme in SCHEMES.items()}
"""Columns that hold identifiers, and of which scheme."""

IDENTIFYING: tuple[str, ...] = ("doi", "url", *(name for name in COLUMNS if name != "doi"))
"""Columns that hold identifiers or links."""

OFFICIAL: tuple[IdKind, ...] = tuple(
    sorted((k for k in KINDS if SCHEMES[k].as_official is not None), key=lambda k: SCHEMES[k].as_official or 0)
)
"""Schemes whose pages are a work's own, the best first."""

_ARXIV_DOI = f"{SCHEMES['arxiv'].registrant}/"


def is_form(identifier: Identifier) -> bool:
    """Whether a DOI is but another form of another scheme's identifier, as arXiv's own DOIs are."""
    return identifier.kind == "doi" and identifier.value.startswith(_ARXIV_DOI)


def names_publication(identifier: Identifier) -> bool:
    """Whether an identifier is a publication's and no preprint's: the Anthology's, or a publisher's DOI.

    >>> names_publication(Identifier("acl", "P18-1001")), names_publication(Identifier("doi", "10.5281/zenodo.7"))
    (True, False)
    """
    return identifier.kind == "acl" or (identifier.kind == "doi" and not identifier.value.startswith(REPOSITORIES))


def name_of(ids: Iterable[Identifier]) -> Identifier | None:
    """The identifier to call a work by, the same wherever it is named: the publication's before the preprint's.

    >>> str(name_of([Identifier("arxiv", "2101.00001"), Identifier("openreview", "abcDEF1234")]))
    'openreview:abcDEF1234'
    """
    return min(ids, key=lambda i: (is_form(i), SCHEMES[i.kind].as_name), default=None)


def question_rank(identifier: Identifier) -> tuple[int, bool]:
    """The place of an identifier among those by which a source may be asked: a publisher's DOI first."""
    return SCHEMES[identifier.kind].as_question, is_form(identifier)


def url_of(identifier: Identifier) -> str:
    """The canonical, official link.

    >>> url_of(Identifier("acl", "P18-1001"))
    'https://aclanthology.org/P18-1001/'
    """
    return SCHEMES[identifier.kind].link(identifier.value)


def make_identifier(kind: IdKind, found: str) -> Identifier | None:
    """The identifier that a pattern of a scheme found, if it is one by the scheme's own rules."""
    scheme = SCHEMES[kind]
    value = scheme.canonical(found)
    if not value:
        return None
    if kind == "doi":
        for other in KINDS:
            if SCHEMES[other].is_doi and (rest := _behind(value, SCHEMES[other].doi_prefixes)) is not None:
                m = re.fullmatch(SCHEMES[other].bare, rest, re.IGNORECASE)
                return make_identifier(other, m["id"]) if m else None
    return Identifier(kind, value)


def derive_related(identifier: Identifier) -> tuple[Identifier, ...]:
    """Other identifiers of the same work that follow by rule; worth asking for, to be checked as any.

    ACL's DOIs are `10.18653/v1/<id>` (2015 on) and `10.3115/v1/<id>` (2012 to 2014), arXiv's
    `10.48550/arxiv.<id>`. From a DOI to the id the rule holds for all but a handful of the Anthology's
    entries; from an id to a DOI it says nothing of whether that DOI exists (LREC has none), and ids
    of 2012 to 2014 get none here.
    """
    if identifier.kind != "doi":
        doi = SCHEMES[identifier.kind].doi_of(identifier.value)
        return (Identifier("doi", doi),) if doi else ()
    for kind, scheme in SCHEMES.items():
        if not scheme.is_doi and (rest := _behind(identifier.value, scheme.doi_prefixes)) is not None:
            m = re.fullmatch(scheme.bare, rest, re.IGNORECASE)
            found = make_identifier(kind, m["id"]) if m else None
            return (found,) if found else ()
    return ()


def _behind(text: str, prefixes: Iterable[str]) -> str | None:
    """What stands behind the prefix that a text begins with; `None` when it begins with none of them."""
    return next((text.removeprefix(p) for p in prefixes if text.startswith(p)), None)
