"""From which year on an id has a DOI, how many digits a number has, what stands where one is missing."""

from __future__ import annotations

from datetime import date

import pytest

from resolver.identifiers import Identifier, derive_related, find_malformed, is_placeholder, parse, url_of

DAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("known", "doi"),
    [
        ("P15-1001", "10.18653/v1/p15-1001"),
        ("P14-1001", ""),
        ("W15-0101", "10.18653/v1/w15-0101"),
        ("2020.acl-main.1", "10.18653/v1/2020.acl-main.1"),
        ("J15-1001", ""),
        ("Q19-1001", ""),
        ("L18-1001", ""),
        ("P99-1001", ""),
        ("C60-1001", ""),
    ],
)
def test_papers_of_the_anthology_have_a_doi_by_rule_from_2015_on_but_for_journals_and_lrec(
    known: str, doi: str
) -> None:
    assert [i.value for i in derive_related(Identifier("acl", known)) if i.kind == "doi"] == [doi] * bool(doi)


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("0704.0001", ""),
        ("0703.0001", "numbers of this form begin in April 2007"),
        ("1412.0001", ""),
        ("1412.00001", "a number of 2014 has 4 digits behind the point"),
        ("1501.00001", ""),
        ("1501.0001", "a number of 2015 has 5 digits behind the point"),
        ("2611.00001", ""),
        ("2701.00001", "2027-01 is yet to come"),
        ("2512.00001", ""),
    ],
)
def test_an_arxiv_number_has_the_digits_of_its_year_and_no_month_that_is_yet_to_come(number: str, says: str) -> None:
    """info.arxiv.org/help/arxiv_identifier."""
    found = find_malformed(f"arXiv:{number}", DAY)
    assert (found.why if found else "") == says


@pytest.mark.parametrize(("day", "is_one"), [(29, True), (28, False)])
def test_tomorrow_s_month_may_have_begun_somewhere(day: int, is_one: bool) -> None:
    assert (find_malformed("arXiv:2612.00001", date(2026, 11, day)) is None) is is_one


@pytest.mark.parametrize("month", ["00", "13", "99"])
def test_a_year_has_twelve_months(month: str) -> None:
    assert parse(f"arXiv:21{month}.00001") is None
    assert find_malformed(f"arXiv:21{month}.00001", DAY) is not None
    assert parse("arXiv:2101.00001") is not None
    assert parse("arXiv:2112.00001") is not None


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("10.xxxx/abc", True),
        ("10.1000/", True),
        ("10.1000/XXX", True),
        ("10.1000/acl.2021.XXX", True),
        ("10.1000/abc", False),
        ("10.1000/abcx", False),
        ("https://aclanthology.org/2021.acl-long.XXX/", True),
        ("https://aclanthology.org/2021.acl-long.xxx/", True),
        ("https://somewhere.example.net/papers/XXX", True),
        ("https://somewhere.example.net/papers/xxx", False),  # of a page nobody knows, the letters may be the name
        ("https://openreview.net/forum?id=XXXX", True),
        ("https://openreview.net/forum?id=XXyZq1abc", False),
    ],
)
def test_what_stands_where_an_identifier_is_missing_is_known_from_one(text: str, is_one: bool) -> None:
    assert is_placeholder(text) is is_one
    assert not is_one or parse(text) is None


@pytest.mark.parametrize(
    ("kind", "value", "page"),
    [
        ("acl", "P18-1001", "https://aclanthology.org/P18-1001/"),
        ("arxiv", "2106.01702", "https://arxiv.org/abs/2106.01702"),
        ("doi", "10.1000/a", "https://doi.org/10.1000/a"),
        ("s2", "12345", "https://api.semanticscholar.org/CorpusID:12345"),
        ("s2", "0123456789abcdef" * 2 + "01234567", "https://www.semanticscholar.org/paper/" + "0123456789abcdef" * 2
         + "01234567"),
    ],
)  # fmt: skip
def test_every_kind_has_its_page(kind: str, value: str, page: str) -> None:
    assert url_of(Identifier(kind, value)) == page  # type: ignore[arg-type]  # a value of the table of cases
    assert parse(page) == Identifier(kind, value)  # type: ignore[arg-type]  # a value of the table of cases


@pytest.mark.parametrize(
    ("written", "isbn"),
    [
        ("ISBN 978-0-262-03384-8", "9780262033848"),
        ("ISBN: 9780262033848", "9780262033848"),
        ("ISBN 0-262-03384-4", "9780262033848"),
        ("ISBN 0-8044-2957-X", "9780804429573"),
        ("ISBN 978-0-262-03384-7", ""),
        ("ISBN 978-0-262-30384-8", ""),  # two digits changed places
        ("ISBN 0-262-03384-5", ""),
    ],
)
def test_an_isbn_has_thirteen_digits_and_the_last_one_proves_the_others(written: str, isbn: str) -> None:
    """ISO 2108: every other digit counts three times, and the sum ends in 0; ten digits are the older form."""
    found = parse(written)
    assert (found.value if found else "") == isbn
