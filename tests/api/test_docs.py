"""The examples of `docs/python.md` do what they say."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

import resolver

PAGE = Path(__file__).parents[2] / "docs" / "python.md"


@pytest.mark.skipif(not PAGE.exists(), reason="the tests run outside a checkout")
def test_every_example_of_the_page_gives_what_it_shows(folder: Path) -> None:
    test = doctest.DocTestParser().get_doctest(PAGE.read_text(encoding="utf-8"), {}, PAGE.name, str(PAGE), 0)
    said: list[str] = []
    doctest.DocTestRunner(verbose=False).run(test, out=said.append)
    if said:
        pytest.fail("".join(said))


@pytest.mark.skipif(not PAGE.exists(), reason="the tests run outside a checkout")
def test_every_call_is_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    calls = [name for name in resolver.__all__ if name[0].islower()]
    assert [name for name in calls if f"`{name}" not in text and f"resolver.{name}(" not in text] == []
