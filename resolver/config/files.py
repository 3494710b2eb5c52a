"""Settings files: which one counts here, and what it says."""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from resolver.config.services import PATHS
from resolver.config.values import expand_home
from resolver.errors import SettingsError

NO_SNAPSHOT = "none"
"""What stands for no folder with recorded answers."""


def find_settings_file(folder: Path, notes: list[str]) -> tuple[Path | None, dict[str, Any]]:
    """The nearest settings file at or above `folder` and its keys; relative paths start at the file.

    Args:
        folder: from which the search goes up: to the root of its repository, or of none, not at all.
        notes: get a sentence about a file that was passed over.
    """
    for place in _list_folders(folder):
        for candidate in (place / "resolver.toml", place / "pyproject.toml"):
            if not candidate.is_file():
                continue
            table = _read(candidate)
            if table is None:
                continue
            if _is_open_to_others(place):
                notes.append(f"{candidate}: passed over: other users of this machine may write into its folder")
                continue
            return candidate, {name: _anchor(name, value, place) for name, value in table.items()}
    return None, {}


def _list_folders(folder: Path) -> Iterator[Path]:
    """The folders from `folder` up to the root of its repository; the folder alone outside of one."""
    above = (folder, *folder.parents)
    roots = [n for n, place in enumerate(above) if (place / ".git").exists()]
    return iter(above[: roots[0] + 1 if roots else 1])


def _is_open_to_others(folder: Path) -> bool:
    """Whether other users may put files into a folder; on systems without such permissions, never."""
    if os.name != "posix":
        return False
    try:
        status = folder.stat()
    except OSError:
        return True
    by_group = status.st_mode & stat.S_IWGRP and status.st_gid != os.getgid()
    return bool(status.st_mode & stat.S_IWOTH or by_group)


def _read(path: Path) -> dict[str, Any] | None:
    try:
        with path.open("rb") as file:
            content = tomllib.load(file)
    except RecursionError:
        raise SettingsError(f"{path}: is nested too deep to be read") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: is not valid TOML: {error}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: can't be read: {error}") from None
    tool = content.get("tool", {})
    table = tool.get("resolver") if isinstance(tool, dict) else None
    if path.name == "resolver.toml" and (table is None or content.keys() != {"tool"}):
        return content  # the settings stand in it bare, or under `[tool.resolver]` as in pyproject.toml
    if table is not None and not isinstance(table, dict):
        raise SettingsError(f"{path}: `tool.resolver` must be a table")
    return table


def _anchor(name: str, value: object, folder: Path) -> object:
    """A relative path in a settings file means a place beside that file, wherever the program runs."""
    if name not in PATHS or not isinstance(value, str) or "://" in value or value in {"", NO_SNAPSHOT}:
        return value
    return str(folder / expand_home(value))
