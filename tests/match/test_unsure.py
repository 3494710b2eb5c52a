"""Probabilities of works that were not accepted: as they are in real lists, and never as high as a link's."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from resolver.match import judge
from resolver.match.probability import load_weights
from resolver.match.unsure import MOST_UNSURE, calibrate_unsure
from resolver.model import Candidate, Evidence
from tests.match.papers import claim, preprint, record

TITLE = "Fern Attention for Submarine Cooks"
WANTED = (
    preprint(TITLE, "Ana Silva; Bo Chen", 2020, "arxiv:2001.00001"),
    record(TITLE, "Ana Silva; Bo Chen", 2020, "openalex:W1 arxiv:2001.00001", source="openalex", type="preprint"),
)
NAMESAKES = tuple(
    record(TITLE, people, 2020, f"openalex:W{n}", source="openalex")
    for n, people in enumerate(
        ("Dee Fox; Ed Gale", "Flo Hart; Gus Ives", "Ida Jones; Kay Lamb", "Max North; Ola Pratt"), 10
    )
)


def test_among_namesakes_the_work_that_several_sources_know_is_named_first_and_not_linked() -> None:
    """The list gives no authors; four strangers wrote a paper of the same title."""
    decision = judge(claim(TITLE), (*NAMESAKES, *WANTED))
    assert decision.status == "ambiguous"
    assert decision.candidates[0].records[0] in WANTED
    assert decision.candidates[0].probability > 3 * decision.candidates[1].probability
    assert decision.confidence == decision.candidates[0].probability <= MOST_UNSURE < load_weights().accept


def test_where_each_is_known_to_one_source_none_leads() -> None:
    decision = judge(claim(TITLE), NAMESAKES)
    assert decision.status == "ambiguous"
    assert len({c.probability for c in decision.candidates}) == 1


_candidates = st.builds(
    Candidate,
    records=st.sampled_from([WANTED, NAMESAKES[:1], NAMESAKES[1:2]]),
    probability=st.floats(0.0, 0.2),
    evidence=st.sampled_from([(), (Evidence("another_word", 1.0, 0.0, ""),)]),
)


@given(st.lists(_candidates, min_size=1, max_size=5))
def test_no_probability_reaches_a_links_and_together_they_are_no_more_than_certain(works: list[Candidate]) -> None:
    told = calibrate_unsure(works)
    assert len(told) == len(works)
    assert all(0 <= c.probability <= MOST_UNSURE for c in told)
    assert sum(c.probability for c in told) <= 1.001
    assert [c.probability for c in told] == sorted((c.probability for c in told), reverse=True)
