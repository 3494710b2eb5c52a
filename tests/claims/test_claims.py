"""What an entry claims: parsed once, with the title as written and without what its list put around it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver import readers
from resolver.claims import parse_claim
from resolver.claims.parse import parse_year
from resolver.claims.types import parse_type
from resolver.model import Entry, Person
from resolver.text import titles


def test_a_title_without_decorations_is_the_one_that_is_asked_for() -> None:
    claim = parse_claim(Entry(row=1, title="Attention Is All You Need"))
    assert claim.search_title == claim.title.text == "Attention Is All You Need"
    assert claim.undecorated is None


def test_year_and_author_behind_a_title_fill_blanks() -> None:
    claim = parse_claim(Entry(row=1, title="A Structured Self-attentive Sentence Embedding - Zhouhan Lin(2017)"))
    bare = claim.undecorated
    assert bare is not None
    assert bare.title.text == claim.search_title == "A Structured Self-attentive Sentence Embedding"
    assert (bare.year, bare.authors.people, bare.venue) == (2017, (Person("Lin", "Zhouhan"),), "")
    assert (claim.year, claim.authors.people) == (None, ()), "as written it claims neither"


def test_a_venue_behind_a_title_is_no_author_and_what_the_list_says_itself_stands() -> None:
    title = "Learning to Rank Answers for Patients - NeurIPS 2020"
    bare = parse_claim(Entry(row=1, title=title)).undecorated
    assert bare is not None
    assert (bare.authors.people, bare.venue, bare.series) == ((), "NeurIPS", frozenset({"neurips"}))
    own = parse_claim(Entry(row=1, title=title, authors="Ana Silva", year="2019", venue="ICML")).undecorated
    assert own is not None
    assert (own.authors.people, own.year, own.venue) == ((Person("Silva", "Ana"),), 2019, "ICML")


def test_two_names_with_a_comma_between_them_may_be_one_person() -> None:
    claim = parse_claim(Entry(row=1, title="ROUGE", authors="Lin, Chin-Yew"))
    assert claim.authors.people == (Person("Lin"), Person("Chin-Yew"))
    assert [a.people for a in claim.other_authors] == [(Person("Lin", "Chin-Yew"),)]
    assert parse_claim(Entry(row=1, title="BERT", authors="Ann Devlin and Bo Chang")).other_authors == ()


def test_a_title_of_marks_only_is_asked_nowhere() -> None:
    claim = parse_claim(Entry(row=1, title="— ? —"))
    assert (claim.search_title, claim.title.key) == ("", "")


@pytest.mark.parametrize(
    ("written", "year"),
    [("2021", 2021), ("2021.0", 2021), ("Mar 2021", 2021), ("'21", 2021), ("1887", 1887), ("", None), ("12021", None)],
)
def test_years_in_any_usual_form_are_read(written: str, year: int | None) -> None:
    assert parse_year(written) == year


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("article", "article"), ("JOUR", "article"), ("article-journal", "article"),
        ("InProceedings", "paper"), ("CONF", "paper"), ("CPAPER", "paper"), ("paper-conference", "paper"),
        ("book", "book"), ("incollection", "chapter"), ("CHAP", "chapter"),
        ("phdthesis", "thesis"), ("THES", "thesis"), ("thesis", "thesis"),
        ("techreport", "report"), ("RPRT", "report"),
        ("dataset", "dataset"), ("software", "software"), ("COMP", "software"),
        ("webpage", "webpage"), ("ELEC", "webpage"), ("post-weblog", "webpage"),
        ("misc", "unknown"), ("GEN", "unknown"), ("online", "unknown"), ("DATA", "unknown"), ("document", "unknown"),
        ("", "unknown"), ("NLP", "unknown"),
    ],
)  # fmt: skip
def test_a_type_is_what_its_format_means_by_it_and_unknown_where_it_may_be_anything(written: str, kind: str) -> None:
    assert parse_type(written) == kind


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("list.bib", "@phdthesis{a, title = {Counselling at Sea}, author = {Ana Silva}}", "thesis"),
        ("list.ris", "TY  - CHAP\nTI  - Counselling at Sea\nAU  - Silva, Ana\nER  - \n", "chapter"),
        ("list.json", '[{"title": "Counselling at Sea", "type": "paper-conference"}]', "paper"),
        ("list.csv", "title,year\nCounselling at Sea,2020\n", "unknown"),
        ("list.txt", "Counselling at Sea\n", "unknown"),
    ],
)
def test_readers_of_formats_with_types_give_them_as_written(name: str, text: str, kind: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    (entry,) = readers.read(path).entries
    assert parse_claim(entry).type == kind


@given(st.text(max_size=80), st.text(max_size=60), st.text(max_size=12), st.text(max_size=40))
def test_anything_can_be_parsed_and_nothing_of_it_is_lost(title: str, authors: str, year: str, venue: str) -> None:
    entry = Entry(row=1, title=title, authors=authors, year=year, venue=venue)
    claim = parse_claim(entry)
    assert claim.entry == entry
    assert bool(claim.search_title) <= bool(titles.key(claim.search_title))
    assert claim.undecorated is None or claim.undecorated.undecorated is None
