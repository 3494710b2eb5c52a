"""A list of authors that can be read in two ways is compared in the way that fits the work."""

from __future__ import annotations

from resolver.claims import parse_claim
from resolver.match import judge
from resolver.match.author_readings import choose_reading
from resolver.model import Claim, Entry, Identifier, Person, Record
from resolver.text.prepared import prepare_records

TITLE = "Hedgehogs"


def record(number: int, *people: Person) -> Record:
    ids = (Identifier("acl", f"2021.acl-long.{number}"),)
    return Record(source="acl", ids=ids, title=TITLE, authors=people, year=2021, type="inproceedings")


def claim(authors: str) -> Claim:
    return parse_claim(Entry(row=1, title=TITLE, authors=authors, year="2021"))


def chosen(authors: str, *people: Person) -> list[str]:
    return [str(p) for p in choose_reading(claim(authors), prepare_records([record(1, *people)])).authors.people]


def test_two_names_are_one_person_beside_that_persons_paper_and_two_beside_twos() -> None:
    assert chosen("Lin, Chin-Yew", Person("Lin", "Chin-Yew")) == ["Chin-Yew Lin"]
    assert chosen("Lin, Chin", Person("Lin", "Dan"), Person("Chin", "Ada")) == ["Lin", "Chin"]


def test_a_row_of_single_names_is_surnames_or_pairs() -> None:
    pair = Person("Igel", "Ada"), Person("Ulme", "Bo")
    assert chosen("Igel, Ada, Ulme, Bo", *pair) == ["Ada Igel", "Bo Ulme"]
    four = Person("Igel", "A."), Person("Ada", "B."), Person("Ulme", "C."), Person("Bo", "D.")
    assert chosen("Igel, Ada, Ulme, Bo", *four) == ["Igel", "Ada", "Ulme", "Bo"]


def test_of_two_papers_of_one_title_that_of_the_listed_person_is_meant() -> None:
    mine, other = record(1, Person("Lin", "Chin-Yew")), record(2, Person("Lin", "Dan"))
    decision = judge(claim("Lin, Chin-Yew"), [mine, other])
    assert decision.accepted is not None
    assert decision.accepted.records == (mine,)
