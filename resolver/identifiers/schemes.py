"""The table of identifier schemes. Whatever the program knows of a scheme is in its row here, or follows from it.

A scheme is added in this file alone: its name in `IdKind`, its row, and its line in `_row`, which the type checker
asks for. The order of `IdKind` is that of the identifiers of a record and of the columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, assert_never, get_args

from msgspec import Struct

from resolver.identifiers import numbers
from resolver.identifiers.doi import canonical_doi, doi_link
from resolver.identifiers.scheme import LinkPattern, Scheme

IdKind = Literal["doi", "acl", "arxiv", "openalex", "openreview", "pmid", "pmcid", "hal", "dblp", "s2", "ieee", "isbn"]
"""The identifier schemes that are understood."""


class Identifier(Struct, frozen=True, order=True, array_like=True):
    """One identifier in canonical form: a bare lower-case DOI, `2106.01702`, `P18-1001`, `W2741809807`."""

    kind: IdKind
    value: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"


# ------------------------------------------------------------------ the rows

_DBLP_HOSTS = "dblp.org dblp.uni-trier.de dblp.dagstuhl.de dblp1.uni-trier.de dblp2.uni-trier.de dblp.de"

_DOI = Scheme(
    label="DOI",
    column="doi",
    columns="doi dois di paperdoi",
    added=True,
    prefix="doi",
    pattern=r"(?P<id>10\..+)",
    bare=r"(?P<id>10\..+)",
    pages=(LinkPattern(hosts="doi.org", path=r"^/*(?:doi:)?(?P<id>10\..+)", only=True),),
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
        LinkPattern(
            hosts="aclweb.org aclanthology.org aclanthology.info aclanthology.coli.uni-saarland.de acl.ldc.upenn.edu",
            path=rf"(?:^|/)(?P<id>{numbers.ACL})(?:v\d+|e\d+)?(?=[./]|$)",
            only=True,
        ),
    ),
    canonical=numbers.canonical_acl,
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
        LinkPattern(
            hosts="arxiv.org ar5iv.org alphaxiv.org ar5iv.labs.arxiv.org xxx.lanl.gov",
            path=(
                r"/(?:abs|pdf|html|ps|format|e-print|src|overview|papers|list|a|forum)?/*(?:arxiv:)?"
                rf"(?P<id>{numbers.ARXIV})(?:v\d+)?(?:\.pdf|\.ps|\.html?)?(?:/.*|[&)\],;].*)?$"
            ),
            only=True,
        ),
        LinkPattern(  # sites that show other people's papers and name the arXiv id as a whole segment of the path
            hosts="huggingface.co hf.co scirate.com papers.cool arxiv-vanity.com emergentmind.com semanticscholar.org "
            "paperreading.club",
            path=rf"(?:^|/)(?:arxiv:)?(?P<id>{numbers.ARXIV_NUMBER})(?:v[1-9]\d{{0,2}})?(?:\.pdf)?(?=/|$)",
        ),
        LinkPattern(
            hosts=_DBLP_HOSTS,
            path=r"/corr/abs-(?P<id>\d{4}-\d{4,5})(?:\.html)?$",
        ),
    ),
    like=rf"(?:.*/)?(?:arxiv:)?(?P<id>{numbers.ARXIV_LIKE})(?:v\d+)?(?:\.pdf|\.html?)?/?",
    fault=numbers.find_arxiv_fault,
    canonical=numbers.canonical_arxiv,
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
    pages=(LinkPattern(hosts="openalex.org", path=rf"/(?:openalex:)?(?P<id>{numbers.OPENALEX})/*$", only=True),),
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
    pages=(LinkPattern(hosts="openreview.net", path=r"^(?!.*references)", parameter="id", only=True),),
    link="https://openreview.net/forum?id={}".format,
    as_name=30,
    as_question=40,
    as_official=30,
)

_PMID = Scheme(
    label="PubMed",
    column="pmid",
    columns="pmid pubmedid pubmed pubmedurl",
    prefix="pmid|pubmed",
    pattern=rf"(?P<id>{numbers.PMID})",  # never bare: a number alone may be anything
    in_text=rf"\bPMID\s*:?\s*(?P<id>{numbers.PMID})(?![\w.-])",
    pages=(
        LinkPattern(hosts="pubmed.ncbi.nlm.nih.gov pubmed.gov", path=rf"^/(?P<id>{numbers.PMID})(?=/|$)"),
        LinkPattern(hosts="ncbi.nlm.nih.gov", path=rf"^/(?:m/)?(?:pubmed|entrez/pubmed)/(?P<id>{numbers.PMID})(?=/|$)"),
        LinkPattern(hosts="europepmc.org", path=rf"^/(?:abstract|article)/med/(?P<id>{numbers.PMID})(?=/|$)"),
    ),
    canonical=numbers.canonical_pmid,
    link="https://pubmed.ncbi.nlm.nih.gov/{}/".format,
    as_name=46,
    as_question=32,
    as_official=60,
)

_PMCID = Scheme(
    label="PubMed Central",
    column="pmcid",
    columns="pmcid pmcidurl pubmedcentralid",
    prefix="pmcid",
    pattern=rf"(?:PMC)?\s?(?P<id>{numbers.PMCID})(?:\.\d)?",
    bare=rf"PMC(?P<id>{numbers.PMCID})(?:\.\d)?",
    in_text=rf"(?:\bPMCID\s*:?\s*(?:PMC)?|(?<![\w./-])PMC)(?P<id>{numbers.PMCID})(?![\w-])",
    pages=(
        LinkPattern(hosts="pmc.ncbi.nlm.nih.gov", path=rf"^/(?:articles/)?PMC(?P<id>{numbers.PMCID})(?=[./]|$)"),
        LinkPattern(
            hosts="ncbi.nlm.nih.gov", path=rf"^/(?:labs/)?pmc/(?:articles/)?PMC(?P<id>{numbers.PMCID})(?=[./]|$)"
        ),
        LinkPattern(
            hosts="europepmc.org", path=rf"^/(?:articles?|abstract)/(?:pmc/)?PMC(?P<id>{numbers.PMCID})(?=[./]|$)"
        ),
    ),
    canonical=numbers.canonical_pmcid,
    link="https://pmc.ncbi.nlm.nih.gov/articles/{}/".format,
    as_name=44,
    as_question=34,
    as_official=50,
)

_HAL = Scheme(
    label="HAL",
    column="hal_id",
    columns="halid halidentifier halurl",
    prefix="hal",
    pattern=rf"(?P<id>{numbers.HAL})(?:v\d+)?",
    bare=rf"(?P<id>{numbers.HAL})(?:v\d+)?",
    in_text=rf"(?<![\w./-])(?P<id>{numbers.HAL})(?:v\d+)?(?![\w-])",
    pages=(
        LinkPattern(
            hosts="hal.science archives-ouvertes.fr hal.inria.fr", path=rf"(?:^|/)(?P<id>{numbers.HAL})(?:v\d+)?(?=/|$)"
        ),
    ),
    canonical=str.lower,
    link="https://hal.science/{}".format,
    as_name=48,
    as_question=36,
    as_official=55,
)

_DBLP = Scheme(
    label="DBLP",
    column="dblp_id",
    columns="dblpid dblp dblpkey dblpurl",
    prefix="dblp",
    pattern=rf"(?P<id>{numbers.DBLP})",
    bare=rf"(?P<id>{numbers.DBLP})",
    in_text=rf"\bDBLP\s*:\s*(?P<id>{numbers.DBLP})",
    pages=(
        LinkPattern(
            hosts=_DBLP_HOSTS,
            path=rf"^/rec/(?:html/|bibtex/|bib[012]?/|xml/|rdf/)?(?P<id>{numbers.DBLP})(?:\.\w+)?/?$",
        ),
    ),
    link="https://dblp.org/rec/{}".format,
    as_name=50,
    as_question=38,
)

_S2 = Scheme(
    label="Semantic Scholar",
    column="s2_id",
    columns="s2id s2cid corpusid s2corpusid s2paperid semanticscholarid semanticscholar semanticscholarurl",
    prefix="s2cid|s2|corpus ?id",
    pattern=rf"(?:corpus ?id:)?(?P<id>{numbers.S2_HASH}|{numbers.S2_NUMBER})",
    in_text=rf"(?:\bS2CID|\bcorpus ?id)\s*:?\s*(?P<id>{numbers.S2_NUMBER})(?![\w.-])",
    pages=(
        LinkPattern(
            hosts="semanticscholar.org",
            path=rf"(?:^|/)(?:corpusid:(?P<number>{numbers.S2_NUMBER})|(?P<id>{numbers.S2_HASH}))(?=/|$)",
        ),
    ),
    canonical=str.lower,
    link=numbers.s2_link,
    as_name=95,
    as_question=60,
)

_IEEE = Scheme(
    label="IEEE Xplore",
    column="ieee_id",
    columns="ieeeid arnumber ieeearnumber ieeexplore ieeexploreid",
    prefix="ieee",
    pattern=rf"(?P<id>{numbers.IEEE})",
    pages=(
        LinkPattern(
            hosts="ieeexplore.ieee.org",
            path=rf"/(?:document|abstract/document|abstract/references/document)/(?P<id>{numbers.IEEE})(?=/|$)",
        ),
        LinkPattern(hosts="ieeexplore.ieee.org", path=r"\.jsp$|/document/?$", parameter="arnumber"),
    ),
    link="https://ieeexplore.ieee.org/document/{}".format,
    registrant="10.1109",
    as_name=35,
    as_question=45,
    as_official=35,
)

_ISBN = Scheme(
    label="ISBN",
    column="isbn",
    columns="isbn isbn13 isbn10",
    prefix="(?:urn:)?isbn(?:-?1[03])?",
    pattern=rf"(?P<id>{numbers.ISBN})",
    bare=rf"(?P<id>{numbers.ISBN_13})",
    in_text=rf"\bISBN(?:-?1[03])?\s*:?\s*(?P<id>{numbers.ISBN})(?![\w-])",
    canonical=numbers.canonical_isbn,
    link="urn:isbn:{}".format,  # RFC 8254; no page is a book's own
    names_work=False,
    as_name=99,
    as_question=70,
)


def _row(kind: IdKind) -> Scheme:  # noqa: C901 - one branch a scheme
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
        case "pmid":
            return _PMID
        case "pmcid":
            return _PMCID
        case "hal":
            return _HAL
        case "dblp":
            return _DBLP
        case "s2":
            return _S2
        case "ieee":
            return _IEEE
        case "isbn":
            return _ISBN
        case _:
            assert_never(kind)


KINDS: tuple[IdKind, ...] = get_args(IdKind)
"""All schemes, in the order of a record's identifiers and of the columns."""

SCHEMES: Mapping[IdKind, Scheme] = {kind: _row(kind) for kind in KINDS}
