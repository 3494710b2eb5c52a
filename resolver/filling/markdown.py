"""Awesome-lists: placeholders become official links, and items without one get theirs as the others have it.

Only links to the paper are touched; code, data and blog links are the user's. Offsets are those of the text
as parsed, and each edit is taken back to the text as written; where that was repaired it is given up.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from resolver.filling import wording
from resolver.filling.edits import Edit
from resolver.filling.markdown_style import (
    DEFAULT,
    DEFAULT_HTML,
    Template,
    find_end_of_line,
    find_line,
    find_title_end,
    find_wrapped,
    learn,
    read_label_kind,
)
from resolver.filling.values import EntryValues, FillOptions
from resolver.identifiers import IDENTIFYING, find_all, is_placeholder, parse
from resolver.identifiers.placeholders import URL
from resolver.model import Document, IdKind
from resolver.readers.blocks import listing, page
from resolver.readers.inline import SourceText
from resolver.readers.listing import Anatomy, is_button, is_paper_button, leads_elsewhere, paper_link
from resolver.readers.papers import PlacedPaper
from resolver.readers.spans import Link, links
from resolver.text import titles
from resolver.text.aligned import Aligned
from resolver.text.places import Place

_IN_LINK = re.compile(r"[()\[\]*|`<>\\]")
_DANGLING = re.compile(r"(?P<label>\[\[?[^\[\]\n]{1,30}\]?\])(?P<rest>\((?P<inner>[^()\n]*)\)?)?")
"""A button that leads nowhere: `[pdf]` alone, `[[pdf]](` that was never finished, `[[pdf]](the title once more)`."""
_CELLS = ("authors", "venue", "year", *(f for f in IDENTIFYING if f != "url"))


class TextChange(Struct, frozen=True):
    """An edit in the text as parsed."""

    at: Place
    new: str
    field: str
    why: str
    value: str = ""


def find_edits(document: Document, by_row: Mapping[int, EntryValues], options: FillOptions) -> Iterator[Edit]:
    """Edits of the listed papers."""
    aligned = Aligned(document.text)
    listed = (page if document.format == "html" else listing)(aligned.text)[0]
    sheet = ListLayout(SourceText(aligned.text), listed)
    for number, found in enumerate(listed, start=1):
        values, anatomy = by_row.get(number), found.paper.anatomy
        if values is None or anatomy is None:
            continue
        for change in _Entry(sheet, found, anatomy, values, options).changes():
            if (at := aligned.place(change.at)) is not None and change.at.start >= 0:
                yield values.edit(document.text, at, change.new, change.field, change.why, change.value)


class ListLayout:
    """What the papers of a list have in common: style, definitions of references, columns of links."""

    def __init__(self, source: SourceText, listed: Sequence[PlacedPaper]) -> None:
        self.source, self.style = source, learn(source, listed)
        about = [k.target for f in listed if f.paper.anatomy for k in links(f.paper.anatomy.pieces) if k.target]
        self.uses = Counter(target.name for target in about if target.form == "reference")
        rows = [f.paper.anatomy for f in listed if f.form == "row" and f.paper.anatomy and f.paper.anatomy.cells]
        self.in_title = sum(any(k.first <= r.last and k.last >= r.first for k in r.about) for r in rows) * 2 > len(rows)
        self.cell_forms = Counter(form for f in listed if f.form == "row" and (form := self._cell_form(f)))

    def _cell_form(self, found: PlacedPaper) -> Template | None:
        """How the cell for links of a row sets its one link; a bare address has nothing around it."""
        anatomy = found.paper.anatomy
        where = dict(anatomy.cells) if anatomy else {}
        cells = self.source.cells(found.line - 1)
        if anatomy is None or "url" not in where or where["url"] >= len(cells):
            return None
        at = cells[where["url"]]
        raw = self.source.text[at.start : at.end]
        for link in anatomy.about:
            target = link.target
            if target is None or is_placeholder(link.href):
                continue
            if at.start <= target.destination.start < target.destination.end <= at.end:
                return Template(raw[: target.destination.start - at.start], raw[target.destination.end - at.start :])
        return Template("", "") if URL.fullmatch(raw) and not is_placeholder(raw) else None

    def definition(self, name: str) -> Place | None:
        """Where the address of a reference's definition stands."""
        label = r"\s+".join(map(re.escape, name.split()))
        found = re.compile(rf"^ {{0,3}}\[\s*{label}\s*\]:[ \t]*\n?[ \t]*(<[^>\n]*>|\S+)", re.MULTILINE | re.IGNORECASE)
        m = found.search(self.source.text)
        return Place(m.start(1), m.end(1)) if m else None


class _Entry:
    """The changes of one listed paper."""

    def __init__(
        self, sheet: ListLayout, found: PlacedPaper, anatomy: Anatomy, values: EntryValues, options: FillOptions
    ) -> None:
        self.sheet, self.found, self.anatomy, self.values, self.options = sheet, found, anatomy, values, options
        self.text = sheet.source.text

    def changes(self) -> Iterator[TextChange]:
        """Links first; then cells of a table, and what is wrong, when that was asked for."""
        filled = False
        for link in links(self.anatomy.pieces):
            if (change := self._link(link)) is not None:
                filled = True
                yield change
        for change in self._bare():
            filled = True
            yield change
        if not filled and not self._linked():
            unfinished = self._dangling()
            yield from self._insertion() if unfinished is None else (unfinished,)
        if self.found.form == "row":
            yield from self._cells()
        for field in ("title", "authors", "year", "venue"):
            if self.options.overwrites(field) and (says := self.values.wrong.get(field)):
                tags = self.found.form == "html"
                found = wording.find_replacement(field, self.anatomy, self.values, self.text, tags=tags)
                if found is not None:
                    yield TextChange(found.at, found.new, field, says, found.value)

    # -------------------------------------------------------------- links that stand there

    def _link(self, link: Link) -> TextChange | None:
        """A placeholder or, when told, a wrong link of the paper, with the address that its label promises."""
        target, own = link.target, self._own(link)
        known = link in self.anatomy.about and parse(link.href) is not None
        if target is None or not (own or known or target.form in ("auto", "bare") or is_paper_button(link.label)):
            return None
        if is_placeholder(link.href):
            why = "placeholder" if link.href.strip() else "missing"
        else:
            why = self.values.correction("url", link.href, self.options)
        address = self._address(None if own else read_label_kind(link.label)) if why else ""
        if not address or address == link.href:
            return None
        if target.form != "reference":
            return TextChange(
                target.destination, self._escaped(address, html=target.form == "html"), "url", why, address
            )
        place = self.sheet.definition(target.name) if self.sheet.uses[target.name] == 1 else None
        return TextChange(place, self._escaped(address), "url", why, address) if place else None

    def _own(self, link: Link) -> bool:
        return link.first <= self.anatomy.last and link.last >= self.anatomy.first and not is_button(link.label)

    def _address(self, kind: IdKind | None) -> str:
        """The page of this kind, or the official one where none is named; nothing where the work has no such page."""
        return self.values.link(kind) if kind else self.values.text("url")

    @staticmethod
    def _escaped(address: str, *, html: bool = False) -> str:
        """An address that can't end its link early."""
        safe = _IN_LINK.sub(lambda m: f"%{ord(m[0]):02X}", address)
        return safe.replace("&", "&amp;").replace("'", "%27") if html else safe

    def _bare(self) -> Iterator[TextChange]:
        """Placeholders of addresses that stand in the text without a link around them."""
        for piece in self.anatomy.pieces:
            if piece.href is not None or "/" not in piece.text:
                continue
            for m in URL.finditer(piece.text):
                url = m[0].rstrip(").,;]>")
                at = wording.find_place(piece, m.start(), m.start() + len(url))
                if at is not None and is_placeholder(url) and (address := self._address(None)):
                    yield TextChange(at, self._escaped(address), "url", "placeholder", address)

    def _dangling(self) -> TextChange | None:
        """A button for the paper without a link behind it, given one."""
        for piece in self.anatomy.pieces[self.anatomy.last + 1 :]:
            for m in _DANGLING.finditer(piece.text) if piece.href is None and not piece.code else ():
                label, inner = m["label"], (m["inner"] or "").strip()
                pasted = titles.key(inner) == titles.key(self.values.entry.title) != ""
                if not is_paper_button(label) or not (is_placeholder(inner) or pasted):
                    continue
                address = self._address(read_label_kind(label))
                at = wording.find_place(piece, m.end("label") - 1, m.end())
                if at is not None and address:
                    why = "placeholder" if inner else "missing"
                    return TextChange(Place(at.start + 1, at.end), f"({self._escaped(address)})", "url", why, address)
        return None

    def _linked(self) -> bool:
        """Whether the item, what is nested in it included, leads to the paper already or names its identifier."""
        found = links(self.anatomy.pieces)
        if any(
            paper_link(k) or is_paper_button(k.label) or (self._own(k) and not leads_elsewhere(k.href)) for k in found
        ):
            return True
        lines = self.sheet.source.lines[self.found.line - 1 : max(self.found.end, self.found.line)]
        return bool(self.values.entry.ids) or any(find_all(line) for line in lines)

    # -------------------------------------------------------------- links that are missing

    def _insertion(self) -> Iterator[TextChange]:
        address, style = self.values.text("url"), self.sheet.style
        if not address:
            return
        if self.found.form == "row":
            yield from self._in_row(address)
        elif style.titled and self.found.form != "html" and (change := self._title_link(address)):
            yield change
        elif self.found.form == "html":
            yield from self._behind(address, style.html, DEFAULT_HTML)
        elif self.found.form != "heading":
            yield from self._behind(address, style.templates, DEFAULT)

    def _title_link(self, address: str) -> TextChange | None:
        """The title made a link, where it is text without brackets of its own."""
        pieces = self.anatomy.pieces[self.anatomy.first : self.anatomy.last + 1]
        at = wording.find_whole(pieces)
        if at is None or any(p.href is not None or p.code for p in pieces):
            return None
        title = self.text[at.start : at.end]
        at = Place(at.start + len(title) - len(title.lstrip()), at.start + len(title.rstrip()))
        title = self.text[at.start : at.end]
        if not wording.is_balanced(title) or "\n" in title:
            return None
        if self.sheet.style.outside and self.text[at.start - 2 : at.start] == self.text[at.end : at.end + 2] == "**":
            at, title = Place(at.start - 2, at.end + 2), f"**{title}**"
        return TextChange(at, f"[{title}]({self._escaped(address)})", "url", "missing", address)

    def _behind(self, address: str, templates: Sequence[Template], default: tuple[str, str]) -> Iterator[TextChange]:
        """A button before the first other one, else behind the text of the item."""
        kind = getattr(parse(address), "kind", None)
        made = next((t for t in templates if t.kind in (None, kind)), Template(*default))
        button = f"{made.head}{self._escaped(address, html=made.html)}{made.tail}"
        other = self._first_other()
        if other is not None:
            yield TextChange(Place(other, other), f"{button}{self.sheet.style.between}", "url", "missing", address)
            return
        offset = self._last_text()
        if offset < 0:
            return
        at = find_end_of_line(self.sheet.source, offset, self.sheet.style)
        lead = self.sheet.style.lead or " "
        yield TextChange(Place(at, at), f"{lead}{button}", "url", "missing", address)

    def _first_other(self) -> int | None:
        """Where the first button behind the title stands, brackets included; not one that a word introduces."""
        pieces = self.anatomy.pieces
        found = [k for k in links(pieces) if k.first > self.anatomy.last and k.label.strip() and is_button(k.label)]
        if not found or found[0].target is None or found[0].target.form == "reference":
            return None
        at = find_wrapped(self.text, found[0].target.at).start
        before = self.text[find_line(self.sheet.source, Place(at, at))[0] : at].rstrip()
        return None if before.endswith((":", "：")) or not before.strip("-*+ \t") else at

    def _last_text(self) -> int:
        """Where the text of the item's first paragraph ends, or its first line where that is the habit."""
        anatomy = self.anatomy
        ends = find_title_end(anatomy.pieces, anatomy.last)
        broken = False
        for piece in anatomy.pieces[anatomy.last + 1 :]:
            if not piece.fragments:  # the next paragraph
                break
            broken = broken or piece.breaks
            if broken and self.sheet.style.above:
                break
            if piece.text.strip():
                ends = wording.find_text_end(piece)
        return ends

    # -------------------------------------------------------------- tables

    def _in_row(self, address: str) -> Iterator[TextChange]:
        """In the column for links, as its other cells have it; else the title."""
        where, cells = dict(self.anatomy.cells), self.sheet.source.cells(self.found.line - 1)
        if "url" in where and where["url"] < len(cells) and not self.sheet.in_title and where["url"] != where["title"]:
            at = cells[where["url"]]
            if is_placeholder(self.text[at.start : at.end]):
                form = self.sheet.cell_forms.most_common(1)[0][0] if self.sheet.cell_forms else Template("[link](", ")")
                if form.kind in (None, getattr(parse(address), "kind", None)):
                    new = f"{form.head}{self._escaped(address)}{form.tail}"
                    yield self._in_cell(at, new, "url", address)
                return
        if "title" in where and (change := self._title_link(address)):
            yield change

    def _cells(self) -> Iterator[TextChange]:
        """Cells of known columns that are empty or hold a placeholder."""
        cells = self.sheet.source.cells(self.found.line - 1)
        for field, column in self.anatomy.cells:
            if field not in _CELLS or column >= len(cells):
                continue
            at = cells[column]
            old, new = self.text[at.start : at.end], self.values.text(field)
            linked = "](" in old or "<a" in old
            new = new.replace("; ", ", ") if field == "authors" else new
            if new and is_placeholder(old) and not linked and not is_placeholder(new):
                yield self._in_cell(at, wording.escape(new), field, new)

    def _in_cell(self, at: Place, new: str, field: str, value: str) -> TextChange:
        """A cell's content, in the place of the blanks that padded it as far as they go."""
        old = self.text[at.start : at.end]
        start, end = at.start, at.end
        if not old.strip():
            stop = self.text.find("|", start)
            stop = stop if stop >= 0 else find_line(self.sheet.source, at)[1]
            if self.text[start:stop].strip():
                stop = end
            width = stop - start
            new = f" {new}".ljust(max(0, width - 1)) + " "
            return TextChange(Place(start, stop), new, field, "missing", value)
        blanks = re.compile(" *").match(self.text, end)
        spare = len(blanks[0]) if blanks else 0
        longer = len(new) - len(old)
        take = max(0, min(spare - 1, longer))
        padded = new + " " * -longer if spare > 1 else new
        return TextChange(Place(start, end + take), padded, field, "placeholder", value)
