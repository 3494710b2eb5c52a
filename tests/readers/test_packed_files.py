"""Lists in Word documents and spreadsheets, and the references of papers in PDF."""

import builtins
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

import resolver
from resolver.errors import InputError
from resolver.readers import read

REFERENCES = (
    "[1] A. Vaswani, N. Shazeer, and N. Parmar. Attention is all you need. In NeurIPS, 2017.",
    "[2] J. Devlin, M. Chang, and K. Lee. BERT: Pre-training of deep bidirectional transformers. In NAACL, 2019.",
    "[3] T. Brown and B. Mann. Language models are few-shot learners. In NeurIPS, 2020.",
)
TITLES = [
    "Attention is all you need",
    "BERT: Pre-training of deep bidirectional transformers",
    "Language models are few-shot learners",
]


# ------------------------------------------------------------------ Word


def _link(paragraph: "docx.text.paragraph.Paragraph", text: str, address: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run, words = OxmlElement("w:r"), OxmlElement("w:t")
    words.text = text
    run.append(words)
    link.append(run)
    paragraph._p.append(link)


def test_the_references_of_a_word_document_are_read_with_their_paragraphs(tmp_path: Path) -> None:
    made = docx.Document()
    for text in REFERENCES:
        made.add_paragraph(text)
    made.save(str(tmp_path / "refs.docx"))
    document = read(tmp_path / "refs.docx")
    assert [(e.line, e.title) for e in document.entries] == list(enumerate(TITLES, start=1))
    assert document.entries[1].authors == "J. Devlin, M. Chang, and K. Lee"
    assert (document.format, document.path) == ("docx", str(tmp_path / "refs.docx"))


def test_items_headings_and_tables_of_a_word_document_are_read_with_their_links(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_heading("Reading list", 0)
    made.add_heading("Translation", 1)
    item = made.add_paragraph("", style="List Bullet")
    _link(item, "Attention Is All You Need", "https://arxiv.org/abs/1706.03762")
    item.add_run(" (Vaswani et al., 2017)")
    table = made.add_table(rows=2, cols=3)
    for cell, text in zip(
        [c for row in table.rows for c in row.cells],
        ["Title", "Authors", "Year", "A Neural Probabilistic Language Model", "Yoshua Bengio et al.", "2003"],
        strict=True,
    ):  # fmt: skip
        cell.text = text
    made.save(str(tmp_path / "list.docx"))
    first, second = read(tmp_path / "list.docx").entries
    assert (first.line, first.title, first.section) == (3, "Attention Is All You Need", "Translation")
    assert [str(i) for i in first.ids] == ["arxiv:1706.03762"]
    assert (second.line, second.title, second.year) == (5, "A Neural Probabilistic Language Model", "2003")


def test_a_word_document_is_read_and_not_filled(tmp_path: Path) -> None:
    made = docx.Document()
    for text in REFERENCES:
        made.add_paragraph(text)
    made.save(str(tmp_path / "refs.docx"))
    with pytest.raises(InputError, match=r"“docx” can be read and not yet filled"):
        resolver.fill(tmp_path / "refs.docx", offline=True)


# ------------------------------------------------------------------ spreadsheets


def _workbook(path: Path, sheets: dict[str, Sequence[Sequence[object]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def test_the_sheet_with_titles_is_the_list_and_the_others_are_told(tmp_path: Path) -> None:
    path = _workbook(
        tmp_path / "papers.xlsx",
        {
            "About": [["Our reading list"]],
            "Papers": [
                [],
                ["Spring term"],
                [],
                ["Title", "Year", "Mark"],
                ["A Title of It", 2020, 1.5],
                ["Two\nlines", 2021.0],
            ],
        },
    )
    document = read(path)
    assert [(e.line, e.title, e.year) for e in document.entries] == [
        (5, "A Title of It", "2020"),
        (6, "Two lines", "2021"),
    ]
    assert document.columns == ("Title", "Year", "Mark")
    assert document.notes[0] == "sheet “About” was not read: the list is in “Papers”"


def test_a_title_that_is_a_link_brings_its_address(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Paper", "Venue"])
    sheet.append(["Attention Is All You Need", "NeurIPS"])
    sheet["A2"].hyperlink = "https://arxiv.org/abs/1706.03762"
    book.save(tmp_path / "papers.xlsx")
    (entry,) = read(tmp_path / "papers.xlsx").entries
    assert entry.title == "Attention Is All You Need"
    assert [str(i) for i in entry.ids] == ["arxiv:1706.03762"]


def test_a_spreadsheet_without_titles_names_its_sheets(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "money.xlsx", {"Costs": [["Item", "Price"], ["Tea", 2]]})
    with pytest.raises(InputError, match=r"no sheet has a title column .* Sheets: “Costs”"):
        read(path)


def test_a_sheet_that_spans_thousands_of_millions_of_cells_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["XFD1048576"] = "Title", "x"
    book.save(tmp_path / "wide.xlsx")
    with pytest.raises(InputError, match="spans more than 5,000,000 cells"):
        read(tmp_path / "wide.xlsx")


def test_a_cell_that_spans_more_columns_than_word_allows_is_refused(tmp_path: Path) -> None:
    made = docx.Document()
    cell = made.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "A Title of It"
    cell._tc.grid_span = 1_000_000_000
    made.save(str(tmp_path / "wide.docx"))
    with pytest.raises(InputError, match="spans more columns than Word allows"):
        read(tmp_path / "wide.docx")


# ------------------------------------------------------------------ PDF


_ESCAPED = r"\\\g<0>"


def _pdf(path: Path, pages: Sequence[Sequence[str]]) -> Path:
    """A PDF with a line of text a line."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    font = "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> >> >>"
    for lines in pages:
        shown = "".join(f"({re.sub('[()]', _ESCAPED, line)}) Tj T*\n" for line in lines)
        stream = f"BT /F1 9 Tf 12 TL 40 760 Td\n{shown}ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(f"<< /Type /Page /Parent 2 0 R /Resources {font} /Contents {len(objects)} 0 R >>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} /MediaBox [0 0 600 800] >>"
    body, places = "%PDF-1.4\n", []
    for number, text in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    body += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    body += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{body.rindex('xref')}\n%%EOF"
    path.write_bytes(body.encode("latin-1"))
    return path


TEXT = ["We show that much is well.", "It was known before, but not in this way, as many have said."]


def test_the_numbered_references_of_a_paper_are_read_with_their_pages(tmp_path: Path) -> None:
    broken = [
        "References", "[1] A. Vaswani, N. Shazeer, and N. Parmar. Attention is all", "you need. In NeurIPS, 2017.",
        REFERENCES[1],
    ]  # fmt: skip
    document = read(_pdf(tmp_path / "paper.pdf", [TEXT, broken, [REFERENCES[2], "A Appendix", "More of it."]]))
    assert [(e.line, e.title) for e in document.entries] == list(zip([2, 2, 3], TITLES, strict=True))
    assert document.format == "pdf"


def test_references_without_numbers_begin_with_names_behind_a_full_stop(tmp_path: Path) -> None:
    lines = [
        "References", "Ashish Vaswani, Noam Shazeer, and Niki Parmar. 2017.", "Attention is all you need. In NeurIPS,",
        "pages 5998-6008.", "Jacob Devlin, Ming-Wei Chang, and Kenton Lee. 2019. BERT:",
        "Pre-training of deep bidirectional transformers. In NAACL.",
        "Tom Brown and Benjamin Mann. 2020. Language models are few-", "shot learners. In NeurIPS.",
    ]  # fmt: skip
    document = read(_pdf(tmp_path / "paper.pdf", [TEXT, lines]))
    assert [e.title for e in document.entries[:2]] == TITLES[:2]
    assert [e.year for e in document.entries] == ["2017", "2019", "2020"]


def test_accents_that_stand_before_their_letters_are_put_on_them(tmp_path: Path) -> None:
    lines = [
        "References", "[1] N. Boufaden and G. Lapalme. Segmentation en th` emes. InProceedings of TALN, 2002.",
        "[2] A. Bestgen and B. Cabiaux. L'analyse s´emantique des m´ etaphores. In TALN, 2002.",
    ]  # fmt: skip
    document = read(_pdf(tmp_path / "paper.pdf", [TEXT, lines]))
    assert [e.title for e in document.entries] == ["Segmentation en thèmes", "L'analyse sémantique des métaphores"]


def test_a_pdf_without_text_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="gives no text; it may be a scan"):
        read(_pdf(tmp_path / "scan.pdf", [[""], [""]]))


def test_a_pdf_without_references_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no list of references was found"):
        read(_pdf(tmp_path / "talk.pdf", [TEXT * 3]))


# ------------------------------------------------------------------ what can't be read


def _without(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    whole = builtins.__import__

    def lacking(wanted: str, *arguments: object, **more: object) -> object:
        if wanted.partition(".")[0] == name:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return whole(wanted, *arguments, **more)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(builtins, "__import__", lacking)


def _some_docx(path: Path) -> Path:
    docx.Document().save(str(path))
    return path


@pytest.mark.parametrize(
    ("extra", "library", "make"),
    [
        ("docx", "docx", lambda folder: _some_docx(folder / "a.docx")),
        ("xlsx", "openpyxl", lambda folder: _workbook(folder / "a.xlsx", {"A": [["title"], ["It"]]})),
        ("pdf", "pypdf", lambda folder: _pdf(folder / "a.pdf", [TEXT])),
    ],
)
def test_without_its_library_one_line_says_which_extra_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, extra: str, library: str, make: Callable[[Path], Path]
) -> None:
    path = make(tmp_path)
    _without(monkeypatch, library)
    with pytest.raises(InputError, match=rf"needs resolver's extra “{extra}” .*pip install '\.\[{extra}\]'") as raised:
        read(path)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("name", ["word/document.xml", "xl/workbook.xml"])
def test_a_damaged_archive_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(name, "<broken")
    with pytest.raises(InputError, match="can't be read") as raised:
        read(tmp_path / "a.zip")
    assert "\n" not in str(raised.value)


def test_a_damaged_pdf_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\nnothing")
    with pytest.raises(InputError, match="the PDF can't be read"):
        read(tmp_path / "a.pdf")


@pytest.mark.parametrize("name", ["word/document.xml", "xl/workbook.xml"])
def test_an_archive_that_unpacks_to_gigabytes_is_refused_before_it_is_unpacked(tmp_path: Path, name: str) -> None:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(name, "w", force_zip64=True) as part,
    ):
        for _ in range(110):
            part.write(b" " * 1_000_000)
    (tmp_path / "bomb").write_bytes(buffer.getvalue())
    with pytest.raises(InputError, match="would unpack to 110 MB"):
        read(tmp_path / "bomb")
