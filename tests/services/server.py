"""The services that a run asks, played by a small server on the loopback interface.

    with Services(recorded()) as services:
        services.faults(arxiv=["503*2"])
        ...                                    # ask services.url + "/arxiv/api/query"
        assert services.stats()["requests"] == {"arxiv": 3}

It serves `/acl/anthology.bib.gz` (ETag, Last-Modified, 304), `/arxiv/api/query` (GET and POST), `/openalex/works`,
`/openalex/works/ID` and `/openalex/autocomplete/works`, each as the service's documentation has it; `faults.KINDS` are
the ways in which it can fail. It runs in the test's own process: nothing is started, and nothing is left behind.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote_plus, urlencode, urlsplit

from tests.services import arxiv, openalex
from tests.services.faults import play, queued
from tests.services.loopback import Loopback
from tests.services.records import World

MODIFIED = "Mon, 02 Nov 2026 10:00:00 GMT"
"""When the Anthology's export was made."""

LINE = 8190
"""Bytes that OpenAlex's edge takes for a request line, after it has written the query anew."""

BUDGET = 10_000
"""OpenAlex credits a day with a key; without one a tenth of it."""

_TO_MIDNIGHT = 3600  # seconds until the budget is renewed


@dataclass
class Rule:
    """What is answered to requests whose decoded path, body and method match, and how often."""

    match: str
    status: int = 400
    body: str = "{}"
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    times: float = float("inf")
    seconds: float = 0.0


@dataclass
class Sent:
    """An answer that is about to be sent, to the request given as its decoded path, body and method."""

    request: str
    status: int
    headers: dict[str, str]
    body: bytes


Change = Callable[[Sent], object]
"""Changes an answer in place."""


class Services(Loopback):
    """All services over one world; a context manager.

    Args:
        world: what they know.
        key: the one OpenAlex key that is accepted; any when empty.
        budget: OpenAlex credits a day with a key.
        latency: seconds that each answer takes.
        line: bytes of a request line that OpenAlex takes.
        pace: answer 429 to who asks OpenAlex more often than ten times a second (with a key: thirty).
    """

    def __init__(
        self,
        world: World,
        *,
        key: str = "",
        budget: int = BUDGET,
        latency: float = 0.0,
        line: int = LINE,
        pace: bool = False,
    ) -> None:
        self.world = world.with_known_works()
        self.key, self.budget, self.latency, self.line, self.pace = key, budget, latency, line, pace
        self.export = gzip.compress(world.anthology.encode(), mtime=0)
        self.lock = threading.Lock()
        self.faults()
        services = self

        class Bound(_Handler):
            """The handler that knows its services."""

            played = services

        super().__init__(Bound)

    def faults(self, **kinds: list[str]) -> None:
        """Start counting anew, and break services in this way, one fault a request; `"X*N"` is N times X.

        Args:
            kinds: by service (`acl`, `arxiv`, `openalex`; `**{"*": …}` for all).
        """
        with self.lock:
            self._faults: dict[str, deque[str]] = {service: queued(list_) for service, list_ in kinds.items()}
            self.requests: Counter[str] = Counter()
            self.statuses: Counter[str] = Counter()
            self.credits = 0
            self.log: list[dict[str, Any]] = []
            self._recent: deque[float] = deque()
            self._rules: list[Rule] = []
            self.changes: tuple[Change, ...] = ()

    def rules(self, *rules: Rule) -> None:
        """Answer requests that a rule matches as it says, until `faults` starts anew."""
        with self.lock:
            self._rules = list(rules)

    def tamper(self, *changes: Change) -> None:
        """Change every answer before it is sent, until `faults` starts anew: a service that has changed."""
        with self.lock:
            self.changes = changes

    def rule_for(self, request: str) -> Rule | None:
        """The rule that matches a request, given as its decoded path, body and method."""
        with self.lock:
            for rule in self._rules:
                if rule.times and re.search(rule.match, request):
                    rule.times -= 1
                    return rule
        return None

    def stats(self) -> dict[str, Any]:
        """What was asked since: `requests` a service, `statuses`, `openalex_credits`, `openalex_cost_usd`, and a `log`
        of each request (`t` in seconds, `method`, `path`, `body`, `ua`)."""
        with self.lock:
            return {
                "requests": dict(self.requests),
                "statuses": dict(self.statuses),
                "openalex_credits": self.credits,
                "openalex_cost_usd": round(self.credits * openalex.CREDIT_USD, 6),
                "log": list(self.log),
            }

    def next_fault(self, service: str) -> str:
        """The next fault of a service; empty when it is well."""
        with self.lock:
            queue = self._faults.get(service) or self._faults.get("*")
            return queue.popleft() if queue else ""

    def too_fast(self, per_second: int) -> bool:
        """Whether OpenAlex was asked more often than that within the last second."""
        with self.lock:
            now = time.monotonic()
            self._recent.append(now)
            while now - self._recent[0] > 1:
                self._recent.popleft()
            return self.pace and len(self._recent) > per_second


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # 40 ms an answer
    played: Services

    def log_message(self, *args: Any) -> None:
        """Nothing on the terminal."""

    def do_POST(self) -> None:
        self._serve(self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("utf-8", "replace"))

    def do_GET(self) -> None:
        self._serve("")

    def _serve(self, body: str) -> None:
        self.service = urlsplit(self.path).path.strip("/").split("/", 1)[0]
        seen = {"method": self.command, "path": self.path, "body": body, "ua": self.headers.get("User-Agent", "")}
        with self.played.lock:
            self.played.requests[self.service] += 1
            self.played.log.append({"t": time.time(), **seen})
        time.sleep(self.played.latency)
        self.asked = f"{unquote_plus(self.path)} {unquote_plus(body)} {self.command}"
        rule = self.played.rule_for(self.asked)
        if rule is not None:
            time.sleep(rule.seconds)
            self._send(rule.status, rule.body.encode(), rule.kind, dict(rule.headers))
            return
        fault = self.played.next_fault(self.service)
        try:
            sent = play(self, fault) if fault else None
            if sent is None:
                self._answer(fault, body)
            elif sent:
                self._count(sent)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _answer(self, fault: str, body: str) -> None:
        cut = fault in ("cut", "partial")
        if self.service == "acl":
            self._acl(cut)
        elif self.service == "arxiv":
            self._arxiv(body, cut, fault == "emptypage")
        elif self.service == "openalex":
            self._openalex(cut, fault == "timedout")
        else:
            self._send(404, b"not found", "text/plain")

    # -------------------------------------------------------------- the services

    def _acl(self, cut: bool) -> None:
        if not self.path.endswith("/anthology.bib.gz"):
            return self._send(404, b"not found", "text/plain")
        tag = f'"{hashlib.sha1(self.played.export).hexdigest()[:16]}"'
        headers = {"ETag": tag, "Last-Modified": MODIFIED}
        known, since = self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")
        if known == tag or (known is None and since == MODIFIED):
            return self._send(304, b"", "application/gzip", headers)
        return self._send(200, self.played.export, "application/gzip", headers, cut=cut)

    def _arxiv(self, body: str, cut: bool, empty: bool) -> None:
        if not self.headers.get("Accept"):
            return self._send(406, b"Not Acceptable", "text/html")
        asked = _last(f"{urlsplit(self.path).query}&{body}")
        status, feed = arxiv.answer(self.played.world.papers, asked, empty=empty)
        return self._send(status, feed, arxiv.FEED, cut=cut)

    def _openalex(self, cut: bool, timed_out: bool) -> None:
        url = urlsplit(self.path)
        path, asked = url.path.removeprefix("/openalex"), _last(url.query)
        key = (self.headers.get("Authorization") or "").removeprefix("Bearer ").strip() or asked.get("api_key", "")
        if key and self.played.key and key != self.played.key:
            error = {"error": "Invalid or missing API key", "message": "API key not found"}
            return self._send_json(401, error)
        limit, cost = self.played.budget if key else self.played.budget // 10, openalex.price(path, asked)
        left = limit - self.played.credits
        headers = {"X-RateLimit-Limit": str(limit), "X-RateLimit-Reset": str(_TO_MIDNIGHT)}
        if self.played.too_fast(30 if key else 10):
            return self._send_json(429, _limited("requests per second", 1, left), headers | {"Retry-After": "1"})
        if cost > left:
            spent = _limited("Insufficient budget. Resets at midnight UTC.", _TO_MIDNIGHT, left)
            return self._send_json(429, spent, headers | {"Retry-After": str(_TO_MIDNIGHT)})
        try:
            self._within_the_line(url.path, url.query)
            found = self._works(path.strip("/"), asked, cost, timed_out)
        except openalex.RefusedError as refused:
            error = {"error": "Invalid query parameters error.", "message": str(refused)}
            return self._send_json(refused.status, error, headers)
        if found is None:
            page = b"<!doctype html><title>404 Not Found</title>"
            return self._send(404, page, "text/html", headers)
        with self.played.lock:
            self.played.credits += cost
        told = {
            "X-RateLimit-Remaining": str(left - cost),
            "X-RateLimit-Credits-Used": str(cost),
            "X-RateLimit-Cost-USD": f"{cost * openalex.CREDIT_USD:g}",
        }
        return self._send_json(200, found, headers | told, cut=cut)

    def _works(self, path: str, asked: Mapping[str, str], cost: int, timed_out: bool) -> dict[str, Any] | None:
        works = self.played.world.works
        if path == "autocomplete/works":
            return openalex.completed(works, asked.get("q", ""))
        if path.startswith("works/"):
            return openalex.single(works, path.removeprefix("works/"), asked.get("select"))
        if path != "works":
            return None
        found = openalex.listed(works, asked)
        found["meta"]["cost_usd"] = cost * openalex.CREDIT_USD
        if timed_out:
            found["results"], found["meta"] = [], found["meta"] | {"count": 0, "timed_out": True}
        return found

    def _within_the_line(self, path: str, query: str) -> None:
        anew = urlencode(parse_qsl(query, keep_blank_values=True))
        if max(len(self.requestline), len(f"GET {path}?{anew} HTTP/1.1")) > self.played.line:
            raise openalex.RefusedError("Request URL too long")

    # -------------------------------------------------------------- answers

    def _send_json(
        self, status: int, data: object, headers: Mapping[str, str] | None = None, *, cut: bool = False
    ) -> None:
        self._send(status, json.dumps(data).encode(), "application/json", headers, cut=cut)

    def _send(
        self, status: int, body: bytes, kind: str, headers: Mapping[str, str] | None = None, *, cut: bool = False
    ) -> None:
        answer = Sent(self.asked, status, {"Content-Type": kind, **(headers or {})}, body)
        for change in self.played.changes:
            change(answer)
        self._count(answer.status)
        self.send_response_only(answer.status)
        own = {"Server": self.server_version, "Date": self.date_time_string()}
        for name, value in {**own, **answer.headers, "Content-Length": str(len(answer.body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body[: len(answer.body) // 2] if cut else answer.body)
        if cut:
            self.close_connection = True

    def _count(self, status: int) -> None:
        with self.played.lock:
            self.played.statuses[f"{self.service} {status}"] += 1


def _last(query: str) -> dict[str, str]:
    """Parameters of a query; of several by one name the last counts."""
    return {name: values[-1] for name, values in parse_qs(query, keep_blank_values=True).items()}


def _limited(message: str, seconds: int, left: int) -> dict[str, object]:
    """The body of both kinds of 429, which `retryAfter` alone tells apart."""
    return {"error": "Rate limit exceeded", "message": message, "retryAfter": seconds, "creditsRemaining": left}
