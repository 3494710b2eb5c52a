"""How long a service is waited for, how often it is tried, when left alone: docs/requests.md, "When services fail".

No test waits: the clock stands still but for the waits that are counted.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from resolver.net.breaker import Breaker, format_duration
from resolver.net.budget import Budget
from resolver.net.http import Failed, Http, Reached, RequestLimits, Service
from resolver.net.service import read_retry_after
from resolver.sources.arxiv.client import SLOWNESS
from tests.net.scripted import Server, answer
from tests.promises.conftest import Clock

Serve = Callable[..., Server]


def client(clock: Clock, **options: object) -> Http:
    """As a run has it, but for the time."""
    # Keywords of the test, checked when it runs.
    return Http(clock=clock, sleep=clock.wait, **options)  # type: ignore[arg-type]


def there(server: Server, **fields: object) -> Service:
    # Keywords of the test, checked when it runs.
    return Service(name="there", base_url=server.url, **fields)  # type: ignore[arg-type]


# ------------------------------------------------------------------ tries and pauses


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_a_passing_fault_is_tried_three_times(serve: Serve, clock: Clock, status: int) -> None:
    server = serve(answer(status))
    assert isinstance(client(clock).request(there(server), "GET"), Failed)
    assert len(server.requests) == 3
    assert len(clock.waits) == 2
    server = serve(answer(status), answer(status), answer())
    assert isinstance(client(clock).request(there(server), "GET"), Reached)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 414, 501])
def test_a_lasting_refusal_is_not_tried_again(serve: Serve, clock: Clock, status: int) -> None:
    server = serve(answer(status))
    outcome = client(clock).request(there(server), "GET")
    assert isinstance(outcome, Failed)
    assert outcome.status == status
    assert len(server.requests) == 1
    assert clock.waits == []


def test_pauses_have_full_jitter_from_nothing_to_half_a_second_and_then_twice_that(serve: Serve) -> None:
    """So that many clients that failed together do not come back together."""
    first, second = [], []
    for _ in range(40):
        clock = Clock()
        client(clock).request(there(serve(answer(503))), "GET")
        first.append(clock.waits[0])
        second.append(clock.waits[1])
    assert 0 <= min(first) < 0.2 < max(first) <= 0.5
    assert 0 <= min(second) < 0.4 < max(second) <= 1.0


class Slow(Clock):
    """Each pause lasts so many seconds."""

    def __init__(self, lasting: float) -> None:
        super().__init__()
        self.lasting = lasting

    def wait(self, seconds: float) -> None:
        super().wait(self.lasting)


@pytest.mark.parametrize(("pause", "tries"), [(14.5, 3), (15.5, 2)])
def test_a_call_with_its_tries_and_pauses_is_over_after_half_a_minute(serve: Serve, pause: float, tries: int) -> None:
    clock, server = Slow(pause), serve(answer(), answer(503))
    http = client(clock)
    http.request(there(server), "GET")
    assert isinstance(http.request(there(server), "GET"), Failed)
    assert len(server.requests) == 1 + tries


@pytest.mark.parametrize(("pause", "tries"), [(4.3, 3), (4.7, 2)])
def test_a_service_that_has_not_answered_yet_gets_nine_seconds(serve: Serve, pause: float, tries: int) -> None:
    clock, server = Slow(pause), serve(answer(503))
    assert isinstance(client(clock).request(there(server), "GET"), Failed)
    assert len(server.requests) == tries


@pytest.mark.parametrize(("others", "tries"), [("silent", 1), ("answering", 3), ("none", 3)])
def test_it_gets_two_and_a_half_where_another_one_was_silent_and_none_has_answered(
    serve: Serve, others: str, tries: int
) -> None:
    """Then it is probably the network, and each further service would cost the run as much again."""
    clock, server = Slow(2.7), serve(answer(503))
    http = client(clock)
    if others != "none":
        http.request(Service(name="dead", base_url="http://127.0.0.1:9"), "GET")
    if others == "answering":
        http.request(Service(name="alive", base_url=serve(answer()).url), "GET")
    assert isinstance(http.request(there(server), "GET"), Failed)
    assert len(server.requests) == tries


@pytest.mark.parametrize(("asked", "waits"), [("60", True), ("61", False)])
def test_a_retry_after_is_obeyed_up_to_a_minute(serve: Serve, clock: Clock, asked: str, waits: bool) -> None:
    server = serve(answer(429, Retry_After=asked), answer())
    outcome = client(clock).request(there(server), "GET")
    assert isinstance(outcome, Reached) is waits
    assert (sum(clock.waits) >= 60) is waits
    if isinstance(outcome, Failed):
        assert outcome.reason == "there: HTTP 429 (too many requests), asks to wait 61 s"
        assert outcome.retry_after == 61


def test_what_a_service_asks_to_wait_for_in_all_is_a_minute_too(serve: Serve, clock: Clock) -> None:
    server = serve(answer(503, Retry_After="31"), answer(503, Retry_After="31"), answer())
    assert isinstance(client(clock).request(there(server), "GET"), Failed)
    assert len(server.requests) == 2


def test_a_service_that_asks_for_hours_is_not_asked_again_before(serve: Serve, clock: Clock) -> None:
    server = serve(answer(), answer(429, Retry_After="7200"), answer())
    http = client(clock)
    http.request(there(server), "GET")
    http.request(there(server), "GET")
    clock.now += 7199
    assert isinstance(http.request(there(server), "GET"), Failed)
    clock.now += 2
    assert isinstance(http.request(there(server), "GET"), Reached)
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0.0),
        ("7", 7.0),
        ("1.5", 1.5),
        ("-3", 0.0),
        ("999999", 86_400.0),
        ("", None),
        ("soon", None),
        ("nan", None),
    ],
)
def test_a_retry_after_is_a_number_of_seconds_or_a_date(header: str, seconds: float | None) -> None:
    """RFC 9110, 10.2.3; a day at most."""
    assert read_retry_after({"retry-after": header}) == seconds
    assert read_retry_after({"retry-after": "Mon, 23 Nov 2026 12:00:30 GMT"}, now=1795435200.0) == 30.0


# ------------------------------------------------------------------ redirects


@pytest.mark.parametrize(("times", "reached"), [(4, True), (5, False)])
def test_a_fifth_redirect_is_not_followed(serve: Serve, clock: Clock, times: int, reached: bool) -> None:
    server = serve(*[answer(302, Location=f"/{n}") for n in range(times)], answer())
    outcome = client(clock).request(there(server), "GET")
    assert isinstance(outcome, Reached) is reached
    assert len(server.requests) == 5
    if isinstance(outcome, Failed):
        assert "redirected" in outcome.reason


# ------------------------------------------------------------------ when a service is left alone


def fail(breaker: Breaker, times: int, *, unreachable: bool = False) -> list[str]:
    return [breaker.record_failure("", "HTTP 500", unreachable=unreachable) for _ in range(times)]


def test_a_service_that_has_answered_is_left_alone_after_three_failures_in_a_row(clock: Clock) -> None:
    breaker = Breaker("there", clock=clock)
    breaker.record_success("")
    assert fail(breaker, 2) == ["", ""]
    assert breaker.find_refusal("") is None
    assert fail(breaker, 1) != [""]
    assert breaker.find_refusal("") is not None


def test_one_that_never_answered_after_one_silence_or_two_refusals(clock: Clock) -> None:
    silent, refusing = Breaker("there", clock=clock), Breaker("there", clock=clock)
    assert fail(silent, 1, unreachable=True) != [""]
    assert fail(refusing, 2)[0] == ""
    assert refusing.find_refusal("") is not None


def test_it_rests_for_a_minute_then_two_then_four_and_a_quarter_of_an_hour_at_most(clock: Clock) -> None:
    breaker, rests = Breaker("there", clock=clock), []
    for _ in range(7):
        breaker.record_failure("", "timed out", unreachable=True, trial=bool(rests))
        refused = breaker.find_refusal("")
        assert refused is not None
        rests.append(refused.retry_after)
        clock.now += refused.retry_after or 0.0
        assert breaker.find_refusal("") is None, "a call as a trial"
        assert breaker.find_refusal("") is not None, "and one only"
    assert rests == [60, 120, 240, 480, 900, 900, 900]


def test_the_client_itself_rests_for_a_minute_and_tries_once_then(serve: Serve, clock: Clock) -> None:
    server = serve(answer(), answer(500))
    http = client(clock)
    for _ in range(6):
        http.request(there(server), "GET")
    asked = len(server.requests)
    clock.now += 50
    http.request(there(server), "GET")
    assert len(server.requests) == asked
    clock.now += 11
    http.request(there(server), "GET")
    assert len(server.requests) == asked + 1


def test_all_services_silent_cost_a_run_less_than_twenty_seconds() -> None:
    """docs/requests.md: while the first is silent the others are greeted, so that the slowest one counts alone."""
    limits = RequestLimits()
    assert limits.grace * SLOWNESS > 15, "arXiv's slow queries take fifteen seconds, with no fault"
    assert limits.hesitation + limits.grace * SLOWNESS < 20
    assert limits.hesitation < limits.grace < limits.grace * SLOWNESS
    assert limits.connect + limits.first_read > limits.grace, "else a try is shorter than it need be"
    assert limits.connect > 3, "two repeated SYNs (after 1 s and 3 s, RFC 6298)"
    assert limits.read >= 20, "arXiv's slow queries take ten seconds and more"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (119, "119 s"), (120, "2 min"), (7169, "119 min"), (7200, "2 h 00 min"), (12_000, "3 h 20 min")],
)
def test_waits_are_told_in_seconds_minutes_or_hours(seconds: float, words: str) -> None:
    assert format_duration(seconds) == words


# ------------------------------------------------------------------ what a run may spend


def test_the_request_that_would_exceed_a_limit_is_not_sent() -> None:
    """README, "What it costs"."""
    budget = Budget(requests=3)
    assert [budget.take(0.0) for _ in range(3)] == ["", "", ""]
    assert budget.reached == ""
    assert budget.take(0.0) == "not asked: the limit of 3 requests was reached (max_requests)"
    assert Budget(requests=0).take(0.0) != ""


def test_the_whole_sum_may_be_spent_and_not_a_hundredth_of_a_cent_more() -> None:
    """Ten times a tenth is not one, for a computer."""
    budget = Budget(usd=0.001)
    assert [budget.take(0.0001) for _ in range(10)] == [""] * 10
    assert budget.take(0.0001) == "not asked: the limit of $0.001 was reached (max_cost)"
    assert budget.take(0.0) == "", "what is free is still asked"


def test_money_that_was_not_taken_may_be_spent_again() -> None:
    budget = Budget(usd=0.0002)
    budget.take(0.0002)
    budget.give_back(0.0001)
    assert budget.find_refusal(0.0001) == ""
    assert budget.find_refusal(0.0002) != ""


def test_without_limits_everything_may_be_sent() -> None:
    budget = Budget()
    assert {budget.take(10.0) for _ in range(1000)} == {""}


def test_an_answer_may_have_fifty_megabytes_and_no_more() -> None:
    assert Service(name="there", base_url="http://x.org").max_body == 50_000_000
