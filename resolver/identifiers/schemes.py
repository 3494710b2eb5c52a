"""The table of identifier schemes. Whatever the program knows of a scheme is in its row here, or follows from it.

A scheme is added in this file alone: its name in `IdKind`, its row, and its line in `_row`, which the type checker
asks for. The order of `IdKind` is that of the identifiers of a record and of the columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal, assert_never, get_args

from msgspec import Struct

from resolver.identifiers import numbers
from resolver.identifiers.doi import canonical_doi, doi_link
from resolver.identifiers.scheme import Page, Scheme

IdKind = Literal["doi", "acl", "arxiv", "openalex", "openreview"]
"""The identifier schemes that are understood."""


class Identifier(Struct, frozen=True, order=True, array_like=True):
    """One identifier in canonical form: a bare lower-case DOI, `2106.01702`, `P18-1001`, `W2741809807`."""

    kind: IdKind
    value: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"


# ------------------------------------------------------------------ the rows

_DOI = Scheme(
    label="DOI",
    column="doi",
    columns="doi dois paperdoi",
    added=True,
    prefix="doi",
    pattern=r"(?P<id>10\..+)",
    bare=r"(?P<id>10\..+)",
    pages=(Page(hosts="doi.org", path=r"^/*(?:doi:)?(?P<id>10\..+)", only=True),),
    canonical=canonical_doi,
    link=doi_link,
    single=True,
    as_name=20,
    as_question=10,
    as_official=20,
)

_ACL = Scheme(
    label="ACL Anthology",
    column="acl_id",
    columns="aclid anthologyid aclanthologyid acl aclanthology anthology",
    added=True,
    prefix="acl",
    pattern=rf"/*(?P<id>{numbers.ACL})(?:v\d+|e\d+)?(?:\.pdf)?/*",
    bare=rf"/*(?P<id>{numbers.ACL})(?:v\d+|e\d+)?(?:\.pdf)?/*",
    in_text=rf"(?<![\w./-])(?P<id>{numbers.ACL})(?![\w-])",
    pages=(
        Page(
            hosts="aclweb.org aclanthology.org aclanthology.info aclanthology.coli.uni-saarland.de acl.ldc.upenn.edu",
            path=rf"(?:^|/)(?P<id>{numbers.ACL})(?:v\d+|e\d+)?(?=[./]|$)",
            only=True,
        ),
    ),
    canonical=numbers.acl,
    link="https://aclanthology.org/{}/".format,
    doi_of=numbers.acl_doi,
    doi_prefixes=("10.18653/v1/", "10.3115/v1/"),
    registrant="10.18653",
    single=True,
    authority="acl",
    as_name=10,
    as_question=30,
    as_official=10,
)

_ARXIV = Scheme(
    label="arXiv",
    column="arxiv_id",
    columns="arxivid arxiv eprint arxivurl arxivlink arxivnumber",
    added=True,
    prefix="arxiv",
    pattern=rf"(?P<id>{numbers.ARXIV})(?:v[1-9]\d{{0,2}})?(?:\.pdf)?(?:\s*\[[\w.-]+\])?",
    bare=rf"(?P<id>{numbers.ARXIV})(?:v[1-9]\d{{0,2}})?(?:\.pdf)?",
    in_text=(rf"(?:\barxiv(?:\s+preprint)?(?:\s+arxiv)?\s*[:.]?\s*(?:abs/)?|\babs/)(?P<id>{numbers.ARXIV})(?:v\d+)?"),
    pages=(
        Page(
            hosts="arxiv.org ar5iv.org alphaxiv.org ar5iv.labs.arxiv.org xxx.lanl.gov",
            path=(
                r"/(?:abs|pdf|html|ps|format|e-print|src|overview|papers|list|a|forum)?/*(?:arxiv:)?"
                rf"(?P<id>{numbers.ARXIV})(?:v\d+)?(?:\.pdf|\.ps|\.html?)?(?:/.*|[&)\],;].*)?$"
            ),
            only=True,
        ),
        Page(  # sites that show other people's papers and name the arXiv id as a whole segment of the path
            hosts="huggingface.co hf.co scirate.com papers.cool arxiv-vanity.com emergentmind.com semanticscholar.org "
            "paperreading.club",
            path=rf"(?:^|/)(?:arxiv:)?(?P<id>{numbers.ARXIV_NUMBER})(?:v[1-9]\d{{0,2}})?(?:\.pdf)?(?=/|$)",
        ),
        Page(
            hosts="dblp.org dblp.uni-trier.de dblp.dagstuhl.de dblp1.uni-trier.de dblp2.uni-trier.de dblp.de",
            path=r"/corr/abs-(?P<id>\d{4}-\d{4,5})(?:\.html)?$",
        ),
    ),
    like=rf"(?:.*/)?(?:arxiv:)?(?P<id>{numbers.ARXIV_LIKE})(?:v\d+)?(?:\.pdf|\.html?)?/?",
    fault=numbers.arxiv_fault,
    canonical=numbers.arxiv,
    link="https://arxiv.org/abs/{}".format,
    doi_of=numbers.arxiv_doi,
    doi_prefixes=("10.48550/arxiv.",),
    registrant="10.48550",
    is_doi=True,
    single=True,
    authority="arxiv",
    as_name=40,
    as_question=20,
    as_official=40,
)

_OPENALEX = Scheme(
    label="OpenAlex",
    column="openalex_id",
    columns="openalexid openalex openalexurl",
    added=True,
    prefix="openalex",
    pattern=rf"(?P<id>{numbers.OPENALEX})",
    bare=rf"(?P<id>{numbers.OPENALEX})",
    in_text=r"\bopenalex\s*:\s*(?P<id>w[1-9]\d{3,11})(?!\d)",
    pages=(Page(hosts="openalex.org", path=rf"/(?:openalex:)?(?P<id>{numbers.OPENALEX})/*$", only=True),),
    canonical=str.upper,
    link="https://openalex.org/{}".format,
    as_name=90,
    as_question=50,
)

_OPENREVIEW = Scheme(
    label="OpenReview",
    column="openreview_id",
    columns="openreviewid openreview openreviewurl forumid",
    added=True,
    prefix="openreview",
    pattern=rf"(?P<id>{numbers.OPENREVIEW})",
    bare=rf"/?(?:forum|pdf)\?id=(?P<id>{numbers.OPENREVIEW})(?![\w-]).*",
    in_text=r"\bopenreview\s*:\s*(?P<id>(?=[\d_-]*[a-z])[a-z0-9_-]{8,32})(?![\w-])",
    pages=(Page(hosts="openreview.net", path=r"^(?!.*references)", parameter="id", only=True),),
    link="https://openreview.net/forum?id={}".format,
    as_name=30,
    as_question=40,
    as_official=30,
)


def _row(kind: IdKind) -> Scheme:
    match kind:
        case "doi":
            return _DOI
        case "acl":
            return _ACL
        case "arxiv":
            return _ARXIV
        case "openalex":
            return _OPENALEX
        case "openreview":
            return _OPENREVIEW
        case _:
            assert_never(kind)


KINDS: tuple[IdKind, ...] = get_args(IdKind)
"""All schemes, in the order of a record's identifiers and of the columns."""

SCHEMES: Mapping[IdKind, Scheme] = {kind: _row(kind) for kind in KINDS}

# ------------------------------------------------------------------ what follows from the table

COLUMNS: Mapping[str, IdKind] = {scheme.column: kind for kind, scheme in SCHEMES.items()}
"""Columns that hold identifiers, and of which scheme."""

IDENTIFYING: tuple[str, ...] = ("doi", "url", *(name for name in COLUMNS if name != "doi"))
"""Columns that hold identifiers or links."""

OFFICIAL: tuple[IdKind, ...] = tuple(
    sorted((k for k in KINDS if SCHEMES[k].as_official is not None), key=lambda k: SCHEMES[k].as_official or 0)
)
"""Schemes whose pages are a work's own, the best first."""

_ARXIV_DOI = f"{_ARXIV.registrant}/"


def is_form(identifier: Identifier) -> bool:
    """Whether a DOI is but another form of another scheme's identifier, as arXiv's own DOIs are."""
    return identifier.kind == "doi" and identifier.value.startswith(_ARXIV_DOI)


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


def made(kind: IdKind, found: str) -> Identifier | None:
    """The identifier that a pattern of a scheme found, if it is one by the scheme's own rules."""
    scheme = SCHEMES[kind]
    value = scheme.canonical(found)
    if not value:
        return None
    if kind == "doi":
        for other in KINDS:
            if SCHEMES[other].is_doi and (rest := _behind(value, SCHEMES[other].doi_prefixes)) is not None:
                m = re.fullmatch(SCHEMES[other].bare, rest, re.IGNORECASE)
                return made(other, m["id"]) if m else None
    return Identifier(kind, value)


def related(identifier: Identifier) -> tuple[Identifier, ...]:
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
            found = made(kind, m["id"]) if m else None
            return (found,) if found else ()
    return ()


def _behind(text: str, prefixes: Iterable[str]) -> str | None:
    """What stands behind the prefix that a text begins with; `None` when it begins with none of them."""
    return next((text.removeprefix(p) for p in prefixes if text.startswith(p)), None)
