"""arXiv's API as it is since November 2025: the grammar of `search_query`, id lists, and Atom feeds.

A missing operator is OR, a word without a prefix is searched for everywhere, operators have no
precedence and associate to the right. An unbalanced quote is dropped without a word, an unbalanced
parenthesis is refused. Sources: arXiv's user manual, and the parser of github.com/arXiv/arxiv-search.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import quote
from xml.sax.saxutils import escape

from tests.services.records import Paper
from tests.services.words import holds_phrase, share, stems

FEED = "application/atom+xml; charset=UTF-8"
MOST_ROWS = 2000
"""Rows that one answer may have."""

_FOLD = 72  # characters after which arXiv breaks the line of a title
_ID = re.compile(r"(?:arXiv:)?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(v\d+)?")
_TOKEN = re.compile(r'(?P<field>[A-Za-z]+):(?=[("])|(?P<open>\()|(?P<close>\))|"(?P<phrase>[^"]*)"|(?P<word>[^\s()"]+)')
_OPERATORS = ("AND", "OR", "ANDNOT", "NOT")

Test = Callable[[Paper], bool]
_TEXTS: dict[str, Callable[[Paper], str]] = {
    "ti": lambda p: p.title,
    "title": lambda p: p.title,
    "au": lambda p: " ; ".join(p.authors),
    "cat": lambda p: " ; ".join((p.primary_category, *p.categories)),
    "co": lambda p: p.comment,
    "jr": lambda p: p.journal_ref,
    "all": lambda p: " ; ".join((p.title, *p.authors, p.comment, p.journal_ref)),
}


class RefusedError(ValueError):
    """What arXiv answers with status 400 and an error entry."""


class _Query:
    """A query taken apart, by recursive descent."""

    def __init__(self, text: str) -> None:
        if text.count('"') % 2:
            text = text.replace('"', " ")
        if '\\"' in text:
            raise RefusedError("incorrect query syntax")
        self.tokens = [(m.lastgroup or "", m[m.lastgroup or 0]) for m in _TOKEN.finditer(text)]
        self.asked: set[str] = set()
        self.test = self._expression("all")
        if self.tokens:
            raise RefusedError("incorrect query syntax: parentheses")

    def _expression(self, field: str) -> Test:
        left = self._clause(field)
        if not self.tokens or self.tokens[0][0] == "close":
            return left
        operator = self.tokens.pop(0)[1] if self.tokens[0][1] in _OPERATORS else "OR"
        right = self._expression(field)
        if operator == "OR":
            return lambda paper: left(paper) or right(paper)
        if operator == "AND":
            return lambda paper: left(paper) and right(paper)
        return lambda paper: left(paper) and not right(paper)

    def _clause(self, field: str) -> Test:
        if not self.tokens:
            raise RefusedError("incorrect query syntax")
        kind, text = self.tokens.pop(0)
        if kind == "field":
            return self._clause(self._known(text))
        if kind == "open":
            inside = self._expression(field)
            if not self.tokens or self.tokens.pop(0)[0] != "close":
                raise RefusedError("incorrect query syntax: parentheses")
            return inside
        if kind == "close" or (kind == "word" and text in _OPERATORS):
            raise RefusedError("incorrect query syntax")
        if kind == "word":
            prefix, colon, rest = text.partition(":")
            if colon and prefix.isalpha():
                field, text = self._known(prefix), rest
                if text in _OPERATORS or re.match(r"[a-z]+:", text):
                    raise RefusedError("incorrect query syntax")
            if "?" in text or "*" in text:  # wildcards, which no stem has
                return lambda paper: False
        self.asked.update(stems(text))
        return lambda paper: holds_phrase(_TEXTS[field](paper), text)

    @staticmethod
    def _known(field: str) -> str:
        if field not in _TEXTS:
            raise RefusedError(f"undefined field {field}")
        return field


def search(papers: Sequence[Paper], query: str) -> list[Paper]:
    """The papers that a `search_query` means, the ones whose titles were asked for whole first."""
    asked = _Query(query)
    terms = frozenset(asked.asked)
    return sorted(filter(asked.test, papers), key=lambda p: -share(p.title, terms))


def answer(papers: Sequence[Paper], asked: Mapping[str, str], *, empty: bool = False) -> tuple[int, bytes]:
    """Status and body for the parameters of a call.

    Args:
        papers: all there are.
        asked: `search_query`, `id_list`, `start`, `max_results`.
        empty: play the fault that a page has a count and no entry.
    """
    try:
        start, rows = int(asked.get("start", "0")), int(asked.get("max_results", "10"))
    except ValueError:
        return 400, error_feed("start and max_results must be integers")
    if rows == 0:
        return 500, b"<html><body>Internal Server Error</body></html>"
    if start < 0 or rows < 0 or rows > MOST_ROWS:
        return 400, error_feed(f"max_results must be non-negative and not exceed {MOST_ROWS}")
    query, ids = asked.get("search_query", ""), [i.strip() for i in asked.get("id_list", "").split(",") if i.strip()]
    try:
        found = _listed(papers, ids) if ids else [(p, _latest(p)) for p in search(papers, query)]
    except RefusedError as refused:
        return 400, error_feed(str(refused))
    page = [] if empty else found[start : start + rows]
    title = f"search_query={query}&id_list={','.join(ids)}&start={start}&max_results={rows}"
    return 200, _feed(title, len(found), start, [_entry(paper, version) for paper, version in page])


def _listed(papers: Sequence[Paper], ids: Sequence[str]) -> list[tuple[Paper, str]]:
    """The papers of an id list with the version of each, not in the order of the list; unknown ones are silently
    absent, one that can be no id fails the whole call."""
    known = {p.id: p for p in papers}
    found = []
    for i in ids:
        match = _ID.fullmatch(i)
        if match is None:
            raise RefusedError(f"incorrect id format for {i}")
        if match[1] in known:
            found.append((known[match[1]], match[2] or _latest(known[match[1]])))
    return sorted(found, key=lambda pair: pair[0].title)


def _latest(paper: Paper) -> str:
    return "v2" if paper.first_title else "v1"


def _entry(paper: Paper, version: str) -> str:
    title = paper.first_title if version == "v1" and paper.first_title else paper.title
    cut = title.rfind(" ", 0, _FOLD) if len(title) > _FOLD else -1
    shown = escape(title) if cut < 1 else f"{escape(title[:cut])}\n  {escape(title[cut + 1 :])}"
    page = f"arxiv.org/abs/{paper.id}{version}"
    optional = {"comment": paper.comment, "journal_ref": paper.journal_ref, "doi": paper.doi}
    lines = [
        f"<id>http://{page}</id>",
        f"<title>{shown}</title>",
        f"<updated>{_time(paper.updated or paper.published)}</updated>",
        f'<link href="https://{page}" rel="alternate" type="text/html"/>',
        "<summary></summary>",
        *(f'<category term="{escape(c)}"/>' for c in paper.categories or (paper.primary_category,)),
        f"<published>{_time(paper.published)}</published>",
        *(f"<arxiv:{name}>{escape(text)}</arxiv:{name}>" for name, text in optional.items() if text),
        f'<arxiv:primary_category term="{escape(paper.primary_category)}"/>',
        *(f"<author><name>{escape(author)}</name></author>" for author in paper.authors),
    ]
    return "  <entry>\n    " + "\n    ".join(lines) + "\n  </entry>"


def _time(day: str) -> str:
    return f"{day if day.count('-') == 2 else day + '-01'}T00:00:00Z"


def _feed(title: str, total: int, start: int, entries: Sequence[str]) -> bytes:
    head = (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" '
        'xmlns="http://www.w3.org/2005/Atom">\n'
        f"  <id>https://arxiv.org/api/played</id>\n  <title>arXiv Query: {escape(title)}</title>\n"
        "  <updated>2026-01-01T00:00:00Z</updated>\n"
        f"  <opensearch:itemsPerPage>{len(entries)}</opensearch:itemsPerPage>\n"
        f"  <opensearch:totalResults>{total}</opensearch:totalResults>\n"
        f"  <opensearch:startIndex>{start}</opensearch:startIndex>\n"
    )
    return (head + "".join(f"{entry}\n" for entry in entries) + "</feed>\n").encode()


def error_feed(message: str) -> bytes:
    """The answer to a query that is refused."""
    entry = (
        f"  <entry>\n    <id>https://arxiv.org/api/errors#{quote(message.replace(' ', '_'))}</id>\n"
        f"    <title>Error</title>\n    <summary>{escape(message)}</summary>\n"
        "    <updated>2026-01-01T00:00:00Z</updated>\n"
        "    <author><name>arXiv api core</name></author>\n  </entry>"
    )
    return _feed(message, 1, 0, [entry])
