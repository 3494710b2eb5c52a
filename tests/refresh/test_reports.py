"""What is said of the changes: Markdown that is safe to merge by, JSON, and a feed that readers take."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from resolver.decisions.state import Known
from resolver.errors import InputError
from resolver.filling import Filled
from resolver.model import Document
from resolver.refreshing import Refreshed, RefreshOutcome, State
from resolver.refreshing.changes import Change
from resolver.refreshing.feed import KEPT, update_feed
from resolver.refreshing.reports import summarise, write_json, write_markdown

TODAY = date(2026, 11, 25)
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def change(title: str = "PsyQA", kind: str = "published", **fields: str) -> Change:
    says = fields.pop("says", "was published: Findings of ACL 2021")
    given = {"link": "https://aclanthology.org/2021.findings-acl.130/", **fields}
    # Keywords of the test, checked when it runs.
    return Change(kind=kind, list="README.md", entry=title, title=title, says=says, row=1, line=3, **given)  # type: ignore[arg-type]


def outcome(*changes: Change, suspicious: bool = False) -> RefreshOutcome:
    document = Document(path="README.md", columns=(), rows=(), entries=())
    done = Refreshed(
        name="README.md",
        document=document,
        filled=Filled(text=""),
        changes=changes,
        asked={"a": "new"},
        suspicious=suspicious,
    )
    return RefreshOutcome(before=State(), state=State(), lists=(done,), runs=())


def test_what_needs_a_person_stands_first_and_every_entry_has_its_line() -> None:
    text = write_markdown(outcome(change(), change("Teapots", "withdrawn", says="withdrawn: by its authors")))
    assert text.splitlines() == [
        "# 2 changes in 1 list",
        "",
        "## Withdrawn (1)",
        "",
        "- [Teapots](https://aclanthology.org/2021.findings-acl.130/) (line 3): withdrawn: by its authors",
        "",
        "## Newly published (1)",
        "",
        "- [PsyQA](https://aclanthology.org/2021.findings-acl.130/) (line 3): was published: Findings of ACL 2021",
    ]


def test_many_changes_at_once_begin_with_a_warning() -> None:
    assert "> [!WARNING]" in write_markdown(outcome(change(), suspicious=True))
    assert "> [!WARNING]" not in write_markdown(outcome(change()))


def test_nothing_is_said_when_nothing_changed() -> None:
    assert write_markdown(outcome()) == ""


def test_what_is_noted_without_a_change_is_said_in_a_line() -> None:
    noted = State().having("README.md", [Known(name="a", title="A", status="not_found")])
    silent = RefreshOutcome(before=State(), state=noted, lists=(), runs=())
    assert write_markdown(silent) == "No work changed; what is known of 1 entry is noted.\n"


def test_a_long_report_fits_a_pull_request_and_counts_what_it_leaves_out() -> None:
    text = write_markdown(outcome(*(change(f"Paper {n} " + "x" * 200) for n in range(2000))))
    shown = text.count("- [Paper")
    assert 100 < shown < 2000
    assert len(text) <= 60_000
    assert f"- … and {2000 - shown} more" in text


def test_a_rare_urgent_change_is_shown_beside_thousands_of_others() -> None:
    many = (change(f"Paper {n} " + "x" * 200) for n in range(2000))
    assert "Teapots" in write_markdown(outcome(*many, change("Teapots", "retracted")))


HOSTILE = ["](https://evil.example) [x", "<script>alert(1)</script>", "@everyone", "![x](https://evil.example/i.png)",
           "`code", "line\n# heading", "a|b", "fixes #12", "see https://evil.example/", "&lt;b&gt;"]  # fmt: skip


@pytest.mark.parametrize("title", HOSTILE)
def test_a_title_from_a_service_does_nothing_in_a_report(title: str) -> None:
    text = write_markdown(outcome(change(title, says=title)))
    tokens = [t for block in MarkdownIt("commonmark").parse(text) for t in (block.children or [block])]
    links = [t.attrs.get("href") for t in tokens if t.type == "link_open"]
    assert links == ["https://aclanthology.org/2021.findings-acl.130/"]
    assert not [t for t in tokens if t.type in ("image", "html_inline", "html_block", "code_inline")]
    assert not re.search(r"@\w|#\d|://evil", "".join(t.content for t in tokens))  # what GitHub would make live
    assert [t.markup for t in tokens if t.type == "heading_open"] == ["#", "##"]


@given(title=st.text(min_size=1), says=st.text())
def test_any_title_is_one_item_of_the_list(title: str, says: str) -> None:
    tokens = MarkdownIt("commonmark").parse(write_markdown(outcome(change(title, says=says))))
    assert sum(t.type == "list_item_open" for t in tokens) == 1


def test_json_has_all_and_is_the_same_each_time() -> None:
    one = outcome(change(), change("Teapots", "withdrawn"))
    (told,) = json.loads(write_json(one))["lists"]
    assert write_json(one) == write_json(one)
    assert told["asked"] == {"new": 1}
    assert [(c["kind"], c["attention"]) for c in told["changes"]] == [("published", False), ("withdrawn", True)]


def test_changes_in_short_are_in_the_order_of_urgency() -> None:
    assert summarise([change(), change("b"), change("c", "retracted")]) == "1 retracted, 2 published"


# ------------------------------------------------------------------ the feed


def test_a_feed_has_the_newest_in_front_and_grows() -> None:
    first = update_feed("", [change("One")], date(2026, 11, 18), "Changes of README.md")
    second = update_feed(first, [change("Two")], TODAY, "Changes of README.md")
    root = ET.fromstring(second)
    assert [e.findtext("a:title", "", ATOM) for e in root.findall("a:entry", ATOM)] == [
        "published: Two", "published: One",
    ]  # fmt: skip
    assert root.findtext("a:updated", "", ATOM) == "2026-11-25T00:00:00Z"
    for required in ("title", "id", "updated", "author"):  # RFC 4287, section 4.1.1
        assert root.find(f"a:{required}", ATOM) is not None
    assert len({e.findtext("a:id", "", ATOM) for e in root.findall("a:entry", ATOM)}) == 2


def test_without_changes_a_feed_stays_to_the_letter_and_one_told_twice_is_in_it_once() -> None:
    feed = update_feed("", [change()], TODAY, "Changes")
    assert update_feed(feed, [], date(2026, 12, 2), "Changes") == feed
    assert update_feed(feed, [change()], TODAY, "Changes") == feed


def test_a_feed_does_not_grow_for_ever() -> None:
    feed = update_feed("", [change(f"Paper {n}") for n in range(KEPT + 50)], TODAY, "Changes")
    assert feed.count("<entry>") == KEPT


@pytest.mark.parametrize("title", [*HOSTILE, "\x00\x0b", "]]>"])
def test_any_title_is_well_formed_in_a_feed(title: str) -> None:
    root = ET.fromstring(update_feed("", [change(title, link="javascript:alert(1)")], TODAY, "Changes"))
    assert root.find("a:entry/a:link", ATOM) is None


@pytest.mark.parametrize("content", ["no XML", "<rss/>"])
def test_what_is_no_feed_is_not_overwritten(content: str) -> None:
    with pytest.raises(InputError, match="remove it, and it is begun anew"):
        update_feed(content, [change()], TODAY, "Changes")
