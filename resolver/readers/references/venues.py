"""How the names of journals, proceedings and publishers begin, wherever they follow upon a title."""

from __future__ import annotations

import re

_SERIES = (
    r"Proc(?:\.|eedings)|Journal|J\.|Transactions|Trans\.|Annals|Ann\.|Annual|Archives|Arch\.|International|Int\.|"
    r"Conference|Advances in|Adv\.|Lecture Notes|Encyclopedia|Handbook|Bulletin|Acta|Zeitschrift|Revista|European|"
    r"American|Physica|Phys\.|arXiv|ArXiv|CoRR|Preprint|Findings of|Workshop|Symposium"
)
_ORDINALS = "First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth"
_MEETING = "International|Conference|Annual|Symposium|Workshop|Meeting"
VENUE = re.compile(
    rf"(?:(?:IEEE|ACM|AAAI|USENIX|The)\s+)?(?:{_SERIES}|\d{{1,3}}(?:st|nd|rd|th)\s|"
    rf"(?:19|20)\d\d\s+(?:[A-Z]{{3,}}|\d{{1,3}}(?:st|nd|rd|th)|{_ORDINALS}|(?:[A-Z][a-z]+\s){{0,3}}(?:{_MEETING})))"
)
"""The beginning of a journal's or a conference's name."""

ENDS_TITLE = re.compile(
    r"(?:Proceedings|Actes d|Abhandlungen|Advances in|Transactions of|Findings of|arXiv|ArXiv|CoRR|Lecture Notes|"
    r"Ph\.?\s?D|Doctoral|Master)|(?!Part\b)[A-Z][\w .’'-]{2,30}(?:,\s[A-Z][\w. ]{1,20})?:\s[A-Z]"
    r"|[\w&.’' -]{0,40}\b(?:Press|Publish(?:ers|ing)|Springer|Wiley|Elsevier|Routledge|Sage)\b"
)
"""What begins no sentence of a title: proceedings, theses, `Oxford: Oxford University Press`."""

EDITOR = re.compile(r"\s*[^\W\d_][^.]{2,200}?,\s(?:eds?|editors?)\.(?=\s)")
"""`Hirschberg J, editor.` between title and journal."""

EDITED = re.compile(
    r"\s(?:[A-Z]\.[\s-]?){1,3}[A-Z][\w'’-]+(?:(?:,|\s&|\sand)\s(?:[A-Z]\.[\s-]?){1,3}[A-Z][\w'’-]+)*,\seds?\.\s"
)
"""` W. M. Switzer, ed. ` behind the title, without a stop between."""

NOUN = re.compile(r"\b(?:Conference|Symposium|Workshop|Encyclopedia|Journal|Transactions|Proceedings|Instruments)\b")
_JOURNAL = re.compile(
    r"(?:Journal of|Acta|Annals of|Annales|Zeitschrift|Archiv|Revista|Revue|Transactions|Proceedings|Bulletin)\b"
    r"|(?:19|20)\d\d\sInternational\b"
)


def begins_journal(text: str) -> bool:
    """Whether a sentence is the first part of a journal's name: `Acta Universitatis Lodziensis. Folia oeconomica`."""
    return len(text.split()) <= 8 and _JOURNAL.match(text) is not None


def venue_like(text: str) -> bool:
    """Whether this may be a venue's name: it begins with a capital or number, and is no sentence."""
    words = text.split()
    return bool(words) and not words[0][0].islower() and (len(words) <= 12 or VENUE.match(text) is not None)
