"""A link to a look-alike is never made where the paper itself is not there; it is named, with what sets it apart."""

from __future__ import annotations

import pytest

from resolver.match import judge
from resolver.model import Decision, Record
from tests.match.papers import claim, preprint, record

TEAM = "Ada Igelstein; Bo Hérisson; Chen Ciwei"
LISTED = "Ada Igelstein and Bo Hérisson and Chen Ciwei"
OTHERS = "Rosa Quintana; Tomasz Wilk"
TITLE = "Counterfactual Explanations for Dialogue Policies under Sparse Rewards"

CLAIMS = [{}, {"year": "2021"}, {"authors": LISTED}, {"authors": LISTED, "year": "2021"}]
"""What a list says beside the title: nothing, the year, the people, both."""


def only(title: str, people: str = OTHERS, year: int = 2021, **fields: object) -> Record:
    """The one record that the sources have."""
    return record(title, people, year, "doi:10.5555/other.1", **fields)


def assert_named_only(decision: Decision, there: Record) -> None:
    assert decision.accepted is None, decision.reason
    named = [r for c in decision.candidates for r in c.records]
    assert decision.status == "not_found" or there in named


@pytest.mark.parametrize("claims", CLAIMS)
@pytest.mark.parametrize(
    "near",
    [
        "Bayesian Counterfactual Explanations for Dialogue Policies under Sparse Rewards",
        "Counterfactual Explanations for Federated Dialogue Policies under Sparse Rewards",
        "Counterfactual Explanations for Dialogue Policies",
        "Explanations for Dialogue Policies under Sparse Rewards",
        "Counterfactual Explanations for Dialogue Policies under Sparse Rewards in Agriculture",
        "Counterfactual Explanations for Dialogue Policies under Sparse Rewards: A Survey",
        "Counterfactual Explanations for Dialogue Policies under Non-Sparse Rewards",
        "Counterfactual Explanations for Multi-Dialogue Policies under Sparse Rewards",
        "Counterfactual Explanations for Dialogue Policies under Dense Rewards",
        "HedgePol: Counterfactual Explanations for Dialogue Policies under Sparse Rewards",
        "Reproducing Counterfactual Explanations for Dialogue Policies under Sparse Rewards",
    ],
)
def test_a_strangers_title_a_telling_word_apart_is_another_paper(near: str, claims: dict[str, str]) -> None:
    there = only(near)
    assert_named_only(judge(claim(TITLE, **claims), (there,)), there)
    there = only(TITLE)
    assert_named_only(judge(claim(near, **claims), (there,)), there)


@pytest.mark.parametrize("claims", CLAIMS)
@pytest.mark.parametrize(
    "form",
    [
        "Correction to: {}", "Erratum: {}", "Erratum to “{}”", "Corrigendum to {}", "Publisher Correction: {}",
        "{} (Erratum)", "Retraction Note: {}", "Notice of Retraction: {}", "Expression of Concern: {}",
        "Supplementary Material for: {}", "Supporting Information for {}", "{}: Supplementary Material",
        "Appendix to {}", "Replication Data for: {}", "Data from: {}", "Source code for: {}", "Author response: {}",
        "Rejoinder: {}", "Poster: {}", "Slides: {}", "Tutorial: {}", "Extended Abstract: {}", "Erratum zu: {}",
        "Rectificatif : {}", "Fe de erratas: {}", "勘误：{}", "{} Revisited", "Rethinking {}", "{}: Part II", "{} v2",
        "{} in Practice", "{}: A Replication Study",
    ],
)  # fmt: skip
def test_what_accompanies_or_follows_a_paper_is_not_the_paper_whoever_wrote_it(
    form: str, claims: dict[str, str]
) -> None:
    there = only(form.format(TITLE), TEAM)
    assert_named_only(judge(claim(TITLE, **claims), (there,)), there)
    there = only(TITLE, TEAM)
    assert_named_only(judge(claim(form.format(TITLE), **claims), (there,)), there)


@pytest.mark.parametrize("form", ["Beyond {}", "More on {}", "{}: A Survey", "{} Revisited", "Revisiting {}"])
@pytest.mark.parametrize(
    "title",
    [
        "Bounding the Capacity of Prickly Relays - Part II",
        "Reinforcement Learning for Hibernating Vehicles: A Comprehensive Survey",
        "HEDGE: Counterfactual Explanations for Dialogue Policies",
    ],
)
def test_what_follows_a_survey_a_second_part_or_a_named_paper_is_another_paper(title: str, form: str) -> None:
    """Both titles may be of a successor's form by themselves; what tells is what one has more."""
    for listed, recorded in ((title, form.format(title)), (form.format(title), title)):
        there = only(recorded, TEAM)
        assert_named_only(judge(claim(listed, authors=LISTED, year="2021"), (there,)), there)


@pytest.mark.parametrize(
    "form",
    [
        "Reply to: {}", "A Response to “{}”", "Comment on “{}”", "Comments on {}", "Commentary: {}", "Book Review: {}",
        "Review of “{}”", "Review for \"{}\"", "Peer Review of: {}", "Decision letter: {}", "Letter to the Editor: {}",
        "Discussion of “{}”", "Editorial: {}", "Rezension: {}", "Reseña de {}", "Compte rendu : {}", "{} (book review)",
        "Faculty Opinions recommendation of {}", "Response: {}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("claims", CLAIMS)
def test_what_others_wrote_about_a_paper_is_not_the_paper(form: str, claims: dict[str, str]) -> None:
    there = only(form.format(TITLE))
    assert_named_only(judge(claim(TITLE, **claims), (there,)), there)


def test_a_correction_is_matched_for_whom_lists_the_correction() -> None:
    wrong = record(f"Erratum: {TITLE}", TEAM, 2022, "doi:10.5555/erratum.1")
    paper = record(TITLE, TEAM, 2021, "doi:10.5555/paper.1")
    asked = judge(claim(f"Erratum: {TITLE}", authors=LISTED, year="2022"), (paper, wrong))
    assert asked.accepted is not None
    assert asked.accepted.records[0] == wrong
    plain = judge(claim(TITLE, authors=LISTED, year="2021"), (wrong, paper))
    assert plain.accepted is not None
    assert plain.accepted.records[0] == paper


def test_a_source_that_says_what_a_record_is_is_believed_where_the_title_does_not_say_it() -> None:
    deposited = record(TITLE, TEAM, 2021, "doi:10.5281/zenodo.99", source="openalex", companion="data")
    assert judge(claim(TITLE, authors=LISTED, year="2021"), (deposited,)).accepted is None
    asked = judge(claim(TITLE, authors=LISTED, year="2021", type="dataset"), (deposited,))
    assert asked.accepted is not None


def test_words_that_open_many_titles_make_no_companion_of_them() -> None:
    for title in (
        "Response Selection for Multi-Party Conversations with Dynamic Topic Tracking",
        "Review of Text-Based Approaches to Item Difficulty Modeling in Large-Scale Assessments",
        "Comment Generation for Source Code with Retrieved Neighbours",
        "Correction of OCR Word Segmentation Errors in Articles from a Historical Archive",
    ):
        paper = record(title, TEAM, 2020, "doi:10.5555/own.1")
        assert judge(claim(title, year="2020"), (paper,)).accepted is not None


@pytest.mark.parametrize(
    ("listed", "recorded", "year"),
    [
        (TITLE, f"HedgePol: {TITLE}", ""),
        (f"HedgePol: {TITLE}", TITLE, ""),
        (TITLE, f"{TITLE}: Lessons from Two Deployed Assistants", ""),
        (TITLE, f"{TITLE} (HedgePol)", ""),
        (TITLE, TITLE.replace("Dialogue", "Spoken Dialogue"), "2021"),
    ],
)
def test_the_whole_team_carries_a_part_that_one_side_lacks(listed: str, recorded: str, year: str) -> None:
    found = judge(claim(listed, authors=LISTED, year=year), (only(recorded, TEAM),))
    assert found.accepted is not None, found.reason


@pytest.mark.parametrize(
    ("listed", "recorded"),
    [
        (TITLE, f"Overview of {TITLE}"),
        (f"HedgePol: {TITLE}", f"Beyond Rewards: {TITLE}"),
        (TITLE, f"{TITLE} through Psychometric Practice"),
    ],
)
def test_the_first_author_with_year_and_venue_carries_what_a_list_changed_around_the_title(
    listed: str, recorded: str
) -> None:
    venue = "Proceedings of the Annual Meeting of the Association for Computational Linguistics"
    paper = only(recorded, TEAM, venue=venue)
    meant = judge(claim(listed, authors="Ada Igelstein et al.", year="2021", venue="ACL"), (paper,))
    assert meant.accepted is not None, meant.reason
    invented = judge(claim(listed, authors="Rosa Quintana et al.", year="2021", venue="ACL"), (paper,))
    assert invented.accepted is None


def test_the_team_does_not_carry_a_word_that_the_list_has_more() -> None:
    more = TITLE.replace("Dialogue", "Multilingual Dialogue")
    assert judge(claim(more, authors=LISTED, year="2021"), (only(TITLE, TEAM),)).accepted is None


@pytest.mark.parametrize(
    "slip",
    [
        TITLE.replace("Explanations", "Explantions"),
        TITLE.replace("Policies", "Polices"),
        TITLE.replace("for", "fr"),
        TITLE.replace("Sparse", "Spase"),
        TITLE.replace("under", "uder"),
    ],
)
def test_a_lost_letter_is_a_slip(slip: str) -> None:
    for claims in CLAIMS:
        found = judge(claim(slip, **claims), (only(TITLE, TEAM),))
        assert found.accepted is not None, (slip, claims, found.reason)


def test_a_frequent_word_a_letter_off_a_rare_one_is_repaired_and_two_frequent_ones_are_two() -> None:
    paper = only("Automatic Evaluation of Noise Reduction in Hearing Aids", TEAM)
    assert judge(claim("Automatic Evalution of Noise Reduction in Hearing Aids", year="2021"), (paper,)).accepted
    other = claim("Automatic Evaluation of Nose Reduction in Hearing Aids", year="2021")
    assert judge(other, (paper,)).accepted is None
    assert judge(claim(other.title.text, authors=LISTED, year="2021"), (paper,)).accepted  # whose people vouch for it


def test_of_near_twins_neither_is_taken_when_the_people_are_the_other_ones() -> None:
    one = record("Semi-Supervised Parsing with Graph Matching", OTHERS, 2021, "doi:10.5555/twin.1")
    two = record("Towards Semi-Supervised Parsing by Graph Matching", TEAM, 2021, "doi:10.5555/twin.2")
    found = judge(claim(one.title, authors=LISTED), (one, two))
    assert found.status == "ambiguous"
    assert {c.records[0] for c in found.candidates} == {one, two}


def test_a_title_that_recurs_is_named_and_not_guessed() -> None:
    title = "Taxonomic Notes on the Genus and its Neighbours"
    parts = [record(title, TEAM, 2003, f"doi:10.5555/tx.{n}", venue="Names of Things") for n in (4246, 10573, 10830)]
    assert judge(claim(title, authors=LISTED, year="2003"), parts).status == "ambiguous"
    assert judge(claim(title, authors=LISTED, year="2003"), [r for r in parts if r.venue]).status == "ambiguous"
    bare = [record(title, TEAM, 2003, f"doi:10.5555/tx.{n}") for n in (1, 2)]
    assert judge(claim(title, authors=LISTED, year="2003"), bare).status == "ambiguous"


def test_a_thesis_is_not_the_paper_of_its_name_and_author() -> None:
    paper = record(TITLE, "Ada Igelstein", 2021, "doi:10.5555/paper.2")
    for told in ({"type": "phdthesis"}, {"venue": "PhD thesis, University of Somewhere"}, {"type": "thesis"}):
        found = judge(claim(TITLE, authors="Ada Igelstein", year="2021", **told), (paper,))
        assert found.status == "ambiguous", told
    thesis = record(TITLE, "Ada Igelstein", 2021, "doi:10.5555/thesis.1", type="thesis")
    assert judge(claim(TITLE, authors="Ada Igelstein", year="2021", type="phdthesis"), (thesis,)).accepted is not None


def test_a_book_is_not_its_review_nor_a_tutorial_of_its_name() -> None:
    review = record("Book Reviews: Patterns of Prickly Speech by Ada Igelstein", "Rosa Quintana", 1998, "acl:J98-9001")
    assert judge(claim("Patterns of Prickly Speech", authors="Ada Igelstein", year="1997"), (review,)).accepted is None
    tutorial = record("Patterns of Prickly Speech", OTHERS, 1999, "acl:T99-1001")
    book = claim("Patterns of Prickly Speech", authors="Ada Igelstein", year="1997", type="book")
    assert judge(book, (tutorial,)).accepted is None


def test_an_identifier_and_a_team_never_beat_a_title_with_nothing_in_common() -> None:
    paper = only("Sensitivity of Centralities on Unweighted Networks", TEAM)
    listed = claim("Speech Enhancement through Federated Graphs", "doi:10.5555/other.1", authors=LISTED, year="2021")
    found = judge(listed, (paper,))
    assert found.status == "ambiguous"
    assert "nothing in common" in found.reason


def test_an_identifier_carries_a_paper_that_was_retitled() -> None:
    paper = only("HedgePol: Explaining Dialogue Policies by Counterfactuals", TEAM)
    found = judge(claim(TITLE, "doi:10.5555/other.1", authors=LISTED, year="2021"), (paper,))
    assert found.accepted is not None, found.reason


def test_an_article_that_was_retracted_is_the_listed_article() -> None:
    gone = only(f"RETRACTED ARTICLE: {TITLE}", TEAM)
    assert judge(claim(TITLE, authors=LISTED, year="2021"), (gone,)).accepted is not None
    assert judge(claim(TITLE), (only(f"WITHDRAWN: {TITLE}", TEAM),)).accepted is not None


def test_a_coined_name_that_nobody_else_bears_carries_a_retitled_paper_and_no_splice() -> None:
    paper = preprint("Quillformer: Sparse Attention over Burrows and Long Hedgerows", TEAM, 2024, "arxiv:2401.00001")
    other = preprint("Reading Order Detection in Scanned Parish Registers", OTHERS, 2023, "arxiv:2301.00002")
    retitled = claim("Quillformer: Sparse Attention over Burrows", authors=LISTED, year="2024")
    assert judge(retitled, (paper,)).accepted is not None
    spliced = claim("Quillformer: Sparse Detection in Scanned Parish Registers", authors=LISTED, year="2024")
    assert judge(spliced, (paper, other)).accepted is None


def test_the_very_title_without_an_agreeing_claim_competes_with_one_that_has_a_name_before_it() -> None:
    bare = record(TITLE, OTHERS, 2019, "doi:10.5555/bare.1")
    named = record(f"HedgeTeam at Shared Task 3: {TITLE}", TEAM, 2021, "doi:10.5555/named.1")
    assert judge(claim(TITLE), (bare, named)).status == "ambiguous"
    assert judge(claim(TITLE, authors=LISTED, year="2021"), (bare, named)).accepted is None
    told = judge(claim(TITLE, authors="Rosa Quintana and Tomasz Wilk", year="2019"), (bare, named))
    assert told.accepted is not None
    assert told.accepted.records[0] == bare
