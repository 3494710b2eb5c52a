"""The changes of a refresh for people and programs: Markdown, for a pull request's body, and JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import get_args

import msgspec

from resolver.refreshing import Refreshed, RefreshOutcome
from resolver.refreshing.changes import Change, ChangeKind

CAP = 60_000
"""Characters of a pull request's body, which GitHub cuts at 65,536; what stands around it needs room as well."""

SCHEMA = 1
"""Version of the JSON."""

_HEADINGS: dict[ChangeKind, str] = {
    "retracted": "Retracted", "withdrawn": "Withdrawn", "lost": "No longer known to any source",
    "conflict": "Against a person's decision", "doubt": "Doubtful now", "open": "To be decided",
    "published": "Newly published", "doi": "DOIs added", "resolved": "Newly resolved",
    "corrected": "Corrected by the sources", "link": "Links that are dead or lead elsewhere",
    "merged": "Identifiers merged", "found again": "Found again", "updated": "Updated", "gone": "No longer in the list",
}  # fmt: skip
_MARKUP = re.compile(r"([\\`*_\[\]<>|~#$&])")
_LIVE = re.compile(r"@(?=\w)|#(?=\d)|\bGH-(?=\d)|:(?=//)|\bwww(?=\.)", re.IGNORECASE)
"""What GitHub makes a mention, a reference or a link of wherever it stands, escaped or not; a space without width
behind it (as Renovate does) ends that."""


def write_markdown(outcome: RefreshOutcome, cap: int = CAP) -> str:
    """The changes by kind, what needs a person first; empty when no file is different.

    Args:
        outcome: of the refresh.
        cap: characters at most; what is left out is counted.
    """
    changes = outcome.changes
    if not changes:
        noted = _write_count(outcome.noted, "entry", "entries")
        first = [f"No work changed; what is known of {noted} is noted."] if outcome.noted else []
        return "\n".join([*first, *_write_edits(outcome, cap)]) + "\n" if outcome.changed else ""
    lines = [f"# {_write_count(len(changes), 'change')} in {_write_count(len(outcome.lists), 'list')}", ""]
    lines += [_write_warning(each) for each in outcome.lists if each.suspicious]
    kinds = [k for k in get_args(ChangeKind) if any(c.kind == k for c in changes)]
    several = len(outcome.lists) > 1
    room = cap - len("\n".join(lines)) - 200 * len(kinds)
    for kind in kinds:
        own = [c for c in changes if c.kind == kind]
        lines += [f"## {_HEADINGS[kind]} ({len(own)})", ""]
        shown = _choose_fitting((_write_item(c, several) for c in own), room)
        room -= sum(len(item) + 1 for item in shown)
        lines += shown
        if len(shown) < len(own):
            lines.append(f"- … and {len(own) - len(shown)} more")
        lines.append("")
    return "\n".join([*lines, *_write_edits(outcome, room)])


def _write_edits(outcome: RefreshOutcome, room: int) -> list[str]:
    """What is different in the lists themselves."""
    several = len(outcome.lists) > 1
    every = [(each, edit) for each in outcome.lists for edit in each.filled.edits]
    if not every:
        return []
    items = [
        f"- {_escape(each.name) + ', ' if several else ''}row {e.row}, {_escape(e.field)}: "
        f"{_escape(e.old) or 'nothing'} → {_escape(e.new)}"
        for each, e in every
    ]
    shown = _choose_fitting(items, room)
    more = [f"- … and {len(items) - len(shown)} more"] if len(shown) < len(items) else []
    return [f"## Edits ({len(items)})", "", *shown, *more, ""]


def _write_warning(each: Refreshed) -> str:
    changed = len({c.entry for c in each.changes if c.kind not in ("resolved", "open", "gone")})
    share = f"{changed} of {len(each.document.entries)} entries of {_escape(each.name)}"
    return (
        f"> [!WARNING]\n> **{share} changed at once.** "
        "Look before you merge: a service may be answering something strange.\n"
    )


def _choose_fitting(items: Iterable[str], room: int) -> list[str]:
    shown: list[str] = []
    for item in items:
        room -= len(item) + 1
        if room < 0:
            break
        shown.append(item)
    return shown


def _write_item(change: Change, several: bool) -> str:
    title = _escape(change.title or change.entry)
    linked = f"[{title}]({_write_address(change.link)})" if change.link.startswith(("http://", "https://")) else title
    where = ", ".join(
        part for part in (_escape(change.list) if several else "", f"line {change.line}" if change.line else "") if part
    )
    return f"- {linked}" + (f" ({where})" if where else "") + f": {_escape(change.says)}"


def _escape(text: str) -> str:
    """A text from anywhere as Markdown that shows it and does nothing: no link, no mention, no HTML."""
    return _LIVE.sub(r"\g<0>&#8203;", _MARKUP.sub(r"\\\1", " ".join(text.split())[:400]))


def _write_address(link: str) -> str:
    return re.sub(r"[\s<>()\\]", lambda m: f"%{ord(m[0]):02X}", link)


def _write_count(number: int, noun: str, nouns: str = "") -> str:
    return f"{number} {noun if number == 1 else nouns or noun + 's'}"


# ------------------------------------------------------------------ JSON


def write_json(outcome: RefreshOutcome) -> bytes:
    """The lists, what was asked and why, the changes and the edits; the same outcome always gives the same bytes."""
    body = {
        "schema": SCHEMA,
        "lists": [
            {
                "list": each.name,
                "entries": len(each.document.entries),
                "asked": dict(sorted(_count_reasons(each).items())),
                "suspicious": each.suspicious,
                "changes": [{**msgspec.structs.asdict(c), "attention": c.attention} for c in each.changes],
                "edits": [msgspec.structs.asdict(e) for e in each.filled.edits],
                "left": [msgspec.structs.asdict(e) for e in each.filled.left],
            }
            for each in outcome.lists
        ],
    }
    return msgspec.json.format(msgspec.json.encode(body), indent=2) + b"\n"


def _count_reasons(each: Refreshed) -> dict[str, int]:
    found: dict[str, int] = {}
    for reason in each.asked.values():
        found[reason] = found.get(reason, 0) + 1
    return found


def summarise(changes: Sequence[Change]) -> str:
    """The changes by kind in half a line, as for a commit's message: `2 published, 1 retracted`."""
    counts = {kind: sum(c.kind == kind for c in changes) for kind in get_args(ChangeKind)}
    return ", ".join(f"{n} {kind}" for kind, n in counts.items() if n)
