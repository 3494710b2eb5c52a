"""Exports in tagged lines that are not RIS: PubMed (.nbib), EndNote and refer (.enw), Web of Science.

Each has a tag and a value on a line and says the same things under other names. No library that is kept reads all
three with the lines where the records stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from resolver.errors import InputError
from resolver.model import Document
from resolver.readers.claims import EntryClaims, document
from resolver.text.places import LINE_END, Lines


class TagDialect(Struct, frozen=True, kw_only=True):
    """One kind of export.

    `line` matches a tagged line (tag, value); `going_on` one that continues it; `begins` are the tags that begin a
    record, `ends` those that end one; `tags` say which tags tell of a field, the best one first.
    """

    name: str
    known_as: str
    sniff: re.Pattern[str]
    line: re.Pattern[str]
    going_on: re.Pattern[str]
    begins: frozenset[str]
    ends: frozenset[str] = frozenset()
    tags: Mapping[str, tuple[str, ...]]


_DIALECTS = (
    TagDialect(
        name="nbib",
        known_as="PubMed export",
        sniff=re.compile(r"(?:^|\n)PMID *- ?\d"),
        line=re.compile(r"([A-Z]{2,4}) *- ?(.*)$"),
        going_on=re.compile(r" {4,}\S"),
        begins=frozenset({"PMID"}),
        tags={
            "title": ("TI", "BTI", "TT"), "authors": ("FAU", "AU", "CN"), "year": ("DP", "DEP"),
            "venue": ("JT", "TA"), "doi": ("LID", "AID"), "pmid": ("PMID",), "type": ("PT",),
        },
    ),
    TagDialect(
        name="enw",
        known_as="EndNote export",
        sniff=re.compile(r"(?:%[0A-Z] [^\n]*\r?\n){2}|%0 [A-Z]"),
        line=re.compile(r"(%[0-9A-Z@!#$&*?()+><\[\]^~=:;,-])(?: (.*))?$"),
        going_on=re.compile(r"\s*[^%\s]"),
        begins=frozenset({"%0"}),
        tags={
            "title": ("%T",), "authors": ("%A",), "year": ("%D", "%8"), "venue": ("%J", "%B", "%S"),
            "doi": ("%R",), "url": ("%U",), "key": ("%F", "%M"), "type": ("%0",),
        },
    ),
    TagDialect(
        name="wos",
        known_as="Web of Science export",
        sniff=re.compile(r"FN (?:Clarivate|Thomson|ISI)|PT [JBCPS]\r?\nA"),
        line=re.compile(r"([A-Z][A-Z0-9])(?: (.*))?$"),
        going_on=re.compile(r" {2,3}\S"),
        begins=frozenset({"PT"}),
        ends=frozenset({"ER", "EF"}),
        tags={
            "title": ("TI",), "authors": ("AF", "AU"), "year": ("PY", "EY"), "venue": ("SO", "SE", "CT"),
            "doi": ("DI",),
        },
    ),
)  # fmt: skip
_DOI_MARK = re.compile(r" \[(\w+)\]$")
"""What PubMed writes behind an identifier: `10.1093/x [doi]`, `S0140 [pii]`."""
_ONE_A_LINE = {"wos": {"AF", "AU"}}
"""Tags whose continued lines are values of their own."""


class TaggedReader:
    """Takes exports of PubMed, EndNote and Web of Science, known by their first record."""

    name = "tagged"
    suffixes = (".nbib", ".enw", ".txt")

    def sniff(self, head: str, path: Path) -> bool:
        return _dialect(head) is not None

    def read(self, path: Path, text: str) -> Document:
        """One entry for each record.

        Raises:
            InputError: no record has a title or an identifier.
        """
        dialect = _dialect(text[:65_536])
        found = [_claims(dialect, record) for record in records(dialect, text)] if dialect else []
        listed = [c for c in found if c.title or c.links]
        if dialect is None or not listed:
            kind = dialect.known_as if dialect else "export"
            raise InputError(f"no record of this {kind} has a title or an identifier", path=path)
        notes = [f"line {c.line}: this record has neither a title nor an identifier" for c in found if c not in listed][
            :50
        ]
        return document(dialect.name, path, text, listed, notes)


class TaggedRecord(Struct, frozen=True):
    """The tagged values of one record, and the line where it begins."""

    line: int
    values: list[tuple[str, str]]


def _dialect(head: str) -> TagDialect | None:
    begin = head.lstrip()
    return next((d for d in _DIALECTS if d.sniff.match(begin)), None)


def records(dialect: TagDialect, text: str) -> Iterator[TaggedRecord]:
    """The records of a text in their order, in linear time."""
    starts = Lines(text).starts
    values: list[tuple[str, str]] = []
    begun = 0
    for number, (start, after) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True), start=1):
        line = LINE_END.sub("", text[start:after])
        found = dialect.line.match(line)
        if found is None:
            if values and dialect.going_on.match(line):
                _go_on(dialect, values, line.strip())
            continue
        tag = found[1]
        if tag in dialect.begins or tag in dialect.ends:
            if values:
                yield TaggedRecord(begun, values)
            values = []
        if tag not in dialect.ends and (values or tag in dialect.begins or not dialect.ends):
            begun = begun if values else number
            values.append((tag, (found[2] or "").strip()))
    if values:
        yield TaggedRecord(begun, values)


def _go_on(dialect: TagDialect, values: list[tuple[str, str]], more: str) -> None:
    tag, value = values[-1]
    if tag in _ONE_A_LINE.get(dialect.name, ()):
        values.append((tag, more))
    else:
        values[-1] = (tag, f"{value} {more}".strip())


def _claims(dialect: TagDialect, record: TaggedRecord) -> EntryClaims:
    given: dict[str, list[str]] = {}
    for tag, value in record.values:
        if value:
            given.setdefault(tag, []).append(value)

    def first(field: str) -> list[str]:
        return next((given[tag] for tag in dialect.tags.get(field, ()) if tag in given), [])

    links = [(kind, value) for kind in ("doi", "pmid", "url") for value in _links(dialect, given, kind)]
    title = " ".join(first("title")[:1])
    return EntryClaims(
        line=record.line,
        title=title.removesuffix(".") if dialect.name == "nbib" else title,  # PubMed ends every title with a full stop
        authors=" and ".join(first("authors")),
        year=" ".join(first("year")[:1]),
        venue=" ".join(first("venue")[:1]),
        key=" ".join(first("key")[:1]),
        type=" ".join(first("type")[:1]),
        links=tuple(dict.fromkeys(links)),
    )


def _links(dialect: TagDialect, given: Mapping[str, list[str]], kind: str) -> Iterator[str]:
    for tag in dialect.tags.get(kind, ()):
        for value in given.get(tag, ()):
            marked = _DOI_MARK.search(value)
            if marked is None and (dialect.name != "nbib" or kind == "pmid"):
                yield value
            elif marked and marked[1] == "doi":
                yield value[: marked.start()]
