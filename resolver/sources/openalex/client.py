"""Requests to OpenAlex: what they cost, which answers are none, and when to stop asking."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Struct

from resolver.model import Identifier, Record
from resolver.net.http import Http
from resolver.net.service import Failed, Reached, Service
from resolver.sources.base import LONGEST_MESSAGE, ResultPage
from resolver.sources.openalex import queries, records, replies
from resolver.sources.openalex.replies import Completion, Listing, Refusal
from resolver.text import cleaning

NAME = records.NAME

PACE = 0.125
"""Seconds between requests: without a key OpenAlex allows ten a second, and we stay below."""

CREDIT = 0.0001
"""US dollars; a list costs one credit, a keyword search ten, singletons and completion nothing."""

SEARCH_CREDITS = 10

GREETING = "/works/W2626778328"
"""A single work, which is free."""

_BUDGET_GONE = 60.0  # a longer Retry-After means that the day's budget is spent, not that we are too fast
_BAD_KEY = "the OpenAlex key is not accepted; check OPENALEX_API_KEY, or unset it to go without"
_SPENT = "OpenAlex's budget for today is spent; it is renewed at midnight UTC, and a free key has ten times more"


_UNREADABLE = "OpenAlex sent a work that can't be read"


class Completions(Struct, frozen=True):
    """The rows that complete a title, and how many could not be read."""

    rows: tuple[tuple[str, str], ...]  # OpenAlex id and title
    unreadable: int = 0


class OpenAlexClient:
    """OpenAlex over `resolver.net.http`.

    Args:
        http: the way out.
        base_url: `https://api.openalex.org` or another that speaks it.
        api_key: sent in a header only, and not at all when empty: a wrong key is refused even where
            none is needed.
    """

    def __init__(self, http: Http, base_url: str, api_key: str) -> None:
        key = api_key.strip()
        self._service = Service(
            name=NAME,
            base_url=base_url.rstrip("/"),
            pace=PACE,
            shared_pace=True,  # a limit by the caller's address, whatever the number of processes
            concurrency=2,
            headers=(("Authorization", f"Bearer {key}"),) if key else (),
            max_body=64_000_000,  # a hundred works with a hundred authors each are about 20 MB
        )
        self._http = http
        http.greet_early(self._service, GREETING, raw_query="select=id", lane="free")
        self._stopped = ""  # why nothing is asked any more in this run
        self.spent = ""  # why nothing that costs is
        self.dropped: list[str] = []  # fields that the service no longer has
        self._known: dict[str, bool] = {}
        self._estimates = False  # a reply without a price has been told
        self.line = queries.LINE  # bytes that a request line may have

    def list_works(self, target: str, *, usd: float = CREDIT) -> ResultPage | Failed:
        """The first page of a list of works, which is billed at that price."""
        if self.spent:
            return Failed(self.spent)
        outcome = self._get(target, check=_find_list_fault, lane="paid", usd=usd, suspect=True)
        if isinstance(outcome, Failed):
            if field := self._dropped_field(outcome):
                return self.list_works(queries.drop_field(target, field), usd=usd)
            if outcome.status == 414 or (outcome.status == 400 and b"too long" in outcome.body):
                self.line = queries.SAFE_LINE
            return outcome
        listing = _decode_listing(outcome.body)
        if listing is None:
            return Failed("OpenAlex sent something that is not a list of works")
        read = [self._read(work) for work in listing.results]
        found = tuple(record for record in read if record is not None)
        return ResultPage(found, max(listing.meta.count or 0, len(read)), unreadable=len(read) - len(found))

    def _dropped_field(self, failure: Failed) -> str:
        """The field that the service refused to select, if that is why it refused; it is not asked for again."""
        said = _decode_refusal(failure.body) if failure.status == 400 else None
        words = set(re.findall(r"\w+", said.message or "")) if said is not None else set()
        refused = [f for f in records.SELECT if f in words and f not in self.dropped]
        if "select" not in words or len(refused) != 1 or refused[0] == "id":
            return ""
        self.dropped.append(refused[0])
        self._http.notify(f"{NAME}: has no field `{refused[0]}` any more; its works are read without it")
        return refused[0]

    @staticmethod
    def count(body: bytes) -> int:
        """The works that a list says there are for it; 0 where it is none."""
        listing = _decode_listing(body)
        return listing.meta.count or 0 if listing is not None else 0

    def finds(self, target: str, *, usd: float = CREDIT) -> bool:
        """Whether a list of what the service surely has is not empty; asked once for each target."""
        if target not in self._known:
            page = self.list_works(target, usd=usd)
            self._known[target] = not isinstance(page, Failed) and page.total > 0
        return self._known[target]

    def get_work(self, identifier: Identifier) -> Record | Failed | None:
        """One work with all its authors, which is free; `None` when OpenAlex has none."""
        outcome = self._get(queries.get_one(identifier), statuses=(200, 404), check=_find_single_fault, lane="free")
        if isinstance(outcome, Failed):
            return outcome
        if outcome.status == 404:
            # OpenAlex puts its rate limits on every reply; a 404 without them comes from something in between.
            own = "x-ratelimit-limit" in outcome.headers
            return None if own else Failed("OpenAlex can't be reached (a 404 that is not its own)", status=404)
        return self._read(replies.parse_json(outcome.body)) or Failed(_UNREADABLE)

    def complete(self, title: str) -> Completions | Failed:
        """The rows that complete a title, which is free."""
        outcome = self._get(queries.complete_title(title), check=_find_list_fault, lane="free")
        if isinstance(outcome, Failed):
            return outcome
        listing = _decode_listing(outcome.body)
        rows = [replies.decode_as(row, Completion) for row in listing.results] if listing else []
        if unreadable := sum(row is None for row in rows):
            self._http.leave_out(NAME, unreadable)
        longest = cleaning.LONGEST["title"]
        named = ((row.id, cleaning.clean_value(row.display_name or "", longest)) for row in rows if row)
        return Completions(tuple(row for row in named if all(row)), unreadable)

    def _read(self, work: object) -> Record | None:
        """A work as a record; one that can't be read, or has no OpenAlex id, is counted and left out."""
        try:
            record = records.make_record(work) if isinstance(work, dict) else None
        except (msgspec.ValidationError, ValueError, RecursionError):  # ValueError: half a surrogate for a number
            record = None
        if record is None or not record.id("openalex"):
            self._http.leave_out(NAME, 1)
            return None
        return record

    def _get(
        self,
        target: str,
        *,
        check: Callable[[Reached], str | None],
        lane: str,
        usd: float = 0.0,
        statuses: tuple[int, ...] = (200,),
        suspect: bool = False,
    ) -> Reached | Failed:
        if self._stopped:
            return Failed(self._stopped)
        for field in self.dropped:
            target = queries.drop_field(target, field)
        path, _, query = target.partition("?")
        outcome = self._http.request(
            self._service, "GET", path, raw_query=query or None, statuses=statuses, check=check, lane=lane, usd=usd,
            suspect=suspect,
        )  # fmt: skip
        if isinstance(outcome, Reached):
            self._charge(_read_price(outcome), usd)
            return outcome
        if outcome.status == 401:
            self._stopped = _BAD_KEY
            return Failed(self._stopped, status=401)
        if outcome.status == 429 and _is_budget_spent(outcome):
            self.spent = _SPENT
            return Failed(self.spent, status=429)
        return outcome

    def _charge(self, said: float | None, listed: float) -> None:
        """Count what a reply cost: where it does not say so, the list price, so that a limit of the costs holds."""
        if said is None and listed and not self._estimates:
            self._estimates = True
            self._http.notify(f"{NAME}: a reply does not say what it cost; list prices are counted for such replies")
        self._http.charge(NAME, listed if said is None else said, expected=listed)


# ------------------------------------------------------------------ what is no answer


def _find_list_fault(reached: Reached) -> str | None:
    """Why a body is not the answer to a list, or `None` when it is one."""
    data, why = _decode_json(reached)
    if data is None:
        return why
    listing = replies.decode_as(data, Listing)
    if listing is None:
        return "sent something that is not a list of works"
    return "ran out of time and sent a partial answer" if listing.meta.timed_out else None


def _find_single_fault(reached: Reached) -> str | None:
    """The same for one work."""
    data, why = _decode_json(reached)
    return why if data is None else None if data.get("id") else "sent something that is not a work"


def _decode_listing(body: bytes) -> Listing | None:
    try:
        return replies.decode_as(replies.parse_json(body), Listing)
    except ValueError:
        return None


def _decode_json(reached: Reached) -> tuple[dict[str, Any] | None, str]:
    if not reached.body.strip():
        return None, "sent an empty answer"
    try:
        data = replies.parse_json(reached.body)
    except ValueError:
        page = reached.body[:200].lstrip()[:1] == b"<"
        return (
            None,
            "sent a web page instead of data" if page else "sent data that is cut off or damaged",
        )
    return (data, "") if isinstance(data, dict) else (None, "sent something that is not an answer")


def _read_price(reached: Reached) -> float | None:
    """US dollars, by the service's own account; `None` where it says nothing that can be a price."""
    data, _ = _decode_json(reached)
    return replies.read_price(reached.headers, data)


def _decode_refusal(body: bytes) -> Refusal | None:
    try:
        return replies.decode_as(replies.parse_json(body), Refusal)
    except ValueError:
        return None


def _is_budget_spent(failure: Failed) -> bool:
    """Two kinds of 429 share one body: too fast (a second or two), and the day's budget spent."""
    said = _decode_refusal(failure.body)
    asked = failure.retry_after if failure.retry_after is not None else said.retry_after if said else None
    return (asked or 0.0) > _BUDGET_GONE


def explain_failure(failure: Failed) -> str:
    """With the service's own words where it refused a query."""
    if failure.status != 400:
        return failure.reason
    said = _decode_refusal(failure.body)
    message = cleaning.clean_value((said.message if said else "") or "", LONGEST_MESSAGE)
    return f"OpenAlex did not accept the query: {message or failure.reason}"
