"""What scripts hand over: titles, mappings, rows of data frames, single settings."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest

import resolver
from resolver.api.given import choose_settings, make_entries, make_entry, make_named_entry, take_document
from resolver.config import load
from resolver.errors import InputError, SettingsError
from resolver.model import Identifier


class NotAvailable:
    """Like the NA of pandas: whether it is anything, it won't say."""

    def __ne__(self, other: object) -> Any:
        return self

    def __eq__(self, other: object) -> Any:
        return self

    __hash__ = None  # type: ignore[assignment]  # as pandas.NA is: not hashable

    def __bool__(self) -> bool:
        raise TypeError("boolean value of NA is ambiguous")


class Array(list[str]):
    """Like an array of numpy, which compares item by item."""

    def __ne__(self, other: object) -> Any:
        return Several()


class Several:
    def __bool__(self) -> bool:
        raise ValueError("the truth value of an array with more than one element is ambiguous")


class Frame:
    """Like a data frame of pandas: going through it gives the names of its columns."""

    columns = ("title",)

    def __iter__(self) -> Any:
        return iter(self.columns)

    def to_dict(self, orient: str) -> list[dict[str, str]]:
        return [{"title": "A title"}]


class PolarsFrame(Frame):
    def to_dicts(self) -> list[dict[str, str]]:
        return [{"title": "A title"}]


@pytest.mark.parametrize("nothing", [None, math.nan, NotAvailable(), ""])
def test_an_empty_cell_is_no_claim(nothing: object) -> None:
    bare = make_entry(1, "Attention Is All You Need")
    cells = dict.fromkeys(("authors", "year", "venue", "ids"), nothing)
    assert make_entry(1, {"title": "Attention Is All You Need", **cells}) == bare
    assert make_entry(1, {"title": nothing}).title == ""


def test_an_empty_cell_in_a_list_of_names_is_no_author() -> None:
    assert make_entry(1, {"authors": ["Ada Moss", math.nan, None, "Ben Reed"]}).authors == "Ada Moss and Ben Reed"
    assert make_entry(1, {"authors": Array(["Ada Moss", "Ben Reed"])}).authors == "Ada Moss and Ben Reed"


@pytest.mark.parametrize(
    ("given", "meant"), [(2017, "2017"), (2017.0, "2017"), ("2017", "2017"), (Fraction(2017), "2017")]
)
def test_a_year_that_a_table_made_a_fraction_is_a_year(given: object, meant: str) -> None:
    assert make_entry(1, {"title": "x", "year": given}).year == meant


@pytest.mark.parametrize(
    ("frame", "call"), [(Frame(), 'frame.to_dict("records")'), (PolarsFrame(), "frame.to_dicts()")]
)
def test_a_data_frame_is_refused_with_the_call_that_gives_its_rows(frame: Any, call: str) -> None:
    for take in (resolver.resolve_many, resolver.run, resolver.fill):
        with pytest.raises(TypeError) as caught:
            take(frame)
        assert call in str(caught.value)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (
            [{"titel": "x"}],
            "with title, authors, year, venue, ids; no claim is called titel",
        ),
        (["x", 5], "entry 2: a title, or a mapping with title, authors, year, venue, ids; not 5"),
        ([{"title": ["x"]}], "one text or number is wanted, not ['x']"),
    ],
)
def test_what_is_no_paper_is_named(given: Any, says: str) -> None:
    with pytest.raises(TypeError) as caught:
        make_entries(given)
    assert says in str(caught.value)


def test_one_paper_is_not_taken_for_several() -> None:
    for one in ("A title", {"title": "A title"}):
        with pytest.raises(TypeError, match="for one there is resolve"):
            resolver.resolve_many(one)


def test_a_list_is_a_path_or_a_document() -> None:
    with pytest.raises(TypeError, match=r"give the path of a list, or what resolver\.read made of it, not int"):
        take_document(7)
    with pytest.raises(InputError, match="A title: there is no such file"):
        take_document(["A title"])


def test_a_paper_is_named_by_its_identifier_or_its_title() -> None:
    assert make_named_entry(1, "arXiv:2106.01702").ids == (Identifier("arxiv", "2106.01702"),)
    assert make_named_entry(1, "arXiv:2106.01702").title == ""
    entry = make_named_entry(2, "Attention Is All You Need", year=2017, authors="")
    assert (entry.row, entry.title, entry.year, entry.authors, entry.ids) == (
        2,
        "Attention Is All You Need",
        "2017",
        "",
        (),
    )


def test_settings_are_given_whole_or_one_by_one() -> None:
    whole = load({"offline": True})
    assert choose_settings(whole, {}) is whole
    assert choose_settings(None, {"offline": True}).offline
    with pytest.raises(TypeError, match="not both"):
        choose_settings(whole, {"offline": False})


def test_an_error_of_a_setting_speaks_of_the_argument_and_not_of_the_command_line() -> None:
    with pytest.raises(SettingsError) as caught:
        choose_settings(None, {"max_age": -1})
    assert str(caught.value).startswith("`max_age`: must be a number of at least 0")
    assert "--" not in str(caught.value)
    assert caught.value.argument == "max_age"
