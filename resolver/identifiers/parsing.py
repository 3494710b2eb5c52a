"""Identifiers of works as people write them, and their canonical forms and links.

Canonical values: a DOI is bare and lower-case (DOIs compare without case, DOI Handbook 2.4); an
arXiv id has no version; an ACL id is in the Anthology's own case (`P18-1001`, `2020.acl-main.1`); an
OpenAlex id is `W` and digits; OpenReview ids keep their case, which matters.

The schemes look alike (`2020.acl-main.1`, `2020.12345`, `W18-0513`, `W2741809807`), so every pattern
is anchored and arXiv months and Anthology years are checked. `resolver.identifiers.schemes` has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import cast
from urllib.parse import parse_qs

from msgspec import Struct

from resolver.identifiers import numbers
from resolver.identifiers.doi import DOI, SICI, balance_brackets, doi_in_link, unescape
from resolver.identifiers.placeholders import MARKDOWN_LINK, URL, is_placeholder, is_url, split_url
from resolver.identifiers.rules import make_identifier
from resolver.identifiers.scheme import LinkPattern
from resolver.identifiers.schemes import SCHEMES, Identifier, IdKind

_PREFIX = re.compile(
    rf"(?:{'|'.join(f'(?P<{kind}>{scheme.prefix})' for kind, scheme in SCHEMES.items())})"
    r"(?:\s*(?:id|preprint|anthology|\.org))?\s*[:=]?\s*(?=\S)",
    re.IGNORECASE,
)
_PATTERNS = {kind: re.compile(scheme.pattern, re.IGNORECASE | re.DOTALL) for kind, scheme in SCHEMES.items()}
_BARE = {kind: re.compile(s.bare, re.IGNORECASE | re.DOTALL) for kind, s in SCHEMES.items() if s.bare}
_LIKE = {kind: re.compile(s.like, re.IGNORECASE) for kind, s in SCHEMES.items() if s.like}
_IN_TEXT = {kind: re.compile(s.in_text, re.IGNORECASE) for kind, s in SCHEMES.items() if s.in_text}
_PAGES: dict[str, list[tuple[IdKind, LinkPattern]]] = {}
for _kind, _scheme in SCHEMES.items():
    for _page in _scheme.pages:
        for _host in _page.hosts.split():
            _PAGES.setdefault(_host, []).append((_kind, _page))

_SICI_LINK = re.compile(
    rf"(?:(?:https?://|www\.|\bdoi\.org/)[^\s<>\"]{0, 200}?)?(?P<doi>{SICI.pattern})", re.IGNORECASE
)


@lru_cache(maxsize=4096)  # readings of an item share its links: without, a long README takes 20% longer to be read
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
    if kind is not None and (found := _whole(kind, _PATTERNS[kind], cleaned)) is not None and found.kind == kind:
        return found
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
    found = sorted(_in_text(unescape(text)), key=lambda pair: pair[0])
    return tuple(dict.fromkeys(identifier for _, identifier in found))


class Malformed(Struct, frozen=True):
    """What is meant as an identifier and can't be one, in the form of that scheme, and why."""

    kind: IdKind
    value: str
    why: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"


def find_malformed(text: str, today: date) -> Malformed | None:
    """What in a link or cell is meant as an identifier but impossible, such as `arxiv.org/abs/1834.04805`.

    Args:
        text: as for `parse`.
        today: no identifier that numbers its days is of a later one.

    >>> str(find_malformed("https://arxiv.org/abs/1834.04805", date(2026, 1, 1)))
    'arxiv:1834.04805'
    """
    cleaned = _unwrap(text)
    if not cleaned or is_placeholder(cleaned):
        return None
    for kind, like in _LIKE.items():
        m = like.fullmatch(_meant(cleaned, kind))
        if m and (why := SCHEMES[kind].fault(m["id"], today)):
            return Malformed(kind, m["id"], why)
    return None


def _meant(text: str, kind: IdKind) -> str:
    """What of a cell may be an identifier of a scheme: what its prefix is before, the path of its own page, or all."""
    if (m := _PREFIX.match(text)) and m.lastgroup == kind and not is_url(text):
        return text[m.end() :].strip()
    if not is_url(text):
        return text if "/" not in text or not text[0].isdigit() else ""
    parts = split_url(text.rstrip(".,;"))
    own = parts is not None and any(k == kind and page.only for k, page in _pages_of(parts[0]))
    return parts[1] if parts is not None and own else ""


def parse_arxiv_version(text: str) -> int | None:
    """The version that an arXiv link or id names.

    >>> parse_arxiv_version("https://arxiv.org/abs/2106.01702v2")
    2
    """
    m = re.search(rf"(?<![\w.]){numbers.ARXIV}v([1-9]\d{{0,2}})(?!\d)", text, re.IGNORECASE)
    return int(m[1]) if m else None


# ------------------------------------------------------------------ parsing


def _unwrap(text: str) -> str:
    cleaned = unescape(text.strip())
    if m := MARKDOWN_LINK.fullmatch(cleaned):
        cleaned = m["url"]
    cleaned = cleaned.strip("<>\"'`“”‘’ \t\n,;")
    return cleaned[1:-1].strip() if re.fullmatch(r"\[[^\[\]]*\]|\([^()]*\)", cleaned) else cleaned


def _whole(kind: IdKind, pattern: re.Pattern[str], text: str) -> Identifier | None:
    """The identifier of a scheme that the whole of a text is."""
    m = pattern.fullmatch(text)
    return make_identifier(kind, m["id"]) if m else None


def _from_bare(text: str) -> Identifier | None:
    if m := _PREFIX.match(text):
        kind = cast("IdKind", m.lastgroup)
        if found := _whole(kind, _PATTERNS[kind], text[m.end() :].strip()):
            return found
    return next((found for kind, bare in _BARE.items() if (found := _whole(kind, bare, text))), None)


def _from_url(url: str) -> Identifier | None:
    if m := SICI.search(url):
        return make_identifier("doi", m[0])
    parts = split_url(url.rstrip(".,;"))
    if parts is None:
        return None
    host, path, query = parts
    for kind, page in _pages_of(host):
        if found := _on_page(kind, page, path, query):
            return found
        if page.only:
            return None
    doi = doi_in_link(host, path, query)
    return make_identifier("doi", doi) if doi else None


def _pages_of(host: str) -> list[tuple[IdKind, LinkPattern]]:
    """What is known of a host and of the domains that it is in; names are compared whole (`evildoi.org` is another)."""
    labels = host.split(".")
    return [known for n in range(len(labels) - 1) for known in _PAGES.get(".".join(labels[n:]), ())]


def _on_page(kind: IdKind, page: LinkPattern, path: str, query: str) -> Identifier | None:
    m = re.search(page.path, path, re.IGNORECASE)
    if m is None:
        return None
    if not page.parameter:
        return make_identifier(kind, m[m.lastgroup or "id"])
    return _whole(kind, _PATTERNS[kind], parse_qs(query).get(page.parameter, [""])[0])


_MAY_HAVE_ONE = re.compile(r"[\d/:]")
"""What every identifier has a sign of: digits, the slashes of a link, or the colon of a label."""


def _in_text(text: str) -> Iterator[tuple[int, Identifier]]:
    if _MAY_HAVE_ONE.search(text) is None:
        return
    if "10." in text:
        sicis = list(_SICI_LINK.finditer(text))
        yield from ((m.start(), found) for m in sicis if (found := make_identifier("doi", m["doi"])))
        text = _without(text, [m.span() for m in sicis])
    links = [(m.start(), balance_brackets(m[0])) for m in URL.finditer(text)]
    yield from ((start, found) for start, url in links if (found := parse(url)) is not None)
    text = _without(text, [(start, start + len(url)) for start, url in links])
    for m in DOI.finditer(text) if "10." in text else ():
        if not is_placeholder(m[0]) and (found := make_identifier("doi", m[0])):
            yield m.start(), found
    if _MAY_HAVE_ONE.search(text) is None:
        return
    for kind, pattern in _IN_TEXT.items():
        for m in pattern.finditer(text):
            if found := make_identifier(kind, m["id"]):
                yield m.start(), found


def _without(text: str, stretches: list[tuple[int, int]]) -> str:
    """A text with blanks in place of some stretches of it, in linear time."""
    if not stretches:
        return text
    pieces, done = list[str](), 0
    for start, end in stretches:
        pieces += [text[done:start], " " * (end - start)]
        done = end
    return "".join((*pieces, text[done:]))
