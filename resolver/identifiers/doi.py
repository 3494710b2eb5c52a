"""DOIs in links and in text: where one begins and, which is harder, where it ends."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

from resolver.identifiers.placeholders import is_placeholder

# Ends before another one behind a comma; one that goes on with a command of TeX would be cut short, and is none.
DOI = re.compile(
    r"10\.\d{4,9}(?:\.\d+)*/(?:(?![,;](?:doi:|https?://|10\.\d{4,9}/))"
    r"[^\s\"'<>{}|\\^`\u201c\u201d\u3000-\u303f\uff00-\uffef\u4e00-\u9fff])++(?!\\[A-Za-z]{2})"
)
# DOIs made of a SICI (ANSI/NISO Z39.56): ISSN, date, volume and issue, then the first page and letters of the title in
# angle (or square) brackets (one was registered with an entity), then its own version and check character, perhaps #:
# 10.1002/(SICI)1097-4571(1998)49:8<693::AID-ASI4>3.0.CO;2-O, 10.1603/0013-8746(2006)99[617:cbicra]2.0.co;2
SICI = re.compile(
    r"10\.\d{4,9}/(?:\(sici\))?\d{4}-\d{3}[\dx]\([^()\s<>]*\)[^\s<>\[\]()]*(?:(?:<|(?:#|%23)x0003c;)[^\s<>]*>|\[[^\s\[\]]*\])"
    r"\d\.\d\.[a-z]{2};\d(?:-(?:%23|[a-z0-9#]))?",
    re.IGNORECASE,
)
_ODD_SICI = re.compile(r"10\.\d{4}/\(sici\)\S+", re.IGNORECASE)
"""One that a registrant or a writer spoilt: to the end of the word."""

_ESCAPED = re.compile(r"%(?:2[14678a9b-f]|28|3[a-e]|5[bdf]|7e)", re.IGNORECASE)
"""Signs of a DOI that people escape; `#`, `?` and `%` stay, since they divide a link."""
_DOI_WORD = re.compile(r"(?<!\S)\S*10\.\d{4,9}(?:/|%2f)\S*", re.IGNORECASE)
_ENTITIES = {"amp": "&", "#38": "&", "#x26": "&", "lt": "<", "#60": "<", "gt": ">", "#62": ">"}
# Only these, and with their semicolon: html.unescape reads the parameter `&noteId` as `¬eId`.
_ENTITY = re.compile(rf"&({'|'.join(_ENTITIES)});", re.IGNORECASE)
_TEX_SIGN = re.compile(r"\{?\\([_%#&~$^{}])\}?")
_TEX_WORDS = (
    (re.compile(r"\{?\\textless(?:\{\}|\b)\}?|\$<\$"), "<"),
    (re.compile(r"\{?\\textgreater(?:\{\}|\b)\}?|\$>\$"), ">"),
    (re.compile(r"\{?\\textunderscore(?:\{\}|\b)\}?"), "_"),
)
# Pages that a publisher hangs behind the DOI in its links.
_DOI_PAGES = re.compile(
    r"(?:/(?:full|fulltext|fullhtml|abstract|pdf|pdfdirect|epdf|epub|html|meta|summary|references|figures|citations|tables"
    r"|suppl_file/.*|asset/.*|download))+/?$|(?:\.full|\.abstract)?(?:\.pdf|\.html?|\.full|\.epub)$",
    re.IGNORECASE,
)
_HOLLOW = frozenset({"10.18653/v1", "10.3115/v1"})
"""The Anthology's DOIs without what tells them apart."""
_SLUG = re.compile(r"/\d{4,}(?:/.*)?$")
_SLUG_HOSTS = frozenset({"direct.mit.edu", "academic.oup.com"})
_PREPRINT_VERSION = re.compile(r"(?<=\d)v\d+$")


REPOSITORIES = (
    "10.48550/",
    "10.48448/",
    "10.5281/",
    "10.6084/",
    "10.2139/",
    "10.13140/",
    "10.36227/",
    "10.21203/",
    "10.31219/",
    "10.31234/",
    "10.1101/",
    "10.20944/",
    "10.17605/",
)
"""DOI prefixes of repositories: arXiv, Underline (talks), Zenodo, figshare, SSRN, ResearchGate, TechRxiv, Research
Square, OSF and PsyArXiv, bioRxiv, preprints.org. Such a DOI names a copy, not a publication."""


LONGEST_DOI = 2000
"""Letters of a DOI, at most: the longest that are registered have some 250, and a Handle is held to 2,048 octets."""


def canonical_doi(text: str) -> str:
    """The DOI that a text begins with, bare and lower-case; empty when there is none."""
    if sici := SICI.match(text):
        return sici[0].lower().replace("%23", "#")
    odd = _ODD_SICI.match(text)
    m = odd or DOI.match(text)
    if m is None or len(m[0]) > LONGEST_DOI:
        return ""
    bare = m[0].replace("%23", "#") if odd else re.split(r"[?#]", m[0])[0]
    value = balance_brackets(bare).rstrip(".,;:!?'*_`/-").lower()
    hollow = value in _HOLLOW or not re.search(r"/.*[a-z0-9]", value) or is_placeholder(value)
    return "" if hollow else value


def unescape(text: str) -> str:
    r"""A text with its identifiers as they are meant: HTML's entities, what links escape in a DOI, and TeX's signs.

    >>> unescape(r"10.1007/978-3-319-15554-8\_45"), unescape("10.1175/1520-0477(1999)080%3C0439:csaeeo%3E2.0.co;2")
    ('10.1007/978-3-319-15554-8_45', '10.1175/1520-0477(1999)080<0439:csaeeo>2.0.co;2')
    """
    if "&" in text:
        text = _ENTITY.sub(lambda m: _ENTITIES[m[1].lower()], text)
    if "10." not in text:
        return text
    if "\\" in text or "$" in text:
        for command, sign in _TEX_WORDS:
            text = command.sub(sign, text)
        text = _TEX_SIGN.sub(r"\1", text)
    if "%" in text:
        text = _DOI_WORD.sub(lambda word: _ESCAPED.sub(lambda m: _sign(m[0], word[0]), word[0]), text)
    return text


def _sign(escaped: str, word: str) -> str:
    """An escaped sign as it is meant, unless it would divide the query of a link."""
    sign = chr(int(escaped[1:], 16))
    return escaped if sign in "&+=;" and "?" in word else sign


def doi_link(value: str) -> str:
    """The DOI's link, with what a path can't hold escaped (RFC 3986); slashes stay."""
    return "https://doi.org/" + re.sub(r"[%?#<>\"\s]", lambda m: f"%{ord(m[0]):02X}", value)


def doi_in_link(host: str, path: str, query: str) -> str:
    """The DOI in a link to a publisher, from where it begins: by the rules of single sites first, then any DOI in
    the path or the query; empty when there is none."""
    if host.endswith("doi.org"):  # the resolver itself has its row in the table: this name only looks like it
        return ""
    if _is_at(host, "nature.com") and (
        m := re.match(r"/articles/((?:s\d{5}-|nature|n[a-z]+\.)[\w.-]+?)(?:\.pdf)?/?$", path)
    ):
        return f"10.1038/{m[1]}"
    if _is_at(host, "zenodo.org") and (m := re.match(r"/records?/(\d+)", path)):
        return f"10.5281/zenodo.{m[1]}"
    return _in_path(host, path) if "10." in path else _in_query(host, query)


def _is_at(host: str, *names: str) -> bool:
    """Whether a host is one of these or below it; names are compared whole."""
    return any(host == name or host.endswith(f".{name}") for name in names)


def _in_path(host: str, path: str) -> str:
    m = re.search(r"(?:^|[/:=])(10\.\d{4,9}(?:\.\d+)*/.+)$", path)
    if m is None:
        return ""
    doi = _SLUG.sub("", m[1]) if host in _SLUG_HOSTS else m[1]
    doi = _DOI_PAGES.sub("", doi)
    return _PREPRINT_VERSION.sub("", doi) if _is_at(host, "biorxiv.org", "medrxiv.org") else doi


def _in_query(host: str, query: str) -> str:
    if "10." not in query or "citeseer" in host:  # CiteSeerX numbers its copies 10.1.1.941.6087
        return ""
    values = (v.removeprefix("doi:") for values in parse_qs(query).values() for v in values)
    return next((v for v in values if DOI.match(v) and canonical_doi(v)), "")


def balance_brackets(text: str) -> str:
    """A link or DOI cut from running text: without what closes the sentence or the bracket around it."""
    for opening, closing in ("()", "[]", "{}"):
        depth = 0
        for i, ch in enumerate(text):
            depth += (ch == opening) - (ch == closing)
            if depth < 0:
                text = text[:i]
                break
    return text.rstrip(".,;:!?'*_`")
