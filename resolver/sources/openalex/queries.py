"""Questions as OpenAlex requests, built with `pyalex` and kept clear of the service's silent traps.

The grammar of filters and its traps: https://help.openalex.org/api/filters, and the service's own code
(ourresearch/openalex-elastic-api, core/filter.py and core/search.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from resolver.model import Identifier
from resolver.sources import wording
from resolver.sources.openalex.records import SELECT

VALUES = 100
"""Values that one filter may list (MAX_IDS_IN_FILTER), and rows that one page may have."""

CARRIED = 4
"""Values of each list, at most, that are of works which the service surely has (`resolver.sources.known`): a page at
arXiv has two forms."""

_CARRIED_LENGTH = 300
"""Bytes that they take."""

LINE = 7900
"""Bytes that a request line may have. The edge refuses more than 8,190 (its own code, ourresearch/openalex-api-proxy);
a list of a hundred titles takes about 7,000."""

SAFE_LINE = 4000
"""The same by the documentation ("about 4 KB"), for the rest of a run in which a longer one was refused."""

_FILTER_NAME = re.compile(
    r"(?:cites|datasets|doi|fwci|journal|language|mag|openalex|pmcid|pmid|repository|type|version|collection):"
)
_SINGLETON_ONLY = re.compile(r'[,|"!\s]')
_QUOTES = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "\u00a0": " "})


def list_by_field(field: str, values: Sequence[str]) -> str:
    """Path and query of a list of works whose `field` has one of `values`, at the price of one credit.

    Raw `:` and `/` are legal in a query and a third as long as the escapes that pyalex writes.
    """
    return _write_url(_begin_query().filter_or(**{field: list(values)}))


def list_by_title(values: Sequence[str]) -> str:
    """Path and query of the works with exactly one of these titles, case aside, for one credit.

    The *whole* list stands in one pair of quotes, which the service strips before it splits at `|`, so
    that commas are safe. pyalex would quote each title, so it is handed the list as one value. Of a title
    that thousands of works bear, the most cited come first.
    """
    return _write_url(_begin_query().filter(display_name='"' + "|".join(values) + '"').sort(cited_by_count="desc"))


def search_words(values: Sequence[str], *, page: int = 1) -> str:
    """Path and query of a keyword search in titles: all words of one of the values; ten credits a page."""
    target = _write_url(_begin_query().filter_or(**{"title.search": list(values)}))
    return target if page == 1 else f"{target}&page={page}"


def get_one(identifier: Identifier) -> str:
    """Path of one work by DOI or OpenAlex id, which is free.

    By hand, because pyalex escapes the colon of `doi:`, upon which the service takes the call for a list
    and estimates it.
    """
    value = quote(identifier.value, safe="/:().-_")
    key = f"doi:{value}" if identifier.kind == "doi" else value
    return f"/works/{key}?select={','.join(SELECT)}"


def drop_field(target: str, field: str) -> str:
    """A path and query that no longer selects a field."""
    fields = [f for f in SELECT if f != field]
    return re.sub(
        r"(?<=[?&]select=)[^&]*",
        lambda m: ",".join(f for f in m[0].replace("%2C", ",").split(",") if f in fields),
        target,
    )


def complete_title(title: str) -> str:
    """Path and query of the free completion of a title.

    By hand, because pyalex sends this call itself, to a host that can't be set and without a time limit.
    """
    return "/autocomplete/works?" + urlencode({"q": title})


def _begin_query() -> Any:
    """A fresh query object: pyalex's are mutable."""
    import pyalex

    return pyalex.Works({"per_page": VALUES}).select(list(SELECT))


def _write_url(works: Any) -> str:
    """Path and query that pyalex built, without its host. Read once: reading may change a query."""
    parts = urlsplit(works.url)
    query = parts.query.replace("%3A", ":").replace("%2F", "/")
    return f"/{parts.path.strip('/')}?{query}"


def split_requests(
    ways: Iterable[Sequence[Sequence[str]]],
    *,
    line: int = LINE,
    most: int = VALUES - CARRIED,
    weigh: Callable[[Sequence[str]], float] | None = None,
) -> Iterator[list[int]]:
    """Split questions into requests; yields the positions of the questions.

    Args:
        ways: for each question the lists of values that it may add to a request, one of them at a time.
        line: bytes that a request line may have.
        most: values that a request may have beside those that each carries.
        weigh: pages of rows that the first values of a question are likely to bring; together one at most.
    """
    room = line - len(list_by_field("locations.landing_page_url", [])) - 200  # host, method and protocol
    room -= _CARRIED_LENGTH
    current: list[int] = []
    count = size = 0
    rows = 0.0
    for position, lists in enumerate(ways):
        values = max(map(len, lists))
        length = max(sum(len(quote(v, safe=":/ ")) + 3 for v in some) for some in lists)
        share = weigh(lists[0]) if weigh is not None else 0.0
        if current and (count + values > most or size + length > room or rows + share > 1.0):
            yield current
            current, count, size, rows = [], 0, 0, 0.0
        current.append(position)
        rows += share
        count += values
        size += length
    if current:
        yield current


def is_listable(identifier: Identifier) -> bool:
    """Whether an identifier can stand in a list: a comma splits the filter, a pipe the list."""
    return _SINGLETON_ONLY.search(identifier.value) is None


def list_spellings(title: str) -> tuple[str, ...]:
    """The spellings of a title to be asked for exactly: as typed, and as the service is likely to have it."""
    typed = " ".join(title.split())
    bare = typed.rstrip(".").rstrip()
    return tuple(dict.fromkeys(s for s in (bare, bare.translate(_QUOTES)) if s))


def is_unlistable(title: str) -> bool:
    """Whether a title would break the list that it stands in, or change what is asked.

    A pipe splits it, a quote ends the list, a leading `!` negates, `<` and `>` compare, and `none`,
    `null` and `undefined` are no values.
    """
    low = title.strip().lower()
    return not low or any(c in title for c in '|"“”„«»\\') or low[0] in "!<>" or low in ("none", "null", "undefined")


def must_stand_alone(title: str) -> bool:
    """Whether a title must be the only one in its list: with another filter's name and a colon in any of
    its titles (`… natural language: a survey`) the whole call is refused."""
    return _FILTER_NAME.search(title) is not None


def list_keywords(title: str) -> tuple[str, ...]:
    """Sets of words for a keyword search: lower-case and bare, so that nothing in them is an operator."""
    sets = (" ".join(word.replace("'", " ") for word in group) for group in wording.choose_pairs(title))
    return tuple(s for s in sets if s.strip())


def join_keywords(title: str) -> str:
    """Every word of a title in one set: the narrowest keyword search."""
    return " ".join(token.text.lower().replace("'", " ") for token in wording.list_words(title)[:20])
