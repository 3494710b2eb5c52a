"""Who is asked what: the cheapest first, each thing once, and no more than can change the outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from resolver.cache.answers import Answers
from resolver.claims import parse_claim
from resolver.lookup.finding import Finding
from resolver.lookup.look_up import Lookup
from resolver.lookup.plan import FEW
from resolver.match import is_settled, is_worth_searching, judge_prepared
from resolver.model import ByTitle, Entry, Identifier, Precedent, Record
from resolver.sources.base import Route
from tests.match.papers import (
    ATTENTION,
    BERT,
    BERT_ARXIV,
    LECUN,
    PSYQA,
    PSYQA_ARXIV,
    PSYQA_OPENALEX,
    claim,
    entry,
    preprint,
    record,
)
from tests.match.shelf import EXACT, IDS, Shelf, anthology, arxiv, library, openalex

UNKNOWN = "Horticultural Therapy for Retired Submarine Cooks"


Listed = Entry | tuple[Entry, Precedent]


def look_up(entries: Sequence[Listed], *shelves: Shelf, answers: Answers | None = None) -> list[Finding]:
    claims, precedents = [], {}
    for row, listed in enumerate(entries, 1):
        written, before = listed if isinstance(listed, tuple) else (listed, Precedent())
        claims.append(parse_claim(msgspec.structs.replace(written, row=row)))
        precedents[row] = before
    return Lookup(library(*shelves, answers=answers), shelves, judge_prepared, is_settled, is_worth_searching).run(
        claims, precedents
    )


def sources(finding: Finding) -> set[str]:
    assert finding.decision is not None
    return {r.source for r in finding.decision.candidates[0].records} if finding.decision.accepted else set()


# ------------------------------------------------------------------ the cheapest first


def test_the_local_index_is_asked_first_and_in_one_go() -> None:
    acl, far = anthology(PSYQA, BERT), openalex()
    order: list[str] = []
    entries = [claim(PSYQA.title), claim(BERT.title), claim(UNKNOWN)]
    Lookup(library(acl, far), [acl, far], judge_prepared, is_settled, progress=lambda s, _, __: order.append(s)).run(
        entries
    )
    assert order[0] == "local index"
    assert acl.requests() == 1


def test_what_is_settled_is_not_searched_for_any_further() -> None:
    acl, far, pre = anthology(PSYQA), openalex(PSYQA_OPENALEX), arxiv(PSYQA_ARXIV)
    look_up([entry(PSYQA.title)], acl, pre, far)
    assert far.requests("autocomplete") + far.requests("search") == 0


def test_what_nobody_knows_is_searched_along_every_route() -> None:
    acl, pre, far = anthology(PSYQA), arxiv(), openalex()
    (finding,) = look_up([entry(UNKNOWN)], acl, pre, far)
    assert finding.decision is not None
    assert finding.decision.status == "not_found"
    assert finding.unanswered() == []
    assert [far.requests(r) for r in ("exact", "autocomplete", "search")] == [1, 1, 1]
    assert pre.requests("search") == 1


def test_a_settled_work_still_gets_its_other_versions_and_identifiers() -> None:
    (finding,) = look_up([entry(PSYQA.title)], anthology(PSYQA), arxiv(PSYQA_ARXIV), openalex(PSYQA_OPENALEX))
    assert sources(finding) == {"acl", "arxiv", "openalex"}


def test_identifiers_that_were_found_complete_the_work_from_the_source_that_knows_them() -> None:
    """The index knows the paper only; OpenAlex its arXiv id; arXiv then its record of another title."""
    old = preprint("Counseling at Length in Chinese", "Hao Sun; Zhenru Lin; Chujie Zheng", 2021, "arxiv:2106.01702")
    linked = record(
        PSYQA.title, "Hao Sun; Zhenru Lin", 2021, "openalex:W3169726359 arxiv:2106.01702", source="openalex"
    )
    pre = arxiv(old)
    (finding,) = look_up([entry(PSYQA.title)], anthology(PSYQA), pre, openalex(linked))
    assert sources(finding) == {"acl", "arxiv", "openalex"}
    assert pre.questions("ids") == ["arxiv:2106.01702"]


def test_a_paper_that_the_index_settled_is_looked_up_elsewhere_by_its_identifier_and_by_no_title() -> None:
    acl, pre, far = anthology(PSYQA), arxiv(PSYQA_ARXIV), openalex(PSYQA_OPENALEX)
    (finding,) = look_up([entry(PSYQA.title)], acl, pre, far)
    assert far.questions() == ["doi:10.18653/v1/2021.findings-acl.130"]
    assert sources(finding) == {"acl", "arxiv", "openalex"}


def test_where_its_identifier_is_unknown_the_very_title_is_asked_for_but_no_similar_one() -> None:
    elsewhere = msgspec.structs.replace(PSYQA_OPENALEX, ids=PSYQA_OPENALEX.ids[:1])
    far = openalex(elsewhere)
    (finding,) = look_up([entry(PSYQA.title)], anthology(PSYQA), far)
    assert [name for name, _ in far.asked][:2] == ["ids", "exact"]
    assert far.requests("autocomplete") + far.requests("search") == 0
    assert "openalex" in sources(finding)


def test_a_work_of_the_very_title_is_not_searched_for_by_its_words() -> None:
    """Other works of that title come with the exact ones; only a preprint may have been published under another."""
    thin = record(
        "Layer Ordering", "Ada Lovelace; Alan Turing", 2019, "openalex:W1234567 doi:10.1/x", source="openalex"
    )
    claims = entry(thin.title, authors="Lovelace and Turing", year="2019")
    far = openalex(thin)
    (finding,) = look_up([claims], far)
    assert finding.decision is not None
    assert finding.decision.accepted is not None
    assert not finding.closed, "the title alone tells too little"
    assert far.requests("search") == 0
    far = openalex(msgspec.structs.replace(thin, type="preprint"))
    look_up([claims], far)
    assert far.requests("search") == 1


def test_of_a_work_a_source_is_asked_for_one_identifier_at_the_end() -> None:
    many = msgspec.structs.replace(PSYQA_ARXIV, ids=(*PSYQA_ARXIV.ids, *PSYQA.ids))
    far = openalex()
    look_up([entry(PSYQA.title)], arxiv(many), far)
    assert far.questions("ids") == ["doi:10.18653/v1/2021.findings-acl.130"]


# ------------------------------------------------------------------ in batches, and once


def test_a_preprint_that_is_listed_by_its_number_alone_is_searched_for_by_its_title_as_it_may_have_been_published() -> (
    None
):
    far, pre = openalex(PSYQA_OPENALEX), arxiv(PSYQA_ARXIV)
    (finding,) = look_up([entry("", "arxiv:2106.01702")], pre, far)
    assert sources(finding) == {"arxiv", "openalex"}
    assert far.questions("exact") == [f"title:{PSYQA.title}"]
    assert pre.questions("search") == far.questions("search") == []


def test_its_publication_may_also_be_in_the_local_index() -> None:
    acl, pre = anthology(PSYQA), arxiv(PSYQA_ARXIV)
    (finding,) = look_up([entry("", "arxiv:2106.01702")], acl, pre)
    assert sources(finding) == {"acl", "arxiv"}


# ------------------------------------------------------------------ the publication, not the preprint


PREPRINT_PAGE = "openalex:W3169726350 arxiv:2106.01702"
"""A record of OpenAlex that knows of the preprint and nothing else."""


@pytest.mark.parametrize(
    "listed",
    [
        entry(PSYQA.title),
        entry(PSYQA.title, "arxiv:2106.01702"),
        entry(PSYQA.title, "arxiv:2106.01702", authors="Hao Sun et al.", venue="arXiv preprint arXiv:2106.01702"),
        entry("", "arxiv:2106.01702"),
    ],
    ids=["title", "with its link", "as Google Scholar exports it", "by its number"],
)
def test_a_preprint_is_listed_in_any_way_and_its_publication_is_found(listed: Entry) -> None:
    alone = preprint(PSYQA.title, "Hao Sun; Zhenru Lin", 2021, PREPRINT_PAGE, source="openalex")
    in_print = msgspec.structs.replace(PSYQA_OPENALEX, ids=(Identifier("openalex", "W3169726359"),))
    (finding,) = look_up([listed], arxiv(PSYQA_ARXIV), openalex(alone, in_print))
    assert finding.decision is not None
    assert finding.decision.accepted is not None
    assert any(r.published for r in finding.decision.accepted.records)


def test_the_publication_is_also_sought_by_the_doi_that_the_authors_gave_to_arxiv() -> None:
    """Under a title of its own, and in a source that knows the preprint already."""
    mine = msgspec.structs.replace(PSYQA_ARXIV, ids=(*PSYQA_ARXIV.ids, Identifier("doi", "10.1162/tacl.7")))
    alone = preprint(PSYQA.title, "Hao Sun; Zhenru Lin", 2021, PREPRINT_PAGE, source="openalex")
    retitled = record("Counseling at Length in Chinese", "Hao Sun; Zhenru Lin", 2022, "doi:10.1162/tacl.7 openalex:W7")
    far = openalex(alone, msgspec.structs.replace(retitled, source="openalex"))
    (finding,) = look_up([entry(PSYQA.title, "arxiv:2106.01702")], arxiv(mine), far)
    assert finding.decision is not None
    assert finding.decision.accepted is not None
    assert {r.title for r in finding.decision.accepted.records} == {PSYQA.title, retitled.title}


class ToTheLetter(Shelf):
    """A shelf whose lists of exact titles take them as they are spelled, but for case."""

    def _fits(self, route: Route, question: ByTitle, record: Record) -> bool:
        if route.exact:
            return record.title.lower() == question.title.lower()
        return super()._fits(route, question, record)


def test_the_publication_is_also_sought_by_the_title_as_the_preprint_spells_it() -> None:
    """The list lost a question mark; the publication has it."""
    title = "At Which Training Stage Does Code Data Help the Reasoning of Hedgehogs?"
    pre = arxiv(preprint(title, "Ada Lovelace; Alan Turing", 2023, "arxiv:2309.00001"))
    in_print = record(title, "Ada Lovelace; Alan Turing", 2024, "openalex:W7", source="openalex")
    far = ToTheLetter("openalex", "openalex", [IDS, EXACT], [in_print])
    (finding,) = look_up([entry(title.rstrip("?"), "arxiv:2309.00001")], pre, far)
    assert sources(finding) == {"arxiv", "openalex"}
    assert far.questions("exact") == [f"title:{title.rstrip('?')}", f"title:{title}"]


def test_what_is_published_is_not_asked_for_by_more_titles() -> None:
    far = openalex(msgspec.structs.replace(PSYQA_OPENALEX, title=f"{PSYQA.title}."))
    look_up([entry(PSYQA.title, "arxiv:2106.01702")], anthology(PSYQA), arxiv(PSYQA_ARXIV), far)
    assert f"title:{PSYQA.title}." not in far.questions("exact")


def test_an_identifier_alone_that_was_not_answered_leaves_its_entry_unanswered() -> None:
    (finding,) = look_up([entry("", "arxiv:2106.01702")], openalex(), arxiv(down=["ids"]))
    assert [str(r.question) for r in finding.unanswered()] == ["arxiv:2106.01702"]


# ------------------------------------------------------------------ what an earlier look found


def known(title: str, *records: Record) -> tuple[Entry, Precedent]:
    """An entry that was resolved to these records of one work before."""
    return entry(title), Precedent(found=tuple(dict.fromkeys(i for r in records for i in r.ids)))


def test_a_work_that_was_found_before_is_asked_for_by_its_identifiers_and_no_title() -> None:
    acl, pre = anthology(PSYQA), arxiv(PSYQA_ARXIV)
    (finding,) = look_up([known(PSYQA.title, PSYQA, PSYQA_ARXIV)], acl, pre)
    assert pre.questions() == ["arxiv:2106.01702"]
    assert sources(finding) == {"acl", "arxiv"}, "the source that only its title had led to tells of it again"


def test_of_a_preprint_that_was_found_before_only_the_publication_is_sought() -> None:
    pre, far = arxiv(PSYQA_ARXIV), openalex()
    look_up([known(PSYQA.title, PSYQA_ARXIV)], anthology(), pre, far)
    assert pre.questions() == ["arxiv:2106.01702"]
    assert far.questions("exact") == [f"title:{PSYQA.title}"]


def test_where_a_source_tells_of_it_under_another_identifier_the_old_one_is_asked_for_as_well() -> None:
    old = msgspec.structs.replace(PSYQA_OPENALEX, ids=(*PSYQA.ids, Identifier("openalex", "W1")))
    new = msgspec.structs.replace(PSYQA_OPENALEX, ids=(*PSYQA.ids, Identifier("openalex", "W2")))
    far = openalex(new)
    look_up([known(PSYQA.title, old)], anthology(PSYQA), far)
    assert "openalex:W1" in far.questions("ids")


def test_the_identifiers_of_all_entries_are_asked_together_and_before_any_title() -> None:
    far = openalex(LECUN)
    entries = [entry(f"Paper number {n}", f"doi:10.1016/j.{n}") for n in range(80)]
    look_up(entries, far)
    assert far.asked[0][0] == "ids"
    assert Counter(name for name, _ in far.asked)["ids"] == 1
    assert len(far.questions("ids")) == 80


def test_exact_titles_are_asked_a_hundred_at_a_time() -> None:
    far = openalex()
    look_up([entry(f"{UNKNOWN}, Part {n} of the Annals") for n in range(150)], far)
    assert [len(questions) for name, questions in far.asked if name == "exact"] == [100, 50]


def test_a_paper_listed_twice_is_asked_for_once() -> None:
    acl, pre, far = anthology(PSYQA), arxiv(), openalex()
    same = [entry(UNKNOWN, "arxiv:2106.01702"), entry(f"{UNKNOWN} (2020)", "arxiv:2106.01702"), entry(UNKNOWN)]
    found = look_up(same, acl, pre, far)
    assert len(found) == 3
    for shelf in (acl, pre, far):
        for route in {name for name, _ in shelf.asked}:
            questions = shelf.questions(route)
            assert len(questions) == len(set(questions)), (shelf.name, route)


def test_no_question_is_ever_put_twice_along_a_route() -> None:
    acl, pre, far = anthology(PSYQA, BERT), arxiv(PSYQA_ARXIV, BERT_ARXIV, ATTENTION), openalex(PSYQA_OPENALEX, LECUN)
    entries = [
        entry(PSYQA.title, "arxiv:2106.01702"),
        entry("Deep Learning"),
        entry(BERT.title, "acl:N19-1423 doi:10.18653/v1/n19-1423"),
        entry(known="arxiv:1706.03762"),
        entry(UNKNOWN),
        entry(PSYQA.title),
    ]
    look_up(entries, acl, pre, far)
    for shelf in (acl, pre, far):
        counted = Counter((name, q) for name, questions in shelf.asked for q in questions)
        assert max(counted.values()) == 1, shelf.name


@pytest.mark.parametrize(("rows", "asked"), [(FEW, FEW), (FEW + 1, 0)])
def test_a_route_that_takes_one_title_a_request_is_for_short_lists_only(rows: int, asked: int) -> None:
    far = openalex()
    look_up([entry(f"{UNKNOWN}, Part {n}") for n in range(rows)], far)
    assert far.requests("autocomplete") == asked
    assert far.questions("search") != []


def test_an_identifier_is_asked_in_the_form_that_a_route_takes() -> None:
    acl, far = anthology(BERT), openalex()
    look_up([entry(UNKNOWN, "acl:N19-1423")], acl, far)
    assert "acl:N19-1423" in acl.questions()
    assert far.questions("ids")[0] == "doi:10.18653/v1/n19-1423"
    pre = arxiv(ATTENTION)
    look_up([entry(UNKNOWN, "doi:10.1016/j.1")], pre)
    assert pre.questions("ids") == []


# ------------------------------------------------------------------ titles as they are asked


def test_decorations_and_markup_are_not_asked_about() -> None:
    far = openalex()
    look_up([entry("1. {Attention} Is All <i>You</i> Need - Vaswani et al. (2017) [pdf]")], far)
    assert far.questions("exact") == ["title:Attention Is All You Need"]


@pytest.mark.parametrize("title", ["", "  ", "🧠", "—"])
def test_a_title_without_a_letter_is_not_asked_about(title: str) -> None:
    acl, far = anthology(BERT), openalex()
    (finding,) = look_up([entry(title)], acl, far)
    assert (acl.asked, far.asked) == ([], [])
    assert finding.decision is not None
    assert finding.decision.status == "not_found"


def test_a_title_of_a_million_characters_is_asked_about_in_part() -> None:
    far = openalex()
    look_up([entry("word " * 200_000)], far)
    assert all(len(q) < 2000 for q in far.questions())


def test_nothing_to_look_up_asks_nothing() -> None:
    far = openalex()
    assert look_up([], far) == []
    assert far.asked == []


# ------------------------------------------------------------------ when services fail


def test_a_source_that_fails_costs_nothing_of_what_the_others_know() -> None:
    acl = anthology(PSYQA)
    pre = arxiv(down={"ids", "search"})
    far = openalex(PSYQA_OPENALEX, down={"ids", "exact", "autocomplete", "search"})
    known, unknown = look_up([entry(PSYQA.title, "arxiv:2106.01702"), entry(UNKNOWN)], acl, pre, far)
    assert sources(known) == {"acl"}
    assert {r.source for r in unknown.unanswered()} == {"arxiv", "openalex"}


def test_an_identifier_that_was_not_answered_is_no_unanswered_search() -> None:
    (finding,) = look_up([entry(UNKNOWN, "arxiv:2106.01702")], anthology(BERT), arxiv(PSYQA_ARXIV, down={"ids"}))
    assert finding.unanswered() == []


def test_where_no_list_can_be_asked_every_title_is_completed_which_is_free() -> None:
    """OpenAlex's budget is spent: lists are refused, completion is not."""
    titles = [f"{UNKNOWN}, Part {n}" for n in range(FEW + 20)]
    known = [record(t, "Ada Lovelace", 2020, f"openalex:W10000{n}", source="openalex") for n, t in enumerate(titles)]
    far = openalex(*known, down={"ids", "exact", "search"})
    found = look_up([entry(t, authors="Lovelace") for t in titles], far)
    assert len(far.questions("autocomplete")) == len(titles)
    assert all(sources(f) == {"openalex"} for f in found)


def test_a_failed_route_does_not_keep_the_others_of_the_source_from_being_asked() -> None:
    far = openalex(ATTENTION, down={"exact"})
    (finding,) = look_up([entry(ATTENTION.title)], far)
    assert finding.decision is not None
    assert finding.decision.accepted is not None
    assert far.requests("exact") == 1


# ------------------------------------------------------------------ again


WORLD: tuple[Record, ...] = (PSYQA_OPENALEX, LECUN)
LIST = [
    entry(PSYQA.title, "arxiv:2106.01702"),
    entry("Deep Learning", authors="LeCun"),
    entry(UNKNOWN),
    entry(BERT.title),
]


def test_a_second_run_asks_the_network_nothing_and_finds_the_same(tmp_path: Path) -> None:
    with Answers.open(tmp_path / "answers.sqlite3") as answers:
        first = look_up(LIST, anthology(BERT), arxiv(PSYQA_ARXIV), openalex(*WORLD), answers=answers)
        pre, far = arxiv(), openalex()
        second = look_up(LIST, anthology(BERT), pre, far, answers=answers)
    assert (pre.asked, far.asked) == ([], [])
    assert [f.decision for f in first] == [f.decision for f in second]
    assert [list(f.records) for f in first] == [list(f.records) for f in second]


def test_what_failed_is_asked_again_in_the_next_run_and_nothing_else(tmp_path: Path) -> None:
    with Answers.open(tmp_path / "answers.sqlite3") as answers:
        look_up(LIST, anthology(BERT), arxiv(PSYQA_ARXIV, down={"search"}), openalex(*WORLD), answers=answers)
        pre, far = arxiv(PSYQA_ARXIV), openalex(*WORLD)
        look_up(LIST, anthology(BERT), pre, far, answers=answers)
    assert far.asked == []
    assert {name for name, _ in pre.asked} == {"search"}


def test_findings_keep_the_order_of_the_entries_and_their_replies_the_order_of_asking() -> None:
    entries = [entry(UNKNOWN), entry(PSYQA.title), entry(BERT.title)]
    runs = [look_up(entries, anthology(PSYQA, BERT), arxiv(PSYQA_ARXIV), openalex(*WORLD)) for _ in range(3)]
    assert [f.entry.title for f in runs[0]] == [UNKNOWN, PSYQA.title, BERT.title]
    told = [[[(r.source, r.route, r.question) for r in f.replies] for f in run] for run in runs]
    assert told[0] == told[1] == told[2]


def test_progress_counts_up_to_what_was_announced() -> None:
    told: list[tuple[str, int, int]] = []
    shelves = (anthology(PSYQA), arxiv(), openalex())
    Lookup(library(*shelves), shelves, judge_prepared, is_settled, progress=lambda *args: told.append(args)).run(
        [claim(UNKNOWN), claim(PSYQA.title)]
    )
    for stage in {stage for stage, _, _ in told}:
        counts = [(done, total) for name, done, total in told if name == stage]
        assert all(done <= total for done, total in counts)
        assert counts[-1][0] == counts[-1][1] > 0
