"""The forms in which people and bodies are named in references, one name each, as patterns."""

from __future__ import annotations

import re

UPPER = r"[^\W\d_a-zß-öø-ÿ]"
_DASH = "-‐‑–"
_PARTICLES = (
    "van von vom der den de del della di da du la le el al bin ibn dos das do ten ter te im zu zur af av y".split()
)
_CASED = [form for p in _PARTICLES for form in (p, p.title(), p.upper()) if form not in ("Y", "Te", "TE", "Im", "Av")]
_LOW_PARTICLE = rf"(?:{'|'.join(_PARTICLES)}|['’]t|van['’]t)(?=\s|$)"
_PARTICLE = rf"(?:(?:{'|'.join(_CASED)}|['’]t|van['’]t)(?=\s)|[Ss]t\.)"
_TAIL = rf"(?:(?:[{_DASH}'’‘`´]|[{_DASH}]\s)[^\W\d_]+)*"
_CAP = rf"(?:[dlDLO]['’‘`]|[Aa]l-|[Ee]l-|[a-z]{{1,2}}(?={UPPER}[a-z]))?{UPPER}[^\W\d_]*{_TAIL}"
_WORD = rf"(?!(?:Jr|Sr|II|III|IV)\b)(?:[dlDLO]['’])?{UPPER}[^\W\d_]+{_TAIL}"
_LONGER = rf"(?!{UPPER}{{1,3}}(?![^\W\d_])){_WORD}"
_SURNAME = rf"(?:{_PARTICLE}\s+){{0,3}}{_CAP}(?:\s+(?:{_PARTICLE}\s+){{0,2}}{_LONGER}){{0,3}}"
_DOTTED = rf"(?:{UPPER}[a-z]{{0,2}}\.(?:\s\.)?[\s~]*)(?:[{_DASH}]?(?:{UPPER}[a-z]{{0,2}}|[a-z])\.[\s~]*){{0,5}}"
_BARE = rf"(?:{UPPER}-?){{1,4}}(?![^\W\d_])(?:\s+{UPPER}(?![^\W\d_.])){{0,3}}"
_SUFFIX = r"(?:,?\s*(?:Jr|Sr|II|III|IV|2nd|3rd)\b\.?)?"
_TAIL_PARTICLE = rf"(?:\s*,?\s*(?:{_LOW_PARTICLE}\s*){{1,2}}(?=[,;&]|\s+and\b|and\b|&))?"
_MEDLINE = rf"(?:{UPPER}\s(?:de|da|do|dos|van|von)\s{UPPER}|{UPPER}(?:del|do|da|de|dos|la)\s{UPPER})(?![^\W\d_])"
"""Particles behind initials, as MEDLINE prints them: `Carrica Mdel C`, `Peixoto Mdo R`."""

SURNAME_FIRST = (
    re.compile(rf"(?:{_SURNAME}),\s*(?:{_DOTTED}){_TAIL_PARTICLE}{_SUFFIX}"),  # Moran, J. V., Jr.
    re.compile(rf"(?:{_SURNAME}),?\s+(?:{_MEDLINE}|{_BARE}){_SUFFIX}(?=\W|$)"),  # Moran JV
    re.compile(rf"(?:{_SURNAME})\s+(?:{_DOTTED}){_TAIL_PARTICLE}{_SUFFIX}"),  # Moran J.V.
)
INITIALS_FIRST = (
    re.compile(rf"(?:{UPPER}\.[\s~]*[{_DASH}]?)+(?:{_SURNAME}){_SUFFIX}"),  # C. Dew (whose full stop ends the list)
    re.compile(rf"(?:{_DOTTED})(?:{_SURNAME}){_SUFFIX}"),  # Yu. A. Shibanov
    re.compile(rf"(?!A\s)(?:{_BARE})\s+(?:{_SURNAME}){_SUFFIX}"),  # JV Moran
)
INVERTED = re.compile(
    rf"(?:{_SURNAME}),\s*(?:{UPPER}\.\s)?{_WORD}(?:[\s-]+(?:{_WORD}|{UPPER}\.?(?![^\W\d_]))){{0,3}}\.?"
    rf"(?:\s+{_LOW_PARTICLE})*{_SUFFIX}(?=\s*(?:[,.;:&(\[“\"]|and\b|et\b|$))"
)
"""`Devlin, Jacob`, `Boer, Wietse de`."""
WITH_INITIAL = re.compile(rf"(?:{_SURNAME}),\s*{UPPER}\.\s{_WORD}(?=\s+et\s+al\b|,\s+(?:et\s+al\b|and\b|&))")
"""`Harriman, W. Averell et al.`"""
FULL = re.compile(
    rf"(?:{UPPER}\.[\s~]*)*{_WORD}(?:[\s~]+(?:{UPPER}\.(?:-?{UPPER}\.)*|{_PARTICLE}|{_WORD}|{UPPER}(?![^\W\d_.]))){{1,5}}"
    rf"{_SUFFIX}"
)
"""`Jacob Devlin`, `Diederik P. Kingma`, `I. Dan Melamed`."""
FULL_WITH_INITIAL = re.compile(
    rf"{_WORD}[\s~]+(?:{UPPER}\.[\s~]*)+(?:{_PARTICLE}\s+)*{_LONGER}{_SUFFIX}"
    rf"(?=\.\s+\(?(?:19|20)\d\d|,?\s+and\s+{FULL.pattern}|,\s+{FULL.pattern}\s*(?:,|\.|and\b))"
)
"""`Valentin I. Spitkovsky, Hiyan Alshawi`: a given name, an initial and a surname, as those that follow show."""
CJK = re.compile(
    r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]{2,4}(?:·[\u4e00-\u9fff]{1,6})*(?=\s*(?:[,，、.．;；]|等|和|and\b|$))"
)
MONONYM = re.compile(rf"{_WORD}(?=\s*(?:;|,\s*[“\"]|\.\s*[“\"]|,?\s*et\s+al\b|,?\s+\(?(?:1[89]|20)\d\d[a-z]?[).]))")
_KINDS_OF_BODY = (
    "Groups?|Investigators|Consorti(?:um|a)|Team|Network|Study|Collaborati(?:on|ve)|Committee|Society|Association|"
    "Organi[sz]ation|Project|Trial|Initiative|Institute|Council|Federation|Foundation|Program(?:me)?|Agency|Center|Centre|"
    "Department|Ministry|Members|Researchers|Collaborators|Alliance|Commission"
)
BODY = re.compile(
    rf"(?:[Oo]n behalf of |[Ff]or )?(?:the |The )?[^\W\d_a-z][^.:()\[\]“\"]{{2,250}}?\b(?:{_KINDS_OF_BODY})\b"
    r"(?=\s*(?:[.:;]|\(\d{4}|,?\s*et al|$))"
)
"""`MTA Cooperative Group`, `the APPROACH Investigators`."""
ET_AL = re.compile(
    r"[\s,;&]*(?:\band\s+)?(?:\bet\.?\s*al(?:ii)?\b\.?|\band\s+(?:\d+\s+)?(?:others|coworkers|co-workers)\b\.?"
    r"|\betc\b\.?|等人?|\bи\s+др\b\.?|\bu\.\s?a\.|<\.{3}>|…|\. ?\. ?\.)"
)
JOIN = re.compile(r"\s*(?P<mark>[,;、，；]{0,2})\s*(?P<and>(?:and|und|y|et|en)\s+|[&＆和]\s*|\\&\s*)?")
ROLE = re.compile(r"\s*[,.]?\s*[(\[]?\s*\b(?:eds?|editors?|hrsg|trans|comp)\b\.?\s*[)\]]?", re.IGNORECASE)
DOTS = re.compile(r"[\s,]*(?:…|\. ?\. ?\.)[\s,]*")
FOLLOWS = re.compile(r"\s*(?:$|[,;:.…&()\[“\"«„/*†‡§]|and\b|und\b|et\b|y\b|(?:1[89]|20)\d\d|\d{1,2}(?=[,\s]))")
"""What can follow a name: a mark, `and`, a year, a quotation."""


def two_people(text: str) -> bool:
    """Whether these are rather two people than one turned round: `Jacob Devlin, Ming-Wei Chang`."""
    head, _, rest = text.partition(",")
    return len(head.split()) > 1 and len(rest.split()) > 1 and re.match(_PARTICLE, head) is None
