"""How long an answer counts, what stands in for a silent service, and what is never kept: docs/requests.md."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from resolver.cache.answers import Answers
from resolver.cache.freshness import Freshness, Stored, format_time, parse_time
from resolver.lookup.library import Library
from resolver.model import Answer, ById, Found, Identifier, NotFound, Question, Reply, Unavailable
from resolver.net.http import Http
from resolver.refreshing.outcome import next_known
from resolver.sources.acl.updater import IndexUpdater
from tests.match.papers import PSYQA_ARXIV, reply
from tests.match.shelf import arxiv
from tests.refresh.test_outcome import ASKED, BEFORE, ENTRY, TODAY, found

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
QUESTION = ById(Identifier("arxiv", "2106.01702"))
FOUND, NOTHING = Found((PSYQA_ARXIV,)), NotFound()


@pytest.mark.parametrize(("answer", "near", "days"), [(FOUND, True, 30), (FOUND, False, 7), (NOTHING, True, 7)])
def test_what_was_found_is_fresh_for_30_days_and_what_was_not_for_7(answer: Answer, near: bool, days: int) -> None:
    def fresh(age: timedelta) -> bool:
        return Freshness().is_fresh(Stored(answer, format_time(NOW - age), near=near), NOW)

    assert fresh(timedelta(days=days))
    assert not fresh(timedelta(days=days) + SECOND)
    assert fresh(-timedelta(days=1)), "of a clock that was set back"


def test_one_age_for_all_may_be_set() -> None:
    freshness = Freshness.of(timedelta(days=2))
    for answer in (FOUND, NOTHING):
        assert freshness.is_fresh(Stored(answer, format_time(NOW - timedelta(days=2))), NOW)
        assert not freshness.is_fresh(Stored(answer, format_time(NOW - timedelta(days=2) - SECOND)), NOW)
    assert Freshness.of(None) == Freshness()


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-45"])
def test_a_date_that_cannot_be_read_is_long_ago(text: str) -> None:
    assert not Freshness().is_fresh(Stored(FOUND, text), NOW)
    assert parse_time("2026-11-30") == datetime(2026, 11, 30, tzinfo=UTC)


def test_failures_and_partial_answers_are_never_kept(tmp_path: Path) -> None:
    with Answers.open(tmp_path / "answers.sqlite") as answers:
        other = ById(Identifier("arxiv", "2301.00001"))
        answers.put_many("arxiv", "ids", {QUESTION: Unavailable("cut off"), other: NOTHING}, format_time(NOW))
        assert set(answers.get_many("arxiv", "ids", [QUESTION, other])) == {other}


def ask(answers: Answers, age: timedelta, *, down: bool = False, **options: object) -> tuple[Reply, Library, int]:
    """The reply to a question that was answered that long ago, the library, and how often the source was asked."""
    shelf = arxiv(PSYQA_ARXIV, down=["ids"] if down else [])
    answers.put_many("arxiv", "ids", {QUESTION: FOUND}, format_time(NOW - age))
    # Keywords of the test, checked when it runs.
    library = Library([shelf], answers=answers, clock=lambda: NOW, **options)  # type: ignore[arg-type]
    asked: list[Question] = [QUESTION]
    return library.ask(shelf, shelf.routes[0], asked)[QUESTION], library, shelf.requests()


class TestAnOlderAnswer:
    @pytest.fixture
    def answers(self, tmp_path: Path) -> Answers:
        return Answers.open(tmp_path / "answers.sqlite")

    def test_is_used_without_asking_while_it_is_fresh(self, answers: Answers) -> None:
        said, library, requests = ask(answers, timedelta(days=29), down=True)
        assert (said.answer, said.origin, said.stale, requests) == (FOUND, "cache", False, 0)
        assert library.silent() == ()

    def test_is_asked_for_again_when_it_is_not(self, answers: Answers) -> None:
        said, library, requests = ask(answers, timedelta(days=31))
        assert (said.origin, said.stale, requests) == ("network", False, 1)
        assert library.silent() == ()

    def test_stands_in_for_a_silent_service_is_marked_and_the_service_counts_as_silent(self, answers: Answers) -> None:
        said, library, requests = ask(answers, timedelta(days=31), down=True)
        assert (said.answer, said.origin, said.stale, requests) == (FOUND, "cache", True, 1)
        assert said.asked == "2026-10-30T12:00:00Z"
        assert library.silent() == ("arxiv",)

    def test_is_used_of_any_age_and_marked_where_nobody_may_be_asked(self, answers: Answers) -> None:
        said, _, requests = ask(answers, timedelta(days=300), offline=True)
        assert (said.answer, said.stale, requests) == (FOUND, True, 0)

    def test_is_asked_for_again_on_demand_however_fresh_it_is(self, answers: Answers) -> None:
        _, _, requests = ask(answers, timedelta(days=1), refresh=True)
        assert requests == 1

    def test_is_never_replaced_by_one_that_is_older_still(self, answers: Answers) -> None:
        answers.put_many("arxiv", "ids", {QUESTION: NOTHING}, format_time(NOW))
        said, _, _ = ask(answers, timedelta(days=5))
        assert said.answer == NOTHING


def test_an_old_answer_that_stands_in_takes_nothing_away_in_a_refresh() -> None:
    """docs/refresh.md: a service that is down takes nothing away, whatever it said before."""
    stale = Reply(
        source="openalex",
        route="ids",
        question=QUESTION,
        answer=NOTHING,
        origin="cache",
        asked="2026-01-01",
        stale=True,
    )
    asked = (*ASKED, reply("doi:10.1/x", NOTHING, "openalex"))
    assert next_known(BEFORE, "psyqa", ENTRY, found(None, status="not_found", replies=asked), TODAY).lost == TODAY
    with_stale = found(None, status="not_found", replies=(*asked, stale))
    assert next_known(BEFORE, "psyqa", ENTRY, with_stale, TODAY) == BEFORE


@pytest.mark.parametrize(("age", "due"), [(timedelta(days=7, minutes=1), True), (timedelta(days=7, minutes=-5), False)])
def test_the_anthology_s_export_is_looked_for_every_seventh_day(tmp_path: Path, age: timedelta, due: bool) -> None:
    """Its index is rebuilt with every change; a weekly look at it is polite and enough."""
    updater = IndexUpdater("https://aclanthology.org/anthology.bib.gz", tmp_path, Http(offline=True), lambda _: None)
    assert updater.is_due(), "there is none yet"
    updater.path.touch()
    checked = format_time(datetime.now(UTC) - age)
    (tmp_path / "acl.origin.json").write_text(json.dumps({"location": updater.location, "checked": checked}))
    assert updater.is_due() is due
    assert IndexUpdater("https://elsewhere.org/a.bib.gz", tmp_path, Http(), lambda _: None).is_due(), (
        "it is another export"
    )
    assert not IndexUpdater("/a/checkout", tmp_path, Http(), lambda _: None).is_due(), "a file costs no request"
