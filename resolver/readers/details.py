"""Authors, venue and year of a listed paper, from what stands before and after its title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from resolver.readers.spans import Span, text_of

YEAR = re.compile(r"(?<![\d/.])(?:19[5-9]\d|20[0-4]\d)(?!\d|\.\d{4,5}\b)")
"""A year; the `2003` of `arXiv:2003.04887` is March 2020."""
WORD = re.compile(r"\w[\w'’.+/&-]*")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
"""A month and no name that begins like one: Mamba, Marian, Octopus are titles."""
DATE = re.compile(rf"^[\W\d_]*(?:{_MONTH}[\W\d_]*)?$", re.IGNORECASE)
_VENUE_WORD = re.compile(
    r"\b(?:proceedings|proc|conference|workshop|journal|transactions|findings|symposium|arxiv|corr|preprint|"
    r"lecture notes|under review|technical report|interspeech|blog)\b",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"\b[A-Z][A-Za-z]*[A-Z]{2,}[A-Za-z]*\b|\b[A-Z][A-Za-z]+PS\b|\b[A-Z][a-z]*LP\b")
_ET_AL = re.compile(r"^(.*?\bet\.?\s+al\b\.?|.*?等)[\s,;:.()\[\]|—–-]*(.*)$", re.DOTALL)
_NAME = re.compile(
    r"(?:(?:[^\W\d_a-z][\w'’‘.\-]*|[a-z]'[^\W\d_a-z]\w+|van|von|der|den|de|del|della|di|da|du|la|le|el|al|bin|ibn|dos|ten|ter|y|e"
    r"|zu|jr\.?)(?:\s+|$)){1,6}"
)
_CJK_NAME = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af·\s]{2,10}")
_LEAD = re.compile(r"^[\s,.;:|—–\-•·/()\[\]{}\"”»」》*_]+")
_TAIL = re.compile(r"(?<![\s,.;:|—–\-•·/(\[{\"“«「《*_])[\s,.;:|—–\-•·/(\[{\"“«「《*_]+$")
_EMPTY = re.compile(r"\(\s*+(?:citations?\s*+:?\s*+[\d,]*+|:\s*+[\d,]*+)?\s*+\)|\[\s*+\]", re.IGNORECASE)
_LEADING_DATE = re.compile(r"^((?:19|20)\d\d)(?:[./-]\d{1,2})*[\s)\],.:;|—–-]+")
_BY = re.compile(r"^(?:by|authors?)\b\s*:?\s+", re.IGNORECASE)
_YEAR_AT_END = re.compile(r"(?<![\s.,(\[])[\s.,(\[]*+((?:19|20)\d\d)[a-z]?[\s).,:\]]*(?:[^.]{1,40}:\s*+)?$")
_LABEL = re.compile(r"^\s*\w+(?: \w+){0,2}\s*[:：]\s*")
# Where a list of authors may end: a full stop, a dash, a bracket, or a comma before a venue.
_STOP = re.compile(
    r"\.\s++(?=[^\W\d_a-z]|\(|\[|\d)|(?<!\s)\s++[—–|-]\s+|(?<!\s)\s*+[(\[\])]|,\s++(?=[^,.()|]*(?:19|20)\d\d)"
    r"|,\s++(?=[A-Z][A-Za-z]*[A-Z][A-Za-z]*(?:\W|$))|(?<!\s)\s++in\s++(?=[A-Z])|(?<!\s)(?:\.\s*+$|\s*+$)"
)


_NUMBER = re.compile(r"^\s*(?:\[\d{1,4}\]|\(?\d{1,4}[.)])\s+")


_ADDRESS = re.compile(r"\S*\w://\S*")
"""An address, which is no venue: the code of a paper often stands on the line below it."""


def details(before: Sequence[Span], after: Sequence[Span]) -> tuple[str, str, str]:
    """Authors, venue and year, each empty when not given.

    The venue is given without the year where that ends it: `ACL 2025` is ACL and 2025, while
    `ACL-IJCNLP 2021 Findings` stays whole.
    """
    head, tail = _tidy(_NUMBER.sub("", text_of(before))), _tidy(_in_parts(after))
    early = YEAR.findall(head)
    authors = authors_before(head)
    venue = ""
    if authors:
        venue = _first_italic(after)
    else:
        tail = _BY.sub("", tail)
        if m := _LEADING_DATE.match(tail):
            early.append(m[1])
            tail = tail[m.end() :]
        authors, tail = _authors_first(_BY.sub("", tail), after)
    if not authors or not venue:
        venue = _venue(after, tail) or venue or _venue_in(head if not authors else "")
    years = YEAR.findall(venue) or YEAR.findall(tail) or early or YEAR.findall(_codes(after))
    year = years[-1] if years else ""
    if year:
        venue = re.sub(rf"(?:[\s,.'’(-]+|(?<=[A-Za-z])){year}\W*$", "", venue)
    venue = _ADDRESS.sub("", venue)
    if venue == year or DATE.match(venue):
        venue = ""
    return authors, _tidy(venue).strip(" ,;:()[]|"), year


def _in_parts(after: Sequence[Span]) -> str:
    """What stands behind a title, with a bar where a line was broken on purpose."""
    text = "".join(p.text for p in after if not p.code)
    return " ".join(" | ".join(part for part in text.split("\n") if part.strip()).split())


def authors_before(head: str) -> str:
    """The authors when a text before a title is a list of them, with a year at most."""
    names = _LABEL.sub("", _YEAR_AT_END.sub("", head))
    if len(WORD.findall(names)) < 2 or not like_names(names) or _a_venue(names):
        return ""
    return _full_stop(names.strip(" ,;."))


def introduces(before: str) -> bool:
    """Whether a title may follow: after nothing, a label, a date, or authors and year; not after prose."""
    before = re.sub(r"^\s*\[\d{1,4}\]\s*|[\s\"“„«「《]+$", "", before)
    if _LABEL.match(before):
        rest = _LABEL.sub("", before)
        return not WORD.search(rest) or (
            like_names(_YEAR_AT_END.sub("", rest)) and _YEAR_AT_END.search(rest) is not None
        )
    return len(WORD.findall(before)) <= 4 or like_names(_YEAR_AT_END.sub("", before))


def like_names(text: str) -> bool:
    """Whether this is a name or a list of names, `et al.` and marks of affiliation ignored."""
    text = re.sub(r"\([^()]*\)|[*†‡§¶]|(?<=[^\W\d_])\d(?!\d)|\bet\.?\s+al\b\.?", "", text).strip(" ,.;")
    if not text or re.search(r"\d", text) or len(text) > 5000:
        return False
    parts = [p.strip(" .") for p in re.split(r",|;|\band\b|&|、|，", text) if p.strip(" .")]
    if not parts or (len(parts) == 1 and len(parts[0].split()) > 5):
        return False
    good = sum(_NAME.fullmatch(p) is not None or _CJK_NAME.fullmatch(p) is not None for p in parts)
    return good >= (0.7 if len(parts) < 4 else 0.5) * len(parts)


def venue_like(text: str) -> bool:
    """Whether a text has a year, an acronym or a word that only venues have."""
    return bool(YEAR.search(text) or _ACRONYM.search(text) or _VENUE_WORD.search(text))


def _a_venue(text: str) -> bool:
    """Whether it is a venue rather than names; in a list of names capitals are a habit (`Xu SUN`, `III`)."""
    several = re.search(r",|\band\b|&", text) is not None
    return bool(YEAR.search(text) or _VENUE_WORD.search(text)) if several else venue_like(text)


def _tidy(text: str) -> str:
    return _TAIL.sub("", _EMPTY.sub(" ", _LEAD.sub("", text))).strip()


def _full_stop(names: str) -> str:
    return names + "." if re.search(r"\bet al$|\b[A-Z]$", names) else names


def _authors_first(tail: str, after: Sequence[Span]) -> tuple[str, str]:
    """Authors at the beginning of a text, and what is left of it."""
    if (m := _ET_AL.match(tail)) and len(m[1]) < 200 and like_names(m[1].removesuffix("等")):
        return m[1].strip(), m[2]
    italic = next((_tidy(p.text) for p in after if p.em and WORD.search(p.text)), "")
    if italic and tail.startswith(italic) and like_names(italic) and not _a_venue(italic):
        return _full_stop(italic), _tidy(tail[len(italic) :])
    for m in _STOP.finditer(tail):
        part = tail[: m.start()].strip()
        if re.search(r"(?:^|[\s.])[A-Z]$", part[-2:]) and m[0].startswith(". "):
            continue  # an initial's full stop
        if not like_names(part) or _a_venue(part):
            break
        return _full_stop(part), _tidy(tail[m.end() :])
    return "", tail


def _codes(after: Sequence[Span]) -> str:
    return " ".join(p.text for p in after if p.code)


def _first_italic(after: Sequence[Span]) -> str:
    return next((_tidy(p.text) for p in after if p.em and WORD.search(p.text)), "")


def _venue(after: Sequence[Span], tail: str) -> str:
    codes = [" ".join(p.text.split()) for p in after if p.code and WORD.search(p.text)]
    if code := next((c for c in codes if venue_like(c)), None):
        return code
    italic = next(
        (
            _tidy(p.text)
            for p in after
            if p.em and re.search(r"\bproc|journal|transactions|conference|findings", p.text, re.IGNORECASE)
        ),
        "",
    )
    return italic or _venue_in(tail)


def _venue_in(text: str) -> str:
    """The part of a text that looks most like a venue: one with a year, else any."""
    parts = [
        re.sub(r"^in:?\s+", "", p.strip(), flags=re.IGNORECASE)
        for p in re.split(r"\.\s++|(?<!\s)\s++[—–|]\s+|[()\[\]]|;", text)
    ]
    good = [p for p in parts if 1 < len(p) <= 120 and venue_like(p) and not YEAR.fullmatch(p) and not DATE.match(p)]
    return next((p for p in good if YEAR.search(p)), good[0] if good else "")
