"""How an awesome-list sets the links to its papers: learnt from the items that have one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from resolver.identifiers.placeholders import is_placeholder
from resolver.model import IdKind
from resolver.readers.inline import SourceText
from resolver.readers.listing import is_button, is_paper_button, leads_elsewhere
from resolver.readers.papers import PlacedPaper
from resolver.readers.spans import Link, Span, links
from resolver.text.places import Place

DEFAULT = ("[[link]](", ")")
"""How a link is set where the list has no way of its own."""
DEFAULT_HTML = ('<a href="', '">[link]</a>')

_LEAD = re.compile(r"[ \t]*(?:[,;|/·•—–-]+[ \t]*)?$")
_BADGES = re.compile(
    r"(?:[ \t]*(?:!\[[^\]\n]*\]\([^)\n]*\)|\[!\[[^\]\n]*\]\([^)\n]*\)\]\([^)\n]*\)|<img\b[^>\n]*>|<!--.*?-->))*"
    r"[ \t]*(?:\\|</li>|<br ?/?>)*[ \t]*$"
)
_CLOSING = re.compile(r"(?:</(?:a|b|strong|i|em|u|cite|span)>)*", re.IGNORECASE)
_KINDS: tuple[tuple[str, IdKind], ...] = (
    ("arxiv", "arxiv"), ("openreview", "openreview"), ("anthology", "acl"), ("acl", "acl"), ("doi", "doi"),
)  # fmt: skip


class Template(Struct, frozen=True):
    """A link as this list sets it, without its address: what stands before and behind that."""

    head: str
    tail: str

    @property
    def html(self) -> bool:
        """Whether the address stands in a tag."""
        return "<a" in self.head.lower()

    @property
    def kind(self) -> IdKind | None:
        """The kind of page that its label promises, if it does."""
        return read_label_kind(re.sub(r"<[^>]*>?", " ", self.head + self.tail))


class Style(Struct, frozen=True, kw_only=True):
    """The habits of a list. `templates` are ordered, the most frequent first; `lead` stands before a link.

    `titled` when most titles are the links; `outside` when the bold marks of such titles stand in the link.
    `dot` when a full stop follows the link at the end of an item; `above` when the link stands in the line of
    the title though the item goes on below.
    """

    templates: tuple[Template, ...]
    html: tuple[Template, ...]
    lead: str
    between: str
    titled: bool
    outside: bool
    dot: bool
    above: bool


def read_label_kind(label: str) -> IdKind | None:
    """The kind of identifier that a label names, `arXiv` say."""
    folded = label.casefold()
    return next((kind for word, kind in _KINDS if re.search(rf"\b{word}\b", folded)), None)


def learn(source: SourceText, listed: Sequence[PlacedPaper]) -> Style:
    """The style of a list, by majority."""
    plain, html = Counter[Template](), Counter[Template]()
    leads, between, dots, above = Counter[str](), Counter[str](), Counter[bool](), Counter[bool]()
    titled = buttons = inside = outside = 0
    for found in listed:
        paper = found.paper.anatomy
        if paper is None:
            continue
        own = [k for k in paper.about if k.first <= paper.last and k.last >= paper.first]
        set_ = [k for k in paper.about if k not in own and _is_countable(k)]
        if own and not is_placeholder(own[0].href):
            titled += 1
            if own[0].target and all(p.bold for p in paper.pieces[paper.first : paper.last + 1]):
                marked = source.text[own[0].target.at.start - 2 : own[0].target.at.start] in ("**", "__")
                outside, inside = outside + (not marked), inside + marked
        if not set_ or found.form == "row":
            continue
        buttons += 1
        target = set_[0].target
        assert target is not None
        at = find_wrapped(source.text, target.at)
        made = Template(source.text[at.start : target.destination.start], source.text[target.destination.end : at.end])
        (html if found.form == "html" else plain)[made] += 1
        start, end = find_line(source, at)
        if lead := _LEAD.search(source.text, start, at.start):
            leads[lead[0]] += 1
        dots[source.text[at.end : at.end + 1] == "." and not source.text[at.end + 1 : end].strip()] += 1
        above[source.text.count("\n", find_title_end(paper.pieces, paper.last), at.start) == 0] += 1
        for one, other in pairwise(links(paper.pieces)):
            if one in set_ and one.target and other.target and is_button(other.label):
                gap = source.text[
                    find_wrapped(source.text, one.target.at).end : find_wrapped(source.text, other.target.at).start
                ]
                between[gap] += bool(_LEAD.fullmatch(gap) and gap)
    return Style(
        templates=tuple(t for t, _ in plain.most_common(8)),
        html=tuple(t for t, _ in html.most_common(8)),
        lead=leads.most_common(1)[0][0] if leads else " ",
        between=between.most_common(1)[0][0] if +between else " ",
        titled=titled > buttons,
        outside=outside > inside,
        dot=dots[True] > dots[False],
        above=above[True] > above[False],
    )


def _is_countable(link: Link) -> bool:
    """Whether a link shows how links are set: a plain button with an address in it, and nothing of its own paper."""
    target = link.target
    if target is None or target.form == "reference" or target.at.start < 0 or target.destination.start < 0:
        return False
    return (
        is_paper_button(link.label)
        and not re.search(r"\d", link.label)
        and (not leads_elsewhere(link.href) or is_placeholder(link.href))
    )


def find_wrapped(text: str, at: Place) -> Place:
    """A link with the brackets that stand close around it."""
    pair = text[at.start - 1 : at.start] + text[at.end : at.end + 1]
    return Place(at.start - 1, at.end + 1) if pair in ("[]", "()", "【】", "（）") else at


def find_title_end(pieces: Sequence[Span], last: int) -> int:
    """Where the title's text ends in the source; -1 when unknown."""
    return pieces[last].ends if 0 <= last < len(pieces) else -1


def find_line(source: SourceText, at: Place) -> tuple[int, int]:
    """The beginning and end of the line of a place."""
    start = source.text.rfind("\n", 0, at.start) + 1
    end = source.text.find("\n", at.end)
    return start, end if end >= 0 else len(source.text)


def find_end_of_line(source: SourceText, offset: int, style: Style) -> int:
    """Where a further link is put in a line: behind its text, before badges and, if so used, a full stop."""
    start, end = find_line(source, Place(offset, offset))
    badges = _BADGES.search(source.text, max(start, offset), end)
    at = badges.start() if badges else end
    inner = _CLOSING.match(source.text, offset, end)
    if inner is not None and "<" in source.text[inner.end() : at]:
        return inner.end()  # something else in tags stands in this line: a page may be one line
    return at - 1 if style.dot and source.text[at - 1 : at] == "." else at
