"""Examining the services: each source's own checks, and what their answers tell of connection, clock and cache."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from msgspec import Struct

from resolver.config import Settings
from resolver.diagnosis import connections, machine
from resolver.diagnosis.recording import Recording
from resolver.model.callbacks import ProgressCallback
from resolver.net.http import Budget, Http, Observation, RequestLimits
from resolver.pipeline.opening import choose_sources
from resolver.sources import open_sources
from resolver.sources.base import Source
from resolver.sources.checks import CheckLine, LineState, ServiceCheck, report_failure

MOST_USD = 0.003
"""US dollars that an examination may cost; with services that are well it takes half of it."""

MOST_REQUESTS = 40
"""Requests that it may send, tries repeated after a failure included; with services that are well it takes 17."""

LONGEST = 50.0
"""Seconds after which no further check is begun."""

LIMITS = RequestLimits(total=20.0, tries=2, download=30.0)
"""A service that does not answer is to be told soon, not waited for."""

_log = logging.getLogger("resolver.diagnosis")
_log.addHandler(logging.NullHandler())


class Diagnosis(Struct, frozen=True, kw_only=True):
    """What was found out.

    Attributes:
        lines: one for each thing that was looked at; this machine first, then a service after the other.
        requests: that were sent.
        usd: what they cost, by the services' own account.
        seconds: that it took.
        written: the files of the answers, where they were to be kept.
    """

    lines: tuple[CheckLine, ...]
    requests: int
    usd: float
    seconds: float
    written: tuple[Path, ...] = ()

    @property
    def state(self) -> LineState:
        """The worst of all lines."""
        states = {line.state for line in self.lines}
        return "failed" if "failed" in states else "changed" if "changed" in states else "ok"

    def __repr__(self) -> str:
        """In short."""
        bad = sum(line.state != "ok" for line in self.lines)
        return f"<Diagnosis: {self.state}, {bad} of {len(self.lines)} lines not ok>"

    def __str__(self) -> str:
        return "\n".join(f"{line.state:8} {line.service or 'here'}: {line.check}: {line.seen}" for line in self.lines)


class _Watch:
    """What is seen of each service while it is examined, and which check is under way."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.seen: dict[str, list[Observation]] = {}
        self.at: dict[str, str] = {}
        self.recording = Recording()

    def observe(self, observation: Observation) -> None:
        with self._lock:
            self.seen.setdefault(observation.service, []).append(observation)
            self.recording.add(observation, self.at.get(observation.service, ""))

    def of(self, service: str) -> list[Observation]:
        """The exchanges with a service; the list grows."""
        with self._lock:
            return self.seen.setdefault(service, [])


def examine(
    settings: Settings,
    *,
    progress: ProgressCallback | None = None,
    limits: RequestLimits = LIMITS,
) -> tuple[Diagnosis, Recording]:
    """Ask each service in every form that a run asks it in, and judge the answers.

    Args:
        settings: addresses, keys, folders, and the sources to examine.
        progress: called with how many checks are made.
        limits: time limits and tries of requests.

    Returns:
        What was found out, and the raw answers. A service that fails raises nothing.

    Raises:
        SettingsError: a source that is not known was named.
    """
    began = time.monotonic()
    watch = _Watch()
    notes: list[str] = []
    # A request is refused before it could exceed a limit that the person has set, too.
    most_usd = MOST_USD if settings.max_cost is None else min(MOST_USD, settings.max_cost)
    most = MOST_REQUESTS if settings.max_requests is None else min(MOST_REQUESTS, settings.max_requests)
    with Http(
        user_agent_contact=settings.mailto,
        contact_for=settings.mailto_for,
        limits=limits,
        pace_dir=settings.cache_dir,
        offline=settings.offline,
        budget=Budget(requests=most, usd=most_usd),
        notify=notes.append,
        observer=watch.observe,
    ) as http:
        sources = choose_sources(settings, open_sources(settings, http, notes.append))
        lines = machine.examine_machine(settings)
        if not settings.offline:
            lines += _examine_all(sources, watch, progress, began)
        spent = [http.usage(source.name) for source in sources]
    if not settings.offline:
        of_services = tuple(lines)
        for source in sources:
            lines += connections.judge_connection(source.name, watch.of(source.name), of_services)
        lines += connections.judge_clock([seen for every in watch.seen.values() for seen in every])
    return (
        Diagnosis(
            lines=tuple(lines),
            requests=sum(each.requests for each in spent),
            usd=sum(each.usd for each in spent),
            seconds=time.monotonic() - began,
        ),
        watch.recording,
    )


def _examine_all(
    sources: Sequence[Source], watch: _Watch, progress: ProgressCallback | None, began: float
) -> list[CheckLine]:
    """All services at once, since one of them takes three seconds a request; each with one request at a time."""
    planned = {source.name: source.checks(watch.of(source.name)) for source in sources}
    total = sum(map(len, planned.values()))
    done = 0
    lock = threading.Lock()

    def examine_one(name: str) -> list[CheckLine]:
        nonlocal done
        lines: list[CheckLine] = []
        for check in planned[name]:
            watch.at[name] = check.lines[0]
            lines += _carry_out(name, check, late=time.monotonic() - began > LONGEST)
            with lock:
                done += 1
                if progress is not None:
                    progress("examining the services", done, total)
        return lines

    with ThreadPoolExecutor(max_workers=max(len(planned), 1)) as pool:
        return [line for lines in pool.map(examine_one, planned) for line in lines]


def _carry_out(service: str, check: ServiceCheck, *, late: bool) -> Iterable[CheckLine]:
    """The lines of a check; where it can't be made, they say so."""
    if late:
        reason = "not looked at: the other checks took too long"
    else:
        try:
            return list(check.carry_out())
        except Exception as error:  # noqa: BLE001  # whatever a service says, the other checks are made
            _log.exception("%s: a check could not be made", service)
            reason = f"its answer could not be judged ({type(error).__name__}: please report it)"
    return [report_failure(service, name, reason, "nothing is known of it") for name in check.lines]
