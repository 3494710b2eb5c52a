"""What goes wrong with a service, as a service does it: by status, by silence, by half an answer."""

from __future__ import annotations

import os
import socket
import struct
import time
from collections import deque
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler

KINDS = """
    500 502 503 504 403 404 405 406   that status          429:S      429 with Retry-After: S
    reset      the connection is closed unanswered         hang:S     nothing for S seconds, then closed
    slow:S     the true answer after S seconds             stall:S    nothing for S seconds, then 429
    cut        half of the true answer's bytes             partial    the same
    html       200 with a web page                         empty      200 with no bytes
    garbage    200 with random bytes                       big        200 with 200 MB of blanks
    emptypage  (arXiv) a count and no entry                timedout   (OpenAlex) no results, meta.timed_out
"""
"""The faults that can be played."""

_BIG, _CHUNK = 200_000_000, 1_000_000  # bytes
_BODIES = {
    "html": (b"<!doctype html><title>Captive portal</title><p>Please log in.", "text/html"),
    "empty": (b"", "application/json"),
}


def queued(kinds: Iterable[str]) -> deque[str]:
    """Faults in their order, one a request; `X*N` stands for N of them."""
    return deque(kind for text in kinds for kind in _repeated(text))


def _repeated(text: str) -> list[str]:
    kind, _, times = text.partition("*")
    return [kind] * int(times or 1)


def play(handler: BaseHTTPRequestHandler, fault: str) -> int | None:
    """Play a fault.

    Returns:
        The status that was sent, 0 where the connection was closed, or `None` where the true answer is to follow
        (late, or damaged: `cut`, `partial`, `emptypage`, `timedout`).
    """
    kind, _, argument = fault.partition(":")
    seconds = float(argument or 1)
    if kind in ("hang", "stall", "slow"):
        time.sleep(seconds)
    if kind.isdigit() or kind == "stall":
        status = int(kind) if kind.isdigit() else 429
        body = b"Rate exceeded." if status == 429 else b"<html><body><h1>error</h1></body></html>"
        return _send(
            handler, status, body, "text/html", {"Retry-After": argument} if argument and status == 429 else {}
        )
    if kind in ("hang", "reset"):
        if kind == "reset":
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.close_connection = True
        handler.connection.close()
        return 0
    if kind == "garbage":
        return _send(handler, 200, os.urandom(500), "application/json")
    if kind == "big":
        return _send_blanks(handler)
    if kind in _BODIES:
        return _send(handler, 200, *_BODIES[kind])
    if kind in ("slow", "cut", "partial", "emptypage", "timedout"):
        return None
    raise ValueError(f"no such fault: {fault}; there are:{KINDS}")


def _send(
    handler: BaseHTTPRequestHandler, status: int, body: bytes, kind: str, headers: dict[str, str] | None = None
) -> int:
    handler.send_response(status)
    for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **(headers or {})}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)
    return status


def _send_blanks(handler: BaseHTTPRequestHandler) -> int:
    handler.send_response(200)
    handler.send_header("Content-Length", str(_BIG))
    handler.end_headers()
    for _ in range(_BIG // _CHUNK):
        handler.wfile.write(b" " * _CHUNK)
    return 200
