"""What must be true of the Anthology's export: two requests that bring its beginning only, never the whole of it."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

from resolver.net.http import Failed, Http, Reached
from resolver.sources.acl import client
from resolver.sources.acl.client import NAME
from resolver.sources.checks import CheckLine, ServiceCheck, pass_check, report_change, report_failure

_EXPORT, _VALIDATORS, _UNCHANGED = "export", "ETag of the export", "export that is unchanged"


class AclChecks:
    """The checks of the source `acl`.

    Args:
        http: the way out.
        location: address or path of the export.
    """

    def __init__(self, http: Http, location: str) -> None:
        self._http, self._location = http, location
        self._beginning: Reached | Failed = Failed("not asked")

    def list_checks(self) -> tuple[ServiceCheck, ...]:
        """In the order in which they are to be made; of a file of this machine, whether it is there."""
        if "://" not in self._location:
            return (ServiceCheck((_EXPORT,), self._check_file),)
        return (
            ServiceCheck((_EXPORT, _VALIDATORS), self._check_export),
            ServiceCheck((_UNCHANGED,), self._check_unchanged),
        )

    def _check_file(self) -> Iterator[CheckLine]:
        path = Path(self._location).expanduser()
        if path.exists():
            yield pass_check(NAME, _EXPORT, f"{path.name} on this machine")
        else:
            yield report_failure(NAME, _EXPORT, f"there is no {path}", "no index can be built; set acl_url")

    def _check_export(self) -> Iterator[CheckLine]:
        self._beginning = answer = client.fetch_beginning(self._http, self._location)
        if isinstance(answer, Failed):
            yield report_failure(
                NAME, _EXPORT, answer.reason, "the index is not renewed; the one that is there is used"
            )
            yield report_failure(NAME, _VALIDATORS, answer.reason, "whether there is a newer export is not known")
            return
        entries = client.count_entries(unpack_beginning(answer.body))
        if entries:
            seen = f"{entries} entries at its beginning" + (f", {size} bytes" if (size := _read_size(answer)) else "")
            yield pass_check(NAME, _EXPORT, seen)
        else:
            yield report_change(NAME, _EXPORT, "no BibTeX at its beginning", "the index that is there is kept")
        tag, modified = answer.headers.get("etag", ""), answer.headers.get("last-modified", "")
        if tag or modified:
            yield pass_check(NAME, _VALIDATORS, tag or modified)
        else:
            seen = "neither ETag nor Last-Modified"
            yield report_change(NAME, _VALIDATORS, seen, "each weekly look downloads the whole export (12 MB)")

    def _check_unchanged(self) -> Iterator[CheckLine]:
        answer = self._beginning
        if isinstance(answer, Failed):
            yield report_failure(NAME, _UNCHANGED, answer.reason, "whether there is a newer export is not known")
            return
        headers = client.make_conditional(answer.headers.get("etag", ""), answer.headers.get("last-modified", ""))
        if not headers:
            yield report_change(
                NAME, _UNCHANGED, "can't be told", "each weekly look downloads the whole export (12 MB)"
            )
            return
        again = client.fetch_export(self._http, self._location, headers, lambda done, total: None)
        if isinstance(again, Failed):
            yield report_failure(NAME, _UNCHANGED, again.reason, "the index is not renewed")
        elif again.status == 304:
            yield pass_check(NAME, _UNCHANGED, "304, no bytes")
        else:
            seen = f"sent again ({len(again.body) / 1e6:.1f} MB)"
            yield report_change(NAME, _UNCHANGED, seen, "each weekly look downloads the whole export")


def unpack_beginning(body: bytes) -> bytes:
    """The text of a file's beginning, packed or not."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(body, 10_000_000)
    except zlib.error:
        return b""


def _read_size(answer: Reached) -> str:
    """The bytes of the whole, where only its beginning was sent."""
    _, _, whole = answer.headers.get("content-range", "").partition("/")
    return f"{int(whole):,}" if whole.isdigit() else ""
