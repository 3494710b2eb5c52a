"""The settings of a run, and how they are put together from the places where they may be written.

From weakest to strongest: the defaults below, `resolver.toml` or `[tool.resolver]` in
`pyproject.toml` (of the nearest folder upward that has either, up to the repository's root), environment
variables, flags. What a file in a parent folder may decide, and who is told keys, is in `trust`.
A `.env` file is not read: it belongs to the user's own programs.

    load ── `files`, environment, flags: what was given for each setting, and where
         ── `values`: what it may be
         ── `Settings`
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import platformdirs
from msgspec import Struct, field

from resolver.config import trust
from resolver.config.files import NO_SNAPSHOT, find_settings_file
from resolver.config.services import ACL_URL, ADDRESSES, ARXIV_URL, OPENALEX_URL
from resolver.config.values import PARSERS, Secret, strip_secrets
from resolver.errors import SettingsError

SETTINGS = tuple(PARSERS)
"""The names of all settings."""

ARXIV_DELAY = 3.0
"""Seconds between two requests to arXiv, by its terms of use (info.arxiv.org/help/api/tou.html)."""


_KEPT = frozenset({"cache_dir", "snapshot", "notes", "mailto_for"})
"""What no report has: folders of this machine, and what is no setting."""

_PERSONAL = frozenset({"openalex_api_key", "mailto"})
"""What a report says of only whether it was given."""

_PROJECT = "bib-resolver"
"""The name of this project's distribution."""

_PREFIX = "RESOLVER_"
_LONGEST_NAME = 30
"""Letters of an unknown setting's name that is shown; no key of a service is as short and without a digit."""

_VARIABLES = {"openalex_api_key": ("OPENALEX_API_KEY",)}
"""Environment variables beside `RESOLVER_` and the setting's name, the stronger ones: OpenAlex's own documentation
calls its key so, and other programs read it from there."""


def _find_cache_home() -> Path:
    return platformdirs.user_cache_path("resolver")


class Settings(Struct, frozen=True, kw_only=True):
    """All settings of a run; `load` builds them and checks what was given.

    Attributes:
        sources: names of the sources to use, with commas; empty for all.
        acl_url: the Anthology's BibTeX export (address or path), a `.bib`, or a checkout's `data/xml`.
        arxiv_url: arXiv's query interface.
        arxiv_delay: seconds between two requests to arXiv.
        openalex_url: OpenAlex's interface.
        openalex_api_key: sent in a header, never printed, stored or used in a cache key.
        mailto: who to write to about this client, sent in the User-Agent.
        cache_dir: folder of the answers and the local index.
        snapshot: folder of recorded answers, `none` for no such folder, empty to look for `cache/`.
        offline: ask no service.
        max_age: days after which an answer in the cache is asked for again; `None`: each kind its own.
        refresh: ask again even where the cache has an answer.
        max_cost: US dollars that a run may spend; `None` for no limit.
        max_requests: requests that a run may send; `None` for no limit.
        notes: what `load` passed over, in sentences for a person; no setting itself.
        mailto_for: the services that are told `mailto`; no setting itself.
    """

    sources: str = ""
    acl_url: str = ACL_URL
    arxiv_url: str = ARXIV_URL
    arxiv_delay: float = ARXIV_DELAY
    openalex_url: str = OPENALEX_URL
    openalex_api_key: Secret = Secret()
    mailto: str = ""
    cache_dir: Path = field(default_factory=_find_cache_home)
    snapshot: str = ""
    offline: bool = False
    max_age: float | None = None
    refresh: bool = False
    max_cost: float | None = None
    max_requests: int | None = None
    notes: tuple[str, ...] = ()
    mailto_for: frozenset[str] = frozenset(trust.HOST_SETTINGS)

    def __repr__(self) -> str:
        """Without secrets, logins and mail address: tracebacks and logs print it."""
        return f"Settings({', '.join(f'{name}={value!r}' for name, value in self.public().items())})"

    @property
    def chosen_sources(self) -> frozenset[str]:
        """The names of the sources to use; none for all."""
        return frozenset(name.strip().lower() for name in self.sources.split(",") if name.strip())

    @property
    def answers_file(self) -> Path:
        """Where the answers of services are kept."""
        return self.cache_dir / "answers.sqlite"

    def snapshot_for(self, beside: Path | None = None) -> Path | None:
        """The folder with recorded answers, if there is one.

        Args:
            beside: the input list; a `cache/` folder next to it is preferred to one in the current folder.

        Raises:
            SettingsError: the folder that was asked for does not exist.
        """
        if self.snapshot == NO_SNAPSHOT:
            return None
        if self.snapshot:
            chosen = Path(self.snapshot)
            if not chosen.is_dir():
                raise SettingsError(f"snapshot: there is no folder {chosen}; use `none` to go without recorded answers")
            return chosen
        for folder in [beside.parent] if beside is not None else []:
            if any((folder / "cache").glob("*.jsonl")):
                return folder / "cache"
        here = Path("cache")
        return here if any(here.glob("*.jsonl")) else None

    def prefers_recorded(self, folder: Path) -> bool:
        """Whether recorded answers come before live ones: where they were asked for, in the project's own checkout,
        and offline. What merely lies beside a list stands in only for services that do not answer."""
        return bool(self.snapshot) or self.offline or _is_own_checkout(folder.parent)

    def public(self) -> dict[str, str | float | bool | None]:
        """What may stand in a report: no secrets, no mail address, no folders of this machine."""
        return {name: _publish(name, getattr(self, name)) for name in self.__struct_fields__ if name not in _KEPT}


def _publish(name: str, value: Any) -> str | float | bool | None:
    """A setting as a report may have it: an address without its login, a file without its folder, and of what is
    secret or personal only whether it was given."""
    if name in ADDRESSES:
        return strip_secrets(value) if "://" in value else Path(value).name
    return bool(value) if name in _PERSONAL else value


class _Given(Struct, frozen=True):
    """What was given for a setting, and where: `environment variable …`, `FILE: …`, or by name as an `argument`."""

    value: Any
    where: str
    argument: str = ""
    place: str = "environment"


def load(arguments: Mapping[str, Any] | None = None) -> Settings:
    """The settings that hold here and now.

    Args:
        arguments: what the caller gives by the name of the setting; `None` values were not given.

    Raises:
        SettingsError: an unknown key or a value that can't be; one line that says where it was set.
    """
    notes: list[str] = []
    path, from_file = find_settings_file(Path.cwd(), notes)
    if path is not None and path.parent != Path.cwd() and not trust.is_trusted(path):
        for name in trust.find_reaching_out(from_file, path.parent, ADDRESSES):
            del from_file[name]
            what = "leads to another host, or out of the file's folder"
            notes.append(f"{path}: `{name}` {what}; it was passed over (--trust-settings lets this file decide that)")
    from_environment, unknown = _read_environment(os.environ)
    given = {name: _Given(value, f"{path}: `{name}`", place=str(path)) for name, value in from_file.items()}
    given |= from_environment
    for name, value in (arguments or {}).items():
        if value is not None:
            given[name] = _Given(value, f"`{name}`", name, place="caller")
    for name, one in given.items():
        if name not in SETTINGS:
            known = ", ".join(sorted(SETTINGS))
            where = one.where if _is_name(name) else one.where.replace(name, "…")
            raise SettingsError(f"{where} is no setting; there are {known}", argument=one.argument)
    values = {name: _parse(name, one) for name, one in given.items()}
    trusted = _decide_trust(values, given, notes)
    return Settings(**values, mailto_for=trusted, notes=(*notes, *unknown))


def _decide_trust(values: dict[str, Any], given: Mapping[str, _Given], notes: list[str]) -> frozenset[str]:
    """Take the key away where its host may not hear it; the services that are told the mail address."""

    def may_hear(secret: str, setting: str) -> bool:
        default = ADDRESSES[setting]
        address_place = given[setting].place if setting in given else ""
        return trust.may_hear(given[secret].place, values.get(setting, default), address_place, default)

    if values.get("openalex_api_key") and not may_hear("openalex_api_key", "openalex_url"):
        del values["openalex_api_key"]
        notes.append(
            f"{given['openalex_url'].where} names another host than OpenAlex's own: it is not told the key, which was "
            f"set elsewhere; set both in one place"
        )
    every = trust.HOST_SETTINGS
    return frozenset(name for name in every if not values.get("mailto") or may_hear("mailto", every[name]))


def trust_settings() -> Path | None:
    """Let the settings file that counts here decide anything, as it is now; return it, if there is one.

    Raises:
        SettingsError: that can't be written down.
    """
    path, _ = find_settings_file(Path.cwd(), [])
    if path is not None and not trust.is_trusted(path):
        try:
            trust.trust(path)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise SettingsError(f"{path}: that it is trusted can't be written down: {reason}") from None
    return path


def _is_own_checkout(folder: Path) -> bool:
    """Whether a folder is a checkout of this project, whose recorded answers are part of it."""
    try:
        with (folder / "pyproject.toml").open("rb") as file:
            project = tomllib.load(file).get("project")
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(project, dict) and project.get("name") == _PROJECT


def _parse(name: str, given: _Given) -> Any:
    try:
        return PARSERS[name](given.value)
    except ValueError as error:
        raise SettingsError(f"{given.where}: {error}", argument=given.argument) from None


def _read_environment(environment: Mapping[str, str]) -> tuple[dict[str, _Given], tuple[str, ...]]:
    """What the environment sets (an empty variable sets nothing), and notes on variables that mean nothing.

    Names may be written in small letters. An unknown one is no error: it may be a later version's, or a slip of the
    hand in a workflow file that ought not to stop the work of a night.
    """
    given: dict[str, _Given] = {}
    variables = {name.upper(): (name, value) for name, value in environment.items() if value}
    variables |= {name: (name, value) for name, value in environment.items() if value and name.isupper()}
    for setting in SETTINGS:
        for known in (*_VARIABLES.get(setting, ()), f"{_PREFIX}{setting.upper()}"):
            if known in variables and setting not in given:
                written, value = variables[known]
                given[setting] = _Given(value, f"environment variable {written}")
    unknown = sorted(
        written
        for name, (written, _) in variables.items()
        if name.startswith(_PREFIX) and name.removeprefix(_PREFIX).lower() not in SETTINGS
    )
    shown = (name if _is_name(name.lower()) else f"{_PREFIX}…" for name in unknown)
    return given, tuple(f"environment variable {name}: there is no such setting; it was passed over" for name in shown)


def _is_name(name: str) -> bool:
    """Whether a text looks like the name of a setting: a key that was pasted in its place must not be shown."""
    return re.fullmatch(r"[a-z]+(_[a-z]+)*", name) is not None and len(name) <= _LONGEST_NAME
