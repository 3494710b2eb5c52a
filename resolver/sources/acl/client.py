"""Fetching the Anthology's export, the one request that this source makes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from resolver.model.callbacks import TransferCallback
from resolver.net.http import Failed, Http, Reached, Service

NAME = "acl"

_MOST = 180_000_000
"""Bytes of an export, at most; packed it has 10 million, unpacked 100 million."""

_BEGINNING = 65_536
"""Bytes of an export that show whether it is one."""

_ENTRY = re.compile(rb"@[a-z]+\s*\{", re.IGNORECASE)


def fetch_export(http: Http, address: str, headers: Mapping[str, str], progress: TransferCallback) -> Reached | Failed:
    """The export as it is now; status 304 where it is still the one that the validators name.

    Args:
        http: the way out.
        address: of the export, packed or not.
        headers: the validators (`If-None-Match`, `If-Modified-Since`) of the export that is there.
        progress: called with the bytes that have come, and how many there are where that is known.
    """
    return http.download(_name_service(address), headers=headers, check=_find_fault, max_body=_MOST, progress=progress)


def fetch_beginning(http: Http, address: str) -> Reached | Failed:
    """The beginning of the export, or all of it where the server sends no parts."""
    part = {"Range": f"bytes=0-{_BEGINNING - 1}"}
    return http.download(_name_service(address), headers=part, statuses=(200, 206), check=_find_fault, max_body=_MOST)


def make_conditional(etag: str, modified: str) -> dict[str, str]:
    """The headers by which an export is sent only if it is another than the one with these validators."""
    return {k: v for k, v in (("If-None-Match", etag), ("If-Modified-Since", modified)) if v}


def count_entries(text: bytes) -> int:
    """Entries of BibTeX in a text."""
    return len(_ENTRY.findall(text))


def _name_service(address: str) -> Service:
    return Service(name=NAME, base_url=address, accept="application/gzip, application/x-bibtex, */*")


def _find_fault(reached: Reached) -> str | None:
    """Why a body is no BibTeX export, or `None` when it may be one."""
    head = reached.body[:65536].lstrip()
    if head.startswith(b"\x1f\x8b") or _ENTRY.search(head):
        return None
    if not head:
        return "sent an empty answer"
    return "sent a web page instead of the export" if head.startswith(b"<") else "sent something that is no export"
