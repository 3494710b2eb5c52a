# ruff: noqa: E501  (a reference stands on a line)
"""A record's title that stands in a whole reference counts, whatever stretch was taken for the title."""

from __future__ import annotations

import msgspec
import pytest

from resolver.claims import parse_claim
from resolver.lookup.beginnings import list_beginnings
from resolver.match import judge
from resolver.model import Entry, Identifier, Person, Record

RECORD = Record(
    source="openalex",
    ids=(Identifier("doi", "10.1234/5"),),
    title="Prickly attention transformers for burrow dialogue corpora",
    authors=(Person("Quill", "A."), Person("Dew", "C.")),
    year=2020,
    venue="Journal of Hedgehogs",
    volume="12",
    pages="33–44",
    type="article",
)
REFERENCE = "[3] Quill, A., Dew, C.: Hedgehog notes 7. Prickly attention transformers for burrow dialogue corpora. J. Hedgehogs 12, 33 (2020)"
WRONGLY_DIVIDED = Entry(
    row=1, title="Hedgehog notes", authors="Quill, A. and Dew, C.", year="2020", reference=REFERENCE
)


def status(entry: Entry, record: Record = RECORD) -> str:
    return judge(parse_claim(entry), [record]).status


def test_a_wrong_division_does_not_cost_the_match() -> None:
    assert status(WRONGLY_DIVIDED) == "matched"
    assert status(msgspec.structs.replace(WRONGLY_DIVIDED, reference="")) != "matched"


@pytest.mark.parametrize(
    "change",
    [
        {"year": 2014},
        {"authors": (Person("Moss", "B."),)},
        {"title": "Prickly attention transformers for burrow dialogue"},
        {"title": "Attention transformers for burrow dialogue corpora"},
        {"title": "Prickly attention"},
    ],
    ids=["another year", "another author", "cut at its end", "cut at its beginning", "too common"],
)
def test_a_title_in_the_whole_counts_only_with_author_year_and_its_own_bounds(change: dict[str, object]) -> None:
    record = msgspec.structs.replace(RECORD, volume="", pages="", **change)
    assert status(WRONGLY_DIVIDED, record) != "matched"


def test_volume_and_page_tell_that_a_cut_title_is_the_one() -> None:
    cut = msgspec.structs.replace(RECORD, title="Prickly attention transformers for burrow dialogue")
    assert status(WRONGLY_DIVIDED, cut) == "matched"
    assert status(WRONGLY_DIVIDED, msgspec.structs.replace(cut, pages="99–101")) != "matched"


def test_the_beginnings_of_a_title_are_those_before_names_and_formulas() -> None:
    assert list_beginnings("Casparian strips in needles of Pinus bungeana: isolation") == (
        "Casparian strips in needles of",
    )
    assert list_beginnings("Discrimination against 13 C during degradation") == ()
    assert list_beginnings("Prickly attention for long documents") == ()
