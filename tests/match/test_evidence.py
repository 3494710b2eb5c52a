"""What each feature of a comparison says, what the model makes of all, and what people and earlier looks decide."""

from __future__ import annotations

import itertools
import math
import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.match import judge, probability
from resolver.match.bars import BARS
from resolver.match.evidence import MEANINGS, match_title, measure_features, measure_people_in_order
from resolver.model import Claim, Decision, Identifier, Precedent, Record
from resolver.text.prepared import prepare_records
from tests.match.papers import BERT, PSYQA, PSYQA_ARXIV, claim, preprint, record

PARSING = record("Deep Biaffine Attention for Neural Dependency Parsing", "Timothy Dozat; Christopher D. Manning", 2017)
PSYLLM = preprint(
    "PsyLLM: Integrating Diagnostic and Therapeutic Reasoning with Large Language Models",
    "He Hu; Yucheng Zhou; Juzheng Si; Qianning Wang", 2025, "arxiv:2505.15715",
)  # fmt: skip


def seen(written: str | Claim, *work: Record, **more: float) -> dict[str, float]:
    listed = claim(written) if isinstance(written, str) else written
    prepared = prepare_records(work)
    # Keywords of the test, checked when it runs.
    return measure_features(listed, prepared, match_title(listed.title, prepared), **more)  # type: ignore[arg-type]


# ------------------------------------------------------------------ titles


@pytest.mark.parametrize(
    "written",
    [
        "deep biaffine attention for neural dependency parsing",
        "Deep Bi-affine Attention for Neural Dependency Parsing.",
        r"{D}eep {B}iaffine {A}ttention for \emph{Neural} Dependency Parsing",
    ],
)
def test_titles_that_are_equal_but_for_their_writing_are_exact(written: str) -> None:
    assert seen(written, PARSING)["exact"] == 1.0


def test_a_title_that_ends_within_a_word_is_cut_within_it_and_one_that_ends_elsewhere_is_not() -> None:
    assert seen("Deep Biaffine Attention for Neural Depen", PARSING)["cut_within_word"] == 1.0
    assert "cut_within_word" not in seen("Deep Biaffine Attention for Neural", PARSING)
    assert "cut_within_word" not in seen("Shallow Biaffine Attention for Neural Depen", PARSING)


def test_one_telling_word_in_the_place_of_another_is_what_makes_a_trap() -> None:
    other = seen("Deep Biaffine Attention for Neural Constituency Parsing", PARSING)
    assert other["one_word_replaced"] > 0.5
    assert other["word_replaced"] > 0.5
    assert "one_word_replaced" not in seen("Deep Biafine Attention for Neural Dependency Parsing", PARSING), (
        "a slip of the pen"
    )


@pytest.mark.parametrize(
    ("written", "feature"),
    [
        ("Overview of Shared Task 4 at SemEval 2024", "numbers_differ"),
        ("Deep Biaffine Attention for Neural Dependent Parsing", "inflected"),
        ("For Neural Dependency Parsing, Deep Biaffine Attention", "reordered"),
        ("StackPtr: Deep Biaffine Attention for Neural Dependency Parsing", "head_missing"),
        ("Deep Biaffine Attention", "tail_extra"),
        ("Deep Biafine Atention for Neural Dependency Parsing", "misspelt"),
    ],
)
def test_each_way_to_differ_has_its_feature(written: str, feature: str) -> None:
    work = record("Overview of Shared Task 4 at SemEval 2025") if feature == "numbers_differ" else PARSING
    assert seen(written, work)[feature] > 0


def test_a_rare_name_in_front_of_the_colon_speaks_and_more_so_the_more_of_the_rest_agrees() -> None:
    near = seen("PsyLLM: Diagnostic and Therapeutic Reasoning in Counseling", PSYLLM)
    far = seen("PsyLLM: A Chatbot for Gardeners", PSYLLM)
    assert near["name_agrees"] == far["name_agrees"] == 1.0
    assert near["name_and_rest_agree"] > 2 * far.get("name_and_rest_agree", 0.0)
    assert "name_agrees" not in seen("Survey: A Chatbot for Gardeners", record("Survey: Parsing", "A B"))


def test_short_and_common_titles_are_thin_however_well_they_agree() -> None:
    assert seen("Deep Learning", record("Deep Learning"))["exact_uninformative"] > 0.5
    assert "exact_uninformative" not in seen(PARSING.title, PARSING)


# ------------------------------------------------------------------ people, year, identifiers


def test_all_of_the_listed_people_in_their_order_say_much_even_under_another_title() -> None:
    renamed = claim("Beyond Empathy", authors="He Hu, Yucheng Zhou, Juzheng Si, Qianning Wang")
    assert seen(renamed, PSYLLM)["all_people_agree"] == 1.0
    assert 0 < seen(claim("Beyond Empathy", authors="He Hu, Yucheng Zhou"), PSYLLM)["all_people_agree"] < 0.5
    for authors in ("Yucheng Zhou, He Hu", "He Hu", "He Hu, Ada Lovelace", ""):
        assert measure_people_in_order((claim("Beyond Empathy", authors=authors)), prepare_records((PSYLLM,))) == 0.0
    assert seen(renamed, PSYLLM, same_people=3)["same_people_elsewhere"] > 0


@pytest.mark.parametrize(
    ("authors", "agree"),
    [
        ("Timothy Dozat and Christopher D. Manning", True),
        ("T. Dozat, C. Manning", True),
        ("Dozat, Timothy; Manning, Chris", True),
        ("Timothy Dozat et al.", True),
        ("Dozat & Manning", True),
        ("Junhui Li et al.", False),
        ("Manning, C.", True),
    ],
)
def test_listed_authors_agree_as_people_write_them_or_are_refuted(authors: str, agree: bool) -> None:
    told = seen(claim(PARSING.title, authors=authors), PARSING)
    assert (told.get("people_agree", 0.0) > 0.5) is agree
    assert ("people_refuted" in told) is not agree


@pytest.mark.parametrize(
    ("year", "feature"), [("2021", "year_same"), ("2022", "year_near"), ("2017", "year_far"), ("", "year_unknown")]
)
def test_the_year_between_preprint_and_publication_is_right(year: str, feature: str) -> None:
    early = msgspec.structs.replace(PSYQA_ARXIV, year=2020)
    assert seen(claim(PSYQA.title, year=year), PSYQA, early)[feature] == 1.0
    assert "year_same" in seen(claim(PSYQA.title, year="2020"), PSYQA, early)


def test_an_identifier_or_the_authors_tell_homonyms_apart() -> None:
    assert seen(BERT.title, BERT, homonyms=2)["homonyms"] > 0
    assert "homonyms" not in seen(claim(BERT.title, str(BERT.ids[0])), BERT, homonyms=2)
    assert "homonyms" not in seen(claim(BERT.title, authors="Jacob Devlin; Ming-Wei Chang"), BERT, homonyms=2)


# ------------------------------------------------------------------ the model


def test_one_table_of_the_documents_says_what_each_feature_is_for() -> None:
    page = (Path(__file__).parents[2] / "docs" / "matching.md").read_text(encoding="utf-8")
    table = page[page.index("| feature | says | counts |") :].partition("\n\n")[0]
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \|$", table, re.MULTILINE)
    assert len(rows) == table.count("\n") - 1, "and nothing else"
    assert {name: says for name, says, _ in rows} == MEANINGS
    weights = probability.load_weights().weights
    for name, _, counts in rows:
        weight = weights.get(name, 0.0)
        assert counts == (
            "bars" if name in BARS else "for" if weight > 0 else "against" if weight else "said, not weighed"
        )


def test_every_weight_is_of_a_feature_that_has_its_words() -> None:
    assert set(probability.load_weights().weights) <= set(MEANINGS)
    assert probability.load_weights().made_by.startswith("python benchmarks/fit_matcher.py")


def test_probabilities_of_works_that_compete_add_up_to_no_more_than_one_and_keep_their_order() -> None:
    alone, shared = probability.share_probability([6.0])[0], probability.share_probability([6.0, 6.0])
    assert shared[0] == shared[1] < alone
    assert probability.share_probability([]) == []


@given(st.lists(st.floats(-40, 40), min_size=1, max_size=6))
def test_any_odds_make_probabilities(odds: list[float]) -> None:
    found = probability.share_probability(odds)
    assert all(0.0 <= p <= 1.0 for p in found)
    assert sum(found) <= 1.0 + 1e-9
    assert all(p >= q for p, o in zip(found, odds, strict=True) for q, r in zip(found, odds, strict=True) if o >= r)


def test_the_calibration_rises() -> None:
    knots = probability.load_weights().calibration
    assert knots == tuple(sorted(knots))
    assert [y for _, y in knots] == sorted(y for _, y in knots)
    rising = [probability.share_probability([o / 10])[0] for o in range(-100, 100)]
    assert all(a <= b or math.isclose(a, b) for a, b in itertools.pairwise(rising))


def test_evidence_adds_up_to_the_odds() -> None:
    told = seen(claim(PSYQA.title, authors="Hao Sun et al.", year="2021"), PSYQA)
    assert math.isclose(
        sum(e.weight for e in probability.explain_features(told)) + probability.load_weights().intercept,
        probability.log_odds(told),
        abs_tol=0.01,
    )


# ------------------------------------------------------------------ what was decided before


def decided(listed: Claim, *records: Record, **before: tuple[Identifier, ...]) -> Decision:
    # Keywords of the test, checked when it runs.
    return judge(listed, records, Precedent(**before))  # type: ignore[arg-type]


def test_the_work_that_a_person_named_is_meant_whatever_its_title() -> None:
    found = decided(claim("PsyQA"), BERT, PSYQA, accepted=BERT.ids[-1:])
    assert found.accepted is not None
    assert found.accepted.records == (BERT,)
    assert found.reason.startswith("a person or an earlier run decided for it")
    assert [c.records for c in found.candidates[1:]] in ([], [(PSYQA,)])


def test_a_work_that_a_person_rejected_is_no_candidate_in_any_of_its_versions() -> None:
    found = decided(claim(PSYQA.title), PSYQA, PSYQA_ARXIV, rejected=PSYQA_ARXIV.ids)
    assert found.status == "not_found"
    assert found.candidates == ()


def test_the_work_that_was_found_before_stays_while_its_title_is_only_corrected() -> None:
    corrected = msgspec.structs.replace(PSYQA, title="PsyQA, a Chinese Corpus of Counseling")
    found = decided(claim(PSYQA.title), corrected, found=PSYQA.ids)
    assert found.accepted is not None
    assert found.accepted.records == (corrected,)


def test_records_that_an_earlier_look_has_put_together_are_not_parted() -> None:
    second_hand = preprint(
        PSYQA.title, "Sun Hao; Lin Zhenru; Zheng Chujie; Liu Siyang; Huang Minlie", 2021, "arxiv:2106.01702"
    )
    before = (*PSYQA.ids, *second_hand.ids)
    found = decided(claim(PSYQA.title), PSYQA, second_hand, found=before)
    assert found.accepted is not None
    assert set(found.accepted.records) == {PSYQA, second_hand}


def test_an_identifier_that_names_another_paper_now_does_not_take_the_entry_along() -> None:
    stranger = record("Basalt Lullabies for Dependency Gardens", "Max Stone", 2021, str(PSYQA.ids[1]))
    moved = msgspec.structs.replace(PSYQA, ids=(Identifier("acl", "2021.findings-acl.999"),))
    found = decided(claim(PSYQA.title, authors="Hao Sun"), stranger, moved, found=PSYQA.ids)
    assert found.accepted is not None
    assert found.accepted.records == (moved,)


@pytest.mark.parametrize(
    ("listed", "says"),
    [("2017", "year_same"), ("2018", "year_near"), ("2016", "year_near"), ("2019", "year_far"), ("2015", "year_far"),
     ("", "year_unknown")],
)  # fmt: skip
def test_a_year_is_the_same_or_near_by_one_or_far(listed: str, says: str) -> None:
    found = seen(claim(PARSING.title, year=listed), PARSING)
    assert [name for name in ("year_same", "year_near", "year_far", "year_unknown") if name in found] == [says]


@pytest.mark.parametrize("listed", ["2018", "2019", "2020"])
def test_a_year_between_those_of_the_versions_is_the_same(listed: str) -> None:
    early = preprint(PARSING.title, "Timothy Dozat; Christopher D. Manning", 2020, "arxiv:2001.00001")
    published = record(PARSING.title, "Timothy Dozat; Christopher D. Manning", 2018)
    assert "year_same" in seen(claim(PARSING.title, year=listed), published, early)


@pytest.mark.parametrize(
    ("written", "unlike"),
    [
        ("Deep Biaffine Attention for Neural Dependency Parsers", False),
        ("Deep Biaffine Attention in Dependency Parsing", False),
        ("Horticultural Therapy for Retired Submarine Cooks", True),
    ],
)
def test_titles_are_wholly_unlike_from_a_third_of_the_letters_on(written: str, unlike: bool) -> None:
    ratio = match_title(claim(written).title, prepare_records((PARSING,))).alignment.ratio
    assert (ratio <= 2 / 3) is unlike
    assert seen(written, PARSING)["distance"] == pytest.approx(1.0 if unlike else 3 * (1.0 - ratio))
