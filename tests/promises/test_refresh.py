"""What a weekly refresh asks, when it calls for a person, and how long its reports may be: docs/refresh.md."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from resolver.api import lasting
from resolver.cli import main
from resolver.decisions.state import Known, Verdict
from resolver.errors import InputError
from resolver.model import Entry, Identifier
from resolver.refreshing.changes import ATTENTION, Change, is_suspicious
from resolver.refreshing.due import find_due
from resolver.refreshing.feed import update_feed
from resolver.refreshing.reports import write_markdown
from tests.match.papers import PSYQA, PSYQA_ARXIV, entry
from tests.refresh.test_reports import change, outcome

ENTRY = entry(PSYQA.title)
SETTLED = Known(name="psyqa", title=PSYQA.title, status="matched", record=PSYQA, sources=("acl",))
NAMES = [f"paper-number-{n}" for n in range(400)]


def weeks(known: Known | None, count: int = 8, listed: Entry = ENTRY) -> list[str | None]:
    """Why an entry is asked about, week by week; `None` where it is not."""
    return [find_due({"psyqa": listed}, {"psyqa": known} if known else {}, week).get("psyqa") for week in range(count)]


def but(**fields: object) -> Known:
    return msgspec.structs.replace(SETTLED, **fields)


# ------------------------------------------------------------------ what is asked


def test_a_settled_entry_has_its_turn_every_fourth_week() -> None:
    asked = [n for n, why in enumerate(weeks(SETTLED, 12)) if why == "turn"]
    assert len(asked) == 3
    assert [b - a for a, b in pairwise(asked)] == [4, 4]


def test_a_quarter_of_the_settled_entries_has_its_turn_each_week() -> None:
    entries, known = dict.fromkeys(NAMES, ENTRY), dict.fromkeys(NAMES, SETTLED)
    shares = [set(find_due(entries, known, week)) for week in range(4)]
    assert set().union(*shares) == set(NAMES)
    assert sum(map(len, shares)) == len(NAMES), "each once"
    assert all(70 <= len(share) <= 130 for share in shares)


@pytest.mark.parametrize(
    ("known", "why"),
    [
        (None, "new"),
        (but(status="unanswered", record=None), "unanswered"),
        (but(status="not_found", record=None), "open"),
        (but(status="ambiguous", record=None), "open"),
        (but(record=PSYQA_ARXIV), "preprint"),
        (but(lost="2026-01-05"), "lost"),
        (but(title="Another title"), "new"),
        (but(verdict=Verdict(accept=Identifier("acl", "Q16-1031"))), "open"),
        (but(verdict=Verdict(reject=(PSYQA.ids[0],))), "open"),
    ],
)
def test_what_can_have_changed_is_asked_each_time(known: Known | None, why: str) -> None:
    assert weeks(known) == [why] * 8


@pytest.mark.parametrize(
    ("known", "times"),
    [
        (but(verdict=Verdict(pin=True)), 2),
        (but(record=PSYQA_ARXIV, verdict=Verdict(pin=True)), 2),
        (but(verdict=Verdict(accept=PSYQA.ids[0])), 2),
        (but(verdict=Verdict(reject=(Identifier("acl", "Q16-1031"),))), 2),
        (but(verdict=Verdict(never_touch=True)), 0),
        (but(status="unanswered", record=None, verdict=Verdict(never_touch=True)), 0),
    ],
)
def test_what_a_person_has_settled_is_asked_every_fourth_week_or_never(known: Known, times: int) -> None:
    assert len([why for why in weeks(known) if why]) == times


def test_an_entry_of_identifiers_alone_is_not_retitled() -> None:
    assert len([why for why in weeks(SETTLED, 8, entry("", "acl:2021.findings-acl.130")) if why]) == 2


def test_the_most_urgent_come_first_under_a_limit() -> None:
    known = {
        "a": SETTLED, "b": but(lost="2026-01-05"), "c": but(record=PSYQA_ARXIV),
        "d": but(status="ambiguous", record=None), "f": but(status="unanswered", record=None),
    }  # fmt: skip
    for week in range(4):
        order = [why for why in find_due(dict.fromkeys("abcdef", ENTRY), known, week).values() if why != "turn"]
        assert order == ["unanswered", "new", "open", "preprint", "lost"]


def test_an_answer_of_the_same_day_is_not_asked_for_again_and_one_of_the_day_before_is(
    nothing_set: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that a refresh that was stopped goes on where it was, and one that runs daily finds something to do."""
    given: dict[str, object] = {}

    def stop(settings: object, single: dict[str, object]) -> None:
        given.update(single)
        raise InputError("that is all")

    (nothing_set / "list.md").write_text("* **A Title**\n")
    monkeypatch.setattr(lasting, "choose_settings", stop)
    assert main(["refresh", "list.md"]) == 2
    assert 0.75 <= float(str(given["max_age"])) <= 0.9
    assert main(["refresh", "list.md", "--max-age", "3"]) == 2
    assert given["max_age"] == 3


# ------------------------------------------------------------------ when a person should look


def changed(count: int, kind: str = "updated") -> list[Change]:
    return [change(f"Paper {n}", kind) for n in range(count)]


@pytest.mark.parametrize(
    ("changes", "entries", "much"),
    [(1, 10, False), (2, 10, True), (10, 100, False), (11, 100, True), (9, 9, False), (10, 10, True)],
)
def test_more_than_a_tenth_of_ten_entries_or_more_is_very_much_at_once(changes: int, entries: int, much: bool) -> None:
    assert is_suspicious(changed(changes), entries) is much


@pytest.mark.parametrize("kind", ["resolved", "open", "gone"])
def test_what_a_person_did_to_the_list_is_not_much_at_once(kind: str) -> None:
    assert not is_suspicious(changed(50, kind), 100)


def test_several_changes_of_one_entry_are_one() -> None:
    assert not is_suspicious([change("Paper", "updated"), change("Paper", "doi"), change("Paper", "corrected")], 10)


def test_a_person_is_called_for_five_kinds_of_change() -> None:
    assert sorted(ATTENTION) == ["conflict", "doubt", "lost", "retracted", "withdrawn"]
    assert change(kind="retracted").attention
    assert not change(kind="published").attention


# ------------------------------------------------------------------ reports


def test_the_text_of_a_pull_request_has_60000_characters_at_most() -> None:
    """GitHub cuts at 65,536."""
    many = [change(f"Paper {n} " + "x" * 300, "published", says="y" * 200) for n in range(400)]
    text = write_markdown(outcome(*many))
    assert 57_000 < len(text) <= 60_000
    few = many[:50]
    assert all(f"Paper {n} " in write_markdown(outcome(*few)) for n in range(50))


def test_nothing_is_said_when_nothing_changed() -> None:
    assert write_markdown(outcome()) == ""


def test_a_feed_keeps_the_newest_two_hundred_entries() -> None:
    feed = update_feed("", changed(150), date(2026, 11, 25), "Papers")
    assert len(ET.fromstring(feed).findall("{http://www.w3.org/2005/Atom}entry")) == 150
    more = update_feed(feed, [change(f"Later {n}", "doi") for n in range(100)], date(2026, 12, 2), "Papers")
    titles = [e.findtext("{http://www.w3.org/2005/Atom}title") or "" for e in ET.fromstring(more) if "entry" in e.tag]
    assert len(titles) == 200
    assert sum("Later" in title for title in titles) == 100
