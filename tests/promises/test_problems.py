"""What contradicts a record and what a year, a name or a word may differ by: README, "How it decides", step 5."""

from __future__ import annotations

import pytest

from resolver.checking import problems
from resolver.merge import merge
from resolver.model import Problem, Record
from tests.match.papers import claim, preprint, record

TITLE = "Marmalade Embeddings for Submarine Cooks of the Northern Flotilla"
PEOPLE = ["Ada Anders", "Ben Bond", "Cy Clark", "Di Dent", "Ed Elm", "Flo Frank"]
PUBLISHED = record(TITLE, "; ".join(PEOPLE), 2020, "acl:2020.acl-long.1", venue="ACL 2020")
PREPRINT = preprint(TITLE, "; ".join(PEOPLE), 2020, "arxiv:2003.00001")


def told(records: list[Record], **claims: str) -> list[Problem]:
    return list(problems.find_problems(claim(claims.pop("title", TITLE), **claims), merge(records), records, ()))


def kinds(*records: Record, **claims: str) -> list[str]:
    return [p.kind for p in told(list(records), **claims)]


# ------------------------------------------------------------------ years


@pytest.mark.parametrize(
    ("records", "first", "last"),
    [
        ([PUBLISHED], 2019, 2021),
        ([PREPRINT], 2019, 2023),
        ([PUBLISHED, preprint(TITLE, "Ada Anders", 2018, "arxiv:1803.00001")], 2017, 2021),
    ],
    ids=["of a publication", "of a preprint, which may have been published since", "of both"],
)
def test_a_year_may_be_one_off_and_two_more_after_a_preprint(records: list[Record], first: int, last: int) -> None:
    for year in (first, last):
        assert kinds(*records, year=str(year)) == [], year
    for year in (first - 1, last + 1):
        assert kinds(*records, year=str(year)) == ["year"], year


def test_a_list_that_means_the_preprint_may_be_three_years_before_the_publication() -> None:
    assert kinds(PUBLISHED, year="2017", venue="arXiv") == []
    assert "year" in kinds(PUBLISHED, year="2016", venue="arXiv")
    assert "year" in kinds(PUBLISHED, year="2018", venue="ACL 2018")


# ------------------------------------------------------------------ people


@pytest.mark.parametrize(("of", "alarm"), [(5, True), (6, False)])
def test_a_list_that_claims_to_be_whole_leaves_out_a_fifth_of_the_authors_or_less(of: int, alarm: bool) -> None:
    """Between the versions of a paper one name in six comes and goes."""
    work = record(TITLE, "; ".join(PEOPLE[:of]), 2020, "acl:2020.acl-long.1")
    found = told([work], authors=", ".join(PEOPLE[: of - 1]))
    assert [p.kind for p in found] == ["authors"] * alarm
    if alarm:
        assert found[0].says == "of the record's 5 authors, the list leaves out Ed Elm, without an “et al.”"
    assert kinds(work, authors=", ".join(PEOPLE[: of - 2]) + " et al.") == []


def test_another_given_name_with_the_same_initial_is_a_nickname_once_and_a_stranger_twice() -> None:
    assert kinds(PUBLISHED, authors="Abe Anders, Ben Bond, Cy Clark, Di Dent, Ed Elm, Flo Frank") == []
    assert kinds(PUBLISHED, authors="Abe Anders, Bob Bond, Cy Clark, Di Dent, Ed Elm, Flo Frank") == ["authors"]


def test_one_name_in_a_reading_list_stands_for_the_paper_and_in_a_bibliography_for_itself() -> None:
    assert kinds(PUBLISHED, authors="Ada Anders") == []
    assert kinds(PUBLISHED, authors="Ada Anders", key="anders20") == ["authors"]


def test_an_aggregator_that_has_the_first_of_several_authors_only_proves_nobody_a_stranger() -> None:
    first = record(TITLE, "Ada Anders", 2020, "openalex:W100000001", source="openalex")
    assert kinds(first, authors="Ada Anders and Ben Bond") == []
    assert kinds(first, authors="Ben Bond and Cy Clark") == ["authors"], "the first one is known"
    acl = record(TITLE, "Ada Anders", 2020, "acl:2020.acl-long.1")
    assert kinds(acl, authors="Ada Anders and Ben Bond") == ["authors"], "the Anthology has all"
    two = record(TITLE, "Ada Anders; Cy Clark", 2020, "openalex:W100000001", source="openalex")
    assert kinds(two, authors="Ada Anders, Ben Bond, Cy Clark") == ["authors"], "it has more than the first"


def test_two_surnames_with_a_comma_may_be_one_person() -> None:
    work = record(TITLE, "Chin-Yew Lin", 2004, "acl:W04-1013")
    assert kinds(work, authors="Lin, Chin-Yew") == []
    both = record(TITLE, "Dan Lin; Ada Chin", 2004, "acl:W04-1013")
    assert kinds(both, authors="Lin, Chin") == []
    (problem,) = told([both], authors="Elm, Oak")
    assert problem.says.startswith("listed Elm, Oak is not among"), "they count as one only where that explains all"


def test_four_people_are_named_and_the_rest_is_an_ellipsis() -> None:
    strangers = ["Zoe Zeppelin", "Yan Yacht", "Xi Xylo", "Wu Wagon", "Vi Van", "Una Ufo"]
    (problem,) = told([PUBLISHED], authors=", ".join(strangers))
    assert "Xi Xylo, Wu Wagon … is not" in problem.says
    assert "(Ada Anders, Ben Bond, Cy Clark, Di Dent …)" in problem.says
    few = record(TITLE, "; ".join(PEOPLE[:4]), 2020, "acl:2020.acl-long.1")
    (problem,) = told([few], authors=", ".join(strangers[:4]))
    assert "…" not in problem.says


# ------------------------------------------------------------------ titles


@pytest.mark.parametrize(
    ("written", "alarm"),
    [
        (TITLE, False),
        (TITLE.replace("for", "for the"), False),
        (TITLE.replace("of the", "of"), False),
        (TITLE.replace("Cooks", "Cook"), True),
        (TITLE.replace("Embeddings", "Embedding"), True),
        (TITLE.replace("Northern", "Southern"), True),
        (TITLE.replace("Submarine", "Submarin"), True),
        (TITLE.replace("Marmalade ", "Marmalade Otter "), True),
        (TITLE.removesuffix(" of the Northern Flotilla"), False),
        (TITLE.removeprefix("Marmalade Embeddings for "), False),
        ("A Zeppelin: " + TITLE, False),
        (TITLE.replace("Northern ", "Third "), True),
    ],
)
def test_a_title_may_lack_small_words_its_beginning_or_its_end_and_nothing_else(written: str, alarm: bool) -> None:
    assert kinds(PUBLISHED, title=written) == ["title"] * alarm
