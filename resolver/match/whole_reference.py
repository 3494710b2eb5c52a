"""The whole of a reference as evidence, so that a wrong division into its parts does not cost the match.

A record's title that stands in the reference word for word, its first author before it and its year anywhere, is
the title that is listed, whatever stretch the rules took for it. Some records have only the beginning of their title
(a service cut it where the print went into italics): then volume and first page must stand behind it as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from resolver.model import Claim, Record
from resolver.text import names, titles
from resolver.text.prepared import PreparedRecord, prepare

LEAST_INFORMATION = 15.0
"""Nats that a title must tell to be looked for in the whole: three words of a field. Shorter ones stand in many
references by chance (`Deep learning`)."""

_BEFORE = re.compile(r"(?:^|[.:;,!?)\]”\"“‘'»«\[(]|\b(?:1[89]|20)\d\d[a-z]?)\s*$")
_AFTER = re.compile(r"\s*(?:$|[.,;:!?”\"’'»\[/])")


def find_title_in_whole(claim: Claim, records: Sequence[PreparedRecord]) -> Claim | None:
    """The claim with the title of a record that its reference has word for word; None where no record is so, or
    records of different titles are."""
    reference = claim.entry.reference
    if not reference:
        return None
    held = {r.record.title for r in records if _stands_in(r, reference)}
    longest = max(held, key=len, default="")
    if not longest or any(titles.key(t) not in titles.key(longest) for t in held):
        return None
    return msgspec.structs.replace(claim, title=prepare(longest), undecorated=None)


def _stands_in(prepared: PreparedRecord, reference: str) -> bool:
    record = prepared.record
    if not record.title or not record.authors or record.year is None:
        return False
    if re.search(rf"(?<!\d){record.year}(?!\d)", reference) is None:
        return False
    place = _find_place(record.title, reference)
    if place is None or names.family_key(record.authors[0]) not in titles.key(reference[: place[0]]):
        return False
    start, end = place
    bounded = _BEFORE.search(reference[:start]) and _AFTER.match(reference, end)
    if bounded and prepared.title.distinctiveness >= LEAST_INFORMATION:
        return True
    return _numbers_follow(record, reference[end:])


def _find_place(title: str, reference: str) -> tuple[int, int] | None:
    """Where a title stands in a reference, letters and digits alone compared, between whole words."""
    at = [n for n, char in enumerate(reference) if char.isalnum()]
    letters = "".join(reference[n].lower()[:1] for n in at)
    wanted = "".join(c.lower()[:1] for c in title if c.isalnum())
    found = letters.find(wanted)
    if not wanted or found < 0:
        return None
    start, end = at[found], at[found + len(wanted) - 1] + 1
    whole = not reference[max(start - 1, 0) : start].isalnum() and not reference[end : end + 1].isalnum()
    return (start, end) if whole else None


def _numbers_follow(record: Record, rest: str) -> bool:
    """Whether both the volume and the first page of a record stand behind the title."""
    page = re.match(r"[A-Za-z]*\d+", record.pages)
    if page is None or not record.volume:
        return False
    return all(re.search(rf"(?<!\w){re.escape(n)}(?!\w)", rest) is not None for n in (record.volume, page[0]))
