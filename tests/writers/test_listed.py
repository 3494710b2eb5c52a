"""What a list has is lost in no format: entries without a record, their keys, and what their database has beside."""

from __future__ import annotations

import json
import re

import msgspec
import pytest

from resolver import files, readers
from resolver.model import Entry, Problem, Record, Resolution, Run
from resolver.readers import bibtex
from resolver.writers import WriterOptions, formats
from resolver.writers.listed import names_publication, shown_record
from tests.writers.works import MENTALCHAT, PSYQA, open_question, resolved

BIB = r"""@string{fern = "Journal of Ferns"}
@inproceedings{mine:1,
  title = {{PsyQA}},
  author = {Sun, Hao},
  abstract = {On {QA}.},
  keywords = {ferns, counselling},
  note = {read twice},
  code = {https://example.org/code},
  year = 2021
}
@article{theirs,
  title     = {The {Osmunda} of {K}ew},
  author    = {Poe, Ana and {Fern Society}},
  journal   = fern,
  pages     = {1--9},
  file      = {osmunda.pdf}
}
@misc{same-as-first, title = {PsyQA}}
@misc{odd, title = "A {T}hing & more", howpublished = {\url{https://example.org/a_b}}}
"""


def run_over(text: str, name: str, *found: Record | None, problems: tuple[Problem, ...] = ()) -> Run:
    """A list of which some entries were matched to these records."""
    document = readers.read_text(text, name)
    assert len(document.entries) == len(found)
    resolutions = []
    for entry, record in zip(document.entries, found, strict=True):
        made = open_question(entry.row, entry.title) if record is None else resolved(entry.row, record, key=entry.key)
        resolutions.append(msgspec.structs.replace(made, entry=entry, problems=problems))
    return Run(document=document, resolutions=tuple(resolutions), usage=(), seconds=0.1)


def written(run: Run, name: str, **options: object) -> str:
    chosen = WriterOptions(listed=True, **options)  # type: ignore[arg-type]  # options by name
    return files.to_text(formats()[name].render(run, chosen))


def test_a_database_comes_out_with_every_key_and_what_was_not_found_as_it_was_written() -> None:
    run = run_over(BIB, "r.bib", PSYQA, None, PSYQA, None)
    text = written(run, "bibtex")
    found = {entry.key: entry for entry in bibtex.database(text).entries}
    assert list(found) == ["mine:1", "theirs", "same-as-first", "odd"]
    assert '@misc{odd, title = "A {T}hing & more", howpublished = {\\url{https://example.org/a_b}}}\n' in text
    theirs = found["theirs"].given
    assert (theirs["journal"], theirs["title"]) == ("Journal of Ferns", "The {Osmunda} of {K}ew")
    assert (theirs["pages"], theirs["file"]) == ("1--9", "osmunda.pdf")
    assert text.count("% not verified, as it was listed: not found: ") == 2


def test_notes_abstracts_keywords_and_code_stay_with_an_entry_that_was_found() -> None:
    run = run_over(BIB, "r.bib", PSYQA, None, PSYQA, None)
    for name in ("bibtex", "biblatex"):
        given = bibtex.database(written(run, name)).entries[0].given
        assert given["title"].endswith(
            "QA}: A {C}hinese Dataset for Generating Long Counseling Text for Mental Health Support"
        )
        assert given["keywords"] == "ferns, counselling"
        assert given["abstract"] == "On {QA}."
        assert (given["note"], given["code"]) == ("read twice", "https://example.org/code")


def test_without_the_whole_list_nothing_unverified_is_cited() -> None:
    run = run_over(BIB, "r.bib", PSYQA, None, PSYQA, None)
    text = files.to_text(formats()["bibtex"].render(run, WriterOptions()))
    assert re.findall(r"@\w+\{([^,]*),", text) == ["mine:1", "same-as-first"]
    assert "abstract" not in text


@pytest.mark.parametrize("name", ["bibtex", "biblatex", "csl-json", "ris", "text", "html", "markdown"])
def test_every_format_has_every_entry_of_a_list_and_says_which_were_not_verified(name: str) -> None:
    run = run_over("title,authors,year\nPsyQA,,\nThe Osmunda of Kew,Ana Poe,2020\n", "l.csv", PSYQA, None)
    text = written(run, name, **({"mark": True} if name == "markdown" else {}))
    assert "Osmunda" in text
    assert "Poe" in text
    assert "not verified" in text.lower().replace("-", " ")


def test_items_of_csl_come_out_as_they_were_listed() -> None:
    items = [
        {"id": "a", "type": "paper-conference", "title": "PsyQA", "abstract": "On QA.", "note": "read"},
        {
            "id": "b",
            "type": "chapter",
            "title": "The Osmunda of Kew",
            "page": "1-9",
            "archive": "Kew",
            "custom": {"x": 1},
        },
    ]
    got = json.loads(written(run_over(json.dumps(items), "l.json", PSYQA, None), "csl-json"))
    assert (got[0]["id"], got[0]["abstract"], got[0]["note"]) == ("a", "On QA.", "read")
    assert got[0]["title"] == PSYQA.title
    assert {name: got[1][name] for name in ("id", "type", "title", "page", "archive")} == {
        name: items[1][name] for name in ("id", "type", "title", "page", "archive")
    }
    assert got[1]["custom"]["x"] == 1
    assert got[1]["custom"]["not-verified"].startswith("not found: ")


def test_records_of_ris_come_out_as_they_were_listed() -> None:
    ris = (
        "TY  - CONF\r\nID  - a\r\nTI  - PsyQA\r\nKW  - ferns\r\nKW  - care\r\nER  - \r\n"
        "TY  - MAP\r\nTI  - The Osmunda of Kew\r\nM1  - odd\r\nER  - \r\n"
    )
    text = written(run_over(ris, "l.ris", PSYQA, None), "ris")
    first, second = text.split("ER  - \r\n")[:2]
    assert "KW  - ferns\r\nKW  - care\r\n" in first
    assert (
        "TY  - MAP\r\nID  - nn-osmunda\r\nTI  - The Osmunda of Kew\r\nM1  - odd\r\nN1  - Not verified: not found"
        in second
    )


# ------------------------------------------------------------------ a publication of which only the preprint is known

LISTED = r"""@inproceedings{mc,
  title = {MentalChat16K},
  booktitle = {Proceedings of the 63rd Annual Meeting of the ACL},
  year = {2026},
  pages = {238--255},
  doi = {10.48550/arXiv.2503.13509},
  publisher = {ACL}
}
"""


def shown(text: str, name: str, record: Record, **fields: object) -> Record:
    run = run_over(text, name, record)
    from resolver.writers.originals import read_originals

    [original] = (read_originals(run.document) or {1: None}).values()
    return shown_record(run.resolutions[0], original) if original else shown_record(run.resolutions[0])


def test_a_listed_publication_keeps_its_venue_year_and_pages_and_gets_the_preprints_id() -> None:
    record = shown(LISTED, "r.bib", MENTALCHAT)
    assert (record.type, record.year, record.pages) == ("inproceedings", 2026, "238–255")
    assert record.venue == "Proceedings of the 63rd Annual Meeting of the ACL"
    assert (record.id("arxiv"), record.id("doi")) == ("2503.13509", "")
    assert (record.title, record.authors, record.category) == (MENTALCHAT.title, MENTALCHAT.authors, "cs.LG")
    entry = bibtex.database(written(run_over(LISTED, "r.bib", MENTALCHAT), "bibtex")).entries[0]
    assert entry.type == "inproceedings"
    assert (entry.given["pages"], entry.given["eprint"]) == ("238--255", "2503.13509")
    assert "doi" not in entry.given


def test_a_list_of_titles_and_venues_keeps_them_too() -> None:
    text = (
        "# L\n\n- **MentalChat16K: A Benchmark Dataset** — J. Xu, KDD 2025. [[pdf]](https://arxiv.org/abs/2503.13509)\n"
    )
    record = shown(text, "l.md", MENTALCHAT)
    assert (record.type, record.venue, record.year) == ("inproceedings", "KDD", 2025)
    assert "KDD 2025. [[arXiv]](https://arxiv.org/abs/2503.13509)" in written(
        run_over(text, "l.md", MENTALCHAT), "markdown"
    )


def test_the_preprints_year_never_stands_beside_the_listed_venue() -> None:
    assert shown("title,venue\nMentalChat16K,KDD\n", "l.csv", MENTALCHAT).year is None


def test_a_doi_that_leads_to_another_paper_is_not_kept() -> None:
    wrong = Problem(kind="identifier", claimed="doi:10.1000/fern", recorded="", says="another paper")
    run = run_over("title,venue,doi\nMentalChat16K,KDD 2025,10.1000/fern\n", "l.csv", MENTALCHAT, problems=(wrong,))
    assert shown_record(run.resolutions[0]).id("doi") == ""


@pytest.mark.parametrize(
    ("entry", "published"),
    [
        (Entry(row=1, venue="ACL 2025"), True),
        (Entry(row=1, venue="Journal of Ferns"), True),
        (Entry(row=1, venue="Fern Day", type="inproceedings"), True),
        (Entry(row=1, venue="Fern Day"), False),
        (Entry(row=1, venue="arXiv preprint arXiv:2503.13509", type="article"), False),
        (Entry(row=1, venue="CoRR", type="article"), False),
        (Entry(row=1, venue="bioRxiv"), False),
        (Entry(row=1, venue="submitted to ACL 2025"), False),
        (Entry(row=1, venue="OpenAI blog", type="article"), False),
        (Entry(row=1, venue="OpenAI"), False),
        (Entry(row=1, venue="ACL 2025", type="techreport"), False),
        (Entry(row=1, venue="Poe, A. 2020. The Osmunda of Kew and others. Ferns, 3, pp. 1-9.", type="article"), False),
        (Entry(row=1), False),
    ],
)
def test_which_entries_name_a_publication(entry: Entry, published: bool) -> None:
    assert names_publication(entry) is published


def test_a_published_record_replaces_what_was_listed() -> None:
    run = run_over("title,venue\nPsyQA,ACL 2099\n", "l.csv", PSYQA)
    assert shown_record(run.resolutions[0]) == PSYQA


def unmatched(resolution: Resolution) -> Record:
    return shown_record(resolution)


def test_an_entry_alone_is_a_record_of_what_it_says_and_no_more() -> None:
    text = 'title,authors,year,venue,url\nThe Osmunda of Kew,"Ana Poe, Bo Li et al.",2020,Journal of Ferns,https://www.kew.org/x\n'
    record = unmatched(run_over(text, "l.csv", None).resolutions[0])
    assert (record.source, record.type, record.venue, record.year) == ("list", "article", "Journal of Ferns", 2020)
    assert ([p.family for p in record.authors], record.partial_authors) == (["Poe", "Li"], True)
    assert record.url == "https://www.kew.org/x"
