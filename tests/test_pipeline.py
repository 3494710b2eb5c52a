"""A list from end to end, and the library's functions: statuses, order, determinism, one line to print."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

import resolver
from resolver.config import Settings, load
from resolver.model import Document, Entry, Resolution, Run
from resolver.pipeline import Session
from tests.match.papers import (
    ATTENTION,
    BERT,
    BERT_ARXIV,
    GOODFELLOW,
    LECUN,
    PSYQA,
    PSYQA_ARXIV,
    PSYQA_OPENALEX,
    entry,
)
from tests.match.shelf import Shelf, anthology, arxiv, library, openalex

UNKNOWN = "Horticultural Therapy for Retired Submarine Cooks"
ROUTES = ("ids", "exact", "autocomplete", "search")


def session(*shelves: Shelf) -> Session:
    return Session(library(*shelves), shelves, ["a note"], None, lambda: None)


def run(entries: Sequence[Entry], *shelves: Shelf) -> Run:
    numbered = tuple(msgspec.structs.replace(e, row=n) for n, e in enumerate(entries, 1))
    return session(*shelves).run(Document(path="list.csv", columns=(), rows=(), entries=numbered, notes=("read",)))


def world() -> tuple[Shelf, Shelf, Shelf]:
    return (
        anthology(PSYQA, BERT),
        arxiv(PSYQA_ARXIV, BERT_ARXIV, ATTENTION),
        openalex(PSYQA_OPENALEX, LECUN, GOODFELLOW),
    )


def one(claims: Entry, *shelves: Shelf) -> Resolution:
    return run([claims], *shelves).resolutions[0]


# ------------------------------------------------------------------ statuses


def test_every_row_gets_its_status_in_the_order_of_the_list() -> None:
    rows = [entry(UNKNOWN), entry("Deep Learning"), entry(PSYQA.title), entry(""), entry("Attention is all you need")]
    done = run(rows, *world())
    assert [r.status for r in done.resolutions] == ["not_found", "ambiguous", "matched", "not_found", "matched"]
    assert [r.entry.row for r in done.resolutions] == [1, 2, 3, 4, 5]
    assert [bool(r.key) for r in done.resolutions] == [False, False, True, False, True]
    assert done.notes == ("read", "a note")
    assert [u.source for u in done.usage] == ["acl", "arxiv", "openalex"]


def test_what_could_not_be_asked_is_unanswered_and_says_who_was_silent() -> None:
    resolution = one(entry(UNKNOWN), anthology(PSYQA), openalex(down=ROUTES))
    assert (resolution.status, resolution.decision.confidence, resolution.work) == ("unanswered", 0.0, None)
    assert "openalex: timed out" in resolution.decision.reason


@pytest.mark.parametrize("route", ["exact", "search"])
def test_a_single_search_that_failed_is_enough_to_leave_a_row_unanswered(route: str) -> None:
    assert one(entry(UNKNOWN), anthology(PSYQA), openalex(down={route})).status == "unanswered"


def test_a_failing_source_never_makes_a_row_not_found() -> None:
    rows = [entry(UNKNOWN), entry(ATTENTION.title), entry(PSYQA.title), entry("Deep Learning")]
    for broken in range(3):
        shelves = world()
        shelves[broken].down = {"index", *ROUTES}
        assert "not_found" not in [r.status for r in run(rows, *shelves).resolutions]


def test_what_is_known_is_matched_or_ambiguous_though_a_source_is_silent() -> None:
    acl, pre, far = world()
    pre.down = ROUTES
    done = run([entry(PSYQA.title), entry("Deep Learning")], acl, pre, far)
    assert [r.status for r in done.resolutions] == ["matched", "ambiguous"]


def test_not_found_means_that_everyone_answered() -> None:
    resolution = one(entry(UNKNOWN), *world())
    assert resolution.status == "not_found"
    assert {r.source for r in resolution.replies} == {"acl", "arxiv", "openalex"}


# ------------------------------------------------------------------ works and problems


def test_a_match_carries_the_merged_work_and_what_the_list_has_wrong() -> None:
    resolution = one(entry(PSYQA.title, "arxiv:1706.03762", authors="Junhui Li et al.", year="2021"), *world())
    assert resolution.status == "matched"
    assert resolution.work is not None
    assert resolution.work.record.ids == (*PSYQA.ids, *PSYQA_ARXIV.ids, PSYQA_OPENALEX.ids[0])
    assert resolution.work.sources == ("acl", "arxiv", "openalex")
    assert sorted(p.kind for p in resolution.problems) == ["authors", "identifier"]
    assert any("Attention Is All You Need" in p.says for p in resolution.problems)


def test_a_link_to_another_paper_is_a_problem_even_when_nothing_is_found() -> None:
    resolution = one(entry(UNKNOWN, "arxiv:1706.03762"), *world())
    assert resolution.status == "not_found"
    assert [p.kind for p in resolution.problems] == ["identifier"]


def test_of_homonyms_none_is_accepted_merged_or_blamed() -> None:
    resolution = one(entry("Deep Learning", authors="Jane Doe"), *world())
    assert (resolution.status, resolution.work, resolution.problems, resolution.key) == ("ambiguous", None, (), "")
    assert {c.records[0] for c in resolution.decision.candidates} == {LECUN, GOODFELLOW}


# ------------------------------------------------------------------ again, and in another order


def without_times(done: Run) -> Run:
    resolutions = tuple(
        msgspec.structs.replace(r, replies=tuple(msgspec.structs.replace(p, asked="") for p in r.replies))
        for r in done.resolutions
    )
    return msgspec.structs.replace(done, resolutions=resolutions, seconds=0.0)


LIST = [
    entry(PSYQA.title, "arxiv:2106.01702"),
    entry("Deep Learning"),
    entry("Deep Learning", authors="Goodfellow et al."),
    entry(UNKNOWN),
    entry(BERT.title, "acl:N19-1423", authors="Devlin et al."),
    entry(PSYQA.title),
]


def test_two_runs_are_equal_but_for_times() -> None:
    first, second = (without_times(run(LIST, *world())) for _ in range(2))
    assert msgspec.json.encode(first) == msgspec.json.encode(second)


def test_a_row_is_decided_alike_whatever_stands_around_it() -> None:
    together = run(LIST, *world()).resolutions
    backwards = run(LIST[::-1], *world()).resolutions[::-1]
    for there, back in zip(together, backwards, strict=True):
        assert (there.decision, there.work, there.problems) == (back.decision, back.work, back.problems)
    alone = [one(e, *world()) for e in LIST]
    assert [a.status for a in alone] == [t.status for t in together]


def test_a_paper_listed_twice_is_resolved_twice_to_the_same_work() -> None:
    done = run([entry(PSYQA.title), entry(PSYQA.title.upper())], *world()).resolutions
    assert done[0].work == done[1].work
    assert done[0].work is not None


def test_no_source_at_all_and_no_row_at_all() -> None:
    assert one(entry(PSYQA.title)).status == "not_found"
    assert run([], *world()).resolutions == ()


# ------------------------------------------------------------------ the library's functions

EXPORT = """@inproceedings{sun-etal-2021-psyqa,
    title = "{P}sy{QA}: A {C}hinese Dataset for Generating Long Counseling Text for Mental Health Support",
    author = "Sun, Hao  and
      Lin, Zhenru",
    booktitle = "Findings of the Association for Computational Linguistics: ACL-IJCNLP 2021",
    year = "2021",
    url = "https://aclanthology.org/2021.findings-acl.130/",
    doi = "10.18653/v1/2021.findings-acl.130",
}
"""


@pytest.fixture
def local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings with an Anthology of one paper, and nothing else to ask."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "anthology.bib").write_text(EXPORT, encoding="utf-8")
    return load({"acl_url": str(tmp_path / "anthology.bib"), "cache_dir": str(tmp_path / "kept"), "offline": True})


def test_a_resolution_prints_as_one_line(local: Settings) -> None:
    line = str(
        resolver.resolve(
            "psyqa: a chinese dataset for generating long counseling text for mental health support", settings=local
        )
    )
    assert line.startswith("Hao Sun et al. PsyQA: A Chinese Dataset for Generating Long Counseling Text")
    assert " 2021. https://aclanthology.org/2021.findings-acl.130/ [matched " in line
    assert "\n" not in line


def test_what_was_not_resolved_prints_why(local: Settings) -> None:
    line = str(resolver.resolve(UNKNOWN, settings=local))
    assert line.startswith(f"{UNKNOWN}: unanswered (not everyone could be asked (")
    assert "offline" in line


def test_an_identifier_alone_resolves_in_any_form(local: Settings) -> None:
    links = [
        "https://aclanthology.org/2021.findings-acl.130.pdf",
        "doi:10.18653/V1/2021.findings-acl.130",
        "2021.findings-acl.130",
    ]
    found = resolver.resolve_many([{"ids": [link]} for link in links], settings=local)
    assert [r.work.record.key if r.work else "" for r in found] == ["sun-etal-2021-psyqa"] * 3


def test_many_at_once_keep_their_order_and_their_claims_are_checked(local: Settings) -> None:
    found = resolver.resolve_many(
        [UNKNOWN, {"title": PSYQA.title, "authors": "Junhui Li", "year": 2021, "venue": "EMNLP"}], settings=local
    )
    assert [r.status for r in found] == ["unanswered", "matched"]
    assert [r.entry.row for r in found] == [1, 2]
    assert sorted(p.kind for p in found[1].problems) == ["authors", "venue"]
    assert resolver.resolve_many([], settings=local) == ()


@pytest.mark.parametrize("wrong", ["Attention is all you need", {"title": "x"}])
def test_one_entry_is_not_taken_for_several(wrong: object) -> None:
    with pytest.raises(TypeError, match="several"):
        resolver.resolve_many(wrong)  # type: ignore[arg-type]  # a wrong type is the test


@pytest.mark.parametrize("wrong", [{"titel": "x"}, {"doi": "10.1/x"}, None, 7])
def test_an_entry_that_is_none_is_refused_by_its_number(wrong: object) -> None:
    with pytest.raises(TypeError, match="entry 2"):
        # A wrong type is the test.
        resolver.resolve_many(["Attention is all you need", wrong])  # type: ignore[list-item]
