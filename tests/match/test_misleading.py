"""An identifier that leads to another paper weighs against a title that tells little, and never against one that tells
enough."""

from __future__ import annotations

import pytest

from resolver.claims import parse_claim
from resolver.match import judge
from resolver.model import Decision, Entry, Identifier, Record
from resolver.text.author_lists import parse_authors

SHORT, LONG = "Batch Normalization", "Large-Scale Analysis of Counseling Conversations in Hedgehog Hospitals"
DOI = Identifier("doi", "10.1/other")


def record(title: str, number: int, *ids: Identifier, people: str = "Ada Igel and Bo Ulme", venue: str = "") -> Record:
    return Record(
        source="openalex",
        ids=(Identifier("openalex", f"W10000000{number}"), *ids),
        title=title,
        authors=parse_authors(people).people,
        year=2021,
        venue=venue,
        type="article",
    )


OTHER = record("Thermal Limits of Fern Growth under Snow", 2, DOI, people="Cy Dorn")


def decide(title: str, *found: Record, authors: str = "", ids: tuple[Identifier, ...] = (DOI,)) -> Decision:
    return judge(parse_claim(Entry(row=1, title=title, authors=authors, year="2021", ids=ids)), found)


def test_a_short_title_whose_identifier_leads_elsewhere_is_named_and_not_linked() -> None:
    decision = decide(SHORT, record(SHORT, 1), OTHER)
    assert decision.status == "ambiguous"
    assert decision.candidates[0].records[0].title == SHORT
    assert "leads to another paper" in decision.reason


@pytest.mark.parametrize("authors", ["Ada Igel and Bo Ulme", "Igel J, Ulme B", "Igel et al."])
def test_people_who_agree_outweigh_it(authors: str) -> None:
    people = "Jana Igel and Bo Ulme" if authors.startswith("Igel J") else "Ada Igel and Bo Ulme"
    assert decide(SHORT, record(SHORT, 1, people=people), OTHER, authors=authors).status == "matched"


def test_a_title_that_tells_enough_outweighs_it() -> None:
    assert decide(LONG, record(LONG, 1), OTHER).status == "matched"


def test_an_identifier_of_the_work_or_of_nobody_known_says_nothing_against_it() -> None:
    own = record(SHORT, 1, DOI)
    assert decide(SHORT, own).status == "matched"
    with_unknown = decide(SHORT, record(SHORT, 1))
    assert all(e.feature != "misled" for c in with_unknown.candidates for e in c.evidence)
