"""Every fault that the stand-in knows, at each service, once and for good: a run survives it and says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from resolver.cache.answers import Answers
from resolver.model import Run
from tests.net.conftest import no_proxy
from tests.net.scripted import FAST, Sim
from tests.net.test_secrets import load_benchmark
from tests.small_world import ATTENTION, FOUND, LIST, ONLY, at_full_speed, run, small_world

__all__ = ["at_full_speed", "no_proxy"]

KINDS = [
    "500", "502", "503", "504", "403", "404", "406", "429", "429:0.05", "429:3600", "reset", "hang:1", "slow:0.1",
    "cut", "partial", "html", "empty", "garbage", "emptypage", "timedout", "big",
]  # fmt: skip
HARMLESS = {"slow:0.1": {"acl", "arxiv", "openalex"}, "emptypage": {"acl", "openalex"}, "timedout": {"acl", "arxiv"}}
"""Kinds that leave these services' answers as they are."""

FINAL = {"403": {"acl", "arxiv", "openalex"}, "404": {"acl", "arxiv", "openalex"}, "406": {"acl", "openalex"},
         "429:3600": {"acl", "arxiv", "openalex"}}  # fmt: skip
"""Kinds that no second try at once gets over."""


@pytest.fixture(scope="module")
def world() -> Iterator[Sim]:
    with small_world() as sim:
        yield sim


def statuses(done: Run) -> tuple[str, ...]:
    return tuple(r.status for r in done.resolutions)


def outcomes(done: Run) -> list[object]:
    return [(r.status, r.work, r.problems, r.decision) for r in done.resolutions]


@pytest.fixture(scope="module")
def undisturbed(world: Sim, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """What the run brings when nothing breaks."""
    world.faults()
    done = run(world, tmp_path_factory.mktemp("cache"), FAST)
    assert statuses(done) == FOUND
    return done


@pytest.mark.parametrize("service", ["acl", "arxiv", "openalex"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_that_passes_costs_another_request(
    world: Sim, undisturbed: Run, tmp_path: Path, kind: str, service: str
) -> None:
    world.faults(**{service: [kind]})
    done = run(world, tmp_path, FAST)
    if service in FINAL.get(kind, ()):  # the question is given up, and nothing else
        assert all(s in (expected, "unanswered") for s, expected in zip(statuses(done), FOUND, strict=True))
        done = run(world, tmp_path, FAST)
    assert outcomes(done) == outcomes(undisturbed)


@pytest.mark.parametrize("service", ["acl", "arxiv", "openalex"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_that_stays_leaves_rows_unanswered_loses_nothing_and_ends_in_time(
    world: Sim, undisturbed: Run, tmp_path: Path, kind: str, service: str
) -> None:
    world.faults(**{service: [f"{kind}*999"]})
    done = run(world, tmp_path, FAST)
    if service in HARMLESS.get(kind, ()):
        assert outcomes(done) == outcomes(undisturbed)
        return
    # a 500 may be the fault of one title: halves are tried, once each, before the service itself is in doubt
    most = 9 + 3 * FAST.tries if kind == "500" else 2 * FAST.tries_with_wait if kind == "429:0.05" else 3 * FAST.tries
    assert world.stats()["requests"][service] <= most, "a dead service is left alone"
    said = [*done.notes, *(u.message for u in done.usage if u.source == service)]
    assert any(service in what.lower() for what in said), said
    by_row = dict(enumerate(statuses(done), 1))
    others = [row for name, row in ONLY.items() if name != service]
    if not (service == "openalex" and kind in ("timedout", "emptypage", "429:3600")):  # these leave what is free
        assert by_row[ONLY[service]] == by_row[len(LIST)] == "unanswered"
        assert service in done.resolutions[-1].decision.reason
    assert [by_row[row] for row in others] == ["matched", "matched"], "what the others know is found"
    assert "not_found" not in by_row.values()
    world.faults()
    again = run(world, tmp_path, FAST)
    assert outcomes(again) == outcomes(undisturbed), "nothing wrong was kept, and nothing is lost"


def test_the_benchmark_of_faults_sees_what_it_looks_for(tmp_path: Path) -> None:
    """A false `not_found`, a lost cell, a secret in a file, a wrong status: each would fail it."""
    faults = load_benchmark("faults")
    (tmp_path / "out").mkdir()
    (tmp_path / "list.csv").write_text("title,authors,note\nSomething else,,\n")
    (tmp_path / "out" / "enriched.csv").write_text(f"title,match_status\n{ATTENTION},not_found\n", "utf-8")
    (tmp_path / "kept.log").write_text(f"asked with {faults.KEY}")
    run_cell = faults.Cell("503", "arxiv", "run", status=1)
    assert ["status 1" in what for what in faults.judge(run_cell, b"no")] == [True]
    assert any("traceback" in what for what in faults.judge(faults.Cell("503", "arxiv", "run"), b"Traceback (most"))
    said = [*faults.judge_files(faults.Cell("503", "arxiv", "run"), tmp_path, b"as it was")]
    assert said[0] == "the list was changed"
    assert said[1].startswith("false not_found: Attention")
    filled = [*faults.judge_files(faults.Cell("503", "arxiv", "fill"), tmp_path, b"")]
    assert filled == ["what was written in the list is no longer there"]
    assert [*faults.find_secrets(faults.MAIL.encode(), tmp_path)] == [
        f"{faults.KEY} stands in kept.log",
        f"{faults.MAIL} was shown",
    ]


def test_with_every_service_dead_a_run_ends_in_time(world: Sim, tmp_path: Path) -> None:
    for kind in ("hang:9", "reset", "503"):
        world.faults(**{"*": [f"{kind}*999"]})
        done = run(world, tmp_path / kind, FAST)
        assert set(statuses(done)) == {"unanswered"}
    with Answers.open(tmp_path / "503" / "answers.sqlite") as answers:
        assert answers.info().sources == ()
