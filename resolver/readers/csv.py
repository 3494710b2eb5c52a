"""Tables: CSV and TSV in whatever dialect a spreadsheet or a script wrote them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from resolver.errors import InputError
from resolver.identifiers import IDENTIFYING, SCHEMES
from resolver.identifiers.placeholders import MARKDOWN_LINK
from resolver.model import Document, Entry, Row
from resolver.readers.dialect import detect, records
from resolver.readers.fields import links_in, only_year, tidy
from resolver.text import mojibake

_SAMPLE = 262_144

_SYNONYMS: dict[str, str] = {
    "title": "title papertitle articletitle documenttitle fulltitle worktitle titleofpaper "
    "titleofthepaper titles papertitles paper papername name publication article work papers publications papersummary "
    "paperandsummary papernotes paperlinks 标题 论文标题 论文名称 论文题目 题目 "
    "文章名称 文章标题 论文 文章 論文 タイトル 論文名 논문 제목 논문제목 논문명 titre titel título titulo ti "
    "publicationtitle",
    "authors": "authors author authornames authorfullnames creators creator by 作者 著者 저자 "
    "auteurs auteur autoren autor autores af au",
    "year": "year publicationyear pubyear date publicationdate published publishedyear issued "
    "年份 年 发表时间 时间 日期 年度 発表年 연도 발행일 발표일 날짜 "
    "année annee jahr año ano fecha py",
    "venue": "venue journal booktitle conference conf pub publicationvenue journalconference sourcetitle source "
    "publicationtitle proceedingstitle "
    "journalbook publishedin publishedat containertitle journalname venuename conferencejournal confjournal 会议 期刊 "
    "发表 发表会议 来源 会议期刊 学会 会議 学会誌 학회 저널 "
    "revue zeitschrift revista konferenz conférence conferencia so",
    "doi": SCHEMES["doi"].columns,
    "url": "url link links urls paperurl paperlink linktopaper urlpdf pdfurl pdflink pdf href officialurl paperpdf "
    "identifier identifiers paperid website webpage paper paperurls 链接 论文链接 地址 论文地址 リンク 링크 "
    "lien enlace articleurl",
    **{scheme.column: scheme.columns for kind, scheme in SCHEMES.items() if kind != "doi"},
    "key": "key citationkey bibkey citekey citekeys bibtexkey entrykey id",
    "section": "section category topic group subcategory",
}
"""Names of columns, most telling first; case, spaces and punctuation don't count."""


class TableReader:
    """Takes a table whose header names a title or an identifier.

    Args:
        guess: also take what merely looks like a table, so that its missing column is reported.
    """

    name = "csv"
    suffixes = (".csv", ".tsv", ".tab")

    def __init__(self, guess: bool = False) -> None:
        self.guess = guess

    def sniff(self, head: str, path: Path) -> bool:
        first = head.lstrip("\r\n").split("\n", 1)[0]
        if re.match(r"\s*(?:[#>*+-]\s|#{2,}|\|\s*\S.*\|\s*$)", first) or "](" in first:
            return False
        layout = detect(head, is_known_header)
        if _usable(roles(layout.header)):
            return len(layout.header) > 1 or first.strip().strip('"').count(" ") < 2
        if not self.guess:
            return False
        suffix = path.suffix.lower()
        regular = len(layout.header) > 1 and layout.even and layout.records > 1
        return suffix in {".csv", ".tsv", ".tab"} or (regular and suffix not in {".txt", ".md", ".markdown"})

    def read(self, path: Path, text: str) -> Document:
        """Every record as a row with its cells as they are, and an entry for it.

        Raises:
            InputError: no title and no identifier column, broken quoting, a row with surplus cells.
        """
        layout = detect(text[:_SAMPLE], is_known_header)
        columns: tuple[str, ...] = ()
        rows: list[Row] = []
        short: list[int] = []
        for line, cells in records(text, layout.delimiter, path):
            if not columns:
                columns = cells
                _require(columns, path, line)
                continue
            if len(cells) < len(columns):
                short.append(line)
                cells = (*cells, *[""] * (len(columns) - len(cells)))
            elif any(cell.strip() for cell in cells[len(columns) :]):
                raise InputError(_surplus(cells, columns, layout.delimiter), path=path, line=line)
            rows.append(Row(line, cells[: len(columns)]))
        if not rows:
            raise InputError("the table has no rows below its header", path=path)
        where = _roles_for_reading(columns)
        further = _further_links(columns)
        entries = tuple(_entry(number, row, where, further) for number, row in enumerate(rows, start=1))
        return Document(
            path=str(path),
            columns=columns,
            rows=tuple(rows),
            entries=entries,
            notes=_notes(short, columns, rows, where),
            delimiter=layout.delimiter,
            newline=layout.newline,
            format=self.name,
            text=text,
        )


# ------------------------------------------------------------------ columns


def roles(columns: Sequence[str]) -> Mapping[str, int]:
    """Which column holds which known field: field name to index.

    Fields are `title, authors, year, venue, doi, url, acl_id, arxiv_id, openalex_id, openreview_id, key,
    section`; a column has one role at most, and the first fitting one gets it.

    >>> dict(roles(["Paper Title", "Author(s)", "PDF", "Note"]))
    {'title': 0, 'authors': 1, 'url': 2}
    """
    free: dict[str, list[int]] = {}
    for index, column in enumerate(columns):
        free.setdefault(_fold(column), []).append(index)
    found: dict[str, int] = {}
    for field, names in _SYNONYMS.items():
        for name in names.split():
            if free.get(name):
                found[field] = free[name].pop(0)
                break
    return found


def _fold(name: str) -> str:
    text = mojibake.repair(name).text.casefold().replace("(s)", "s").strip()
    return re.sub(r"[\W_]+", "", re.sub(r"(?<=\w)\s*\([^()]*\)$", "", text))  # `Title (English)` is `Title`


def _usable(where: Mapping[str, int]) -> bool:
    return "title" in where or any(field in where for field in IDENTIFYING)


def is_known_header(header: tuple[str, ...]) -> bool:
    """Whether a header has a column of titles or of identifiers."""
    return _usable(_roles_for_reading(header))


def _roles_for_reading(columns: Sequence[str]) -> Mapping[str, int]:
    """As `roles`; a lone `id` column in a table without anything better holds the identifiers."""
    where = roles(columns)
    return {"url": where["key"], **where} if not _usable(where) and "key" in where else where


def _require(columns: Sequence[str], path: Path, line: int) -> None:
    if not is_known_header(tuple(columns)):
        listed = ", ".join(f"“{c.strip()[:40]}”" for c in columns[:20])
        more = f" and {len(columns) - 20} more" if len(columns) > 20 else ""
        raise InputError(
            "no title column and no identifier column (doi, arxiv_id, acl_id, url); name one of the columns “title”. "
            f"Columns found: {listed}{more}",
            path=path,
            line=line,
        )


def _surplus(cells: Sequence[str], columns: Sequence[str], delimiter: str) -> str:
    name = {"\t": "tab", ",": "comma", ";": "semicolon"}.get(delimiter, f"“{delimiter}”")
    return (
        f"{len(cells)} cells but {len(columns)} columns (delimiter: {name}); "
        f'put a cell that holds the delimiter into quotes ("…")'
    )


# ------------------------------------------------------------------ entries


def _entry(number: int, row: Row, where: Mapping[str, int], further: Sequence[int]) -> Entry:
    def value(field: str) -> str:
        return tidy(row.cells[where[field]]) if field in where else ""

    title = value("title")
    cells = [(field, row.cells[where[field]]) for field in IDENTIFYING if field in where]
    cells += [("", row.cells[i]) for i in further]
    if m := MARKDOWN_LINK.fullmatch(title):
        cells.insert(0, ("", m["url"]))
        title = title[1 : title.index("](")].strip("[] ")
    links, ids = links_in(cells)
    return Entry(
        row=number,
        line=row.line,
        title=title,
        authors=value("authors"),
        year=only_year(value("year")),
        venue=value("venue"),
        section=value("section"),
        key=value("key"),
        links=links,
        ids=ids,
    )


def _further_links(columns: Sequence[str]) -> tuple[int, ...]:
    """Columns that hold links to the paper beside the one that has the role (`url` and `pdf`, say)."""
    taken = set(roles(columns).values())
    names = {name for field in IDENTIFYING for name in _SYNONYMS[field].split()} - {"website", "webpage"}
    return tuple(i for i, name in enumerate(columns) if i not in taken and _fold(name) in names)


def _notes(
    short: Sequence[int], columns: Sequence[str], rows: Sequence[Row], where: Mapping[str, int]
) -> tuple[str, ...]:
    notes = []
    if "title" not in where and len(columns) > len(where):
        used = ", ".join(columns[where[field]].strip() for field in IDENTIFYING if field in where)
        notes.append(f"no column is called “title”: rows are looked up by their identifiers alone ({used})")
    if short:
        places = ", ".join(map(str, short[:10])) + (" …" if len(short) > 10 else "")
        plural = "row has" if len(short) == 1 else "rows have"
        notes.append(
            f"{len(short)} {plural} fewer cells than the header and were read as if the rest were empty (line {places})"
        )
    named = [_fold(c) for c in columns if c.strip()]
    if twice := sorted(name for name, count in Counter(named).items() if count > 1):
        notes.append(f"columns of the same name, of which the first one counts: {', '.join(twice)}")
    damaged = sum(any(not c.isascii() and mojibake.repair(c).how for c in row.cells) for row in rows)
    if damaged:
        hold = "row holds" if damaged == 1 else "rows hold"
        notes.append(f"{damaged} {hold} text that was decoded wrongly once; it was repaired for matching")
    return tuple(notes)
