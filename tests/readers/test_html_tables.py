"""Tables in HTML within a Markdown list: with a header that says what is where, and without one."""

from __future__ import annotations

import pytest

from resolver import readers

LINK = "https://arxiv.org/abs/2106.01702"
HEAD = "<tr><th>Title</th><th>Authors</th><th>Paper</th></tr>"
PLAIN = f'<tr><td>PsyQA: A Chinese Dataset</td><td>Hao Sun</td><td><a href="{LINK}">pdf</a></td></tr>'
LINKED = f'<tr><td>2021</td><td><a href="{LINK}">PsyQA: A Chinese Dataset</a></td></tr>'


def read(*rows: str) -> list[tuple[str, str, tuple[str, ...]]]:
    text = "# Papers\n\n<table>\n" + "\n".join(rows) + "\n</table>\n"
    return [(e.title, e.authors, e.links) for e in readers.read_text(text, "README.md").entries]


@pytest.mark.parametrize(
    ("rows", "authors"), [((HEAD, PLAIN), "Hao Sun"), ((LINKED,), "")], ids=["a header says", "a cell links its title"]
)
def test_a_row_is_read_by_the_header_or_by_the_cell_that_links_its_title(rows: tuple[str, ...], authors: str) -> None:
    assert read(*rows) == [("PsyQA: A Chinese Dataset", authors, (LINK,))]
