"""The enriched table: nothing the user wrote is lost or changed unless he says so."""

import csv
import io
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver import readers
from resolver.model import Document, Person, Problem, Record, Row, Run
from resolver.writers import table
from resolver.writers.table import EVIDENCE, FIELDS
from tests.writers.works import MENTALCHAT, PSYQA, open_question, resolved, run_of


def rows_of(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_blank_and_placeholder_cells_are_filled_and_columns_added_in_their_order() -> None:
    columns = ("section", "title", "url", "doi", "year")
    cells = [("Data", PSYQA.title, "https://aclanthology.org/2021.findings-acl.XXX", "-", "")]
    (row,) = rows_of(table.enriched(run_of(columns, cells, resolved(1, PSYQA, key="sun-etal-2021-psyqa"))))
    assert list(row)[:5] == list(columns)
    assert list(row)[5:] == [f for f in FIELDS if f not in columns] + list(EVIDENCE)
    assert row["url"] == "https://aclanthology.org/2021.findings-acl.130/"
    assert (row["doi"], row["year"]) == ("10.18653/v1/2021.findings-acl.130", "2021")
    assert row["authors"] == "Hao Sun; Zhenru Lin; Chujie Zheng; Siyang Liu"
    assert (row["key"], row["arxiv_id"], row["section"]) == ("sun-etal-2021-psyqa", "2106.01702", "Data")
    assert (row["match_status"], row["match_confidence"], row["match_sources"]) == ("matched", "0.9987", "acl")


def test_what_the_user_wrote_stays_even_where_it_is_wrong() -> None:
    columns = ("title", "authors", "year", "url")
    cells = [("psyqa  a chinese dataset", "Junhui Li *et al.*", "1999", "https://someone.github.io/mine")]
    wrong = Problem(kind="authors", claimed="Junhui Li", recorded="Hao Sun", says="no author is called Junhui Li")
    (row,) = rows_of(table.enriched(run_of(columns, cells, resolved(1, PSYQA, problems=(wrong,)))))
    assert tuple(row.values())[:4] == cells[0]
    assert row["match_problems"] == "authors: no author is called Junhui Li"
    assert row["match_authors"].startswith("Hao Sun")


def test_overwriting_corrects_the_fields_that_were_named_and_no_others() -> None:
    columns = ("title", "authors", "year", "doi")
    cells = [("PsyQA", "Junhui Li", "1999", "https://doi.org/10.18653/V1/2021.findings-acl.130")]
    run = run_of(columns, cells, resolved(1, PSYQA))
    (one,) = rows_of(table.enriched(run, frozenset({"year"})))
    assert (one["year"], one["authors"], one["title"]) == ("2021", "Junhui Li", "PsyQA")
    (everything,) = rows_of(table.enriched(run, "all"))
    assert everything["title"] == PSYQA.title
    assert everything["doi"] == cells[0][3], "the same DOI in the user's own form is not wrong"


def test_only_matched_rows_are_filled_and_rivals_are_named() -> None:
    columns = ("title", "doi")
    run = run_of(
        columns,
        [("Preface", ""), ("Nowhere", "")],
        open_question(1, "Preface", PSYQA, MENTALCHAT),
        open_question(2, "Nowhere"),
    )
    ambiguous, missing = rows_of(table.enriched(run))
    assert ambiguous["doi"] == ambiguous["match_title"] == ambiguous["authors"] == ""
    assert "acl:2021.findings-acl.130" in ambiguous["match_alternatives"]
    assert "arxiv:2503.13509" in ambiguous["match_alternatives"]
    assert (missing["match_status"], missing["match_alternatives"]) == ("not_found", "")


def test_values_from_services_cannot_run_as_formulas_and_the_users_own_cells_are_left_alone() -> None:
    evil = Record(source="x", title="=cmd|' /C calc'!A0", authors=(Person("+1", ""),), venue="@SUM(1)\r\n=2", year=2020)
    columns, cells = ("title", "note"), [("=1+1", "-5 points")]
    (row,) = rows_of(table.enriched(run_of(columns, cells, resolved(1, evil))))
    assert (row["title"], row["note"]) == cells[0]
    for name in ("authors", "venue", "match_title", "match_authors", "match_venue"):
        assert row[name].startswith("'"), name
        assert not set("\n\r") & set(row[name]), name


def test_our_own_output_is_a_stable_input(tmp_path: Path) -> None:
    columns, cells = ("title", "year"), [(PSYQA.title, ""), ('Odd "title",\nin two lines', "2025")]
    again = [resolved(1, PSYQA, key="k1"), resolved(2, MENTALCHAT, key="k2")]
    first = table.enriched(run_of(columns, cells, *again))
    file = tmp_path / "enriched.csv"
    file.write_text(first, encoding="utf-8", newline="")
    document = readers.read(file)
    run = run_of(columns, cells, *again)
    assert table.enriched(msgspec.structs.replace(run, document=document)) == first


def test_delimiter_line_ends_and_byte_order_mark_are_those_of_the_list(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes("\ufefftitle;year\r\nA title; first;\r\n".replace("; first", " first").encode())
    document = readers.read(file)
    text = table.enriched(msgspec.structs.replace(run_of((), [], resolved(1, PSYQA)), document=document))
    assert text.startswith("\ufefftitle;year;key;authors;")
    assert text.count("\r\n") == text.count("\n") == 2
    assert rows_of(text.lstrip("\ufeff"), ";")[0]["title"] == "A title first"


CELL = st.text(alphabet=st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00\ufeff"), max_size=12)


@given(
    st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=4),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_every_cell_comes_back_as_it_was(rows: list[tuple[str, str, str]], delimiter: str, newline: str) -> None:
    document = Document(
        path="x.csv",
        columns=("title", "note", "more"),
        rows=tuple(Row(n, r) for n, r in enumerate(rows, 2)),
        entries=(),
        delimiter=delimiter,
        newline=newline,
    )
    for text in (table.plain(document), table.enriched(Run(document=document, resolutions=(), usage=()))):
        read = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        assert [tuple(r[:3]) for r in read[1:]] == rows


@pytest.mark.parametrize("field", table.OVERWRITABLE)
def test_every_field_that_can_be_overwritten_is_one_that_is_filled(field: str) -> None:
    assert field in table.values(resolved(1, PSYQA))


def test_a_preprints_year_and_doi_never_stand_beside_the_listed_publication() -> None:
    cells = [(MENTALCHAT.title, "KDD", "", "", ""), (MENTALCHAT.title, "arXiv", "", "", "")]
    columns = ("title", "venue", "year", "doi", "arxiv_id")
    found = []
    for row, cell in enumerate(cells, 1):
        made = resolved(row, MENTALCHAT)
        found.append(msgspec.structs.replace(made, entry=msgspec.structs.replace(made.entry, venue=cell[1])))
    listed, preprint = rows_of(table.enriched(run_of(columns, cells, *found)))
    assert (listed["venue"], listed["year"], listed["doi"], listed["arxiv_id"]) == ("KDD", "", "", "2503.13509")
    assert (listed["match_year"], preprint["year"]) == ("2025", "2025")
