"""One HTTP exchange, bounded in time and size. The only module that knows httpx.

    Fault                 nothing usable came of an exchange
    ├── Transient         another try may help: timed out, cut off, too much asked
    └── Permanent         it will not

httpx bounds each read, but neither the whole nor the look-up of a host's name, and can't be
interrupted. So an exchange runs in a thread of its own, which is left behind (it ends by its own
time limits) when the time is over or the run is cancelled.
"""

from __future__ import annotations

import errno
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct

from resolver.errors import Internal
from resolver.net.observation import read_encryption
from resolver.net.service import Reached

if TYPE_CHECKING:
    import httpx

_POLL = 0.1
_SETTINGS = "no connection can be made: check the environment's proxy and certificate (HTTPS_PROXY, SSL_CERT_FILE)"
_NO_NETWORK = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}


class Fault(Internal):
    """Nothing usable came of an exchange.

    `reason` is for a person and holds nothing secret: it is never made from a library's message,
    which may quote addresses with keys.
    """

    def __init__(
        self,
        reason: str,
        *,
        reached: Reached | None = None,
        retry_after: float | None = None,
        no_network: bool = False,
        counts: bool = True,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.reached = reached
        self.retry_after = retry_after
        self.no_network = no_network
        self.counts = counts


class Transient(Fault):
    """Another try may help."""


class NoConnection(Transient):
    """The host did not even accept a connection."""


class Permanent(Fault):
    """Another try would not help."""


class Outgoing(Struct, frozen=True, kw_only=True):
    """A request and its limits.

    `read` bounds each silence, `first` the wait for the answer's head, `total` the whole (all in
    seconds); `max_body` counts decoded bytes.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    content: bytes | None = None
    connect: float
    read: float
    first: float
    total: float
    max_body: int
    progress: Callable[[int, int | None], object] | None = None

    def __repr__(self) -> str:
        """Without headers, which may hold a key."""
        return f"Outgoing({self.method} {urlsplit(self.url).hostname})"


class Wire:
    """Connections to all hosts, kept open between requests."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._httpx: httpx.Client | None = None

    def send(self, out: Outgoing, *, stopped: Callable[[], bool]) -> Reached:
        """Carry out one exchange.

        Raises:
            Fault: no complete answer came in time, or `stopped` said to give up.
        """
        exchange = _Exchange(self.open(), out)
        exchange.start()
        while not exchange.done.wait(_POLL):
            if stopped():
                exchange.abandoned = True
                raise Permanent("interrupted", counts=False)
            if time.monotonic() > exchange.deadline + 2 * _POLL:
                exchange.abandoned = True
                raise Transient("timed out")
        if exchange.error is not None:
            raise exchange.error
        assert exchange.reached is not None
        return exchange.reached

    def close(self) -> None:
        """Close all connections."""
        with self._lock:
            if self._httpx is not None:
                self._httpx.close()
                self._httpx = None

    def open(self) -> httpx.Client:
        """The client. Making it takes 0.1 s, which should not fall into anybody's turn.

        Raises:
            Permanent: the environment names a proxy or a certificate file that can't be used.
        """
        with self._lock:
            if self._httpx is None:
                import httpx

                # Who may connect how often is decided above; the pool itself sets no limit. TLS is
                # verified and proxies are read from the environment by default.
                limits = httpx.Limits(max_connections=None, max_keepalive_connections=8, keepalive_expiry=15.0)
                try:
                    self._httpx = httpx.Client(limits=limits, follow_redirects=False)
                except (
                    OSError,
                    ValueError,
                    ImportError,
                    httpx.InvalidURL,
                ):  # ImportError: a SOCKS proxy without its package
                    raise Permanent(_SETTINGS, no_network=True) from None
            return self._httpx


class _Exchange(threading.Thread):
    """One exchange under way."""

    def __init__(self, client: httpx.Client, out: Outgoing) -> None:
        super().__init__(name="resolver-request", daemon=True)
        self._http, self._out = client, out
        self._began = time.monotonic()
        self.deadline = self._began + min(out.first, out.total)
        self.done = threading.Event()
        self.abandoned = False
        self.reached: Reached | None = None
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            self.reached = self._exchange()
        except Fault as fault:
            self.error = fault
        except Exception as err:  # noqa: BLE001  # handed to the thread that waits for it
            self.error = _name_fault(err, self._out)
        finally:
            self.done.set()

    def _exchange(self) -> Reached:
        import httpx

        out = self._out
        left = max(self.deadline - time.monotonic(), 0.1)
        timeout = httpx.Timeout(min(out.read, left), connect=min(out.connect, left))
        request = self._http.build_request(
            out.method, out.url, headers=dict(out.headers), content=out.content, timeout=timeout
        )
        response = self._http.send(request, stream=True)
        try:
            first_byte = time.monotonic() - self._began
            encryption = read_encryption(response.extensions.get("network_stream"))
            self.deadline = self._began + out.total
            body = self._read(response)
        finally:
            response.close()
        headers = {name.lower(): value for name, value in response.headers.items()}
        seconds = time.monotonic() - self._began
        return Reached(response.status_code, headers, body, seconds, first_byte, encryption)

    def _read(self, response: httpx.Response) -> bytes:
        """The decoded body. A chunk from the network is at most 64 kB, so that even a bomb of a
        thousandfold compression is noticed before it does harm."""
        most = self._out.max_body
        length = response.headers.get("content-length", "")
        size = int(length) if length.isascii() and length.isdigit() else None
        if size is not None and size > most:
            raise Transient(f"answer too big (over {_format_megabytes(most)})")
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > most:
                raise Transient(f"answer too big (over {_format_megabytes(most)})")
            if self.abandoned or time.monotonic() > self.deadline:
                raise Transient("timed out before the answer was complete")
            if self._out.progress is not None:
                self._out.progress(response.num_bytes_downloaded, size)
        return bytes(body)


def _format_megabytes(size: int) -> str:
    return f"{size / 1e6:.0f} MB" if size >= 1e6 else f"{size} bytes"


def _name_fault(err: Exception, out: Outgoing) -> BaseException:
    """What an exception of the network means; an exception that is none of its own stays what it is."""
    import httpx

    if isinstance(err, httpx.ConnectTimeout | httpx.PoolTimeout):
        return NoConnection(f"no connection within {out.connect:g} s")
    if isinstance(err, httpx.TimeoutException):
        return Transient("timed out")
    if isinstance(err, httpx.ConnectError | httpx.ProxyError):
        return _explain_no_connection(err)
    if isinstance(err, httpx.DecodingError):
        return Transient("garbled answer (broken compression)")
    if isinstance(err, httpx.RemoteProtocolError | httpx.NetworkError):
        return Transient("connection closed before the answer was complete")
    if isinstance(err, httpx.UnsupportedProtocol | httpx.InvalidURL):
        return Permanent("its address is not a web address: check the URL setting")
    if isinstance(err, httpx.LocalProtocolError | UnicodeEncodeError):
        return Permanent("the request can't be sent: a header (key, contact) holds characters that are not allowed")
    return err


def _explain_no_connection(err: BaseException) -> Fault:
    cause: BaseException | None = err
    while cause is not None:
        if isinstance(cause, socket.gaierror):
            return Permanent("host name not known, perhaps there is no network", no_network=True)
        if isinstance(cause, ssl.SSLError):
            return Permanent("TLS connection refused (certificate not accepted)", no_network=True)
        if isinstance(cause, ConnectionRefusedError):
            return NoConnection("connection refused")
        if isinstance(cause, OSError) and cause.errno in _NO_NETWORK:
            return Permanent("network is unreachable", no_network=True)
        cause = cause.__cause__ or cause.__context__
    return NoConnection("no connection")
