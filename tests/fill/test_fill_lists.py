"""Whole lists: real ones come back to the byte, and only their holes are filled."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from resolver import readers
from resolver.filling import FillOptions, fill
from resolver.identifiers.placeholders import is_placeholder
from resolver.model import Document, Identifier, Person, Record, Resolution
from resolver.readers.decode import encode
from resolver.text import titles
from tests import reference
from tests.fill.filling import assert_only_holes_changed, resolution
from tests.reading_lists import ALL, damaged_counseling, path_of

SIZES = [reference.SMALL, reference.LARGE]


@pytest.fixture(params=SIZES)
def seed(request: pytest.FixtureRequest) -> str:
    """The list that the project was born from: written anew, and as it was found; thirty of its links are none."""
    return damaged_counseling(request.param)


def found(document: Document) -> list[Resolution]:
    """Every entry matched to a record of its own that has everything."""
    return [
        resolution(
            entry,
            Record(
                source="acl",
                title=entry.title,
                authors=(Person("Doe", "Jane"), Person("Roe", "Richard")),
                year=2020,
                venue="Proceedings of Something",
                type="inproceedings",
                url=f"https://aclanthology.org/2020.acl-main.{entry.row}/",
                ids=(
                    Identifier("acl", f"2020.acl-main.{entry.row}"),
                    Identifier("doi", f"10.18653/v1/2020.acl-main.{entry.row}"),
                ),
                pages="1–9",
            ),
        )
        for entry in document.entries
    ]


def comes_back(path: Path) -> bool:
    document = readers.read(path)
    done = fill(document, [], FillOptions(overwrite="all"))
    return done.edits == () and encode(done.text, document.encoding, bom=document.bom) == path.read_bytes()


@pytest.mark.parametrize("name", ALL)
def test_a_whole_list_comes_back_to_the_byte_when_nothing_is_found(name: str) -> None:
    assert comes_back(path_of(name))


def lists_at_hand(size: str) -> list[Path]:
    """The whole lists of the tests, and with the reference material those of other people and the seed."""
    if size == reference.SMALL:
        return [path_of(name) for name in ALL if isinstance(name, str)]
    found = [p for folder in ("data/raw_dev", "data/raw_dev2", "seed") for p in (reference.ROOT / folder).glob("*")]
    return sorted(path for path in found if path.is_file())


@pytest.mark.parametrize("size", SIZES)
def test_every_list_at_hand_comes_back_to_the_byte_and_only_its_holes_are_filled(size: str) -> None:
    for path in lists_at_hand(size):
        assert comes_back(path), path
        document = readers.read(path)
        done = fill(document, found(document))
        assert done.left == (), path
        again = readers.read_text(done.text, path.name)
        assert_only_holes_changed(document, again)
        assert fill(again, found(again)).text == done.text, path


def test_so_does_a_damaged_one(seed: str, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(seed, encoding="utf-8")
    assert comes_back(tmp_path / "README.md")


def only_holes_change(name: str, text: str) -> None:
    document = readers.read_text(text, name)
    done = fill(document, found(document))
    assert done.left == ()
    for edit in done.edits:
        pasted = titles.key(edit.old) == titles.key(document.entries[edit.row - 1].title)
        assert is_placeholder(edit.old) or edit.old in edit.new or pasted, edit
    assert done.text.count("\r\n") == done.text.count("\n")
    again = readers.read_text(done.text, name)
    assert fill(again, found(again)).text == done.text


@pytest.mark.parametrize("name", ALL)
def test_of_a_whole_list_only_holes_change_and_a_second_filling_changes_nothing(name: str) -> None:
    only_holes_change(name, path_of(name).read_text(encoding="utf-8").replace("\n", "\r\n"))


def test_nor_does_it_of_a_damaged_one(seed: str) -> None:
    only_holes_change("README.md", seed.replace("\n", "\r\n"))


def test_of_the_seed_list_thirty_placeholders_are_filled_and_nothing_else(seed: str) -> None:
    text = seed
    document = readers.read_text(text, "README.md")
    done = fill(document, found(document))
    assert len(done.edits) == 30
    assert {(e.field, e.why) for e in done.edits} == {("url", "placeholder")}
    lines = [(a, b) for a, b in zip(text.split("\n"), done.text.split("\n"), strict=True) if a != b]
    assert len(lines) == 30
    assert all(a.rpartition("(")[0] == b.rpartition("(")[0] for a, b in lines)


def test_a_list_in_utf16_with_mixed_line_ends_comes_back_as_it_was(tmp_path: Path) -> None:
    data = ("\ufeff" + "title,doi\r\nŁódź — a title of words,XXX\nÜber x,\r\n").encode("utf-16-le")
    path = tmp_path / "list.csv"
    path.write_bytes(data)
    document = readers.read(path)
    done = fill(document, found(document)[:1])
    out = encode(done.text, document.encoding, bom=document.bom)
    assert out == data.replace("XXX".encode("utf-16-le"), "10.18653/v1/2020.acl-main.1".encode("utf-16-le"))


def test_a_row_that_is_not_matched_is_never_filled() -> None:
    document = readers.read_text("title,doi\nA title of words,XXX\n", "list.csv")
    match = found(document)[0]
    for status in ("ambiguous", "not_found", "unanswered"):
        decision = msgspec.structs.replace(match.decision, status=status)
        assert fill(document, [msgspec.structs.replace(match, decision=decision)]).edits == ()
