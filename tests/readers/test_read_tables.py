"""CSV and its relatives: any dialect, any columns, every cell kept; what is broken is named with its line."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver import readers
from resolver.errors import InputError
from resolver.model import Document, Identifier
from resolver.readers.csv import roles


def table(text: str, name: str = "list.csv") -> Document:
    return readers.read_text(text, name)


def complaint(text: str, name: str = "list.csv") -> str:
    with pytest.raises(InputError) as caught:
        readers.read_text(text, name)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(name)
    return message


# ------------------------------------------------------------------ dialects


@pytest.mark.parametrize(
    ("delimiter", "newline"), [(",", "\n"), (";", "\r\n"), ("\t", "\n"), ("|", "\r\n"), (",", "\r")]
)
def test_delimiter_and_line_ends_are_found_and_remembered(delimiter: str, newline: str) -> None:
    rows = [["Year", "Title", "Author(s)"], ["2020", "A, B; C", "Liu, P.; Fu, J."], ["2021", "D", "E"]]
    text = newline.join(delimiter.join(f'"{cell}"' for cell in row) for row in rows) + newline
    document = table(text)
    assert (document.delimiter, document.newline) == (delimiter, newline)
    assert document.columns == ("Year", "Title", "Author(s)")
    assert [row.cells for row in document.rows] == [tuple(row) for row in rows[1:]]


def test_commas_in_unquoted_titles_do_not_win_over_the_tabs_between_the_columns() -> None:
    document = table("title\tvenue\nAttention, please, now\tACL\nOne, two, three\tEMNLP\n")
    assert document.delimiter == "\t"
    assert document.entries[0].title == "Attention, please, now"


def test_a_table_of_titles_alone_may_hold_commas() -> None:
    document = table("Title\nPre-train, Prompt, and Predict\nAttention Is All You Need\n")
    assert [e.title for e in document.entries] == ["Pre-train, Prompt, and Predict", "Attention Is All You Need"]


def test_the_hint_that_excel_writes_is_obeyed() -> None:
    document = table("sep=;\r\ntitle;note\r\nA b c;x, y\r\n")
    assert document.rows[0].cells == ("A b c", "x, y")
    assert document.rows[0].line == 3


def test_cells_with_line_ends_and_quotes_are_kept_and_read_as_one_line() -> None:
    document = table('title,note\n"Tracking\nLife ""Ups""","a\r\nb"\nNext one,\n')
    assert document.rows[0].cells == ('Tracking\nLife "Ups"', "a\r\nb")
    assert document.entries[0].title == 'Tracking Life "Ups"'
    assert [row.line for row in document.rows] == [2, 5]
    assert [entry.line for entry in document.entries] == [2, 5]


def test_a_byte_order_mark_and_utf16_are_read(tmp_path: Path) -> None:
    text = "title,authors\nŁódź — a title,Žabokrtský\n"
    for encoding, bom in (("utf-8", False), ("utf-8-sig", True), ("utf-16", True)):
        path = tmp_path / f"{encoding}.csv"
        path.write_bytes(text.encode(encoding))
        document = readers.read(path)
        assert document.columns == ("title", "authors")
        assert document.entries[0].authors == "Žabokrtský"
        assert document.bom is bom


def test_rows_that_are_too_short_are_filled_up_and_noted() -> None:
    document = table("title,year,url\nA title,2020\n\nAnother title\nThird,2021,x\n")
    assert [row.cells for row in document.rows] == [
        ("A title", "2020", ""),
        ("Another title", "", ""),
        ("Third", "2021", "x"),
    ]
    assert "2 rows" in document.notes[0]
    assert "line 2, 4" in document.notes[0]


def test_empty_surplus_cells_are_no_error() -> None:
    assert table("title,year\nA title,2020,,\n").rows[0].cells == ("A title", "2020")


def test_columns_of_one_name_are_all_kept() -> None:
    document = table("title,title,note,note\na b,c,d,e\n")
    assert document.columns == ("title", "title", "note", "note")
    assert document.entries[0].title == "a b"
    assert "title" in document.notes[0]


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


@given(
    st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=1, max_size=6)),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_whatever_the_csv_module_writes_comes_back_cell_by_cell(
    rows: list[list[str]], delimiter: str, newline: str
) -> None:
    header = ["title", "note", "venue", "year"][: len(rows[0])]
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=newline, quoting=csv.QUOTE_ALL)
    writer.writerows([header, *rows])
    document = table(buffer.getvalue())
    assert document.columns == tuple(header)
    assert [list(row.cells) for row in document.rows] == rows
    assert [entry.row for entry in document.entries] == list(range(1, len(rows) + 1))


# ------------------------------------------------------------------ columns


@pytest.mark.parametrize(
    "name",
    [
        "title",
        "Title",
        " TITLE ",
        "paper",
        "Paper Title",
        "paper_title",
        "name",
        "Name",
        "Full Title",
        "Title (English)",
    ],
)
def test_a_title_column_is_known_by_its_usual_names(name: str) -> None:
    assert table(f"year,{name}\n2020,A title of a paper\n").entries[0].title == "A title of a paper"


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ("Author(s),Title,Journal,Date", {"authors": 0, "title": 1, "venue": 2, "year": 3}),
        ("ID,title,booktitle,published", {"key": 0, "title": 1, "venue": 2, "year": 3}),
        ("citation key,name,conference", {"key": 0, "title": 1, "venue": 2}),
        ("title,Paper URL,eprint,Anthology ID", {"title": 0, "url": 1, "arxiv_id": 2, "acl_id": 3}),
        (
            "section,title,authors,venue,year,url",
            {"section": 0, "title": 1, "authors": 2, "venue": 3, "year": 4, "url": 5},
        ),
        ("title,paper,code", {"title": 0, "url": 1}),
        ("match_title,match_authors,title,match_year", {"title": 2}),
        ("OpenAlex_ID,openreview id,DOI,category", {"openalex_id": 0, "openreview_id": 1, "doi": 2, "section": 3}),
        ("foo,bar", {}),
    ],
)
def test_known_fields_are_found_in_any_order_and_spelling(columns: str, expected: dict[str, int]) -> None:
    assert dict(roles(columns.split(","))) == expected


def test_an_identifier_column_is_enough() -> None:
    assert table("doi\n10.1145/3442381.3449797\n").entries[0].ids == (Identifier("doi", "10.1145/3442381.3449797"),)
    assert table("id\nP18-1001\n").entries[0].ids == (Identifier("acl", "P18-1001"),)
    assert table("openreview_id,note\nrJl-b3RcF7,x\n").entries[0].ids == (Identifier("openreview", "rJl-b3RcF7"),)


def test_a_table_whose_title_column_is_not_recognised_is_looked_up_by_identifiers_and_says_so() -> None:
    document = table("heading,doi,url\nA title,10.1145/3442381.3449797,\n")
    assert document.notes == ("no column is called “title”: rows are looked up by their identifiers alone (doi, url)",)
    assert table("doi\n10.1145/3442381.3449797\n").notes == ()


def test_identifiers_are_gathered_from_all_columns_that_hold_them() -> None:
    entry = table(
        "title,url,pdf,arxiv,doi\n"
        "A title,https://aclanthology.org/P18-1001/ https://arxiv.org/abs/2106.01702,https://arxiv.org/pdf/2106.01702.pdf,"
        "2106.01702,10.48550/arXiv.2106.01702\n"
    ).entries[0]
    assert entry.ids == (Identifier("arxiv", "2106.01702"), Identifier("acl", "P18-1001"))


def test_placeholders_are_empty_in_the_entry_and_kept_in_the_row() -> None:
    document = table("title,authors,venue,year,url,doi\nA title,TBD,-,20XX,https://arxiv.org/abs/2501.XXXXX,n/a\n")
    entry = document.entries[0]
    assert (entry.title, entry.authors, entry.venue, entry.year) == ("A title", "", "", "")
    assert (entry.links, entry.ids) == ((), ())
    assert document.rows[0].cells == ("A title", "TBD", "-", "20XX", "https://arxiv.org/abs/2501.XXXXX", "n/a")


def test_damaged_text_is_repaired_in_the_entry_and_kept_in_the_row() -> None:
    document = table("title\nTracking Life‚Äôs Ups and Downs\n")
    assert document.entries[0].title == "Tracking Life’s Ups and Downs"
    assert document.rows[0].cells == ("Tracking Life‚Äôs Ups and Downs",)
    assert "decoded wrongly" in document.notes[0]


def test_a_title_that_is_a_markdown_link_is_both() -> None:
    entry = table("title,year\n[A Title of a Paper](https://arxiv.org/abs/2106.01702),2021\n").entries[0]
    assert entry.title == "A Title of a Paper"
    assert entry.ids == (Identifier("arxiv", "2106.01702"),)


@pytest.mark.parametrize(
    ("cell", "year"),
    [("2021-06-03", "2021"), ("June 2021", "2021"), ("2021.0", "2021"), ("2020/2021", "2020/2021"), ("", "")],
)
def test_a_date_gives_its_year(cell: str, year: str) -> None:
    assert table(f"title,date\nA title,{cell}\n").entries[0].year == year


# ------------------------------------------------------------------ what is broken


def test_without_a_title_or_identifier_column_the_columns_are_listed() -> None:
    message = complaint("foo,bar\n1,2\n3,4\n")
    assert "no title column" in message
    assert "“foo”, “bar”" in message


def test_a_quote_that_is_never_closed_is_named_where_it_opens() -> None:
    message = complaint('title,year\n"First title",2020\nx,"Second title,2021\nThird,2022\n')
    assert message.startswith("list.csv, line 3: ")
    assert "never closed" in message


def test_a_quote_that_closes_too_early_is_named_where_its_cell_opens() -> None:
    message = complaint('title,year\na,1\n"The\n"best" title",2020\n')
    assert message.startswith("list.csv, line 3: ")
    assert "(in line 4)" in message
    assert "twice" in message


def test_a_row_with_surplus_cells_is_named() -> None:
    message = complaint("title,year\nGood title,2020\nAttention, please,2021\n")
    assert message.startswith("list.csv, line 3: ")
    assert "3 cells but 2 columns" in message


def test_a_huge_cell_is_refused() -> None:
    message = complaint("title,note\na,b\n" + "x" * 10_000_001 + ",c\n")
    assert message.startswith("list.csv, line 3: ")
    assert "10 MB" in message


def test_the_process_wide_limit_of_the_csv_module_is_put_back() -> None:
    before = csv.field_size_limit()
    table("title\n" + "x" * 500_000 + "\n")
    assert csv.field_size_limit() == before


def test_a_header_alone_is_no_list() -> None:
    assert "no rows" in complaint("title,year\n")
