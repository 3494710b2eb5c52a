"""What each setting may be: a value from a file, the environment or a flag becomes one of its type, or an error."""

from __future__ import annotations

import hashlib
import ipaddress
import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from resolver.config.services import SERVICES

LONGEST_DELAY = 3600.0
"""Seconds between two requests; more is a slip of the hand: a list would take weeks."""


class Secret:
    """A text that no print, log or report shows."""

    __slots__ = ("_text",)

    def __init__(self, text: str = "") -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself, for the header that needs it."""
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __repr__(self) -> str:
        return "Secret('***')" if self._text else "Secret('')"


def _show(value: object) -> str:
    """A wrong value as an error shows it; never used for what may hold a password or a key."""
    text = value if isinstance(value, str) else repr(value)
    return f"`{text[:40]}{'…' if len(text) > 40 else ''}`"


def _parse_text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("must be a text")
    if any(ch < " " or ch == "\x7f" for ch in value):
        raise ValueError("must be one line without control characters")
    return value


def expand_home(text: str) -> str:
    """`~` is the home folder; an address stays as it is."""
    # Path.expanduser raises for an unknown user; this leaves the text.
    return os.path.expanduser(text) if text.startswith("~") else text  # noqa: PTH111


def _parse_place(value: object) -> str:
    return expand_home(_parse_text(str(value) if isinstance(value, Path) else value))


def _parse_folder(value: object) -> Path:
    return Path(_parse_place(value))


def _parse_web_address_or_path(value: object) -> str:
    text = _parse_place(value)
    if not text:
        raise ValueError("must be an address or a path, and is empty")
    return _parse_web_address(text) if text.lower().startswith(("http://", "https://")) else text


def _parse_web_address(value: object) -> str:
    text = _parse_text(value)
    try:
        parts = urlsplit(text)
    except ValueError:  # "http://[": no IPv6 address
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError("must be an address that begins with https:// (or http:// for this machine itself)")
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        raise ValueError("must begin with https://: what is sent unencrypted can be read and changed on its way")
    return text.rstrip("/")


def strip_secrets(address: str, *, distinct: bool = False) -> str:
    """An address as it may be shown and written down: without a login and a query.

    Args:
        address: with or without them.
        distinct: let a digest stand for them, so that two addresses stay two.
    """
    try:
        parts = urlsplit(address)
    except ValueError:  # a bracket in a password: no host can be told from a login
        return f"{address.partition('://')[0]}://…"
    shown = parts._replace(netloc=parts.netloc.rpartition("@")[2], query="")
    if distinct and shown != parts:
        shown = shown._replace(fragment=hashlib.sha256(address.encode(errors="replace")).hexdigest()[:8])
    return shown.geturl()


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _parse_mail_address(value: object) -> str:
    text = _parse_text(value)
    if text and ("@" not in text or any(ch.isspace() for ch in text)):
        raise ValueError("must be a mail address")
    return text


def _parse_key(value: object) -> Secret:
    """A key as it fits into a header; a line end after it, as key files have, does no harm."""
    text = value.reveal() if isinstance(value, Secret) else value
    text = text.strip() if isinstance(text, str) else " "
    if any(not "!" <= ch <= "~" for ch in text):
        raise ValueError("must be one word of ASCII letters, digits and signs")  # and not a word of the key itself
    return Secret(text)


_SWITCHES = {
    **dict.fromkeys(("1", "true", "t", "yes", "y", "on"), True),
    **dict.fromkeys(("0", "false", "f", "no", "n", "off"), False),
}


def _parse_switch(value: object) -> bool:
    on = _SWITCHES.get(str(value).strip().lower())
    if on is None:
        raise ValueError(f"must be true or false, not {_show(value)}")
    return on


def _make_number_parser(most: float | None = None) -> Callable[[object], float]:
    """What reads a number that is neither negative nor more than `most`."""
    wanted = "of at least 0" if most is None else f"from 0 to {most:g}"

    def parse(value: object) -> float:
        number = math.nan
        if isinstance(value, int | float | str) and not isinstance(value, bool):
            try:
                number = float(value)
            except (ValueError, OverflowError):
                number = math.nan
        if not (math.isfinite(number) and 0 <= number <= (number if most is None else most)):
            raise ValueError(f"must be a number {wanted}, not {_show(value)}")
        return number

    return parse


def _parse_whole_number(value: object) -> int:
    try:
        number = _make_number_parser()(value)
    except ValueError:
        number = 0.5
    if not number.is_integer():
        raise ValueError(f"must be a whole number of at least 0, not {_show(value)}")
    return int(number)


PARSERS: dict[str, Callable[[Any], Any]] = {
    "sources": _parse_text,
    **{s.setting: _parse_web_address_or_path if s.takes_path else _parse_web_address for s in SERVICES},
    "arxiv_delay": _make_number_parser(LONGEST_DELAY),
    "openalex_api_key": _parse_key,
    "mailto": _parse_mail_address,
    "cache_dir": _parse_folder,
    "snapshot": _parse_place,
    "offline": _parse_switch,
    "max_age": _make_number_parser(),
    "refresh": _parse_switch,
    "max_cost": _make_number_parser(),
    "max_requests": _parse_whole_number,
}
"""What a value from a file, the environment or a flag becomes; each raises a `ValueError` that says what it must be,
never with a word of what may be a password or a key."""
