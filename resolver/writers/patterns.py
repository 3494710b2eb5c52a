"""Patterns of citation keys, in the bracket syntax of JabRef: `[auth:lower][year][veryshorttitle:lower]`.

What stands outside brackets is kept. Of JabRef's fields (docs.jabref.org, "Customize the citation key
generator") those are understood that say something of a paper; their meaning is JabRef's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from anyascii import anyascii
from msgspec import Struct

from resolver.errors import SettingsError
from resolver.model import Record
from resolver.text import titles

ILLEGAL = re.compile(r"[^A-Za-z0-9_:./+\-]+")
"""What may not stand in a key for BibTeX and biber alike."""

FUNCTION_WORDS = frozenset(
    "a about above across against along among an and around as at before behind below beneath beside between "
    "beyond but by d das der die down during el except for from in inside into is it l la las le les like los "
    "near nor of off on onto or per since so the through to toward towards under until up upon with within "
    "without yet".split()
)
"""Words that JabRef's `shorttitle` leaves out."""

_FIELD = re.compile(r"\[([^\[\]]*)\]")
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_NUMBERED = re.compile(r"(authors|camel)(\d{1,2})")
_NOBODY = "nn"
"""Stands for a name where a work has neither authors nor editors, as in the Anthology's keys."""


class Pattern(Struct, frozen=True):
    """A pattern that was understood: literal text and fields with their modifiers, in order."""

    parts: tuple[tuple[str, str, tuple[str, ...]], ...]

    def key(self, record: Record) -> str:
        """The key of a work; not yet unique."""
        return "".join(literal or _value(record, field, modifiers) for literal, field, modifiers in self.parts)


def parse(text: str) -> Pattern:
    """Understand a pattern.

    Raises:
        SettingsError: it has no field, one that is unknown, an unpaired bracket, or a character that no key may hold.
    """
    parts: list[tuple[str, str, tuple[str, ...]]] = []
    end = 0
    for found in _FIELD.finditer(text):
        parts.append((_literal(text, text[end : found.start()]), "", ()))
        field, *modifiers = (part.strip() for part in found[1].split(":"))
        number = _NUMBERED.fullmatch(field)
        if (number[1] if number else field) not in FIELDS or (number and int(number[2]) == 0):
            raise _error(text, f"there is no field [{field}]; there are {', '.join(f'[{f}]' for f in FIELDS)}")
        if unknown := [m for m in modifiers if m not in MODIFIERS]:
            raise _error(text, f"there is no modifier :{unknown[0]}; there are {', '.join(f':{m}' for m in MODIFIERS)}")
        parts.append(("", field, tuple(modifiers)))
        end = found.end()
    parts.append((_literal(text, text[end:]), "", ()))
    if not any(field for _, field, _ in parts):
        raise _error(text, "it has no field, so that all keys would be the same; for example [auth:lower][year]")
    return Pattern(tuple(p for p in parts if p[0] or p[1]))


def _literal(pattern: str, text: str) -> str:
    if "[" in text or "]" in text:
        raise _error(pattern, "a bracket has no partner")
    if wrong := ILLEGAL.search(text):
        raise _error(pattern, f"a key can't hold {wrong[0]!r}; letters, digits and _ : . / + - may stand in it")
    return text


def _error(pattern: str, what: str) -> SettingsError:
    return SettingsError(f"the pattern of keys {pattern!r} can't be used: {what}")


def legal(text: str) -> str:
    """`text` in the characters that a key may hold."""
    return ILLEGAL.sub("-", anyascii(text)).strip("-")


def _value(record: Record, field: str, modifiers: tuple[str, ...]) -> str:
    number = _NUMBERED.fullmatch(field)
    words = FIELDS[number[1]](record, int(number[2])) if number else FIELDS[field](record, 0)
    for modifier in modifiers:
        words = MODIFIERS[modifier](words)
    return "".join(words)


def _names(record: Record, most: int = 0) -> list[str]:
    people = record.authors or record.editors
    names = [name for p in people if (name := ILLEGAL.sub("", anyascii(p.family)))]
    more = record.partial_authors or (0 < most < len(names))
    return [*names[: most or None], *(["EtAl"] if more else [])] or [_NOBODY]


def _first_and(record: Record, etal: str, between: str) -> list[str]:
    """The first name, with the second where there are two, and with `etal` where there are more."""
    names = [n for n in _names(record) if n != "EtAl"]
    if len(names) > 2 or record.partial_authors:
        return [names[0], between + etal]
    return [names[0], *(between + n for n in names[1:])]


def _title(record: Record, *, telling: bool, most: int = 0) -> list[str]:
    words = [w for word in _WORD.findall(titles.plain(record.title)) if (w := ILLEGAL.sub("", anyascii(word)))]
    chosen = [w for w in words if not telling or w.lower() not in FUNCTION_WORDS] or words
    return chosen[: most or None]


def _camel(record: Record, most: int) -> list[str]:
    return [w[0].upper() + w[1:] for w in _title(record, telling=False, most=most)]


def _year(record: Record) -> str:
    return str(record.year or "")


FIELDS: Mapping[str, Callable[[Record, int], list[str]]] = {
    "auth": lambda r, _: _names(r)[:1],
    "authors": _names,
    "auth.etal": lambda r, _: _first_and(r, "etal", "."),
    "authEtAl": lambda r, _: _first_and(r, "EtAl", ""),
    "year": lambda r, _: [_year(r)],
    "shortyear": lambda r, _: [_year(r)[-2:]],
    "title": lambda r, _: _title(r, telling=False),
    "shorttitle": lambda r, _: _title(r, telling=True, most=3),
    "veryshorttitle": lambda r, _: _title(r, telling=True, most=1),
    "camel": _camel,
    "firstpage": lambda r, _: re.findall(r"[A-Za-z]?\d+", r.pages)[:1],
}
"""What may stand in brackets. `[authorsN]` and `[camelN]` take the first N names or words."""

MODIFIERS: Mapping[str, Callable[[list[str]], list[str]]] = {
    "lower": lambda words: [w.lower() for w in words],
    "upper": lambda words: [w.upper() for w in words],
    "abbr": lambda words: [w[0] for w in words if w],
}
