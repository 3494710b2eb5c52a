"""What a run would take, told before it: nothing is sent, and the run stays within what was told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.cache.answers import Answers
from resolver.lookup.library import Library
from resolver.lookup.plan import FEW, Plan, add_up, order_steps
from resolver.match import is_settled, is_worth_searching, judge
from resolver.model import Document, Entry, Run
from resolver.net.http import Http
from resolver.pipeline import Session, open_library
from resolver.sources.arxiv import Arxiv
from resolver.sources.openalex import OpenAlex
from tests import small_world
from tests.match.papers import ATTENTION, BERT, BERT_ARXIV, LECUN, PSYQA, PSYQA_ARXIV, PSYQA_OPENALEX, claim, entry
from tests.match.shelf import Shelf, anthology, arxiv, openalex
from tests.net.conftest import no_proxy
from tests.net.scripted import FAST, Sim

__all__ = ["no_proxy"]

UNKNOWN = "Horticultural Therapy for Retired Submarine Cooks"


def document(entries: Sequence[Entry]) -> Document:
    numbered = tuple(msgspec.structs.replace(e, row=n) for n, e in enumerate(entries, 1))
    return Document(path="", columns=(), rows=(), entries=numbered)


def planned(entries: Sequence[Entry], *shelves: Shelf, answers: Answers | None = None) -> Plan:
    library = Library(shelves, answers=answers, dry=True)
    return Session(library, shelves, [], None, lambda: None).plan(document(entries))


def done(entries: Sequence[Entry], *shelves: Shelf, answers: Answers | None = None) -> Run:
    return Session(Library(shelves, answers=answers), shelves, [], None, lambda: None).run(document(entries))


def sent(shelf: Shelf) -> int:
    local = {r.name for r in shelf.routes if r.local}
    return sum(name not in local for name, _ in shelf.asked)


# ------------------------------------------------------------------ order


def test_the_routes_are_taken_in_order_of_price() -> None:
    with Http() as http:
        order = [
            (group[0].kind, [f"{s.source.name}/{s.route.name}" for s in group])
            for group in order_steps([anthology(), Arxiv(http, "http://x.org", 3.0), OpenAlex(http, "http://x.org")])
        ]
    ids = ["arxiv/ids", "openalex/ids"]
    assert order == [
        ("local", ["acl/index"]),
        ("claims", ids),
        ("untitled", ["acl/index"]),
        ("first", ["openalex/exact"]),
        ("first", ["arxiv/titles"]),
        ("further", ["arxiv/words"]),
        ("further", ["openalex/autocomplete"]),
        ("further", ["openalex/search"]),
        ("people", ["arxiv/people"]),
        ("any words", ["arxiv/any words"]),
        ("first version", ["arxiv/first versions"]),
        ("publication", ["acl/index", "openalex/exact"]),
        ("completion", ["acl/index", *ids]),
        ("completion", ["acl/index", *ids]),
    ]


# ------------------------------------------------------------------ nothing is sent


def test_a_plan_asks_the_local_index_and_nobody_else() -> None:
    acl, pre, far = anthology(PSYQA), arxiv(PSYQA_ARXIV), openalex(PSYQA_OPENALEX)
    plan = planned([entry(PSYQA.title), entry(UNKNOWN)], acl, pre, far)
    assert acl.requests() > 0
    assert (pre.asked, far.asked) == ([], [])
    assert (plan.entries, plan.settled) == (2, 1)
    assert [b.source for b in plan.estimates] == ["arxiv", "openalex"]


def test_what_is_kept_is_not_planned_for(tmp_path: Path) -> None:
    entries = [entry(PSYQA.title), entry(UNKNOWN), entry("Deep Learning"), entry(BERT.title, "arxiv:1810.04805")]
    world = (PSYQA_OPENALEX, LECUN)
    with Answers.open(tmp_path / "answers.sqlite") as answers:
        done(entries, anthology(PSYQA), arxiv(BERT_ARXIV), openalex(*world), answers=answers)
        assert planned(entries, anthology(PSYQA), arxiv(), openalex(), answers=answers).estimates == ()
        more = [*entries, entry(f"{UNKNOWN}, Second Edition")]
        whole = add_up(planned(more, anthology(PSYQA), arxiv(), openalex(), answers=answers).estimates, "all")
        assert 0 < whole.most_requests <= 9


def test_nothing_to_look_up_costs_nothing() -> None:
    assert planned([], anthology(), openalex()).estimates == ()


# ------------------------------------------------------------------ and the run stays within it

POOL = (PSYQA, PSYQA_ARXIV, PSYQA_OPENALEX, BERT, BERT_ARXIV, ATTENTION, LECUN)
ENTRIES = (
    entry(PSYQA.title),
    entry(PSYQA.title, "acl:2021.findings-acl.130"),
    entry(BERT.title, "arxiv:1810.04805 doi:10.18653/v1/n19-1423"),
    entry("Deep Learning", authors="LeCun"),
    entry(ATTENTION.title),
    entry("Attention is all you really need"),
    entry(UNKNOWN),
    entry(known="arxiv:1706.03762"),
    entry(""),
)


@settings(max_examples=30, deadline=None)
@given(
    listed=st.lists(st.sampled_from(ENTRIES), max_size=12),
    known=st.lists(st.lists(st.sampled_from(POOL), max_size=7, unique=True), min_size=3, max_size=3),
)
def test_no_run_sends_more_than_was_planned_at_most(listed: list[Entry], known: list[list[object]]) -> None:
    # Three makers of three types in one line.
    acl, pre, far = (make(*some) for make, some in zip((anthology, arxiv, openalex), known, strict=True))  # type: ignore[arg-type]
    most = {b.source: b.most_requests for b in planned(listed, acl, pre, far).estimates}
    done(listed, acl, pre, far)
    assert {s.name: sent(s) for s in (pre, far) if sent(s) > most.get(s.name, 0)} == {}


@settings(max_examples=10, deadline=None)
@given(rows=st.integers(1, 3 * FEW), share=st.integers(1, 4))
def test_nor_where_a_route_is_for_short_lists_only(rows: int, share: int) -> None:
    listed = [entry(ATTENTION.title if n % share else f"{UNKNOWN}, Part {n}") for n in range(rows)]
    far = openalex(ATTENTION)
    (estimate,) = planned(listed, far).estimates
    done(listed, far)
    assert sent(far) <= estimate.most_requests
    assert estimate.requests <= estimate.most_requests


@pytest.fixture(scope="module")
def world() -> Iterator[Sim]:
    with small_world.small_world() as sim:
        yield sim


@pytest.mark.parametrize("kept", [0, 3, 6])
def test_against_the_services_too_in_requests_and_dollars(world: Sim, tmp_path: Path, kept: int) -> None:
    """Also when an earlier run has been stopped by its limit."""
    world.faults()
    small_world.run(world, tmp_path, FAST, max_requests=kept)
    world.faults()
    chosen = small_world.settings(world, tmp_path)
    with open_library(chosen, dry=True) as session:
        plan = session.plan(document(small_world.LIST))
    assert world.stats()["requests"] == {}
    finished = small_world.run(world, tmp_path, FAST)
    assert tuple(r.status for r in finished.resolutions) == small_world.FOUND
    seen = world.stats()
    estimates = {b.source: b for b in plan.estimates}
    assert {s: n for s, n in seen["requests"].items() if n > estimates[s].most_requests} == {}
    assert seen["openalex_cost_usd"] <= estimates["openalex"].most_usd
    assert seen["openalex_cost_usd"] == pytest.approx(sum(u.usd for u in finished.usage))
    assert ("acl" in estimates) == (kept == 0), "the index is fetched when there is none"


def test_what_is_settled_stays_settled_whatever_is_found_later() -> None:
    """Which is why the rows that the index settles bound the searches."""
    assert is_settled(claim(PSYQA.title), judge(claim(PSYQA.title), [PSYQA]))
    namesake = msgspec.structs.replace(PSYQA, ids=(), key="", authors=(), year=1999, source="openalex")
    acl, pre, far = anthology(PSYQA), arxiv(), openalex(namesake)
    done([entry(PSYQA.title)], acl, pre, far)
    assert far.requests("search") == 0


def test_a_search_is_worth_it_for_what_it_can_change() -> None:
    claims = claim(PSYQA.title)
    assert is_worth_searching(claims, judge(claims, []))
    assert is_worth_searching(claims, judge(claims, [PSYQA_ARXIV])), "its publication may bear another title"
    assert not is_worth_searching(claims, judge(claims, [PSYQA]))
