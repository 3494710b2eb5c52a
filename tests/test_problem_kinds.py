"""Alarms about authors in other scripts, venues that nobody has heard of, words replaced, and retractions by title."""

from __future__ import annotations

import pytest

from resolver.checking import problems
from resolver.claims import parse_claim
from resolver.merge import merge
from resolver.model import Entry, Identifier, Person, Problem, Record
from resolver.text.author_lists import parse_authors

TITLE = "Hibernation Schedules of Urban Hedgehogs"


def record(**values: object) -> Record:
    known: dict[str, object] = {
        "source": "openalex",
        "ids": (Identifier("arxiv", "2601.00001"),),
        "title": TITLE,
        "authors": parse_authors("Ada Igel and Bo Ulme").people,
        "year": 2026,
        "type": "preprint",
    }
    return Record(**(known | values))  # type: ignore[arg-type]  # keywords of the test, checked when it runs


def told(*records: Record, title: str = TITLE, authors: str = "", venue: str = "") -> list[Problem]:
    claim = parse_claim(Entry(row=1, title=title, authors=authors, venue=venue, key="a"))
    return list(problems.find_problems(claim, merge(records), records, ()))


def kinds(*records: Record, **claims: str) -> list[str]:
    return [p.kind for p in told(*records, **claims)]


@pytest.mark.parametrize("venue", ["Workshop on Prickly Generalization", "Journal of Adversarial Hedgehogs"])
def test_a_meeting_or_journal_that_no_source_knows_of_is_an_alarm_where_only_a_preprint_is_known(venue: str) -> None:
    (problem,) = told(record(), venue=venue)
    assert problem.kind == "venue"
    assert f"no source knows of a publication in “{venue}”" in problem.says


@pytest.mark.parametrize(
    "venue", ["NeurIPS 2026", "MSR 2026", "arXiv preprint", "USENIX Symposium 2026", "Nature", "Under review", ""]
)
def test_a_known_series_an_acronym_and_a_bare_name_may_be_right_where_only_a_preprint_is_known(venue: str) -> None:
    assert kinds(record(), venue=venue) == []


JOURNAL = {"type": "article", "volume": "12", "ids": (Identifier("doi", "10.1/x"),)}


@pytest.mark.parametrize("listed", ["ICML 2026", "Advances in Neural Information Processing Systems", "ACL"])
@pytest.mark.parametrize("venue", ["Nature Communications", "Physical Review Letters", "Cell"])
def test_a_meeting_of_this_field_is_no_journal_of_another(listed: str, venue: str) -> None:
    (problem,) = told(record(venue=venue, **JOURNAL), venue=listed)
    assert (problem.kind, problem.recorded) == ("venue", venue)


def test_a_meeting_with_a_name_of_other_words_is_another() -> None:
    proceedings = record(venue="Proceedings of The 8th Conference on Robot Learning", type="inproceedings")
    assert kinds(proceedings, venue="ICML") == ["venue"]
    assert kinds(proceedings, venue="CoRL 2024") == [], "an acronym that is in no table tells nothing"
    misnamed = record(venue="Proceedings of the 45th Meeting of the Association of Computational Linguistics")
    assert kinds(misnamed, venue="ACL") == []


@pytest.mark.parametrize(
    "venue",
    [
        "Lecture Notes in Computer Science", "Communications in Computer and Information Science",
        "Proceedings of Machine Learning Research", "Procedia Computer Science",
        "Companion of the Meeting on Hedgehogs", "Proceedings of the 7th Workshop on Hedgehogs",
    ],
)  # fmt: skip
def test_series_of_books_print_the_proceedings_of_any_meeting(venue: str) -> None:
    assert kinds(record(venue=venue, **JOURNAL), venue="ECCV 2026") == []


def test_a_version_at_the_listed_meeting_is_enough() -> None:
    journal = record(venue="Nature Communications", **JOURNAL)
    meeting = record(venue="International Conference on Machine Learning, ICML 2026", type="inproceedings")
    assert kinds(meeting, journal, venue="ICML 2026") == []
    assert kinds(journal, record(venue="Robotics Meeting", type="inproceedings"), venue="ICML 2026") == []


def test_where_no_source_of_publications_told_of_the_work_no_venue_is_doubted() -> None:
    assert kinds(record(source="arxiv"), venue="Workshop on Prickly Generalization") == []
    published = record(venue="Some Proceedings", type="inproceedings")
    assert kinds(record(), published, venue="Some Proceedings") == []


def test_a_common_word_in_the_place_of_another_is_another_title_wherever_it_stands() -> None:
    title = "The Burrow Property: How Structure Guides Deep Learning"
    assert kinds(record(title=title), title=title.replace("Learning", "Training")) == ["title"]
    assert kinds(record(title=title), title=title.replace("The Burrow", "Burrow")) == []


def test_names_in_another_script_than_the_records_are_no_contradiction() -> None:
    known = record(authors=(Person("Tanaka", "Taro"), Person("Sato", "Hana")))
    assert kinds(known, authors="田中太郎、佐藤花") == []
    assert kinds(known, authors="Bo Ulme and Ada Igel") == ["authors"]


def test_a_body_that_the_record_names_beside_its_members_stands_for_them() -> None:
    known = record(authors=(Person("Hedgehog Team"), Person("Igel", "Ada"), Person("Ulme", "Bo")))
    assert kinds(known, authors="{Hedgehog Team}") == []
    assert kinds(known, authors="{Fern Team}") == ["authors"]
    assert kinds(record(), authors="Ada Igel") == ["authors"], "a person of the field of a BibTeX entry is not all"


@pytest.mark.parametrize("form", ["RETRACTED ARTICLE: {}", "WITHDRAWN: {}", "Retracted: {}", "{} [Retracted]"])
def test_a_retraction_that_the_title_alone_tells_is_reported_like_a_flag(form: str) -> None:
    retracted = record(title=form.format(TITLE), type="article")
    assert merge([retracted]).record.retracted
    (problem,) = told(retracted)
    assert problem.kind == "retracted"
    assert form.format(TITLE) in problem.says


def test_a_title_about_retractions_tells_of_none() -> None:
    title = "Retracted Articles in Hedgehog Medicine"
    assert merge([record(title=title)]).record.retracted == ""
