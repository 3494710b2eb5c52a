"""Titles, authors, venues and years in a Markdown item: where they stand, and others in the form they have there."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from msgspec import Struct

from resolver.filling.values import EntryValues
from resolver.model import Person
from resolver.readers.listing import Anatomy
from resolver.readers.spans import Span
from resolver.text import author_lists, venues
from resolver.text.cleaning import one_line
from resolver.text.places import Place
from resolver.text.venue_series import SERIES

_MARKS = re.compile(r"[\\`*_\[\]<>|]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_ET_AL = re.compile(r"[,\s]*(?:[*_]{1,3})?\b(?:et\.?\s+al\b\.?|and\s+others\b)(?:[*_]{1,3})?|\s*等", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.[\s-]?)+[^\W\d_][\w'’-]+(?:\s[\w'’-]+)?")
_JOINT = re.compile(r"\b[A-Z]{2,}(?:-[A-Z]{2,})+\b")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ACRONYMS = {
    label: series.short
    for label, series in SERIES.items()
    if series.names and series.has_acronym and series.kind != "repository"
}
"""The acronyms by which a list may call a venue whose record spells it out."""


class Replacement(Struct, frozen=True):
    """A stretch of the text, what is to stand there, and what that says."""

    at: Place
    new: str
    value: str


# ------------------------------------------------------------------ places


def find_offset(piece: Span, index: int) -> int:
    """Where a character of a piece stands in the source; -1 where it is written in another way (an entity, say)."""
    for n, part in enumerate(piece.fragments):
        after = piece.fragments[n + 1].first if n + 1 < len(piece.fragments) else len(piece.text)
        if part.first <= index < after:
            return part.start + index - part.first if part.end - part.start == after - part.first else -1
    return -1


def find_place(piece: Span, start: int, end: int) -> Place | None:
    """Where a stretch of a piece's text stands."""
    first, last = find_offset(piece, start), find_offset(piece, end - 1)
    return Place(first, last + 1) if 0 <= first <= last else None


def find_text_end(piece: Span) -> int:
    """Where the text of a piece ends, blanks behind it left out."""
    bare = piece.text.rstrip()
    last = find_offset(piece, len(bare) - 1) if bare else -1
    return last + 1 if last >= 0 else piece.ends


def find_whole(pieces: Sequence[Span]) -> Place | None:
    """Where pieces that follow each other stand, marks between them included."""
    parts = [f for piece in pieces for f in piece.fragments]
    return Place(parts[0].start, parts[-1].end) if parts and parts[0].start >= 0 else None


def is_balanced(text: str) -> bool:
    """Whether square brackets are in pairs, and none is open when another begins a link."""
    depth = 0
    for ch in re.sub(r"\\.", "", text):
        depth += (ch == "[") - (ch == "]")
        if depth < 0:
            return False
    return depth == 0


def escape(text: str) -> str:
    """Text as Markdown that shows just this: marks, tags and entities are taken literally.

    >>> escape("A* [Search] | <b>")
    'A\\\\* \\\\[Search\\\\] \\\\| \\\\<b\\\\>'
    """
    return _ENTITY.sub("&amp;", _MARKS.sub(lambda m: f"\\{m[0]}", one_line(text)))


def _write(text: str, *, code: bool, tags: bool) -> str:
    """Text as it is written where it is to be shown: in tags, in code, or among Markdown."""
    if tags:
        return html.escape(one_line(text), quote=False)
    return one_line(text) if code else escape(text)


def _locate(pieces: Sequence[Span], value: str) -> tuple[Place, bool] | None:
    """The one place where a value stands in some pieces, and whether that is in code; blanks are alike."""
    chars: list[tuple[str, int, bool]] = []
    for piece in pieces:
        for i, ch in enumerate(piece.text):
            if ch.isspace():
                if chars and chars[-1][0] != " ":
                    chars.append((" ", find_offset(piece, i), piece.code))
            else:
                chars.append((ch, find_offset(piece, i), piece.code))
    text, wanted = "".join(ch for ch, _, _ in chars), " ".join(value.split())
    at = text.find(wanted)
    if not wanted or at < 0 or text.find(wanted, at + 1) >= 0:
        return None
    stretch = chars[at : at + len(wanted)]
    if any(o < 0 for _, o, _ in stretch) or len({code for _, _, code in stretch}) > 1:
        return None
    return Place(stretch[0][1], stretch[-1][1] + 1), stretch[0][2]


# ------------------------------------------------------------------ other words in the same form


def find_replacement(
    field: str, anatomy: Anatomy, values: EntryValues, text: str, *, tags: bool = False
) -> Replacement | None:
    """What a field of an item is to be replaced by, and where; `None` where that can't be told for certain.

    Args:
        field: `title`, `authors`, `year` or `venue`.
        anatomy: the item.
        values: what its entry says, and what the record does.
        text: the text that the places of the item are in.
        tags: the item stands in HTML, where Markdown's escapes would be letters, and tags tags.
    """
    old, record = getattr(values.entry, field), values.record
    title = anatomy.pieces[anatomy.first : anatomy.last + 1]
    rest = (*anatomy.pieces[: anatomy.first], Span("\0"), *anatomy.pieces[anatomy.last + 1 :])
    if field == "title":
        return _put(title, old, values.text("title"), text, tags=tags)
    if field == "year":
        return _put(rest, old, str(record.year or ""), text, tags=tags)
    if field == "venue":
        return _put(rest, old, shorten_venue(old, record.venue, record.year), text, tags=tags)
    return _replace_authors(rest, values, text, tags=tags)


def _put(pieces: Sequence[Span], old: str, new: str, text: str, *, tags: bool) -> Replacement | None:
    found = _locate(pieces, old)
    if found is None or not new or new == old:
        return None
    at, code = found
    if code and "`" in new:
        return None
    return Replacement(at, _write(new, code=code, tags=tags), new) if _is_of_one_style(text, at) else None


def _is_of_one_style(text: str, at: Place) -> bool:
    """Whether no mark of emphasis begins or ends in a place."""
    return re.search(r"[*`]|(?<!\w)_|_(?!\w)|\n\s*\n", text[at.start : at.end]) is None


def shorten_venue(old: str, venue: str, year: int | None) -> str:
    """A venue as this list would call it: by its acronym where the old one was short, with the year if that had one.

    >>> full = "Findings of the Association for Computational Linguistics: ACL 2022"
    >>> shorten_venue("EMNLP 2021 Findings", full, 2022)
    'Findings of ACL 2022'
    """
    known = venues.find_labels(venue)
    series = sorted(known & _ACRONYMS.keys())
    joint = next((m[0] for m in _JOINT.finditer(venue) if set(m[0].lower().split("-")) == set(series)), "")
    if len(old.split()) > 5 or (len(series) != 1 and not joint):
        return venue
    name = joint or _ACRONYMS[series[0]]
    name = f"Findings of {name}" if "findings" in known else name
    return f"{name} {year}" if year and _YEAR.search(old) else name


def _replace_authors(pieces: Sequence[Span], values: EntryValues, text: str, *, tags: bool) -> Replacement | None:
    """The record's authors: as many as were listed before an `et al.`, else all, in the form of the old names."""
    old, people, partial = values.entry.authors, values.record.authors, values.record.partial_authors
    listed = author_lists.parse_authors(old)
    bare = _ET_AL.sub("", old).strip(" ,.;") if listed.et_al else old.rstrip(".")
    found = _locate(pieces, bare)
    if found is None or not people or not listed.people or not _is_of_one_style(text, found[0]):
        return None
    at, code = found
    count = len(listed.people) if listed.et_al else len(people)
    if partial and not listed.et_al:
        return None
    new = write_in_form(people[:count], bare)
    if new is None:
        return None
    if listed.et_al and len(people) <= count and not partial:  # nobody is left for `et al.` to stand for
        m = _ET_AL.match(text, at.end)
        if m is None:
            return None
        at = Place(at.start, m.end())
        if re.search(r"[*_]", m[0]) and len(re.findall(r"[*_]+", m[0])) % 2:
            return None
    return Replacement(at, _write(new, code=code, tags=tags), "; ".join(map(str, people)))


def write_in_form(people: Sequence[Person], like: str) -> str | None:
    """Names in the form of others: surnames alone, initials, or in full, joined as those are.

    >>> people = [Person("Sun", "Hao"), Person("Lin", "Zhenru"), Person("Liu", "Wei")]
    >>> write_in_form(people, "A. Smith, B. Jones and C. Doe")
    'H. Sun, Z. Lin and W. Liu'
    """
    parts = [p.strip() for p in re.split(r"\s*;\s*|,\s*(?:and\b|&)\s*|\s+and\s+|\s*&\s*|\s*,\s*|、", like) if p.strip()]
    read = author_lists.parse_authors(like).people
    if len(read) != len(parts):  # surnames first, or something else that is not understood
        return None
    if all(" " not in p for p in parts) and len(parts) > 1:
        made = [p.family for p in people]
    elif all(_INITIALS.fullmatch(p) for p in parts):
        made = [_write_initials(p) for p in people]
    else:
        made = [str(p) for p in people]
    joint = "; " if ";" in like else "、" if "、" in like else ", "
    last = next((m[0] for m in re.finditer(r",?\s+(?:and|&)\s+", like)), joint)
    if joint not in like and last != joint and len(parts) > 2:
        joint = last
    return made[0] if len(made) == 1 else joint.join(made[:-1]) + last + made[-1]


def _write_initials(person: Person) -> str:
    if not person.given or person.east_asian:
        return str(person)
    letters = [f"{part[0]}." for part in re.split(r"[\s-]+", person.given) if part[:1].isalpha()]
    return " ".join((*letters, person.family, *([person.suffix] if person.suffix else [])))
