"""The state in a file beside the list: TOML that people can read, review and edit.

Entries stand in the order of their list and fields in one order, so that a change of one entry is a
change of its lines. Nothing in it tells when it was written.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import msgspec

from resolver.decisions.state import Known, State, Verdict
from resolver.decisions.verdicts import parse_confirmed
from resolver.errors import InputError
from resolver.identifiers import SCHEMES, parse
from resolver.model import Identifier, IdKind, Person, Record
from resolver.text import names

NAME = "resolver.lock"
VERSION = 1
_HEAD = (
    "# What `resolver refresh` knows of the lists beside it, and what people decided. Made by the program, to be\n"
    "# committed. `resolver review` writes decisions; by hand, give an entry a table such as\n"
    "#     [entry.decision]\n"
    '#     accept = "acl:P18-1001"  # or: reject = ["doi:10.1/x"], pin = true, never_touch = true,\n'
    '#     confirm = ["authors"]  # what the list says there is right, whatever the record says\n'
)
_RECORD = (
    "ids", "title", "title_tex", "authors", "partial_authors", "editors", "year", "month", "venue", "type", "url",
    "pages", "volume", "number", "publisher", "address", "isbn", "language", "note", "category", "comment", "retracted",
    "key",
)  # fmt: skip
"""The fields of a record in the order in which they are written."""


def find(lists: Sequence[Path]) -> Path:
    """The lock file of some lists: the nearest one at or above all of them, else a new one in their common folder."""
    folders = [path.absolute().parent for path in lists]
    common = Path(os.path.commonpath(folders))
    for folder in (common, *common.parents):
        if (folder / NAME).is_file():
            return folder / NAME
        if (folder / ".git").exists():
            break
    return common / NAME


def name_list(path: Path, lock: Path) -> str:
    """What a lock file calls a list: its path from the lock file's folder, with slashes on every system."""
    return Path(os.path.relpath(path.absolute(), lock.parent)).as_posix()


def read(path: Path) -> State:
    """The state in a file; an empty one when there is none.

    Raises:
        InputError: the file can't be read, with the line where that is known.
    """
    try:
        content = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return State()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"can't be read ({error})", path=path) from None
    return parse_state(content, path)


def parse_state(content: str, path: Path) -> State:
    """The state in the text of a lock file; `path` is what errors call it.

    Raises:
        InputError: the text can't be understood.
    """
    try:
        table = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"is not valid TOML: {error}", path=path) from None
    except RecursionError:
        raise InputError("is nested too deep to be read", path=path) from None
    version = table.get("version")
    if version != VERSION:
        raise InputError(f"has version {version!r}; this program reads {VERSION}", path=path)
    lists: dict[str, dict[str, Known]] = {}
    entries = table.get("entry", [])
    if not isinstance(entries, list):
        raise InputError("`entry` must be an array of tables", path=path)
    for number, raw in enumerate(entries, start=1):
        try:
            name, known = _read_entry(raw)
        except (KeyError, TypeError, ValueError, msgspec.ValidationError) as error:
            where = f"entry {number} ({raw.get('name', '?')})" if isinstance(raw, dict) else f"entry {number}"
            raise InputError(f"{where} can't be understood: {error}", path=path) from None
        lists.setdefault(name, {})[known.name] = known
    return State(lists)


def render(state: State) -> str:
    """The file for a state; the same state always gives the same text."""
    import tomli_w

    entries = [_write_table(name, known) for name in sorted(state.lists) for known in state.lists[name].values()]
    body = tomli_w.dumps({"version": VERSION, "entry": entries}, multiline_strings=False)
    return f"{_HEAD}\n{body}"


# ------------------------------------------------------------------ one entry


def _write_table(name: str, known: Known) -> dict[str, Any]:
    table: dict[str, Any] = {
        "list": name,
        "name": known.name,
        "title": known.title,
        "status": known.status,
        "since": known.since,
        "lost": known.lost,
        "sources": list(known.sources),
        "near": _write_identifiers(known.near),
        "wrong": list(known.wrong),
        "doubt": str(known.doubt) if known.doubt else "",
    }
    kept = {field: value for field, value in table.items() if value not in ("", [])}
    if known.verdict or known.verdict.note:
        kept["decision"] = _write_decision(known.verdict)
    if known.filled:
        kept["filled"] = dict(sorted(known.filled.items()))
    if known.record is not None:
        kept["work"] = _write_work(known.record)
    return kept


def _write_decision(verdict: Verdict) -> dict[str, Any]:
    table: dict[str, Any] = {
        "accept": str(verdict.accept) if verdict.accept else "",
        "reject": _write_identifiers(verdict.reject),
        "pin": verdict.pin,
        "never_touch": verdict.never_touch,
        "confirm": list(verdict.confirm),
        "note": verdict.note,
    }
    return {field: value for field, value in table.items() if value not in ("", [], False)}


def _write_work(record: Record) -> dict[str, Any]:
    table: dict[str, Any] = {"source": record.source}
    for field in _RECORD:
        value = getattr(record, field)
        if field == "ids":
            value = _write_identifiers(value)
        elif field in ("authors", "editors"):
            value = [_write_name(person) for person in value]
        if value not in ("", [], None, False):
            table[field] = value
    return table


def _write_identifiers(ids: Iterable[Identifier]) -> list[str]:
    return [str(i) for i in ids]


def _write_name(person: Person) -> str:
    """`Family, Given` or `Family, Suffix, Given`, as in BibTeX; a name that is one word stands alone."""
    if not person.given and not person.suffix:
        return person.family
    return ", ".join(part for part in (person.family, person.suffix, person.given) if part)


def _read_entry(raw: Mapping[str, Any]) -> tuple[str, Known]:
    own = {"title": "", **{k: v for k, v in raw.items() if k not in ("list", "decision", "work", "near", "doubt")}}
    known = msgspec.convert(own, Known)
    decision = raw.get("decision", {})
    return str(raw["list"]), msgspec.structs.replace(
        known,
        near=tuple(map(_read_identifier, raw.get("near", ()))),
        doubt=_read_identifier(raw["doubt"]) if raw.get("doubt") else None,
        record=_read_record(raw["work"]) if "work" in raw else None,
        verdict=_read_verdict(decision),
    )


def _read_verdict(raw: Mapping[str, Any]) -> Verdict:
    if unknown := sorted(raw.keys() - {"accept", "reject", "pin", "never_touch", "confirm", "note"}):
        raise ValueError(f"no decision is called {', '.join(unknown)}")
    rejected, confirmed = raw.get("reject", ()), raw.get("confirm", ())
    return Verdict(
        accept=_read_identifier(raw["accept"]) if raw.get("accept") else None,
        reject=tuple(map(_read_identifier, [rejected] if isinstance(rejected, str) else rejected)),
        pin=bool(raw.get("pin", False)),
        never_touch=bool(raw.get("never_touch", False)),
        confirm=parse_confirmed([confirmed] if isinstance(confirmed, str) else confirmed),
        note=str(raw.get("note", "")),
    )


def _read_record(raw: Mapping[str, Any]) -> Record:
    plain = {"source": "", "title": "", **{k: v for k, v in raw.items() if k not in ("ids", "authors", "editors")}}
    return msgspec.structs.replace(
        msgspec.convert(plain, Record),
        ids=tuple(map(_read_identifier, raw.get("ids", ()))),
        authors=tuple(map(_read_person, raw.get("authors", ()))),
        editors=tuple(map(_read_person, raw.get("editors", ()))),
    )


def _read_identifier(text: str) -> Identifier:
    """`acl:P18-1001` as we write it, or an identifier or link in any form that people write."""
    kind, _, value = text.partition(":")
    if kind in SCHEMES and value and not value.startswith("//"):
        return Identifier(cast("IdKind", kind), value)
    found = parse(text)
    if found is None:
        raise ValueError(f"{text!r} is no identifier")
    return found


def _read_person(text: str) -> Person:
    """The name as it was written: what is without a comma is one word, however many it has."""
    return names.parse_person(text) if "," in text else Person(text)
