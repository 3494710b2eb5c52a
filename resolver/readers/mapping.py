"""Lists kept as JSON or YAML: CSL-JSON, and any list of mappings that have a title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from resolver.errors import InputError
from resolver.identifiers import IDENTIFYING, parse
from resolver.model import Document
from resolver.readers.claims import PREPRINT, EntryClaims, document
from resolver.readers.csv import roles
from resolver.readers.details import venue_like
from resolver.readers.tree import DEEPEST, Map, Node, Scalar, Seq, json_tree, yaml_tree
from resolver.text.places import Lines

_JSON = re.compile(r"\s*(?:\[\s*\{|\[\s*\]\s*$|\{\s*[\"}])")
_YAML_ITEM = re.compile(
    r"(?:(?:[ \t]*(?:#[^\n]*)?|---[^\n]*|%YAML[^\n]*|[\w -]+:[ \t]*(?:#[^\n]*)?)\r?\n)*[ \t]*- +"
    r"(?:[\w\"'-][\w \"'-]*:(?: [^\n]*)?\r?\n[ \t]+[\w\"'-][\w \"'-]*:(?:\s|$)|\{[^\n]*\})"
)
_YAML_MAPS = re.compile(
    r"(?:(?:[ \t]*(?:#[^\n]*)?|---[^\n]*)\r?\n)*[\w./+-]+:[ \t]*\r?\n(?:[ \t]+[\w-]+:[^\n]*\r?\n)*?[ \t]+title:[ \t]"
)
_TITLES = frozenset({"title", "papertitle", "paper", "papername", "name"})
_CITATION_FILE = re.compile(r"^cff-version[ \t]*:", re.MULTILINE)
_CITED = ("preferred-citation", "references")
"""The members of a citation file that name works; the file itself describes a software."""
_FURTHER = frozenset(
    {"serialnumber", "citation", "sources", "links", "urls", "ids", "identifiers", "externalids", "url", "link"}
)


class MappingItem(Struct, frozen=True, kw_only=True):
    """A mapping that lists a paper. `where` says at which index of its pairs each known field stands.

    `key` is what the mapping around it calls it, as in Hayagriva's lists.
    """

    node: Map
    line: int
    section: str
    where: dict[str, int]
    key: str = ""

    def at(self, field: str) -> Node | None:
        """The value of a known field."""
        return self.node.pairs[self.where[field]][1] if field in self.where else None


class JsonReader:
    """Takes a JSON list of objects, or an object."""

    name = "json"
    suffixes = (".json", ".jsonl", ".ndjson")

    def sniff(self, head: str, path: Path) -> bool:
        return _JSON.match(head) is not None or path.suffix.lower() in {".json", ".jsonl", ".ndjson"}

    def read(self, path: Path, text: str) -> Document:
        """One entry for each object with a title, wherever in the text it is.

        Raises:
            InputError: no JSON, or nothing in it has a title.
        """
        return _document(self.name, path, text, json_items(text, path))


class YamlReader:
    """Takes a YAML list of mappings, alone or under a key."""

    name = "yaml"
    suffixes = (".yaml", ".yml", ".cff")

    def sniff(self, head: str, path: Path) -> bool:
        if path.suffix.lower() in {".yaml", ".yml", ".cff"} or _CITATION_FILE.search(head):
            return True
        return "](" not in head and (_YAML_ITEM.match(head) or _YAML_MAPS.match(head)) is not None

    def read(self, path: Path, text: str) -> Document:
        """One entry for each mapping with a title, wherever in the text it is.

        Raises:
            InputError: no YAML, or nothing in it has a title.
        """
        return _document(self.name, path, text, yaml_items(text, path))


def json_items(text: str, path: Path | str = "") -> list[MappingItem]:
    """The papers of a JSON text."""
    return list(items_of(json_tree(text, path), text))


def yaml_items(text: str, path: Path | str = "") -> list[MappingItem]:
    """The papers of a YAML text."""
    tree = yaml_tree(text, path)
    if isinstance(tree, Map) and _CITATION_FILE.search(text):
        cited = tuple((key, node) for key, node in tree.pairs if key.value in _CITED)
        return list(items_of(Map(cited, tree.at, tree.flow), text))
    return [] if tree is None else list(items_of(tree, text))


# The word for it; the built-in is not needed here.
def _document(format: str, path: Path, text: str, items: list[MappingItem]) -> Document:  # noqa: A002
    if not items and _CITATION_FILE.search(text):
        raise InputError("this citation file names no paper: neither a preferred-citation nor references", path=path)
    if not items:
        raise InputError(
            f"nothing in this {format.upper()} has a “title”; give a list of objects that have one", path=path
        )
    return document(format, path, text, map(claims, items))


def items_of(tree: Node, text: str, *, page: bool = False) -> Iterator[MappingItem]:
    """All mappings with a title that are in a list, or values of a mapping; what is in an item is its own.

    Args:
        tree: of the text.
        text: that the tree is of.
        page: whether the whole tree may be an item, beside its references.
    """
    lines = Lines(text)
    todo: list[tuple[Node, str, str, bool]] = [(tree, "", "", page)]
    while todo:
        node, section, key, listed = todo.pop()
        if isinstance(node, Seq):
            todo += [(child, section or key, "", True) for child in reversed(node.items)]
        elif isinstance(node, Map):
            where = _where(node)
            if listed and where:
                yield MappingItem(
                    node=node,
                    line=lines.number(_start(node)),
                    section=section,
                    where=where,
                    key="" if key in _CITED else key,
                )
                if node is tree:
                    todo += [(child, "", name.value, True) for name, child in node.pairs if name.value == "references"]
            else:
                todo += [(child, key, name.value, True) for name, child in reversed(node.pairs)]


def _start(node: Map) -> int:
    return node.pairs[0][0].at.start if node.pairs else node.at.start


def _where(node: Map) -> dict[str, int]:
    """The known fields of a mapping; none where it has no title."""
    names = [key.value for key, _ in node.pairs]
    where = dict(roles(names))
    title = where.get("title")
    if title is None or re.sub(r"[\W_]+", "", names[title].casefold()) not in _TITLES:
        return {}
    said = node.pairs[title][1]
    return where if isinstance(said, Scalar) and (said.text or said.value) else {}


# ------------------------------------------------------------------ what an item claims


def claims(item: MappingItem) -> EntryClaims:
    """The claims of an item, the forms of names, dates and venues of CSL, Hayagriva and citation files included."""
    kinds = {key.value.casefold(): value for key, value in item.node.pairs}
    return EntryClaims(
        line=item.line,
        title=_said(item.at("title")),
        authors=people(item.at("authors")),
        year=_date(item.at("year")) or next((said for name in _DATES if (said := _date(kinds.get(name)))), ""),
        venue=_said(item.at("venue")) or _venue(kinds),
        section=item.section or _said(item.at("section")),
        key=_said(item.at("key")) or item.key,
        type=_said(kinds.get("type")),
        links=tuple(_links(item)),
    )


_DATES = ("date-published", "issue-date", "publishdate")
_VENUES = ("publication", "conference_short", "journal_short", "publication_short", "venue_short", "collection-title")
"""Further names of dates and venues: of citation files, and of themes of Hugo and Jekyll."""
_INSIDE = (("parent", "title"), ("conference", "name"), ("citation", "container-title"))
"""Where a venue stands inside of another member: Hayagriva, CITATION.cff, Quarto."""
_IN = re.compile(r"^In:? (?=\*|[A-Z])")


def _venue(kinds: Mapping[str, Node]) -> str:
    """The venue where no member of that name has it."""
    for name in _VENUES:
        if said := _said(kinds.get(name)):
            return _IN.sub("", said).replace("*", "").strip()
    for name, inner in _INSIDE:
        nodes = kinds.get(name)
        for node in nodes.items if isinstance(nodes, Seq) else (nodes,):
            if isinstance(node, Map) and (said := next((_said(v) for k, v in node.pairs if k.value == inner), "")):
                return said
    publisher = _said(kinds.get("publisher"))  # where people have no other key, they put `arXiv` or `CVPR 2026` there
    return publisher if PREPRINT.search(publisher) or ("type" not in kinds and venue_like(publisher)) else ""


def _said(node: Node | None) -> str:
    """A scalar's text; the first text of a list."""
    if isinstance(node, Seq):
        return next((s for child in node.items if (s := _said(child))), "")
    return node.value if isinstance(node, Scalar) else ""


def people(node: Node | None) -> str:
    """Names as one text: a text as it is; a list of texts or of CSL's and schema.org's name objects joined by `and`."""
    if isinstance(node, Seq):
        return " and ".join(name for child in node.items if (name := _name(child)) and name != _OWNER)
    return _name(node)


_OWNER = "admin"
"""Whom Hugo's themes call so: the owner of the site, whose name stands elsewhere."""


def _name(node: Node | None) -> str:
    if not isinstance(node, Map):
        return _said(node)
    parts = {key.value.casefold(): _said(value) for key, value in node.pairs}
    literal = parts.get("literal") or parts.get("name") or ""
    if literal and "given-name" in parts:  # Hayagriva's name is a surname then
        literal, parts["family"] = "", literal
    family = " ".join(p for n in _FAMILY if (p := parts.get(n, "")))
    rest = [p for n in ("suffix", "name-suffix", "given", "given-names", "given-name") if (p := parts.get(n, ""))]
    return ", ".join((family, *rest)) if family else literal


_FAMILY = ("non-dropping-particle", "dropping-particle", "name-particle", "prefix", "family", "family-names")
"""Parts of a surname, in their order: CSL's, those of citation files, and Hayagriva's."""


def _date(node: Node | None) -> str:
    """A year or date; of CSL's `date-parts` the first number."""
    if isinstance(node, Map):
        parts = {key.value: value for key, value in node.pairs}
        return _said(parts.get("date-parts")) or _said(parts.get("raw")) or _said(parts.get("literal"))
    return _said(node)


def _links(item: MappingItem) -> Iterable[tuple[str, str]]:
    for field in IDENTIFYING:
        for text in _texts(item.at(field), 0):
            yield field, text
    known = set(item.where.values())
    for index, (key, node) in enumerate(item.node.pairs):
        if index in known and not isinstance(node, Map):
            continue
        if re.sub(r"[\W_]+", "", key.value.casefold()) in _FURTHER or (
            isinstance(node, Scalar) and "://" in node.value[:10]
        ):
            yield from (("", text) for text in _texts(node, 0) if parse(text))


def _texts(node: Node | None, depth: int) -> Iterator[str]:
    if isinstance(node, Scalar):
        if node.value:
            yield node.value
    elif depth < DEEPEST and node is not None:
        for child in node.items if isinstance(node, Seq) else [value for _, value in node.pairs]:
            yield from _texts(child, depth + 1)
