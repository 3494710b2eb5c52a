"""The one way out to the network: polite, bounded, and never an exception for a service that fails.

Http ── call (tries, pauses, redirects) ── breaker, pacing ── wire (one exchange; owns httpx)
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Literal, Self
from urllib.parse import quote, urlencode

from resolver.model.callbacks import NoteCallback, TransferCallback
from resolver.net.breaker import Breaker
from resolver.net.budget import Budget
from resolver.net.call import Call, Caller, Check, Host
from resolver.net.observation import Observation, Observer
from resolver.net.pacing import Pace
from resolver.net.service import TRANSIENT, Failed, Meter, Reached, RequestLimits, Service, Spent
from resolver.version import __version__

__all__ = [
    "TRANSIENT",
    "Budget",
    "Check",
    "Failed",
    "Http",
    "Observation",
    "Observer",
    "Reached",
    "RequestLimits",
    "Service",
    "Spent",
    "write_user_agent",
]


class Http:
    """All connections of a run. Thread-safe; use it as a context manager.

    Args:
        user_agent_contact: mail address or URL that a service's operator can turn to.
        contact_for: names of the services that are told it; all of them when None.
        limits: time limits and tries.
        pace_dir: folder of the lock files by which processes share a pace; none: they don't.
        offline: send nothing.
        budget: what may be spent at most; by default there is no limit.
        notify: called once when a service is given up, with a sentence for the person at the terminal.
        clock: monotonic seconds.
        sleep: pauses between tries and before a turn; by default one that `cancel` ends.
        observer: called with each exchange that brought an answer, in the thread that made it.
    """

    def __init__(
        self,
        *,
        user_agent_contact: str = "",
        contact_for: Collection[str] | None = None,
        limits: RequestLimits | None = None,
        pace_dir: Path | None = None,
        offline: bool = False,
        budget: Budget | None = None,
        notify: NoteCallback | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] | None = None,
        observer: Observer | None = None,
    ) -> None:
        self.limits = limits or RequestLimits()
        self.offline, self.budget = offline, budget or Budget()
        self._pace_dir, self._clock = pace_dir, clock
        self._cancelled = threading.Event()
        self._sleep = sleep or self._cancelled.wait
        self._caller = Caller(
            self.limits,
            lambda name: write_user_agent(user_agent_contact if contact_for is None or name in contact_for else ""),
            self.budget,
            clock=clock,
            sleep=self._sleep,
            stopped=self._cancelled.is_set,
            notify=notify or _say_nothing,
            observer=observer,
        )
        self.notify = notify or _say_nothing
        self._lock = threading.Lock()
        self._greetings: dict[str, Call] = {}
        self._hosts: dict[str, Host] = {}
        self._meters: dict[str, Meter] = {}

    def request(
        self,
        service: Service,
        method: Literal["GET", "POST"],
        path: str = "",
        *,
        params: Sequence[tuple[str, str]] = (),
        form: Sequence[tuple[str, str]] | None = None,
        headers: Mapping[str, str] | None = None,
        raw_query: str | None = None,
        statuses: Collection[int] = (200,),
        check: Check | None = None,
        lane: str = "",
        usd: float = 0.0,
        suspect: bool = False,
    ) -> Reached | Failed:
        """Ask a service, politely and with patience.

        Args:
            service: whom.
            method: `GET` or `POST`.
            path: joined to the base URL as it is; only characters that no URL may hold are encoded.
            params: the query, encoded here.
            form: the body of a POST, encoded here.
            headers: beside the usual ones; not secret.
            raw_query: a query that is already encoded, put before `params`.
            statuses: HTTP statuses that are answers; others are retried when the service calls them
                transient, and a failure otherwise.
            check: looks at the body of a 200; what it says is wrong with it counts as a transient fault.
            lane: requests whose refusal (a spent budget) says nothing about the service's other lanes.
            usd: list price of the request in US dollars; say with `charge` what it really was.
            suspect: whether a 500 may be the fault of this very query, and then says nothing of the service.
        """
        query = "&".join(part for part in (raw_query, urlencode(params, quote_via=quote) if params else "") if part)
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if form is not None else {}
        return self._carry_out(
            Call(
                service=service,
                method=method,
                url=_join_address(service.root, path) + ("?" + query if query else ""),
                headers={**kind, **(headers or {})},
                content=None if form is None else urlencode(form).encode("ascii"),
                statuses=statuses,
                check=check,
                lane=lane,
                total=self.limits.total,
                max_body=service.max_body,
                usd=usd,
                suspect=suspect,
            )
        )

    def download(
        self,
        service: Service,
        path_or_url: str = "",
        *,
        headers: Mapping[str, str] | None = None,
        statuses: Collection[int] = (200, 304),
        check: Check | None = None,
        max_body: int = 200_000_000,
        progress: TransferCallback | None = None,
    ) -> Reached | Failed:
        """Get a large file, with minutes to do it in.

        Args:
            service: where from.
            path_or_url: joined to the base URL, unless it is a URL itself.
            headers: for a conditional request.
            statuses: as for `request`.
            check: as for `request`.
            max_body: bytes at most.
            progress: called, in another thread, with the bytes received and, where known, all there are.
        """
        return self._carry_out(
            Call(
                service=service,
                method="GET",
                url=path_or_url if "://" in path_or_url else _join_address(service.root, path_or_url),
                # A .gz file sent with "Content-Encoding: gzip" would arrive unpacked (and not be what its
                # checksum and size say), so that no encoding is asked for.
                headers={"Accept-Encoding": "identity", **(headers or {})},
                content=None,
                statuses=statuses,
                check=check,
                lane="",
                total=self.limits.download,
                max_body=max_body,
                progress=progress,
            )
        )

    def greet_early(self, service: Service, path: str = "", *, raw_query: str | None = None, lane: str = "") -> None:
        """Let a service be asked something that costs nothing as soon as another one is silent for a while.

        Services that are asked one after the other are waited for together then: each has all the time that it is
        known to take for a first answer, and dead ones cost a run as much as the slowest of them.

        Args:
            service: whom.
            path: of a request that is answered at once.
            raw_query: its query, encoded.
            lane: as for `request`.
        """
        self._caller.overlapping.add(service.name)
        url = _join_address(service.root, path) + (f"?{raw_query}" if raw_query else "")
        self._greetings[service.name] = Call(
            service=service,
            method="GET",
            url=url,
            headers={},
            content=None,
            statuses=(200, 404),
            check=None,
            lane=lane,
            total=self.limits.total,
            max_body=service.max_body,
        )

    def charge(self, name: str, usd: float, *, expected: float = 0.0) -> None:
        """Note what a service said that a request cost, in US dollars; `expected` is its list price."""
        self._find_meter(name).add(usd=usd)
        self.budget.give_back(expected - usd)

    def leave_out(self, name: str, records: int) -> None:
        """Count records that a service sent and that could not be read."""
        self._find_meter(name).add(unreadable=records)

    def usage(self, name: str) -> Spent:
        """What the service called `name` has cost so far, and why it is not asked at the moment."""
        with self._lock:
            host = self._hosts.get(name)
        return self._find_meter(name).spent(host.breaker.explain() if host is not None else "")

    def cancel(self) -> None:
        """End all calls, those under way too: they fail as interrupted, within a second."""
        self._cancelled.set()

    def close(self) -> None:
        """Close all connections. It may be used again afterwards."""
        self._caller.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _carry_out(self, call: Call) -> Reached | Failed:
        if self.offline:
            return Failed(f"{call.service.name}: not asked (offline)")
        if self._cancelled.is_set():
            return Failed(f"{call.service.name}: interrupted")
        host = self._find_host(call.service)
        if host.breaker.answered or not self._greetings:
            return self._caller.carry_out(host, call)
        hesitation = threading.Timer(self.limits.hesitation, self._greet_others)
        hesitation.daemon = True
        hesitation.start()
        try:
            return self._caller.carry_out(host, call)
        finally:
            hesitation.cancel()

    def _greet_others(self) -> None:
        """Ask every service that is to be greeted and was not asked yet, each in a thread; none is greeted twice."""
        with self._lock:
            names = [n for n in self._greetings if n not in self._hosts]
            calls = [self._greetings.pop(name) for name in names]
        for call in calls:
            threading.Thread(target=self._greet, args=(call,), name="resolver-greeting", daemon=True).start()

    def _greet(self, call: Call) -> None:
        with suppress(Exception):  # the run may be over, and its connections closed: nobody waits for this answer
            self._carry_out(call)

    def _find_meter(self, name: str) -> Meter:
        with self._lock:
            return self._meters.setdefault(name, Meter())

    def _find_host(self, service: Service) -> Host:
        """What is known of a service. Its pace is that of the first request to it."""
        meter = self._find_meter(service.name)
        with self._lock:
            if service.name not in self._hosts:
                pace = Pace(
                    service, self._pace_dir, sleep=self._sleep, stopped=self._cancelled.is_set, clock=self._clock
                )
                breaker = Breaker(service.name, rest=self.limits.rest, clock=self._clock)
                self._hosts[service.name] = Host(pace, breaker, meter)
            return self._hosts[service.name]


def write_user_agent(contact: str = "") -> str:
    """`resolver/0.1.0 (+mailto:me@example.org)`: who asks, and whom to write to (arXiv and Crossref ask for it)."""
    contact = "".join(ch for ch in contact if ch.isascii() and ch.isprintable() and ch not in "()").strip()
    if "@" in contact and ":" not in contact:
        contact = "mailto:" + contact
    return f"resolver/{__version__}" + (f" (+{contact})" if contact else "")


def _join_address(base: str, path: str) -> str:
    return f"{base.rstrip('/')}/{path.lstrip('/')}" if path else base


def _say_nothing(message: str) -> None:
    del message
