"""A list together with what is known and decided about its entries. Every job reads its lists here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import msgspec

from resolver import readers
from resolver.decisions import lockfile
from resolver.decisions.naming import carry_over, name_entries
from resolver.decisions.state import Known, State, Verdict
from resolver.decisions.verdicts import apply_verdict, gather_precedent
from resolver.errors import InputError
from resolver.files import outputs
from resolver.model import Document, Entry
from resolver.readers.collection import collected, list_files


class KnownList:
    """A list as it is written, and what its lock file says of it.

    Args:
        document: the list as read.
        lock: the lock file, which need not exist.
        name: what the lock file calls the list.
        state: what the lock file says.
    """

    def __init__(self, document: Document, lock: Path, name: str, state: State) -> None:
        self.document, self.lock, self.name, self.state = document, lock, name, state

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """The entries by the names that stay when rows move."""
        return name_entries(self.document.entries, by_key=self.document.format == "bibtex")

    @cached_property
    def known(self) -> Mapping[str, Known]:
        """What is known of the entries, by name."""
        return carry_over(self.state.of(self.name), self.entries)

    def verdicts(self) -> dict[int, Verdict]:
        """What people decided, by row; rows without a decision are not in it."""
        return {self.entries[n].row: k.verdict for n, k in self.known.items() if k.verdict}

    def under_decisions(self) -> Document:
        """The list with what people decided about its entries, for any look-up of it."""
        decided = {self.entries[n].row: k for n, k in self.known.items() if k.verdict}
        precedents = {row: gather_precedent(k.verdict, k if k.verdict.pin else None) for row, k in decided.items()}
        return msgspec.structs.replace(self.document, precedents=precedents)

    def having(self, name: str, verdict: Verdict) -> KnownList:
        """This list with another verdict about one of its entries; what is known of lost rows stays."""
        known = self.known.get(name) or Known(name=name, title=self.entries[name].title)
        changed = {**self.known, name: apply_verdict(known, verdict)}
        carried = {k.name for k in changed.values()}
        rest = [k for n, k in self.state.of(self.name).items() if n not in carried]
        state = self.state.having(self.name, [*(changed[n] for n in self.entries if n in changed), *rest])
        return KnownList(self.document, self.lock, self.name, state)


def read_lists(paths: Iterable[Path], encoding: str = "") -> tuple[KnownList, ...]:
    """Read lists that share one lock file: the nearest at or above all of them.

    Args:
        paths: of the lists.
        encoding: of all of them, where it is not to be inferred.

    Raises:
        InputError: a list or the lock file can't be read.
    """
    files = tuple(paths)
    lock = lockfile.find(files)
    state = lockfile.read(lock)
    return tuple(KnownList(readers.read(p, encoding), lock, lockfile.name_list(p, lock), state) for p in files)


Usable = TypeVar("Usable")


def from_files(
    given: Iterable[Path | str], use: Callable[[Path], Usable]
) -> tuple[tuple[Usable, ...], tuple[str, ...]]:
    """What is made of some files, and of the files of some folders; and what a folder holds beside, which is left out.

    Args:
        given: files and folders.
        use: makes something of a file, or raises `InputError` where it is no list that serves.

    Returns:
        What was made, in the order of the files; and a note on each file of a folder that is no such list, or that is
        a result of ours.

    Raises:
        InputError: a file that is named does not serve, or none of a folder does.
    """
    files = list_files([Path(each) for each in given])
    made, notes = list[Usable](), list[str]()
    for file in files.paths:
        if file in files.found and outputs.is_result(file):
            notes.append(f"{file}: a result of ours, which was left out")
            continue
        try:
            made.append(use(file))
        except InputError as error:
            if file not in files.found:
                raise
            notes.append(f"{error}; it was left out")
    if not made:
        raise InputError(f"no file here is a list that can be used: {'; '.join(notes[:3])}")
    return tuple(made), tuple(notes)


def read_together(given: Iterable[Path | str], path: str = "", encoding: str = "") -> Document:
    """Read several lists, or the lists of a folder, as one, with what people decided about their entries.

    Args:
        given: files and folders.
        path: what the lists are called together.
        encoding: of all of them, where it is not to be inferred.

    Raises:
        InputError: see `from_files`; or a lock file can't be read.
    """
    read, notes = from_files(given, lambda file: read_list(file, encoding).under_decisions())
    return collected(read, path, notes)


def read_list(path: Path | str, encoding: str = "") -> KnownList:
    """Read a list with what is known of it by the `resolver.lock` beside it, or above it in its repository.

    Raises:
        InputError: the list or the lock file can't be read.
    """
    return read_lists([Path(path)], encoding)[0]
