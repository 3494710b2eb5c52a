"""The `arxiv` package's client with its requests sent through `resolver.net.http`.

The package builds the queries, pages through the answers and parses them. What it lacks is put around
it here: time limits, POST for long queries, a pace that holds across processes, and the difference
between "nothing found" and "no answer".
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from msgspec import Struct

from resolver import identifiers
from resolver.model import Identifier, Record
from resolver.net.http import Http
from resolver.net.service import TRANSIENT, Failed, Reached, Service
from resolver.text import latex, names, titles

if TYPE_CHECKING:
    import arxiv

NAME = "arxiv"

_URL_LIMIT = 1800  # the edge refuses long URLs from about 2,000 bytes on; POST has no such limit
_VERSION = re.compile(r"v\d+$")
_TOTAL = re.compile(rb"<(?:\w+:)?totalResults[^<>]*>\s*(\d+)\s*<")
_START = re.compile(rb"<(?:\w+:)?startIndex[^<>]*>\s*(\d+)\s*<")
_ENTRY = re.compile(rb"<(?:\w+:)?entry[\s>]")
_ERROR = re.compile(rb"<id[^<>]*>\s*https?://[^<]*arxiv\.org/api/errors")
_SUMMARY = re.compile(rb"<summary[^<>]*>\s*([^<]*?)\s*</summary>")
_GONE = re.compile(r"\b(?:withdrawn|withdrawal|retracted|retraction)\b", re.IGNORECASE)


class Page(Struct, frozen=True):
    """What a query brought: its records, and how many the service has for it."""

    records: tuple[Record, ...]
    total: int

    @property
    def complete(self) -> bool:
        return len(self.records) >= self.total


class _NoAnswerError(Exception):
    """Carries a failed request through the package's generator."""

    def __init__(self, failure: Failed) -> None:
        self.failure = failure
        super().__init__(failure.reason)


class Client:
    """Searches, one at a time: arXiv allows one connection.

    Args:
        http: the way out.
        base_url: the query endpoint.
        delay: seconds between two requests, over all processes.
    """

    def __init__(self, http: Http, base_url: str, delay: float) -> None:
        self._http = http
        self._service = Service(
            name=NAME,
            base_url=base_url,
            pace=delay,
            shared_pace=True,
            concurrency=1,
            accept="application/atom+xml, */*",  # without an Accept header arXiv's edge answers 406
            max_body=20_000_000,
            transient=TRANSIENT | {406},  # since 2026 the edge throttles with 406 as well as 429
        )
        self._lock = threading.Lock()
        self._package: Any = None

    def search(self, *, query: str = "", id_list: Sequence[str] = (), rows: int) -> Page | Failed:
        """Run one search of the `arxiv` package, one page of at most `rows`."""
        import arxiv

        with self._lock:
            if self._package is None:
                self._package = _package_client(self._http, self._service)
            search = arxiv.Search(query=query, id_list=list(id_list), max_results=rows)
            try:
                results, total = self._package.run(search)
            except _NoAnswerError as stop:
                return stop.failure
            except arxiv.ArxivError as error:
                return Failed(f"arXiv: {error.message}")
            except ValueError as error:  # a date in the feed that can't be read
                return Failed(f"arXiv sent a feed that can't be read ({error})")
            return Page(tuple(_record(r) for r in results), total)


def _package_client(http: Http, service: Service) -> Any:
    """The one `arxiv.Client`: our endpoint, our way out, and neither delay nor retries of its own."""
    import arxiv

    class Package(arxiv.Client):  # type: ignore[misc]
        query_url_format = "?{}"

        def __init__(self) -> None:
            super().__init__(delay_seconds=0, num_retries=0)
            self._session = _Session(http, service)

        def run(self, search: arxiv.Search) -> tuple[list[arxiv.Result], int]:
            """The results, and how many arXiv says there are, which the package keeps to itself."""
            self.page_size = search.max_results  # it asks for pages of this size, whatever the search wants
            self._session.total = 0
            return list(self.results(search)), self._session.total

    return Package()


class _Session:
    """What the package takes for its `requests.Session`; `total` is what the last feed said it has."""

    def __init__(self, http: Http, service: Service) -> None:
        self._http = http
        self._service = service
        self.total = 0

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> _Response:
        query = urlsplit(url).query
        if len(self._service.base_url) + len(query) > _URL_LIMIT:
            form = parse_qsl(query)
            outcome = self._http.request(self._service, "POST", "", form=form, check=fault)
        else:
            outcome = self._http.request(self._service, "GET", "", raw_query=query, check=fault)
        if isinstance(outcome, Failed):
            raise _NoAnswerError(outcome)
        self.total = _total(outcome.body)
        return _Response(outcome.status, outcome.body)


class _Response(Struct, frozen=True):
    status_code: int
    content: bytes


def fault(reached: Reached) -> str | None:
    """Why a body is not an answer to a query, or `None` when it is one.

    The package's own parser repairs what it can and skips entries that it does not understand, so that
    a cut feed, an error entry or a web page would all read as "nothing found".
    """
    body = reached.body.strip()
    if not body:
        return "sent an empty answer"
    if not body.endswith(b"</feed>"):
        is_page = body[:200].lower().lstrip().startswith((b"<!doctype html", b"<html"))
        return "sent a web page instead of a feed" if is_page else "sent a feed that is cut off or damaged"
    if _ERROR.search(body):
        return f"reported an error: {message(body)}"
    if not _TOTAL.search(body):
        return "sent a feed without a count of results"
    shown = len(_ENTRY.findall(body))
    if not shown and _total(body) > _start(body):
        return f"sent an empty page of {_total(body)} results"
    return None


def _total(body: bytes) -> int:
    match = _TOTAL.search(body)
    return int(match[1]) if match else 0


def _start(body: bytes) -> int:
    match = _START.search(body)
    return int(match[1]) if match else 0


def message(body: bytes) -> str:
    """What arXiv says in an error entry."""
    match = _SUMMARY.search(body)
    return match[1].decode("utf-8", "replace")[:200] if match else ""


# ------------------------------------------------------------------ results to records


def _record(result: arxiv.Result) -> Record:
    found = identifiers.parse(result.entry_id)
    arxiv_id = found.value if found and found.kind == "arxiv" else _VERSION.sub("", result.get_short_id())
    comment = _line(result.comment)
    doi = next(_dois(result.doi), None)
    return Record(
        source=NAME,
        ids=(Identifier("arxiv", arxiv_id), *([doi] if doi else [])),
        title=titles.plain(result.title),
        title_tex=latex.mathematical(_line(result.title)),
        authors=tuple(names.person(_line(a.name)) for a in result.authors if a.name.strip()),
        partial_authors=not result.authors,
        year=_year(arxiv_id, result.published.year),
        type="preprint",
        url=f"https://arxiv.org/abs/{arxiv_id}",
        note=_line(result.journal_ref),
        category=result.primary_category,
        comment=comment,
        retracted=comment if _GONE.search(comment) else "",
    )


def _year(arxiv_id: str, published: int) -> int:
    """The year of the first version; by the id when the date that is given lies years away from it.

    An id begins with year and month of submission (info.arxiv.org/help/arxiv_identifier.html), which may
    differ from the date of publication by a turn of the year.
    """
    if m := re.match(r"(?:[a-z-]+/)?(\d\d)(?:0[1-9]|1[0-2])", arxiv_id):
        told = int(m[1]) + (1900 if int(m[1]) >= 91 else 2000)
        return published if abs(told - published) <= 1 else told
    return published


def _dois(text: str | None) -> Iterator[Identifier]:
    """Authors type one DOI, several, or a link to one."""
    for part in re.split(r"[\s,;]+", text or ""):
        found = identifiers.parse(part) if part else None
        if found is not None and found.kind == "doi":
            yield found


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
