"""When a work appeared, as far as its source says: a year, months, and sometimes the days of a meeting."""

from __future__ import annotations

import re
from calendar import monthrange

from resolver.model import Record

Date = tuple[int, ...]
"""Year, perhaps month, perhaps day."""

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NAME = re.compile(
    r"\b(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b\.?",
    re.IGNORECASE,
)
_PART = re.compile(rf"{NAME.pattern}|\b(\d\d?)\b|[a-z]+", re.IGNORECASE)


def dates(record: Record) -> tuple[Date, ...]:
    """One date, two for a span, or none where the year is unknown.

    What can't be told for certain is left out: a season, a month beside a word, a span over New Year.

    >>> from resolver.model import Record
    >>> dates(Record(source="", title="", year=2016, month="17–20 June"))
    ((2016, 6, 17), (2016, 6, 20))
    """
    if record.year is None:
        return ()
    year = record.year
    days = [(year, *rest) for rest in _within(record.month)]
    if any(len(d) == 3 and not 1 <= d[2] <= monthrange(2000 + year % 400, d[1])[1] for d in days):
        days = [d[:2] for d in days]
    if len(days) == 2 and days[0] >= days[1]:
        days = days[:1] if days[0] == days[1] else []
    return tuple(days) or ((year,),)


def _within(month: str) -> list[tuple[int, ...]]:
    """The months and days that a text names, in order; nothing when it says anything else."""
    if month.isascii() and month.isdigit():
        return [(int(month),)] if 1 <= int(month) <= 12 else []
    months: list[int] = []
    days: list[int] = []
    for found in _PART.finditer(month):
        if found[1]:
            months.append(MONTHS.index(found[1][:3].lower()) + 1)
        elif found[2]:
            days.append(int(found[2]))
        else:
            return []
    if len(months) in (1, 2) and not days:
        return [(m,) for m in months]
    if len(months) == len(days) and len(days) in (1, 2):
        return list(zip(months, days, strict=True))
    return [(months[0], days[0]), (months[0], days[1])] if len(months) == 1 and len(days) == 2 else []


def iso(date: Date) -> str:
    """A date as ISO 8601 writes it, as far as it is known.

    >>> iso((2016, 6)), iso((2016, 6, 7))
    ('2016-06', '2016-06-07')
    """
    return "-".join((f"{date[0]:04}", *(f"{part:02}" for part in date[1:])))
