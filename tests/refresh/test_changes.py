"""What is different between two states: a pure function, one kind of change at a time."""

from __future__ import annotations

import msgspec
import pytest

from resolver.decisions.state import Known, State, Verdict
from resolver.model import Identifier, Record
from resolver.refreshing.changes import ATTENTION, compare, is_suspicious
from resolver.text.names import parse_person
from tests.match.papers import BERT, PSYQA, PSYQA_ARXIV, ids

OTHER = Identifier("acl", "2023.emnlp-main.8")


def known(name: str = "psyqa", **fields: object) -> Known:
    return msgspec.structs.replace(Known(name=name, title="PsyQA", status="matched", record=PSYQA), **fields)


def like(record: Record, **fields: object) -> Record:
    return msgspec.structs.replace(record, **fields)


def state(*entries: Known) -> State:
    return State().having("README.md", entries)


def changes(old: Known | None, new: Known) -> list[tuple[str, str]]:
    return [(c.kind, c.says) for c in compare(state(*([old] if old else [])), state(new))]


NOTHING = known(record=None, status="not_found")


@pytest.mark.parametrize(
    ("old", "new", "kind", "says"),
    [
        (None, known(), "resolved", "found: Findings of ACL-IJCNLP 2021, acl:2021.findings-acl.130"),
        (NOTHING, known(), "resolved", "found:"),
        (NOTHING, known(record=None, status="ambiguous", near=(OTHER,)), "open", "one work is near"),
        (NOTHING, known(record=None, near=(OTHER, PSYQA.ids[0])), "open", "several works may be meant"),
        (known(record=PSYQA_ARXIV), known(), "published", "arxiv:2106.01702 was published: Findings of ACL"),
        (known(record=like(PSYQA, ids=PSYQA.ids[1:])), known(), "doi", "10.18653/v1/2021.findings-acl.130"),
        (known(), known(record=like(PSYQA, title="PsyQA, corrected")), "corrected", "the title is now"),
        (known(), known(record=like(PSYQA, authors=PSYQA.authors[:2])), "corrected", "the authors are now"),
        (known(), known(record=like(PSYQA, pages="1–2")), "updated", "pages: 1–2 (was 1489–1503)"),
        (known(), known(record=like(PSYQA, retracted="by OpenAlex")), "retracted", "by OpenAlex"),
        (None, known(record=like(PSYQA, retracted="by OpenAlex")), "retracted", "by OpenAlex"),
        (
            known(record=PSYQA_ARXIV), known(record=like(PSYQA_ARXIV, retracted="This paper has been withdrawn")),
            "withdrawn", "This paper has been withdrawn",
        ),
        (known(), known(lost="2026-01-05"), "lost", "no source knows the work any more"),
        (known(lost="2026-01-05"), known(), "found again", "the sources know the work again"),
        (known(), known(wrong=("identifier acl:Q16-1031",)), "link", "acl:Q16-1031 is dead or leads to another"),
        (known(), known(doubt=OTHER), "doubt", f"the sources would take {OTHER} instead of acl:2021.findings-acl.130"),
        (
            known(verdict=Verdict(pin=True)), known(verdict=Verdict(pin=True), doubt=OTHER),
            "conflict", "a person's decision stands",
        ),
        (
            known(record=like(BERT, ids=ids("acl:N19-1423 openalex:W1"))),
            known(record=like(BERT, ids=ids("acl:N19-1423 openalex:W2"))),
            "merged", "OpenAlex has it under W2 instead of W1",
        ),
    ],
)  # fmt: skip
def test_a_change_is_told_once_with_what_it_says(old: Known | None, new: Known, kind: str, says: str) -> None:
    told = changes(old, new)
    assert kind in [k for k, _ in told]
    assert says in next(s for k, s in told if k == kind)
    assert [k for k, _ in told if k not in (kind, "resolved")] == []
    assert changes(new, new) == []


def test_a_preprint_that_is_published_is_one_change_with_both_identifiers_in_it() -> None:
    published = like(PSYQA, year=2022, authors=(*PSYQA.authors, parse_person("Ada Lovelace")))
    (change,) = compare(state(known(record=PSYQA_ARXIV)), state(known(record=published)))
    assert (change.kind, change.before, change.after) == ("published", "arxiv:2106.01702", "acl:2021.findings-acl.130")


def test_a_link_that_was_told_of_is_not_told_again() -> None:
    wrong = known(wrong=("identifier acl:Q16-1031",))
    assert changes(wrong, known(wrong=("identifier acl:Q16-1031", "year"))) == []


def test_an_entry_that_left_the_list_is_told_not_dropped_in_silence() -> None:
    (change,) = compare(state(known()), state())
    assert (change.kind, change.title, change.says) == ("gone", "PsyQA", "is no longer in the list")


def test_what_a_person_should_look_at() -> None:
    (retracted,) = compare(state(known()), state(known(record=like(PSYQA, retracted="by OpenAlex"))))
    (doi,) = compare(state(known(record=like(PSYQA, ids=PSYQA.ids[1:]))), state(known()))
    assert (retracted.attention, doi.attention) == (True, False)
    assert {"lost", "withdrawn", "conflict", "doubt"} <= ATTENTION


@pytest.mark.parametrize(("changed", "of", "expected"), [(2, 20, False), (3, 20, True), (1, 5, False), (5, 9, False)])
def test_many_changes_at_once_are_loud(changed: int, of: int, expected: bool) -> None:
    entries = [known(f"paper {n}") for n in range(of)]
    new = [known(k.name, record=like(PSYQA, pages="9")) if n < changed else k for n, k in enumerate(entries)]
    assert is_suspicious(compare(state(*entries), state(*new)), of) is expected


def test_a_list_that_is_resolved_for_the_first_time_is_not_loud() -> None:
    entries = [known(f"paper {n}") for n in range(20)]
    assert not is_suspicious(compare(state(), state(*entries)), 20)


@pytest.mark.parametrize(
    ("new", "says"),
    [
        (known(record=like(PSYQA, month="aug", note="x")), "month, note: as the sources have it now"),
        (known(record=like(PSYQA, ids=(*PSYQA.ids, Identifier("arxiv", "2106.01702")))), "known as arxiv:2106.01702"),
        (known(sources=("acl", "openalex")), "known to acl, openalex now"),
        (known(record=like(PSYQA, pages="")), "pages: none (was 1489–1503)"),
    ],
)
def test_what_the_lock_file_notes_of_a_work_is_never_changed_without_a_word(new: Known, says: str) -> None:
    ((kind, told),) = changes(known(), new)
    assert kind == "updated"
    assert told.startswith(says)
