"""What must be true of a service for its source to work, and how that is said: the protocol of `resolver doctor`.

A source brings a list of checks (`Source.checks`). Each sends a request or two, by the very code that a run uses, and
gives a line or more: *ok*, *changed* (there was an answer, but not what we take it for) or *failed* (there was none),
and what follows from that for a person's list. What is asked for are works that every service surely has, and one that
nobody has written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from resolver.model import Answer, ByTitle, Found, NotFound, Question, Record, Unavailable
from resolver.net.observation import Observation
from resolver.sources.known import PLAIN, PUNCTUATED, KnownWork
from resolver.text.likeness import likeness

LineState = Literal["ok", "changed", "failed"]


ABSENT_TITLE = "Horticultural Quodlibets for Retired Submarine Zitherists"
ABSENT_DOI = "10.18653/v1/n19-9999"
ABSENT_ARXIV = "0912.9999"
"""What nobody has: December 2009 had about 6,000 papers at arXiv, and numbers are never given later."""


class CheckLine(Struct, frozen=True, kw_only=True):
    """What was found out about one thing.

    Attributes:
        service: the source's name; empty for this machine.
        check: what was looked at, in a word or three that stay the same.
        state: `ok`, `changed` or `failed`.
        seen: what was seen.
        follows: what follows from it for a run, where it is not ok.
    """

    service: str
    check: str
    state: LineState
    seen: str
    follows: str = ""


class ServiceCheck(Struct, frozen=True):
    """Some requests and the lines that they give.

    Attributes:
        lines: the names of the lines, for when the check can't be made.
        carry_out: sends the requests and gives the lines.
    """

    lines: tuple[str, ...]
    carry_out: Callable[[], Iterable[CheckLine]]


Observations = Sequence[Observation]
"""The exchanges with one service so far; it grows while checks are carried out."""


def pass_check(service: str, check: str, seen: str) -> CheckLine:
    """A line that is ok."""
    return CheckLine(service=service, check=check, state="ok", seen=seen)


def report_change(service: str, check: str, seen: str, follows: str) -> CheckLine:
    """A line about an answer that is not what we take it for."""
    return CheckLine(service=service, check=check, state="changed", seen=seen, follows=follows)


def report_failure(service: str, check: str, reason: str, follows: str) -> CheckLine:
    """A line about a request without an answer."""
    return CheckLine(service=service, check=check, state="failed", seen=reason, follows=follows)


def judge_found(
    service: str, check: str, answer: Answer, is_right: Callable[[Record], bool], follows: str
) -> CheckLine:
    """Whether a question brought the work that it is about.

    Args:
        service: the source's name.
        check: the line's.
        answer: to the question.
        is_right: whether a record is of the work.
        follows: what it means when it is not there.
    """
    match answer:
        case Unavailable(reason):
            return report_failure(service, check, reason, follows)
        case Found(records) if any(map(is_right, records)):
            return pass_check(service, check, "found")
        case Found(records):
            return report_change(service, check, f"other works came ({records[0].title[:60]})", follows)
    return report_change(service, check, "nothing came, and the service surely has it", follows)


def judge_absent(service: str, check: str, answer: Answer, follows: str) -> CheckLine:
    """Whether a question about what nobody has brought "nothing", and not something else.

    Records that are merely near are let pass where a search is asked: the matcher tells them from the work.
    """
    match answer:
        case Unavailable(reason):
            return report_failure(service, check, reason, follows)
        case NotFound():
            return pass_check(service, check, "nothing, as it should be")
        case Found(records) if not any(bears_title(r, ABSENT_TITLE) for r in records):
            return report_change(service, check, f"something came all the same ({records[0].title[:60]})", follows)
    return report_change(service, check, "found, though nobody has written it", follows)


TITLE_LINES = ("title in capitals", "title with comma and colon", "absent title")
"""The lines of `check_titles`."""


def check_titles(
    service: str, ask: Callable[[Sequence[Question]], Mapping[Question, Answer]], follows: str
) -> Iterator[CheckLine]:
    """Whether a title is found in capitals and with punctuation that queries give a meaning, and an absent one is not.

    Args:
        service: the source's name.
        ask: asks the source along the route of titles.
        follows: what it means when they are not there.
    """
    capitals, absent = ByTitle(PLAIN.question.title.upper()), ByTitle(ABSENT_TITLE)
    punctuated = PUNCTUATED.question
    answers = ask([capitals, punctuated, absent])
    in_capitals, with_marks, nowhere = TITLE_LINES
    yield judge_found(service, in_capitals, answers[capitals], is_of(PLAIN), follows)
    yield judge_found(service, with_marks, answers[punctuated], is_of(PUNCTUATED), follows)
    yield judge_absent(service, nowhere, answers[absent], "what is not there is not told from what is")


def bears_title(record: Record, title: str) -> bool:
    """Whether a record's title is this one, case and punctuation aside."""
    return likeness(record.title, title) == 1.0


def is_of(work: KnownWork) -> Callable[[Record], bool]:
    """Whether a record bears the title of this work."""
    return lambda record: bears_title(record, work.title)


def find_slowest(observed: Observations) -> float:
    """Seconds until the head of the slowest answer was there."""
    return max((seen.reached.first_byte for seen in observed), default=0.0)
