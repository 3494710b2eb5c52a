"""Through which proxies the services would be asked, by the environment; without the logins that may stand there."""

from __future__ import annotations

from urllib.parse import urlsplit
from urllib.request import getproxies

from resolver.errors import Internal


class ProxyUnusable(Internal):
    """The environment names a proxy that can't be one; the text says which variable, and nothing of its value."""


def describe_proxies() -> tuple[str, ...]:
    """Host and port of each proxy in use.

    Raises:
        ProxyUnusable: one of them is no address.
    """
    found: dict[str, None] = {}
    for scheme, address in sorted(getproxies().items()):
        if scheme not in ("http", "https", "all"):
            continue
        try:
            parts = urlsplit(address if "://" in address else f"http://{address}")
            host, port = parts.hostname, parts.port
        except ValueError:
            host, port = None, None
        if not host or parts.path.strip("/") or parts.fragment or parts.query:
            # An unescaped `#`, `/` or `?` in a password ends the address early: what stands before it is no host.
            raise ProxyUnusable(f"{scheme.upper()}_PROXY is no address of a proxy (is a character to be escaped?)")
        found[f"{host}:{port}" if port else host] = None
    return tuple(found)
