"""The Anthology's field values as `Record` fields; shared by the readers of its BibTeX and of its XML.

Every function is memoised where values repeat: in an export of 112,000 entries there are 835,000
names but 110,000 different ones, and a book title stands in each of its papers.
"""

from __future__ import annotations

import re
from functools import lru_cache

from resolver.model import Identifier, Person, WorkType
from resolver.text import latex, names

BASE = "https://aclanthology.org/"
"""Where the Anthology's pages are; an export's `url` is this and the identifier and a slash."""

TYPES: dict[str, WorkType] = {
    "inproceedings": "inproceedings",
    "article": "article",
    "proceedings": "proceedings",
    "book": "book",
    "incollection": "incollection",
    "inbook": "incollection",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
}

_MONTHS = "January February March April May June July August September October November December".split()
MONTH_MACROS = {name[:3].lower(): name for name in _MONTHS}

# One accented letter, one named letter or one escaped mark in braces of its own: what the Anthology's
# exporter writes for everything beyond ASCII that its readers may not have.
_TOKEN = re.compile(r"\{\\(?:[`'\"^~=.uvHcdbrk](?:\{\\?[A-Za-z]\}|\\?[A-Za-z])|[A-Za-z]+|[&_#%$])\}")
_NEEDS_LATEX = re.compile(r"[\\$~]|(?<![`\w])`(?!`)|[!?]`")
_SPACES = re.compile(r"\s+")
_SUFFIXED = re.compile(r"\s(?:jr|sr|ii|iii|iv)\.?$", re.IGNORECASE)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_PAGE_RANGE = re.compile(r"(?<=[0-9ivxlc])\s*(?:--?|[–—])\s*(?=[0-9ivxlc])", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")


@lru_cache(maxsize=4096)  # a few hundred accents and marks stand in 112,000 entries
def _token_text(token: str) -> str:
    return latex.to_text(token)


def to_plain_text(raw: str) -> str:
    """Plain Unicode of an exported value, equal to `latex.to_text` but quick where little LaTeX is in it."""
    short = raw
    if "\\" in raw:
        short = _TOKEN.sub(lambda m: _token_text(m[0]), raw)
    # One character test each is far quicker than the pattern, which few values need.
    if ("\\" in short or "$" in short or "~" in short or "`" in short) and _NEEDS_LATEX.search(short):
        return _SPACES.sub(" ", latex.to_text(raw)).strip()
    if "--" in short:
        short = short.replace("---", "—").replace("--", "–")
    if "``" in short or "''" in short:
        short = short.replace("``", "“").replace("''", "”")
    if "{" in short or "}" in short:
        short = short.replace("{", "").replace("}", "")
    return _SPACES.sub(" ", short).strip() if "  " in short or "\n" in short else short.strip()


@lru_cache(maxsize=4096)  # a volume's values stand in each of its papers
def to_plain_text_once(raw: str) -> str:
    """`to_plain_text` for values that stand in many entries: book titles, publishers, addresses."""
    return to_plain_text(raw)


def make_person(family: str, given: str) -> Person:
    """A name whose parts the source gives apart; a suffix that it keeps with the surname is taken off.

    A name without a given name is a mononym or a group: the Anthology has them as surnames.
    """
    match = _SUFFIXED.search(family) if given and " " in family else None
    if match is None:
        return Person(family, given)
    return Person(family[: match.start()], given, match[0].strip())


@lru_cache(maxsize=16384)  # people write several papers, and the export has a volume's in one place
def parse_exported_name(raw: str) -> Person:
    """One name of the BibTeX export: `Surname, Given`, or a surname alone."""
    if raw.count(",") == 1:
        family, _, given = raw.partition(",")
        return make_person(to_plain_text(family), to_plain_text(given))
    if "," not in raw:
        return Person(to_plain_text(raw))
    return names.parse_person(raw)


@lru_cache(maxsize=8192)  # a volume's month stands in each of its papers
def spell_month(raw: str) -> str:
    """A month in words: the macro `jul`, or an expression such as `"17-20 " # jun`, spelled out.

    >>> spell_month('oct # " 31-" # nov # " 4"')
    'October 31–November 4'
    """
    parts = re.findall(r'"([^"]*)"|\{([^{}]*)\}|([^\s#"{}]+)', raw)
    said = "".join(MONTH_MACROS.get(bare.lower(), bare) if bare else quoted or braced for quoted, braced, bare in parts)
    said = re.sub(r"\s*(?:--?|–)\s*", "–", to_plain_text(said))
    return MONTH_MACROS.get(said.lower(), said)


def normalise_pages(raw: str) -> str:
    """Pages with one en dash between first and last; anything that is no page number is left as it is.

    >>> normalise_pages("8 - 27"), normalise_pages("1--10")
    ('8–27', '1–10')
    """
    first, dashes, last = raw.partition("--")
    if first.isdigit() and (last.isdigit() or not dashes):
        return f"{first}–{last}" if dashes else raw
    return _PAGE_RANGE.sub("–", to_plain_text(raw))


def find_year(raw: str) -> int | None:
    """The first plausible year in `raw`."""
    if len(raw) == 4 and raw.isdigit():
        return int(raw)
    match = _YEAR.search(raw)
    return int(match[0]) if match else None


def list_identifiers(anthology_id: str, doi: str) -> tuple[Identifier, ...]:
    """The identifiers of an entry; what is no DOI (`0.26615/...`, a letter lost) is left out."""
    found: list[Identifier] = []
    if anthology_id:
        found.append(Identifier("acl", anthology_id))
    if doi:
        match = _DOI.fullmatch(to_plain_text(doi) if "\\" in doi or "{" in doi else doi.strip())
        if match:
            found.append(Identifier("doi", match[1].lower()))
    return tuple(found)
