"""How a BibTeX entry is laid out: what stands between its fields, around their values and before them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from resolver.identifiers.placeholders import is_placeholder
from resolver.readers.bibtex import BibEntry, BibField, Database
from resolver.text.bibtex import parts
from resolver.text.places import Lines, Place, find_newline

_TAB = 8
_GAP = re.compile(r"\s*,\s*")
_NUMBER = re.compile(r"\d+")
_QUOTE = re.compile(r'"')


class DatabaseLayout:
    """What all entries of a database have in common."""

    def __init__(self, text: str, database: Database) -> None:
        entries = database.entries
        self.text, self.lines, self._macros = text, Lines(text), database.macros
        names = Counter(f.name for e in entries for f in e.fields)
        self._spelling = {name.lower(): name for name, _ in reversed(names.most_common())}
        known = self._spelling.keys()
        latex = {"journal", "year", "archiveprefix", "primaryclass"} & known
        self.biblatex = bool({"journaltitle", "eprinttype", "eprintclass", "date"} & known) and not latex
        gaps = Counter(g for e in entries[:500] for g in _list_gaps(text, e))
        self.gap = gaps.most_common(1)[0][0] if gaps else f",{find_newline(text)}  "
        self._between = Counter(text[f.name_at.end : f.at.start] for e in entries[:500] for f in e.fields)
        self._quotes = Counter(f.raw[:1] for e in entries[:500] for f in e.fields if f.raw[:1] in '{"')

    def layout(self, entry: BibEntry) -> EntryLayout:
        """That of one entry, by its own fields, else by those of all."""
        fields = entry.fields
        own = Counter(self.text[f.name_at.end : f.at.start] for f in fields)
        gaps = Counter(_list_gaps(self.text, entry))
        quotes = Counter(f.raw[0] for f in fields if f.raw[:1] in ("{", '"')) or self._quotes
        lead = self.text[entry.at.start : entry.at.end]
        end = fields[-1].at.end if fields else entry.at.start + _find_head_end(lead)
        return EntryLayout(
            text=self.text,
            lines=self.lines,
            gap=gaps.most_common(1)[0][0] if gaps else self.gap,
            fields=fields,
            between=(own or self._between or Counter([" = "])).most_common(1)[0][0],
            quote=quotes.most_common(1)[0][0] if quotes else "{",
            end=end,
        )  # fmt: skip

    def own(self, raw: str) -> bool:
        """Whether a value stands there itself, and is not a macro's or put together; a bare `TODO` is nobody's."""
        if len(parts(raw)) != 1:
            return False
        hole = is_placeholder(raw) and raw.lower() not in self._macros
        return raw[:1] in ("{", '"') or _NUMBER.fullmatch(raw) is not None or hole

    def type_at(self, entry: BibEntry) -> tuple[Place, str]:
        """Where an entry's type stands, and what is written there."""
        m = re.compile(r"@\s*(\w+)").match(self.text, entry.at.start)
        assert m is not None
        return Place(m.start(1), m.end(1)), m[1]

    def spelled(self, name: str) -> str:
        """A name as the database spells it."""
        return self._spelling.get(name, name)

    @staticmethod
    def cased(like: str, name: str) -> str:
        """A name in the case of another: `InProceedings` for an `Article`."""
        if like.isupper():
            return name.upper()
        known = {"inproceedings": "InProceedings", "incollection": "InCollection", "phdthesis": "PhdThesis"}
        return known.get(name, name.capitalize()) if like[:1].isupper() else name


class EntryLayout(Struct, frozen=True, kw_only=True):
    """How the fields of one entry are set. `end` is where its last value ends."""

    text: str
    lines: Lines
    gap: str
    fields: tuple[BibField, ...]
    between: str
    quote: str
    end: int

    def field(self, name: str, value: str) -> str:
        """A further field, to be put behind the last one."""
        said = self._cased(name)
        gap, between = self._aligned(said)
        return f"{gap}{said}{between}{self._delimited(value)}"

    def like(self, raw: str, value: str, *, doubled: bool) -> str:
        """A value in the delimiters of the one that it replaces; a title in double braces keeps both."""
        if _NUMBER.fullmatch(raw) and _NUMBER.fullmatch(value):
            return value
        return (
            f"{{{{{value}}}}}"
            if doubled and raw.startswith("{{") and raw.endswith("}}")
            else self._delimited(value, raw[:1])
        )

    def _delimited(self, value: str, quote: str = "") -> str:
        mark = quote if quote in ("{", '"') and quote else self.quote
        return f'"{value}"' if mark == '"' and not _QUOTE.search(value) else f"{{{value}}}"

    def _cased(self, name: str) -> str:
        names = [f.name for f in self.fields if len(f.name) > 1]
        if names and all(n.isupper() for n in names):
            return name.upper()
        return name.capitalize() if names and name.islower() and all(n[0].isupper() for n in names) else name

    def _aligned(self, name: str) -> tuple[str, str]:
        """What stands before a name, and between it and its value, so that the equals signs stand in one column."""
        places = [(self._column(f.name_at.start), self._column(f.name_at.end), f) for f in self.fields]
        signs = {self._column(f.name_at.end + _find_sign(self._text(f))) for f in self.fields}
        lengths = {end - start for start, end, _ in places}
        if len(signs) != 1 or len(lengths) < 2 or "\n" not in self.gap:
            return self.gap, self.between
        sign, after = signs.pop(), self.between[_find_sign(self.between) :]
        ends, starts = {end for _, end, _ in places}, {start for start, _, _ in places}
        if len(ends) == 1 and len(starts) > 1:  # the names end in one column
            return self.gap.rstrip(" \t") + " " * max(0, ends.pop() - len(name)), self.between
        column = min(starts) + len(name)
        if any("\t" in self._text(f) for f in self.fields):
            return self.gap, "\t" * max(1, -(-(sign - column) // _TAB)) + after
        return self.gap, " " * max(1 if self.between[:1] == " " else 0, sign - column) + after

    def _column(self, offset: int) -> int:
        """The column of an offset in its line, tabs expanded."""
        return len(self.text[self.lines.start(offset) : offset].expandtabs(_TAB))

    def _text(self, field: BibField) -> str:
        return self.text[field.name_at.end : field.at.start]


def _find_sign(between: str) -> int:
    return max(0, between.find("="))


def _find_head_end(raw: str) -> int:
    """Where the key of an entry without fields ends."""
    m = re.match(r"@\s*\w+\s*[{(]\s*[^,\s})]*", raw)
    return m.end() if m else 0


def _list_gaps(text: str, entry: BibEntry) -> Iterable[str]:
    """What stands between a value and the next name, where that is blanks and a comma only."""
    for before, field in zip(entry.fields, entry.fields[1:], strict=False):
        gap = text[before.at.end : field.name_at.start]
        if _GAP.fullmatch(gap):
            yield gap
