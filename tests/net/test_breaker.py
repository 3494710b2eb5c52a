"""When a service is left alone, for how long, and what is said about it."""

from __future__ import annotations

from resolver.net.breaker import Breaker, duration


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def fresh(*, answered: bool) -> tuple[Breaker, Clock]:
    clock = Clock()
    breaker = Breaker("openalex", rest=60, clock=clock)
    if answered:
        breaker.succeeded("")
    return breaker, clock


def test_three_failures_in_a_row_and_it_says_so_once() -> None:
    breaker, _ = fresh(answered=True)
    said = [breaker.failed("", "HTTP 500", unreachable=False) for _ in range(5)]
    assert said == ["", "", "openalex: not asked again after 3 failures (last: HTTP 500)", "", ""]
    refusal = breaker.refusal("")
    assert refusal is not None
    assert refusal.reason == said[2] == breaker.message()


def test_an_answer_in_between_starts_the_count_anew() -> None:
    breaker, _ = fresh(answered=True)
    for _ in range(5):
        breaker.failed("", "HTTP 500", unreachable=False)
        breaker.failed("", "HTTP 500", unreachable=False)
        breaker.succeeded("")
    assert breaker.refusal("") is None
    assert breaker.message() == ""


def test_what_a_living_host_refuses_concerns_the_lane_and_what_cuts_it_off_all_lanes() -> None:
    breaker, _ = fresh(answered=True)
    for _ in range(3):
        breaker.failed("search", "HTTP 504", unreachable=False)
    assert breaker.refusal("search") is not None
    assert breaker.refusal("free") is None
    for lane in ("free", "", "free"):
        breaker.failed(lane, "timed out", unreachable=True)
    assert breaker.refusal("free") is not None
    assert breaker.refusal("another") is not None


def test_a_host_that_has_never_answered_gets_less_patience() -> None:
    breaker, _ = fresh(answered=False)
    assert breaker.failed("", "timed out", unreachable=True)
    breaker, _ = fresh(answered=False)
    assert not breaker.failed("a", "HTTP 500", unreachable=False)
    assert breaker.failed("b", "HTTP 500", unreachable=False)
    assert breaker.refusal("c") is not None


def test_after_its_rest_it_gets_one_trial_and_then_a_longer_rest() -> None:
    breaker, clock = fresh(answered=True)
    breaker.failed("", "network is unreachable", unreachable=True, at_once=True)
    clock.now = 61
    assert breaker.refusal("") is None
    assert breaker.on_trial("")
    assert breaker.refusal("") is not None, "one trial, not all the waiting calls"
    assert breaker.failed("", "timed out", unreachable=True, trial=True) == "", "it was said already"
    clock.now = 61 + 119
    assert breaker.refusal("") is not None
    clock.now = 61 + 121
    assert breaker.refusal("") is None
    breaker.succeeded("")
    assert breaker.refusal("") is None
    assert not breaker.on_trial("")


def test_calls_that_were_under_way_do_not_lengthen_the_rest() -> None:
    breaker, clock = fresh(answered=True)
    for _ in range(10):
        breaker.failed("", "timed out", unreachable=True)
    clock.now = 61
    assert breaker.refusal("") is None


def test_a_spent_budget_closes_the_lane_for_as_long_as_the_service_says() -> None:
    breaker, clock = fresh(answered=False)
    said = breaker.failed("billed", "HTTP 429", unreachable=False, closed_for=7200)
    assert said == "openalex: not asked again for 2 h 00 min (HTTP 429)"
    assert breaker.refusal("free") is None
    clock.now = 7199
    refusal = breaker.refusal("billed")
    assert refusal is not None
    assert refusal.retry_after == 1
    clock.now = 7201
    assert breaker.refusal("billed") is None


def test_durations_are_for_people() -> None:
    assert [duration(s) for s in (5, 119, 600, 12000)] == ["5 s", "119 s", "10 min", "3 h 20 min"]
