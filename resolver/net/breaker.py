"""When to stop asking a service that does not answer.

Each service has one circuit for the host as a whole and one for each *lane* of requests (OpenAlex's
free routes and its billed ones share a host, but not a budget). What shows that the host can't be
reached, and every failure of a host that has not answered yet, counts for the host; what a living
host refuses counts for the lane.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from resolver.net.service import Failed

_IN_A_ROW = 3
"""Failed calls in a row after which a service that has answered before is left alone."""

_REFUSED_IN_A_ROW = 16
"""Requests that were refused in a row after which a service is taken to refuse everything. One bad title in a hundred
is alone after eight refusals at most; each further one right beside it adds another."""

_FAULTS_IN_A_ROW = 9
"""The same where it reports an error of its own (500), which a bad query may be, but an outage as well."""

_LONGEST_REST = 900.0


@dataclass
class _Circuit:
    failures: int = 0
    refusals: int = 0
    openings: int = 0
    until: float = float("-inf")
    why: str = ""


class Breaker:
    """The circuits of one service.

    Args:
        name: the service's, for the messages.
        rest: seconds that a service is left alone after it failed; doubled each further time.
        clock: monotonic seconds.
    """

    def __init__(self, name: str, *, rest: float = 60.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._name, self._rest, self._clock = name, rest, clock
        self._lock = threading.Lock()
        self._host = _Circuit()
        self._lanes: dict[str, _Circuit] = {}
        self.answered = False

    def find_refusal(self, lane: str) -> Failed | None:
        """Why this call is not to be made, or `None`.

        After its rest a service gets one call as a trial; the others are refused until that is done.
        """
        with self._lock:
            now = self._clock()
            circuits = (self._host, self._find_circuit(lane))
            for circuit in circuits:
                if now < circuit.until:
                    return Failed(f"{self._name}: {circuit.why}", retry_after=circuit.until - now)
            for circuit in circuits:
                if circuit.openings:
                    circuit.until = now + self._rest
            return None

    def is_open(self, lane: str) -> bool:
        """Whether calls are refused at the moment."""
        with self._lock:
            return self._clock() < max(self._host.until, self._find_circuit(lane).until)

    def is_on_trial(self, lane: str) -> bool:
        """Whether the service failed before, and a call is only a trial."""
        with self._lock:
            return bool(self._host.openings or self._find_circuit(lane).openings)

    def record_success(self, lane: str) -> None:
        """A call was answered: all is well with the host and this lane."""
        with self._lock:
            self.answered = True
            self._host = _Circuit()
            self._lanes[lane] = _Circuit()

    def record_refusal(self, lane: str, reason: str, *, is_fault: bool = False) -> str:
        """A living host did not take a request; that closes nothing, unless it takes no request at all.

        Args:
            lane: which the call belonged to.
            reason: of the refusal, for a person.
            is_fault: the service calls it a fault of its own.

        Returns:
            What to tell the person when it seems to refuse everything; otherwise an empty string.
        """
        with self._lock:
            self.answered = True
            self._host = _Circuit()
            circuit = self._find_circuit(lane)
            circuit.refusals += 1
            circuit.failures = 0
            if circuit.refusals < (_FAULTS_IN_A_ROW if is_fault else _REFUSED_IN_A_ROW):
                circuit.until = float("-inf")  # a trial is over
                return ""
            circuit.until, circuit.openings = self._clock() + self._rest, circuit.openings + 1
            circuit.why = f"not asked again after {circuit.refusals} refusals in a row (last: {reason})"
            return f"{self._name}: {circuit.why}"

    def count_refusals(self, lane: str) -> int:
        """How many requests of a lane were refused in a row."""
        with self._lock:
            return self._find_circuit(lane).refusals

    def record_failure(
        self,
        lane: str,
        reason: str,
        *,
        unreachable: bool,
        at_once: bool = False,
        trial: bool = False,
        closed_for: float | None = None,
    ) -> str:
        """A call failed, all its tries included.

        Args:
            lane: which the call belonged to.
            reason: of the last failure, for a person.
            unreachable: nothing came back, as opposed to an answer that is of no use.
            at_once: there is no point in waiting for a second failure.
            trial: the call was a trial after a rest.
            closed_for: seconds that the service asked to be left alone, more than we wait for.

        Returns:
            What to tell the person, when this failure was the one too many; otherwise an empty string.
        """
        with self._lock:
            now = self._clock()
            if closed_for is not None:
                circuit, most = self._find_circuit(lane), 1
            elif unreachable or not self.answered:
                circuit = self._host
                most = _IN_A_ROW if self.answered else 1 if unreachable else 2
            else:
                circuit, most = self._find_circuit(lane), _IN_A_ROW
            circuit.failures += 1
            if now < circuit.until and not trial:
                return ""  # a call that was already under way when the circuit opened
            if circuit.failures < most and not at_once and not trial:
                return ""
            rest = min(self._rest * 2**circuit.openings, max(_LONGEST_REST, self._rest))
            circuit.until = now + (rest if closed_for is None else closed_for)
            circuit.openings += 1
            times = "a failure" if circuit.failures == 1 else f"{circuit.failures} failures"
            circuit.why = (
                f"not asked again after {times} (last: {reason})"
                if closed_for is None
                else f"not asked again for {format_duration(closed_for)} ({reason})"
            )
            return "" if trial else f"{self._name}: {circuit.why}"

    def explain(self) -> str:
        """Why the service, or a lane of it, is not asked at the moment; empty when it is."""
        with self._lock:
            now = self._clock()
            open_ones = [c.why for c in (self._host, *self._lanes.values()) if now < c.until and c.why]
            return f"{self._name}: {'; '.join(open_ones)}" if open_ones else ""

    def _find_circuit(self, lane: str) -> _Circuit:
        return self._lanes.setdefault(lane, _Circuit())


def format_duration(seconds: float) -> str:
    """Seconds for a person: `45 s`, `12 min`, `3 h 20 min`."""
    if seconds < 120:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60:02} min"
