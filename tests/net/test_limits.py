"""The time limits fit together: one dead service costs a run about ten seconds, a slow one is waited for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import msgspec

from resolver.net.http import Http, Reached, RequestLimits, Service
from tests.clocks import FakeClock
from tests.net.scripted import FAST, Server, answer, hang, slow


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


LONG = msgspec.structs.replace(FAST, read=60.0, first_read=60.0, total=120.0, grace=60.0, hesitation=0.05)
"""Limits that only a test that hangs would reach."""


def test_while_one_service_is_silent_those_that_are_asked_later_are_greeted(serve: Callable[..., Server]) -> None:
    """So that their waits overlap; each once, and none that was asked already."""
    greeted = threading.Event()

    def wait_for_the_other(handler: BaseHTTPRequestHandler) -> None:
        greeted.wait(50)
        answer()(handler)

    def note(handler: BaseHTTPRequestHandler) -> None:
        greeted.set()
        answer()(handler)

    first, later = serve(wait_for_the_other), serve(note)
    with Http(limits=LONG) as http:
        one, other = Service(name="one", base_url=first.url), Service(name="other", base_url=later.url)
        http.greet_early(one, "/hello")
        http.greet_early(other, "/hello", raw_query="q=1")
        assert isinstance(http.request(one, "GET"), Reached)
        assert greeted.is_set()
        assert isinstance(http.request(other, "GET", "/question"), Reached)
    assert [r.path for r in later.requests] == ["/hello?q=1", "/question"]
    assert len(first.requests) == 1


def test_nobody_is_greeted_where_all_answer(serve: Callable[..., Server]) -> None:
    first, later = serve(answer()), serve(answer())
    with Http(limits=msgspec.structs.replace(LONG, hesitation=50.0)) as http:
        http.greet_early(Service(name="other", base_url=later.url))
        assert isinstance(http.request(Service(name="one", base_url=first.url), "GET"), Reached)
    assert later.requests == []


def test_a_service_whose_wait_overlaps_has_all_its_time_though_another_was_silent(serve: Callable[..., Server]) -> None:
    """`grace_alone` is for what can't be greeted: a slow service is not a dead one."""
    dead, slow_one = serve(hang()), serve(slow(0.5))
    limits = msgspec.structs.replace(FAST, first_read=0.1, grace=0.2, grace_alone=0.01, hesitation=50.0)
    with Http(limits=limits) as http:
        there = Service(name="slow", base_url=slow_one.url, slowness=100.0)
        http.greet_early(there)
        http.request(Service(name="dead", base_url=dead.url), "GET")
        assert isinstance(http.request(there, "GET"), Reached)


def test_a_service_that_is_too_busy_is_alive_however_late_it_says_so(serve: Callable[..., Server]) -> None:
    """arXiv's 429 comes after a long silence; it is tried once more, though its time for a first answer is over."""
    clock, limits = FakeClock(), RequestLimits()

    def stall(handler: BaseHTTPRequestHandler) -> None:
        clock.now += limits.grace - 0.01
        answer(429)(handler)

    server = serve(stall, answer(200))
    with Http(limits=limits, clock=clock, sleep=clock.sleep) as http:
        assert isinstance(http.request(Service(name="busy", base_url=server.url), "GET"), Reached)
    assert len(server.requests) == 2
