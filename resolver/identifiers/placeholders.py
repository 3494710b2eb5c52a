"""What people write where an identifier or a value is still missing, and links taken apart.

`XXX`, `2501.XXXXX`, `forum?id=XXXX`, `TBD`, `-`: a cell that holds one of these is empty, and a link
that ends in one leads nowhere. Real values come close (`forum?id=XXyZq1abc`, the surname Nan), so only
whole cells and whole parts of a link count.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

URL = re.compile(
    r"(?:https?://|www\.|(?<![\w-])(?:(?:dx\.)?doi\.org/|arxiv\.org/|aclanthology\.org/|openreview\.net/|openalex\.org/"
    r"|aclweb\.org/))"
    r"[^\s<>\"\u201c\u201d\u3000-\u303f\uff00-\uffef]+",
    re.IGNORECASE,
)
_HOST_AND_PATH = re.compile(r"(?!10\.)(?:[\w-]+\.)+[a-z]{2,}/\S")
MARKDOWN_LINK = re.compile(
    r"!?\[(?:[^\[\]]|\[[^\[\]]*\])*+\]\(\s*+<?(?P<url>(?:[^()\s>]|\((?:[^()\s]*\))?|>(?=\d\.))*)>?[^)]*\)?"
)

# The last one or two parts of an identifier left open: XXX, 2501.XXXXX, 20XX, P18-XXXX, NNNNN, ????.
_OPEN = re.compile(r"\d*(?:X{3,}|x{3,}|N{4,}|\?{3,})|_{3,}|\.{3,}|…")
_WORDS = frozenset(
    "todo tbd tba fixme n/a none null unknown missing link [link] url pdf doi paper placeholder soon nil "
    "pending".split()
) | {"coming soon", "not available", "to be added", "to be announced", "not yet", "add link", "no link"}
_EXACT = frozenset({"NA", "nan", "NaN", "N.A.", "n.a.", "#N/A", "<NA>", "doi:", "arXiv:", "arxiv:"})
_TEMPLATE = re.compile(
    r"[<{\[(]\s*(?:url|link|doi|title|paper|todo|insert|your|arxiv|id)\b[^>}\])]*[>}\])]", re.IGNORECASE
)
_MARKS_ONLY = re.compile(r"[\W_]*")
_OPEN_CELL = re.compile(
    r"(?:\w+:\s*)?(?:X{2,}|x{2,}|\d{2}[Xx]{2}|\d{0,4}[Xx]{2,}\.[Xx]{3,}|\d{4}\.\d{0,3}[Xx]{2,}|10\.[\dXx]{4,}/.*|[A-Z]\d\d-X{3,}|YYMM\.N{4,5})",
)
_OPEN_HOSTS = re.compile(
    r"(?:[a-z0-9-]+\.)*(?:arxiv\.org|aclanthology\.org|aclweb\.org|openreview\.net|doi\.org|openalex\.org|acm\.org|"
    r"neurips\.cc|mlr\.press|semanticscholar\.org|thecvf\.com|isca-speech\.org|ieee\.org|springer\.com)"
)
_HOLLOW = re.compile(
    r"/*(?:abs|pdf|html|anthology|papers?|forum|forum\.html|works|v1|10\.18653(?:/v1)?|10\.48550)?/*(?:\.pdf)?",
    re.IGNORECASE,
)


def is_placeholder(text: str) -> bool:
    """Whether a whole cell, or a link, only holds the place of something to be filled in.

    >>> is_placeholder("https://aclanthology.org/2021.findings-acl.XXX"), is_placeholder("forum?id=XXyZq1abc")
    (True, False)
    """
    cell = text.strip()
    if m := MARKDOWN_LINK.fullmatch(cell):
        cell = m["url"]
    if cell in _EXACT or _MARKS_ONLY.fullmatch(cell) or _TEMPLATE.fullmatch(cell):
        return True
    if cell.casefold().strip("[]().:! ") in _WORDS:
        return True
    if re.fullmatch(r"(?:https?://|www\.)\W*", cell, re.IGNORECASE):
        return True
    if is_url(cell):
        return _open_url(cell)
    if m := re.match(r"/?(?:forum|pdf)\?id=(.*)", cell):
        return _OPEN.fullmatch(m[1]) is not None
    if m := _OPEN_CELL.fullmatch(cell):
        return "10." not in cell or _open_doi(cell.partition("10.")[2])
    parts = re.split(r"[./_-]", cell)
    return len(parts) > 1 and " " not in cell and cell[0].isdigit() and any(_OPEN.fullmatch(p) for p in parts[-2:] if p)


def _open_doi(doi: str) -> bool:
    prefix, _, suffix = doi.partition("/")
    return "x" in prefix.lower() or not suffix or any(_OPEN.fullmatch(p) for p in re.split(r"[./_-]", suffix) if p)


def _open_url(url: str) -> bool:
    parts = split_url(url)
    if parts is None:
        return False
    host, path, query = parts
    if host in {"example.com", "example.org", "www.example.com", "url", "link", "xxx"}:
        return True
    known = _OPEN_HOSTS.fullmatch(host) is not None
    if known and _HOLLOW.fullmatch(path) and not any(v for values in parse_qs(query).values() for v in values):
        return True
    if known and "id=" in query:
        return _OPEN.fullmatch(parse_qs(query).get("id", ["x"])[0]) is not None
    last = [p for p in re.split(r"[/._-]", path) if p and p.lower() not in {"pdf", "html"}]
    open_parts = [p for p in last[-2:] if _OPEN.fullmatch(p)]
    return any(known or p.isupper() for p in open_parts)


def is_url(text: str) -> bool:
    """Whether the whole of `text` is one link, with or without its scheme."""
    return " " not in text and (URL.match(text) is not None or _HOST_AND_PATH.match(text) is not None)


def split_url(url: str) -> tuple[str, str, str] | None:
    """A link's host (lower-case), decoded path and query; `None` when it is malformed."""
    try:
        parts = urlsplit(url if "://" in url[:10] else f"https://{url}")
        host = (parts.hostname or "").rstrip(".")
    except ValueError:  # for instance an unfinished IPv6 address
        return None
    return host, unquote(parts.path), parts.query
