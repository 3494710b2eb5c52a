"""The list as a README that is ready to be committed: title, contents, sections, a line for each paper.

Works that were found are given as their records have them. Entries that were not are kept as the list had
them, without the placeholder, and can be marked. Text from a record is escaped: it can't become markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from resolver.model import Record, Resolution, Run
from resolver.writers import badges, bib, venues
from resolver.writers.anchors import Anchors
from resolver.writers.base import WriterOptions, line, titled
from resolver.writers.cited import rank
from resolver.writers.emoji import with_emoji
from resolver.writers.keys import keys

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
        sections = [(heading, "\n".join(items)) for heading, items in _sections(run, options)]
        named = [
            *frame.before,
            *((with_emoji(escaped(line(heading))), text) for heading, text in sections if heading),
            *frame.after,
        ]
        title = escaped(line(options.title)) or frame.title or escaped(titled(run.document))
        parts = [f"# {title}", frame.preamble]
        if len(named) > 1:
            anchors = Anchors((title, "Contents"))
            parts += ["## Contents", "\n".join(f"- [{heading}](#{anchors.of(heading)})" for heading, _ in named)]
        parts += [text for heading, text in sections if not heading]
        for heading, text in named:
            parts += [f"## {heading}", text]
        return "\n\n".join(part for part in parts if part) + "\n"


def _sections(run: Run, options: WriterOptions) -> Iterator[tuple[str, list[str]]]:
    """The list's headings in their order, each with its papers; a work stands once under each."""
    made = keys(run.resolutions)
    grouped: dict[str, dict[str, Resolution]] = {}
    for resolution in run.resolutions:
        row = resolution.entry.row
        grouped.setdefault(line(resolution.entry.section), {}).setdefault(made.get(row, f"row {row}"), resolution)
    for heading, found in grouped.items():
        entries = sorted(found.values(), key=lambda r: rank(_year(r), options.sort))
        yield (heading or (_UNNAMED if len(grouped) > 1 else "")), [item(r, options) for r in entries]


def _year(resolution: Resolution) -> int | None:
    if resolution.work is not None:
        return resolution.work.record.year
    return int(resolution.entry.year) if resolution.entry.year.isdecimal() else None


def item(resolution: Resolution, options: WriterOptions) -> str:
    """One paper as a line of a list."""
    work = resolution.work
    if work is None:
        return _as_listed(resolution, marked=options.mark)
    record = work.record
    about = ", ".join(part for part in (_people(record), escaped(venues.short(record))) if part)
    shown = [_badge(record, *link) if options.badges else _link(*link) for link in links(record)]
    return _line(escaped(line(record.title)), about, shown, " *(retracted)*" if record.retracted else "")


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


def _as_listed(resolution: Resolution, *, marked: bool) -> str:
    """An entry without an accepted record: what its author wrote, and no more."""
    entry = resolution.entry
    where = line(entry.venue)
    when = line(entry.year)
    place = where if not when or when in where else f"{where} {when}".strip()
    people = escaped(_ET_AL.sub("", line(entry.authors)))
    people += " *et al.*" if people and _ET_AL.search(line(entry.authors)) else ""
    about = ", ".join(part for part in (people, escaped(place)) if part)
    shown = [_link(label(url), destination(url)) for url in entry.links if _is_web(url)]
    title = escaped(line(entry.title)) or escaped(" ".join(map(str, entry.ids)))
    return _line(title, about, shown, " *(not verified)*" if marked else "")


def _line(title: str, about: str, shown: Iterable[str], mark: str) -> str:
    text = f"- **{title}**" + (f" — {about}" if about else "")
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
