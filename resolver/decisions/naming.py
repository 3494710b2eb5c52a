"""Names that stay: of the entries of a list while its rows move, and of a work while its record grows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from resolver.decisions.state import Known
from resolver.identifiers import derive_related, name_of, url_of
from resolver.model import Entry, Identifier, Record
from resolver.text import titles
from resolver.text.likeness import likeness

_SLUG = 80
"""Letters of an entry's name in the lock file; what is cut off hardly ever tells two entries apart."""

_ALIKE = 0.6
"""Likeness of titles from which on an entry with the same link is the one that stood there, retitled."""


def name_entries(entries: Sequence[Entry], *, by_key: bool = False) -> dict[str, Entry]:
    """The entries by a name that stays when rows move: the citation key, else the title, else the identifier.

    Of entries with the same title the later ones are numbered, in their order.

    Args:
        entries: of one list.
        by_key: whether the list's keys are names, as in BibTeX.

    >>> list(name_entries([Entry(row=1, title="BERT: a Model"), Entry(row=2, title="BERT: A model")]))
    ['bert-a-model', 'bert-a-model#2']
    """
    found: dict[str, Entry] = {}
    for entry in entries:
        first = _name_entry(entry, by_key)
        name, number = first, 1
        while name in found:
            number += 1
            name = f"{first}#{number}"
        found[name] = entry
    return found


def _name_entry(entry: Entry, by_key: bool) -> str:
    if by_key and entry.key:
        return entry.key
    if slug := "-".join(titles.words(entry.title))[:_SLUG].rstrip("-"):
        return slug
    return str(entry.ids[0]) if entry.ids else f"row-{entry.row}"


def carry_over(old: Mapping[str, Known], entries: Mapping[str, Entry]) -> dict[str, Known]:
    """What is known of the entries of a list: of those that had another title before, by their identifiers.

    Args:
        old: what was known of the list.
        entries: of the list as it is now, by name.
    """
    found = {name: old[name] for name in entries if name in old}
    gone = [known for name, known in old.items() if name not in entries]
    for name, entry in entries.items():
        if name in found or not entry.ids:
            continue
        own = {*entry.ids, *(r for i in entry.ids for r in derive_related(i))}
        alike = (k for k in gone if k.verdict or likeness(entry.title, k.title) >= _ALIKE)
        same = next((k for k in alike if own.intersection(k.ids)), None)
        if same is not None:
            gone.remove(same)
            found[name] = same
    return found


def choose_identifier(record: Record) -> Identifier | None:
    """The identifier that one would name a work by: the publication's before the preprint's."""
    return name_of(record.ids)


def choose_link(record: Record) -> str:
    """The page of a work: the one that its record names, else that of the identifier one would name it by."""
    known = choose_identifier(record)
    return record.url or (url_of(known) if known else "")
