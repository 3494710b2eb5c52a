"""Which entries a refresh asks about, and that every one has its turn."""

from __future__ import annotations

from collections import Counter

import msgspec

from resolver.decisions.naming import carry_over, name_entries
from resolver.decisions.state import Known, Verdict
from resolver.decisions.verdicts import gather_precedent
from resolver.model import NO_PRECEDENT, Entry, Identifier
from resolver.refreshing.due import TURNS, find_due
from tests.match.papers import BERT, PSYQA, PSYQA_ARXIV, entry


def known(name: str, **fields: object) -> Known:
    return msgspec.structs.replace(Known(name=name, title=name, status="matched", record=PSYQA), **fields)


def asked(*some: Known, week: int = 0) -> dict[str, str]:
    """What a refresh asks about of entries that it knows, in its order."""
    return dict(find_due({k.name: entry(k.name) for k in some}, {k.name: k for k in some}, week))


def test_what_is_unanswered_comes_first_and_what_is_settled_last() -> None:
    settled = next(k for n in range(99) if asked(k := known(f"settled {n}")))
    some = [
        settled,
        known("lost", lost="2026-01-05"),
        known("preprint", record=PSYQA_ARXIV),
        known("open", record=None, status="ambiguous"),
        known("silent", record=None, status="unanswered"),
    ]
    reasons = find_due({"new": entry("new"), **{k.name: entry(k.name) for k in some}}, {k.name: k for k in some}, 0)
    assert list(reasons.items()) == [
        ("silent", "unanswered"), ("new", "new"), ("open", "open"), ("preprint", "preprint"), ("lost", "lost"),
        (settled.name, "turn"),
    ]  # fmt: skip


def test_every_settled_entry_has_its_turn_once_in_four_weeks_and_the_weeks_are_alike() -> None:
    settled = [known(f"paper {n}") for n in range(1000)]
    weeks = [asked(*settled, week=week) for week in range(2000, 2000 + TURNS)]
    assert Counter(name for week in weeks for name in week) == Counter(k.name for k in settled)
    assert all(200 < len(week) < 300 for week in weeks)


def test_what_a_person_wants_left_alone_is_not_asked_about() -> None:
    alone = Verdict(never_touch=True)
    some = [known("a", record=None, status="unanswered", verdict=alone), known("b", verdict=alone)]
    assert all(not asked(*some, week=week) for week in range(TURNS))


def test_a_pinned_preprint_is_not_watched_for_its_publication() -> None:
    pinned = known("pinned", record=PSYQA_ARXIV, verdict=Verdict(pin=True))
    assert sum("pinned" in asked(pinned, week=week) for week in range(TURNS)) == 1


def test_an_entry_is_asked_about_with_what_was_decided_and_found() -> None:
    accepted = Identifier("acl", "N19-1423")
    once = gather_precedent(Verdict(accept=accepted, reject=PSYQA.ids), known("BERT", record=BERT))
    assert (once.accepted, once.rejected) == ((accepted,), PSYQA.ids)
    assert set(once.found) == set(BERT.ids)
    assert gather_precedent(Verdict(pin=True), known("BERT", record=BERT)).accepted == BERT.ids
    assert gather_precedent(Verdict()) == NO_PRECEDENT


# ------------------------------------------------------------------ names of entries


def test_a_row_that_moves_keeps_its_name_and_a_retitled_one_is_known_by_its_link() -> None:
    listed = [entry("BERT", row=1), entry("PsyQA", "acl:2021.findings-acl.130", row=2)]
    names = name_entries(listed)
    state = {"bert": known("bert", record=BERT), "psyqa": known("psyqa", title="PsyQA: the dataset")}
    assert list(names) == ["bert", "psyqa"]
    assert list(name_entries(listed[::-1])) == ["psyqa", "bert"]
    renamed = name_entries([entry("PsyQA, a dataset", "acl:2021.findings-acl.130")])
    assert carry_over(state, renamed) == {"psyqa-a-dataset": state["psyqa"]}
    assert carry_over(state, name_entries([entry("Another Paper", "acl:2021.findings-acl.130")])) == {}, "a new entry"


def test_what_a_person_writes_into_the_lock_file_or_the_list_is_looked_at_at_once() -> None:
    quiet = next(n for n in range(99) if not asked(known(f"paper {n}")))
    for verdict in (Verdict(accept=BERT.ids[0]), Verdict(reject=PSYQA.ids[:1])):
        assert asked(known(f"paper {quiet}", verdict=verdict)) == {f"paper {quiet}": "open"}
    assert asked(known(f"paper {quiet}", verdict=Verdict(accept=PSYQA.ids[0]))) == {}
    retitled = known(f"paper {quiet}", title="Paper Something")
    assert asked(retitled) == {retitled.name: "new"}


def test_without_a_title_the_identifier_is_the_name_and_bibtex_has_keys() -> None:
    ids = PSYQA.ids
    assert list(name_entries([Entry(row=1, ids=ids), Entry(row=2)])) == [str(ids[0]), "row-2"]
    assert list(name_entries([Entry(row=1, title="PsyQA", key="sun2021")], by_key=True)) == ["sun2021"]
