"""What OpenAlex sends, as types: the parts of a work and of a list that are used, each as the service documents it.

Whatever does not fit is no answer: a work that can't be decoded is left out and counted, and what a reply says of
its price, where that can be no price, is not believed. Fields: https://help.openalex.org/data/works/attributes.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

DEAREST = 1.0
"""US dollars; no request costs a tenth of it, so that more is no price."""

T = TypeVar("T", bound=Struct)


class Venue(Struct, frozen=True):
    """A journal, conference or repository (OpenAlex calls it a source)."""

    display_name: str | None = None
    type: str | None = None


class Location(Struct, frozen=True):
    """A place where a work can be read."""

    id: str | None = None
    landing_page_url: str | None = None
    raw_source_name: str | None = None
    raw_type: str | None = None
    version: str | None = None
    source: Venue | None = None


class OpenAlexAuthor(Struct, frozen=True):
    """The profile of a person."""

    display_name: str | None = None


class Authorship(Struct, frozen=True):
    """A person in the list of a work's authors."""

    raw_author_name: str | None = None
    author: OpenAlexAuthor | None = None


class Biblio(Struct, frozen=True):
    """Volume, issue and pages."""

    volume: str | int | None = None
    issue: str | int | None = None
    first_page: str | int | None = None
    last_page: str | int | None = None


class OpenAlexWork(Struct, frozen=True):
    """One work. Any field of it may be missing or null."""

    id: str | None = None
    doi: str | None = None
    title: str | None = None
    publication_year: int | None = None
    type: str | None = None
    authorships: tuple[Authorship, ...] | None = None
    primary_location: Location | None = None
    locations: tuple[Location | None, ...] | None = None
    biblio: Biblio | None = None
    is_retracted: bool | None = None
    is_authors_truncated: bool | None = None


class Completion(Struct, frozen=True):
    """A row that completes a title; works without a title have none to show."""

    id: str
    display_name: str | None = None


class Meta(Struct, frozen=True):
    """What a list says of itself: how many works there are for it, and whether the service gave up."""

    count: int | None = None
    timed_out: bool | None = None


class Listing(Struct, frozen=True):
    """A page of a list; its results are decoded one by one."""

    results: list[Any]
    meta: Meta


class Refusal(Struct, frozen=True):
    """The body of an error: the words of the service, and when to come back. That alone tells a budget that is spent
    from a pace that was too fast: what it says of credits left stands in both."""

    message: str | None = None
    retry_after: float | None = msgspec.field(default=None, name="retryAfter")


def parse_json(body: bytes) -> Any:
    """The JSON of a body. Half a surrogate in it is let pass here: the door mends it (`resolver.text.cleaning`).

    Raises:
        ValueError: it is none, or is nested too deep to be read.
    """
    try:
        return json.loads(body)
    except RecursionError:
        raise ValueError("nested too deep") from None


def decode_as(data: object, kind: type[T]) -> T | None:
    """Data as one of these types, or `None` where it does not fit."""
    try:
        return msgspec.convert(data, kind)
    except (msgspec.ValidationError, RecursionError, ValueError, OverflowError):
        return None


def read_price(headers: Mapping[str, str], data: object) -> float | None:
    """US dollars, by the service's own account; `None` where it says nothing that can be a price.

    Args:
        headers: of the reply, where it stands first.
        data: the reply's JSON, whose `meta` has it too.
    """
    meta = data.get("meta") if isinstance(data, dict) else None
    for said in (headers.get("x-ratelimit-cost-usd"), meta.get("cost_usd") if isinstance(meta, dict) else None):
        if isinstance(said, str | int | float) and not isinstance(said, bool):
            try:
                usd = float(said)
            except (ValueError, OverflowError):
                continue
            if math.isfinite(usd) and 0 <= usd <= DEAREST:
                return usd
    return None
