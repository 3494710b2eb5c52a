"""Papers whose title is a heading, and whose people, venue and links stand in the lines below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec
from msgspec import Struct

from resolver.readers.details import YEAR, like_names, venue_like
from resolver.readers.listing import ListedPaper, is_button, is_paper_button, paper_link
from resolver.readers.papers import is_kind_of_thing, like_a_title
from resolver.readers.readings import ROLE, read_title
from resolver.readers.scoring import length, prose
from resolver.readers.spans import SOFT, Span, links, text_of, with_bare_links

MOST_BLOCKS = 6
"""Blocks below a heading in which the fields of its paper may stand."""

_FIELDS = (
    (
        "authors",
        re.compile(r"\W*(?:authors?|by|作者|著者|저자|auteurs?|autor(?:en|es)?)\W*[:：]\W*(.+)", re.IGNORECASE),
    ),
    (
        "venue",
        re.compile(
            r"\W*(?:venue|conference|journal|published in|会议|期刊|会議|학회|revue|revista)\W*[:：]\W*(.+)",
            re.IGNORECASE,
        ),
    ),
    ("year", re.compile(r"\W*(?:year|date|published|年份|年|연도|année|jahr|año)\W*[:：]\W*(.+)", re.IGNORECASE)),
)


class Below(Struct, frozen=True):
    """The paper that a heading and what stands below it list, and how many of the blocks below say so."""

    paper: ListedPaper
    blocks: int


def listed_below(
    heading: Sequence[Span], below: Sequence[Sequence[Span]], *, people_first: bool = False
) -> Below | None:
    """The paper of a heading that is a title, where the blocks below it give its fields.

    A heading above a list, and one above a description with a link in it, list no paper.

    Args:
        heading: its pieces.
        below: the pieces of each block that follows it, up to the next heading.
        people_first: whether the people must follow at once, as below what is no heading.
    """
    title = text_of(heading)
    if length(title) < 3 or is_kind_of_thing(title) or prose(title):
        return None
    telling = list[Sequence[Span]]()
    for block in below[:MOST_BLOCKS]:
        pieces = with_bare_links(block)
        if not (
            _gives_fields(pieces) or _only_buttons(pieces) or _people_and_button(pieces) or _people(pieces, telling)
        ):
            break
        telling.append(pieces)
    if people_first and not (telling and _people(telling[0], ())):
        return None
    said = _fields(telling)
    found = [k for pieces in telling for k in links(pieces)]
    leads = any(paper_link(k) or is_paper_button(k.label) for k in found)
    if not ("authors" in said and (leads or len(said) > 1)) and not (
        leads and length(title) >= 4 and like_a_title(title)
    ):
        return None
    after = tuple(p for pieces in telling for p in (Span("\n"), *pieces))
    reading = read_title(tuple(heading), after)
    if reading is None:
        return None
    return Below(_with_fields(reading.paper, said), len(telling))


def _with_fields(paper: ListedPaper, said: dict[str, str]) -> ListedPaper:
    """A paper with what labels say of it; a venue gives its year, too."""
    known = {name: said[name] for name in ("authors", "venue") if name in said}
    year = YEAR.search(said.get("year", "")) or (None if paper.year else YEAR.search(said.get("venue", "")))
    return msgspec.structs.replace(paper, **known, **({"year": year[0]} if year else {}))


def _lines(pieces: Sequence[Span]) -> list[str]:
    text = "".join(p.text for p in pieces)
    return [line.strip() for line in re.split(rf"[\n{SOFT}]", text) if line.strip()]


def _fields(blocks: Sequence[Sequence[Span]]) -> dict[str, str]:
    """What labels say of the paper: people, venue, year."""
    said: dict[str, str] = {}
    for line in (line for pieces in blocks for line in _lines(pieces)):
        for name, label in _FIELDS:
            if (m := label.match(line)) and name not in said:
                said[name] = m[1].strip(" *_.,;")
    return said


def _gives_fields(pieces: Sequence[Span]) -> bool:
    """Whether each line of a block is a label with its value, or a link alone."""
    lines = _lines(pieces)
    return bool(lines) and all(ROLE.match(line) or is_button(line) for line in lines)


def _only_buttons(pieces: Sequence[Span]) -> bool:
    found = links(pieces)
    rest = "".join(p.text for p in pieces if p.href is None)
    return any(map(paper_link, found)) and all(is_button(k.label) for k in found) and not re.search(r"\w", rest)


def _people_and_button(pieces: Sequence[Span]) -> bool:
    """People or a venue, and a button for the paper: `Ana Poe, Bo Li. ACL 2021. [pdf]`."""
    text = text_of(p for p in pieces if p.href is None)
    first = re.split(r"\.\s|[(|]|\s[-–—]\s|\n", text)[0]
    venue = length(text) <= 12 and venue_like(text)
    names = like_names(first) and "," in first
    return (venue or names) and any(is_paper_button(k.label) and paper_link(k) for k in links(pieces))


def _people(pieces: Sequence[Span], before: Sequence[Sequence[Span]]) -> bool:
    """A line of people right below the title, or one with the venue and year below them."""
    text = text_of(pieces)
    if any(p.href is not None for p in pieces) or len(text) > 600:
        return False
    several = re.search(r",|\band\b|&|、", text) is not None
    return (not before and several and like_names(text)) or (
        len(before) == 1 and length(text) <= 12 and bool(YEAR.search(text))
    )
