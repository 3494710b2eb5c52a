"""What every reader is."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from resolver.model import Document


class Reader(Protocol):
    """Reads one kind of list.

    `name` is what the format is called in `Document.format`; `suffixes` are the endings that files of it usually have,
    which are what a folder of lists is searched for. `sniff` says from the first 64 Ki characters whether the text is
    of this kind, whatever its file is called; `read` raises `InputError` for a text of this kind that is broken.
    """

    name: str

    @property
    def suffixes(self) -> tuple[str, ...]: ...

    def sniff(self, head: str, path: Path) -> bool: ...

    def read(self, path: Path, text: str) -> Document: ...
