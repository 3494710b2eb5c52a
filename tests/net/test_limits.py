"""The time limits fit together: one dead service costs a run about ten seconds, a slow one is waited for."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from resolver.net.http import Http, Reached, RequestLimits, Service
from tests.net.scripted import FAST, Server, hang, slow


def test_with_the_usual_limits_a_second_try_fits_into_the_grace_of_an_unpaced_service() -> None:
    limits = RequestLimits()
    assert limits.first_read + limits.backoff < limits.grace <= 10
    assert limits.connect < limits.first_read < limits.read < limits.total


def test_where_the_pace_leaves_no_time_for_a_second_try_the_first_may_take_it_all(
    serve: Callable[..., Server],
) -> None:
    """arXiv: three seconds between requests, and honest answers that take eight."""
    server = serve(slow(1.6))
    with Http(limits=FAST) as http:
        reached = http.request(Service(name="arxiv", base_url=server.url, pace=2.0), "GET")
    assert isinstance(reached, Reached)
    assert len(server.requests) == 1


def test_a_service_that_has_answered_is_given_more_time(serve: Callable[..., Server]) -> None:
    server = serve(slow(0), slow(1.6))
    with Http(limits=msgspec.structs.replace(FAST, read=10.0, total=20.0)) as http:
        service = Service(name="there", base_url=server.url)
        outcomes = [http.request(service, "GET") for _ in range(2)]
    assert all(isinstance(outcome, Reached) for outcome in outcomes)
    assert len(server.requests) == 2


def test_a_service_that_dies_later_is_given_up_after_three_calls(serve: Callable[..., Server]) -> None:
    server = serve(slow(0), hang())
    limits = msgspec.structs.replace(FAST, read=0.1, tries=2)
    with Http(limits=limits) as http:
        service = Service(name="there", base_url=server.url)
        for _ in range(20):
            http.request(service, "GET")
        assert http.usage("there").message == "there: not asked again after 3 failures (last: timed out)"
    assert len(server.requests) == 1 + 3 * 2
