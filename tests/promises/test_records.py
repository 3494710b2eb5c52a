"""Records are immutable: what one stage has made no other one changes (CONTRIBUTING.md, "The map")."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import msgspec
import pytest

import resolver
from resolver.model import ByTitle, Found, Record
from resolver.sources.attribution import answer_crowded_out
from tests.match.papers import record

WORKING = {"Finding", "Call", "_Circuit", "_Section"}
"""What one function or object fills while it works, and hands on to nobody who keeps it."""


def structures() -> Iterator[type]:
    for module in pkgutil.walk_packages(resolver.__path__, "resolver."):
        if not module.name.endswith("__main__"):
            for _, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
                if kind.__module__ == module.name:
                    yield kind


def test_every_record_is_frozen() -> None:
    structs = {c.__name__: c.__struct_config__.frozen for c in structures() if issubclass(c, msgspec.Struct)}
    # What dataclasses note of themselves.
    classes = {c.__name__: c.__dataclass_params__.frozen for c in structures() if dataclasses.is_dataclass(c)}  # type: ignore[attr-defined]
    assert len(structs) > 40
    assert {name for name, frozen in (structs | classes).items() if not frozen} <= WORKING


# ------------------------------------------------------------------ rows that are too many to be read

FAR = record("Something Else Entirely about Zebras", "Ada Anders", 2020, "arxiv:2003.00001", source="arxiv")
NEAR = record("Marmalade Embeddings for Submarine Cook", "Ada Anders", 2020, "arxiv:2003.00002", source="arxiv")


@pytest.mark.parametrize(
    ("rows", "total", "answered"),
    [((), 50, False), ((FAR,), 301, False), ((FAR,), 99_999, False), ((NEAR,), 301, True), ((NEAR,), 99_999, True)],
)
def test_of_rows_that_were_not_all_read_the_first_count_only_when_one_is_near(
    rows: tuple[Record, ...], total: int, answered: bool
) -> None:
    """Others were not read: that is no "not found"."""
    said = answer_crowded_out(ByTitle("Marmalade Embeddings for Submarine Cooks"), rows, total, "arXiv")
    assert isinstance(said, Found) is answered


def test_ten_records_a_title_are_kept_at_most() -> None:
    said = answer_crowded_out(ByTitle(NEAR.title), [NEAR] * 11, 50, "arXiv")
    assert isinstance(said, Found)
    assert len(said.records) == 10
