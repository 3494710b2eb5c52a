"""OpenAlex's API as its documentation and code describe it: filters, keyword search, completion, single works, prices.

Whatever a request says that is not played here is refused loudly (`NotPlayedError`, status 501), so that a new kind of
request fails its tests instead of being answered somehow. Sources: help.openalex.org (August 2026), and the code of
github.com/ourresearch/openalex-elastic-api and openalex-api-proxy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from tests.services.records import Location, Work
from tests.services.words import holds_all, share, stems, words

VALUES = 100
"""Values that one filter may list."""
CREDIT_USD = 0.0001
LIST_CREDITS, SEARCH_CREDITS = 1, 10
AUTHORS = 100
"""Authors that a work has in a list, at most."""

WITHOUT_VALUE = ("type_crossref", "relevance_score")
"""Fields that may be selected and that no work has (any more, or outside of a search)."""

PARAMETERS = frozenset(
    "filter search select sort per_page per-page page cursor api_key mailto corpus sample seed group_by".split()
)
FILTERS = frozenset(
    "cites datasets doi fwci journal language mag openalex pmcid pmid repository type version collection display_name "
    "openalex_id ids.openalex title.search display_name.search locations.landing_page_url publication_year".split()
)
_SEARCHES = ("title.search", "display_name.search")
_FREE = re.compile(r"[A-Za-z]?\d+|(?:doi|pmid|pmcid|mag|openalex):.*", re.IGNORECASE)
_NO_VALUES = ("", "none", "undefined")

Test = Callable[[Work], bool]


class RefusedError(ValueError):
    """What the service answers with status 400 (or another) and a message in JSON."""

    def __init__(self, message: str, *, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


class NotPlayedError(RefusedError):
    """A kind of request that the service knows and this stand-in does not."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}: not played by tests/services", status=501)


def price(path: str, asked: Mapping[str, str]) -> int:
    """What a call costs, told as the service's edge tells it: by the raw text of the request.

    A work by `doi:` and its number is free, by an escaped colon or a whole URL it is billed as a list.
    """
    first, _, rest = path.strip("/").partition("/")
    if first == "autocomplete" or (rest and _FREE.fullmatch(rest)):
        return 0
    searches = any(name.split(".")[0] == "search" for name in asked) or ".search" in asked.get("filter", "")
    return SEARCH_CREDITS if searches else LIST_CREDITS


# ------------------------------------------------------------------ lists


def listed(works: Sequence[Work], asked: Mapping[str, str]) -> dict[str, Any]:
    """A list of works with its count, for the parameters of a call."""
    for name in asked:
        if name not in PARAMETERS and not name.startswith("search."):
            raise RefusedError(f"{name} is not a valid parameter.")
        if name in ("cursor", "corpus", "sample", "seed", "group_by") or name.startswith("search"):
            raise NotPlayedError(name)
    tests: list[Test] = []
    terms: set[str] = set()
    for item in _split(asked.get("filter", "")):
        name, colon, value = item.partition(":")
        if not colon:
            raise RefusedError("A filter value contains an unescaped comma. Percent-encode it as %2C.")
        if name not in FILTERS:
            raise RefusedError(f"{name} is not a valid field. Valid fields are: {', '.join(sorted(FILTERS))}")
        tests.append(_filter(name, _values(name, value)))
        if name in _SEARCHES:
            terms.update(stems(value))
    found = [work for work in works if all(test(work) for test in tests)]
    found.sort(key=_order(asked.get("sort", ""), frozenset(terms)))
    rows, page = int(asked.get("per_page", asked.get("per-page", "25"))), int(asked.get("page", "1"))
    if not 1 <= rows <= 200:
        raise RefusedError("per-page parameter must be between 1 and 200")
    shown = [_selected(shaped(w, AUTHORS), asked.get("select")) for w in found[(page - 1) * rows : page * rows]]
    return {"meta": {"count": len(found), "page": page, "per_page": rows, "timed_out": False}, "results": shown}


def _split(text: str) -> list[str]:
    """Commas divide filters, except within double quotes."""
    return [item for item in re.findall(r'(?:"[^"]*"?|[^",])+', text) if item]


def _values(name: str, value: str) -> list[str]:
    if name not in _SEARCHES and len(value) > 1 and value[0] == value[-1] == '"':
        value = value[1:-1]
    values = value.split("|")
    if len(values) > VALUES:
        raise RefusedError(f"Maximum number of values exceeded for {name}. Decrease values to {VALUES} or below.")
    if len(values) > 1 and any(f"{other}:" in value for other in FILTERS if "." not in other and "_" not in other):
        raise RefusedError("It looks like you're trying to do an OR query between filters and it's not supported.")
    if any(v.strip().lower() in _NO_VALUES for v in values):
        raise RefusedError(f"Value for param {name} must not be empty")
    if value.startswith(("!", "<", ">")):
        raise NotPlayedError("negation and comparison")
    return values


def _filter(name: str, values: Sequence[str]) -> Test:
    if name in _SEARCHES:
        sets = [_keywords(value) for value in values]
        return lambda w: any(holds_all(_text(w), some) for some in sets)
    wanted = {v.strip().lower() for v in values}
    if name == "display_name":
        return lambda w: (w.title or "").lower() in wanted
    if name == "doi":
        bare = {v.removeprefix("https://doi.org/") for v in wanted}
        return lambda w: w.doi.lower() in bare
    if name in ("openalex", "openalex_id", "ids.openalex"):
        numbers = {v.rpartition("/")[2] for v in wanted}
        return lambda w: f"w{w.number}" in numbers
    if name == "locations.landing_page_url":
        return lambda w: any(_stored(place, w) in values for place in w.locations)
    if name == "publication_year":
        return lambda w: str(w.publication_year) in wanted
    if name == "type":
        return lambda w: w.type in wanted
    if name in ("pmid", "pmcid", "mag"):
        return lambda w: False  # the records here have none
    raise NotPlayedError(f"the filter {name}")


def _keywords(value: str) -> tuple[str, ...]:
    """The words of a keyword search, all of which a title must have."""
    if re.search(r"(?:^|\s)!\w", value):
        raise RefusedError("Search terms cannot start with an exclamation mark")
    if re.search(r"[*?]", re.sub(r'"[^"]*"', "", value)):
        raise RefusedError("Wildcards (* and ?) require exact search (use the .exact variant)")
    if re.search(r" (?:AND|OR|NOT) ", value) or value.count('"') >= 2:
        if value.count("(") != value.count(")"):
            raise RefusedError("parse error", status=500)
        raise NotPlayedError("boolean operators and phrases in a keyword search")
    return words(value)


def _text(work: Work) -> str:
    return re.sub(r"<[^>]+>", "", work.title or "")


def _order(sort: str, terms: frozenset[str]) -> Callable[[Work], float]:
    """By citations when asked so, else by how well the text fits, weighted by citations: fame outranks fit."""
    if sort == "cited_by_count:desc":
        return lambda w: -w.cited_by_count
    if sort:
        raise NotPlayedError(f"sort={sort}")
    return lambda w: -share(_text(w), terms) * (1 + w.cited_by_count**0.5)


# ------------------------------------------------------------------ single works, completion


def single(works: Sequence[Work], key: str, select: str | None) -> dict[str, Any] | None:
    """One work with all its authors, by its number or `doi:`; `None` when there is none."""
    key = unquote(key)
    if match := re.fullmatch(r"(?:https://openalex\.org/|openalex:)?[Ww](\d+)", key):
        found = [w for w in works if w.number == int(match[1])]
    elif match := re.fullmatch(r"(?:doi:|https?://(?:dx\.)?doi\.org/)(.+)", key, re.IGNORECASE):
        found = [w for w in works if w.doi and w.doi.lower() == match[1].lower()]
    else:
        return None
    return _selected(shaped(found[0]), select) if found else None


def completed(works: Sequence[Work], text: str) -> dict[str, Any]:
    """The ten works whose titles begin with these words, equal titles first, then the most cited."""
    begun = words(text)
    found = [w for w in works if begun and _begins(words(_text(w)), begun)]
    found.sort(key=lambda w: ((w.title or "").lower() != text.strip().lower(), -w.cited_by_count))
    rows = [
        {
            "id": w.id,
            "display_name": w.title,
            "hint": ", ".join(w.authors[:3]) + (" et al." if len(w.authors) > 3 else ""),
            "cited_by_count": w.cited_by_count,
            "entity_type": "work",
            "external_id": f"https://doi.org/{w.doi}" if w.doi else None,
        }
        for w in found[:10]
    ]
    return {"meta": {"count": len(rows), "page": 1, "per_page": 10}, "results": rows}


def _begins(have: Sequence[str], begun: Sequence[str]) -> bool:
    """The last word may be begun only."""
    last = len(begun) - 1
    return len(have) > last and have[:last] == begun[:last] and have[last].startswith(begun[last])


# ------------------------------------------------------------------ the shape of a work


def _selected(work: dict[str, Any], select: str | None) -> dict[str, Any]:
    if select is None:
        return work
    chosen = select.split(",")
    for name in chosen:
        if name not in work and name not in WITHOUT_VALUE:
            raise RefusedError(f"{name} is not a valid select field.")
    return {name: work[name] for name in chosen if name in work}


def shaped(work: Work, most_authors: int | None = None) -> dict[str, Any]:
    """A work as the service sends it; a list cuts its authors, a single work has all.

    The service's oddities are dealt out by the digits of the id: of five works one has its authors' names turned
    round, and of thirty-three one keeps its arXiv page with https.
    """
    places = [_location(place, work) for place in work.locations]
    first, _, last = work.pages.partition("-")
    doi = f"https://doi.org/{work.doi}" if work.doi else None
    return {
        "id": work.id,
        "doi": doi,
        "title": work.title,
        "display_name": work.title,
        "publication_year": work.publication_year,
        "publication_date": f"{work.publication_year}-01-01" if work.publication_year else None,
        "ids": {"openalex": work.id} | ({"doi": doi} if doi else {}),
        "language": "en",
        "type": work.type,
        "primary_location": places[0] if places else None,
        "best_oa_location": places[-1] if places else None,
        "locations": places,
        "locations_count": len(places),
        "authorships": [_authorship(name, work) for name in work.authors[:most_authors]],
        "is_authors_truncated": most_authors is not None and len(work.authors) > most_authors,
        "biblio": {
            "volume": work.volume or None,
            "issue": work.issue or None,
            "first_page": first or None,
            "last_page": last or first or None,
        },
        "is_retracted": work.is_retracted,
        "is_paratext": False,
        "cited_by_count": work.cited_by_count,
        "indexed_in": [],
        "updated_date": "2026-10-01T00:00:00.000000",
        "created_date": "2025-10-10",
    }


def _authorship(name: str, work: Work) -> dict[str, Any]:
    given, _, family = name.rpartition(" ")
    turned = f"{family}, {given}" if given and work.number % 5 == 0 else name
    return {"author": {"id": None, "display_name": name, "orcid": None}, "raw_author_name": turned}


def _stored(place: Location, work: Work) -> str:
    """OpenAlex keeps arXiv's pages with http, three in a hundred with https."""
    plain = work.number % 33 != 0 and "://arxiv.org/abs/" in place.url
    return place.url.replace("https://", "http://") if plain else place.url


def _location(place: Location, work: Work) -> dict[str, Any]:
    preprint = "arxiv.org/abs/" in place.url
    kind = "Preprint" if preprint else work.type_crossref or ("text" if place.kind == "repository" else "article")
    name = f"pmh:oai:arXiv.org:{place.url.partition('/abs/')[2]}" if preprint else None
    return {
        "id": name or (f"doi:{place.url.partition('doi.org/')[2]}" if "doi.org/" in place.url else None),
        "landing_page_url": _stored(place, work),
        "pdf_url": None,
        "source": {"id": None, "display_name": place.source, "type": place.kind} if place.source else None,
        "raw_source_name": None if preprint else work.venue or None,
        "raw_type": kind,
        "version": place.version,
        "is_oa": True,
        "is_accepted": place.version != "submittedVersion",
        "is_published": place.version == "publishedVersion",
    }
