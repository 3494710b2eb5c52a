"""Which entries are worth asking about again, and in which order."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Literal, get_args

from resolver.decisions.state import Known
from resolver.decisions.verdicts import gather_precedent, is_asked_about, is_overruled
from resolver.model import Entry
from resolver.text import titles

Reason = Literal["unanswered", "new", "open", "preprint", "lost", "turn"]
"""Why an entry is asked about, the most urgent first: what a limit leaves out comes from the end."""

TURNS = 4
"""Weeks in which every settled entry has its turn once, a quarter of them a week. Records change rarely, and a
week's share of a thousand entries costs a few requests for identifiers."""


def find_due(entries: Mapping[str, Entry], known: Mapping[str, Known], week: int) -> dict[str, Reason]:
    """The entries to ask about, most urgent first.

    No day of the last look is kept anywhere, so that a refresh that finds nothing new changes nothing:
    whose turn it is follows from the entry's name and the number of the week.

    Args:
        entries: of the list, by name.
        known: what is known of them.
        week: counted from anywhere.
    """
    found = {n: reason for n, e in entries.items() if (reason := _find_reason(n, e, known.get(n), week)) is not None}
    order = {reason: n for n, reason in enumerate(get_args(Reason))}
    return dict(sorted(found.items(), key=lambda item: order[item[1]]))


def _find_reason(name: str, entry: Entry, known: Known | None, week: int) -> Reason | None:
    if known is None:
        return "new"
    if not is_asked_about(gather_precedent(known.verdict)):
        return None
    if known.status == "unanswered":
        return "unanswered"
    if known.record is None or is_overruled(known):
        return "open"
    if titles.key(entry.title) != titles.key(known.title) and entry.title:
        return "new"  # retitled in the list
    if known.lost:
        return "lost"
    if not known.record.published and not known.verdict.pin:
        return "preprint"
    return "turn" if zlib.crc32(name.encode()) % TURNS == week % TURNS else None
