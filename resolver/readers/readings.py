"""The ways in which an item of a list can be read, and which of them is the best formed.

People set the title as the link, in bold, in italics, in quotation marks, behind a label, on a line of its own,
first of all, or within a whole reference. Each of these is proposed wherever an item allows it; what is left
before and after the title is read as authors, venue and year, and the reading that leaves the least unexplained
wins. Nothing here knows a list or a title; `resolver.readers.scoring` has the rules.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, pairwise

from msgspec import Struct

from resolver.identifiers import find_all, parse
from resolver.readers.details import DATE, details, like_names, venue_like
from resolver.readers.listing import (
    Anatomy,
    ListedPaper,
    clean_title,
    is_anchor,
    is_button,
    main_link,
    own_links,
)
from resolver.readers.proposals import Item, Proposal, narrowed, proposals
from resolver.readers.scoring import (
    MOST_BESIDE,
    beside_score,
    is_description,
    length,
    most_for,
    tells_a_paper,
    title_score,
)
from resolver.readers.spans import SOFT, Span, links, text_of, with_bare_links

MOST_WORDS = 45
"""Words of a title, at most; the longest of the Anthology's 112,036 titles has 43."""

LONGEST_ITEM = 20_000
"""Letters of an item, at most; an entry with a thousand people and an abstract has some 15,000, and what is longer is
running text."""

LONGEST_BESIDE = 6_000
"""Letters before or behind a title in which people, venue and year are looked for."""

MOST_PROPOSALS, FEWEST_PROPOSALS = 120, 12
"""Stretches of one item that are tried as its title, at most; of an item of any length the first twelve are."""

MOST_WORK = 400_000
"""Letters that are looked at for all stretches of an item together: each takes time in proportion to the item, which in
a paragraph of a thousand links adds up to minutes. An item of 3,000 letters, which hardly any has, has its 120."""

LETTERS_A_PIECE = 8
"""Letters that take as long as the bounds of a link or an emphasis."""

_GAP = re.compile(r"\w[ \u00a0]{2,}(?=[A-Z])")
"""Two blanks within a line, where a table's cell goes on with something else."""
ROLE = re.compile(
    r"\W*(?:authors?|by|作者|著者|저자|code|github|代码|地址|论文地址|论文链接|链接|links?|url|venue|会议|date|year|abstract|"
    r"metrics?|data(?:sets?)?|comments?|tasks?|models?|notes?|summary|tl;dr|keywords?|tags?|project|website|demo|tips?|"
    r"highlights?|contributions?|results?|methods?|key \w+|evaluation|benchmarks?|languages?|license|size|"
    r"domains?)\W*[:：]",
    re.IGNORECASE,
)
"""Labels of what is said of a paper, not of its title."""


_DESCRIBED = re.compile(r"[^\S\n]*(?:[^\S\n]{2}|[-–—])[^\S\n]*(?=[^\W\d_])")
_ENOUGH_TO_TELL = 400
"""Letters of a sentence that are looked at to tell whether it is one."""
_SHORT_AND_DESCRIBED = 4.0
"""What a name of one or two words gets where a sentence says what it is: as much as a title of full length has more."""


class Reading(Struct, frozen=True, kw_only=True):
    """An item read in one way: the paper, how well formed that is, and whether more than a title was found.

    `score` adds up the rules that hold; only readings of one item compare. `evidence` says that something beside
    the title marks a paper: a link to one, the place of one, or authors, venue and year.
    """

    how: str
    paper: ListedPaper
    score: float
    evidence: bool


def paper(pieces: Sequence[Span]) -> ListedPaper | None:
    """The paper that an item lists, or `None` where nothing but its words say so, or plainly none is listed."""
    best = read_item(pieces)
    return best.paper if best is not None and best.evidence else None


def read_item(pieces: Sequence[Span]) -> Reading | None:
    """The best-formed reading of an item, if there is any."""
    return _best(with_bare_links(pieces), needs_evidence=True)


def read_titled(pieces: Sequence[Span]) -> Reading | None:
    """The best-formed reading of what is known to hold a title, whatever else it says: a cell in a column of titles."""
    return _best(with_bare_links(pieces), needs_evidence=False)


def _best(pieces: Sequence[Span], *, needs_evidence: bool) -> Reading | None:
    """The best-formed reading, of two alike the first; with `needs_evidence`, one with evidence before any without.

    What a title scores by itself bounds what its reading can score, so that most readings need not be made.
    """
    item = Item.of(pieces)
    if len(item.text) > LONGEST_ITEM:
        return None
    best: Reading | None = None
    most = MOST_WORK // (len(item.text) + LETTERS_A_PIECE * len(item.pieces) + 1)
    for proposal in dict.fromkeys(islice(proposals(item), max(FEWEST_PROPOSALS, min(MOST_PROPOSALS, most)))):
        least = best.score if best is not None and (best.evidence or not needs_evidence) else None
        made = _read(item, proposal, least)
        if made is not None and (best is None or _rank(made, needs_evidence) > _rank(best, needs_evidence)):
            best = made
    return best


def _rank(reading: Reading, needs_evidence: bool) -> tuple[bool, float]:
    return reading.evidence and needs_evidence, reading.score


def read_title(title: Sequence[Span], after: Sequence[Span]) -> Reading | None:
    """The reading of a title that is known to be one, and of what stands behind it."""
    text = "".join(piece.text for piece in title)
    item = Item.of(with_bare_links((*title, *after)))
    found = [r for p in narrowed(text, "label", 0, len(text)) if (r := _read(item, p)) is not None]
    return max(found, key=lambda r: r.score, default=None)


# ------------------------------------------------------------------ one reading


def _read(item: Item, proposal: Proposal, least: float | None = None) -> Reading | None:
    """What a proposal reads; nothing where that is no title, or surely scores no more than `least`."""
    if least is not None:
        links_something = any(at.start <= proposal.end and at.end >= proposal.start for at in item.linked)
        if most_for(proposal.how, linked=links_something) + MOST_BESIDE <= least:
            return None
    made = _cut(item.pieces, proposal.start, proposal.end)
    if made is None:
        return None
    parts, first, last = made
    title = clean_title(text_of(parts[first : last + 1]))
    size = length(title)
    if size < 1 or size > MOST_WORDS or is_button(title) or parse(title) is not None or DATE.match(title):
        return None
    found = links(parts)
    own = [k for k in found if k.first <= last and k.last >= first]
    if any(is_anchor(k.href) for k in own) or ROLE.match(title):
        return None
    buttons = [k for k in found if not (k.first <= last and k.last >= first) and is_button(k.label)]
    hidden = {i for k in buttons for i in range(k.first, k.last + 1)}
    before = [p for i, p in enumerate(parts[:first]) if i not in hidden]
    ahead = text_of(before)
    score = title_score(title, proposal.how, ahead[-LONGEST_BESIDE:], own)
    if size < 3 and _is_described(item, proposal):
        score += _SHORT_AND_DESCRIBED
    if least is not None and score + MOST_BESIDE <= least:
        return None
    about = [k for k in (*own, *buttons) if not is_anchor(k.href)]
    after = [p for i, p in enumerate(parts[last + 1 :], last + 1) if i not in hidden]
    behind = text_of(after)
    short = max(len(ahead), len(behind)) <= LONGEST_BESIDE
    authors, venue, year = details(before, after) if short else ("", "", "")
    named = find_all(behind)
    listed = ListedPaper(
        title=title,
        authors=authors,
        venue=venue,
        year=year,
        url=main_link(about),
        links=own_links(about, named),
        anatomy=Anatomy(pieces=parts, first=first, last=last, about=tuple(about)),
    )
    score += beside_score(listed, behind)
    score -= (
        3.0 * _breaks_up(item, proposal)
        + 2.0 * _mixes(parts[first : last + 1], proposal)
        + 3.0 * (proposal.how == "plain" and _GAP.search("".join(p.text for p in parts[first : last + 1])) is not None)
        + 2.0 * _wraps(item, proposal, behind)
    )
    return Reading(
        how=proposal.how,
        paper=listed,
        score=score,
        evidence=tells_a_paper(listed, proposal.how, own, buttons, score, bool(named)),
    )


def _cut(pieces: Sequence[Span], start: int, end: int) -> tuple[tuple[Span, ...], int, int] | None:
    """The pieces with cuts where the title begins and ends, and the first and the last piece of it."""
    parts, at, first, last = list[Span](), 0, -1, -1
    for piece in pieces:
        stop = at + len(piece.text)
        marks = sorted({0, len(piece.text), *(x - at for x in (start, end) if at < x < stop)})
        for low, high in pairwise(marks):
            if at + low >= start and at + high <= end:
                first = len(parts) if first < 0 else first
                last = len(parts)
            parts.append(piece if (low, high) == (0, len(piece.text)) else piece.cut(low, high))
        if not piece.text:
            parts.append(piece)
        at = stop
    return (tuple(parts), first, last) if first >= 0 else None


def _breaks_up(item: Item, proposal: Proposal) -> bool:
    """Whether a stretch begins or ends within a link or an emphasis that it was not taken from."""
    if proposal.how in ("link", "bold", "italic"):
        return False
    text = item.text
    for piece, start in zip(item.pieces, item.starts, strict=False):
        end = start + len(piece.text)
        if not piece.plain and not piece.code:
            cut = [x for x in (proposal.start, proposal.end) if start < x < end]
            if any(re.search(r"\w", text[start:x]) and re.search(r"\w", text[x:end]) for x in cut):
                return True
    return False


def _mixes(title: Sequence[Span], proposal: Proposal) -> bool:
    """Whether a title in plain text holds something that is set apart, but for a name at its beginning."""
    if proposal.how not in ("plain", "reference"):
        return False
    worded = [p for p in title if re.search(r"\w", p.text)]
    styles = {(p.bold, p.em, p.code, p.href) for p in worded}
    name = len(worded) == 2 and worded[0].bold and worded[1].plain  # **BERT**: Pre-training of …
    return len(styles) > 1 and not name


def _is_described(item: Item, proposal: Proposal) -> bool:
    """Whether two blanks or a dash end a stretch, and what it is follows as a sentence: `TableRAG  Tackles a core …`.

    A short name is then the whole of what the item says of the title; without this rule the sentence becomes a part
    of it.
    """
    behind = _DESCRIBED.match(item.text, proposal.end)
    if behind is None:
        return False
    return is_description(item.text[behind.end() : behind.end() + _ENOUGH_TO_TELL].partition("\n")[0])


def _wraps(item: Item, proposal: Proposal, after: str) -> bool:
    """Whether a stretch ends where only the source's line ends, and what follows may be the rest of the title."""
    text = item.text
    if text[proposal.end : proposal.end + 1] != SOFT or re.search(r"[.?!\"”]$", text[: proposal.end].rstrip()):
        return False
    first = text[proposal.end + 1 :].lstrip(" ").partition("\n")[0].partition(SOFT)[0]
    return bool(after) and not venue_like(first[:60]) and not like_names(first) and "//" not in first[:12]
