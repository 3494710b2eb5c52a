"""`-` is what is piped in: read by every command that reads a list, and never written in place."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest

from resolver import readers
from resolver.cli import main

TABLE = "title,url\nDense retrieval of hedgehogs,XXX\n"


def piped(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(text.encode()), isatty=lambda: False))


def test_a_list_that_is_piped_in_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    piped(monkeypatch, TABLE)
    assert [e.title for e in readers.read("-").entries] == ["Dense retrieval of hedgehogs"]


def test_what_is_piped_in_goes_to_the_output(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setenv("RESOLVER_OFFLINE", "1")
    monkeypatch.setenv("RESOLVER_SNAPSHOT", "none")
    piped(monkeypatch, TABLE)
    assert main(["fill", "-"]) in (0, 4)
    assert capfdbinary.readouterr().out.decode() == TABLE


@pytest.mark.parametrize("command", [["fill", "-", "--in-place"], ["refresh", "-"], ["review", "-"]])
def test_what_is_piped_in_is_refused_where_a_file_is_needed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    piped(monkeypatch, TABLE)
    assert main(command) == 2
    assert "-: the standard input can't be" in capsys.readouterr().err
