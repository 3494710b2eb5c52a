"""Links in cells and fields: each one whole, none doubled, written as the address that is meant."""

from __future__ import annotations

import pytest

from resolver import readers

ARXIV, CODE = "https://arxiv.org/abs/2106.01702", "https://github.com/somebody/something"


@pytest.mark.parametrize(
    ("cell", "links"),
    [
        ("arXiv: 2106.01702", ["arXiv: 2106.01702"]),
        (ARXIV, [ARXIV]),
        (f"{ARXIV} {CODE}", [ARXIV, CODE]),
        (f"{CODE} {ARXIV}", [CODE, ARXIV]),
        ("arXiv:2106.01702 acl:P18-1001", ["arXiv:2106.01702", "acl:P18-1001"]),
        (f"[paper]({ARXIV}) [code]({CODE})", [ARXIV, CODE]),
    ],
)
def test_a_cell_may_hold_one_link_with_a_space_in_it_or_several(cell: str, links: list[str]) -> None:
    [entry] = readers.read_text(f'title,url\nA Title of Something,"{cell}"\n', "list.csv").entries
    assert list(entry.links) == links


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"https://doi.org/10.1162/tacl\_a\_00111", "https://doi.org/10.1162/tacl_a_00111"),
        (r"https://doi.org/10.1162/tacl{\_}a{\_}00111", "https://doi.org/10.1162/tacl_a_00111"),
        (r"https://example.net/a\%20b\#c\&d", "https://example.net/a%20b#c&d"),
        (r"https://example.net/$\sim$somebody/paper.pdf", "https://example.net/~somebody/paper.pdf"),
        (r"\url{https://example.net/paper.pdf}", "https://example.net/paper.pdf"),
        ("https://example.net/a_b%20c.pdf", "https://example.net/a_b%20c.pdf"),
    ],
)
def test_an_address_in_a_bibliography_is_without_latex(written: str, meant: str) -> None:
    [entry] = readers.read_text(f"@misc{{k, title = {{A Title}}, url = {{{written}}}}}", "refs.bib").entries
    assert entry.links == (meant,)


@pytest.mark.parametrize(("title", "read"), [("World Models", False), ("Some World Models", True)])
def test_three_words_and_a_button_that_says_paper_are_a_paper_wherever_it_leads(title: str, read: bool) -> None:
    """Two words in bold beside such a button are as often the name of a project."""
    listed = f"# Papers\n\n* **PsyQA: A Chinese Dataset** [[paper]]({ARXIV})\n"
    text = f"{listed}* **{title}** [[paper]](https://somewhere.example.net/x)\n"
    assert [e.title for e in readers.read_text(text, "README.md").entries][1:] == [title] * read
