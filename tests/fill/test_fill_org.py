"""Lists in org-mode: what is missing in headings, items and drawers is filled in as the list has it."""

from __future__ import annotations

import pytest

from resolver import readers
from resolver.filling import FillOptions, fill
from tests.fill.filling import PIPELINE, PSYQA, resolution

PSY, PIPE = PSYQA.title, PIPELINE.title
PSY_URL, PIPE_URL = PSYQA.url, PIPELINE.url
HEAD = "#+TITLE: Papers\n"


def filled(text: str, options: FillOptions | None = None) -> str:
    document = readers.read_text(HEAD + text, "papers.org")
    known = {PSY: PSYQA, PIPE: PIPELINE}
    found = [resolution(e, known[e.title]) for e in document.entries if e.title in known]
    done = fill(document, found, options)
    assert fill(readers.read_text(done.text, "papers.org"), found, options).text == done.text
    assert done.text.startswith(HEAD)
    return done.text.removeprefix(HEAD)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        (f"* TODO [[XXX][{PSY}]] :nlp:\n  a note\n", f"* TODO [[{PSY_URL}][{PSY}]] :nlp:\n  a note\n"),
        (
            f"- {PSY}. Hao Sun, Zhenru Lin. ACL 2021 [[TODO][pdf]] [[https://github.com/a/b][code]]\n",
            f"- {PSY}. Hao Sun, Zhenru Lin. ACL 2021 [[{PSY_URL}][pdf]] [[https://github.com/a/b][code]]\n",
        ),
        (
            f"* {PSY}\n:PROPERTIES:\n:AUTHOR: Sun, Hao and Lin, Zhenru\n:URL:\n:END:\n",
            f"* {PSY}\n:PROPERTIES:\n:AUTHOR: Sun, Hao and Lin, Zhenru\n:URL: {PSY_URL}\n:END:\n",
        ),
        (
            f"* {PSY} 2021 :nlp:chat:\n* {PIPE} 2019    :try:\nskimmed\n",
            f"* [[{PSY_URL}][{PSY}]] 2021 :nlp:chat:\n* [[{PIPE_URL}][{PIPE}]] 2019    :try:\nskimmed\n",
        ),
    ],
    ids=["a link that leads nowhere", "a button that leads nowhere", "an empty property", "no link at all"],
)
def test_a_hole_is_filled_where_it_is(text: str, right: str) -> None:
    assert filled(text) == right


def test_a_link_that_is_missing_goes_into_the_drawer_where_the_list_keeps_them_there() -> None:
    given = f"* {PSY}\n:PROPERTIES:\n:AUTHOR: Sun, Hao and Lin, Zhenru\n:URL: {PSY_URL}\n:END:\n"
    lacking = f"* {PIPE}\n  :PROPERTIES:\n  :AUTHOR: Tenney, Ian and Das, Dipanjan\n  :END:\n"
    right = lacking.replace("  :END:", f"  :URL: {PIPE_URL}\n  :END:")
    assert filled(given + lacking) == given + right


def test_a_link_that_is_there_stays() -> None:
    text = f"* [[https://www.poe.name/mine.pdf][{PSY}]]\n* [[{PIPE_URL}][{PIPE}]]\n"
    assert filled(text) == text
