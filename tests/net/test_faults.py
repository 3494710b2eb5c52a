"""A service that fails for good is left alone in time; `tests/test_faults.py` has every fault in a whole run."""

from __future__ import annotations

import json

import pytest

from resolver.net.http import TRANSIENT, Failed, Http, Reached, Service
from tests.net.scripted import FAST, Sim

SERVICES = {
    "arxiv": ("arxiv/api/query", "id_list=1706.03762"),
    "openalex": ("openalex", "filter=doi:10.18653/v1/p17-1001"),
    "acl": ("acl/anthology.bib.gz", ""),
}


def service(sim: Sim, name: str) -> Service:
    return Service(
        name=name,
        base_url=f"{sim.url}/{SERVICES[name][0]}",
        accept="*/*",
        max_body=150_000_000,
        transient=TRANSIENT | {406},
    )


def whole(reached: Reached) -> str | None:
    """What a source would say of the body."""
    if reached.body.startswith((b"\x1f\x8b", b"<?xml")):
        return None
    try:
        json.loads(reached.body)
    except ValueError:
        return "no JSON"
    return None


def ask(http: Http, sim: Sim, name: str) -> Reached | Failed:
    path = "works" if name == "openalex" else ""
    return http.request(service(sim, name), "GET", path, raw_query=SERVICES[name][1], check=whole)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("arxiv", "406"), ("arxiv", "hang:1"), ("acl", "404"), ("acl", "big")]
    + [("openalex", kind) for kind in ("500", "429", "403", "reset", "hang:1", "cut", "html", "empty", "garbage")],
)
def test_for_good_it_is_a_failure_in_time_with_a_reason(sim: Sim, name: str, kind: str) -> None:
    sim.faults(**{name: [f"{kind}*50"]})
    with Http(limits=FAST) as http:
        outcomes = [ask(http, sim, name) for _ in range(10)]
    assert all(isinstance(outcome, Failed) for outcome in outcomes)
    assert all(outcome.reason.startswith(f"{name}: ") for outcome in outcomes if isinstance(outcome, Failed))
    # The kind of answer is what is asserted.
    assert "not asked again" in outcomes[-1].reason  # type: ignore[union-attr]
    assert sim.stats()["requests"].get(name, 0) <= 2 * FAST.tries


def test_a_slow_answer_is_waited_for(sim: Sim) -> None:
    sim.faults(openalex=["slow:0.3"])
    with Http(limits=FAST) as http:
        assert isinstance(ask(http, sim, "openalex"), Reached)
    assert sim.stats()["requests"] == {"openalex": 1}


def test_the_anthology_is_downloaded_once_and_then_not_modified(sim: Sim) -> None:
    sim.faults()
    with Http() as http:
        first = http.download(service(sim, "acl"))
        assert isinstance(first, Reached)
        assert len(first.body) == int(first.headers["content-length"])
        second = http.download(service(sim, "acl"), headers={"If-None-Match": first.headers["etag"]})
        assert isinstance(second, Reached)
        assert (second.status, second.body) == (304, b"")
