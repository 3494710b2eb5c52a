"""Lists in Emacs' org-mode: headings and items that are papers, with links, tags and drawers of properties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from resolver.errors import InputError
from resolver.model import Document
from resolver.readers.inline import Fragment, Target
from resolver.readers.items import document_of
from resolver.readers.papers import ListItem, PlacedPaper, decide
from resolver.readers.readings import read_item
from resolver.readers.scoring import length
from resolver.readers.spans import Span
from resolver.text.places import Lines, Place

_SNIFF = re.compile(
    r"^#\+(?:title|author|startup|options|todo|filetags|begin_\w+):?|^\*+ (?:TODO|DONE|NEXT) ",
    re.IGNORECASE | re.MULTILINE,
)
_HEADING = re.compile(
    r"(?P<stars>\*+)[ \t]+(?:(?:TODO|DONE|NEXT|WAIT|READ|READING|CANCELLED)[ \t]+)?(?:\[#[A-Z]\][ \t]+)?(?P<text>.*?)"
    r"(?:[ \t]+(?P<tags>:(?:[\w@#%]+:)+))?[ \t]*$"
)
_ITEM = re.compile(r"[ \t]*(?:[-+]|\d+[.)])[ \t]+(?:\[[ X-]\][ \t]+)?(?P<text>(?:.*[^ \t\n])?)[ \t]*$")
_PROPERTY = re.compile(r"[ \t]*:(?P<name>[\w-]+):(?P<gap>[ \t]*)(?P<value>(?<=[ \t])\S.*?|)[ \t]*$")
_LINK = re.compile(r"\[\[(?P<href>[^\[\]]+)\](?:\[(?P<label>[^\[\]]*)\])?\]")
_STYLE = re.compile(r"(?<![\w*/])(?P<mark>[*/])(?=\S)(?P<text>[^*/\n]+?)(?<=\S)(?P=mark)(?![\w*/])")
_YEAR_AT_END = re.compile(r"(?<![ \t])[ \t]+(?P<year>(?:19[5-9]|20[0-4])\d)$")
_FIELDS = {
    "author": "authors", "authors": "authors", "year": "year", "date": "year", "journal": "venue",
    "booktitle": "venue", "venue": "venue", "doi": "link", "url": "link", "eprint": "link", "link": "link",
    "pdf": "link", "arxiv": "link",
}  # fmt: skip
"""Properties of a drawer, and what they tell of a paper."""


class OrgProperty(Struct, frozen=True):
    """A property of a drawer: its name, what it says, where that stands, and whether a blank stands before it."""

    name: str
    text: str
    at: Place
    spaced: bool


class OrgPaper(Struct, frozen=True):
    """A paper that is listed, where the text of its heading or item stands, and the properties below it."""

    found: PlacedPaper
    at: Place
    values: tuple[OrgProperty, ...]


class _Heading(Struct, frozen=True):
    """A heading or an item as it stands, the properties below it, and the heading above it."""

    line: int
    level: int
    text: str
    at: Place
    section: str
    properties: dict[str, str]
    values: list[OrgProperty]


class OrgReader:
    """Takes what is called `.org`, or begins with org-mode's keywords."""

    name = "org"
    suffixes = (".org",)

    def sniff(self, head: str, path: Path) -> bool:
        return path.suffix.lower() == ".org" or _SNIFF.match(head) is not None

    def read(self, path: Path, text: str) -> Document:
        """One entry for each heading or item that is a paper; tags, states and what is written below are none of it.

        Raises:
            InputError: nothing in it looks like a paper.
        """
        found, passed = decide([_item(h, n, years=y) for h, n, y in _lines(text)], _title(text))
        if not found:
            raise InputError("no paper was found in this org file; list one a heading or an item", path=path)
        return document_of(path, text, self.name, found, passed)


def listing(text: str) -> list[OrgPaper]:
    """The papers of an org file, in the order of its entries."""
    lines = _lines(text)
    found, _ = decide([_item(h, n, years=y) for h, n, y in lines], _title(text))
    at = {h.line: h for h, _, _ in lines}
    return [OrgPaper(one, at[one.line].at, tuple(at[one.line].values)) for one in found]


def _lines(text: str) -> list[tuple[_Heading, int, bool]]:
    """The headings and items of an org file, their numbers, and whether a year ends most of them."""
    found = list(_headings(text))
    dated = [h for h in found if length(h.text) >= 3]
    # Where most headings end with a year, it is the year of the paper and not of its title.
    years = sum(_YEAR_AT_END.search(h.text) is not None for h in dated) * 2 > len(dated)
    return [(h, n, years) for n, h in enumerate(found, start=1)]


def _item(heading: _Heading, number: int, *, years: bool) -> ListItem:
    at, year = heading.at, ""
    if years and (m := _YEAR_AT_END.search(heading.text)):
        at, year = Place(at.start, at.start + m.start()), m["year"]
    pieces = _pieces(heading.text[: at.end - at.start], at.start)
    reading = read_item(pieces)
    if reading is not None:
        said = {f: heading.properties.get(f, "") for f in ("authors", "year", "venue")}
        said["year"] = said["year"] or year
        known = {f: value for f, value in said.items() if value and not getattr(reading.paper, f)}
        link = heading.properties.get("link", "")
        links = tuple(dict.fromkeys((*reading.paper.links, *([link] if link else []))))
        paper = replace(reading.paper, links=links, url=reading.paper.url or link, **known)
        has_claims = bool(known) or bool(link)
        reading = replace(reading, paper=paper, evidence=reading.evidence or (has_claims and length(paper.title) >= 3))
    listed = reading.paper if reading is not None and reading.evidence and reading.score >= 0 else None
    return ListItem(
        line=heading.line, section=heading.section, form="heading", end=heading.line, group=heading.level,
        pieces=pieces, listed=listed, reading=reading,
    )  # fmt: skip


def _headings(text: str) -> Iterator[_Heading]:
    """The headings and items with what is said in the lines below each."""
    above: dict[int, str] = {}
    last: _Heading | None = None
    starts = Lines(text).starts
    for number, (start, after) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True), start=1):
        line = text[start:after].rstrip("\r\n")
        if m := _PROPERTY.match(line):
            if last is not None:
                _note(last, m, start)
            continue
        heading = _HEADING.match(line)
        m = heading or (_ITEM.match(line) if not above or last is None or last.level == 99 else None)
        if m is None or not m["text"]:
            continue
        if last is not None:
            yield last
        level = len(m["stars"]) if heading else 99
        section = next((above[n] for n in sorted(above, reverse=True) if n < level), "")
        if heading:
            above = {n: name for n, name in above.items() if n < level} | {level: m["text"]}
        last = _Heading(
            number, level, m["text"], Place(start + m.start("text"), start + m.end("text")), section, {}, []
        )
    if last is not None:
        yield last


def _note(heading: _Heading, m: re.Match[str], start: int) -> None:
    """Note what a line of a drawer says of the heading above it."""
    name, value = m["name"], m["value"]
    if name.upper() in ("PROPERTIES", "END", "LOGBOOK"):
        return
    at = Place(start + m.start("value"), start + m.end("value"))
    heading.values.append(OrgProperty(name, value, at, bool(m["gap"])))
    if value and (field := _FIELDS.get(name.lower())):
        heading.properties.setdefault(field, value.replace(" and ", ", "))


def _pieces(text: str, offset: int) -> tuple[Span, ...]:
    """The pieces of a line: links, stressed words, plain text, each with its place in the file."""
    found, at = list[Span](), 0

    def add(start: int, end: int, **style: object) -> None:
        if end > start:
            fragment = (Fragment(0, offset + start, offset + end),)
            # The style is handed through as keywords.
            found.append(Span(text[start:end], fragments=fragment, ends=offset + end, **style))  # type: ignore[arg-type]

    marks = sorted([*_LINK.finditer(text), *_STYLE.finditer(text)], key=lambda m: m.start())
    for m in marks:
        if m.start() < at:
            continue
        add(at, m.start())
        if "href" in m.re.groupindex:
            whole = Place(offset + m.start(), offset + m.end())
            target = Target(m["href"], whole, Place(offset + m.start("href"), offset + m.end("href")), "bare")
            group = "label" if m["label"] else "href"
            add(m.start(group), m.end(group), href=m["href"], link=target)
        else:
            add(m.start("text"), m.end("text"), bold=m["mark"] == "*", em=m["mark"] == "/")
        at = m.end()
    add(at, len(text))
    return tuple(found)


def _title(text: str) -> str:
    m = re.search(r"^#\+title:[ \t]*(.+)$", text, re.IGNORECASE | re.MULTILINE)
    return m[1].strip() if m else "Papers"
