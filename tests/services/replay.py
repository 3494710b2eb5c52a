"""The services as they answered once: a folder that `resolver doctor --record` has written, played again.

A request that is not among the recorded ones is answered with 501 and listed in `unknown`: the answer to another
question proves nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

from resolver.diagnosis.recording import RecordedExchange, read_recording
from tests.services.loopback import Loopback


class Replayed(Loopback):
    """A folder of recorded answers as a server; a context manager. It satisfies `Sim` but for its faults."""

    def __init__(self, folder: Path) -> None:
        self.recorded: dict[str, list[RecordedExchange]] = {}
        self.days: dict[str, str] = {}
        for file in sorted(folder.glob("*.jsonl")):
            head, exchanges = read_recording(file)
            self.recorded[head.answers_of], self.days[head.answers_of] = list(exchanges), head.recorded
        self.unknown: list[str] = []
        self.lock = threading.Lock()
        replayed = self

        class Bound(_Handler):
            """The handler that knows its folder."""

            folder = replayed

        super().__init__(Bound)

    def settings(self) -> Mapping[str, Any]:
        """The settings by which the services are asked here."""
        return {f"{name}_url": f"{self.url}/{name}" for name in self.recorded}

    def answer(self, service: str, method: str, target: str, form: str) -> RecordedExchange | None:
        """The recorded answer to a request; of several the first, which is left for later only as the last one."""
        with self.lock:
            known = self.recorded.get(service, [])
            same = [e for e in known if (e.method, e.target, e.form) == (method, target, form)]
            if len(same) > 1:
                known.remove(same[0])
            if not same:
                self.unknown.append(f"{service} {method} {target} {form}")
            return same[0] if same else None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    folder: Replayed

    def log_message(self, *args: Any) -> None:
        """Nothing on the terminal."""

    def do_GET(self) -> None:
        self._serve("")

    def do_POST(self) -> None:
        self._serve(self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("ascii", "replace"))

    def _serve(self, form: str) -> None:
        service, _, _ = self.path.lstrip("/").partition("/")
        service = service.partition("?")[0]
        found = self.folder.answer(service, self.command, self.path.removeprefix(f"/{service}"), form)
        status, body = (501, b"not recorded") if found is None else (found.status, found.body)
        headers = {} if found is None else {n: v for n, v in found.headers.items() if n != "date"}
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if status != 304:
            self.wfile.write(body)
