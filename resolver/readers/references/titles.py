"""Where the title of a reference stands, once its names, its year and its numbers are known."""

from __future__ import annotations

import re

from msgspec import Struct

from resolver.readers.references import venues
from resolver.readers.references.details import Details, read_details
from resolver.readers.references.parts import Segment
from resolver.readers.references.people import NameList, read_names
from resolver.readers.references.quotations import later_quotation, quotation
from resolver.readers.references.stops import Stop, abbreviates, after_in, content_words, stops

_AFTER_NAMES = re.compile(r"\s*[.:,;。：]*\s*")
_KIND = re.compile(
    r"\s*\[(?:[A-Z]{1,2}(?:/[A-Z]{2})?|\.{3}|[Oo]nline|Dissertation|Computer software)\]\s*[.,:]?\s*(?://)?"
)
"""`[J]`, `[C]//`, `[M/OL]` behind the title, as GB/T 7714 has it."""
_COMMA = re.compile(r",\s+")
_AND = re.compile(r"(?:and|&|und)\b")
_INITIAL = re.compile(r"(?<![^\W\d_])[^\W\d_a-z]\.")

FAR = 600
"""Characters behind the beginning of a title within which `In Proceedings of …` is looked for."""


class TitleBounds(Struct, frozen=True):
    """Where the reference begins, where its title may (`at`), where identifiers begin (`end`), and what came before."""

    begin: int
    at: int
    end: int
    names: NameList
    year: str


class _Stretch(Struct, frozen=True):
    """What lies between the names and the numbers; `mark` stands behind the names."""

    start: int
    limit: int
    details: Details
    place: TitleBounds
    mark: str


def find_title(text: str, place: TitleBounds) -> Segment | None:
    """The title, or None where the style has none or nothing tells it."""
    title = _find(text, place)
    return None if title is None or _only_names(text[title.start : title.end]) else title


def _find(text: str, place: TitleBounds) -> Segment | None:
    quoted = quotation(text, place.at) or (None if place.year else later_quotation(text, place.begin))
    if quoted is not None:
        return _segment(text, *quoted, 0.98)
    named = place.names.count > 0
    gap = _AFTER_NAMES.match(text, place.at) if named and not place.year else None
    start = gap.end() if gap else place.at
    mark = text[place.at : start].strip() or ("." if text[max(place.at - 1, 0) : place.at] == "." else "")
    commas = named and not place.year and mark in ("", ",") and place.names.form != "group"
    details = read_details(text, start, place.end, commas=commas)
    limit = details.start if details.start > start else place.end
    if (m := _KIND.search(text, start, place.end)) and m.start() > start + 4:
        return _segment(text, start, m.start(), 0.95)
    if found := after_in(text, start, max(limit, min(place.end, start + FAR))):
        return _segment(text, start, found[0], 0.95)
    stretch = _Stretch(start, limit, details, place, mark)
    if commas and place.names.form in ("initials", "full"):
        return _between_commas(text, stretch)
    if m := venues.EDITED.search(text, start, limit):
        return _segment(text, start, m.start(), 0.7)
    return _before_stop(text, stretch)


def _between_commas(text: str, it: _Stretch) -> Segment | None:
    """The title between the names and the venue where commas part them all, if there is one at all."""
    ends = [s for s in stops(text, it.start, it.limit) if s.at > it.start and _ends_sentence(text, it, s)]
    if ends:
        return _segment(text, it.start, ends[-1].at, 0.8)
    for m in reversed(list(_COMMA.finditer(text, it.start, it.limit))):
        head, tail = text[it.start : m.start()], text[m.end() : it.limit]
        if not tail.strip(" ,.") or not venues.venue_like(tail) or venues.VENUE.match(head):
            continue
        sentence = content_words(head)
        whole = sentence >= 2 or (len(head.split()) >= 4 and _AND.match(tail) is None)
        if whole and not (sentence < 3 and venues.NOUN.search(head)):
            return _segment(text, it.start, m.start(), 0.7)
    words = text[it.start : it.limit].strip(" ,.;")
    numbers = it.details.volume or it.details.pages
    if content_words(words) >= 3 and not numbers and not venues.VENUE.match(words):
        return _segment(text, it.start, it.limit, 0.4)
    return None


def _ends_sentence(text: str, it: _Stretch, stop: Stop) -> bool:
    begin = max(text.rfind(". ", it.start, stop.at), text.rfind(", ", it.start, stop.at)) + 2
    return (
        not abbreviates(text, max(begin, it.start), stop.at)
        and stop.after < it.limit - 1
        and content_words(text[it.start : stop.at]) >= 2
    )


def _before_stop(text: str, it: _Stretch) -> Segment | None:
    """The title up to the full stop before the name of a journal or of proceedings."""
    breaks = [s for s in stops(text, it.start, it.limit) if text[s.after : it.limit].strip(" .,;)")]
    if not breaks:
        return _alone(text, it)
    for stop in breaks:  # a publisher, or a venue that says so, ends a title at once
        if venues.EDITOR.match(text, stop.after):
            return _segment(text, it.start, stop.at, 0.85)
        after = text[stop.after : stop.after + 80].lstrip()
        if len(text[it.start : stop.at].split()) > 1 and venues.ENDS_TITLE.match(after):
            return _segment(text, it.start, stop.at, 0.85)
    chosen = len(breaks) - 1
    while chosen > 0 and (
        abbreviates(text, breaks[chosen - 1].after, breaks[chosen].at)
        or venues.begins_journal(text[breaks[chosen - 1].after : breaks[chosen].at].strip())
    ):
        chosen -= 1
    untitled = it.place.names.semicolons and not it.place.year
    if chosen == 0 and untitled and abbreviates(text, it.start, breaks[0].at):
        return None  # `Author, A.; Author, B. J. Phys. Chem. 1995, 12, 34.`
    return _segment(text, it.start, breaks[chosen].at, 0.9 if it.details.volume or it.details.pages else 0.6)


def _alone(text: str, it: _Stretch) -> Segment | None:
    """What has no full stop in it: a title alone, or a journal alone, as styles without titles have it."""
    names, year = it.place.names, it.place.year
    if names.semicolons and not year and it.mark in ("", ".", ","):
        return None  # chemists' references
    numbers = it.details.volume or it.details.pages
    if numbers and not year and it.mark != ":" and content_words(text[it.start : it.limit]) < 4:
        return None
    return _segment(text, it.start, it.limit, 0.5)


def _only_names(text: str) -> bool:
    """Whether a title would be nothing but people whose names were not all read: then it is none."""
    names = read_names(text)
    initials = len(_INITIAL.findall(text))
    return names.form == "initials" and initials >= names.count > 1 and not content_words(text[names.end :])


def _segment(text: str, start: int, end: int, confidence: float) -> Segment | None:
    while start < end and (text[start].isspace() or text[start] in '*_“"`.,;:'):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",.;:*_"):
        end -= 1
    return Segment(start, end, confidence) if re.search(r"[^\W\d_]", text[start:end]) else None
