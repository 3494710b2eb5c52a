"""The proof that a filled list still says what it said: it is read again, and what would spoil it is left out.

No format lets a value end its cell, field or link; here edits are made that would, as a fault in one of them might.
"""

from __future__ import annotations

import msgspec
import pytest

from resolver import readers
from resolver.filling import check, fill
from resolver.filling.check import MOST, keep_sound
from resolver.filling.edits import Edit, apply
from resolver.model import Document
from tests.fill.filling import KNOWN, PIPELINE, PREPRINT, PSYQA, document, matched

MARKDOWN = "".join(f"* **{r.title}** [[link]](TODO)\n" for r in KNOWN)
TABLE = "title,doi,url\n" + "".join(f'"{r.title}",,\n' for r in KNOWN)


def edits_of(read: Document) -> list[Edit]:
    return list(fill(read, matched(read)).edits)


def spoilt(edits: list[Edit], row: int, new: str, field: str = "url") -> list[Edit]:
    """The same edits, but for what is written in one place."""
    return [msgspec.structs.replace(e, new=new) if (e.row, e.field) == (row, field) else e for e in edits]


def rows(edits: list[Edit]) -> list[int]:
    return sorted({e.row for e in edits})


@pytest.mark.parametrize("text", [MARKDOWN, TABLE])
def test_edits_that_change_nothing_else_are_sound_in_their_order(text: str) -> None:
    read = document(text)
    edits = edits_of(read)
    assert rows(edits) == [1, 2, 3]
    assert keep_sound(read, edits) == (edits, [])
    assert keep_sound(read, []) == ([], [])


def test_a_value_that_changes_what_its_row_says_is_left_out_and_the_other_rows_are_filled() -> None:
    read = document(TABLE)
    edits = edits_of(read)
    bad = [*edits, _appended(read, 2, " and More")]
    kept, out = keep_sound(read, bad)
    assert (rows(kept), rows(out)) == ([1, 2, 3], [2])
    assert [e.field for e in out] == ["note"]
    assert sorted(kept, key=lambda e: e.start) == edits


def _appended(read: Document, row: int, more: str) -> Edit:
    """Something put behind the title of a row by an edit that claims to be about something else."""
    at = read.text.index(read.entries[row - 1].title) + len(read.entries[row - 1].title)
    return Edit(start=at, end=at, old="", new=more, row=row, line=row + 1, field="note", value="", why="other")


@pytest.mark.parametrize("row", [1, 2, 3])
@pytest.mark.parametrize(
    ("text", "new"),
    [
        (TABLE, '\n"Another Title, and a row of its own",,'),
        (MARKDOWN, "https://x.org)\n* **Another Title, and an item of its own** ([link](https://y.org"),
    ],
)
def test_a_value_that_makes_a_row_of_its_own_is_found_and_left_out_alone(text: str, new: str, row: int) -> None:
    read = document(text)
    edits = edits_of(read)
    kept, out = keep_sound(read, spoilt(edits, row, new))
    assert [e.row for e in out if e.field == "url"] == [row]
    assert {1, 2, 3} - {row} <= set(rows(kept))
    assert [t.title for t in document(apply(text, kept)).entries] == [r.title for r in KNOWN]


def test_two_such_values_are_left_out_and_the_third_row_is_filled() -> None:
    read = document(MARKDOWN)
    line = "https://x.org)\n* **Another Title, and an item of its own** ([link](https://y.org"
    kept, out = keep_sound(read, spoilt(spoilt(edits_of(read), 1, line), 3, line))
    assert (rows(kept), rows(out)) == ([2], [1, 3])


def test_a_link_that_does_not_lead_where_it_should_is_left_out() -> None:
    """What is read again must have the identifier that was to be filled in."""
    read = document(MARKDOWN)
    kept, out = keep_sound(read, spoilt(edits_of(read), 1, PIPELINE.url))
    assert (rows(kept), rows(out)) == ([2, 3], [1])
    kept, out = keep_sound(read, spoilt(edits_of(read), 1, PSYQA.url + "#abstract"))
    assert rows(out) == []


def test_edits_of_one_row_with_one_reason_are_made_together_or_not_at_all() -> None:
    """A venue without its year, or one version's DOI beside the other's link, would be half a correction."""
    read = document(TABLE)
    edits = [e for e in edits_of(read) if e.row == 1]
    assert {e.why for e in edits} == {"missing"}
    assert len(edits) > 1
    wrong = spoilt(edits, 1, '\n"Another Title, and a row of its own",,')
    assert keep_sound(read, wrong) == ([], wrong)
    apart = [msgspec.structs.replace(e, why="placeholder") if e.field == "doi" else e for e in wrong]
    kept, out = keep_sound(read, apart)
    assert ([e.field for e in kept], [e.field for e in out if e.field == "url"]) == (["doi"], ["url"])


def test_a_list_that_would_be_taken_for_another_format_is_left_as_it_is() -> None:
    read = document("First Title of All\nSecond Title of All\n", "list.txt")
    turned = Edit(start=0, end=0, old="", new="title,doi\n", row=1, line=1, field="url", value="", why="missing")
    assert readers.read_text(apply(read.text, [turned]), "list.txt").format != read.format
    assert keep_sound(read, [turned]) == ([], [turned])


def test_what_can_no_longer_be_read_at_all_is_left_as_it_is() -> None:
    read = document('[{"title": "First Title of All"}]', "list.json")
    broken = Edit(start=1, end=1, old="", new="{", row=1, line=1, field="url", value="", why="missing")
    assert keep_sound(read, [broken]) == ([], [broken])


def test_a_list_is_read_again_forty_times_at_most_and_what_is_not_proved_is_not_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    titles = [f"A Study of Marmalade, Number {n}" for n in range(64)]
    read = document("title,doi\n" + "".join(f'"{t}",\n' for t in titles))
    bad = [_appended(read, n, " spoilt") for n in range(1, 65)]
    reads: list[int] = []
    plain = readers.read_text
    monkeypatch.setattr(check.readers, "read_text", lambda text, path: reads.append(1) or plain(text, path))
    assert keep_sound(read, bad)[0] == []
    assert len(reads) == MOST == 40


def test_an_edit_that_changes_another_entry_than_its_own_is_left_out() -> None:
    read = document(f"* **{PSYQA.title}** [[link]](TODO)\n* **{PREPRINT.title}** [[page]]({PREPRINT.url})\n")
    edits = [e for e in edits_of(read) if e.row == 1]
    at = read.text.index("09)")
    stray = Edit(start=at, end=at + 2, old="09", new="10", row=1, line=1, field="note", value="", why="missing")
    kept, out = keep_sound(read, [*edits, stray])
    assert stray in out
    assert PREPRINT.url in apply(read.text, kept)


def test_edits_that_are_sound_alone_and_make_another_list_together_are_all_left_out() -> None:
    """Which of them is at fault can't be said: two lines with a tab are a table."""
    read = document("Title of All\nSecond Title of All Things\nThird Title of All Things\n")
    ends = [n for n, ch in enumerate(read.text) if ch == "\n"]
    tabs = [
        Edit(start=at, end=at, old="", new="\t2020", row=row, line=row, field="title", value="", why="missing")
        for row, at in enumerate(ends[:2], 1)
    ]
    assert all(keep_sound(read, [tab]) == ([tab], []) for tab in tabs)
    assert keep_sound(read, tabs) == ([], tabs)


def test_a_list_is_read_once_for_all_edits_and_once_more_for_each_that_spoils_its_own_row(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of a large list each reading costs seconds."""
    read = document("title,doi\n" + "".join(f'"A Study of Marmalade, Number {n}",\n' for n in range(5)))
    bad = [_appended(read, n, " spoilt") for n in (2, 4)]
    reads: list[int] = []
    plain = readers.read_text
    monkeypatch.setattr(check.readers, "read_text", lambda text, path: reads.append(1) or plain(text, path))
    assert keep_sound(read, bad) == ([], bad)
    assert len(reads) == 1 + len(bad)
