"""Badges in the style of READMEs: static images of shields.io that link to a paper."""

from __future__ import annotations

from urllib.parse import quote

_COLOURS = {
    "arXiv": "b31b1b", "OpenReview": "8c1b13", "NeurIPS": "68448b", "ICLR": "2a7de1", "ICML": "1f6f54",
    "AAAI": "005b9a", "DOI": "fab70c",
}  # fmt: skip
_ACL = "ed1c24"
"""The red of the ACL's sign, for what the Anthology holds."""

_OTHER = "555555"


def image(name: str, value: str, *, anthology: bool = False) -> str:
    """The address of a badge `name | value` (shields.io, "Static Badge": dashes and underscores are doubled).

    >>> image("ACL", "2025", anthology=True)
    'https://img.shields.io/badge/ACL-2025-ed1c24'
    """
    colour = _COLOURS.get(name, _ACL if anthology else _OTHER)
    parts = (quote(part.replace("-", "--").replace("_", "__").replace(" ", "_"), safe="") for part in (name, value))
    return f"https://img.shields.io/badge/{'-'.join(part for part in parts if part)}-{colour}"
