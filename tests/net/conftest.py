"""Real servers on the loopback interface."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from resolver.net.http import Http, Service
from tests.net.scripted import FAST, Act, Request, Server, Sim
from tests.services.records import recorded
from tests.services.server import Services


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loopback addresses are reached directly, whatever the machine's settings."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Start a server that plays the given acts."""
    running: list[ThreadingHTTPServer] = []

    def start(*acts: Act) -> Server:
        queue, lock, busy = list(acts), threading.Lock(), [0]

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                seen = {name.lower(): value for name, value in self.headers.items()}
                with lock:
                    server.requests.append(Request(time.monotonic(), self.command, self.path, seen, body))
                    busy[0] += 1
                    server.most_at_once = max(server.most_at_once, busy[0])
                    act = queue.pop(0) if len(queue) > 1 else queue[0]
                try:
                    act(self)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True
                finally:
                    with lock:
                        busy[0] -= 1

            do_POST = do_GET  # noqa: N815  # the name that http.server asks for

            def log_message(self, *args: Any) -> None:
                pass

        http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        http.daemon_threads = True
        http.handle_error = lambda *_: None  # type: ignore[method-assign]  # a broken pipe is what the tests make
        server = Server(f"http://127.0.0.1:{http.server_address[1]}")
        threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        running.append(http)
        return server

    yield start
    for http in running:
        http.shutdown()
        http.server_close()


@pytest.fixture
def http() -> Iterator[Http]:
    """An impatient client."""
    with Http(limits=FAST) as client:
        yield client


@pytest.fixture
def asked_for(serve: Callable[..., Server], http: Http) -> Callable[..., tuple[Any, Server]]:
    """Ask a server that plays the given acts once; gives the outcome and the server."""

    def ask(*acts: Act, **options: Any) -> tuple[Any, Server]:
        server = serve(*acts)
        service = Service(name="there", base_url=server.url, **options.pop("service", {}))
        return http.request(service, options.pop("method", "GET"), options.pop("path", "x"), **options), server

    return ask


@pytest.fixture(scope="module")
def sim() -> Iterator[Sim]:
    """The services over the records that the tests have."""
    with Services(recorded()) as services:
        yield services
