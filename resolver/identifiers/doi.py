"""DOIs in links and in text: where one begins and, which is harder, where it ends."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

from resolver.identifiers.placeholders import is_placeholder

DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s\"'<>{}|\\^`\u201c\u201d\u3000-\u303f\uff00-\uffef\u4e00-\u9fff]+")
# SICI DOIs of the nineties hold <...> and ; (10.1002/(SICI)1097-4571(1998)49:8<693::AID-ASI4>3.0.CO;2-O).
_SICI = re.compile(r"10\.\d{4}/\(sici\)\S+", re.IGNORECASE)
# Pages that a publisher hangs behind the DOI in its links.
_DOI_PAGES = re.compile(
    r"(?:/(?:full|fulltext|fullhtml|abstract|pdf|pdfdirect|epdf|epub|html|meta|summary|references|figures|citations|tables"
    r"|suppl_file/.*|asset/.*|download))+/?$|(?:\.full|\.abstract)?(?:\.pdf|\.html?|\.full|\.epub)$",
    re.IGNORECASE,
)
_SLUG = re.compile(r"/\d{4,}(?:/.*)?$")
_SLUG_HOSTS = frozenset({"direct.mit.edu", "academic.oup.com"})
_PREPRINT_VERSION = re.compile(r"(?<=\d)v\d+$")


def canonical_doi(text: str) -> str:
    """The DOI that a text begins with, bare and lower-case; empty when there is none."""
    sici = _SICI.match(text)
    m = sici or DOI.match(text)
    if m is None:
        return ""
    bare = m[0] if sici else re.split(r"[?#]", m[0])[0]
    value = balanced(bare).rstrip(".,;:!?'*_`/-").lower()
    hollow = value.endswith("/v1") or not re.search(r"/.*[a-z0-9]", value) or is_placeholder(value)
    return "" if hollow else value


def doi_link(value: str) -> str:
    """The DOI's link, with what a path can't hold escaped (RFC 3986); slashes stay."""
    return "https://doi.org/" + re.sub(r"[%?#<>\"\s]", lambda m: f"%{ord(m[0]):02X}", value)


def doi_in_link(host: str, path: str, query: str) -> str:
    """The DOI in a link to a publisher, from where it begins: by the rules of single sites first, then any DOI in
    the path or the query; empty when there is none."""
    if host.endswith("nature.com") and (
        m := re.match(r"/articles/((?:s\d{5}-|nature|n[a-z]+\.)[\w.-]+?)(?:\.pdf)?/?$", path)
    ):
        return f"10.1038/{m[1]}"
    if host.endswith("zenodo.org") and (m := re.match(r"/records?/(\d+)", path)):
        return f"10.5281/zenodo.{m[1]}"
    return _in_path(host, path) if "10." in path else _in_query(host, query)


def _in_path(host: str, path: str) -> str:
    m = re.search(r"(?:^|[/:=])(10\.\d{4,9}(?:\.\d+)*/.+)$", path)
    if m is None:
        return ""
    doi = _SLUG.sub("", m[1]) if host in _SLUG_HOSTS else m[1]
    doi = _DOI_PAGES.sub("", doi)
    return _PREPRINT_VERSION.sub("", doi) if host.endswith(("biorxiv.org", "medrxiv.org")) else doi


def _in_query(host: str, query: str) -> str:
    if "10." not in query or "citeseer" in host:  # CiteSeerX numbers its copies 10.1.1.941.6087
        return ""
    values = (v.removeprefix("doi:") for values in parse_qs(query).values() for v in values)
    return next((v for v in values if DOI.match(v) and canonical_doi(v)), "")


def balanced(text: str) -> str:
    """A link or DOI cut from running text: without what closes the sentence or the bracket around it."""
    for opening, closing in ("()", "[]", "{}"):
        depth = 0
        for i, ch in enumerate(text):
            depth += (ch == opening) - (ch == closing)
            if depth < 0:
                text = text[:i]
                break
    return text.rstrip(".,;:!?'*_`")
