"""Formats that are known and not read, each by its name, and texts whose lines are no titles.

A format that nobody recognises would be taken for one title a line, and each of its lines looked up and paid for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

SUFFIXES = (".xml",)
"""Endings of what people take for lists and nothing here reads: in a folder it is told of rather than passed over."""


class ForeignFormat(Struct, frozen=True):
    """A format that is not read: how it begins, its name, and what helps, if anything does."""

    begins: re.Pattern[str]
    name: str
    instead: str = ""


def _format(pattern: str, name: str, instead: str = "") -> ForeignFormat:
    return ForeignFormat(re.compile(pattern, re.IGNORECASE), name, instead)


_XML = r"(?:<\?xml[^>]*>|<!--[^>]*-->|<!doctype[^>]*>|\s)*"
_TEX = r"(?:\s|%[^\n]*\n)*\\"
_FORMATS = (
    _format(rf"{_XML}<PubmedArticleSet\b", "PubMed's XML", "save it as “PubMed” (.nbib)"),
    _format(rf"{_XML}<modsCollection\b|{_XML}<mods\b", "MODS XML", "export it as BibTeX"),
    _format(rf"{_XML}<rdf:RDF\b", "RDF", "export it as BibTeX or CSL-JSON"),
    _format(rf"{_XML}<opml\b", "OPML"),
    _format(rf"{_XML}<(?:rss|feed)\b", "a news feed"),
    _format(rf"{_XML}<TEI\b", "TEI XML"),
    _format(rf"{_XML}<style\b[^>]*\bcsl", "a citation style (CSL)"),
    _format(r"<\?xml(?![^>]*>\s*<(?:!doctype\s+html|html\b|xml>\s*<records>))", "XML"),
    _format(r"\{\\rtf", "RTF", "save it as text or as Markdown"),
    _format(r"%!PS", "PostScript"),
    _format(rf"{_TEX}relax\b", "an auxiliary file of LaTeX (.aux)", "give the .bib file that it cites"),
    _format(
        rf"{_TEX}(?:documentclass|documentstyle|begin|usepackage|bibitem|newcommand|providecommand|def|input|section|"
        r"chapter|title|author|makeatletter|refsection|ifx|expandafter)\b",
        "LaTeX",
        "give the .bib file that it cites",
    ),
    _format(r"RT [A-Z][a-z]+ ?[A-Za-z]*\r?\n[A-Z][A-Z0-9] ", "a RefWorks export", "export it as RIS or BibTeX"),
    _format(r"\+\+\+\s*\n", "TOML front matter", "write it as YAML, between lines of ---"),
    _format(r"\{\s*\"(?:cells|nbformat|metadata)\"\s*:", "a notebook (.ipynb)"),
    _format(r"(?:diff --git |--- a/[^\n]*\n\+\+\+ b/)", "a patch"),
    _format(r"#! ?/", "a script"),
    _format(r"From [^\s@]+@\S+ ", "a mailbox"),
    _format(r"BEGIN:V", "a calendar or an address book"),
)


def named(head: str) -> ForeignFormat | None:
    """The format that is known and not read, judged by how the text begins; linear in its length."""
    begin = head.lstrip()
    return next((known for known in _FORMATS if known.begins.match(begin)), None)


# ------------------------------------------------------------------ lines that are no titles

SAMPLE = 300
"""Lines that are looked at; what a file is shows long before that."""

_KEY = re.compile(r"\s*(?:- )?[\"']?([a-z][\w.-]{0,40})[\"']?\s*[:=](?:\s|$)")
_KEYS = frozenset(
    "title author authors year date name type version url doi journal message id description layout venue category "
    "categories tags abstract keywords references".split()
)
_SHAPES = (
    (re.compile(r"\s*\\[a-zA-Z]+(?:[\[{ ]|$)"), "LaTeX"),
    (re.compile(r"\s*<[/a-zA-Z!?](?:.*>\s*$|[^<>]*$)"), "markup"),
    (re.compile(r"%[0-9A-Z@] |[A-Z][A-Z0-9]{1,3} {0,2}- "), "the tags of a bibliographic export"),
    (
        re.compile(
            r"\s*(?:[{}\[\]();,]+$|import \w+(?:$|[.;])|from [\w.]+ import |#include|def \w+\(|"
            r"(?:public |static )?class \w+[:({]|(?:var|let|const|function) \w+ ?[=(]|return\b.*;$)|.*[;{]\s*$"
        ),
        "program code",
    ),
)
_GOES_ON = re.compile(r"(?:[,-]|\b(?:the|of|and|a|an|to|in|for|with|that|is|are|or|by|on|as|this|which|we|our|be))$")
"""How a line of running text may end; a title never does."""
_LONGEST = 1000
"""Characters of a line; titles have up to three hundred, and whole references a few hundred."""
_WRAPPED = 0.15
"""The share of lines that go on in the next one above which a text is prose: of the lines of English prose about a
quarter end in a comma or such a word, of titles none."""
_FEWEST = 3


def no_titles(lines: Sequence[tuple[int, str]]) -> tuple[int, str, str] | None:
    """Why lines can't be one title each: the number and text of the first that is none, and what they are instead.

    Args:
        lines: those that would be read as titles, with their numbers; the first `SAMPLE` of them count.
    """
    sample = lines[:SAMPLE]
    shaped = [(number, line, what) for number, line in sample if (what := _shape(line))]
    keyed = [(number, line, m[1]) for number, line in sample if (m := _KEY.match(line[:200]))]
    if len(keyed) * 2 > len(sample) and len(keyed) > 1 and _KEYS & {key for _, _, key in keyed}:
        return keyed[0][0], keyed[0][1], "settings or YAML"
    if len(shaped) * 2 > len(sample):
        return shaped[0]
    ongoing = [(number, line) for number, line in sample if _GOES_ON.search(line[-12:].rstrip())]
    if len(ongoing) >= _FEWEST and len(ongoing) > _WRAPPED * len(sample):
        return (*ongoing[0], "running text")
    return None


def _shape(line: str) -> str:
    """What a line is that can't be a title; empty for one that may be."""
    if len(line) > _LONGEST and len(" ".join(line.split())) > _LONGEST:
        return "running text"
    return next((what for pattern, what in _SHAPES if pattern.match(line)), "")
