"""Web pages: lists of publications as people put them on their homepages."""

from __future__ import annotations

import pytest

from resolver import readers
from resolver.errors import InputError
from resolver.filling import fill
from tests.fill.filling import PSYQA, resolution

PAGE = """<!DOCTYPE html>
<html><head><title>A Long Title of This Homepage Here</title><style>li {{x: y}}</style></head><body>
<nav><a href="index.html">Home</a> <a href="pubs.html">Publications and Talks</a></nav>
<h1>Publications</h1>
<p>I work on reefs. Here is what I have published with my students over the years.</p>
{}
<p>Address: 1 Reef Street. <a href="mailto:a@b.c">mail</a></p>
<script>var x = "<li>Not a Paper, Ana Poe, Bo Li, ACL 2021</li>";</script>
</body></html>
"""
TITLE = "Sparse Coding of Marine Sentences"
FORMS = {
    "an item with lines": "<ul><li><b>{t}</b><br>Ana Poe, Bo Li<br><i>ACL 2021</i> [<a href='{u}'>pdf</a>]</li></ul>",
    "an item as a reference": '<ol><li>Ana Poe, Bo Li. "{t}". In <i>Proc. ACL</i>, 2021.</li></ol>',
    "a row with a picture": "<table><tr><td><img src=a.png></td><td><a href='{u}'>{t}</a><br>Ana Poe, Bo Li<br>"
    "ACL 2021</td></tr></table>",
    "blocks": "<div><div>{t}</div><div>Ana Poe, Bo Li</div><div>ACL 2021, <a href='{u}'>paper</a></div></div>",
    "a heading": "<h3>{t}</h3><p>Ana Poe, Bo Li</p><p>ACL 2021 <a href='{u}'>[PDF]</a></p>",
    "a paragraph": "<p><a href='{u}'>{t}</a>.<br/> Ana Poe, Bo Li. <em>ACL</em>, 2021.</p>",
    "a definition": "<dl><dt>2021</dt><dd><a href='{u}'>{t}</a>, Ana Poe, Bo Li, ACL 2021</dd></dl>",
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_publication_on_a_page_is_read_and_nothing_else_is(form: str) -> None:
    text = PAGE.format(form.format(t=TITLE, u="https://arxiv.org/abs/2106.01702"))
    (entry,) = readers.read_text(text, "pubs.html").entries
    assert (entry.title, entry.authors, entry.year) == (TITLE, "Ana Poe, Bo Li", "2021")


def test_a_page_without_papers_is_refused_by_its_name() -> None:
    with pytest.raises(InputError, match="no paper was found in this HTML page"):
        readers.read_text(PAGE.format(""), "index.html")


def test_links_are_filled_into_a_page_that_is_one_line() -> None:
    first = f"<li><b>{PSYQA.title}</b>. Hao Sun, Zhenru Lin. ACL 2021. [<a href='TODO'>pdf</a>]</li>"
    second = f"<li><b>{PSYQA.title}</b>. Hao Sun, Zhenru Lin. <i>ACL</i> 2021</li>"
    text = f"<!DOCTYPE html><html><body><h1>P</h1><ul>{first}{second}</ul><p>The end of it.</p></body></html>"
    document = readers.read_text(text, "pubs.html")
    done = fill(document, [resolution(e, PSYQA) for e in document.entries])
    assert done.text == text.replace("TODO", PSYQA.url).replace(
        "</i> 2021</li>", f"</i> 2021 [<a href='{PSYQA.url}'>pdf</a>]</li>"
    )
