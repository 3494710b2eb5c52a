"""How a host wants to be treated, and what came of asking it."""

from __future__ import annotations

import threading
import time
from base64 import b64encode
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from urllib.parse import unquote, urlsplit, urlunsplit

from msgspec import Struct

TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})
"""HTTP statuses that may be gone a moment later (RFC 9110 section 15, RFC 6585, RFC 8470)."""


REFUSED = frozenset({400, 405, 413, 414})
"""HTTP statuses that a living host gives to one request that it does not take; they say nothing of the others."""


class Service(Struct, frozen=True, kw_only=True):
    """How one host wants to be treated. The reasons for its numbers stand beside each source.

    Args:
        name: short and stable (`arxiv`); pace, counters and breaker are kept per name.
        base_url: what paths are joined to.
        pace: seconds from the end of one request to the start of the next; with a `concurrency`
            above 1, from start to start.
        lane_pace: the same, from start to start, for lanes that must be slower than the host as a whole
            (Crossref: single works ten a second, lists one).
        shared_pace: the pace, and the limit of one connection, hold for all processes of this user.
        concurrency: connections at once.
        headers: sent with every request to this host, and nowhere else: the place for a key. They
            appear in no reason, log, cache or report.
        accept: the `Accept` header.
        max_body: bytes of a decoded body at most.
        patience: seconds that a `Retry-After` may ask for and still be waited for within one call.
        transient: HTTP statuses that are worth another try.
        slowness: how many times as long as others it may take for its first answer.
    """

    name: str
    base_url: str
    pace: float = 0.0
    lane_pace: Mapping[str, float] = {}
    shared_pace: bool = False
    concurrency: int = 1
    headers: Mapping[str, str] | tuple[tuple[str, str], ...] = ()
    accept: str = "application/json"
    max_body: int = 50_000_000
    patience: float = 60.0
    transient: frozenset[int] = TRANSIENT
    slowness: float = 1.0

    @property
    def host(self) -> str:
        """Host and port of the base URL, without a user name or password."""
        return urlsplit(self.base_url).netloc.rpartition("@")[2].lower()

    @property
    def root(self) -> str:
        """The base URL without a user name or password."""
        parts = urlsplit(self.base_url)
        return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))

    @property
    def own_headers(self) -> dict[str, str]:
        """The headers for this host alone; a user name and password in its URL become one of them."""
        user, at, _ = urlsplit(self.base_url).netloc.rpartition("@")
        basic = {"Authorization": "Basic " + b64encode(unquote(user).encode()).decode("ascii")} if at else {}
        return {**basic, **dict(self.headers)}

    @property
    def secrets(self) -> tuple[str, ...]:
        """Everything that must not be shown: the header values, and the token within each."""
        values = [*self.own_headers.values(), urlsplit(self.base_url).password or ""]
        words = [word for value in values for word in value.split() if len(word) >= 6]
        return tuple(sorted({*(v for v in values if v), *words}, key=len, reverse=True))

    def __repr__(self) -> str:
        """Without headers, since tracebacks and logs print it."""
        return f"Service(name={self.name!r}, host={self.host!r})"


class Encryption(Struct, frozen=True):
    """The TLS of a connection: its version, and the certificate's last day and issuer, as far as they are known."""

    version: str
    expires: str = ""
    issuer: str = ""


class Reached(Struct, frozen=True):
    """The service answered: header names are lower-case, the body is decoded, `seconds` is the time it took and
    `first_byte` the part of it until the answer's head was there; `encryption` is None without TLS."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float
    first_byte: float = 0.0
    encryption: Encryption | None = None


class Failed(Struct, frozen=True):
    """The service gave no answer that can be used.

    `reason` is for a person; `status` and `body` are those of the last answer where there was one;
    `retry_after` is the number of seconds that the service asked to be left alone.
    """

    reason: str
    status: int | None = None
    retry_after: float | None = None
    body: bytes = b""


class Spent(Struct, frozen=True):
    """What a service has cost so far: requests sent (tries and redirects included), US dollars by its
    own account, and seconds spent waiting for its answers. `message` says why it is no longer asked, `unreadable` is
    the number of records that it sent and that could not be read."""

    requests: int = 0
    usd: float = 0.0
    seconds: float = 0.0
    failures: int = 0
    bytes: int = 0
    message: str = ""
    unreadable: int = 0


class Meter:
    """Counts what a service costs."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._spent = Spent()

    def add(
        self,
        *,
        requests: int = 0,
        usd: float = 0.0,
        seconds: float = 0.0,
        failures: int = 0,
        size: int = 0,
        unreadable: int = 0,
    ) -> None:
        """Count more of it."""
        with self._lock:
            s = self._spent
            self._spent = Spent(
                requests=s.requests + requests,
                usd=s.usd + usd,
                seconds=s.seconds + seconds,
                failures=s.failures + failures,
                bytes=s.bytes + size,
                unreadable=s.unreadable + unreadable,
            )

    def spent(self, message: str = "") -> Spent:
        """What was spent so far."""
        with self._lock:
            s = self._spent
        return Spent(s.requests, s.usd, s.seconds, s.failures, s.bytes, message, s.unreadable)


class RequestLimits(Struct, frozen=True, kw_only=True):
    """Time limits in seconds, and tries.

    Args:
        connect: for a connection. Long enough for two repeated SYNs (after 1 s and 3 s, RFC 6298).
        read: for each silence of the service. arXiv's slow queries take 10 s and more.
        first_read: the same for the first answer of a service in this run, so that a second try fits.
        total: for one call, its tries and pauses, without what a `Retry-After` asks for.
        grace: from the first request to a service until its first answer; then it counts as dead.
        grace_alone: the same once another service was silent and none has answered in this run; half as
            long after two, and so on. Not for services whose waits overlap (`Http.greet_early`).
        hesitation: for which one service may be silent before others are greeted, so that their waits overlap.
        tries: requests in one call, at most.
        tries_with_wait: the same where the service says each time when to come back: it is alive, and others on the
            same address may be asking as well.
        backoff: the first pause before a new try is between 0 and this, each further one up to
            twice as long ("full jitter").
        rest: for which a service that failed is left alone, doubled each time.
        download: for a whole download.
    """

    connect: float = 3.5
    read: float = 20.0
    first_read: float = 6.5
    total: float = 30.0
    grace: float = 9.0
    grace_alone: float = 2.5
    hesitation: float = 2.5
    tries: int = 3
    tries_with_wait: int = 5
    backoff: float = 0.5
    rest: float = 60.0
    download: float = 600.0


def read_retry_after(headers: Mapping[str, str], *, now: float | None = None) -> float | None:
    """The `Retry-After` header in seconds from now, given as seconds or as a date (RFC 9110, 10.2.3)."""
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(text).timestamp() - (time.time() if now is None else now)
        except (ValueError, OverflowError):
            return None
    return min(max(seconds, 0.0), 86_400.0) if seconds == seconds else None
