"""The list as a README that is ready to be committed: title, contents, sections, a line for each paper.

Works that were found are given as their records have them. Entries that were not are kept as the list had
them, without the placeholder, and can be marked. Text from a record is escaped: it can't become markup.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct, field

from resolver.identifiers import parse
from resolver.model import Entry, Record, Resolution, Run
from resolver.text import titles
from resolver.writers import badges, bib, venues
from resolver.writers.anchors import Anchors
from resolver.writers.base import WriterOptions, line, titled
from resolver.writers.cited import rank
from resolver.writers.emoji import with_emoji
from resolver.writers.listed import shown_record
from resolver.writers.raised import raise_scripts
from resolver.writers.surroundings import NO_SURROUNDINGS, Surroundings, begins_block, read_surroundings

MOST_AUTHORS = 3
"""Names that are given in full; of more, the first with `et al.`"""

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>|~$]|&(?=#?\w+;)|(?<!\S)#|:(?=//)|(?<=\bwww)\.", re.IGNORECASE)
_HOSTS = {"aclanthology.org": "Anthology", "arxiv.org": "arXiv", "openreview.net": "OpenReview", "doi.org": "DOI"}
_ET_AL = re.compile(r",?\s*\bet al\.?$")
_LONGEST_BADGE = 24
_UNNAMED = "Papers"
"""The heading of papers that the list has under none, where it has headings."""


class MarkdownWriter:
    """An awesome-list README."""

    name = "markdown"
    heeds = frozenset({"title", "sort", "badges", "mark", "frame"})
    partial = False

    def render(self, run: Run, options: WriterOptions) -> str:
        if options.fragment:
            return "".join(f"{item(r, options)}\n" for r in run.resolutions if r.work is not None)
        frame = options.frame
        sections = list(_sections(run, options))
        named = [
            *((0, heading, text) for heading, text in frame.before),
            *((depth, with_emoji(escaped(line(heading))), text) for depth, heading, text in sections if heading),
            *((0, heading, text) for heading, text in frame.after),
        ]
        title = escaped(line(options.title)) or frame.title or escaped(titled(run.document))
        parts = [f"# {title}", frame.preamble]
        if len(named) > 1:
            anchors = Anchors((title, "Contents"))
            contents = [f"{'  ' * depth}- [{heading}](#{anchors.of(heading)})" for depth, heading, _ in named]
            parts += ["## Contents", "\n".join(contents)]
        parts += [text for _, heading, text in sections if not heading]
        for depth, heading, text in named:
            parts += [f"{'#' * min(depth + 2, _DEEPEST)} {heading}", text]
        return "\n\n".join(part for part in parts if part) + "\n"


_DEEPEST = 6
"""Levels of headings that Markdown has."""


class _Section(Struct):
    """The papers right below a heading, and the headings below it."""

    found: list[tuple[Resolution, Surroundings]] = field(default_factory=list)
    below: dict[str, _Section] = field(default_factory=dict)


def _sections(run: Run, options: WriterOptions) -> Iterator[tuple[int, str, str]]:
    """The list's headings in their order, each with its depth and its papers, as often as they were listed."""
    beside = read_surroundings(run.document)
    top = _Section()
    for resolution in run.resolutions:
        entry = resolution.entry
        more = beside.get(entry.row, NO_SURROUNDINGS)
        section = top
        for heading in more.path if entry.row in beside else filter(None, (line(entry.section),)):
            section = section.below.setdefault(line(heading), _Section())
        section.found.append((resolution, more))
    if top.found:
        yield 0, (_UNNAMED if top.below else ""), _items(top, options)
    yield from _below(top, 0, options)


def _below(section: _Section, depth: int, options: WriterOptions) -> Iterator[tuple[int, str, str]]:
    for heading, inner in section.below.items():
        yield depth, heading, _items(inner, options)
        yield from _below(inner, depth + 1, options)


def _items(section: _Section, options: WriterOptions) -> str:
    ordered = sorted(section.found, key=lambda pair: rank(_year(pair[0]), options.sort))
    return "\n".join(item(resolution, options, more) for resolution, more in ordered)


def _year(resolution: Resolution) -> int | None:
    if resolution.work is not None:
        return shown_record(resolution).year
    return int(resolution.entry.year) if resolution.entry.year.isdecimal() else None


def item(resolution: Resolution, options: WriterOptions, beside: Surroundings = NO_SURROUNDINGS) -> str:
    """One paper as a line of a list, and what the list has below it."""
    work = resolution.work
    if work is None:
        return _with_notes(_as_listed(resolution, beside, marked=options.mark), beside)
    record = shown_record(resolution)
    about = ", ".join(part for part in (_people(record), escaped(venues.short(record))) if part)
    known = links(record)
    shown = [_badge(record, *link) if options.badges else _link(*link) for link in known]
    shown += _more(resolution, beside, {url for _, url in known})
    title = _titled(raise_scripts(line(record.title)), beside.nickname or _nickname(resolution.entry, record))
    return _with_notes(_line(title, about, shown, " *(retracted)*" if record.retracted else ""), beside)


def _titled(title: str, nickname: str) -> str:
    """The title in bold, and behind it the name that the list gives to what the paper is about."""
    named = f" ({escaped(nickname)})" if nickname and titles.key(nickname) not in titles.key(title) else ""
    return f"**{escaped(title)}**{named}"


def _nickname(entry: Entry, record: Record) -> str:
    """The name that a list puts before the title (`FernBERT: Growing Ferns …`), if the record has it without."""
    name, rest = titles.split_at_colon(entry.title)
    return name if rest and titles.key(rest) == titles.key(record.title) else ""


def _more(resolution: Resolution, beside: Surroundings, known: Collection[str]) -> list[str]:
    """The links that a list has beside those of the record, but for what was shown to be another paper's."""
    wrong = {p.claimed for p in resolution.problems if p.kind == "identifier"}
    own = [link for link in resolution.entry.links if _is_web(link) and parse(link) is None and link not in wrong]
    written = " ".join(beside.links)
    pages = [url for url in dict.fromkeys(own) if destination(url) not in known and url not in written]
    return [*(_link(label(url), destination(url)) for url in pages), *beside.links]


def _with_notes(text: str, beside: Surroundings) -> str:
    """A line of a list, with the remark that ends it and the notes that stand below it."""
    remark = f" — {escaped(line(beside.remark))}" if beside.remark else ""
    if not beside.below:
        return text + remark
    apart = "" if begins_block(beside.below) else "\n"  # or it would go on with the line above
    return text + remark + apart + "".join(f"\n  {part}".rstrip(" ") for part in beside.below.split("\n"))


def _link(name: str, url: str) -> str:
    return f"[[{name}]]({url})"


def _badge(record: Record, name: str, url: str) -> str:
    """A link as a badge: the preprint's number, or venue and year."""
    series = venues.series(record)
    left, right = ("arXiv", record.id("arxiv")) if name == "arXiv" else (series, str(record.year or ""))
    if not left or len(left) > _LONGEST_BADGE:
        left = name
    shown = badges.image(left, right, anthology=name == "Anthology")
    return f"[![{escaped(f'{left} {right}'.strip())}]({shown})]({url})"


def _as_listed(resolution: Resolution, beside: Surroundings, *, marked: bool) -> str:
    """An entry without an accepted record: what its author wrote, and no more."""
    entry = resolution.entry
    where = line(entry.venue)
    when = line(entry.year)
    place = where if not when or when in where else f"{where} {when}".strip()
    people = escaped(_ET_AL.sub("", line(entry.authors)))
    people += " *et al.*" if people and _ET_AL.search(line(entry.authors)) else ""
    about = ", ".join(part for part in (people, escaped(place)) if part)
    pages = [url for url in entry.links if _is_web(url) and url not in " ".join(beside.links)]
    shown = [*(_link(label(url), destination(url)) for url in pages), *beside.links]
    title = _titled(line(entry.title) or " ".join(map(str, entry.ids)), beside.nickname)
    return _line(title, about, shown, " *(not verified)*" if marked else "")


def _line(title: str, about: str, shown: Iterable[str], mark: str) -> str:
    text = f"- {title}" + (f" — {about}" if about else "")
    stop = "" if text.endswith((".", "*")) and about else "."
    return " ".join((f"{text}{stop}{mark}", *shown))


def _people(record: Record) -> str:
    """The authors, or the first of many with `et al.`"""
    names = [escaped(line(str(p))) for p in record.authors if line(str(p))]
    if not names:
        return ""
    if len(names) > MOST_AUTHORS or record.partial_authors:
        return f"{names[0]} *et al.*"
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]


def links(record: Record) -> list[tuple[str, str]]:
    """The official page of a work, and its preprint's, each with its label."""
    arxiv = record.id("arxiv")
    urls = dict.fromkeys((line(record.url), f"https://arxiv.org/abs/{arxiv}" if arxiv else ""))
    return [(label(url), destination(url)) for url in urls if _is_web(url)]


def label(url: str) -> str:
    """What a link is called: by the site that it leads to."""
    host = re.sub(r"^https?://(?:www\.)?|[/:?#].*$", "", url.lower())
    return _HOSTS.get(host, "link")


def _is_web(url: str) -> bool:
    return re.match(r"https?://\w", url, re.IGNORECASE) is not None


def destination(url: str) -> str:
    """An address that can't end the link it stands in."""
    return bib.address(url).replace("(", "%28").replace(")", "%29")


def escaped(text: str) -> str:
    """Plain text as Markdown that shows the same: nothing in it is markup, a link or a reference.

    >>> escaped("A* search & [MASK]_1 at https://x.org")
    'A\\\\* search & \\\\[MASK\\\\]\\\\_1 at https\\\\://x.org'
    """
    return _SPECIAL.sub(lambda m: f"\\{m[0]}", text)
