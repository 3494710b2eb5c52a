"""A row that a person wants left alone costs nothing and stays as it is, whatever the job."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import resolver
from resolver.config import Settings
from resolver.decisions.verdicts import is_asked_about
from resolver.model import Precedent, Run
from tests.services.server import Services
from tests.small_world import ATTENTION, IMAGENET, PSYQA

LIST = f"* **{IMAGENET}** [[link]](TODO)\n* **{ATTENTION}** [[link]](TODO)\n* **{PSYQA}** [[link]](TODO)\n"


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    path = tmp_path / "papers.md"
    path.write_text(LIST, encoding="utf-8")
    return path


def leave_alone(papers: Path, *rows: int) -> None:
    for row in rows:
        resolver.review(papers).decide(row, never_touch=True)


JOBS: dict[str, Callable[[Path, Settings], Any]] = {
    "run": lambda papers, chosen: resolver.run(papers, settings=chosen),
    "plan": lambda papers, chosen: resolver.plan(papers, settings=chosen),
    "fill": lambda papers, chosen: resolver.fill(papers, settings=chosen),
    "render": lambda papers, chosen: resolver.render(papers, "bibtex", settings=chosen),
    "refresh": lambda papers, chosen: resolver.refresh(papers, settings=chosen),
}


@pytest.mark.parametrize("job", JOBS)
def test_no_job_asks_about_it(papers: Path, chosen: Settings, services: Services, job: str) -> None:
    leave_alone(papers, 1, 2, 3)
    JOBS[job](papers, chosen)
    assert sum(services.stats()["requests"].values()) == 0


def test_without_the_decision_every_job_but_plan_does(papers: Path, chosen: Settings, services: Services) -> None:
    JOBS["run"](papers, chosen)
    assert sum(services.stats()["requests"].values()) > 0


def test_it_is_not_planned_for(papers: Path, chosen: Settings) -> None:
    before = resolver.plan(papers, settings=chosen)
    assert before.settled == 0
    assert before.estimates
    leave_alone(papers, 1, 2, 3)
    after = resolver.plan(papers, settings=chosen)
    assert (after.entries, after.settled, after.estimates) == (3, 3, ())


def test_the_other_rows_are_resolved_as_ever(papers: Path, chosen: Settings) -> None:
    alone: Run = resolver.run(papers, settings=chosen)
    leave_alone(papers, 2)
    found: Run = resolver.run(papers, settings=chosen)
    assert [r.status for r in alone.resolutions] == ["matched"] * 3
    assert [r.status for r in found.resolutions] == ["matched", "unanswered", "matched"]
    assert [r.entry.row for r in found.resolutions] == [1, 2, 3]
    assert found.resolutions[0].work == alone.resolutions[0].work
    assert "left as it is" in found.resolutions[1].decision.reason
    assert found.unreachable == ()


def test_its_line_stays_to_the_letter(papers: Path, chosen: Settings) -> None:
    leave_alone(papers, 2)
    lines = resolver.fill(papers, settings=chosen).text.splitlines()
    assert lines[1] == LIST.splitlines()[1]
    assert "TODO" not in lines[0] + lines[2]


def test_a_person_who_names_the_row_is_shown_what_is_found(papers: Path, chosen: Settings) -> None:
    leave_alone(papers, 1)
    (shown,) = resolver.review(papers, settings=chosen).look_up([1])
    assert shown.work is not None


def test_only_that_decision_ends_the_asking() -> None:
    assert is_asked_about(Precedent())
    assert not is_asked_about(Precedent(untouched=True))
