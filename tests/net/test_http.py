"""What the network layer does, over real sockets: a call ends as `Reached` or as `Failed`, in time."""

from __future__ import annotations

import gzip
import logging
import threading
import time
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from resolver.net.http import TRANSIENT, Failed, Http, Reached, Service, write_user_agent
from resolver.net.service import read_retry_after
from tests.clocks import FakeClock
from tests.net.scripted import FAST, Server, answer, cut, drip, hang, reset, slow

Ask = Callable[..., tuple[Any, Server]]
KEY = "key-0123456789abcdef"


# ------------------------------------------------------------------ what is sent


def test_every_request_says_who_asks_and_what_it_accepts(serve: Callable[..., Server]) -> None:
    """arXiv answers 406 without an Accept header, and throttles default library agents more."""
    server = serve(answer())
    with Http(user_agent_contact="me@example.org") as http:
        http.request(Service(name="there", base_url=server.url, accept="application/atom+xml, */*"), "GET")
    headers = server.requests[0].headers
    assert headers["user-agent"] == write_user_agent("me@example.org")
    assert headers["user-agent"].endswith("(+mailto:me@example.org)")
    assert headers["accept"] == "application/atom+xml, */*"


@pytest.mark.parametrize("contact", ["", "me@example.org\r\nX-Evil: 1", "(a) b", "Zoë <z@x.org>"])
def test_a_contact_never_breaks_the_header(contact: str) -> None:
    agent = write_user_agent(contact)
    assert agent.isascii()
    assert agent.isprintable()
    assert agent.count("(") == agent.count(")") <= 1


def test_path_query_and_form_arrive_as_they_were_meant(asked_for: Ask) -> None:
    """OpenAlex estimates `/works/doi%3A10…`, but not `/works/doi:10…`: a path must stay as it is."""
    titles = [("q", 'C++ & "Ünïcode", a|b?'), ("n", "1")]
    _, server = asked_for(answer(), path="works/doi:10.18653/v1/P17-1001", params=titles)
    assert server.requests[0].path == (
        "/works/doi:10.18653/v1/P17-1001?q=C%2B%2B%20%26%20%22%C3%9Cn%C3%AFcode%22%2C%20a%7Cb%3F&n=1"
    )
    _, server = asked_for(answer(), method="POST", form=titles, raw_query="filter=doi:10.1%2F2")
    assert server.requests[0].path == "/x?filter=doi:10.1%2F2"
    assert server.requests[0].headers["content-type"] == "application/x-www-form-urlencoded"
    assert server.requests[0].body == b"q=C%2B%2B+%26+%22%C3%9Cn%C3%AFcode%22%2C+a%7Cb%3F&n=1"


def test_the_base_url_itself_is_asked_when_there_is_no_path(serve: Callable[..., Server], http: Http) -> None:
    server = serve(answer())
    http.request(Service(name="arxiv", base_url=f"{server.url}/api/query"), "GET", params=[("id_list", "1706.03762")])
    assert server.requests[0].path == "/api/query?id_list=1706.03762"


# ------------------------------------------------------------------ answers


def test_an_answer_has_status_lower_case_headers_and_the_decoded_body(asked_for: Ask) -> None:
    packed = gzip.compress(b"hello")
    reached, _ = asked_for(answer(200, packed, Content_Encoding="gzip", X_Cost_USD="0.001"))
    assert (reached.status, reached.body, reached.headers["x-cost-usd"]) == (200, b"hello", "0.001")
    assert reached.seconds > 0


def test_a_status_that_is_an_answer_is_not_a_failure(asked_for: Ask) -> None:
    reached, server = asked_for(answer(404, b"<html>"), statuses=(200, 404))
    assert isinstance(reached, Reached)
    assert reached.status == 404
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418])
def test_a_refusal_is_not_asked_for_again(asked_for: Ask, status: int) -> None:
    failed, server = asked_for(answer(status, b"no"))
    assert isinstance(failed, Failed)
    assert (failed.status, failed.body) == (status, b"no")
    assert failed.reason.startswith(f"there: HTTP {status}")
    assert len(server.requests) == 1


# ------------------------------------------------------------------ faults that pass


@pytest.mark.parametrize(
    "fault",
    [
        *[answer(status) for status in sorted(TRANSIENT)],
        reset,
        cut,
        hang(),
        answer(200, b"junk", Content_Encoding="gzip"),
    ],
)
def test_a_fault_that_passes_costs_one_more_request(asked_for: Ask, fault: Any) -> None:
    reached, server = asked_for(fault, answer(200, b"good"))
    assert isinstance(reached, Reached)
    assert reached.body == b"good"
    assert len(server.requests) == 2


def test_arxivs_406_is_transient_where_the_service_says_so(asked_for: Ask) -> None:
    reached, _ = asked_for(answer(406), answer(), service={"transient": TRANSIENT | {406}})
    assert isinstance(reached, Reached)


def test_a_body_that_the_source_rejects_is_asked_for_again_and_then_a_failure(asked_for: Ask) -> None:
    """A captive portal's page, a cut feed, `meta.timed_out`: none may be taken for "nothing found"."""

    def check(reached: Reached) -> str | None:
        return "an HTML page instead of JSON" if reached.body.startswith(b"<") else None

    reached, server = asked_for(answer(200, b"<html>"), answer(200, b"{}"), check=check)
    assert reached.body == b"{}"
    failed, server = asked_for(answer(200, b"<html>"), check=check, service={})
    assert failed.reason == "there: an HTML page instead of JSON"
    assert failed.status == 200
    assert len(server.requests) == FAST.tries


def test_retry_after_is_obeyed(asked_for: Ask) -> None:
    reached, server = asked_for(answer(429, Retry_After="1"), answer())
    assert isinstance(reached, Reached)
    assert server.requests[1].time - server.requests[0].time >= 1.0


def test_a_retry_after_longer_than_our_patience_is_reported_and_not_waited_for(serve: Callable[..., Server]) -> None:
    server, clock = serve(answer(429, b'{"error":"budget"}', Retry_After="3600")), FakeClock()
    with Http(limits=FAST, clock=clock, sleep=clock.sleep) as http:
        failed = http.request(Service(name="there", base_url=server.url), "GET")
    assert clock.waits == []
    assert isinstance(failed, Failed)
    assert (failed.status, failed.retry_after, failed.body) == (429, 3600.0, b'{"error":"budget"}')
    assert "60 min" in failed.reason
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("120", 120), ("0", 0), ("-5", 0), ("1.5", 1.5), ("nonsense", None), ("", None), ("nan", None), ("1e99", 86_400),
     ("Thu, 01 Jan 1970 00:01:00 GMT", 60), ("Thu, 01 Jan 1970 00:00:00 GMT", 0)],
)  # fmt: skip
def test_retry_after_is_read_as_seconds_or_as_a_date(text: str, seconds: float | None) -> None:
    assert read_retry_after({"retry-after": text}, now=0.0) == seconds


# ------------------------------------------------------------------ limits


def test_silence_ends_in_time(asked_for: Ask) -> None:
    """The server is silent for a minute; `benchmarks/time_limits.py` measures the seconds."""
    failed, server = asked_for(hang())
    assert failed.reason == "there: timed out"
    assert len(server.requests) >= 2


def test_a_body_that_trickles_for_ever_ends_in_time(asked_for: Ask) -> None:
    failed, _ = asked_for(drip)
    assert isinstance(failed, Failed)
    assert "timed out" in failed.reason


@pytest.mark.parametrize("promised", [True, False])
def test_a_big_body_is_stopped_early(asked_for: Ask, promised: bool) -> None:
    sent = [0]

    def big(handler: Any) -> None:
        handler.send_response(200)
        if promised:
            handler.send_header("Content-Length", "200000000")
        handler.end_headers()
        handler.close_connection = True
        for _ in range(2000):
            sent[0] += handler.wfile.write(b" " * 100_000)

    failed, server = asked_for(big, service={"max_body": 1_000_000})
    assert "too big" in failed.reason
    assert "1 MB" in failed.reason
    assert sent[0] < 20_000_000 * len(server.requests)


def test_a_decompression_bomb_is_stopped_early(serve: Callable[..., Server]) -> None:
    server = serve(answer(200, gzip.compress(b"\0" * 50_000_000), Content_Encoding="gzip"))
    with Http(limits=msgspec.structs.replace(FAST, first_read=30.0, read=30.0, total=60.0, grace=60.0)) as http:
        failed = http.request(Service(name="there", base_url=server.url, max_body=1_000_000), "GET")
    assert isinstance(failed, Failed)
    assert "too big" in failed.reason


def test_connections_at_once_are_limited(serve: Callable[..., Server], http: Http) -> None:
    server = serve(slow(0.05))
    service = Service(name="there", base_url=server.url, concurrency=2)
    threads = [threading.Thread(target=http.request, args=(service, "GET")) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server.requests) == 8
    assert server.most_at_once == 2
    assert http.usage("there").requests == 8


# ------------------------------------------------------------------ redirects


def test_a_redirect_within_the_site_is_followed_and_keeps_a_post(serve: Callable[..., Server], http: Http) -> None:
    server = serve(answer(301, Location="/new"), answer(200, b"here"))
    service = Service(name="there", base_url=server.url, headers=(("Authorization", f"Bearer {KEY}"),))
    reached = http.request(service, "POST", "old", form=[("q", "1")])
    assert isinstance(reached, Reached)
    assert [(r.method, r.path, r.body) for r in server.requests] == [("POST", "/old", b"q=1"), ("POST", "/new", b"q=1")]
    assert server.requests[1].headers["authorization"] == f"Bearer {KEY}"


def test_a_redirect_to_another_site_is_refused(serve: Callable[..., Server], http: Http) -> None:
    other = serve(answer())
    server = serve(answer(302, Location=f"{other.url}/steal"))
    failed = http.request(Service(name="there", base_url=server.url), "GET")
    assert isinstance(failed, Failed)
    assert "another site" in failed.reason
    assert other.requests == []


def test_redirects_in_a_circle_end(asked_for: Ask) -> None:
    failed, server = asked_for(answer(302, Location="/x"))
    assert "redirected" in failed.reason
    assert len(server.requests) == 5


# ------------------------------------------------------------------ secrets


def test_a_key_appears_nowhere(
    serve: Callable[..., Server], caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    said: list[str] = []
    echo = f'{{"message": "key {KEY} is not known"}}'.encode()
    for acts in ([answer(401, echo)], [reset], [answer(500, echo)], [answer(200, echo)]):
        server = serve(*acts)
        service = Service(name="there", base_url=server.url, headers=(("Authorization", f"Bearer {KEY}"),))
        with Http(limits=FAST, notify=said.append) as http:
            outcome = http.request(service, "GET", check=lambda reached: reached.body.decode())
            outcomes = f"{outcome!r} {http.usage('there')!r} {service!r}"
        assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
        assert KEY not in outcomes + "".join(said)
    assert KEY not in caplog.text
    assert KEY not in "".join(capsys.readouterr())


def test_a_password_in_the_base_url_is_used_and_not_shown(
    serve: Callable[..., Server], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server = serve(answer(500))
    service = Service(name="mirror", base_url=server.url.replace("//", "//user:s3cret-word@"))
    with Http(limits=FAST) as http:
        failed = http.request(service, "GET")
    assert server.requests[0].headers["authorization"].startswith("Basic ")
    assert "s3cret" not in f"{failed!r} {service!r} {caplog.text}"


def test_a_key_with_a_line_break_is_a_failure_that_does_not_quote_it(asked_for: Ask) -> None:
    failed, server = asked_for(answer(), service={"headers": (("Authorization", f"Bearer {KEY}\n"),)})
    assert "key" in failed.reason
    assert KEY not in failed.reason
    assert server.requests == []


# ------------------------------------------------------------------ services that are dead


def test_a_service_that_never_answers_costs_one_call(serve: Callable[..., Server]) -> None:
    server = serve(hang())
    said: list[str] = []
    with Http(limits=FAST, notify=said.append) as http:
        service = Service(name="openalex", base_url=server.url)
        outcomes = [http.request(service, "GET", lane=lane) for lane in ("", "free", "search", "") for _ in range(5)]
    assert len(server.requests) <= FAST.tries, "the first call's"
    assert all(isinstance(outcome, Failed) for outcome in outcomes)
    # The kind of answer is what is asserted.
    assert "not asked again" in outcomes[-1].reason  # type: ignore[union-attr]
    assert said == ["openalex: not asked again after a failure (last: timed out)"]


def test_a_service_that_only_fails_is_given_up_within_its_grace_even_when_paced(serve: Callable[..., Server]) -> None:
    server, clock = serve(answer(500)), FakeClock()
    with Http(limits=FAST, clock=clock, sleep=clock.sleep) as http:
        service = Service(name="arxiv", base_url=server.url, pace=0.2)
        outcomes = [http.request(service, "GET") for _ in range(10)]
        assert clock.now <= FAST.grace
        # The kind of answer is what is asserted.
        assert http.usage("arxiv").message == outcomes[-1].reason  # type: ignore[union-attr]
    assert len(server.requests) <= 2 * FAST.tries


@pytest.mark.parametrize(
    ("url", "why"), [("http://nowhere.invalid", "not known"), ("http://127.0.0.1:1", "connection refused")]
)
def test_no_network_is_noticed_at_once(url: str, why: str) -> None:
    clock = FakeClock()
    http = Http(limits=FAST, clock=clock, sleep=clock.sleep)
    outcomes = [http.request(Service(name="there", base_url=url), "GET") for _ in range(100)]
    http.close()
    assert clock.waits == []
    assert why in outcomes[0].reason  # type: ignore[union-attr]  # the kind of answer is what is asserted
    assert "not asked again" in outcomes[1].reason  # type: ignore[union-attr]  # the kind of answer is what is asserted
    assert http.usage("there").requests == 1


@pytest.mark.parametrize(("name", "value"), [("SSL_CERT_FILE", "/nowhere/ca.pem"), ("HTTPS_PROXY", "gopher://x")])
def test_settings_of_the_environment_that_cannot_work_are_a_failure_that_names_them(
    monkeypatch: pytest.MonkeyPatch, http: Http, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    failed = http.request(Service(name="there", base_url="http://127.0.0.1:1"), "GET")
    assert isinstance(failed, Failed)
    assert name in failed.reason


def test_a_spent_budget_closes_its_lane_and_leaves_the_free_one_open(serve: Callable[..., Server], http: Http) -> None:
    """OpenAlex: 429 until midnight for what costs; single look-ups and autocomplete still work."""
    server = serve(answer(429, Retry_After="30000"), answer(200, b"free"))
    service = Service(name="openalex", base_url=server.url)
    assert isinstance(http.request(service, "GET", "works", lane="billed"), Failed)
    refused = http.request(service, "GET", "works", lane="billed")
    assert isinstance(refused, Failed)
    assert refused.retry_after == pytest.approx(30000, abs=5)
    assert isinstance(http.request(service, "GET", "works/W1", lane="free"), Reached)
    assert isinstance(http.request(service, "GET", "works", lane="billed"), Failed)
    assert len(server.requests) == 2


def test_a_wrong_key_is_tried_once(serve: Callable[..., Server], http: Http) -> None:
    server = serve(answer(401))
    outcomes = [http.request(Service(name="openalex", base_url=server.url), "GET") for _ in range(5)]
    assert all(isinstance(outcome, Failed) for outcome in outcomes)
    assert len(server.requests) == 1


# ------------------------------------------------------------------ control


def test_cancelling_ends_waiting_and_asking_at_once(serve: Callable[..., Server]) -> None:
    server = serve(answer(), hang())
    with Http() as http:
        service = Service(name="there", base_url=server.url, pace=0.1)
        http.request(service, "GET")
        outcomes: list[Reached | Failed] = []
        threads = [threading.Thread(target=lambda: outcomes.append(http.request(service, "GET"))) for _ in range(3)]
        for thread in threads:
            thread.start()
        while len(server.requests) < 2:  # one is under way, the others wait for their turn
            time.sleep(0.01)
        http.cancel()
        for thread in threads:
            thread.join(30)  # half of what the server is silent for
        assert not any(thread.is_alive() for thread in threads)
        assert [o.reason for o in outcomes if isinstance(o, Failed)] == ["there: interrupted"] * 3
        assert http.request(service, "GET") == Failed("there: interrupted")


def test_offline_sends_nothing(serve: Callable[..., Server]) -> None:
    server = serve(answer())
    with Http(offline=True) as http:
        assert http.request(Service(name="there", base_url=server.url), "GET") == Failed("there: not asked (offline)")
        assert isinstance(http.download(Service(name="there", base_url=server.url)), Failed)
    assert server.requests == []


def test_what_a_service_costs_is_counted(serve: Callable[..., Server], http: Http) -> None:
    server = serve(answer(503), answer(200, b"12345"), answer(400, b"67"))
    service = Service(name="there", base_url=server.url)
    http.request(service, "GET")
    http.request(service, "GET")
    http.charge("there", 0.001)
    http.charge("there", 0.0001)
    spent = http.usage("there")
    assert (spent.requests, spent.failures, spent.message) == (3, 0, ""), "a refusal is the answer of a living host"
    assert spent.usd == pytest.approx(0.0011)
    assert spent.seconds > 0
    assert spent.bytes == 2 + 5 + 2


def test_a_download_takes_its_time_reports_progress_and_is_conditional(serve: Callable[..., Server]) -> None:
    def file(handler: Any) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "500000")
        handler.end_headers()
        for _ in range(5):
            handler.wfile.write(b"x" * 100_000)
            time.sleep(0.25)

    server = serve(file, answer(304, b""))
    seen: list[tuple[int, int | None]] = []
    with Http(limits=FAST) as http:
        service = Service(name="acl", base_url=f"{server.url}/anthology.bib.gz", max_body=1000)
        reached = http.download(service, progress=lambda done, total: seen.append((done, total)))
        assert isinstance(reached, Reached)
        assert len(reached.body) == 500_000
        assert seen[-1] == (500_000, 500_000)
        again = http.download(service, f"{server.url}/anthology.bib.gz", headers={"If-None-Match": '"a"'})
        assert isinstance(again, Reached)
        assert again.status == 304
        assert server.requests[1].headers["if-none-match"] == '"a"'
