"""What a Markdown list has around its papers, to be kept when the list is written anew.

Its title, what stands below that (a line about the list, badges), and the sections that such lists have
beside their papers: scope, contributing, licence and the like, known by their names, as far as their first
thematic break. Everything else (papers, an old table of contents, what a chatbot said) is left behind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from resolver.text import mojibake
from resolver.writers.base import Frame, line

if TYPE_CHECKING:
    from markdown_it.token import Token

_BEFORE = re.compile(r"\W*(?:about|scope|introduction|intro|overview|motivation|background)\W*", re.IGNORECASE)
_AFTER = re.compile(
    r"\W*(?:contribut\w*|how to contribute|licen[cs]e|acknowledge?ments?|contact( us)?|citation|citing.*|cite.*|"
    r"maintainers?|contributors|star history|see also|related (?:lists|resources)|disclaimer)\W*",
    re.IGNORECASE,
)
_LISTS = frozenset({"bullet_list_open", "ordered_list_open", "table_open"})
_HEADING_MARK = re.compile(r"^ {0,3}#{1,6}[ \t]+|[ \t]+#+[ \t]*$")
_HTML_TITLE = re.compile(r"<h1\b[^>]*>(.*?)</h1\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def read(text: str) -> Frame:
    """The frame of a Markdown list; an empty one for text that has no headings."""
    from markdown_it import MarkdownIt

    repaired = mojibake.repair(text).text
    lines = repaired.splitlines()
    blocks = [t for t in MarkdownIt("commonmark").enable("table").parse(repaired) if t.level == 0 and t.map]
    title, preamble = "", ""
    before: list[tuple[str, str]] = []
    after: list[tuple[str, str]] = []
    for number, block in enumerate(blocks):
        heading = _heading(block, lines)
        if not heading:
            continue
        if not title and _is_title(block):  # a list below the title is one of papers, or of contents
            title, preamble = heading, _below(blocks[number + 1 :], lines, without=_LISTS)
            continue
        below = _below(blocks[number + 1 :], lines)
        if "](" in heading:  # a paper
            continue
        if _BEFORE.fullmatch(heading) and below:
            before.append((heading, below))
        elif _AFTER.fullmatch(heading) and below:
            after.append((heading, below))
    return Frame(title=title, preamble=preamble, before=tuple(before), after=tuple(after))


def _is_title(block: Token) -> bool:
    return block.tag == "h1" or block.type == "html_block"


def _heading(block: Token, lines: Sequence[str]) -> str:
    """The text of a heading as its author wrote it; of HTML's first kind, its text alone."""
    if block.type == "heading_open":
        return line(_HEADING_MARK.sub("", lines[block.map[0]])) if block.map else ""
    found = _HTML_TITLE.search(block.content) if block.type == "html_block" else None
    return line(_TAG.sub("", found[1])) if found else ""


def _below(blocks: Sequence[Token], lines: Sequence[str], without: frozenset[str] = frozenset()) -> str:
    """The source of what follows a heading, up to the next heading, thematic break or block of a kind not wanted."""
    last = first = None
    for block in blocks:
        if block.type == "hr" or block.type in without or _heading(block, lines):
            break
        if block.map:
            first = block.map[0] if first is None else first
            last = block.map[1]
    return "\n".join(lines[first:last]).strip() if first is not None else ""
