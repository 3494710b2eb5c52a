"""A record may say anything: in no format does any of it become markup, a command, a link or another entry."""

import json
import re

import bibtexparser
import pytest
import rispy
from lxml import html
from markdown_it import MarkdownIt
from pylatexenc.latex2text import LatexNodes2Text

from resolver import files
from resolver.model import Identifier, Person, Record
from resolver.writers import WriterOptions, formats, table
from resolver.writers.base import line
from tests.writers.works import resolved, run_of

ATTACKS = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "[click](javascript:alert(1)) ![pixel](https://evil.example/p.png) <https://evil.example>",
    "**bold** `code` ~~gone~~ # heading | cell & &amp; &#x3c; https://evil.example www.evil.example",
    r"\input{/etc/passwd} \immediate\write18{rm -rf /} $\input{x}$ \def\x{} ^^M %",
    'unbalanced } { "}\n}\n@article{evil, title = "x"',
    "two\r\nER  - \r\nTY  - JOUR\r\nTI  - evil",
    '=HYPERLINK("https://evil.example")',
    "@SUM(A1) and others and {others}",
    "\u202eevil\u202c \u0007bell \x1b[31mred \ud800 half",
    '<span class="nocase">x</span> \ue000i\ue001 private',
    "",
)
KNOWN_URL = "https://example.org/paper"


def record(attack: str) -> Record:
    return Record(
        source="x",
        title=attack,
        title_tex=attack,
        authors=(Person(attack, attack), Person("Doe", "Jane")),
        editors=(Person(attack),),
        year=2020,
        month=attack,
        venue=attack,
        publisher=attack,
        address=attack,
        pages=attack,
        note=attack,
        volume=attack,
        number=attack,
        isbn=attack,
        language=attack,
        category=attack,
        retracted=attack,
        type="inproceedings",
        url=KNOWN_URL,
        ids=(Identifier("arxiv", attack or "2401.00001"), Identifier("doi", attack or "10.1/x")),
    )


def rendered(name: str, attack: str) -> str:
    run = run_of((), [], resolved(1, record(attack)), resolved(2, record("A harmless title")))
    content = files.to_text(formats()[name].render(run, WriterOptions(style="acl")))  # and so can be written as UTF-8
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", content.replace("\r\n", "\n")), name
    return content


@pytest.mark.parametrize("attack", ATTACKS)
def test_markdown_shows_the_text_and_links_only_to_the_work(attack: str) -> None:
    page = (
        MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(rendered("markdown", attack))
    )
    root = html.fromstring(page)
    tags = {element.tag for element in root.iter()}
    assert tags <= {"div", "html", "body", "h1", "h2", "ul", "li", "strong", "em", "a", "p"}
    arxiv = "https://arxiv.org/abs/"
    assert all(href == KNOWN_URL or href.startswith(arxiv) for href in root.xpath("//a/@href"))
    if attack:
        assert line(attack) in {line(text) for text in root.xpath("//strong/text()")}


@pytest.mark.parametrize("attack", ATTACKS)
def test_html_has_no_tag_or_link_but_ours(attack: str) -> None:
    root = html.fromstring(rendered("html", attack))
    tags = {element.tag for element in root.iter()}
    assert tags <= {"html", "head", "meta", "title", "style", "body", "h1", "div", "i", "b", "a", "span"}
    assert not root.xpath("//@onerror")
    assert all(href.startswith(("https://doi.org/", KNOWN_URL)) for href in root.xpath("//a/@href"))


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
def test_latex_has_no_command_that_does_anything_but_print(dialect: str, attack: str) -> None:
    text = rendered(dialect, attack)
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    assert len(library.entries) == 2
    commands = set(re.findall(r"\\([A-Za-z]+)", text))
    assert commands <= set(
        "textbraceleft textbraceright textbackslash textasciitilde textasciicircum textless textgreater textbar".split()
    )
    title = library.entries[0].fields_dict["title"].value if attack else ""
    shown = LatexNodes2Text(keep_comments=True).latex_to_text(title)
    assert re.sub(r"[\Wˆ]", "", shown) == re.sub(r"\W", "", line(attack))
    assert not re.search(r"(?<!\\)(?:\\\\)*[%#&]", re.sub(r'(?m)^ {4}(?:url|doi|eprint) = .*|#(?= [a-z"])', "", text))


@pytest.mark.parametrize("attack", ATTACKS)
def test_data_formats_have_two_entries_that_say_what_the_records_say(attack: str) -> None:
    items = json.loads(rendered("csl-json", attack))
    assert [item.get("title", "") for item in items] == [line(attack), "A harmless title"]
    entries = rispy.loads(rendered("ris", attack))
    assert [entry.get("title", "") for entry in entries] == [line(attack), "A harmless title"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_plain_references_are_one_paragraph_each(attack: str) -> None:
    assert len(rendered("text", attack).rstrip("\n").split("\n\n")) == 2


@pytest.mark.parametrize("attack", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1", " =1"])
def test_no_cell_of_the_table_is_a_formula_that_came_from_a_service(attack: str) -> None:
    found = record(attack)
    columns = ("title", "authors", "venue", "url", "doi")
    text = table.enriched(run_of(columns, [("mine", "", "", "-", "")], resolved(1, found)), "all")
    cells = [cell for row in table.csv.reader(text.splitlines()[1:]) for cell in row]
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "@"))]
    assert not [cell for cell in cells if re.match(r"\s*-\d", cell)]
