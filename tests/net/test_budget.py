"""Limits of what a run may send and spend: reached before the request that would exceed them."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from resolver.net.http import Budget, Failed, Http, Reached, Service
from tests.net.scripted import FAST, Act, Server, answer, cut, reset

SEARCH = 0.001


@pytest.fixture
def limited(serve: Callable[..., Server]) -> Callable[..., tuple[Http, Callable[..., Reached | Failed], Server]]:
    """A client with a budget, how to ask with it, and the server that it asks."""

    def make(*acts: Act, **budget: float) -> tuple[Http, Callable[..., Reached | Failed], Server]:
        server = serve(*acts)
        # Keywords of the test, checked when it runs.
        http = Http(limits=FAST, budget=Budget(**budget))  # type: ignore[arg-type]
        service = Service(name="there", base_url=server.url)
        return http, lambda usd=0.0: http.request(service, "GET", usd=usd), server

    return make


Limited = Callable[..., tuple[Http, Callable[..., Reached | Failed], Server]]


def test_no_more_requests_are_sent_than_allowed(limited: Limited) -> None:
    http, ask, server = limited(answer(), requests=2)
    outcomes = [ask() for _ in range(4)]
    assert [type(o) for o in outcomes] == [Reached, Reached, Failed, Failed]
    assert len(server.requests) == 2
    assert isinstance(outcomes[2], Failed)
    assert outcomes[2].reason == "there: not asked: the limit of 2 requests was reached (max_requests)"
    assert http.budget.reached == "the limit of 2 requests was reached (max_requests)"


def test_repeated_tries_and_redirects_count_too(limited: Limited) -> None:
    _, ask, server = limited(reset, answer(302, Location="/elsewhere"), answer(503), answer(), requests=3)
    assert isinstance(ask(), Failed)
    assert len(server.requests) == 3


def test_none_is_sent_when_none_is_allowed(limited: Limited) -> None:
    _, ask, server = limited(answer(), requests=0)
    assert isinstance(ask(), Failed)
    assert server.requests == []


def test_a_limit_is_no_failure_of_the_service(limited: Limited) -> None:
    http, ask, _ = limited(answer(), requests=1)
    for _ in range(9):
        ask()
    assert http.usage("there").message == ""
    assert http.usage("there").failures == 0


def test_money_is_not_spent_beyond_the_limit_and_what_is_free_goes_on(limited: Limited) -> None:
    http, ask, server = limited(answer(), usd=2 * SEARCH)
    assert isinstance(ask(SEARCH), Reached)
    assert isinstance(ask(SEARCH), Reached), "the limit itself may be spent"
    refused = ask(SEARCH)
    assert isinstance(refused, Failed)
    assert "the limit of $0.002 was reached (max_cost)" in refused.reason
    assert isinstance(ask(), Reached)
    assert len(server.requests) == 3
    assert http.budget.reached


def test_what_the_service_says_that_it_cost_counts_not_the_list_price(limited: Limited) -> None:
    http, ask, server = limited(answer(), usd=SEARCH)
    for _ in range(5):  # it turned out to be free each time
        assert isinstance(ask(SEARCH), Reached)
        http.charge("there", 0.0, expected=SEARCH)
    ask(0.0)
    http.charge("there", 2 * SEARCH)  # and once dearer than told
    assert isinstance(ask(SEARCH), Failed)
    assert len(server.requests) == 6


def test_a_refused_request_costs_nothing_and_one_that_is_lost_may_have_cost(limited: Limited) -> None:
    _, ask, server = limited(answer(400), answer(400), answer(), usd=SEARCH)
    assert [type(ask(SEARCH)) for _ in range(3)] == [Failed, Failed, Reached]
    _, ask, server = limited(cut, answer(), usd=SEARCH)
    assert isinstance(ask(SEARCH), Failed)
    assert len(server.requests) == 1


def test_threads_share_a_budget() -> None:
    budget = Budget(requests=500, usd=1.0)
    taken: list[str] = []

    def take() -> None:
        for _ in range(200):
            taken.append(budget.take(0.001))

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert taken.count("") == 500
