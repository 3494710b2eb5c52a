"""The stretches of an item's text that may be its title, by how people set titles.

A title is the link, in bold, in italics, in quotation marks, behind a label, on a line of its own, first of all, or
within a whole reference. Each of these is proposed wherever an item allows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from resolver.readers import references
from resolver.readers.details import WORD
from resolver.readers.listing import is_button
from resolver.readers.spans import Span, links, text_of
from resolver.text.places import Place
from resolver.text.rarity import frequency, stem

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
    r"(?:^|(?<=[\n|;]))[\s*_•-]{0,20}+(?:paper\s+title|title|paper|论文名称|论文标题|论文题目|论文|标题|题目|論文タイトル|論文|タイトル|제목|논문)"
    r"\s{0,9}+[*_]{0,9}+\s{0,9}+[:：]\s{0,9}+[*_]*",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"[\"“„«「《]{1,2}(?P<title>[^\"“”„«»「」《》]{6,400}?(?:[\"“][^\"“”]{1,60}[\"”][^\"“”]{0,200})?)[,.]?[\"”»」》]{1,2}"
)
_QUOTED_LOW = re.compile(r"„(?P<title>[^„“”]{6,400}?)[,.]?[“”]")
"""Quotation marks as German sets them, of which the closing ones open elsewhere."""
_BEHIND = re.compile(
    r"(?<!\s)\s+[—–|-]+\s*(?=\s|[a-z])|(?<!\s)\s{2,}+(?=[A-Z])|(?<!\s)\s*+\|\s*|\t+|\n|\v|[.。?？!](?=\s+\S)|,\s++(?=\*?[A-Z][\w.-]*+,?\s++(?:et\s++al|19|20))|(?<!\s)\s++(?=by\s+[A-Z][^,&(]{2,40}(?:,|\sand\s|\set\sal|\s&))"
    r"|(?<!\s)\s*+[(\[（【](?=[^()\[\]]*(?:(?:19|20)\d\d|et\s+al|\b[A-Z]{3,}))|(?<!\s)\s*+[\[(]$|,\s++(?=arXiv\b)|(?<!\s)\s*$"
)
"""Where a title that is set as plain text may end."""
_BY = re.compile(r"(?<!\s),?(?<!\s)\s+by\s+(?=[A-Z][^,&(]{2,40}(?:,|\sand\s|\set\sal|\s&|\sin\s))")
"""Where people follow within the same link or emphasis: `[Title by Ana Poe in Journal, 2021](…)`."""
_TAIL = re.compile(
    r"(?<!\s)\s*+(?:[\[(（【](?:[^()\[\]]{0,40}?[\s,'’]*(?:(?:19|20)\d\d|'\d\d)[^()\[\]]{0,12}|arxiv|preprint|pdf|paper|link|code|oral|spotlight|poster|"
    r"not yet|to appear|coming soon|forthcoming|in press|under review|submitted|tb[ad]|todo|no link|n/a)[\])）】]"
    r"|[,.]\s*+(?:19|20)\d\d|(?<=\s)\|\s.*)\s*+[.]?$",
    re.IGNORECASE,
)
"""What stands behind a title within the same link or emphasis and is none of it: the venue and year in brackets."""
_IN_OTHER_WORDS = re.compile(
    r"(?=[^\n\v]*[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])[^\n\v]*+[\n\v]++[ \t]*+"
    r"(?P<title>[A-Za-z][^\n\v\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af/]{12,300})(?=[\n\v]|$)"
)


class Proposal(Struct, frozen=True):
    """A stretch of an item's text that may be its title, and how that is set."""

    how: str
    start: int
    end: int


class Item(Struct, frozen=True):
    """The pieces of an item, their text as one, where in it each piece begins (and the last one ends), and what of it
    is linked."""

    pieces: tuple[Span, ...]
    text: str
    starts: tuple[int, ...]
    linked: tuple[Place, ...]

    @classmethod
    def of(cls, pieces: Sequence[Span]) -> Item:
        """These pieces as an item."""
        text, starts = _text(pieces)
        linked = (
            Place(start, start + len(p.text)) for p, start in zip(pieces, starts, strict=False) if p.href is not None
        )
        return cls(tuple(pieces), text, tuple(starts), tuple(linked))


def proposals(item: Item) -> Iterator[Proposal]:
    """The stretches of an item that may be its title: a link, style, quotation marks, label or place says so."""
    pieces, text, starts = item.pieces, item.text, item.starts
    found = links(pieces)
    for link in found:
        if not is_button(link.label):
            yield from narrowed(text, "link", starts[link.first], starts[link.last + 1])
    for how, style in (("bold", "bold"), ("italic", "em")):
        for first, last in _runs(pieces, style):
            yield from narrowed(text, how, starts[first], starts[last + 1])
            if (end := _goes_on(pieces, first, last)) is not None:  # **BERT**: Pre-training of …
                yield from narrowed(text, how, starts[first], _plain_end(text, starts[last + 1], starts[end + 1]))
    for m in (*_QUOTED.finditer(text), *_QUOTED_LOW.finditer(text)):
        yield Proposal("quoted", m.start("title"), m.end("title"))
    for m in TITLE_LABEL.finditer(text):
        yield from narrowed(text, "label", m.end(), _line_end(text, m.end()))
    limit = next(
        (starts[k.first] for k in found if (is_button(k.label) and k.label != "") or k.href == k.label), len(text)
    )
    begin = _begin(text, 0)
    for m in _BEHIND.finditer(text, begin, max(begin, limit)):
        yield from narrowed(text, "plain", begin, m.start() + (m[0] != "" and m[0][0] in "?？!"))
        if m.start() - begin > 300:
            break
    yield from narrowed(text, "plain", begin, min(limit, _line_end(text, begin)))
    yield from _before_people(text, begin, min(limit, begin + LONGEST_TITLE))
    if other := _IN_OTHER_WORDS.match(text, begin):  # a Chinese name of it, and its title on the next line
        yield from narrowed(text, "translated", other.start("title"), other.end("title"))
    for whole in references.segment(text):
        yield from narrowed(text, "reference", whole.start, whole.end)


LONGEST_TITLE = 300
"""Letters in which a title that is set as plain text ends."""

_NAME = r"(?:[A-Z][\w'’-]*\.?[ -]){1,3}[A-Z][\w'’-]+"
_NAMES = re.compile(
    rf",\s(?=(?P<people>(?:{_NAME})(?:,\s(?:and\s|&\s)?|\sand\s|\s&\s)(?:(?:{_NAME})(?:,\s(?:and\s|&\s)?|\sand\s|\s&\s)){{0,20}})"
    r"(?:et al\.?,?\s|(?:In\s)?[A-Z][A-Za-z]*[A-Z]{2}[A-Za-z]*\W{0,3}|)\(?(?:19|20)\d\d\b)"
)
"""Where people follow, then an acronym and a year, all behind commas: `Title, Ana Poe, Bo Li, ACL 2021`."""


def _before_people(text: str, begin: int, end: int) -> Iterator[Proposal]:
    """What stands before people that only commas set apart."""
    named = _NAMES.search(text, begin, end)
    if named and not _titular(named["people"]):
        yield from narrowed(text, "plain", begin, named.start())


OFTEN = 150
"""Titles, of the 112,000 that words were counted in, that have a word of titles; few surnames stand in as many."""


def _titular(people: str) -> bool:
    """Whether what may be people are words of titles for the most part: `Language Models, Deep Learning`."""
    found = [word for word in WORD.findall(people) if len(word) > 1]
    return 2 * sum(frequency(stem(word.lower())) >= OFTEN for word in found) >= len(found)


def narrowed(text: str, how: str, start: int, end: int) -> Iterator[Proposal]:
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
    colon = re.match(r"\s*+(?:[:：]\s*+)?", text[start:end])
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
