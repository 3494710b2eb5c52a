"""Awesome-lists given back: placeholders become official links in the list's own style; nothing else changes."""

from __future__ import annotations

import pytest

from resolver.filling import FillOptions
from tests.fill.filling import LINK, PIPELINE, PREPRINT, PSYQA, PSYQA_ARXIV, filled, outcome, problem

TITLE = PSYQA.title
WHO = "Hao Sun, Zhenru Lin"
OTHER = "BERT Rediscovers the Classical NLP Pipeline"
THERE = "https://aclanthology.org/P19-1452/"


def one(item: str, *records: object, options: FillOptions | None = None, problems: object = ()) -> str:
    """An item filled, in a list that has one other item whose link is there."""
    head = "# Papers\n\n"
    # A value of the table of cases.
    done = filled(f"{head}{item}\n", *(records or (PSYQA,)), path="README.md", options=options, problems=problems)  # type: ignore[arg-type]
    assert done.startswith(head)
    return done.removeprefix(head).removesuffix("\n")


# ------------------------------------------------------------------ placeholders


@pytest.mark.parametrize(
    "target",
    ["https://aclanthology.org/2021.findings-acl.XXX", "https://openreview.net/forum?id=XXXX", "#", "", "TODO", "<>",
     "https://arxiv.org/abs/XXXX.XXXXX", "link", "<TODO>"],
)  # fmt: skip
@pytest.mark.parametrize("form", ["[[link]]({})", "[[Paper]({})]", "([pdf]({}))", "[paper]({})"])
def test_a_placeholder_becomes_the_official_link_and_nothing_else_changes(form: str, target: str) -> None:
    item = f"* **{TITLE}** — Hao Sun *et al.*, ACL 2021 Findings. {form} ![](https://img.shields.io/badge/x-y)"
    assert one(item.format(target)) == item.format(LINK)


def test_a_title_that_links_to_nothing_gets_its_link() -> None:
    for item in (
        f"- [{TITLE}]({{}}) — Sun, Lin, Zheng, ACL 2021",
        f"- **[{TITLE}]({{}})** - Sun, Lin, Zheng, ACL 2021",
    ):
        assert one(item.format("")) == one(item.format("#")) == item.format(LINK)


def test_links_to_code_data_and_blogs_are_the_users_own() -> None:
    item = f"- **{TITLE}** — Hao Sun et al. [[paper]]({{}}) [[code]](TODO) [[data]](#) [[blog]]()"
    assert one(item.format("XXX")) == item.format(LINK)


def test_a_label_that_promises_a_page_gets_that_page_or_stays() -> None:
    item = f"- **{TITLE}** — Hao Sun et al. [[arXiv]]({{}}) [[doi]]({{}}) [[openreview]](XXX)"
    done = one(item.format("XXX", "XXX"), PSYQA, PSYQA_ARXIV)
    assert done == item.format("https://arxiv.org/abs/2106.01702", "https://doi.org/10.18653/v1/2021.findings-acl.130")


def test_of_a_reference_its_definition_is_edited() -> None:
    text = (
        f"- [{TITLE}][psy], Sun, Lin, Zheng, ACL 2021 [[pdf]][psy-pdf]\n\n"
        '[psy]: https://arxiv.org/abs/XXXX.XXXXX "x"\n[psy-pdf]: <#>'
    )
    assert one(text) == text.replace("https://arxiv.org/abs/XXXX.XXXXX", LINK).replace("<#>", LINK)


def test_a_definition_that_two_items_share_stays() -> None:
    text = f"- **{TITLE}** Sun, Lin, ACL 2021. [[pdf]][x]\n- **{OTHER}** Tenney, Das, ACL 2019. [[pdf]][x]\n\n[x]: #"
    assert one(text, PSYQA, PIPELINE) == text


def test_tags_are_edited_in_their_attribute() -> None:
    item = f'<ul>\n<li><a href="{{}}"><b>{TITLE}</b></a>, Sun, Lin, Zheng, ACL 2021</li>\n</ul>'
    assert one(item.format("https://aclanthology.org/2021.acl-long.XXX")) == item.format(LINK)
    item = f"- **{TITLE}** Hao Sun et al., ACL 2021 <a href='{{}}'>[paper]</a>"
    assert one(item.format("#")) == item.format(LINK)


def test_a_bare_address_in_the_text_is_replaced() -> None:
    item = f"- **{TITLE}**. Hao Sun, Zhenru Lin. ACL 2021. {{}}"
    assert one(item.format("https://aclanthology.org/2021.findings-acl.XXX")) == item.format(LINK)
    assert one(item.format("<https://aclanthology.org/2021.findings-acl.XXX>")) == item.format(f"<{LINK}>")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("[[pdf]](", f"[[pdf]]({LINK})"),
        ("[[pdf]]", f"[[pdf]]({LINK})"),
        ("[pdf]", f"[pdf]({LINK})"),
        (f"[[pdf]]({TITLE})", f"[[pdf]]({LINK})"),
    ],
)
def test_a_button_that_was_never_finished_is_finished(left: str, right: str) -> None:
    item = f"- **{TITLE}** *Hao Sun, Zhenru Lin.* `ACL 2021` {{}}"
    assert one(item.format(left)) == item.format(right)


# ------------------------------------------------------------------ links that are missing

STYLES = [
    (
        f"* **{OTHER}** — Tenney *et al.*, ACL 2019. [[link]]({THERE})",
        f"* **{TITLE}** — Sun *et al.*, ACL 2021.{{}}",
        f" [[link]]({LINK})",
    ),
    (
        f"- **{OTHER}**, Tenney et al., ACL 2019 | [Paper]({THERE})",
        f"- **{TITLE}**, Sun et al., ACL 2021{{}}",
        f" | [Paper]({LINK})",
    ),
    (
        f"1. {OTHER}. Ian Tenney, Dipanjan Das. ACL 2019. ([pdf]({THERE})).",
        f"1. **{TITLE}** {WHO}, ACL 2021{{}}.",
        f" ([pdf]({LINK}))",
    ),
    (
        f"- **{OTHER}.** *Tenney.* `ACL 2019` [[pdf]]({THERE}) ![](b.svg)",
        f"- **{TITLE}.** *{WHO}.* `ACL 2021`{{}} ![](b.svg)",
        f" [[pdf]]({LINK})",
    ),
    (
        f'- **{OTHER}** Ian Tenney, ACL 2019 <a href="{THERE}">pdf</a>',
        f"- **{TITLE}** {WHO}, ACL 2021{{}}",
        f' <a href="{LINK}">pdf</a>',
    ),
    (
        f"- **{OTHER}** Ian Tenney, ACL 2019 [[pdf]({THERE})] / [[code](https://github.com/a/b)]",
        f"- **{TITLE}** {WHO}, ACL 2021 {{}}[[code](https://github.com/c/d)]",
        f"[[pdf]({LINK})] / ",
    ),
    (
        f"- **{OTHER}**\n\n  Ian Tenney, Dipanjan Das. ACL 2019. [[pdf]]({THERE})",
        f"- **{TITLE}** {WHO}, ACL 2021.{{}}",
        f" [[pdf]]({LINK})",
    ),
]


@pytest.mark.parametrize(("other", "item", "link"), STYLES)
def test_an_item_without_a_link_gets_one_as_the_others_have_it(other: str, item: str, link: str) -> None:
    assert one(f"{other}\n{item.format('')}") == f"{other}\n{item.format(link)}"


@pytest.mark.parametrize(("marked", "new"), [("[{}]({})", "**[{}]({})**"), ("[**{}**]({})", "[**{}**]({})")])
def test_where_titles_are_the_links_the_title_becomes_one(marked: str, new: str) -> None:
    other, rest = f"- {marked.format(OTHER, THERE)}, ACL 2019", f", {WHO}, ACL 2021"
    assert one(f"{other}\n- **{TITLE}**{rest}") == f"{other}\n- {new.format(TITLE, LINK)}{rest}"


def test_without_a_style_a_plain_link_is_put_at_the_end() -> None:
    item = f"- **{TITLE}** {WHO}, ACL 2021{{}}  "
    assert one(item.format("")) == item.format(f" [[link]]({LINK})")


@pytest.mark.parametrize(
    "item",
    [
        f"- **{TITLE}** Hao Sun, Zhenru Lin, ACL 2021. [[pdf]](https://someone.example.edu/psyqa.pdf)",
        f"- **{TITLE}** Hao Sun, Zhenru Lin, ACL 2021. arXiv:2106.01702",
        f"- **{TITLE}** Hao Sun, Zhenru Lin, ACL 2021.\n  - Paper: https://arxiv.org/abs/2106.01702",
        f"- [{TITLE}](https://lab.example.edu/psyqa), Sun, Lin, ACL 2021",
    ],
)
def test_an_item_that_leads_to_its_paper_in_any_way_gets_no_second_link(item: str) -> None:
    assert one(f"- [{OTHER}]({THERE})\n{item}") == f"- [{OTHER}]({THERE})\n{item}"


# ------------------------------------------------------------------ tables

TABLE = "| Title | Venue | Link |\n|:------|-------|------|\n"


@pytest.mark.parametrize(
    ("row", "new"),
    [
        (f"| {TITLE} | ACL 2021 | [pdf](XXX) |", f"| {TITLE} | ACL 2021 | [pdf]({LINK}) |"),
        (f"| {TITLE} | ACL 2021 | TODO |", f"| {TITLE} | ACL 2021 | [pdf]({LINK}) |"),
        (f"| {TITLE} | ACL 2021 |  |", f"| {TITLE} | ACL 2021 | [pdf]({LINK}) |"),
        (f"| {TITLE} | ACL 2021 ||", f"| {TITLE} | ACL 2021 | [pdf]({LINK}) |"),
    ],
)
def test_of_a_table_the_cell_is_filled_as_the_others_in_its_column_are(row: str, new: str) -> None:
    head = f"{TABLE}| {OTHER} | ACL | [pdf]({THERE}) |\n"
    assert one(f"{head}{row}") == f"{head}{new}"


def test_blanks_that_padded_a_cell_make_room() -> None:
    row = f"| {TITLE} | ACL 2021 | TODO{' ' * 60} |"
    done = one(f"{TABLE}| {OTHER} | ACL | {THERE} |\n{row}").splitlines()[-1]
    assert done == f"| {TITLE} | ACL 2021 | {LINK}{' ' * (64 - len(LINK))} |"
    assert len(done) == len(row)


def test_other_cells_are_filled_where_they_are_empty_or_hold_a_placeholder() -> None:
    head = "| Title | Authors | DOI | Link |\n|---|---|---|---|\n"
    done = one(f"{head}| {TITLE} |  | [doi](XXX) | [pdf]({LINK}) |")
    assert done == (
        f"{head}| {TITLE} | Hao Sun, Zhenru Lin, Chujie Zheng |"
        f" [doi](https://doi.org/10.18653/v1/2021.findings-acl.130) | [pdf]({LINK}) |"
    )


def test_a_pipe_that_is_escaped_is_no_border() -> None:
    row = f"| {TITLE} | A \\| B, ACL 2021 | XXX |"
    assert one(f"{TABLE}| {OTHER} | ACL | {THERE} |\n{row}").endswith(f"| A \\| B, ACL 2021 | {LINK} |")


# ------------------------------------------------------------------ what is wrong, when told

ITEM = f"* **{TITLE}** — Junhui Li *et al.*, EMNLP 2020. [[link]](https://aclanthology.org/Q16-1031/)"
WRONG = (
    problem("authors"), problem("venue"), problem("year"), problem("identifier", claimed="acl:Q16-1031"),
)  # fmt: skip


def test_nothing_that_is_wrong_is_touched_without_being_told() -> None:
    assert one(ITEM, problems=WRONG) == ITEM


@pytest.mark.parametrize(
    ("fields", "old", "new"),
    [
        ({"url"}, "https://aclanthology.org/Q16-1031/", LINK),
        ({"authors"}, "Junhui Li *et al.*", "Hao Sun *et al.*"),
        ({"year"}, "EMNLP 2020", "EMNLP 2021"),
        ({"venue"}, "EMNLP 2020", "Findings of ACL-IJCNLP 2020"),
    ],
)
def test_each_field_is_corrected_by_itself_in_the_form_that_it_has(fields: set[str], old: str, new: str) -> None:
    assert one(ITEM, problems=WRONG, options=FillOptions(overwrite=frozenset(fields))) == ITEM.replace(old, new)


def test_what_is_right_is_not_rewritten_though_told() -> None:
    item = f"* **{TITLE}** — H. Sun *et al.*, ACL 2021. [[link]](https://aclanthology.org/2021.findings-acl.130.pdf)"
    assert one(item, options=FillOptions(overwrite="all")) == item


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("*A. Jones, B. Smith.*", "*H. Sun, Z. Lin, C. Zheng.*"),
        ("*Anna Jones, Bob Smith and Carl Doe.*", "*Hao Sun, Zhenru Lin and Chujie Zheng.*"),
        ("Anna Jones, Bob Smith, and Carl Doe,", "Hao Sun, Zhenru Lin, and Chujie Zheng,"),
        ("Anna Jones & Bob Smith,", "Hao Sun, Zhenru Lin & Chujie Zheng,"),
        ("Anna Jones, Bob Smith, et al.,", "Hao Sun, Zhenru Lin, et al.,"),
        ("Anna Jones, Bob Smith, Carl Doe et al.,", "Hao Sun, Zhenru Lin, Chujie Zheng,"),
    ],
)
def test_authors_are_replaced_in_their_own_form(old: str, new: str) -> None:
    item = f"- **{TITLE}** {{}} ACL 2021 [[pdf]]({LINK})"
    done = one(item.format(old), problems=[problem("authors")], options=FillOptions(overwrite=frozenset({"authors"})))
    assert done == item.format(new)


def test_the_edits_say_where_what_and_who() -> None:
    text = (
        f"# Papers\r\n\r\n- **{TITLE}** — Hao Sun et al. [[link]](XXX)\r\n"
        f"- **{PREPRINT.title}** — Jia Xu, arXiv 2025 [[link]](#)"
    )
    done = outcome(text, path="README.md")
    assert [(e.row, e.line, e.field, e.old, e.new, e.source, e.why) for e in done.edits] == [
        (1, 3, "url", "XXX", LINK, "acl", "placeholder"),
        (2, 4, "url", "#", PREPRINT.url, "arxiv", "placeholder"),
    ]
    assert done.text == text.replace("XXX", LINK).replace("#)", f"{PREPRINT.url})")


def test_mojibake_headings_and_chatter_stay_as_they_are() -> None:
    text = (
        "## üìä Data\n\nPerfect ‚Äî below is your section.\n\n"
        f"* **{TITLE}** ‚Äî Junhui Li *et al.*, ACL 2021 Findings. [[link]](https://aclanthology.org/2021.findings-acl.XXX)\n"
        f"* **Life‚Äôs Ups and Downs** ‚Äî Lv *et al.*, ACL 2025. [[link]](https://aclanthology.org/2025.acl-long.XXX)\n"
    )
    assert filled(text, path="README.md") == text.replace("https://aclanthology.org/2021.findings-acl.XXX", LINK)


def test_authors_are_corrected_beside_damaged_characters() -> None:
    item = f"* **{TITLE}** ‚Äî Junhui Li *et al.*, ACL 2021. [[link]]({LINK})"
    done = one(item, problems=[problem("authors")], options=FillOptions(overwrite=frozenset({"authors"})))
    assert done == item.replace("Junhui Li", "Hao Sun")
