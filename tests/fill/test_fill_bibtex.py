"""A database given back: missing fields in the entry's own layout, and every other byte as it was."""

from __future__ import annotations

import bibtexparser
import pytest
from pybtex.database import parse_string as pybtex_read

from resolver.filling import FillOptions
from resolver.model import Record
from tests.fill.filling import PIPELINE, PREPRINT, PSYQA, PSYQA_ARXIV, filled, outcome, problem

BOOK = "Proceedings of the 57th Annual Meeting of the Association for Computational Linguistics"
DOI = "10.18653/v1/P19-1452"
URL = "https://aclanthology.org/P19-1452/"


def bib(
    text: str, *records: Record, problems: object = (), options: FillOptions | None = None, strict: bool = True
) -> str:
    """The database filled; both parsers of this field must read it."""
    # A value of the table of cases.
    done = filled(text, *(records or (PIPELINE,)), path="refs.bib", problems=problems, options=options)  # type: ignore[arg-type]
    assert len(bibtexparser.parse_string(done).entries) == len(bibtexparser.parse_string(text).entries)
    if strict:
        pybtex_read(done, "bibtex")
    return done


# ------------------------------------------------------------------ layout

REST = "  author = {Ian Tenney},\n  booktitle = {ACL},\n  year = {2019},\n  pages = {1--2},\n"
LAYOUTS = {
    "spaces": ("@inproceedings{bert,\n  title = {T},\n" + REST + "  url = {U}@@\n}", ",\n  doi = {D}"),
    "comma at the end, aligned, CRLF": (
        (
            "@InProceedings{bert,\r\n  title     = {{T}},\r\n  author    = {Ian Tenney},\r\n  booktitle = {ACL},\r\n"
            "  year      = {2019},\r\n  pages     = {1--2},\r\n  url       = {U}@@,\r\n}\r\n"
        ),
        ",\r\n  doi       = {D}",
    ),
    "aligned by tabs": (
        (
            "@InProceedings{\t  bert,\n  author\t= {Ian Tenney},\n  title\t\t= {{T}},\n  booktitle\t= {ACL},\n"
            "  year\t\t= {2019},\n  pages\t\t= {1--2},\n  url\t\t= {U}@@\n}"
        ),
        ",\n  doi\t\t= {D}",
    ),
    "quotes": (
        (
            '@inproceedings{bert,\n\ttitle="T",\n\tauthor="Ian Tenney",\n\tbooktitle="ACL",\n\tyear=2019,\n'
            '\tpages="1--2",\n\turl="U"@@\n}'
        ),
        ',\n\tdoi="D"',
    ),
    "comma first": (
        (
            "@inproceedings{bert\n, title = {T}\n, author = {Ian Tenney}\n, booktitle = {ACL}\n, year = {2019}\n"
            ", pages = {1--2}\n, url = {U}@@\n}"
        ),
        "\n, doi = {D}",
    ),
    "one line": (
        "@inproceedings{bert, title={T}, author={Ian Tenney}, booktitle={ACL}, year={2019}, pages={1--2}, url={U}@@}",
        ", doi={D}",
    ),
    "capitals": (
        (
            "@INPROCEEDINGS{bert,\n TITLE = {T},\n AUTHOR = {Ian Tenney},\n BOOKTITLE = {ACL},\n YEAR = {2019},\n"
            " PAGES = {1--2},\n URL = {U}@@\n}"
        ),
        ",\n DOI = {D}",
    ),
    "names end in one column": (
        (
            "@INPROCEEDINGS{bert,\n       author = {Ian Tenney},\n        title = {T},\n    booktitle = {ACL},\n"
            "         year = {2019},\n        pages = {1--2},\n          url = {U}@@,\n}"
        ),
        ",\n          doi = {D}",
    ),
    "parentheses": ("@inproceedings(bert,\n  title = {T},\n" + REST + "  url = {U}@@\n)", ",\n  doi = {D}"),
}


@pytest.mark.parametrize(("entry", "new"), LAYOUTS.values(), ids=LAYOUTS)
def test_a_missing_field_is_set_as_the_entry_sets_its_others(entry: str, new: str) -> None:
    text = entry.replace("{T}", "{" + PIPELINE.title + "}").replace('"T"', f'"{PIPELINE.title}"').replace("U", URL)
    text = text.replace(URL + "THOR", "UTHOR").replace(URL + "RL", "URL")
    said = new.replace("{D}", "{" + DOI + "}").replace('"D"', f'"{DOI}"')
    assert bib(text.replace("@@", ""), strict="(bert" not in text) == text.replace("@@", said)


def entry(fields: str, kind: str = "inproceedings", title: str = PIPELINE.title) -> str:
    return f"@{kind}{{bert,\n  title = {{{title}}},\n  author = {{Tenney, Ian}},\n{fields}\n}}\n"


def added(
    fields: str, *records: Record, kind: str = "inproceedings", title: str = PIPELINE.title, **more: object
) -> str:
    """What was put in behind the last field."""
    before = entry(fields, kind, title)
    done = bib(before, *records, **more)  # type: ignore[arg-type]  # keywords of the test, checked when it runs
    assert done.startswith(before[:-3])
    return done[len(before) - 3 :].removesuffix("\n}\n")


PUBLISHED = f"  booktitle = {{{BOOK}}},\n  year = {{2019}}"


def test_what_a_careful_author_would_add_is_added_in_that_order() -> None:
    assert added(PUBLISHED) == f",\n  pages = {{4593--4601}},\n  doi = {{{DOI}}},\n  url = {{{URL}}}"


def test_venue_and_year_are_added_where_the_type_asks_for_them() -> None:
    assert added("  note = {x}").startswith(f",\n  booktitle = {{{BOOK}}},\n  year = {{2019}},\n  pages")
    assert "booktitle" not in added("  note = {x}", kind="misc")


def test_a_preprint_gets_its_number_with_prefix_and_class_and_no_link_that_says_the_same() -> None:
    done = added("  year = {2025}", PREPRINT, kind="misc", title=PREPRINT.title)
    assert done == ""  # a @misc that names no preprint server may be a web page of that name
    done = added("  year = {2025},\n  howpublished = {arXiv}", PREPRINT, kind="misc", title=PREPRINT.title)
    assert done == ",\n  eprint = {2503.13509},\n  archiveprefix = {arXiv},\n  primaryclass = {cs.LG}"


def test_names_are_spelled_as_the_database_spells_them() -> None:
    other = (
        "@misc{o,\n  title = {X},\n  archivePrefix = {arXiv},\n  primaryClass = {cs.CL},\n  eprint = {2106.00001}\n}\n"
    )
    text = other + entry("  journal = {arXiv preprint arXiv:2503.13509},\n  year = {2025}", "article", PREPRINT.title)
    assert "\n  archivePrefix = {arXiv},\n  primaryClass = {cs.LG}\n}" in bib(text, PREPRINT)


def test_biblatex_gets_the_names_of_biblatex() -> None:
    text = "@article{x,\n  title = {Y},\n  journaltitle = {Z},\n  date = {2020}\n}\n" + entry(
        "  date = {2025},\n  howpublished = {arXiv}", "misc", PREPRINT.title
    )
    assert "\n  eprint = {2503.13509},\n  eprinttype = {arXiv},\n  eprintclass = {cs.LG}\n}" in bib(
        text, PREPRINT, strict=False
    )


def test_an_entry_for_the_preprint_gets_nothing_of_the_publication() -> None:
    """Pages and DOI of one version in an entry for the other would cite neither."""
    fields = "  journal = {arXiv preprint arXiv:2106.01702},\n  year = {2021}"
    done = added(fields, PSYQA, PSYQA_ARXIV, kind="article", title=PSYQA.title)
    assert done == ",\n  eprint = {2106.01702},\n  archiveprefix = {arXiv},\n  primaryclass = {cs.CL}"


def test_a_hole_in_an_entry_for_the_preprint_gets_the_preprint_s_page_and_no_doi_of_the_publication() -> None:
    fields = "  journal = {arXiv},\n  year = {2021},\n  doi = {},\n  url = {XXX},\n  eprint = {2106.01702}"
    more = ",\n  archiveprefix = {arXiv},\n  primaryclass = {cs.CL}\n}"
    text = entry(fields, "article", PSYQA.title)
    done = bib(text, PSYQA, PSYQA_ARXIV)
    assert done == text.replace("XXX", "https://arxiv.org/abs/2106.01702").replace("\n}", more)


def test_a_preprint_s_year_is_added_where_nothing_else_is_meant() -> None:
    assert "year = {2025}" in added("  howpublished = {arXiv}", PREPRINT, kind="misc", title=PREPRINT.title)
    assert "year" not in added("  booktitle = {ACL}", PREPRINT, title=PREPRINT.title)


def test_an_entry_for_another_venue_gets_nothing_of_this_one() -> None:
    done = added("  booktitle = {EMNLP},\n  year = {2019}", problems=[problem("venue")])
    assert done == ""


@pytest.mark.parametrize("hole", ["", "XXX", "TODO", "10.18653/v1/XXX", "TBD"])
def test_a_placeholder_is_replaced_within_its_delimiters(hole: str) -> None:
    text = entry(f'{PUBLISHED},\n  pages = {{1--2}},\n  doi = "{hole}",\n  url = {{{URL}}}')
    assert bib(text) == text.replace(f'"{hole}"', f'"{DOI}"')


# ------------------------------------------------------------------ what is the user's


def test_macros_concatenations_comments_and_other_entries_keep_every_byte() -> None:
    text = (
        "% my references\n@string{acl = {Annual Meeting of the ACL}}\n@comment{jabref-meta: databaseType:bibtex;}\n\n"
        "@preamble{ \"\\newcommand{\\x}{y}\" }\nfree text between, with an @ sign\n\n"
        f"@INproceedings {{ bert ,title = {{{PIPELINE.title}}}, % a note\n  booktitle = acl # \" 2019\",\n\n"
        f"   author = \"Tenney, Ian\", year = 2019, pages = {{1--2}}, url = {{{URL}}} , doi = {{TODO}} }}\n"
        "@software{bert2, title = {BERT Rediscovers the Classical NLP Pipeline}, year = 2019}\n"
        "@misc{page, title = {BERT Rediscovers the Classical NLP Pipeline}, howpublished = {\\url{https://a.b/c}}}\n"
        "@book{x,title={Y}}"
    )  # fmt: skip
    assert bib(text, strict=False) == text.replace("{TODO}", f"{{{DOI}}}")


def test_a_value_that_a_macro_gives_is_never_changed() -> None:
    text = "@string{todo = {TODO}}\n" + entry(f"{PUBLISHED},\n  pages = {{1--2}},\n  doi = todo,\n  url = {{{URL}}}")
    assert bib(text, options=FillOptions(overwrite="all"), problems=[problem("venue")]).startswith(
        text.split("booktitle")[0]
    )
    assert "doi = todo" in bib(text)


def test_what_an_entry_inherits_is_not_missing() -> None:
    text = (
        f"@inproceedings{{bert,\n  title = {{{PIPELINE.title}}},\n  author = {{Tenney, Ian}},\n  pages = {{1--2}},\n"
        f"  doi = {{{DOI}}},\n  url = {{{URL}}},\n  crossref = {{acl19}}\n}}\n"
        f"@proceedings{{acl19,\n  title = {{{BOOK}}},\n  year = {{2019}}\n}}\n"
    )
    assert bib(text) == text


def test_broken_entries_and_keys_used_twice_are_told_and_kept() -> None:
    text = (
        "@article{broken,\n  title = {Never closed\n}\n\n" + entry(PUBLISHED) + entry("  year = {2018}", title="Other")
        + "@article{last, title = {T}"
    )  # fmt: skip
    done = outcome(text, PIPELINE, path="refs.bib")
    assert {e.row for e in done.edits} == {1}
    assert done.text.startswith("@article{broken,\n  title = {Never closed\n}\n\n@inproceedings{bert,")
    assert done.text.endswith("@article{last, title = {T}")
    from tests.fill.filling import document

    assert [n[:9] for n in document(text, "refs.bib").notes] == ["line 1: t", "line 11: ", "line 16: "]


def test_an_entry_with_a_field_twice_is_left_alone() -> None:
    text = entry(f"{PUBLISHED},\n  year = {{2020}}")
    assert bib(text, strict=False) == text


# ------------------------------------------------------------------ what is wrong, when told

WRONG = entry(
    f"  booktitle = {{EMNLP}},\n  year = 2016,\n  pages = {{1--2}},\n  doi = {{10.1000/wrong}},\n  url = {{{URL}}}"
).replace("Tenney, Ian", "Jane Doe and John Doe")
PROBLEMS = [problem("authors"), problem("year"), problem("venue"), problem("identifier", claimed="doi:10.1000/wrong")]


@pytest.mark.parametrize(
    ("fields", "old", "new"),
    [
        ({"authors"}, "{Jane Doe and John Doe}", "{Ian Tenney and Dipanjan Das and Ellie Pavlick}"),
        ({"year"}, "2016", "2019"),
        ({"venue"}, "{EMNLP}", f"{{{BOOK}}}"),
        ({"doi"}, "{10.1000/wrong}", f"{{{DOI}}}"),
        (set(), "", ""),
    ],
)
def test_only_what_is_wrong_and_was_named_is_corrected(fields: set[str], old: str, new: str) -> None:
    done = bib(WRONG, problems=PROBLEMS, options=FillOptions(overwrite=frozenset(fields)))
    assert done == WRONG.replace(old, new)


def test_what_is_right_is_kept_though_all_may_be_overwritten() -> None:
    text = entry(
        f"  booktitle = {{ACL}},\n  year = {{2019}},\n  pages = {{1--2}},\n  doi = {{{DOI}}},\n  url = {{{URL}}}"
    )
    assert bib(text, options=FillOptions(overwrite="all")) == text


def test_a_preprint_becomes_its_publication_with_type_and_never_its_key() -> None:
    before = entry("  journal = {arXiv preprint arXiv:2106.01702},\n  year = {2020}", "article", PSYQA.title)
    done = bib(before, PSYQA, PSYQA_ARXIV, options=FillOptions(overwrite=frozenset({"venue", "year"})))
    assert done == (
        f"@inproceedings{{bert,\n  title = {{{PSYQA.title}}},\n  author = {{Tenney, Ian}},\n"
        f"  booktitle = {{{PSYQA.venue}}},\n"
        "  year = {2021},\n  pages = {1489--1503},\n  doi = {10.18653/v1/2021.findings-acl.130},\n"
        f"  url = {{{PSYQA.url}}},\n  eprint = {{2106.01702}},\n  archiveprefix = {{arXiv}},\n"
        "  primaryclass = {cs.CL}\n}\n"
    )
