r"""What a paper cites, from the auxiliary file (.aux) that LaTeX leaves, and a list with nothing else in it.

BibTeX's `\citation{…}` and `\bibdata{…}`, and the same of biblatex, in the file itself and in those that it takes in
(`\@input{chapter.aux}`).
"""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
from msgspec import Struct

from resolver.errors import InputError
from resolver.model import Document

_CITATION = re.compile(r"\\citation\{([^{}]*)\}|\\abx@aux@(?:cite|nocite)(?:\{\d+\})?\{([^{}]*)\}")
_DATABASE = re.compile(r"\\(?:bibdata|abx@aux@refsource(?:\{[^{}]*\})?)\{([^{}]*)\}")
_INPUT = re.compile(r"\\@input\{([^{}]*)\}")
_MOST_FILES = 500
_MOST_SHOWN = 10


class Citations(Struct, frozen=True):
    """The keys that a paper cites, in their order, whether it cites everything (`\\nocite{*}`), and its databases."""

    keys: tuple[str, ...]
    everything: bool
    databases: tuple[Path, ...]


def citations(path: Path) -> Citations:
    """What an auxiliary file says.

    Args:
        path: of the .aux of a paper, whose parts and databases lie beside it or below.

    Raises:
        InputError: it can't be read, or cites nothing.
    """
    folder = path.parent
    todo, done = [path], list[Path]()
    keys, databases = dict[str, None](), dict[str, None]()
    while todo:
        file = todo.pop(0)
        if file in done or len(done) >= _MOST_FILES:
            continue
        done.append(file)
        try:
            text = file.read_text(encoding="utf-8", errors="replace")
        except (OSError, ValueError) as error:
            if file != path:
                continue  # a part that was not compiled
            said = getattr(error, "strerror", None) or error
            raise InputError(f"the .aux file can't be read ({said})", path=path) from None
        for m in _CITATION.finditer(text):
            keys |= dict.fromkeys(key.strip() for key in (m[1] or m[2] or "").split(",") if key.strip())
        databases |= dict.fromkeys(n.strip() for m in _DATABASE.finditer(text) for n in m[1].split(",") if n.strip())
        todo += [folder / m[1] for m in _INPUT.finditer(text) if not Path(m[1]).is_absolute() and ".." not in m[1]]
    if not keys:
        raise InputError("this .aux file cites nothing; run LaTeX once, and name the paper's own .aux", path=path)
    found = tuple(folder / (name if name.endswith(".bib") else f"{name}.bib") for name in databases)
    return Citations(tuple(key for key in keys if key != "*"), "*" in keys, found)


def databases_of(path: Path) -> tuple[Path, ...]:
    """The databases of a paper, by its .aux.

    Raises:
        InputError: it names none that is there; biblatex names them in its .bcf only.
    """
    named = citations(path).databases
    found = tuple(file for file in named if file.is_file())
    if not found:
        said = (
            f"none of the databases that it names is there ({', '.join(map(str, named))})" if named else "no database"
        )
        raise InputError(f"this .aux file names {said}; name the .bib, and {path.name} as `cited`", path=path)
    return found


def only_cited(document: Document, cited: Citations) -> Document:
    """A list with the entries that a paper cites; keys that it cites and the list lacks are noted.

    Keys are compared as BibTeX compares them: without case. Rows keep their numbers, so that such a list can be filled.
    """
    if cited.everything:
        return document
    wanted = {key.casefold(): key for key in cited.keys}
    kept = tuple(entry for entry in document.entries if entry.key.casefold() in wanted)
    have = {entry.key.casefold() for entry in kept}
    notes = [f"{len(kept)} of {len(document.entries)} entries are cited; the others were left out"]
    if lacking := [key for folded, key in wanted.items() if folded not in have]:
        more = f" and {len(lacking) - _MOST_SHOWN} more" if len(lacking) > _MOST_SHOWN else ""
        notes.append(f"cited and not in the list: {', '.join(lacking[:_MOST_SHOWN])}{more}")
    if not kept:
        raise InputError(f"no entry of this list is cited ({notes[-1]})", path=document.path or None)
    rows = {entry.row for entry in kept}
    return msgspec.structs.replace(
        document,
        entries=kept,
        left_out=frozenset(range(1, len(document.rows) + 1)) - rows,
        notes=(*document.notes, *notes),
    )
