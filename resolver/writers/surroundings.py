"""What stands beside the papers in a Markdown list, and is theirs: headings, nicknames, links to code, badges, notes.

The list is read once more for it (its reader has kept what it found last). All of it is Markdown of the list's author,
and given back as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from resolver.identifiers import is_placeholder, parse
from resolver.model import Document, Entry
from resolver.text import titles
from resolver.text.aligned import Aligned

if TYPE_CHECKING:
    from resolver.readers.papers import PlacedPaper
    from resolver.readers.spans import Link, Span

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_NESTED = re.compile(r"[ \t]*(?:>|[-*+][ \t]|\d{1,9}[.)][ \t]|\|)")
_WRITTEN_LINK = re.compile(
    r"\[!\[[^\]]*\]\([^)\s]*[^)]*\)\]\((?P<badge>[^)\s]*)[^)]*\)|!\[[^\]]*\]\((?P<image>[^)\s]*)[^)]*\)|"
    r"\[(?:[^\[\]]|\[[^\[\]]*\])*\]\((?P<link>[^)\s]*)[^)]*\)|"
    r"<a\b[^>]*?href=[\"']?(?P<tag>[^\"'\s>]*)[^>]*>.*?</a>|<img\b[^>]*>",
    re.IGNORECASE,
)
_CODE = re.compile(r"://(?:[\w-]+\.)*git(?:hub|lab)\.com/", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.;!?])\s+|[\n\x0b]+|\s+[|—–]\s+|\s+-\s+|\s*[|·•]\s*")
_KNOWN = frozenset(
    "et al and in of the a an on pdf code paper papers link links arxiv author authors year venue date title titles "
    "conference journal proceedings proc published by url doi github data project page abs january february "
    "march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
"""Words of an item that say what the document says in its own way."""

_AROUND = " \t,;:()[]*_-–—|.·•"
_LONGEST_NICKNAME = 4
"""Words; what is longer is a remark."""


class Surroundings(Struct, frozen=True, kw_only=True):
    """What a list has beside one paper: the headings above it, from the outermost on, and what is its own.

    `links` and `below` are Markdown; `nickname` and `remark` plain text.
    """

    path: tuple[str, ...] = ()
    nickname: str = ""
    links: tuple[str, ...] = ()
    remark: str = ""
    below: str = ""


NO_SURROUNDINGS = Surroundings()


def read_surroundings(document: Document) -> Mapping[int, Surroundings]:
    """What stands beside each entry of a Markdown list, by row; nothing for any other list."""
    if document.format != "markdown" or not document.text:
        return {}
    from resolver.readers.blocks import listing  # half of the program, which a citation does without

    text = Aligned(document.text).text
    found, _ = listing(text)
    if len(found) != len(document.entries):
        return {}
    lines = text.split("\n")
    headings = tuple(_headings(lines, {paper.line for paper in found if paper.form == "heading"}))
    starts = sorted({paper.line for paper in found} | {line for line, _, _ in headings} | {len(lines) + 1})
    return {
        entry.row: _beside(entry, paper, lines, _path(headings, entry), starts)
        for entry, paper in zip(document.entries, found, strict=True)
    }


def begins_block(text: str) -> bool:
    """Whether a text begins with a quote, an item or a row, which needs no blank line before it."""
    return _NESTED.match(text) is not None


# ------------------------------------------------------------------ headings


def _headings(lines: Sequence[str], papers: set[int]) -> Iterator[tuple[int, int, str]]:
    """Line, level and text of each heading that is no paper, the document's title left out."""
    fence, first = "", True
    for number, text in enumerate(lines, 1):
        if mark := _FENCE.match(text):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        elif not fence and number not in papers and (found := _HEADING.match(text)):
            if not (first and len(found[1]) == 1):
                yield number, len(found[1]), _words(found[2])
            first = False


def _words(heading: str) -> str:
    """A heading's text without links and marks."""
    bare = _WRITTEN_LINK.sub(lambda m: re.sub(r"^\[|\]\(.*$|!\[[^\]]*\]\([^)]*\)", "", m[0]), heading)
    return " ".join(re.sub(r"<[^>]*>|[*_`]+", "", bare).split())


def _path(headings: Sequence[tuple[int, int, str]], entry: Entry) -> tuple[str, ...]:
    """The headings that an entry stands below; the one that its reader names alone where that is none of these."""
    open_: list[tuple[int, str]] = []
    for line, level, text in headings:
        if line > entry.line:
            break
        open_ = [*(above for above in open_ if above[0] < level), (level, text)]
    path = [text for _, text in open_ if text]
    if not path or titles.key(path[-1]) != titles.key(entry.section):
        return (entry.section,) if entry.section and headings and path else ()
    return (*path[:-1], entry.section)


# ------------------------------------------------------------------ what is a paper's own


def _beside(
    entry: Entry, paper: PlacedPaper, lines: Sequence[str], path: tuple[str, ...], starts: Sequence[int]
) -> Surroundings:
    own, below = _divided(paper, lines, starts)
    anatomy = paper.paper.anatomy
    if anatomy is None:
        return Surroundings(path=path, below=below)
    pieces, title = anatomy.pieces, titles.key(entry.title)
    rest = _behind_title("".join(p.text for p in pieces[anatomy.first : anatomy.last + 1]), entry.title)
    before = _remarks(_plain(pieces[: anatomy.first]), entry)
    after = _remarks(rest + _plain(pieces[anatomy.last + 1 :]), entry)
    short = len(before) == 1 and len(before[0].split()) <= _LONGEST_NICKNAME and titles.key(before[0]) not in title
    nickname = before[0].strip("()[]:,. ") if short else ""
    noted = titles.key(below)
    return Surroundings(
        path=path,
        nickname=nickname,
        links=tuple(_links(entry, pieces, own)),
        remark=". ".join(part for part in (*(() if short else before), *after) if titles.key(part) not in noted),
        below=below,
    )


def _plain(pieces: Sequence[Span]) -> str:
    return "".join(p.text for p in pieces if p.href is None)


def _behind_title(text: str, title: str) -> str:
    """What the pieces of a title have behind it: `2) Title  This paper introduces …`."""
    spaced = " ".join(text.split())
    at = spaced.find(title)
    return f"{spaced[at + len(title) :]}\n" if title and at >= 0 else ""


def _divided(paper: PlacedPaper, lines: Sequence[str], starts: Sequence[int]) -> tuple[str, str]:
    """The lines that list a paper, and those below them that are notes on it."""
    first = paper.line - 1
    until = next(start for start in starts if start > paper.line) - 1
    if paper.form in ("row", "html"):
        return lines[first], ""
    if paper.form == "item":
        last = min(max(paper.end, paper.line), until)
        end = next((n for n in range(first + 1, last) if not lines[n].strip() or _NESTED.match(lines[n])), last)
        return "\n".join(lines[first:end]), _dedented(lines[end:last])
    last = min(max(paper.end, paper.line), until)
    return "\n".join(lines[first:last]), _dedented(list(_notes(lines[last:until], paper.form)))


def _notes(lines: Sequence[str], form: str) -> Iterator[str]:
    """What follows a paper that is a heading, or the quotes and lists right below one that is a paragraph."""
    for line in lines:
        if re.match(r" {0,3}(?:[-*_][ \t]*){3,}$", line) or (
            form == "paragraph" and line.strip() and not _NESTED.match(line)
        ):
            return
        yield line


def _dedented(lines: Sequence[str]) -> str:
    """Lines without the indentation that all of them have, and without blank ones around them."""
    deep = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join(line[deep:].rstrip() for line in lines).strip("\n")


def _links(entry: Entry, pieces: Sequence[Span], own: str) -> Iterator[str]:
    """The links and images of an item that are not the paper's own page, as they were written."""
    from resolver.readers.spans import links

    done = {link for link in entry.links if parse(link) is not None}
    for found in _WRITTEN_LINK.finditer(own):
        href = next((v for v in (found["badge"], found["link"], found["tag"], found["image"]) if v is not None), "")
        if found["image"] is None and not found[0].startswith("<img"):
            if href in done or not _is_kept(href):
                done.add(href)
                continue
            done.add(href)
            if _is_title(found[0], entry):  # to a page about it, or its code
                if href not in entry.links:
                    yield f"[[{'code' if _CODE.search(href) else 'link'}]]({href})"
                continue
        yield found[0]
    yield from (_written(link) for link in links(pieces) if link.href not in done and _is_kept(link.href))


def _is_kept(href: str) -> bool:
    """Whether a link leads anywhere but to a page of the work by its identifier, which the record gives."""
    from resolver.readers.listing import is_anchor

    return bool(href) and not is_placeholder(href) and not is_anchor(href) and parse(href) is None


def _is_title(written: str, entry: Entry) -> bool:
    label = re.sub(r"^\[|\]\([^()]*\)$", "", written)
    return bool(entry.title) and titles.key(label) == titles.key(entry.title)


def _written(link: Link) -> str:
    return f"[[{link.label.strip('[]') or 'link'}]]({link.href})"


def _remarks(text: str, entry: Entry) -> tuple[str, ...]:
    """The sentences of a text that say more than people, venue, year and what links are called."""
    known = {*titles.words(f"{entry.authors} {entry.venue} {entry.year} {entry.section}"), *_KNOWN}
    kept = []
    for part in _SENTENCE.split(text):
        sentence = part.strip(_AROUND)
        if entry.year and sentence.startswith(entry.year):
            sentence = sentence[len(entry.year) :].strip(_AROUND)
        words = [word for word in titles.words(sentence) if not word.isdigit()]
        new = [word for word in words if word not in known]
        if sum(map(len, new)) > 2 and 2 * len(new) >= len(words):
            kept.append(sentence)
    return tuple(kept)
