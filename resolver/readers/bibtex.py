"""BibTeX and BibLaTeX databases, with the place of every entry and field in the text.

`bibtexparser` takes the file apart: its blocks keep the raw text, comments and broken entries included,
so that the places follow by looking its pieces up in order. Values are resolved here (`@string`, `#`,
`crossref`), because it leaves concatenations as they are.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from resolver.errors import InputError
from resolver.identifiers import SCHEMES, find_all, parse
from resolver.model import Document
from resolver.readers.claims import MOST_NOTES, PREPRINT, EntryClaims, document
from resolver.text import bibtex
from resolver.text.places import Lines, Place

_BLOCK = re.compile(r"^[ \t]*@[ \t]*(?:comment|preamble|string|[a-z]+)[ \t\r\n]*[{(]", re.IGNORECASE | re.MULTILINE)
_MARKDOWN = re.compile(r"^(?:#{1,6} |```|~~~|[-*+] |\|)|\]\(", re.MULTILINE)
_ASIDE = re.compile(r"<!--.*?(?:-->|\Z)|^(?P<fence>```+|~~~+).*?(?:^(?P=fence)|\Z)", re.DOTALL | re.MULTILINE)
"""Comments and fenced code of Markdown and HTML."""
_DOCUMENTS = frozenset({".md", ".markdown", ".mdx", ".qmd", ".html", ".htm", ".org"})
_MONTHS = {m: m for m in "jan feb mar apr may jun jul aug sep oct nov dec".split()}

VENUES = ("booktitle", "journal", "journaltitle", "school", "institution", "howpublished")
_LINKS = {
    "doi": "doi", "url": "url", "ee": "url", "link": "url", "pdf": "url", "bdsk-url-1": "url", "arxiv": "arxiv_id",
    "arxivid": "arxiv_id",
}  # fmt: skip
_IN_TEXT = ("journal", "howpublished", "note", "number", "volume", "publisher", "archiveprefix")
_URL = re.compile(r"\\(?:url|href)\s*\{([^{}]*)\}")
_INHERITED = ("crossref", "xdata")


class BibField(Struct, frozen=True):
    """A field as written: its name, its raw value with delimiters, and where they stand."""

    name: str
    raw: str
    name_at: Place
    at: Place


class BibEntry(Struct, frozen=True, kw_only=True):
    """An entry as written. `given` holds its values by lower-case name, resolved and inherited ones included."""

    type: str
    key: str
    line: int
    at: Place
    fields: tuple[BibField, ...]
    given: Mapping[str, str]
    sure: bool = True

    def field(self, *names: str) -> BibField | None:
        """The first field of one of these (lower-case) names, in the order of the names."""
        return next((f for name in names for f in self.fields if f.name.lower() == name), None)


class Database(Struct, frozen=True):
    """The entries of a file in order, what was broken in it, and the (lower-case) names of its macros."""

    entries: tuple[BibEntry, ...]
    notes: tuple[str, ...] = ()
    macros: frozenset[str] = frozenset()


class BibTeXReader:
    """Takes text whose first structure is an `@entry{`."""

    name = "bibtex"
    suffixes = (".bib", ".bibtex")

    def sniff(self, head: str, path: Path) -> bool:
        if path.suffix.lower() in {".bib", ".bibtex"}:
            return True
        outside = _ASIDE.sub("", head)  # how to cite a list is no part of it
        first = _BLOCK.search(outside)
        if first is None or _MARKDOWN.search(outside, 0, first.start()):
            return False
        return path.suffix.lower() not in _DOCUMENTS or not _MARKDOWN.search(outside)

    def read(self, path: Path, text: str) -> Document:
        """One entry for each entry of the file; what is broken is told with its line and stays in the file.

        Raises:
            InputError: nothing in it could be read.
        """
        found = database(text, path)
        if not found.entries:
            raise InputError("; ".join(("there is no entry in this BibTeX file", *found.notes[:1])), path=path)
        return document(self.name, path, text, map(claims, found.entries), found.notes)


# ------------------------------------------------------------------ from text to entries


@lru_cache(maxsize=1)  # a filler takes apart what was just read, and `Document` holds no parser's objects
def database(text: str, path: Path | str = "") -> Database:
    """Take a database apart; the last one is kept, because who fills a list has just read it.

    Raises:
        InputError: the parser itself failed.
    """
    from bibtexparser import model
    from bibtexparser.entrypoint import parse_string

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    try:
        blocks = parse_string(text, parse_stack=[]).blocks
    except Exception as error:  # noqa: BLE001 - it raises a bare Exception for what it takes for bugs of its own
        raise InputError(f"the BibTeX can't be read ({' '.join(str(error).split())[:200]})", path=path) from None
    lines, end = Lines(text), 0
    macros: dict[str, str] = dict(_MONTHS)
    listed: list[tuple[model.Entry, Place, bool]] = []
    notes: list[str] = []
    first: dict[str, int] = {}
    for block in blocks:
        raw = block.raw or ""
        start = text.find(raw, end)
        if start < 0:  # never seen; such a block has no place to be edited at
            start = end
        else:
            end = start + len(raw)
        line = lines.number(start)
        inner = block.ignore_error_block if isinstance(block, model.ParsingFailedBlock) else block
        if isinstance(inner, model.String):
            macros[inner.key.lower()] = bibtex.expand(str(inner.value), macros)
        elif isinstance(inner, model.Entry):
            if isinstance(block, model.DuplicateFieldKeyBlock):
                notes.append(f"line {line}: {inner.key}: a field stands there twice; the first one counts")
            if (before := first.setdefault(inner.key, line)) != line:
                notes.append(f"line {line}: the key {inner.key} was used before, in line {before}")
            listed.append((inner, Place(start, start + len(raw)), not isinstance(block, model.DuplicateFieldKeyBlock)))
        elif isinstance(block, model.ParsingFailedBlock):
            notes.append(f"line {line}: this entry is broken and was not read: {_why(block.error)}")
    parents = {inner.key.lower(): _values(inner, macros) for inner, _, _ in reversed(listed)}
    entries = (_entry(inner, at, text, lines, macros, parents, alone=sure) for inner, at, sure in listed)
    more = len(notes) - MOST_NOTES
    shown = notes if more <= 0 else [*notes[:MOST_NOTES], f"and {more} more places like these"]
    return Database(tuple(entries), tuple(shown), frozenset(macros))


def _why(error: object) -> str:
    said = getattr(error, "abort_reason", "") or str(error)
    return " ".join(said.split())[:160].rstrip(" .")


def _values(block: object, macros: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for field in block.fields:  # type: ignore[attr-defined]  # the parser's blocks of entries have fields
        found.setdefault(_name(field.key).lower(), bibtex.expand(str(field.value), macros))
    return found


def _name(key: str) -> str:
    """A field's name without the comment (`% …` to the end of its line) that people write before it."""
    return key.split()[-1] if "%" in key else key


def _entry(
    block: object,
    at: Place,
    text: str,
    lines: Lines,
    macros: Mapping[str, str],
    parents: Mapping[str, Mapping[str, str]],
    *,
    alone: bool,
) -> BibEntry:
    # The parser's blocks of entries have these.
    kind, key = str(block.entry_type), str(block.key)  # type: ignore[attr-defined]
    # The parser's blocks of entries have fields.
    pairs = [(str(f.key), str(f.value)) for f in block.fields]  # type: ignore[attr-defined]
    fields = _located(text, at, key, pairs)
    given = _values(block, macros)
    for name in _INHERITED:
        for parent in given.get(name, "").split(","):
            for inherited, value in parents.get(parent.strip().lower(), {}).items():
                target = "booktitle" if inherited == "title" and name == "crossref" else inherited
                if inherited not in {"doi", "url", "eprint", "pages"} or name == "xdata":
                    given.setdefault(target, value)
    return BibEntry(
        type=kind,
        key=key,
        line=lines.number(at.start),
        at=at,
        fields=fields or (),
        given=given,
        sure=alone and fields is not None,
    )


_SPACE = re.compile(r"\s*")


def _located(text: str, at: Place, key: str, pairs: list[tuple[str, str]]) -> tuple[BibField, ...] | None:
    """Where the fields that the parser found stand; `None` where they don't follow each other as they should."""
    pos = text.find(key, at.start, at.end) + len(key)
    found = []
    for name, value in pairs:
        pos = _after(text, pos, ",")
        if pos < 0 or not text.startswith(name, pos := _skip(text, pos)):
            return None
        named = Place(pos + len(name) - len(_name(name)), pos + len(name))
        pos = _after(text, named.end, "=")
        if pos < 0 or not text.startswith(value, pos := _skip(text, pos)) or len(_name(name).split()) != 1:
            return None
        found.append(BibField(_name(name), value, named, Place(pos, pos + len(value))))
        pos += len(value)
    return tuple(found) if pos <= at.end else None


def _skip(text: str, pos: int) -> int:
    found = _SPACE.match(text, pos)
    return found.end() if found else pos


def _after(text: str, pos: int, mark: str) -> int:
    """The offset behind `mark`, which must come next; -1 where it does not."""
    pos = _skip(text, pos)
    return pos + 1 if text.startswith(mark, pos) else -1


# ------------------------------------------------------------------ what an entry claims


def claims(entry: BibEntry) -> EntryClaims:
    """The claims of an entry: its LaTeX resolved, but for names, whose braces tell what belongs together."""
    given = entry.given
    authors = " ".join((given.get("author") or given.get("editor", "")).split())
    venue = next((v for name in VENUES if (v := bibtex.plain(_URL.sub("", given.get(name, ""))))), "")
    if not venue and PREPRINT.search(given.get("publisher", "")):  # `publisher = {arXiv}`, as DataCite has it
        venue = bibtex.plain(given["publisher"])
    title = bibtex.plain(given.get("title", ""))
    if subtitle := bibtex.plain(given.get("subtitle", "")):
        title = f"{title}: {subtitle}"
    return EntryClaims(
        line=entry.line,
        title=title,
        authors=authors,
        shown=bibtex.plain(authors),
        year=given.get("year") or given.get("date", ""),
        venue=venue,
        key=entry.key,
        type=entry.type,
        links=tuple(_links(given)),
    )


def _links(given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, kind in _LINKS.items():
        if name in given:
            yield kind, _address(given[name])
    if number := given.get("eprint", "").strip():
        prefix = (given.get("archiveprefix") or given.get("eprinttype", "")).lower()
        if prefix in ("arxiv", "") and ((found := parse(number)) is None or found.kind == "arxiv"):
            yield "arxiv_id", number
        else:
            yield "", _address(number)
    for name in ("howpublished", "note"):
        for found_url in _URL.findall(given.get(name, "")):
            yield "", _address(found_url)
    for name in _IN_TEXT:
        for identifier in find_all(_address(value)) if (value := given.get(name)) else ():
            yield SCHEMES[identifier.kind].column, identifier.value


def _address(value: str) -> str:
    r"""An address as it is meant: `\_`, `\%`, `{\_}` and `\url{…}` are LaTeX's."""
    if "\\" not in value and "$" not in value:
        return value.strip().strip("{}").strip()
    inner = _URL.sub(r"\1", value)
    return re.sub(r"\{?\\([_%#&~$^{}])\}?", r"\1", inner).replace(r"$\sim$", "~").strip().strip("{}").strip()
