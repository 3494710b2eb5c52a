"""How well formed a reading of an item is: rules that can be read, each with its weight.

The weights were set by trial on lists whose papers are marked, so that every marked title is read and no other
line of them is (`benchmarks/reading.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from resolver.identifiers import is_placeholder
from resolver.identifiers.placeholders import split_url
from resolver.readers.details import WORD, YEAR, introduces, like_names, venue_like
from resolver.readers.listing import ListedPaper, is_paper_button, leads_elsewhere, paper_link
from resolver.readers.spans import Link

_CJK = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_CJK_RUN = re.compile(rf"[{_CJK}]")
_PROSE = re.compile(
    r"^(?:we|this|these|our|it|if|"
    r"the (?:authors?|paper|repo\w*|model|framework|approach|method|work|results?|dataset|code|list|following|goal)|"
    r"please|click|see|note|for more|thanks|there (?:is|are)|you|i|here|in this|also|add(?:ed|ing)?|"
    r"updat(?:ed?|ing)|contribut(?:e|ing)|release[ds]?|"
    r"(?:introduc(?:es|ing)|propos(?:es|ed)|presents?|describes?|shows?|uses?|using this|provides?|contains?|"
    r"summary)(?!,)|"
    r"本项目|该项目|这篇|我们)\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|can|will|should|introduces?|proposes?|presents?|shows?|uses?|provides?|contains?|"
    r"includes?|allows?|enables?|achieves?|demonstrates?|utilizes?|outperforms?|trains?|works|supports)\b",
    re.IGNORECASE,
)


_CHINESE_SENTENCE = re.compile(r"[\u3400-\u9fff][^。]{0,40}。(?!.{0,80}(?:19|20)\d\d)")
"""A sentence in Chinese, with its full stop; references have one only with a year behind it."""


def length(title: str) -> int:
    """Words of a title; of scripts that set none apart, a word for every two letters."""
    return len(WORD.findall(_CJK_RUN.sub(" ", title))) + len(_CJK_RUN.findall(title)) // 2


def _people(text: str) -> bool:
    """Whether a text is a list of people: each has a given name or initials beside the family name."""
    parts = [p.split() for p in re.split(r",|;|\band\b|&|、", re.sub(r"\bet\.? al\b\.?", "", text)) if p.strip(" .")]
    if len(parts) > 3 and len(parts[0]) == len(parts[1]) == 1:
        del parts[:2]  # the first of them with the family name in front: `Dyer, Chris, Jonathan Weese, …`
    whole = sum(1 < len(p) <= 4 or re.fullmatch(r"(?:[A-Z]\.?-?)+", p[0]) is not None for p in parts)
    return len(parts) > 1 and whole >= 0.7 * len(parts) and like_names(text)


_SET = {
    "link": 2.0,
    "bold": 2.0,
    "italic": 1.5,
    "quoted": 2.5,
    "label": 4.0,
    "reference": 2.0,
    "translated": 1.0,
    "plain": 0.5,
}
"""How much the way in which a stretch is set says that it is the title; by trial on the marked lists."""


_PEOPLE, _VENUE, _YEAR = 1.5, 0.7, 0.7
MOST_BESIDE = _PEOPLE + _VENUE + _YEAR
"""The most that `beside_score` gives."""


_FIT, _LINKS_PAPER, _INTRODUCED = 1.0, 3.0, 1.0
"""What a title gets for its length, for a link to a paper on it, and for what stands before it."""


def most_for(how: str, *, linked: bool) -> float:
    """The most that `title_score` gives to a title that is set so.

    Args:
        how: how it is set.
        linked: whether any of it is a link.
    """
    return _SET[how] + _FIT + _INTRODUCED + (_LINKS_PAPER if linked else 0.0)


def title_score(title: str, how: str, before: str, own: Sequence[Link]) -> float:
    """How well formed a title is by itself: how it is set, where it leads, and what stands before it."""
    size = length(title)
    score = _SET[how]
    score += -3.0 if size < 3 else 0.0 if size < 4 else _FIT if size <= 30 else -2.0
    names = _people(title)
    several = re.search(
        r"[.?!]\s+(?:19|20)\d\d[a-z]?[.,:]|\bet al\b|[.,]\s*[\"“][^\"“”]{12,}|[.]\s+In:?\s"
        r"|\sby\s[A-Z][^,]{2,40}\sin\s[A-Z].*\d{4}",
        title,
    )
    venue = size <= 7 and (
        YEAR.search(title) is not None or re.match(r"(?:in )?proc|findings of|journal of", title, re.IGNORECASE)
    )
    score -= (
        5.0 * bool(names)
        + 4.0 * bool(several)
        + 3.0 * bool(venue and venue_like(title))
        + 4.0 * (prose(title) and how in ("plain", "reference"))
    )
    score += _LINKS_PAPER * any(paper_link(k) for k in own) - 2.0 * any(leads_elsewhere(k.href) for k in own)
    score += _INTRODUCED if introduces(before) else -5.0
    return score - 1.5 * (re.match(r"[^\W\d_a-z\"'“‘(\[]|\d|[a-z]+[A-Z]", title) is None)


def beside_score(listed: ListedPaper, after: str) -> float:
    """What authors, venue and year add to a reading, and a sentence that goes on behind the title takes from it."""
    goes_on = re.match(r"[a-z]", after) is not None and not re.match(r"(?:in|et|and|at|arxiv)\b", after, re.IGNORECASE)
    named = "et al" in listed.authors or _people(listed.authors)  # and not `Enhanced by Glyph and Pinyin Information`
    score = _PEOPLE * bool(listed.authors) + _VENUE * bool(listed.venue) + _YEAR * bool(listed.year)
    return score - 2.0 * (goes_on and not named)


def prose(text: str) -> bool:
    """Whether a text is a sentence rather than a title."""
    if _PROSE.match(text) or _CHINESE_SENTENCE.search(text):
        return True
    body = re.sub(r"\b(?:vs|et al|e\.g|i\.e)\.", "", text.rstrip(" .!?"))
    return (re.search(r"[.]\s+[A-Z]", body) is not None and length(text) > 14) or (
        text.rstrip().endswith(".") and _VERB.search(text) is not None and length(text) > 9
    )


def is_description(text: str) -> bool:
    """Whether a text says what a paper does: a dozen words or more, with a verb among the first ones."""
    words = text.split()
    return len(words) >= 12 and (prose(text) or _VERB.search(" ".join(words[:12])) is not None)


def tells_a_paper(
    listed: ListedPaper, how: str, own: Sequence[Link], buttons: Sequence[Link], score: float, named: bool
) -> bool:
    """Whether something beside the words of a title says that a paper is listed."""
    size = length(listed.title)
    if score < 0 or (size < 3 and not any(paper_link(k) for k in (*own, *buttons))):
        return False
    if any(paper_link(k) for k in (*own, *buttons)) or any(is_hole(k) for k in own):
        return True
    if any(is_paper_button(k.label) and not leads_elsewhere(k.href) for k in buttons):
        return True
    known = sum(map(bool, (listed.authors, listed.venue, listed.year)))
    page = any(not leads_elsewhere(k.href) for k in own)
    set_apart = how in ("bold", "italic", "quoted") and size >= 4
    return size >= 3 and ((known >= 2 and (bool(listed.authors) or set_apart)) or page or named)


def is_hole(link: Link) -> bool:
    """Whether a link with a title as its label leads nowhere yet: `[Title]()`, `(TODO)`, `(#)`, `(link)`."""
    return (
        not link.href.strip()
        or link.href == "#"
        or is_placeholder(link.href)
        or (split_url(link.href) is None and re.fullmatch(r"[A-Za-z]{2,8}", link.href) is not None)
    )
