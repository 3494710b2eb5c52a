"""When a service is left alone, for how long, and what is said about it."""

from __future__ import annotations

from resolver.net.breaker import Breaker, format_duration


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def fresh(*, answered: bool) -> tuple[Breaker, Clock]:
    clock = Clock()
    breaker = Breaker("openalex", rest=60, clock=clock)
    if answered:
        breaker.record_success("")
    return breaker, clock


def test_three_failures_in_a_row_and_it_says_so_once() -> None:
    breaker, _ = fresh(answered=True)
    said = [breaker.record_failure("", "HTTP 500", unreachable=False) for _ in range(5)]
    assert said == ["", "", "openalex: not asked again after 3 failures (last: HTTP 500)", "", ""]
    refusal = breaker.find_refusal("")
    assert refusal is not None
    assert refusal.reason == said[2] == breaker.explain()


def test_an_answer_in_between_starts_the_count_anew() -> None:
    breaker, _ = fresh(answered=True)
    for _ in range(5):
        breaker.record_failure("", "HTTP 500", unreachable=False)
        breaker.record_failure("", "HTTP 500", unreachable=False)
        breaker.record_success("")
    assert breaker.find_refusal("") is None
    assert breaker.explain() == ""


def test_what_a_living_host_refuses_concerns_the_lane_and_what_cuts_it_off_all_lanes() -> None:
    breaker, _ = fresh(answered=True)
    for _ in range(3):
        breaker.record_failure("search", "HTTP 504", unreachable=False)
    assert breaker.find_refusal("search") is not None
    assert breaker.find_refusal("free") is None
    for lane in ("free", "", "free"):
        breaker.record_failure(lane, "timed out", unreachable=True)
    assert breaker.find_refusal("free") is not None
    assert breaker.find_refusal("another") is not None


def test_a_host_that_has_never_answered_gets_less_patience() -> None:
    breaker, _ = fresh(answered=False)
    assert breaker.record_failure("", "timed out", unreachable=True)
    breaker, _ = fresh(answered=False)
    assert not breaker.record_failure("a", "HTTP 500", unreachable=False)
    assert breaker.record_failure("b", "HTTP 500", unreachable=False)
    assert breaker.find_refusal("c") is not None


def test_after_its_rest_it_gets_one_trial_and_then_a_longer_rest() -> None:
    breaker, clock = fresh(answered=True)
    breaker.record_failure("", "network is unreachable", unreachable=True, at_once=True)
    clock.now = 61
    assert breaker.find_refusal("") is None
    assert breaker.is_on_trial("")
    assert breaker.find_refusal("") is not None, "one trial, not all the waiting calls"
    assert breaker.record_failure("", "timed out", unreachable=True, trial=True) == "", "it was said already"
    clock.now = 61 + 119
    assert breaker.find_refusal("") is not None
    clock.now = 61 + 121
    assert breaker.find_refusal("") is None
    breaker.record_success("")
    assert breaker.find_refusal("") is None
    assert not breaker.is_on_trial("")


def test_calls_that_were_under_way_do_not_lengthen_the_rest() -> None:
    breaker, clock = fresh(answered=True)
    for _ in range(10):
        breaker.record_failure("", "timed out", unreachable=True)
    clock.now = 61
    assert breaker.find_refusal("") is None


def test_a_spent_budget_closes_the_lane_for_as_long_as_the_service_says() -> None:
    breaker, clock = fresh(answered=False)
    said = breaker.record_failure("billed", "HTTP 429", unreachable=False, closed_for=7200)
    assert said == "openalex: not asked again for 2 h 00 min (HTTP 429)"
    assert breaker.find_refusal("free") is None
    clock.now = 7199
    refusal = breaker.find_refusal("billed")
    assert refusal is not None
    assert refusal.retry_after == 1
    clock.now = 7201
    assert breaker.find_refusal("billed") is None


def test_durations_are_for_people() -> None:
    assert [format_duration(s) for s in (5, 119, 600, 12000)] == ["5 s", "119 s", "10 min", "3 h 20 min"]
