"""A Markdown inline as a flat sequence of pieces of text with their style and link."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from resolver.identifiers.placeholders import URL
from resolver.readers.inline import Fragment, Offsets, Target, locate, target
from resolver.text.places import Place

if TYPE_CHECKING:
    from markdown_it.token import Token

_HREF = re.compile(r"""<a\b[^>]*?\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_TAG = re.compile(r"<(/?)\s*([a-z][a-z0-9]*)", re.IGNORECASE)
_BREAKS = frozenset({"br", "p", "div", "li", "tr"})
_PUNCTUATION = ".,;:!?'\"*_`"


SOFT = "\v"
"""Stands where a line ends in the source only; a line that was broken on purpose ends with a line feed."""


class Span(Struct, frozen=True):
    """A piece of text of one style. `href` is `None` outside links; an image has no text.

    `fragments` say where its text stands in the source; `link` is the link that it is in, `ends` where the
    piece ends in the source (an image's as well), and `breaks` whether a line was broken on purpose in it.
    """

    text: str
    bold: bool = False
    em: bool = False
    code: bool = False
    href: str | None = None
    fragments: tuple[Fragment, ...] = ()
    link: Target | None = None
    ends: int = -1
    breaks: bool = False

    @property
    def plain(self) -> bool:
        """Whether it has no style and is in no link."""
        return not (self.bold or self.em or self.code) and self.href is None

    def cut(self, start: int, end: int) -> Span:
        """The part of a piece from one index of its text to another, in the same style and link."""
        kept = []
        begin = max(0, bisect_right(self.fragments, start, key=lambda part: part.first) - 1)
        for n in range(begin, len(self.fragments)):
            part = self.fragments[n]
            if part.first >= end:
                break
            after = self.fragments[n + 1].first if n + 1 < len(self.fragments) else len(self.text)
            first, last = max(part.first, start), min(after, end)
            if first < last and part.end - part.start == after - part.first:
                kept.append(Fragment(first - start, part.start + first - part.first, part.start + last - part.first))
            elif first < last:
                kept.append(Fragment(first - start, part.start, part.end))
        return msgspec.structs.replace(
            self, text=self.text[start:end], fragments=tuple(kept), ends=kept[-1].end if kept else -1
        )


class Link(Struct, frozen=True):
    """A link with its whole label, the spans (by index) that it covers, and how it is written."""

    label: str
    href: str
    first: int
    last: int
    target: Target | None = None


class Builder:
    """Gathers spans from tokens or tags: the style and link that are open, and the pieces so far."""

    def __init__(self) -> None:
        self.bold = self.em = 0
        self.link: Target | None = None
        self.found: list[Span] = []
        self._opened = 0

    def text(self, text: str, at: Place, *, code: bool = False, breaks: bool = False) -> None:
        """A piece of text, or an image (no text) in a link or not."""
        fragment = (Fragment(0, at.start, at.end),) if at.start >= 0 else ()
        href = None if self.link is None else self.link.href
        self.found.append(Span(text, self.bold > 0, self.em > 0, code, href, fragment, self.link, at.end, breaks))

    def open(self, link: Target) -> None:
        """A link begins; one that was never closed ends."""
        self.link, self._opened = link, len(self.found)

    def close(self, end: int = -1) -> None:
        """The link ends; where it began did not tell where (in HTML), it does so here."""
        if self.link is None:
            return
        if self.link.form == "html":
            whole = msgspec.structs.replace(self.link, at=Place(self.link.at.start, end))
            self.found[self._opened :] = [msgspec.structs.replace(s, link=whole) for s in self.found[self._opened :]]
        self.link = None

    def tag(self, raw: str, at: Place) -> None:
        """An HTML tag as written."""
        m = _TAG.match(raw)
        if m is None:
            return
        closing, name = bool(m[1]), m[2].lower()
        if name == "a" and closing:
            self.close(at.end)
        elif name == "a":
            if href := _HREF.match(raw):
                group = next(n for n in (1, 2, 3) if href[n] is not None)
                inside = Place(at.start + href.start(group), at.start + href.end(group)) if at.start >= 0 else at
                self.open(Target(html.unescape(href[group]), at, inside, "html"))
            else:
                self.link = None
        elif name in {"b", "strong"}:
            self.bold = max(0, self.bold + (-1 if closing else 1))
        elif name in {"i", "em"}:
            self.em = max(0, self.em + (-1 if closing else 1))
        elif name in _BREAKS:
            self.text("\n", at, breaks=True)

    def spans(self) -> tuple[Span, ...]:
        """All pieces, neighbours of one style as one."""
        return _joined(self.found)


def spans(children: Sequence[Token], content: str, offsets: Offsets) -> tuple[Span, ...]:
    """The pieces of an inline, HTML `<a>`, `<b>`, `<i>` and `<br>` included.

    Args:
        children: the inline's tokens.
        content: the inline's content.
        offsets: where that stands in the text.
    """
    made = Builder()
    for piece in locate(children, content):
        token, at = piece.token, offsets.place(piece.start, piece.end)
        if token.type in {"text", "text_special", "code_inline", "image", "softbreak", "hardbreak"}:
            text = {"image": "", "softbreak": SOFT, "hardbreak": "\n"}.get(token.type, token.content)
            if token.type == "code_inline" and len(text) < at.end - at.start:  # without its backticks
                inner = piece.start + max(0, content[piece.start : piece.end].find(text))
                at = offsets.place(inner, inner + len(text))
            if text or token.type == "image":
                made.text(text, at, code=token.type == "code_inline", breaks=token.type == "hardbreak")
        elif token.type == "html_inline":
            made.tag(token.content, at)
        elif token.type.startswith("strong_"):
            made.bold += token.nesting
        elif token.type.startswith("em_"):
            made.em += token.nesting
        elif token.type == "link_open":
            link = target(token, piece.start, piece.end, content)
            made.open(
                msgspec.structs.replace(
                    link, at=at, destination=offsets.place(link.destination.start, link.destination.end)
                )
            )
        elif token.type == "link_close":
            made.close()
    return made.spans()


def _joined(found: Iterable[Span]) -> tuple[Span, ...]:
    """Neighbours of one style as one piece: the parser ends a piece at every bracket and line end."""
    alike = groupby(found, key=lambda piece: (piece.bold, piece.em, piece.code, piece.href))
    return tuple(joined(tuple(pieces)) for _, pieces in alike)


def joined(pieces: Sequence[Span]) -> Span:
    """Pieces that follow each other as one, in the style of the first."""
    if len(pieces) == 1:
        return pieces[0]
    fragments, length = list[Fragment](), 0
    for piece in pieces:
        fragments += [Fragment(f.first + length, f.start, f.end) for f in piece.fragments]
        length += len(piece.text)
    return msgspec.structs.replace(
        pieces[0],
        text="".join(piece.text for piece in pieces),
        fragments=tuple(fragments),
        ends=pieces[-1].ends,
        breaks=any(piece.breaks for piece in pieces),
    )


def links(pieces: Sequence[Span]) -> tuple[Link, ...]:
    """The links in order; neighbouring pieces of one target are one link."""
    found: list[Link] = []
    for i, piece in enumerate(pieces):
        if piece.href is None:
            continue
        if found and found[-1].last == i - 1 and found[-1].href == piece.href:
            found[-1] = Link(found[-1].label + piece.text, piece.href, found[-1].first, i, found[-1].target)
        else:
            found.append(Link(piece.text, piece.href, i, i, piece.link))
    return tuple(found)


def with_bare_links(pieces: Sequence[Span]) -> tuple[Span, ...]:
    """Pieces in which an address that stands in the text as it is (`Title https://arxiv.org/abs/…`) is a link."""
    found: list[Span] = []
    for piece in pieces:
        if piece.href is not None or piece.code or ("/" not in piece.text and "www." not in piece.text):
            found.append(piece)
            continue
        done = 0
        for m in URL.finditer(piece.text):
            end = m.start() + len(_address(m[0]))
            cut = piece.cut(m.start(), end)
            at = Place(cut.fragments[0].start, cut.ends) if cut.fragments else Place(-1, -1)
            address = msgspec.structs.replace(cut, href=cut.text, link=Target(cut.text, at, at, "bare"))
            found += [piece.cut(done, m.start()), address] if m.start() > done else [address]
            done = end
        if done < len(piece.text):
            found.append(piece.cut(done, len(piece.text)) if done else piece)
    return tuple(found)


def _address(text: str) -> str:
    """An address without the punctuation of the sentence around it: a closing bracket that it did not open, too."""
    end = len(text)
    surplus = {")": text.count(")") - text.count("("), "]": text.count("]") - text.count("[")}
    while end and (text[end - 1] in _PUNCTUATION or surplus.get(text[end - 1], 0) > 0):
        end -= 1
        if text[end] in surplus:
            surplus[text[end]] -= 1
    return text[:end]


def text_of(pieces: Iterable[Span]) -> str:
    """The text alone, on one line."""
    return " ".join("".join(piece.text for piece in pieces).split())
