"""What is known of an entry after a look: nothing is lost, nobody is overruled."""

from __future__ import annotations

import msgspec
import pytest

from resolver.decisions.state import Known, Verdict
from resolver.model import (
    Candidate,
    Decision,
    Identifier,
    NotFound,
    Problem,
    Record,
    Reply,
    Resolution,
    Sourced,
    Status,
    Unavailable,
    Work,
)
from resolver.refreshing.outcome import make_resolution, next_known
from tests.match.papers import BERT, PSYQA, PSYQA_ARXIV, entry, ids, record, reply

TODAY = "2026-11-25"
ENTRY = entry("PsyQA")
BEFORE = Known(name="psyqa", title="PsyQA", status="matched", since="2026-01-05", record=PSYQA, sources=("acl",))
ASKED = (reply("doi:10.1/x", NotFound(), "acl"),)
SILENT = (*ASKED, reply("doi:10.1/x", Unavailable("no answer"), "openalex"))
NEWER = msgspec.structs.replace(PSYQA, pages="1–2")


def found(
    work: Record | None, *others: Record, status: Status = "matched", replies: tuple[Reply, ...] = ASKED
) -> Resolution:
    near = [r for r in (work, *others) if r is not None]
    decision = Decision(
        status=status,
        confidence=1.0,
        reason="",
        candidates=tuple(Candidate(records=(r,), probability=0.99) for r in near),
    )
    merged = work and Work(
        record=work, provenance={"title": Sourced(value=work.title, source=work.source)}, sources=("acl",)
    )
    return Resolution(entry=ENTRY, decision=decision, work=merged, replies=replies)


def after(old: Known | None, look: Resolution | None) -> Known:
    return next_known(old, "psyqa", ENTRY, look, TODAY)


NOTHING = found(None, status="not_found")


def test_a_first_look_is_dated_and_a_second_one_that_says_the_same_changes_nothing() -> None:
    first = after(None, found(PSYQA))
    assert (first.status, first.record, first.since) == ("matched", PSYQA, TODAY)
    assert next_known(first, "psyqa", ENTRY, found(PSYQA), "2026-12-02") == first


def test_an_entry_that_was_not_asked_about_stays_as_it_is() -> None:
    assert after(BEFORE, None) == BEFORE


@pytest.mark.parametrize("status", ["unanswered", "not_found"])
def test_a_silent_service_takes_nothing_away(status: Status) -> None:
    assert after(BEFORE, found(None, status=status, replies=SILENT)) == BEFORE


def test_a_source_that_was_not_asked_takes_nothing_away_either() -> None:
    known = msgspec.structs.replace(BEFORE, sources=("acl", "openalex"))
    assert after(known, NOTHING) == known
    assert after(known, found(msgspec.structs.replace(PSYQA, pages="", url=""))) == known


def test_what_is_open_stays_so_while_nobody_answers() -> None:
    near = msgspec.structs.replace(BEFORE, record=None, sources=(), status="ambiguous", near=PSYQA.ids[:1])
    assert after(near, found(None, status="unanswered", replies=SILENT)) == near


def test_a_work_that_a_person_named_and_nobody_knows_is_not_replaced_by_another_one() -> None:
    accepted = msgspec.structs.replace(BEFORE, record=None, verdict=Verdict(accept=Identifier("acl", "P99-9999")))
    now = after(accepted, found(PSYQA))
    assert now.record is None
    assert now.doubt in PSYQA.ids


def test_who_is_silent_now_may_have_told_more_before() -> None:
    poorer = msgspec.structs.replace(PSYQA, pages="", venue="")
    other = msgspec.structs.replace(poorer, title="PsyQA, as one service has it")
    assert after(BEFORE, found(other, replies=SILENT)).record == PSYQA


def test_a_publication_counts_even_while_another_service_is_silent() -> None:
    preprint = msgspec.structs.replace(BEFORE, record=PSYQA_ARXIV)
    now = after(preprint, found(PSYQA, replies=SILENT)).record
    assert now is not None
    assert now.published
    assert now.id("arxiv") == PSYQA_ARXIV.id("arxiv"), "both identifiers are kept"


def test_a_work_that_no_source_knows_any_more_stays_and_is_dated() -> None:
    lost = after(BEFORE, NOTHING)
    assert (lost.record, lost.lost) == (PSYQA, TODAY)
    assert next_known(lost, "psyqa", ENTRY, NOTHING, "2026-12-02").lost == TODAY
    assert after(lost, found(PSYQA)).lost == ""


def test_an_identifier_that_was_given_to_another_work_does_not_take_the_entry_along() -> None:
    stranger = record("Basalt Lullabies for Dependency Gardens", "Max Stone", 2021, str(PSYQA.ids[1]))
    lost = after(BEFORE, found(stranger))
    assert (lost.record, lost.lost) == (PSYQA, TODAY)


def test_what_a_source_leaves_out_of_the_same_version_is_kept_and_what_it_says_anew_is_taken() -> None:
    poorer = msgspec.structs.replace(PSYQA, pages="", venue="", year=2022)
    assert after(BEFORE, found(poorer)).record == msgspec.structs.replace(PSYQA, year=2022)
    preprint = msgspec.structs.replace(BEFORE, record=msgspec.structs.replace(PSYQA_ARXIV, comment="Under review"))
    published = after(preprint, found(PSYQA)).record
    assert published is not None
    assert published.comment == "", "of another version nothing is carried over"


def test_a_retraction_may_be_taken_back() -> None:
    retracted = msgspec.structs.replace(BEFORE, record=msgspec.structs.replace(PSYQA, retracted="by OpenAlex"))
    assert after(retracted, found(PSYQA)).record == PSYQA


def test_a_corrected_title_is_taken_over_and_identifiers_that_a_source_left_out_are_kept() -> None:
    corrected = msgspec.structs.replace(PSYQA, title="PsyQA: A Corrected Title", ids=PSYQA.ids[1:])
    now = after(BEFORE, found(corrected)).record
    assert now is not None
    assert (now.title, set(now.ids)) == ("PsyQA: A Corrected Title", set(PSYQA.ids))


def test_of_two_numbers_that_openalex_has_of_one_paper_the_known_one_stays_while_it_is_there() -> None:
    old, new = (msgspec.structs.replace(PSYQA, ids=(*PSYQA.ids, Identifier("openalex", n))) for n in ("W1", "W2"))
    before = msgspec.structs.replace(BEFORE, record=old)
    both = found(new)
    both = msgspec.structs.replace(
        both,
        decision=msgspec.structs.replace(both.decision, candidates=(Candidate(records=(new, old), probability=1.0),)),
    )
    assert after(before, both) == before
    assert after(before, found(new)).record == new


def test_another_work_is_never_taken_instead_of_the_one_that_was_found() -> None:
    now = after(BEFORE, found(BERT))
    assert now.record == PSYQA
    assert now.doubt in BERT.ids


def test_several_works_that_may_be_meant_are_named() -> None:
    near = after(None, found(None, PSYQA, BERT, status="ambiguous"))
    assert near.record is None
    assert [i in r.ids for i, r in zip(near.near, (PSYQA, BERT), strict=True)] == [True, True]


# ------------------------------------------------------------------ people decide


def test_a_pinned_work_stays_and_what_would_replace_it_is_told() -> None:
    pinned = msgspec.structs.replace(BEFORE, record=PSYQA_ARXIV, verdict=Verdict(pin=True))
    now = after(pinned, found(PSYQA))
    assert now.record == PSYQA_ARXIV
    assert now.doubt in PSYQA.ids
    same = msgspec.structs.replace(BEFORE, verdict=Verdict(pin=True))
    assert after(same, found(NEWER)).doubt is None


def test_a_pinned_work_that_is_retracted_is_told_of_all_the_same() -> None:
    pinned = msgspec.structs.replace(BEFORE, verdict=Verdict(pin=True))
    now = after(pinned, found(msgspec.structs.replace(NEWER, retracted="by OpenAlex"))).record
    assert now == msgspec.structs.replace(PSYQA, retracted="by OpenAlex")


def test_an_entry_that_is_not_to_be_touched_stays_whatever_is_found() -> None:
    alone = msgspec.structs.replace(BEFORE, verdict=Verdict(never_touch=True))
    assert after(alone, found(BERT)) == alone
    assert after(alone, NOTHING) == alone
    assert make_resolution(alone, ENTRY, found(PSYQA)).work is None, "nor is it filled"


def test_an_accepted_work_follows_its_corrections() -> None:
    accepted = msgspec.structs.replace(BEFORE, verdict=Verdict(accept=Identifier("acl", "2021.findings-acl.130")))
    assert after(accepted, found(NEWER)).record == NEWER


# ------------------------------------------------------------------ what the list is filled from


def test_an_entry_is_filled_from_what_is_known_when_nothing_was_asked() -> None:
    made = make_resolution(BEFORE, ENTRY, None)
    assert made.status == "matched"
    assert made.work is not None
    assert made.work.record == PSYQA
    assert made.work.provenance["doi"].value == PSYQA.id("doi")
    assert make_resolution(Known(name="x", title="x", status="not_found"), ENTRY, None).work is None


def test_what_the_record_contradicts_is_known_without_a_look() -> None:
    known = msgspec.structs.replace(BEFORE, wrong=("identifier acl:Q16-1031",))
    made = make_resolution(known, entry(PSYQA.title, authors="Junhui Li et al."), None)
    assert {p.kind for p in made.problems} == {"authors", "identifier"}


def test_a_fresh_look_that_was_taken_over_brings_its_provenance_along() -> None:
    made = make_resolution(after(None, found(PSYQA)), ENTRY, found(PSYQA))
    assert made.work is not None
    assert "title" in made.work.provenance
    # The kind of answer is what is asserted.
    assert make_resolution(BEFORE, ENTRY, found(BERT)).work.record == PSYQA  # type: ignore[union-attr]


def test_ids_of_our_papers_are_what_the_tests_above_take_them_for() -> None:
    assert PSYQA.ids == ids("doi:10.18653/v1/2021.findings-acl.130 acl:2021.findings-acl.130")


# ------------------------------------------------------------------ at the bounds


@pytest.mark.parametrize(("count", "named"), [(5, 5), (6, 5)])
def test_five_works_are_named_at_most_while_it_is_open_which_is_meant(count: int, named: int) -> None:
    near = [
        record(f"A Title of Somebody, Part {n}", "Ada Anders", 2020, f"acl:2020.acl-long.{n}") for n in range(count)
    ]
    assert len(after(None, found(None, *near, status="ambiguous")).near) == named
    assert after(None, found(None, *near, status="not_found")).near == ()


def test_a_retraction_is_no_fault_of_the_list_and_an_identifier_is_named_with_what_is_wrong() -> None:
    look = msgspec.structs.replace(
        found(PSYQA),
        problems=tuple(
            # A value of the table of cases.
            Problem(kind=kind, claimed=claimed, recorded="", says="")  # type: ignore[arg-type]
            for kind, claimed in (("retracted", ""), ("year", "1999"), ("identifier", "acl:Q16-1031"), ("year", "1998"))
        ),
    )
    assert after(None, look).wrong == ("identifier acl:Q16-1031", "year")


def test_what_was_known_before_is_as_sure_as_it_was() -> None:
    """Of an entry that nobody was asked about this week, its list is filled all the same."""
    known = make_resolution(BEFORE, ENTRY, None)
    assert (known.status, known.decision.confidence, known.decision.candidates[0].probability) == ("matched", 1.0, 1.0)
    assert known.work is not None
    assert known.work.record == PSYQA


@pytest.mark.parametrize(
    ("title", "same"), [("Marmalade Embeddings for Submarine Cooks", True), ("Zebras and their Marmalade", False)]
)
def test_a_record_without_an_author_of_the_old_one_is_the_same_work_while_its_title_is_alike(
    title: str, same: bool
) -> None:
    """Authors are corrected, and an identifier may be given to another work; a word in common proves nothing."""
    old = record("Marmalade Embeddings for Submarine Cooks of Old", "Ada Anders", 2020, "openalex:W100000001")
    new = record(title, "Ben Bond", 2020, "openalex:W100000001")
    before = msgspec.structs.replace(BEFORE, record=old)
    now = after(before, found(new))
    assert (now.lost == "") is same
    assert (now.record == new) is same


def test_a_silent_source_keeps_what_is_known_but_for_a_publication_that_is_new() -> None:
    silent = (reply("doi:10.1/x", Unavailable("no answer"), "openalex"),)
    assert after(BEFORE, found(NEWER, replies=(*ASKED, *silent))).record == PSYQA
    early = msgspec.structs.replace(BEFORE, record=PSYQA_ARXIV, sources=("arxiv",))
    asked = (reply("arxiv:2106.01702", NotFound(), "arxiv"), *silent)
    linked = msgspec.structs.replace(PSYQA, ids=(*PSYQA.ids, *PSYQA_ARXIV.ids))
    assert after(early, found(linked, replies=asked)).record == linked
