"""Settings: what a person can choose, where it may be written, and which place wins.

From weakest to strongest: the defaults below, `resolver.toml` or `[tool.resolver]` in
`pyproject.toml` (of the nearest folder upward that has either), environment variables, flags.
Importing this module costs 0.15 s (pydantic), so that commands import it when they begin to work.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import platformdirs
from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, InitSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from resolver.errors import SettingsError

ACL_URL = "https://aclanthology.org/anthology.bib.gz"
ARXIV_URL = "https://export.arxiv.org/api/query"
OPENALEX_URL = "https://api.openalex.org"
ARXIV_DELAY = 3.0
"""Seconds between two requests to arXiv, by its terms of use (info.arxiv.org/help/api/tou.html)."""

_PATHS = ("acl_url", "cache_dir", "snapshot")
_NO_SNAPSHOT = "none"


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError("must be an address that begins with http:// or https://")
    return text.rstrip("/")


def _mail_address(text: str) -> str:
    if text and ("@" not in text or any(ch.isspace() for ch in text)):
        raise ValueError("must be a mail address")
    return text


def _key(secret: SecretStr) -> SecretStr:
    """A key as it fits into a header; a line end after it, as key files have, does no harm."""
    text = secret.get_secret_value().strip()
    if any(not "!" <= ch <= "~" for ch in text):
        raise ValueError("must be one word of ASCII letters, digits and signs")  # and not a word of the key itself
    return SecretStr(text)


def _home(value: object) -> object:
    """`~` is the home folder; an address stays as it is."""
    return os.path.expanduser(value) if isinstance(value, str) and value.startswith("~") else value  # noqa: PTH111


def _cache_home() -> Path:
    return platformdirs.user_cache_path("resolver")


WebAddress = Annotated[str, AfterValidator(_web_address)]
HomePath = Annotated[Path, BeforeValidator(_home)]
HomeString = Annotated[str, BeforeValidator(_home)]


class Settings(BaseSettings):
    """All settings of a run; build them with `load`.

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
    """

    model_config = SettingsConfigDict(
        env_prefix="RESOLVER_", env_ignore_empty=True, extra="forbid", frozen=True, populate_by_name=True
    )

    sources: str = ""
    acl_url: Annotated[HomeString, Field(min_length=1)] = ACL_URL
    arxiv_url: WebAddress = ARXIV_URL
    arxiv_delay: Annotated[float, Field(ge=0, le=3600, allow_inf_nan=False)] = ARXIV_DELAY
    openalex_url: WebAddress = OPENALEX_URL
    openalex_api_key: Annotated[SecretStr, AfterValidator(_key)] = Field(
        default=SecretStr(""), validation_alias=AliasChoices("openalex_api_key", "RESOLVER_OPENALEX_API_KEY")
    )
    mailto: Annotated[str, AfterValidator(_mail_address)] = ""
    cache_dir: HomePath = Field(default_factory=_cache_home)
    snapshot: HomeString = ""
    offline: bool = False
    max_age: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    refresh: bool = False
    max_cost: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    max_requests: Annotated[int, Field(ge=0)] | None = None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags before environment before file; no `.env`, which belongs to the user's own programs."""
        _, from_file = _from_file(Path.cwd())
        return init_settings, env_settings, InitSettingsSource(settings_cls, init_kwargs=from_file)

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
        if self.snapshot == _NO_SNAPSHOT:
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

    def public(self) -> dict[str, str | float | bool | None]:
        """What may stand in a report: no secrets, no mail address, no folders of this machine."""
        local = "://" not in self.acl_url
        return {
            "sources": self.sources,
            "acl_url": Path(self.acl_url).name if local else _without_login(self.acl_url),
            "arxiv_url": _without_login(self.arxiv_url),
            "arxiv_delay": self.arxiv_delay,
            "openalex_url": _without_login(self.openalex_url),
            "openalex_api_key": bool(self.openalex_api_key.get_secret_value()),
            "mailto": bool(self.mailto),
            "offline": self.offline,
            "max_age": self.max_age,
            "refresh": self.refresh,
            "max_cost": self.max_cost,
            "max_requests": self.max_requests,
        }


def load(flags: Mapping[str, Any] | None = None) -> Settings:
    """The settings that hold here and now.

    Args:
        flags: what was given on the command line by field name; `None` values were not given.

    Raises:
        SettingsError: an unknown key or a value that can't be; one line that says where it was set.
    """
    given = {name: value for name, value in (flags or {}).items() if value is not None}
    path, from_file = _from_file(Path.cwd())
    if path is not None:
        for name in from_file:
            if name not in Settings.model_fields:
                raise SettingsError(
                    f"{path}: `{name}` is no setting; there are {', '.join(sorted(Settings.model_fields))}"
                )
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        name = _field_name(str(first["loc"][0]) if first["loc"] else "")
        what = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{_set_by(name, given, from_file, path)}: {_decapitalised(what)}") from None


def _field_name(location: str) -> str:
    lowered = location.lower()
    return lowered.removeprefix("resolver_") if lowered not in Settings.model_fields else lowered


def _set_by(name: str, flags: Mapping[str, Any], from_file: Mapping[str, Any], path: Path | None) -> str:
    """The strongest place that set `name`, which is the one that counted."""
    if name in flags:
        return f"--{name.replace('_', '-')}"
    for variable in (f"RESOLVER_{name.upper()}", name.upper()):
        if os.environ.get(variable) and (variable.startswith("RESOLVER_") or name == "openalex_api_key"):
            return f"environment variable {variable}"
    return f"{path}: `{name}`" if name in from_file else f"`{name}`"


def _from_file(folder: Path) -> tuple[Path | None, dict[str, Any]]:
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
    if name not in _PATHS or not isinstance(value, str) or "://" in value or value in {"", _NO_SNAPSHOT}:
        return value
    return str(folder / str(_home(value)))


def _without_login(address: str) -> str:
    parts = urlsplit(address)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="").geturl()


def _decapitalised(text: str) -> str:
    return text[:1].lower() + text[1:]
