"""Lists in org-mode: links of headings and items, and properties of their drawers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from resolver.filling import wording
from resolver.filling.edits import Edit
from resolver.filling.values import EntryValues, FillOptions
from resolver.identifiers import is_placeholder, parse
from resolver.model import Document
from resolver.readers.listing import ListedPaper, is_button, is_paper_button, leads_elsewhere, paper_link
from resolver.readers.org import OrgPaper, OrgProperty, listing
from resolver.readers.spans import Link, links
from resolver.text.places import Place

_IN_LINK = re.compile(r"[\[\]\\]")
_LINKS = ("url", "link", "pdf", "eprint", "arxiv", "doi")
"""Properties that hold a link or an identifier."""


class _Habits(Struct, frozen=True):
    """How a list links its papers: by their titles, by a property, or by a button with this label behind them."""

    titled: bool
    named: str
    label: str


class _Hole(Struct, frozen=True):
    """A place where something is missing, what goes there, and why."""

    at: Place
    new: str
    field: str
    why: str
    value: str


def find_edits(document: Document, by_row: Mapping[int, EntryValues], options: FillOptions) -> Iterator[Edit]:
    """Edits of the listed papers: what is a placeholder in a link or a property, or a link that is missing."""
    listed = listing(document.text)
    habits = _learn(listed)
    for number, one in enumerate(listed, start=1):
        values = by_row.get(number)
        if values is None or one.found.paper.anatomy is None:
            continue
        for hole in _find_holes(one, values, options, habits, document.text):
            yield values.edit(document.text, hole.at, hole.new, hole.field, hole.why, hole.value)


def _learn(listed: Sequence[OrgPaper]) -> _Habits:
    titled, buttons = 0, Counter[str]()
    names = Counter(v.name for one in listed for v in one.values if v.name.lower() in ("url", "link", "pdf"))
    for one in listed:
        paper = one.found.paper
        for link in links(paper.anatomy.pieces) if paper.anatomy else ():
            if _is_own(paper, link):
                titled += 1
            elif is_paper_button(link.label) and not re.search(r"\d", link.label) and paper_link(link):
                buttons[link.label] += 1
    label = buttons.most_common(1)[0][0] if buttons else "link"
    name = names.most_common(1)[0][0] if names and names.total() > max(titled, buttons.total()) else ""
    return _Habits(titled=titled >= buttons.total(), named=name, label=label)


def _is_own(paper: ListedPaper, link: Link) -> bool:
    anatomy = paper.anatomy
    return (
        anatomy is not None and link.first <= anatomy.last and link.last >= anatomy.first and not is_button(link.label)
    )


def _find_holes(
    one: OrgPaper, values: EntryValues, options: FillOptions, habits: _Habits, text: str
) -> Iterator[_Hole]:
    """What is missing or wrong in one entry; a link is put in only where none of its places holds one."""
    filled = False
    for hole in (
        *_find_holes_in_links(one.found.paper, values, options),
        *_find_holes_in_properties(one.values, values, options),
    ):
        filled = True
        yield hole
    if not filled and not _is_linked(one, values) and (address := values.text("url")):
        hole_for = (
            _add_property(one, address, habits, text) if habits.named else _insert_link(one, address, habits, text)
        )
        if hole_for is not None:
            yield hole_for
    anatomy = one.found.paper.anatomy
    for field in ("title", "authors", "year", "venue"):
        if anatomy is not None and options.overwrites(field) and (says := values.wrong.get(field)):
            found = wording.find_replacement(field, anatomy, values, text)
            if found is not None and not _IN_LINK.search(found.new):
                yield _Hole(found.at, found.new, field, says, found.value)


def _find_holes_in_links(paper: ListedPaper, values: EntryValues, options: FillOptions) -> Iterator[_Hole]:
    """Links that lead nowhere yet, and those to another work where these are to be corrected."""
    for link in links(paper.anatomy.pieces) if paper.anatomy else ():
        target, address = link.target, values.text("url")
        if target is None or target.destination.start < 0 or not address:
            continue
        if not (_is_own(paper, link) or is_paper_button(link.label) or target.form == "bare"):
            continue
        if is_placeholder(link.href):
            why = "placeholder"
        else:
            why = values.correction("url", link.href, options) if parse(link.href) is not None else ""
        if why and address != link.href:
            yield _Hole(target.destination, _escape(address), "url", why, address)


def _find_holes_in_properties(
    given: Sequence[OrgProperty], values: EntryValues, options: FillOptions
) -> Iterator[_Hole]:
    """Properties whose value is missing, a placeholder, or wrong."""
    for one in given:
        field = "doi" if one.name.lower() == "doi" else "url" if one.name.lower() in ("url", "link", "pdf") else ""
        why = values.reason(field, one.text, options) if field else ""
        if why:
            gap = "" if one.text or one.spaced else " "
            yield _Hole(one.at, gap + values.text(field), field, why, values.text(field))


def _is_linked(one: OrgPaper, values: EntryValues) -> bool:
    """Whether the entry leads to its paper already, or names its identifier."""
    paper = one.found.paper
    found = links(paper.anatomy.pieces) if paper.anatomy else ()
    given = any(v.text and not is_placeholder(v.text) for v in one.values if v.name.lower() in _LINKS)
    return (
        given
        or bool(values.entry.ids)
        or any(
            paper_link(k) or is_paper_button(k.label) or (_is_own(paper, k) and not leads_elsewhere(k.href))
            for k in found
        )
    )


def _add_property(one: OrgPaper, address: str, habits: _Habits, text: str) -> _Hole | None:
    """A line of its own in the drawer of the entry, set as the line above it."""
    if not one.values:
        return None
    above = one.values[-1]
    start = text.rfind("\n", 0, above.at.start) + 1
    end = text.find("\n", above.at.end)
    if end < 0:
        return None
    newline = "\r\n" if text[end - 1 : end] == "\r" else "\n"
    indent = text[start : start + len(text[start:]) - len(text[start:].lstrip(" \t"))]
    line = f"{indent}:{habits.named}: {address}{newline}"
    return _Hole(Place(end + 1, end + 1), line, "url", "missing", address)


def _insert_link(one: OrgPaper, address: str, habits: _Habits, text: str) -> _Hole | None:
    """The title made a link, or a link behind the text of the heading or item, before its tags."""
    anatomy = one.found.paper.anatomy
    if anatomy is None:
        return None
    if habits.titled:
        pieces = anatomy.pieces[anatomy.first : anatomy.last + 1]
        at = wording.find_whole(pieces)
        if at is not None and all(p.href is None and not p.bold and not p.em for p in pieces):
            raw = text[at.start : at.end]
            at = Place(at.start + len(raw) - len(raw.lstrip()), at.start + len(raw.rstrip()))
            title = text[at.start : at.end]
            if title and not _IN_LINK.search(title) and "\n" not in title:
                return _Hole(at, f"[[{_escape(address)}][{title}]]", "url", "missing", address)
    end = one.at.end
    return _Hole(Place(end, end), f" [[{_escape(address)}][{habits.label}]]", "url", "missing", address)


def _escape(address: str) -> str:
    """An address that can't end its link early."""
    return _IN_LINK.sub(lambda m: f"%{ord(m[0]):02X}", address)
