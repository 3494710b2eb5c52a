"""Settings files: which one counts here, and what it says."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from resolver.config.values import home
from resolver.errors import SettingsError

NO_SNAPSHOT = "none"
"""What stands for no folder with recorded answers."""

_PATHS = ("acl_url", "cache_dir", "snapshot")


def settings_file(folder: Path) -> tuple[Path | None, dict[str, Any]]:
    """The nearest settings file at or above `folder` and its keys; relative paths start at the file."""
    for place in (folder, *folder.parents):
        for candidate in (place / "resolver.toml", place / "pyproject.toml"):
            if not candidate.is_file():
                continue
            table = _read(candidate)
            if table is not None:
                return candidate, {name: _anchored(name, value, place) for name, value in table.items()}
    return None, {}


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


def _anchored(name: str, value: object, folder: Path) -> object:
    """A relative path in a settings file means a place beside that file, wherever the program runs."""
    if name not in _PATHS or not isinstance(value, str) or "://" in value or value in {"", NO_SNAPSHOT}:
        return value
    return str(folder / home(value))
