"""Dates: what a source's month says, and nothing that it does not say."""

import pytest

from resolver.model import Record
from resolver.writers.dates import dates, iso


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        ("", "2016"),
        ("August", "2016-08"),
        ("aug", "2016-08"),
        ("8", "2016-08"),
        ("17–20 June", "2016-06-17/2016-06-20"),
        ("June 17-20", "2016-06-17/2016-06-20"),
        ("October 31–November 4", "2016-10-31/2016-11-04"),
        ('oct # " 31-" # nov # " 4"', "2016-10-31/2016-11-04"),
        ("28 February – 2 March", "2016-02-28/2016-03-02"),
        ("October–November", "2016-10/2016-11"),
        ("5 May", "2016-05-05"),
        ("31 June", "2016-06"),
        ("Spring", "2016"),
        ("December–January", "2016"),
        ("13", "2016"),
        ("early June", "2016"),
    ],
)
def test_a_date_is_as_exact_as_its_source(month: str, expected: str) -> None:
    record = Record(source="x", title="T", year=2016, month=month)
    assert "/".join(map(iso, dates(record))) == expected


def test_a_month_without_a_year_is_no_date() -> None:
    assert dates(Record(source="x", title="T", month="August")) == ()
