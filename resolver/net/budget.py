"""What a run may cost at most, in requests and in dollars. Every request passes here before it is sent."""

from __future__ import annotations

import threading

_CENT = 1e-9  # sums of prices are not exact


class Budget:
    """A limit for all services together. Thread-safe.

    Args:
        requests: that may be sent, tries and redirects included; none for no limit.
        usd: US dollars that may be spent; none for no limit.

    Attributes:
        reached: which limit was reached, in words for a person; empty while there is room.
    """

    def __init__(self, *, requests: int | None = None, usd: float | None = None) -> None:
        self._most_requests, self._most_usd = requests, usd
        self._lock = threading.Lock()
        self._requests, self._usd = 0, 0.0
        self.reached = ""

    def find_refusal(self, usd: float) -> str:
        """Why a request of that price can't be sent any more; empty when it can."""
        with self._lock:
            return self._find_refusal(usd)

    def take(self, usd: float) -> str:
        """Count a request that is about to be sent, at its list price; returns why it must not be, or nothing."""
        with self._lock:
            refusal = self._find_refusal(usd)
            if not refusal:
                self._requests += 1
                self._usd += usd
            return refusal

    def give_back(self, usd: float) -> None:
        """Correct the sum by what a request did not cost; negative when it was dearer."""
        with self._lock:
            self._usd -= usd

    def _find_refusal(self, usd: float) -> str:
        if self._most_requests is not None and self._requests >= self._most_requests:
            self.reached = f"the limit of {self._most_requests} requests was reached (max_requests)"
        elif usd and self._most_usd is not None and self._usd + usd > self._most_usd + _CENT:
            self.reached = f"the limit of ${self._most_usd:g} was reached (max_cost)"
        else:
            return ""
        return f"not asked: {self.reached}"
