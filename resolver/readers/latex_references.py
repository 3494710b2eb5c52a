r"""References in LaTeX: `thebibliography` in a paper or a .bbl of any style, and biblatex's own .bbl.

They are read and not filled: such a file is made anew from a database at the next run of LaTeX.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from resolver.model import Document, Entry
from resolver.readers.fields import links_in, only_year, tidy
from resolver.readers.reference_list import document_of_references, entry_of
from resolver.text import latex

_COMMENT = re.compile(r"(?<!\\)%.*")
_ITEM = re.compile(r"\\bibitem\b")
_LABEL = re.compile(r"\s*+(?:\[(?:[^\[\]{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*\]\s*+)?\{(?P<key>[^{}]*)\}")
_END = re.compile(r"\\end\s*\{thebibliography\}|\\EOD\b")
_BLOCK = re.compile(r"\\newblock\b\s*")
_NOISE = re.compile(
    r"\\(?:BIBentry\w+|relax|unskip|penalty0|natexlab|bibinfo\s*\{\w+\}|bibfield\s*\{\w+\}|bibnamefont|bibfnamefont|BibitemOpen|BibitemShut\s*\{\w*\}|enquote)\b"
)
_HREF = re.compile(r"\\href\s*(?:@noop\s*)?\{(?P<url>[^{}]*)\}\s*")
_URL = re.compile(r"\\(?:url|path|doi)\s*\{(?P<url>[^{}]*)\}")
_ENTRY = re.compile(r"\\entry\{(?P<key>[^{}]*)\}\{(?P<type>[^{}]*)\}")
_FIELD = re.compile(r"\\(?:field|strng)\{(?P<name>\w+)\}\{(?P<value>(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}")
_VERB = re.compile(r"\\verb\{(?P<name>\w+)\}\s*\\verb\s+(?P<value>\S+)")
_FAMILY = re.compile(r"\bfamily=\{(?P<name>(?:[^{}]|\{[^{}]*\})*)\}")
_GIVEN = re.compile(r"\bgiven=\{(?P<name>(?:[^{}]|\{[^{}]*\})*)\}")
_AUTHORS = re.compile(r"\\name\{author\}\{\d+\}\{[^{}]*\}\{")
_AUTHORS_END = re.compile(r"^[ \t]*\}[ \t]*$", re.MULTILINE)


class LatexReferenceReader:
    """Reads the references that a LaTeX file holds."""

    name = "latex"
    suffixes = (".tex", ".bbl")

    def sniff(self, head: str, path: Path) -> bool:
        return head.lstrip()[:1] in ("\\", "%") and bool(_ITEM.search(head) or _ENTRY.search(head))

    def read(self, path: Path, text: str) -> Document:
        """One entry for each `\\bibitem`, or for each entry of biblatex's."""
        plain = _COMMENT.sub("", text)
        found = _biblatex(plain) if _ENTRY.search(plain) else _items(plain)
        entries = [msgspec.structs.replace(e, row=n) for n, e in enumerate(found, start=1)]
        return document_of_references(path, text, self.name, entries)


def _items(text: str) -> Iterator[Entry]:
    marks = list(_ITEM.finditer(text))
    line, seen = 1, 0
    for n, mark in enumerate(marks):
        line, seen = line + text.count("\n", seen, mark.start()), mark.start()
        end = marks[n + 1].start() if n + 1 < len(marks) else len(text)
        if stop := _END.search(text, mark.end(), end):
            end = stop.start()
        label = _LABEL.match(text, mark.end(), end)
        body = text[label.end() if label else mark.end() : end]
        yield msgspec.structs.replace(_item(line, body), key=label["key"].strip() if label else "")


def _item(line: int, body: str) -> Entry:
    """A reference whose parts `\\newblock` sets apart where it is there, else as its text tells."""
    links = [m["url"] for pattern in (_HREF, _URL) for m in pattern.finditer(body)]
    shown = _NOISE.sub("", _URL.sub(r"\g<url>", _HREF.sub("", body)))
    blocks = [_plain(block) for block in _BLOCK.split(shown)]
    entry = entry_of(0, line, " ".join(block for block in blocks if block))
    if len(blocks) > 2 and not re.match(r"[Ii]n\b", blocks[1]):
        entry = msgspec.structs.replace(entry, title=tidy(blocks[1].strip(' .,“”"')))
    shown_links, ids = links_in([("", link) for link in dict.fromkeys((*entry.links, *links))])
    return msgspec.structs.replace(entry, links=shown_links, ids=ids)


def _plain(text: str) -> str:
    return " ".join(latex.to_text(text.replace("``", "“").replace("''", "”").replace("~", " ")).split())


def _biblatex(text: str) -> Iterator[Entry]:
    marks = list(_ENTRY.finditer(text))
    for n, mark in enumerate(marks):
        body = text[mark.end() : marks[n + 1].start() if n + 1 < len(marks) else len(text)]
        fields = {m["name"]: _plain(m["value"]) for m in _FIELD.finditer(body)}
        verbatim = {m["name"]: m["value"] for m in _VERB.finditer(body)}
        names = _AUTHORS.search(body)
        ended = _AUTHORS_END.search(body, names.end()) if names else None
        people = list(_people(body[names.end() : ended.start()])) if names and ended else []
        title = ": ".join(fields[name] for name in ("title", "subtitle") if fields.get(name))
        links, ids = links_in([("", v) for name, v in verbatim.items() if name in ("doi", "url", "eprint")])
        yield Entry(
            row=0,
            line=text.count("\n", 0, mark.start()) + 1,
            title=tidy(title),
            authors=" and ".join(people),
            year=only_year(fields.get("year", "") or fields.get("date", "")),
            venue=tidy(fields.get("booktitle", "") or fields.get("journaltitle", "")),
            key=mark["key"],
            type=mark["type"],
            links=links,
            ids=ids,
        )


def _people(text: str) -> Iterator[str]:
    """The names of a list of biblatex's, each as `Family, Given`."""
    marks = list(_FAMILY.finditer(text))
    for n, mark in enumerate(marks):
        given = _GIVEN.search(text, mark.end(), marks[n + 1].start() if n + 1 < len(marks) else len(text))
        yield ", ".join(_plain(m["name"]) for m in (mark, given) if m)
