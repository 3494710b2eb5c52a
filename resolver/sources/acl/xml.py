"""Reads the Anthology's own XML (`data/xml` of its repository) as the records that its BibTeX export gives.

Both generations of the schema are understood: until August 2026 a paper's file stands in
`<url hash="…">ID</url>`, since then in `<pdf hash="…"/>`, and identifiers follow from the position alone.
They always do, so neither element is needed here. Letters that the export writes as LaTeX stay Unicode in
`title_tex`, and a curly apostrophe stays one in the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from resolver.errors import InputError
from resolver.model import Person, Record, WorkType
from resolver.model.callbacks import NoteCallback, PositionCallback
from resolver.sources.acl import records
from resolver.text import cleaning, latex

# The names of journals stand in the Anthology's venue files; volumes before 1984 give theirs themselves.
_JOURNALS = {
    "cl": "Computational Linguistics",
    "ijclclp": "International Journal of Computational Linguistics and Chinese Language Processing",
    "jlcl": "Journal for Language Technology and Computational Linguistics",
    "lilt": "Linguistic Issues in Language Technology",
    "nejlt": "Northern European Journal of Language Technology",
    "tacl": "Transactions of the Association for Computational Linguistics",
    "tal": "Traitement Automatique des Langues",
}
_MARKUP = {"b": "textbf", "i": "textit", "sc": "textsc", "tt": "texttt", "u": "underline", "url": "url"}
_ESCAPES = str.maketrans(
    {
        "&": r"{\&}",
        "%": r"{\%}",
        "#": r"{\#}",
        "_": r"{\_}",
        "$": r"{\$}",
        "{": r"{\{}",
        "}": r"{\}}",
        "\\": r"{\textbackslash}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        "’": "'",
        "‘": "`",
        "“": "``",
        "”": "''",
        "–": "{--}",
        "—": "{---}",
    }
)
_APOSTROPHE = re.compile(r"(?<=\w)[’'](?=\w)")
_SPACES = re.compile(r"\s+")
_OLD = re.compile(r"[A-Z]\d\d")
_SHORT_MONTH = re.compile(rf"\b({'|'.join(records.MONTH_MACROS)})\b\.?", re.IGNORECASE)

Element = Any  # lxml has no types of its own


def read_xml(
    path: Path, *, progress: PositionCallback | None = None, skipped: NoteCallback | None = None
) -> Iterator[Record]:
    """Yield a record for each paper and each volume's front matter.

    Args:
        path: one XML file, a folder of them, or a checkout's root or `data` folder.
        progress: called with files read and files in all.
        skipped: called for each file that is no well-formed XML; without it the first of them is an error.

    Raises:
        InputError: there is no such file, or no XML in it.
    """
    files = _list_files(path)
    for done, file in enumerate(files, start=1):
        try:
            yield from _read_collection(file)
        except InputError as error:
            if skipped is None:
                raise
            skipped(str(error))
        if progress:
            progress(done, len(files))


def _list_files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    for folder in (path / "data" / "xml", path / "xml", path):
        files = sorted(folder.glob("*.xml"))
        if files:
            return files
    raise InputError("has no XML of the Anthology; give a checkout of it, its data/xml, or one file", path=path)


def _read_collection(file: Path) -> Iterator[Record]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.parse(str(file), parser).getroot()
    except etree.XMLSyntaxError as error:
        raise InputError(f"is no well-formed XML ({error.msg})", path=file, line=error.lineno) from error
    except OSError as error:
        raise InputError(f"can't be read: {error.strerror or error}", path=file) from error
    collection = str(root.get("id") or "")
    if root.tag != "collection" or not collection:
        raise InputError("is no collection of the Anthology", path=file)
    for volume in root.iterchildren("volume"):
        yield from _read_volume(collection, volume)


def _read_volume(collection: str, volume: Element) -> Iterator[Record]:
    meta = volume.find("meta")
    if meta is None:
        return
    common = _read_volume_fields(volume, meta)
    for paper in volume.iterchildren("frontmatter", "paper"):
        number = "0" if paper.tag == "frontmatter" else paper.get("id", "")
        yield _read_paper(paper, make_anthology_id(collection, volume.get("id", ""), number), common, meta)


def make_anthology_id(collection: str, volume: str, paper: str) -> str:
    """The identifier of a paper by its place (rules of the Anthology's identifiers).

    >>> [make_anthology_id(*place) for place in (("P18", "1", "1"), ("W18", "5", "13"), ("2024.acl", "long", "1"))]
    ['P18-1001', 'W18-0513', '2024.acl-long.1']
    """
    if _OLD.fullmatch(collection) is None:
        return f"{collection}-{volume}.{paper}"
    if collection[0] == "W" or collection == "C69" or (collection == "D19" and volume.isdigit() and int(volume) >= 50):
        return f"{collection}-{volume:0>2}{paper:0>2}"
    return f"{collection}-{volume}{paper:0>3}"


def _read_volume_fields(volume: Element, meta: Element) -> dict[str, Any]:
    """What all records of a volume share, as arguments of `Record`."""
    journal = volume.get("type") == "journal"
    venue = to_plain(meta.find("booktitle"))
    if journal:
        venue = _read_text(meta, "journal-title") or _JOURNALS.get(_read_text(meta, "venue"), venue)
    return {
        "venue": venue,
        "type": "article" if journal else "inproceedings",
        "editors": tuple(_read_person(e) for e in meta.iterchildren("editor")),
        "publisher": _read_text(meta, "publisher"),
        "address": _read_text(meta, "address"),
        "month": _normalise_month(_read_text(meta, "month")),
        "year": records.find_year(_read_text(meta, "year")),
        "isbn": _read_text(meta, "isbn"),
        "volume": _read_text(meta, "journal-volume"),
        "number": _read_text(meta, "journal-issue"),
    }


def _read_paper(paper: Element, anthology: str, common: dict[str, Any], meta: Element) -> Record:
    own = dict(common)
    title = paper.find("title")
    if paper.tag == "frontmatter":
        kind: WorkType = "book" if own["type"] == "article" else "proceedings"
        title, own = meta.find("booktitle"), {**own, "type": kind, "venue": "", "volume": "", "number": ""}
    editors = tuple(_read_person(e) for e in paper.iterchildren("editor"))
    record = Record(
        **{
            **own,
            "source": "acl",
            "ids": records.list_identifiers(anthology, _read_text(paper, "doi")),
            "title": to_plain(title),
            "title_tex": to_tex(title),
            "authors": tuple(_read_person(a) for a in paper.iterchildren("author")),
            "editors": editors or own["editors"],
            "month": _normalise_month(_read_text(paper, "month")) or own["month"],
            "number": _read_text(paper, "issue") or own["number"],
            "venue": _read_text(paper, "journal") or own["venue"],
            "isbn": _read_text(paper, "isbn") or own["isbn"],
            "url": f"{records.BASE}{anthology}/",
            "pages": records.normalise_pages(_read_text(paper, "pages")),
            "language": _read_text(paper, "language"),
            "note": _read_text(paper, "note"),
            "retracted": _read_retraction(paper),
            "key": _read_text(paper, "bibkey"),
        }
    )
    return cleaning.clean_record(record)


def _read_retraction(paper: Element) -> str:
    """Why and when a paper was retracted or removed."""
    for tag in ("retracted", "removed"):
        found = paper.find(tag)
        if found is not None:
            when, why = f"{tag} {found.get('date', '')}".strip(), to_plain(found)
            return f"{when}: {why}" if why else when
    return ""


def _read_person(element: Element) -> Person:
    return records.make_person(_read_text(element, "last"), _read_text(element, "first"))


def _read_text(parent: Element, tag: str) -> str:
    return to_plain(parent.find(tag))


def _normalise_month(text: str) -> str:
    """A month as the export's reader gives it: `17-20 June`, `Oct` are `17–20 June`, `October`."""
    long = _SHORT_MONTH.sub(lambda m: records.MONTH_MACROS[m[1].lower()], text)
    return re.sub(r"\s*[-–]+\s*", "–", long)


def to_plain(element: Element) -> str:
    """An element's text without markup, mathematics as Unicode."""
    if element is None:
        return ""
    return _SPACES.sub(" ", "".join(_split_plain(element))).strip()


def _split_plain(element: Element) -> Iterator[str]:
    if element.tag == "tex-math":
        yield latex.to_text(f"${element.text or ''}$")
    else:
        yield element.text or ""
        for child in element:
            yield from _split_plain(child)
            yield child.tail or ""


def to_tex(element: Element) -> str:
    """An element's text with LaTeX for its markup and braces for `<fixed-case>`."""
    if element is None:
        return ""
    return _SPACES.sub(" ", _write_tex(element)).strip()


def _write_tex(element: Element) -> str:
    if element.tag == "tex-math":
        return f"${element.text or ''}$"
    inner = _escape(element.text)
    inner += "".join(_write_tex(child) + _escape(child.tail) for child in element)
    if element.tag == "fixed-case":
        return f"{{{inner}}}"
    macro = _MARKUP.get(element.tag)
    return f"\\{macro}{{{inner}}}" if macro else inner


def _escape(text: str | None) -> str:
    """Text with its special characters as the export writes them; an apostrophe in a word gets braces."""
    return _APOSTROPHE.sub("\0", text or "").translate(_ESCAPES).replace("\0", "{'}")
