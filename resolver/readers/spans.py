"""A Markdown inline as a flat sequence of pieces of text with their style and link."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from markdown_it.token import Token

_HREF = re.compile(r"""<a\b[^>]*?\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_TAG = re.compile(r"<(/?)\s*([a-z][a-z0-9]*)", re.IGNORECASE)
_BREAKS = frozenset({"br", "p", "div", "li", "tr"})


class Span(Struct, frozen=True):
    """A piece of text of one style. `href` is `None` outside links; an image has no text."""

    text: str
    bold: bool = False
    em: bool = False
    code: bool = False
    href: str | None = None

    @property
    def plain(self) -> bool:
        """Whether it has no style and is in no link."""
        return not (self.bold or self.em or self.code) and self.href is None


class Link(Struct, frozen=True):
    """A link with its whole label, and the spans (by index) that it covers."""

    label: str
    href: str
    first: int
    last: int


class _State:
    def __init__(self) -> None:
        self.bold = self.em = 0
        self.href: str | None = None


def spans(children: Iterable[Token]) -> tuple[Span, ...]:
    """The pieces of an inline token's children, HTML `<a>`, `<b>`, `<i>` and `<br>` included."""
    state, found = _State(), list[Span]()
    for token in children:
        if token.type in {"text", "code_inline", "image", "softbreak", "hardbreak"}:
            text = {"image": "", "softbreak": " ", "hardbreak": " "}.get(token.type, token.content)
            code = token.type == "code_inline"
            if text or state.href is not None:
                found.append(Span(text, state.bold > 0, state.em > 0, code, state.href))
        elif token.type == "html_inline":
            _html(token.content, state, found)
        elif token.type.startswith("strong_"):
            state.bold += token.nesting
        elif token.type.startswith("em_"):
            state.em += token.nesting
        elif token.type == "link_open":
            state.href = str(token.attrGet("href") or "")
        elif token.type == "link_close":
            state.href = None
    return _joined(found)


def _joined(found: Iterable[Span]) -> tuple[Span, ...]:
    """Neighbours of one style as one piece: the parser ends a piece at every bracket and line end."""
    out: list[Span] = []
    for piece in found:
        last = out[-1] if out else None
        if last and (last.bold, last.em, last.code, last.href) == (piece.bold, piece.em, piece.code, piece.href):
            out[-1] = Span(last.text + piece.text, piece.bold, piece.em, piece.code, piece.href)
        else:
            out.append(piece)
    return tuple(out)


def _html(tag: str, state: _State, found: list[Span]) -> None:
    m = _TAG.match(tag)
    if m is None:
        return
    closing, name = bool(m[1]), m[2].lower()
    if name == "a":
        target = _HREF.match(tag)
        state.href = (
            None if closing or target is None else html.unescape(next(g for g in target.groups() if g is not None))
        )
    elif name in {"b", "strong"}:
        state.bold = max(0, state.bold + (-1 if closing else 1))
    elif name in {"i", "em"}:
        state.em = max(0, state.em + (-1 if closing else 1))
    elif name in _BREAKS:
        found.append(Span(" ", state.bold > 0, state.em > 0))


def links(pieces: Sequence[Span]) -> tuple[Link, ...]:
    """The links in order; neighbouring pieces of one target are one link."""
    found: list[Link] = []
    for i, piece in enumerate(pieces):
        if piece.href is None:
            continue
        if found and found[-1].last == i - 1 and found[-1].href == piece.href:
            found[-1] = Link(found[-1].label + piece.text, piece.href, found[-1].first, i)
        else:
            found.append(Link(piece.text, piece.href, i, i))
    return tuple(found)


def text_of(pieces: Iterable[Span]) -> str:
    """The text alone, on one line."""
    return " ".join("".join(piece.text for piece in pieces).split())
