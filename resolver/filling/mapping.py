"""JSON and YAML: members that are missing are put in the way the file sets its others."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Protocol

from resolver.filling.edits import Edit
from resolver.filling.values import EntryValues, FillOptions
from resolver.identifiers import IDENTIFYING
from resolver.model import Document, Person
from resolver.readers import mapping
from resolver.readers.frontmatter import front_items
from resolver.readers.mapping import MappingItem
from resolver.readers.tree import Map, Node, Scalar, Seq
from resolver.text.cleaning import one_line
from resolver.text.places import LINE_END, Lines, Place, find_newline

_CSL = {"doi": "DOI", "url": "URL", "venue": "container-title", "pages": "page"}
"""What CSL-JSON calls its members (csl-data.json, the schema of citation style language)."""
_FIELDS = ("title", "year", "venue", *IDENTIFYING)


Names = Mapping[str, tuple[str, Scalar | None]]
"""What the file calls each field, and a value of it to go by."""


class Syntax(Protocol):
    """How one of the two languages writes a value, and a new member of a mapping."""

    def value(self, text: str, like: Scalar | None) -> str:
        """A text as a value, quoted as `like` is."""
        ...

    def member(self, node: Map, key: str, text: str, like: Scalar | None) -> tuple[int, str] | None:
        """Where a new member is put in, and the text that is put there; `None` where that can't be told."""
        ...


def find_edits(document: Document, by_row: Mapping[int, EntryValues], options: FillOptions) -> Iterator[Edit]:
    """Edits of the items that may be papers."""
    json_ = document.format == "json"
    read = {"json": mapping.json_items, "yaml": mapping.yaml_items, "frontmatter": front_items}[document.format]
    items = read(document.text, document.path)
    syntax: Syntax = _Json(document.text) if json_ else _Yaml(document.text)
    names = dict(_learn_names(items))
    csl = json_ and any(map(_is_csl, items))  # of the whole list: what is filled in may make an item look like CSL
    entries = [
        _Entry(document, item, values, options, names, syntax, csl=csl)
        for number, item in enumerate(items, start=1)
        if (values := by_row.get(number)) is not None and mapping.claims(item).paper
    ]
    if "url" not in names and (first := next(filter(None, (e.first_link() for e in entries)), "")):
        names["url"] = (first, None)  # when one entry gets a link, all do: at once, and not when it is filled again
    for entry in entries:
        yield from entry.edits()


def _learn_names(items: list[MappingItem]) -> Names:
    """What the file calls each field, and a value of it to go by."""
    seen: dict[str, Counter[str]] = {}
    like: dict[str, Scalar] = {}
    for item in items:
        for field, index in item.where.items():
            key, node = item.node.pairs[index]
            seen.setdefault(field, Counter())[key.value] += 1
            if isinstance(node, Scalar) and node.style != "null":
                like.setdefault(field, node)
    return {field: (names.most_common(1)[0][0], like.get(field)) for field, names in seen.items()}


def _is_csl(item: MappingItem) -> bool:
    """Whether an item is CSL's: its names and dates have a form that nothing else has."""
    keys = {key.value for key, _ in item.node.pairs}
    return bool(keys & {"container-title", "issued", "DOI", "URL"}) or {"type", "author", "id"} <= keys


class _Entry:
    """The edits of one item."""

    def __init__(
        self,
        document: Document,
        item: MappingItem,
        values: EntryValues,
        options: FillOptions,
        names: Names,
        syntax: Syntax,
        *,
        csl: bool = False,
    ) -> None:
        self.text, self.item, self.values, self.options = document.text, item, values, options
        self.names, self.syntax = names, syntax
        self.published = values.published(options)
        self.csl = csl
        self.page = document.format == "frontmatter"

    def edits(self) -> Iterator[Edit]:
        """Members that stand there, and those that are missing."""
        for field in _FIELDS:
            node = self.item.at(field)
            key = self._key(field) if node is None else self.item.node.pairs[self.item.where[field]][0].value
            values = self.values.for_field(key) if field == "url" else self.values
            why = values.reason(field, _read_old(node), self.options)
            if isinstance(node, Scalar) and node.style == "alias":
                continue
            if isinstance(node, Scalar) and why:
                yield self._replaced(node, field, why, values)
            elif node is None and why and key:
                yield from self._added(field, key, values.text(field))
        if self.options.overwrites("authors") and (says := self.values.wrong.get("authors")):
            yield from self._authors(says)
        if self.csl and self.published and not any(key.value == "page" for key, _ in self.item.node.pairs):
            pages = re.sub(r"\s*(?:--+|[–—])\s*", "-", self.values.record.pages)
            yield from self._added("pages", "page", one_line(pages))

    def _key(self, field: str) -> str:
        """What a missing member is to be called; empty where the file does not keep such a thing."""
        if self.csl and field in _CSL and (field != "venue" or self.published):
            return _CSL[field]
        if field in self.options.add:
            return self.names[field][0] if field in self.names else field
        if field == "url" and "url" not in self.names:
            return self.first_link()
        return self.names[field][0] if field in self.names and field in IDENTIFYING else ""

    def first_link(self) -> str:
        """What a first link is to be called, of an entry that has no identifier and gets one; else empty."""
        if any(self.item.at(name) for name in IDENTIFYING) or not self.values.text("url"):
            return ""
        return _CSL["url"] if self.csl else self._link_key()

    def _link_key(self) -> str:
        """What a first link is called; in the head of a page `url` is its own address."""
        keys = {key.value for key, _ in self.item.node.pairs}
        return "url" if not self.page else "paperurl" if "collection" in keys else ""

    def _replaced(self, node: Scalar, field: str, why: str, values: EntryValues) -> Edit:
        value = values.text(field)
        like = node if node.style not in ("null", "|", ">") else self.names.get(field, ("", None))[1]
        bare = value.isdigit() and field == "year" and not node.text and node.style != "null"
        new = value if bare else self.syntax.value(value, like)
        old = self.text[node.at.start : node.at.end]
        if node.style in ("|", ">"):  # a block of its own lines ends with a line end that must stay
            new += old[len(old.rstrip("\r\n")) :]
        if not old and self.text[: node.at.start].endswith(":"):
            new = f" {new}"
        return values.edit(self.text, node.at, new, field, why)

    def _added(self, field: str, key: str, value: str) -> Iterator[Edit]:
        made = self.syntax.member(self.item.node, key, value, self.names.get(field, ("", None))[1]) if value else None
        if made is not None:
            yield self.values.edit(self.text, Place(made[0], made[0]), made[1], field, "missing", value)

    def _authors(self, says: str) -> Iterator[Edit]:
        """Names that were invented, replaced by the record's in the form that they had."""
        node, people = self.item.at("authors"), self.values.record.authors
        if not people or self.values.record.partial_authors:
            return
        if isinstance(node, Scalar) and node.value and node.style != "alias":
            joint = next((j for j in ("; ", " and ", ", ") if j in node.value), "; ")
            names = one_line(joint.join(map(str, people)))
            yield self.values.edit(self.text, node.at, self.syntax.value(names, node), "authors", says)
        elif isinstance(node, Seq) and node.items and (new := _write_sequence(self.text, node, people, self.syntax)):
            at = Place(node.items[0].at.start, node.items[-1].at.end)
            yield self.values.edit(self.text, at, new, "authors", says)


def _read_old(node: Node | None) -> str:
    """What a member says; something for what has a form that is not ours to change."""
    if isinstance(node, Scalar):
        return node.value
    return "" if node is None or (isinstance(node, Seq) and not node.items) else "(set)"


def _write_sequence(text: str, node: Seq, people: tuple[Person, ...], syntax: Syntax) -> str:
    """The items of a list of names, in the form of its first."""
    first = node.items[0]
    between = text[first.at.end : node.items[1].at.start] if len(node.items) > 1 else ", "
    if len(node.items) == 1 and not node.flow:
        return ""
    if isinstance(first, Scalar):
        return between.join(syntax.value(one_line(str(p)), first) for p in people)
    if not isinstance(first, Map) or not first.flow or not first.pairs:
        return ""
    pairs = first.pairs
    opening, closing = text[first.at.start : pairs[0][0].at.start], text[pairs[-1][1].at.end : first.at.end]
    colon = text[pairs[0][0].at.end : pairs[0][1].at.start]
    joint = text[pairs[0][1].at.end : pairs[1][0].at.start] if len(pairs) > 1 else ", "
    made = []
    for person in people:
        parts = {"family": person.family, "given": person.given, "suffix": person.suffix}
        said = {key: one_line(value) for key, value in parts.items() if value}
        members = (f"{json.dumps(k)}{colon}{json.dumps(v, ensure_ascii=text.isascii())}" for k, v in said.items())
        made.append(opening + joint.join(members) + closing)
    return between.join(made)


# ------------------------------------------------------------------ JSON


class _Json:
    def __init__(self, text: str) -> None:
        self.text = text
        self.ascii = text.isascii() and "\\u" in text

    def value(self, text: str, like: Scalar | None) -> str:
        return json.dumps(text, ensure_ascii=self.ascii)

    def member(self, node: Map, key: str, text: str, like: Scalar | None) -> tuple[int, str] | None:
        """Behind the last member, set off as that one is from the one before it."""
        name, last = node.pairs[-1]
        colon = self.text[name.at.end : last.at.start]
        before = node.pairs[-2][1].at.end if len(node.pairs) > 1 else node.at.start + 1
        gap = self.text[before : name.at.start]
        gap = gap if len(node.pairs) > 1 else f",{gap or ' '}"
        return last.at.end, f"{gap}{json.dumps(key)}{colon}{self.value(text, None)}"


# ------------------------------------------------------------------ YAML


class _Yaml:
    def __init__(self, text: str) -> None:
        self.text, self.newline, self.lines = text, find_newline(text), Lines(text)

    def value(self, text: str, like: Scalar | None) -> str:
        """In the quotes of `like`; without any only where YAML then reads the same text."""
        style = like.style if like is not None and like.style in ("'", '"') else ""
        if style == '"':
            return json.dumps(text, ensure_ascii=False)
        if style == "" and _stands_alone(text):
            return text
        return "'" + text.replace("'", "''") + "'"

    def member(self, node: Map, key: str, text: str, like: Scalar | None) -> tuple[int, str] | None:
        """On a line of its own behind a link, else behind the last member that takes one line."""
        if node.flow:
            last = node.pairs[-1][1]
            return last.at.end, f", {key}: {self.value(text, like)}"
        good = [(name, value) for name, value in node.pairs if self._one_line(name, value)]
        if not good:
            return None
        # `_one_line` has left scalars only.
        linked = [pair for pair in good if "://" in pair[1].value]  # type: ignore[union-attr]
        name, value = (linked or good)[-1]
        end = LINE_END.search(self.text, value.at.end)
        at = end.start() if end else len(self.text)
        start = self.lines.start(name.at.start)
        indent = re.sub(r"[^ \t]", " ", self.text[start : name.at.start])
        return at, f"{self.newline}{indent}{key}: {self.value(text, like)}"

    def _one_line(self, name: Scalar, value: Node) -> bool:
        """A plain or quoted scalar that ends in the line of its key, with nothing but a comment behind it."""
        if not isinstance(value, Scalar) or value.style in ("|", ">"):
            return False
        if LINE_END.search(self.text, name.at.start, value.at.end):
            return False
        end = LINE_END.search(self.text, value.at.end)
        rest = self.text[value.at.end : end.start() if end else len(self.text)]
        return re.fullmatch(r"\s*(?:\s#.*)?", rest) is not None


def _stands_alone(text: str) -> bool:
    """Whether a text without quotes is this very text to YAML, in brackets as well."""
    import yaml

    if re.search(r"[\[\]{},]|: |:$| #|^\s|\s$", text) or not text:
        return False
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return False
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:str" and node.value == text
