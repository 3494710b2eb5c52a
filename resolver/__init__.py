"""Find the papers of a reading list, say how sure that is and why.

    >>> import resolver
    >>> print(resolver.resolve("Attention is all you need"))      # doctest: +SKIP

Each command of the program is one call here, with the same settings, cache and index: `read`, `ingest`, `plan`,
`run`, `fill`, `render`, `cite`, `refresh`, `review`, `explain`, `evaluate`, `doctor`, and what is kept is looked
after by `index_info`, `build_index`, `update_index`, `cache_info`, `clear_cache`, `prune_cache` and `record_answers`.

The packages, from the list to what is written, each in a sentence, are in CONTRIBUTING.md:

    api, cli                          the public calls, and the commands that make them
    refreshing, filling, evaluation   the jobs: lists kept true, holes filled, decisions measured
    diagnosis                         whether the services still are what the sources take them for
    pipeline                          where the stages meet
    readers, decisions, claims        a list, what people decided about it, what each entry claims
    lookup, sources, index, cache, net, config    records for each claim, from near or far
    match, merge, checking            which work is meant, its record, what the list has wrong
    writers                           the finished run as files
    model, text, identifiers, files   what all of these speak of, and work with
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from resolver.version import __version__

if TYPE_CHECKING:
    from resolver.api.health import doctor
    from resolver.api.lasting import refresh, review
    from resolver.api.lists import evaluate, fill, fill_many, ingest, plan, read, render, run
    from resolver.api.papers import cite, explain, resolve, resolve_many
    from resolver.api.stores import (
        build_index,
        cache_info,
        clear_cache,
        index_info,
        prune_cache,
        record_answers,
        update_index,
    )
    from resolver.errors import InputError, OutputError, ResolverError, SettingsError
    from resolver.model import Document, Entry, Problem, Record, Resolution, Run, Work

_HOMES = {
    "resolver.api.health": ("doctor",),
    "resolver.api.lasting": ("refresh", "review"),
    "resolver.api.lists": ("evaluate", "fill", "fill_many", "ingest", "plan", "read", "render", "run"),
    "resolver.api.papers": ("cite", "explain", "resolve", "resolve_many"),
    "resolver.api.stores": (
        "build_index", "cache_info", "clear_cache", "index_info", "prune_cache", "record_answers", "update_index",
    ),
    "resolver.errors": ("InputError", "OutputError", "ResolverError", "SettingsError"),
    "resolver.model": ("Document", "Entry", "Problem", "Record", "Resolution", "Run", "Work"),
}  # fmt: skip
"""Public names by where they live: they are imported on first use, so that `--help` stays fast."""

__all__ = [
    "Document",
    "Entry",
    "InputError",
    "OutputError",
    "Problem",
    "Record",
    "Resolution",
    "ResolverError",
    "Run",
    "SettingsError",
    "Work",
    "__version__",
    "build_index",
    "cache_info",
    "cite",
    "clear_cache",
    "doctor",
    "evaluate",
    "explain",
    "fill",
    "fill_many",
    "index_info",
    "ingest",
    "plan",
    "prune_cache",
    "read",
    "record_answers",
    "refresh",
    "render",
    "resolve",
    "resolve_many",
    "review",
    "run",
    "update_index",
]


def __getattr__(name: str) -> object:
    from importlib import import_module

    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
