"""The ways in which people write an item of a list: form, language, decoration, and what is read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from resolver import readers
from resolver.model import Document
from resolver.readers.nicknames import choose_titles

TITLES = {
    "English": "Sparse Coding of Marine Sentences",
    "with a colon": "HEDGE: Pruning Prickly Parsers for Low-Resource Shrubs",
    "a question": "Do Teapots Dream of Boiling Water?",
    "with a number": "Ten Years of Underwater Dialogue: A 2nd Look",
    "German": "Über die Zerlegung von Wörtern in sinnvolle Teile",
    "French": "Une Méthode Simple pour l'Étiquetage des Fougères",
    "Chinese": "基于深度学习的海洋文本生成方法综述",
    "Japanese": "海洋テキストの自動要約に関する研究",
    "Korean": "해양 텍스트 생성을 위한 신경망 모형 연구",
}
"""Made up for this test, in the scripts that lists are kept in."""

ARXIV = "https://arxiv.org/abs/2106.01702"
AUTHORS = "Ana Poe, Bo Li and Chris Day"

FORMS = {
    "a link": "- [{t}]({u})",
    "a link that leads nowhere yet": "- [{t}]()",
    "a link to do": "- [{t}](TODO)",
    "a link to the top": "- [{t}](#)",
    "a link of a lost value": "- [{t}](nan)",
    "bold with a button": "- **{t}** [[pdf]]({u})",
    "italic with a button": "- *{t}* [[paper]]({u})",
    "in quotation marks": "- “{t}” [pdf]({u})",
    "plain with a button": "- {t} [[pdf]]({u})",
    "plain with a bare address": "- {t} {u}",
    "plain with an address on the next line": "- {t}<br>\n  {u}",
    "plain, venue and address on lines of their own": "- {t}<br>\nACL 2022<br>\n{u}<br>",
    "plain with authors and year": "- {t} — Poe et al., 2021.",
    "a link with authors behind a bar": "- [{t}]({u}) | Ana Poe, Bo Li, Chris Day",
    "a nickname in bold, the title in italics": "- **(NICK)** _{t}_ ```ACL 2021```\n[[Paper]({u})]",
    "authors, then the title in quotation marks": '- Ana Poe, Bo Li, Chris Day. "{t}." ACL 2021. [[pdf]]({u})',
    "a paragraph with a number": '[3] Ana Poe, Bo Li, "**{t}**", ACL 2021, [[pdf]]({u})',
    "a paragraph that is a link": "[{t}]({u})\n",
    "a label": "- **Title:** {t} [[pdf]]({u})",
    "a label in Chinese": "- 论文名称：{t}\n- 论文地址：{u}",
    "below an affiliation": "- Univ. of Reef [[Paper]({u})]\n  - *{t}*, ACL 2021",
    "a row of a table": "| Title | Venue | Link |\n|--|--|--|\n| {t} | ACL 2021 | [pdf]({u}) |",
    "a row of a table in Chinese": "| 标题 | 会议 | 链接 |\n|--|--|--|\n| {t} | ACL 2021 | [pdf]({u}) |",
    "a row of HTML": (
        "<table>\n<tr><th>Date</th><th>Paper & Summary</th><th>Links</th></tr>\n"
        '<tr><td>2021</td><td><strong>{t}</strong></td><td><a href="{u}"><img src="x.svg"/></a></td></tr>\n</table>'
    ),
    "an item of HTML": '<ul>\n<li><a href="{u}">{t}</a>, Ana Poe, ACL 2021</li>\n</ul>',
}

DECORATIONS = {
    "": "",
    "a date": "2021-06-03 ",
    "a date in brackets": "[2021/06] ",
    "an emoji": "🔥 ",
    "a short code": ":star: ",
    "a check box": "[x] ",
    "a venue in brackets": "[ACL 2021] ",
}


def read(text: str) -> Document:
    return readers.read_text(f"# Papers\n\n{text}\n", "README.md")


def cases() -> Iterator[tuple[str, str]]:
    for form, text in FORMS.items():
        for language, title in TITLES.items():
            if not (form == "below an affiliation" and "?" in title):
                yield f"{form}, {language}", text.format(t=title, u=ARXIV) + f"\x00{title}"
    for name, lead in DECORATIONS.items():
        for form in ("a link", "bold with a button", "plain with a button", "plain with a bare address"):
            title = TITLES["English"]
            text = FORMS[form].format(t=title, u=ARXIV)
            yield f"{form} behind {name or 'nothing'}", f"- {lead}{text[2:]}\x00{title}"


@pytest.mark.parametrize("case", [c for _, c in cases()], ids=[n for n, _ in cases()])
def test_an_item_is_one_paper_with_its_title(case: str) -> None:
    text, title = case.split("\x00")
    entries = read(text).entries
    assert [e.title.rstrip("?") for e in entries] == [title.rstrip("?")]


# ------------------------------------------------------------------ what stands around the title


@pytest.mark.parametrize(
    ("item", "authors", "venue", "year"),
    [
        ("- [Sparse Coding of Marine Sentences](u) | Ana Poe, Bo Li", "Ana Poe, Bo Li", "", ""),
        ("- Sparse Coding of Marine Sentences — Poe et al., 2021.", "Poe et al.", "", "2021"),
        ("- Poe, A., & Li, B. (2021). Sparse coding of marine sentences. *ACL*.", "Poe, A., & Li, B.", "ACL", "2021"),
        ("- **(NICK)** _Sparse Coding of Marine Sentences_ ```EMNLP 2022```", "", "EMNLP", "2022"),
        ('[1] Ana Poe, Bo Li, "**Sparse Coding of Marine Sentences**", ICLR 2018', "Ana Poe, Bo Li", "ICLR", "2018"),
        ("- Sparse Coding of Marine Sentences by Ana Poe, Bo Li (ACL 2021)", "Ana Poe, Bo Li", "ACL", "2021"),
    ],
)
def test_authors_venue_and_year_are_told_apart(item: str, authors: str, venue: str, year: str) -> None:
    (entry,) = read(item).entries
    assert (entry.authors, entry.venue, entry.year) == (authors, venue, year)


def test_words_behind_by_that_are_no_people_belong_to_the_title() -> None:
    (entry,) = read(f"- Parsing Enhanced by Glyph and Pinyin Information\n[paper]({ARXIV})").entries
    assert (entry.title, entry.authors) == ("Parsing Enhanced by Glyph and Pinyin Information", "")


@pytest.mark.parametrize(
    ("heading", "venue", "year"), [("2018", "", "2018"), ("ACL 2022", "ACL", "2022"), ("CVPR'19", "CVPR", "2019")]
)
def test_a_heading_that_is_a_venue_and_a_year_tells_them_of_what_is_below(heading: str, venue: str, year: str) -> None:
    (entry,) = readers.read_text(f"## {heading}\n\n- [{TITLES['English']}]({ARXIV})\n", "README.md").entries
    assert (entry.venue, entry.year) == (venue, year)


@pytest.mark.parametrize("title", ["You Never Boil a Teapot Twice", "If Ferns Are the Answer, What Was the Question?"])
def test_a_title_that_is_set_apart_may_begin_as_a_sentence_does(title: str) -> None:
    assert [e.title for e in read(f"- **{title}** [[link]](TODO)\n- [{title}]({ARXIV})").entries] == [title] * 2


# ------------------------------------------------------------------ what is no paper, and what is told


def test_a_mere_title_is_a_paper_only_among_papers() -> None:
    papers = f"- [{TITLES['English']}]({ARXIV})\n- Do Teapots Dream of Boiling Water\n- A Study of Underwater Grammar"
    assert len(read(papers).entries) == 3
    software = (
        f"- [{TITLES['English']}]({ARXIV})\n\n## Tools\n\n- A Parser for Underwater Grammar\n- The Teapot Toolkit 3"
    )
    assert len(readers.read_text(f"# Awesome\n\n## Papers\n\n{software}\n", "README.md").entries) == 1


def test_notes_below_a_paper_are_none() -> None:
    text = (
        f"[{TITLES['English']}]({ARXIV})\n\n- Introduces a native model trained in three stages.\n"
        "- **Metrics:** F1, Accuracy\n- Datasets: POPE (COCO, GQA), CHAIR\n"
    )
    assert [e.title for e in read(text).entries] == [TITLES["English"]]


def test_what_may_be_an_entry_and_was_not_read_is_told_with_its_line() -> None:
    document = read(f"- [{TITLES['English']}]({ARXIV})\n\n- some remarks on sparse fern grammars\n- Poe 2021")
    assert [e.title for e in document.entries] == [TITLES["English"]]
    assert [(u.line, u.text) for u in document.unread] == [(5, "some remarks on sparse fern grammars")]
    assert "1 item was not read (line 5)" in document.notes[-1]


def test_a_bibliography_entry_in_a_comment_or_a_fence_is_how_the_list_is_cited() -> None:
    cite = "@misc{me,\n  title = {Awesome Ferns},\n  year = {2024}\n}"
    for around in ("<!--\n{}\n-->", "```bibtex\n{}\n```"):
        text = f"{around.format(cite)}\n# Ferns\n\n- [{TITLES['English']}]({ARXIV})\n"
        assert [e.title for e in readers.read_text(text, "README.md").entries] == [TITLES["English"]]


def test_headings_of_an_org_file_are_papers_with_their_properties() -> None:
    document = readers.read_text(
        "#+TITLE: Ferns\n* Parsing\n** TODO HEDGE: Pruning Prickly Parsers :nlp:\n   :PROPERTIES:\n"
        "   :AUTHOR: Ana Poe and Bo Li\n   :YEAR: 2021\n   :END:\n"
        f"** DONE [[{ARXIV}][Sparse Coding of Marine Sentences]]\n   - a note on it\n",
        "papers.org",
    )
    assert [(e.title, e.authors, e.year, e.section) for e in document.entries] == [
        ("HEDGE: Pruning Prickly Parsers", "Ana Poe, Bo Li", "2021", "Parsing"),
        ("Sparse Coding of Marine Sentences", "", "", "Parsing"),
    ]
    assert document.entries[1].links == (ARXIV,)


def test_years_at_the_end_of_most_headings_of_an_org_file_are_no_part_of_the_titles() -> None:
    document = readers.read_text(
        "* Kernel Methods for Shallow Ponds 2009   :svm:\ngood\n"
        "* Two Layers of Moss 2011\n* Ferns and Their Grammar 1999\n",
        "ferns.org",
    )
    assert [(e.title, e.year) for e in document.entries] == [
        ("Kernel Methods for Shallow Ponds", "2009"),
        ("Two Layers of Moss", "2011"),
        ("Ferns and Their Grammar", "1999"),
    ]


# ------------------------------------------------------------------ names that a list sets before its titles

REAL_NAME = "WAVE: A Parser for Underwater Grammar"
OF_2012 = [f"NICK{n}: {what} of Marine Sentences" for n, what in enumerate(("A Sparse Coding", "A Dense Parsing") * 7)]


def named(year: int, share: float = 1.0) -> Document:
    titles = [*(OF_2012[: round(14 * share)]), *(t.partition(": ")[2] for t in OF_2012[round(14 * share) :]), REAL_NAME]
    return read(
        "\n".join(f"- **{title}.** *Ana Poe, Bo Li.* ACL {year}. [pdf](x{n}.pdf)" for n, title in enumerate(titles))
    )


def test_names_before_nearly_all_titles_of_old_papers_are_the_lists_own() -> None:
    first = named(2012).entries[0]
    assert (first.title, first.other_title) == ("A Sparse Coding of Marine Sentences", OF_2012[0])


def test_names_in_titles_of_years_in_which_they_are_usual_stay() -> None:
    assert [e.title for e in named(2023).entries] == [*OF_2012, REAL_NAME]
    assert all(not e.other_title for e in named(2012, share=0.2).entries)


def test_a_title_that_is_at_hand_decides_between_two_readings() -> None:
    document = choose_titles(named(2012), {REAL_NAME, OF_2012[0].partition(": ")[2]}.__contains__)
    assert (document.entries[-1].title, document.entries[-1].other_title) == (REAL_NAME, "")
    assert document.rows[-1].cells[1] == REAL_NAME
    assert document.entries[0].title == "A Sparse Coding of Marine Sentences"
    assert document.entries[1].other_title == OF_2012[1]


def test_a_page_whose_characters_were_repaired_says_so() -> None:
    page = f'<!doctype html><ul><li><a href="{ARXIV}">Ferns ‚Äî Their Grammar and Its Moss</a>, Ana Poe, 2021</li></ul>'
    document = readers.read_text(page, "ferns.html")
    assert [e.title for e in document.entries] == ["Ferns — Their Grammar and Its Moss"]
    assert "1 places were repaired" in document.notes[0]
