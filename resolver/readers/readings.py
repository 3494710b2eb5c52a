"""The ways in which an item of a list can be read, and which of them is the best formed.

People set the title as the link, in bold, in italics, in quotation marks, behind a label, on a line of its own,
first of all, or within a whole reference. Each of these is proposed wherever an item allows it; what is left
before and after the title is read as authors, venue and year, and the reading that leaves the least unexplained
wins. Nothing here knows a list or a title; every rule is a line of `_RULES`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from msgspec import Struct

from resolver.identifiers import find_all, parse
from resolver.readers import references
from resolver.readers.details import DATE, WORD, details, like_names, venue_like
from resolver.readers.listing import (
    Anatomy,
    ListedPaper,
    clean_title,
    is_anchor,
    is_button,
    main_link,
    own_links,
)
from resolver.readers.scoring import length, score_of, tells_a_paper
from resolver.readers.spans import SOFT, Span, links, text_of, with_bare_links

MOST_WORDS = 45
"""Words of a title, at most; the longest of the Anthology's 112,036 titles has 43."""

MOST_PROPOSALS = 120
"""Stretches of one item that are tried as its title, at most: each takes time in proportion to the item, which in a
paragraph of a thousand links adds up to minutes."""

_EMOJI = r"\u2190-\u2bff\U0001f000-\U0001faff\ufe0f\u200d"
_LEAD = re.compile(
    rf"(?:[\s{_EMOJI}•·‣▪◦∙*★☆✅✔️|>~-]|:[a-z0-9_+-]{{2,30}}:|\[[ xX]\]|\d{{1,4}}[.)、](?=\s|[^\d\s])"
    r"|\[\d{1,4}\]|\(\d{1,4}\)(?=\s)"
    r"|[\[(【（]?(?:19|20)\d\d(?:[./-]\d{1,2}){0,2}(?:[./-]\d{1,2})?[a-z]?[\])】）]?[.:,]?(?=[\s*_\[\"“]|$)\s*[-–—:|]?"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\s*[-–—:|]?(?=\s))+"
)
"""What stands before a title and is none of it: bullets, emoji and their short codes, check boxes, numbers, dates."""
_NICKNAME = re.compile(
    r"\s*[(（\[【](?P<name>[^()（）\[\]【】\s]{2,24}(?:\s[^()\[\]\s]{1,14}){0,3})[)）\]】]\s*[:：]?\s*(?=\S+\s+\S)"
)
"""The name of a thing in brackets before its paper's title: `(T5) Exploring the Limits of …`."""
TITLE_LABEL = re.compile(
    r"(?:^|(?<=[\n|;]))[\s*_•-]*(?:paper\s+title|title|paper|论文名称|论文标题|论文题目|论文|标题|题目|論文タイトル|論文|タイトル|제목|논문)"
    r"\s*[*_]*\s*[:：]\s*[*_]*",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"[\"“„«「《]{1,2}(?P<title>[^\"“”„«»「」《》]{6,400}?(?:[\"“][^\"“”]{1,60}[\"”][^\"“”]{0,200})?)[,.]?[\"”»」》]{1,2}"
)
_QUOTED_LOW = re.compile(r"„(?P<title>[^„“”]{6,400}?)[,.]?[“”]")
"""Quotation marks as German sets them, of which the closing ones open elsewhere."""
_BEHIND = re.compile(
    r"\s+[—–|-]+\s*(?=\s|[a-z])|\s{2,}(?=[A-Z])|\s*\|\s*|\t+|\n|\v|[.。?？!](?=\s+\S)|,\s+(?=\*?[A-Z][\w.-]*,?\s+(?:et\s+al|19|20))|\s+(?=by\s+[A-Z][^,&(]{2,40}(?:,|\sand\s|\set\sal|\s&))"
    r"|\s*[(\[（【](?=[^()\[\]]*(?:(?:19|20)\d\d|et\s+al|\b[A-Z]{3,}))|\s*[\[(]$|,\s+(?=arXiv\b)|\s*$"
)
"""Where a title that is set as plain text may end."""
_BY = re.compile(r",?\s+by\s+(?=[A-Z][^,&(]{2,40}(?:,|\sand\s|\set\sal|\s&|\sin\s))")
"""Where people follow within the same link or emphasis: `[Title by Ana Poe in Journal, 2021](…)`."""
_TAIL = re.compile(
    r"\s*(?:[\[(（【](?:[^()\[\]]{0,40}?[\s,'’]*(?:(?:19|20)\d\d|'\d\d)[^()\[\]]{0,12}|arxiv|preprint|pdf|paper|link|code|oral|spotlight|poster)[\])）】]"
    r"|[,.]\s*(?:19|20)\d\d|\s\|\s.*)\s*[.]?$",
    re.IGNORECASE,
)
"""What stands behind a title within the same link or emphasis and is none of it: the venue and year in brackets."""
_IN_OTHER_WORDS = re.compile(
    r"[^\n\v]*[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af][^\n\v]*[\n\v]+[ \t]*"
    r"(?P<title>[A-Za-z][^\n\v\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af/]{12,300})(?=[\n\v]|$)"
)
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


class Proposal(Struct, frozen=True):
    """A stretch of an item's text that may be its title, and how that is set."""

    how: str
    start: int
    end: int


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
    return max(_readings(pieces), key=lambda r: (r.evidence, r.score), default=None)


def read_titled(pieces: Sequence[Span]) -> Reading | None:
    """The best-formed reading of what is known to hold a title, whatever else it says: a cell in a column of titles."""
    return max(_readings(pieces), key=lambda r: r.score, default=None)


def _readings(pieces: Sequence[Span]) -> list[Reading]:
    whole = with_bare_links(pieces)
    return [r for p in dict.fromkeys(islice(_proposals(whole), MOST_PROPOSALS)) if (r := _read(whole, p)) is not None]


def read_title(title: Sequence[Span], after: Sequence[Span]) -> Reading | None:
    """The reading of a title that is known to be one, and of what stands behind it."""
    text, _ = _text(title)
    whole = with_bare_links((*title, *after))
    found = [r for p in _narrowed(text, "label", 0, len(text)) if (r := _read(whole, p)) is not None]
    return max(found, key=lambda r: r.score, default=None)


# ------------------------------------------------------------------ what may be the title


def _proposals(pieces: Sequence[Span]) -> Iterator[Proposal]:
    text, starts = _text(pieces)
    found = links(pieces)
    for link in found:
        if not is_button(link.label):
            yield from _narrowed(text, "link", starts[link.first], starts[link.last + 1])
    for how, style in (("bold", "bold"), ("italic", "em")):
        for first, last in _runs(pieces, style):
            yield from _narrowed(text, how, starts[first], starts[last + 1])
            if (end := _goes_on(pieces, first, last)) is not None:  # **BERT**: Pre-training of …
                yield from _narrowed(text, how, starts[first], _plain_end(text, starts[last + 1], starts[end + 1]))
    for m in (*_QUOTED.finditer(text), *_QUOTED_LOW.finditer(text)):
        yield Proposal("quoted", m.start("title"), m.end("title"))
    for m in TITLE_LABEL.finditer(text):
        yield from _narrowed(text, "label", m.end(), _line_end(text, m.end()))
    limit = next(
        (starts[k.first] for k in found if (is_button(k.label) and k.label != "") or k.href == k.label), len(text)
    )
    begin = _begin(text, 0)
    for m in _BEHIND.finditer(text, begin, max(begin, limit)):
        yield from _narrowed(text, "plain", begin, m.start() + (m[0] != "" and m[0][0] in "?？!"))
        if m.start() - begin > 300:
            break
    yield from _narrowed(text, "plain", begin, min(limit, _line_end(text, begin)))
    if other := _IN_OTHER_WORDS.match(text, begin):  # a Chinese name of it, and its title on the next line
        yield from _narrowed(text, "translated", other.start("title"), other.end("title"))
    for whole in references.segment(text):
        yield from _narrowed(text, "reference", whole.start, whole.end)


def _narrowed(text: str, how: str, start: int, end: int) -> Iterator[Proposal]:
    """A stretch without what is set around titles, and without a nickname in brackets before it."""
    begin = _begin(text, start, end)
    last = end
    while (m := _TAIL.search(text, begin, last)) and m.start() > begin:
        last = m.start()
    yield Proposal(how, begin, last)
    after = begin
    while m := _NICKNAME.match(text, after, last):  # `[CNN][Paper] You Only …`
        after = m.end()
        yield Proposal(how, after, last)
    if how in ("link", "bold", "italic") and (m := _BY.search(text, after, last)):
        yield Proposal(how, after, m.start())


def _begin(text: str, start: int, end: int | None = None) -> int:
    m = _LEAD.match(text, start, len(text) if end is None else end)
    return m.end() if m else start


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return end if end >= 0 else len(text)


def _plain_end(text: str, start: int, end: int) -> int:
    """Where a title that goes on in plain text ends."""
    colon = re.match(r"\s*[:：]?\s*", text[start:end])
    after = start + (colon.end() if colon else 0)
    m = _BEHIND.search(text, after, end)
    return m.start() if m else end


def _text(pieces: Sequence[Span]) -> tuple[str, list[int]]:
    """The text of an item, and where each piece begins in it (and the end)."""
    starts, at = [], 0
    for piece in pieces:
        starts.append(at)
        at += len(piece.text)
    return "".join(p.text for p in pieces), [*starts, at]


def _runs(pieces: Sequence[Span], style: str) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for i, piece in enumerate(pieces):
        if not getattr(piece, style):
            continue
        if runs and runs[-1][1] == i - 1:
            runs[-1] = (runs[-1][0], i)
        else:
            runs.append((i, i))
    return runs


def _goes_on(pieces: Sequence[Span], first: int, last: int) -> int | None:
    """The plain piece in which the title goes on behind a name that is set apart: `**BERT**: Pre-training of …`."""
    after = last + 1
    if after >= len(pieces) or not pieces[after].plain:
        return None
    name = text_of(pieces[first:after]).strip()
    colon = name.endswith((":", "：")) or re.match(r"\s*[:：]\s*\S", pieces[after].text) is not None
    return after if colon and len(WORD.findall(name)) < 4 <= len(WORD.findall(pieces[after].text)) + 1 else None


# ------------------------------------------------------------------ one reading


def _read(pieces: Sequence[Span], proposal: Proposal) -> Reading | None:
    made = _cut(pieces, proposal.start, proposal.end)
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
    buttons = [k for k in found if k not in own and is_button(k.label)]
    about = [k for k in (*own, *buttons) if not is_anchor(k.href)]
    hidden = {i for k in buttons for i in range(k.first, k.last + 1)}
    before = [p for i, p in enumerate(parts) if i < first and i not in hidden]
    after = [p for i, p in enumerate(parts) if i > last and i not in hidden]
    authors, venue, year = details(before, after)
    listed = ListedPaper(
        title=title,
        authors=authors,
        venue=venue,
        year=year,
        url=main_link(about),
        links=own_links(about, text_of(after)),
        anatomy=Anatomy(pieces=parts, first=first, last=last, about=tuple(about)),
    )
    score = score_of(listed, proposal.how, text_of(before), text_of(after), own)
    score -= (
        3.0 * _breaks_up(pieces, proposal)
        + 2.0 * _mixes(parts[first : last + 1], proposal)
        + 3.0 * (proposal.how == "plain" and _GAP.search("".join(p.text for p in parts[first : last + 1])) is not None)
        + 2.0 * _wraps(pieces, proposal, text_of(after))
    )
    named = bool(find_all(text_of(after)))
    return Reading(
        how=proposal.how,
        paper=listed,
        score=score,
        evidence=tells_a_paper(listed, proposal.how, own, buttons, score, named),
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


def _breaks_up(pieces: Sequence[Span], proposal: Proposal) -> bool:
    """Whether a stretch begins or ends within a link or an emphasis that it was not taken from."""
    if proposal.how in ("link", "bold", "italic"):
        return False
    text, starts = _text(pieces)
    for piece, start in zip(pieces, starts, strict=False):
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


def _wraps(pieces: Sequence[Span], proposal: Proposal, after: str) -> bool:
    """Whether a stretch ends where only the source's line ends, and what follows may be the rest of the title."""
    text, _ = _text(pieces)
    if text[proposal.end : proposal.end + 1] != SOFT or re.search(r"[.?!\"”]$", text[: proposal.end].rstrip()):
        return False
    first = text[proposal.end + 1 :].lstrip(" ").partition("\n")[0].partition(SOFT)[0]
    return bool(after) and not venue_like(first[:60]) and not like_names(first) and "//" not in first[:12]
