"""Works as BibTeX, the way a careful author writes it and laid out as the ACL Anthology does.

The published version leads and keeps the preprint as `eprint`. Nothing stands in an entry that no
source said: a type whose required fields are unknown becomes `@misc` instead of getting them invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from resolver.model import Person, Record, Resolution
from resolver.text import latex, titles
from resolver.writers import tex
from resolver.writers.casing import protect
from resolver.writers.keys import keys

__all__ = ["entry", "keys", "render"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(
    r"\b(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b\.?",
    re.IGNORECASE,
)
_EXPRESSION = re.compile(r'(?:"[^"{}#\\]*"|[a-z]{3})(?:\s*#\s*(?:"[^"{}#\\]*"|[a-z]{3}))*')
_REQUIRED = {
    "inproceedings": ("title", "booktitle", "year"),
    "incollection": ("title", "booktitle", "publisher", "year"),
    "article": ("title", "journal", "year"),
    "proceedings": ("title", "year"),
    "book": ("title", "publisher", "year"),
    "phdthesis": ("title", "school", "year"),
    "mastersthesis": ("title", "school", "year"),
}
"""What makes the type (btxdoc, section 3.1). An editorial without authors is still an article."""

_VENUE_FIELD = {
    "inproceedings": "booktitle", "incollection": "booktitle", "article": "journal", "phdthesis": "school",
    "mastersthesis": "school", "misc": "howpublished",
}  # fmt: skip
_ORDER = (
    "title", "author", "editor", "booktitle", "journal", "school", "howpublished", "volume", "number", "month",
    "year", "address", "note", "publisher", "url", "doi", "pages", "isbn", "language", "eprint", "archiveprefix",
    "primaryclass",
)  # fmt: skip
_ARXIV_DOI = "10.48550/"
_PROTECTED = re.compile(r"\{[^{}\\]*[A-Z]")
_INNER_CAPITAL = re.compile(r"\w[A-Z]")
_UNSAFE = re.compile(r'["{}\\\s<>^`|]')


def render(resolutions: Sequence[Resolution]) -> str:
    """A whole database: one entry for each key, in the order of the list."""
    made = keys(resolutions)
    entries: dict[str, str] = {}
    for resolution in resolutions:
        if resolution.work is not None:
            key = made[resolution.entry.row]
            entries.setdefault(key.lower(), entry(resolution.work.record, key))
    return "\n".join(entries.values())


def entry(record: Record, key: str) -> str:
    """One record as a BibTeX entry, ending in a line break.

    Args:
        record: the merged record of a work.
        key: its citation key, already legal and unique.
    """
    kind = _type(record)
    fields = _fields(record, kind)
    if any(not fields.get(name) for name in _REQUIRED.get(kind, ())) and kind != "misc":
        kind = "misc"
        fields = _fields(record, kind)
    lines = [f"    {name} = {fields[name]}" for name in _ORDER if fields.get(name)]
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}\n"


def _type(record: Record) -> str:
    if record.type == "preprint":
        return "misc"
    if record.type == "thesis":
        said = titles.fold(f"{record.note} {record.venue} {record.comment}")
        if re.search(r"\bph\.?\s?d|doctor|dissertation", said):
            return "phdthesis"
        return "mastersthesis" if re.search(r"\bmaster", said) else "misc"
    return record.type


def _fields(record: Record, kind: str) -> dict[str, str]:
    arxiv = record.id("arxiv")
    values = {
        "title": _title(record),
        "author": people(record.authors, cut=record.partial_authors),
        "editor": people(record.editors),
        "volume": tex.encode(record.volume),
        "number": tex.encode(record.number),
        "year": str(record.year) if record.year else "",
        "address": tex.encode(record.address),
        "note": _note(record),
        "publisher": tex.encode(record.publisher),
        "url": address(record.url),
        "doi": _doi(record),
        "pages": pages(record.pages),
        "isbn": "" if kind in {"article", "misc"} else tex.encode(record.isbn),
        "language": tex.encode(record.language),
        "eprint": address(arxiv),
        "archiveprefix": "arXiv" if arxiv else "",
        "primaryclass": tex.encode(record.category) if arxiv else "",
    }
    venue = _VENUE_FIELD.get(kind, "")
    if venue and not (kind == "misc" and (arxiv or "arxiv" in record.venue.lower())):
        values[venue] = tex.encode(record.venue)
    out = {name: tex.quoted(value) for name, value in values.items() if value}
    if expression := month(record.month):
        out["month"] = expression
    return out


def _title(record: Record) -> str:
    """The source's own LaTeX where it has it and it says the same as the title, else our protection.

    A few titles of the Anthology (0.6% of its export, all of its volumes among them) have capitals
    inside words and no protection at all: styles would print `LLMs` as `llms`.
    """
    given = record.title_tex
    if not given or not tex.sound(given) or titles.key(latex.to_text(given)) != titles.key(record.title):
        return protect(record.title)
    forgotten = (
        not _PROTECTED.search(given) and _INNER_CAPITAL.search(record.title) and record.title.upper() != record.title
    )
    return protect(record.title) if forgotten else given


def _note(record: Record) -> str:
    note = tex.encode(record.note)
    if record.retracted and "retract" not in note.lower() and "withdrawn" not in note.lower():
        said = tex.encode(record.retracted)
        note = f"{note}. Retracted: {said}" if note else f"Retracted: {said}"
    return note


def _doi(record: Record) -> str:
    doi, acl = record.id("doi"), record.id("acl")
    if acl and doi.endswith(acl.lower()):  # DOIs don't mind case, but the Anthology's are registered in its own
        doi = doi[: -len(acl)] + acl
    # arXiv's own DOI says nothing that the eprint does not
    return "" if record.id("arxiv") and doi.startswith(_ARXIV_DOI) else address(doi)


def address(text: str) -> str:
    """An address or identifier, which styles print verbatim: only what would break the entry is escaped."""
    return _UNSAFE.sub(lambda m: "".join(f"%{byte:02X}" for byte in m[0].encode()), text.strip())


def pages(text: str) -> str:
    """A range of pages with BibTeX's double hyphen; a single hyphen inside a page's number stays.

    >>> pages("103–119"), pages("12-1--12-10"), pages("e15")
    ('103--119', '12-1--12-10', 'e15')
    """
    clean = re.sub(r"\s*(?:[–—−]|--+)\s*", "--", text.strip())
    if "--" not in clean:
        clean = re.sub(r"^(\w+)\s*-\s*(\w+)$", r"\1--\2", clean)
    return tex.encode(clean)


def month(text: str) -> str:
    """A month, or an expression of months and days, with BibTeX's macros; not to be put in quotes.

    >>> month("July"), month("7"), month("17-20 June"), month("oct # '-' # nov".replace("'", '"'))
    ('jul', 'jul', '"17-20 " # jun', 'oct # "-" # nov')
    """
    clean = " ".join(text.split())
    if _EXPRESSION.fullmatch(clean) and set(re.findall(r"[a-z]{3}", re.sub(r'"[^"]*"', "", clean))) <= set(_MONTHS):
        return clean
    if clean.isascii() and clean.isdigit() and 1 <= int(clean) <= 12:
        return _MONTHS[int(clean) - 1]
    parts, end = [], 0
    for found in _MONTH.finditer(clean):
        parts += [tex.quoted(piece) for piece in [tex.encode_part(clean[end : found.start()])] if piece]
        parts.append(found[1][:3].lower())
        end = found.end()
    parts += [tex.quoted(piece) for piece in [tex.encode_part(clean[end:])] if piece]
    return " # ".join(parts)


def people(names: Iterable[Person], *, cut: bool = False) -> str:
    """Names for an `author` or `editor` field, one a line.

    Args:
        names: in their order.
        cut: the source gave only the first of them.
    """
    written = [name for person in names if (name := _name(person))]
    return "  and\n      ".join([*written, "others"] if cut and written else written)


def _name(person: Person) -> str:
    """`Last, First` or `Last, Jr, First`; names of groups and what BibTeX would split stand in braces."""
    family, given, suffix = (_part(part) for part in (person.family, person.given, person.suffix))
    if not family:
        return given
    if not given and not suffix:
        return f"{{{family}}}" if " " in family or person.family.strip().lower() == "others" else family
    return ", ".join(part for part in (family, suffix, given) if part)


def _part(text: str) -> str:
    """A part of a name as LaTeX, in braces when it holds what separates names for BibTeX."""
    coded = tex.encode_part(tex.tidy(text)).strip(" ~")
    breaks = "," in coded or re.search(r"(?:^|\s)(?:and)(?:\s|$)", coded, re.IGNORECASE)
    return f"{{{coded}}}" if breaks else coded
