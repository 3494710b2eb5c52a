"""BibTeX, CSL-JSON, RIS and YAML: what a reference manager or a person keeps, read with lines and places."""

from __future__ import annotations

import pytest

from resolver import readers
from resolver.errors import InputError
from resolver.model import Document
from resolver.readers import bibtex
from resolver.readers.claims import EntryClaims


def read(text: str, name: str = "list") -> Document:
    return readers.read_text(text, name)


def only(text: str, name: str = "list") -> dict[str, str]:
    document = read(text, name)
    assert len(document.rows) == 1
    return dict(zip(document.columns, document.rows[0].cells, strict=True))


def complaint(text: str, name: str) -> str:
    with pytest.raises(InputError) as caught:
        readers.read_text(text, name)
    message = str(caught.value)
    assert message.startswith(name)
    assert "\n" not in message
    return message


# ------------------------------------------------------------------ known by content

ITEM = "title: A Title\n  doi: 10.1000/x"


@pytest.mark.parametrize("name", ["list.md", "list.txt", "list.csv", "list"])
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("@article{x,\n  title = {A Title},\n  doi = {10.1000/x}\n}\n", "bibtex"),
        ('% of my own\nsome words\n\n@string{a = {b}}\n@ARTICLE (x,\n title="A Title", doi="10.1000/x")\n', "bibtex"),
        ('[{"type": "article", "title": "A Title", "DOI": "10.1000/x"}]', "json"),
        ('{\n  "references": [\n    {"title": "A Title", "doi": "10.1000/x"}]}', "json"),
        ("TY  - JOUR\nTI  - A Title\nDO  - 10.1000/x\nER  - \n", "ris"),
        ("Provider: somebody\r\n\r\nTY - JOUR\r\nT1 - A Title\r\nDO - 10.1000/x\r\nER -\r\n", "ris"),
        (f"- {ITEM}\n", "yaml"),
        (f"---\n# papers\npapers:\n- {ITEM}\n", "yaml"),
        ("smith2020:\n    type: Article\n    title: A Title\n    doi: 10.1000/x\n", "yaml"),
        ("- {title: A Title, doi: 10.1000/x}\n", "yaml"),
    ],
)
def test_a_format_is_known_by_its_content(text: str, kind: str, name: str) -> None:
    document = read(text, name)
    assert document.format == kind
    assert document.text == text
    assert [(e.title, [str(i) for i in e.ids]) for e in document.entries] == [("A Title", ["doi:10.1000/x"])]


@pytest.mark.parametrize(
    "text",
    [
        "# Papers\n\n```\n@article{x,\n  title = {T}\n}\n```\n\n- [A Title of Mine](https://arxiv.org/abs/2106.01702)\n",
        "- Paper: [A Title of Mine](https://arxiv.org/abs/2106.01702)\n  Code: [x](https://github.com/x/y)\n",
        "[[1]](https://arxiv.org/abs/2106.01702) **A Title of Mine** by Somebody, ACL 2020\n",
        "---\ntitle: My Page\nlayout: default\n---\n\n- [A Title of Mine](https://arxiv.org/abs/2106.01702)\n",
    ],
)
def test_markdown_stays_markdown_though_parts_of_it_look_like_another_format(text: str) -> None:
    assert read(text).format == "markdown"


# ------------------------------------------------------------------ BibTeX


def test_macros_concatenations_and_latex_are_resolved() -> None:
    found = only(
        '@string{acl = "Annual Meeting of the " # "{ACL}"}\n@inproceedings{k,\n'
        'title = {{The {\\LaTeX} of G{\\"o}del}},\n'
        "author = {K{\\'a}d{\\'a}r, Akos and {OpenAI Team}}, booktitle = acl # { 2019}, year = 2019, month = jul}"
    )
    assert found == {
        "key": "k", "type": "inproceedings", "title": "The LaTeX of Gödel", "authors": "Kádár, Akos and OpenAI Team",
        "year": "2019", "venue": "Annual Meeting of the ACL 2019",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "ids"),
    [
        ("eprint = {2106.01702}, archivePrefix = {arXiv}", ["arxiv:2106.01702"]),
        ("eprint = {2106.01702v2}, eprinttype = {arxiv}", ["arxiv:2106.01702"]),
        ("journal = {arXiv preprint arXiv:2106.01702}", ["arxiv:2106.01702"]),
        ("howpublished = {\\url{https://arxiv.org/abs/2106.01702}}", ["arxiv:2106.01702"]),
        ("note = {See \\url{https://aclanthology.org/P18-1001/}}", ["acl:P18-1001"]),
        (
            "url = {https://doi.org/10.1162/tacl\\_a\\_00111}, doi = {10.1162/tacl{\\_}a{\\_}00111}",
            ["doi:10.1162/tacl_a_00111"],
        ),
        ("eprint = {hal-01234567}, eprinttype = {hal}, doi = {XXX}", ["hal:hal-01234567"]),
    ],
)
def test_identifiers_are_found_wherever_people_put_them(fields: str, ids: list[str]) -> None:
    assert [str(i) for i in read(f"@misc{{k, title = {{A Title}}, {fields}}}").entries[0].ids] == ids


def test_what_a_crossref_gives_is_given_but_not_its_links() -> None:
    entry = read(
        "@inproceedings{a, title={A Title}, crossref={P}}\n"
        "@proceedings{p, title={Proceedings of Things}, year={2019}, doi={10.1000/p}, editor={E}}"
    ).entries[0]
    assert (entry.venue, entry.year, entry.ids) == ("Proceedings of Things", "2019", ())


def test_biblatex_is_read() -> None:
    found = only(
        "@article{k, title={Main}, subtitle={Sub}, journaltitle={J}, date={2020-05-01}, eprint={2106.01702}, "
        "eprinttype={arxiv}}"
    )
    assert (found["title"], found["venue"], found["year"], found["arxiv_id"]) == (
        "Main: Sub",
        "J",
        "2020",
        "2106.01702",
    )


def test_broken_blocks_cost_only_themselves_and_are_told() -> None:
    document = read(
        "@article{a, title={One}}\n@article{b, title={Two\n\n@article{c, title={Three}, year 2020}\n"
        "@article{a, title={Four}}\n"
        "@article{d, title={Five}, title={Six}}\n",
        "refs.bib",
    )
    assert [(e.title, e.line) for e in document.entries] == [("One", 1), ("Four", 5), ("Five", 6)]
    told = " ".join(document.notes)
    assert all(f"line {n}:" in told for n in (2, 4, 5, 6))
    assert all(len(note) < 300 and "\n" not in note for note in document.notes)


def test_each_field_is_where_it_says() -> None:
    text = '% c\r\n@Article{ k ,\r\n\ttitle  =  {{A} "T"} , % why\r\n author="B"\r\n}\r\n'
    entry = bibtex.database(text).entries[0]
    assert [(f.name, text[f.name_at.start : f.name_at.end], text[f.at.start : f.at.end]) for f in entry.fields] == [
        ("title", "title", '{{A} "T"}'),
        ("author", "author", '"B"'),
    ]
    assert (entry.line, text[entry.at.start], text[entry.at.end - 1]) == (2, "@", "}")


@pytest.mark.parametrize(
    ("kind", "more", "paper"),
    [
        ("article", {}, True), ("inproceedings", {}, True), ("phdthesis", {}, True), ("misc", {}, False),
        ("misc", {"venue": "arXiv"}, True), ("online", {"links": (("arxiv_id", "2106.01702"),)}, True),
        ("software", {"links": (("doi", "10.5281/zenodo.1"),)}, False), ("dataset", {"venue": "arXiv"}, False),
        ("webpage", {}, False), ("COMP", {}, False), ("JOUR", {}, True), ("paper-conference", {}, True), ("", {}, True),
    ],
)  # fmt: skip
def test_software_data_and_web_pages_are_no_papers_though_they_bear_their_titles(
    kind: str, more: dict[str, object], paper: bool
) -> None:
    # Keywords of the test, checked when it runs.
    assert EntryClaims(line=1, title="T", type=kind, **more).paper is paper  # type: ignore[arg-type]


# ------------------------------------------------------------------ CSL-JSON, YAML, RIS


def test_names_and_dates_of_csl_are_understood() -> None:
    found = only(
        '[{"id": "x", "title": "T", "author": [{"family": "Maaten", "given": "L.", "non-dropping-particle": "van der"},'
        ' {"literal": "OpenAI"}, {"family": "Logan", "given": "R.", "suffix": "IV"}],'
        ' "issued": {"date-parts": [["2020", 5]]}, "container-title": ["Journal of T"], "URL": "https://doi.org/10.1000/xyz"}]'
    )
    assert found["authors"] == "van der Maaten, L. and OpenAI and Logan, IV, R."
    assert (found["year"], found["venue"], found["key"]) == ("2020", "Journal of T", "x")


def test_yaml_lists_keep_their_sections_lists_of_names_and_nested_links() -> None:
    document = read(
        "Surveys:\n  - title: 'It''s: a title'\n    authors: [A. B., C. D.]\n    date: 2021-05-06\n    sources:\n"
        "      arxiv: https://arxiv.org/abs/2106.01702\nOther:\n  - title: Second\n    authors:\n    - E. F.\n"
    )
    assert [(e.title, e.authors, e.year, e.section, e.line) for e in document.entries] == [
        ("It's: a title", "A. B. and C. D.", "2021", "Surveys", 2),
        ("Second", "E. F.", "", "Other", 8),
    ]
    assert [str(i) for i in document.entries[0].ids] == ["arxiv:2106.01702"]


def test_ris_of_several_programs_is_read() -> None:
    document = read(
        "TY  - CPAPER\nT1  - A title that\n  goes on\nA1  - Doe, Jane\nAU  - Roe, R\nY1  - 2020/05/01/\nJF  - J\n"
        "UR  - http://a.b/c\nER  - \nstray\nAB  - lost\nTY  - JOUR\nTI  - Open\n"
    )
    first, second = document.entries
    assert (first.title, first.authors, first.year, first.venue) == (
        "A title that goes on",
        "Doe, Jane and Roe, R",
        "2020",
        "J",
    )
    assert (second.title, second.line) == ("Open", 12)
    assert document.notes == (
        "line 11: AB stands outside of any record",
        "line 12: this record has no ER line at its end",
    )


# ------------------------------------------------------------------ bad input


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("x.bib", "@article{a, title = {Never closed", "no entry in this BibTeX file; line 1: this entry is broken"),
        ("x.bib", "nothing of it", "no entry in this BibTeX"),
        ("x.json", '[\n{"title": "A",\n"doi": }]', "line 3: the JSON is broken here"),
        ("x.json", '[{"title": "A"}', "the JSON is broken here"),
        ("x.json", '[{"name": "A", "stars": 3}', "the JSON is broken here"),
        ("x.json", '{"a": {"b": 1}}', "nothing in this JSON has a “title”"),
        ("x.json", '[{"title":' + "[" * 100_000, "the JSON"),
        ("x.json", '[{"title": "A", "x": ' + "[" * 500 + "]" * 500 + "}]", "nested deeper than 100"),
        ("x.yaml", "- title: A\n  b: [1, 2\n- c", "line 3: the YAML is broken here"),
        ("x.yaml", "- title: A\n\tb: c", "line 2: the YAML is broken here"),
        ("x.yaml", "- title: A\n  b: " + "[" * 50_000, "the YAML"),
        ("x.yaml", "a: 1\n", "nothing in this YAML has a “title”"),
        ("x.yaml", "- title: A\n---\n- title: B\n", "the YAML"),
        ("x.yaml", "- title: *nobody\n", "line 1: the YAML is broken here"),
    ],
)
def test_what_is_broken_gets_one_clear_line(name: str, text: str, says: str) -> None:
    assert says in complaint(text, name)


def test_yaml_that_refers_to_itself_and_swells_is_harmless() -> None:
    bomb = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    assert [e.title for e in read(f"a0: &a0 {{title: x}}\n{bomb}", "x.yaml").entries] == ["x"]
    assert [e.title for e in read("- &a\n  title: x\n  more: [*a]\n- *a\n", "x.yaml").entries] == ["x"]
