"""What can be seen of one exchange with a service, for whoever examines the services; a run does not look."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from resolver.net.service import Encryption, Reached, Service


class Observation(Struct, frozen=True, kw_only=True):
    """One exchange, with nothing in it that we know and others must not.

    Attributes:
        service: its name.
        method: `GET` or `POST`.
        target: path and query below the service's base URL; `None` where a redirect led to another host.
        form: the body that was sent.
        reached: what came back.
        secrets: texts that must not stand in anything that is kept of it.
        now: seconds since 1970, when the answer was there.
    """

    service: str
    method: str
    target: str | None
    form: str
    reached: Reached
    secrets: tuple[str, ...]
    now: float

    def __repr__(self) -> str:
        """Without the secrets."""
        return f"Observation({self.service} {self.method}, {self.reached.status})"


Observer = Callable[[Observation], object]


def describe_exchange(
    service: Service, method: str, url: str, content: bytes | None, reached: Reached, now: float
) -> Observation:
    """What an exchange looked like; `url` is the one that was asked, redirects followed."""
    root = service.root.rstrip("/")
    return Observation(
        service=service.name,
        method=method,
        target=url.removeprefix(root) if url.startswith(root) else None,
        form=(content or b"").decode("ascii", "replace"),
        reached=reached,
        secrets=service.secrets,
        now=now,
    )


def read_encryption(stream: Any) -> Encryption | None:
    """The TLS of a network stream of the HTTP library; `None` where it has none.

    Args:
        stream: has `get_extra_info`, which gives the `ssl.SSLObject` or `ssl.SSLSocket`.
    """
    tls = stream.get_extra_info("ssl_object") if stream is not None else None
    if tls is None:
        return None
    certificate = tls.getpeercert() or {}
    issuer = {name: value for part in certificate.get("issuer", ()) for name, value in part}
    named = issuer.get("organizationName") or issuer.get("commonName") or ""
    return Encryption(tls.version() or "", str(certificate.get("notAfter", "")), named)
