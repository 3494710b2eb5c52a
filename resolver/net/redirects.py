"""Which redirects are followed: within the same site, and never from https back to http."""

from __future__ import annotations

from urllib.parse import SplitResult, urljoin, urlsplit

from resolver.net.wire import Permanent

STATUSES = frozenset({301, 302, 303, 307, 308})
MOST = 5

_PORTS = {"http": 80, "https": 443}


def follow(method: str, url: str, location: str) -> tuple[str, str]:
    """Method and URL of the next request.

    A 303 is the caller's to turn into a GET; otherwise a POST stays a POST, since what it asks would
    be lost (RFC 9110 section 15.4 allows both).

    Raises:
        Permanent: the redirect leads to another site, to plain http, or nowhere.
    """
    there = urljoin(url, location.strip())
    if not location.strip() or not is_same_site(url, there):
        raise Permanent(f"redirected to another site ({urlsplit(there).hostname or 'no address'}), not followed")
    return method, there


def is_same_site(url: str, other: str) -> bool:
    """Whether a redirect from `url` to `other` stays within the site.

    That is the same host and port, the step from http to https, or a host above or below it in the
    domain name system (`export.arxiv.org`, `arxiv.org`) on its usual port.
    """
    try:
        a, b = urlsplit(url), urlsplit(other)
        port_a, port_b = _read_port(a), _read_port(b)
    except ValueError:
        return False
    if b.scheme not in _PORTS or (a.scheme == "https" and b.scheme == "http") or not a.hostname or not b.hostname:
        return False
    usual = port_a == _PORTS.get(a.scheme) and port_b == _PORTS[b.scheme]
    if a.hostname == b.hostname:
        return usual or (port_a, a.scheme) == (port_b, b.scheme)
    nested = a.hostname.endswith("." + b.hostname) or b.hostname.endswith("." + a.hostname)
    return usual and nested and min(a.hostname.count("."), b.hostname.count(".")) >= 1 and not _is_number(a.hostname)


def is_same_host(url: str, other: str) -> bool:
    """Whether what is secret between us and `url` may be sent to `other`."""
    return urlsplit(url).hostname == urlsplit(other).hostname and is_same_site(url, other)


def _read_port(parts: SplitResult) -> int | None:
    return parts.port or _PORTS.get(parts.scheme)


def _is_number(host: str) -> bool:
    return host.replace(".", "").isdigit() or ":" in host
