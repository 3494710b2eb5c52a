"""Identifiers of works as people write them, and their canonical forms and links.

Canonical values: a DOI is bare and lower-case (DOIs compare without case, DOI Handbook 2.4); an
arXiv id has no version; an ACL id is in the Anthology's own case (`P18-1001`, `2020.acl-main.1`); an
OpenAlex id is `W` and digits; OpenReview ids keep their case, which matters.

The schemes look alike (`2020.acl-main.1`, `2020.12345`, `W18-0513`, `W2741809807`), so every pattern
is anchored and arXiv months and Anthology years are checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import parse_qs

from resolver.identifiers.placeholders import MARKDOWN_LINK, URL, is_placeholder, is_url, split_url
from resolver.model import Identifier, IdKind

__all__ = ["arxiv_version", "find_all", "is_placeholder", "parse", "related", "url_of"]

# arXiv's scheme (info.arxiv.org/help/arxiv_identifier): archive/YYMMNNN until March 2007, YYMM.NNNN
# until December 2014, YYMM.NNNNN since.
_ARCHIVES = (
    "acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs dg-ga "
    "funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol physics plasm-ph "
    "q-alg q-bio q-fin quant-ph solv-int stat supr-con"
)
_ARXIV = (
    rf"(?:(?:{'|'.join(_ARCHIVES.split())})(?:\.[a-z]{{2}})?/(?:9[1-9]|0[0-7])(?:0[1-9]|1[0-2])\d{{3}}"
    r"|(?:0[7-9]|1[0-4])(?:0[1-9]|1[0-2])\.\d{4}(?!\d)|(?:1[5-9]|[2-9]\d)(?:0[1-9]|1[0-2])\.\d{5}(?!\d))"
)
_VERSION = r"(?:v(?P<version>[1-9]\d{0,2}))?"
_BARE_ARXIV = re.compile(rf"(?P<id>{_ARXIV}){_VERSION}", re.IGNORECASE)
# The Anthology's scheme: letter, year, dash, four digits; or year, venue, volume, number.
_ACL_OLD = r"[A-FH-UW-Y]\d{2}-\d{4}"
_ACL_NEW = r"(?:19|20)\d{2}\.[a-z0-9]+-[a-z0-9]+\.\d+"
_ACL = re.compile(rf"(?P<id>{_ACL_OLD}|{_ACL_NEW})(?:v\d+|e\d+)?", re.IGNORECASE)
_ACL_IN_PATH = re.compile(rf"(?:^|/)(?P<id>{_ACL_OLD}|{_ACL_NEW})(?:v\d+|e\d+)?(?=[./]|$)", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s\"'<>{}|\\^`\u201c\u201d\u3000-\u303f\uff00-\uffef\u4e00-\u9fff]+")
# SICI DOIs of the nineties hold <...> and ; (10.1002/(SICI)1097-4571(1998)49:8<693::AID-ASI4>3.0.CO;2-O).
_SICI = re.compile(r"10\.\d{4}/\(sici\)\S+", re.IGNORECASE)
_OPENALEX = re.compile(r"w[1-9]\d{3,11}", re.IGNORECASE)
_OPENREVIEW = re.compile(r"(?=[^\s]*[A-Za-z])[A-Za-z0-9_-]{8,32}")
_LABEL = re.compile(
    r"(?P<kind>doi|arxiv|acl|openalex|openreview)(?:\s*(?:id|preprint|anthology|\.org))?\s*[:=]?\s*(?=\S)",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    rf"(?:\barxiv(?:\s+preprint)?(?:\s+arxiv)?\s*[:.]?\s*(?:abs/)?|\babs/)(?P<arxiv>{_ARXIV})(?:v\d+)?"
    r"|\bopenalex\s*:\s*(?P<openalex>w\d+)|\bopenreview\s*:\s*(?P<openreview>[\w-]{8,32})",
    re.IGNORECASE,
)
_BARE_ACL_IN_TEXT = re.compile(rf"(?<![\w./-])(?:{_ACL_OLD}|{_ACL_NEW})(?![\w-])")

# Only this entity: html.unescape reads the parameter `&noteId` as `¬eId`.
_AMPERSAND = re.compile(r"&(?:amp|#38|#x26);", re.IGNORECASE)
_ARXIV_HOSTS = re.compile(r"(?:[a-z0-9-]+\.)*(?:arxiv|ar5iv|alphaxiv)\.org|ar5iv\.labs\.arxiv\.org|xxx\.lanl\.gov")
_ACL_HOSTS = re.compile(
    r"(?:[a-z0-9-]+\.)*(?:aclweb\.org|aclanthology\.(?:org|info|coli\.uni-saarland\.de))|acl\.ldc\.upenn\.edu"
)
# Sites that show other people's papers and name the arXiv id as a whole segment of the path.
_ARXIV_MIRRORS = frozenset(
    "huggingface.co hf.co scirate.com papers.cool arxiv-vanity.com www.arxiv-vanity.com www.emergentmind.com "
    "emergentmind.com api.semanticscholar.org semanticscholar.org www.semanticscholar.org paperreading.club".split()
)
# Pages that a publisher hangs behind the DOI in its links.
_DOI_PAGES = re.compile(
    r"(?:/(?:full|fulltext|fullhtml|abstract|pdf|pdfdirect|epdf|epub|html|meta|summary|references|figures|citations|tables"
    r"|suppl_file/.*|asset/.*|download))+/?$|(?:\.full|\.abstract)?(?:\.pdf|\.html?|\.full|\.epub)$",
    re.IGNORECASE,
)
_SLUG = re.compile(r"/\d{4,}(?:/.*)?$")
_SLUG_HOSTS = frozenset({"direct.mit.edu", "academic.oup.com"})
_PREPRINT_VERSION = re.compile(r"(?<=\d)v\d+$")


@lru_cache(maxsize=4096)
def parse(text: str, kind: IdKind | None = None) -> Identifier | None:
    """The identifier in one link or id, in any form that people write; `None` when there is none.

    Args:
        text: a URL, a labelled id (`doi:`, `arXiv:`), a bare id, or a Markdown link.
        kind: what the cell is said to hold (by its column's name). Then only that kind is
            returned; a bare OpenReview id is recognised in this way only.

    >>> str(parse("https://arxiv.org/pdf/2106.01702v2.pdf"))
    'arxiv:2106.01702'
    >>> str(parse("http://www.aclweb.org/anthology/P/P18/P18-1001.pdf"))
    'acl:P18-1001'
    >>> parse("https://arxiv.org/abs/2501.XXXXX") is None
    True
    """
    cleaned = _unwrap(text)
    if not cleaned or is_placeholder(cleaned):
        return None
    if kind == "openreview" and _OPENREVIEW.fullmatch(cleaned):
        return Identifier("openreview", cleaned)
    found = _from_bare(cleaned) or (_from_url(cleaned) if is_url(cleaned) else None)
    if found is None and " " in cleaned:
        several = find_all(cleaned)
        found = several[0] if len(several) == 1 else None
    return found if found is None or kind in (None, found.kind) else None


def find_all(text: str) -> tuple[Identifier, ...]:
    """Every identifier in running text, in order and once each.

    Bare numbers are too much like other things: an arXiv id counts here only with its label or link.

    >>> [str(i) for i in find_all("see arXiv:2106.01702v1 and https://aclanthology.org/P18-1001/.")]
    ['arxiv:2106.01702', 'acl:P18-1001']
    """
    found = sorted(_in_text(_AMPERSAND.sub("&", text)), key=lambda pair: pair[0])
    return tuple(dict.fromkeys(identifier for _, identifier in found))


def related(identifier: Identifier) -> tuple[Identifier, ...]:
    """Other identifiers of the same work that follow by rule; worth asking for, to be checked as any.

    ACL's DOIs are `10.18653/v1/<id>` (2015 on) and `10.3115/v1/<id>` (2012 to 2014), arXiv's
    `10.48550/arxiv.<id>`. From a DOI to the id the rule holds for all but a handful of the Anthology's
    entries; from an id to a DOI it says nothing of whether that DOI exists (LREC has none), and ids
    of 2012 to 2014 get none here.
    """
    value = identifier.value
    if identifier.kind == "doi":
        if m := re.fullmatch(r"10\.(?:18653|3115)/v1/(.+)", value):
            acl = _acl(m[1])
            return (acl,) if acl else ()
        return ()
    if identifier.kind == "arxiv":
        return (Identifier("doi", f"10.48550/arxiv.{value.lower()}"),)
    if identifier.kind == "acl" and _acl_year(value) >= 2015 and value[0] not in "JLQ":
        return (Identifier("doi", f"10.18653/v1/{value.lower()}"),)
    return ()


_LINKS: dict[IdKind, str] = {
    "doi": "https://doi.org/{}",
    "arxiv": "https://arxiv.org/abs/{}",
    "acl": "https://aclanthology.org/{}/",
    "openalex": "https://openalex.org/{}",
    "openreview": "https://openreview.net/forum?id={}",
}


def url_of(identifier: Identifier) -> str:
    """The canonical, official link.

    >>> url_of(Identifier("acl", "P18-1001"))
    'https://aclanthology.org/P18-1001/'
    """
    value = identifier.value
    if identifier.kind == "doi":  # what a URL's path can't hold (RFC 3986); slashes stay
        value = re.sub(r"[%?#<>\"\s]", lambda m: f"%{ord(m[0]):02X}", value)
    return _LINKS[identifier.kind].format(value)


def arxiv_version(text: str) -> int | None:
    """The version that an arXiv link or id names.

    >>> arxiv_version("https://arxiv.org/abs/2106.01702v2")
    2
    """
    m = re.search(rf"(?<![\w.]){_ARXIV}v([1-9]\d{{0,2}})(?!\d)", text, re.IGNORECASE)
    return int(m[1]) if m else None


# ------------------------------------------------------------------ parsing


def _unwrap(text: str) -> str:
    cleaned = text.strip()
    cleaned = _AMPERSAND.sub("&", cleaned)
    if m := MARKDOWN_LINK.fullmatch(cleaned):
        cleaned = m["url"]
    cleaned = cleaned.strip("<>\"'`“”‘’ \t\n,;")
    return cleaned[1:-1].strip() if re.fullmatch(r"\[[^\[\]]*\]|\([^()]*\)", cleaned) else cleaned


def _from_url(url: str) -> Identifier | None:
    parts = split_url(url.rstrip(".,;"))
    if parts is None:
        return None
    host, path, query = parts
    if host.endswith("doi.org"):
        return _doi(path.strip("/").removeprefix("doi:").removeprefix("DOI:"))
    if _ARXIV_HOSTS.fullmatch(host):
        return _arxiv_in_path(path)
    if _ACL_HOSTS.fullmatch(host):
        return _acl_in_path(path)
    if host.endswith("openreview.net"):
        value = parse_qs(query).get("id", [""])[0]
        return Identifier("openreview", value) if "references" not in path and _OPENREVIEW.fullmatch(value) else None
    if host.endswith("openalex.org"):
        return _openalex(path.rstrip("/").rpartition("/")[2] or query)
    return _from_publisher(host, path, query)


def _from_publisher(host: str, path: str, query: str) -> Identifier | None:
    """By the rules of single sites first, then any DOI in the path or the query."""
    if host in _ARXIV_MIRRORS:
        segments = (s.lower().removeprefix("arxiv:").removesuffix(".pdf") for s in path.split("/"))
        if found := next((m for m in map(_BARE_ARXIV.fullmatch, segments) if m), None):
            return _arxiv(found["id"])
    if host.startswith("dblp") and (m := re.search(r"/corr/abs-(\d{4})-(\d{4,5})$", path.removesuffix(".html"))):
        return _arxiv(f"{m[1]}.{m[2]}")
    if host.endswith("nature.com") and (
        m := re.match(r"/articles/((?:s\d{5}-|nature|n[a-z]+\.)[\w.-]+?)(?:\.pdf)?/?$", path)
    ):
        return _doi(f"10.1038/{m[1]}")
    if host.endswith("zenodo.org") and (m := re.match(r"/records?/(\d+)", path)):
        return _doi(f"10.5281/zenodo.{m[1]}")
    return _doi_in_path(host, path) if "10." in path else _doi_in_query(host, query)


def _doi_in_path(host: str, path: str) -> Identifier | None:
    m = re.search(r"(?:^|[/:=])(10\.\d{4,9}(?:\.\d+)*/.+)$", path)
    if m is None:
        return None
    doi = _SLUG.sub("", m[1]) if host in _SLUG_HOSTS else m[1]
    doi = _DOI_PAGES.sub("", doi)
    if host.endswith(("biorxiv.org", "medrxiv.org")):
        doi = _PREPRINT_VERSION.sub("", doi)
    return _doi(doi)


def _doi_in_query(host: str, query: str) -> Identifier | None:
    if "10." not in query or "citeseer" in host:  # CiteSeerX numbers its copies 10.1.1.941.6087
        return None
    values = (v.removeprefix("doi:") for values in parse_qs(query).values() for v in values)
    return next((doi for v in values if _DOI.match(v) and (doi := _doi(v))), None)


def _from_bare(text: str) -> Identifier | None:
    m = _LABEL.match(text)
    label = m["kind"].lower() if m else ""
    rest = text[m.end() :].strip() if m else text
    if label == "openreview":
        return Identifier("openreview", rest) if _OPENREVIEW.fullmatch(rest) else None
    if label == "arxiv":
        rest = re.sub(r"\s*\[[\w.-]+\]$", "", rest)
    if rest.startswith("10.") and label in ("", "doi"):
        return _doi(rest)
    if label in ("", "arxiv") and (m := _BARE_ARXIV.fullmatch(rest.removesuffix(".pdf"))):
        return _arxiv(m["id"])
    if label in ("", "acl") and (m := _ACL.fullmatch(rest.removesuffix(".pdf").strip("/"))):
        return _acl(m["id"])
    if m := re.match(r"/?(?:forum|pdf)\?id=([\w-]+)", rest):
        return Identifier("openreview", m[1]) if _OPENREVIEW.fullmatch(m[1]) else None
    return _openalex(rest) if label in ("", "openalex") else None


def _in_text(text: str) -> Iterator[tuple[int, Identifier]]:
    rest = text
    for m in URL.finditer(text):
        url = _balanced(m[0])
        rest = rest[: m.start()] + " " * len(url) + rest[m.start() + len(url) :]
        if (found := parse(url)) is not None:
            yield m.start(), found
    for m in _LABELLED.finditer(rest):
        if m["arxiv"]:
            yield m.start(), _arxiv(m["arxiv"])
        elif m["openalex"] and (found := _openalex(m["openalex"])):
            yield m.start(), found
        elif m["openreview"] and _OPENREVIEW.fullmatch(m["openreview"]):
            yield m.start(), Identifier("openreview", m["openreview"])
    for m in _DOI.finditer(rest):
        if not is_placeholder(m[0]) and (found := _doi(m[0])):
            yield m.start(), found
    for m in _BARE_ACL_IN_TEXT.finditer(rest):
        if found := _acl(m[0]):
            yield m.start(), found


def _balanced(url: str) -> str:
    """A link cut from running text: without what closes the sentence or the bracket around it."""
    for opening, closing in ("()", "[]", "{}"):
        depth = 0
        for i, ch in enumerate(url):
            depth += (ch == opening) - (ch == closing)
            if depth < 0:
                url = url[:i]
                break
    return url.rstrip(".,;:!?'*_`")


def _doi(text: str) -> Identifier | None:
    sici = _SICI.match(text)
    m = sici or _DOI.match(text)
    if m is None:
        return None
    bare = m[0] if sici else re.split(r"[?#]", m[0])[0]
    value = _balanced(bare).rstrip(".,;:!?'*_`/-").lower()
    if value.endswith("/v1") or not re.search(r"/.*[a-z0-9]", value) or is_placeholder(value):
        return None
    if value.startswith("10.48550/arxiv."):
        arxiv = _BARE_ARXIV.fullmatch(value.removeprefix("10.48550/arxiv."))
        return _arxiv(arxiv["id"]) if arxiv else None
    return Identifier("doi", value)


def _arxiv(value: str) -> Identifier:
    archive, slash, number = value.partition("/")
    if not slash:
        return Identifier("arxiv", value)
    # cs.CL/0001001 is an alias: the number is unique in the archive, and arXiv answers with cs/0001001.
    return Identifier("arxiv", f"{archive.lower().partition('.')[0]}/{number}")


def _arxiv_in_path(path: str) -> Identifier | None:
    m = re.search(
        rf"/(?:abs|pdf|html|ps|format|e-print|src|overview|papers|list|a|forum)?/*(?:arxiv:)?({_ARXIV})(?:v\d+)?"
        r"(?:\.pdf|\.ps|\.html?)?(?:/.*|[&)\],;].*)?$",
        path,
        re.IGNORECASE,
    )
    return _arxiv(m[1]) if m else None


def _acl(value: str) -> Identifier | None:
    if not _ACL.fullmatch(value):
        return None
    return Identifier("acl", value.upper() if value[0].isalpha() else value.lower())


def _acl_year(value: str) -> int:
    if value[0].isdigit():
        return int(value[:4])
    short = int(value[1:3])
    return short + (1900 if short >= 60 else 2000)


def _acl_in_path(path: str) -> Identifier | None:
    found = None
    for m in _ACL_IN_PATH.finditer(path):
        found = found or _acl(m["id"])
    return found


def _openalex(value: str) -> Identifier | None:
    bare = value.rpartition(":")[2] if value.lower().startswith(("openalex:", "works/openalex:")) else value
    return Identifier("openalex", bare.upper()) if _OPENALEX.fullmatch(bare) else None
