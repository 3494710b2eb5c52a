"""markdown-it with the place of every piece of text and every link.

The parser tells only which lines a block takes. Its inline rules know the offsets they consume, so each
rule is wrapped to write them down; plain text lies between two such pieces and follows from them. Block
offsets follow from the lines: what the parser cut off (indents, list marks) is cut off their beginning.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from resolver.text.places import Place

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    Rule = Callable[[StateInline, bool], bool]

_PIPE = re.compile(r"\\\|")


class Fragment(Struct, frozen=True):
    """Where a part of a text stands: from the index `first` in it on, `start` to `end` in the source.

    Exact when both have the same length: an entity or an escaped character is longer in the source.
    """

    first: int
    start: int
    end: int


class Target(Struct, frozen=True):
    """A link in the source: all of it, its destination, and how it is written.

    `form` is `inline` `[label](…)`, `reference` `[label][name]`, `auto` `<…>` or `html` `<a href=…>`; `name` is
    that of the reference's definition.
    """

    href: str
    at: Place
    destination: Place
    form: str
    name: str = ""


@cache  # asked for with each piece of a list: it takes a quarter of a millisecond to set up
def parser() -> MarkdownIt:
    """CommonMark with tables; tokens of inlines carry `meta["at"]`, offsets into their content."""
    from markdown_it import MarkdownIt, rules_inline

    made = MarkdownIt("commonmark", {"store_labels": True}).enable("table")
    made.disable(["text_join", "fragments_join"])  # they lose the places of what they join
    # Everything is a link target to us: we open none of them.
    # The parser's documented way to set its own rule.
    made.validateLink = lambda url: True  # type: ignore[method-assign]
    # The parser's documented way to set its own rule.
    made.normalizeLink = lambda url: url  # type: ignore[method-assign]
    rules: dict[str, Rule] = {
        "newline": rules_inline.newline,
        "escape": rules_inline.escape,
        "backticks": rules_inline.backtick,
        "emphasis": rules_inline.emphasis.tokenize,
        "link": rules_inline.link,
        "image": rules_inline.image,
        "autolink": rules_inline.autolink,
        "html_inline": rules_inline.html_inline,
        "entity": rules_inline.entity,
    }
    for name, rule in rules.items():
        made.inline.ruler.at(name, _placed(rule, marks=name == "emphasis"))
    return made


def _placed(rule: Rule, *, marks: bool) -> Rule:
    """A rule that writes into each token it makes where its source stands.

    Args:
        rule: the parser's own.
        marks: whether its tokens are single delimiters.
    """

    def run(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        done = rule(state, silent)
        if done and not silent:
            made = [t for t in state.tokens[before:] if "at" not in t.meta]
            if marks:
                for i, token in enumerate(made[-(state.pos - start) :]):
                    token.meta["at"] = (start + i, start + i + 1)
            else:
                for token in made:
                    if token.type != "text":
                        token.meta["at"] = (start, state.pos)
        return done

    return run


class Located(Struct, frozen=True):
    """A piece of an inline: its token, and where its text stands in the inline's content."""

    token: Any
    start: int
    end: int


def locate(children: Sequence[Token], content: str) -> list[Located]:
    """The tokens of an inline with their places in its content; those of links hold the whole link."""
    out, pos = list[Located](), 0
    open_links: list[tuple[int, int]] = []
    for token in children:
        at = token.meta.get("at")
        if token.type == "link_open":
            start, end = token.meta["at"]
            open_links.append((len(out), end))
            out.append(Located(token, start, end))
            pos = start + 1
        elif token.type == "link_close":
            index, end = open_links.pop()
            out[index].token.meta["label_end"] = pos
            out.append(Located(token, pos, end))
            pos = end
        elif at is not None:
            out.append(Located(token, at[0], at[1]))
            pos = at[1]
        elif token.content and token.info != "auto":
            out.append(Located(token, pos, pos + len(token.content)))
            pos += len(token.content)
        else:
            out.append(Located(token, pos, pos))
    return out


def target(token: Token, start: int, end: int, content: str) -> Target:
    """How the link that a `link_open` token begins is written."""
    href, close = str(token.attrGet("href") or ""), int(token.meta.get("label_end", end))
    if token.info == "auto":
        return Target(href, Place(start, end), Place(start + 1, end - 1), "auto")
    if "label" in token.meta or not content.startswith("](", close):
        return Target(href, Place(start, end), Place(end, end), "reference", str(token.meta.get("label", "")))
    begins = close + 2
    while begins < end and content[begins] in " \t\n":
        begins += 1
    found = parser().helpers.parseLinkDestination(content, begins, end)
    ends = found.pos if found.ok else begins
    return Target(href, Place(start, end), Place(begins, ends), "inline")


# ------------------------------------------------------------------ from an inline's content to the text


class SourceText:
    """The parsed text by lines, to place the content of its blocks. Line ends are line feeds."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)

    def block(self, content: str, first: int) -> Offsets:
        """Offsets of a paragraph, heading or HTML block that begins in line `first` (from 0)."""
        steps, index = [], 0
        for number, line in enumerate(content.split("\n"), start=first):
            bare = line.strip(" \t")
            source = self.lines[number] if number < len(self.lines) else ""
            at = source.rfind(bare) if bare else len(source)
            if at < 0:
                return Offsets(())
            steps.append((index, self.starts[number] + at - (len(line) - len(line.lstrip(" \t")))))
            index += len(line) + 1
        return Offsets(tuple(steps))

    def cells(self, number: int) -> list[Place]:
        """Where the cells of a table's row stand, blanks around their content left out."""
        line, found, start = self.lines[number], list[Place](), 0
        begins = len(line) - len(line.lstrip(" \t>"))
        if line.startswith("|", begins):
            begins += 1
        start = begins
        for i in range(begins, len(line) + 1):
            if i == len(line) or (line[i] == "|" and line[i - 1 : i] != "\\"):
                if i < len(line) or line[start:i].strip():
                    raw = line[start:i]
                    left = start + len(raw) - len(raw.lstrip(" \t")) if raw.strip(" \t") else start
                    base = self.starts[number]
                    found.append(Place(base + left, base + max(left, start + len(raw.rstrip(" \t")))))
                start = i + 1
        return found

    def cell(self, at: Place) -> Offsets:
        """Offsets of a cell's content, in which an escaped pipe has lost its backslash."""
        steps, index, start = list[tuple[int, int]](), 0, at.start
        for m in _PIPE.finditer(self.text, at.start, at.end):
            steps.append((index, start))
            index += m.start() - start
            start = m.start() + 1
        return Offsets((*steps, (index, start)))


class Offsets(Struct, frozen=True):
    """From an index in an inline's content to the offset in the text, step by step; unknown when empty."""

    steps: tuple[tuple[int, int], ...]

    def of(self, index: int) -> int:
        """The offset of the character at `index`; -1 when unknown."""
        if not self.steps:
            return -1
        first, offset = self.steps[max(0, bisect_right(self.steps, index, key=lambda s: s[0]) - 1)]
        return offset + index - first

    def place(self, start: int, end: int) -> Place:
        """The place of a stretch of the content."""
        if start >= end:
            return Place(self.of(start), self.of(start))
        return Place(self.of(start), self.of(end - 1) + 1)
