"""Which items of a list are papers: those that say so themselves, and titles that stand beside such items."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from resolver.readers.details import WORD
from resolver.readers.listing import ListedPaper, is_anchor, is_post, leads_elsewhere
from resolver.readers.readings import LONGEST_ITEM, Reading
from resolver.readers.scoring import is_hole, length, prose
from resolver.readers.spans import Link, Span, links, text_of

_OTHER_THINGS = re.compile(
    r"\b(?:tools?|software|code|repos\w*|librar(?:y|ies)|frameworks?|toolkits?|packages?|blogs?|posts?|courses?|videos?|"
    r"tutorials?|talks?|lectures?|news|websites?|people|researchers?|jobs|communit(?:y|ies)|products?|companies|links|"
    r"datasets?|corpora|demos?|models?|misc\w*|others?|related awesome|events?|conferences|journals)\b|"
    r"工具|代码|博客|课程|视频|数据集",
    re.IGNORECASE,
)
_PAPERS = re.compile(
    r"\b(?:papers?|readings?|references?|bibliograph(?:y|ies)|publications?|articles?|literature|surveys?|preprints?|"
    r"related work|works cited|must[- ]reads?)\b|论文|文献|综述|論文|논문",
    re.IGNORECASE,
)

SAME_KIND = 0.8
"""The same for titles of three words, of which more are names of other things."""

LEAST_SHARE = 0.5
"""Of the items of one list, the share that must be papers for their own sake before a mere title beside them is one."""


SURE = 4.0
"""Score of a reading from which on an item among notes is a paper: a link to one as its title, and nothing strange."""


class PlacedPaper(Struct, frozen=True):
    """A paper, the line where it is listed, the heading above it, and what lists it.

    `form` is `item`, `heading`, `paragraph`, `row`, or `html` for what stands in tags; `end` is the line where
    it ends, what is nested in it included.
    """

    line: int
    section: str
    paper: ListedPaper
    form: str = "item"
    end: int = 0


class ListItem(Struct, frozen=True, kw_only=True):
    """An item that may list a paper: the one it lists for its own sake, or the best reading of what stands there.

    `group` is the list or table that it belongs to, `below` whether it is nested in a paper, and `running` whether
    it is a paragraph: that lists a paper only where it is set as an item.
    """

    line: int
    section: str
    form: str
    end: int
    group: int
    pieces: tuple[Span, ...]
    listed: ListedPaper | None = None
    reading: Reading | None = None
    below: bool = False
    running: bool = False


class Beside(Struct, frozen=True):
    """What stands beside an item: of its list the share of papers and of what is set as titles are (0 to 1), whether
    its section has any paper, and the title of the whole."""

    papers: float
    titled: float
    section: bool
    title: str


class Passed(Struct, frozen=True):
    """An item that was not taken for a paper: its line, its text, and what it is; `unread` when that is not known."""

    line: int
    text: str
    what: str


def decide(items: Sequence[ListItem], title: str = "") -> tuple[tuple[PlacedPaper, ...], tuple[Passed, ...]]:
    """Divide items into papers and others.

    Args:
        items: in the order of the text.
        title: the first heading of the text.
    """
    groups: dict[int, list[str]] = {}
    for item in items:
        if item.reading is not None and not item.below:
            groups.setdefault(item.group, []).append(item.reading.paper.title)
    titled = {group: sum(map(like_a_title, titles)) / len(titles) for group, titles in groups.items()}
    taken = Counter(i.group for i in items if i.listed is not None)
    sizes = Counter(i.group for i in items if i.listed is not None or (i.reading is not None and not i.below))
    here = Counter(i.section for i in items if i.listed is not None)
    found, passed = list[PlacedPaper](), list[Passed]()
    for item in items:
        beside = Beside(
            taken[item.group] / sizes[item.group] if sizes[item.group] else 0.0,
            titled.get(item.group, 0.0),
            here[item.section] > 0,
            title,
        )
        listed = item.listed
        if listed is None and item.reading is not None and _expected(item, item.reading, beside):
            listed = item.reading.paper
        if listed is not None:
            found.append(PlacedPaper(item.line, item.section, listed, item.form, item.end))
        elif text := text_of(item.pieces):
            passed.append(Passed(item.line, text, _what(item)))
    return tuple(found), tuple(passed)


def _expected(item: ListItem, reading: Reading, beside: Beside) -> bool:
    """Whether an item that is nothing but a title is a paper where it stands."""
    words = reading.paper.title
    if (
        reading.score < 0
        or length(words) < 3
        or prose(words if item.form == "row" else text_of(item.pieces))
        or item.below
        or item.running
    ):
        return False
    if reading.how == "plain" and any(p.bold for p in item.pieces):
        return False  # a word stressed in a remark
    papers_here = bool(_PAPERS.search(item.section)) or (not item.section and bool(_PAPERS.search(beside.title)))
    elsewhere = any(leads_elsewhere(k.href) and not is_hole(k) for k in _about_title(item, reading))
    if any(is_post(k.href) for k in _about_title(item, reading)) and not reading.paper.authors:
        return False  # the title of the post
    if elsewhere and not reading.paper.venue and not (papers_here and length(words) >= 6 and like_a_title(words)):
        return False  # a link to code alone lists the code, one into the repository a page of it
    if _OTHER_THINGS.search(item.section) and not papers_here:
        return False
    if beside.papers >= LEAST_SHARE and (like_a_title(words) or beside.papers >= SAME_KIND):
        return length(words) >= 4 or beside.papers >= SAME_KIND
    set_as_titles = like_a_title(words) or beside.titled >= LEAST_SHARE
    return set_as_titles and (papers_here or beside.section or bool(_PAPERS.search(beside.title)))


def _about_title(item: ListItem, reading: Reading) -> Sequence[Link]:
    """The links that may be those of what the title names: in a row those of its cell, else all."""
    found, anatomy = links(item.pieces), reading.paper.anatomy
    if item.form != "row" or anatomy is None:
        return found
    return [k for k in found if k.first <= anatomy.last and k.last >= anatomy.first]


def is_kind_of_thing(heading: str) -> bool:
    """Whether a heading names what is listed below it: papers, software, data."""
    named = length(heading) <= 5 and (_PAPERS.search(heading) or _OTHER_THINGS.search(heading))
    return bool(named) and not like_a_title(re.sub(_OTHER_THINGS, "", heading))


def like_a_title(text: str) -> bool:
    """Whether a text is set as titles are: most of its longer words begin with capitals; or it has no case at all."""
    longer = [w for w in WORD.findall(text) if len(w) > 3]
    return len(longer) >= 2 and sum(not w[0].islower() for w in longer) >= 0.7 * len(longer)


def _what(item: ListItem) -> str:
    """What an item is that lists no paper."""
    text, found = text_of(item.pieces), [k for k in links(item.pieces) if k.href]
    if item.below:
        return "note"
    if found and all(is_anchor(k.href) for k in found):
        return "navigation"
    if len(text) > LONGEST_ITEM or prose(text) or length(text) < 3 or item.running:
        return "prose"
    if found and all(leads_elsewhere(k.href) for k in found):
        return "software, data or a web page"
    if _OTHER_THINGS.search(item.section) and not _PAPERS.search(item.section):
        return "software, data or a web page"
    if item.reading is None or (item.reading.paper.title and length(item.reading.paper.title) < 3):
        return "heading"
    return "unread"
