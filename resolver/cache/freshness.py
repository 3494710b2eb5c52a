"""Answers with their age, and how old they may become."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from msgspec import Struct

from resolver.model import Answer, Found, Origin

SKEW = timedelta(days=1)
"""How far another machine's clock may be ahead of this one's: a wrong time zone, but no wrong year."""


class Stored(Struct, frozen=True):
    """An answer that was kept: when it was given (ISO 8601, UTC; a date alone means its beginning), and
    where it was kept. Records that are not `near` what was asked for are as good as none."""

    answer: Answer
    asked: str
    origin: Origin = "cache"
    near: bool = True


class Freshness(Struct, frozen=True):
    """How old an answer may become before it is asked for again.

    Records change rarely, and are asked for again by the month. What a source lacks may be there
    next week: a preprint on arXiv the next day, a paper in the Anthology with its conference.
    """

    found: timedelta = timedelta(days=30)
    not_found: timedelta = timedelta(days=7)

    @classmethod
    def of(cls, max_age: timedelta | None) -> Freshness:
        """The same age for all kinds of answers, where a setting gives one."""
        return cls() if max_age is None else cls(found=max_age, not_found=max_age)

    def is_fresh(self, stored: Stored, now: datetime) -> bool:
        """Whether the answer still counts at the time `now`. One from far in the future does not."""
        age = now - parse_time(stored.asked)
        return age >= -SKEW and age <= (
            self.found if isinstance(stored.answer, Found) and stored.near else self.not_found
        )


def parse_time(text: str) -> datetime:
    """An ISO 8601 date or time as a time in UTC; one that can't be read lies in the distant past."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


def format_time(time: datetime) -> str:
    """ISO 8601 in UTC, to the second: `2026-11-23T02:10:00Z`."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
