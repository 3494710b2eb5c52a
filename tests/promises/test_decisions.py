"""From which probability on a link is accepted, a work is named, a title is enough: docs/matching.md, "Decision"."""

from __future__ import annotations

from itertools import pairwise

import pytest

from resolver.match import is_settled, is_worth_searching, judge
from resolver.match import probability as probability_model
from resolver.match.works import are_one_paper, group
from resolver.model import Decision, Record
from resolver.text.prepared import prepare
from tests.match.papers import PSYQA, claim, preprint, record

TITLE = PSYQA.title
SHORTENED = "PsyQA: A Chinese Dataset for Generating Long Counseling Text"
RIVAL = record(
    "PsyQA: A Chinese Dataset for Generating Long Counseling Letters", "Ada Somebody", 2022, "acl:2022.acl-long.1"
)
HOMONYMS = [
    record("Deep Learning", f"Person Number{n}", 2000 + n, f"doi:10.1000/deep{n}", source="openalex") for n in range(9)
]


def likely(monkeypatch: pytest.MonkeyPatch, *chances: float) -> None:
    """Let the candidates have these probabilities, in the order of what speaks for them."""
    monkeypatch.setattr(
        probability_model, "share_probability", lambda odds: [*chances, *[0.0] * len(odds)][: len(odds)]
    )


def status(written: str, *records: Record) -> str:
    return judge(claim(written), records).status


def named(decision: Decision) -> list[str]:
    return [c.records[0].title for c in decision.candidates]


@pytest.mark.parametrize(("chance", "status_then"), [(0.94, "matched"), (0.9399, "ambiguous")])
def test_a_link_is_accepted_from_a_probability_of_94_per_cent_on(
    monkeypatch: pytest.MonkeyPatch, chance: float, status_then: str
) -> None:
    likely(monkeypatch, chance)
    assert status(TITLE, PSYQA) == status_then


@pytest.mark.parametrize(("chance", "status_then"), [(0.3, "ambiguous"), (0.2999, "not_found")])
def test_an_entry_is_ambiguous_when_a_work_has_30_per_cent_and_not_found_below(
    monkeypatch: pytest.MonkeyPatch, chance: float, status_then: str
) -> None:
    likely(monkeypatch, chance)
    assert status(SHORTENED, PSYQA) == status_then


def test_the_very_title_is_never_not_found_however_improbable_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    likely(monkeypatch, 0.0001)
    assert status(TITLE, PSYQA) == "ambiguous"


@pytest.mark.parametrize(("chance", "times"), [(0.02, 2), (0.0199, 1)])
def test_works_are_named_as_alternatives_from_2_per_cent_on(
    monkeypatch: pytest.MonkeyPatch, chance: float, times: int
) -> None:
    likely(monkeypatch, 0.5, chance)
    assert len(judge(claim(SHORTENED), (PSYQA, RIVAL)).candidates) == times


def test_five_alternatives_are_named_at_most() -> None:
    assert len(named(judge(claim("Deep Learning"), HOMONYMS[:5]))) == 5
    assert len(named(judge(claim("Deep Learning"), HOMONYMS))) == 5


@pytest.mark.parametrize(("chance", "enough"), [(0.98, True), (0.9799, False)])
def test_a_telling_title_is_settled_from_98_per_cent_on_and_not_searched_for_elsewhere(
    monkeypatch: pytest.MonkeyPatch, chance: float, enough: bool
) -> None:
    likely(monkeypatch, chance)
    assert is_settled(claim(TITLE), judge(claim(TITLE), (PSYQA,))) is enough
    near = judge(claim(SHORTENED), (PSYQA,))
    assert is_worth_searching(claim(SHORTENED), near) is not enough, "another work may bear the listed title"


def test_a_title_is_telling_from_25_nats_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """docs/matching.md, "Titles, word by word": from there on it hardly has a homonym."""
    likely(monkeypatch, 0.99)
    short, enough = "Sarcasm Morphology for Legal Dialogue", "Neural Sarcasm for Legal Poetry"
    assert 24.8 < prepare(short).distinctiveness < 25 <= prepare(enough).distinctiveness < 25.2, (
        "made anew with `frequencies.tsv`"
    )
    for title, telling in ((short, False), (enough, True)):
        work = record(title, "Ada Somebody", 2020, "acl:2020.acl-long.1")
        assert is_settled(claim(title), judge(claim(title), (work,))) is telling


# ------------------------------------------------------------------ which records are one work


def published(year: int, known: str = "acl:2021.acl-long.1", authors: str = "") -> Record:
    return record(TITLE, authors or "Hao Sun; Zhenru Lin; Chujie Zheng; Siyang Liu", year, known)


def as_preprint(year: int, authors: str = "Hao Sun; Zhenru Lin; Chujie Zheng; Siyang Liu") -> Record:
    return preprint(TITLE, authors, year, "arxiv:2106.01702")


@pytest.mark.parametrize(("year", "works"), [(2017, 1), (2025, 1), (2016, 2), (2026, 2)])
def test_records_of_one_title_are_one_work_within_four_years(year: int, works: int) -> None:
    """docs/matching.md, "Works"."""
    assert len(group([published(2021), as_preprint(year)])) == works


@pytest.mark.parametrize(
    ("authors", "works"),
    [("Hao Sun; Zhenru Lin; Ada One; Ben Two", 1), ("Hao Sun; Cy Three; Ada One; Ben Two", 2), ("Hao Sun; Ada One", 1)],
)
def test_records_of_one_title_are_one_work_when_half_of_the_shorter_author_list_is_common(
    authors: str, works: int
) -> None:
    """docs/matching.md, "Works"."""
    assert len(group([published(2021), as_preprint(2021, authors)])) == works


@pytest.mark.parametrize(("year", "one"), [(2022, True), (2020, True), (2023, False), (2019, False)])
def test_a_paper_that_appeared_twice_within_a_year_does_not_compete_with_itself(year: int, one: bool) -> None:
    """docs/matching.md, "Works": at a workshop and a conference, say; a later one is another paper."""
    workshop, conference = published(year, "acl:2021.nlpmc-1.1"), published(2021)
    assert len(group([workshop, conference])) == 2
    assert are_one_paper((workshop,), (conference,)) is one


@pytest.mark.parametrize(("year", "thought_of"), [(2018, True), (2024, True), (2017, False), (2025, False)])
def test_papers_are_retitled_within_three_years(year: int, thought_of: bool) -> None:
    people = "Hao Sun; Zhenru Lin; Chujie Zheng; Siyang Liu"
    retitled = record("Counselling at Length", people, year, "acl:2021.acl-long.7")
    listed = claim("Writing Letters to the Worried", authors=people.replace(";", ","), year="2021")
    assert bool(judge(listed, (retitled,)).reason != "no source has a work with a similar title") is thought_of


# ------------------------------------------------------------------ what a probability is


def test_the_calibration_rises_over_seven_knots_and_stays_between_them() -> None:
    """docs/matching.md, "Evidence": straight lines between them, rising."""
    knots = probability_model.load_weights().calibration
    assert len(knots) == 7
    assert all(a < c and b <= d for (a, b), (c, d) in pairwise(knots))
    odds = [low + share * (high - low) for (low, _), (high, _) in pairwise(knots) for share in (0.0, 0.25, 0.5)]
    chances = [probability_model.share_probability([o])[0] for o in odds]
    assert all(0 <= a <= b <= 1 for a, b in pairwise(chances))
    (low, to_low), (high, to_high) = knots[2:4]
    halfway = probability_model.probability((to_low + to_high) / 2)
    assert probability_model.share_probability([(low + high) / 2])[0] == pytest.approx(halfway)
    beyond = probability_model.share_probability([knots[-1][0] + 50])[0]
    assert beyond == pytest.approx(probability_model.probability(knots[-1][1]))


def test_works_that_fit_about_as_well_share_the_probability() -> None:
    alone = probability_model.share_probability([9.0])[0]
    both = probability_model.share_probability([9.0, 9.0])
    assert alone > 0.9
    assert both[0] == both[1] < 0.5
    assert probability_model.share_probability([]) == []


def test_a_title_of_a_thousand_characters_is_compared_and_no_more_of_it() -> None:
    tail = " and more of it" * 100
    long = TITLE + tail
    assert judge(claim(long), (PSYQA,)) == judge(claim(long[:1000]), (PSYQA,))
