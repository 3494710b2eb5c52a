"""Papers that were retitled: what is left of the listed title finds them, and arXiv's first version proves them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from resolver.match import judge
from resolver.match.nearest import name_nearest
from resolver.merge import merge
from resolver.model import ByFirstVersion, ByTitle, Found, Identifier, NotFound, Resolution
from resolver.net.http import Http, RequestLimits
from resolver.sources import wording
from resolver.sources.arxiv import Arxiv
from resolver.sources.arxiv.queries import match_any
from resolver.text.prepared import prepare_records
from tests.match.papers import claim, entry, preprint, record
from tests.services.records import world_of
from tests.services.server import Services
from tests.small_world import EXPORT, run
from tests.sources.asking import ask, records

FIRST = "M-FERN: Injecting Multimodal Information in the FERN Structure"
LATER = "Injecting Multimodal Information into Large Pretrained Ferns"
OTHER = "Glow-Worms as a Certified Defense against Clean-Label Poisoning"
PEOPLE = ["Wasifa Moss", "Kamrul Bracken", "Sangwu Heath"]
PAPERS = [
    {"id": "1908.00001", "title": LATER, "first_title": FIRST, "authors": PEOPLE, "published": "2019-08-15"},
    {"id": "2403.00002", "title": OTHER, "authors": ["Sang Lamp"], "published": "2024-03-18"},
]
LIMITS = RequestLimits(connect=1.0, read=1.5, first_read=1.5, total=6.0, grace=6.0, tries=2, backoff=0.02)


@pytest.fixture(scope="module")
def world() -> Iterator[Services]:
    with Services(world_of(EXPORT, PAPERS, [])) as services:
        yield services


def look_up(world: Services, folder: Path, title: str, authors: str = "", year: str = "") -> Resolution:
    return run(world, folder, LIMITS, (entry(title, authors=authors, year=year),)).resolutions[0]


# ------------------------------------------------------------------ proof


def test_arxiv_is_asked_for_the_titles_of_first_versions_in_one_request(world: Services) -> None:
    asked = [ByFirstVersion(Identifier("arxiv", i)) for i in ("1908.00001", "2403.00002v3", "2403.99999")]
    before = world.stats()["requests"].get("arxiv", 0)
    with Http() as http:
        first, unchanged, unknown = ask(Arxiv(http, f"{world.url}/arxiv/api/query", 0.0), "first versions", *asked)
    assert [(r.title, r.first_version) for r in records(first)] == [(FIRST, True)]
    assert [r.title for r in records(unchanged)] == [OTHER]
    assert unknown == NotFound()
    assert world.stats()["requests"]["arxiv"] == before + 1


@pytest.mark.parametrize("claims", [("", ""), ("Wasifa Moss et al.", "2019")])
def test_a_paper_is_accepted_whose_first_version_bore_the_listed_title(
    world: Services, tmp_path: Path, claims: tuple[str, str]
) -> None:
    found = look_up(world, tmp_path, FIRST, *claims)
    assert found.status == "matched"
    assert found.work is not None
    assert (found.work.record.title, found.work.record.id("arxiv")) == (LATER, "1908.00001")
    assert found.decision.reason.startswith("arXiv's first version of it bore the listed title")


def test_nothing_is_accepted_whose_first_version_bore_another_title(world: Services, tmp_path: Path) -> None:
    found = look_up(world, tmp_path, FIRST.replace("Multimodal", "Multilingual"))
    assert found.status != "matched"


def test_a_settled_paper_is_not_asked_for_its_first_version(world: Services, tmp_path: Path) -> None:
    found = look_up(world, tmp_path, OTHER)
    assert found.status == "matched"
    assert [r for r in found.replies if r.route == "first versions"] == []


def test_a_first_versions_fields_are_in_no_output() -> None:
    now = preprint(LATER, "; ".join(PEOPLE), 2019, "arxiv:1908.00001")
    then = preprint(FIRST, PEOPLE[0], 2018, "arxiv:1908.00001", first_version=True)
    decision = judge(claim(FIRST), (then, now))
    assert decision.accepted is not None
    merged = merge(decision.accepted.records).record
    assert (merged.title, len(merged.authors), merged.year) == (LATER, 3, 2019)


# ------------------------------------------------------------------ what is left of a title


def test_any_telling_word_may_lead_to_a_paper(world: Services) -> None:
    listed = ByTitle("Moth Denoising as a Guaranteed Defense from Clean-label Poisoning")
    with Http() as http:
        source = Arxiv(http, f"{world.url}/arxiv/api/query", 0.0)
        found, common = ask(source, "any words", listed, ByTitle("A Model for Data"))
    assert isinstance(found, Found)
    assert OTHER in [r.title for r in records(found)]
    assert common == NotFound(), "words that every title has lead nowhere"


def test_the_words_are_asked_for_as_words_whatever_they_are() -> None:
    assert match_any("Poisoning AND Denoising (OR not)") == '(ti:"poisoning" OR ti:"denoising")'
    assert match_any("Watermarks") == ""


@pytest.mark.parametrize("name", ["CodeFernX", "FernVal", "Fern2", "Bert", "Salmon", "BERT"])
def test_a_name_before_the_colon_is_never_searched_for_alone(name: str) -> None:
    """`Salmon` alone is in a hundred thousand titles of other fields, and coined names cost twice as many searches."""
    for rest in ("A Pre-Trained Model for Code Generation with Multilingual Evaluations", "Self-Alignment with Models"):
        assert (name.lower(),) not in wording.choose_pairs(f"{name}: {rest}")


# ------------------------------------------------------------------ named, not linked


def test_the_nearest_titles_are_named_where_nothing_is_accepted() -> None:
    wanted = claim("FP-VEC: Fingerprinting Large Language Models via Efficient Vector Addition")
    near = preprint(
        "Fingerprint Vector: Scalable Model Fingerprint Transfer via Vector Addition", "A B", 2024, "arxiv:1.1"
    )
    far = preprint("Glow-Worms in Winter", "C D", 2024, "arxiv:1.2")
    decision = judge(wanted, (near, far))
    named = name_nearest(wanted, prepare_records((near, far)), decision)
    assert named.status == decision.status != "matched"
    assert near in [c.records[0] for c in named.candidates]
    assert far not in [c.records[0] for c in named.candidates]


def test_no_more_than_five_are_named_and_none_that_a_person_ruled_out() -> None:
    wanted = claim("Watermarks under Fire in Large Language Forests")
    crowd = [preprint(f"Watermarks under Fire, {n} Forests On", f"A {n}", 2024, f"arxiv:1.{n}") for n in range(10, 20)]
    decision = judge(wanted, ())
    named = name_nearest(wanted, prepare_records(crowd), decision)
    assert len(named.candidates) == 5
    gone = name_nearest(wanted, prepare_records(crowd[:1]), decision, rejected=crowd[0].ids)
    assert gone.candidates == ()


def test_an_accepted_work_gets_no_company() -> None:
    paper = record(OTHER, "Sang Lamp", 2024, "acl:2024.acl-long.1")
    decision = judge(claim(OTHER), (paper,))
    assert name_nearest(claim(OTHER), prepare_records((paper,)), decision) == decision
