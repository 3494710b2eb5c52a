"""Carrying out one call: tries, pauses, turns, redirects, and what its failure means for the next.

A call ends as `Reached` or as `Failed`. Every limit is there for one of two reasons: a service that
is alive deserves patience, and a service that is dead must not cost a run more than about ten
seconds in all. So a host that has not answered yet gets `grace` seconds from its first request on.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from resolver.errors import Internal
from resolver.model.callbacks import NoteCallback, TransferCallback
from resolver.net import redirects
from resolver.net.breaker import Breaker, format_duration
from resolver.net.budget import Budget
from resolver.net.observation import Observer, describe_exchange
from resolver.net.pacing import NoTurn, Pace
from resolver.net.service import REFUSED, Failed, Meter, Reached, RequestLimits, Service, read_retry_after
from resolver.net.wire import Fault, NoConnection, Outgoing, Permanent, Transient, Wire

if TYPE_CHECKING:
    from tenacity import RetryCallState

Check = Callable[[Reached], str | None]

_RETRY_AFTER = re.compile(rb'"retryAfter"\s*:\s*"?(\d{1,9}(?:\.\d{1,6})?)')

_LEAST = 0.3  # seconds; a try with less time than this is not begun
_LONGEST_PAUSE = 8.0


@dataclass(repr=False)
class Call:
    """One call under way. `usd` is the list price of a request; `deadline` (by the clock) is set when its
    first turn comes; `suspect` says that a 500 may be the fault of this very query; `waited` sums up the seconds
    that the service asked us to wait."""

    service: Service
    method: str
    url: str
    headers: dict[str, str]
    content: bytes | None
    statuses: Collection[int]
    check: Check | None
    lane: str
    total: float
    max_body: int
    usd: float = 0.0
    progress: TransferCallback | None = None
    suspect: bool = False
    trial: bool = False
    deadline: float = float("inf")
    waited: float = 0.0


class Host:
    """What is known of a service in this run."""

    def __init__(self, pace: Pace, breaker: Breaker, meter: Meter) -> None:
        self.pace, self.breaker, self.meter = pace, breaker, meter
        self.grace_ends = float("inf")

    def limit(self, call: Call) -> float:
        """When the call has to be over, by the clock."""
        return call.deadline if self.breaker.answered else min(call.deadline, self.grace_ends)


class Refused(Internal):
    """The breaker opened while the call waited for its turn."""


class Caller:
    """Carries out calls. Its parameters are those of `Http`; `agent` gives what a service is told of us."""

    def __init__(
        self,
        limits: RequestLimits,
        agent: Callable[[str], str],
        budget: Budget,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], object],
        stopped: Callable[[], bool],
        notify: NoteCallback,
        observer: Observer | None = None,
    ) -> None:
        self._limits, self._agent, self._budget, self._clock = limits, agent, budget, clock
        self._sleep, self._stopped, self._notify = sleep, stopped, notify
        self._wire, self._observer = Wire(), observer
        self._heard, self._silent = False, set[str]()
        self.overlapping = set[str]()  # services that are greeted while another one is silent

    def _choose_grace(self, service: Service) -> float:
        """Seconds that a host which has not answered yet gets; few when others were silent and none spoke.

        Then it is probably the network, and each further host would cost the run as much again.
        """
        if self._heard or not self._silent or service.name in self.overlapping:
            return self._limits.grace * service.slowness
        return self._limits.grace_alone / len(self._silent)

    def close(self) -> None:
        """Close all connections."""
        self._wire.close()

    def carry_out(self, host: Host, call: Call) -> Reached | Failed:
        """The whole of one call."""
        name, breaker = call.service.name, host.breaker
        if spent := self._budget.find_refusal(call.usd):
            return Failed(f"{name}: {spent}")
        if refusal := breaker.find_refusal(call.lane):
            return refusal
        call.trial = breaker.is_on_trial(call.lane)
        try:
            self._wire.open()
            reached = self._retry(host, call)
        except Refused:
            return Failed(breaker.explain() or f"{name}: not asked again")
        except Fault as fault:
            return self._give_up(host, call, fault)
        self._heard = True
        breaker.record_success(call.lane)
        return reached

    def _retry(self, host: Host, call: Call) -> Reached:
        from tenacity import Retrying, retry_if_exception_type, wait_random_exponential

        jitter = wait_random_exponential(multiplier=self._limits.backoff, max=_LONGEST_PAUSE)

        def wait(state: RetryCallState) -> float:
            asked = _find_fault(state).retry_after
            return jitter(state) if asked is None else asked + random.uniform(0, 0.1)

        def stop(state: RetryCallState) -> bool:
            return self._is_last_try(host, call, _find_fault(state), state)

        def before_sleep(state: RetryCallState) -> None:
            asked = _find_fault(state).retry_after
            if asked is not None:  # a service that says when to come back is alive, and means everybody
                host.pace.hold(asked)
                call.waited += asked
                call.deadline += asked
                host.grace_ends += asked

        def sleep(seconds: float) -> None:
            self._sleep(seconds)

        retrying = Retrying(
            retry=retry_if_exception_type(Transient),
            wait=wait,
            stop=stop,
            before_sleep=before_sleep,
            sleep=sleep,
            reraise=True,
        )
        return retrying(self._try, host, call)

    def _is_last_try(self, host: Host, call: Call, fault: Fault, state: RetryCallState) -> bool:
        """Whether a failed try was the last one."""
        asked = fault.retry_after
        if asked is not None and call.waited + asked > call.service.patience:
            return True
        if isinstance(fault, NoConnection) and not host.breaker.answered:
            return True  # nobody is there: a dead network has to be noticed fast
        pause = 0.0 if asked is not None else max(state.upcoming_sleep, host.pace.held())
        return (
            call.trial
            or state.attempt_number >= (self._limits.tries if asked is None else self._limits.tries_with_wait)
            or (_is_refusal(call, fault.reached) and host.breaker.count_refusals(call.lane) > 0)
            or self._stopped()
            or host.breaker.is_open(call.lane)
            or self._clock() + pause + _LEAST > host.limit(call)
        )

    def _try(self, host: Host, call: Call) -> Reached:
        method, url = call.method, call.url
        for _ in range(redirects.MOST):
            reached = self._exchange(host, call, method, url)
            if reached.status in call.statuses or reached.status not in redirects.STATUSES:
                return _judge(call, reached)
            method, url = redirects.follow(method, url, reached.headers.get("location", ""))
        raise Permanent(f"redirected more than {redirects.MOST} times")

    def _exchange(self, host: Host, call: Call, method: str, url: str) -> Reached:
        """One request in its turn."""
        try:
            with host.pace.take_turn(host.limit(call), call.lane):
                if not call.trial and host.breaker.is_open(call.lane):
                    raise Refused
                now = self._clock()
                if call.deadline == float("inf"):
                    call.deadline = now + call.total
                    host.grace_ends = min(host.grace_ends, now + self._choose_grace(call.service))
                out = self._make_outgoing(host, call, method, url, now)
                if spent := self._budget.take(call.usd):
                    raise Permanent(spent, counts=False)
                began = time.monotonic()
                host.meter.add(requests=1)
                try:
                    reached = self._wire.send(out, stopped=self._stopped)
                finally:
                    host.meter.add(seconds=time.monotonic() - began)
        except NoTurn as err:
            interrupted = self._stopped()
            raise Permanent(str(err), counts=not interrupted) from None
        host.meter.add(size=len(reached.body))
        if reached.status == HTTPStatus.TOO_MANY_REQUESTS:  # however late: whoever is too busy is alive
            host.grace_ends = max(host.grace_ends, self._clock() + self._choose_grace(call.service))
        if self._observer is not None:
            self._observer(describe_exchange(call.service, method, url, call.content, reached, time.time()))
        if reached.status != HTTPStatus.OK:  # no service estimates what it refuses; silence it may have billed
            self._budget.give_back(call.usd)
        return reached

    def _make_outgoing(self, host: Host, call: Call, method: str, url: str, now: float) -> Outgoing:
        limits, service = self._limits, call.service
        own = service.own_headers if redirects.is_same_host(service.root, url) else {}
        # Where the pace leaves no time for a second try, the first one may use all there is.
        grace = self._choose_grace(service)
        second_fits = service.slowness <= 1 and service.pace + 1.2 * limits.first_read < grace
        read = limits.read if host.breaker.answered else limits.first_read if second_fits else grace
        return Outgoing(
            method=method,
            url=url,
            headers={
                "User-Agent": self._agent(service.name),
                "Accept": service.accept,
                "Accept-Encoding": "gzip, deflate",
                **call.headers,
                **own,
            },
            content=call.content,
            connect=limits.connect,
            read=read,
            first=max(min(limits.connect + read, host.limit(call) - now), _LEAST),
            total=max(call.deadline - now, _LEAST),
            max_body=call.max_body,
            progress=call.progress,
        )

    def _give_up(self, host: Host, call: Call, fault: Fault) -> Failed:
        """What a call's failure means, for its caller and for the calls to come."""
        service, reached = call.service, fault.reached
        if self._stopped():
            return Failed(f"{service.name}: interrupted")
        status, body = (None, b"") if reached is None else (reached.status, reached.body)
        reason = fault.reason
        for secret in service.secrets:
            reason = reason.replace(secret, "***")
            body = body.replace(secret.encode(), b"***")
        closed = fault.retry_after if fault.retry_after is not None and fault.retry_after > service.patience else None
        if closed is not None:
            reason += f", asks to wait {format_duration(closed)}"
        if fault.counts and _is_refusal(call, reached):
            self._heard = True
            if message := host.breaker.record_refusal(call.lane, reason, is_fault=status not in REFUSED):
                self._notify(message)
        elif fault.counts:
            host.meter.add(failures=1)
            refused = reached is not None and isinstance(fault, Permanent)
            host.breaker.answered |= refused
            self._heard |= reached is not None
            if reached is None and not host.breaker.answered:
                self._silent.add(service.name)
            message = host.breaker.record_failure(
                call.lane,
                reason,
                unreachable=reached is None,
                at_once=fault.no_network
                or (refused and status == HTTPStatus.UNAUTHORIZED)
                or (not host.breaker.answered and self._clock() + _LEAST > host.limit(call)),
                trial=call.trial,
                closed_for=closed,
            )
            if message:
                self._notify(message)
        return Failed(f"{service.name}: {reason}", status, fault.retry_after, body)


def _is_refusal(call: Call, reached: Reached | None) -> bool:
    """Whether a living host has said of this one request that it does not take it."""
    if reached is None:
        return False
    return reached.status in REFUSED or (call.suspect and reached.status == HTTPStatus.INTERNAL_SERVER_ERROR)


def _find_fault(state: RetryCallState) -> Fault:
    error = state.outcome.exception() if state.outcome is not None else None
    return error if isinstance(error, Fault) else Permanent("no answer")


def _read_wait(reached: Reached) -> float | None:
    """Seconds that a service asks to be left alone: by its header, or the `retryAfter` of its JSON."""
    asked = read_retry_after(reached.headers)
    said = _RETRY_AFTER.search(reached.body[:4096]) if asked is None else None
    return read_retry_after({"retry-after": said[1].decode("ascii")}) if said else asked


def _judge(call: Call, reached: Reached) -> Reached:
    """The answer, if it is one.

    Raises:
        Fault: its status or its body says that it is not.
    """
    if reached.status in call.statuses:
        wrong = call.check(reached) if call.check is not None and reached.status == 200 else None
        if wrong:
            raise Transient(wrong, reached=reached)
        return reached
    try:
        reason = f"HTTP {reached.status} ({HTTPStatus(reached.status).phrase.lower()})"
    except ValueError:
        reason = f"HTTP {reached.status}"
    if reached.status in call.service.transient:
        raise Transient(reason, reached=reached, retry_after=_read_wait(reached))
    raise Permanent(reason, reached=reached)
