"""The list as a README: what its author wanted, with anchors that work and text that is only text."""

import re
from typing import Any
from urllib.parse import unquote

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from resolver import readers
from resolver.model import Identifier, Person, Record, Resolution, Run
from resolver.writers import WriterOptions, frame, markdown
from resolver.writers.anchors import Anchors, slug
from resolver.writers.base import Frame, line
from resolver.writers.emoji import with_emoji
from resolver.writers.markdown import MarkdownWriter
from tests.writers.works import MENTALCHAT, PSYQA, open_question, resolved, run_of

PAGE = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def under(section: str, resolution: Resolution, **claims: Any) -> Resolution:
    """A resolution whose entry stands below a heading."""
    return msgspec.structs.replace(
        resolution, entry=msgspec.structs.replace(resolution.entry, section=section, **claims)
    )


def readme(*resolutions: Resolution, **options: Any) -> str:
    return MarkdownWriter().render(run_of((), [], *resolutions), WriterOptions(**options))


def test_a_list_becomes_a_readme_with_contents_sections_and_official_links() -> None:
    unknown = under(
        "📊 Datasets",
        open_question(3, "PsyDefConv: Levels of Defense"),
        authors="Sunghyun Seo et al.",
        venue="arXiv",
        year="2025",
    )
    found = (under("📊 Datasets", resolved(1, PSYQA)), under("Models", resolved(2, MENTALCHAT)))
    text = readme(*found, unknown, mark=True)
    assert text == (
        "# Entries\n\n"
        "## Contents\n\n"
        "- [📊 Datasets](#-datasets)\n"
        "- [🤖 Models](#-models)\n\n"
        "## 📊 Datasets\n\n"
        "- **PsyQA: A Chinese Dataset for Generating Long Counseling Text for Mental Health Support** — Hao Sun "
        "*et al.*, Findings of ACL-IJCNLP 2021. [[Anthology]](https://aclanthology.org/2021.findings-acl.130/) "
        "[[arXiv]](https://arxiv.org/abs/2106.01702)\n"
        "- **PsyDefConv: Levels of Defense** — Sunghyun Seo *et al.*, arXiv 2025. *(not verified)*\n\n"
        "## 🤖 Models\n\n"
        "- **MentalChat16K: A Benchmark Dataset for Conversational Mental Health Assistance** — Jia Xu, Tianyi Wei and "
        "Bojian Hou, arXiv 2025. [[arXiv]](https://arxiv.org/abs/2503.13509)\n"
    )


def test_entries_are_sorted_within_their_section_the_newest_first() -> None:
    listed = (under("A", resolved(1, PSYQA)), under("B", resolved(2, PSYQA)), under("A", resolved(3, MENTALCHAT)))
    items = [part for part in readme(*listed, sort="year").splitlines() if part.startswith("- **")]
    assert ["MentalChat16K" in i for i in items] == [True, False, False]


def test_a_work_stands_as_often_as_it_was_listed_and_a_list_without_headings_has_none() -> None:
    text = readme(resolved(1, PSYQA), resolved(2, PSYQA))
    assert text.count("PsyQA") == 2
    assert "## " not in text


def test_entries_without_a_heading_get_one_where_others_have_one() -> None:
    assert "## Papers\n" in readme(resolved(1, PSYQA), under("Models", resolved(2, MENTALCHAT)))


def test_badges_are_static_images_of_the_venue_and_the_preprint() -> None:
    text = readme(resolved(1, PSYQA), badges=True)
    image = "https://img.shields.io/badge/Findings_of_ACL--IJCNLP-2021-ed1c24"
    assert f"[![Findings of ACL-IJCNLP 2021]({image})](https://aclanthology.org/2021.findings-acl.130/)" in text
    assert "[![arXiv 2106.01702](https://img.shields.io/badge/arXiv-2106.01702-b31b1b)](https://arxiv.org/abs/" in text


def test_a_retracted_work_says_so() -> None:
    assert " *(retracted)* [[" in readme(resolved(1, msgspec.structs.replace(PSYQA, retracted="retracted 2021")))


@pytest.mark.parametrize(
    ("given", "heading"),
    [
        ("Datasets", "📊 Datasets"),
        ("Models", "🤖 Models"),
        ("Evaluation", "🧪 Evaluation"),
        ("Safety", "🛡️ Safety"),
        ("📚 Datasets", "📚 Datasets"),
        ("Miscellanea", "Miscellanea"),
    ],
)
def test_a_section_keeps_its_emoji_or_gets_the_usual_one(given: str, heading: str) -> None:
    assert with_emoji(given) == heading


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("📊 Human-Annotated Datasets", "-human-annotated-datasets"),
        ("🛡️ Safety", "%EF%B8%8F-safety"),
        ("👩‍💻 Dev", "-dev"),
        ("1️⃣ One", "1%EF%B8%8F%E2%83%A3-one"),
        ("Models & Systems", "models--systems"),
        ("C++ / C#", "c--c"),
        ("A\\_b (c)", "a_b-c"),
        ("Café", "café"),
        ("目录", "目录"),
        ("Ⓐ", "%E2%93%90"),
    ],
)
def test_anchors_are_githubs(heading: str, anchor: str) -> None:
    """The expected values are github-slugger's (2.0.0), percent-encoded where nothing would be seen."""
    assert Anchors().of(heading) == anchor


def test_repeated_headings_have_githubs_numbers() -> None:
    anchors = Anchors()
    assert [anchors.of(h) for h in ("Models", "Models", "Models-1", "Models")] == [
        "models",
        "models-1",
        "models-1-1",
        "models-2",
    ]


def test_every_link_of_the_contents_leads_to_a_heading() -> None:
    names = ("🛡️ Safety", "Contents", "Entries", "Safety!", "Safety", "[x](y) *z*", "`code` & <b>")
    text = readme(*(under(name, resolved(n, MENTALCHAT)) for n, name in enumerate(names, 1)))
    headings = re.findall(r"<h[12]>(.*?)</h[12]>", PAGE.render(text))
    seen: dict[str, int] = {}
    ids = set()
    for heading in headings:
        base = slug(re.sub(r"&(amp|lt|gt|quot);", "&", heading))
        ids.add(f"{base}-{seen[base]}" if base in seen else base)
        seen[base] = seen.get(base, 0) + 1
    links = [unquote(target) for target in re.findall(r'href="#([^"]*)"', PAGE.render(text))]
    assert len(links) == len(names)
    assert set(links) <= ids


@given(st.text(max_size=60))
def test_escaped_text_shows_itself_and_nothing_else(text: str) -> None:
    shown = line(text)
    html = PAGE.render(f"- **a {markdown.escaped(shown)} b**\n")
    inside = html.removeprefix("<ul>\n<li><strong>a ").removesuffix(" b</strong></li>\n</ul>\n")
    plain = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"'}
    assert "<" not in inside
    assert re.sub("|".join(plain), lambda m: plain[m[0]], inside) == shown


def test_our_own_readme_is_read_again_as_the_same_list() -> None:
    text = readme(under("📊 Datasets", resolved(1, PSYQA)), under("🤖 Models", resolved(2, MENTALCHAT)))
    again = readers.read_text(text, "README.md")
    assert [(e.title, e.section) for e in again.entries] == [
        (PSYQA.title, "📊 Datasets"),
        (MENTALCHAT.title, "🤖 Models"),
    ]
    assert Identifier("acl", "2021.findings-acl.130") in again.entries[0].ids
    assert again.entries[0].year == "2021"


def test_only_addresses_of_the_web_are_linked_and_none_can_end_its_link() -> None:
    record = Record(source="x", title="T", authors=(Person("Doe", "J."),), url="https://x.org/a(b) c")
    assert "[[link]](https://x.org/a%28b%29%20c)" in readme(resolved(1, record))
    assert "](" not in readme(resolved(1, msgspec.structs.replace(record, url="javascript:alert(1)")))


# ------------------------------------------------------------------ what the list had around its papers

SOURCE = """# Awesome *Lists* 🧠

*A curated list.*

![Awesome](https://awesome.re/badge.svg)

- [Old contents](#old)

## 📌 Scope

- Papers
- Datasets

---

Great — here is your section rewritten.

### Models

* **PsyQA** — Sun et al., ACL 2021. [[link]](https://aclanthology.org/XXX)

## Why Does It Fail

Text about a paper.

## License

MIT
"""


def test_title_and_the_lists_own_sections_are_kept_and_nothing_else() -> None:
    kept = frame.read(SOURCE)
    assert kept == Frame(
        title="Awesome *Lists* 🧠",
        preamble="*A curated list.*\n\n![Awesome](https://awesome.re/badge.svg)",
        before=(("📌 Scope", "- Papers\n- Datasets"),),
        after=(("License", "MIT"),),
    )
    text = readme(under("Models", resolved(1, PSYQA)), frame=kept)
    assert [part for part in text.splitlines() if part.startswith("#")] == [
        "# Awesome *Lists* 🧠",
        "## Contents",
        "## 📌 Scope",
        "## 🤖 Models",
        "## License",
    ]
    assert readme(resolved(1, PSYQA), frame=kept, title="Mine").startswith("# Mine\n\n*A curated list.*")


def test_a_title_in_html_is_read_as_its_text() -> None:
    assert frame.read('<h1 align="center">My <b>List</b></h1>\n\nHello.\n').title == "My List"
    assert frame.read("no headings at all") == Frame()


# ------------------------------------------------------------------ what stands beside the papers

LIST = """# Ferns

## Data

### 2020

- **FernBERT** *Growing Ferns with Transformers in Kew*. Ana Poe. ACL 2020. [[pdf]](https://arxiv.org/abs/2001.00001) \
[[code]](https://github.com/a/b) ![stars](https://img.shields.io/x)
  > a great paper on ferns

  - note: read it twice
- [Osmunda and the Royal Ferns of England](https://arxiv.org/abs/2001.00002), Ana Poe, 2020. Longer than needed. \
[![Star](https://img.shields.io/stars/c/d)](https://github.com/c/d)
- [Osmunda and the Royal Ferns of England](https://arxiv.org/abs/2001.00002), Ana Poe, 2020. [[slides]](slides.pdf)

### 2021

| Title | Year | Link | Remark |
|---|---|---|---|
| Growing Lichens with Transformers | 2021 | [pdf](https://arxiv.org/abs/2101.00001) [code](https://x.org/y) | nice |

## Models

### 2020

#### Growing Mosses with Transformers in Kew

**Authors**: J. Doe, R. Roe
**Link**: [arXiv](https://arxiv.org/abs/2001.00009)

Some prose on this paper.
"""


def rendered(text: str, *unknown: int, **options: Any) -> str:
    """A list of which all entries were found but for those in some rows."""
    document = readers.read_text(text, "list.md")
    found = []
    for entry in document.entries:
        record = Record(
            source="acl", title=entry.title, authors=(Person("Poe", "Ana"),), year=2020, type="inproceedings",
            venue="Proceedings of ACL", ids=entry.ids, url=f"https://arxiv.org/abs/{entry.ids[0].value}",
        )  # fmt: skip
        made = open_question(entry.row, entry.title) if entry.row in unknown else resolved(entry.row, record)
        found.append(msgspec.structs.replace(made, entry=entry))
    run = Run(document=document, resolutions=tuple(found), usage=(), seconds=0.1)
    return MarkdownWriter().render(run, WriterOptions(listed=True, frame=frame.read(text), **options))


def test_sub_headings_stay_below_the_headings_that_they_were_below() -> None:
    text = rendered(LIST)
    assert [part for part in text.splitlines() if part.startswith("#")] == [
        "# Ferns", "## Contents", "## 📊 Data", "### 2020", "### 2021", "## 🤖 Models", "### 2020"
    ]  # fmt: skip
    assert (
        "- [📊 Data](#-data)\n  - [2020](#2020)\n  - [2021](#2021)\n- [🤖 Models](#-models)\n  - [2020](#2020-1)\n"
        in text
    )


@pytest.mark.parametrize("unknown", [(), (1, 2, 3, 4, 5)])
def test_nicknames_code_badges_notes_remarks_and_duplicates_stay_with_their_paper(unknown: tuple[int, ...]) -> None:
    text = rendered(LIST, *unknown)
    items = {part for part in text.split("\n- ") if part.startswith("**")}
    first = next(part for part in items if "Growing Ferns" in part)
    assert "**Growing Ferns with Transformers in Kew** (FernBERT) — Ana Poe, ACL 2020." in first
    assert "[[code]](https://github.com/a/b) ![stars](https://img.shields.io/x)\n  > a great paper on ferns\n" in first
    assert first.endswith("\n\n  - note: read it twice")
    assert text.count("**Osmunda and the Royal Ferns of England**") == 2
    assert "[![Star](https://img.shields.io/stars/c/d)](https://github.com/c/d) — Longer than needed\n" in text
    assert "[[slides]](slides.pdf)" in text
    assert "[code](https://x.org/y) — nice\n" in text
    assert "\n\n  Some prose on this paper.\n" in text


def test_figures_of_a_title_are_raised() -> None:
    record = msgspec.structs.replace(PSYQA, title="Q^2: Asking in 360^∘", title_tex="$Q^2$: Asking in 360$^{\\circ}$")
    assert "**Q²: Asking in 360°**" in readme(resolved(1, record))


def test_what_was_rendered_once_is_rendered_so_again() -> None:
    once = rendered(LIST)
    again = rendered(once)
    for kept in ("FernBERT", "a great paper on ferns", "note: read it twice", "https://x.org/y", "nice", "slides.pdf"):
        assert again.count(kept) == once.count(kept) == 1, kept


def test_what_stands_behind_a_title_in_its_own_cell_stays_and_so_does_the_page_that_the_title_links() -> None:
    text = rendered(
        "# Ferns\n\n| Paper | Links |\n|---|---|\n"
        "| 1) Growing Lichens with Transformers  This paper introduces a slow model. It grows. | "
        "[Paper](https://arxiv.org/abs/2101.00001), [Tweet](https://x.com/kew/status/1) |\n"
        "| [Growing Mosses with Transformers](https://github.com/a/b) | [Paper](https://arxiv.org/abs/2101.00002) |\n"
    )
    assert "[Tweet](https://x.com/kew/status/1) — This paper introduces a slow model. It grows\n" in text
    assert "[[arXiv]](https://arxiv.org/abs/2101.00002) [[code]](https://github.com/a/b)\n" in text
