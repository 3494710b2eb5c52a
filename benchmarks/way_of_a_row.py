"""The way of one row through the rooms of the pipeline: modules entered, climbs, returns, and who parses its texts.

    python benchmarks/way_of_a_row.py [--list entries.csv] [--row 1]

Runs one row on the recorded answers beside the list, without a network and with every `lru_cache` taken away, so
that none of them hides a call. Counted over `Session.run`, by the layers of `tests/test_architecture.py`:

* rooms: modules in which a function was called;
* climbs: pairs of modules of which one calls a function of the other that is in a higher layer (a callback);
* returns: pairs of modules of which the second was entered from the first after it had been left for another layer;
* parsed by: the packages that hand a text of the entry (title, authors, year, venue) to a function that parses it,
  and how often they do. Sources, index and cache are left out: they take questions apart, not entries.
"""

from __future__ import annotations

import argparse
import functools
import importlib.util
import re
import sys
import threading
from collections import Counter
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

TOP = Path(__file__).parents[1]
PARSERS = ("resolver.text.", "resolver.match.alignment", "resolver.match.evidence", "resolver.claims.")
"""Modules whose functions take a text apart."""

STAGES = ("claims", "lookup", "match", "merge", "checking", "pipeline", "writers")


class Way:
    """What `sys.setprofile` tells of calls between modules of the package."""

    def __init__(self, rank: dict[str, int], texts: dict[int, str]) -> None:
        self.rank, self.texts = rank, texts
        self.rooms: Counter[str] = Counter()
        self.climbs: Counter[tuple[str, str]] = Counter()
        self.left: set[str] = set()
        self.returns: Counter[tuple[str, str]] = Counter()
        self.parsed: Counter[tuple[str, str]] = Counter()
        self.here = ""

    def follow(self, frame: FrameType, event: str, _: Any) -> None:
        """Note a call, where it enters a module of the package from another one."""
        if event != "call":
            return
        room = frame.f_globals.get("__name__", "")
        if not room.startswith("resolver.") or frame.f_code.co_name.startswith("<"):
            return
        caller = _caller(frame)
        if room.startswith(PARSERS) and (kind := self.texts.get(_first_argument(frame))):
            stage = _stage(frame)
            if stage in STAGES:
                self.parsed[kind, stage] += 1
        if room == caller:
            return
        self.rooms[room] += 1
        if self.rank.get(room, 0) > self.rank.get(caller, 0) and caller:
            self.climbs[caller, room] += 1
        if room in self.left:
            self.returns[caller, room] += 1
        if self.here and self.rank.get(self.here) != self.rank.get(room):
            self.left.add(self.here)
        self.here = room


def _caller(frame: FrameType) -> str:
    """The module of the package from which a function was called, through whatever lies between."""
    above = frame.f_back
    while above is not None and not above.f_globals.get("__name__", "").startswith("resolver."):
        above = above.f_back
    return "" if above is None else above.f_globals["__name__"]


def _stage(frame: FrameType) -> str:
    """The package that wants a text parsed: the nearest caller that is no function of `text/`."""
    room = frame.f_globals["__name__"]
    while frame.f_back is not None and (not room.startswith("resolver.") or room.startswith("resolver.text.")):
        frame = frame.f_back
        room = frame.f_globals.get("__name__", "")
    return room.split(".")[1] if room.startswith("resolver.") else ""


def _first_argument(frame: FrameType) -> int:
    """Which object a function was given: a record's title may have the same letters as the entry's."""
    code = frame.f_code
    return id(frame.f_locals.get(code.co_varnames[0])) if code.co_argcount else 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--list", type=Path, default=TOP / "entries.csv")
    parser.add_argument("--row", type=int, default=1)
    parser.add_argument("--verbose", action="store_true", help="name them all")
    options = parser.parse_args()
    caches = count_caches()
    uncached()
    way = trace(options.list, options.row)
    print(f"rooms {len(way.rooms)}, climbs {len(way.climbs)}, returns {len(way.returns)}; "
          f"caches in the package: {caches}")  # fmt: skip
    for kind in dict.fromkeys(way.texts.values()):
        by = ", ".join(f"{stage} {n}" for (text, stage), n in sorted(way.parsed.items()) if text == kind)
        print(f"{kind} parsed by: {by}")
    if options.verbose:
        for name, found in (("rooms", way.rooms), ("climbs", way.climbs), ("returns", way.returns)):
            print(f"\n{name}", *(f"  {n:6} {what}" for what, n in found.most_common()), sep="\n")


def count_caches() -> int:
    """How many functions of the package keep what they returned."""
    texts = (path.read_text(encoding="utf-8") for path in (TOP / "resolver").rglob("*.py"))
    return sum(len(re.findall(r"^\s*@(?:functools\.)?(?:lru_cache|cache)\b", text, re.MULTILINE)) for text in texts)


def uncached() -> None:
    """Take `lru_cache` away from the package's functions, but for those that read a table or know few values."""
    real = functools.lru_cache

    def lru_cache(maxsize: Any = 128, typed: bool = False) -> Any:
        if callable(maxsize):
            return real(maxsize)

        def decorate(function: Any) -> Any:
            own = getattr(function, "__module__", "").startswith("resolver.") and maxsize and maxsize > 64
            return function if own else real(maxsize, typed)(function)

        return decorate

    functools.lru_cache = lru_cache  # type: ignore[assignment]  # caches are switched off to see every call


def trace(path: Path, row: int) -> Way:
    """Run a row of a list on recorded answers, and follow it."""
    import msgspec

    from resolver import readers
    from resolver.config import load
    from resolver.pipeline import open_library

    document = readers.read(path)
    one = msgspec.structs.replace(document, entries=document.entries[row - 1 : row])
    layers = _architecture()
    entry = one.entries[0]
    texts = {id(getattr(entry, kind)): kind for kind in ("title", "authors", "year", "venue") if getattr(entry, kind)}
    way = Way({name: layers.rank(name) or 0 for name in layers.modules()}, texts)
    with open_library(load({"offline": True}), input_path=path) as session:
        session.run(one)  # tables are read, modules imported
        session.library.forget()
        threading.setprofile(way.follow)
        sys.setprofile(way.follow)
        try:
            session.run(one)
        finally:
            sys.setprofile(None)
            threading.setprofile(None)  # type: ignore[arg-type]  # None ends profiling; typeshed lacks it
    return way


def _architecture() -> ModuleType:
    spec = importlib.util.spec_from_file_location("architecture", TOP / "tests" / "test_architecture.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
