"""What a person says is right in their list is no problem any more, and stays as it is, whatever the job."""

from __future__ import annotations

from pathlib import Path

import pytest

import resolver
from resolver.cli import main
from resolver.config import Settings
from resolver.decisions import lockfile
from resolver.decisions.state import Verdict
from resolver.decisions.verdicts import drop_confirmed, parse_confirmed
from resolver.errors import InputError
from resolver.model import Problem
from tests.small_world import ATTENTION, PSYQA

LIST = f"title,authors,year\n{PSYQA},Junhui Li et al.,2021\n{ATTENTION},Ashish Vaswani et al.,2017\n"


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    path = tmp_path / "papers.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def problems(papers: Path, chosen: Settings) -> list[str]:
    return [p.kind for r in resolver.run(papers, settings=chosen).resolutions for p in r.problems]


def test_authors_that_a_person_confirmed_are_no_problem(papers: Path, chosen: Settings) -> None:
    assert problems(papers, chosen) == ["authors"]
    resolver.review(papers).decide(1, confirm=["authors"], note="the first version had them")
    assert problems(papers, chosen) == []


def test_another_claim_of_the_row_is_still_compared(papers: Path, chosen: Settings) -> None:
    resolver.review(papers).decide(1, confirm=["venue"])
    assert problems(papers, chosen) == ["authors"]


def test_nothing_replaces_them(papers: Path, chosen: Settings) -> None:
    assert "Hao Sun" in resolver.fill(papers, settings=chosen, overwrite="authors").text
    resolver.review(papers).decide(1, confirm=["authors"])
    filled = resolver.fill(papers, settings=chosen, overwrite="authors").text
    assert "Junhui Li et al." in filled
    assert "Hao Sun" not in filled


def test_a_refresh_keeps_the_decision_and_tells_of_no_problem(papers: Path, chosen: Settings) -> None:
    resolver.review(papers).decide(1, confirm=["authors"])
    resolver.refresh(papers, settings=chosen)
    known = lockfile.read(papers.parent / lockfile.NAME).of("papers.csv")
    first = next(k for k in known.values() if k.title == PSYQA)
    assert first.verdict == Verdict(confirm=("authors",))
    assert first.wrong == ()
    assert first.record is not None, "the work is still followed"


def test_the_row_is_still_open_to_decisions_about_the_work() -> None:
    assert not Verdict(confirm=("authors",)).of_work
    assert Verdict(confirm=("authors",))


def test_it_is_decided_in_the_terminal_and_taken_back(papers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", str(papers), "--row", "1", "--confirm", "authors", "--confirm", "year"]) == 0
    assert "authors, year right as listed" in capsys.readouterr().out
    assert 'confirm = [\n    "authors",\n    "year",\n]' in (papers.parent / lockfile.NAME).read_text(encoding="utf-8")
    assert main(["review", str(papers), "--row", "1", "--forget"]) == 0
    assert resolver.review(papers).verdict(1) == Verdict()


@pytest.mark.parametrize("claim", ["retracted", "author", ""])
def test_only_a_claim_that_a_record_can_contradict_can_be_confirmed(papers: Path, claim: str) -> None:
    with pytest.raises(InputError, match="can't be confirmed; these can: title, authors"):
        resolver.review(papers).decide(1, confirm=[claim])
    with pytest.raises(ValueError, match="can't be confirmed"):
        parse_confirmed([claim])


def test_a_retraction_is_told_whatever_was_confirmed() -> None:
    retracted = Problem(kind="retracted", claimed="", recorded="", says="")
    assert drop_confirmed([retracted], parse_confirmed(["title", "authors", "year", "venue", "identifier"])) == (
        retracted,
    )
