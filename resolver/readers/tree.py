"""JSON and YAML as one kind of tree whose values know where they stand in the text.

JSON is checked by the standard library and placed by a short scanner over its string decoder. YAML is
composed by PyYAML: its nodes carry exact offsets, and nothing is constructed, so that tags and aliases
do no harm (ruamel.yaml keeps comments by writing the file anew, which is what must not happen here).
"""

from __future__ import annotations

import json
import re
from json.decoder import scanstring  # type: ignore[attr-defined]  # there, but not in typeshed
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from resolver.errors import InputError
from resolver.text.cleaning import whole
from resolver.text.places import Place

if TYPE_CHECKING:
    from yaml import Node as YamlNode

DEEPEST = 100
"""Levels of nesting that are looked into; lists of papers have four or five."""

_BLANK = re.compile(r"[ \t\r\n]*")
_LITERAL = re.compile(r"[^\s,\]}]+")


class Scalar(Struct, frozen=True):
    """A text, number, truth value or nothing (`style` is `null` then), as text.

    `style` is `"`, `'`, `|`, `>` or empty for what stands without quotes, `alias` for what stands elsewhere in
    YAML; `text` tells strings from the rest.
    """

    value: str
    at: Place
    style: str = ""
    text: bool = True


class Seq(Struct, frozen=True):
    """A list; `flow` when it stands in brackets."""

    items: tuple[Node, ...]
    at: Place
    flow: bool = True


class Map(Struct, frozen=True):
    """A mapping, its pairs in order; `flow` when it stands in braces."""

    pairs: tuple[tuple[Scalar, Node], ...]
    at: Place
    flow: bool = True


Node = Scalar | Seq | Map


def json_tree(text: str, path: Path | str) -> Node:
    """The tree of a JSON text; of JSON Lines, a list of what its lines hold.

    Raises:
        InputError: no JSON, with its line.
    """
    if _several_lines(text) or Path(path).suffix.lower() in {".jsonl", ".ndjson"}:
        return _json_lines(text, path)
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"the JSON is broken here: {error.msg.lower()}", path=path, line=error.lineno) from None
    except (RecursionError, ValueError) as error:  # numbers of thousands of digits are a ValueError
        raise InputError(f"the JSON can't be read: {str(error).lower()[:100]}", path=path) from None
    return _Json(text, path).value(_skip(text, 0), 0)[0]


def _several_lines(text: str) -> bool:
    """Whether each line is an object of its own: the first one is, and another one follows."""
    begin = _skip(text, 0)
    end = text.find("\n", begin)
    if not text.startswith("{", begin) or end < 0 or not text.startswith("{", _skip(text, end)):
        return False
    try:
        json.loads(text[begin:end])
    except (RecursionError, ValueError):
        return False
    return True


def _json_lines(text: str, path: Path | str) -> Node:
    scanner, items, start = _Json(text, path), list[Node](), 0
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip(" \t\r"):
            try:
                json.loads(line)
            except (RecursionError, ValueError) as error:
                said = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
                raise InputError(f"this line is no JSON: {said.lower()[:100]}", path=path, line=number) from None
            items.append(scanner.value(_skip(text, start), 0)[0])
        start += len(line) + 1
    return Seq(tuple(items), Place(0, len(text)))


def _skip(text: str, pos: int) -> int:
    found = _BLANK.match(text, pos)
    return found.end() if found else pos


class _Json:
    """Places the values of a text that is known to be sound."""

    def __init__(self, text: str, path: Path | str) -> None:
        self.text, self.path = text, path

    def value(self, pos: int, depth: int) -> tuple[Node, int]:
        if depth > DEEPEST:
            raise InputError(f"the JSON is nested deeper than {DEEPEST} levels", path=self.path)
        first = self.text[pos]
        if first == '"':
            return self.string(pos)
        if first in "[{":
            return self.several(pos, depth)
        found = _LITERAL.match(self.text, pos)
        end = found.end() if found else pos + 1
        said = self.text[pos:end]
        return Scalar(
            "" if said == "null" else said, Place(pos, end), "null" if said == "null" else "", text=False
        ), end

    def string(self, pos: int) -> tuple[Scalar, int]:
        value, end = scanstring(self.text, pos + 1, True)
        return Scalar(whole(value), Place(pos, end), '"'), end

    def several(self, pos: int, depth: int) -> tuple[Node, int]:
        """A list or an object."""
        start, keyed = pos, self.text[pos] == "{"
        items: list[Node] = []
        pairs: list[tuple[Scalar, Node]] = []
        pos = _skip(self.text, pos + 1)
        while self.text[pos] not in "]}":
            if self.text[pos] == ",":
                pos = _skip(self.text, pos + 1)
            if keyed:
                key, pos = self.string(pos)
                pos = _skip(self.text, _skip(self.text, pos) + 1)
                node, pos = self.value(pos, depth + 1)
                pairs.append((key, node))
            else:
                node, pos = self.value(pos, depth + 1)
                items.append(node)
            pos = _skip(self.text, pos)
        at = Place(start, pos + 1)
        return (Map(tuple(pairs), at) if keyed else Seq(tuple(items), at)), pos + 1


def yaml_tree(text: str, path: Path | str) -> Node | None:
    """`None` for an empty document.

    Raises:
        InputError: no YAML, with its line, or several documents.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        composed = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        line = min(error.problem_mark.line, text.rstrip().count("\n")) + 1 if error.problem_mark else None
        said = error.problem or error.context or "it can't be understood"
        raise InputError(f"the YAML is broken here: {' '.join(said.split())}", path=path, line=line) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise InputError(f"the YAML can't be read: {' '.join(str(error).split())[:120]}", path=path) from None
    return None if composed is None else _Yaml(path).node(composed, 0)


class _Yaml:
    """Turns composed nodes into ours.

    An alias is the node that it refers to, and may refer to lists of aliases of lists of aliases. Only what
    a scalar says is taken from another place; it can't be edited there.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = path
        self._seen: set[int] = set()

    def node(self, node: YamlNode, depth: int) -> Node:
        import yaml

        if depth > DEEPEST:
            raise InputError(f"the YAML is nested deeper than {DEEPEST} levels", path=self.path)
        at = Place(node.start_mark.index, node.end_mark.index)
        again = id(node) in self._seen
        self._seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            kind = node.tag.rpartition(":")[2]
            style = "null" if kind == "null" else node.style or ""
            value = "" if style == "null" else whole(node.value)
            return Scalar(value, at, "alias" if again else style, text=kind == "str")
        if again:
            return Scalar("", at, "alias", text=False)
        flow = bool(getattr(node, "flow_style", False))
        if isinstance(node, yaml.SequenceNode):
            return Seq(tuple(self.node(child, depth + 1) for child in node.value), at, flow)
        pairs = tuple(
            (key, self.node(value, depth + 1))
            for name, value in node.value
            if isinstance(key := self.node(name, depth + 1), Scalar)
        )
        return Map(pairs, at, flow)
