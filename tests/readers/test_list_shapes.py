"""The shapes in which public lists are kept: reading lists, courses, groups' pages, bibliographies; what is read."""

from __future__ import annotations

import pytest

from resolver import readers

A = "Sparse Coding of Marine Sentences"
B = "Do Teapots Dream of Boiling Water?"
C = "Ten Years of Underwater Dialogue"
URL = "https://arxiv.org/abs/2106.01702"
MORE = "https://arxiv.org/abs/2106.01703"

SHAPES: dict[str, tuple[str, list[str]]] = {
    # ------------------------------------------------------------------ tables
    "a table below an item, rows without outer bars": (
        (
            f"- Embeddings\n  - Reefs\n    |model name|booktitle|title|author|\n    |:-:|:-:|:-:|:-:|\n"
            f"    REEF|NIPS2013|{A}|Ana Poe, Bo Li\n    TEA|AAAI2014|{B}|Chris Day\n"
        ),
        [A, B],
    ),
    "a Chinese table whose headers have signs and English in brackets": (
        (
            "| 📅 年份 | 📑 标题 (Title) | 🏛 会议/期刊 | ✍️ 备注 | 🔗 链接 |\n|:--|:--|:--|:--|:--|\n"
            f"| 2017 | **{A}** | NeurIPS | 必读 | [PDF](链接) |\n| 2023 | {C} | arXiv | 好 | [PDF](链接) |\n"
        ),
        [A, C],
    ),
    "a Chinese table of numbers, names of articles, and pages in the repository": (
        (
            "| 编号 | 文章名称 | 分类 | 链接 | 阅读 |\n|:--:|--|:--|:--:|:--:|\n"
            f"| 1 | **{A}** | CNN | [进入](https://github.com/a/b/tree/main/c) | ✔ |\n| 2 | **{C}** | CNN | | ❌ |\n"
        ),
        [A, C],
    ),
    "a Korean table of titles, some of them links": (
        (
            "| 발행일 | 제목 | 분야 | 리뷰 | 구현 |\n|:--:|:--:|:--:|:--:|:--:|\n"
            f"| 2019 | [{A}](https://example.org/reef.pdf) | 추천 | [Notion](https://n.site/x) | [바로가기](./A) |\n"
            f"| 2009 | {C} | 추천 | [Notion](https://n.site/y) | [바로가기](./B) |\n"
        ),
        [A, C],
    ),
    "a Japanese table": (
        f"| タイトル | 著者 | 会議 | リンク |\n|--|--|--|--|\n| {A} | Poe et al. | ACL 2021 | [論文]({URL}) |\n",
        [A],
    ),
    "a table of papers, code and notes": (
        (
            f"| Paper | Code | Reading Note |\n|--|--|--|\n"
            f"| [{A}](https://x.org/a.pdf) | [reef](https://github.com/a/reef) | [n.md](./n.md) |\n"
        ),
        [A],
    ),
    "a reading group's table with who presents": (
        (
            "| Date | Presenter | Paper | Why should we care | Conference |\n|--|--|--|--|--|\n"
            f"| 29/03 | Dina G | [{A}]({URL}) | It is short | ACL 2021 |\n| 05/04 | Ed H | | | |\n"
        ),
        [A],
    ),
    "a course's table with several papers in a cell": (
        f"| Week | Topic | Readings |\n|--|--|--|\n| 1 | Overview | |\n| 2 | Reefs | [{A}]({URL})<br>[{C}]({MORE}) |\n",
        [A, C],
    ),
    "a course's table with items of HTML in a cell": (
        (
            "| Week | Topic | Readings |\n|--|--|--|\n"
            f'| 2 | Reefs | <ul><li><a href="{URL}">{A}</a></li><li><a href="{MORE}">{C}</a></li></ul> |\n'
        ),
        [A, C],
    ),
    "a French table": (
        f"| Titre | Auteurs | Année | Lien |\n|--|--|--|--|\n| {A} | A. Poe | 2021 | [pdf]({URL}) |\n",
        [A],
    ),
    "a German table": (
        f"| Titel | Autoren | Jahr | Link |\n|--|--|--|--|\n| {A} | A. Poe | 2021 | [pdf]({URL}) |\n",
        [A],
    ),
    "a Spanish table": (
        f"| Título | Autores | Año | Enlace |\n|--|--|--|--|\n| {A} | A. Poe | 2021 | [pdf]({URL}) |\n",
        [A],
    ),
    # ------------------------------------------------------------------ items
    "an abbreviation in bold, the title in quotation marks": (
        (
            f'* **REEF**: "{A}", ICCV, 2021 (*Wavebook*). [[Paper]({URL})] [[Code](https://github.com/a/b)]\n'
            f'* **?**: "{C}", CVPR, 2020 (*Tea U*). [[Paper]({MORE})]\n'
        ),
        [A, C],
    ),
    "tags in brackets before a title with a bare address behind a comma": (
        f"+ [CNN][Paper] {A}, {URL}\n+ [Survey] {C},{MORE}\n",
        [A, C],
    ),
    "numbers within the bold title, buttons behind a colon and bars": (
        (
            f"- ### 2010\n  - **01.{A}** : [**Paper**]({URL}) || [**Code**](https://github.com/a/b)\n"
            f"  - **02.{C}** : [**Paper**]({MORE}) || [**Code**](https://github.com/a/c)\n"
        ),
        [A, C],
    ),
    "a title in bold, buttons, people and venue on lines of a paragraph": (
        (
            f"**{A}**\n[(code)](https://github.com/a/b)\n[(pdf)]({URL})  \nPoe, A. and Day, C.  \nICLR, 2017\n\n"
            f"**{C}**\n[(pdf)]({MORE})  \nLi, B. and Day, C.  \nICLR, 2017\n"
        ),
        [A, C],
    ),
    "dates of meetings before linked titles": (
        f"12/16/2018 - [{A}](https://www.dropbox.com/v/f.pdf?dl=0)\n\n12/9/2018 - [{C}](https://www.dropbox.com/u/w.pdf?dl=0)\n",
        [A, C],
    ),
    "title, people and journal on lines that are broken by tags": (
        f"1. **{A}** <br>\nAna Poe, Bo Li <br>\nJournal of Reefs (2021) [DOI](https://doi.org/10.1/2) | [PDF]({URL})\n",
        [A],
    ),
    "people, the title in italics, a link in tags": (
        f'- Ana Poe, Bo Li, *{A}*, Journal of Reefs, 2021 \n<a href="{URL}" class="b" target="_blank">PDF</a>\n',
        [A],
    ),
    "a title in italics and people and year on the next line": (f"- *{A}*  \n  Ana Poe and Bo Li, 1998\n", [A]),
    "a title in italics as a link, by people": (
        f"1. [*{A}*](https://mitpress.mit.edu/9780/), by Ana P Poe, 2022\n    - Available through the library.\n",
        [A],
    ),
    "family names and a year behind a dash": (
        f"* [{A}](https://papers.ssrn.com/sol3/papers.cfm?abstract_id=1) - Chen, Kelly, Xiu; 2023.\n",
        [A],
    ),
    "people, year and title with full stops": (
        f"* Ana Poe and Bo H. Li. 2021. {A}, 3rd edition. Online manuscript. <https://example.org/reef>.\n",
        [f"{A}, 3rd edition"],
    ),
    "a year and a dash, check boxes": (
        f"## Papers to read\n\n- [ ] 2024 - {A}\n- [ ] 2024 - {C}\n",
        [A, C],
    ),
    "a kind of publication before the title in quotation marks": (
        f'* Artículo de revisión: "{A}" {URL} publicado en la revista de arrecifes.\n',
        [A],
    ),
    "links in a paragraph, one a line": (f"[{A}]({URL})\n[{C}]({MORE})\n", [A, C]),
    "links in a paragraph with numbers, one a line, broken by blanks": (
        f"1\\. [{A}]({URL}), ACL 2021  \n2\\. [{C}]({MORE}), EMNLP 2020  \n",
        [A, C],
    ),
    "a Chinese item with its title in book marks": (
        f"1、《{A}》，Ana Poe，ACL 2021 [论文]({URL})\n2、《{C}》，Bo Li，EMNLP 2020 [论文]({MORE})\n",
        [A, C],
    ),
    "a Japanese item with corner brackets": (f"- Poe et al., 「{A}」, ACL 2021 [[論文]({URL})]\n", [A]),
    "a French item with angle quotation marks": (f"- Poe, A. (2021). « {A} ». *Revue TAL*, 3(2), 1–20.\n", [A]),
    "a German item with low quotation marks": (
        f"- Poe, Ana: „{A}“. In: Zeitschrift für Riffe, 2021, S. 1–20. {URL}\n",
        [A],
    ),
    "a Spanish reference in APA": (f"Poe, A., y Li, B. (2021). {A}. *Revista de Arrecifes*, 16(31), 85–96.\n", [A]),
    "several links of one paper that say who reads it": (
        f"- {A} ([arXiv]({URL}), [slides](https://example.org/s), presented by Ed)\n",
        [A],
    ),
    # ------------------------------------------------------------------ headings with the paper below
    "a heading is the title, labels are below": (
        (
            f"# 2025-01-02\n\n## {A}\n**Authors**: Ana Poe, Bo Li  \n**Link**: [arXiv]({URL})  \n**Domain**: NLP\n\n"
            f"**Abstract**: \nWe code sentences.\n\n---\n\n## {C}\n**Authors**: Bo Li  \n**Link**: [arXiv]({MORE})\n"
        ),
        [A, C],
    ),
    "a heading is the title, a link and labels are paragraphs below": (
        (
            f"# daily\n\n### {A}\n\n[arXiv]({URL})\n\n**Authors:** Ana Poe\n\n**Summary:** We code.\n\n---\n\n"
            f"### {C}\n\n[arXiv]({MORE})\n\n**Authors:** Bo Li\n\n**Summary:** We talk.\n"
        ),
        [A, C],
    ),
    "a heading is the title, items below name its fields": (
        (
            f"## {A}\n\n- Authors: Ana Poe, Bo Li\n- Venue: ACL 2021\n- Link: {URL}\n- Notes: short\n\n"
            f"## {C}\n\n- Authors: Bo Li\n- Venue: ACL 2020\n- Link: {MORE}\n"
        ),
        [A, C],
    ),
    "a heading is the title, buttons are below": (
        f"### {A}\n\n[Paper]({URL}) | [Code](https://github.com/a/b)\n\n### {C}\n\n[Paper]({MORE})\n",
        [A, C],
    ),
    "a summary that opens": (
        f"<details>\n<summary><b>{A}</b></summary>\n\nAna Poe, Bo Li. ACL 2021. [[pdf]({URL})]\n\n</details>\n",
        [A],
    ),
    # ------------------------------------------------------------------ HTML
    "items of HTML: title as a link, people, year, a button": (
        (
            f'<ul>\n<li class="pub"><a href="https://example.org/p/1">{A}</a>&nbsp;&mdash;&nbsp;Ana Poe, Bo Li (2021). '
            f'In Proceedings of ACL. [<a href="{URL}">PDF</a>]</li>\n</ul>\n'
        ),
        [A],
    ),
    "items of HTML: everything in the link": (
        (
            f'<ul>\n<li> <a href="https://example.org/a.pdf"> <b>{A}</b> by Ana Poe in Journal of Reefs, 2021, 3.</a> '
            "Good.</li>\n</ul>\n"
        ),
        [A],
    ),
    "blocks of HTML: heading, people, venue, button": (
        (
            f'<div class="publication">\n<h4>{A}</h4>\n<p>Ana Poe, Bo Li</p>\n<p><em>ACL</em>, 2021</p>\n'
            f'<p><a href="{URL}">[PDF]</a></p>\n</div>\n'
        ),
        [A],
    ),
    "paragraphs of HTML": (
        (
            f'<p><b>{A}</b><br>Ana Poe, Bo Li<br><i>ACL 2021</i> [<a href="{URL}">pdf</a>]</p>\n'
            f'<p><b>{C}</b><br>Bo Li<br><i>ACL 2020</i> [<a href="{MORE}">pdf</a>]</p>\n'
        ),
        [A, C],
    ),
}


@pytest.mark.parametrize(("text", "titles"), list(SHAPES.values()), ids=list(SHAPES))
def test_a_list_of_this_shape_is_read(text: str, titles: list[str]) -> None:
    entries = readers.read_text(f"# Papers\n\n{text}", "README.md").entries
    assert [e.title.rstrip("?") for e in entries] == [t.rstrip("?") for t in titles]


@pytest.mark.parametrize(
    "item",
    [
        "3) MARLIN  This work introduces MARLIN, a parser for logs of ships that learns where entries begin and end.",
        "3) MARLIN  Marlin is a parser for logs of ships that learns where the entries begin and where they end.",
        "3) MARLIN  Reef Labs introduces MARLIN, a parser for logs of ships that learns where its entries begin.",
        "3) **MARLIN** - a parser for logs of ships that is trained on ten years of entries; halves the errors",
        "3) **MARLIN** -a strong parser for logs of ships that is trained on ten years of entries and halves errors",
        "3) **MARLIN** – proposes a parser for logs of ships that is trained on ten years of entries by hand",
    ],
)
def test_what_a_name_is_stays_out_of_the_title(item: str) -> None:
    text = f"| **Paper** | **Links** |\n|---|---|\n| {item} | [Paper](https://arxiv.org/abs/2106.01702) |\n"
    (entry,) = readers.read_text(text, "week.md").entries
    assert entry.title == "MARLIN"


@pytest.mark.parametrize("name", ["Mamba", "Octopus", "Marian", "Julius 2", "DECODER", "August-1B"])
def test_a_name_that_begins_like_a_month_is_no_date(name: str) -> None:
    (entry,) = readers.read_text(f"- [{name}]({URL})\n", "list.md").entries
    assert entry.title == name


def test_two_blanks_within_a_title_do_not_end_it() -> None:
    text = "- [Salt  Dialogue Systems for Small Harbours and Large Ships](https://arxiv.org/abs/2106.01702)\n"
    (entry,) = readers.read_text(text, "list.md").entries
    assert entry.title == "Salt Dialogue Systems for Small Harbours and Large Ships"


@pytest.mark.parametrize(
    "host", ["reefnotes.substack.com", "medium.com/@ana", "zhuanlan.zhihu.com", "blog.reef.example", "mp.weixin.qq.com"]
)
def test_a_post_is_no_paper_and_said_to_be_something_else(host: str) -> None:
    text = (
        "# Reading\n\n- [Sparse Coding of Marine Sentences](https://arxiv.org/abs/2106.01702)\n"
        f"- [Understanding Sparse Coding Step by Step](https://{host}/p/17)\n"
    )
    document = readers.read_text(text, "list.md")
    assert [entry.title for entry in document.entries] == ["Sparse Coding of Marine Sentences"]
    assert document.unread == ()


def test_the_address_of_the_code_is_no_venue() -> None:
    text = f"- {A}<br>\n2020<br>\n{URL}<br>\nhttps://github.com/reef/sparse/blob/main/README.md<br>\n"
    (entry,) = readers.read_text(text, "list.md").entries
    assert (entry.title, entry.venue, entry.year) == (A, "", "2020")
