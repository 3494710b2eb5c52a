"""RIS: one tag a line in the format's layout, and what rispy reads is what was written."""

import re

import pytest
import rispy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolver import files
from resolver.model import Person, Record
from resolver.writers import WriterOptions, ris
from resolver.writers.base import line
from tests.writers.test_bibtex import RECORDS
from tests.writers.works import MENTALCHAT, PSYQA, resolved, run_of

LINE = re.compile(r"[A-Z][A-Z0-9]  - .*")


def document(*records: Record) -> str:
    return files.to_text(
        ris.RisWriter().render(run_of((), [], *(resolved(n, r) for n, r in enumerate(records, 1))), WriterOptions())
    )


def test_a_published_paper_is_a_conference_paper() -> None:
    assert ris.entry(PSYQA, "k") == (
        "TY  - CPAPER\r\nID  - k\r\n"
        "TI  - PsyQA: A Chinese Dataset for Generating Long Counseling Text for Mental Health Support\r\n"
        "AU  - Sun, Hao\r\nAU  - Lin, Zhenru\r\nAU  - Zheng, Chujie\r\nAU  - Liu, Siyang\r\nA2  - Zong, Chengqing\r\n"
        "T2  - Findings of the Association for Computational Linguistics: ACL-IJCNLP 2021\r\n"
        "PB  - Association for Computational Linguistics\r\n"
        "PY  - 2021\r\nDA  - 2021/08//\r\nSP  - 1489\r\nEP  - 1503\r\n"
        "CY  - Online\r\nDO  - 10.18653/v1/2021.findings-acl.130\r\n"
        "UR  - https://aclanthology.org/2021.findings-acl.130/\r\nAN  - arXiv:2106.01702\r\nER  - \r\n"
    )


def test_a_reference_manager_reads_what_was_written() -> None:
    paper, preprint = rispy.loads(document(PSYQA, MENTALCHAT))
    assert (paper["type_of_reference"], paper["title"], paper["year"]) == ("CPAPER", PSYQA.title, "2021")
    assert (paper["start_page"], paper["end_page"]) == ("1489", "1503")
    assert paper["doi"] == "10.18653/v1/2021.findings-acl.130"
    assert preprint["authors"] == ["Xu, Jia", "Wei, Tianyi", "Hou, Bojian"]
    assert (preprint["publisher"], preprint["accession_number"]) == ("arXiv", "arXiv:2503.13509")


@pytest.mark.parametrize(
    ("pages", "first", "last"),
    [
        ("1–10", "1", "10"),
        ("12-1--12-10", "12-1", "12-10"),
        ("e15", "e15", None),
        ("103-119", "103", "119"),
        ("", None, None),
    ],
)
def test_pages_are_first_and_last(pages: str, first: str | None, last: str | None) -> None:
    (entry,) = rispy.loads(ris.entry(Record(source="x", title="T", pages=pages), "k"))
    assert (entry.get("start_page"), entry.get("end_page")) == (first, last)


def test_a_comma_in_a_part_of_a_name_begins_no_other_part() -> None:
    assert ris.name(Person("Lakshmanan, V.S.", "Laks")) == "Lakshmanan V.S., Laks"


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(RECORDS, min_size=1, max_size=3))
def test_nothing_that_a_record_says_can_begin_another_line_or_entry(records: list[Record]) -> None:
    text = document(*records)
    lines = text.split("\r\n")
    assert all(LINE.fullmatch(part) or not part for part in lines)
    assert sum(part.startswith("TY  - ") for part in lines) == sum(part == "ER  - " for part in lines)
    read = rispy.loads(text)
    assert len(read) == sum(part == "ER  - " for part in lines)
    assert {entry.get("title", "") for entry in read} <= {line(r.title) for r in records}
