"""Canonical forms of identifiers: the one way of writing each, and what is none by its own rules."""

from __future__ import annotations

import re
from datetime import date, timedelta

# arXiv's scheme (info.arxiv.org/help/arxiv_identifier): archive/YYMMNNN until March 2007, YYMM.NNNN
# until December 2014, YYMM.NNNNN since.
_ARCHIVES = (
    "acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs dg-ga "
    "funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol physics plasm-ph "
    "q-alg q-bio q-fin quant-ph solv-int stat supr-con"
)
ARXIV_NUMBER = r"(?:(?:0[7-9]|1[0-4])(?:0[1-9]|1[0-2])\.\d{4}(?!\d)|(?:1[5-9]|[2-9]\d)(?:0[1-9]|1[0-2])\.\d{5}(?!\d))"
ARXIV_OLD = rf"(?:(?:{'|'.join(_ARCHIVES.split())})(?:\.[a-z]{{2}})?/(?:9[1-9]|0[0-7])(?:0[1-9]|1[0-2])\d{{3}})"
ARXIV_LIKE = rf"(?:(?:{'|'.join(_ARCHIVES.split())})(?:\.[a-z]{{2}})?/\d{{7}}|\d{{4}}\.\d{{4,5}})"
"""What has the shape of an arXiv id, though its month or length may be impossible."""
ARXIV = rf"(?:{ARXIV_OLD}|{ARXIV_NUMBER})"
# The Anthology's scheme: letter, year, dash, four digits; or year, venue, volume, number.
ACL_OLD = r"[A-FH-UW-Y]\d{2}-\d{4}"
ACL_NEW = r"(?:19|20)\d{2}\.[a-z0-9]+-[a-z0-9]+\.\d+"
ACL = rf"(?:{ACL_OLD}|{ACL_NEW})"
OPENALEX = r"w[1-9]\d{3,11}"
OPENREVIEW = r"(?=[^\s]*[A-Za-z])[A-Za-z0-9_-]{8,32}"
# PubMed's numbers have up to eight digits, PubMed Central's as many behind PMC (ncbi.nlm.nih.gov/pmc/pmctopmid).
PMID = r"0*[1-9]\d{0,7}"
PMCID = r"[1-9]\d{2,8}"
# HAL's ids (doc.hal.science): the portal of deposit and eight digits, in old deposits a few other portals.
HAL = (
    r"(?:hal|tel|inria|halshs|inserm|pasteur|cea|lirmm|ujm|emse|dumas|medihal|ird|in2p3|jpa|cel|insu|ensl|pastel|cirad"
    r"|ineris|mnhn|hprints|hceres|edutice|artxibo|sic|memsic|irsn|ijn|peer|anses|obspm|meteo|riip|bioemco)-\d{8}"
)
# DBLP's keys: the kind of publication, the series, the work (dblp.org/faq/What+is+a+dblp+key).
DBLP = r"(?:conf|journals|books|series|reference|phd|tr|persons)/[a-z0-9-]+(?:/[a-z0-9_+-]+)+"
# Semantic Scholar knows a paper by a corpus id, a number, and by 40 hexadecimal digits (api.semanticscholar.org).
S2_HASH = r"[0-9a-f]{40}"
S2_NUMBER = r"[1-9]\d{0,9}"
ISBN = r"(?:97[89][ -]?)?\d(?:[ -]?\d){8}[ -]?[\dx]"
ISBN_13 = r"97[89](?:-?\d){10}"
IEEE = r"[1-9]\d{3,8}"

_ARXIV = re.compile(ARXIV, re.IGNORECASE)
_FIRST_NUMBER = (7, 4)
_LONG_FROM = 15
"""Year and month of the first number without an archive, and the year since when they have five digits."""
_AHEAD = timedelta(days=2)
"""Somewhere it is tomorrow already, and clocks may be wrong."""
_FIRST_DOI_YEAR = 2015
_NO_DOI = "JLQ"
"""Letters of Anthology volumes whose DOIs are journals', or that have none (LREC)."""


def canonical_arxiv(value: str) -> str:
    """An arXiv id in arXiv's own form; DBLP writes `abs-1810-04805` for 1810.04805.

    `cs.CL/0001001` is an alias: the number is unique in the archive, and arXiv answers with `cs/0001001`.

    >>> canonical_arxiv("cs.CL/0001001"), canonical_arxiv("1810-04805")
    ('cs/0001001', '1810.04805')
    """
    number = re.sub(r"^(\d{4})-(?=\d)", r"\1.", value)
    if not _ARXIV.fullmatch(number):
        return ""
    archive, slash, rest = number.partition("/")
    return f"{archive.lower().partition('.')[0]}/{rest}" if slash else number


def find_arxiv_fault(value: str, today: date) -> str:
    """Why an arXiv number can't be one: it begins with year and month, and is as long as its time had them.

    >>> find_arxiv_fault("1834.04805", date(2026, 1, 1)), find_arxiv_fault("1810.04805", date(2026, 1, 1))
    ('there is no month 34', '')
    """
    number = value.rpartition("/")[2]
    year, month = int(number[:2]), int(number[2:4])
    if not 1 <= month <= 12:
        return f"there is no month {month:02}"
    if "/" in value:
        return "" if _ARXIV.fullmatch(value) else "ids with an archive end in March 2007"
    if (year, month) < _FIRST_NUMBER:
        return "numbers of this form begin in April 2007"
    if (2000 + year, month) > _month(today + _AHEAD):
        return f"{2000 + year}-{month:02} is yet to come"
    digits = 5 if year >= _LONG_FROM else 4
    return "" if len(number) == 5 + digits else f"a number of 20{year:02} has {digits} digits behind the point"


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def arxiv_doi(value: str) -> str:
    """The DOI that arXiv registers for each of its papers."""
    return f"10.48550/arxiv.{value.lower()}"


def canonical_acl(value: str) -> str:
    """An Anthology id in the Anthology's own case."""
    return value.upper() if value[:1].isalpha() else value.lower()


def acl_doi(value: str) -> str:
    """The DOI of an Anthology paper of 2015 on, if its volume has DOIs by the Anthology's own rule."""
    return f"10.18653/v1/{value.lower()}" if _acl_year(value) >= _FIRST_DOI_YEAR and value[0] not in _NO_DOI else ""


def _acl_year(value: str) -> int:
    if value[0].isdigit():
        return int(value[:4])
    short = int(value[1:3])
    return short + (1900 if short >= 60 else 2000)


def canonical_pmid(value: str) -> str:
    """A PubMed id without the zeros that some pad it with."""
    return value.lstrip("0")


def canonical_pmcid(value: str) -> str:
    """A PubMed Central id with its letters, which are part of it."""
    return f"PMC{value}"


def s2_link(value: str) -> str:
    """The page of a paper at Semantic Scholar, by its hash or its corpus id."""
    of_hash = len(value) == _HASH_LENGTH
    return (
        f"https://www.semanticscholar.org/paper/{value}"
        if of_hash
        else f"https://api.semanticscholar.org/CorpusID:{value}"
    )


_HASH_LENGTH = 40


def canonical_isbn(value: str) -> str:
    """An ISBN as thirteen digits, in which both forms compare; empty when its check digit is wrong (ISO 2108).

    >>> canonical_isbn("3-319-15554-7"), canonical_isbn("978-3-319-15554-8"), canonical_isbn("978-3-319-15554-9")
    ('9783319155548', '9783319155548', '')
    """
    signs = re.sub(r"[ -]", "", value).upper()
    if len(signs) == 10:
        total = sum((10 - n) * (10 if sign == "X" else int(sign)) for n, sign in enumerate(signs))
        if total % 11:
            return ""
        signs = f"978{signs[:9]}"
        return f"{signs}{-_weighed(signs) % 10}"
    return signs if signs.isdigit() and len(signs) == 13 and _weighed(signs) % 10 == 0 else ""


def _weighed(digits: str) -> int:
    """The sum of an ISBN's digits, every other one three times."""
    return sum(int(d) * (3 if n % 2 else 1) for n, d in enumerate(digits))
