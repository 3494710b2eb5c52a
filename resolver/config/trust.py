"""What a settings file may decide by itself, and to whom keys and mail addresses are told.

A settings file is found, not named: whoever unpacks an archive or clones a repository may have one that somebody else
wrote. So what it says of hosts and of folders outside its own is passed over when it stands in a parent folder, until
a person says once that this file, as it is, may decide them (`--trust-settings`). Keys and mail addresses go to the
services they are for, and to another host only where that was named in the same place as they were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import platformdirs

from resolver.config.services import PATHS, SERVICES

HOST_SETTINGS = {service.name: service.setting for service in SERVICES}
"""The setting that names each service's host."""


def read_host(address: str) -> str:
    """The host of a web address; of a path, none."""
    return (urlsplit(address).hostname or "") if "://" in address else ""


def find_reaching_out(values: Mapping[str, Any], folder: Path, defaults: Mapping[str, str]) -> tuple[str, ...]:
    """The settings of a file that lead to another host than the built-in one, or out of the file's folder.

    A limit of the costs is none of them: flags and the environment are stronger than a file, so that it can lower what
    holds without it, which is no limit, and nothing else.

    Args:
        values: what the file sets, with relative paths anchored in its folder.
        folder: of the file.
        defaults: the built-in address of each setting that names one.
    """
    found = []
    for name, value in values.items():
        if not isinstance(value, str | Path):
            continue
        text = str(value)
        if name in defaults and "://" in text:
            if read_host(text) != read_host(defaults[name]):
                found.append(name)
        elif name in PATHS and text not in ("", "none") and not _is_within(Path(text), folder):
            found.append(name)
    return tuple(found)


def _is_within(path: Path, folder: Path) -> bool:
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):
        return False


def is_trusted(file: Path) -> bool:
    """Whether a person has said that this file, as it is, may decide anything."""
    try:
        return _mark(file) in _record().read_text(encoding="utf-8").splitlines()
    except OSError:
        return False


def trust(file: Path) -> None:
    """Remember that a settings file, as it is, may decide anything.

    Raises:
        OSError: that can't be written down.
    """
    record = _record()
    record.parent.mkdir(parents=True, exist_ok=True)
    with record.open("a", encoding="utf-8") as lines:
        lines.write(_mark(file) + "\n")


def _mark(file: Path) -> str:
    return f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {str(file.resolve()).encode('unicode_escape').decode()}"


def _record() -> Path:
    return platformdirs.user_state_path("resolver") / "trusted-settings"


def may_hear(place: str, address: str, address_place: str, default: str) -> bool:
    """Whether a host may be told a key or a mail address.

    Args:
        place: where the key was set: a file, the environment, by the caller.
        address: of the host.
        address_place: where the address was set; empty for the built-in one.
        default: the built-in address.
    """
    if "://" not in address:
        return True  # a file of this machine; nothing is sent
    return place == address_place or (read_host(address) == read_host(default) and address.startswith("https://"))
