"""What the exchanges with a service tell of the connection to it: TLS, time to the first byte, the clock."""

from __future__ import annotations

import contextlib
import ssl
import statistics
from collections.abc import Iterable, Sequence
from email.utils import parsedate_to_datetime

from resolver.diagnosis.machine import HERE
from resolver.net.http import Observation
from resolver.sources.checks import CheckLine, pass_check, report_change, report_failure

SLOW = 6.0
"""Seconds to the first byte from which on a run may take a service for dead (`RequestLimits.first_read` is 6.5)."""

EXPIRING = 3.0
"""Days before the end of a certificate from which on that is told; they are renewed weeks before."""

SKEW = 300.0
"""Seconds by which the clock may be wrong: the age of answers is counted in days."""

_DAY = 86_400.0


def judge_connection(service: str, observed: Sequence[Observation], lines: Iterable[CheckLine]) -> Iterable[CheckLine]:
    """The lines about the connection to one service; where it was not reached, only whether its TLS was at fault.

    Args:
        service: its name.
        observed: the exchanges with it.
        lines: of its checks.
    """
    if observed:
        yield _judge_speed(service, observed)
        yield _judge_encryption(service, observed[-1])
        return
    for line in lines:
        if line.service == service and line.state == "failed" and "TLS" in line.seen:
            yield report_failure(
                service, "TLS", line.seen, "is a proxy in between? SSL_CERT_FILE names its certificate"
            )
            return


def _judge_speed(service: str, observed: Sequence[Observation]) -> CheckLine:
    times = [seen.reached.first_byte for seen in observed]
    seen = f"{statistics.median(times):.1f} s, at most {max(times):.1f} s"
    if max(times) > SLOW:
        return report_change(service, "time to first byte", seen, "a run may take it for dead; ask again later")
    return pass_check(service, "time to first byte", seen)


def _judge_encryption(service: str, last: Observation) -> CheckLine:
    used = last.reached.encryption
    if used is None:
        return pass_check(service, "TLS", "none, to this machine itself")
    left = None
    if used.expires:
        with contextlib.suppress(ValueError):
            left = (ssl.cert_time_to_seconds(used.expires) - last.now) / _DAY
    if left is not None and left < EXPIRING:
        said = f"its certificate ends in {left:.0f} days"
        return report_change(service, "TLS", said, "it can't be reached from then on")
    issuer = f", certificate by {used.issuer}" if used.issuer else ""
    return pass_check(service, "TLS", f"{used.version}{issuer}")


def judge_clock(observed: Sequence[Observation]) -> Iterable[CheckLine]:
    """Whether this machine's clock is right, by the dates of the answers; a shared cache may send an old one, so that
    the one nearest to the clock counts."""
    skews = []
    for seen in observed:
        with contextlib.suppress(ValueError, TypeError, OverflowError):
            stated = parsedate_to_datetime(seen.reached.headers["date"]).timestamp() if _has_date(seen) else None
            if stated is not None:
                skews.append(seen.now - stated)
    if not skews:
        return
    skew = min(skews, key=abs)
    if abs(skew) > SKEW:
        way = "ahead" if skew > 0 else "behind"
        off = f"{abs(skew) / 60:.0f} minutes {way}"
        yield report_change(HERE, "clock", off, "answers count as too old or too new: set this machine's clock")
    else:
        yield pass_check(HERE, "clock", "agrees with the services'")


def _has_date(seen: Observation) -> bool:
    return "date" in seen.reached.headers and "age" not in seen.reached.headers
