"""Files of whole references: where each begins, what it claims, and what is left alone."""

from __future__ import annotations

import pytest

from resolver import readers
from resolver.readers.references import unbroken

ONE = "Quill, A., Thornback, B.: Prickly attention for long documents. In: Burrows, pp. 1–12. Springer (2020)"
TWO = "Dew, C., Moss, D.: Do hedgehogs read? J. Burrows 12(3), 33–44 (2019)"
TITLES = ["Prickly attention for long documents", "Do hedgehogs read?"]


WRAPPED_ONE, WRAPPED_TWO = ONE.replace("long doc", "long\ndoc"), TWO.replace("J. B", "J.\nB")
HANGING_ONE, HANGING_TWO = ONE.replace("long doc", "long\n    doc"), TWO.replace("J. B", "J.\n    B")
FORMS = {
    "lines": f"{ONE}\n{TWO}\n",
    "paragraphs": f"{ONE}\n\n{TWO}\n",
    "labels": f"[1] {ONE}\n[2] {TWO}\n",
    "numbers": f"1. {ONE}\n2. {TWO}\n",
    "bullets": f"References\n\n- {ONE}\n- {TWO}\n",
    "wrapped": f"[1] {WRAPPED_ONE}\n[2] {WRAPPED_TWO}\n",
    "hanging": f"{HANGING_ONE}\n{HANGING_TWO}\n",
    "wrapped paragraphs": f"{WRAPPED_ONE}\n\n{WRAPPED_TWO}\n",
    "crlf": f"{ONE}\r\n{TWO}\r\n",
    "hyphen": ONE.replace("documents", "docu-\n    ments") + f"\n{TWO}\n",
}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
def test_each_reference_of_a_file_is_an_entry(text: str) -> None:
    document = readers.read_text(text, "refs.txt")
    assert document.format == "references"
    assert [e.title for e in document.entries] == TITLES
    assert [e.year for e in document.entries] == ["2020", "2019"]
    assert [e.reference.split(": ")[1][:7] for e in document.entries] == ["Prickly", "Do hedg"]


def test_an_identifier_in_a_reference_is_one_of_the_entry() -> None:
    (entry,) = readers.read_text(f"{ONE}. https://doi.org/10.1234/5.\n", "refs.txt").entries
    assert [str(i) for i in entry.ids] == ["doi:10.1234/5"]


def test_a_reference_without_a_title_is_an_entry_without_one() -> None:
    (entry,) = readers.read_text("1 A. Quill and B. Thornback, Phys. Rev. B 48, 1804 (2008).\n", "refs.txt").entries
    assert (entry.title, entry.year) == ("", "2008")
    assert entry.reference


@pytest.mark.parametrize(
    ("text", "name", "format_"),
    [
        ("Prickly attention for long documents\nDo hedgehogs read, and what, in 2019?\n", "list.txt", "text"),
        ("title,authors,year\nPrickly attention,\"Quill, A.\",2020\n", "list.txt", "csv"),
        ("@article{q, title={Prickly attention}, author={Quill, A.}, year={2020}}\n", "list.txt", "bibtex"),
        (f"- {ONE} [[pdf]](https://example.org/1.pdf)\n", "list.md", "markdown"),
    ],
)  # fmt: skip
def test_other_lists_are_not_taken_for_references(text: str, name: str, format_: str) -> None:
    assert readers.read_text(text, name).format == format_


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("nuclear architec- ture", "nuclear architecture"),
        ("the three- city study", "the three-city study"),
        ("pre- and postnatal", "pre- and postnatal"),
        ("self-attention", "self-attention"),
    ],
)
def test_words_are_put_together_that_a_line_end_broke(broken: str, whole: str) -> None:
    assert unbroken(broken) == whole


def test_references_without_titles_are_told_since_nothing_can_be_looked_up_by_them() -> None:
    text = (
        "[1] A. Poe, B. Li, C. Do, J. Reefs 12 (2001) 34-45.\n"
        "[2] A. Poe, B. Li. On the growth of reefs. J. Reefs, 13, 2002, 5-9.\n"
        "[3] D. Ek, E. Fox, J. Reefs 14 (2003) 112-119.\n"
    )
    document = readers.read_text(text, "refs.txt")
    assert [bool(entry.title) for entry in document.entries] == [False, True, False]
    assert document.notes == (
        "2 references give neither a title nor an identifier, and can't be looked up (lines 1, 3)",
    )
