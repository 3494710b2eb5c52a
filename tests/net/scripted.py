"""Acts of a scripted server, one for every kind of misbehaviour, and what a stand-in for the services can do."""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any, Protocol

from resolver.net.http import RequestLimits

FAST = RequestLimits(
    connect=2.0, read=1.2, first_read=1.2, total=3.5, grace=3.0, tries=3, backoff=0.02, rest=60.0, download=10.0
)
"""Limits for servers that misbehave: short, and long enough for an honest answer of a busy machine."""

Act = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Request:
    """What the server saw."""

    time: float
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Server:
    """A server that plays its acts in order, the last one for ever."""

    url: str
    requests: list[Request] = field(default_factory=list)
    most_at_once: int = 0


def answer(status: int = 200, body: bytes = b"{}", **headers: str) -> Act:
    """A proper answer; underscores in header names stand for hyphens."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return act


def hang(seconds: float = 60.0) -> Act:
    """Silence."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        handler.close_connection = True

    return act


def slow(seconds: float, body: bytes = b"{}") -> Act:
    """A proper answer, late."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        answer(200, body)(handler)

    return act


def reset(handler: BaseHTTPRequestHandler) -> None:
    """The connection is torn down unanswered."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.close_connection = True
    handler.connection.close()


def cut(handler: BaseHTTPRequestHandler) -> None:
    """Half of what was promised."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100")
    handler.end_headers()
    handler.wfile.write(b"x" * 50)
    handler.close_connection = True


def drip(handler: BaseHTTPRequestHandler) -> None:
    """A body that never ends, a byte at a time: no single read times out."""
    handler.send_response(200)
    handler.end_headers()
    handler.close_connection = True
    for _ in range(100):
        handler.wfile.write(b" ")
        time.sleep(0.05)


class Sim(Protocol):
    """The public services, played: `tests.services.server.Services`, or larger ones."""

    @property
    def url(self) -> str: ...

    def faults(self, **kinds: list[str]) -> None:
        """Start counting anew, and break services in this way."""

    def stats(self) -> dict[str, Any]:
        """What was asked since."""
