"""Tables, JSON, YAML, RIS and plain titles given back: each hole filled in the file's own way of writing."""

from __future__ import annotations

import json

import pytest
import yaml

from resolver.filling import FillOptions
from resolver.model import Record
from tests.fill.filling import LINK, PIPELINE, PREPRINT, PSYQA, filled, outcome, problem

TITLE, OTHER = PSYQA.title, PIPELINE.title
DOI = "10.18653/v1/2021.findings-acl.130"


# ------------------------------------------------------------------ tables


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.parametrize("final", [True, False])
def test_cells_are_filled_in_the_dialect_of_the_table(newline: str, delimiter: str, quote: str, final: bool) -> None:
    def table(*rows: list[str]) -> str:
        return newline.join(delimiter.join(f"{quote}{c}{quote}" for c in row) for row in rows) + newline * final

    head = ["id", "Title", "URL", "note"]
    before = table(head, ["1", TITLE, "XXX", " a "], ["2", "Nobody Knows This One", "XXX", ""])
    after = table(head, ["1", TITLE, LINK, " a "], ["2", "Nobody Knows This One", "XXX", ""])
    assert filled(before) == after


def test_quotes_line_breaks_mixed_line_ends_and_blank_lines_stay() -> None:
    text = f'sep=;\r\ntitle;"doi";note\n"{TITLE}";;"a ""b""\r\nc"\r\n\r\n{OTHER};TODO;=1+1\n"last";"";x'
    done = filled(text)
    assert done == text.replace('";;"a', f'";{DOI};"a').replace("TODO", "10.18653/v1/p19-1452")


def test_an_empty_quoted_cell_stays_quoted_and_a_value_with_the_delimiter_gets_quotes() -> None:
    record = PSYQA.__class__(
        source="acl", title="A Title, of Sorts", venue='Venue, "the" one', year=2020, type="article"
    )
    assert filled('title,venue,year\n"A Title, of Sorts","",\n', record) == (
        'title,venue,year\n"A Title, of Sorts","Venue, ""the"" one",2020\n'
    )


def test_only_columns_that_are_there_are_filled_unless_more_are_asked_for() -> None:
    text = f"title,note\n{TITLE},x\nUnknown Title of Nobody,y\n"
    assert filled(text) == text
    done = filled(text, options=FillOptions(add=("doi", "url")))
    assert done == f"title,note,doi,url\n{TITLE},x,{DOI},{LINK}\nUnknown Title of Nobody,y,,\n"


def test_citation_keys_are_filled_in_a_column_for_keys_and_not_in_one_that_numbers_rows() -> None:
    text = f"id,title\n,{TITLE}\n"
    assert filled(text) == text
    assert filled(text.replace("id,", "key,")) == f"key,title\n{PSYQA.key},{TITLE}\n"


def test_a_row_with_too_few_cells_is_filled_up_as_far_as_needed() -> None:
    text = f"title,note,url,doi\n{TITLE}\n{OTHER},x,{PIPELINE.url},y\n"
    assert filled(text) == f"title,note,url,doi\n{TITLE},,{LINK},{DOI}\n{OTHER},x,{PIPELINE.url},y\n"


def test_a_value_that_a_spreadsheet_would_run_is_made_harmless() -> None:
    record = Record(
        source="openalex", title="A Harmless Title", venue='=HYPERLINK("http://x";"y")', year=2020, type="article"
    )
    assert filled("title,venue\nA Harmless Title,\n", record) == (
        'title,venue\nA Harmless Title,"\'=HYPERLINK(""http://x"";""y"")"\n'
    )


def test_a_wrong_doi_is_corrected_when_told_and_the_evidence_columns_are_nobodys() -> None:
    text = f"title,doi,match_status\n{TITLE},10.1000/wrong,\n"
    problems = [problem("identifier", claimed="doi:10.1000/wrong")]
    assert filled(text, problems=problems) == text
    done = filled(text, problems=problems, options=FillOptions(overwrite=frozenset({"doi"})))
    assert done == text.replace("10.1000/wrong", DOI)


# ------------------------------------------------------------------ CSL-JSON and other JSON

CSL = {
    "id": "bert",
    "type": "paper-conference",
    "title": OTHER,
    "author": [{"family": "Tenney", "given": "Ian"}],
    "container-title": "ACL",
    "issued": {"date-parts": [[2019]]},
}


@pytest.mark.parametrize(
    "layout",
    [{"indent": 2}, {"indent": "\t"}, {"separators": (",", ":")}, {}, {"indent": 1, "separators": (" ,", " : ")}],
)
def test_members_of_csl_json_are_added_in_the_layout_of_the_file(layout: dict[str, object]) -> None:
    # Keywords of the test, checked when it runs.
    before = json.dumps([CSL, {"title": "Łódź 😀"}], **layout)  # type: ignore[arg-type]
    done = filled(before, path="refs.json")
    more = {"DOI": "10.18653/v1/p19-1452", "URL": PIPELINE.url, "page": "4593-4601"}
    # Keywords of the test, checked when it runs.
    assert done == json.dumps([{**CSL, **more}, {"title": "Łódź 😀"}], **layout)  # type: ignore[arg-type]


def test_web_pages_and_software_of_the_same_name_are_never_filled() -> None:
    text = json.dumps([{**CSL, "type": kind} for kind in ("webpage", "software", "dataset", "post-weblog")])
    assert filled(text) == text


def test_a_list_of_objects_gets_what_its_others_have_in_their_words() -> None:
    text = (
        f'[\n  {{"title": "{OTHER}", "link": "{PIPELINE.url}"}},\n  {{"title": "{TITLE}", "link": ""}},\n'
        f'  {{"title": "{PREPRINT.title}"}}\n]\r\n'
    )
    done = filled(text)
    assert done == text.replace('"link": ""', f'"link": "{LINK}"').replace(
        f'{PREPRINT.title}"}}', f'{PREPRINT.title}", "link": "{PREPRINT.url}"}}'
    )


def test_null_and_names_are_replaced_in_place() -> None:
    text = f'{{"papers": [{{"title": "{TITLE}", "url": null, "year": 1999, "authors": ["Jane Doe", "John Doe"]}}]}}'
    problems = [problem("authors"), problem("year")]
    done = filled(text, problems=problems, options=FillOptions(overwrite="all"))
    assert done == text.replace("null", f'"{LINK}"').replace("1999", "2021").replace(
        '"Jane Doe", "John Doe"', '"Hao Sun", "Zhenru Lin", "Chujie Zheng"'
    )


def test_csl_names_are_replaced_as_csl_has_them() -> None:
    before = json.dumps([{**CSL, "author": [{"family": "Doe", "given": "Jane"}, {"family": "Roe", "given": "R."}]}])
    done = filled(before, problems=[problem("authors")], options=FillOptions(overwrite=frozenset({"authors"})))
    names = [{"family": p.family, "given": p.given} for p in PIPELINE.authors]
    assert json.loads(done)[0]["author"] == names


# ------------------------------------------------------------------ YAML


def test_keys_of_yaml_are_added_in_the_file_s_indent_and_quotes() -> None:
    text = (
        f"# list\n- title: '{OTHER}'\n  link: {PIPELINE.url}\n  arxiv_id: '1905.05950'\n"
        f"- title: {TITLE.replace(':', ' -')}\n  link: # to come\n  tldr: |-\n    Some: text\n    more\n\n"
        f'- title: "{PREPRINT.title}"   # a note\n  year: 2025\n'
    )
    done = filled(text, PIPELINE, PREPRINT, PSYQA.__class__(**{
        **{f: getattr(PSYQA, f) for f in PSYQA.__struct_fields__}, "title": TITLE.replace(":", " -")}))  # fmt: skip
    new = f"link: {PREPRINT.url}\n  arxiv_id: '2503.13509'\n"
    assert done == text.replace("link: # to come", f"link: {LINK} # to come") + f"  {new}"
    assert yaml.safe_load(done)[2]["arxiv_id"] == "2503.13509"


@pytest.mark.parametrize(
    "hole", ["", " ~", " null", " ''", ' ""', " TODO", " '#'", " https://arxiv.org/abs/XXXX.XXXXX"]
)
def test_a_hole_in_yaml_is_filled_whatever_stands_for_it(hole: str) -> None:
    text = f"papers:\r\n  - title: {OTHER}\r\n    url:{hole}\r\n    year: 2019\r\n"
    done = yaml.safe_load(filled(text))
    assert done["papers"][0] == {"title": OTHER, "url": PIPELINE.url, "year": 2019}


def test_a_mapping_in_braces_is_filled_in_them() -> None:
    text = f"- {{title: {OTHER}, year: 2019}}\n- {{title: x y, url: 'http://a.b/c'}}\n"
    assert (
        filled(text)
        == f"- {{title: {OTHER}, year: 2019, url: '{PIPELINE.url}'}}\n- {{title: x y, url: 'http://a.b/c'}}\n"
    )


def test_lists_of_names_in_yaml_are_corrected_when_told() -> None:
    text = f"- title: {OTHER}\n  url: {PIPELINE.url}\n  authors:\n  - Jane Doe\n  - John Doe\n  year: 2019\n"
    done = filled(text, problems=[problem("authors")], options=FillOptions(overwrite=frozenset({"authors"})))
    assert done == text.replace("- Jane Doe\n  - John Doe", "- Ian Tenney\n  - Dipanjan Das\n  - Ellie Pavlick")


# ------------------------------------------------------------------ RIS and plain titles


def test_tags_of_ris_are_added_before_the_end_of_the_record() -> None:
    text = (
        f"TY  - CONF\r\nTI  - {OTHER}\r\nAU  - Tenney, Ian\r\nPY  - 2019\r\nDO  - \r\nT2  - ACL  \r\nER  - \r\n\r\n"
        f"TY  - COMP\r\nTI  - {TITLE}\r\nER  - "
    )
    new = f"\r\nUR  - {PIPELINE.url}\r\nSP  - 4593\r\nEP  - 4601"
    assert filled(text) == text.replace("DO  - ", "DO  - 10.18653/v1/p19-1452").replace("ACL  ", f"ACL  {new}")


def test_titles_get_their_links_as_the_others_have_them() -> None:
    assert filled(f"{TITLE}\nNobody Knows This One\n") == f"{TITLE} {LINK}\nNobody Knows This One\n"
    text = f"1. {OTHER} ({PIPELINE.url})\n2. {TITLE}\n# {TITLE}\n2106.01702"
    assert filled(text) == text.replace(f"2. {TITLE}", f"2. {TITLE} ({LINK})")
    assert filled(f"{TITLE} - https://arxiv.org/abs/XXXX.XXXXX\n") == f"{TITLE} - {LINK}\n"


def test_a_link_that_is_no_web_address_is_not_used() -> None:
    bad = Record(source="openalex", title="A Title of Ours", url="javascript:alert(1)", type="article")
    assert filled("title,url\nA Title of Ours,\n", bad) == "title,url\nA Title of Ours,\n"


def test_each_edit_is_told_with_its_line() -> None:
    done = outcome(f"title,doi\r\n{OTHER},x\r\n{TITLE},XXX\r\n")
    assert [(e.row, e.line, e.field, e.old, e.value, e.source, e.why) for e in done.edits] == [
        (2, 3, "doi", "XXX", DOI, "acl", "placeholder")
    ]
