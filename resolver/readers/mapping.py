"""Lists kept as JSON or YAML: CSL-JSON, and any list of mappings that have a title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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
_FURTHER = frozenset({"sources", "links", "urls", "ids", "identifiers", "externalids", "url", "link"})


class MappingItem(Struct, frozen=True, kw_only=True):
    """A mapping that lists a paper. `where` says at which index of its pairs each known field stands."""

    node: Map
    line: int
    section: str
    where: dict[str, int]

    def at(self, field: str) -> Node | None:
        """The value of a known field."""
        return self.node.pairs[self.where[field]][1] if field in self.where else None


class JsonReader:
    """Takes a JSON list of objects, or an object."""

    name = "json"

    def sniff(self, head: str, path: Path) -> bool:
        return _JSON.match(head) is not None

    def read(self, path: Path, text: str) -> Document:
        """One entry for each object with a title, wherever in the text it is.

        Raises:
            InputError: no JSON, or nothing in it has a title.
        """
        return _document(self.name, path, text, json_items(text, path))


class YamlReader:
    """Takes a YAML list of mappings, alone or under a key."""

    name = "yaml"

    def sniff(self, head: str, path: Path) -> bool:
        if path.suffix.lower() in {".yaml", ".yml"}:
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
    return list(_items(json_tree(text, path), Lines(text)))


def yaml_items(text: str, path: Path | str = "") -> list[MappingItem]:
    """The papers of a YAML text."""
    tree = yaml_tree(text, path)
    return [] if tree is None else list(_items(tree, Lines(text)))


def _document(format: str, path: Path, text: str, items: list[MappingItem]) -> Document:  # noqa: A002
    if not items:
        raise InputError(
            f"nothing in this {format.upper()} has a “title”; give a list of objects that have one", path=path
        )
    return document(format, path, text, map(claims, items))


def _items(tree: Node, lines: Lines) -> Iterator[MappingItem]:
    """All mappings with a title that are in a list, or values of a mapping; what is in an item is its own."""
    todo: list[tuple[Node, str, bool]] = [(tree, "", False)]
    while todo:
        node, section, listed = todo.pop()
        if isinstance(node, Seq):
            todo += [(child, section, True) for child in reversed(node.items)]
        elif isinstance(node, Map):
            where = _where(node)
            if listed and where:
                yield MappingItem(node=node, line=lines.number(_start(node)), section=section, where=where)
            else:
                todo += [(child, key.value, True) for key, child in reversed(node.pairs)]


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
    """The claims of an item, CSL's names and dates included."""
    kinds = {key.value.casefold(): value for key, value in item.node.pairs}
    venue = _said(item.at("venue"))
    publisher = _said(kinds.get("publisher"))  # where people have no other key, they put `arXiv` or `CVPR 2026` there
    if not venue and (PREPRINT.search(publisher) or ("type" not in kinds and venue_like(publisher))):
        venue = publisher
    return EntryClaims(
        line=item.line,
        title=_said(item.at("title")),
        authors=people(item.at("authors")),
        year=_date(item.at("year")),
        venue=venue,
        section=item.section or _said(item.at("section")),
        key=_said(item.at("key")),
        type=_said(kinds.get("type")),
        links=tuple(_links(item)),
    )


def _said(node: Node | None) -> str:
    """A scalar's text; the first text of a list."""
    if isinstance(node, Seq):
        return next((s for child in node.items if (s := _said(child))), "")
    return node.value if isinstance(node, Scalar) else ""


def people(node: Node | None) -> str:
    """Names as one text: a text as it is; a list of texts or of CSL's and schema.org's name objects joined by `and`."""
    if isinstance(node, Seq):
        return " and ".join(name for child in node.items if (name := _name(child)))
    return _name(node)


def _name(node: Node | None) -> str:
    if not isinstance(node, Map):
        return _said(node)
    parts = {key.value.casefold(): _said(value) for key, value in node.pairs}
    literal = parts.get("literal") or parts.get("name") or ""
    family = " ".join(p for n in ("non-dropping-particle", "dropping-particle", "family") if (p := parts.get(n, "")))
    rest = [p for p in (parts.get("suffix", ""), parts.get("given", "")) if p]
    return ", ".join((family, *rest)) if family else literal


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
