"""A reference, taken apart."""

from __future__ import annotations

from msgspec import Struct


class Segment(Struct, frozen=True):
    """A stretch of a reference that may be its title; `confidence` (0 to 1) says how plainly its style sets it off."""

    start: int
    end: int
    confidence: float = 0.5


class ReferenceParts(Struct, frozen=True, kw_only=True):
    """The claims of a reference, each as it stands there; empty where it makes none.

    `title` is where the title stands; None where the style gives none (`A. Author, Phys. Rev. 12, 34 (2001)`), or
    none could be told. `named` says that the names of people were found before it.
    """

    text: str
    title: Segment | None = None
    authors: str = ""
    year: str = ""
    venue: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    named: bool = False
