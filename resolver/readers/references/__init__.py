"""Whole references as text: what is whose name, the title, the venue in `[1] A. Author. Title. In Proc. ACL, 2020.`"""

from __future__ import annotations

import re
from collections.abc import Iterator

from resolver.readers.references.parse import read_reference
from resolver.readers.references.parts import ReferenceParts, Segment
from resolver.readers.references.wrapped import unbroken

__all__ = ["ReferenceParts", "Segment", "read_reference", "segment", "unbroken"]


_SEVERAL = re.compile(r",|;|\band\b|&|\bet al\b|、|\b[^\W\d_a-z]\.")


_NO_REFERENCE = re.compile(r"\s{40}")
"""A gap that no one leaves within a reference."""

LONGEST_REFERENCE = 6_000
"""Letters of a reference, at most; with a thousand people, as some have, it is listed in another form."""


def segment(text: str) -> Iterator[Segment]:
    """The stretch of a reference that is its title, where names that can't be mistaken stand before it."""
    if len(text) > LONGEST_REFERENCE or _NO_REFERENCE.search(text):
        return
    reference = read_reference(text)
    if reference.title is not None and _SEVERAL.search(reference.authors):
        yield reference.title
