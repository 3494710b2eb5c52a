"""The changes as an Atom feed (RFC 4287) that grows with each refresh, the newest entries first."""

from __future__ import annotations

import hashlib
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from datetime import date

from resolver.errors import InputError
from resolver.refreshing.changes import Change

KEPT = 200
"""Entries that a feed keeps: readers look at the newest, and the file should not grow for ever."""

_ATOM = "http://www.w3.org/2005/Atom"
_NAMESPACE = {"a": _ATOM}


def update_feed(old: str, changes: Sequence[Change], day: date, title: str) -> str:
    """A feed with new changes in front; the old one, to the letter, when there are none.

    Args:
        old: the feed so far, or an empty text.
        changes: what changed.
        day: of the refresh.
        title: of a feed that is begun.

    Raises:
        InputError: what is there is no Atom feed.
    """
    if not changes:
        return old
    ET.register_namespace("", _ATOM)
    fresh = [_make_entry(change, day) for change in changes]
    known = {e.findtext("a:id", "", _NAMESPACE) for e in fresh}
    kept = [e for e in read_entries(old) if e.findtext("a:id", "", _NAMESPACE) not in known]
    feed = ET.Element(f"{{{_ATOM}}}feed")
    _add_text(feed, "title", title)
    _add_text(feed, "id", f"tag:resolver,2026:{_digest(title)}")
    _add_text(feed, "updated", _write_time(day))
    author = ET.SubElement(feed, f"{{{_ATOM}}}author")
    _add_text(author, "name", "resolver")
    feed.extend([*fresh, *kept][:KEPT])
    ET.indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="unicode") + "\n"


def read_entries(feed: str) -> list[ET.Element]:
    """The entries of a feed; none of an empty text.

    Raises:
        InputError: it is no Atom feed.
    """
    if not feed.strip():
        return []
    try:
        root = ET.fromstring(feed)
    except ET.ParseError as error:
        raise InputError(f"the feed is no XML ({error}); remove it, and it is begun anew") from None
    if root.tag != f"{{{_ATOM}}}feed":
        raise InputError("the feed is no Atom feed; remove it, and it is begun anew")
    return root.findall("a:entry", _NAMESPACE)


def _make_entry(change: Change, day: date) -> ET.Element:
    entry = ET.Element(f"{{{_ATOM}}}entry")
    _add_text(entry, "title", f"{change.kind}: {change.title or change.entry}")
    same = f"{change.list}\n{change.entry}\n{change.kind}\n{change.before}\n{change.after}\n{day.isoformat()}"
    _add_text(entry, "id", f"tag:resolver,2026:{_digest(same)}")
    _add_text(entry, "updated", _write_time(day))
    _add_text(entry, "summary", f"{change.list}: {change.says}")
    if change.link.startswith(("http://", "https://")):
        ET.SubElement(entry, f"{{{_ATOM}}}link", {"href": change.link})
    return entry


def _add_text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{tag}").text = "".join(ch for ch in text if ch.isprintable())


def _write_time(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:20]
