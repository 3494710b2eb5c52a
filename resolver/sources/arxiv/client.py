"""The `arxiv` package's client with its requests sent through `resolver.net.http`.

The package builds the queries, pages through the answers and parses them. What it lacks is put around
it here: time limits, POST for long queries, a pace that holds across processes, and the difference
between "nothing found" and "no answer".
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from msgspec import Struct

from resolver.errors import Internal
from resolver.net.http import Http
from resolver.net.service import TRANSIENT, Failed, Reached, Service
from resolver.sources.arxiv import records
from resolver.sources.arxiv.records import NAME
from resolver.sources.base import LONGEST_MESSAGE, ResultPage
from resolver.text.cleaning import clean_value

if TYPE_CHECKING:
    import arxiv

_URL_LIMIT = 1800  # the edge refuses long URLs from about 2,000 bytes on; POST has no such limit
SLOWNESS = 1.75
"""Times that arXiv may take as long as others for its first answer: queries of 15 s are reported, with no fault."""

_GREETING = "id_list=1706.03762&max_results=1"
"""A query that is answered at once, if any is."""

_NO_POST = frozenset({403, 405, 411, 501})
"""HTTP statuses by which something between us and arXiv may say that it lets no POST through."""

_TOTAL = re.compile(rb"<(?:\w+:)?totalResults[^<>]*>\s*(\d{1,12})\s*<")
_START = re.compile(rb"<(?:\w+:)?startIndex[^<>]*>\s*(\d{1,12})\s*<")
_ENTRY = re.compile(rb"<(?:\w+:)?entry[\s>]")
_ERROR = re.compile(rb"<id[^<>]*>\s*https?://[^<]*arxiv\.org/api/errors")
_SUMMARY = re.compile(rb"<summary[^<>]*>\s*([^<]*?)\s*</summary>")


class NoAnswer(Internal):
    """Carries a failed request through the package's generator."""

    def __init__(self, failure: Failed) -> None:
        self.failure = failure
        super().__init__(failure.reason)


class ArxivClient:
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
            slowness=SLOWNESS,
            transient=TRANSIENT | {406},  # since 2026 the edge throttles with 406 as well as 429
        )
        http.greet_early(self._service, raw_query=_GREETING)
        self._lock = threading.Lock()
        self._package: Any = None

    def search(self, *, query: str = "", id_list: Sequence[str] = (), rows: int) -> ResultPage | Failed:
        """Run one search of the `arxiv` package, one page of at most `rows`."""
        import arxiv

        with self._lock:
            if self._package is None:
                self._package = _make_client(self._http, self._service)
            search = arxiv.Search(query=query, id_list=list(id_list), max_results=rows)
            try:
                page: ResultPage = self._package.run(search)
            except NoAnswer as stop:
                return stop.failure
            except arxiv.ArxivError as error:
                return Failed(f"arXiv: {clean_value(error.message, LONGEST_MESSAGE)}")
            except ValueError:  # references to halves of surrogates pass the parser, and can't be read from it
                return Failed("arXiv sent a feed that can't be read")
        if page.unreadable:
            self._http.leave_out(NAME, page.unreadable)
        return page


def _make_client(http: Http, service: Service) -> Any:
    """The one `arxiv.Client`: our endpoint, our way out, and neither delay nor retries of its own."""
    import arxiv

    class Package(arxiv.Client):  # type: ignore[misc]  # the package has no types
        query_url_format = "?{}"

        def __init__(self) -> None:
            super().__init__(delay_seconds=0, num_retries=0)
            self._session = _Session(http, service)

        def run(self, search: arxiv.Search) -> ResultPage:
            """The records, and how many arXiv says there are, which the package keeps to itself."""
            self.page_size = search.max_results  # it asks for pages of this size, whatever the search wants
            self._session.total = self._session.left_out = 0
            read = [records.make_record(result) for result in self.results(search)]
            found = tuple(record for record in read if record is not None)
            return ResultPage(found, self._session.total, self._session.left_out + len(read) - len(found))

    return Package()


class _Session:
    """What the package takes for its `requests.Session`.

    `total` is what the last feed said it has, `left_out` counts the entries that the package could not take.
    """

    def __init__(self, http: Http, service: Service) -> None:
        self._http = http
        self._service = service
        self.total = self.left_out = 0
        self._takes_post = True

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> _Response:
        query = urlsplit(url).query
        is_long = len(self._service.base_url) + len(query) > _URL_LIMIT
        if is_long and self._takes_post:
            outcome = self._http.request(
                self._service, "POST", "", form=parse_qsl(query), check=find_fault, suspect=True
            )
            self._takes_post = not (isinstance(outcome, Failed) and outcome.status in _NO_POST)
        if is_long and not self._takes_post:  # too long for a GET: whoever asked divides it
            raise NoAnswer(Failed(f"{NAME}: takes no POST, and the query is too long without", status=414))
        if not is_long:
            outcome = self._http.request(self._service, "GET", "", raw_query=query, check=find_fault, suspect=True)
        if isinstance(outcome, Failed):
            raise NoAnswer(outcome)
        self.total = _read_total(outcome.body)
        content, left_out = records.drop_unreadable(outcome.body)
        self.left_out += left_out
        return _Response(outcome.status, content)


class _Response(Struct, frozen=True):
    status_code: int
    content: bytes


def find_fault(reached: Reached) -> str | None:
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
        return f"reported an error: {read_message(body)}"
    if not _TOTAL.search(body):
        return "sent a feed without a count of results"
    shown = len(_ENTRY.findall(body))
    if not shown and _read_total(body) > _read_start(body):
        return f"sent an empty page of {_read_total(body)} results"
    return None


def _read_total(body: bytes) -> int:
    match = _TOTAL.search(body)
    return int(match[1]) if match else 0


def _read_start(body: bytes) -> int:
    match = _START.search(body)
    return int(match[1]) if match else 0


def read_message(body: bytes) -> str:
    """What arXiv says in an error entry."""
    match = _SUMMARY.search(body)
    return clean_value(match[1].decode("utf-8", "replace"), LONGEST_MESSAGE) if match else ""
