"""What BibTeX and BibLaTeX have in common: titles, names, pages, addresses, and the shape of an entry.

Nothing stands in an entry that no source said: a type whose required fields are unknown becomes the
general one instead of getting them invented.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from resolver.identifiers import SCHEMES
from resolver.model import Person, Record
from resolver.text import latex, titles
from resolver.writers import tex
from resolver.writers.base import line
from resolver.writers.casing import protect
from resolver.writers.cited import Cited

_ARXIV_DOI = f"{SCHEMES['arxiv'].registrant}/"
_PROTECTED = re.compile(r"\{[^{}\\]*[A-Z]")
_INNER_CAPITAL = re.compile(r"\w[A-Z]")
_BARE = re.compile(r"(?<!\\)[%&#_]")
_UNSAFE = re.compile(r'["{}\\\s<>^`|]|[^\x00-\x7f]')


def layout(kind: str, key: str, fields: Mapping[str, str], order: Sequence[str]) -> str:
    """An entry laid out as the ACL Anthology does, ending in a line break; `fields` have their delimiters."""
    lines = [f"    {name} = {fields[name]}" for name in order if fields.get(name)]
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}\n"


def as_cited(work: Cited, entry: Callable[[Record, str], str]) -> str:
    """A work as an entry, with what the list's own database has beside it; what was not verified says so before it.

    Args:
        work: with its key.
        entry: writes one record under a key.
    """
    if not work.unverified:
        return _with_fields(entry(work.record, work.key), _beside(work))
    why = f"% not verified, as it was listed: {work.unverified.replace('@', ' at ')}\n"
    original = work.original
    if original.text:
        return f"{why}{_renamed(original.text, work.key)}\n"
    if original.fields:
        kept = {name: value for name, value in original.fields.items() if name not in _PARENTS}
        return why + layout(original.type, work.key, _in_braces(kept), list(kept))
    return why + entry(work.record, work.key)


def _renamed(entry: str, key: str) -> str:
    """An entry as it was written, under its key, which differs where two works had the same."""
    return re.sub(r"\A(@[^{(]*[{(]\s*)[^\s,]*", lambda m: f"{m[1]}{key}", entry, count=1)


def _beside(work: Cited) -> dict[str, str]:
    """Fields of the list's entry that no record has and no style takes for the work's: notes, keywords, files, code."""
    given = work.original.fields
    return _in_braces(
        {
            name: value
            for name, value in given.items()
            if name not in _OF_RECORDS and not (name == "note" and line(work.record.note)) and value.strip()
        }
    )


def _in_braces(fields: Mapping[str, str]) -> dict[str, str]:
    return {
        name: f"{{{' '.join(v.split())}}}" for name, v in fields.items() if tex.balanced(v) and _FIELD.fullmatch(name)
    }


def _with_fields(entry: str, fields: Mapping[str, str]) -> str:
    """An entry of ours with more fields at its end."""
    known = set(re.findall(r"(?m)^    (\w+) = ", entry))
    more = [f"    {name} = {value}" for name, value in fields.items() if name not in known]
    return entry if not more else entry.removesuffix("\n}\n") + ",\n" + ",\n".join(more) + "\n}\n"


_FIELD = re.compile(r"[A-Za-z][\w:.+-]*")
_PARENTS = frozenset({"crossref", "xdata"})
_OF_RECORDS = _PARENTS | frozenset(
    "title subtitle author editor booktitle journal journaltitle school institution howpublished volume number month "
    "year date day address location publisher url doi pages isbn issn language langid eprint archiveprefix "
    "primaryclass eprinttype eprintclass eprintprefix arxiv arxivid type series edition organization chapter key "
    "eventtitle eventdate venue urldate urlyear bibtex_show biburl bibsource".split()
)
"""Fields that a record has, or that belong to the version that the list has; the record has its own."""


def title(record: Record, *, unicode: bool = False) -> str:
    """The source's own LaTeX where it has it and it says the same as the title, else our protection.

    A few titles of the Anthology (0.6% of its export, all of its volumes among them) have capitals
    inside words and no protection at all: styles would print `LLMs` as `llms`. arXiv's titles have none.
    """
    given = record.title_tex
    if not _usable(given) or titles.key(latex.to_text(given)) != titles.key(record.title):
        return protect(record.title, unicode=unicode)
    text = "".join(piece for piece, maths in tex.split_maths(given) if not maths)
    if _PROTECTED.search(text) or not (_INNER_CAPITAL.search(text) or "$" in given or _BARE.search(text)):
        return tex.adapt(given, unicode=unicode)
    shouted = record.title.upper() == record.title and "$" not in given
    return tex.adapt(given, unicode=unicode) if shouted else protect(_mathematical(record), unicode=unicode)


def _usable(given: str) -> bool:
    return bool(given) and tex.sound(given) and latex.prints_only(given)


def _mathematical(record: Record) -> str:
    return latex.mathematical(record.title_tex) or record.title


def note(record: Record, *, unicode: bool = False) -> str:
    """The record's note, and that the work was retracted, unless the note says so."""
    return tex.encode(remark(record), unicode=unicode)


def remark(record: Record) -> str:
    """`note` as plain text."""
    said, why = line(record.note), line(record.retracted)
    if not why or "retract" in said.lower() or "withdrawn" in said.lower():
        return said
    return f"{said}. Retracted: {why}" if said else f"Retracted: {why}"


def degree(record: Record) -> str:
    """`phd` or `master`, when the record states a thesis's degree."""
    said = titles.fold(f"{record.note} {record.venue} {record.comment}")
    if re.search(r"\bph\.?\s?d|doctor|dissertation", said):
        return "phd"
    return "master" if re.search(r"\bmaster", said) else ""


def doi(record: Record) -> str:
    """The DOI as it is registered; arXiv's own says nothing that the eprint does not."""
    given, acl = record.id("doi"), record.id("acl")
    if acl and given.endswith(acl.lower()):  # DOIs don't mind case, but the Anthology's are registered in its own
        given = given[: -len(acl)] + acl
    return "" if record.id("arxiv") and given.startswith(_ARXIV_DOI) else address(given)


def any_doi(record: Record) -> str:
    """The DOI; for a preprint also arXiv's own, in arXiv's letters, where a format has no place for its number."""
    own = record.id("doi") if record.type == "preprint" else ""
    return doi(record) or address(own.replace("/arxiv.", "/arXiv."))


def url(record: Record) -> str:
    """The work's address, if it is one of the web."""
    given = line(record.url)
    return address(given) if re.match(r"https?://\w", given, re.IGNORECASE) else ""


def address(text: str) -> str:
    """An address or identifier, which styles print verbatim: only what no address may hold is escaped (RFC 3986)."""
    return _UNSAFE.sub(lambda m: "".join(f"%{byte:02X}" for byte in m[0].encode()), line(text))


def isbn(text: str) -> str:
    """An ISBN as it is written, if its check digit is right (ISO 2108); some sources hold `TODO` or a slip.

    >>> isbn("979-8-89176-195-7"), isbn("979-8-89176-195-8"), isbn("TODO")
    ('979-8-89176-195-7', '', '')
    """
    plain = line(text)
    digits = [10 if ch in "Xx" else int(ch) for ch in plain if ch in "0123456789Xx"]
    if re.fullmatch(r"[\d -]*[\dXx]", plain) is None:
        return ""
    if len(digits) == 13:
        right = sum(d * (3 if n % 2 else 1) for n, d in enumerate(digits)) % 10 == 0
    else:
        right = len(digits) == 10 and sum(d * (10 - n) for n, d in enumerate(digits)) % 11 == 0
    return plain if right else ""


def pages(text: str) -> str:
    """A range of pages with a double hyphen; a single hyphen inside a page's number stays.

    >>> pages("103–119"), pages("12-1--12-10"), pages("e15")
    ('103--119', '12-1--12-10', 'e15')
    """
    clean = re.sub(r"\s*(?:[–—−]|--+)\s*", "--", text.strip())
    if "--" not in clean:
        clean = re.sub(r"^(\w+)\s*-\s*(\w+)$", r"\1--\2", clean)
    return tex.encode(clean)


def people(names: Iterable[Person], *, cut: bool = False, unicode: bool = False) -> str:
    """Names for an `author` or `editor` field, one a line.

    Args:
        names: in their order.
        cut: the source gave only the first of them.
        unicode: leave letters as they are, for BibLaTeX.
    """
    written = [name for person in names if (name := _name(person, unicode=unicode))]
    return "  and\n      ".join([*written, "others"] if cut and written else written)


def _name(person: Person, *, unicode: bool) -> str:
    """`Last, First` or `Last, Jr, First`; names of groups and what BibTeX would split stand in braces."""
    if person.given and person.east_asian:  # whole: styles would make an initial of a character, or of a byte of it
        return f"{{{_part(str(person), unicode=unicode)}}}"
    family, given, suffix = (_part(part, unicode=unicode) for part in (person.family, person.given, person.suffix))
    if not family:
        return given
    if not given and not suffix:
        return f"{{{family}}}" if " " in family or person.family.strip().lower() == "others" else family
    return ", ".join(part for part in (family, suffix, given) if part)


def _part(text: str, *, unicode: bool) -> str:
    """A part of a name as LaTeX, in braces when it holds what separates names for BibTeX."""
    coded = tex.encode_part(tex.tidy(text), unicode=unicode).strip(" ~")
    breaks = "," in coded or re.search(r"(?:^|\s)(?:and)(?:\s|$)", coded, re.IGNORECASE)
    return f"{{{coded}}}" if breaks else coded
