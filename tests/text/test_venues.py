"""Venues: acronyms and spelled-out names meet; Findings is not the main conference; the unknown is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.text.titles import fold
from resolver.text.venue_series import SERIES
from resolver.text.venues import compare, find_labels

NAACL = (
    "Proceedings of the 2019 Conference of the North American Chapter of the Association for Computational "
    "Linguistics: Human Language Technologies, Volume 1 (Long and Short Papers)"
)
EMNLP = "Proceedings of the 2020 Conference on Empirical Methods in Natural Language Processing (EMNLP)"
ACL = "Proceedings of the 58th Annual Meeting of the Association for Computational Linguistics"
EACL = "Proceedings of the 16th Conference of the European Chapter of the Association for Computational Linguistics"
FINDINGS_EMNLP = "Findings of the Association for Computational Linguistics: EMNLP 2020"
FINDINGS_ACL = "Findings of the Association for Computational Linguistics: ACL-IJCNLP 2021"
NEURIPS = "Advances in Neural Information Processing Systems 30"


@pytest.mark.parametrize(
    ("listed", "recorded"),
    [
        ("NAACL 2019", NAACL),
        ("NAACL-HLT", NAACL),
        ("EMNLP'20", EMNLP),
        ("In Proc. of EMNLP", EMNLP),
        ("ACL 2020", ACL),
        ("ACL", ACL),
        ("EACL", EACL),
        ("Findings of EMNLP 2020", FINDINGS_EMNLP),
        ("EMNLP Findings", FINDINGS_EMNLP),
        ("Findings of ACL", FINDINGS_ACL),
        ("NeurIPS 2017", NEURIPS),
        ("NIPS", NEURIPS),
        ("TACL", "Transactions of the Association for Computational Linguistics, Volume 4"),
        ("ICLR 2024", "International Conference on Learning Representations"),
        ("LREC", "Proceedings of the Twelfth Language Resources and Evaluation Conference"),
        ("CLPsych", "Proceedings of the Seventh Workshop on Computational Linguistics and Clinical Psychology"),
    ],
)
def test_one_venue_by_any_of_its_names_agrees(listed: str, recorded: str) -> None:
    assert compare(listed, recorded) == compare(recorded, listed) == 1.0


@pytest.mark.parametrize(
    ("listed", "recorded"),
    [
        ("ACL 2020", NAACL),
        ("ACL 2020", EMNLP),
        ("NAACL", EACL),
        ("ICML 2019", NAACL),
        ("CVPR", NEURIPS),
        ("EMNLP", FINDINGS_ACL),
    ],
)
def test_two_venues_contradict(listed: str, recorded: str) -> None:
    assert compare(listed, recorded) == 0.0


def test_findings_is_half_the_conference_it_belongs_to() -> None:
    assert compare("EMNLP 2020", FINDINGS_EMNLP) == 0.5
    assert compare("Findings of EMNLP", EMNLP) == 0.5


@pytest.mark.parametrize(
    ("listed", "recorded"),
    [
        ("", ACL),
        ("ACL", ""),
        ("-", ACL),
        ("Seattle", ACL),
        ("arXiv", ACL),
        ("arXiv preprint arXiv:1706.03762", NEURIPS),
        ("CoRR", NEURIPS),
        ("ACL 2019", "Proceedings of the 4th Workshop on Representation Learning for NLP (RepL4NLP-2019)"),
    ],
)
def test_what_cannot_be_told_is_not_told(listed: str, recorded: str) -> None:
    assert compare(listed, recorded) is None


@pytest.mark.parametrize(
    ("venue", "found"),
    [
        (FINDINGS_EMNLP, {"emnlp", "findings"}),
        (NAACL, {"naacl"}),
        (EACL, {"eacl"}),
        (ACL, {"acl"}),
        ("Computational Linguistics", {"cl"}),
        ("EMNLP2023", {"emnlp"}),
    ],
)
def test_labels_are_those_of_the_series_alone(venue: str, found: set[str]) -> None:
    assert find_labels(venue) == found


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_breaks_it(listed: str, recorded: str) -> None:
    assert compare(listed, recorded) in (None, 0.0, 0.5, 1.0)
    assert compare(listed, listed) in (None, 1.0)


@given(st.sampled_from([NAACL, EMNLP, ACL, EACL, FINDINGS_EMNLP, FINDINGS_ACL, NEURIPS, "ICML", "LREC 2020"]))
def test_a_known_venue_agrees_with_itself(venue: str) -> None:
    assert compare(venue, venue) == 1.0


@pytest.mark.parametrize("label", SERIES)
def test_every_series_of_the_table_is_recognised_by_each_of_its_names(label: str) -> None:
    series = SERIES[label]
    assert all(name == fold(name) for name in series.names)
    for name in (*series.names, *([series.short] if series.names and series.has_acronym else [])):
        assert label in find_labels(f"Proceedings of the 3rd {name.title() if name != series.short else name} 2021")
