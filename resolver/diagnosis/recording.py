"""Keeping the raw answers of services as fixtures, with nothing in them that we know and others must not.

A file a service, JSON Lines: the first line says of whom and when, each further one is an exchange. The key, the mail
address and logins are never written: only a few headers are kept, and their texts are struck out of every answer in
each form in which a service might echo them.
"""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, quote_plus

import msgspec
from msgspec import Struct

from resolver.net.http import Observation
from resolver.version import __version__

HEADERS = re.compile(
    r"content-type|content-range|etag|last-modified|retry-after|date|accept-ranges|"
    r"x-ratelimit-[a-z-]+|x-openalex-edge-reject"
)
"""The headers that are kept."""

STRUCK = "***"
"""What stands in place of what must not be kept."""

SHORTEST = 4
"""Characters of a secret that is struck out; a shorter one would strike out parts of words, and protects nothing."""


MOST_PACKED = 65_536
"""Bytes that are kept of an answer that is no text: the beginning of an export shows what it is."""


class RecordedExchange(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One exchange, as it is kept.

    Attributes:
        check: the name of the first line of the check that sent it.
        method: `GET` or `POST`.
        target: path and query below the service's base URL.
        form: the body that was sent.
        status: of the answer.
        headers: those of `HEADERS`.
        text: the answer, where it is UTF-8.
        base64: the beginning of the answer, where it is not.
    """

    check: str
    method: str
    target: str
    form: str = ""
    status: int
    headers: dict[str, str]
    text: str | None = None
    base64: str | None = None

    @property
    def body(self) -> bytes:
        """The answer's bytes."""
        if self.base64 is not None:
            return base64.b64decode(self.base64)
        return (self.text or "").encode("utf-8")


class RecordingHead(Struct, frozen=True, kw_only=True):
    """The first line of a file: whose answers they are, when they were given, and which version asked."""

    answers_of: str
    recorded: str
    resolver: str


class Recording:
    """The raw answers of an examination."""

    def __init__(self) -> None:
        self._exchanges: dict[str, list[tuple[Observation, str]]] = {}

    def add(self, observation: Observation, check: str) -> None:
        """Keep an exchange; one that a redirect led to another host is nobody's answer."""
        if observation.target is not None:
            self._exchanges.setdefault(observation.service, []).append((observation, check))

    def list_files(self, secrets: Iterable[str]) -> dict[str, bytes]:
        """The files by their names.

        Args:
            secrets: texts that must not be in them, beside those of the exchanges.
        """
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return {
            f"{service}.jsonl": b"".join(_write_lines(service, now, exchanges, tuple(secrets)))
            for service, exchanges in self._exchanges.items()
        }


def read_recording(file: Path) -> tuple[RecordingHead, tuple[RecordedExchange, ...]]:
    """What a file of recorded answers has.

    Raises:
        OSError, msgspec.DecodeError: it is none.
    """
    head, *lines = file.read_bytes().splitlines()
    exchange = msgspec.json.Decoder(RecordedExchange)
    return msgspec.json.decode(head, type=RecordingHead), tuple(exchange.decode(line) for line in lines)


def _write_lines(
    service: str, now: str, exchanges: Iterable[tuple[Observation, str]], secrets: tuple[str, ...]
) -> Iterator[bytes]:
    yield msgspec.json.encode(RecordingHead(answers_of=service, recorded=now, resolver=__version__)) + b"\n"
    for seen, check in exchanges:
        strike = _Striker((*secrets, *seen.secrets))
        body = strike.clean_bytes(seen.reached.body)
        try:
            text, packed = body.decode("utf-8"), None
        except UnicodeDecodeError:
            text, packed = None, base64.b64encode(body[:MOST_PACKED]).decode("ascii")
        kept = {name: strike.clean(value) for name, value in seen.reached.headers.items() if HEADERS.fullmatch(name)}
        line = RecordedExchange(
            check=check,
            method=seen.method,
            target=strike.clean(seen.target or ""),
            form=strike.clean(seen.form),
            status=seen.reached.status,
            headers=kept,
            text=text,
            base64=packed,
        )
        yield msgspec.json.encode(line) + b"\n"


class _Striker:
    """Strikes secrets out of texts, in every form in which one that was sent may come back."""

    def __init__(self, secrets: Iterable[str]) -> None:
        forms = {form for secret in secrets if len(secret) >= SHORTEST for form in list_forms(secret)}
        self._forms = sorted(forms, key=len, reverse=True)

    def clean(self, text: str) -> str:
        for form in self._forms:
            text = re.sub(re.escape(form), STRUCK, text, flags=re.IGNORECASE)
        return text

    def clean_bytes(self, body: bytes) -> bytes:
        for form in self._forms:
            body = re.sub(re.escape(form.encode("utf-8", "replace")), STRUCK.encode(), body, flags=re.IGNORECASE)
        return body


def list_forms(secret: str) -> set[str]:
    """A secret as it is, and as URLs, JSON, HTML and base64 write it."""
    raw = secret.encode("utf-8", "surrogateescape")
    return {
        secret,
        quote(raw, safe=""),
        quote(raw),
        quote_plus(raw),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        html.escape(secret),
        html.escape(secret, quote=False),
        base64.b64encode(raw).decode("ascii"),
    }
